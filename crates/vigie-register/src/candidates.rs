//! Which names can resemble a name at all: an index that spares the comparison with all others and leaves none out.
//!
//! Two names reach a score only through a pair of alike words or, written without blanks, as a whole. The words of all
//! names stand here once each, with the names they stand in; for each word asked, most of them are ruled out by an
//! upper bound of the Jaro-Winkler likeness that counts letters only one of the two has, and only the rest is compared.

use std::collections::BTreeMap;

/// Likeness from which two words may be paired; the same as in the comparison.
pub(crate) const WORDS_ALIKE: f64 = 0.8;
/// Likeness from which two names without their blanks meet; below that of the comparison, which takes 0.04 off.
const WHOLES_ALIKE: f64 = 0.93;
/// Shorter words are alike only when they are the same.
const SHORT: usize = 4;
/// The same for names without their blanks.
const SHORT_WHOLE: usize = 5;

/// A text with what its bound needs.
struct Form {
    text: String,
    letters: u64,
}

/// The letters and digits of a text, one bit each.
fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |seen, byte| match byte {
        b'a'..=b'z' => seen | 1 << (byte - b'a'),
        b'0'..=b'9' => seen | 1 << (26 + byte - b'0'),
        _ => seen,
    })
}

impl Form {
    fn new(text: String) -> Self {
        Self { letters: letters(&text), text }
    }

    /// At most how alike two texts are.
    fn bound(&self, other: &Self) -> f64 {
        let length = |form: &Self| u32::try_from(form.text.len()).unwrap_or(u32::MAX);
        // A letter that the other lacks has no partner.
        let shared = |one: &Self, other: &Self| length(one).saturating_sub((one.letters & !other.letters).count_ones());
        let matches = f64::from(shared(self, other).min(shared(other, self)));
        if matches == 0.0 {
            return 0.0;
        }
        let jaro = (matches / f64::from(length(self)) + matches / f64::from(length(other)) + 1.0) / 3.0;
        let prefix = self.text.bytes().zip(other.text.bytes()).take(4).take_while(|(a, b)| a == b).count();
        jaro + 0.1 * f64::from(u32::try_from(prefix).unwrap_or(4)) * (1.0 - jaro)
    }

    fn is_alike(&self, other: &Self, short: usize, alike: f64) -> bool {
        if self.text == other.text {
            return true;
        }
        // A little room for rounding: the bound must not be stricter than the measure.
        self.text.len().min(other.text.len()) >= short
            && self.bound(other) >= alike - 1e-9
            && strsim::jaro_winkler(&self.text, &other.text) >= alike
    }
}

/// The index.
pub(crate) struct Candidates {
    /// Each word once, with the names it stands in.
    words: Vec<(Form, Vec<usize>)>,
    /// Each name without its blanks.
    wholes: Vec<Form>,
    /// Words that join no names on their own.
    is_light: fn(&str) -> bool,
}

impl Candidates {
    /// Of names, by their place.
    pub(crate) fn of<'w>(names: impl Iterator<Item = &'w [String]>, is_light: fn(&str) -> bool) -> Self {
        let mut words: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut wholes = Vec::new();
        for (at, name) in names.enumerate() {
            wholes.push(Form::new(name.concat()));
            for word in name {
                words.entry(word).or_default().push(at);
            }
        }
        let words = words.into_iter().map(|(word, at)| (Form::new(word.to_owned()), at)).collect();
        Self { words, wholes, is_light }
    }

    /// The places of the names that this one can resemble, ascending.
    pub(crate) fn near(&self, asked: &[String]) -> Vec<usize> {
        let mut near = Vec::new();
        for word in asked.iter().filter(|word| !(self.is_light)(word)) {
            let word = Form::new(word.clone());
            let alike = self.words.iter().filter(|(known, _)| word.is_alike(known, SHORT, WORDS_ALIKE));
            near.extend(alike.flat_map(|(_, at)| at));
        }
        let whole = Form::new(asked.concat());
        let alike = self.wholes.iter().enumerate();
        near.extend(alike.filter(|(_, known)| whole.is_alike(known, SHORT_WHOLE, WHOLES_ALIKE)).map(|(at, _)| at));
        near.sort_unstable();
        near.dedup();
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_never_below_the_measure() {
        let words =
            ["intellexa", "intelexa", "martha", "marhta", "dixon", "dicksonx", "pegasus", "nso", "aaaa", "aa", "q7"];
        for (one, other) in words.iter().flat_map(|one| words.iter().map(move |other| (one, other))) {
            let (a, b) = (Form::new((*one).to_owned()), Form::new((*other).to_owned()));
            assert!(a.bound(&b) + 1e-9 >= strsim::jaro_winkler(one, other), "{one} {other}");
        }
    }
}
