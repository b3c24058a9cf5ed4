//! What was and was not examined: the perimeter of every "nothing found".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{EvidenceKind, System, Timestamp};

/// How far an artifact could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageState {
    /// At least one source was read.
    Read,
    /// Sources were there, none could be read.
    Unreadable,
    /// The evidence could hold it, and does not.
    Absent,
    /// This kind of evidence never holds it.
    NotApplicable,
}

/// One source an artifact read or tried to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRead {
    /// Path inside the evidence (`HomeDomain/Library/SMS/sms.db`).
    pub path: String,
    /// Where the bytes lie in what was acquired (`3d/3d0d7e5f…`), if under another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored_as: Option<String>,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes, lower-case hexadecimal; absent when the file could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Records taken from it.
    pub records: u64,
    /// Problems met in it.
    pub problems: u64,
}

/// What became of one artifact in one examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The artifact's id.
    pub artifact: String,
    /// The version of its parser.
    pub version: u32,
    /// How far it could be read.
    pub state: CoverageState,
    /// Records taken.
    pub records: u64,
    /// How many of them are of a kind that is counted on its own (`shutdown`: 12).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<String, u64>,
    /// Problems met.
    pub problems: u64,
    /// Earliest moment of any record.
    pub first: Option<Timestamp>,
    /// Latest moment of any record.
    pub last: Option<Timestamp>,
    /// Each source. A case lists them once for all artifacts, in a file of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceRead>,
}

impl Coverage {
    /// Whether a kind of evidence never holds the artifact because it is of another system. Ids name the platform
    /// first.
    pub fn is_of_another_system(&self, kind: EvidenceKind) -> bool {
        let systems = System::of_artifact(&self.artifact);
        self.state == CoverageState::NotApplicable && kind.system().is_some_and(|system| !systems.contains(&system))
    }
}
