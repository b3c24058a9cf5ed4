//! Archives and images of disks among files of whatever origin: told by their first bytes, whatever they are named. What lies in them is
//! files again, and nothing else: of evidence that is known by its root, such as a bug report in a zip, whoever gives
//! it by itself is told more.

use std::path::PathBuf;
use std::sync::Arc;

use vigie_model::{EvidenceKind, Layout};

use crate::archive::{self, Codec, Packing, zip};
use crate::indexed::{Lies, Node, NodeKind};
use crate::nested::near;
use crate::packed::Packed;
use crate::recognise::Roots;
use crate::{Blob, Evidence, OpenError, Source, disk, is_disk_image};

/// Endings of compressed files, which their content does not have.
const ENDINGS: &[&str] = &[".gz", ".xz", ".zst", ".svgz"];
/// Bytes at the beginning that tell a tar by its mark.
const HEAD: usize = 512;

/// What a source is packed in, in words. `None` for a plain file, and for one that cannot be read: its own artifacts
/// say so.
pub fn packed_in(source: &Source<'_>) -> Option<&'static str> {
    match form(source.blob())? {
        Form::Packing(Packing::Zip) => Some("a zip archive"),
        Form::Packing(_) => Some("a tar archive"),
        Form::Alone(_) => Some("a compressed file"),
        Form::Image => Some("an image of a disk"),
    }
}

enum Form {
    Packing(Packing),
    /// Compressed, and no tar.
    Alone(Codec),
    /// Of a disk or volume.
    Image,
}

/// Whether a file begins as one that holds others.
pub(crate) fn may_hold_files(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    zip::is_zip(head) || archive::tar::is_tar(head) || Codec::of(head).is_some() || is_disk_image(head)
}

fn form(blob: &Blob) -> Option<Form> {
    // Most files are none: their beginning is read once.
    let head = archive::head(blob.reader().ok()?).ok()?;
    if !may_hold_files(&head) {
        return None;
    }
    match Packing::of(blob).ok()? {
        Some(packing) => Some(Form::Packing(packing)),
        None if is_disk_image(&head) => Some(Form::Image),
        None => Codec::of(&head).map(Form::Alone),
    }
}

/// Opens an archive or image among files. `None` when the source is none.
pub(crate) fn open(source: &Source<'_>) -> Result<Option<Evidence>, OpenError> {
    let Some(form) = form(source.blob()) else { return Ok(None) };
    let damaged =
        |error: std::io::Error| OpenError::Damaged { path: PathBuf::from(source.path()), detail: error.to_string() };
    let roots = Roots::whole(EvidenceKind::Files, Layout::Files);
    match form {
        Form::Packing(packing) => {
            let blob = if matches!(packing, Packing::Packed(_)) { source.blob().clone() } else { near(source)? };
            archive::open(packing, &blob, &roots, None).map(Some).map_err(damaged)
        }
        Form::Image => disk::open(&near(source)?, &roots).map(Some).map_err(damaged),
        Form::Alone(codec) => {
            let packed = Packed::measure(source.blob().clone(), codec).map_err(damaged)?;
            if let (0, Some((_, detail))) = (packed.size(), packed.trouble()) {
                return Err(OpenError::Damaged { path: PathBuf::from(source.path()), detail });
            }
            let node = Node {
                path: content_name(source.file_name()).into(),
                stored_as: None,
                size: Some(packed.size()),
                kind: NodeKind::File(Lies::Packed(Arc::new(packed))),
                modified: None,
                changed: None,
                created: None,
                mode: None,
            };
            Ok(Some(archive::indexed(vec![node], &roots, None, Vec::new())))
        }
    }
}

/// The name of what a compressed file holds.
fn content_name(name: &str) -> &str {
    let stem = ENDINGS.iter().find_map(|ending| {
        let at = name.len().checked_sub(ending.len())?;
        name.get(at..).filter(|end| end.eq_ignore_ascii_case(ending)).and(name.get(..at))
    });
    stem.filter(|stem| !stem.is_empty()).unwrap_or("content")
}

#[cfg(test)]
mod tests {
    use super::content_name;

    #[test]
    fn content_has_the_name_without_its_ending() {
        assert_eq!(content_name("a.log.GZ"), "a.log");
        assert_eq!(content_name(".gz"), "content");
        assert_eq!(content_name("photo"), "content");
    }
}
