//! A capture, read once and shared by the artifacts that tell its parts: packets pass by, connections are put in order as
//! far as something in clear is looked for in them, and everything that is the same is counted.
//!
//! Memory is bounded whatever the capture holds: one packet, the connections that are open ([`watch`]), and what is counted
//! (`tally.rs`). A capture of 10 GB takes as much as one of 1 GB.

mod dhcp;
mod dns;
mod file;
mod http;
mod ip;
mod ja4;
mod link;
mod pieces;
mod quic;
mod sinks;
mod smb;
mod stream;
mod talk;
mod tls;
mod watch;
mod x509;

use vigie_evidence::Source;
use vigie_model::{Layout, Place, ProblemCode};

use self::file::Frames;
use self::watch::Watch;
use super::Traffic;
use super::tally::Told;
use crate::{Out, ParseError};

/// Where captures lie: by their usual names, and those that `tcpdump -C` gives when it begins the next file.
pub(super) const PATHS: &[(Layout, &str)] = &[
    (Layout::Network, "**/*.pcap"),
    (Layout::Network, "**/*.pcap[0-9]*"),
    (Layout::Network, "**/*.pcap.gz"),
    (Layout::Network, "**/*.pcapng"),
    (Layout::Network, "**/*.pcapng.gz"),
    (Layout::Network, "**/*.cap"),
    (Layout::Network, "**/*.ntar"),
    (Layout::Network, "**/*.dmp"),
];

/// Trouble of one place, so many times told.
const MOST_TROUBLE: usize = 100;

/// A problem of the reading.
type Problem = (ProblemCode, Place, String);

/// What a capture shows.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) flows: Told,
    pub(super) lookups: Told,
    pub(super) handshakes: Told,
    pub(super) certificates: Told,
    pub(super) requests: Told,
    pub(super) leases: Told,
    pub(super) sharing: Told,
    problems: Vec<Problem>,
    dns_not_understood: u64,
    tls_not_understood: u64,
    quic_not_opened: u64,
    failed: Option<ParseError>,
}

impl Reading {
    fn of(file: &Source<'_>) -> Self {
        match Frames::open(file) {
            Ok(frames) => Self::read(frames),
            Err(error) => Self { failed: Some(error), ..Self::default() },
        }
    }

    fn read(mut frames: Frames) -> Self {
        let mut watch = Watch::default();
        let mut problems: Vec<Problem> = Vec::new();
        let (mut end, mut more) = (0, 0_u64);
        loop {
            match frames.next() {
                Ok(Some(frame)) => {
                    end = frame.at;
                    watch.frame(&frame);
                }
                Ok(None) => break,
                Err(trouble) if problems.len() < MOST_TROUBLE => {
                    problems.push((trouble.code, trouble.place(), trouble.detail));
                }
                Err(_) => more = more.saturating_add(1),
            }
        }
        if more > 0 {
            let detail = format!("{more} more blocks could not be read");
            problems.push((ProblemCode::LimitReached, Place::File, detail));
        }
        watch.finish(end);
        problems.extend(watch.problems());
        let sinks = watch.sinks;
        Self {
            flows: sinks.flows.told(),
            lookups: sinks.lookups.told(),
            handshakes: sinks.handshakes.told(),
            certificates: sinks.certificates.told(),
            requests: sinks.requests.told(),
            leases: sinks.leases.told(),
            sharing: sinks.sharing.told(),
            problems,
            dns_not_understood: sinks.dns_not_understood,
            tls_not_understood: sinks.tls_not_understood,
            quic_not_opened: sinks.quic_not_opened,
            failed: None,
        }
    }
}

/// Tells one part of a capture. What hides packets from one part hides them from all, so each says it.
pub(super) fn tell(
    file: &Source<'_>,
    out: &mut Out<'_, Traffic>,
    part: fn(&Reading) -> &Told,
) -> Result<(), ParseError> {
    let reading = file.reading(Reading::of);
    if let Some(error) = &reading.failed {
        return Err(error.clone());
    }
    let told = part(&reading);
    if told.records.is_empty() && told.left_out.is_none() && reading.problems.is_empty() {
        out.absent();
    }
    told.tell(out);
    for (code, place, detail) in &reading.problems {
        out.problem(*code, place.clone(), detail.clone());
    }
    Ok(())
}

/// Messages on the port of DNS that are none.
pub(super) fn tell_dns_trouble(file: &Source<'_>, out: &mut Out<'_, Traffic>) {
    let count = file.reading(Reading::of).dns_not_understood;
    if count > 0 {
        let detail = format!("{count} messages on the port of DNS were not understood");
        out.problem(ProblemCode::BlobNotUnderstood, Place::File, detail);
    }
}

/// Handshakes that could not be read.
pub(super) fn tell_tls_trouble(file: &Source<'_>, out: &mut Out<'_, Traffic>) {
    let reading = file.reading(Reading::of);
    let counts = [
        (reading.tls_not_understood, "hellos or certificates of TLS were not understood"),
        (
            reading.quic_not_opened,
            "QUIC connections began and their first packets could not be opened, or are not all there",
        ),
    ];
    for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
        out.problem(ProblemCode::BlobNotUnderstood, Place::File, format!("{count} {what}"));
    }
}

#[cfg(test)]
mod tests;
