//! The whole evidence hashed as it lies there, file by file, also what no parser reads: BLAKE3, in parallel, streamed.
//!
//! The list has the form of `b3sum` (<https://github.com/BLAKE3-team/BLAKE3>), so that others can check it without
//! vigie. The hash of a folder is that of its list, the hash of an archive that of the archive.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;
use vigie_model::{Place, Problem, ProblemCode};
use walkdir::WalkDir;

use crate::tree::problem;

/// From this size on a file is hashed by several threads, in bytes.
const LARGE: u64 = 32 << 20;
/// Bytes read at once.
const SMALL_BUFFER: usize = 256 << 10;
/// The same for a file that several threads hash.
const LARGE_BUFFER: usize = 4 << 20;

/// One file as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashedFile {
    /// Path below the evidence, its parts joined by `/`; of evidence that is one file, its name.
    pub path: String,
    /// Bytes that were hashed.
    pub size: u64,
    /// BLAKE3, lower-case hexadecimal.
    pub blake3: String,
}

/// The whole evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Whether it is a folder; else it is one file.
    pub is_folder: bool,
    /// Every regular file, sorted by path. Links are not followed and have no bytes of their own.
    pub files: Vec<HashedFile>,
    /// Bytes of all of them.
    pub bytes: u64,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl Whole {
    /// The list as `b3sum` writes it.
    pub fn list(&self) -> String {
        self.files.iter().map(|file| line(&file.blake3, &file.path)).collect()
    }

    /// What stands for all of it: the hash of the file, or of the list of a folder.
    pub fn digest(&self) -> String {
        match &self.files[..] {
            [only] if !self.is_folder => only.blake3.clone(),
            _ => blake3::hash(self.list().as_bytes()).to_hex().to_string(),
        }
    }
}

/// One line of a list of hashes. A name that would break the line is escaped as `b3sum` and `sha256sum` do.
fn line(hash: &str, path: &str) -> String {
    if path.contains(['\\', '\n', '\r']) {
        let path = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        return format!("\\{hash}  {path}\n");
    }
    format!("{hash}  {path}\n")
}

fn hash(path: &Path, passed: &(dyn Fn(u64) + Sync)) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let is_large = file.metadata()?.len() >= LARGE;
    let mut buffer = vec![0; if is_large { LARGE_BUFFER } else { SMALL_BUFFER }];
    let mut hasher = blake3::Hasher::new();
    let mut size = 0u64;
    loop {
        let n = match file.read(&mut buffer) {
            Ok(0) => return Ok((size, hasher.finalize().to_hex().to_string())),
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = buffer.get(..n).unwrap_or_default();
        if is_large {
            hasher.update_rayon(bytes);
        } else {
            hasher.update(bytes);
        }
        size = size.saturating_add(n as u64);
        passed(n as u64);
    }
}

fn told(relative: &Path) -> String {
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Hashes all of the evidence at a path, on the threads of the pool it is called in. `passed` is told of bytes.
pub fn hash_whole(path: &Path, passed: &(dyn Fn(u64) + Sync)) -> Whole {
    let mut problems = Vec::new();
    let is_folder = path.is_dir();
    let mut found = Vec::new();
    if is_folder {
        for entry in WalkDir::new(path).follow_links(false) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    found.push((told(entry.path().strip_prefix(path).unwrap_or(entry.path())), entry.into_path()));
                }
                Ok(_) => {}
                Err(error) => {
                    let at = error.path().map(|at| told(at.strip_prefix(path).unwrap_or(at))).unwrap_or_default();
                    problems.push(problem(ProblemCode::FileUnreadable, &at, Place::File, error.to_string()));
                }
            }
        }
    } else {
        found.push((path.file_name().map(|name| told(Path::new(name))).unwrap_or_default(), path.to_owned()));
    }
    found.sort();
    let hashed: Vec<_> = found.into_par_iter().map(|(name, at)| (hash(&at, passed), name)).collect();
    let mut whole = Whole { is_folder, files: Vec::new(), bytes: 0, problems };
    for (outcome, path) in hashed {
        match outcome {
            Ok((size, blake3)) => {
                whole.bytes = whole.bytes.saturating_add(size);
                whole.files.push(HashedFile { path, size, blake3 });
            }
            Err(error) => {
                let detail = format!("no BLAKE3 of this file: {error}");
                whole.problems.push(problem(ProblemCode::FileUnreadable, &path, Place::File, detail));
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_the_list_and_a_change_is_in_the_digest() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("b")).unwrap();
        std::fs::write(folder.path().join("b/one"), "1").unwrap();
        std::fs::write(folder.path().join("a\nb"), "").unwrap();
        let whole = hash_whole(folder.path(), &|_| {});
        assert!(whole.problems.is_empty() && whole.bytes == 1);
        // The hash of nothing is in the specification of BLAKE3.
        let empty = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        assert!(whole.list().starts_with(&format!("\\{empty}  a\\nb\n")), "{}", whole.list());
        assert!(whole.list().ends_with("  b/one\n"));
        std::fs::write(folder.path().join("b/one"), "2").unwrap();
        assert_ne!(hash_whole(folder.path(), &|_| {}).digest(), whole.digest());
        let one = hash_whole(&folder.path().join("b/one"), &|_| {});
        assert_eq!((one.digest(), one.is_folder), (one.files[0].blake3.clone(), false));
    }

    #[test]
    fn a_large_file_has_the_same_hash_by_many_threads() {
        let folder = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..LARGE + 12345).map(|n| (n % 251) as u8).collect();
        std::fs::write(folder.path().join("large"), &bytes).unwrap();
        let whole = hash_whole(folder.path(), &|_| {});
        assert_eq!(whole.files[0].blake3, blake3::hash(&bytes).to_hex().to_string());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "x").unwrap();
        std::os::unix::fs::symlink("/etc", folder.path().join("link")).unwrap();
        assert_eq!(hash_whole(folder.path(), &|_| {}).files.len(), 1);
    }
}
