//! A large text in pieces of whole lines, so that a log of any size is read side by side in bounded memory.

use std::io::Read;

use memchr::{memchr, memchr_iter, memrchr};
use vigie_model::{Place, ProblemCode};

use super::lines::{LINE_LIMIT, Lines};
use crate::byte_order_mark::MARK;
use crate::{ParseError, Source};

/// Bytes of a piece; one that is a single line may have as many as are kept of a line.
const PIECE: usize = LINE_LIMIT / 4;

/// Some lines.
pub(crate) struct Piece {
    bytes: Vec<u8>,
    line: u64,
    offset: u64,
    without: Option<fn(&[u8]) -> bool>,
}

impl Piece {
    /// The lines, with their places in the file.
    pub(crate) fn lines(&self) -> Lines<'_> {
        let lines = Lines::new(&self.bytes, self.line, self.offset);
        match self.without {
            Some(these) => lines.without(these),
            None => lines,
        }
    }
}

/// The pieces of a text, in order.
pub(crate) struct Pieces<'r> {
    reader: Box<dyn Read + Send + 'r>,
    /// Line and offset of what comes next.
    line: u64,
    offset: u64,
    /// The beginning of a line whose end was not read yet.
    carried: Vec<u8>,
    /// The rest of a line that is too long is passed over.
    passing: bool,
    /// Lines that are counted and not given.
    without: Option<fn(&[u8]) -> bool>,
    /// Why it could not be read to its end.
    pub(crate) failed: Option<ParseError>,
}

impl<'r> Pieces<'r> {
    /// Of a reader whose first byte is the first one of a line.
    pub(crate) fn new(reader: Box<dyn Read + Send + 'r>, line: u64, offset: u64) -> Self {
        Self { reader, line, offset, carried: Vec::new(), passing: false, without: None, failed: None }
    }

    /// The same without some lines, which count all the same.
    pub(crate) fn without(self, these: fn(&[u8]) -> bool) -> Self {
        Self { without: Some(these), ..self }
    }

    /// Of a whole file.
    pub(crate) fn of(file: &Source<'_>) -> Result<Pieces<'static>, ParseError> {
        let mut pieces = Pieces::new(file.reader()?, 1, 0);
        let start = pieces.fill(Vec::new(), MARK.len());
        // A mark is no part of the first line, which begins behind it.
        if start == MARK {
            pieces.offset = MARK.len() as u64;
        } else {
            pieces.carried = start;
        }
        Ok(pieces)
    }

    /// Reads on behind what is there, up to a length.
    fn fill(&mut self, mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
        let room = length.saturating_sub(bytes.len());
        bytes.reserve_exact(room);
        if let Err(error) = self.reader.by_ref().take(room as u64).read_to_end(&mut bytes) {
            let at = Place::Offset { offset: self.offset.saturating_add(bytes.len() as u64) };
            self.failed = Some(ParseError::at(ProblemCode::FileUnreadable, at, error.to_string()));
        }
        bytes
    }

    fn advance(&mut self, bytes: &[u8]) {
        self.line = self.line.saturating_add(memchr_iter(b'\n', bytes).count() as u64);
        self.offset = self.offset.saturating_add(bytes.len() as u64);
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if self.failed.is_some() {
                return None;
            }
            let carried = std::mem::take(&mut self.carried);
            let mut bytes = self.fill(carried, PIECE);
            if !self.passing && memchr(b'\n', &bytes).is_none() {
                bytes = self.fill(bytes, LINE_LIMIT);
            }
            if bytes.is_empty() {
                return None;
            }
            if self.passing {
                let end = memchr(b'\n', &bytes).map(|end| end.saturating_add(1));
                self.passing = end.is_none();
                let rest = bytes.split_off(end.unwrap_or(bytes.len()));
                self.advance(&bytes);
                self.carried = rest;
                continue;
            }
            // What is shorter is the end of the text.
            if bytes.len() >= PIECE {
                match memrchr(b'\n', &bytes) {
                    Some(end) => self.carried = bytes.split_off(end.saturating_add(1)),
                    None => self.passing = true,
                }
            }
            let piece = Piece { bytes, line: self.line, offset: self.offset, without: self.without };
            self.advance(&piece.bytes);
            return Some(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a text read in pieces, and read at once.
    fn both(text: &[u8]) -> [Vec<(Place, usize)>; 2] {
        let mut pieces = Pieces::new(Box::new(text), 7, 100);
        let told = |lines: Lines<'_>| lines.map(|line| (line.at, line.text.len())).collect::<Vec<_>>();
        let cut = pieces.by_ref().flat_map(|piece| told(piece.lines())).collect();
        assert!(pieces.failed.is_none());
        [cut, told(Lines::new(text, 7, 100))]
    }

    #[test]
    fn pieces_hold_the_lines_of_the_whole() {
        let mut text = Vec::new();
        for n in 0..60_000_usize {
            text.extend(std::iter::repeat_n(b'a', n % 97));
            text.extend_from_slice(if n % 5 == 0 { b"\r\n" } else { b"\n" });
        }
        let [cut, whole] = both(&text);
        assert!(text.len() > 10 * PIECE);
        assert_eq!(cut, whole);
        text.pop();
        let [cut, whole] = both(&text);
        assert_eq!(cut, whole, "without its last line end");
        assert_eq!(both(b"")[0], []);
    }

    #[test]
    fn a_line_longer_than_a_piece_is_cut_and_counted() {
        let long = vec![b'x'; 3 * LINE_LIMIT + 5];
        let mut text = b"one\n".to_vec();
        text.extend_from_slice(&long);
        text.extend_from_slice(b"\nthree\n");
        text.extend_from_slice(&long);
        let [cut, whole] = both(&text);
        assert_eq!(cut, whole);
        assert_eq!(cut.len(), 4);
    }
}
