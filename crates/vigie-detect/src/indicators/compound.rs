//! Patterns of several comparisons: decided per record (`[a AND b]`) or across an examination (`[a] AND [b]`).

use std::collections::BTreeMap;

use vigie_model::Timestamp;

use super::kind::IndicatorKind;
use super::matcher::{Indicator, Matcher};
use super::pattern::{Observation, Qualifier};
use super::unusable::Reason;

/// A comparison tree over the numbers of its parts.
#[derive(Debug, Clone)]
pub(crate) enum Expr {
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Is(u32),
    Not(u32, IndicatorKind),
}

impl Expr {
    /// Whether a record that met `parts` (sorted) and held values of the kinds in `present` fulfils the tree. A `!=`
    /// is true of a record that has a value of the kind and none equal to it.
    pub(crate) fn holds(&self, parts: &[u32], present: u64) -> bool {
        match self {
            Self::All(all) => all.iter().all(|e| e.holds(parts, present)),
            Self::Any(any) => any.iter().any(|e| e.holds(parts, present)),
            Self::Is(part) => parts.binary_search(part).is_ok(),
            Self::Not(part, kind) => present & (1 << *kind as u32) != 0 && parts.binary_search(part).is_err(),
        }
    }
}

/// A pattern that no single value decides.
#[derive(Debug)]
pub(crate) struct Compound {
    pub(crate) row: u32,
    /// One per observation.
    pub(crate) leaves: Vec<Expr>,
    /// How observations combine; `None` when there is only one.
    pub(crate) plan: Option<Plan>,
}

/// How observations combine.
#[derive(Debug, Clone)]
pub(crate) enum Plan {
    Leaf(u32),
    All(Vec<Plan>),
    Any(Vec<Plan>),
    Then(Vec<Plan>),
    Within(Box<Plan>, i64),
    Repeats(Box<Plan>, u32),
    Between(Box<Plan>, i64, i64),
}

impl Plan {
    /// Follows the observations in order; `leaf` is called for each single one and gives its number.
    pub(crate) fn new<'o>(
        tree: &'o Observation,
        leaf: &mut dyn FnMut(&'o super::pattern::Comparison) -> Result<u32, Reason>,
    ) -> Result<Self, Reason> {
        let mut all = |many: &'o [Observation]| many.iter().map(|o| Self::new(o, leaf)).collect::<Result<Vec<_>, _>>();
        Ok(match tree {
            Observation::Single(comparison) => Self::Leaf(leaf(comparison)?),
            Observation::And(many) => Self::All(all(many)?),
            Observation::Or(many) => Self::Any(all(many)?),
            Observation::FollowedBy(many) => Self::Then(all(many)?),
            Observation::Qualified(inner, qualifier) => {
                let inner = Self::new(inner, leaf)?;
                if inner.is_searched() {
                    // Each level would search once per sighting found by the other.
                    return Err(Reason::Limit("its WITHIN and REPEATS qualifiers are nested"));
                }
                let inner = Box::new(inner);
                match qualifier {
                    Qualifier::Within(seconds) => {
                        #[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
                        let nanos = (seconds * 1e9) as i64;
                        Self::Within(inner, nanos)
                    }
                    Qualifier::Repeats(times) => Self::Repeats(inner, *times),
                    Qualifier::StartStop(start, stop) => Self::Between(inner, instant(start)?, instant(stop)?),
                }
            }
        })
    }

    fn is_searched(&self) -> bool {
        match self {
            Self::Leaf(_) => false,
            Self::All(all) | Self::Any(all) | Self::Then(all) => all.iter().any(Self::is_searched),
            Self::Within(..) => true,
            Self::Repeats(inner, _) => !matches!(**inner, Self::Leaf(_)),
            Self::Between(inner, ..) => inner.is_searched(),
        }
    }

    fn is_timed(&self) -> bool {
        match self {
            Self::Leaf(_) => false,
            Self::All(all) | Self::Any(all) => all.iter().any(Self::is_timed),
            Self::Then(_) | Self::Within(..) | Self::Between(..) => true,
            Self::Repeats(inner, _) => inner.is_timed(),
        }
    }

    fn holds(&self, seen: &Times) -> bool {
        if self.is_timed() { self.earliest(seen, i64::MIN, i64::MAX).is_some() } else { self.count(seen) > 0 }
    }

    /// How often the plan was fulfilled, where the order does not matter.
    fn count(&self, seen: &Times) -> usize {
        match self {
            Self::Leaf(leaf) => seen.all.get(leaf).copied().unwrap_or(0),
            Self::All(all) => all.iter().map(|p| p.count(seen)).min().unwrap_or(0),
            Self::Any(any) => any.iter().map(|p| p.count(seen)).sum(),
            Self::Repeats(inner, times) => inner.count(seen) / (*times).max(1) as usize,
            Self::Then(_) | Self::Within(..) | Self::Between(..) => usize::from(self.holds(seen)),
        }
    }

