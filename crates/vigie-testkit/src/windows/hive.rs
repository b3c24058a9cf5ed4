//! Registry hives from a text that a reviewer can read.
//!
//! ```text
//! hive SYSTEM
//! [ControlSet001\Services\Example] 2024-05-02T08:00:00Z
//! ImagePath = expand %SystemRoot%\example.exe
//! Start = dword 2
//! Names = multi one|two
//! Cache = hex 30 00 00 00
//! = sz the unnamed value
//! ```
//!
//! `hive NAME dirty` gives a hive whose last changes stood only in its log. A key takes the time of its line, or that of
//! the key before it. Format: M. Suhanov, "Windows registry file format specification".

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::time::Moment;

/// No cell.
const NONE: u32 = u32::MAX;
/// Data above this lie in several cells.
const SEGMENT: usize = 16_344;

/// A value: name, type, data.
#[derive(Debug, Clone)]
struct Value {
    name: String,
    kind: u32,
    data: Vec<u8>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    name: String,
    written: u64,
    values: Vec<Value>,
    /// By name in upper case, as the lists are sorted.
    children: BTreeMap<String, Node>,
}

/// A hive under construction.
#[derive(Debug, Clone, Default)]
pub struct Hive {
    name: String,
    dirty: bool,
    root: Node,
}

/// A moment as `FILETIME`.
pub fn filetime(moment: Moment) -> u64 {
    u64::try_from((moment.unix_micros() + 11_644_473_600_000_000) * 10).unwrap_or(0)
}

/// Text in UTF-16, with its terminator.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

/// `2024-05-02T08:00:00Z` as a moment.
///
/// # Errors
/// When it is not written so.
pub fn moment(text: &str) -> Result<Moment> {
    let numbers: Vec<i64> = text
        .trim_end_matches('Z')
        .split(['-', 'T', ':'])
        .map(|part| part.parse().with_context(|| format!("`{text}` is not a time")))
        .collect::<Result<_>>()?;
    let [year, month, day, hour, minute, second] = numbers.as_slice() else { bail!("`{text}` is not a time") };
    Ok(Moment::utc(*year, *month, *day, *hour, *minute, *second))
}

impl Hive {
    /// An empty hive. `name` is what its header says it is called.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// A hive from its text.
    ///
    /// # Errors
    /// When a line is not understood.
    pub fn from_text(text: &str) -> Result<Self> {
        let mut hive = Self::default();
        let (mut path, mut written) = (String::new(), 0);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix("hive ") {
                hive.dirty = name.ends_with(" dirty");
                name.trim_end_matches(" dirty").clone_into(&mut hive.name);
            } else if let Some((key, time)) = line.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
                if !time.trim().is_empty() {
                    written = filetime(moment(time.trim())?);
                }
                key.clone_into(&mut path);
                hive.node(&path, written).written = written;
            } else {
                let (name, value) = line.split_once("= ").with_context(|| format!("`{line}` is no value"))?;
                let (kind, value) = value.split_once(' ').unwrap_or((value, ""));
                let (kind, data) = data(kind, value)?;
                let name = name.trim_end().to_owned();
                hive.node(&path, written).values.push(Value { name, kind, data });
            }
        }
        Ok(hive)
    }

    fn node(&mut self, path: &str, written: u64) -> &mut Node {
        let mut node = &mut self.root;
        for name in path.split('\\').filter(|name| !name.is_empty()) {
            node = node.children.entry(name.to_uppercase()).or_insert_with(|| Node {
                name: name.to_owned(),
                written,
                ..Node::default()
            });
        }
        node
    }

    /// Sets a value of a key, which is made where it is not there.
    pub fn set(&mut self, path: &str, written: Moment, name: &str, kind: u32, data: Vec<u8>) {
        let value = Value { name: name.to_owned(), kind, data };
        self.node(path, filetime(written)).values.push(value);
    }

    /// The file.
    ///
    /// # Panics
    /// When it becomes larger than a hive can be.
    pub fn bytes(&self) -> Vec<u8> {
        // The header of the one bin; its size is known at the end.
        let mut cells = Cells { bytes: vec![0; 32] };
        let root = cells.key(&self.root, NONE, 0x2c);
        let padding = cells.bytes.len().next_multiple_of(4096) - cells.bytes.len();
        if padding >= 8 {
            let at = cells.bytes.len();
            cells.bytes.resize(at + padding, 0);
            cells.bytes[at..at + 4].copy_from_slice(&small(padding).to_le_bytes());
        }
        let size = small(cells.bytes.len().next_multiple_of(4096));
        cells.bytes.resize(size as usize, 0);
        cells.bytes[..4].copy_from_slice(b"hbin");
        cells.bytes[8..12].copy_from_slice(&size.to_le_bytes());

        let mut header = vec![0; 4096];
        header[..4].copy_from_slice(b"regf");
        let fields =
            [(4, 7), (8, if self.dirty { 6 } else { 7 }), (20, 1), (24, 5), (32, 1), (36, root), (40, size), (44, 1)];
        for (at, value) in fields {
            header[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
        }
        header[12..20].copy_from_slice(&self.root.written.to_le_bytes());
        for (at, unit) in self.name.encode_utf16().take(31).enumerate() {
            header[48 + at * 2..50 + at * 2].copy_from_slice(&unit.to_le_bytes());
        }
        let sum = header[..508]
            .chunks_exact(4)
            .fold(0, |sum, word| sum ^ u32::from_le_bytes(word.try_into().expect("four bytes")));
        header[508..512].copy_from_slice(&sum.to_le_bytes());
        header.extend(cells.bytes);
        header
    }
}

