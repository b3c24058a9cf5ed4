//! Who talked to whom in a capture: addresses, ports, packets and bytes, one record for each client and port of a server.
//!
//! Formats and limits: [`super::capture`].

use vigie_evidence::Source;
use vigie_model::Meaning;

use super::{Traffic, capture};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Flows;

impl Artifact for Flows {
    type Record = Traffic;
    const SPEC: Spec = Spec { id: "network_flows", version: 1, paths: capture::PATHS, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        capture::tell(file, out, |reading| &reading.flows)?;
        Ok(())
    }
}
