//! iTunes and Finder backups (iOS 10 and later): `Manifest.db` names every file by domain and relative path; the
//! bytes lie under the SHA-1 of the two.
//!
//! Format: The Apple Wiki ("iTunes Backup"), libimobiledevice, iLEAPP. The manifest is asked, ids are never
//! hard-coded. The write-ahead log of a database is an entry of its own.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha1::Digest;
use vigie_model::{
    Device, EvidenceInfo, EvidenceKind, Layout, Place, Problem, ProblemCode, Timestamp,
};

use crate::tree::problem;
use crate::{
    Blob, Entry, Evidence, OpenError, Select, Source, Sqlite, Tree, model_name, property_list,
};

/// The files that describe a backup; they stand at the root of the layout.
const DESCRIPTION: &[&str] = &[
    "Info.plist",
    "Manifest.db",
    "Manifest.plist",
    "Status.plist",
];

struct Backup {
    root: PathBuf,
    /// SQLite connections may move between threads but not be shared.
    manifest: Mutex<Sqlite>,
}

fn dictionary(path: &Path) -> Result<plist::Dictionary, String> {
    let meta = std::fs::symlink_metadata(path).map_err(|error| error.to_string())?;
    if !meta.is_file() || meta.len() > 512 << 20 {
        return Err("not a regular file of ordinary size".to_owned());
    }
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    match property_list(&bytes) {
        Ok(plist::Value::Dictionary(dict)) => Ok(dict),
        Ok(_) => Err("not a dictionary".to_owned()),
        Err(error) => Err(error.detail),
    }
}

/// Whether `Manifest.plist` says that the backup is encrypted; `None` when it cannot be read.
pub(crate) fn is_encrypted(root: &Path) -> Option<bool> {
    let dict = dictionary(&root.join("Manifest.plist")).ok()?;
    dict.get("IsEncrypted").and_then(plist::Value::as_boolean)
}

/// What `Status.plist` and the folder say against a backup being whole, in words; empty when nothing does.
pub(crate) fn incomplete(root: &Path) -> Vec<String> {
    let mut reasons = Vec::new();
    for name in DESCRIPTION {
        if !root.join(name).is_file() {
            reasons.push(format!("{name} is missing"));
        }
    }
    if let Ok(status) = dictionary(&root.join("Status.plist")) {
        match status
            .get("SnapshotState")
            .and_then(plist::Value::as_string)
        {
            Some("finished") | None => {}
            Some(state) => reasons.push(format!(
                "Status.plist says SnapshotState `{state}`, not `finished`"
            )),
        }
    }
    reasons
}

/// What `Info.plist` says of the device, and when the backup was made.
pub(crate) fn device(root: &Path) -> Result<(Device, Option<Timestamp>), String> {
    let dict = dictionary(&root.join("Info.plist"))?;
    let text = |key: &str| {
        dict.get(key)
            .and_then(plist::Value::as_string)
            .map(str::to_owned)
    };
    let product_type = text("Product Type");
    let model = product_type
        .as_deref()
        .and_then(model_name)
        .map(str::to_owned);
    let os = match product_type.as_deref() {
        Some(kind) if kind.starts_with("iPad") => Some("iPadOS"),
        Some(kind) if kind.starts_with("iPhone") || kind.starts_with("iPod") => Some("iOS"),
        _ => None,
    };
    let device = Device {
        name: text("Device Name"),
        model: model.or_else(|| text("Product Name")),
        product_type,
        os: os.map(str::to_owned),
        os_version: text("Product Version"),
        os_build: text("Build Version"),
        serial: text("Serial Number"),
        udid: text("Unique Identifier").or_else(|| text("Target Identifier")),
    };
    let made = dict
        .get("Last Backup Date")
        .and_then(plist::Value::as_date)
        .and_then(|date| Timestamp::parse_rfc3339(&date.to_xml_format()));
    Ok((device, made))
}

/// Opens an unencrypted backup folder.
pub(crate) fn open(root: &Path) -> Result<Evidence, OpenError> {
    if is_encrypted(root) == Some(true) {
        return Err(OpenError::Encrypted(root.to_owned()));
    }
    let manifest_path = root.join("Manifest.db");
    if !manifest_path.is_file() {
        return Err(OpenError::Damaged {
            path: root.to_owned(),
            detail: "Manifest.db is missing".to_owned(),
        });
    }
    let damaged = |detail: String| OpenError::Damaged {
        path: manifest_path.clone(),
        detail,
    };
    let wal_path = root.join("Manifest.db-wal");
    let wal = wal_path.is_file().then_some(Blob::File(wal_path));
    let manifest =
        Sqlite::open(&Blob::File(manifest_path.clone()), wal.as_ref()).map_err(|error| {
            // An encrypted backup whose Manifest.plist was lost: its manifest is not a database.
            if error.code == ProblemCode::NotTheFormat && is_encrypted(root).is_none() {
                return damaged(format!(
                    "{}; the backup may be encrypted and has no readable Manifest.plist",
                    error.detail
                ));
            }
            damaged(error.detail)
        })?;
    if !manifest.has_table("Files") {
        return Err(damaged("it has no table Files".to_owned()));
    }
    let mut problems = Vec::new();
    let mut files = 0u64;
    let counted = manifest.each(&Select::from("Files").columns(&["flags"]), &mut |row| {
        files = files.saturating_add(u64::from(row.int("flags") == Some(1)));
    });
    if let Err(error) = counted {
        problems.push(problem(
            error.code,
            "Manifest.db",
            error.place,
            error.detail,
        ));
    }
    if let Some(trouble) = &manifest.wal_trouble {
        problems.push(problem(
            ProblemCode::WalDamaged,
            "Manifest.db",
            Place::File,
            trouble.clone(),
        ));
    }
    for reason in incomplete(root) {
        problems.push(problem(
            ProblemCode::EvidenceIncomplete,
            "",
            Place::File,
            reason,
        ));
    }
    let (device, made) = match device(root) {
        Ok(found) => found,
        Err(detail) => {
            problems.push(problem(
                ProblemCode::DescriptionMissing,
                "Info.plist",
                Place::File,
                detail,
            ));
            (Device::default(), None)
        }
    };
    let info = EvidenceInfo {
        kind: EvidenceKind::IosBackup,
        layout: Layout::IosBackup,
        id: Blob::File(manifest_path.clone())
            .sha256()
            .map_err(|source| OpenError::Io {
                path: manifest_path.clone(),
                source,
            })?,
        id_of: "SHA-256 of Manifest.db".to_owned(),
        device,
        made,
        files,
    };
    Ok(Evidence::new(
        info,
        problems,
        Box::new(Backup {
            root: root.to_owned(),
            manifest: Mutex::new(manifest),
        }),
    ))
}

