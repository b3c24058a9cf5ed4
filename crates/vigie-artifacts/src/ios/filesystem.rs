//! Every path of an iOS file system, with what the evidence says of it; no bytes are read. Whatever no artifact knows is
//! seen here at least by its name.
//!
//! Names of processes are looked for only where a program can be put and run: public lists hold names as short as `bh`,
//! and in a million paths some file has each of them (MVT compares every component of every path). The system volume is
//! left out because it is sealed and signed since iOS 15. Other readers: MVT `Filesystem`.

use serde::Serialize;
use vigie_evidence::device_path;
use vigie_model::{Layout, Meaning, Moment, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Entry, EntryKind, Out, ParseError, Source, Spec};

/// See the module.
pub struct Filesystem;

/// Folders a program can be written to and run from.
const STAGING: &[&str] = &[
    "private/tmp/",
    "private/var/containers/Bundle/",
    "private/var/db/",
    "private/var/logs/",
    "private/var/root/",
    "private/var/run/",
    "private/var/tmp/",
];

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PathKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A hard link, device, pipe or socket.
    Other,
}

/// One path.
#[derive(Debug, Serialize)]
pub struct FilesystemPath {
    /// The path on the device.
    pub path: String,
    /// What it is.
    pub kind: PathKind,
    /// Where a link leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// When its content changed: in a folder, as whoever copied it left it.
    pub modified: Option<Timestamp>,
    /// When its owner, rights or name changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Timestamp>,
    /// When it came to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// Kind and rights, as Unix has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<u32>,
    /// A program can be put here and run.
    pub is_staging: bool,
}

/// A path that is only known to be there meets no names of processes.
fn observable(path: &str, is_staging: bool) -> Observable<'_> {
    if is_staging { Observable::file_path(path) } else { Observable::new(ObservableKind::StoredPath, path) }
}

impl Record for FilesystemPath {
    fn time(&self) -> Option<Timestamp> {
        self.modified.or(self.created).or(self.changed)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("created", self.created), ("modified", self.modified), ("status_changed", self.changed)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(observable(&self.path, self.is_staging));
        if let Some(target) = &self.target {
            see(observable(target, false));
        }
    }

    fn summary(&self) -> String {
        match (&self.target, self.size) {
            (Some(target), _) => format!("{} -> {target}", self.path),
            (None, Some(size)) => format!("{} ({size} bytes)", self.path),
            (None, None) => self.path.clone(),
        }
    }
}

impl Artifact for Filesystem {
    type Record = FilesystemPath;
    const SPEC: Spec = Spec { id: "ios_filesystem", version: 1, paths: &[], meaning: Meaning::Persistence };
    const LISTS: &'static [Layout] = &[Layout::IosFilesystem];

    fn list(layout: Layout, entry: &Entry<'_>, out: &mut Out<'_, FilesystemPath>) {
        let (kind, target) = match entry.kind {
            EntryKind::File => (PathKind::File, None),
            EntryKind::Folder => (PathKind::Folder, None),
            EntryKind::Link { target } => (PathKind::Link, Some(target.to_owned())),
            _ => (PathKind::Other, None),
        };
        let Some(path) = device_path(layout, entry.path) else { return };
        // What could not be spelled stands as U+FFFD; nothing with that name can be met by an indicator.
        if path.contains('\u{fffd}') {
            out.problem(ProblemCode::TextDamaged, Place::File, format!("the name {path:?} is not UTF-8"));
        }
        let is_staging = kind != PathKind::Folder && STAGING.iter().any(|folder| entry.path.starts_with(folder));
        out.record(
            Place::File,
            FilesystemPath {
                path,
                kind,
                target,
                size: entry.size.filter(|_| kind == PathKind::File),
                modified: entry.modified,
                changed: entry.changed,
                created: entry.created,
                mode: entry.mode,
                is_staging,
            },
        );
    }

    fn parse(_file: &Source<'_>, _out: &mut Out<'_, FilesystemPath>) -> Result<(), ParseError> {
        Ok(())
    }
}
