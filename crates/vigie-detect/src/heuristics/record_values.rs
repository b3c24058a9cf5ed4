//! The values of one record, taken out of it once for all who look at them: to name what a command line holds costs more
//! than to look at it.

use std::ops::Range;

use vigie_artifacts::AnyRecord;
use vigie_model::{Meaning, Observable, ObservableKind};

/// A set of kinds of observables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u64);

impl Kinds {
    /// None.
    pub const NONE: Self = Self(0);

    /// The kinds a record holds.
    pub fn of(record: &dyn AnyRecord) -> Self {
        let mut kinds = Self::NONE;
        record.observables(&mut |observable| kinds.add(observable.kind()));
        kinds
    }

    /// With one more.
    pub fn add(&mut self, kind: ObservableKind) {
        self.0 |= 1 << (kind as u8);
    }

    /// Whether a kind is in it.
    pub fn has(self, kind: ObservableKind) -> bool {
        self.0 & (1 << (kind as u8)) != 0
    }
}

/// See the module. One is used for many records, and keeps its room.
#[derive(Debug, Default)]
pub struct RecordValues {
    text: String,
    values: Vec<(ObservableKind, Option<Meaning>, Range<usize>)>,
    kinds: Kinds,
}

/// A record with a value as large as this is rare, and its room is given back.
const LARGE: usize = 1 << 20;

impl RecordValues {
    /// Takes the values of a record, leaving those of the record before.
    pub fn take(&mut self, record: &dyn AnyRecord) {
        self.text.clear();
        self.text.shrink_to(LARGE);
        self.values.clear();
        self.kinds = Kinds::NONE;
        record.observables(&mut |observable| {
            let from = self.text.len();
            self.text.push_str(observable.value());
            self.values.push((observable.kind(), observable.own_meaning(), from..self.text.len()));
            self.kinds.add(observable.kind());
        });
    }

    /// The kinds of its values.
    pub fn kinds(&self) -> Kinds {
        self.kinds
    }

    /// Every value, in the order of the record.
    pub fn iter(&self) -> impl Iterator<Item = Observable<'_>> {
        self.values.iter().map(|(kind, meaning, at)| {
            let observable = Observable::new(*kind, self.text.get(at.clone()).unwrap_or_default());
            meaning.map_or(observable.clone(), |meaning| observable.meaning(meaning))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use vigie_model::{Record, Timestamp};

    use super::*;

    #[derive(Serialize)]
    struct Two(&'static str);

    impl Record for Two {
        fn time(&self) -> Option<Timestamp> {
            None
        }

        fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
            see(Observable::command_line(self.0).meaning(Meaning::Exposure));
            see(Observable::ip("192.0.2.1"));
        }

        fn summary(&self) -> String {
            String::new()
        }
    }

    #[test]
    fn the_values_are_those_of_the_last_record() {
        let mut values = RecordValues::default();
        for text in ["é a", "b"] {
            values.take(&Two(text));
            let expected = [Observable::command_line(text).meaning(Meaning::Exposure), Observable::ip("192.0.2.1")];
            assert!(values.iter().eq(expected));
            assert!(values.kinds().has(ObservableKind::Ip) && !values.kinds().has(ObservableKind::Url));
        }
    }
}
