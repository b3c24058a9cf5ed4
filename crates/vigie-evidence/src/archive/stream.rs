//! Evidence in a compressed tar: read from its beginning, never unpacked to a disk, in bounded memory.
//!
//! One pass is enough for what fits: a wanted file is given as soon as it has passed. What may need companions (a
//! database its write-ahead log, a source its declared companions) waits until they have passed, whatever the order of
//! the members. When more waits than [`HOLD`] allows, it is let go and read in a further pass; by then it is known
//! where everything lies (see `further.rs`). The first of several members of one name counts.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use vigie_model::{EvidenceInfo, Layout, Place, Problem, ProblemCode};

use super::coat::Coat;
use super::feed::Feed;
use super::further;
use super::held::HeldTree;
use super::name::clean;
use super::outside::Outside;
use super::tar::{Kind, Member, Tar, TarError};
use super::tar_index::{ended, words};
use super::zip::RATIO_LIMIT;
use crate::among_files::may_hold_files;
use crate::describe;
use crate::indexed::{duplicate, not_a_file, not_followed};
use crate::recognise::Roots;
use crate::tree::{Learned, Want, problem};
use crate::{Blob, Entry, EntryKind, Evidence, Shared, Source, Tree, Visit};

/// Bytes that may wait for companions, unless [`crate::OpenOptions::hold`] says otherwise.
pub(crate) const HOLD: u64 = 256 << 20;
/// Largest member that goes through memory, in bytes.
pub(crate) const MEMBER_LIMIT: u64 = 2 << 30;
/// Holes that a sparse member may have, in bytes, when it has more of them than [`RATIO_LIMIT`] times its data.
const HOLES_LIMIT: u64 = 64 << 20;
/// Bytes of a member that are made room for before any of it has come.
const ROOM: usize = 32 << 20;
/// Problems of one kind that are told one by one; the rest is counted.
const TOLD: u64 = 100;
/// Files that are looked at for what they say of the device.
const DESCRIPTIONS: usize = 64;
/// How often the progress is told, in members.
const PROGRESS_EVERY: u64 = 256;

/// A compressed tar.
#[derive(Debug)]
pub(crate) struct Stream {
    blob: Blob,
    coat: Coat,
    pub(super) roots: Roots,
    pub(super) hold: u64,
    /// What sources without declared companions share.
    pub(super) base: Arc<HeldTree>,
    learned: Mutex<Option<Learned>>,
    /// The own paths of files that have another name in the layout, by that one.
    renamed: Mutex<BTreeMap<String, String>>,
}

/// A wanted member that was met in the first pass.
#[derive(Debug)]
pub(super) struct Met {
    /// Its number in the archive: a later member of the same name has another.
    pub(super) number: u64,
    pub(super) size: u64,
    pub(super) want: Want,
    /// Nothing more is to be done with it as a source.
    pub(super) done: bool,
}

/// What the first pass met, and what of it waits.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) met: BTreeMap<String, Met>,
    pub(super) held: BTreeMap<String, Arc<[u8]>>,
    pub(super) bytes: u64,
    /// Companions that did not fit.
    pub(super) let_go: BTreeSet<String>,
}

impl Waiting {
    fn hold(&mut self, path: &str, bytes: Arc<[u8]>) {
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        self.held.insert(path.to_owned(), bytes);
    }

    pub(super) fn release(&mut self, path: &str) -> Option<Arc<[u8]>> {
        let bytes = self.held.remove(path)?;
        self.bytes = self.bytes.saturating_sub(bytes.len() as u64);
        Some(bytes)
    }

    /// Makes room for a companion at the price of sources that wait: these can be read later one by one.
    fn make_room(&mut self, size: u64, hold: u64) -> bool {
        let waits = |path: &String| {
            self.met.get(path).is_some_and(|met| met.want.source && met.want.part_of.is_empty() && !met.want.log)
        };
        let candidates: Vec<String> = self.held.keys().filter(|path| waits(path)).cloned().collect();
        for path in candidates {
            if self.bytes.saturating_add(size) <= hold {
                break;
            }
            self.release(&path);
        }
        self.bytes.saturating_add(size) <= hold
    }
}

/// Takes one member: its number, its path, what the tar says of it, its bytes.
pub(super) type Each<'e> = dyn FnMut(u64, String, &Member, &mut Tar<Feed>, &mut dyn FnMut(Problem)) + 'e;

/// The path of the write-ahead log of a database.
pub(super) fn log_of(path: &str) -> String {
    format!("{path}-wal")
}

