//! Evidence inside evidence: a sysdiagnose in a dump or beside crash reports; the bug report and the backup of an
//! AndroidQF acquisition; intrusion logs, of which each export is a zip; archives among files (`among_files.rs`).

use std::path::PathBuf;
use std::sync::Arc;

use vigie_model::Layout;

use crate::archive::{self, Packing};
use crate::climbing::climbing;
use crate::disk::BOOT_NAME;
use crate::recognise_android::is_zip;
use crate::source::WHOLE_FILE_LIMIT;
use crate::{Blob, Evidence, OpenError, OpenOptions, Source, among_files, android_backup};

/// Whether a path of a layout may be evidence in itself. What it is, its content decides; of files of whatever origin it
/// alone does.
pub fn may_be_nested(layout: Layout, path: &str) -> bool {
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
    known(source, options).map(Some)
}

/// Opens a source whose place says that it should be evidence.
fn known(source: &Source<'_>, options: &OpenOptions) -> Result<Evidence, OpenError> {
    let path = || PathBuf::from(source.path());
    let io = |error: std::io::Error| OpenError::Io { path: path(), source: error };
    let damaged = |error: std::io::Error| OpenError::Damaged { path: path(), detail: error.to_string() };
    let blob = source.blob();
    if android_backup::Header::of(blob).is_some() {
        return android_backup::open(blob, &path(), options);
    }
    let packing = Packing::of(blob).map_err(io)?.ok_or_else(|| OpenError::Unknown(path()))?;
    let blob = if matches!(packing, Packing::Packed(_)) { blob.clone() } else { near(source)? };
    // Files without a root of their own are not evidence in a device: its own are told by where they lie.
    let roots = archive::recognise(packing, &blob, 0).map_err(damaged)?.filter(|roots| !roots.is_loose());
    let roots = roots.ok_or_else(|| match climbing(packing, &blob) {
        0 => OpenError::Unknown(path()),
        members => OpenError::NamesClimb { path: path(), members },
    })?;
    archive::open(packing, &blob, &roots, None).map_err(damaged)
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
