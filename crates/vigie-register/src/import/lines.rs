//! Lines of a bounded length: a file without line ends must not fill the memory.

use std::io::{self, BufRead, Read};

/// The longest line that is read.
const LONGEST: u64 = 4 << 20;

/// A line.
pub(super) enum Line {
    Text(Vec<u8>),
    /// Longer than any row is; it was passed over.
    TooLong,
}

pub(super) struct Lines<'r> {
    from: &'r mut dyn BufRead,
    /// Lines read.
    pub(super) number: u64,
    /// Bytes read.
    pub(super) bytes: u64,
}

impl<'r> Lines<'r> {
    pub(super) fn new(from: &'r mut dyn BufRead) -> Self {
        Self { from, number: 0, bytes: 0 }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let got = self.piece(&mut line)?;
        if got == 0 {
            return Ok(None);
        }
        self.number += 1;
        if got < LONGEST || line.ends_with(b"\n") {
            return Ok(Some(Line::Text(line)));
        }
        loop {
            line.clear();
            if self.piece(&mut line)? == 0 || line.ends_with(b"\n") {
                return Ok(Some(Line::TooLong));
            }
        }
    }

    fn piece(&mut self, line: &mut Vec<u8>) -> io::Result<u64> {
        let got = Read::take(&mut *self.from, LONGEST).read_until(b'\n', line)? as u64;
        self.bytes += got;
        Ok(got)
    }
}
