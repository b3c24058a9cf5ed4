//! The unified log: which programs wrote entries, from where, when, and what addresses, paths and processes their
//! messages name. A device keeps tens of millions of entries, so none is kept whole: they are read one chunk set at a
//! time, counted by program and by value, and forgotten.
//!
//! Format: `tracev3` files (chunks of compressed entries) beside tables of texts (`uuidtext`, `dsc`) and of the clock
//! (`timesync`); read by the crate `macos-unifiedlogs` (Mandiant). Documented by libyal/dtformats (“Apple Unified
//! Logging and Activity Tracing formats”). Other readers: Apple's `log`, EC sysdiagnose `logarchive`.
//!
//! The crate gets one chunk set at a time, so that one it cannot read, or fails on, costs itself only. States that
//! programs dump into the log are property lists and other blobs; only their readable bytes are searched.

mod candidates;
mod chunks;
mod record;
mod strings;
mod tally;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use macos_unifiedlogs::parser::{build_log, parse_log};
use macos_unifiedlogs::timesync::TimesyncBoot;
use macos_unifiedlogs::unified_log::{LogData, UnifiedLogData};
use vigie_model::{Layout, Meaning, Place, ProblemCode, Timestamp};

use self::chunks::{Chunk, Chunks, Inside, Tag, plain};
pub use self::record::{LogMention, LogMentionKind, LogProcess, LogRecord};
use self::strings::{Clock, Provider, Tables};
use self::tally::{Entry, Tally};
use crate::ios::crash_reports::is_system_path;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct UnifiedLogs;

/// Texts too long for their entry stand in chunks of their own, before it; so many are kept.
const MOST_OVERSIZE: usize = 8192;
/// Before 2010 no device wrote this log: the time is only the one since boot.
const EARLIEST: f64 = 1_262_304_000e9;

/// Runs the crate; hostile bytes may make it panic.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The tables of one log and its clock.
struct Beside {
    tables: Tables,
    clock: Clock,
}

/// The tables of every log in the evidence, by folder.
#[derive(Default)]
struct Shared(Mutex<BTreeMap<String, Arc<Beside>>>);

/// What could not be read, told once per file.
#[derive(Default)]
struct Missing {
    texts: u64,
    programs: u64,
    times: u64,
    oversize: u64,
}

/// Whether a path lies where only Apple's signed system can put files.
pub(crate) type Sealed = fn(&str) -> bool;

struct Reader<'o, 's, 'p, 't> {
    sealed: Sealed,
    out: &'o mut Out<'s, LogRecord>,
    provider: Provider<'p, 't>,
    beside: Arc<Beside>,
    header: Option<Vec<u8>>,
    catalog: Option<Vec<u8>>,
    /// Its `oversize` alone is used: the type of that is not public.
    lent: UnifiedLogData,
    tally: Tally,
    missing: Missing,
}

fn padded(into: &mut Vec<u8>, chunk: &[u8]) {
    into.extend_from_slice(chunk);
    into.resize(into.len().next_multiple_of(8), 0);
}

fn count(data: &UnifiedLogData) -> Inside {
    let mut found = Inside::default();
    for catalog in &data.catalog_data {
        found.firehose = found.firehose.saturating_add(catalog.firehose.len());
        found.statedump = found.statedump.saturating_add(catalog.statedump.len());
        found.simpledump = found.simpledump.saturating_add(catalog.simpledump.len());
    }
    found.oversize = data.oversize.len();
    found
}

impl Reader<'_, '_, '_, '_> {
    fn chunk(&mut self, chunk: Chunk) {
        match chunk.tag {
            Tag::Header => self.header = Some(chunk.bytes),
            Tag::Catalog => self.catalog = Some(chunk.bytes),
            Tag::Set => {
                if let Err(detail) = self.set(&chunk) {
                    self.out.problem(ProblemCode::BlobNotUnderstood, chunk.place(), detail);
                }
            }
            Tag::Other(tag) => {
                let detail = format!("a chunk of unknown kind {tag:#x}");
                self.out.problem(ProblemCode::BlobNotUnderstood, chunk.place(), detail);
            }
        }
    }

