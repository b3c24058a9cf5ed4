//! Files of a sysdiagnose that are known by name and have no published form: traces of what processes did before a hang, stack
//! samples, metrics for Apple. They are named here with their sizes and times, so that nobody takes them for examined.
//!
//! Names: Epifani, “A first look at iOS sysdiagnose” (`tailspin-info.txt`, `microstackshots`), and the collection rules of the
//! system's own `SystemDiagnostic` framework (`*.tailspin`, `awd`). No reader of their content is published.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Entry, EntryKind, Out, ParseError, Source, Spec};

/// See the module.
pub struct NamedOnly;

/// What a file is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedKind {
    /// A trace of the seconds before a hang.
    Tailspin,
    /// How such traces are set up.
    TailspinInfo,
    /// Samples of the stacks of all processes.
    Microstackshots,
    /// Metrics for Apple.
    Metrics,
}

impl NamedKind {
    fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let folder = |folder: &str| path.split('/').any(|part| part == folder);
        if name == "tailspin-info.txt" {
            Some(Self::TailspinInfo)
        } else if name.ends_with(".tailspin") || name.contains(".tailspin.") {
            Some(Self::Tailspin)
        } else if name.starts_with("microstackshots") || folder("microstackshots") {
            Some(Self::Microstackshots)
        } else if folder("awd") || folder("awdd") || name.ends_with(".metriclog") {
            Some(Self::Metrics)
        } else {
            None
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Tailspin => "tailspin trace",
            Self::TailspinInfo => "settings of tailspin",
            Self::Microstackshots => "stack samples",
            Self::Metrics => "metrics",
        }
    }
}

/// One file.
#[derive(Debug, Serialize)]
pub struct NamedFile {
    /// Its path in the sysdiagnose.
    pub path: String,
    /// What it is by its name.
    pub kind: NamedKind,
    /// Bytes.
    pub size: Option<u64>,
    /// When it was written.
    pub modified: Option<Timestamp>,
}

impl Record for NamedFile {
    fn time(&self) -> Option<Timestamp> {
        self.modified
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.modified {
            see(Moment { what: "modified", at });
        }
    }

    fn counts_as(&self) -> Option<&'static str> {
        Some("not_parsed")
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::file_name(self.path.rsplit('/').next().unwrap_or(&self.path)));
    }

    fn summary(&self) -> String {
        format!("{} {} (its content is not read)", self.kind.name(), self.path)
    }
}

impl Artifact for NamedOnly {
    type Record = NamedFile;
    const SPEC: Spec = Spec { id: "sysdiagnose_named_only", version: 1, paths: &[], meaning: Meaning::Execution };
    const LISTS: &'static [Layout] = &[Layout::IosSysdiagnose];

    fn list(_layout: Layout, entry: &Entry<'_>, out: &mut Out<'_, NamedFile>) {
        let Some(kind) = NamedKind::of(entry.path).filter(|_| entry.kind == EntryKind::File) else { return };
        if entry.path.contains('\u{fffd}') {
            let detail = format!("the name {:?} is not UTF-8", entry.path);
            out.problem(ProblemCode::TextDamaged, Place::File, detail);
        }
        let (path, size, modified) = (entry.path.to_owned(), entry.size, entry.modified);
        out.record(Place::File, NamedFile { path, kind, size, modified });
    }

    fn parse(_file: &Source<'_>, _out: &mut Out<'_, NamedFile>) -> Result<(), ParseError> {
        Ok(())
    }
}
