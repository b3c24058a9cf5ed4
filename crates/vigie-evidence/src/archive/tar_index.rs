//! The members of a plain tar: where each lies in the file.

use std::io::{BufReader, Seek, SeekFrom};
use std::sync::Arc;

use vigie_model::{Place, Problem, ProblemCode};

use super::name::clean;
use super::tar::{Kind, Member, Seeking, Tar, TarError};
use crate::Blob;
use crate::blob::{ReadSeek, Slice};
use crate::indexed::{Lies, Node, NodeKind};
use crate::tree::problem;

/// A tar in a file.
type File = Tar<Seeking<BufReader<Box<dyn ReadSeek>>>>;

/// A tar file, positioned at its beginning.
pub(crate) fn reader(archive: &Blob) -> std::io::Result<File> {
    let mut file = archive.seekable()?;
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    Ok(Tar::new(Seeking(BufReader::with_capacity(1 << 16, file), size)))
}

/// What a member that is no file, folder or symbolic link is, in words.
pub(crate) fn words(kind: &Kind) -> String {
    match kind {
        Kind::HardLink(target) => format!("a hard link to {}", String::from_utf8_lossy(target)),
        Kind::Other(b'3' | b'4') => "a device".to_owned(),
        Kind::Other(b'6') => "a pipe".to_owned(),
        Kind::Other(flag) => format!("a member of unknown type {flag}"),
        Kind::Link(_) => "a symbolic link".to_owned(),
        Kind::File => "a file".to_owned(),
        Kind::Folder => "a folder".to_owned(),
    }
}

/// How reading ended, if not at the end of the archive.
pub(crate) fn ended(error: &TarError, at: u64) -> Problem {
    let (code, place, detail) = match error {
        TarError::CutOff => {
            (ProblemCode::ArchiveDamaged, at, "the archive is cut off here: what follows is missing".to_owned())
        }
        TarError::Damaged(at, detail) => {
            (ProblemCode::ArchiveDamaged, *at, format!("{detail}; nothing behind it was read"))
        }
        TarError::Io(error)
            if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<super::feed::Bomb>) =>
        {
            (ProblemCode::ArchiveBomb, at, error.to_string())
        }
        TarError::Io(error) => (ProblemCode::ArchiveDamaged, at, format!("{error}; nothing behind it was read")),
    };
    Problem { code, artifact: None, source: None, place: Place::Offset { offset: place }, detail }
}

/// Every member.
pub(crate) fn index(archive: &Blob, problems: &mut Vec<Problem>) -> std::io::Result<Vec<Node>> {
    let of = Arc::new(archive.clone());
    let size = archive.size()?;
    let mut tar = reader(archive)?;
    let mut nodes = Vec::new();
    loop {
        let member = match tar.next() {
            Ok(Some(member)) => member,
            Ok(None) => break,
            Err(error) => {
                problems.push(ended(&error, tar.position()));
                break;
            }
        };
        match clean(&member.name) {
            Ok(None) => {}
            Ok(Some(path)) => nodes.push(node(&of, size, path, member)),
            Err(error) => {
                let name = String::from_utf8_lossy(&member.name).chars().take(200).collect::<String>();
                problems.push(problem(ProblemCode::MemberNameUnsafe, &name, Place::File, error.told()));
            }
        }
    }
    Ok(nodes)
}

fn node(of: &Arc<Blob>, archive: u64, path: String, member: Member) -> Node {
    let kind = match &member.kind {
        Kind::File => {
            // What the archive no longer holds is not there to be read.
            let stored = member.stored.min(archive.saturating_sub(member.offset));
            NodeKind::File(Lies::Slice(Arc::new(Slice {
                of: Arc::clone(of),
                offset: member.offset,
                stored,
                size: if member.sparse.is_some() { member.size } else { stored },
                sparse: member.sparse,
            })))
        }
        Kind::Folder => NodeKind::Folder,
        Kind::Link(target) => NodeKind::Link(String::from_utf8_lossy(target).into()),
        other => NodeKind::Other(words(other).into()),
    };
    Node {
        path: path.into(),
        stored_as: None,
        kind,
        size: matches!(member.kind, Kind::File).then_some(member.size),
        modified: member.modified,
        changed: member.changed,
        created: member.created,
        mode: member.mode,
    }
}
