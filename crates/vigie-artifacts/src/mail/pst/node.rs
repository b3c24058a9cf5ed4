//! What is in a node: data of any length in blocks, nodes below it, and properties in a heap (MS-PST 2.2.2.8, 2.3).

use std::collections::BTreeMap;

use vigie_model::ProblemCode;

use super::bytes::{u16_at, u32_at};
use super::file::{File, Node};

/// Data of one node that is read, in bytes.
const DATA: usize = 64 << 20;
/// Nodes below one that are kept.
const BELOW: usize = 20_000;
/// Properties of one node that are kept.
const PROPERTIES: usize = 20_000;

/// The blocks of data, each by itself, as far as they can be read.
pub(super) fn data(file: &mut File<'_>, number: u64) -> Vec<Vec<u8>> {
    let (mut out, mut waiting, mut total) = (Vec::new(), vec![(number, 3_u8)], 0_usize);
    while let Some((number, above)) = waiting.pop() {
        if number == 0 {
            continue;
        }
        let Some(block) = file.block(number) else { continue };
        if number & 2 == 0 {
            total = total.saturating_add(block.len());
            if total > DATA {
                let at = file.place(number).unwrap_or(0);
                file.trouble(ProblemCode::LimitReached, at, format!("data of which the first {DATA} bytes were read"));
                break;
            }
            out.push(block);
            continue;
        }
        // A list of blocks, or of such lists.
        let level = block.get(1).copied().unwrap_or(0);
        if block.first() != Some(&1) || level >= above {
            let at = file.place(number).unwrap_or(0);
            file.trouble(ProblemCode::LogDamaged, at, format!("block {number} is no list of blocks"));
            continue;
        }
        let (count, each) = (u16_at(&block, 2).unwrap_or(0), if file.wide { 8 } else { 4 });
        let entries = block.get(8..).unwrap_or_default().chunks_exact(each).take(count.into());
        let children: Vec<(u64, u8)> = entries.filter_map(|entry| Some((file.id(entry, 0)?, level))).collect();
        waiting.extend(children.into_iter().rev());
    }
    out
}

/// The nodes below one, by their ids.
pub(super) fn below(file: &mut File<'_>, number: u64) -> BTreeMap<u32, Node> {
    let (mut out, mut waiting) = (BTreeMap::new(), vec![(number, 2_u8)]);
    while let Some((number, above)) = waiting.pop() {
        if number == 0 {
            continue;
        }
        let Some(block) = file.block(number) else { continue };
        let level = block.get(1).copied().unwrap_or(0);
        if block.first() != Some(&2) || level >= above {
            let at = file.place(number).unwrap_or(0);
            file.trouble(ProblemCode::LogDamaged, at, format!("block {number} is no list of nodes"));
            continue;
        }
        // Of each: its id, its data, the list of those below it; of a list of lists: an id, a list.
        let (start, id, two, three) = if file.wide { (8, 8, 16, 24) } else { (4, 4, 8, 12) };
        let each = if level == 0 { three } else { two };
        let count = u16_at(&block, 2).unwrap_or(0);
        for entry in block.get(start..).unwrap_or_default().chunks_exact(each).take(count.into()) {
            let (Some(node), Some(first)) = (u32_at(entry, 0), file.id(entry, id)) else { continue };
            if level > 0 {
                waiting.push((first, level));
            } else if out.len() >= BELOW {
                let at = file.place(number).unwrap_or(0);
                file.trouble(ProblemCode::LimitReached, at, format!("more than {BELOW} nodes below one"));
                return out;
            } else {
                let below = file.id(entry, two).unwrap_or(0);
                out.insert(node, Node { id: node, data: first, below });
            }
        }
    }
    out
}

/// Tells that the value of a property is not there.
fn lost(file: &mut File<'_>, property: u16) -> Option<Vec<u8>> {
    let detail = format!("the value of property {property:#06x} is not in its node");
    file.trouble(ProblemCode::BlobNotUnderstood, 0, detail);
    None
}

/// The small pieces of data in the blocks of a node.
struct Heap {
    blocks: Vec<Vec<u8>>,
    large: bool,
}

