//! A `dumpstate` or `dumpsys` text taken apart into its sections, once for all artifacts that read it.
//!
//! Format: AOSP `frameworks/native/cmds/dumpstate` (`DurationReporter`, `RunCommandToFd`) and `cmds/dumpsys`
//! (`writeDumpHeader`, `writeDumpFooter`). A command stands between `------ TITLE (command) ------` and
//! `------ 0.012s was the duration of 'TITLE' ------` (before Android 5: `[TITLE: 0.012s elapsed]`), a service between
//! `DUMP OF SERVICE [CRITICAL|HIGH] name:` and `--------- 0.012s was the duration of dumpsys name, …` (before
//! Android 7: only the next header). Other readers: MVT, Battery Historian.
//!
//! One pass; only sections that an artifact reads are kept, up to [`KEPT_LIMIT`] together. Of a file that can be read from any
//! place they are read again when they are asked for; only of another one they are held. Of its logs, which may be nearly all of
//! a large report, up to [`LOGS_LIMIT`] are held. A section ends where the next begins, so a lost end marker costs
//! nothing. One that only the end of the file ends is cut, if others of its kind have their end markers.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, OnceLock};

use memchr::memchr;
use vigie_model::{Place, ProblemCode};

use super::clock::Clock;
use super::held::Held;
use super::lines::{LINE_LIMIT, Lines};
use super::pieces::Pieces;
use super::utf8::Utf8;
use crate::{ParseError, Source};

/// Bytes of all kept sections together. A real bug report has some 20 to 100 MB of them.
const KEPT_LIMIT: usize = 512 << 20;
/// Bytes of logs that are held of a file that can only be read from its beginning. What does not fit is read there again.
const LOGS_LIMIT: usize = 128 << 20;
/// Bytes of the lines before the first section.
const HEAD_LIMIT: usize = 1 << 20;
/// No marker is longer than this, in bytes.
const MARKER_LIMIT: usize = 1 << 12;
/// Sections that are kept: a real report has some hundred of any kind. A hostile one could be nothing but headers.
const SECTIONS: usize = 20_000;
/// Troubles that are listed of one section.
const TROUBLES: usize = 20;

/// Which section an artifact reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// `DUMP OF SERVICE name:`, of any priority.
    Service(&'static str),
    /// `------ TITLE … ------`: all whose title begins so.
    Command(&'static str),
}

/// Everything that is kept; what no artifact reads (stack traces, memory maps, binder state) is only passed over.
const KEPT: &[Part] = &[
    Part::Service("accessibility"),
    Part::Service("account"),
    Part::Service("activity"),
    Part::Service("adb"),
    Part::Service("alarm"),
    Part::Service("app_hibernation"),
    Part::Service("appops"),
    Part::Service("audio"),
    Part::Service("batterystats"),
    Part::Service("companiondevice"),
    Part::Service("connectivity"),
    Part::Service("dbinfo"),
    Part::Service("device_policy"),
    Part::Service("deviceidle"),
    Part::Service("dropbox"),
    Part::Service("jobscheduler"),
    Part::Service("location"),
    Part::Service("media.camera"),
    Part::Service("media_projection"),
    Part::Service("netstats"),
    Part::Service("notification"),
    Part::Service("package"),
    Part::Service("permissionmgr"),
    Part::Service("platform_compat"),
    Part::Service("procstats"),
    Part::Service("role"),
    Part::Service("settings"),
    Part::Service("usagestats"),
    Part::Service("usb"),
    Part::Service("user"),
    Part::Service("vpn_management"),
    Part::Command("CPU INFO"),
    Part::Command("DROPBOX"),
    Part::Command("FILESYSTEMS & FREE SPACE"),
    Part::Command("NETSTAT"),
    Part::Command("POWER OFF RESET REASON"),
    Part::Command("PROCESSES"),
    Part::Command("SYSTEM PROPERTIES"),
    Part::Command("VOLD DUMP"),
    Part::Command("lsusb"),
];

/// The logs, which are read by [`Section::pieces`].
const LOGS: &[Part] = &[
    Part::Command("EVENT LOG"),
    Part::Command("KERNEL LOG"),
    Part::Command("LAST KMSG"),
    Part::Command("LAST LOGCAT"),
    Part::Command("RADIO LOG"),
    Part::Command("SYSTEM LOG"),
];

/// What the clock is read from.
const OF_CLOCK: &[Part] = &[Part::Command("SYSTEM PROPERTIES"), Part::Service("alarm")];

/// What is kept of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Nothing,
    /// Its lines.
    Lines,
    /// Where it stands.
    Place,
    /// Where it stands, and perhaps all its bytes.
    Log,
}

