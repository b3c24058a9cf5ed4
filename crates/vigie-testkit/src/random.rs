//! splitmix64: a generator of a few lines whose output is fixed for ever, unlike that of a crate.
//! Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.

/// A seeded generator. The same seed gives the same sequence on every machine.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A generator for this seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A generator for one named use, so that adding rows to one database leaves the others as they were.
    #[must_use]
    pub fn fork(&self, label: &str) -> Self {
        let mut state = self.state ^ 0xCBF2_9CE4_8422_2325;
        for byte in label.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        Self { state }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `low..high`.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        let width = low.abs_diff(high).max(1);
        low.saturating_add_unsigned(self.bits() % width)
    }

    /// True in about `percent` cases of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.bits() % 100 < percent
    }

    /// One of the items.
    ///
    /// # Panics
    /// If there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let count = u64::try_from(items.len()).unwrap_or(1);
        let at = usize::try_from(self.bits() % count).unwrap_or(0);
        &items[at]
    }

    /// An upper-case UUID of version 4 form.
    pub fn uuid(&mut self) -> String {
        let (a, b) = (self.bits(), self.bits());
        format!(
            "{:08X}-{:04X}-4{:03X}-A{:03X}-{:012X}",
            a >> 32,
            (a >> 16) & 0xFFFF,
            a & 0xFFF,
            b >> 52,
            b & 0xFFFF_FFFF_FFFF
        )
    }

    /// Some bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 8);
        while bytes.len() < count {
            bytes.extend_from_slice(&self.bits().to_le_bytes());
        }
        bytes.truncate(count);
        bytes
    }
}
