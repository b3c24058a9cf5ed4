//! Transaction logs of registry hives: what makes one state of a hive into another.
//!
//! The text of a log is that of the hive as it is afterwards (see [`super::hive`]), behind a line that says what the log is:
//! `log new 6` (entries, the first of that number) or `log old`; then perhaps `damaged`. Format: M. Suhanov, "Windows registry
//! file format specification".

use anyhow::{Context, Result, bail};

use super::hive::Hive;

/// The header of a hive, and the page that changes are told in.
const PAGE: usize = 4096;
/// The key that Windows makes its hashes with.
const SEED: u64 = 0x82ef_4d88_7a4e_55c5;

/// The log that makes the state of a hive into the one that the text tells.
///
/// # Errors
/// When the text is not understood.
pub fn from_text(text: &str, before: &[u8]) -> Result<Vec<u8>> {
    let (first, rest) = text.split_once('\n').context("no text of a hive")?;
    let words: Vec<&str> = first.split_whitespace().collect();
    let after = Hive::from_text(rest)?.bytes();
    let mut log = match words.as_slice() {
        ["log", "new", number, ..] => by_entries(before, &after, number.parse().context("no number")?),
        ["log", "old", ..] => by_map(before, &after),
        _ => bail!("`{first}` is no line of a log"),
    };
    if words.last() == Some(&"damaged") {
        let last = log.len() - 1;
        log[last] ^= 0xff;
    }
    Ok(log)
}

/// Places of pages that differ, in the bins.
fn changed(before: &[u8], after: &[u8], length: usize) -> Vec<usize> {
    let page = |bytes: &[u8], at: usize| bytes.get(at..at + length).map(<[u8]>::to_vec);
    (PAGE..after.len()).step_by(length).filter(|at| page(before, *at) != page(after, *at)).map(|at| at - PAGE).collect()
}

/// The header of a log: that of the hive, of another kind.
fn header(after: &[u8], kind: u32, number: u32) -> Vec<u8> {
    let mut header = after[..512].to_vec();
    for (at, value) in [(4, number), (8, number), (28, kind)] {
        header[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    let words = header[..508].chunks_exact(4).map(|word| u32::from_le_bytes(word.try_into().expect("four bytes")));
    let sum = words.fold(0, |sum, word| sum ^ word);
    header[508..].copy_from_slice(&sum.to_le_bytes());
    header
}

fn by_entries(before: &[u8], after: &[u8], number: u32) -> Vec<u8> {
    let pages = changed(before, after, PAGE);
    let small = |value: usize| u32::try_from(value).expect("a small hive");
    let mut entry = b"HvLE".to_vec();
    let length = (40 + pages.len() * (8 + PAGE)).next_multiple_of(512);
    for field in [small(length), 0, number, small(after.len() - PAGE), small(pages.len())] {
        entry.extend(field.to_le_bytes());
    }
    entry.extend([0; 16]);
    for at in &pages {
        entry.extend([small(*at), small(PAGE)].iter().flat_map(|field| field.to_le_bytes()));
    }
    for at in &pages {
        entry.extend(&after[PAGE + at..PAGE + at + PAGE]);
    }
    entry.resize(length, 0);
    let first = marvin(&entry[40..]);
    entry[24..32].copy_from_slice(&first.to_le_bytes());
    let second = marvin(&entry[..32]);
    entry[32..40].copy_from_slice(&second.to_le_bytes());
    let mut log = header(after, 6, number);
    log.extend(entry);
    log
}

fn by_map(before: &[u8], after: &[u8]) -> Vec<u8> {
    let pages = changed(before, after, 512);
    let mut log = header(after, 1, 6);
    // It belongs to the state of the hive that has this time.
    log[12..20].copy_from_slice(&before[12..20]);
    let fixed = header(&log, 1, 6);
    log.copy_from_slice(&fixed);
    log.extend(b"DIRT");
    let mut map = vec![0_u8; (after.len() - PAGE) / PAGE];
    for at in &pages {
        map[at / PAGE] |= 1 << (at / 512 % 8);
    }
    log.extend(map);
    log.resize(log.len().next_multiple_of(512), 0);
    for at in &pages {
        log.extend(&after[PAGE + at..PAGE + at + 512]);
    }
    log
}

/// Marvin32, as public descriptions have it.
fn marvin(bytes: &[u8]) -> u64 {
    let mut state = [SEED & 0xffff_ffff, SEED >> 32];
    let mask = 0xffff_ffff_u64;
    let turn = |value: u64, by: u32| (value << by | value >> (32 - by)) & mask;
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(4) + 4, 0);
    for word in padded.chunks_exact(4) {
        let [a, b] = state;
        let a = (a + u64::from(u32::from_le_bytes(word.try_into().expect("four bytes")))) & mask;
        let b = b ^ a;
        let a = (turn(a, 20) + b) & mask;
        let b = turn(b, 9) ^ a;
        let a = (turn(a, 27) + b) & mask;
        state = [a, turn(b, 19)];
    }
    state[0] | state[1] << 32
}
