//! Binary property lists inside rows, which strangers can send: their true size is counted before they are read.
//!
//! In this format a value may be referred to any number of times, so a few hundred bytes can stand for a list of
//! billions ("billion laughs"), and an array may hold itself. Both are refused here.
//!
//! Format: Apple CFBinaryPList.c (object table, offset table, trailer of 32 bytes).

use plist::Value;

/// Values one property list may stand for. Rich links and message summaries have some hundreds.
const MOST_VALUES: u64 = 100_000;
/// Text and data of this many bytes count as one value more.
const BYTES_PER_VALUE: usize = 256;
/// Containers in containers.
const DEEPEST: usize = 64;

/// Whether the bytes begin like a binary property list.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(b"bplist0")
}

/// Reads a binary property list.
///
/// # Errors
/// In words, when it is damaged, too large or contains itself.
pub(super) fn read(bytes: &[u8]) -> Result<Value, String> {
    let table = Table::new(bytes).ok_or("the trailer is damaged")?;
    let mut sizes = vec![0; table.count];
    table.size(table.root, &mut sizes, 0)?;
    Value::from_reader(std::io::Cursor::new(bytes)).map_err(|error| error.to_string())
}

struct Table<'b> {
    bytes: &'b [u8],
    offset_size: usize,
    ref_size: usize,
    count: usize,
    root: usize,
    offsets: usize,
}

fn number(bytes: &[u8]) -> Option<usize> {
    let wide = bytes.iter().try_fold(0u64, |n, b| Some(n.checked_mul(256)? | u64::from(*b)))?;
    usize::try_from(wide).ok()
}

impl<'b> Table<'b> {
    fn new(bytes: &'b [u8]) -> Option<Self> {
        let trailer = bytes.get(bytes.len().checked_sub(32)?..)?;
        let table = Self {
            bytes,
            offset_size: usize::from(*trailer.get(6)?),
            ref_size: usize::from(*trailer.get(7)?),
            count: number(trailer.get(8..16)?)?,
            root: number(trailer.get(16..24)?)?,
            offsets: number(trailer.get(24..32)?)?,
        };
        let sound =
            (1..=8).contains(&table.offset_size) && (1..=8).contains(&table.ref_size) && table.count <= bytes.len();
        sound.then_some(table)
    }

    fn part(&self, at: usize, length: usize) -> Option<&'b [u8]> {
        self.bytes.get(at..at.checked_add(length)?)
    }

    /// The values an object stands for, itself included. `sizes` remembers: 0 unknown, [`u64::MAX`] being counted.
    fn size(&self, object: usize, sizes: &mut [u64], depth: usize) -> Result<u64, String> {
        let damaged = || format!("object {object} is damaged");
        match sizes.get(object).ok_or_else(damaged)? {
            0 => {}
            &u64::MAX => return Err(format!("object {object} contains itself")),
            known => return Ok(*known),
        }
        if depth > DEEPEST {
            return Err("containers are nested too deep".to_owned());
        }
        let mark = |sizes: &mut [u64], size| {
            if let Some(slot) = sizes.get_mut(object) {
                *slot = size;
            }
        };
        mark(sizes, u64::MAX);
        let (references, length) = self.parts(object).ok_or_else(damaged)?;
        // Text and data are copied for every reference, so their length counts too.
        let mut size = 1u64.saturating_add((length / BYTES_PER_VALUE) as u64);
        for reference in references {
            let part = self.size(reference, sizes, depth.saturating_add(1))?;
            size = size.saturating_add(part);
            if size > MOST_VALUES {
                return Err(format!("it stands for more than {MOST_VALUES} values"));
            }
        }
        mark(sizes, size);
        Ok(size)
    }

    /// The objects an array, set or dictionary refers to, or the length of text and data.
    fn parts(&self, object: usize) -> Option<(Vec<usize>, usize)> {
        let slot = self.offsets.checked_add(object.checked_mul(self.offset_size)?)?;
        let at = number(self.part(slot, self.offset_size)?)?;
        let marker = *self.bytes.get(at)?;
        let kind = marker >> 4;
        if !matches!(kind, 0x4..=0x6 | 0xa..=0xd) {
            return Some((Vec::new(), 0));
        }
        let mut from = at.checked_add(1)?;
        let mut count = usize::from(marker & 0x0f);
        if count == 15 {
            let width = 1usize.checked_shl(u32::from(*self.bytes.get(from)? & 0x0f))?;
            from = from.checked_add(1)?;
            count = number(self.part(from, width)?)?;
            from = from.checked_add(width)?;
        }
        if kind <= 0x6 {
            return Some((Vec::new(), count));
        }
        if kind == 0xd {
            count = count.checked_mul(2)?;
        }
        let references: Option<Vec<usize>> =
            self.part(from, count.checked_mul(self.ref_size)?)?.chunks_exact(self.ref_size).map(number).collect();
        Some((references?, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binary(value: &Value) -> Vec<u8> {
        let mut bytes = Vec::new();
        plist::to_writer_binary(&mut bytes, value).unwrap();
        bytes
    }

    #[test]
    fn an_ordinary_list_is_read() {
        let value = Value::Array(vec![Value::from("a"), Value::from("b"), Value::from("a")]);
        assert_eq!(read(&binary(&value)).unwrap(), value);
    }

    /// `layers` arrays, each holding the next one twice, written by hand.
    fn laughs(layers: u8) -> Vec<u8> {
        let mut bytes = b"bplist00".to_vec();
        let mut offsets = Vec::new();
        for layer in 0..layers {
            offsets.push(u8::try_from(bytes.len()).unwrap());
            bytes.extend([0xa2, layer + 1, layer + 1]);
        }
        offsets.push(u8::try_from(bytes.len()).unwrap());
        bytes.push(0x09);
        let table = bytes.len() as u64;
        bytes.extend(&offsets);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        for number in [offsets.len() as u64, 0, table] {
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn a_list_that_stands_for_billions_is_refused() {
        assert!(read(&laughs(3)).is_ok());
        assert!(read(&laughs(60)).unwrap_err().contains("more than"));
    }

    #[test]
    fn a_list_in_itself_is_refused() {
        let mut bytes = laughs(3);
        bytes[9] = 0;
        assert!(read(&bytes).unwrap_err().contains("contains itself"));
    }
}
