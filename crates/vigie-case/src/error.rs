//! Why a case cannot be made or read.

use std::path::PathBuf;

use thiserror::Error;

use crate::signature::SignatureError;
use crate::timestamp::TimestampError;

/// Why a case cannot be made or read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CaseError {
    /// Something is already there.
    #[error("{} already exists", .0.display())]
    Exists(PathBuf),
    /// Something is there that is not a case: it is not replaced even when asked.
    #[error("{} exists and is not a vigie case", .0.display())]
    NotACase(PathBuf),
    /// What is there are counts over cases, not a case.
    #[error("{} holds counts, not a case", .0.display())]
    CountsOnly(PathBuf),
    /// The case would be written inside the evidence.
    #[error("{} lies inside the evidence", .0.display())]
    InsideEvidence(PathBuf),
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// A record table could not be written.
    #[error("{}: {source}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// The library's word.
        source: parquet::errors::ParquetError,
    },
    /// A file of the case is not what it should be.
    #[error("{}: {detail}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was met.
        detail: String,
    },
    /// The chain of custody cannot be continued.
    #[error("{detail}")]
    Custody {
        /// What was met.
        detail: String,
    },
    /// No signature could be made.
    #[error("{0}")]
    Signature(SignatureError),
    /// A timestamp cannot be attached.
    #[error("{0}")]
    Timestamp(TimestampError),
    /// The threads of the examination could not be started.
    #[error("threads could not be started: {0}")]
    Threads(String),
    /// A declared path of an artifact is not valid: a defect of vigie.
    #[error("a declared path is not valid: {0}")]
    Plan(String),
}

impl CaseError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