/// What is known of a section whose lines are not kept.
#[derive(Debug, Clone, Default)]
struct Raw {
    /// Bytes up to its end.
    length: u64,
    /// The bytes of a log, where they are held.
    held: Option<Held>,
    utf8: Utf8,
}

/// How a section ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// By its end marker.
    Marked,
    /// Because the next section began.
    Next,
    /// With the file.
    File,
}

impl Raw {
    fn add(&mut self, line: &[u8]) {
        self.length = self.length.saturating_add(line.len() as u64);
        self.utf8.feed(line);
    }
}

/// One section.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    service: bool,
    keep: Keep,
    /// The title of a command or the name of a service.
    pub(crate) name: String,
    /// Line of the header, counted from 1.
    line: u64,
    /// Line and offset of the first line behind the header.
    start: (u64, u64),
    text: Vec<u8>,
    raw: Raw,
    end: End,
    /// `dumpstate` says something between the lines.
    has_remarks: bool,
    /// What the section itself says went wrong: a time-out, a command that failed.
    troubles: Vec<(Place, String)>,
    /// Bytes were left out, because everything together was too much.
    limited: bool,
    /// Lines of which only the beginning is read, and where the first stands.
    cut: u64,
    cut_at: Option<Place>,
    /// Lines behind its end marker that belong to no section, and where the first stands. `dumpstate` writes none; who
    /// can put a line into a section (a setting, a name) can forge its end.
    astray: u64,
    astray_at: Option<Place>,
    /// The same section with its lines, once an artifact asked for them: several read the large ones.
    loaded: Arc<OnceLock<Result<Box<Section>, ParseError>>>,
}

impl Section {
    fn new(service: bool, name: String, line: u64, offset: u64, length: usize) -> Self {
        let start = (line.saturating_add(1), offset.saturating_add(length as u64));
        Self {
            service,
            keep: Keep::Lines,
            name,
            line,
            start,
            text: Vec::new(),
            raw: Raw::default(),
            end: End::File,
            has_remarks: false,
            troubles: Vec::new(),
            limited: false,
            cut: 0,
            cut_at: None,
            astray: 0,
            astray_at: None,
            loaded: Arc::default(),
        }
    }

    fn is(&self, part: Part) -> bool {
        match part {
            Part::Service(name) => self.service && self.name == name,
            Part::Command(title) => !self.service && self.name.starts_with(title),
        }
    }

