//! The members of a zip archive whose directory is missing or damaged, as their own headers tell of them: an archive
//! that was cut off while it was copied still gives what it holds.
//!
//! Format: PKWARE APPNOTE 6.3.10, 4.3.7 (local headers) and 4.3.9 (data descriptors). A writer that streams does not
//! know a length beforehand: its header states none, and the end of the data is found by inflating them. Such a
//! member that is not compressed has no end that could be known; nothing behind it is read.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex};

use flate2::{Crc, Decompress, FlushDecompress, Status};
use sha2::{Digest, Sha256};
use vigie_model::Timestamp;

use super::zip::{
    CENTRAL, Directory, LOCAL, Listed, RATIO_LIMIT, refusal, separate, separate_all, u16_at, u32_at, u64_at,
};
use super::zip_blob::ZipMember;
use crate::Blob;
use crate::blob::ReadSeek;

/// Bytes inflated at once.
const CHUNK: usize = 1 << 16;
const DESCRIPTOR: &[u8] = b"PK\x07\x08";

/// Lengths of a member, its checksum, and where the next one begins.
struct Extent {
    stored: u64,
    size: u64,
    crc: u32,
    next: u64,
}

/// Lists what local headers tell of. `why` is what is wrong with the directory.
pub(crate) fn members(archive: &Blob, why: &str) -> io::Result<Directory> {
    let archive = Arc::new(archive.clone());
    let mut file = archive.seekable()?;
    let end = file.seek(SeekFrom::End(0))?;
    let mut hasher = Sha256::new();
    let mut members = Vec::new();
    let mut at = 0u64;
    let stopped = loop {
        let Some((header, name, extra)) = local(&mut file, at)? else {
            break if at >= end || begins(&mut file, at, CENTRAL)? {
                "its members were listed by their own headers, which tell of no links".to_owned()
            } else {
                format!(
                    "its members were listed by their own headers, up to byte {at} of {end}: no member begins there"
                )
            };
        };
        hasher.update(&header);
        hasher.update(&name);
        let data = at.saturating_add(30).saturating_add(name.len() as u64).saturating_add(extra.len() as u64);
        let Some(extent) = extent(&archive, &mut file, &header, &extra, data)? else {
            let name = String::from_utf8_lossy(&name).chars().take(200).collect::<String>();
            break format!(
                "its members were listed by their own headers, up to byte {at} of {end}: no end of {name} was found"
            );
        };
        at = extent.next;
        members.push(listed(&archive, &header, name, &extra, data, &extent));
        if at > end {
            break format!("its members were listed by their own headers; the last one is cut off at byte {end}");
        }
    };
    separate_all(&mut members);
    if members.is_empty() {
        return Err(io::Error::new(ErrorKind::InvalidData, why.to_owned()));
    }
    Ok(Directory {
        members,
        id: hex::encode(hasher.finalize()),
        id_of: "SHA-256 of the headers of the members of the zip archive, whose directory is missing",
        trouble: Some(format!("{why}; {stopped}")),
    })
}

/// Whether the own header of a member names it as the directory does.
pub(super) fn is_told_by_header(one: &Listed) -> bool {
    let found = one.member.archive.seekable().and_then(|mut file| local(&mut file, one.member.offset));
    found.is_ok_and(|found| {
        found.is_some_and(|(_, mut name, _)| {
            separate(&mut name);
            let mut listed = one.name.clone();
            separate(&mut listed);
            name == listed
        })
    })
}

fn begins(file: &mut Box<dyn ReadSeek>, at: u64, with: &[u8]) -> io::Result<bool> {
    Ok(bytes(file, at, with.len())? == with)
}

/// Bytes at a place, fewer at the end.
fn bytes(file: &mut Box<dyn ReadSeek>, at: u64, length: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut found = Vec::new();
    file.take(length as u64).read_to_end(&mut found)?;
    Ok(found)
}

type Local = (Vec<u8>, Vec<u8>, Vec<u8>);

/// A whole local header: its fixed part, the name, the extra fields.
fn local(file: &mut Box<dyn ReadSeek>, at: u64) -> io::Result<Option<Local>> {
    let header = bytes(file, at, 30)?;
    if header.len() < 30 || !header.starts_with(LOCAL) {
        return Ok(None);
    }
    let [name, extra] = [26, 28].map(|at| usize::from(u16_at(&header, at).unwrap_or(0)));
    let rest = bytes(file, at.saturating_add(30), name.saturating_add(extra))?;
    let Some((name, extra)) = rest.split_at_checked(name).filter(|(_, found)| found.len() == extra) else {
        return Ok(None);
    };
    Ok(Some((header, name.to_vec(), extra.to_vec())))
}

