//! The elements of a JSON array, or of one document a line, given one by one while the file is read: a list of files has
//! some hundred thousand, and one that is damaged costs itself alone.

use std::io::{BufRead, BufReader, Read};

use memchr::{memchr_iter, memchr2};
use serde::de::DeserializeOwned;
use vigie_model::{Place, ProblemCode, Record};

use crate::{Out, ParseError, Source, byte_order_mark};

/// Bytes of one element.
const ELEMENT_LIMIT: usize = 16 << 20;
/// Elements that are told to be damaged, one by one.
const TOLD: u64 = 1_000;

/// Whether a file begins like JSON, and not like the output of a command.
pub(crate) fn is_json(file: &Source<'_>) -> Result<bool, ParseError> {
    let mut start = Vec::new();
    let read = file.reader()?.take(256).read_to_end(&mut start);
    read.map_err(|error| ParseError::file(ProblemCode::FileUnreadable, error.to_string()))?;
    let start = byte_order_mark::behind(&start).trim_ascii_start();
    Ok(start.starts_with(b"[") || start.starts_with(b"{") || start.trim_ascii() == b"null")
}

/// Where inside of the file the scanner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first sign.
    Start,
    /// Between elements of an array (`true`) or of a sequence of documents.
    Between(bool),
    /// In an object or array: how deep, and whether inside of a text and behind a backslash there.
    Inside { depth: u32, text: bool, escaped: bool },
    /// In a text that is an element itself.
    Text { escaped: bool },
    /// In a number or word.
    Bare,
    /// Behind the end of the array.
    Done,
}

struct Scanner {
    state: State,
    array: bool,
    element: Vec<u8>,
    too_long: bool,
    /// Line and offset of the element, and of the next byte.
    begun: (u64, u64),
    line: u64,
    offset: u64,
    stray: Option<(u64, u64)>,
}

impl Scanner {
    fn push(&mut self, byte: u8) {
        if self.element.len() < ELEMENT_LIMIT {
            self.element.push(byte);
        } else {
            self.too_long = true;
        }
    }

    fn begin(&mut self, byte: u8) {
        self.element.clear();
        self.too_long = false;
        self.begun = (self.line, self.offset);
        self.push(byte);
        self.state = match byte {
            b'{' | b'[' => State::Inside { depth: 1, text: false, escaped: false },
            b'"' => State::Text { escaped: false },
            _ => State::Bare,
        };
    }

    /// Takes the bytes that change nothing: those of an element up to the next sign. Answers how many.
    fn plain(&mut self, bytes: &[u8]) -> usize {
        let sign = match self.state {
            State::Inside { text: true, escaped: false, .. } => memchr2(b'"', b'\\', bytes),
            State::Inside { text: false, .. } => {
                bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'{' | b'}' | b'[' | b']'))
            }
            _ => return 0,
        };
        let plain = bytes.get(..sign.unwrap_or(bytes.len())).unwrap_or_default();
        let room = ELEMENT_LIMIT.saturating_sub(self.element.len());
        self.element.extend_from_slice(plain.get(..room).unwrap_or(plain));
        self.too_long |= plain.len() > room;
        self.offset = self.offset.saturating_add(plain.len() as u64);
        self.line = self.line.saturating_add(memchr_iter(b'\n', plain).count() as u64);
        plain.len()
    }

    /// Takes one byte; answers whether an element is complete with it.
    fn byte(&mut self, byte: u8) -> bool {
        let complete = match self.state {
            State::Start | State::Between(_) if byte.is_ascii_whitespace() => false,
            // Of a mark before the first sign, `is_json` saw that it is whole.
            State::Start if byte_order_mark::MARK.contains(&byte) => false,
            State::Start => {
                self.array = byte == b'[';
                if self.array {
                    self.state = State::Between(true);
                } else {
                    self.begin(byte);
                }
                false
            }
            State::Between(true) if byte == b',' => false,
            State::Between(true) if byte == b']' => {
                self.state = State::Done;
                false
            }
            State::Between(_) => {
                self.begin(byte);
                false
            }
            State::Inside { depth, text, escaped } => {
                self.push(byte);
                let (depth, text, escaped) = match byte {
                    _ if escaped => (depth, text, false),
                    b'\\' if text => (depth, true, true),
                    b'"' => (depth, !text, false),
                    b'{' | b'[' if !text => (depth.saturating_add(1), false, false),
                    b'}' | b']' if !text => (depth.saturating_sub(1), false, false),
                    _ => (depth, text, false),
                };
                self.state =
                    if depth == 0 { State::Between(self.array) } else { State::Inside { depth, text, escaped } };
                depth == 0
            }
            State::Text { escaped } => {
                self.push(byte);
                let ends = byte == b'"' && !escaped;
                let inside = State::Text { escaped: byte == b'\\' && !escaped };
                self.state = if ends { State::Between(self.array) } else { inside };
                ends
            }
            State::Bare if byte == b',' || byte.is_ascii_whitespace() => {
                self.state = State::Between(self.array);
                true
            }
            State::Bare if byte == b']' && self.array => {
                self.state = State::Done;
                true
            }
            State::Bare => {
                self.push(byte);
                false
            }
            State::Done => {
                if !byte.is_ascii_whitespace() {
                    self.stray.get_or_insert((self.line, self.offset));
                }
                false
            }
        };
        self.offset = self.offset.saturating_add(1);
        self.line = self.line.saturating_add(u64::from(byte == b'\n'));
        complete
    }
}

