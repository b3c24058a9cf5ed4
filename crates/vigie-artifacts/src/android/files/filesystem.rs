//! Every path of an Android file system, with what the evidence says of it; no bytes are read. Whatever no artifact knows
//! is seen here at least by its name.
//!
//! Names of processes are looked for only where a program can be put and run ([`ios::filesystem`](crate::ios::filesystem)
//! says why). The partitions of the system are left out of that: they are verified at every start. Other readers: MVT
//! `Files`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Entry, EntryKind, Out, ParseError, Source, Spec};

/// Folders a program can be written to and run from.
const STAGING: &[&str] = &["data/local/", "data/tmp/", "cache/", "dev/", "tmp/"];

/// See the module.
pub struct Filesystem;

/// What a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AndroidPathKind {
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
pub struct AndroidPath {
    /// The path on the device.
    pub path: String,
    /// What it is.
    pub kind: AndroidPathKind,
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

impl AndroidPath {
    /// The package whose folder this is, or lies in.
    fn package(&self) -> Option<&str> {
        let rest =
            ["/data/data/", "/data/user/", "/data/user_de/"].iter().find_map(|root| self.path.strip_prefix(root))?;
        let mut parts = rest.split('/');
        let first = parts.next()?;
        if first.bytes().all(|byte| byte.is_ascii_digit()) { parts.next() } else { Some(first) }
    }
}

impl Record for AndroidPath {
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
        if self.is_staging {
            see(Observable::file_path(&self.path));
        } else {
            see(Observable::new(ObservableKind::StoredPath, &self.path));
        }
        if let Some(target) = &self.target {
            see(Observable::new(ObservableKind::StoredPath, target));
        }
        // The folder of a package stays when only its list was changed.
        if self.kind == AndroidPathKind::Folder
            && let Some(package) = self.package().filter(|package| self.path.ends_with(package))
        {
            see(Observable::app_id(package));
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
    type Record = AndroidPath;
    const SPEC: Spec = Spec { id: "android_filesystem", version: 1, paths: &[], meaning: Meaning::Persistence };
    const LISTS: &'static [Layout] = &[Layout::AndroidFilesystem];

    fn list(_layout: Layout, entry: &Entry<'_>, out: &mut Out<'_, AndroidPath>) {
        let (kind, target) = match entry.kind {
            EntryKind::File => (AndroidPathKind::File, None),
            EntryKind::Folder => (AndroidPathKind::Folder, None),
            EntryKind::Link { target } => (AndroidPathKind::Link, Some(target.to_owned())),
            _ => (AndroidPathKind::Other, None),
        };
        // What could not be spelled stands as U+FFFD; nothing with that name can be met by an indicator.
        if entry.path.contains('\u{fffd}') {
            out.problem(ProblemCode::TextDamaged, Place::File, format!("the name {:?} is not UTF-8", entry.path));
        }
        let is_staging = kind != AndroidPathKind::Folder && STAGING.iter().any(|folder| entry.path.starts_with(folder));
        out.record(
            Place::File,
            AndroidPath {
                path: format!("/{}", entry.path),
                kind,
                target,
                size: entry.size.filter(|_| kind == AndroidPathKind::File),
                modified: entry.modified,
                changed: entry.changed,
                created: entry.created,
                mode: entry.mode,
                is_staging,
            },
        );
    }

    fn parse(_file: &Source<'_>, _out: &mut Out<'_, AndroidPath>) -> Result<(), ParseError> {
        Ok(())
    }
}