    /// Its lines, with their places in the file.
    pub(crate) fn lines(&self) -> Lines<'_> {
        let lines = Lines::new(&self.text, self.start.0, self.start.1);
        if self.has_remarks { lines.without(is_remark_line) } else { lines }
    }

    /// The same section with its lines, which are read unless they are kept. Those of a log are not.
    pub(crate) fn loaded(&self, file: &Source<'_>) -> Result<&Self, ParseError> {
        if self.keep != Keep::Place {
            return Ok(self);
        }
        let loaded = self.loaded.get_or_init(|| {
            let length = usize::try_from(self.raw.length).unwrap_or(KEPT_LIMIT).min(KEPT_LIMIT);
            let mut text = Vec::with_capacity(length);
            let read = file.reader_at(self.start.1)?.take(length as u64).read_to_end(&mut text);
            read.map_err(|error| ParseError::at(ProblemCode::FileUnreadable, self.place(), error.to_string()))?;
            Ok(Box::new(Self { text, loaded: Arc::default(), ..self.clone() }))
        });
        loaded.as_deref().map_err(ParseError::clone)
    }

    /// The lines of a log. The file is read again unless they are held.
    pub(crate) fn pieces(&self, file: &Source<'_>) -> Result<Pieces<'_>, ParseError> {
        let reader: Box<dyn Read + Send + '_> = match &self.raw.held {
            Some(held) => Box::new(held.reader()),
            None => Box::new(file.reader_at(self.start.1)?.take(self.raw.length)),
        };
        let pieces = Pieces::new(reader, self.start.0, self.start.1);
        Ok(if self.has_remarks { pieces.without(is_remark_line) } else { pieces })
    }

    /// How many of its bytes are well up to the first that is not UTF-8.
    fn damage(&self) -> Option<u64> {
        let in_text = std::str::from_utf8(&self.text).err().map(|error| error.valid_up_to() as u64);
        in_text.or(self.raw.utf8.damage())
    }

    pub(crate) fn is_service(&self) -> bool {
        self.service
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// Where its header stands.
    pub(crate) fn place(&self) -> Place {
        Place::Line { line: self.line, offset: self.start.1 }
    }
}

/// The text, taken apart.
#[derive(Debug)]
pub(crate) struct Dumpstate {
    /// What stands before the first section.
    pub(crate) head: Section,
    pub(crate) sections: Vec<Section>,
    /// Sections of any name, kept or not.
    pub(crate) met: u64,
    /// The line with which `dumpstate` says that it is done was met.
    pub(crate) done: bool,
    pub(crate) clock: Clock,
    /// Why the file could not be read to its end.
    pub(crate) failed: Option<ParseError>,
    /// Some services, and some commands, have end markers.
    marked: (bool, bool),
    /// Beginnings and ends of services that do not fit together, in words, and how many more there are: whoever can put a line into
    /// a section can forge either.
    pub(crate) odd_ends: (Vec<(Place, String)>, u64),
}

impl Dumpstate {
    /// The sections of a file. The first artifact that asks reads it.
    pub(crate) fn of(file: &Source<'_>) -> Arc<Self> {
        file.reading(Self::read)
    }

    /// Whether this is such a text at all.
    pub(crate) fn is_one(&self) -> bool {
        self.met > 0 || self.head.lines().any(|line| line.text.starts_with("== dumpstate:"))
    }

    /// Whether more stands before the first section than was kept.
    pub(crate) fn head_is_cut(&self) -> bool {
        self.head.limited
    }

    /// The sections an artifact asked for.
    pub(crate) fn parts<'d>(&'d self, parts: &'static [Part]) -> impl Iterator<Item = &'d Section> {
        debug_assert!(
            parts.iter().all(|part| KEPT.contains(part) || LOGS.contains(part)),
            "a section that is not kept: {parts:?}"
        );
        self.sections.iter().filter(|section| parts.iter().any(|part| section.is(*part)))
    }

    /// What is wrong with a section, as problems.
    pub(crate) fn troubles(&self, section: &Section, tell: &mut dyn FnMut(ProblemCode, Place, String)) {
        for (place, trouble) in &section.troubles {
            tell(ProblemCode::EvidenceIncomplete, place.clone(), trouble.clone());
        }
        let marked = if section.service { self.marked.0 } else { self.marked.1 };
        if section.end == End::File && (marked || self.failed.is_some()) {
            let why = self.failed.as_ref().map_or(String::new(), |error| format!(": {}", error.detail));
            let detail = format!("the file ends inside of the section {}{why}", section.name);
            tell(ProblemCode::EvidenceIncomplete, section.place(), detail);
        }
        if section.limited {
            let detail = format!("the end of section {} was left out: too much text in this file", section.name);
            tell(ProblemCode::LimitReached, section.place(), detail);
        }
        if let Some(place) = &section.cut_at {
            let detail =
                format!("{} lines of section {} are longer than 1 MiB and read up to there", section.cut, section.name);
            tell(ProblemCode::LimitReached, place.clone(), detail);
        }
        if let Some(place) = &section.astray_at {
            let detail =
                format!("{} lines follow the end of section {} and belong to none", section.astray, section.name);
            tell(ProblemCode::LineNotUnderstood, place.clone(), detail);
        }
        if let Some(well) = section.damage() {
            let at = section.start.1.saturating_add(well);
            let detail = format!("bytes that are not UTF-8 in section {}", section.name);
            tell(ProblemCode::TextDamaged, Place::Offset { offset: at }, detail);
        }
    }

