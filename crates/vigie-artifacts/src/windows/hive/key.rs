//! Keys and values of a hive.

use std::borrow::Cow;

use vigie_model::{Place, Timestamp};

use super::super::bytes::{filetime, part, u16_at, u32_at, u64_at, utf16};
use super::{Hive, Walk};

/// Sub-keys or values of one key that are read.
const MOST_IN_KEY: usize = 200_000;
/// Bytes of one value that are read.
const MOST_DATA: usize = 16 << 20;
/// Bytes of names and gathered data that the keys or values of one key may take: they may all name the same cells.
const MOST_COPIED: usize = 64 << 20;
/// Bytes of one part of data that lie in several cells.
const SEGMENT: usize = 16_344;

/// A key.
#[derive(Clone)]
pub(in crate::windows) struct Key<'h> {
    hive: &'h Hive,
    /// Its place.
    at: u32,
    /// Names from the top, this one last.
    path: Vec<String>,
    /// When it or one of its values was last written.
    pub(in crate::windows) written: Option<Timestamp>,
    sub_keys: (u32, u32),
    values: (u32, u32),
}

/// A value.
pub(in crate::windows) struct Value<'h> {
    /// Its name; empty for the one without.
    pub(in crate::windows) name: String,
    kind: u32,
    /// Its bytes.
    pub(in crate::windows) data: Cow<'h, [u8]>,
}

/// A name with one or two bytes a letter.
fn name(bytes: &[u8], is_narrow: bool) -> String {
    if is_narrow { bytes.iter().map(|byte| char::from(*byte)).collect() } else { utf16(bytes) }
}

impl<'h> Key<'h> {
    pub(super) fn at(hive: &'h Hive, at: u32, walk: &mut Walk) -> Option<Self> {
        let cell = hive.cell(at, walk)?;
        let key = Self::read(hive, at, cell, walk);
        if key.is_none() {
            walk.damaged(at, "no key stands where one is named");
        }
        key
    }

    fn read(hive: &'h Hive, at: u32, cell: &[u8], walk: &mut Walk) -> Option<Self> {
        if !cell.starts_with(b"nk") {
            return None;
        }
        let is_narrow = u16_at(cell, 2)? & 0x20 != 0;
        let written = filetime(u64_at(cell, 4)?).unwrap_or_else(|_| {
            walk.damaged(at, "the time of a key is beyond every calendar");
            None
        });
        Some(Self {
            hive,
            at,
            path: vec![name(part(cell, 76, u16_at(cell, 72)?.into())?, is_narrow)],
            written,
            sub_keys: (u32_at(cell, 20)?, u32_at(cell, 28)?),
            values: (u32_at(cell, 36)?, u32_at(cell, 40)?),
        })
    }

    /// Its name.
    pub(in crate::windows) fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// Names from the top of the hive, joined by `\`; the name of the top itself, which differs, is left out.
    pub(in crate::windows) fn path(&self) -> String {
        self.path.get(1..).unwrap_or_default().join("\\")
    }

    /// Where it stands.
    pub(in crate::windows) fn place(&self) -> Place {
        Place::key(self.path.get(1..).unwrap_or_default())
    }

    /// Where a value of it stands.
    pub(in crate::windows) fn place_of(&self, value: &str) -> Place {
        Place::key(self.path.get(1..).unwrap_or_default().iter().map(String::as_str).chain([value]))
    }

    fn child_at(&self, at: u32, walk: &mut Walk) -> Option<Self> {
        let mut child = Self::at(self.hive, at, walk)?;
        child.path.splice(0..0, self.path.iter().cloned());
        Some(child)
    }

    /// Its sub-keys, in their order.
    pub(in crate::windows) fn children(&self, walk: &mut Walk) -> Vec<Self> {
        let (count, list) = self.sub_keys;
        if count == 0 {
            return Vec::new();
        }
        let mut offsets = Vec::new();
        self.listed(list, 0, &mut offsets, walk);
        if offsets.len() != usize::try_from(count).unwrap_or(usize::MAX) {
            walk.damaged(self.at, "a key does not list as many sub-keys as it says");
        }
        let (mut children, mut copied) = (Vec::new(), 0_usize);
        for at in offsets {
            let Some(child) = self.child_at(at, walk) else { continue };
            copied = child.path.iter().fold(copied, |sum, name| sum.saturating_add(name.len()));
            if copied > MOST_COPIED {
                walk.damaged(self.at, "the names of the sub-keys of a key are longer than is read");
                break;
            }
            children.push(child);
        }
        children
    }

    /// Offsets in a list of sub-keys, or in the lists that it lists.
    fn listed(&self, at: u32, depth: u8, offsets: &mut Vec<u32>, walk: &mut Walk) {
        let Some(cell) = self.hive.cell(at, walk) else { return };
        let count = usize::from(u16_at(cell, 2).unwrap_or(0));
        let width = match cell.get(..2) {
            Some(b"lf" | b"lh") => 8,
            Some(b"li") => 4,
            Some(b"ri") if depth < 2 => 4,
            _ => return walk.damaged(at, "no list of sub-keys stands where one is named"),
        };
        let entries = cell.get(4..).unwrap_or_default().chunks_exact(width).take(count);
        if entries.len() < count {
            walk.damaged(at, "a list of sub-keys is shorter than it says");
        }
        let is_index = cell.starts_with(b"ri");
        for entry in entries {
            let Some(to) = u32_at(entry, 0) else { return };
            // Lists may name one another; the walk tells that it came to its limit.
            if walk.left == 0 {
                return;
            }
            if is_index {
                self.listed(to, depth.saturating_add(1), offsets, walk);
            } else if offsets.len() < MOST_IN_KEY {
                offsets.push(to);
            } else {
                return walk.damaged(at, "a key has more sub-keys than are read");
            }
        }
    }

