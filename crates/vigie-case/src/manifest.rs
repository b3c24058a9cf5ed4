//! `MANIFEST`: every file of a case with its SHA-256, sorted, in the form that `sha256sum -c` reads.
//!
//! It covers what the examination left. What comes later (custody, a signature, a timestamp) is not in it but in the
//! chain of custody, so that a case can be signed and passed on without its manifest ever changing.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::CaseError;

/// The name of the manifest.
pub(crate) const MANIFEST: &str = "MANIFEST";

/// SHA-256 of bytes, lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// SHA-256 of a file, lower-case hexadecimal.
pub(crate) fn sha256_of(path: &Path) -> Result<String, CaseError> {
    let mut file = File::open(path).map_err(CaseError::io(path))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let n = file.read(&mut buffer).map_err(CaseError::io(path))?;
        if n == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&buffer[..n]);
    }
}

/// SHA-256 of the manifest of a case, by which its owner knows it again; `None` when it has none.
///
/// # Errors
/// [`CaseError::Io`].
pub fn manifest_hash(case: &Path) -> Result<Option<String>, CaseError> {
    let path = case.join(MANIFEST);
    if path.is_file() { sha256_of(&path).map(Some) } else { Ok(None) }
}

/// The lines of a manifest of these files.
pub(crate) fn of<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> String {
    let lines: BTreeMap<&str, String> = files.map(|(name, bytes)| (name, sha256(bytes))).collect();
    let lines: Vec<String> = lines.into_iter().map(|(name, hash)| format!("{hash}  {name}\n")).collect();
    lines.concat()
}

/// Every file of a case, by its path in it.
///
/// # Errors
/// [`CaseError::Io`].
pub fn case_files(case: &Path) -> Result<Vec<String>, CaseError> {
    Ok(files(case)?.into_iter().filter(|(_, is_file)| *is_file).map(|(name, _)| name).collect())
}

/// What lies below a folder: paths joined by `/` on every system, and whether each is a regular file.
pub(crate) fn files(folder: &Path) -> Result<BTreeMap<String, bool>, CaseError> {
    let mut found = BTreeMap::new();
    let mut pending = vec![PathBuf::new()];
    while let Some(relative) = pending.pop() {
        let path = folder.join(&relative);
        for entry in std::fs::read_dir(&path).map_err(CaseError::io(&path))? {
            let entry = entry.map_err(CaseError::io(&path))?;
            let name = relative.join(entry.file_name());
            let kind = entry.file_type().map_err(CaseError::io(&path))?;
            if kind.is_dir() {
                pending.push(name);
            } else {
                let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                found.insert(parts.join("/"), kind.is_file());
            }
        }
    }
    Ok(found)
}

/// The manifest of a folder that holds nothing but what the examination left.
pub(crate) fn make(folder: &Path) -> Result<String, CaseError> {
    let mut text = String::new();
    for name in files(folder)?.into_keys() {
        text += &sha256_of(&folder.join(&name))?;
        text += "  ";
        text += &name;
        text.push('\n');
    }
    Ok(text)
}

/// Name and hash of each file a manifest lists; the numbers of lines that are not what [`make`] writes.
pub(crate) fn read(bytes: &[u8]) -> (BTreeMap<String, String>, Vec<u64>) {
    let (mut listed, mut bad) = (BTreeMap::new(), Vec::new());
    let mut last = String::new();
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    // Behind the last line end there is nothing.
    let ends = lines.pop().is_some_and(<[u8]>::is_empty);
    for (number, line) in (1..).zip(&lines) {
        let parts = std::str::from_utf8(line).ok().and_then(|line| line.split_once("  "));
        match parts {
            Some((hash, name)) if is_hash(hash) && name > last.as_str() => {
                name.clone_into(&mut last);
                listed.insert(name.to_owned(), hash.to_owned());
            }
            _ => bad.push(number),
        }
    }
    if !ends {
        bad.push(lines.len() as u64 + 1);
    }
    (listed, bad)
}

/// Whether a text is a SHA-256 as it is written here.
pub(crate) fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_as_it_is_written_and_not_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("records")).unwrap();
        for name in ["b", "a b", "records/x"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let text = make(folder.path()).unwrap();
        let (listed, bad) = read(text.as_bytes());
        assert_eq!(listed.keys().collect::<Vec<_>>(), ["a b", "b", "records/x"]);
        assert_eq!(listed["b"], sha256(b"b"));
        assert_eq!(bad, [0; 0]);
        assert_eq!(read(text.trim_end().as_bytes()).1, [3], "the end of a line is missing");
        assert_eq!(read(text.replace("  b", " b").as_bytes()).1, [2]);
        assert_eq!(read(format!("{text}{text}").as_bytes()).1, [4, 5, 6], "nothing stands twice");
    }
}
