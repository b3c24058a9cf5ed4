//! Capture files, packet by packet and never whole: pcap in both byte orders with micro- or nanoseconds, and pcapng.
//! Either may be packed with gzip.
//!
//! Formats: `draft-ietf-opsawg-pcap`, `draft-ietf-opsawg-pcapng` (IETF). Other readers: libpcap, Wireshark's wiretap.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use vigie_evidence::Source;
use vigie_model::{Place, ProblemCode, Timestamp};

use crate::ParseError;

/// No interface gives a larger packet: libpcap's own limit is 256 KiB for most, and 128 MiB for USB.
const MOST_PACKET: u32 = 1 << 20;
/// Blocks of pcapng that hold no packet are small; the rest of a larger one is passed over.
const MOST_BLOCK: u32 = 1 << 20;
/// So many interfaces of one section.
const MOST_INTERFACES: usize = 4096;
/// A packed capture is read so far, unpacked.
const MOST_UNPACKED: u64 = 64 << 30;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const OLD_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;
const BYTE_ORDER: u32 = 0x1a2b_3c4d;
const RESOLUTION: u16 = 9;
const OFFSET: u16 = 14;

/// One packet as it was captured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'b> {
    /// Where its record begins in the (unpacked) file.
    pub(super) at: u64,
    /// Nanoseconds since 1970.
    pub(super) nanos: Option<i64>,
    /// The type of the link (`LINKTYPE_…`).
    pub(super) link: u32,
    /// Its bytes, perhaps not all.
    pub(super) bytes: &'b [u8],
    /// Bytes it had on the wire.
    pub(super) length: u32,
}

impl Frame<'_> {
    /// When it was captured.
    pub(super) fn time(&self) -> Option<Timestamp> {
        Timestamp::from_unix_nanos(self.nanos?)
    }
}

/// Why reading ended before the end, or what was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) code: ProblemCode,
    pub(super) at: u64,
    pub(super) detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Interface {
    link: u32,
    snap: u32,
    resolution: Resolution,
    offset: i64,
}

/// What a unit of a time stamp is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resolution {
    /// A part of a second: 10 to this power of them make one.
    Decimal(u32),
    /// 2 to this power make one.
    Binary(u32),
}

