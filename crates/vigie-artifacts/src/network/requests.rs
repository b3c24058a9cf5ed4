//! HTTP requests in clear (RFC 9112), from any port.

use vigie_evidence::Source;
use vigie_model::Meaning;

use super::{Traffic, capture};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Requests;

impl Artifact for Requests {
    type Record = Traffic;
    const SPEC: Spec = Spec { id: "network_http", version: 1, paths: capture::PATHS, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        capture::tell(file, out, |reading| &reading.requests)?;
        Ok(())
    }
}