    /// The earliest end of a fulfilment that lies in the span. Sightings without a time take no part.
    fn earliest(&self, seen: &Times, from: i64, until: i64) -> Option<i64> {
        if from > until {
            return None;
        }
        match self {
            Self::Leaf(leaf) => seen.nth(*leaf, from, until, 1),
            Self::All(all) => {
                let ends: Option<Vec<i64>> = all.iter().map(|p| p.earliest(seen, from, until)).collect();
                ends?.into_iter().max()
            }
            Self::Any(any) => any.iter().filter_map(|p| p.earliest(seen, from, until)).min(),
            Self::Then(all) => all.iter().try_fold(from, |from, p| p.earliest(seen, from, until)),
            Self::Within(inner, nanos) => seen
                .every
                .iter()
                .filter(|start| (from..=until).contains(*start))
                .filter_map(|start| inner.earliest(seen, *start, until.min(start.saturating_add(*nanos))))
                .min(),
            Self::Repeats(inner, times) => {
                if let Self::Leaf(leaf) = **inner {
                    return seen.nth(leaf, from, until, *times as usize);
                }
                let mut at = from;
                for _ in 0..*times {
                    at = inner.earliest(seen, at, until)?.checked_add(1)?;
                }
                Some(at - 1)
            }
            Self::Between(inner, start, stop) => inner.earliest(seen, from.max(*start), until.min(*stop)),
        }
    }
}

fn instant(text: &str) -> Result<i64, Reason> {
    match Timestamp::parse_rfc3339(text) {
        Some(at) => Ok(at.unix_nanos()),
        None => Err(Reason::Time(super::unusable::cut(text).to_owned())),
    }
}

/// The moments of each leaf, sorted.
#[derive(Default)]
struct Times {
    all: BTreeMap<u32, usize>,
    timed: BTreeMap<u32, Vec<i64>>,
    every: Vec<i64>,
}

impl Times {
    fn nth(&self, leaf: u32, from: i64, until: i64, n: usize) -> Option<i64> {
        let times = self.timed.get(&leaf)?;
        let first = times.partition_point(|t| *t < from);
        let found = *times.get(first.checked_add(n.checked_sub(1)?)?)?;
        (found <= until).then_some(found)
    }
}

/// One observation of a pattern of several, fulfilled by one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    pub(crate) compound: u32,
    pub(crate) leaf: u32,
    pub(crate) seen: String,
}

/// What was seen, by time and record.
type Met<K> = BTreeMap<(Option<Timestamp>, K), String>;

/// Collects [`Partial`]s across an examination. `K` says which record each came from; it must order records the
/// same way in every run (a place, a running number of the artifact), so that the result does not depend on threads.
#[derive(Debug, Clone)]
pub struct Correlator<K> {
    met: BTreeMap<(u32, u32), Met<K>>,
}

impl<K> Default for Correlator<K> {
    fn default() -> Self {
        Self { met: BTreeMap::new() }
    }
}

/// A record that took part in a pattern of several observations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting<K> {
    /// The record.
    pub record: K,
    /// Its time.
    pub time: Option<Timestamp>,
    /// What was seen in it.
    pub seen: String,
}

/// A pattern of several observations that an examination fulfils.
#[derive(Debug, Clone)]
pub struct Correlated<'m, K> {
    /// The indicator.
    pub indicator: Indicator<'m>,
    /// Every record that fulfils one of its observations, by time.
    pub sightings: Vec<Sighting<K>>,
}

impl<K: Ord + Clone> Correlator<K> {
    /// Takes what one record fulfilled.
    pub fn note(&mut self, partials: &[Partial], time: Option<Timestamp>, record: &K) {
        for partial in partials {
            let met = self.met.entry((partial.compound, partial.leaf)).or_default();
            met.insert((time, record.clone()), partial.seen.clone());
        }
    }

    /// Takes what another collector gathered, in any order.
    pub fn merge(&mut self, other: Self) {
        for (key, met) in other.met {
            self.met.entry(key).or_default().extend(met);
        }
    }

    /// The patterns that are fulfilled, in the order they were loaded.
    pub fn finish<'m>(&self, matcher: &'m Matcher) -> Vec<Correlated<'m, K>> {
        let mut by_compound: BTreeMap<u32, Vec<(u32, &Met<K>)>> = BTreeMap::new();
        for ((compound, leaf), met) in &self.met {
            by_compound.entry(*compound).or_default().push((*leaf, met));
        }
        let mut out = Vec::new();
        for (compound, leaves) in by_compound {
            let Some((indicator, plan)) = matcher.plan(compound) else {
                continue;
            };
            let mut times = Times::default();
            let mut sightings: Met<K> = BTreeMap::new();
            for (leaf, met) in leaves {
                times.all.insert(leaf, met.len());
                let moments: Vec<i64> = met.keys().filter_map(|(t, _)| t.map(Timestamp::unix_nanos)).collect();
                times.every.extend(&moments);
                times.timed.insert(leaf, moments);
                sightings.extend(met.iter().map(|(k, v)| (k.clone(), v.clone())));
            }
            times.timed.values_mut().for_each(|t| t.sort_unstable());
            times.every.sort_unstable();
            times.every.dedup();
            if plan.holds(&times) {
                let sightings = sightings.into_iter();
                out.push(Correlated {
                    indicator,
                    sightings: sightings.map(|((time, record), seen)| Sighting { record, time, seen }).collect(),
                });
            }
        }
        out
    }
}
