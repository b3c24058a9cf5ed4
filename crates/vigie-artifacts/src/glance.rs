//! Lines of logs are looked at before a record is made of them: there are millions, and nearly all meet nothing.

use vigie_model::{Observable, Timestamp};

/// Takes values one by one.
pub type See<'s> = dyn FnMut(Observable<'_>) + 's;

/// The values of a record that is not made yet.
pub struct Values<'v> {
    /// What alone decides them, a message: who knows it from another record knows its values. Empty where that is more than
    /// a short text.
    pub of: &'v str,
    /// Hands them out.
    pub each: &'v dyn Fn(&mut See<'_>),
    /// Where they are the message as a text, and what each word between its spaces names: hands out those of a word, the word as a
    /// text among them. A word without a dot or a slash names nothing.
    pub of_word: Option<&'v OfWord<'v>>,
}

/// Hands out the values of a word.
pub type OfWord<'v> = dyn Fn(&str, &mut See<'_>) + 'v;

/// Looks at the values of records before these are made.
pub trait Glance: Send {
    /// Whether anybody needs the record these values would be in: an indicator or a heuristic.
    fn matters(&mut self, values: &Values<'_>) -> bool;
}

impl<G: Glance> Glance for &mut G {
    fn matters(&mut self, values: &Values<'_>) -> bool {
        G::matters(self, values)
    }
}

/// Records that nobody needed: they are counted, and say how far back a source reaches.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Passed {
    /// How many.
    pub records: u64,
    /// The earliest.
    pub first: Option<Timestamp>,
    /// The latest.
    pub last: Option<Timestamp>,
}

impl Passed {
    /// One more.
    pub fn note(&mut self, moments: &[Timestamp]) {
        self.records = self.records.saturating_add(1);
        for at in moments.iter().copied() {
            self.first = Some(self.first.map_or(at, |first| first.min(at)));
            self.last = Some(self.last.map_or(at, |last| last.max(at)));
        }
    }

    /// Many more.
    pub fn merge(&mut self, other: &Self) {
        self.records = self.records.saturating_add(other.records);
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = self.last.max(other.last);
    }
}