/// The id under which a file of a backup is stored: SHA-1 of `domain-path`.
fn file_id(domain: &str, relative: &str) -> String {
    let mut hasher = sha1::Sha1::new();
    hasher.update(domain.as_bytes());
    hasher.update(b"-");
    hasher.update(relative.as_bytes());
    hex::encode(hasher.finalize())
}

impl Backup {
    /// Where the bytes of an id lie: `(path, stored as)`. The id comes from the evidence and must not become a path
    /// that leads elsewhere.
    fn stored(&self, id: &str) -> Result<(PathBuf, String), (ProblemCode, String)> {
        if id.len() != 40 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err((
                ProblemCode::ManifestEntryDamaged,
                "the file id is not a SHA-1".to_owned(),
            ));
        }
        let folder = id.get(..2).unwrap_or_default();
        let path = self.root.join(folder).join(id);
        for step in [self.root.join(folder), path.clone()] {
            match std::fs::symlink_metadata(&step) {
                Ok(meta) if meta.is_symlink() => {
                    return Err((
                        ProblemCode::LinkNotFollowed,
                        "stored as a symbolic link".to_owned(),
                    ));
                }
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Err((
                        ProblemCode::FileMissing,
                        "listed in the manifest, but not in the backup".to_owned(),
                    ));
                }
                Err(error) => return Err((ProblemCode::FileUnreadable, error.to_string())),
            }
        }
        Ok((path, format!("{folder}/{id}")))
    }
}

impl Tree for Backup {
    fn walk<'t>(
        &'t self,
        wanted: &mut dyn FnMut(Entry<'_>) -> bool,
        give: &mut dyn FnMut(Source<'t>),
        report: &mut dyn FnMut(Problem),
    ) {
        for name in DESCRIPTION {
            let path = self.root.join(name);
            if path.is_file() && wanted(Entry { path: name }) {
                give(Source::new(
                    self,
                    (*name).to_owned(),
                    None,
                    Blob::File(path),
                ));
            }
        }
        // Sources are given after the manifest is read: whoever gets one may ask the manifest for a companion.
        let mut found = Vec::new();
        {
            let Ok(manifest) = self.manifest.lock() else {
                return;
            };
            let select =
                Select::from("Files").columns(&["fileID", "domain", "relativePath", "flags"]);
            let mut path = String::new();
            let read = manifest.each(&select, &mut |row| {
                if row.int("flags") != Some(1) {
                    return;
                }
                let (Some(id), Some(domain)) = (row.text("fileID"), row.text("domain")) else {
                    let detail = "an entry without file id or domain";
                    report(problem(
                        ProblemCode::ManifestEntryDamaged,
                        "Manifest.db",
                        row.place(),
                        detail,
                    ));
                    return;
                };
                path.clear();
                path.push_str(&domain);
                path.push('/');
                path.push_str(&row.text("relativePath").unwrap_or_default());
                if wanted(Entry { path: &path }) {
                    found.push((path.clone(), id));
                }
            });
            if let Err(error) = read {
                report(problem(
                    error.code,
                    "Manifest.db",
                    error.place,
                    error.detail,
                ));
            }
        }
        found.sort();
        for (path, id) in found {
            match self.stored(&id) {
                Ok((file, stored_as)) => {
                    give(Source::new(self, path, Some(stored_as), Blob::File(file)));
                }
                Err((code, detail)) => report(problem(code, &path, Place::File, detail)),
            }
        }
    }

    fn find(&self, path: &str) -> Option<(Blob, Option<String>)> {
        let Some((domain, relative)) = path.split_once('/') else {
            let name = DESCRIPTION.iter().find(|name| **name == path)?;
            return Some((Blob::File(self.root.join(name)), None));
        };
        // The id is a function of the path, by the format.
        let id = file_id(domain, relative);
        let (file, stored_as) = self.stored(&id).ok()?;
        file.is_file()
            .then_some((Blob::File(file), Some(stored_as)))
    }

    fn layout(&self) -> Layout {
        Layout::IosBackup
    }
}
