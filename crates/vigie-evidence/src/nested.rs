//! Evidence inside evidence: a sysdiagnose in a dump or beside crash reports; the bug report and the backup of an
//! AndroidQF acquisition; intrusion logs, of which each export is a zip; archives among files (`among_files.rs`). What
//! people put beside evidence of Android is told by its content, as evidence of its own is.

use std::path::PathBuf;
use std::sync::Arc;

use vigie_model::{EvidenceKind, Layout};

use crate::archive::{self, Packing};
use crate::climbing::climbing;
use crate::disk::BOOT_NAME;
use crate::recognise::is_dumpstate;
use crate::recognise_android::{SHALLOW, is_compressed, is_of_qf, is_question, is_zip};
use crate::single::{self, Single, is_event_file};
use crate::source::WHOLE_FILE_LIMIT;
use crate::{Blob, Evidence, OpenError, OpenOptions, Source, among_files, android_backup};

/// Endings of what holds evidence, in lower case.
const PACKED: &[&str] = &[".zip", ".ab", ".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.zst"];

/// Whether a path of a layout may be evidence in itself. What it is, its content decides; of files of whatever origin,
/// and of what lies beside evidence of Android, it alone does.
pub fn may_be_nested(layout: Layout, path: &str) -> bool {
    is_promised(layout, path) || may_lie_beside(layout, path)
}

/// Whether a file has the name of an archive, as evidence is handed over.
pub(crate) fn is_packed(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    PACKED.iter().any(|ending| path.ends_with(ending))
}

/// Whether a file lies where recognition looks for evidence, and is no part of the one it lies in: the folder above several
/// counts as one of them.
fn may_lie_beside(layout: Layout, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    if layout == Layout::AndroidFilesystem {
        return is_kept_report(path, name);
    }
    let is_log_of_qf = layout == Layout::AndroidQf && path.starts_with("intrusion_logs/");
    if is_log_of_qf && is_compressed(name) {
        return true;
    }
    let (depth, is_part) = match layout {
        Layout::AndroidBugreport => (SHALLOW, path.starts_with("FS/") || is_dumpstate(path)),
        Layout::AndroidIntrusionLogs => (SHALLOW, is_event_file(path)),
        Layout::AndroidQf => (0, is_of_qf(name)),
        _ => return false,
    };
    path.matches('/').count() <= depth && !is_part && (is_packed(name) || is_question(name))
}

/// Whether a file of a device has the name and the place of a bug report that was kept there: by Samsung when something crashed
/// (`data/log/dumpstate_app_error.txt.gz`), by Motorola's Bug2Go, by the shell, by whoever saved one among the files that people
/// see. Other readers: none known; the names are those in Samsung's `Debug.saveDumpstate`.
fn is_kept_report(path: &str, name: &str) -> bool {
    const FOLDERS: [&str; 4] = ["/bugreports/", "/bug2go/", "data/log/", "data/media/"];
    let (path, name) = (path.to_ascii_lowercase(), name.to_ascii_lowercase());
    let is_named = name.starts_with("bugreport") || name.starts_with("dumpstate");
    is_named && FOLDERS.iter().any(|folder| path.contains(folder)) && (is_packed(&name) || is_question(&name))
}

