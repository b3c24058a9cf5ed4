//! The directory of a zip archive. It stands at the end; members are read through it, and only where it is missing
//! by their own headers (`zip_salvage.rs`).
//!
//! Format: PKWARE APPNOTE 6.3.10 (zip64, 4.3.14; extra fields, 4.5); Info-ZIP extra fields (time, `UT`). Other readers:
//! libarchive, Go's `archive/zip`. Own reader, because what a hostile archive does (members that lie in each other, a
//! megabyte that claims to be a terabyte) must become problems, and members must be readable from several threads.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

use vigie_model::{ProblemCode, Timestamp};

use super::zip_blob::ZipMember;
use super::zip_entries::Entries;
use super::zip_salvage;
use crate::Blob;
use crate::blob::ReadSeek;

const END: &[u8] = b"PK\x05\x06";
const END64: &[u8] = b"PK\x06\x06";
const LOCATOR64: &[u8] = b"PK\x06\x07";
pub(crate) const CENTRAL: &[u8] = b"PK\x01\x02";
pub(crate) const LOCAL: &[u8] = b"PK\x03\x04";
const ID_OF: &str = "SHA-256 of the directory of the zip archive, which holds the name, size and CRC-32 of every file";
/// Members a directory may list.
const MEMBER_LIMIT: u64 = 20_000_000;
/// Places of a directory that may be damaged. Where there are more, nothing of it is worth looking for: each costs a look at the
/// archive, and a hostile one is nothing else.
const DAMAGE_LIMIT: u64 = 1_000;
/// Deflate cannot do better than 1032 to 1; what claims more is not a file.
pub(crate) const RATIO_LIMIT: u64 = 1040;

/// One member as the directory lists it.
pub(crate) struct Listed {
    pub(crate) name: Vec<u8>,
    pub(crate) is_link: bool,
    pub(crate) member: ZipMember,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) changed: Option<Timestamp>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) mode: Option<u32>,
    /// Why it must not be read.
    pub(crate) refused: Option<(ProblemCode, String)>,
}

/// The directory of an archive.
pub(crate) struct Directory {
    pub(crate) members: Vec<Listed>,
    /// SHA-256 of its bytes: names, sizes and checksums of all members are in it.
    pub(crate) id: String,
    /// What the id is the hash of, in words.
    pub(crate) id_of: &'static str,
    /// What ended it before its end.
    pub(crate) trouble: Option<String>,
}

/// Whether an archive begins here: with a member, or empty.
pub(crate) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(LOCAL) || head.starts_with(END)
}

/// Whether a directory stands at the end, which makes it an archive although its beginning is damaged.
pub(crate) fn has_directory(archive: &Blob) -> bool {
    let begins = |file: &mut Box<dyn ReadSeek>| -> io::Result<bool> {
        let end = end(file)?;
        file.seek(SeekFrom::Start(end.offset.saturating_add(end.shift)))?;
        let mut first = [0; CENTRAL.len()];
        file.read_exact(&mut first)?;
        Ok(first == CENTRAL)
    };
    archive.seekable().and_then(|mut file| begins(&mut file)).unwrap_or(false)
}

fn bytes<const N: usize>(from: &[u8], at: usize) -> Option<[u8; N]> {
    from.get(at..)?.first_chunk::<N>().copied()
}

pub(crate) fn u16_at(from: &[u8], at: usize) -> Option<u16> {
    bytes(from, at).map(u16::from_le_bytes)
}

pub(crate) fn u32_at(from: &[u8], at: usize) -> Option<u32> {
    bytes(from, at).map(u32::from_le_bytes)
}

pub(crate) fn u64_at(from: &[u8], at: usize) -> Option<u64> {
    bytes(from, at).map(u64::from_le_bytes)
}

fn invalid(detail: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, detail.to_owned())
}

/// Where the directory begins, how long it is, how many members it has, and how far everything is shifted by bytes
/// before the archive.
struct End {
    offset: u64,
    length: u64,
    members: u64,
    shift: u64,
}

