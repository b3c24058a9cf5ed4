//! Logs of the device that could be copied, with size and time.
//!
//! Folder `logs/`, below it paths of the device. `adb pull` does not keep times, so the time of a file is mostly that of its
//! copy; the time inside its name or text says more. Other readers: MVT `AQFLogTimestamps`. What stands in the files is read
//! by `androidqf_anr`, `androidqf_log_lines` and `android_kernel_log`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Entry, EntryKind, Out, ParseError, Source, Spec};

/// See the module.
pub struct LogFiles;

/// One log.
#[derive(Debug, Serialize)]
pub struct LogFile {
    /// The path on the device.
    pub path: String,
    /// Bytes.
    pub size: Option<u64>,
    /// The time of the copy, as the acquisition keeps it.
    pub copied: Option<Timestamp>,
}

impl Record for LogFile {
    fn time(&self) -> Option<Timestamp> {
        self.copied
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.copied {
            see(Moment { what: "copied_or_modified", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::new(ObservableKind::StoredPath, self.path.as_str()));
    }

    fn summary(&self) -> String {
        format!("log {}", self.path)
    }
}

impl Artifact for LogFiles {
    type Record = LogFile;
    const SPEC: Spec = Spec { id: "androidqf_log_files", version: 1, paths: &[], meaning: Meaning::Persistence };
    const LISTS: &'static [Layout] = &[Layout::AndroidQf];

    fn list(_layout: Layout, entry: &Entry<'_>, out: &mut Out<'_, LogFile>) {
        let Some(path) = entry.path.strip_prefix("logs/").filter(|_| matches!(entry.kind, EntryKind::File)) else {
            return;
        };
        if path.contains('\u{fffd}') {
            out.problem(ProblemCode::TextDamaged, Place::File, format!("the name {path:?} is not UTF-8"));
        }
        if entry.size == Some(0) {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, format!("the copy of /{path} is empty"));
        }
        out.record(Place::File, LogFile { path: format!("/{path}"), size: entry.size, copied: entry.modified });
    }

    fn parse(_file: &Source<'_>, _out: &mut Out<'_, LogFile>) -> Result<(), ParseError> {
        Ok(())
    }
}
