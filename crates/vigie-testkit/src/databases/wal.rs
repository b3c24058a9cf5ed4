//! The write-ahead log of SQLite: a header of 32 bytes, then frames of a 24-byte header and a page.
//! Each checksum continues from the one before, so a changed salt means computing all of them again.
//! Source: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>.

use anyhow::{Result, bail, ensure};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const SALT: [u8; 8] = *b"vigiekit";

/// Replaces the random salts by fixed ones, passes each copy of page 1 to `fix`, and recomputes the checksums.
pub(super) fn make_repeatable(log: &mut [u8], fix: impl Fn(&mut [u8])) -> Result<()> {
    ensure!(log.len() > HEADER, "the write-ahead log is empty");
    // The lowest bit of the magic number says in which byte order the checksums read words.
    let big_endian = match word(log, 0, true) {
        0x377F_0682 => false,
        0x377F_0683 => true,
        other => bail!("not a write-ahead log: magic {other:08x}"),
    };
    let page_size = usize::try_from(word(log, 8, true))?;
    let (header, frames) = log.split_at_mut(HEADER);
    header[12..16].copy_from_slice(&0_u32.to_be_bytes());
    header[16..24].copy_from_slice(&SALT);
    let mut sum = checksum([0, 0], &header[..24], big_endian);
    store(&mut header[24..32], sum);
    for frame in frames.chunks_exact_mut(FRAME_HEADER + page_size) {
        let (head, page) = frame.split_at_mut(FRAME_HEADER);
        if word(head, 0, true) == 1 {
            fix(page);
        }
        head[8..16].copy_from_slice(&SALT);
        sum = checksum(sum, &head[..8], big_endian);
        sum = checksum(sum, page, big_endian);
        store(&mut head[16..24], sum);
    }
    Ok(())
}

fn store(place: &mut [u8], sum: [u32; 2]) {
    place[..4].copy_from_slice(&sum[0].to_be_bytes());
    place[4..].copy_from_slice(&sum[1].to_be_bytes());
}

fn checksum(sum: [u32; 2], bytes: &[u8], big_endian: bool) -> [u32; 2] {
    let [mut first, mut second] = sum;
    for pair in bytes.chunks_exact(8) {
        first = first.wrapping_add(word(pair, 0, big_endian)).wrapping_add(second);
        second = second.wrapping_add(word(pair, 4, big_endian)).wrapping_add(first);
    }
    [first, second]
}

fn word(bytes: &[u8], at: usize, big_endian: bool) -> u32 {
    let word = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    if big_endian { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
}
