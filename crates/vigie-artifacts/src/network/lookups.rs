//! Names that were looked up in a capture, over UDP and TCP (RFC 1035). Look-ups over TLS and HTTPS are encrypted; that they
//! were made shows in the handshakes.

use vigie_evidence::Source;
use vigie_model::Meaning;

use super::{Traffic, capture};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Lookups;

impl Artifact for Lookups {
    type Record = Traffic;
    const SPEC: Spec = Spec { id: "network_dns", version: 1, paths: capture::PATHS, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        capture::tell(file, out, |reading| &reading.lookups)?;
        capture::tell_dns_trouble(file, out);
        Ok(())
    }
}
