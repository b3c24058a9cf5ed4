//! The records of extended tar headers, and the maps of sparse files.
//!
//! Format: POSIX.1-2001 pax, "pax Extended Header"; GNU tar manual, "Storing Sparse Files"; libarchive's
//! `LIBARCHIVE.creationtime`.

use std::io::{self, Read};

use vigie_model::Timestamp;

/// Where the data of a sparse file lies; between them are zeros.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sparse(Vec<(u64, u64)>);

impl Sparse {
    /// Pieces a map may have.
    pub(crate) const LIMIT: usize = 1 << 16;

    pub(crate) fn push(&mut self, offset: u64, length: u64) {
        self.0.push((offset, length));
    }

    pub(crate) fn is_full(&self) -> bool {
        self.0.len() > Self::LIMIT
    }

    /// The whole file, read from its stored pieces.
    pub(crate) fn reader<R: Read>(&self, stored: R, size: u64) -> impl Read + use<R> {
        Filled { stored, pieces: self.0.clone().into_iter(), piece: (0, 0), at: 0, size }
    }
}

struct Filled<R> {
    stored: R,
    pieces: std::vec::IntoIter<(u64, u64)>,
    /// Start and end of the current piece.
    piece: (u64, u64),
    at: u64,
    size: u64,
}

impl<R: Read> Read for Filled<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.piece.1 {
            match self.pieces.next() {
                // Pieces that go backwards have been overtaken: the map is damaged, the bytes are still in order.
                Some((offset, length)) => {
                    let end = offset.saturating_add(length).min(self.size);
                    self.piece = (offset.max(self.at).min(end), end);
                }
                None => self.piece = (self.size, u64::MAX),
            }
        }
        let in_hole = self.at < self.piece.0;
        let end = if in_hole { self.piece.0 } else { self.piece.1 }.min(self.size);
        let most = usize::try_from(end.saturating_sub(self.at)).unwrap_or(usize::MAX).min(out.len());
        let Some(out) = out.get_mut(..most).filter(|out| !out.is_empty()) else {
            return Ok(0);
        };
        let count = if in_hole {
            out.fill(0);
            out.len()
        } else {
            match self.stored.read(out)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => count,
            }
        };
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}

/// What extended headers say of a member.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pax {
    pub(crate) is_present: bool,
    pub(crate) path: Option<Vec<u8>>,
    pub(crate) link: Option<Vec<u8>>,
    pub(crate) size: Option<u64>,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) changed: Option<Timestamp>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) is_sparse: bool,
    pub(crate) sparse: Option<Sparse>,
    pub(crate) sparse_size: Option<u64>,
    pub(crate) sparse_name: Option<Vec<u8>>,
    offset: Option<u64>,
}

/// `1716000000.123456789`, kept to the nanosecond.
fn time(text: &str) -> Option<Timestamp> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds: i64 = seconds.parse().ok()?;
    if fraction.is_empty() {
        return Timestamp::from_unix_seconds(seconds);
    }
    let digits: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
    let nanos: i64 = digits.parse().ok()?;
    let nanos = if seconds < 0 { nanos.checked_neg()? } else { nanos };
    Timestamp::from_unix_nanos(seconds.checked_mul(1_000_000_000)?.checked_add(nanos)?)
}

impl Pax {
    /// Takes the records `LENGTH KEY=VALUE\n`. What cannot be read ends the list: the header's own fields are there
    /// still.
    pub(crate) fn read(&mut self, mut bytes: &[u8]) {
        self.is_present = true;
        while let Some(space) = bytes.iter().position(|byte| *byte == b' ') {
            let length = bytes.get(..space).and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<usize>().ok());
            let Some(record) = length.and_then(|length| bytes.get(space.saturating_add(1)..length)) else {
                return;
            };
            bytes = length.and_then(|length| bytes.get(length..)).unwrap_or_default();
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            if let Some(equals) = record.iter().position(|byte| *byte == b'=')
                && let (Some(key), Some(value)) = (record.get(..equals), record.get(equals.saturating_add(1)..))
            {
                self.set(key, value);
            }
        }
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        let text = std::str::from_utf8(value).ok();
        let number = || text.and_then(|text| text.parse::<u64>().ok());
        match key {
            b"path" => self.path = Some(value.to_vec()),
            b"linkpath" => self.link = Some(value.to_vec()),
            b"size" => self.size = number(),
            b"mtime" => self.modified = text.and_then(time),
            b"ctime" => self.changed = text.and_then(time),
            b"LIBARCHIVE.creationtime" => self.created = text.and_then(time),
            // Format 1.0 says its version and keeps the map with the data.
            b"GNU.sparse.major" => self.is_sparse = true,
            b"GNU.sparse.realsize" | b"GNU.sparse.size" => {
                self.is_sparse = true;
                self.sparse_size = number();
            }
            b"GNU.sparse.name" => self.sparse_name = Some(value.to_vec()),
            // Format 0.1 keeps it in one record, 0.0 in many.
            b"GNU.sparse.map" => {
                let numbers = text.unwrap_or_default().split(',').map_while(|part| part.parse::<u64>().ok());
                let mut map = Sparse::default();
                for pair in numbers.take(Sparse::LIMIT).collect::<Vec<_>>().chunks_exact(2) {
                    if let [offset, length] = pair {
                        map.push(*offset, *length);
                    }
                }
                self.sparse = Some(map);
            }
            b"GNU.sparse.numblocks" => self.sparse = Some(Sparse::default()),
            b"GNU.sparse.offset" => self.offset = number(),
            b"GNU.sparse.numbytes" => {
                if let (Some(offset), Some(length), Some(map)) = (self.offset.take(), number(), &mut self.sparse)
                    && !map.is_full()
                {
                    map.push(offset, length);
                }
            }
            _ => {}
        }
    }
}
