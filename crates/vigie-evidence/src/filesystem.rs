//! A folder that holds an iOS file system, or a part of one: `private/var/…` at its root.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use vigie_model::{Device, EvidenceInfo, EvidenceKind, Layout, Place, Problem, ProblemCode};
use walkdir::WalkDir;

use crate::tree::{keys_under, problem};
use crate::{Blob, Entry, Evidence, OpenError, Shared, Source, Tree, property_list};

/// A folder and the paths of its files.
struct Folder {
    /// Device path without leading slash -> where the file lies, and whether it is a link.
    files: BTreeMap<String, (PathBuf, bool)>,
    shared: Shared,
}

/// Where the device's root lies in a folder, and what to put before a path found there. Content decides, not names
/// of the folder: `private/var`, or the `var` it stands for.
pub(crate) fn root_of(path: &Path) -> Option<(PathBuf, &'static str)> {
    let is_var = |var: &Path| {
        ["mobile", "root", "wireless", "preferences", "db", "containers"].iter().any(|name| var.join(name).is_dir())
    };
    if is_var(&path.join("private").join("var")) {
        return Some((path.to_owned(), ""));
    }
    if is_var(&path.join("var")) {
        return Some((path.to_owned(), "private/"));
    }
    if path.file_name().is_some_and(|name| name == "var") && is_var(path) {
        return Some((path.to_owned(), "private/var/"));
    }
    None
}

/// Opens a folder in which [`root_of`] found a device's root.
pub(crate) fn open(path: &Path) -> Result<Evidence, OpenError> {
    let (root, prefix) = root_of(path).ok_or_else(|| OpenError::Unknown(path.to_owned()))?;
    let mut files = BTreeMap::new();
    let mut problems = Vec::new();
    let mut listing = Sha256::new();
    for entry in WalkDir::new(&root).follow_links(false).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let at = error.path().unwrap_or(&root).strip_prefix(&root).unwrap_or(&root).display().to_string();
                problems.push(problem(ProblemCode::FileUnreadable, &at, Place::File, error.to_string()));
                continue;
            }
        };
        let kind = entry.file_type();
        if !kind.is_file() && !kind.is_symlink() {
            continue;
        }
        let Ok(relative) = entry.path().strip_prefix(&root) else {
            continue;
        };
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let name = format!("{prefix}{}", parts.join("/"));
        let size = entry.metadata().map_or(0, |meta| meta.len());
        listing.update(name.as_bytes());
        listing.update([0]);
        listing.update(size.to_be_bytes());
        files.insert(name, (entry.into_path(), kind.is_symlink()));
    }
    let folder = Folder { files, shared: Shared::default() };
    let info = EvidenceInfo {
        kind: EvidenceKind::IosFilesystem,
        layout: Layout::IosFilesystem,
        id: hex::encode(listing.finalize()),
        id_of: "SHA-256 of the sorted list of paths and sizes".to_owned(),
        device: device(&folder),
        made: None,
        files: folder.files.len() as u64,
        encrypted: false,
    };
    Ok(Evidence::new(info, problems, Box::new(folder)))
}

/// What the file system says of the device. A part of a file system often says nothing.
fn device(folder: &Folder) -> Device {
    let mut device = Device::default();
    let Some((blob, _)) = folder.find("System/Library/CoreServices/SystemVersion.plist") else {
        return device;
    };
    let Ok(reader) = blob.reader() else {
        return device;
    };
    let mut bytes = Vec::new();
    if std::io::Read::read_to_end(&mut std::io::Read::take(reader, 1 << 20), &mut bytes).is_err() {
        return device;
    }
    if let Ok(plist::Value::Dictionary(dict)) = property_list(&bytes) {
        let text = |key: &str| dict.get(key).and_then(plist::Value::as_string).map(str::to_owned);
        device.os = text("ProductName");
        device.os_version = text("ProductVersion");
        device.os_build = text("ProductBuildVersion");
    }
    device
}

impl Tree for Folder {
    fn walk<'t>(
        &'t self,
        wanted: &mut dyn FnMut(Entry<'_>) -> bool,
        give: &mut dyn FnMut(Source<'t>),
        report: &mut dyn FnMut(Problem),
    ) {
        for (path, (file, is_link)) in &self.files {
            if !wanted(Entry { path }) {
                continue;
            }
            if *is_link {
                let target = std::fs::read_link(file).unwrap_or_default();
                report(problem(
                    ProblemCode::LinkNotFollowed,
                    path,
                    Place::File,
                    format!("a symbolic link to {}", target.display()),
                ));
                continue;
            }
            give(Source::new(self, path.clone(), None, Blob::File(file.clone())));
        }
    }

    fn find(&self, path: &str) -> Option<(Blob, Option<String>)> {
        let (file, is_link) = self.files.get(path)?;
        (!is_link).then(|| (Blob::File(file.clone()), None))
    }

    fn under(&self, folder: &str) -> Vec<String> {
        keys_under(&self.files, folder)
    }

    fn layout(&self) -> Layout {
        Layout::IosFilesystem
    }

    fn shared(&self) -> &Shared {
        &self.shared
    }
}
