//! What lies at a path: a backup of iOS or Android, a file system, a sysdiagnose, crash reports, a bug report, what
//! AndroidQF collected; as a folder, an archive or an image of a disk, or several in a folder. Content decides, not names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use vigie_model::{Device, EvidenceKind, Timestamp};

use crate::age_file::is_age;
use crate::archive::{self, Packing};
use crate::climbing::climbing;
use crate::ios_description::{device, incomplete, is_encrypted, looks_like_backup};
use crate::ios_store::Store;
use crate::recognise::Roots;
use crate::recognise_loose;
use crate::single::{self, Single};
use crate::{AgeFile, Blob, Evidence, OpenError, OpenOptions, android_backup, disk, filesystem, ios_backup};

/// No larger is a key in an age file, in bytes.
const KEY_LIMIT: u64 = 64 << 10;

/// Whether a candidate can be examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CandidateState {
    /// Whole, as far as its own description goes.
    Ready,
    /// Not finished when it was copied, or parts of its description are missing; what is there can be examined.
    Incomplete(Vec<String>),
    /// Encrypted: [`Evidence::open_with`] needs a password, key or identity.
    Encrypted,
    /// There is nothing in it.
    Empty,
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
    pub(crate) form: Form,
}

/// How a candidate is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    Backup,
    Folder(Roots),
    Archive(Packing, Roots),
    /// An image of a disk or volume.
    Image(Roots),
    AndroidBackup,
    /// A single file that is no archive.
    Single(Single),
    /// A file that is encrypted as a whole; what is in it shows when it is opened.
    Sealed,
}

impl Form {
    /// What a file is that is not encrypted.
    fn of(blob: &Blob, path: &Path) -> Result<Option<Self>, OpenError> {
        if android_backup::Header::of(blob).is_some() {
            return Ok(Some(Self::AndroidBackup));
        }
        let io = |source| OpenError::Io { path: path.to_owned(), source };
        let Some(packing) = Packing::of(blob).map_err(io)? else {
            if disk::begins(blob).map_err(io)? {
                return Ok(Some(Self::Image(disk::recognise(blob).map_err(io)?)));
            }
            return Ok(Single::of(blob, path).map(Self::Single));
        };
        let roots = archive::recognise(packing, blob, 0)
            .map_err(|error| OpenError::Damaged { path: path.to_owned(), detail: error.to_string() })?;
        let is_app = || packing == Packing::Zip && archive::is_android_app(blob);
        let app = || is_app().then_some(Self::Single(Single::App));
        let found = roots.map(|roots| Self::Archive(packing, roots)).or_else(app);
        let members = if found.is_none() { climbing(packing, blob) } else { 0 };
        if members > 0 {
            return Err(OpenError::NamesClimb { path: path.to_owned(), members });
        }
        Ok(found)
    }

    fn kind(&self) -> EvidenceKind {
        match self {
            Self::Backup => EvidenceKind::IosBackup,
            Self::Folder(roots) | Self::Archive(_, roots) | Self::Image(roots) => roots.kind,
            Self::AndroidBackup => EvidenceKind::AndroidBackup,
            Self::Single(single) => single.kind(),
            Self::Sealed => EvidenceKind::EncryptedArchive,
        }
    }
}

impl Candidate {
    /// Whether it is evidence by itself: not loose files, which anything may lie beside.
    fn is_whole(&self) -> bool {
        recognise_loose::layout(self.kind).is_none()
    }

    fn new(path: &Path, kind: EvidenceKind, form: Form) -> Self {
        let (device, made) = (Device::default(), None);
        Self { path: path.to_owned(), kind, state: CandidateState::Ready, device, made, form }
    }
}

/// A backup of iOS, wherever its files lie.
fn backup(store: &Store, form: Form) -> Candidate {
    let (device, made) = device(store).unwrap_or_default();
    let state = if is_encrypted(store) == Some(true) {
        CandidateState::Encrypted
    } else {
        match incomplete(store) {
            reasons if reasons.is_empty() => CandidateState::Ready,
            reasons => CandidateState::Incomplete(reasons),
        }
    };
    Candidate { path: store.path().to_owned(), kind: EvidenceKind::IosBackup, state, device, made, form }
}

fn folder(path: &Path) -> Option<Candidate> {
    let store = Store::Folder(path.to_owned());
    if looks_like_backup(&store) {
        return Some(backup(&store, Form::Backup));
    }
    let roots = filesystem::recognise(path)?;
    Some(Candidate::new(path, roots.kind, Form::Folder(roots)))
}

fn is_named_ab(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ab"))
}

/// What a single file is.
fn file(path: &Path) -> Result<Option<Candidate>, OpenError> {
    let blob = Blob::File(path.to_owned());
    if let Some(header) = android_backup::Header::of(&blob) {
        let state = android_backup::state(&blob, &header);
        return Ok(Some(Candidate { state, ..Candidate::new(path, EvidenceKind::AndroidBackup, Form::AndroidBackup) }));
    }
    // A file without a byte has no content that could decide.
    if is_named_ab(path) && blob.size().is_ok_and(|size| size == 0) {
        let state = CandidateState::Empty;
        return Ok(Some(Candidate { state, ..Candidate::new(path, EvidenceKind::AndroidBackup, Form::AndroidBackup) }));
    }
    if is_age(&blob).map_err(|source| OpenError::Io { path: path.to_owned(), source })? {
        let state = CandidateState::Encrypted;
        return Ok(Some(Candidate { state, ..Candidate::new(path, EvidenceKind::EncryptedArchive, Form::Sealed) }));
    }
    let Some(form) = Form::of(&blob, path)? else { return Ok(None) };
    // Whoever opens one in a compressed tar is told that it must be unpacked first.
    if let Form::Archive(packing, roots) = &form
        && roots.kind == EvidenceKind::IosBackup
        && let Ok((store, _)) = Store::archive(path, &blob, *packing, roots)
    {
        return Ok(Some(backup(&store, form)));
    }
    Ok(Some(Candidate::new(path, form.kind(), form)))
}

