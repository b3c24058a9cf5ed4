//! Where the files of an iTunes or Finder backup lie: in a folder, or in an archive that gives any of them at any time (a
//! zip, a plain tar). A compressed tar does not: the manifest says what to read, and it may stand behind it.

use std::path::{Path, PathBuf};

use vigie_model::{Problem, ProblemCode};

use crate::archive::{self, Packing};
use crate::indexed::Indexed;
use crate::recognise::Roots;
use crate::{Blob, OpenError, ReadError};

/// See the module.
pub(crate) enum Store {
    Folder(PathBuf),
    Archive { path: PathBuf, tree: Box<Indexed> },
}

impl Store {
    /// The backup in an archive, and what is wrong with the archive.
    pub(crate) fn archive(
        path: &Path,
        blob: &Blob,
        packing: Packing,
        roots: &Roots,
    ) -> Result<(Self, Vec<Problem>), OpenError> {
        let tree = archive::tree(packing, blob, roots)
            .map_err(|error| OpenError::Damaged { path: path.to_owned(), detail: error.to_string() })?;
        let Some((tree, problems)) = tree else {
            return Err(OpenError::Packed { path: path.to_owned(), kind: roots.kind });
        };
        Ok((Self::Archive { path: path.to_owned(), tree: Box::new(tree) }, problems))
    }

    /// How the backup is told.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::Archive { path, .. } => path,
        }
    }

    /// The bytes of a regular file, if it is there.
    pub(crate) fn file(&self, name: &str) -> Option<Blob> {
        self.stored(name).ok()
    }

    /// The bytes of a regular file, or why they cannot be had. A link could lead out of the evidence.
    pub(crate) fn stored(&self, name: &str) -> Result<Blob, ReadError> {
        match self {
            Self::Archive { tree, .. } => tree.regular(name).unwrap_or_else(|| Err(missing())),
            Self::Folder(root) => {
                let mut file = root.clone();
                let mut is_file = false;
                for step in name.split('/') {
                    file.push(step);
                    let meta = std::fs::symlink_metadata(&file).map_err(|error| match error.kind() {
                        std::io::ErrorKind::NotFound => missing(),
                        _ => ReadError::file(ProblemCode::FileUnreadable, error.to_string()),
                    })?;
                    if meta.is_symlink() {
                        return Err(ReadError::file(ProblemCode::LinkNotFollowed, "stored as a symbolic link"));
                    }
                    is_file = meta.is_file();
                }
                if is_file {
                    return Ok(Blob::File(file));
                }
                Err(ReadError::file(ProblemCode::FileUnreadable, "not stored as a regular file"))
            }
        }
    }
}

fn missing() -> ReadError {
    ReadError::file(ProblemCode::FileMissing, "listed in the manifest, but not in the backup")
}