fn end(file: &mut Box<dyn ReadSeek>) -> io::Result<End> {
    let size = file.seek(SeekFrom::End(0))?;
    // The end record is 22 bytes and a comment of at most 65535.
    let tail_from = size.saturating_sub(22 + 65_535 + 20);
    file.seek(SeekFrom::Start(tail_from))?;
    let mut tail = Vec::new();
    file.take(22 + 65_535 + 20).read_to_end(&mut tail)?;
    let place = (0..=tail.len().saturating_sub(22)).rev().find(|at| {
        let record = tail.get(*at..).unwrap_or_default();
        let comment = u16_at(record, 20).map_or(usize::MAX, usize::from);
        record.starts_with(END) && record.len() >= comment.saturating_add(22)
    });
    let place = place.ok_or_else(|| invalid("the directory at the end is missing: the archive is cut off"))?;
    let record = tail.get(place..).unwrap_or_default();
    let field = |at| u32_at(record, at).map(u64::from);
    let (Some(length), Some(offset), Some(members)) = (field(12), field(16), u16_at(record, 10).map(u64::from)) else {
        return Err(invalid("the end record is damaged"));
    };
    let mut end = End { offset, length, members, shift: 0 };
    let mut ends_at = tail_from.saturating_add(place as u64);
    let locator = place.checked_sub(20).and_then(|at| tail.get(at..place)).filter(|bytes| bytes.starts_with(LOCATOR64));
    if let Some(at) = locator.and_then(|locator| u64_at(locator, 8)) {
        file.seek(SeekFrom::Start(at))?;
        let mut record = Vec::new();
        file.take(56).read_to_end(&mut record)?;
        let fields = (u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48));
        if let (true, (Some(members), Some(length), Some(offset))) = (record.starts_with(END64), fields) {
            end = End { offset, length, members, shift: 0 };
            ends_at = at;
        } else {
            return Err(invalid("the zip64 end record is damaged"));
        }
    }
    // Bytes before the archive shift every offset in it.
    end.shift = ends_at.checked_sub(end.length).and_then(|at| at.checked_sub(end.offset)).unwrap_or(0);
    if end.members > MEMBER_LIMIT {
        return Err(invalid("it claims more members than vigie lists"));
    }
    Ok(end)
}

/// What stands in the archive and not in its damaged directory.
fn of_headers(archive: &Blob, listed: &[Listed]) -> Vec<Listed> {
    let known: HashSet<u64> = listed.iter().map(|one| one.member.offset).collect();
    // Where no header can be read, the directory is all there is.
    let found = zip_salvage::members(archive, "").map_or(Vec::new(), |directory| directory.members);
    found.into_iter().filter(|one| !known.contains(&one.member.offset)).collect()
}

/// Entries of a directory that were passed over.
struct Damage {
    /// The first.
    number: u64,
    places: u64,
    /// Bytes.
    passed: u64,
}

/// Reads the directory of an archive.
pub(crate) fn directory(archive: &Blob) -> io::Result<Directory> {
    let archive = Arc::new(archive.clone());
    let mut file = archive.seekable()?;
    let end = match end(&mut file) {
        Ok(end) => end,
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return zip_salvage::members(&archive, &error.to_string());
        }
        Err(error) => return Err(error),
    };
    file.seek(SeekFrom::Start(end.offset.saturating_add(end.shift)))?;
    let mut entries = Entries::new(BufReader::with_capacity(1 << 18, file.take(end.length)));
    let mut found = Directory { members: Vec::new(), id: String::new(), id_of: ID_OF, trouble: None };
    let mut damage: Option<Damage> = None;
    for number in 0..end.members {
        let mut record = match entries.read(46) {
            Ok(record) => record,
            Err(error) => {
                // Behind damage the number is not that of the entry.
                if damage.is_none() {
                    found.trouble = Some(format!("entry {number} of {} in the directory: {error}", end.members));
                }
                break;
            }
        };
        if record.starts_with(CENTRAL) {
            let length = |at| usize::from(u16_at(&record, at).unwrap_or(0));
            let (name, extra, comment) = (length(28), length(30), length(32));
            let rest = name.saturating_add(extra).saturating_add(comment);
            let Ok(rest) = entries.read(rest) else {
                found.trouble = Some(format!("entry {number} of {} in the directory is cut off", end.members));
                break;
            };
            let extra = rest.get(name..name.saturating_add(extra)).unwrap_or_default();
            let name = with_slashes(rest.get(..name).unwrap_or_default().to_vec(), &record);
            let one = listed(&archive, &record, name, extra, end.shift);
            // One whose lengths are damaged takes a part of the next.
            if entries.is_at_next()? || zip_salvage::is_told_by_header(&one) {
                found.members.push(one);
                continue;
            }
            record.extend(rest);
        }
        let damage = damage.get_or_insert(Damage { number, places: 0, passed: 0 });
        damage.places = damage.places.saturating_add(1);
        let (passed, is_more) = entries.resume(record)?;
        damage.passed = damage.passed.saturating_add(passed);
        if !is_more {
            break;
        }
        if damage.places >= DAMAGE_LIMIT {
            found.trouble = Some("what follows of it was not read".to_owned());
            break;
        }
    }
    if let Some(Damage { number, places, passed }) = damage {
        let told = format!(
            "the directory is damaged in {places} places, first at entry {number} of {}: {passed} bytes of it were passed over",
            end.members
        );
        found.trouble = Some(found.trouble.map_or(told.clone(), |trouble| format!("{told}; {trouble}")));
    }
    if let Some(trouble) = &mut found.trouble {
        if found.members.is_empty() {
            return zip_salvage::members(&archive, trouble);
        }
        let more = of_headers(&archive, &found.members);
        let _ = write!(trouble, "; {} members that it does not list were found by their own headers", more.len());
        found.members.extend(more);
    }
    found.id = entries.id();
    separate_all(&mut found.members);
    refuse_overlaps(&mut found.members);
    Ok(found)
}

