//! How devices named themselves when they asked for an address (DHCP, RFC 2131): which of them is the phone in question.

use vigie_evidence::Source;
use vigie_model::Meaning;

use super::{Traffic, capture};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Leases;

impl Artifact for Leases {
    type Record = Traffic;
    const SPEC: Spec = Spec { id: "network_dhcp", version: 1, paths: capture::PATHS, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        capture::tell(file, out, |reading| &reading.leases)?;
        Ok(())
    }
}
