//! Tar as it is written in the wild: ustar (POSIX.1-1988), pax (POSIX.1-2001), GNU long names and sparse files.
//! Read member by member; the data of a member may be read or skipped.
//!
//! Formats: POSIX pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format". Other readers: libarchive,
//! Go's `archive/tar`. Own reader, because every length here is hostile: a long name may claim gigabytes, and each
//! member must keep its offset.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

use vigie_model::Timestamp;

use super::pax::{Pax, Sparse};

const BLOCK: u64 = 512;
/// Bytes an extended header or long name may have.
const EXTENDED_LIMIT: u64 = 1 << 20;

/// Bytes that can be passed over.
pub(crate) trait Skip: Read {
    /// Passes over bytes. Fewer only at the end.
    fn skip(&mut self, bytes: u64) -> io::Result<u64>;
}

/// A file: passed over by seeking.
pub(crate) struct Seeking<R>(pub(crate) R, pub(crate) u64);

impl<R: Read> Read for Seeking<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out)
    }
}

impl<R: Read + Seek> Skip for Seeking<R> {
    fn skip(&mut self, bytes: u64) -> io::Result<u64> {
        let from = self.0.stream_position()?;
        let to = from.saturating_add(bytes).min(self.1.max(from));
        let step = to.saturating_sub(from);
        match i64::try_from(step) {
            // Keeps the buffer of a buffered reader for short steps.
            Ok(step) if step < 1 << 16 => {
                io::copy(&mut self.0.by_ref().take(step.unsigned_abs()), &mut io::sink())?;
            }
            _ => {
                self.0.seek(SeekFrom::Start(to))?;
            }
        }
        Ok(step)
    }
}

/// What a member is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    Link(Vec<u8>),
    HardLink(Vec<u8>),
    /// A device, a pipe, or a type no specification names.
    Other(u8),
}

/// One member.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: Vec<u8>,
    pub(crate) kind: Kind,
    /// Bytes of the file as it was: of a sparse file with its holes.
    pub(crate) size: u64,
    /// Bytes in the archive.
    pub(crate) stored: u64,
    /// Where these begin.
    pub(crate) offset: u64,
    pub(crate) sparse: Option<Sparse>,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) changed: Option<Timestamp>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) mode: Option<u32>,
}

/// Why reading ended before the end, and what was met between.
#[derive(Debug)]
pub(crate) enum TarError {
    /// The archive ends inside a header or a member.
    CutOff,
    /// A header that is none, at this offset.
    Damaged(u64, String),
    /// The bytes around the tar cannot be read.
    Io(io::Error),
}

impl From<io::Error> for TarError {
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::UnexpectedEof { Self::CutOff } else { Self::Io(error) }
    }
}

impl std::fmt::Display for TarError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CutOff => f.write_str("the archive is cut off"),
            Self::Damaged(at, detail) => write!(f, "{detail}, at {at}"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

/// Whether a tar begins here: a header whose checksum is right.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.first_chunk::<512>().is_some_and(|block| checksum_holds(block) && block.first() != Some(&0))
}

fn field(block: &[u8], from: usize, length: usize) -> &[u8] {
    block.get(from..from.saturating_add(length)).unwrap_or_default()
}

fn text(bytes: &[u8]) -> &[u8] {
    bytes.split(|b| *b == 0).next().unwrap_or_default()
}

/// A number in octal digits, or with the first bit set in base 256 (GNU).
fn number(bytes: &[u8]) -> Option<i128> {
    let (first, rest) = bytes.split_first()?;
    if first & 0x80 != 0 {
        let start = i128::from(first & 0x3f).wrapping_sub(if first & 0x40 == 0 { 0 } else { 0x40 });
        return rest.iter().try_fold(start, |sum, byte| sum.checked_mul(256)?.checked_add(i128::from(*byte)));
    }
    let digits = bytes.iter().skip_while(|b| **b == b' ').take_while(|b| !matches!(**b, 0 | b' '));
    digits.into_iter().try_fold(0i128, |sum, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 8)?;
        sum.checked_mul(8)?.checked_add(i128::from(digit))
    })
}

fn unsigned(bytes: &[u8]) -> Option<u64> {
    number(bytes).and_then(|value| u64::try_from(value).ok())
}

/// The sum of all bytes, those of the checksum itself taken as spaces; some old tars sum signed bytes.
fn checksum_holds(block: &[u8; 512]) -> bool {
    let Some(stated) = number(field(block, 148, 8)) else {
        return false;
    };
    let sum = |value: &dyn Fn(u8) -> i128| {
        let bytes = block.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { value(*byte) });
        bytes.sum::<i128>()
    };
    stated == sum(&|byte| byte.into()) || stated == sum(&|byte| i128::from(byte.cast_signed()))
}

