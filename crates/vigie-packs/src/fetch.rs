//! How anything that lies elsewhere is asked for: [`Fetch`]. A folder answers like a server.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::error::PackError;

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// An address, or a path below a folder.
    pub place: &'q str,
    /// Media types understood.
    pub accept: Option<&'q str>,
    /// `ETag` of what is there already.
    pub etag: Option<&'q str>,
    /// `Last-Modified` of what is there already.
    pub modified: Option<&'q str>,
    /// The most bytes to take.
    pub limit: u64,
}

impl<'q> Question<'q> {
    /// For whatever is there now.
    pub fn new(place: &'q str, limit: u64) -> Self {
        Self { place, accept: None, etag: None, modified: None, limit }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub enum Answer {
    /// What is there already is what there is.
    NotModified,
    /// This.
    Got(Got),
}

/// A complete answer.
#[derive(Debug, Clone, Default)]
pub struct Got {
    /// Where it came from in the end, as it may be written down.
    pub place: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
    /// `X-TAXII-Date-Added-Last`.
    pub added_last: Option<String>,
}

/// Whatever answers questions.
pub trait Fetch {
    /// Asks.
    ///
    /// # Errors
    /// [`PackError::NotThere`], [`PackError::Fetch`] and whatever else keeps it from answering.
    fn get(&self, question: &Question<'_>) -> Result<Answer, PackError>;

    /// The packs of a folder, sorted; a server has none to tell.
    ///
    /// # Errors
    /// [`PackError::Io`], [`PackError::Limit`].
    fn list(&self) -> Result<Vec<String>, PackError> {
        Ok(Vec::new())
    }

    /// Asks without conditions.
    ///
    /// # Errors
    /// As [`Fetch::get`].
    fn bytes(&self, place: &str, limit: u64) -> Result<Got, PackError> {
        match self.get(&Question::new(place, limit))? {
            Answer::Got(got) => Ok(got),
            // Nothing was said to be there already.
            Answer::NotModified => Err(PackError::NotThere(place.to_owned())),
        }
    }
}

/// Most packs of a folder.
const FILES: usize = 10_000;

/// Whether a file may be a STIX bundle, by its name.
fn is_pack(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ["stix2", "stix", "json"].iter().any(|one| ending.eq_ignore_ascii_case(one))
}

/// A folder: on a USB stick, or a mirror that is mounted.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Everything is looked for below this folder.
    ///
    /// # Errors
    /// [`PackError::Io`].
    pub fn new(path: &Path) -> Result<Self, PackError> {
        path.canonicalize().map(Self).map_err(PackError::io(path))
    }

    /// The file at a path below the folder; links out of it are not followed.
    fn file(&self, place: &str) -> Result<PathBuf, PackError> {
        let wrong = || PackError::Path(place.to_owned());
        let relative = Path::new(place);
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) || place.is_empty() {
            return Err(wrong());
        }
        let path = self.0.join(relative);
        match path.canonicalize() {
            Ok(real) if real.starts_with(&self.0) => Ok(real),
            Ok(_) => Err(wrong()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(PackError::NotThere(place.to_owned())),
            Err(error) => Err(PackError::io(&path)(error)),
        }
    }
}

impl Fetch for Folder {
    fn get(&self, question: &Question<'_>) -> Result<Answer, PackError> {
        let bytes = read_file(&self.file(question.place)?, question.limit)?;
        Ok(Answer::Got(Got { place: question.place.to_owned(), bytes, ..Got::default() }))
    }

    fn list(&self) -> Result<Vec<String>, PackError> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).map_err(PackError::io(&folder))? {
                let entry = entry.map_err(PackError::io(&folder))?;
                let (path, kind) = (entry.path(), entry.file_type().map_err(PackError::io(&folder))?);
                if kind.is_dir() {
                    folders.push(path);
                // A link is told: it is read where it stays below the folder, and refused where it leads out.
                } else if (kind.is_file() || kind.is_symlink()) && is_pack(&path) {
                    // A name that is not Unicode cannot be written into a list.
                    let inside = path.strip_prefix(&self.0).ok().and_then(Path::to_str);
                    found.push(inside.ok_or_else(|| PackError::Path(path.display().to_string()))?.replace('\\', "/"));
                }
                if found.len() + folders.len() > FILES {
                    return Err(PackError::Limit { what: self.0.display().to_string(), limit: FILES as u64 });
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// A file that may be larger than it should be.
pub(crate) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, PackError> {
    let mut bytes = Vec::new();
    // Before it is opened: a pipe would be waited for without end.
    if !std::fs::metadata(path).map_err(PackError::io(path))?.is_file() {
        return Err(PackError::Path(path.display().to_string()));
    }
    let file = File::open(path).map_err(PackError::io(path))?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(PackError::io(path))?;
    if bytes.len() as u64 > limit {
        return Err(PackError::Limit { what: path.display().to_string(), limit });
    }
    Ok(bytes)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_listed_and_lead_nowhere_else() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(folder.path().join("a.stix2"), "a").unwrap();
        std::fs::write(other.path().join("b.stix2"), "b").unwrap();
        symlink(folder.path().join("a.stix2"), folder.path().join("inside.stix2")).unwrap();
        symlink(other.path().join("b.stix2"), folder.path().join("outside.stix2")).unwrap();
        let packs = Folder::new(folder.path()).unwrap();
        assert_eq!(packs.list().unwrap(), ["a.stix2", "inside.stix2", "outside.stix2"]);
        assert_eq!(packs.bytes("inside.stix2", 10).unwrap().bytes, b"a");
        assert!(matches!(packs.bytes("outside.stix2", 10), Err(PackError::Path(_))));
    }
}
