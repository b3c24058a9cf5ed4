//! File sharing (SMB) in a capture, and the shape of the exploits that WannaCry and NotPetya brought (MS17-010).

use vigie_evidence::Source;
use vigie_model::Meaning;

use super::{Traffic, capture};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct SharingSessions;

impl Artifact for SharingSessions {
    type Record = Traffic;
    const SPEC: Spec = Spec { id: "network_smb", version: 1, paths: capture::PATHS, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        capture::tell(file, out, |reading| &reading.sharing)?;
        Ok(())
    }
}
