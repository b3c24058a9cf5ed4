//! An event log as a file: a header, and chunks of 64 KiB with whole records in each.
//!
//! Format: Joachim Metz, "Windows XML Event Log (EVTX) format" (libevtx). Chunks are read one at a time, so memory does not
//! grow with the file. A damaged chunk or record costs itself: reading goes on with the next that bears its mark.

use std::io::Read;

use memchr::memmem;
use vigie_evidence::{ReadError, Source};
use vigie_model::ProblemCode;

use crate::windows::le::{array, part, u16_at, u32_at, u64_at, usize_at};

/// Bytes of a chunk.
pub(super) const CHUNK: usize = 64 << 10;
/// Where its records begin.
const RECORDS: usize = 512;
/// More chunks than this are not read: 16 GiB, eight times what Windows keeps by default in its largest log.
const MOST: u64 = 1 << 18;
/// The mark of a record.
const MARK: &[u8] = b"**\0\0";
/// The least a record can be: its header, an empty fragment, its length again.
const LEAST: usize = 28;

/// Something of a file that could not be read as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Damage {
    pub(super) code: ProblemCode,
    pub(super) offset: u64,
    pub(super) what: String,
}

impl Damage {
    pub(super) fn new(code: ProblemCode, offset: u64, what: impl Into<String>) -> Self {
        Self { code, offset, what: what.into() }
    }
}

/// The chunks of a file, one after the other.
pub(super) struct Chunks {
    reader: Box<dyn Read + Send>,
    offset: u64,
    number: u64,
    /// The file says of itself that it was not closed: it was copied from a running system.
    pub(super) open: bool,
    header: bool,
    /// Chunks that its header states, and that were there.
    stated: u64,
    found: u64,
    done: bool,
}

/// One chunk.
pub(super) struct Chunk {
    /// Where it stands in the file.
    pub(super) offset: u64,
    /// Its bytes: 64 KiB, less at a cut end.
    pub(super) bytes: Vec<u8>,
}

/// One record in its chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw {
    /// Where it stands in the file.
    pub(super) offset: u64,
    /// Number of the record.
    pub(super) id: u64,
    /// When it was written, as a `FILETIME`.
    pub(super) written: u64,
    /// Where its binary XML begins and ends.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Chunks {
    /// Reads the header of the file.
    pub(super) fn of(file: &Source<'_>) -> Result<Self, ReadError> {
        let mut reader = file.reader()?;
        let head = take(&mut reader, 4096)?;
        let header = head.starts_with(b"ElfFile\0");
        if !header && file.size()? <= 4096 {
            return Err(ReadError::file(ProblemCode::NotTheFormat, "it does not begin as an event log does"));
        }
        // Windows has never written another size than this.
        let size = u16_at(&head, 40).filter(|_| header).unwrap_or(4096);
        let open = header && u32_at(&head, 120).is_some_and(|flags| flags & 1 != 0);
        let stated = u16_at(&head, 42).filter(|_| header).map_or(0, u64::from);
        let done = head.len() < 4096;
        let mut chunks = Self { reader, offset: 4096, number: 0, open, header, stated, found: 0, done };
        if size > 4096 {
            let more = usize::from(size).saturating_sub(4096);
            chunks.done |= take(&mut chunks.reader, more)?.len() < more;
            chunks.offset = u64::from(size);
        }
        Ok(chunks)
    }

    /// The next chunk that holds something. `damage` hears of what is none.
    pub(super) fn next(&mut self, damage: &mut dyn FnMut(Damage)) -> Result<Option<Chunk>, ReadError> {
        if self.number == 0 && self.done {
            damage(Damage::new(ProblemCode::LogDamaged, 0, "it ends inside its header"));
        }
        while !self.done {
            let bytes = take(&mut self.reader, CHUNK)?;
            let offset = self.offset;
            self.offset = offset.saturating_add(bytes.len() as u64);
            self.number = self.number.saturating_add(1);
            self.done = bytes.len() < CHUNK;
            self.found = self.found.saturating_add(u64::from(!bytes.is_empty()));
            if self.done && self.found < self.stated {
                let what = format!("its header states {} chunks; {} are there", self.stated, self.found);
                damage(Damage::new(ProblemCode::LogDamaged, offset, what));
            }
            if self.number > MOST {
                self.done = true;
                damage(Damage::new(ProblemCode::LimitReached, offset, "more than 16 GiB; not read further"));
                return Ok(None);
            }
            if bytes.starts_with(b"ElfChnk\0") {
                if self.number == 1 && !self.header {
                    damage(Damage::new(ProblemCode::NotTheFormat, 0, "the header of the file is damaged"));
                }
                return Ok(Some(Chunk { offset, bytes }));
            }
            if self.number == 1 && !self.header {
                let what = "neither the file nor its first chunk begins as in an event log";
                return Err(ReadError::file(ProblemCode::NotTheFormat, what));
            }
            // Windows grows the file ahead: what it has not used is zero.
            if bytes.iter().any(|byte| *byte != 0) {
                damage(Damage::new(ProblemCode::LogDamaged, offset, "a chunk without its mark; not read"));
            }
        }
        Ok(None)
    }
}

