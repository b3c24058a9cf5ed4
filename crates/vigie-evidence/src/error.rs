//! Two kinds of failure: the evidence cannot be opened at all, or one source of it cannot be read.

use std::path::PathBuf;

use thiserror::Error;
use vigie_model::{EvidenceKind, Place, ProblemCode};

use crate::KeybagError;

/// Why a piece of evidence cannot be examined. The command line adds what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Nothing is at this path.
    #[error("{} does not exist", .0.display())]
    NotFound(PathBuf),
    /// The operating system refused.
    #[error("{} cannot be read: {source}", path.display())]
    Io {
        /// What was to be read.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// Nothing vigie knows is at this path.
    #[error("{} holds no evidence of a kind vigie knows", .0.display())]
    Unknown(PathBuf),
    /// The backup is encrypted, and nothing was given to open it.
    #[error("the backup in {} is encrypted", .0.display())]
    Encrypted(PathBuf),
    /// A key was asked for, and the backup has none.
    #[error("the backup in {} is not encrypted", .0.display())]
    NotEncrypted(PathBuf),
    /// The password, in every Unicode form, or the key does not open the backup.
    #[error("the password or key does not open the backup in {}", .0.display())]
    WrongPassword(PathBuf),
    /// The file is encrypted with age to a recipient, and no identity was given.
    #[error("{} is encrypted with age", .0.display())]
    Sealed(PathBuf),
    /// The file is encrypted with age by a passphrase, and none was given.
    #[error("{} is encrypted with a passphrase", .0.display())]
    SealedByPassphrase(PathBuf),
    /// None of the identities given opens the file.
    #[error("none of the identities opens {}", .0.display())]
    WrongIdentity(PathBuf),
    /// The passphrase, in every Unicode form, does not open the file.
    #[error("the passphrase does not open {}", .0.display())]
    WrongPassphrase(PathBuf),
    /// To try a passphrase would take more memory and time than any tool asks for.
    #[error("the passphrase of {} asks for 2^{work} rounds of scrypt", path.display())]
    SealedTooWell {
        /// The file.
        path: PathBuf,
        /// Rounds, as a power of two.
        work: u8,
    },
    /// To derive the key would take longer than any backup of Apple's asks for.
    #[error("the backup asks for {rounds} rounds of key derivation, above the limit of {}", crate::ROUNDS_LIMIT)]
    TooSlow {
        /// Rounds the backup asks for.
        rounds: u64,
    },
    /// The keys of the backup cannot be read.
    #[error("the keys of the backup cannot be read: {0}")]
    Keybag(#[from] KeybagError),
    /// The backup holds nothing: nobody confirmed it on the phone, or it was broken off.
    #[error("the backup {} holds nothing", .0.display())]
    Empty(PathBuf),
    /// Nothing vigie knows is in this archive, and some of its members have names that lead upwards.
    #[error("{} holds no evidence of a kind vigie knows; {members} of its members have names that lead upwards (`..`) and are not read", path.display())]
    NamesClimb {
        /// The archive.
        path: PathBuf,
        /// How many members.
        members: u64,
    },
    /// Evidence of this kind is not examined inside an archive.
    #[error("{} holds evidence that must be unpacked first", path.display())]
    Packed {
        /// The archive.
        path: PathBuf,
        /// What is in it.
        kind: EvidenceKind,
    },
    /// A file without which nothing can be found is damaged.
    #[error("{} is damaged: {detail}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was met.
        detail: String,
    },
}

/// Why a source cannot be read, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{code} at {place}: {detail}")]
pub struct ReadError {
    /// The stable code it becomes in the case.
    pub code: ProblemCode,
    /// How far reading came.
    pub place: Place,
    /// What was met.
    pub detail: String,
}

impl ReadError {
    /// An error about the file as a whole.
    pub fn file(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { code, place: Place::File, detail: detail.into() }
    }

    /// An error at a place.
    pub fn at(code: ProblemCode, place: Place, detail: impl Into<String>) -> Self {
        Self { code, place, detail: detail.into() }
    }

    /// The error of a reader of evidence.
    pub fn io(error: &std::io::Error) -> Self {
        // A blob that was refused carries its reason through the reader.
        if let Some(reason) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return reason.clone();
        }
        let code = if error.kind() == std::io::ErrorKind::NotFound {
            ProblemCode::FileMissing
        } else {
            ProblemCode::FileUnreadable
        };
        Self::file(code, error.to_string())
    }
}
