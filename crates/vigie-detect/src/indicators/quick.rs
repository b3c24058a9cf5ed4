//! A quick hash, and a set that may say yes too often: what spares the slow look-up of what is not there. Nothing depends on how
//! well they spread but the speed, so that a pack made to collide only costs what it would without them.

/// Mixes a text, eight bytes at a time.
#[inline]
pub(crate) fn hash(of: u8, text: &str) -> u64 {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    // Both halves of the product: in the lower one alone, the last letters of a text would change the upper bits only.
    let mix = |hash: u64, word: u64| {
        let (lower, upper) = (hash.rotate_left(5) ^ word).carrying_mul(MIX, 0);
        lower ^ upper
    };
    let bytes = text.as_bytes();
    // One that is not zero, which nothing would come of.
    let mut hash = 0x2545_F491_4F6C_DD1D ^ u64::from(of) ^ (bytes.len() as u64) << 8;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    if let Some(last) = bytes.last_chunk::<8>() {
        // It may overlap the word before.
        return mix(hash, u64::from_le_bytes(*last));
    }
    let mut last = 0;
    for byte in rest {
        last = last << 8 | u64::from(*byte);
    }
    mix(hash, last)
}

/// A set of which no member is denied; some that are none are taken for one.
#[derive(Debug, Default)]
pub(crate) struct Perhaps {
    /// A power of two of them, or none.
    bits: Vec<u64>,
}

impl Perhaps {
    /// Room for so many members.
    pub(crate) fn of(members: usize) -> Self {
        // Sixteen bits for each: one in ten that is none passes at most, and two bytes are little beside a member.
        let words = members.div_ceil(4).next_power_of_two().max(64);
        Self { bits: vec![0; words] }
    }

    #[inline]
    fn at(&self, hash: u64) -> (usize, u64) {
        let bit = hash >> 20;
        ((bit >> 6) as usize & self.bits.len().wrapping_sub(1), 1 << (bit & 63))
    }

    pub(crate) fn add(&mut self, of: u8, text: &str) {
        let (word, bit) = self.at(hash(of, text));
        if let Some(word) = self.bits.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether it may be a member.
    #[inline]
    pub(crate) fn has(&self, of: u8, text: &str) -> bool {
        let (word, bit) = self.at(hash(of, text));
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_mixed_whole() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        for length in 1..text.len() {
            let whole = &text[..length];
            for at in 0..length {
                let mut other = whole.to_owned().into_bytes();
                other[at] = b'-';
                let other = String::from_utf8(other).unwrap();
                assert_ne!(hash(1, whole), hash(1, &other), "{other}");
            }
            assert_ne!(hash(1, whole), hash(2, whole));
            assert_ne!(hash(1, whole), hash(1, &text[..length - 1]));
        }
    }

    #[test]
    fn texts_that_differ_at_their_ends_lie_apart() {
        let mut places = std::collections::BTreeSet::new();
        for n in 0..6000 {
            places.insert((hash(1, &format!("org.example.application{n:04}")) >> 32) & 0x3FFF);
        }
        // So many of 16384 are met by 6000 at random.
        assert!(places.len() > 4_900, "{}", places.len());
    }

    #[test]
    fn no_member_is_denied_and_few_others_pass() {
        let name = |n: usize| format!("host{n}.example.org");
        let mut set = Perhaps::of(1000);
        assert!(!Perhaps::default().has(1, "x") && !set.has(1, &name(0)));
        (0..1000).for_each(|n| set.add(1, &name(n)));
        assert!((0..1000).all(|n| set.has(1, &name(n))));
        let passed = (1000..11_000).filter(|n| set.has(1, &name(*n))).count();
        assert!(passed < 1_200, "{passed}");
    }
}
