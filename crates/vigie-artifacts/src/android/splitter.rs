//! Takes a `dumpstate` text apart, line by line. See [`super::dumpstate`].

use std::io::BufRead;

use memchr::memchr;
use vigie_model::{Place, ProblemCode};

use super::clock::Clock;
use super::dumpstate::{Dumpstate, KEPT, KEPT_LIMIT, LOGS, OF_CLOCK, Part};
use super::held::Held;
use super::lines::LINE_LIMIT;
use super::marker::{MARKER_LIMIT, Marker, begins_like_a_marker, marker, ordinary_lines};
use super::section::{End, Keep, Section};
use crate::byte_order_mark::MARK;
use crate::{ParseError, Source};

/// Bytes of logs that are held of a file that can only be read from its beginning. What does not fit is read there again.
const LOGS_LIMIT: usize = 128 << 20;
/// Bytes of the lines before the first section.
const HEAD_LIMIT: usize = 1 << 20;
/// Sections that are kept: a real report has some hundred of any kind. A hostile one could be nothing but headers.
const SECTIONS: usize = 20_000;
/// Troubles that are listed of one section.
const TROUBLES: usize = 20;

/// See the module.
pub(super) struct Splitter {
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
    pub(super) fn new(holds: bool) -> Self {
        let mut head = Section::new(false, String::new(), 0, 0, 0);
        (head.line, head.start) = (1, (1, 0));
        Self {
            head,
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
    pub(super) fn read(&mut self, reader: &mut impl BufRead) -> Option<ParseError> {
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
    fn feed(&mut self, mut line: &[u8], whole: bool) {
        if let Some(behind) = line.strip_prefix(MARK).filter(|_| self.offset == 0) {
            // A mark is no part of the first line, which begins behind it.
            (self.offset, self.head.start.1, line) = (MARK.len() as u64, MARK.len() as u64, behind);
        }
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

    pub(super) fn finish(mut self, file: &Source<'_>, failed: Option<ParseError>) -> Dumpstate {
        self.close(End::File);
        let Self { head, sections, met, done, marked, odd_ends, .. } = self;
        let clock = Clock::of(file, &head, &sections);
        Dumpstate { head, sections, met, done, clock, failed, marked, odd_ends }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read as _};

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