    fn read(file: &Source<'_>) -> Self {
        let mut splitter = Splitter::new(!file.seeks());
        // A file that costs much to read again is hashed on the way, and unpacked beside that; another one is hashed beside this.
        let mut split = |mut reader: &mut dyn BufRead| splitter.read(&mut reader);
        let failed = if file.seeks() {
            file.reader().map(|reader| split(&mut BufReader::with_capacity(1 << 18, reader)))
        } else {
            file.hashing_ahead(split)
        };
        splitter.finish(file, failed.unwrap_or_else(Some))
    }
}

/// What a line is.
enum Marker<'l> {
    Command(&'l str),
    Service(&'l str),
    /// The end of a section; a service is named there.
    End {
        service: Option<&'l str>,
    },
    Done,
    Trouble,
}

/// Whether a line is a marker. Only lines that begin like one get here.
fn marker(line: &str) -> Option<Marker<'_>> {
    if let Some(rest) = line.strip_prefix("------ ") {
        let title = rest.strip_suffix(" ------")?;
        if title.contains("s was the duration of '") {
            return Some(Marker::End { service: None });
        }
        // The command stands in brackets behind the title; a title may have brackets too.
        let name = title.strip_suffix(')').and_then(|title| title.split_once(" (")).map_or(title, |(name, _)| name);
        return Some(Marker::Command(name.trim()));
    }
    if let Some(rest) = line.strip_prefix("DUMP OF SERVICE ") {
        let name = rest.trim_end().strip_suffix(':')?;
        let urgent = ["CRITICAL ", "HIGH ", "NORMAL "].iter().find_map(|word| name.strip_prefix(word));
        return Some(Marker::Service(urgent.unwrap_or(name)));
    }
    if line.starts_with("--------- ") {
        let (_, named) = line.split_once("s was the duration of dumpsys ")?;
        let name = named.split_once(", ending at").map_or(named, |(name, _)| name);
        return Some(Marker::End { service: Some(name.trim()) });
    }
    if line.starts_with("== dumpstate: done") {
        return Some(Marker::Done);
    }
    if line.starts_with("*** ") {
        let said = ["DUMP TIMEOUT", "timed out", "' failed: "].iter().any(|said| line.contains(said));
        return said.then_some(Marker::Trouble);
    }
    if line.starts_with('[') {
        return line.ends_with("s elapsed]").then_some(Marker::End { service: None });
    }
    let refused = ["Can't find service: ", "Failed to dump service ", "Error with service "];
    refused.iter().any(|words| line.starts_with(words)).then_some(Marker::Trouble)
}

/// Whether a line is what `dumpstate` says of the command whose output it prints.
fn is_remark_line(line: &[u8]) -> bool {
    let is_remark = |line: &str| matches!(marker(line.trim_end()), Some(Marker::Trouble));
    line.len() < MARKER_LIMIT && begins_like_a_marker(line) && std::str::from_utf8(line).is_ok_and(is_remark)
}

fn begins_like_a_marker(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'-' | b'D' | b'*' | b'[' | b'=' | b'C' | b'F' | b'E'))
}

