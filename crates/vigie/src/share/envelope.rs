//! `share.json`: what an encrypted file says of itself, beside the case in it: who made it and when, what was taken out, how
//! far it may be passed on, and every other file with its size and SHA-256. A signature over it covers all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigie_case::Redaction;
use vigie_model::Timestamp;

/// The version of the form.
pub(super) const SCHEMA: &str = "vigie-share/1";
/// Its name in the file.
pub(super) const ENVELOPE: &str = "share.json";
/// The name of its signature.
pub(super) const SIGNATURE: &str = "share.json.minisig";
/// The folder of the case.
pub(super) const CASE: &str = "case/";

/// Size and hash of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileSealed {
    pub(super) size: u64,
    /// SHA-256, lower-case hexadecimal.
    pub(super) sha256: String,
}

/// What is said of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Envelope {
    /// [`SCHEMA`].
    pub(super) schema: String,
    /// Version of vigie.
    pub(super) tool: String,
    pub(super) at: Timestamp,
    /// Who shares it, if stated.
    pub(super) who: Option<String>,
    /// What was taken out.
    pub(super) level: Redaction,
    /// The Traffic Light Protocol 2.0, as its options are named.
    pub(super) tlp: String,
    /// The public key of the signature, as minisign writes it; to be believed only as far as it is known from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    /// Every other file but the signature, by its name.
    pub(super) files: BTreeMap<String, FileSealed>,
}
