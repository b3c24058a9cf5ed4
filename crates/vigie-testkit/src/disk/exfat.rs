//! exFAT.

use std::collections::BTreeMap;

use super::{File, SECTOR, put};

/// Bytes of a cluster: two sectors.
const CLUSTER: usize = 2 * SECTOR;
/// Sectors before the table, of the table, and before the clusters.
const TABLE: (usize, usize) = (24, 8);
const HEAP: usize = 32;
/// 2026-03-04, 05:06:08, two hours before UTC.
const STAMP: u32 = (46 << 25) | (3 << 21) | (4 << 16) | (5 << 11) | (6 << 5) | 4;
const OFFSET: u8 = 0x80 | 8;

struct Volume {
    table: Vec<u32>,
    clusters: Vec<u8>,
}

impl Volume {
    /// Writes bytes into clusters beside each other, which the table does not tell of, or into every second one.
    fn write(&mut self, bytes: &[u8], is_contiguous: bool) -> u32 {
        let first = self.table.len();
        let parts = bytes.chunks(CLUSTER).count();
        let step = if is_contiguous { 1 } else { 2 };
        for (number, part) in bytes.chunks(CLUSTER).enumerate() {
            let next = self.table.len() + step;
            let is_last = number + 1 == parts;
            self.table.push(match (is_contiguous, is_last) {
                (true, _) => 0,
                (false, true) => u32::MAX,
                (false, false) => u32::try_from(next).expect("few clusters"),
            });
            self.table.extend(std::iter::repeat_n(0, step - 1));
            let mut whole = part.to_vec();
            whole.resize(step * CLUSTER, 0);
            self.clusters.extend(whole);
        }
        u32::try_from(first).expect("few clusters")
    }

    fn folder(&mut self, files: &BTreeMap<Vec<&str>, &[u8]>, deleted: u8) -> Vec<u8> {
        let mut entries = Vec::new();
        let mut folders: BTreeMap<&str, BTreeMap<Vec<&str>, &[u8]>> = BTreeMap::new();
        for (number, (path, bytes)) in files.iter().enumerate() {
            match path.as_slice() {
                [name] => {
                    let is_contiguous = number % 2 == 0;
                    let first = self.write(bytes, is_contiguous);
                    entries.extend(set(name, 0x20, first, bytes.len(), is_contiguous));
                }
                [folder, rest @ ..] => {
                    folders.entry(folder).or_default().insert(rest.to_vec(), bytes);
                }
                [] => {}
            }
        }
        for (name, files) in folders {
            let mut inside = self.folder(&files, 0);
            inside.resize(inside.len().next_multiple_of(CLUSTER), 0);
            let first = self.write(&inside, true);
            entries.extend(set(name, 0x10, first, inside.len(), true));
        }
        for _ in 0..deleted {
            let mut gone = vec![0; 96];
            (gone[0], gone[32], gone[64]) = (0x05, 0x40, 0x41);
            entries.extend(gone);
        }
        entries
    }
}

/// The entries of one file.
fn set(name: &str, attributes: u8, first: u32, size: usize, is_contiguous: bool) -> Vec<u8> {
    let units: Vec<u16> = name.encode_utf16().collect();
    let mut bytes = vec![0; 64];
    bytes[0] = 0x85;
    bytes[1] = u8::try_from(1 + units.len().div_ceil(15)).expect("a short name");
    bytes[4] = attributes;
    put(&mut bytes, 8, &STAMP.to_le_bytes());
    put(&mut bytes, 12, &STAMP.to_le_bytes());
    (bytes[22], bytes[23]) = (OFFSET, OFFSET);
    bytes[32] = 0xc0;
    bytes[33] = if is_contiguous { 3 } else { 1 };
    bytes[35] = u8::try_from(units.len()).expect("a short name");
    put(&mut bytes, 40, &(size as u64).to_le_bytes());
    put(&mut bytes, 52, &first.to_le_bytes());
    put(&mut bytes, 56, &(size as u64).to_le_bytes());
    for part in units.chunks(15) {
        let mut entry = vec![0xc1, 0];
        entry.extend(part.iter().flat_map(|unit| unit.to_le_bytes()));
        entry.resize(32, 0);
        bytes.extend(entry);
    }
    let covered = bytes.iter().enumerate().filter(|(at, _)| !matches!(at, 2 | 3));
    let sum = covered.fold(0_u16, |sum, (_, byte)| sum.rotate_right(1).wrapping_add(u16::from(*byte)));
    put(&mut bytes, 2, &sum.to_le_bytes());
    bytes
}

/// A file system with files, and so many deleted ones in its root. Every second file lies in clusters beside each other.
///
/// # Panics
/// When the files are larger than those of a test.
pub fn exfat(files: &[File<'_>], deleted: u8) -> Vec<u8> {
    let mut volume = Volume { table: vec![0xffff_fff8, u32::MAX], clusters: Vec::new() };
    let files = files.iter().map(|(path, bytes)| (path.split('/').collect(), *bytes)).collect();
    let root = volume.folder(&files, deleted);
    let root = volume.write(&root, false);
    let count = volume.table.len() - 2;
    let mut image = vec![0; HEAP * SECTOR];
    put(&mut image, 0, b"\xeb\x76\x90EXFAT   ");
    let number = |value: usize| u32::try_from(value).expect("few").to_le_bytes();
    put(&mut image, 72, &((HEAP * SECTOR + volume.clusters.len()) as u64 / SECTOR as u64).to_le_bytes());
    put(&mut image, 80, &number(TABLE.0));
    put(&mut image, 84, &number(TABLE.1));
    put(&mut image, 88, &number(HEAP));
    put(&mut image, 92, &number(count));
    put(&mut image, 96, &root.to_le_bytes());
    put(&mut image, 108, &[9, 1, 1]);
    put(&mut image, 510, &[0x55, 0xaa]);
    let table: Vec<u8> = volume.table.iter().flat_map(|next| next.to_le_bytes()).collect();
    put(&mut image, TABLE.0 * SECTOR, &table);
    image.extend(volume.clusters);
    image
}
