//! LZ77 with Huffman codes as Windows compresses prefetch files ("MAM"), hibernation files and more.
//!
//! Format: [MS-XCA], section 2.2 "LZ77+Huffman Decompression Algorithm Details". The length of what comes out is known
//! beforehand and bounds the memory.

use super::le::{array, part};

/// Bytes that come out of one block, each with a table of codes of its own.
const BLOCK: usize = 64 << 10;
/// Codes: 256 bytes, and 256 kinds of matches.
const SYMBOLS: usize = 512;
/// The longest code, in bits.
const LONGEST: usize = 15;

/// The codes of one block: for each of the next fifteen bits, the symbol and the length of its code.
struct Codes(Vec<(u16, u8)>);

impl Codes {
    /// From the 256 bytes before a block: the lengths of the codes, four bits each.
    fn of(table: &[u8]) -> Option<Self> {
        let lengths: Vec<u8> = table.iter().flat_map(|byte| [byte & 15, byte >> 4]).take(SYMBOLS).collect();
        let mut codes = Vec::with_capacity(1 << LONGEST);
        for length in 1..=LONGEST {
            let span = 1_usize.checked_shl(u32::try_from(LONGEST.checked_sub(length)?).ok()?)?;
            for (symbol, of) in lengths.iter().enumerate() {
                if usize::from(*of) == length {
                    let end = codes.len().checked_add(span).filter(|end| *end <= 1 << LONGEST)?;
                    codes.resize(end, (u16::try_from(symbol).ok()?, *of));
                }
            }
        }
        // Every code leads somewhere, or the table is damaged.
        (codes.len() == 1 << LONGEST).then_some(Self(codes))
    }
}

/// Bits, in words of sixteen; whole bytes may stand between them.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
    next: u32,
    have: i32,
}

impl<'b> Bits<'b> {
    fn new(bytes: &'b [u8], at: usize) -> Self {
        let mut bits = Self { bytes, at, next: 0, have: 0 };
        bits.next = bits.word() << 16 | bits.word();
        bits.have = 16;
        bits
    }

    /// The next word; zeros behind the end, where nothing of worth is read any more.
    fn word(&mut self) -> u32 {
        let word = array(self.bytes, self.at).map_or(0, u16::from_le_bytes);
        self.at = self.at.saturating_add(2);
        u32::from(word)
    }

    fn peek(&self, count: u32) -> u32 {
        self.next.checked_shr(32_u32.saturating_sub(count)).unwrap_or(0)
    }

    fn skip(&mut self, count: u32) {
        self.next = self.next.checked_shl(count).unwrap_or(0);
        self.have = self.have.saturating_sub(i32::try_from(count).unwrap_or(16));
        if self.have < 0 {
            let shift = u32::try_from(self.have.saturating_neg()).unwrap_or(0);
            self.next |= self.word().checked_shl(shift).unwrap_or(0);
            self.have = self.have.saturating_add(16);
        }
    }

    fn byte(&mut self) -> Option<usize> {
        let byte = *self.bytes.get(self.at)?;
        self.at = self.at.checked_add(1)?;
        Some(usize::from(byte))
    }

    fn short(&mut self) -> Option<usize> {
        Some(self.byte()? | self.byte()?.checked_shl(8)?)
    }

    /// Whether more was read than there is.
    fn is_over(&self) -> bool {
        self.at > self.bytes.len().saturating_add(4)
    }
}

/// Unpacks into exactly `length` bytes. What could be unpacked before it went wrong comes with `false`.
pub(crate) fn unpack(bytes: &[u8], length: usize) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    let whole = blocks(bytes, length, &mut out).is_some() && out.len() == length;
    (out, whole)
}

fn blocks(bytes: &[u8], length: usize, out: &mut Vec<u8>) -> Option<()> {
    let mut at = 0_usize;
    while out.len() < length {
        let codes = Codes::of(part(bytes, at, 256)?)?;
        let end = out.len().checked_add(BLOCK)?.min(length);
        let mut bits = Bits::new(bytes, at.checked_add(256)?);
        while out.len() < end {
            let (symbol, of) = *codes.0.get(usize::try_from(bits.peek(15)).ok()?)?;
            bits.skip(u32::from(of));
            if let Ok(literal) = u8::try_from(symbol) {
                out.push(literal);
                continue;
            }
            let symbol = usize::from(symbol.checked_sub(256)?);
            let width = u32::try_from(symbol >> 4).ok()?;
            let mut count = symbol & 15;
            if count == 15 {
                count = bits.byte()?;
                if count == 255 {
                    count = bits.short()?;
                    if count == 0 {
                        count = bits.short()? | bits.short()?.checked_shl(16)?;
                    }
                    count = count.checked_sub(15)?;
                }
                count = count.checked_add(15)?;
            }
            let distance = usize::try_from(bits.peek(width)).ok()? | 1_usize.checked_shl(width)?;
            bits.skip(width);
            let from = out.len().checked_sub(distance)?;
            let until = out.len().checked_add(count)?.checked_add(3)?.min(length);
            // A match may reach into what it writes itself.
            for source in from..from.checked_add(until.checked_sub(out.len())?)? {
                out.push(*out.get(source)?);
            }
            if bits.is_over() {
                return None;
            }
        }
        if bits.is_over() {
            return None;
        }
        at = bits.at;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second example of [MS-XCA], section 3.2: "abc" a hundred times; its codes are of this test.
    #[test]
    fn a_match_reaches_into_itself() {
        assert!(Codes::of(&[0x11; 256]).is_none(), "more codes than there are bits");
        assert!(Codes::of(&[0; 256]).is_none(), "codes that lead nowhere");
        let packed: Vec<u8> = {
            let mut table = vec![0_u8; 256];
            // `a`, `b`: two bits; `c`, and a match of any length with two bits of distance: two bits.
            table[48] = 0x20;
            table[49] = 0x22;
            // Symbol 256 + 0x1f: in the upper half of byte 143.
            table[143] = 0x20;
            // a 00, b 01, c 10, match 11, one bit of distance: 3 is (1 << 1) | 1.
            let words = [0b0001_1011_1000_0000_u16.to_le_bytes(), 0_u16.to_le_bytes()].concat();
            // 300 bytes: three literals, 297 of the match: 297 - 3 = 294 does not fit a byte.
            let length = [vec![255], 294_u16.to_le_bytes().to_vec()].concat();
            [table, words, length].concat()
        };
        let (out, whole) = unpack(&packed, 300);
        assert!(whole);
        assert_eq!(out, b"abc".repeat(100));
    }

    #[test]
    fn damage_ends() {
        assert_eq!(unpack(&[], 10), (Vec::new(), false));
        assert_eq!(unpack(&[0; 300], 10), (Vec::new(), false));
        let (out, whole) = unpack(&[0x11; 300], 1 << 20);
        assert!(!whole && out.len() < 1 << 20);
    }
}
