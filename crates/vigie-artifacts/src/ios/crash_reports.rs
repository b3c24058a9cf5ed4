//! Reports iOS writes when a program crashes, hangs, uses too much, when memory runs short or the kernel panics, and
//! its reports of analytics: which programs ran, from where, started by whom, and why they ended.
//!
//! Format: a line of JSON (the header, with `bug_type`), then the body: one JSON document, many of them, a property
//! list, or text. `.crash` and `.panic` files have no header. Times are local with their offset.
//!
//! Documented by Apple (“Interpreting the JSON format of a crash report”, “Examining the fields in a crash report”) and
//! in XNU. Other readers: EC sysdiagnose `crashlogs`, pycrashreport, ipsw.

mod analytics;
mod fields;
mod json_body;
mod kinds;
mod record;
mod text_body;
mod times;

use plist::Value as Plist;
use serde_json::value::RawValue;
use vigie_evidence::ReadError;
use vigie_model::{Layout, Meaning, Place, ProblemCode};

use self::analytics::Mentions;
use self::fields::{Field, Fields};
pub use self::record::{CrashEntry, CrashReport, Image, ListedProcess, Mention, MentionKind, is_system_path};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct CrashReports;

/// Apple's own limit for the largest kind is about 105 MB.
const LARGEST: u64 = 128 << 20;
/// A single document of analytics larger than this is not taken apart.
const LARGEST_DOCUMENT: usize = 16 << 20;

/// A header is one line of some hundred bytes.
const LONGEST_HEADER: usize = 16 << 10;

/// One report being read.
#[derive(Default)]
struct Reading {
    report: CrashReport,
    listed: Vec<(Place, ListedProcess)>,
    mentions: Mentions,
    /// Neither a header nor a body was understood.
    nothing: bool,
}

impl Reading {
    fn document(&mut self, raw: &RawValue, place: &Place, out: &mut Out<'_, CrashEntry>) {
        if raw.get().len() > LARGEST_DOCUMENT {
            let detail = format!("a document of more than {LARGEST_DOCUMENT} bytes was not searched for names");
            out.problem(ProblemCode::LimitReached, place.clone(), detail);
            return;
        }
        match serde_json::from_str(raw.get()) {
            Ok(document) => self.mentions.json(&document, place),
            Err(error) => out.problem(ProblemCode::JsonDamaged, place.clone(), error.to_string()),
        }
    }

    /// A body of JSON documents; `start` is where it begins in the file.
    fn json(&mut self, text: &str, start: u64, out: &mut Out<'_, CrashEntry>) {
        let mut documents = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        let mut first: Option<(&RawValue, Place)> = None;
        let mut many = false;
        loop {
            let at = start.saturating_add(documents.byte_offset() as u64);
            let place = Place::Offset { offset: at };
            match documents.next() {
                None => break,
                Some(Ok(raw)) => match first.take() {
                    None if !many => first = Some((raw, place)),
                    before => {
                        many = true;
                        if let Some((raw, place)) = before {
                            self.document(raw, &place, out);
                        }
                        self.document(raw, &place, out);
                    }
                },
                Some(Err(error)) => {
                    out.problem(ProblemCode::JsonDamaged, place, error.to_string());
                    break;
                }
            }
        }
        let Some((raw, place)) = first else { return };
        if let Some(fields) = Field::root(raw).fields(out) {
            json_body::body(&fields, &mut self.report, &mut self.listed, out);
            let about_process = self.report.path.is_some() || self.report.pid.is_some();
            if !about_process && self.listed.is_empty() && self.report.messages.is_empty() {
                self.document(raw, &place, out);
            }
        }
    }

    fn plist(&mut self, bytes: &[u8], out: &mut Out<'_, CrashEntry>) {
        match Plist::from_reader(std::io::Cursor::new(bytes)) {
            Ok(value) => self.mentions.plist("", &value, &Place::key([""; 0]), 0),
            Err(error) => out.problem(ProblemCode::PlistDamaged, Place::File, error.to_string()),
        }
    }

    fn text(&mut self, text: &str, line: u64, offset: u64, out: &mut Out<'_, CrashEntry>) {
        let known = text_body::body(text, line, offset, &mut self.report, &mut self.listed, out);
        if known == 0 {
            out.problem(ProblemCode::NotTheFormat, Place::File, "a body of no known form");
            self.nothing = self.report.bug_type.is_none();
        }
    }

