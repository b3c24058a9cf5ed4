//! Evidence as a tree of entries that is walked once.

use vigie_model::{Device, EvidenceInfo, Layout, Place, Problem, ProblemCode, Timestamp};

use crate::{Blob, OpenError, OpenOptions, Shared, Source};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryKind<'a> {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link. It is told, never followed.
    Link {
        /// Where it leads.
        target: &'a str,
    },
    /// A hard link, device, pipe or socket.
    Other,
}

/// One path of the evidence, before anyone decided whether to read it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Path in the layout of the evidence (`HomeDomain/Library/SMS/sms.db`, `private/var/…`).
    pub path: &'a str,
    /// What it is.
    pub kind: EntryKind<'a>,
    /// Bytes, where the evidence says so.
    pub size: Option<u64>,
    /// When its content changed.
    pub modified: Option<Timestamp>,
    /// When its owner, rights or name changed.
    pub changed: Option<Timestamp>,
    /// When it came to be.
    pub created: Option<Timestamp>,
    /// Kind and rights, as Unix has them.
    pub mode: Option<u32>,
}

impl<'a> Entry<'a> {
    /// A file of which nothing but its path is known.
    pub fn file(path: &'a str) -> Self {
        Self { path, kind: EntryKind::File, size: None, modified: None, changed: None, created: None, mode: None }
    }
}

/// How an entry is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Want {
    /// As a source.
    pub source: bool,
    /// As the write-ahead log of a wanted source.
    pub log: bool,
    /// As evidence in itself, to be opened.
    pub nested: bool,
    /// The sets of companions this source is read with.
    pub needs: Vec<usize>,
    /// The sets of companions it belongs to.
    pub part_of: Vec<usize>,
}

impl Want {
    /// Not at all.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// As a source without companions, except its write-ahead log.
    pub fn source() -> Self {
        Self { source: true, ..Self::default() }
    }

    /// Whether it is wanted in any way.
    pub fn any(&self) -> bool {
        self.source || self.log || self.nested || !self.part_of.is_empty()
    }
}

/// Who walks evidence.
pub trait Visit<'t> {
    /// One path; each is shown once. What is wanted as a source comes later, or [`Visit::problem`] says why not.
    fn entry(&mut self, entry: &Entry<'_>) -> Want;

    /// One wanted source, its companions complete.
    fn source(&mut self, source: Source<'t>);

    /// Trouble with an entry, or with the evidence; the walk goes on.
    fn problem(&mut self, problem: Problem);

    /// The bytes of a wanted file, while they pass. True when they were taken: then no source of it comes.
    fn take(&mut self, _entry: &Entry<'_>, _bytes: &mut dyn std::io::Read) -> bool {
        false
    }

    /// How many bytes of a streamed archive have been read so far.
    fn progress(&mut self, _bytes: u64) {}
}

/// What each kind of evidence can do.
pub trait Tree: Send + Sync {
    /// Shows every entry, in an order that is the same every time, and gives the wanted ones as sources.
    fn walk<'t>(&'t self, visit: &mut dyn Visit<'t>);

    /// The bytes at exactly this path, and where they are stored: for companions such as a write-ahead log. A
    /// streamed archive answers only through the sources it gives.
    fn find(&self, path: &str) -> Option<(Blob, Option<String>)>;

    /// The own name of a file that artifacts look for under this path: where in the acquisition it is called otherwise. In a
    /// backup of iOS all files are, by a hash that says nothing: there it is the path of the device that is told.
    fn own_name(&self, _path: &str) -> Option<String> {
        None
    }

    /// The paths of all files below a folder, at any depth, sorted. `folder` ends without a slash.
    fn under(&self, folder: &str) -> Vec<String>;

    /// The layout of the paths.
    fn layout(&self) -> Layout;

    /// What parsers keep from one source to the next.
    fn shared(&self) -> &Shared;

    /// Bytes of the archive, when it can only be read from its beginning.
    fn streamed(&self) -> Option<u64> {
        None
    }

    /// What the walk learned of evidence that can only be read once.
    fn learned(&self) -> Option<Learned> {
        None
    }
}

/// What reading a stream to its end tells of it.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    /// SHA-256 of the archive.
    pub id: Option<String>,
    /// Files in it.
    pub files: u64,
    /// The device.
    pub device: Device,
    /// When it was made.
    pub made: Option<Timestamp>,
}