/// Reads a tar from its beginning.
pub(crate) struct Tar<R> {
    reader: R,
    /// Bytes consumed so far.
    at: u64,
    /// Bytes of the current member that were not read yet, and the padding behind them.
    left: u64,
    padding: u64,
    global: Pax,
    ended: bool,
}

impl<R: Skip> Tar<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, at: 0, left: 0, padding: 0, global: Pax::default(), ended: false }
    }

    /// The next member; what was left of the current one is passed over. `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Member>, TarError> {
        if self.ended {
            return Ok(None);
        }
        let (mut long_name, mut long_link) = (None, None);
        let mut pax = self.global.clone();
        loop {
            self.finish_member()?;
            let begins = self.at;
            let Some(block) = self.block()? else {
                return Err(TarError::CutOff);
            };
            if block.iter().all(|byte| *byte == 0) {
                // One empty block ends it for most readers, though two are written.
                self.ended = true;
                return Ok(None);
            }
            if !checksum_holds(&block) {
                self.ended = true;
                return Err(TarError::Damaged(begins, "a header whose checksum is wrong".to_owned()));
            }
            let flag = block.get(156).copied().unwrap_or(0);
            let stored = pax.size.filter(|_| !matches!(flag, b'x' | b'g' | b'L' | b'K'));
            let Some(stored) = stored.or_else(|| unsigned(field(&block, 124, 12))) else {
                self.ended = true;
                return Err(TarError::Damaged(begins, "a header whose size is no number".to_owned()));
            };
            match flag {
                b'x' | b'g' | b'L' | b'K' => {
                    let bytes = self.extended(begins, stored)?;
                    match flag {
                        b'x' => pax.read(&bytes),
                        b'g' => {
                            self.global.read(&bytes);
                            pax.read(&bytes);
                        }
                        b'L' => long_name = Some(text(&bytes).to_vec()),
                        _ => long_link = Some(text(&bytes).to_vec()),
                    }
                    continue;
                }
                _ => {}
            }
            return self.member(&block, flag, stored, pax, long_name, long_link).map(Some);
        }
    }

    fn member(
        &mut self,
        block: &[u8; 512],
        flag: u8,
        stored: u64,
        pax: Pax,
        long_name: Option<Vec<u8>>,
        long_link: Option<Vec<u8>>,
    ) -> Result<Member, TarError> {
        let posix = field(block, 257, 6) == b"ustar\0";
        let mut name = text(field(block, 0, 100)).to_vec();
        let prefix = text(field(block, 345, 155));
        if posix && !prefix.is_empty() {
            name = [prefix, b"/", &name].concat();
        }
        let name = pax.path.or(long_name).unwrap_or(name);
        let link = pax.link.or(long_link).unwrap_or_else(|| text(field(block, 157, 100)).to_vec());
        let kind = match flag {
            // Before POSIX a folder was a file whose name ends with a slash.
            0 | b'0' | b'7' | b'S' if !name.ends_with(b"/") => Kind::File,
            0 | b'0' | b'5' | b'D' => Kind::Folder,
            b'1' => Kind::HardLink(link),
            b'2' => Kind::Link(link),
            other => Kind::Other(other),
        };
        // Links, devices and folders have no data, whatever their size says; a hard link of a pax archive may.
        let has_data = !matches!(flag, b'1'..=b'6') || (flag == b'1' && pax.is_present);
        let stored = if has_data { stored } else { 0 };
        self.left = stored;
        self.padding = stored.next_multiple_of_block();
        let mut sparse = None;
        let mut size = stored;
        if kind == Kind::File {
            if flag == b'S' {
                let (map, whole) = self.old_sparse(block)?;
                sparse = Some(map);
                size = whole;
            } else if pax.is_sparse {
                size = pax.sparse_size.unwrap_or(stored);
                sparse = Some(match pax.sparse {
                    Some(map) => map,
                    None => self.sparse_in_data()?,
                });
            }
        }
        Ok(Member {
            name: pax.sparse_name.unwrap_or(name),
            kind,
            size,
            stored: self.left,
            offset: self.at,
            sparse,
            modified: pax.modified.or_else(|| {
                let seconds = number(field(block, 136, 12)).and_then(|value| i64::try_from(value).ok())?;
                Timestamp::from_unix_seconds(seconds).filter(|_| seconds != 0)
            }),
            changed: pax.changed,
            created: pax.created,
            mode: unsigned(field(block, 100, 8)).and_then(|mode| u32::try_from(mode).ok()),
        })
    }

    /// What it reads from.
    pub(crate) fn inner(&self) -> &R {
        &self.reader
    }

    /// The same, when nothing more is to be read.
    pub(crate) fn into_inner(self) -> R {
        self.reader
    }

    /// The current offset in the archive.
    pub(crate) fn position(&self) -> u64 {
        self.at
    }

    /// The maps of GNU's old sparse format: four entries in the header, more in blocks behind it.
    fn old_sparse(&mut self, block: &[u8; 512]) -> Result<(Sparse, u64), TarError> {
        let mut map = Sparse::default();
        let entries = |bytes: &[u8], map: &mut Sparse| {
            for entry in bytes.chunks_exact(24) {
                if let (Some(offset), Some(length)) = (unsigned(field(entry, 0, 12)), unsigned(field(entry, 12, 12)))
                    && field(entry, 0, 1) != [0]
                {
                    map.push(offset, length);
                }
            }
        };
        entries(field(block, 386, 96), &mut map);
        let whole = unsigned(field(block, 483, 12)).unwrap_or(0);
        let mut more = field(block, 482, 1) == [1];
        while more {
            let Some(next) = self.block()? else {
                return Err(TarError::CutOff);
            };
            entries(field(&next, 0, 504), &mut map);
            more = field(&next, 504, 1) == [1];
            if map.is_full() {
                return Err(TarError::Damaged(self.at, "a map of a sparse file without an end".to_owned()));
            }
        }
        Ok((map, whole))
    }

    /// The map of GNU's sparse format 1.0: decimal lines before the data, in whole blocks.
    fn sparse_in_data(&mut self) -> Result<Sparse, TarError> {
        let damaged = |at| TarError::Damaged(at, "the map of a sparse file".to_owned());
        let (mut numbers, mut digits) = (Vec::new(), Vec::new());
        let mut wanted = None;
        while wanted.is_none_or(|wanted| numbers.len() < wanted) {
            if self.left < BLOCK {
                return Err(damaged(self.at));
            }
            let Some(block) = self.block()? else {
                return Err(TarError::CutOff);
            };
            self.left = self.left.saturating_sub(BLOCK);
            self.padding = self.padding.saturating_sub(BLOCK);
            for byte in block {
                if wanted.is_some_and(|wanted| numbers.len() >= wanted) {
                    break;
                }
                if byte != b'\n' {
                    digits.push(byte);
                    continue;
                }
                let number = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<u64>().ok());
                digits.clear();
                let number = number.ok_or_else(|| damaged(self.at))?;
                match wanted {
                    None => {
                        let pairs = usize::try_from(number).ok().filter(|pairs| *pairs <= Sparse::LIMIT);
                        wanted = Some(pairs.ok_or_else(|| damaged(self.at))?.saturating_mul(2));
                    }
                    Some(_) => numbers.push(number),
                }
            }
        }
        let mut map = Sparse::default();
        for pair in numbers.chunks_exact(2) {
            if let [offset, length] = pair {
                map.push(*offset, *length);
            }
        }
        Ok(map)
    }

    fn extended(&mut self, begins: u64, size: u64) -> Result<Vec<u8>, TarError> {
        if size > EXTENDED_LIMIT {
            self.ended = true;
            return Err(TarError::Damaged(begins, format!("an extended header of {size} bytes")));
        }
        self.left = size;
        self.padding = size.next_multiple_of_block();
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < size { Err(TarError::CutOff) } else { Ok(bytes) }
    }

    /// One block; `None` at the end of the bytes.
    fn block(&mut self) -> Result<Option<[u8; 512]>, TarError> {
        let mut block = [0; 512];
        let mut filled = 0usize;
        while let Some(rest) = block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.reader.read(rest) {
                Ok(0) if filled == 0 => return Ok(None),
                Ok(0) => return Err(TarError::CutOff),
                Ok(count) => filled = filled.saturating_add(count),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.at = self.at.saturating_add(BLOCK);
        Ok(Some(block))
    }

    fn finish_member(&mut self) -> Result<(), TarError> {
        let rest = self.left.saturating_add(self.padding_left());
        self.left = 0;
        self.padding = 0;
        if rest > 0 {
            let skipped = self.reader.skip(rest)?;
            self.at = self.at.saturating_add(skipped);
            if skipped < rest {
                return Err(TarError::CutOff);
            }
        }
        Ok(())
    }

    /// `padding` is the whole length of the data in blocks as long as none of it was read.
    fn padding_left(&self) -> u64 {
        self.padding.saturating_sub(self.left)
    }
}

trait Blocks {
    fn next_multiple_of_block(self) -> Self;
}

impl Blocks for u64 {
    /// Length in whole blocks.
    fn next_multiple_of_block(self) -> Self {
        self.checked_next_multiple_of(BLOCK).unwrap_or(self)
    }
}

/// The data of the current member as it is stored.
impl<R: Skip> Read for Tar<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
        let Some(out) = out.get_mut(..most).filter(|out| !out.is_empty()) else {
            return Ok(0);
        };
        let count = self.reader.read(out)?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.left = self.left.saturating_sub(count as u64);
        self.padding = self.padding.saturating_sub(count as u64);
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}
