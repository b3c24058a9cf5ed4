//! The files an examination read, each with its size and SHA-256: `sources.jsonl`, one object a line.
//!
//! A path can tell what a person did: the name of a site, of an application. With `--keep findings` a path stands in the
//! case only where it is the same on every device (an artifact declares it without a wildcard), or where a finding or
//! a problem points to it; else the declared pattern stands in its place. Size and hash are always there, so that the
//! evidence can be compared whatever was kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use vigie_model::{Coverage, SourceRead};

use crate::Keep;

/// Which artifact read a file, and what it took from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReadBy {
    /// Id of the artifact.
    pub artifact: String,
    /// Records taken.
    pub records: u64,
    /// Problems met.
    pub problems: u64,
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    /// Path inside the evidence, or the pattern that stands for it.
    pub path: String,
    /// The path is the declared pattern, not the path itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pattern: bool,
    /// Where the bytes lie in the acquisition, if under another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_as: Option<String>,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes as they were read (decrypted, out of its archive), lower-case hexadecimal; absent when the
    /// file could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Who read it. Nobody by name when it was only read beside a source, such as the write-ahead log of a database:
    /// what several artifacts share is read by whichever comes first, and a case must not depend on that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read_by: Vec<ReadBy>,
    /// What an artifact declared that made it read the file.
    #[serde(skip)]
    pub(crate) declared: String,
}

impl FileRead {
    /// The same as a case of a level of keeping holds it.
    fn kept(&self, keep: Keep, pointed_to: &BTreeSet<&str>) -> Self {
        if keep >= Keep::Timeline || self.path == self.declared || pointed_to.contains(self.path.as_str()) {
            return self.clone();
        }
        Self { path: self.declared.clone(), pattern: true, stored_as: None, ..self.clone() }
    }
}

/// One line per file, sorted by path, however many artifacts read it.
pub(crate) fn joined(files: Vec<FileRead>) -> Vec<FileRead> {
    let mut by_path: BTreeMap<String, FileRead> = BTreeMap::new();
    for file in files {
        match by_path.get_mut(&file.path) {
            Some(known) => {
                if known.declared != known.path {
                    known.declared = file.declared;
                }
                known.sha256 = known.sha256.take().or(file.sha256);
                known.read_by.extend(file.read_by);
            }
            None => {
                by_path.insert(file.path.clone(), file);
            }
        }
    }
    by_path.into_values().collect()
}

/// The files as a case holds them, in the order of their paths.
pub(crate) fn kept<'p>(files: &[FileRead], keep: Keep, pointed_to: impl Iterator<Item = &'p str>) -> Vec<FileRead> {
    let pointed_to: BTreeSet<&str> = pointed_to.collect();
    files.iter().map(|file| file.kept(keep, &pointed_to)).collect()
}

/// The sources of each artifact, put into its coverage.
pub(crate) fn fill(coverage: &mut [Coverage], files: &[FileRead]) {
    let mut of: BTreeMap<&str, Vec<SourceRead>> = BTreeMap::new();
    for file in files {
        for by in &file.read_by {
            of.entry(&by.artifact).or_default().push(SourceRead {
                path: file.path.clone(),
                stored_as: file.stored_as.clone(),
                size: file.size,
                sha256: file.sha256.clone(),
                records: by.records,
                problems: by.problems,
            });
        }
    }
    for line in coverage {
        line.sources = of.remove(line.artifact.as_str()).unwrap_or_default();
    }
}

/// How the files of two examinations of the same evidence differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SourceDifference {
    /// The bytes are others.
    Changed {
        /// Path, or the pattern that stands for it.
        path: String,
        /// SHA-256 in the case.
        before: Option<String>,
        /// SHA-256 now.
        now: Option<String>,
    },
    /// The case names it, and it is not there.
    Missing {
        /// Path, or the pattern that stands for it.
        path: String,
    },
    /// It is there, and the case does not name it.
    Added {
        /// Path.
        path: String,
    },
}