/// The extra fields that matter here: lengths of more than 32 bits, and the time of the last change.
fn extra(mut rest: &[u8]) -> (Option<(u64, u64)>, Option<Timestamp>) {
    let (mut lengths, mut modified) = (None, None);
    while let (Some(id), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        let Some((body, behind)) = rest.get(4..).and_then(|rest| rest.split_at_checked(usize::from(length))) else {
            break;
        };
        rest = behind;
        match id {
            1 => lengths = u64_at(body, 0).zip(u64_at(body, 8)),
            0x5455 if body.first().is_some_and(|flags| flags & 1 != 0) => {
                modified = u32_at(body, 1).and_then(|at| Timestamp::from_unix_seconds(i64::from(at.cast_signed())));
            }
            _ => {}
        }
    }
    (lengths, modified)
}

fn extent(
    archive: &Arc<Blob>,
    file: &mut Box<dyn ReadSeek>,
    header: &[u8],
    extra_fields: &[u8],
    data: u64,
) -> io::Result<Option<Extent>> {
    let field = |at| u32_at(header, at).unwrap_or(0);
    let (mut stored, mut size, crc) = (u64::from(field(18)), u64::from(field(22)), field(14));
    if stored == u64::from(u32::MAX)
        && let (Some((whole, packed)), _) = extra(extra_fields)
    {
        (size, stored) = (whole, packed);
    }
    let streamed = u16_at(header, 6).unwrap_or(0) & 8 != 0;
    if !streamed || stored > 0 {
        let mut next = data.saturating_add(stored);
        if streamed {
            next = next.saturating_add(descriptor(file, next, extra_fields)?);
        }
        return Ok(Some(Extent { stored, size, crc, next }));
    }
    if u16_at(header, 8) != Some(8) {
        let is_empty = begins(file, data, DESCRIPTOR)?;
        let next = data.saturating_add(descriptor(file, data, extra_fields)?);
        return Ok(is_empty.then_some(Extent { stored: 0, size: 0, crc: 0, next }));
    }
    let Some((stored, size, crc)) = inflated(archive, data)? else { return Ok(None) };
    let next = data.saturating_add(stored);
    let next = next.saturating_add(descriptor(file, next, extra_fields)?);
    Ok(Some(Extent { stored, size, crc, next }))
}

/// Bytes of the data descriptor behind the data of a streamed member: its mark, which may be missing, a checksum and
/// two lengths, of 64 bits each where the header has such a field.
fn descriptor(file: &mut Box<dyn ReadSeek>, at: u64, extra_fields: &[u8]) -> io::Result<u64> {
    let mark = if begins(file, at, DESCRIPTOR)? { 4 } else { 0 };
    Ok(if extra(extra_fields).0.is_some() { 20u64 } else { 12 }.saturating_add(mark))
}

/// Inflates data whose length nobody states: stored bytes, bytes of the file, checksum. `None` where it never ends
/// within what deflate can do.
fn inflated(archive: &Arc<Blob>, from: u64) -> io::Result<Option<(u64, u64, u32)>> {
    let mut reader = archive.reader_at(from)?;
    let mut inflate = Decompress::new(false);
    let (mut crc, mut room) = (Crc::new(), vec![0; CHUNK]);
    let mut packed = Vec::new();
    loop {
        if packed.is_empty() {
            reader.by_ref().take(CHUNK as u64).read_to_end(&mut packed)?;
        }
        let (before, out) = (inflate.total_in(), inflate.total_out());
        let flush = if packed.is_empty() { FlushDecompress::Finish } else { FlushDecompress::None };
        let status = inflate.decompress(&packed, &mut room, flush);
        let used = usize::try_from(inflate.total_in().saturating_sub(before)).unwrap_or(usize::MAX).min(packed.len());
        let given = usize::try_from(inflate.total_out().saturating_sub(out)).unwrap_or(0);
        crc.update(room.get(..given).unwrap_or_default());
        let at_end = packed.is_empty();
        packed.drain(..used);
        let size = inflate.total_out();
        if size > inflate.total_in().saturating_mul(RATIO_LIMIT).saturating_add(CHUNK as u64) {
            return Ok(None);
        }
        match status {
            Ok(Status::StreamEnd) => return Ok(Some((inflate.total_in(), size, crc.sum()))),
            // Cut off: it counts as going on behind the end, and the sum cannot be right.
            _ if at_end && given == 0 => return Ok(Some((inflate.total_in().saturating_add(1), size, !crc.sum()))),
            Ok(_) => {}
            Err(_) => return Ok(None),
        }
    }
}

fn listed(
    archive: &Arc<Blob>,
    header: &[u8],
    name: Vec<u8>,
    extra_fields: &[u8],
    data: u64,
    extent: &Extent,
) -> Listed {
    let (flags, method) = (u16_at(header, 6).unwrap_or(0), u16_at(header, 8).unwrap_or(0));
    let start = data.saturating_sub(30).saturating_sub(name.len() as u64).saturating_sub(extra_fields.len() as u64);
    Listed {
        name,
        is_link: false,
        refused: refusal(flags, method, extent.stored, extent.size),
        member: ZipMember {
            archive: Arc::clone(archive),
            offset: start,
            stored: extent.stored,
            size: extent.size,
            crc: extent.crc,
            deflated: method == 8,
            trouble: Mutex::default(),
        },
        modified: extra(extra_fields).1,
        changed: None,
        created: None,
        mode: None,
    }
}
