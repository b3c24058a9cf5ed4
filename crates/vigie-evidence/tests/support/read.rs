//! Reads evidence as the examination does, into plain data.

use std::collections::BTreeMap;

use vigie_evidence::{Entry, EntryKind, Evidence, OpenOptions, Source, Visit, Want, identify};
use vigie_model::{EvidenceInfo, Problem, ProblemCode};

/// One source.
#[derive(Debug)]
pub(crate) struct ReadSource {
    pub(crate) bytes: Vec<u8>,
    /// Its write-ahead log.
    pub(crate) log: Option<Vec<u8>>,
    /// Files below `private/var/db/uuidtext`.
    pub(crate) beside: usize,
    pub(crate) notes: Vec<ProblemCode>,
}

/// All of it.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) info: EvidenceInfo,
    pub(crate) sources: BTreeMap<String, ReadSource>,
    /// How many sources were given.
    pub(crate) given: usize,
    pub(crate) problems: Vec<Problem>,
    /// Paths, and what they are.
    pub(crate) entries: Vec<(String, String)>,
}

/// The wanted files of the tests: two databases.
fn databases(path: &str) -> Want {
    let is_source = |path: &str| path.ends_with("sms.db") || path.ends_with(".storedata");
    Want { source: is_source(path), log: path.strip_suffix("-wal").is_some_and(is_source), ..Want::nothing() }
}

pub(crate) fn read(bytes: &[u8]) -> Read {
    read_wanting(bytes, None, databases)
}

pub(crate) fn read_wanting(bytes: &[u8], hold: Option<u64>, want: impl Fn(&str) -> Want) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("evidence");
    std::fs::write(&path, bytes).expect("written");
    let found = identify(&path).expect("recognised");
    let options = OpenOptions { hold, ..OpenOptions::default() };
    let evidence = Evidence::open_with(&found[0], &options).expect("opened");
    walk(&evidence, &want)
}

pub(crate) fn walk(evidence: &Evidence, want: &dyn Fn(&str) -> Want) -> Read {
    let mut visit = Reading { want, sources: BTreeMap::new(), given: 0, problems: Vec::new(), entries: Vec::new() };
    evidence.visit(&mut visit);
    let mut problems = evidence.problems.clone();
    problems.extend(visit.problems);
    let entries = visit.entries;
    Read { info: evidence.told(), sources: visit.sources, given: visit.given, problems, entries }
}

struct Reading<'r> {
    want: &'r dyn Fn(&str) -> Want,
    sources: BTreeMap<String, ReadSource>,
    given: usize,
    problems: Vec<Problem>,
    entries: Vec<(String, String)>,
}

impl<'t> Visit<'t> for Reading<'_> {
    fn entry(&mut self, entry: &Entry<'_>) -> Want {
        let what = match entry.kind {
            EntryKind::File => "file".to_owned(),
            EntryKind::Folder => "folder".to_owned(),
            EntryKind::Link { target } => format!("link to {target}"),
            _ => "other".to_owned(),
        };
        self.entries.push((entry.path.to_owned(), what));
        if matches!(entry.kind, EntryKind::Folder) { Want::nothing() } else { (self.want)(entry.path) }
    }

    fn source(&mut self, source: Source<'t>) {
        self.given += 1;
        let bytes = source.bytes().unwrap_or_default();
        let log = source.sibling(&format!("{}-wal", source.path())).and_then(|log| log.bytes().ok());
        let beside = source.siblings_under("private/var/db/uuidtext").len();
        let notes = source.notes().into_iter().map(|(code, _)| code).collect();
        self.sources.insert(source.path().to_owned(), ReadSource { bytes, log, beside, notes });
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}