/// Calls `take` with every element and its place. A file that says `null` has none.
pub(crate) fn each_element<T: DeserializeOwned, R: Record>(
    file: &Source<'_>,
    out: &mut Out<'_, R>,
    mut take: impl FnMut(T, Place, &mut Out<'_, R>),
) -> Result<(), ParseError> {
    if !is_json(file)? {
        return Err(match file.size()? {
            0 => ParseError::file(ProblemCode::EvidenceIncomplete, "an empty file"),
            _ => ParseError::file(ProblemCode::NotTheFormat, "neither a list nor an object of JSON"),
        });
    }
    let mut scanner = Scanner {
        state: State::Start,
        array: false,
        element: Vec::new(),
        too_long: false,
        begun: (1, 0),
        line: 1,
        offset: 0,
        stray: None,
    };
    let mut damaged = 0_u64;
    let mut give = |scanner: &Scanner, out: &mut Out<'_, R>| {
        let place = Place::Line { line: scanner.begun.0, offset: scanner.begun.1 };
        if !scanner.array && scanner.element == b"null" {
            return;
        }
        if scanner.too_long {
            return out.problem(ProblemCode::LimitReached, place, "an element of more than 16 MiB was left out");
        }
        match serde_json::from_slice(&scanner.element) {
            Ok(element) => take(element, place, out),
            Err(error) => {
                damaged = damaged.saturating_add(1);
                if damaged <= TOLD {
                    out.problem(ProblemCode::JsonDamaged, place, error.to_string());
                }
            }
        }
    };
    let mut reader = BufReader::with_capacity(1 << 16, file.reader()?);
    let mut failed = None;
    loop {
        let buffer = match reader.fill_buf() {
            Ok([]) => break,
            Ok(buffer) => buffer,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let place = Place::Offset { offset: scanner.offset };
                failed = Some(ParseError::at(ProblemCode::FileUnreadable, place, error.to_string()));
                break;
            }
        };
        let length = buffer.len();
        let mut rest = buffer;
        while let Some((byte, more)) = rest.split_first() {
            if scanner.byte(*byte) {
                give(&scanner, out);
            }
            rest = more.get(scanner.plain(more)..).unwrap_or_default();
        }
        reader.consume(length);
    }
    // What stands alone at the end of a file needs no sign behind it.
    if scanner.state == State::Bare && !scanner.array {
        scanner.state = State::Between(false);
        give(&scanner, out);
    }
    if damaged > TOLD {
        let detail = format!("{damaged} elements are damaged; the first {TOLD} are told");
        out.problem(ProblemCode::LimitReached, Place::File, detail);
    }
    if let Some(error) = failed {
        return Err(error);
    }
    if let Some((line, offset)) = scanner.stray {
        out.problem(ProblemCode::JsonDamaged, Place::Line { line, offset }, "something follows the end of the list");
    }
    match scanner.state {
        State::Done | State::Between(false) => Ok(()),
        _ => {
            let at = Place::Line { line: scanner.line, offset: scanner.offset };
            Err(ParseError::at(ProblemCode::EvidenceIncomplete, at, "the file ends inside of the list"))
        }
    }
}