    fn set(&mut self, chunk: &Chunk) -> Result<(), String> {
        let (bytes, expected) = plain(chunk)?;
        let header = self.header.as_ref().ok_or("a chunk set before the header of the file")?;
        let catalog = self.catalog.as_ref().ok_or("a chunk set before its catalog")?;
        let mut unit = Vec::with_capacity(header.len().saturating_add(catalog.len()).saturating_add(bytes.len()));
        padded(&mut unit, header);
        padded(&mut unit, catalog);
        padded(&mut unit, &bytes);
        let Some(Ok(mut data)) = guarded(|| parse_log(unit.as_slice(), "")) else {
            return Err("a chunk set that the reader of the format failed on".to_owned());
        };
        if data.header.len() != 1 {
            return Err("a chunk set below a header that is not understood".to_owned());
        }
        if data.catalog_data.len() != 1 {
            return Err("a chunk set whose catalog is not understood".to_owned());
        }
        let found = count(&data);
        let all = |inside: Inside| {
            [inside.firehose, inside.oversize, inside.statedump, inside.simpledump, inside.other]
                .into_iter()
                .fold(0, usize::saturating_add)
        };
        let trouble = match expected {
            Some(expected) if expected != found => Some(format!(
                "{} of {} chunks in a chunk set could not be read",
                all(expected).saturating_sub(all(found)),
                all(expected)
            )),
            None if all(found) == 0 => Some("nothing in a chunk set could be read".to_owned()),
            _ => None,
        };
        self.states(&mut data, chunk);
        let room = MOST_OVERSIZE.saturating_sub(data.oversize.len());
        let kept = self.lent.oversize.len();
        self.lent.oversize.drain(..kept.saturating_sub(room));
        self.lent.oversize.append(&mut data.oversize);
        // Texts of earlier chunk sets are lent for the time.
        data.oversize = std::mem::take(&mut self.lent.oversize);
        let Beside { tables, clock } = &*self.beside;
        let read = guarded(|| build_log(&data, &self.provider, tables, &clock.boots, false));
        self.lent.oversize = data.oversize;
        let Some((entries, _)) = read else {
            return Err("a chunk set that the reader of the format failed on".to_owned());
        };
        for entry in &entries {
            self.entry(entry, &chunk.place());
        }
        trouble.map_or(Ok(()), Err)
    }

    /// Takes the dumped states out: their blobs are of many forms, which are not taken apart.
    fn states(&mut self, data: &mut UnifiedLogData, chunk: &Chunk) {
        let boot = data.header.first().map(|header| header.boot_uuid.clone()).unwrap_or_default();
        for catalog in &mut data.catalog_data {
            for state in std::mem::take(&mut catalog.statedump) {
                let nanos = TimesyncBoot::get_timestamp(&self.beside.clock.boots, &boot, state.continuous_time, 1);
                let time = self.time(nanos);
                let entry = Entry {
                    path: None,
                    image_uuid: &state.uuid,
                    pid: state.first_proc_id,
                    euid: None,
                    subsystem: "",
                    library: None,
                    time,
                };
                let text = format!("{} {}", state.title_name, String::from_utf8_lossy(&state.statedump_data));
                let text = text.replace(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER, " ");
                self.tally.entry(&entry, &text, &chunk.place(), self.out);
            }
        }
    }

    fn time(&mut self, nanos: f64) -> Option<Timestamp> {
        if nanos < EARLIEST || !nanos.is_finite() {
            self.missing.times = self.missing.times.saturating_add(1);
            return None;
        }
        // A float holds nanoseconds of today to about a quarter of a microsecond.
        Timestamp::from_unix_seconds_f64(nanos / 1e9)
    }

    fn entry(&mut self, entry: &LogData, place: &Place) {
        let time = self.time(entry.time);
        let path = Some(entry.process.as_str()).filter(|path| path.starts_with('/'));
        // The crate gives no path, or a sentence about it. An image of zeros is none.
        if path.is_none() && entry.process_uuid.bytes().any(|digit| digit != b'0') {
            self.missing.programs = self.missing.programs.saturating_add(1);
        }
        let library = Some(entry.library.as_str())
            .filter(|library| library.starts_with('/') && Some(*library) != path && !(self.sealed)(library));
        let seen = Entry {
            path,
            image_uuid: &entry.process_uuid,
            pid: entry.pid,
            euid: Some(entry.euid),
            subsystem: &entry.subsystem,
            library,
            time,
        };
        if NO_TEXT.iter().any(|text| entry.raw_message.starts_with(text) || entry.message.starts_with(text)) {
            self.missing.texts = self.missing.texts.saturating_add(1);
            // The values stand in the entry itself.
            let values: Vec<_> = entry.message_entries.iter().map(|item| item.message_strings.as_str()).collect();
            self.tally.entry(&seen, &values.join(" "), place, self.out);
            return;
        }
        if entry.message.contains("<Missing message data>") {
            self.missing.oversize = self.missing.oversize.saturating_add(1);
        }
        self.tally.entry(&seen, &entry.message, place, self.out);
    }

