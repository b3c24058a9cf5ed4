//! Evidence in a folder: an iOS file system or a part of one, an unpacked sysdiagnose, crash reports.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use vigie_model::{Layout, Place, Problem, ProblemCode, Timestamp};
use walkdir::{DirEntry, WalkDir};

use crate::indexed::{Lies, Node, NodeKind};
use crate::recognise::{Recogniser, Roots, is_report};
use crate::tree::problem;
use crate::{Blob, Evidence, OpenError, archive};

/// How deep a folder is looked into to tell what it is.
const DEEP: usize = 4;

/// What a folder is the root of. Content decides; of its name only `var` counts, which is `/private/var` copied alone.
/// Crash reports and intrusion logs count when they lie in the folder itself: a folder with one somewhere below is not
/// one of these. The text of a bug report without a name that says so counts when `main_entry.txt` names it.
pub(crate) fn recognise(path: &Path) -> Option<Roots> {
    let mut recogniser = Recogniser::default();
    let mut reports = false;
    let is_var = path.file_name().is_some_and(|name| name == "var");
    for entry in WalkDir::new(path).min_depth(1).max_depth(DEEP).follow_links(false).sort_by_file_name() {
        let Ok(entry) = entry else { continue };
        let Some(name) = relative(&entry, path) else { continue };
        let is_folder = entry.file_type().is_dir();
        let name = if is_var { format!("private/var/{name}") } else { name };
        recogniser.see(&name, is_folder);
        reports |= entry.depth() == 1 && !is_folder && is_report(&name);
        if let Some(roots) = recogniser.certain().filter(|roots| is_here(roots, is_var)) {
            return Some(if is_var { roots.moved("private/var/") } else { roots });
        }
    }
    // A link could lead out of what was handed to us.
    let is_file = |path: &Path| std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
    let mut file = |name: &str| Some(path.join(name)).filter(|path| is_file(path)).map(Blob::File);
    let roots = recogniser.finish(&mut file).filter(|roots| is_here(roots, is_var))?;
    match roots.layout {
        Layout::IosCrashReports => reports.then_some(roots),
        Layout::AndroidIntrusionLogs => recogniser.android.tells_at_top().then_some(roots),
        Layout::AndroidBugreport if roots.is_renamed() => recogniser.android.tells_at_top().then_some(roots),
        _ => Some(roots),
    }
}

/// Roots further down are evidence of their own, found by whoever looks into the folders below.
fn is_here(roots: &Roots, is_var: bool) -> bool {
    roots.is_at_top() || (!is_var && roots.is_in_partitions())
}

fn relative(entry: &DirEntry, root: &Path) -> Option<String> {
    let relative = entry.path().strip_prefix(root).ok()?;
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// Opens a folder in which [`recognise`] found something.
pub(crate) fn open(path: &Path, roots: &Roots) -> Result<Evidence, OpenError> {
    std::fs::read_dir(path).map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    let mut nodes = Vec::new();
    let mut problems: Vec<Problem> = Vec::new();
    for entry in WalkDir::new(path).min_depth(1).follow_links(false).sort_by_file_name() {
        match entry {
            Ok(entry) => nodes.extend(relative(&entry, path).map(|name| node(name, entry))),
            Err(error) => {
                let at = error.path().unwrap_or(path).strip_prefix(path).unwrap_or(path).display().to_string();
                problems.push(problem(ProblemCode::FileUnreadable, &at, Place::File, error.to_string()));
            }
        }
    }
    Ok(archive::indexed(nodes, roots, None, problems))
}

fn node(name: String, entry: DirEntry) -> Node {
    let meta = entry.metadata().ok();
    let kind = entry.file_type();
    let path: PathBuf = entry.into_path();
    let target = |path: &Path| std::fs::read_link(path).unwrap_or_default().display().to_string();
    let time = |time: std::io::Result<std::time::SystemTime>| {
        let nanos = time.ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Timestamp::from_unix_nanos(i64::try_from(nanos).ok()?)
    };
    Node {
        size: meta.as_ref().filter(|_| !kind.is_dir()).map(std::fs::Metadata::len),
        modified: meta.as_ref().and_then(|meta| time(meta.modified())),
        changed: None,
        created: None,
        mode: meta.as_ref().and_then(mode),
        kind: if kind.is_dir() {
            NodeKind::Folder
        } else if kind.is_symlink() {
            NodeKind::Link(target(&path).into())
        } else if kind.is_file() {
            NodeKind::File(Lies::File(path))
        } else {
            NodeKind::Other("a device, pipe or socket".into())
        },
        path: name.into(),
        stored_as: None,
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn mode(meta: &std::fs::Metadata) -> Option<u32> {
    Some(std::os::unix::fs::MetadataExt::mode(meta))
}

#[cfg(not(unix))]
fn mode(_meta: &std::fs::Metadata) -> Option<u32> {
    None
}