/// Whether the place of a file says that it should be evidence in itself: when it is none, that is told.
fn is_promised(layout: Layout, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match layout {
        Layout::IosFilesystem => {
            path.starts_with("private/var/mobile/Library/Logs/CrashReporter/") && name.ends_with(".tar.gz")
        }
        Layout::IosCrashReports => name.ends_with(".tar.gz"),
        Layout::AndroidQf => {
            path == "backup.ab" || is_zip(path) && (path == "bugreport.zip" || path.starts_with("intrusion_logs/"))
        }
        // Makers put the bug report in a zip with logs of their own (Xiaomi: `bugreport-DATE.zip` in another).
        Layout::AndroidBugreport => {
            is_zip(name) && name.starts_with("bugreport") && path.matches('/').count() <= 1 && !path.starts_with("FS/")
        }
        Layout::AndroidIntrusionLogs => is_zip(name),
        Layout::AndroidFilesystem => {
            let is_report = name.starts_with("bugreport") && path.contains("/bugreports/");
            // Xiaomi names some of them by their date alone.
            let is_kept = path.contains("/MIUI/debug_log/") || path.contains("/Download/Intrusion Logging/");
            is_zip(name) && (is_report || is_kept)
        }
        // The first sectors of an image begin as the image does, and are read as they are.
        Layout::Files => path != BOOT_NAME,
        _ => false,
    }
}

/// Opens a source as evidence; `None` when it is one of the files of whatever origin and holds no others.
pub(crate) fn open(source: &Source<'_>, options: &OpenOptions) -> Result<Option<Evidence>, OpenError> {
    if source.layout() == Layout::Files {
        return among_files::open(source);
    }
    match known(source, options) {
        Err(OpenError::Unknown(_)) if !is_promised(source.layout(), source.path()) => Ok(None),
        other => other.map(Some),
    }
}

/// Opens a source as evidence that is known by its root, or by the beginning of its text.
fn known(source: &Source<'_>, options: &OpenOptions) -> Result<Evidence, OpenError> {
    let path = || PathBuf::from(source.path());
    let io = |error: std::io::Error| OpenError::Io { path: path(), source: error };
    let damaged = |error: std::io::Error| OpenError::Damaged { path: path(), detail: error.to_string() };
    let blob = source.blob();
    if android_backup::Header::of(blob).is_some() {
        return android_backup::open(blob, &path(), options);
    }
    let Some(packing) = Packing::of(blob).map_err(io)? else { return text(source) };
    let blob = if matches!(packing, Packing::Packed(_)) { blob.clone() } else { near(source)? };
    // Files without a root of their own are not evidence in a device: its own are told by where they lie.
    let roots = archive::recognise(packing, &blob, 0).map_err(damaged)?.filter(|roots| !roots.is_loose());
    let roots = roots.ok_or_else(|| match climbing(packing, &blob) {
        0 => OpenError::Unknown(path()),
        members => OpenError::NamesClimb { path: path(), members },
    })?;
    // Its files are told by its manifest, which is opened where it lies by itself.
    if roots.kind == EvidenceKind::IosBackup {
        return Err(OpenError::Packed { path: path(), kind: roots.kind });
    }
    archive::open(packing, &blob, &roots, None).map_err(damaged)
}

/// Opens the text of a bug report, or an intrusion log.
fn text(source: &Source<'_>) -> Result<Evidence, OpenError> {
    let (path, blob) = (PathBuf::from(source.stored_as().unwrap_or(source.path())), source.blob());
    match Single::of(blob, &path) {
        Some(single @ (Single::Dumpstate | Single::IntrusionLog)) => single::open(&path, blob, single),
        _ => Err(OpenError::Unknown(path)),
    }
}

/// The bytes of a zip, a plain tar or an image, which are read from any place: inside a compressed archive that takes
/// memory.
pub(crate) fn near(source: &Source<'_>) -> Result<Blob, OpenError> {
    let path = || PathBuf::from(source.path());
    let blob = source.blob();
    if blob.seekable().is_ok() {
        return Ok(blob.clone());
    }
    let size = blob.size().map_err(|error| OpenError::Io { path: path(), source: error })?;
    if size > WHOLE_FILE_LIMIT {
        let detail = format!("{size} bytes: what lies in a compressed archive is looked into up to {WHOLE_FILE_LIMIT}");
        return Err(OpenError::Damaged { path: path(), detail });
    }
    let bytes = source.bytes().map_err(|error| OpenError::Damaged { path: path(), detail: error.detail })?;
    Ok(Blob::Memory(Arc::from(bytes)))
}