    /// The key below this one, by names joined with `\`, in any case.
    pub(in crate::windows) fn under(&self, path: &str, walk: &mut Walk) -> Option<Self> {
        let mut key = self.clone();
        for wanted in path.split('\\').filter(|name| !name.is_empty()) {
            key = key.child(wanted, walk)?;
        }
        Some(key)
    }

    /// One sub-key by its name, in any case.
    fn child(&self, wanted: &str, walk: &mut Walk) -> Option<Self> {
        let wanted = wanted.to_lowercase();
        self.children(walk).into_iter().find(|child| child.name().to_lowercase() == wanted)
    }

    /// Its values, in their order.
    pub(in crate::windows) fn values(&self, walk: &mut Walk) -> Values<'h> {
        Values(self.each_value(walk))
    }

    fn each_value(&self, walk: &mut Walk) -> Vec<Value<'h>> {
        let (count, list) = self.values;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if count == 0 {
            return Vec::new();
        }
        let Some(cell) = self.hive.cell(list, walk) else { return Vec::new() };
        let entries = cell.chunks_exact(4).take(count.min(MOST_IN_KEY));
        if entries.len() < count {
            walk.damaged(list, "a list of values is shorter than it says");
        }
        let (mut values, mut copied) = (Vec::new(), 0_usize);
        for at in entries.filter_map(|entry| u32_at(entry, 0)) {
            if copied > MOST_COPIED {
                walk.damaged(list, "the values of a key are larger than is read");
                break;
            }
            let Some(cell) = self.hive.cell(at, walk) else { continue };
            match self.value_in(cell, walk) {
                Some(value) => {
                    let gathered = if let Cow::Owned(data) = &value.data { data.len() } else { 0 };
                    copied = copied.saturating_add(value.name.len()).saturating_add(gathered);
                    values.push(value);
                }
                None => walk.damaged(at, "a value cannot be read"),
            }
        }
        values
    }

    fn value_in(&self, cell: &[u8], walk: &mut Walk) -> Option<Value<'h>> {
        if !cell.starts_with(b"vk") {
            return None;
        }
        let is_narrow = u16_at(cell, 16)? & 1 != 0;
        let size = u32_at(cell, 4)?;
        let length = usize::try_from(size & 0x7fff_ffff).ok()?;
        let data = if size & 0x8000_0000 != 0 {
            Cow::Owned(part(cell, 8, length.min(4))?.to_vec())
        } else if length == 0 {
            Cow::Borrowed(&[][..])
        } else if length > MOST_DATA {
            return None;
        } else {
            self.data(u32_at(cell, 8)?, length, walk)?
        };
        Some(Value { name: name(part(cell, 20, u16_at(cell, 2)?.into())?, is_narrow), kind: u32_at(cell, 12)?, data })
    }

    fn data(&self, at: u32, length: usize, walk: &mut Walk) -> Option<Cow<'h, [u8]>> {
        let cell = self.hive.cell(at, walk)?;
        if length <= SEGMENT || !cell.starts_with(b"db") {
            return Some(Cow::Borrowed(cell.get(..length)?));
        }
        let list = self.hive.cell(u32_at(cell, 4)?, walk)?;
        let mut data = Vec::new();
        for entry in list.chunks_exact(4).take(u16_at(cell, 2)?.into()) {
            let segment = self.hive.cell(u32_at(entry, 0)?, walk)?;
            let wanted = length.saturating_sub(data.len()).min(SEGMENT);
            data.extend_from_slice(segment.get(..wanted)?);
        }
        (data.len() == length).then_some(Cow::Owned(data))
    }
}

/// The values of one key.
pub(in crate::windows) struct Values<'h>(Vec<Value<'h>>);

impl<'h> Values<'h> {
    /// One by its name, in any case.
    pub(in crate::windows) fn get(&self, wanted: &str) -> Option<&Value<'h>> {
        self.0.iter().find(|value| value.name.eq_ignore_ascii_case(wanted))
    }

    /// The text of one; several are joined by a space.
    pub(in crate::windows) fn text(&self, wanted: &str) -> Option<String> {
        self.get(wanted)?.text()
    }

    /// The number of one.
    pub(in crate::windows) fn number(&self, wanted: &str) -> Option<u64> {
        self.get(wanted)?.number()
    }

    /// All of them.
    pub(in crate::windows) fn iter(&self) -> impl Iterator<Item = &Value<'h>> {
        self.0.iter()
    }
}

impl Value<'_> {
    /// Its texts, where it is of a type that holds text.
    pub(in crate::windows) fn texts(&self) -> Vec<String> {
        match self.kind {
            1 | 2 | 6 => vec![utf16(&self.data)],
            7 => {
                let mut texts = Vec::new();
                let mut rest = &*self.data;
                while let [_, _, ..] = rest {
                    let end = rest.chunks_exact(2).position(|pair| pair == [0, 0]);
                    let length = end.map_or(rest.len(), |end| end.saturating_mul(2));
                    let text = utf16(rest.get(..length).unwrap_or_default());
                    if !text.is_empty() {
                        texts.push(text);
                    }
                    rest = rest.get(length.saturating_add(2)..).unwrap_or_default();
                }
                texts
            }
            _ => Vec::new(),
        }
    }

    /// Its text; several are joined by a space. `None` when it is empty or of another type.
    pub(in crate::windows) fn text(&self) -> Option<String> {
        let text = self.texts().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// Its number, where it is of a type that holds one.
    pub(in crate::windows) fn number(&self) -> Option<u64> {
        match (self.kind, &*self.data) {
            (4, data) => u32_at(data, 0).map(u64::from),
            (11, data) => u64_at(data, 0),
            _ => None,
        }
    }
}