impl Stream {
    pub(crate) fn evidence(blob: Blob, coat: Coat, roots: Roots, hold: Option<u64>) -> Evidence {
        let info = EvidenceInfo {
            kind: roots.kind,
            layout: roots.layout,
            id: String::new(),
            id_of: "SHA-256 of the archive".to_owned(),
            device: vigie_model::Device::default(),
            made: None,
            files: 0,
            encrypted: false,
        };
        let base = HeldTree::new(roots.layout, BTreeMap::new(), None);
        let hold = hold.unwrap_or(HOLD);
        let stream = Self { blob, coat, roots, hold, base, learned: Mutex::default(), renamed: Mutex::default() };
        Evidence::new(info, Vec::new(), Box::new(stream))
    }

    /// Reads the archive once. `each` gets every member of the device.
    pub(super) fn pass(&self, first: bool, report: &mut dyn FnMut(Problem), each: &mut Each<'_>) -> Option<String> {
        let mut tar = Tar::new(Feed::start(&self.blob, &self.coat, first));
        let (mut number, mut unsafe_names, mut outside) = (0u64, 0u64, Outside::of(self.roots.layout));
        loop {
            let member = match tar.next() {
                Ok(Some(member)) => member,
                Ok(None) => break,
                Err(error) => {
                    if first {
                        report(ended(&error, tar.position()));
                    }
                    break;
                }
            };
            number = number.saturating_add(1);
            match clean(&member.name) {
                Ok(Some(path)) => {
                    let is_folder = matches!(member.kind, Kind::Folder);
                    match self.place(&path, is_folder) {
                        Some(path) => {
                            outside.see_under(&path, is_folder);
                            each(number, path, &member, &mut tar, report);
                        }
                        None => outside.see(&path, is_folder),
                    }
                }
                Err(error) if first => {
                    unsafe_names = unsafe_names.saturating_add(1);
                    if unsafe_names <= TOLD {
                        let name = String::from_utf8_lossy(&member.name).chars().take(200).collect::<String>();
                        report(problem(ProblemCode::MemberNameUnsafe, &name, Place::File, error.told()));
                    }
                }
                Ok(None) | Err(_) => {}
            }
        }
        if unsafe_names > TOLD {
            let detail = format!("{} further members have such names", unsafe_names.saturating_sub(TOLD));
            let (artifact, source) = (None, None);
            report(Problem { code: ProblemCode::MemberNameUnsafe, artifact, source, place: Place::File, detail });
        }
        let at = tar.position();
        if !first {
            return None;
        }
        outside.problems().for_each(&mut *report);
        let (hash, trouble) = tar.into_inner().finish();
        if let Some(error) = trouble {
            report(ended(&TarError::Io(error), at));
        }
        hash
    }

    /// The path in the layout.
    fn place(&self, path: &str, is_folder: bool) -> Option<String> {
        if is_folder {
            return self.roots.place(path);
        }
        let (path, stored_as) = self.roots.place_file(path)?;
        if let Some(stored_as) = stored_as {
            let mut renamed = self.renamed.lock().unwrap_or_else(PoisonError::into_inner);
            renamed.entry(path.clone()).or_insert(stored_as);
        }
        Some(path)
    }

    fn source<'t>(&self, tree: Arc<HeldTree>, path: &str, bytes: Arc<[u8]>) -> Source<'t> {
        let stored_as = self.own_name(path);
        Source::of_stream(tree, path.to_owned(), stored_as, Blob::Memory(bytes))
    }

