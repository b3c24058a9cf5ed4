//! Archives: zip and tar, and tar inside gzip, xz or Zstandard.
//!
//! Zip and plain tar allow any member to be read at any time: they become an [`crate::indexed::Indexed`] tree whose
//! blobs point into the archive. A compressed tar can only be read from its beginning: see [`stream`]. Nothing is ever
//! unpacked to a disk.

pub(crate) mod coat;
pub(crate) mod codec;
pub(crate) mod feed;
mod further;
pub(crate) mod held;
pub(crate) mod name;
pub(crate) mod outside;
pub(crate) mod pax;
pub(crate) mod stream;
pub(crate) mod tar;
pub(crate) mod tar_index;
pub(crate) mod zip;
pub(crate) mod zip_blob;
mod zip_entries;
pub(crate) mod zip_index;
mod zip_salvage;

use std::collections::BTreeMap;
use std::io::{self, Read};

use vigie_model::{EvidenceInfo, Problem};

pub(crate) use codec::Codec;
use outside::Outside;
use tar::{Kind, Skip, Tar};

use crate::indexed::{Indexed, Node, NodeKind};
use crate::recognise::{Recogniser, Roots};
use crate::recognise_android::{is_app, is_zip};
use crate::single::HEAD_LIMIT;
use crate::{Blob, Evidence, Tree, describe};

/// A zip in a tar is looked into up to this size, in bytes.
const ZIP_LIMIT: u64 = 8 << 20;

/// The packings vigie opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Zip,
    Tar,
    /// A tar inside a compressed stream.
    Packed(Codec),
}

impl Packing {
    /// What the first bytes of a file say. A compressed stream counts when a tar begins in it.
    pub(crate) fn of(blob: &Blob) -> io::Result<Option<Self>> {
        let head = head(blob.reader()?)?;
        if zip::is_zip(&head) {
            return Ok(Some(Self::Zip));
        }
        if tar::is_tar(&head) {
            return Ok(Some(Self::Tar));
        }
        let Some(codec) = Codec::of(&head) else {
            let is_named_so = blob.path().and_then(|path| path.file_name()?.to_str()).is_some_and(is_zip);
            return Ok((is_named_so && zip::has_directory(blob)).then_some(Self::Zip));
        };
        // What cannot be unpacked at all is not a tar, whatever its first bytes promise.
        let inside = head_of_any(codec.reader(blob.reader()?));
        Ok(tar::is_tar(&inside).then_some(Self::Packed(codec)))
    }
}

/// The first 512 bytes, or what there is.
pub(crate) fn head(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(512);
    reader.take(512).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The same of a stream that may be cut off: what could be read counts.
fn head_of_any(reader: impl Read) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(512);
    let _ = reader.take(512).read_to_end(&mut bytes);
    bytes
}

/// What a tar holds, from as much of its beginning as it takes to be certain.
pub(crate) fn recognise_tar<R: Skip>(tar: &mut Tar<R>) -> Option<Roots> {
    let mut recogniser = Recogniser::default();
    // What is damaged ends here; what stood before may be enough.
    while let Ok(Some(member)) = tar.next() {
        if let Ok(Some(path)) = name::clean(&member.name) {
            recogniser.see(&path, matches!(member.kind, Kind::Folder));
            if matches!(member.kind, Kind::File) && recogniser.android.asks(&path) {
                let limit = if is_zip(&path) { member.size.min(ZIP_LIMIT) } else { HEAD_LIMIT };
                let mut bytes = Vec::new();
                // What cannot be read does not tell.
                let _ = tar.take(limit).read_to_end(&mut bytes);
                recogniser.android.answer(&path, &Blob::Memory(bytes.into()));
            }
            if let Some(roots) = recogniser.certain() {
                return Some(roots);
            }
        }
    }
    recogniser.finish(&mut |_| None)
}

pub(crate) fn recognise_nodes(nodes: &[Node], inside: u8) -> Option<Roots> {
    // An app is evidence as a whole; whatever it has in it is its own.
    if is_app(nodes.iter().map(|node| &*node.path)) {
        return None;
    }
    let mut recogniser = Recogniser::default();
    recogniser.android.inside = inside;
    for node in nodes {
        recogniser.see(&node.path, matches!(node.kind, NodeKind::Folder));
    }
    recogniser.finish(&mut |path| nodes.iter().find(|node| &*node.path == path)?.blob())
}

/// What an archive holds that lies in so many others. `None` when it is nothing vigie knows.
pub(crate) fn recognise(packing: Packing, blob: &Blob, inside: u8) -> io::Result<Option<Roots>> {
    Ok(match packing {
        Packing::Zip => recognise_nodes(&zip_index::index(zip::directory(blob)?, &mut Vec::new()), inside),
        Packing::Tar => recognise_tar(&mut tar_index::reader(blob)?),
        Packing::Packed(codec) => stream::recognise(blob, &coat::Coat::Codec(codec)),
    })
}