/// A name with `/` between its parts, as the format wants it. Some programs of Windows write `\` instead (PowerShell 5's
/// `Compress-Archive` does); so it is read where the archive says that it comes from there, and the name has no `/`.
fn with_slashes(mut name: Vec<u8>, record: &[u8]) -> Vec<u8> {
    // MS-DOS, NTFS, VFAT.
    if matches!(record.get(5), Some(0 | 10 | 14)) && !name.contains(&b'/') {
        separate(&mut name);
    }
    name
}

/// Reads `\` as `/` where no name has a `/`: a program that writes the one between the parts of a name never writes the other,
/// whatever system the archive says it comes from (Go's programs say Unix on Windows, too).
pub(super) fn separate_all(members: &mut [Listed]) {
    if !members.iter().any(|member| member.name.contains(&b'/')) {
        for member in members {
            separate(&mut member.name);
        }
    }
}

/// Makes every `\` of a name a `/`.
pub(super) fn separate(name: &mut [u8]) {
    // In an encoding of more bytes than one, that byte may be half of another sign.
    if std::str::from_utf8(name).is_ok() {
        name.iter_mut().filter(|byte| **byte == b'\\').for_each(|byte| *byte = b'/');
    }
}

fn listed(archive: &Arc<Blob>, record: &[u8], name: Vec<u8>, extra: &[u8], shift: u64) -> Listed {
    let field = |at| u64::from(u32_at(record, at).unwrap_or(0));
    let (mut stored, mut size, mut offset) = (field(20), field(24), field(42));
    let (mut modified, mut changed, mut created) = (None, None, None);
    let mut rest = extra;
    while let (Some(id), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        let Some((_, behind)) = rest.split_at_checked(4) else { break };
        let Some((body, behind)) = behind.split_at_checked(usize::from(length)) else { break };
        rest = behind;
        match id {
            // zip64: only the fields that did not fit, in this order.
            1 => {
                let mut at = 0usize;
                for field in [&mut size, &mut stored, &mut offset] {
                    if *field == u64::from(u32::MAX)
                        && let Some(value) = u64_at(body, at)
                    {
                        *field = value;
                        at = at.saturating_add(8);
                    }
                }
            }
            // UT: the directory has only the first of the times the flags name.
            0x5455 => {
                let flags = body.first().copied().unwrap_or(0);
                let mut at = 1usize;
                for (bit, time) in [(1, &mut modified), (2, &mut changed), (4, &mut created)] {
                    if flags & bit != 0
                        && let Some(seconds) = u32_at(body, at)
                    {
                        *time = Timestamp::from_unix_seconds(i64::from(seconds.cast_signed()));
                        at = at.saturating_add(4);
                    }
                }
            }
            _ => {}
        }
    }
    // The second time is that of the last access.
    changed = None;
    let flags = u16_at(record, 8).unwrap_or(0);
    let method = u16_at(record, 10).unwrap_or(0);
    let is_unix = matches!(record.get(5), Some(3 | 19));
    let mode = is_unix.then(|| u32_at(record, 38).unwrap_or(0) >> 16).filter(|mode| *mode != 0);
    Listed {
        name,
        is_link: mode.is_some_and(|mode| mode & 0o170_000 == 0o120_000),
        member: ZipMember {
            archive: Arc::clone(archive),
            offset: offset.saturating_add(shift),
            stored,
            size,
            crc: u32_at(record, 16).unwrap_or(0),
            deflated: method == 8,
            trouble: std::sync::Mutex::default(),
        },
        modified,
        changed,
        created,
        mode,
        refused: refusal(flags, method, stored, size),
    }
}

/// Why a member must not be read.
pub(crate) fn refusal(flags: u16, method: u16, stored: u64, size: u64) -> Option<(ProblemCode, String)> {
    if flags & 1 != 0 || flags & 0x40 != 0 || method == 99 {
        Some((ProblemCode::Encrypted, "an encrypted member of a zip archive".to_owned()))
    } else if !matches!(method, 0 | 8) {
        Some((ProblemCode::CompressionUnsupported, format!("compressed by method {method}")))
    } else if size > stored.saturating_mul(RATIO_LIMIT).saturating_add(64) {
        Some((ProblemCode::ArchiveBomb, format!("{stored} bytes that claim to be {size}")))
    } else {
        None
    }
}

/// Members that lie in each other make small archives of endless size (D. Fifield, "A better zip bomb", 2019): of two
/// that overlap the later one is not read.
fn refuse_overlaps(members: &mut [Listed]) {
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|index| members.get(*index).map_or(0, |one| one.member.offset));
    let mut free_from = 0u64;
    for index in order {
        let Some(one) = members.get_mut(index) else { continue };
        let begins = one.member.offset;
        let length = one.member.stored.saturating_add(30).saturating_add(one.name.len() as u64);
        if begins < free_from && one.member.stored > 0 {
            let detail = format!("its bytes at {begins} belong to another member up to {free_from}");
            one.refused = Some((ProblemCode::MembersOverlap, detail));
        }
        free_from = free_from.max(begins.saturating_add(length));
    }
}