/// The lines at the start of a text that are no markers and not long, and how many they are. Nearly all lines are such.
fn ordinary_lines(text: &[u8]) -> (&[u8], u64) {
    let (mut rest, mut count) = (text, 0_u64);
    while !begins_like_a_marker(rest) {
        let Some(end) = memchr(b'\n', rest).filter(|end| *end < MARKER_LIMIT) else { break };
        rest = rest.get(end.saturating_add(1)..).unwrap_or_default();
        count = count.saturating_add(1);
    }
    (text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default(), count)
}

struct Splitter {
    head: Section,
    sections: Vec<Section>,
    current: Option<Section>,
    keep: Keep,
    /// Logs are held, as far as there is room.
    holds: bool,
    room_of_logs: usize,
    /// The last section was kept, and ended by its marker.
    after_kept: bool,
    room: usize,
    line: u64,
    offset: u64,
    /// Bytes of the current line that were taken before.
    begun: usize,
    met: u64,
    done: bool,
    marked: (bool, bool),
    /// The service whose end was not met when the section that is open began.
    interrupted: Option<String>,
    odd_ends: (Vec<(Place, String)>, u64),
}

impl Splitter {
    fn new(holds: bool) -> Self {
        Self {
            head: Section { line: 1, start: (1, 0), ..Section::new(false, String::new(), 0, 0, 0) },
            sections: Vec::new(),
            current: None,
            keep: Keep::Nothing,
            holds,
            room_of_logs: LOGS_LIMIT,
            after_kept: false,
            room: KEPT_LIMIT,
            line: 0,
            offset: 0,
            begun: 0,
            met: 0,
            done: false,
            marked: (false, false),
            interrupted: None,
            odd_ends: (Vec::new(), 0),
        }
    }