/// A hash that identifies an archive, and of what it is one.
type Id = Option<(String, &'static str)>;

/// Every member of an archive that allows any of them to be read at any time, and its id; `None` for others.
fn members(packing: Packing, blob: &Blob, problems: &mut Vec<Problem>) -> io::Result<Option<(Vec<Node>, Id)>> {
    Ok(match packing {
        Packing::Packed(_) => None,
        Packing::Zip => {
            let directory = zip::directory(blob)?;
            let id = (directory.id.clone(), directory.id_of);
            Some((zip_index::index(directory, problems), Some(id)))
        }
        Packing::Tar => Some((tar_index::index(blob, problems)?, None)),
    })
}

/// Whether a zip is an app for Android.
pub(crate) fn is_android_app(blob: &Blob) -> bool {
    let nodes = zip::directory(blob).map(|directory| zip_index::index(directory, &mut Vec::new()));
    nodes.is_ok_and(|nodes| is_app(nodes.iter().map(|node| &*node.path)))
}

/// A file of a zip.
#[derive(Debug, Clone)]
pub struct ZipFile {
    /// Its path in the zip.
    pub path: String,
    /// Its size in bytes, as the zip states it.
    pub size: u64,
    /// Its bytes. One that cannot be read, such as an encrypted one, says so when it is.
    pub blob: Blob,
}

/// The files of a zip that is held in memory, and what is wrong with it.
///
/// # Errors
/// When it has no member that could be found.
pub fn zip_files(bytes: Vec<u8>) -> io::Result<(Vec<ZipFile>, Vec<Problem>)> {
    let mut problems = Vec::new();
    let nodes = zip_index::index(zip::directory(&Blob::Memory(bytes.into()))?, &mut problems);
    let files = nodes.into_iter().filter_map(|node| {
        let blob = node.blob()?;
        Some(ZipFile { path: node.path.into_string(), size: node.size.unwrap_or(0), blob })
    });
    Ok((files.collect(), problems))
}

/// Opens an archive in which [`recognise`] found evidence.
pub(crate) fn open(packing: Packing, blob: &Blob, roots: &Roots, hold: Option<u64>) -> io::Result<Evidence> {
    if let Packing::Packed(codec) = packing {
        return Ok(stream::Stream::evidence(blob.clone(), coat::Coat::Codec(codec), roots.clone(), hold));
    }
    let mut problems = Vec::new();
    let (nodes, id) = members(packing, blob, &mut problems)?.unwrap_or_default();
    // All members are known now, and with them every root.
    let known = if roots.is_loose() { None } else { recognise_nodes(&nodes, 0) };
    let roots = known.unwrap_or_else(|| roots.clone());
    Ok(indexed(nodes, &roots, id, problems))
}

/// The files below the roots in an archive, and what is wrong with it; `None` when it can only be read from its
/// beginning.
pub(crate) fn tree(packing: Packing, blob: &Blob, roots: &Roots) -> io::Result<Option<(Indexed, Vec<Problem>)>> {
    let mut problems = Vec::new();
    let Some((mut nodes, _)) = members(packing, blob, &mut problems)? else {
        return Ok(None);
    };
    place(&mut nodes, roots, &mut problems);
    Ok(Some((Indexed::new(roots.layout, nodes, &mut problems), problems)))
}

/// Gives entries the paths they have on the device, and names what is not of it.
fn place(nodes: &mut Vec<Node>, roots: &Roots, problems: &mut Vec<Problem>) {
    let mut outside = Outside::of(roots.layout);
    nodes.retain_mut(|node| {
        let is_folder = matches!(node.kind, NodeKind::Folder);
        let placed =
            if is_folder { roots.place(&node.path).map(|path| (path, None)) } else { roots.place_file(&node.path) };
        let Some((path, stored_as)) = placed else {
            outside.see(&node.path, is_folder);
            return false;
        };
        outside.see_under(&path, is_folder);
        node.path = path.into();
        // A single file was named before.
        if let Some(stored_as) = stored_as {
            node.stored_as = Some(stored_as.into());
        }
        true
    });
    problems.extend(outside.problems());
}

/// Evidence over a list of entries.
pub(crate) fn indexed(
    mut nodes: Vec<Node>,
    roots: &Roots,
    id: Option<(String, &str)>,
    mut problems: Vec<Problem>,
) -> Evidence {
    place(&mut nodes, roots, &mut problems);
    let tree = Indexed::new(roots.layout, nodes, &mut problems);
    let mut told = BTreeMap::new();
    for path in tree.paths().filter(|path| describe::tells(roots.layout, path)) {
        let reader = tree.find(path).and_then(|(blob, _)| blob.reader().ok());
        // What cannot be read becomes a problem when an artifact reads it.
        if let Some(bytes) = reader.and_then(|mut reader| describe::telling(roots.layout, &mut reader).ok()) {
            told.insert(path.to_owned(), bytes);
        }
    }
    let (device, made) = describe::device(roots.layout, roots.top(), &told);
    let (id, id_of) = id.unwrap_or_else(|| (tree.hash(), "SHA-256 of the sorted list of paths and sizes"));
    let info = EvidenceInfo {
        kind: roots.kind,
        layout: roots.layout,
        id,
        id_of: id_of.to_owned(),
        device,
        made,
        files: tree.files(),
        encrypted: false,
    };
    Evidence::new(info, problems, Box::new(tree))
}
