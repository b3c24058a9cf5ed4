//! The records of a table (RFC 4180; a record may run over several lines). Read by hand because a quote that is never
//! closed must not fill the memory.

use std::io;

use super::lines::{Line, Lines};

/// The longest record.
const LONGEST: usize = 4 << 20;

/// Records of a table.
pub(super) struct Records<'r> {
    pub(super) lines: Lines<'r>,
    pub(super) delimiter: char,
}

impl Records<'_> {
    /// The next record, with the line it begins in; no cells where it cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Option<Vec<String>>)>> {
        let mut record = Vec::new();
        let (mut first, mut open) = (0, false);
        loop {
            match self.lines.next()? {
                // The end within quotes: what was read of it is no record.
                None => return Ok((!record.is_empty()).then_some((first, None))),
                Some(Line::TooLong) => return Ok(Some((self.lines.number, None))),
                Some(Line::Text(line)) => {
                    if record.is_empty() {
                        first = self.lines.number;
                        if line.trim_ascii().is_empty() {
                            continue;
                        }
                    }
                    open = line.iter().fold(open, |open, byte| open != (*byte == b'"'));
                    record.extend(line);
                }
            }
            if record.len() > LONGEST {
                return Ok(Some((first, None)));
            }
            if !open {
                return Ok(Some((first, cells(&record, self.delimiter))));
            }
        }
    }
}

/// The cells of a record; nothing where it is not UTF-8 or a quote stands where none may.
pub(super) fn cells(record: &[u8], delimiter: char) -> Option<Vec<String>> {
    let text = std::str::from_utf8(record).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
    let mut cells = Vec::new();
    let mut rest = text.chars().peekable();
    loop {
        let mut cell = String::new();
        if rest.next_if_eq(&'"').is_some() {
            loop {
                match rest.next()? {
                    '"' if rest.next_if_eq(&'"').is_some() => cell.push('"'),
                    '"' => break,
                    other => cell.push(other),
                }
            }
        } else {
            while let Some(letter) = rest.next_if(|letter| *letter != delimiter) {
                if letter == '"' {
                    return None;
                }
                cell.push(letter);
            }
        }
        cells.push(cell);
        match rest.next() {
            None => return Some(cells),
            Some(letter) if letter == delimiter => {}
            Some(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_the_standard_says() {
        let read = |text: &str| cells(text.as_bytes(), ',');
        let owned = |cells: &[&str]| Some(cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
        assert_eq!(read("a,b\r\n"), owned(&["a", "b"]));
        assert_eq!(read("\u{feff}\"a, \"\"b\"\"\nc\",,\n"), owned(&["a, \"b\"\nc", "", ""]));
        assert_eq!(read("\"a\"b,c"), None);
        assert_eq!(read("a\"b\"\"\",c"), None);
        assert_eq!(cells(b"\xff,a", ','), None);
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_the_table() {
        let mut text = "name\n\"a\n".as_bytes();
        let mut records = Records { lines: Lines::new(&mut text), delimiter: ',' };
        assert!(matches!(records.next(), Ok(Some((1, Some(_))))));
        assert!(matches!(records.next(), Ok(Some((2, None)))));
        assert!(matches!(records.next(), Ok(None)));
    }
}