/// Compares the files of a case with those that were read now. A file that stands in the case as a pattern is known
/// by its pattern, size and hash.
pub fn compare_sources(case: &[FileRead], now: &[FileRead]) -> Vec<SourceDifference> {
    let mut left: BTreeMap<&str, &FileRead> = now.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut differences = Vec::new();
    for file in case.iter().filter(|file| !file.pattern) {
        match left.remove(file.path.as_str()) {
            None => differences.push(SourceDifference::Missing { path: file.path.clone() }),
            Some(there) if (file.size, &file.sha256) == (there.size, &there.sha256) => {}
            Some(there) => differences.push(SourceDifference::Changed {
                path: file.path.clone(),
                before: file.sha256.clone(),
                now: there.sha256.clone(),
            }),
        }
    }
    let mut unnamed: BTreeMap<(&str, u64, Option<&str>), Vec<&str>> = BTreeMap::new();
    for file in left.into_values() {
        unnamed.entry((&file.declared, file.size, file.sha256.as_deref())).or_default().push(&file.path);
    }
    for file in case.iter().filter(|file| file.pattern) {
        let met = unnamed.get_mut(&(file.path.as_str(), file.size, file.sha256.as_deref())).and_then(Vec::pop);
        if met.is_none() {
            differences.push(SourceDifference::Missing { path: file.path.clone() });
        }
    }
    let mut added: Vec<&str> = unnamed.into_values().flatten().collect();
    added.sort_unstable();
    differences.extend(added.into_iter().map(|path| SourceDifference::Added { path: path.to_owned() }));
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, declared: &str, hash: &str) -> FileRead {
        FileRead {
            path: path.to_owned(),
            pattern: false,
            stored_as: Some("aa/aa".to_owned()),
            size: 1,
            sha256: Some(hash.to_owned()),
            read_by: vec![ReadBy { artifact: "a".to_owned(), records: 1, problems: 0 }],
            declared: declared.to_owned(),
        }
    }

    fn some() -> Vec<FileRead> {
        vec![
            file("sites/secret.example", "sites/*", "1"),
            file("sites/seen.example", "sites/*", "2"),
            file("sms.db", "sms.db", "3"),
        ]
    }

    #[test]
    fn paths_that_met_a_wildcard_are_kept_only_where_something_points_to_them() {
        let told = kept(&some(), Keep::Findings, std::iter::once("sites/seen.example"));
        let paths: Vec<_> =
            told.iter().map(|file| (file.path.as_str(), file.pattern, file.stored_as.is_some())).collect();
        assert_eq!(
            paths,
            [("sites/*", true, false), ("sites/seen.example", false, true), ("sms.db", false, true)],
            "the place in the acquisition is a hash of the path"
        );
        assert!(kept(&some(), Keep::Timeline, std::iter::empty()).iter().all(|file| !file.pattern));
    }

    #[test]
    fn a_change_is_found_also_where_the_path_was_not_kept() {
        let told = kept(&some(), Keep::Findings, std::iter::once("sites/seen.example"));
        assert_eq!(compare_sources(&told, &some()), []);
        let mut now = some();
        now[0].sha256 = Some("other".to_owned());
        now[2].size = 2;
        now.remove(1);
        let Ok([seen, sms, secret, added]) = <[_; 4]>::try_from(compare_sources(&told, &now)) else {
            panic!("four differences")
        };
        let (path, hash) = ("sms.db".to_owned(), Some("3".to_owned()));
        assert_eq!(seen, SourceDifference::Missing { path: "sites/seen.example".to_owned() });
        assert_eq!(sms, SourceDifference::Changed { path, before: hash.clone(), now: hash }, "its size");
        assert_eq!(secret, SourceDifference::Missing { path: "sites/*".to_owned() });
        assert_eq!(added, SourceDifference::Added { path: "sites/secret.example".to_owned() });
    }
}
