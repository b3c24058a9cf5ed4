//! Records that several sources of an artifact tell: each is told once, the others are counted (`Record::same_as`).
//!
//! Only other sources count: what one source says twice, it may mean twice.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use vigie_artifacts::AnyRecord;

/// Records that are remembered: 16 bytes of a hash and the number of the source, some 44 MiB in all.
const MOST: usize = 1_800_000;

/// See the module.
pub(crate) struct Overlap {
    /// Half a SHA-256, so that nobody can make an event that passes for another one, and the source that told it first.
    told: HashMap<[u8; 16], u32>,
    most: usize,
    source: u32,
    forgotten: u64,
}

impl Default for Overlap {
    fn default() -> Self {
        Self { told: HashMap::new(), most: MOST, source: 0, forgotten: 0 }
    }
}

impl Overlap {
    /// What comes now is of another source.
    pub(crate) fn next_source(&mut self) {
        self.source = self.source.saturating_add(1);
    }

    /// Whether another source has told the record.
    pub(crate) fn has(&mut self, record: &dyn AnyRecord) -> bool {
        let Some(same) = record.same_as() else { return false };
        let mut hash = [0; 16];
        hash.copy_from_slice(&Sha256::digest(same)[..16]);
        if let Some(source) = self.told.get(&hash) {
            return *source != self.source;
        }
        if self.told.len() < self.most {
            self.told.insert(hash, self.source);
        } else {
            self.forgotten += 1;
        }
        false
    }

    /// How many records were told and not remembered: another source may have told them again.
    pub(crate) fn forgotten(&self) -> u64 {
        self.forgotten
    }
}

#[cfg(test)]
mod tests {
    use vigie_model::{Observable, Record, Timestamp};

    use super::Overlap;

    #[derive(serde::Serialize)]
    struct Event(Option<&'static str>);

    impl Record for Event {
        fn time(&self) -> Option<Timestamp> {
            None
        }
        fn same_as(&self) -> Option<String> {
            self.0.map(str::to_owned)
        }
        fn observables(&self, _: &mut dyn FnMut(Observable<'_>)) {}
        fn summary(&self) -> String {
            String::new()
        }
    }

    #[test]
    fn only_another_source_repeats() {
        let mut overlap = Overlap::default();
        overlap.next_source();
        let of = |overlap: &mut Overlap, names: &[Option<&'static str>]| -> Vec<bool> {
            names.iter().map(|name| overlap.has(&Event(*name))).collect()
        };
        assert_eq!(of(&mut overlap, &[Some("a"), Some("a"), None]), [false, false, false]);
        overlap.next_source();
        assert_eq!(of(&mut overlap, &[Some("a"), Some("b"), Some("b"), None]), [true, false, false, false]);
        assert_eq!(overlap.forgotten(), 0);
    }

    #[test]
    fn what_is_too_much_to_remember_is_told_and_counted() {
        let mut overlap = Overlap { most: 1, ..Overlap::default() };
        for repeated in [[false, false], [true, false]] {
            overlap.next_source();
            assert_eq!(["a", "b"].map(|name| overlap.has(&Event(Some(name)))), repeated);
        }
        assert_eq!(overlap.forgotten(), 2);
    }
}
