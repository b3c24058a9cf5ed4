//! One record of the table: its sectors mended, its attributes taken apart.
//!
//! Format: Linux NTFS project, "NTFS Documentation" (`FILE` record, `$STANDARD_INFORMATION`, `$FILE_NAME`, `$DATA`);
//! J. Metz, "New Technologies File System (NTFS)" (libfsntfs).

use super::super::bytes::{part, u16_at, u32_at, u64_at, utf16};
use super::Download;

/// The end of each piece of this length holds a check number, in place of bytes that stand in the header.
const STRIDE: usize = 512;
/// Bytes of a `Zone.Identifier` that are looked at.
const MOST_MARK: usize = 4096;

const STANDARD_INFORMATION: u32 = 0x10;
const FILE_NAME: u32 = 0x30;
const DATA: u32 = 0x80;
const END: u32 = u32::MAX;

/// A record of the table by its number, and how often the record had been given away by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) number: u64,
    pub(super) sequence: u16,
}

impl Reference {
    fn new(value: u64) -> Self {
        let sequence = u16::try_from(value.checked_shr(48).unwrap_or(0)).unwrap_or(0);
        Self { number: value & 0xffff_ffff_ffff, sequence }
    }
}

/// Four moments, as `FILETIME`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) created: u64,
    pub(super) modified: u64,
    pub(super) changed: u64,
    pub(super) accessed: u64,
}

/// A name and the folder it is in.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) folder: Reference,
    pub(super) text: String,
    pub(super) created: u64,
}

/// A stream beside the content of a file.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) name: String,
    pub(super) size: u64,
}

/// What the attributes of a record tell.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) times: Option<Times>,
    /// Without the short ones that Windows adds for old programs.
    pub(super) names: Vec<Name>,
    pub(super) size: Option<u64>,
    pub(super) streams: Vec<Stream>,
    pub(super) download: Option<Download>,
    /// An attribute is cut off or lies outside of the record.
    pub(super) is_damaged: bool,
}

impl Contents {
    /// Adds what another record of the same file tells.
    pub(super) fn extend(&mut self, rest: Self) {
        self.names.extend(rest.names);
        self.streams.extend(rest.streams);
        self.size = self.size.or(rest.size);
        self.times = self.times.or(rest.times);
        self.download = self.download.take().or(rest.download);
        self.is_damaged |= rest.is_damaged;
    }

    /// Bytes that it takes in memory, about.
    pub(super) fn weight(&self) -> usize {
        let names = self.names.iter().map(|name| name.text.len());
        let streams = self.streams.iter().map(|stream| stream.name.len());
        names.chain(streams).fold(256, |sum, length| sum.saturating_add(length).saturating_add(64))
    }
}

/// A record.
#[derive(Debug)]
pub(super) struct FileRecord {
    /// The number that it says it has, where it says one: since Windows XP, but not in what `mkntfs` keeps free.
    pub(super) number: Option<u64>,
    pub(super) sequence: u16,
    pub(super) in_use: bool,
    pub(super) is_folder: bool,
    /// The record that this one goes on, if it is not the first of its file.
    pub(super) base: Option<Reference>,
    pub(super) contents: Contents,
}

/// Puts back what the check numbers at the ends of sectors stand for. A collector that reads through a driver of NTFS (`ntfscat`)
/// has done so already.
pub(super) fn mend(record: &mut [u8]) -> Result<(), &'static str> {
    const NO: &str = "the check numbers of a record lie outside of it";
    let at = usize::from(u16_at(record, 4).ok_or(NO)?);
    let count = usize::from(u16_at(record, 6).ok_or(NO)?);
    // One number, and the bytes it stands for in each piece.
    if count.checked_sub(1) != record.len().checked_div(STRIDE) {
        return Err("a record does not check each of its sectors");
    }
    let numbers = part(record, at, count.saturating_mul(2)).ok_or(NO)?.to_vec();
    let (check, kept) = numbers.split_at_checked(2).ok_or(NO)?;
    let kept = kept.as_chunks::<2>().0;
    let ends = || record.chunks_exact(STRIDE).filter_map(<[u8]>::last_chunk::<2>);
    if ends().zip(kept).all(|(end, kept)| end == kept) {
        return Ok(());
    }
    if !ends().all(|end| end == check) {
        return Err("the sectors of a record were not written together");
    }
    let ends = record.chunks_exact_mut(STRIDE).filter_map(<[u8]>::last_chunk_mut::<2>);
    ends.zip(kept).for_each(|(end, kept)| *end = *kept);
    Ok(())
}