    /// Feeds whole lines, without a copy where the buffer holds them whole; answers why it ended early.
    fn read(&mut self, reader: &mut impl BufRead) -> Option<ParseError> {
        let mut carried: Vec<u8> = Vec::new();
        loop {
            let buffer = match reader.fill_buf() {
                Ok([]) => break,
                Ok(buffer) => buffer,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.feed(&carried, true);
                    let at = Place::Offset { offset: self.offset };
                    return Some(ParseError::at(ProblemCode::FileUnreadable, at, error.to_string()));
                }
            };
            let length = buffer.len();
            let mut rest = buffer;
            loop {
                if carried.is_empty() {
                    let (lines, count) = ordinary_lines(rest);
                    self.feed_ordinary(lines, count);
                    rest = rest.get(lines.len()..).unwrap_or_default();
                }
                let Some(end) = memchr(b'\n', rest) else { break };
                let (line, more) = rest.split_at(end.saturating_add(1).min(rest.len()));
                if carried.is_empty() {
                    self.feed(line, true);
                } else {
                    carried.extend_from_slice(line);
                    self.feed(&carried, true);
                    carried.clear();
                }
                rest = more;
            }
            carried.extend_from_slice(rest);
            if carried.len() > MARKER_LIMIT {
                self.feed(&carried, false);
                carried.clear();
            }
            reader.consume(length);
            if self.sections.len() > SECTIONS {
                let at = Place::Offset { offset: self.offset };
                let detail = format!("more than {SECTIONS} sections: the rest was not read");
                return Some(ParseError::at(ProblemCode::LimitReached, at, detail));
            }
        }
        // The file may end inside of a marker, which then is no text of its section either.
        let half_marker = carried.iter().take(6).all(|byte| *byte == b'-') && !carried.ends_with(b" ------");
        if !carried.is_empty() && !half_marker {
            self.feed(&carried, true);
        }
        None
    }

    /// Takes lines of which none can be a marker.
    fn feed_ordinary(&mut self, lines: &[u8], count: u64) {
        let inside = self.current.is_some() || (self.met > 0 && !self.after_kept);
        if inside && lines.len() <= self.room && self.begun == 0 {
            self.keep(lines);
            self.line = self.line.saturating_add(count);
            self.offset = self.offset.saturating_add(lines.len() as u64);
            return;
        }
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            self.feed(line, true);
        }
    }

    /// Takes a line with its end, or, where `whole` is false, the beginning of one that is too long for a marker.
    fn feed(&mut self, line: &[u8], whole: bool) {
        self.line = self.line.saturating_add(u64::from(whole));
        let before = self.begun;
        self.begun = if whole { 0 } else { before.saturating_add(line.len()) };
        // The end of a long line is no marker, whatever it looks like.
        let may_mark = whole && before == 0 && line.len() < MARKER_LIMIT;
        if may_mark && begins_like_a_marker(line) {
            let text = std::str::from_utf8(line).map(str::trim_end);
            if let Some(found) = text.ok().and_then(marker) {
                self.mark(&found, line, text.unwrap_or_default());
                self.offset = self.offset.saturating_add(line.len() as u64);
                return;
            }
        }
        if self.current.is_none() && self.met == 0 {
            let room = HEAD_LIMIT.saturating_sub(self.head.text.len());
            self.head.limited |= line.len() > room;
            self.head.text.extend_from_slice(line.get(..room.min(line.len())).unwrap_or_default());
        } else {
            self.keep(line);
            self.measure(before, line, whole);
        }
        if self.current.is_none() && self.after_kept {
            self.stray(line);
        }
        self.offset = self.offset.saturating_add(line.len() as u64);
    }

    /// Keeps a line, or several that fit.
    fn keep(&mut self, line: &[u8]) {
        let Some(section) = self.current.as_mut() else { return };
        match self.keep {
            Keep::Nothing => {}
            // Nothing behind what was left out: it would stand at the wrong place.
            Keep::Lines | Keep::Place if section.limited || line.len() > self.room => section.limited = true,
            Keep::Lines => {
                self.room = self.room.saturating_sub(line.len());
                section.text.extend_from_slice(line);
            }
            Keep::Place => {
                self.room = self.room.saturating_sub(line.len());
                section.raw.add(line);
            }
            Keep::Log => {
                section.raw.add(line);
                if let Some(held) = &mut section.raw.held {
                    if let Some(room) = self.room_of_logs.checked_sub(line.len()) {
                        self.room_of_logs = room;
                        held.add(line);
                    } else {
                        self.room_of_logs = self.room_of_logs.saturating_add(held.length);
                        section.raw.held = None;
                    }
                }
            }
        }
    }

    /// Counts a line of a kept section of which only the beginning will be read. `before` bytes of it were taken already.
    fn measure(&mut self, before: usize, line: &[u8], whole: bool) {
        let ended = line.strip_suffix(b"\n").unwrap_or(line);
        let ended = ended.strip_suffix(b"\r").unwrap_or(ended);
        let length = before.saturating_add(if whole { ended.len() } else { line.len() });
        let Some(section) = self.current.as_mut().filter(|section| section.keep != Keep::Nothing) else { return };
        if before <= LINE_LIMIT && length > LINE_LIMIT {
            section.cut = section.cut.saturating_add(1);
            let line = if whole { self.line } else { self.line.saturating_add(1) };
            let place = Place::Line { line, offset: self.offset.saturating_sub(before as u64) };
            section.cut_at.get_or_insert(place);
        }
    }

    /// A line behind the end of a kept section. Separators, headings of groups and remarks of `dumpstate` are none.
    fn stray(&mut self, line: &[u8]) {
        let line = line.trim_ascii();
        let ordinary = line.iter().all(|byte| b"-=".contains(byte))
            || [&b"== "[..], b"Skipping ", b"*** "].iter().any(|start| line.starts_with(start));
        if !ordinary && let Some(section) = self.sections.last_mut() {
            section.astray = section.astray.saturating_add(1);
            let place = Place::Line { line: self.line, offset: self.offset };
            section.astray_at.get_or_insert(place);
        }
    }

    fn mark(&mut self, found: &Marker<'_>, line: &[u8], text: &str) {
        match *found {
            Marker::Command(name) => self.begin(false, name, line.len()),
            Marker::Service(name) => self.begin(true, name, line.len()),
            Marker::End { service: None } => {
                self.marked.1 = true;
                self.close(End::Marked);
            }
            Marker::End { service: Some(name) } => {
                self.marked.0 = true;
                if self.interrupted.take().is_some_and(|interrupted| interrupted == name) {
                    self.disown(name);
                } else if !self.current.as_ref().is_some_and(|open| open.service && open.name == name) {
                    let place = Place::Line { line: self.line, offset: self.offset };
                    self.odd_end(place, format!("an end of section {name}, which is not the one that began last"));
                }
                self.close(End::Marked);
            }
            Marker::Done => {
                self.done = true;
                self.close(End::Next);
                self.after_kept = false;
            }
            Marker::Trouble => {
                let place = Place::Line { line: self.line, offset: self.offset };
                // That nothing is left of the time before the last start is the rule, and `logcat -L` fails then.
                let told =
                    |section: &&mut Section| section.troubles.len() < TROUBLES && !section.name.starts_with("LAST ");
                if let Some(section) = self.current.as_mut().filter(told) {
                    section.troubles.push((place, text.to_owned()));
                }
                if let Some(section) = self.current.as_mut() {
                    section.has_remarks = true;
                    self.keep(line);
                }
            }
        }
    }

    /// The section that is open began inside of another one whose end was just met. What stands in it is nothing that the system
    /// said.
    fn disown(&mut self, around: &str) {
        let Some(section) = self.current.take_if(|section| section.service) else { return };
        let place = Place::Line { line: section.line, offset: section.start.1 };
        let name = &section.name;
        self.odd_end(
            place,
            format!("what looks like the beginning of section {name} stands inside of section {around}, which is not read from there on"),
        );
        self.keep = Keep::Nothing;
    }

    fn odd_end(&mut self, place: Place, detail: String) {
        if self.odd_ends.0.len() < TROUBLES {
            self.odd_ends.0.push((place, detail));
        } else {
            self.odd_ends.1 = self.odd_ends.1.saturating_add(1);
        }
    }

    fn begin(&mut self, service: bool, name: &str, length: usize) {
        let open = self.current.as_ref().filter(|open| service && open.service && open.name != name);
        self.interrupted = open.map(|open| open.name.clone());
        self.close(End::Next);
        self.met = self.met.saturating_add(1);
        let mut section = Section::new(service, name.to_owned(), self.line, self.offset, length);
        let among = |parts: &[Part]| parts.iter().any(|part| section.is(*part));
        self.keep = match (among(KEPT), among(LOGS)) {
            (true, _) if self.holds || among(OF_CLOCK) => Keep::Lines,
            (true, _) => Keep::Place,
            (_, true) => Keep::Log,
            _ => Keep::Nothing,
        };
        section.keep = self.keep;
        if self.keep == Keep::Log && self.holds {
            section.raw.held = Some(Held::default());
        }
        self.current = Some(section);
    }

    fn close(&mut self, end: End) {
        let Some(mut section) = self.current.take() else { return };
        let kept = self.keep != Keep::Nothing;
        self.after_kept = kept && end == End::Marked;
        if kept {
            section.end = end;
            section.text.shrink_to_fit();
            self.sections.push(section);
        }
    }

    fn finish(mut self, file: &Source<'_>, failed: Option<ParseError>) -> Dumpstate {
        self.close(End::File);
        let Self { head, sections, met, done, marked, odd_ends, .. } = self;
        let clock = Clock::of(file, &head, &sections);
        Dumpstate { head, sections, met, done, clock, failed, marked, odd_ends }
    }
}

