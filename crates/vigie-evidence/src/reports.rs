//! A single crash report.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use vigie_model::{EvidenceKind, Layout};

use crate::indexed::{Lies, Node, NodeKind};
use crate::recognise::Roots;
use crate::{Blob, Evidence, OpenError, archive};

/// Longest first line of a report that is looked at, in bytes.
const HEADER_LIMIT: u64 = 64 << 10;

/// Whether the file begins like a crash report: one line of JSON with the type of the report.
pub(crate) fn is_report(blob: &Blob) -> bool {
    let Ok(reader) = blob.reader() else { return false };
    let mut line = Vec::new();
    if BufReader::new(reader.take(HEADER_LIMIT)).read_until(b'\n', &mut line).is_err() {
        return false;
    }
    let header = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&line);
    header.is_ok_and(|header| header.contains_key("bug_type"))
}

/// Opens one.
pub(crate) fn open(path: &Path) -> Result<Evidence, OpenError> {
    let blob = Blob::File(path.to_owned());
    let id = blob.sha256().map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    // Artifacts look for reports by the ending every iOS gives them.
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = if crate::recognise::is_report(&name) { name } else { format!("{name}.ips") };
    let node = Node {
        path: name.into(),
        kind: NodeKind::File(Lies::File(path.to_owned())),
        size: blob.size().ok(),
        modified: None,
        changed: None,
        created: None,
        mode: None,
    };
    let roots = Roots::whole(EvidenceKind::IosCrashReports, Layout::IosCrashReports);
    let mut evidence = archive::indexed(vec![node], &roots, None, Vec::new());
    evidence.info.id = id;
    "SHA-256 of the file".clone_into(&mut evidence.info.id_of);
    Ok(evidence)
}