    /// A source whose companions are these.
    pub(super) fn give<'t>(
        &'t self,
        path: &str,
        bytes: Arc<[u8]>,
        log: Option<Arc<[u8]>>,
        family: Option<&Arc<HeldTree>>,
        visit: &mut dyn Visit<'t>,
    ) {
        let behind = family.unwrap_or(&self.base);
        let tree = match log {
            Some(log) => {
                let files = BTreeMap::from([(log_of(path), log)]);
                HeldTree::new(self.roots.layout, files, Some(Arc::clone(behind)))
            }
            None => Arc::clone(behind),
        };
        visit.source(self.source(tree, path, bytes));
    }

    fn first_pass<'t>(&'t self, visit: &mut dyn Visit<'t>) -> Waiting {
        let mut waiting = Waiting::default();
        let mut descriptions: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut files = 0u64;
        let mut problems = Vec::new();
        let id = self.pass(true, &mut |problem| problems.push(problem), &mut |number, path, member, tar, report| {
            if !matches!(member.kind, Kind::Folder) {
                files = files.saturating_add(1);
            }
            if number % PROGRESS_EVERY == 0 {
                visit.progress(tar.inner().packed());
            }
            let target;
            let kind = match &member.kind {
                Kind::File => EntryKind::File,
                Kind::Folder => EntryKind::Folder,
                Kind::Link(to) => {
                    target = String::from_utf8_lossy(to);
                    EntryKind::Link { target: &target }
                }
                _ => EntryKind::Other,
            };
            let entry = Entry {
                path: &path,
                kind,
                size: matches!(kind, EntryKind::File).then_some(member.size),
                modified: member.modified,
                changed: member.changed,
                created: member.created,
                mode: member.mode,
            };
            let want = visit.entry(&entry);
            let told = describe::tells(self.roots.layout, &path)
                && member.size <= describe::limit(self.roots.layout)
                && kind == EntryKind::File
                && descriptions.len() < DESCRIPTIONS;
            if !want.any() {
                if told && let (Some(bytes), _) = read(member, tar) {
                    descriptions.entry(path).or_insert_with(|| describe::told(self.roots.layout, &bytes));
                }
                return;
            }
            match kind {
                EntryKind::File => {}
                EntryKind::Folder => return,
                EntryKind::Link { target } => {
                    if want.source || want.nested {
                        report(not_followed(&path, target));
                    }
                    return;
                }
                EntryKind::Other => {
                    if want.source || want.nested {
                        report(not_a_file(&path, &words(&member.kind)));
                    }
                    return;
                }
            }
            if waiting.met.contains_key(&path) {
                report(duplicate(&path, Some(member.size)));
                return;
            }
            if want.source && visit.take(&entry, &mut data(member, tar)) {
                let met = Met { number, size: member.size, want, done: true };
                waiting.met.insert(path, met);
                return;
            }
            let bytes = self.meet(number, &path, member, tar, want, &mut waiting, visit, report);
            if told && let Some(bytes) = bytes {
                descriptions.insert(path, describe::told(self.roots.layout, &bytes));
            }
        });
        for problem in problems {
            visit.problem(problem);
        }
        let (device, made) = describe::device(self.roots.layout, self.roots.top(), &descriptions);
        let learned = Learned { id, files, device, made };
        *self.learned.lock().unwrap_or_else(PoisonError::into_inner) = Some(learned);
        waiting
    }

    /// A wanted file passes for the first time. Answers its bytes, if they were read.
    #[expect(clippy::too_many_arguments, reason = "the state of one pass, used here only")]
    fn meet<'t>(
        &'t self,
        number: u64,
        path: &str,
        member: &Member,
        tar: &mut Tar<Feed>,
        want: Want,
        waiting: &mut Waiting,
        visit: &mut dyn Visit<'t>,
        report: &mut dyn FnMut(Problem),
    ) -> Option<Arc<[u8]>> {
        let is_companion = !want.part_of.is_empty() || want.log;
        let (source, nested, alone) = (want.source, want.nested, want.needs.is_empty());
        let met = Met { number, size: member.size, want, done: !source };
        waiting.met.insert(path.to_owned(), met);
        let done = |waiting: &mut Waiting| {
            if let Some(met) = waiting.met.get_mut(path) {
                met.done = true;
            }
        };
        // Holes cost nothing in the archive and would all the same fill the memory.
        let holes = member.sparse.as_ref().map_or(0, |_| member.size.saturating_sub(member.stored));
        if holes > HOLES_LIMIT && holes > member.stored.saturating_mul(RATIO_LIMIT) {
            let detail = format!("{} bytes that claim to be {}", member.stored, member.size);
            report(problem(ProblemCode::ArchiveBomb, path, Place::File, detail));
            done(waiting);
            return None;
        }
        if member.size > MEMBER_LIMIT {
            let detail = format!(
                "{} bytes; a member of a compressed archive goes through memory up to {MEMBER_LIMIT}",
                member.size
            );
            report(problem(ProblemCode::FileTooLarge, path, Place::File, detail));
            done(waiting);
            return None;
        }
        let fits = waiting.bytes.saturating_add(member.size) <= self.hold;
        if is_companion && !fits && !waiting.make_room(member.size, self.hold) {
            waiting.let_go.insert(path.to_owned());
            return None;
        }
        // A source that waits for others and does not fit is read in a further pass.
        if !is_companion && !fits && !alone {
            return None;
        }
        let (Some(bytes), trouble) = read(member, tar) else {
            return None;
        };
        if let Some(trouble) = trouble {
            report(problem(ProblemCode::MemberDamaged, path, Place::File, trouble));
        }
        // Among files of whatever origin any may be evidence; those that are not go on as sources alone.
        if nested && (self.roots.layout != Layout::Files || may_hold_files(&bytes)) {
            visit.source(self.source(Arc::clone(&self.base), path, Arc::clone(&bytes)).nested());
            done(waiting);
            return Some(bytes);
        }
        if let Some(base) = path.strip_suffix("-wal").filter(|_| is_companion)
            && waiting
                .met
                .get(base)
                .is_some_and(|met| !met.done && met.want.needs.is_empty() && met.want.part_of.is_empty())
            && let Some(database) = waiting.release(base)
        {
            self.give(base, database, Some(Arc::clone(&bytes)), None, visit);
            if let Some(met) = waiting.met.get_mut(base) {
                met.done = true;
            }
            return Some(bytes);
        }
        if source && alone && !is_companion {
            let log = waiting.release(&log_of(path));
            if log.is_some() || !may_have_log(&bytes) {
                self.give(path, Arc::clone(&bytes), log, None, visit);
                done(waiting);
                return Some(bytes);
            }
        }
        // The log of what turned out to be no database is of no use.
        let base_done = path.strip_suffix("-wal").and_then(|base| waiting.met.get(base)).is_some_and(|met| met.done);
        let useless = is_companion && base_done && waiting.met.get(path).is_some_and(|met| met.want.part_of.is_empty());
        if !useless && (is_companion || waiting.bytes.saturating_add(member.size) <= self.hold) {
            waiting.hold(path, Arc::clone(&bytes));
        }
        Some(bytes)
    }
}

