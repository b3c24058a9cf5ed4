//! iTunes and Finder backups: a manifest lists every file by domain and relative path; the bytes lie under the SHA-1
//! of the two. In an encrypted backup every file has its own key, wrapped by the key of its protection class.
//!
//! The write-ahead log of a database is an entry of its own.

use std::sync::Arc;

use vigie_model::{Device, EvidenceInfo, EvidenceKind, Layout, Place, Problem, ProblemCode};

use crate::ios_description::{device, dictionary, incomplete, is_encrypted, manifest_name, names};
use crate::ios_keybag::{ClassKeys, UnwrapError};
use crate::ios_listing::{Listing, id_of};
use crate::ios_store::Store;
use crate::ios_unlock::{class_keys, manifest_key};
use crate::tree::{is_under, problem};
use crate::{Blob, EncryptedFile, Entry, Evidence, OpenError, OpenOptions, ReadError, Shared, Source, Tree, Visit};

struct Backup {
    store: Store,
    /// The name of the manifest, and its bytes.
    manifest: (&'static str, Blob),
    listing: Listing,
    /// The keys of an encrypted backup.
    keys: Option<ClassKeys>,
    shared: Shared,
}

/// Opens a backup; `problems` is what is wrong with the archive it lies in.
pub(crate) fn open(store: Store, mut problems: Vec<Problem>, options: &OpenOptions) -> Result<Evidence, OpenError> {
    let encrypted = is_encrypted(&store);
    let (Some(name), root) = (manifest_name(&store), store.path().to_owned()) else {
        let (path, detail) = (store.path().to_owned(), "Manifest.db is missing".to_owned());
        return Err(OpenError::Damaged { path, detail });
    };
    let path = root.join(name);
    let stored = store.stored(name);
    let mut blob = stored.map_err(|error| OpenError::Damaged { path: path.clone(), detail: error.detail })?;
    let id = blob.sha256().map_err(|source| OpenError::Io { path: path.clone(), source })?;
    let mut keys = None;
    if encrypted == Some(true) {
        let description = dictionary(&store, "Manifest.plist").unwrap_or_default();
        let opened = class_keys(&root, &description, options)?;
        if name == "Manifest.db"
            && let Some(key) = manifest_key(&description, &opened)?
        {
            blob = Blob::Encrypted(Arc::new(EncryptedFile::new(blob, key, None)));
        }
        keys = Some(opened);
    }
    let opened = if name == "Manifest.db" {
        Listing::db(&blob, store.file("Manifest.db-wal").as_ref())
    } else {
        Listing::mbdb(&blob)
    };
    let opened = opened.map_err(|error| {
        let mut detail = error.detail;
        // An encrypted backup whose Manifest.plist was lost: its manifest is not a database.
        if error.code == ProblemCode::NotTheFormat && encrypted.is_none() {
            detail += "; the backup may be encrypted and has no readable Manifest.plist";
        }
        OpenError::Damaged { path, detail }
    })?;
    problems.extend(opened.problems);
    let damaged = keys.iter().flat_map(|keys| &keys.damaged);
    problems.extend(damaged.map(|class| {
        let detail = format!("the key of protection class {class} is damaged");
        problem(ProblemCode::FileKeyMissing, "Manifest.plist", Place::File, detail)
    }));
    let reasons = incomplete(&store).into_iter();
    problems.extend(reasons.map(|reason| problem(ProblemCode::EvidenceIncomplete, "", Place::File, reason)));
    let (device, made) = match device(&store) {
        Ok(found) => found,
        Err(detail) => {
            problems.push(problem(ProblemCode::DescriptionMissing, "Info.plist", Place::File, detail));
            (Device::default(), None)
        }
    };
    let info = EvidenceInfo {
        kind: EvidenceKind::IosBackup,
        layout: Layout::IosBackup,
        id,
        id_of: format!("SHA-256 of {name}"),
        device,
        made,
        files: opened.files,
        encrypted: keys.is_some(),
    };
    Ok(Evidence::new(
        info,
        problems,
        Box::new(Backup { store, manifest: (name, blob), listing: opened.listing, keys, shared: Shared::default() }),
    ))
}

impl Backup {
    /// The bytes of a file, and its path in the backup.
    fn bytes(&self, path: &str, id: &str) -> Result<(Blob, String), ReadError> {
        let stored_as = self.listing.stored_as(id)?;
        let file = self.store.stored(&stored_as)?;
        let Some(keys) = &self.keys else {
            return Ok((file, stored_as));
        };
        let meta = self.listing.meta(path, id)?;
        let Some(wrapped) = &meta.key else {
            return Ok((file, stored_as));
        };
        let key = keys.open(wrapped).map_err(|error| {
            let code = match error {
                UnwrapError::NoClass(_) => ProblemCode::FileKeyMissing,
                _ => ProblemCode::ManifestEntryDamaged,
            };
            ReadError::file(code, error.to_string())
        })?;
        let file = EncryptedFile::new(file, key, meta.size);
        Ok((Blob::Encrypted(Arc::new(file)), stored_as))
    }
}

impl Tree for Backup {
    fn walk<'t>(&'t self, visit: &mut dyn Visit<'t>) {
        for name in names(self.manifest.0) {
            if self.store.file(name).is_some()
                && visit.entry(&Entry::file(name)).source
                && let Some((blob, _)) = self.find(name)
            {
                visit.source(Source::new(self, name.to_owned(), None, blob));
            }
        }
        // Sources are given after the manifest is read: whoever gets one may ask the manifest for a companion.
        let mut damaged = Vec::new();
        let found = self.listing.wanted(&mut |entry| visit.entry(&entry).source, &mut |problem| damaged.push(problem));
        for problem in damaged {
            visit.problem(problem);
        }
        for (path, id) in found {
            match self.bytes(&path, &id) {
                Ok((blob, stored_as)) => {
                    let in_clear = self.keys.is_some() && !matches!(blob, Blob::Encrypted(_));
                    if in_clear && blob.size().is_ok_and(|size| size > 0) {
                        let detail = "the manifest has no key for it; it was read as it is stored";
                        let code = ProblemCode::FileKeyMissing;
                        visit.problem(problem(code, &path, Place::File, detail));
                    }
                    visit.source(Source::new(self, path, Some(stored_as), blob));
                }
                Err(error) => visit.problem(problem(error.code, &path, error.place, error.detail)),
            }
        }
    }