impl Heap {
    fn get(&self, id: u32) -> Option<&[u8]> {
        let (index, block) = if self.large { ((id >> 5) & 0x3fff, id >> 19) } else { ((id >> 5) & 0x7ff, id >> 16) };
        let block = self.blocks.get(usize::try_from(block).ok()?)?;
        // Where each piece begins stands at the end of the block, and the end of the last.
        let map = usize::from(u16_at(block, 0)?);
        let entry = usize::try_from(index.checked_sub(1)?).ok()?.checked_mul(2)?.checked_add(map)?.checked_add(4)?;
        if index > u32::from(u16_at(block, map)?) {
            return None;
        }
        block.get(usize::from(u16_at(block, entry)?)..usize::from(u16_at(block, entry.checked_add(2)?)?))
    }
}

/// A node with properties, and the nodes below it.
pub(super) struct Properties {
    heap: Heap,
    /// Type and value, or where the value is.
    values: BTreeMap<u16, (u16, u32)>,
    pub(super) below: BTreeMap<u32, Node>,
}

impl Properties {
    /// Reads a node; none when it has no properties.
    pub(super) fn read(file: &mut File<'_>, node: Node) -> Option<Self> {
        let heap = Heap { blocks: data(file, node.data), large: file.large };
        let below = below(file, node.below);
        let first = heap.blocks.first()?;
        // A heap, of properties.
        if first.get(2..4) != Some(&[0xec, 0xbc][..]) {
            return None;
        }
        let root = heap.get(u32_at(first, 4)?)?;
        let [0xb5, 2, 6, levels, ..] = root else { return None };
        let mut values = BTreeMap::new();
        let mut waiting = vec![(u32_at(root, 4)?, *levels)];
        while let Some((id, level)) = waiting.pop() {
            let records = match heap.get(id) {
                Some(records) => records,
                // A node without properties names none.
                None if id == 0 => continue,
                None => {
                    let at = file.place(node.data).unwrap_or(0);
                    file.trouble(
                        ProblemCode::BlobNotUnderstood,
                        at,
                        "properties that are not in their node".to_owned(),
                    );
                    continue;
                }
            };
            if level > 0 {
                let below =
                    records.chunks_exact(6).filter_map(|record| Some((u32_at(record, 2)?, level.checked_sub(1)?)));
                waiting.extend(below.take(PROPERTIES));
            } else {
                for record in records.chunks_exact(8) {
                    if let (Some(property), Some(kind), Some(value)) =
                        (u16_at(record, 0), u16_at(record, 2), u32_at(record, 4))
                    {
                        values.insert(property, (kind, value));
                    }
                }
            }
            if values.len() > PROPERTIES || waiting.len() > PROPERTIES {
                file.trouble(ProblemCode::LimitReached, 0, format!("a node with more than {PROPERTIES} properties"));
                break;
            }
        }
        Some(Self { heap, values, below })
    }

    /// The type of a property, if it is there.
    pub(super) fn kind(&self, property: u16) -> Option<u16> {
        self.values.get(&property).map(|(kind, _)| *kind)
    }

    /// A value that is kept where the property stands.
    pub(super) fn number(&self, property: u16) -> Option<u32> {
        self.values.get(&property).filter(|(kind, _)| *kind == 3).map(|(_, value)| *value)
    }

    /// A value of any length.
    pub(super) fn bytes(&self, file: &mut File<'_>, property: u16) -> Option<Vec<u8>> {
        let (_, value) = self.values.get(&property)?;
        if *value == 0 {
            return Some(Vec::new());
        }
        if value.trailing_zeros() >= 5 {
            let found = self.heap.get(*value).map(<[u8]>::to_vec);
            return found.or_else(|| lost(file, property));
        }
        match self.below.get(value).copied() {
            Some(node) => Some(data(file, node.data).concat()),
            None => lost(file, property),
        }
    }

    /// A text, in UTF-16 or in the code page of its writer, of which only ASCII is certain.
    pub(super) fn text(&self, file: &mut File<'_>, property: u16) -> Option<String> {
        let kind = self.kind(property)?;
        let bytes = self.bytes(file, property)?;
        let text = match kind {
            0x1f => {
                let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
                String::from_utf16_lossy(&units)
            }
            0x1e => String::from_utf8_lossy(&bytes).into_owned(),
            _ => return None,
        };
        Some(text.trim_end_matches('\0').to_owned())
    }
}
