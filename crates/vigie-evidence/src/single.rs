//! A single file that is evidence by itself: a crash report of iOS, or the text of an Android bug report.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use vigie_model::{EvidenceKind, Layout};

use crate::indexed::{Lies, Node, NodeKind};
use crate::recognise::{self, Roots};
use crate::{Blob, Evidence, OpenError, archive};

/// How much of the beginning is looked at, in bytes.
const HEAD_LIMIT: u64 = 64 << 10;

/// What a single file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Single {
    /// One line of JSON with the type of the report, then the report.
    CrashReport,
    /// What `dumpstate` or `dumpsys` printed.
    Dumpstate,
}

impl Single {
    /// What the beginning of a file says.
    pub(crate) fn of(blob: &Blob) -> Option<Self> {
        let mut head = Vec::new();
        blob.reader().ok()?.take(HEAD_LIMIT).read_to_end(&mut head).ok()?;
        if is_crash_report(&head) {
            return Some(Self::CrashReport);
        }
        let marks: [&[u8]; 3] = [b"== dumpstate: ", b"DUMP OF SERVICE ", b"------ SYSTEM PROPERTIES ("];
        let lines = head.split(|byte| *byte == b'\n');
        lines.into_iter().any(|line| marks.iter().any(|mark| line.starts_with(mark))).then_some(Self::Dumpstate)
    }

    pub(crate) fn kind(self) -> EvidenceKind {
        match self {
            Self::CrashReport => EvidenceKind::IosCrashReports,
            Self::Dumpstate => EvidenceKind::AndroidBugreport,
        }
    }

    fn layout(self) -> Layout {
        match self {
            Self::CrashReport => Layout::IosCrashReports,
            Self::Dumpstate => Layout::AndroidBugreport,
        }
    }

    /// The name artifacts look for, where the file has another.
    fn named(self, name: String) -> String {
        match self {
            Self::CrashReport if !recognise::is_report(&name) => format!("{name}.ips"),
            Self::Dumpstate if !recognise::is_dumpstate(&name) => "dumpstate.txt".to_owned(),
            _ => name,
        }
    }
}

fn is_crash_report(head: &[u8]) -> bool {
    let mut line = Vec::new();
    if BufReader::new(head).read_until(b'\n', &mut line).is_err() {
        return false;
    }
    let header = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&line);
    header.is_ok_and(|header| header.contains_key("bug_type"))
}

/// Opens one.
pub(crate) fn open(path: &Path, single: Single) -> Result<Evidence, OpenError> {
    let blob = Blob::File(path.to_owned());
    let id = blob.sha256().map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let node = Node {
        path: single.named(name).into(),
        kind: NodeKind::File(Lies::File(path.to_owned())),
        size: blob.size().ok(),
        modified: None,
        changed: None,
        created: None,
        mode: None,
    };
    let roots = Roots::whole(single.kind(), single.layout());
    let mut evidence = archive::indexed(vec![node], &roots, None, Vec::new());
    evidence.info.id = id;
    "SHA-256 of the file".clone_into(&mut evidence.info.id_of);
    Ok(evidence)
}