fn small(length: usize) -> u32 {
    u32::try_from(length).expect("a small hive")
}

fn data(kind: &str, value: &str) -> Result<(u32, Vec<u8>)> {
    Ok(match kind {
        "sz" => (1, utf16(value)),
        "expand" => (2, utf16(value)),
        "hex" => (3, hex::decode(value.replace(' ', "")).with_context(|| format!("`{value}` is not hexadecimal"))?),
        "dword" => (4, value.parse::<u32>().with_context(|| value.to_owned())?.to_le_bytes().to_vec()),
        "multi" => (7, value.split('|').flat_map(utf16).chain([0, 0]).collect()),
        "qword" => (11, value.parse::<u64>().with_context(|| value.to_owned())?.to_le_bytes().to_vec()),
        // A value that holds nothing but a moment.
        "filetime" => (3, filetime(moment(value)?).to_le_bytes().to_vec()),
        _ => bail!("`{kind}` is no type of a value"),
    })
}

struct Cells {
    bytes: Vec<u8>,
}

impl Cells {
    fn add(&mut self, content: &[u8]) -> u32 {
        let at = self.bytes.len();
        let size = (content.len() + 4).next_multiple_of(8);
        // Cells in use have a negative size.
        self.bytes.extend((-i32::try_from(size).expect("a small cell")).to_le_bytes());
        self.bytes.extend(content);
        self.bytes.resize(at + size, 0);
        small(at)
    }

    fn list(&mut self, offsets: &[u32]) -> u32 {
        self.add(&offsets.iter().flat_map(|at| at.to_le_bytes()).collect::<Vec<_>>())
    }

    fn data(&mut self, data: &[u8]) -> u32 {
        if data.len() <= SEGMENT {
            return self.add(data);
        }
        let segments: Vec<u32> = data.chunks(SEGMENT).map(|part| self.add(part)).collect();
        let list = self.list(&segments);
        let mut head = b"db".to_vec();
        head.extend(u16::try_from(segments.len()).expect("few segments").to_le_bytes());
        head.extend(list.to_le_bytes());
        self.add(&head)
    }

    fn value(&mut self, value: &Value) -> u32 {
        let (size, at) = if value.data.len() <= 4 {
            let mut inline = [0; 4];
            inline[..value.data.len()].copy_from_slice(&value.data);
            (small(value.data.len()) | 0x8000_0000, u32::from_le_bytes(inline))
        } else {
            (small(value.data.len()), self.data(&value.data))
        };
        let (name, is_ascii) = name(&value.name);
        let mut cell = b"vk".to_vec();
        cell.extend(u16::try_from(name.len()).expect("a short name").to_le_bytes());
        cell.extend(size.to_le_bytes());
        cell.extend(at.to_le_bytes());
        cell.extend(value.kind.to_le_bytes());
        cell.extend(u16::from(is_ascii).to_le_bytes());
        cell.extend([0, 0]);
        cell.extend(name);
        self.add(&cell)
    }

    fn key(&mut self, node: &Node, parent: u32, flags: u16) -> u32 {
        let values: Vec<u32> = node.values.iter().map(|value| self.value(value)).collect();
        let values_at = if values.is_empty() { NONE } else { self.list(&values) };
        let (name, is_ascii) = name(if flags & 4 == 4 { "ROOT" } else { &node.name });
        let mut cell = b"nk".to_vec();
        cell.extend((flags & !0x20 | if is_ascii { 0x20 } else { 0 }).to_le_bytes());
        cell.extend(node.written.to_le_bytes());
        cell.extend(0_u32.to_le_bytes());
        cell.extend(parent.to_le_bytes());
        cell.extend(small(node.children.len()).to_le_bytes());
        cell.extend(0_u32.to_le_bytes());
        // Place of the list of sub-keys, filled in below; no volatile ones.
        cell.extend(
            [NONE, NONE, small(values.len()), values_at, NONE, NONE].iter().flat_map(|field| field.to_le_bytes()),
        );
        cell.extend([0; 20]);
        cell.extend(u16::try_from(name.len()).expect("a short name").to_le_bytes());
        cell.extend([0, 0]);
        cell.extend(name);
        let own = self.add(&cell);
        let children: Vec<(u32, u32)> =
            node.children.iter().map(|(upper, child)| (self.key(child, own, 0), hash(upper))).collect();
        if !children.is_empty() {
            let mut list = b"lh".to_vec();
            list.extend(u16::try_from(children.len()).expect("few keys").to_le_bytes());
            list.extend(children.iter().flat_map(|(at, hash)| [at.to_le_bytes(), hash.to_le_bytes()]).flatten());
            let list = self.add(&list);
            let at = own as usize + 4 + 28;
            self.bytes[at..at + 4].copy_from_slice(&list.to_le_bytes());
        }
        own
    }
}

/// A name as it is stored, and whether with one byte a letter.
fn name(text: &str) -> (Vec<u8>, bool) {
    if text.is_ascii() {
        (text.as_bytes().to_vec(), true)
    } else {
        (text.encode_utf16().flat_map(u16::to_le_bytes).collect(), false)
    }
}

fn hash(upper: &str) -> u32 {
    upper.encode_utf16().fold(0_u32, |hash, unit| hash.wrapping_mul(37).wrapping_add(u32::from(unit)))
}
