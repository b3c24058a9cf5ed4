//! Evidence whose files can be read at any time: a folder, a zip, a plain tar. A sorted list of paths, and where the
//! bytes of each lie.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use vigie_model::{Layout, Place, Problem, ProblemCode, Timestamp};

use crate::blob::{Slice, Zipped};
use crate::tree::{is_under, problem};
use crate::{Blob, Entry, EntryKind, Extents, Packed, ReadError, Shared, Source, Tree, Visit};

/// Longest target of a link that is read, in bytes.
const TARGET_LIMIT: u64 = 4096;

/// Where the bytes of a file lie.
#[derive(Debug)]
pub(crate) enum Lies {
    File(PathBuf),
    Zip(Zipped),
    Slice(Arc<Slice>),
    Packed(Arc<Packed>),
    Extents(Arc<Extents>),
    Refused(Box<ReadError>),
}

/// What an entry is.
#[derive(Debug)]
pub(crate) enum NodeKind {
    File(Lies),
    Folder,
    /// Where the link leads.
    Link(Box<str>),
    /// A link of a zip, whose target is its content.
    ZipLink(Zipped),
    /// In words, what it is.
    Other(Box<str>),
}

/// One entry.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) path: Box<str>,
    /// Its own path in the acquisition, where it has another name in the layout.
    pub(crate) stored_as: Option<Box<str>>,
    pub(crate) kind: NodeKind,
    pub(crate) size: Option<u64>,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) changed: Option<Timestamp>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) mode: Option<u32>,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Indexed {
    layout: Layout,
    nodes: Vec<Node>,
    /// Some have another name in the acquisition.
    has_own_names: bool,
    shared: Shared,
}

impl Indexed {
    /// Sorts the entries. Of several with one path the first counts; the others become problems.
    pub(crate) fn new(layout: Layout, mut nodes: Vec<Node>, problems: &mut Vec<Problem>) -> Self {
        nodes.sort_by(|a, b| a.path.cmp(&b.path));
        nodes.dedup_by(|later, first| {
            if later.path != first.path {
                return false;
            }
            // A folder is often listed again; nothing is lost by that.
            if !matches!((&later.kind, &first.kind), (NodeKind::Folder, NodeKind::Folder)) {
                problems.push(duplicate(&later.path, later.size));
            }
            true
        });
        let has_own_names = nodes.iter().any(|node| node.stored_as.is_some());
        Self { layout, nodes, has_own_names, shared: Shared::default() }
    }

    fn get(&self, path: &str) -> Option<&Node> {
        let index = self.nodes.binary_search_by(|node| (*node.path).cmp(path)).ok()?;
        self.nodes.get(index)
    }

    /// The bytes of a regular file, or why they cannot be had; `None` when nothing has this path.
    pub(crate) fn regular(&self, path: &str) -> Option<Result<Blob, ReadError>> {
        Some(match &self.get(path)?.kind {
            NodeKind::File(Lies::Refused(error)) => Err(ReadError::clone(error)),
            NodeKind::File(lies) => Ok(lies.blob()),
            NodeKind::Link(_) | NodeKind::ZipLink(_) => {
                Err(ReadError::file(ProblemCode::LinkNotFollowed, "stored as a symbolic link"))
            }
            _ => Err(ReadError::file(ProblemCode::FileUnreadable, "not stored as a regular file")),
        })
    }

    /// Every path, sorted.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(|node| &*node.path)
    }

    /// Files and links.
    pub(crate) fn files(&self) -> u64 {
        self.nodes.iter().filter(|node| !matches!(node.kind, NodeKind::Folder)).count() as u64
    }

    /// SHA-256 of the sorted list of paths and sizes of all files and links.
    pub(crate) fn hash(&self) -> String {
        let mut listing = Sha256::new();
        for node in self.nodes.iter().filter(|node| !matches!(node.kind, NodeKind::Folder | NodeKind::Other(_))) {
            listing.update(node.path.as_bytes());
            listing.update([0]);
            listing.update(node.size.unwrap_or(0).to_be_bytes());
        }
        hex::encode(listing.finalize())
    }
}

/// A second member of the same name.
pub(crate) fn duplicate(path: &str, size: Option<u64>) -> Problem {
    let detail = match size {
        Some(size) => format!("a further file of this name, of {size} bytes, was not read"),
        None => "a further file of this name was not read".to_owned(),
    };
    problem(ProblemCode::DuplicateMember, path, Place::File, detail)
}

impl Node {
    /// The bytes of a file.
    pub(crate) fn blob(&self) -> Option<Blob> {
        match &self.kind {
            NodeKind::File(lies) => Some(lies.blob()),
            _ => None,
        }
    }
}