    fn finish(self) {
        self.tally.tell(self.out);
        let clock = &self.beside.clock;
        let problems = [
            (
                self.missing.texts,
                "entries whose text is not in the tables beside the log; their values alone were searched",
            ),
            (self.missing.programs, "entries of programs whose path is not in the tables beside the log"),
            (self.missing.times, "entries whose time is not in the clock tables beside the log"),
            (self.missing.oversize, "entries that refer to a text in another file of the log"),
            (clock.unread as u64, "clock tables that could not be read"),
            (u64::from(clock.files == 0), "set of clock tables is missing: no times"),
        ];
        for (number, what) in problems.into_iter().filter(|(number, _)| *number > 0) {
            self.out.problem(ProblemCode::KeyMissing, Place::File, format!("{number} {what}"));
        }
    }
}

/// How the crate begins a text it could not find.
const NO_TEXT: &[&str] = &[
    "Unknown shared string message",
    "Error: Invalid shared string offset",
    "Error: Invalid UUID index",
    "Error: Invalid offset ",
    "Failed to get string message from ",
];

/// Reads one file of the log, with what lies beside it.
pub(crate) fn read(file: &Source<'_>, sealed: Sealed, out: &mut Out<'_, LogRecord>) -> Result<(), ParseError> {
    let (texts, times) = strings::folders(file);
    let shared = file.shared(Shared::default);
    let beside = {
        let mut all = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Beside { tables: Tables::default(), clock: Clock::read(file, &times) });
        Arc::clone(all.entry(texts.clone()).or_insert_with(new))
    };
    let mut reader = Reader {
        sealed,
        out,
        provider: Provider { file, folder: texts },
        beside,
        header: None,
        catalog: None,
        lent: UnifiedLogData::default(),
        tally: Tally::new(sealed),
        missing: Missing::default(),
    };
    let mut outcome = Ok(());
    let mut chunks = 0u64;
    for chunk in Chunks::new(file.reader()?) {
        match chunk {
            Ok(chunk) => {
                chunks = chunks.saturating_add(1);
                if chunks == 1 && chunk.tag != Tag::Header {
                    outcome = Err(ParseError::file(ProblemCode::NotTheFormat, "it does not begin with a header"));
                    break;
                }
                reader.chunk(chunk);
            }
            Err(error) => {
                outcome = Err(error);
                break;
            }
        }
    }
    reader.finish();
    outcome
}

impl Artifact for UnifiedLogs {
    type Record = LogRecord;
    const SPEC: Spec = Spec {
        id: "ios_unified_logs",
        version: 1,
        paths: &[
            (Layout::IosFilesystem, "private/var/db/diagnostics/**/*.tracev3"),
            (Layout::IosSysdiagnose, "system_logs.logarchive/**/*.tracev3"),
        ],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = &[
        (Layout::IosFilesystem, "private/var/db/diagnostics/timesync/*.timesync"),
        (Layout::IosFilesystem, "private/var/db/uuidtext/dsc/*"),
        (Layout::IosFilesystem, "private/var/db/uuidtext/[0-9A-F][0-9A-F]/*"),
        (Layout::IosSysdiagnose, "system_logs.logarchive/**/timesync/*.timesync"),
        (Layout::IosSysdiagnose, "system_logs.logarchive/**/dsc/*"),
        (Layout::IosSysdiagnose, "system_logs.logarchive/**/[0-9A-F][0-9A-F]/*"),
    ];

    fn parse(file: &Source<'_>, out: &mut Out<'_, LogRecord>) -> Result<(), ParseError> {
        read(file, is_system_path, out)
    }
}
