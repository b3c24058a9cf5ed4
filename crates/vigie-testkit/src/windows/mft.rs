//! Master file tables of NTFS (`$MFT`) from lines of JSON, one record a line, or from paths.
//!
//! Format: Linux NTFS project, "NTFS Documentation". Where a file lies on the disk is left out: a content that is not in its
//! record has a size and no place.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::hive::{filetime, moment, utf16};
use crate::time::Moment;

/// Bytes of a record.
const SIZE: usize = 1024;
/// The number of the folder at the top.
const ROOT: u32 = 5;
/// The first number that is given to files.
const FIRST: u32 = 24;

/// A record.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileRecord {
    /// Its place in the table.
    pub number: u32,
    /// The number it says it has, if another.
    pub says: Option<u32>,
    /// How often its place was given away.
    pub sequence: u16,
    /// The file is gone.
    pub deleted: bool,
    /// It is a folder.
    pub folder: bool,
    /// The record, and its sequence, that this one goes on.
    pub base: Option<(u32, u16)>,
    /// `2017-05-12T08:24:30Z`, perhaps with a fraction of seven digits.
    pub created: Option<String>,
    /// The same, where it differs.
    pub modified: Option<String>,
    /// Its names.
    pub names: Vec<Name>,
    /// Bytes of a content that lies elsewhere.
    pub size: Option<u64>,
    /// A content that is in the record.
    pub content: Option<String>,
    /// Streams beside the content.
    pub streams: Vec<Stream>,
    /// `torn`, `marked` (by the system), `overwritten`, or `mended`: its check numbers taken out, as a driver of NTFS does.
    pub damage: Option<String>,
}

/// A name of a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Name {
    /// The folder it is in, and its sequence.
    pub folder: (u32, u16),
    /// The name.
    pub name: String,
    /// When it came to be, where this differs from that of the record.
    pub created: Option<String>,
    /// It is the short name for old programs.
    pub short: bool,
}

/// A stream.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Stream {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: Option<String>,
    /// Or how large it is, elsewhere.
    pub size: u64,
}

/// A table from lines of JSON.
///
/// # Errors
/// When a line is not understood.
pub fn from_json_lines(text: &str) -> Result<Vec<u8>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let records =
        lines.map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect::<Result<_>>()?;
    table(records)
}

/// A table of records; what lies between them was never used.
///
/// # Errors
/// When a time is not understood, or a record is too full.
pub fn table(records: Vec<FileRecord>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for record in records {
        let start = record.number as usize * SIZE;
        bytes.resize(bytes.len().max(start + SIZE), 0);
        bytes[start..start + SIZE].copy_from_slice(&record.bytes()?);
    }
    Ok(bytes)
}

/// `2017-05-12T08:24:30.1234567Z` as `FILETIME`.
fn ticks(text: &str) -> Result<u64> {
    let text = text.trim_end_matches('Z');
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    Ok(filetime(moment(seconds)?) + format!("{fraction:0<7}").parse::<u64>()?)
}

/// An attribute that is in the record.
fn attribute(kind: u32, name: &str, content: &[u8]) -> Vec<u8> {
    let name = wide(name);
    let start = (24 + name.len()).next_multiple_of(8);
    let length = (start + content.len()).next_multiple_of(8);
    let mut bytes = vec![0; length];
    bytes[..4].copy_from_slice(&kind.to_le_bytes());
    bytes[4..8].copy_from_slice(&small(length).to_le_bytes());
    bytes[9] = u8::try_from(name.len() / 2).expect("a short name");
    bytes[10..12].copy_from_slice(&24_u16.to_le_bytes());
    bytes[16..20].copy_from_slice(&small(content.len()).to_le_bytes());
    bytes[20..22].copy_from_slice(&u16::try_from(start).expect("small").to_le_bytes());
    bytes[24..24 + name.len()].copy_from_slice(&name);
    bytes[start..start + content.len()].copy_from_slice(content);
    bytes
}

/// A content that lies elsewhere, of which only the size is told.
fn elsewhere(name: &str, size: u64) -> Vec<u8> {
    let name = wide(name);
    let length = (64 + name.len() + 1).next_multiple_of(8);
    let mut bytes = vec![0; length];
    bytes[..4].copy_from_slice(&0x80_u32.to_le_bytes());
    bytes[4..8].copy_from_slice(&small(length).to_le_bytes());
    bytes[8] = 1;
    bytes[9] = u8::try_from(name.len() / 2).expect("a short name");
    bytes[10..12].copy_from_slice(&64_u16.to_le_bytes());
    bytes[32..34].copy_from_slice(&u16::try_from(64 + name.len()).expect("small").to_le_bytes());
    for at in [40, 48, 56] {
        bytes[at..at + 8].copy_from_slice(&size.to_le_bytes());
    }
    bytes[64..64 + name.len()].copy_from_slice(&name);
    bytes
}

/// Text in UTF-16 without its terminator.
fn wide(text: &str) -> Vec<u8> {
    let mut bytes = utf16(text);
    bytes.truncate(bytes.len() - 2);
    bytes
}

fn small(length: usize) -> u32 {
    u32::try_from(length).expect("a small record")
}

fn reference((number, sequence): (u32, u16)) -> [u8; 8] {
    (u64::from(number) | u64::from(sequence) << 48).to_le_bytes()
}

