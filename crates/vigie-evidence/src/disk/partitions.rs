//! The table of partitions of a disk: that of the boot record with its logical drives, or a GPT.

use std::collections::BTreeSet;
use std::io;

use flate2::Crc;
use vigie_model::{Place, Problem, ProblemCode};

use super::{Disk, u32_in};
use crate::archive::zip::u64_at;
use crate::tree::problem;

/// Logical drives of an extended partition that are followed.
const LOGICAL: u32 = 128;
/// Entries of a GPT that are read; 128 are usual.
const ENTRIES: u64 = 1024;
/// Types of an extended partition.
const EXTENDED: [u8; 3] = [0x05, 0x0f, 0x85];
/// The type that covers a disk with a GPT.
const PROTECTIVE: u8 = 0xee;

/// One partition, in bytes.
pub(super) struct Partition {
    pub(super) number: u32,
    pub(super) start: u64,
    pub(super) length: u64,
}

/// Type, first sector and sectors of the used entries of a boot record.
fn entries(sector: &[u8]) -> impl Iterator<Item = (u32, u8, u64, u64)> {
    let entries = sector.get(446..510).unwrap_or_default().chunks_exact(16);
    (1..).zip(entries).filter_map(|(number, entry)| {
        let kind = *entry.get(4)?;
        let (start, sectors) = (u32_in(entry, 8), u32_in(entry, 12));
        (kind != 0 && sectors > 0).then_some((number, kind, start, sectors))
    })
}

/// Every partition of a disk.
pub(super) fn list(disk: &mut Disk, problems: &mut Vec<Problem>) -> io::Result<Vec<Partition>> {
    let sector = disk.read(0, 512)?;
    let mut found = Vec::new();
    let mut logical = 5;
    for (number, kind, start, sectors) in entries(&sector) {
        if kind == PROTECTIVE {
            return gpt(disk, problems);
        }
        if EXTENDED.contains(&kind) {
            follow(disk, start, &mut logical, &mut found, problems)?;
        } else {
            found.push(Partition { number, start: start.saturating_mul(512), length: sectors.saturating_mul(512) });
        }
    }
    Ok(found)
}

/// The logical drives of an extended partition: a chain of boot records, each with a drive and the next.
fn follow(
    disk: &mut Disk,
    extended: u64,
    logical: &mut u32,
    found: &mut Vec<Partition>,
    problems: &mut Vec<Problem>,
) -> io::Result<()> {
    let (mut at, mut seen) = (extended, BTreeSet::new());
    for _ in 0..LOGICAL {
        let place = at.saturating_mul(512);
        if !seen.insert(at) {
            let detail = "the chain of logical drives leads back to one before it; nothing behind it was read";
            problems.push(problem(ProblemCode::ArchiveDamaged, "", Place::Offset { offset: place }, detail));
            return Ok(());
        }
        let sector = disk.read(place, 512)?;
        if sector.get(510..512) != Some(&[0x55, 0xaa]) {
            // Of a copy of the first sectors nothing else is to be expected.
            if disk.size > super::DUMP {
                let detail = "no boot record of a logical drive is here; nothing behind it was read";
                problems.push(problem(ProblemCode::ArchiveDamaged, "", Place::Offset { offset: place }, detail));
            }
            return Ok(());
        }
        let mut next = None;
        for (_, kind, start, sectors) in entries(&sector).take(2) {
            if EXTENDED.contains(&kind) {
                next = Some(extended.saturating_add(start));
            } else {
                let start = at.saturating_add(start).saturating_mul(512);
                found.push(Partition { number: *logical, start, length: sectors.saturating_mul(512) });
                *logical = logical.saturating_add(1);
            }
        }
        match next {
            Some(next) => at = next,
            None => return Ok(()),
        }
    }
    let detail = format!("more than {LOGICAL} logical drives; the others were not read");
    problems.push(problem(ProblemCode::LimitReached, "", Place::File, detail));
    Ok(())
}

/// A header of a GPT, as far as it is needed.
struct Header {
    sector: u64,
    entries: u64,
    count: u64,
    each: u64,
    crc: u32,
}

/// Reads a header at a sector; the second answer is whether its checksum fits.
fn header(disk: &mut Disk, at: u64, sector: u64) -> io::Result<Option<(Header, bool)>> {
    let bytes = disk.read(at, 512)?;
    if !bytes.starts_with(b"EFI PART") {
        return Ok(None);
    }
    let length = usize::try_from(u32_in(&bytes, 12)).unwrap_or(usize::MAX).clamp(92, 512);
    let mut covered = bytes.get(..length).unwrap_or(&bytes).to_vec();
    if let Some(own) = covered.get_mut(16..20) {
        own.fill(0);
    }
    let mut crc = Crc::new();
    crc.update(&covered);
    let fits = u64::from(crc.sum()) == u32_in(&bytes, 16);
    let header = Header {
        sector,
        entries: u64_at(&bytes, 72).unwrap_or(0),
        count: u32_in(&bytes, 80),
        each: u32_in(&bytes, 84),
        crc: crate::archive::zip::u32_at(&bytes, 88).unwrap_or(0),
    };
    Ok(Some((header, fits)))
}

fn gpt(disk: &mut Disk, problems: &mut Vec<Problem>) -> io::Result<Vec<Partition>> {
    let mut damaged = None;
    let mut chosen = None;
    for sector in [512u64, 4096] {
        let last = disk.size.saturating_sub(sector);
        for at in [sector, last.saturating_sub(last.checked_rem(sector).unwrap_or(0))] {
            match header(disk, at, sector)? {
                Some((header, true)) if chosen.is_none() => chosen = Some((header, at)),
                Some((header, false)) if damaged.is_none() => damaged = Some((header, at)),
                _ => {}
            }
        }
    }
    let tell = |detail: &str, at: u64, problems: &mut Vec<Problem>| {
        problems.push(problem(ProblemCode::ChecksumWrong, "", Place::Offset { offset: at }, detail));
    };
    if let Some((_, at)) = &damaged {
        tell("a header of the partition table (GPT) does not fit its checksum", *at, problems);
    }
    let Some((header, _)) = chosen.or(damaged) else {
        if disk.size > super::DUMP {
            let detail = "the boot record promises a partition table (GPT), and none is there";
            problems.push(problem(ProblemCode::ArchiveDamaged, "", Place::File, detail));
        }
        return Ok(Vec::new());
    };
    if !(128..=4096).contains(&header.each) || header.count > ENTRIES {
        let detail = format!("a partition table of {} entries of {} bytes is not read", header.count, header.each);
        problems.push(problem(ProblemCode::LimitReached, "", Place::File, detail));
        return Ok(Vec::new());
    }
    let at = header.entries.saturating_mul(header.sector);
    let table = disk.read(at, header.count.saturating_mul(header.each))?;
    let mut crc = Crc::new();
    crc.update(&table);
    if crc.sum() != header.crc && disk.size > super::DUMP {
        tell("the entries of the partition table (GPT) do not fit their checksum", at, problems);
    }
    let each = usize::try_from(header.each).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    for (number, entry) in (1..).zip(table.chunks_exact(each)) {
        let (first, last) = (u64_at(entry, 32).unwrap_or(0), u64_at(entry, 40).unwrap_or(0));
        if entry.iter().take(16).all(|byte| *byte == 0) || last < first {
            continue;
        }
        let length = last.saturating_sub(first).saturating_add(1).saturating_mul(header.sector);
        found.push(Partition { number, start: first.saturating_mul(header.sector), length });
    }
    Ok(found)
}
