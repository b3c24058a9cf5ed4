//! The walk over one piece of evidence, on a thread of its own: what passes is handed to the examination in batches,
//! so that a stream is parsed while it is unpacked, and never lies in memory as a whole.

use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use vigie_artifacts::{Entry, EntryKind, Plan, Source};
use vigie_evidence::{Evidence, Visit, Want, may_be_nested};
use vigie_model::{Layout, Problem, Timestamp};

use crate::allowance::Allowance;
use crate::examine::Progress;

/// Bytes of sources in memory that make a batch. Together with what waits in a stream, and three batches under way,
/// this is the memory an archive takes.
const BATCH: u64 = 32 << 20;
/// Entries handed over at once.
const ENTRIES: usize = 8192;

/// One source, and its path as it is told.
#[derive(Clone)]
pub(crate) struct Job<'t> {
    pub(crate) source: Source<'t>,
    pub(crate) shown: Arc<str>,
    /// What stands before the paths of the evidence it lies in, where that lies in other evidence.
    pub(crate) before: Arc<str>,
    /// Where its bytes lie, if under another name than the one that is told.
    pub(crate) stored_as: Option<String>,
}

/// How the files of a piece of evidence are told: by their own names, also where artifacts look for others.
#[derive(Clone, Copy)]
pub(crate) struct Names<'e> {
    evidence: &'e Evidence,
    /// The path of this evidence inside other evidence.
    within: Option<&'e str>,
}

impl<'e> Names<'e> {
    pub(crate) fn new(evidence: &'e Evidence, within: Option<&'e str>) -> Self {
        Self { evidence, within }
    }

    /// What stands before a path.
    fn before(self) -> String {
        self.within.map(|within| format!("{within}!")).unwrap_or_default()
    }

    /// The path of the layout as it is told.
    pub(crate) fn shown(self, path: &str) -> String {
        match self.within {
            // The file that was found is the evidence.
            Some(within) if path.is_empty() || self.evidence.is_one_file() => within.to_owned(),
            _ => format!("{}{}", self.before(), self.evidence.own_name(path).as_deref().unwrap_or(path)),
        }
    }
}

/// An entry that outlives the walk.
pub(crate) struct OwnEntry {
    path: String,
    /// The path as it is told.
    pub(crate) shown: String,
    kind: OwnKind,
    size: Option<u64>,
    modified: Option<Timestamp>,
    changed: Option<Timestamp>,
    created: Option<Timestamp>,
    mode: Option<u32>,
}

enum OwnKind {
    File,
    Folder,
    Link(String),
    Other,
}

impl OwnEntry {
    fn new(entry: &Entry<'_>, shown: String) -> Self {
        let kind = match entry.kind {
            EntryKind::File => OwnKind::File,
            EntryKind::Folder => OwnKind::Folder,
            EntryKind::Link { target } => OwnKind::Link(target.to_owned()),
            _ => OwnKind::Other,
        };
        Self {
            path: entry.path.to_owned(),
            shown,
            kind,
            size: entry.size,
            modified: entry.modified,
            changed: entry.changed,
            created: entry.created,
            mode: entry.mode,
        }
    }

    /// The entry again.
    pub(crate) fn entry(&self) -> Entry<'_> {
        Entry {
            path: &self.path,
            kind: match &self.kind {
                OwnKind::File => EntryKind::File,
                OwnKind::Folder => EntryKind::Folder,
                OwnKind::Link(target) => EntryKind::Link { target },
                OwnKind::Other => EntryKind::Other,
            },
            size: self.size,
            modified: self.modified,
            changed: self.changed,
            created: self.created,
            mode: self.mode,
        }
    }
}

/// Entries of a layout.
pub(crate) struct Listed {
    pub(crate) layout: Layout,
    pub(crate) entries: Vec<OwnEntry>,
}

/// What the walk hands over.
pub(crate) enum Passed<'t> {
    Listed(Listed),
    Sources(Vec<Job<'t>>),
    Problem(Problem),
}

/// The visitor.
pub(crate) struct Walk<'w, 't> {
    pub(crate) plan: &'w Plan,
    pub(crate) layout: Layout,
    pub(crate) names: Names<'w>,
    /// How much may come out of the archive it lies in.
    pub(crate) allowance: Option<&'w Allowance>,
    pub(crate) out: SyncSender<Passed<'t>>,
    pub(crate) progress: &'w dyn Progress,
    entries: Vec<OwnEntry>,
    batch: Vec<Job<'t>>,
    batched: u64,
    streamed: u64,
    /// Nobody listens any more: the examination has failed.
    over: bool,
}

impl<'w, 't> Walk<'w, 't> {
    pub(crate) fn new(
        plan: &'w Plan,
        layout: Layout,
        names: Names<'w>,
        allowance: Option<&'w Allowance>,
        out: SyncSender<Passed<'t>>,
        progress: &'w dyn Progress,
    ) -> Self {
        let (entries, batch) = (Vec::new(), Vec::new());
        Self { plan, layout, names, allowance, out, progress, entries, batch, batched: 0, streamed: 0, over: false }
    }

    fn send(&mut self, passed: Passed<'t>) {
        self.over |= self.out.send(passed).is_err();
    }

    fn flush_entries(&mut self) {
        if !self.entries.is_empty() {
            let entries = std::mem::take(&mut self.entries);
            self.send(Passed::Listed(Listed { layout: self.layout, entries }));
        }
    }

    fn flush_batch(&mut self) {
        if !self.batch.is_empty() {
            let batch = std::mem::take(&mut self.batch);
            self.batched = 0;
            self.send(Passed::Sources(batch));
        }
    }

    /// Hands over what is left.
    pub(crate) fn finish(mut self) {
        self.flush_entries();
        self.flush_batch();
    }
}

impl<'t> Visit<'t> for Walk<'_, 't> {
    fn entry(&mut self, entry: &Entry<'_>) -> Want {
        if self.over {
            return Want::nothing();
        }
        if !self.plan.listing().is_empty() {
            self.entries.push(OwnEntry::new(entry, self.names.shown(entry.path)));
            if self.entries.len() >= ENTRIES {
                self.flush_entries();
            }
        }
        if matches!(entry.kind, EntryKind::Folder) {
            return Want::nothing();
        }
        let is_file = matches!(entry.kind, EntryKind::File);
        if is_file && self.allowance.is_some_and(|allowance| !allowance.spend(entry.size.unwrap_or(0))) {
            return Want::nothing();
        }
        Want { nested: may_be_nested(self.layout, entry.path), ..self.plan.want(entry.path) }
    }

    fn source(&mut self, source: Source<'t>) {
        if self.over {
            return;
        }
        self.batched += source.resident();
        let (shown, before) = (self.names.shown(source.path()).into(), self.names.before().into());
        let is_own = self.names.evidence.own_name(source.path()).is_some();
        let stored_as = source.stored_as().filter(|_| !is_own).map(str::to_owned);
        self.batch.push(Job { source, shown, before, stored_as });
        if self.batched >= BATCH {
            self.flush_batch();
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.send(Passed::Problem(problem));
    }

    fn progress(&mut self, bytes: u64) {
        self.progress.streamed(bytes.saturating_sub(self.streamed));
        self.streamed = bytes;
    }
}