    fn tell(mut self, out: &mut Out<'_, CrashEntry>) {
        let report = &mut self.report;
        report.kind = match &report.bug_type {
            Some(bug_type) => kinds::name(bug_type),
            None if report.exception.is_some() => Some("crash"),
            None if report.reason.as_ref().is_some_and(|reason| reason.starts_with("panic(")) => Some("kernel panic"),
            None => None,
        };
        if report.process.is_none() && report.bug_type.as_deref().is_some_and(kinds::is_about_a_process) {
            report.process.clone_from(&report.name);
        }
        self.report.listed = self.listed.len() as u64;
        let time = self.report.captured.or(self.report.time);
        out.record(Place::File, CrashEntry::Report(self.report));
        for (place, process) in self.listed {
            out.record(place, CrashEntry::Process(process));
        }
        self.mentions.tell(time, out);
    }
}

/// The header and where it ends, when the text begins with a JSON object that is one.
fn header(text: &str) -> Option<(Fields<'_>, usize, &RawValue)> {
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let raw = documents.next()?.ok()?;
    let end = documents.byte_offset();
    let fields = Fields::parse(raw)?;
    (fields.get("bug_type").is_some() || fields.get("timestamp").is_some()).then_some((fields, end, raw))
}

impl Artifact for CrashReports {
    type Record = CrashEntry;
    const SPEC: Spec = Spec {
        id: "ios_crash_reports",
        version: 1,
        paths: &[
            // `Retired`, `Panics`, `DiagnosticLogs`, `ProxiedDevice-…` (a paired watch) lie below.
            (Layout::IosFilesystem, "private/var/mobile/Library/Logs/CrashReporter/**/*.{ips,crash,panic,synced,beta}"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Logs/CrashReporter/**/*.ips.*"),
            (Layout::IosFilesystem, "private/var/root/Library/Logs/CrashReporter/**/*.{ips,crash,panic,synced,beta}"),
            (Layout::IosFilesystem, "private/var/{logs,log}/**/*.{ips,crash,panic}"),
            (Layout::IosFilesystem, "private/var/db/analyticsd/**/*.ips"),
            (Layout::IosSysdiagnose, "crashes_and_spins/**/*.{ips,crash,panic,synced,beta}"),
            (Layout::IosSysdiagnose, "crashes_and_spins/**/*.ips.*"),
            (Layout::IosSysdiagnose, "{logs,Library/Logs}/CrashReporter/**/*.{ips,crash,panic,synced,beta}"),
            (Layout::IosSysdiagnose, "*.ips"),
            (Layout::IosCrashReports, "**/*.{ips,crash,panic,synced,beta}"),
            (Layout::IosCrashReports, "**/*.ips.*"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CrashEntry>) -> Result<(), ParseError> {
        let size = file.size()?;
        if size > LARGEST {
            let detail = format!("{size} bytes; at most {LARGEST} are read");
            return Err(ReadError::file(ProblemCode::FileTooLarge, detail));
        }
        let bytes = file.bytes()?;
        let mut reading = Reading::default();
        // A binary property list is no text: it is cut off first.
        let head = bytes.get(..LONGEST_HEADER.min(bytes.len())).unwrap_or_default();
        let binary = head.windows(8).position(|window| window == b"bplist00").unwrap_or(bytes.len());
        if let Some(plist) = bytes.get(binary..).filter(|plist| !plist.is_empty()) {
            reading.plist(plist, out);
        }
        let text = String::from_utf8_lossy(bytes.get(..binary).unwrap_or_default());
        if matches!(text, std::borrow::Cow::Owned(_)) {
            out.problem(ProblemCode::TextDamaged, Place::File, "some bytes are not UTF-8");
        }
        let (rest, start) = match header(&text) {
            Some((fields, end, raw)) => {
                json_body::header(&fields, &mut reading.report, out);
                let rest = text.get(end..).unwrap_or_default();
                if rest.trim().is_empty() && fields.get("procName").is_some() {
                    // Header and body in one document.
                    (raw.get(), 0)
                } else {
                    (rest, end)
                }
            }
            None if text.starts_with('{') => {
                out.problem(
                    ProblemCode::JsonDamaged,
                    Place::Line { line: 1, offset: 0 },
                    "the header is not understood",
                );
                let end = text.find('\n').unwrap_or(text.len());
                (text.get(end..).unwrap_or_default(), end)
            }
            None => (&*text, 0),
        };
        let body = rest.trim_start();
        let start = start.saturating_add(rest.len().saturating_sub(body.len()));
        let line = text.get(..start).unwrap_or_default().matches('\n').count().saturating_add(1);
        match body.as_bytes() {
            [] => {}
            [b'{' | b'[', ..] => reading.json(body, start as u64, out),
            [b'<', ..] => reading.plist(body.as_bytes(), out),
            _ => reading.text(body, line as u64, start as u64, out),
        }
        if body.is_empty() && reading.report.bug_type.is_none() && binary == bytes.len() {
            return Err(ReadError::file(ProblemCode::NotTheFormat, "neither a header nor a body"));
        }
        if !reading.nothing {
            reading.tell(out);
        }
        Ok(())
    }
}
