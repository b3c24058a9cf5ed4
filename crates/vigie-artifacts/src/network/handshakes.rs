//! TLS handshakes of a capture, over TCP and QUIC: the name the client asked for, its fingerprint JA4, the version.
//!
//! Formats: RFC 8446, RFC 9001, FoxIO's JA4. A name in an Encrypted Client Hello stays unknown: what is told is the outer one.

use vigie_evidence::Source;
use vigie_model::Meaning;

use super::{Traffic, capture};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Handshakes;

impl Artifact for Handshakes {
    type Record = Traffic;
    const SPEC: Spec = Spec { id: "network_tls", version: 1, paths: capture::PATHS, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        capture::tell(file, out, |reading| &reading.handshakes)?;
        capture::tell_tls_trouble(file, out);
        Ok(())
    }
}
