//! The list of the files of a backup: `Manifest.db` since iOS 10, `Manifest.mbdb` before.
//!
//! Format: The Apple Wiki ("iTunes Backup"), libimobiledevice, iLEAPP. The manifest is asked, ids are never
//! hard-coded.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Mutex, PoisonError};

use sha1::Digest;
use vigie_model::{Place, Problem, ProblemCode};

use crate::ios_mbfile::{self, FileMeta};
use crate::source::WHOLE_FILE_LIMIT;
use crate::tree::problem;
use crate::{Blob, Entry, Mbdb, ReadError, Select, Sqlite};

/// A list of files.
pub(crate) enum Listing {
    /// SQLite connections may move between threads but not be shared.
    Db(Box<Mutex<Sqlite>>),
    /// `domain/path` and what is said of it.
    Mbdb(BTreeMap<String, FileMeta>),
}

/// A list that was opened.
pub(crate) struct Opened {
    pub(crate) listing: Listing,
    /// Regular files in it.
    pub(crate) files: u64,
    pub(crate) problems: Vec<Problem>,
}

/// The id under which a file of a backup is stored: SHA-1 of `domain-path`.
pub fn backup_file_id(domain: &[u8], relative: &[u8]) -> String {
    let mut hasher = sha1::Sha1::new();
    hasher.update(domain);
    hasher.update(b"-");
    hasher.update(relative);
    hex::encode(hasher.finalize())
}

/// The id of `domain/path`, by the format a function of the two.
pub(crate) fn id_of(path: &str) -> Option<String> {
    let (domain, relative) = path.split_once('/')?;
    Some(backup_file_id(domain.as_bytes(), relative.as_bytes()))
}

impl Listing {
    /// Opens `Manifest.db`; `wal` is its write-ahead log.
    pub(crate) fn db(blob: &Blob, wal: Option<&Blob>) -> Result<Opened, ReadError> {
        let manifest = Sqlite::open(blob, wal)?;
        if !manifest.has_table("Files") {
            return Err(ReadError::file(ProblemCode::TableMissing, "it has no table Files"));
        }
        let mut problems = Vec::new();
        let mut files = 0u64;
        let counted = manifest.each(&Select::from("Files").columns(&["flags"]), &mut |row| {
            files = files.saturating_add(u64::from(row.int("flags") == Some(1)));
        });
        let mut tell = |code, place, detail| {
            problems.push(problem(code, "Manifest.db", place, detail));
        };
        if let Err(error) = counted {
            tell(error.code, error.place, error.detail);
        }
        if let Some(trouble) = &manifest.wal_trouble {
            tell(ProblemCode::WalDamaged, Place::File, trouble.clone());
        }
        for damage in [&manifest.cut_off, &manifest.lost_tables].into_iter().flatten() {
            tell(ProblemCode::DatabaseDamaged, Place::File, damage.clone());
        }
        for (code, detail) in blob.notes() {
            tell(code, Place::File, detail);
        }
        Ok(Opened { listing: Self::Db(Box::new(Mutex::new(manifest))), files, problems })
    }

    /// Opens `Manifest.mbdb`.
    pub(crate) fn mbdb(blob: &Blob) -> Result<Opened, ReadError> {
        let size = blob.size().map_err(|error| ReadError::io(&error))?;
        if size > WHOLE_FILE_LIMIT {
            let detail = format!("{size} bytes; at most {WHOLE_FILE_LIMIT} are read into memory");
            return Err(ReadError::file(ProblemCode::FileTooLarge, detail));
        }
        let mut bytes = Vec::new();
        blob.reader()
            .and_then(|reader| reader.take(WHOLE_FILE_LIMIT).read_to_end(&mut bytes))
            .map_err(|error| ReadError::io(&error))?;
        let mut files = BTreeMap::new();
        let mut problems = Vec::new();
        for entry in Mbdb::new(&bytes)? {
            match entry {
                Ok(entry) if entry.flags() == Some(1) => {
                    let (domain, path) = (String::from_utf8_lossy(entry.domain), String::from_utf8_lossy(entry.path));
                    files.insert(format!("{domain}/{path}"), entry.meta());
                }
                Ok(_) => {}
                Err(error) => problems.push(problem(error.code, "Manifest.mbdb", error.place, error.detail)),
            }
        }
        Ok(Opened { files: files.len() as u64, listing: Self::Mbdb(files), problems })
    }

    /// Where the bytes of an id lie below the root of the backup. The id comes from the evidence and must not become
    /// a path that leads elsewhere.
    pub(crate) fn stored_as(&self, id: &str) -> Result<String, ReadError> {
        if id.len() != 40 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ReadError::file(ProblemCode::ManifestEntryDamaged, "the file id is not a SHA-1"));
        }
        Ok(match self {
            Self::Db(_) => format!("{}/{id}", id.get(..2).unwrap_or_default()),
            Self::Mbdb(_) => id.to_owned(),
        })
    }

    /// The wanted files and their ids, sorted.
    pub(crate) fn wanted(
        &self,
        wanted: &mut dyn FnMut(Entry<'_>) -> bool,
        report: &mut dyn FnMut(Problem),
    ) -> Vec<(String, String)> {
        let mut found = Vec::new();
        match self {
            Self::Mbdb(files) => {
                for path in files.keys().filter(|path| wanted(Entry::file(path))) {
                    found.extend(id_of(path).map(|id| (path.clone(), id)));
                }
            }
            Self::Db(manifest) => {
                // Whoever panicked while holding it changed nothing: the list is only read.
                let manifest = manifest.lock().unwrap_or_else(PoisonError::into_inner);
                let select = Select::from("Files").columns(&["fileID", "domain", "relativePath", "flags"]);
                let mut path = String::new();
                let read = manifest.each(&select, &mut |row| {
                    if row.int("flags") != Some(1) {
                        return;
                    }
                    let (Some(id), Some(domain)) = (row.text("fileID"), row.text("domain")) else {
                        report(problem(
                            ProblemCode::ManifestEntryDamaged,
                            "Manifest.db",
                            row.place(),
                            "an entry without file id or domain",
                        ));
                        return;
                    };
                    path.clear();
                    path.push_str(&domain);
                    path.push('/');
                    path.push_str(&row.text("relativePath").unwrap_or_default());
                    if wanted(Entry::file(&path)) {
                        found.push((path.clone(), id));
                    }
                });
                if let Err(error) = read {
                    report(problem(error.code, "Manifest.db", error.place, error.detail));
                }
                found.sort();
            }
        }
        found
    }

    /// What is said of one file. [`ProblemCode::FileMissing`] when it is not in the list.
    pub(crate) fn meta(&self, path: &str, id: &str) -> Result<FileMeta, ReadError> {
        let unlisted = || ReadError::file(ProblemCode::FileMissing, "not in the manifest");
        match self {
            Self::Mbdb(files) => files.get(path).cloned().ok_or_else(unlisted),
            Self::Db(manifest) => {
                let manifest = manifest.lock().unwrap_or_else(PoisonError::into_inner);
                let archive = manifest.blob_where("Files", "file", "fileID", id)?.ok_or_else(unlisted)?;
                ios_mbfile::parse(&archive).map_err(|detail| ReadError::file(ProblemCode::ManifestEntryDamaged, detail))
            }
        }
    }
}
