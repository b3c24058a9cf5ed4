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
/// Longer values rarely come again, in bytes. With this, a place is two lines of the cache, and most texts stand in the first.
const LONGEST: usize = 118;

/// The text stands in the place itself: a memo is for what would take longer to look up, and so would to follow a pointer.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
struct Place {
    /// The kinds of indicators that were looked for.
    present: u64,
    /// What sort of value it is.
    of: u8,
    length: u8,
    text: [u8; LONGEST],
}

impl Place {
    const EMPTY: Self = Self { present: 0, of: 0, length: 0, text: [0; LONGEST] };

    #[inline]
    fn text(&self) -> &[u8] {
        self.text.get(..self.length.into()).unwrap_or_default()
    }
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
        (place.of == of && place.text() == text.as_bytes() && !text.is_empty()).then_some(place.present)
    }

    /// Remembers a value that met nothing.
    pub fn keep(&mut self, of: u8, text: &str, present: u64) {
        let Some(length) = u8::try_from(text.len()).ok().filter(|length| (1..=LONGEST).contains(&(*length).into()))
        else {
            return;
        };
        if self.places.is_empty() || (self.fights > self.places.len() && self.places.len() < MOST) {
            self.grow();
        }
        let at = self.place(of, text);
        if let Some(place) = self.places.get_mut(at)
            && let Some(room) = place.text.get_mut(..text.len())
        {
            self.fights += usize::from(place.length > 0);
            room.copy_from_slice(text.as_bytes());
            (place.length, place.of, place.present) = (length, of, present);
        }
    }

    fn grow(&mut self) {
        let more = (self.places.len() * 8).clamp(FEWEST, MOST);
        let old = std::mem::replace(&mut self.places, vec![Place::EMPTY; more]);
        for place in old.into_iter().filter(|place| place.length > 0) {
            let at = self.place(place.of, str::from_utf8(place.text()).unwrap_or_default());
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
