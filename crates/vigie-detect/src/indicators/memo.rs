//! Values that met nothing, so that they need not be looked up again: what a device writes repeats itself, and a log does
//! nothing else.
//!
//! A table with one place per value; a newer value takes the place of an older one. It begins small and grows while places
//! are fought for, so that the many artifacts with few records cost nothing. Values are compared whole: a hash alone
//! would let a pack's value hide behind another one.

use super::quick;

/// Places at most.
const MOST: usize = 1 << 14;
/// Places at first.
const FEWEST: usize = 64;
/// Longer values rarely come again, in bytes.
const LONGEST: usize = 192;

#[derive(Debug, Default)]
struct Place {
    text: String,
    /// What sort of value it is.
    of: u8,
    /// The kinds of indicators that were looked for.
    present: u64,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Memo {
    places: Vec<Place>,
    /// Values that took the place of another since the table last grew.
    fights: usize,
}

impl Memo {
    /// The kinds of indicators that were looked for when this value met nothing; `None` when it is not known.
    pub fn known(&self, of: u8, text: &str) -> Option<u64> {
        let place = self.places.get(self.place(of, text))?;
        (place.of == of && place.text == text && !text.is_empty()).then_some(place.present)
    }

    /// Remembers a value that met nothing.
    pub fn keep(&mut self, of: u8, text: &str, present: u64) {
        if text.is_empty() || text.len() > LONGEST {
            return;
        }
        if self.places.is_empty() || (self.fights > self.places.len() && self.places.len() < MOST) {
            self.grow();
        }
        let at = self.place(of, text);
        if let Some(place) = self.places.get_mut(at) {
            self.fights += usize::from(!place.text.is_empty());
            place.text.clear();
            place.text.push_str(text);
            (place.of, place.present) = (of, present);
        }
    }

    fn grow(&mut self) {
        let more = (self.places.len() * 8).clamp(FEWEST, MOST);
        let old = std::mem::replace(&mut self.places, std::iter::repeat_with(Place::default).take(more).collect());
        for place in old.into_iter().filter(|place| !place.text.is_empty()) {
            let at = self.place(place.of, &place.text);
            if let Some(free) = self.places.get_mut(at) {
                *free = place;
            }
        }
        self.fights = 0;
    }

    /// Where a value stands.
    #[inline]
    fn place(&self, of: u8, text: &str) -> usize {
        // The table's length is a power of two, and the upper bits are the mixed ones.
        (quick::hash(of, text) >> 32) as usize & self.places.len().wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_known_as_what_it_was_kept_as() {
        let mut memo = Memo::default();
        assert_eq!(memo.known(1, "org.example.a"), None);
        memo.keep(1, "org.example.a", 6);
        assert_eq!(memo.known(1, "org.example.a"), Some(6));
        assert_eq!((memo.known(2, "org.example.a"), memo.known(1, "org.example.b")), (None, None));
        assert_eq!(memo.known(0, ""), None, "an empty place is no value");
    }

    #[test]
    fn the_table_grows_and_stays_bounded() {
        let mut memo = Memo::default();
        for n in 0..100_000 {
            memo.keep(1, &format!("org.example.app{n}"), 0);
        }
        assert_eq!(memo.places.len(), MOST);
        memo.keep(1, &"x".repeat(LONGEST + 1), 0);
        assert_eq!(memo.known(1, &"x".repeat(LONGEST + 1)), None);
    }
}
