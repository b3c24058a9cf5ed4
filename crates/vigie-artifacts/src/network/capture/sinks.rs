//! Where everything that is seen in a capture is counted.

use super::super::tally::Tally;
use super::super::{Certificate, Ends, Flow, Handshake, Lease, Lookup, Request, Sharing};
use super::dns;
use super::talk::{Moment, lookups};

/// Counts, and what could not be understood.
#[derive(Default)]
pub(super) struct Sinks {
    pub(super) flows: Tally<Flow>,
    pub(super) lookups: Tally<Lookup>,
    pub(super) handshakes: Tally<Handshake>,
    pub(super) certificates: Tally<Certificate>,
    pub(super) requests: Tally<Request>,
    pub(super) leases: Tally<Lease>,
    pub(super) sharing: Tally<Sharing>,
    pub(super) dns_not_understood: u64,
    pub(super) tls_not_understood: u64,
    pub(super) quic_not_opened: u64,
    pub(super) streams_with_gaps: u64,
}

impl Sinks {
    /// A message of DNS.
    pub(super) fn dns(&mut self, message: &[u8], ends: &Ends, moment: &Moment) {
        let Some(message) = dns::Message::read(message) else {
            self.dns_not_understood = self.dns_not_understood.saturating_add(1);
            return;
        };
        for lookup in lookups(message, ends, moment) {
            self.lookups.add(moment.place.clone(), lookup);
        }
    }
}
