//! Evidence as a tree of entries that is walked once.

use std::collections::BTreeMap;
use std::ops::Bound;

use vigie_model::{EvidenceInfo, Layout, Place, Problem, ProblemCode};

use crate::{Blob, Shared, Source};

/// One file of the evidence, before anyone decided whether to read it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Path in the layout of the evidence (`HomeDomain/Library/SMS/sms.db`, `private/var/…`).
    pub path: &'a str,
}

/// What each kind of evidence can do.
pub trait Tree: Send + Sync {
    /// Walks every file once, in an order that is the same every time. `wanted` decides by path; wanted files are
    /// given as sources. Trouble with an entry goes to `problem` and the walk goes on.
    fn walk<'t>(
        &'t self,
        wanted: &mut dyn FnMut(Entry<'_>) -> bool,
        give: &mut dyn FnMut(Source<'t>),
        problem: &mut dyn FnMut(Problem),
    );

    /// The bytes at exactly this path, and where they are stored: for companions such as a write-ahead log.
    fn find(&self, path: &str) -> Option<(Blob, Option<String>)>;

    /// The paths of all files below a folder, at any depth, sorted. `folder` ends without a slash.
    fn under(&self, folder: &str) -> Vec<String>;

    /// The layout of the paths.
    fn layout(&self) -> Layout;

    /// What parsers keep from one source to the next.
    fn shared(&self) -> &Shared;
}

/// A piece of evidence, opened read-only.
pub struct Evidence {
    /// What it is.
    pub info: EvidenceInfo,
    /// What was missing or damaged in its own description.
    pub problems: Vec<Problem>,
    tree: Box<dyn Tree>,
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evidence").field("info", &self.info).finish_non_exhaustive()
    }
}

impl Evidence {
    /// Evidence over any tree.
    pub fn new(info: EvidenceInfo, problems: Vec<Problem>, tree: Box<dyn Tree>) -> Self {
        Self { info, problems, tree }
    }

    /// See [`Tree::walk`].
    pub fn walk<'t>(
        &'t self,
        wanted: &mut dyn FnMut(Entry<'_>) -> bool,
        give: &mut dyn FnMut(Source<'t>),
        problem: &mut dyn FnMut(Problem),
    ) {
        self.tree.walk(wanted, give, problem);
    }

    /// The source at exactly this path.
    pub fn source(&self, path: &str) -> Option<Source<'_>> {
        let (blob, stored_as) = self.tree.find(path)?;
        Some(Source::new(self.tree.as_ref(), path.to_owned(), stored_as, blob))
    }
}

/// Whether a path lies below a folder.
pub(crate) fn is_under(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'))
}

/// The keys of a sorted map that lie below a folder.
pub(crate) fn keys_under<V>(files: &BTreeMap<String, V>, folder: &str) -> Vec<String> {
    let keys = files.range::<str, _>((Bound::Included(folder), Bound::Unbounded)).map(|(path, _)| path);
    keys.take_while(|path| path.starts_with(folder)).filter(|path| is_under(path, folder)).cloned().collect()
}

/// A problem of the evidence itself, not of an artifact.
pub(crate) fn problem(code: ProblemCode, source: &str, place: Place, detail: impl Into<String>) -> Problem {
    Problem { code, artifact: None, source: Some(source.to_owned()), place, detail: detail.into() }
}