#[cfg(test)]
mod tests {
    use vigie_evidence::MemoryEvidence;
    use vigie_model::Layout;

    use super::*;

    const TEXT: &str = "== dumpstate: 2024-05-12 18:30:00\n------ SYSTEM LOG (logcat) ------\none\ntwo\n*** logcat: timed out after 1s\nthree\n\
        ------ 0.1s was the duration of 'SYSTEM LOG' ------\n------ EVENT LOG (logcat) ------\nfour\n";

    /// The lines of the logs, remarks left out, and how many logs are held.
    fn lines(holds: bool, room: usize) -> (Vec<(Place, String)>, usize) {
        let evidence = MemoryEvidence::new(Layout::AndroidBugreport).file("dumpstate.txt", TEXT).into_evidence();
        let mut told = (Vec::new(), 0);
        let mut read = |source: Source<'_>| {
            let mut splitter = Splitter { room_of_logs: room, ..Splitter::new(holds) };
            assert!(splitter.read(&mut TEXT.as_bytes()).is_none());
            let dump = splitter.finish(&source, None);
            for section in &dump.sections {
                told.1 += usize::from(section.raw.held.is_some());
                for piece in section.pieces(&source).unwrap() {
                    told.0.extend(piece.lines().map(|line| (line.at, line.text.into_owned())));
                }
            }
        };
        evidence.walk(&mut |_| true, &mut read, &mut |problem| panic!("{problem:?}"));
        told
    }

    #[test]
    fn logs_are_the_same_whether_they_are_held_or_read_again() {
        let (again, held) = lines(false, 0);
        assert_eq!((again.len(), held), (4, 0));
        for (room, expected) in [(1000, 2), (40, 1), (0, 0)] {
            assert_eq!(lines(true, room), (again.clone(), expected), "{room}");
        }
        // The remark counts as a line.
        assert!(matches!(again[2], (Place::Line { line: 6, .. }, _)), "{again:?}");
    }

    #[test]
    fn what_is_held_in_blocks_is_what_was_given() {
        let (mut held, mut whole) = (Held::default(), Vec::new());
        for n in 0..400_usize {
            let line: Vec<u8> = (0..=250).cycle().take(n * 37).collect();
            held.add(&line);
            whole.extend(line);
        }
        let mut read = Vec::new();
        held.reader().read_to_end(&mut read).unwrap();
        assert!(held.blocks.len() == 3 && held.length == whole.len());
        assert_eq!(read, whole);
    }

    #[test]
    fn a_line_that_is_cut_is_told_of_its_section() {
        let long = "x".repeat(LINE_LIMIT + 1);
        let as_long_as_is_read = "x".repeat(LINE_LIMIT);
        let text = format!(
            "------ DROPBOX (dumpsys) ------\nfirst\n{long}\nlast\n------ SYSTEM LOG (logcat) ------\n{long}\n{long}\n\
            ------ EVENT LOG (logcat) ------\n{as_long_as_is_read}\r\n"
        );
        for buffer in [1 << 10, 1 << 13, 1 << 18, 1 << 23] {
            let mut splitter = Splitter::new(true);
            assert!(splitter.read(&mut BufReader::with_capacity(buffer, text.as_bytes())).is_none());
            splitter.close(End::File);
            let cut: Vec<u64> = splitter.sections.iter().map(|section| section.cut).collect();
            assert_eq!(cut, [1, 2, 0], "{buffer}");
            let offset = text.find('x').unwrap() as u64;
            assert_eq!(splitter.sections[0].cut_at, Some(Place::Line { line: 3, offset }), "{buffer}");
        }
    }

    #[test]
    fn the_end_of_a_long_line_is_no_marker() {
        let text = format!("------ DROPBOX (dumpsys) ------\n{}", "x".repeat(MARKER_LIMIT + 1));
        let mut splitter = Splitter::new(true);
        splitter.feed(b"------ DROPBOX (dumpsys) ------\n", true);
        splitter.feed(&text.as_bytes()[32..], false);
        splitter.feed(b"------ DUMPSYS (dumpsys) ------\n", true);
        splitter.close(End::File);
        assert_eq!(splitter.sections.len(), 1);
        assert_eq!(splitter.met, 1);
    }
}