/// Only a database has a write-ahead log; an empty one may have all its rows there.
pub(super) fn may_have_log(bytes: &[u8]) -> bool {
    bytes.is_empty() || bytes.starts_with(b"SQLite format 3\0")
}

/// The bytes of the current member, holes of a sparse file filled.
fn data<'r>(member: &Member, tar: &'r mut Tar<Feed>) -> Box<dyn Read + 'r> {
    match &member.sparse {
        Some(map) => Box::new(map.reader(tar, member.size)),
        None => Box::new(tar),
    }
}

/// The whole of the current member, and what is wrong with it. Nothing when not one byte of it could be read.
pub(super) fn read(member: &Member, tar: &mut Tar<Feed>) -> (Option<Arc<[u8]>>, Option<String>) {
    let Some(size) = usize::try_from(member.size).ok().filter(|_| member.size <= MEMBER_LIMIT) else {
        return (None, None);
    };
    let room = |size: usize| -> Arc<[u8]> { std::iter::repeat_n(0, size).collect() };
    let mut bytes = room(size.min(ROOM));
    let mut filled = 0usize;
    let mut trouble = None;
    let mut reader = data(member, tar);
    loop {
        if filled == bytes.len() && filled < size {
            // A header may claim anything: there is never much more room than what has really come.
            let mut more = room(size.min(filled.saturating_mul(4)));
            if let Some(start) = Arc::get_mut(&mut more).and_then(|more| more.get_mut(..filled)) {
                start.copy_from_slice(&bytes);
            }
            bytes = more;
        }
        let rest = Arc::get_mut(&mut bytes).and_then(|bytes| bytes.get_mut(filled..)).filter(|rest| !rest.is_empty());
        let Some(rest) = rest else { break };
        match reader.read(rest) {
            Ok(0) => break,
            Ok(count) => filled = filled.saturating_add(count),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => {
                trouble = Some(format!("{filled} of {size} bytes: {}", TarError::from(error)));
                break;
            }
        }
    }
    if filled < size {
        let detail = trouble.unwrap_or_else(|| format!("{filled} of {size} bytes are in the archive"));
        let part = bytes.get(..filled).map(Arc::from);
        return (part, Some(detail));
    }
    (Some(bytes), trouble)
}

impl Tree for Stream {
    fn walk<'t>(&'t self, visit: &mut dyn Visit<'t>) {
        let waiting = self.first_pass(visit);
        further::finish(self, waiting, visit);
    }

    fn find(&self, _path: &str) -> Option<(Blob, Option<String>)> {
        None
    }

    fn own_name(&self, path: &str) -> Option<String> {
        self.renamed.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn under(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    fn layout(&self) -> Layout {
        self.roots.layout
    }

    fn shared(&self) -> &Shared {
        self.base.shared()
    }

    fn streamed(&self) -> Option<u64> {
        Some(self.blob.size().unwrap_or(0))
    }

    fn learned(&self) -> Option<Learned> {
        self.learned.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What a compressed tar holds, from as much of its beginning as it takes to be certain.
pub(crate) fn recognise(blob: &Blob, coat: &Coat) -> Option<Roots> {
    let mut tar = Tar::new(Feed::start(blob, coat, false));
    super::recognise_tar(&mut tar)
}

/// Whether a tar has a member at all.
pub(crate) fn begins(blob: &Blob, coat: &Coat) -> Result<bool, TarError> {
    let mut tar = Tar::new(Feed::start(blob, coat, false));
    tar.next().map(|member| member.is_some())
}
