//! What can go wrong with a pack, as a sentence in the user's language.

use std::path::{Path, PathBuf};

use thiserror::Error;
use vigie_model::Message;

/// Why a pack, an index or an origin was refused. What was installed before is still there.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PackError {
    /// It could not be fetched.
    #[error("{}", .0.id)]
    Fetch(Message),
    /// There is nothing at this address.
    #[error("nothing at {0}")]
    NotThere(String),
    /// It lies at another place than the one from which everything is taken.
    #[error("{0} lies elsewhere")]
    Elsewhere(String),
    /// It leads out of its folder, or is no path at all.
    #[error("`{0}` leads out of its folder")]
    Path(String),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Larger, or more of them, than is read.
    #[error("{what}: more than {limit}")]
    Limit {
        /// Of what.
        what: String,
        /// The most that is read.
        limit: u64,
    },
    /// An index that is not one.
    #[error("{place}: {detail}")]
    Index {
        /// Where.
        place: String,
        /// Why.
        detail: String,
    },
    /// A pack that is damaged, or none.
    #[error("{place}: {detail}")]
    Damaged {
        /// Where.
        place: String,
        /// Why.
        detail: String,
    },
    /// Its hash is not the one that is stated.
    #[error("{place}: {found} instead of {stated}")]
    Hash {
        /// Where.
        place: String,
        /// SHA-256 stated.
        stated: String,
        /// SHA-256 found.
        found: String,
    },
    /// Its signature does not fit.
    #[error("{place}: {detail}")]
    Signature {
        /// Where.
        place: String,
        /// Why.
        detail: String,
    },
    /// A key is known, and it is not signed.
    #[error("{0} is not signed")]
    Unsigned(String),
    /// What is installed is signed with a key, and this is not.
    #[error("{name} was signed with {key}")]
    Downgrade {
        /// The pack.
        name: String,
        /// The key.
        key: String,
    },
    /// An older list than the one seen last.
    #[error("number {found} after {last}")]
    Older {
        /// Number of the list.
        found: u64,
        /// Number seen before.
        last: u64,
    },
    /// A TAXII server that cannot be used.
    #[error("{place}: {detail}")]
    Taxii {
        /// Where.
        place: String,
        /// Why.
        detail: String,
    },
    /// Several collections, and none was chosen.
    #[error("several collections: {known}")]
    Collections {
        /// What there is.
        known: String,
    },
    /// A table that cannot be read.
    #[error("line {line}: {detail}")]
    Table {
        /// Counted from 1.
        line: usize,
        /// Why.
        detail: String,
    },
    /// The name of a pack that belongs to another origin, or of another pack of the same origin.
    #[error("the name {0} is taken")]
    Taken(String),
    /// Another vigie is writing there.
    #[error("{} is being written to", .0.display())]
    Busy(PathBuf),
    /// What is installed is not as it was installed.
    #[error("{}: {detail}", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// Nothing of that name is installed.
    #[error("no `{0}`")]
    Unknown(String),
}

impl PackError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// The sentence of it: its id is the name of the case in `packs.ftl`.
    pub fn message(&self) -> Message {
        let of = |id: &str, place: &str| Message::new(id).arg("place", place);
        match self {
            Self::Fetch(message) => message.clone(),
            Self::NotThere(place) => of("packs-err-not-there", place),
            Self::Elsewhere(place) => of("packs-err-elsewhere", place),
            Self::Path(place) => of("packs-err-path", place),
            Self::Io { path, source } => {
                of("packs-err-io", &path.display().to_string()).arg("detail", source.to_string())
            }
            Self::Limit { what, limit } => of("packs-err-limit", what).arg("limit", limit.to_string()),
            Self::Index { place, detail } => of("packs-err-index", place).arg("detail", detail.as_str()),
            Self::Damaged { place, detail } => of("packs-err-damaged", place).arg("detail", detail.as_str()),
            Self::Hash { place, stated, found } => {
                of("packs-err-hash", place).arg("stated", stated.as_str()).arg("found", found.as_str())
            }
            Self::Signature { place, detail } => of("packs-err-signature", place).arg("detail", detail.as_str()),
            Self::Unsigned(place) => of("packs-err-unsigned", place),
            Self::Downgrade { name, key } => of("packs-err-downgrade", name).arg("key", key.as_str()),
            Self::Older { found, last } => {
                Message::new("packs-err-older").arg("found", found.to_string()).arg("last", last.to_string())
            }
            Self::Taxii { place, detail } => of("packs-err-taxii", place).arg("detail", detail.as_str()),
            Self::Collections { known } => Message::new("packs-err-collections").arg("known", known.as_str()),
            Self::Table { line, detail } => of("packs-err-table", &line.to_string()).arg("detail", detail.as_str()),
            Self::Taken(name) => Message::new("err-packs-name").arg("name", name.as_str()),
            Self::Busy(path) => of("packs-err-busy", &path.display().to_string()),
            Self::Store { path, detail } => {
                of("packs-err-store", &path.display().to_string()).arg("detail", detail.as_str())
            }
            Self::Unknown(name) => of("packs-err-unknown", name),
        }
    }
}