impl FileRecord {
    fn attributes(&self) -> Result<Vec<u8>> {
        let created = self.created.as_deref().map(ticks).transpose()?;
        let modified = self.modified.as_deref().map(ticks).transpose()?.or(created);
        let mut all = Vec::new();
        if let (Some(created), Some(modified)) = (created, modified) {
            let times = [created, modified, modified, modified];
            let content: Vec<u8> = times.iter().flat_map(|time| time.to_le_bytes()).chain([0; 16]).collect();
            all.extend(attribute(0x10, "", &content));
        }
        for name in &self.names {
            let time = name.created.as_deref().map(ticks).transpose()?.or(created).unwrap_or(0);
            let mut content = reference(name.folder).to_vec();
            content.extend([time; 4].iter().flat_map(|time| time.to_le_bytes()));
            content.extend([0; 24]);
            content.push(u8::try_from(name.name.encode_utf16().count())?);
            content.push(if name.short { 2 } else { 1 });
            content.extend(wide(&name.name));
            all.extend(attribute(0x30, "", &content));
        }
        match (&self.content, self.size) {
            (Some(content), _) => all.extend(attribute(0x80, "", content.as_bytes())),
            (None, Some(size)) => all.extend(elsewhere("", size)),
            (None, None) => {}
        }
        for stream in &self.streams {
            all.extend(match &stream.content {
                Some(content) => attribute(0x80, &stream.name, content.as_bytes()),
                None => elsewhere(&stream.name, stream.size),
            });
        }
        all.extend([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
        Ok(all)
    }

    fn bytes(&self) -> Result<Vec<u8>> {
        let attributes = self.attributes()?;
        let mut bytes = b"FILE".to_vec();
        let sectors = SIZE / 512;
        bytes.extend([0x30, 0, u8::try_from(sectors + 1)?, 0]);
        bytes.extend([0; 8]);
        bytes.extend(self.sequence.to_le_bytes());
        bytes.extend(u16::try_from(self.names.len())?.to_le_bytes());
        bytes.extend(0x38_u16.to_le_bytes());
        bytes.extend((u16::from(!self.deleted) | u16::from(self.folder) << 1).to_le_bytes());
        bytes.extend(small(0x38 + attributes.len()).to_le_bytes());
        bytes.extend(small(SIZE).to_le_bytes());
        bytes.extend(self.base.map_or([0; 8], reference));
        bytes.extend([9, 0, 0, 0]);
        bytes.extend(self.says.unwrap_or(self.number).to_le_bytes());
        bytes.resize(0x38, 0);
        bytes.extend(attributes);
        anyhow::ensure!(bytes.len() <= SIZE, "record {} is too full", self.number);
        bytes.resize(SIZE, 0);
        // The check number, and the bytes it stands for at the ends of the sectors.
        bytes[0x30..0x32].copy_from_slice(&[7, 0]);
        for sector in 0..sectors {
            let end = (sector + 1) * 512 - 2;
            let (kept, check) = ([bytes[end], bytes[end + 1]], [7, 0]);
            bytes[0x32 + sector * 2..0x34 + sector * 2].copy_from_slice(&kept);
            bytes[end..end + 2].copy_from_slice(&check);
        }
        match self.damage.as_deref() {
            Some("torn") => bytes[1022] = 8,
            Some("mended") => [510, 1022].into_iter().for_each(|end| bytes[end..end + 2].fill(0)),
            Some("marked") => bytes[..4].copy_from_slice(b"BAAD"),
            Some(_) => bytes[..16].fill(0x5a),
            None => {}
        }
        Ok(bytes)
    }
}

/// A volume put together from paths.
#[derive(Debug, Default)]
pub struct Volume {
    folders: BTreeMap<String, u32>,
    records: Vec<FileRecord>,
    next: u32,
}

impl Volume {
    /// One with the folder at its top.
    pub fn new(made: Moment) -> Self {
        let mut volume = Self { next: FIRST, ..Self::default() };
        let written = Some(text(made, 0));
        let name = |name: &str| vec![Name { folder: (ROOT, 5), name: name.to_owned(), ..Name::default() }];
        let of_system = |number: u8, label, folder| FileRecord {
            number: number.into(),
            sequence: number.max(1).into(),
            folder,
            created: written.clone(),
            names: name(label),
            ..FileRecord::default()
        };
        volume.records.push(of_system(0, "$MFT", false));
        volume.records.push(of_system(5, ".", true));
        volume.folders.insert(String::new(), ROOT);
        volume
    }

    fn folder(&mut self, path: &str, at: Moment) -> (u32, u16) {
        if let Some(number) = self.folders.get(path) {
            return (*number, if *number == ROOT { 5 } else { 1 });
        }
        let number = self.add(path, at, FileRecord { folder: true, ..FileRecord::default() });
        self.folders.insert(path.to_owned(), number);
        (number, 1)
    }

    /// Adds a file by its path (`Users/example/x.txt`); folders on its way are made. Answers its number.
    pub fn add(&mut self, path: &str, at: Moment, record: FileRecord) -> u32 {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = self.folder(folder, at);
        let number = self.next;
        self.next += 1;
        // The sequence rises when a file goes.
        let sequence = if record.deleted { 2 } else { 1 };
        let name = Name { folder, name: name.to_owned(), ..Name::default() };
        let created = record.created.clone().or_else(|| Some(text(at, 1_234_567 + u64::from(number))));
        self.records.push(FileRecord { number, sequence, names: vec![name], created, ..record });
        number
    }

    /// The table.
    ///
    /// # Errors
    /// When a record is too full.
    pub fn bytes(mut self) -> Result<Vec<u8>> {
        self.records[0].size = Some(u64::from(self.next) * SIZE as u64);
        table(self.records)
    }
}

fn text(at: Moment, fraction: u64) -> String {
    let (year, month, day, hour, minute, second) = at.civil();
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:07}Z")
}