impl Lies {
    /// Where the bytes of a blob lie.
    pub(crate) fn of(blob: &Blob, size: u64) -> Self {
        match blob {
            Blob::File(path) => Self::File(path.clone()),
            Blob::Zip(member) => Self::Zip(member.clone()),
            Blob::Slice(slice) => Self::Slice(Arc::clone(slice)),
            Blob::Packed(packed) => Self::Packed(Arc::clone(packed)),
            // Whoever reads it decodes it.
            Blob::Utf16(of) => Self::of(of, size),
            other => {
                let of = Arc::new(other.clone());
                Self::Slice(Arc::new(Slice { of, offset: 0, stored: size, size, sparse: None }))
            }
        }
    }

    fn blob(&self) -> Blob {
        match self {
            Self::File(path) => Blob::File(path.clone()),
            Self::Zip(member) => Blob::Zip(member.clone()),
            Self::Slice(slice) => Blob::Slice(Arc::clone(slice)),
            Self::Packed(packed) => Blob::Packed(Arc::clone(packed)),
            Self::Extents(extents) => Blob::Extents(Arc::clone(extents)),
            Self::Refused(error) => Blob::Refused(Arc::new(ReadError::clone(error))),
        }
    }
}

fn target(member: &Zipped) -> String {
    let mut bytes = Vec::new();
    match Blob::Zip(member.clone()).reader().and_then(|reader| reader.take(TARGET_LIMIT).read_to_end(&mut bytes)) {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => format!("? ({error})"),
    }
}

impl Tree for Indexed {
    fn walk<'t>(&'t self, visit: &mut dyn Visit<'t>) {
        for node in &self.nodes {
            let read;
            let kind = match &node.kind {
                NodeKind::File(_) => EntryKind::File,
                NodeKind::Folder => EntryKind::Folder,
                NodeKind::Link(target) => EntryKind::Link { target },
                NodeKind::ZipLink(member) => {
                    read = target(member);
                    EntryKind::Link { target: &read }
                }
                NodeKind::Other(_) => EntryKind::Other,
            };
            let entry = Entry {
                path: &node.path,
                kind,
                size: node.size,
                modified: node.modified,
                changed: node.changed,
                created: node.created,
                mode: node.mode,
            };
            let want = visit.entry(&entry);
            if !want.source && !want.nested {
                continue;
            }
            match &node.kind {
                NodeKind::File(Lies::Refused(error)) => {
                    visit.problem(problem(error.code, &node.path, error.place.clone(), error.detail.clone()));
                }
                NodeKind::File(lies) => {
                    let stored_as = node.stored_as.as_deref().map(str::to_owned);
                    let source = Source::new(self, node.path.clone().into_string(), stored_as, lies.blob());
                    visit.source(if want.nested { source.nested() } else { source });
                }
                NodeKind::Folder => {}
                NodeKind::Other(what) => visit.problem(not_a_file(&node.path, what)),
                NodeKind::Link(_) | NodeKind::ZipLink(_) => {
                    if let EntryKind::Link { target } = kind {
                        visit.problem(not_followed(&node.path, target));
                    }
                }
            }
        }
    }

    fn find(&self, path: &str) -> Option<(Blob, Option<String>)> {
        let node = self.get(path)?;
        Some((node.blob()?, node.stored_as.as_deref().map(str::to_owned)))
    }

    fn own_name(&self, path: &str) -> Option<String> {
        let node = self.has_own_names.then(|| self.get(path)).flatten()?;
        node.stored_as.as_deref().map(str::to_owned)
    }

    fn under(&self, folder: &str) -> Vec<String> {
        let from = self.nodes.partition_point(|node| *node.path < *folder);
        let below = self.nodes.iter().skip(from).take_while(|node| node.path.starts_with(folder));
        let files = below.filter(|node| matches!(node.kind, NodeKind::File(_)) && is_under(&node.path, folder));
        files.map(|node| node.path.clone().into_string()).collect()
    }

    fn layout(&self) -> Layout {
        self.layout
    }

    fn shared(&self) -> &Shared {
        &self.shared
    }
}

/// A wanted link.
pub(crate) fn not_followed(path: &str, target: &str) -> Problem {
    problem(ProblemCode::LinkNotFollowed, path, Place::File, format!("a symbolic link to {target}"))
}

/// A wanted path that is a hard link, a device or a pipe.
pub(crate) fn not_a_file(path: &str, what: &str) -> Problem {
    let code = if what.starts_with("a hard link") { ProblemCode::LinkNotFollowed } else { ProblemCode::FileUnreadable };
    problem(code, path, Place::File, what)
}