/// A piece of evidence, opened read-only.
pub struct Evidence {
    /// What it is, as far as it is known before it is walked. [`Evidence::told`] is complete afterwards.
    pub info: EvidenceInfo,
    /// What was missing or damaged in its own description.
    pub problems: Vec<Problem>,
    tree: Box<dyn Tree>,
    is_one_file: bool,
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evidence").field("info", &self.info).finish_non_exhaustive()
    }
}

impl Evidence {
    /// Evidence over any tree.
    pub fn new(info: EvidenceInfo, problems: Vec<Problem>, tree: Box<dyn Tree>) -> Self {
        Self { info, problems, tree, is_one_file: false }
    }

    /// The same, which is nothing but one file.
    pub(crate) fn of_one_file(self) -> Self {
        Self { is_one_file: true, ..self }
    }

    /// Whether it is one file that was given or found by itself. Inside other evidence it is told by the path it has there.
    pub fn is_one_file(&self) -> bool {
        self.is_one_file
    }

    /// See [`Tree::own_name`].
    pub fn own_name(&self, path: &str) -> Option<String> {
        self.tree.own_name(path)
    }

    /// Shows every file and link to `wanted`; wanted files are given as sources. Trouble goes to `problem`.
    pub fn walk<'t>(
        &'t self,
        wanted: &mut dyn FnMut(Entry<'_>) -> bool,
        give: &mut dyn FnMut(Source<'t>),
        problem: &mut dyn FnMut(Problem),
    ) {
        self.visit(&mut Closures { wanted, give, problem });
    }

    /// See [`Tree::walk`].
    pub fn visit<'t>(&'t self, visit: &mut dyn Visit<'t>) {
        self.tree.walk(visit);
    }

    /// Bytes of the archive, when it can only be read from its beginning.
    pub fn streamed(&self) -> Option<u64> {
        self.tree.streamed()
    }

    /// What it is, with what the walk has learned.
    pub fn told(&self) -> EvidenceInfo {
        let mut info = self.info.clone();
        if let Some(learned) = self.tree.learned() {
            info.id = learned.id.unwrap_or(info.id);
            info.files = learned.files;
            info.device = learned.device;
            info.made = learned.made.or(info.made);
        }
        info
    }

    /// The source at exactly this path.
    pub fn source(&self, path: &str) -> Option<Source<'_>> {
        let (blob, stored_as) = self.tree.find(path)?;
        Some(Source::new(self.tree.as_ref(), path.to_owned(), stored_as, blob))
    }

    /// Opens a source of other evidence as evidence in itself; `None` when nothing says that it should be any, as of
    /// files of whatever origin.
    ///
    /// # Errors
    /// [`OpenError::Unknown`] when it is of no known kind, [`OpenError::Damaged`] when it cannot be opened.
    pub fn inside(source: &Source<'_>, options: &OpenOptions) -> Result<Option<Self>, OpenError> {
        crate::nested::open(source, options)
    }
}

/// A walk by closures.
struct Closures<'c, 't> {
    wanted: &'c mut dyn FnMut(Entry<'_>) -> bool,
    give: &'c mut dyn FnMut(Source<'t>),
    problem: &'c mut dyn FnMut(Problem),
}

impl<'t> Visit<'t> for Closures<'_, 't> {
    fn entry(&mut self, entry: &Entry<'_>) -> Want {
        let is_file = !matches!(entry.kind, EntryKind::Folder);
        Want { source: is_file && (self.wanted)(*entry), ..Want::default() }
    }

    fn source(&mut self, source: Source<'t>) {
        (self.give)(source);
    }

    fn problem(&mut self, problem: Problem) {
        (self.problem)(problem);
    }
}

/// Whether a path lies below a folder.
pub(crate) fn is_under(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A problem of the evidence itself, not of an artifact.
pub(crate) fn problem(code: ProblemCode, source: &str, place: Place, detail: impl Into<String>) -> Problem {
    Problem { code, artifact: None, source: Some(source.to_owned()), place, detail: detail.into() }
}
