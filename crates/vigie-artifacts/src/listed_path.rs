//! One path of a file system, with what the evidence says of it; no bytes are read. Whatever no artifact knows is seen at
//! least by its name.
//!
//! Names of processes are looked for only where a program can be put and run: public lists hold names as short as `bh`,
//! and in a million paths some file has each of them (MVT compares every component of every path).

use serde::Serialize;
use vigie_model::{Moment, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use crate::{Entry, EntryKind, Out};

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
pub struct ListedPath {
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
    /// The application whose folder this is: it stays when only the list of applications was changed.
    #[serde(skip)]
    pub app: Option<String>,
}

impl ListedPath {
    /// Takes an entry. `path` is its path on the device; below the folders of `staging` a program can be put and run.
    pub(crate) fn record(
        entry: &Entry<'_>,
        path: String,
        app: Option<String>,
        staging: &[&str],
        out: &mut Out<'_, Self>,
    ) {
        let (kind, target) = match entry.kind {
            EntryKind::File => (PathKind::File, None),
            EntryKind::Folder => (PathKind::Folder, None),
            EntryKind::Link { target } => (PathKind::Link, Some(target.to_owned())),
            _ => (PathKind::Other, None),
        };
        // What could not be spelled stands as U+FFFD; nothing with that name can be met by an indicator.
        if path.contains('\u{fffd}') {
            out.problem(ProblemCode::TextDamaged, Place::File, format!("the name {path:?} is not UTF-8"));
        }
        let is_staging = kind != PathKind::Folder && staging.iter().any(|folder| entry.path.starts_with(folder));
        let size = entry.size.filter(|_| kind == PathKind::File);
        let Entry { modified, changed, created, mode, .. } = *entry;
        out.record(Place::File, Self { path, kind, target, size, modified, changed, created, mode, is_staging, app });
    }
}

impl Record for ListedPath {
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
        // A path that is only known to be there meets no names of processes.
        let kind = if self.is_staging { ObservableKind::FilePath } else { ObservableKind::StoredPath };
        see(Observable::new(kind, &self.path));
        if let Some(target) = &self.target {
            see(Observable::new(ObservableKind::StoredPath, target));
        }
        if let Some(app) = &self.app {
            see(Observable::app_id(app));
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
