//! Where packs come from, and what was seen there last.

use serde::{Deserialize, Serialize};
use vigie_model::Timestamp;

/// What an origin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An index: that of the MVT project, or a list with hashes and a signature.
    Index,
    /// A collection of a TAXII 2.1 server.
    Taxii,
    /// An event or a feed of MISP.
    Misp,
    /// One STIX bundle.
    Stix,
    /// A folder of STIX bundles; given with `--from`, never remembered.
    Folder,
}

impl Kind {
    /// Its name in JSON and on screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Taxii => "taxii",
            Self::Misp => "misp",
            Self::Stix => "stix",
            Self::Folder => "folder",
        }
    }
}

/// An origin that `vigie indicators update` pulls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// What it is.
    pub kind: Kind,
    /// Its address.
    pub place: String,
    /// The public key of minisign that must have signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Root certificates (PEM) of its server, instead of the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roots: Option<String>,
    /// Whether it may be asked without encryption.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub allow_http: bool,
    /// Whom to ask as. The password is never kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The variable of the environment with the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_env: Option<String>,
    /// When it was last pulled to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulled: Option<Timestamp>,
    /// `ETag` of the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified` of the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// SHA-256 of the index, under which a copy is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// TAXII: everything up to here was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_after: Option<String>,
}

impl Origin {
    /// A new one, never pulled.
    pub fn new(kind: Kind, place: &str) -> Self {
        Self {
            kind,
            place: place.to_owned(),
            key: None,
            roots: None,
            allow_http: false,
            user: None,
            password_env: None,
            pulled: None,
            etag: None,
            modified: None,
            index: None,
            added_after: None,
        }
    }
}
