//! FAT12, FAT16 and FAT32.

use std::collections::BTreeMap;

use super::{File, SECTOR, put};

/// The day and time of every entry: 2026-03-04, 05:06:08.
const DATE: u16 = (46 << 9) | (3 << 5) | 4;
const TIME: u16 = (5 << 11) | (6 << 5) | 4;
/// Entries of the root folder of FAT12 and FAT16.
const ROOT: usize = 64;

struct Volume {
    width: u32,
    table: Vec<u32>,
    clusters: Vec<u8>,
}

impl Volume {
    /// Writes bytes into every second cluster, and answers the first.
    fn write(&mut self, bytes: &[u8]) -> u32 {
        let mut first = 0;
        let mut before: Option<usize> = None;
        for part in bytes.chunks(SECTOR) {
            let cluster = self.table.len();
            self.table.extend([u32::MAX, 0]);
            if let Some(before) = before {
                self.table[before] = u32::try_from(cluster).expect("few clusters");
            } else {
                first = u32::try_from(cluster).expect("few clusters");
            }
            before = Some(cluster);
            let mut whole = part.to_vec();
            whole.resize(2 * SECTOR, 0);
            self.clusters.extend(whole);
        }
        first
    }

    /// The entries of a folder: its files, then its folders.
    fn folder(&mut self, files: &BTreeMap<Vec<&str>, &[u8]>, deleted: u8) -> Vec<u8> {
        let mut entries = Vec::new();
        let mut folders: BTreeMap<&str, BTreeMap<Vec<&str>, &[u8]>> = BTreeMap::new();
        let mut number = 0;
        for (path, bytes) in files {
            match path.as_slice() {
                [name] => {
                    number += 1;
                    let first = self.write(bytes);
                    entries.extend(entry(name, number, 0x20, first, bytes.len()));
                }
                [folder, rest @ ..] => {
                    folders.entry(folder).or_default().insert(rest.to_vec(), bytes);
                }
                [] => {}
            }
        }
        for (name, files) in folders {
            number += 1;
            let mut inside = own(b".          ");
            inside.extend(own(b"..         "));
            inside.extend(self.folder(&files, 0));
            let first = self.write(&inside);
            entries.extend(entry(name, number, 0x10, first, 0));
        }
        for at in 0..deleted {
            let mut gone = short(&format!("GONE{at}"), 0x20, 0, 100);
            gone[0] = 0xe5;
            entries.extend(gone);
        }
        entries
    }
}

/// An entry of a folder itself.
fn own(name: &[u8; 11]) -> Vec<u8> {
    let mut bytes = short("", 0x10, 0, 0);
    put(&mut bytes, 0, name);
    bytes
}

fn short(name: &str, attributes: u8, first: u32, size: usize) -> Vec<u8> {
    let mut bytes = vec![0; 32];
    bytes[..11].fill(b' ');
    put(&mut bytes, 0, name.as_bytes());
    bytes[11] = attributes;
    for (at, value) in [(14, TIME), (16, DATE), (22, TIME), (24, DATE)] {
        put(&mut bytes, at, &value.to_le_bytes());
    }
    let [a, b, c, d] = first.to_le_bytes();
    put(&mut bytes, 20, &[c, d]);
    put(&mut bytes, 26, &[a, b]);
    put(&mut bytes, 28, &u32::try_from(size).expect("a small file").to_le_bytes());
    bytes
}

/// An entry with a long name before it.
fn entry(name: &str, number: u32, attributes: u8, first: u32, size: usize) -> Vec<u8> {
    let short = short(&format!("FILE{number:03}"), attributes, first, size);
    let sum = short[..11].iter().fold(0_u8, |sum, byte| sum.rotate_right(1).wrapping_add(*byte));
    let mut units: Vec<u16> = name.encode_utf16().collect();
    if !units.len().is_multiple_of(13) {
        units.push(0);
        units.resize(units.len().next_multiple_of(13), 0xffff);
    }
    let parts: Vec<&[u16]> = units.chunks(13).collect();
    let mut bytes = Vec::new();
    for (at, part) in parts.iter().enumerate().rev() {
        let mut long = vec![0; 32];
        long[0] = u8::try_from(at + 1).expect("a short name") | if at + 1 == parts.len() { 0x40 } else { 0 };
        long[11] = 0x0f;
        long[13] = sum;
        let places = (1..11).step_by(2).chain((14..26).step_by(2)).chain((28..32).step_by(2));
        for (unit, at) in part.iter().zip(places) {
            put(&mut long, at, &unit.to_le_bytes());
        }
        bytes.extend(long);
    }
    bytes.extend(short);
    bytes
}

/// A file system of 12, 16 or 32 bits, with files, and so many entries of deleted ones in its root. No file lies in
/// clusters beside each other.
///
/// # Panics
/// When the files are larger than those of a test.
pub fn fat(width: u32, files: &[File<'_>], deleted: u8) -> Vec<u8> {
    let mut volume = Volume { width, table: vec![0xffff_fff8, u32::MAX], clusters: Vec::new() };
    let files = files.iter().map(|(path, bytes)| (path.split('/').collect(), *bytes)).collect();
    let mut root = volume.folder(&files, deleted);
    let root_cluster = if width == 32 { volume.write(&root) } else { 0 };
    // Their number tells FAT16 from FAT12.
    let count = (volume.table.len() - 2).max(if width == 16 { 4096 } else { 64 });
    volume.table.resize(count + 2, 0);
    volume.clusters.resize(count * SECTOR, 0);
    let table = volume.table();
    let reserved = if width == 32 { 32 } else { 1 };
    root.resize(if width == 32 { 0 } else { ROOT * 32 }, 0);
    let total = reserved + 2 * table.len() / SECTOR + root.len() / SECTOR + count;
    let mut boot = vec![0; reserved * SECTOR];
    put(&mut boot, 0, &[0xeb, 0x58, 0x90]);
    put(&mut boot, 3, b"EXAMPLE ");
    put(&mut boot, 11, &[0, 2, 1, u8::try_from(reserved).expect("few"), 0, 2]);
    put(&mut boot, 17, &u16::try_from(root.len() / 32).expect("few").to_le_bytes());
    boot[21] = 0xf8;
    let (sectors, total) = (u32::try_from(table.len() / SECTOR).expect("few"), u32::try_from(total).expect("few"));
    put(&mut boot, 32, &total.to_le_bytes());
    if width == 32 {
        put(&mut boot, 36, &sectors.to_le_bytes());
        put(&mut boot, 44, &root_cluster.to_le_bytes());
    } else {
        put(&mut boot, 22, &u16::try_from(sectors).expect("few").to_le_bytes());
    }
    put(&mut boot, 510, &[0x55, 0xaa]);
    [boot, table.clone(), table, root, volume.clusters].concat()
}

impl Volume {
    /// The table as it is stored, in whole sectors.
    fn table(&self) -> Vec<u8> {
        let mut bytes = match self.width {
            32 => self.table.iter().flat_map(|next| (next & 0x0fff_ffff).to_le_bytes()).collect(),
            16 => self
                .table
                .iter()
                .flat_map(|next| u16::try_from(next & 0xffff).expect("16 bits").to_le_bytes())
                .collect(),
            _ => {
                let mut bytes: Vec<u8> = Vec::new();
                for pair in self.table.chunks(2) {
                    let both = (pair[0] & 0xfff) | (pair.get(1).unwrap_or(&0) & 0xfff) << 12;
                    bytes.extend(&both.to_le_bytes()[..3]);
                }
                bytes
            }
        };
        bytes.resize(bytes.len().next_multiple_of(SECTOR), 0);
        bytes
    }
}