/// Up to so many bytes; fewer only at the end of the file.
fn take(reader: &mut dyn Read, most: usize) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::with_capacity(most);
    reader.take(most as u64).read_to_end(&mut bytes).map_err(|error| ReadError::io(&error))?;
    Ok(bytes)
}

impl Chunk {
    /// What its header and checksums say against it. A log copied from a running system may be between two states.
    pub(super) fn check(&self, open: bool, damage: &mut dyn FnMut(Damage)) {
        let used = usize_at(&self.bytes, 48).unwrap_or(0);
        if self.bytes.len() < CHUNK.min(used.max(RECORDS)) {
            let what = "the file ends inside a chunk; what is left of it was read";
            damage(Damage::new(ProblemCode::LogDamaged, self.offset, what));
            return;
        }
        if open {
            return;
        }
        let sum = |parts: &[&[u8]]| {
            let mut crc = crc32fast::Hasher::new();
            for part in parts {
                crc.update(part);
            }
            crc.finalize()
        };
        let header = part(&self.bytes, 0, 120).zip(self.bytes.get(128..RECORDS));
        let wrong = header.is_some_and(|(a, b)| u32_at(&self.bytes, 124) != Some(sum(&[a, b])));
        let records = self.bytes.get(RECORDS..used);
        let altered = records.is_none_or(|records| u32_at(&self.bytes, 52) != Some(sum(&[records])));
        for (is, of) in [(wrong, "header"), (altered, "records")] {
            if is {
                let what = format!("the {of} of a chunk do not fit the checksum; read all the same");
                damage(Damage::new(ProblemCode::ChecksumWrong, self.offset, what));
            }
        }
    }

    /// Every record. `damage` hears of what is none.
    pub(super) fn records(&self, see: &mut dyn FnMut(&Raw), damage: &mut dyn FnMut(Damage)) {
        let used = usize_at(&self.bytes, 48).filter(|used| (RECORDS..=CHUNK).contains(used));
        if used.is_none() {
            let what =
                "the header of a chunk does not say how far its records go; all that look like records were read";
            damage(Damage::new(ProblemCode::LogDamaged, self.offset, what));
        }
        let end = used.unwrap_or(CHUNK).min(self.bytes.len());
        let mut at = RECORDS;
        while at < end {
            let offset = self.offset.saturating_add(at as u64);
            if let Some((raw, behind)) = self.record(at, end) {
                see(&raw);
                at = behind;
                continue;
            }
            // The next place that bears the mark and states its length twice.
            let from = at.saturating_add(1);
            let found = memmem::find_iter(self.bytes.get(from..end).unwrap_or_default(), MARK)
                .filter_map(|found| from.checked_add(found))
                .find(|next| self.record(*next, end).is_some());
            let next = found.unwrap_or(end);
            // Without a known end, what comes behind the last record is no record.
            if used.is_some() || found.is_some() {
                let lost = next.saturating_sub(at);
                let what = format!("{lost} bytes where a record belongs are none; not read");
                damage(Damage::new(ProblemCode::LogDamaged, offset, what));
            }
            at = next;
        }
    }

    fn record(&self, at: usize, end: usize) -> Option<(Raw, usize)> {
        let length = usize_at(&self.bytes, at.checked_add(4)?)?;
        let behind = at.checked_add(length)?;
        let again = usize_at(&self.bytes, behind.checked_sub(4)?)?;
        let fits = array(&self.bytes, at) == Some(*b"**\0\0") && length >= LEAST && behind <= end && again == length;
        if !fits {
            return None;
        }
        let raw = Raw {
            offset: self.offset.checked_add(at as u64)?,
            id: u64_at(&self.bytes, at.checked_add(8)?)?,
            written: u64_at(&self.bytes, at.checked_add(16)?)?,
            from: at.checked_add(24)?,
            to: behind.checked_sub(4)?,
        };
        Some((raw, behind))
    }
}