    fn find(&self, path: &str) -> Option<(Blob, Option<String>)> {
        let Some(id) = id_of(path) else {
            let (manifest, blob) = &self.manifest;
            if path.strip_suffix("-wal") == Some(*manifest) {
                // The manifest has no entry for itself: its log, if any, lies beside it.
                return Some((self.store.file(path)?, None));
            }
            let name = names(manifest).into_iter().find(|name| *name == path)?;
            let blob = if name == *manifest { blob.clone() } else { self.store.file(name)? };
            return Some((blob, None));
        };
        match self.bytes(path, &id) {
            Ok((blob, stored_as)) => Some((blob, Some(stored_as))),
            Err(error) if error.code == ProblemCode::FileMissing => None,
            // A companion that cannot be read must not seem to be absent.
            Err(error) => Some((Blob::Refused(Arc::new(error)), None)),
        }
    }

    fn under(&self, folder: &str) -> Vec<String> {
        // An entry that cannot be read is reported by the walk.
        let found = self.listing.wanted(&mut |entry| is_under(entry.path, folder), &mut |_| {});
        found.into_iter().map(|(path, _)| path).collect()
    }

    fn layout(&self) -> Layout {
        Layout::IosBackup
    }

    fn shared(&self) -> &Shared {
        &self.shared
    }
}
