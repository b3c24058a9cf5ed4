//! One finding for a value that many records hold: the earliest of them, and how many there are.

use std::collections::{BTreeSet, HashMap};

use vigie_model::Timestamp;

use super::{Kept, Seen};

/// More values than this are not remembered, and that becomes a problem of the case.
const MOST: usize = 20_000;

/// Values and where they were seen.
#[derive(Default)]
pub(super) struct Sightings {
    by_value: HashMap<String, Sighting>,
}

/// Where one value was seen.
pub(super) struct Sighting {
    /// The earliest record; of several, that of the first artifact, source and place.
    pub(super) first: Kept,
    /// Records.
    pub(super) records: u64,
    /// Artifacts.
    pub(super) artifacts: BTreeSet<&'static str>,
}

impl Sightings {
    /// Remembers that a record holds a value.
    pub(super) fn note(&mut self, value: &str, seen: &Seen<'_>) {
        if let Some(sighting) = self.by_value.get_mut(value) {
            sighting.records = sighting.records.saturating_add(1);
            sighting.artifacts.insert(seen.artifact);
            if rank(seen) < rank_kept(&sighting.first) {
                sighting.first = seen.keep();
            }
        } else if self.by_value.len() < MOST {
            let artifacts = BTreeSet::from([seen.artifact]);
            self.by_value.insert(value.to_owned(), Sighting { first: seen.keep(), records: 1, artifacts });
        } else {
            seen.forget();
        }
    }

    /// Takes over where a value was seen, unless that is known already.
    pub(super) fn adopt(&mut self, value: &str, sighting: Sighting) {
        self.by_value.entry(value.to_owned()).or_insert(sighting);
    }

    /// Every value, in order, leaving none.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (String, Sighting)> + use<> {
        let mut all: Vec<_> = std::mem::take(&mut self.by_value).into_iter().collect();
        all.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        all.into_iter()
    }
}

type Rank<'a> = (bool, Option<Timestamp>, &'static str, &'a str, &'a vigie_model::Place);

/// Records without a time come last.
fn rank<'a>(seen: &Seen<'a>) -> Rank<'a> {
    let time = seen.record.time();
    (time.is_none(), time, seen.artifact, seen.source, seen.place)
}

fn rank_kept(kept: &Kept) -> Rank<'_> {
    (kept.time.is_none(), kept.time, kept.artifact, &kept.source, &kept.place)
}