impl Resolution {
    fn nanos(self, units: u64) -> Option<i64> {
        let per_second = match self {
            Self::Decimal(power) => 10_u128.checked_pow(power)?,
            Self::Binary(power) => 1_u128.checked_shl(power)?,
        };
        let nanos = u128::from(units).checked_mul(1_000_000_000)?.checked_div(per_second)?;
        i64::try_from(nanos).ok()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Pcap { nanos: bool, link: u32 },
    Pcapng,
}

/// The packets of a capture, one after the other.
pub(super) struct Frames {
    reader: Box<dyn BufRead + Send>,
    big_endian: bool,
    form: Form,
    interfaces: Vec<Interface>,
    buffer: Vec<u8>,
    at: u64,
    ended: bool,
}

impl Frames {
    /// Opens a capture.
    pub(super) fn open(file: &Source<'_>) -> Result<Self, ParseError> {
        let mut start = [0u8; 2];
        let packed = file.reader()?.read_exact(&mut start).is_ok() && start == [0x1f, 0x8b];
        let plain = BufReader::with_capacity(1 << 18, file.reader()?);
        let reader: Box<dyn BufRead + Send> = if packed {
            Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(plain).take(MOST_UNPACKED)))
        } else {
            Box::new(plain)
        };
        Self::new(reader)
    }

    /// A capture from its first byte on.
    pub(super) fn new(mut reader: Box<dyn BufRead + Send>) -> Result<Self, ParseError> {
        let not = |detail: &str| ParseError::file(ProblemCode::NotTheFormat, detail.to_owned());
        let mut magic = [0u8; 4];
        reader.read_exact(&mut magic).map_err(|_| not("shorter than the head of a capture"))?;
        let (big_endian, form) = match u32::from_be_bytes(magic) {
            SECTION => (false, Form::Pcapng),
            0xa1b2_c3d4 => (true, Form::Pcap { nanos: false, link: 0 }),
            0xd4c3_b2a1 => (false, Form::Pcap { nanos: false, link: 0 }),
            0xa1b2_3c4d => (true, Form::Pcap { nanos: true, link: 0 }),
            0x4d3c_b2a1 => (false, Form::Pcap { nanos: true, link: 0 }),
            _ => return Err(not("the file does not begin as a pcap or pcapng capture does")),
        };
        let buffer = Vec::new();
        let mut frames = Self { reader, big_endian, form, interfaces: Vec::new(), buffer, at: 4, ended: false };
        match frames.form {
            Form::Pcap { nanos, .. } => {
                let mut head = [0u8; 20];
                frames.reader.read_exact(&mut head).map_err(|_| not("the head of the capture is cut off"))?;
                frames.at = 24;
                // The upper bits tell of check sums behind each packet.
                let link = frames.u32(&head, 16).unwrap_or(0) & 0x0fff_ffff;
                frames.form = Form::Pcap { nanos, link };
            }
            // The type of the first block was read; the block goes on with its length.
            Form::Pcapng => frames.section(0).map_err(|trouble| not(&trouble.detail))?,
        }
        Ok(frames)
    }

    fn u32(&self, bytes: &[u8], at: usize) -> Option<u32> {
        let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    }

    fn u16(&self, bytes: &[u8], at: usize) -> Option<u16> {
        let two: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big_endian { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    }

    /// The next packet; `None` at the end. After trouble that ends the file nothing more comes.
    pub(super) fn next(&mut self) -> Result<Option<Frame<'_>>, Trouble> {
        if self.ended {
            return Ok(None);
        }
        let begins = self.at;
        match self.form {
            Form::Pcap { nanos, link } => {
                let Some((time, length)) = self.pcap_packet(nanos)? else { return Ok(None) };
                Ok(Some(Frame { at: begins, nanos: time, link, bytes: &self.buffer, length }))
            }
            Form::Pcapng => self.pcapng_packet(),
        }
    }

    /// Ends the file.
    fn end<T>(&mut self, code: ProblemCode, at: u64, detail: impl Into<String>) -> Result<T, Trouble> {
        self.ended = true;
        Err(Trouble { code, at, detail: detail.into() })
    }

    /// So many bytes into the buffer; answers whether any were left at all.
    fn fill(&mut self, count: usize, begins: u64) -> Result<bool, Trouble> {
        self.buffer.clear();
        // It grows by what comes, never by what a header claims.
        let read = self.reader.by_ref().take(count as u64).read_to_end(&mut self.buffer);
        if let Err(error) = read {
            return self.end(
                ProblemCode::FileUnreadable,
                begins,
                format!("the capture cannot be read further: {error}"),
            );
        }
        self.at = self.at.saturating_add(self.buffer.len() as u64);
        if self.buffer.is_empty() && count > 0 {
            self.ended = true;
            return Ok(false);
        }
        if self.buffer.len() < count {
            return self.end(ProblemCode::EvidenceIncomplete, begins, "the capture is cut off inside a packet");
        }
        Ok(true)
    }

    fn pcap_packet(&mut self, nanos: bool) -> Result<Option<(Option<i64>, u32)>, Trouble> {
        let begins = self.at;
        if !self.fill(16, begins)? {
            return Ok(None);
        }
        let number = |at| self.u32(&self.buffer, at).unwrap_or(0);
        let (seconds, part, captured, length) = (number(0), number(4), number(8), number(12));
        if captured > MOST_PACKET {
            let detail =
                format!("a packet of {captured} bytes: the capture is damaged here; nothing behind it was read");
            return self.end(ProblemCode::NotTheFormat, begins, detail);
        }
        if captured > 0 && !self.fill(captured as usize, begins)? {
            return self.end(
                ProblemCode::EvidenceIncomplete,
                begins,
                "the capture is cut off before the bytes of a packet",
            );
        }
        if captured == 0 {
            self.buffer.clear();
        }
        let part = i64::from(part).saturating_mul(if nanos { 1 } else { 1000 });
        Ok(Some((i64::from(seconds).checked_mul(1_000_000_000).and_then(|whole| whole.checked_add(part)), length)))
    }

    /// The head of a section, behind its type. The length comes before what says in which order its bytes are.
    fn section(&mut self, begins: u64) -> Result<(), Trouble> {
        if !self.fill(8, begins)? {
            return self.end(
                ProblemCode::EvidenceIncomplete,
                begins,
                "the capture is cut off inside the head of a section",
            );
        }
        let order: [u8; 4] = self.buffer.get(4..8).and_then(|four| four.try_into().ok()).unwrap_or_default();
        self.big_endian = if u32::from_be_bytes(order) == BYTE_ORDER {
            true
        } else if u32::from_le_bytes(order) == BYTE_ORDER {
            false
        } else {
            return self.end(
                ProblemCode::NotTheFormat,
                begins,
                "the section does not say in which order its bytes are",
            );
        };
        let length = self.u32(&self.buffer, 0).unwrap_or(0);
        if length < 28 || !length.is_multiple_of(4) {
            return self.end(ProblemCode::NotTheFormat, begins, format!("a section head of {length} bytes"));
        }
        self.interfaces.clear();
        self.pass(u64::from(length).saturating_sub(12), begins)
    }

    /// Passes over bytes.
    fn pass(&mut self, count: u64, begins: u64) -> Result<(), Trouble> {
        let passed = std::io::copy(&mut self.reader.by_ref().take(count), &mut std::io::sink());
        match passed {
            Ok(passed) => {
                self.at = self.at.saturating_add(passed);
                if passed < count {
                    return self.end(ProblemCode::EvidenceIncomplete, begins, "the capture is cut off inside a block");
                }
                Ok(())
            }
            Err(error) => {
                self.end(ProblemCode::FileUnreadable, begins, format!("the capture cannot be read further: {error}"))
            }
        }
    }

    fn pcapng_packet(&mut self) -> Result<Option<Frame<'_>>, Trouble> {
        loop {
            let begins = self.at;
            if !self.fill(4, begins)? {
                return Ok(None);
            }
            let kind = self.u32(&self.buffer, 0).unwrap_or(0);
            if kind == SECTION {
                self.section(begins)?;
                continue;
            }
            if !self.fill(4, begins)? {
                return self.end(ProblemCode::EvidenceIncomplete, begins, "the capture is cut off inside a block");
            }
            let length = self.u32(&self.buffer, 0).unwrap_or(0);
            if length < 12 || !length.is_multiple_of(4) {
                let detail =
                    format!("a block of {length} bytes: the capture is damaged here; nothing behind it was read");
                return self.end(ProblemCode::NotTheFormat, begins, detail);
            }
            let rest = length.saturating_sub(8);
            let is_packet = matches!(kind, ENHANCED_PACKET | SIMPLE_PACKET | OLD_PACKET);
            if !(is_packet || kind == INTERFACE) {
                self.pass(u64::from(rest), begins)?;
                continue;
            }
            if rest > MOST_BLOCK.saturating_add(64) {
                self.pass(u64::from(rest), begins)?;
                let detail = format!("a block of {length} bytes was passed over");
                return Err(Trouble { code: ProblemCode::LimitReached, at: begins, detail });
            }
            if !self.fill(rest as usize, begins)? {
                return self.end(ProblemCode::EvidenceIncomplete, begins, "the capture is cut off inside a block");
            }
            if self.u32(&self.buffer, self.buffer.len().saturating_sub(4)) != Some(length) {
                let detail = "a block ends with another length than it begins with: the capture is damaged here; nothing behind it was read";
                return self.end(ProblemCode::NotTheFormat, begins, detail);
            }
            if kind == INTERFACE {
                self.interface(begins)?;
                continue;
            }
            let found = self.packet(kind);
            let Some((from, to, nanos, link, packet_length)) = found else {
                let detail =
                    "a packet names an interface that is not there, or has more bytes than its block".to_owned();
                return Err(Trouble { code: ProblemCode::ValueUnexpected, at: begins, detail });
            };
            let bytes = self.buffer.get(from..to).unwrap_or_default();
            return Ok(Some(Frame { at: begins, nanos, link, bytes, length: packet_length }));
        }
    }

    /// Where the bytes of a packet stand in its block, its time, its link and its length.
    fn packet(&self, kind: u32) -> Option<(usize, usize, Option<i64>, u32, u32)> {
        let block = &self.buffer;
        let (interface, head, captured, length, units) = if kind == SIMPLE_PACKET {
            let length = self.u32(block, 0)?;
            let interface = self.interfaces.first()?;
            let snap = if interface.snap == 0 { u32::MAX } else { interface.snap };
            let there = u32::try_from(block.len().checked_sub(8)?).ok()?;
            (interface, 4_usize, length.min(snap).min(there), length, None)
        } else {
            let number = if kind == OLD_PACKET { u32::from(self.u16(block, 0)?) } else { self.u32(block, 0)? };
            let interface = self.interfaces.get(usize::try_from(number).ok()?)?;
            let units = u64::from(self.u32(block, 4)?).checked_shl(32)? | u64::from(self.u32(block, 8)?);
            (interface, 20_usize, self.u32(block, 12)?, self.u32(block, 16)?, Some(units))
        };
        let end = head.checked_add(usize::try_from(captured).ok()?)?;
        if end > block.len().checked_sub(4)? {
            return None;
        }
        let nanos = units.and_then(|units| interface.resolution.nanos(units));
        let nanos = nanos.and_then(|nanos| nanos.checked_add(interface.offset.checked_mul(1_000_000_000)?));
        Some((head, end, nanos, interface.link, length))
    }

    fn interface(&mut self, begins: u64) -> Result<(), Trouble> {
        if self.interfaces.len() >= MOST_INTERFACES {
            return self.end(ProblemCode::LimitReached, begins, "more interfaces than any machine has");
        }
        let link = u32::from(self.u16(&self.buffer, 0).unwrap_or(0));
        let snap = self.u32(&self.buffer, 4).unwrap_or(0);
        let (mut resolution, mut offset) = (Resolution::Decimal(6), 0);
        let mut at = 8_usize;
        while let (Some(code), Some(length)) =
            (self.u16(&self.buffer, at), self.u16(&self.buffer, at.saturating_add(2)))
        {
            let from = at.saturating_add(4);
            let value = self.buffer.get(from..from.saturating_add(usize::from(length))).unwrap_or_default();
            match (code, value) {
                (0, _) => break,
                (RESOLUTION, [unit]) if unit & 0x80 != 0 => resolution = Resolution::Binary(u32::from(unit & 0x7f)),
                (RESOLUTION, [unit]) => resolution = Resolution::Decimal(u32::from(*unit)),
                (OFFSET, value) => {
                    let eight: [u8; 8] = value.try_into().unwrap_or_default();
                    offset = if self.big_endian { i64::from_be_bytes(eight) } else { i64::from_le_bytes(eight) };
                }
                _ => {}
            }
            at = from.saturating_add(usize::from(length).next_multiple_of(4));
        }
        self.interfaces.push(Interface { link, snap, resolution, offset });
        Ok(())
    }
}

impl Trouble {
    /// Where, as a place.
    pub(super) fn place(&self) -> Place {
        Place::Offset { offset: self.at }
    }
}
