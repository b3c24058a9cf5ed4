//! What lies at a path: one backup, several in a folder, a file system. Content decides, not names.

use std::path::{Path, PathBuf};

use vigie_model::{Device, EvidenceKind, Timestamp};

use crate::ios_description::{device, incomplete, is_encrypted, looks_like_backup};
use crate::{Evidence, OpenError, OpenOptions, filesystem, ios_backup};

/// Whether a candidate can be examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CandidateState {
    /// Whole, as far as its own description goes.
    Ready,
    /// Not finished when it was copied, or parts of its description are missing; what is there can be examined.
    Incomplete(Vec<String>),
    /// Encrypted: [`Evidence::open_with`] needs a password or key.
    Encrypted,
}

/// A piece of evidence found at or below a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it lies.
    pub path: PathBuf,
    /// What it is.
    pub kind: EvidenceKind,
    /// Whether it can be examined.
    pub state: CandidateState,
    /// The device, as far as the evidence says.
    pub device: Device,
    /// When it was made, if stated.
    pub made: Option<Timestamp>,
}

fn candidate(path: &Path) -> Option<Candidate> {
    if looks_like_backup(path) {
        let (device, made) = device(path).unwrap_or_default();
        let state = if is_encrypted(path) == Some(true) {
            CandidateState::Encrypted
        } else {
            match incomplete(path) {
                reasons if reasons.is_empty() => CandidateState::Ready,
                reasons => CandidateState::Incomplete(reasons),
            }
        };
        return Some(Candidate { path: path.to_owned(), kind: EvidenceKind::IosBackup, state, device, made });
    }
    filesystem::root_of(path)?;
    Some(Candidate {
        path: path.to_owned(),
        kind: EvidenceKind::IosFilesystem,
        state: CandidateState::Ready,
        device: Device::default(),
        made: None,
    })
}

/// What lies at `path`: itself, or the evidence in the folders directly below it, sorted by path.
///
/// # Errors
/// [`OpenError::NotFound`], [`OpenError::Io`], and [`OpenError::Unknown`] when nothing is recognised.
pub fn identify(path: &Path) -> Result<Vec<Candidate>, OpenError> {
    let meta = std::fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => OpenError::NotFound(path.to_owned()),
        _ => OpenError::Io { path: path.to_owned(), source },
    })?;
    if !meta.is_dir() {
        return Err(OpenError::Unknown(path.to_owned()));
    }
    if let Some(found) = candidate(path) {
        return Ok(vec![found]);
    }
    let listing = std::fs::read_dir(path).map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    let mut folders = Vec::new();
    for entry in listing {
        let entry = entry.map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
        // A link below could lead out of what was handed to us.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            folders.push(entry.path());
        }
    }
    folders.sort();
    let found: Vec<Candidate> = folders.iter().filter_map(|folder| candidate(folder)).collect();
    if found.is_empty() { Err(OpenError::Unknown(path.to_owned())) } else { Ok(found) }
}

impl Evidence {
    /// Opens what [`identify`] found, when it is not encrypted.
    ///
    /// # Errors
    /// Any [`OpenError`].
    pub fn open(candidate: &Candidate) -> Result<Self, OpenError> {
        Self::open_with(candidate, &OpenOptions::default())
    }

    /// Opens what [`identify`] found. What would open encrypted evidence is not looked at when it is not encrypted.
    ///
    /// # Errors
    /// Any [`OpenError`].
    pub fn open_with(candidate: &Candidate, options: &OpenOptions) -> Result<Self, OpenError> {
        match candidate.kind {
            EvidenceKind::IosFilesystem => filesystem::open(&candidate.path),
            _ => ios_backup::open(&candidate.path, options),
        }
    }
}
