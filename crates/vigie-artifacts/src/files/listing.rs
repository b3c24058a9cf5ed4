//! Every path of a collection of files, with size and times; no bytes are read. What no artifact knows is seen here at
//! least by its name.
//!
//! A path is compared as it was on the computer where the evidence tells its drive (`C/Windows/…`, `C%3A/…`), else as it
//! lies in the evidence. Names of processes are not looked for: public lists hold names so short that some file has each.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use crate::windows::path_on_computer;
use crate::{Artifact, Entry, EntryKind, Out, ParseError, Source, Spec};

/// See the module.
pub struct Listing;

/// One file or link.
#[derive(Debug, Serialize)]
pub struct ListedFile {
    /// Its path: on the computer where that is known, else in the evidence.
    pub path: String,
    /// Where a link leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// When its content changed, or when whoever collected it wrote it.
    pub modified: Option<Timestamp>,
    /// When it came to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
}

impl ListedFile {
    /// The last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }
}

impl Record for ListedFile {
    fn time(&self) -> Option<Timestamp> {
        self.modified.or(self.created)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("created", self.created), ("modified", self.modified)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::new(ObservableKind::StoredPath, &self.path));
    }

    fn summary(&self) -> String {
        match (&self.target, self.size) {
            (Some(target), _) => format!("{} -> {target}", self.path),
            (None, Some(size)) => format!("{} ({size} bytes)", self.path),
            (None, None) => self.path.clone(),
        }
    }
}

impl Artifact for Listing {
    type Record = ListedFile;
    const SPEC: Spec = Spec { id: "files_listing", version: 2, paths: &[], meaning: Meaning::Exposure };
    const LISTS: &'static [Layout] = &[Layout::Windows, Layout::Files];

    fn list(layout: Layout, entry: &Entry<'_>, out: &mut Out<'_, ListedFile>) {
        let target = match entry.kind {
            EntryKind::File => None,
            EntryKind::Link { target } => Some(target.to_owned()),
            _ => return,
        };
        // What could not be spelled stands as U+FFFD; nothing with that name can be met by an indicator.
        if entry.path.contains('\u{fffd}') {
            out.problem(ProblemCode::TextDamaged, Place::File, format!("the name {:?} is not UTF-8", entry.path));
        }
        let on_computer = Some(entry.path).filter(|_| layout == Layout::Windows).and_then(path_on_computer);
        out.record(
            Place::File,
            ListedFile {
                path: on_computer.unwrap_or_else(|| entry.path.to_owned()),
                target,
                size: entry.size,
                modified: entry.modified,
                created: entry.created,
            },
        );
    }

    fn parse(_file: &Source<'_>, _out: &mut Out<'_, ListedFile>) -> Result<(), ParseError> {
        Ok(())
    }
}