/// A mended record; `None` when its header does not fit it.
pub(super) fn read(record: &[u8]) -> Option<FileRecord> {
    let flags = u16_at(record, 0x16)?;
    let used = usize::try_from(u32_at(record, 0x18)?).ok()?;
    let attributes = part(record, 0, used)?;
    let base = Reference::new(u64_at(record, 0x20)?);
    // Before Windows XP the check numbers begin where the number stands now.
    let number = if u16_at(record, 4)? >= 0x30 { u32_at(record, 0x2c) } else { None };
    let mut contents = Contents::default();
    if walk(attributes, u16_at(record, 0x14)?.into(), &mut contents).is_none() {
        contents.is_damaged = true;
    }
    Some(FileRecord {
        number: number.filter(|number| *number != 0).map(u64::from),
        sequence: u16_at(record, 0x10)?,
        in_use: flags & 1 != 0,
        is_folder: flags & 2 != 0,
        base: (base.number != 0).then_some(base),
        contents,
    })
}

/// Every attribute; `None` when they end otherwise than with the mark of the end.
fn walk(record: &[u8], start: usize, contents: &mut Contents) -> Option<()> {
    let mut at = start;
    loop {
        let kind = u32_at(record, at)?;
        if kind == END {
            return Some(());
        }
        let length = usize::try_from(u32_at(record, at.checked_add(4)?)?).ok()?;
        // Each has at least the head of one whose content is in the record.
        let attribute = part(record, at, length).filter(|one| one.len() >= 24)?;
        if one(kind, attribute, contents).is_none() {
            contents.is_damaged = true;
        }
        at = at.checked_add(length)?;
    }
}

fn one(kind: u32, attribute: &[u8], contents: &mut Contents) -> Option<()> {
    let is_elsewhere = *attribute.get(8)? != 0;
    let name_length = usize::from(*attribute.get(9)?).saturating_mul(2);
    let content = || part(attribute, u16_at(attribute, 20)?.into(), usize::try_from(u32_at(attribute, 16)?).ok()?);
    match kind {
        STANDARD_INFORMATION if !is_elsewhere => contents.times = Some(times(content()?, 0)?),
        FILE_NAME if !is_elsewhere => {
            let content = content()?;
            let length = usize::from(*content.get(64)?).saturating_mul(2);
            let text = utf16(part(content, 66, length)?);
            // The short name of a file that has a long one.
            if *content.get(65)? != 2 {
                let folder = Reference::new(u64_at(content, 0)?);
                contents.names.push(Name { folder, text, created: times(content, 8)?.created });
            }
        }
        DATA => {
            let name = utf16(part(attribute, u16_at(attribute, 10)?.into(), name_length)?);
            let size = if is_elsewhere {
                // The rest of a stream that another record begins.
                if u64_at(attribute, 16)? != 0 {
                    return Some(());
                }
                u64_at(attribute, 48)?
            } else {
                content()?.len() as u64
            };
            if name.is_empty() {
                contents.size = Some(size);
                return Some(());
            }
            if !is_elsewhere && name.eq_ignore_ascii_case("Zone.Identifier") {
                contents.download = Some(mark(content()?));
            }
            contents.streams.push(Stream { name, size });
        }
        _ => {}
    }
    Some(())
}

fn times(bytes: &[u8], at: usize) -> Option<Times> {
    let time = |index: usize| u64_at(bytes, at.checked_add(index.checked_mul(8)?)?);
    Some(Times { created: time(0)?, modified: time(1)?, changed: time(2)?, accessed: time(3)? })
}

/// Where a file came from, as the browser or mail program noted it: the mark of the web.
fn mark(content: &[u8]) -> Download {
    let text = String::from_utf8_lossy(content.get(..MOST_MARK).unwrap_or(content)).into_owned();
    let value = |wanted: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once('='));
        let value = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    };
    Download {
        zone: value("ZoneId").and_then(|zone| zone.parse().ok()),
        host_url: value("HostUrl"),
        referrer_url: value("ReferrerUrl"),
    }
}