/// Whether a file below what was given is too small to be encrypted evidence: keys are kept in age files, too.
fn is_key(found: &Candidate) -> bool {
    found.form == Form::Sealed && std::fs::metadata(&found.path).is_ok_and(|meta| meta.len() <= KEY_LIMIT)
}

/// What lies at `path`: itself, or the evidence in the folders directly below it, sorted by path.
///
/// # Errors
/// [`OpenError::NotFound`], [`OpenError::Io`], and [`OpenError::Unknown`] or [`OpenError::NamesClimb`] when nothing is
/// recognised.
pub fn identify(path: &Path) -> Result<Vec<Candidate>, OpenError> {
    let meta = std::fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => OpenError::NotFound(path.to_owned()),
        _ => OpenError::Io { path: path.to_owned(), source },
    })?;
    let unknown = || OpenError::Unknown(path.to_owned());
    if meta.is_file() {
        return file(path)?.map(|found| vec![found]).ok_or_else(unknown);
    }
    if !meta.is_dir() {
        return Err(unknown());
    }
    let here = folder(path);
    if let Some(found) = here.as_ref().filter(|found| found.is_whole()) {
        return Ok(vec![found.clone()]);
    }
    let listing = std::fs::read_dir(path).map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    let mut below = Vec::new();
    for entry in listing {
        let entry = entry.map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
        // A link below could lead out of what was handed to us.
        if let Ok(kind) = entry.file_type()
            && (kind.is_dir() || kind.is_file())
        {
            below.push((entry.path(), kind.is_dir()));
        }
    }
    below.sort();
    // A file that cannot be opened is not evidence found; whoever names it is told why.
    let look = |path: &Path, is_folder: bool| {
        let one = if is_folder { folder(path) } else { file(path).ok().flatten() };
        one.filter(|one| !is_key(one))
    };
    // Loose files are one piece of evidence, unless a device lies among them. Those whose names tell what they are need
    // not be opened to know: a mailbox may be a hundred thousand.
    if let Some(here) = here {
        let mut others = below.iter().filter(|(path, is_folder)| *is_folder || !recognise_loose::is_named(path));
        if !others.any(|(path, is_folder)| look(path, *is_folder).is_some_and(|one| one.is_whole())) {
            return Ok(vec![here]);
        }
    }
    let found: Vec<Candidate> = below.iter().filter_map(|(path, is_folder)| look(path, *is_folder)).collect();
    if found.is_empty() { Err(unknown()) } else { Ok(found) }
}

/// What lies at `path`, taken as a kind that has no root of its own ([`EvidenceKind::LOOSE`]): a folder, an archive or
/// a single file.
///
/// # Errors
/// [`OpenError::NotFound`], [`OpenError::Io`], and [`OpenError::Unknown`] for other kinds.
pub fn identify_as(path: &Path, kind: EvidenceKind) -> Result<Candidate, OpenError> {
    let io = |source| OpenError::Io { path: path.to_owned(), source };
    let meta = std::fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => OpenError::NotFound(path.to_owned()),
        _ => io(source),
    })?;
    let roots = recognise_loose::roots(kind).ok_or_else(|| OpenError::Unknown(path.to_owned()))?;
    let form = if meta.is_dir() {
        Form::Folder(roots)
    } else {
        let blob = Blob::File(path.to_owned());
        match Packing::of(&blob).map_err(io)? {
            Some(packing) => Form::Archive(packing, roots),
            None if disk::begins(&blob).map_err(io)? => Form::Image(roots),
            None => Form::Single(Single::Loose(kind, None)),
        }
    };
    Ok(Candidate::new(path, kind, form))
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
        let path = &candidate.path;
        let blob = Blob::File(path.clone());
        match &candidate.form {
            Form::Backup => ios_backup::open(Store::Folder(path.clone()), Vec::new(), options),
            Form::Folder(roots) => filesystem::open(path, roots),
            Form::Sealed => {
                let blob = Blob::Age(Arc::new(AgeFile::open(blob, path, options)?));
                let form = Form::of(&blob, path)?.ok_or_else(|| OpenError::Unknown(path.clone()))?;
                let mut evidence = open_file(path, &blob, &form, options)?;
                evidence.info.encrypted = true;
                evidence.info.id_of.push_str(", decrypted");
                Ok(evidence)
            }
            form => open_file(path, &blob, form, options),
        }
    }
}

/// Opens an archive or a single file.
fn open_file(path: &Path, blob: &Blob, form: &Form, options: &OpenOptions) -> Result<Evidence, OpenError> {
    let kind = form.kind();
    match form {
        Form::Archive(packing, roots) if kind == EvidenceKind::IosBackup => {
            let (store, problems) = Store::archive(path, blob, *packing, roots)?;
            ios_backup::open(store, problems, options)
        }
        Form::Archive(packing, roots) => archive::open(*packing, blob, roots, options.hold)
            .map_err(|error| OpenError::Damaged { path: path.to_owned(), detail: error.to_string() }),
        Form::Image(roots) => disk::open(blob, roots)
            .map_err(|error| OpenError::Damaged { path: path.to_owned(), detail: error.to_string() }),
        Form::AndroidBackup => android_backup::open(blob, path, options),
        Form::Single(single) => single::open(path, blob, *single),
        _ => Err(OpenError::Packed { path: path.to_owned(), kind }),
    }
}
