//! A store of Outlook (`.pst`), as small as one can be: a header, one page of nodes, one of blocks, and messages.
//!
//! Format: MS-PST, version 23 ("Unicode"). What only a writer needs (maps of free space, tables of folders) is left out:
//! programs that repair a store make it anew, and readers of messages do not ask for it.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// An attached file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its bytes, in Base64.
    pub base64: String,
    /// Or as a text.
    pub text: String,
    /// How many times it holds them; 0 is once.
    pub times: usize,
}

impl Attached {
    fn bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = STANDARD.decode(&self.base64).context("Base64")?;
        bytes.extend(self.text.as_bytes());
        Ok(bytes.repeat(self.times.max(1)))
    }
}

/// A message.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Message {
    /// Its class, if it is no mail.
    pub class: Option<String>,
    /// Headers as they came over the Internet, if it did.
    pub headers: String,
    /// Name and address of the writer, where it did not.
    pub from: (String, String),
    /// Its title.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Its page.
    pub html: String,
    /// Attached files.
    pub files: Vec<Attached>,
    /// An attached message.
    pub inner: Option<Box<Message>>,
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    /// Number, place and length of each block.
    blocks: Vec<(u64, u64, u16)>,
    next: u64,
}

/// The CRC of the format: the polynomial of zip, begun with nothing.
fn crc(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

fn signature(place: u64, number: u64) -> u16 {
    let mixed = (place ^ number).to_le_bytes();
    u16::from_le_bytes([mixed[0], mixed[1]]) ^ u16::from_le_bytes([mixed[2], mixed[3]])
}

fn short(length: usize) -> u16 {
    u16::try_from(length).expect("a block is small")
}

impl Writer {
    fn align(&mut self, to: usize) {
        let length = self.out.len().next_multiple_of(to);
        self.out.resize(length, 0);
    }

    /// A block of at most 8 176 bytes; the second bit of its number says that it is a list.
    fn block(&mut self, bytes: &[u8], is_list: bool) -> u64 {
        assert!(bytes.len() <= 8176, "a block is small");
        self.next += 4;
        let number = self.next | if is_list { 2 } else { 0 };
        self.align(64);
        let place = self.out.len() as u64;
        let whole = (bytes.len() + 16).next_multiple_of(64);
        self.out.extend(bytes);
        self.out.resize(self.out.len() + whole - 16 - bytes.len(), 0);
        self.out.extend(short(bytes.len()).to_le_bytes());
        self.out.extend(signature(place, number).to_le_bytes());
        self.out.extend(crc(bytes).to_le_bytes());
        self.out.extend(number.to_le_bytes());
        self.blocks.push((number, place, short(bytes.len())));
        number
    }

    /// Data of any length: one block, or a list of blocks.
    fn data(&mut self, bytes: &[u8]) -> u64 {
        if bytes.len() <= 8176 {
            return self.block(bytes, false);
        }
        let parts: Vec<u64> = bytes.chunks(8176).map(|part| self.block(part, false)).collect();
        let mut list = vec![1, 1];
        list.extend(short(parts.len()).to_le_bytes());
        list.extend(u32::try_from(bytes.len()).expect("it is small").to_le_bytes());
        for part in parts {
            list.extend(part.to_le_bytes());
        }
        self.block(&list, true)
    }

    /// Nodes below another: id, data, nodes below.
    fn below(&mut self, nodes: &[(u32, u64, u64)]) -> u64 {
        if nodes.is_empty() {
            return 0;
        }
        let mut list = vec![2, 0];
        list.extend(short(nodes.len()).to_le_bytes());
        list.extend([0; 4]);
        for (id, data, below) in nodes {
            list.extend(u64::from(*id).to_le_bytes());
            list.extend(data.to_le_bytes());
            list.extend(below.to_le_bytes());
        }
        self.block(&list, true)
    }

    /// A page of 512 bytes with entries of one length.
    fn page(&mut self, kind: u8, entries: &[Vec<u8>]) -> (u64, u64) {
        let each = entries.first().map_or(24, Vec::len);
        let most = 488 / each;
        assert!(entries.len() <= most, "one page takes them");
        self.align(512);
        self.next += 4;
        let (place, number) = (self.out.len() as u64, self.next);
        let mut page: Vec<u8> = entries.concat();
        page.resize(488, 0);
        let byte = |count: usize| u8::try_from(count).expect("a page is small");
        page.extend([byte(entries.len()), byte(most), byte(each), 0, 0, 0, 0, 0]);
        let sum = crc(&page);
        page.extend([kind, kind]);
        page.extend(signature(place, number).to_le_bytes());
        page.extend(sum.to_le_bytes());
        page.extend(number.to_le_bytes());
        self.out.extend(page);
        (number, place)
    }
}

/// Properties of one node: the short ones in its heap, the long ones in nodes below it.
struct Node {
    /// Number, type and value or where it is.
    properties: Vec<(u16, u16, Value)>,
    below: Vec<(u32, u64, u64)>,
}

enum Value {
    Number(u32),
    Heap(Vec<u8>),
    Below(u32),
}

impl Node {
    const fn new() -> Self {
        Self { properties: Vec::new(), below: Vec::new() }
    }

    fn bytes(&mut self, writer: &mut Writer, property: u16, kind: u16, bytes: Vec<u8>) {
        if bytes.len() <= 1000 {
            self.properties.push((property, kind, Value::Heap(bytes)));
        } else {
            // A node of this kind holds data only.
            let id = (u32::from(property) << 5) | 0x1f;
            let data = writer.data(&bytes);
            self.below.push((id, data, 0));
            self.properties.push((property, kind, Value::Below(id)));
        }
    }

    fn text(&mut self, writer: &mut Writer, property: u16, text: &str) {
        if !text.is_empty() {
            let bytes = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            self.bytes(writer, property, 0x1f, bytes);
        }
    }

    /// Writes heap and nodes below; answers the two blocks.
    fn write(mut self, writer: &mut Writer) -> (u64, u64) {
        self.properties.sort_by_key(|(property, _, _)| *property);
        let mut pieces: Vec<Vec<u8>> = vec![Vec::new(), Vec::new()];
        let mut records = Vec::new();
        for (property, kind, value) in self.properties {
            let value = match value {
                Value::Number(number) => number,
                Value::Below(id) => id,
                Value::Heap(bytes) => {
                    pieces.push(bytes);
                    u32::from(short(pieces.len())) << 5
                }
            };
            records.extend(property.to_le_bytes());
            records.extend(kind.to_le_bytes());
            records.extend(value.to_le_bytes());
        }
        // The first piece says what the tree of properties is like, the second is its only page.
        pieces[0] = [&[0xb5, 2, 6, 0][..], &(2_u32 << 5).to_le_bytes()].concat();
        pieces[1] = records;
        let mut places = vec![12_u16];
        let mut heap = vec![0, 0, 0xec, 0xbc];
        heap.extend((1_u32 << 5).to_le_bytes());
        heap.extend([0; 4]);
        for piece in &pieces {
            heap.extend(piece);
            places.push(short(heap.len()));
        }
        if heap.len() % 2 == 1 {
            heap.push(0);
        }
        let map = short(heap.len()).to_le_bytes();
        heap[..2].copy_from_slice(&map);
        heap.extend(short(pieces.len()).to_le_bytes());
        heap.extend([0; 2]);
        for place in places {
            heap.extend(place.to_le_bytes());
        }
        let mut below = self.below;
        below.sort_unstable();
        (writer.data(&heap), writer.below(&below))
    }
}

fn message(writer: &mut Writer, message: &Message) -> Result<(u64, u64)> {
    let mut node = Node::new();
    node.text(writer, 0x001a, message.class.as_deref().unwrap_or("IPM.Note"));
    node.text(writer, 0x0037, &message.subject);
    node.text(writer, 0x007d, &message.headers);
    node.text(writer, 0x0c1a, &message.from.0);
    node.text(writer, 0x0c1f, &message.from.1);
    node.text(writer, 0x1000, &message.body);
    if !message.html.is_empty() {
        node.bytes(writer, 0x1013, 0x102, message.html.clone().into_bytes());
    }
    // 2026-02-02 07:30, in units of 100 nanoseconds since 1601.
    node.bytes(writer, 0x0e06, 0x40, (134_144_910_000_000_000_u64).to_le_bytes().to_vec());
    let mut id = 0x8005;
    for attached in &message.files {
        let mut file = Node::new();
        file.text(writer, 0x3707, &attached.name);
        file.properties.push((0x3705, 3, Value::Number(1)));
        file.bytes(writer, 0x3701, 0x102, attached.bytes()?);
        let (data, below) = file.write(writer);
        node.below.push((id, data, below));
        id += 0x20;
    }
    if let Some(inner) = &message.inner {
        let (data, below) = self::message(writer, inner)?;
        let mut file = Node::new();
        file.text(writer, 0x3001, &inner.subject);
        file.properties.push((0x3705, 3, Value::Number(5)));
        file.below.push((0x0004, data, below));
        let object = [4_u32.to_le_bytes(), 0_u32.to_le_bytes()].concat();
        file.properties.push((0x3701, 0x0d, Value::Heap(object)));
        let (data, below) = file.write(writer);
        node.below.push((id, data, below));
    }
    Ok(node.write(writer))
}

/// A store with the messages of a JSON list.
///
/// # Errors
/// When the text is none.
///
/// # Panics
/// When there are more than one page of nodes and one of blocks can list.
pub fn from_json(text: &str) -> Result<Vec<u8>> {
    store(&serde_json::from_str::<Vec<Message>>(text)?)
}

/// A store with these messages.
///
/// # Errors
/// When an attachment is no Base64.
///
/// # Panics
/// When there are more than one page of nodes and one of blocks can list.
pub fn store(messages: &[Message]) -> Result<Vec<u8>> {
    let mut writer = Writer { out: vec![0; 0x400], ..Writer::default() };
    let mut nodes = Vec::new();
    for (number, one) in (0_u32..).zip(messages) {
        let (data, below) = message(&mut writer, one)?;
        let id = 0x0020_0004 + number * 0x20;
        nodes.push(
            [u64::from(id).to_le_bytes(), data.to_le_bytes(), below.to_le_bytes(), 0x8022_u64.to_le_bytes()].concat(),
        );
    }
    writer.blocks.sort_unstable();
    let blocks: Vec<Vec<u8>> = writer
        .blocks
        .iter()
        .map(|(number, place, length)| {
            let count = 2_u16.to_le_bytes();
            [&number.to_le_bytes()[..], &place.to_le_bytes(), &length.to_le_bytes(), &count, &[0; 4]].concat()
        })
        .collect();
    let nodes = writer.page(0x81, &nodes);
    let blocks = writer.page(0x80, &blocks);
    let mut head = b"!BDN\0\0\0\0SM".to_vec();
    head.extend([23, 0, 19, 0, 1, 1]);
    head.resize(184, 0);
    head.extend((writer.out.len() as u64).to_le_bytes());
    head.resize(216, 0);
    for (number, place) in [nodes, blocks] {
        head.extend(number.to_le_bytes());
        head.extend(place.to_le_bytes());
    }
    head.resize(512, 0xff);
    head.extend([0x80, 0]);
    head.resize(564, 0);
    let partial = crc(&head[8..479]).to_le_bytes();
    head[4..8].copy_from_slice(&partial);
    writer.out[..564].copy_from_slice(&head);
    Ok(writer.out)
}
