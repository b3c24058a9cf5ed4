//! A single file that is evidence by itself: a crash report of iOS, the text of an Android bug report, an intrusion log,
//! an app for Android.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use vigie_model::{EvidenceKind, Layout};

use crate::archive::Codec;
use crate::indexed::{Lies, Node, NodeKind};
use crate::recognise::{self, Roots};
use crate::recognise_android::{is_compressed, is_question, is_zip};
use crate::recognise_loose;
use crate::{Blob, Evidence, OpenError, Packed, archive, utf16};

/// How much of the beginning is looked at, in bytes.
pub(crate) const HEAD_LIMIT: u64 = 64 << 10;

/// What a single file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Single {
    /// One line of JSON with the type of the report, then the report.
    CrashReport,
    /// What `dumpstate` or `dumpsys` printed.
    Dumpstate,
    /// A log of Android's intrusion logging: one event a line, as JSON.
    IntrusionLog,
    /// An app for Android, as its file.
    App,
    /// A file of a kind that has no root of its own, and the ending artifacts look for.
    Loose(EvidenceKind, Option<&'static str>),
}

impl Single {
    /// What the beginning of a file says, or of what is compressed in it; then its name.
    pub(crate) fn of(blob: &Blob, path: &Path) -> Option<Self> {
        let head = head(blob)?;
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let loose = || recognise_loose::single(&head, &name).map(|(kind, ending)| Self::Loose(kind, ending));
        Self::of_head(&head).or_else(|| Self::in_packed(blob)).or_else(loose)
    }

    /// What the first bytes say, up to [`HEAD_LIMIT`].
    pub(crate) fn of_head(head: &[u8]) -> Option<Self> {
        let mut text = Vec::new();
        utf16::decoded(head).ok()?.read_to_end(&mut text).ok()?;
        let head = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
        if is_crash_report(head) {
            return Some(Self::CrashReport);
        }
        if is_intrusion_log(head) {
            return Some(Self::IntrusionLog);
        }
        let marks: [&[u8]; 3] = [b"== dumpstate: ", b"DUMP OF SERVICE ", b"------ SYSTEM PROPERTIES ("];
        let lines = head.split(|byte| *byte == b'\n');
        lines.into_iter().any(|line| marks.iter().any(|mark| line.starts_with(mark))).then_some(Self::Dumpstate)
    }

    /// What is compressed in a file: makers keep the texts of bug reports so (Samsung `dumpstate_app_error.txt.gz`).
    pub(crate) fn in_packed(blob: &Blob) -> Option<Self> {
        let codec = codec(blob)?;
        let mut head = Vec::new();
        // Of one that is cut off, what could be unpacked counts.
        let _ = codec.reader(blob.reader().ok()?).take(HEAD_LIMIT).read_to_end(&mut head);
        Self::of_head(&head).filter(|single| matches!(single, Self::Dumpstate | Self::IntrusionLog))
    }

    pub(crate) fn kind(self) -> EvidenceKind {
        match self {
            Self::CrashReport => EvidenceKind::IosCrashReports,
            Self::Dumpstate => EvidenceKind::AndroidBugreport,
            Self::IntrusionLog => EvidenceKind::AndroidIntrusionLogs,
            Self::App => EvidenceKind::AndroidApp,
            Self::Loose(kind, _) => kind,
        }
    }

    fn layout(self) -> Layout {
        match self {
            Self::CrashReport => Layout::IosCrashReports,
            Self::Dumpstate => Layout::AndroidBugreport,
            Self::IntrusionLog => Layout::AndroidIntrusionLogs,
            // Where AndroidQF keeps apps. It says nothing of where the file lay on a device.
            Self::App => Layout::AndroidQf,
            Self::Loose(kind, _) => recognise_loose::layout(kind).unwrap_or(Layout::Files),
        }
    }

    /// The name artifacts look for, where the file has another.
    fn named(self, name: String) -> String {
        match self {
            Self::CrashReport if !recognise::is_report(&name) => format!("{name}.ips"),
            Self::Dumpstate if !recognise::is_dumpstate(&name) => "dumpstate.txt".to_owned(),
            Self::IntrusionLog if !is_event_file(&name) => format!("{name}.txt"),
            Self::App => format!("apks/{}.apk", name.strip_suffix(".apk").unwrap_or(&name)),
            Self::Loose(_, Some(ending)) if !name.to_ascii_lowercase().ends_with(ending) => format!("{name}{ending}"),
            _ => name,
        }
    }
}

/// The first bytes, up to [`HEAD_LIMIT`].
fn head(blob: &Blob) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    blob.reader().ok()?.take(HEAD_LIMIT).read_to_end(&mut head).ok()?;
    Some(head)
}

/// How a file is compressed, if it is.
fn codec(blob: &Blob) -> Option<Codec> {
    Codec::of(&archive::head(blob.reader().ok()?).ok()?)
}

/// Whether a file has a name that artifacts look for as an intrusion log.
pub(crate) fn is_event_file(path: &str) -> bool {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    matches!(ending, Some("txt" | "log" | "json" | "jsonl" | "ndjson"))
}

/// The path artifacts look for, where an intrusion log has another: one without an ending, or in capitals.
pub(crate) fn named_as_log(layout: Layout, path: &str) -> Option<String> {
    let is_there = match layout {
        Layout::AndroidIntrusionLogs => true,
        Layout::AndroidQf => path.starts_with("intrusion_logs/"),
        _ => false,
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    (is_there && is_question(name) && !is_zip(name) && !is_compressed(name) && !is_event_file(name))
        .then(|| format!("{path}.txt"))
}

/// Whether one of the first lines is an event: `{"dns_event": {…}}`. Kinds of events that are not known yet count when
/// they are named alike.
fn is_intrusion_log(head: &[u8]) -> bool {
    let lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    lines.take(20).any(|line| {
        let event = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(line).unwrap_or_default();
        let mut names = event.iter();
        let first = names.next();
        names.next().is_none() && first.is_some_and(|(name, value)| name.ends_with("_event") && value.is_object())
    })
}

fn is_crash_report(head: &[u8]) -> bool {
    let mut line = Vec::new();
    if BufReader::new(head).read_until(b'\n', &mut line).is_err() {
        return false;
    }
    let header = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&line);
    header.is_ok_and(|header| header.contains_key("bug_type"))
}

/// Opens one, whose bytes are the file at `path` or what is encrypted in it.
pub(crate) fn open(path: &Path, blob: &Blob, single: Single) -> Result<Evidence, OpenError> {
    let id = blob.sha256().map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let io = |source| OpenError::Io { path: path.to_owned(), source };
    let packed = match codec(blob).filter(|_| matches!(single, Single::Dumpstate | Single::IntrusionLog)) {
        Some(codec) => Some(Blob::Packed(Arc::new(Packed::measure(blob.clone(), codec).map_err(io)?))),
        None => None,
    };
    let blob = packed.as_ref().unwrap_or(blob);
    let size = blob.size().map_err(io)?;
    let named = single.named(name.clone());
    let is_renamed = named != name;
    let node = Node {
        path: named.into(),
        stored_as: is_renamed.then(|| name.into()),
        kind: NodeKind::File(Lies::of(blob, size)),
        size: Some(size),
        modified: None,
        changed: None,
        created: None,
        mode: None,
    };
    let roots = Roots::whole(single.kind(), single.layout());
    let mut evidence = archive::indexed(vec![node], &roots, None, Vec::new());
    evidence.info.id = id;
    "SHA-256 of the file".clone_into(&mut evidence.info.id_of);
    Ok(evidence.of_one_file())
}
