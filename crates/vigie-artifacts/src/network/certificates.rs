//! Certificates that servers sent in clear, which they do up to TLS 1.2 (RFC 5246). From TLS 1.3 on they are encrypted.

use vigie_evidence::Source;
use vigie_model::Meaning;

use super::{Traffic, capture};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Certificates;

impl Artifact for Certificates {
    type Record = Traffic;
    const SPEC: Spec =
        Spec { id: "network_certificates", version: 1, paths: capture::PATHS, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        capture::tell(file, out, |reading| &reading.certificates)?;
        Ok(())
    }
}
