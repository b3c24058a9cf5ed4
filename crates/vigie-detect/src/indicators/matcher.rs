//! The compiled indicators: built once, shared by every thread, asked by [`RecordScan`].

use std::collections::BTreeMap;

use regex::RegexSet;
use vigie_model::{IndicatorRef, Timestamp};

use super::compound::{Compound, Plan};
use super::hit::How;
use super::kind::IndicatorKind;
use super::pack::Pack;
use super::scan::RecordScan;
use super::store::{Goal, Row, Store};

/// Some regular expressions of one kind, tried in one pass.
#[derive(Debug)]
pub(crate) struct Expressions {
    pub(crate) set: RegexSet,
    pub(crate) goals: Vec<Goal>,
}

/// Every pack, ready to be searched.
#[derive(Debug)]
pub struct Matcher {
    pub(crate) store: Store,
    pub(crate) expressions: Vec<Vec<Expressions>>,
    /// Which compound each part belongs to.
    pub(crate) parts: Vec<u32>,
    pub(crate) compounds: Vec<Compound>,
    pub(crate) packs: Vec<Pack>,
}

impl Matcher {
    /// Starts without any pack.
    pub fn builder() -> super::MatcherBuilder {
        super::MatcherBuilder::default()
    }

    /// A scan for records; keep it for all records of a thread, its buffers are reused.
    pub fn scan(&self) -> RecordScan<'_> {
        RecordScan::new(self)
    }

    /// The packs, in the order they were loaded.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Values searched, revoked ones included.
    pub fn len(&self) -> usize {
        self.store.rows.len()
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.store.rows.is_empty()
    }

    /// Every value, in the order of loading.
    pub fn indicators(&self) -> impl Iterator<Item = Indicator<'_>> {
        (0..self.store.rows.len()).filter_map(|at| u32::try_from(at).ok()).map(|row| self.indicator(row))
    }

    /// Values by malware, campaign or report name and kind. Indicators without any stand under an empty name.
    pub fn by_malware(&self) -> BTreeMap<&str, BTreeMap<IndicatorKind, u64>> {
        let mut out: BTreeMap<&str, BTreeMap<IndicatorKind, u64>> = BTreeMap::new();
        for indicator in self.indicators() {
            let mut names = indicator.malware();
            if names.is_empty() {
                names.push("");
            }
            for name in names {
                *out.entry(name).or_default().entry(indicator.kind()).or_default() += 1;
            }
        }
        out
    }

    pub(crate) fn indicator(&self, row: u32) -> Indicator<'_> {
        Indicator { matcher: self, row }
    }

    pub(crate) fn plan(&self, compound: u32) -> Option<(Indicator<'_>, &Plan)> {
        let compound = self.compounds.get(compound as usize)?;
        Some((self.indicator(compound.row), compound.plan.as_ref()?))
    }
}

/// One value of one published indicator.
#[derive(Clone, Copy)]
pub struct Indicator<'m> {
    matcher: &'m Matcher,
    row: u32,
}

impl std::fmt::Debug for Indicator<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} `{}` of {}", self.kind(), self.value(), self.pack().name)
    }
}

impl PartialEq for Indicator<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.matcher, other.matcher) && self.row == other.row
    }
}

impl Eq for Indicator<'_> {}

impl<'m> Indicator<'m> {
    fn row(self) -> &'m Row {
        &self.matcher.store.rows[self.row as usize]
    }

    /// A number that orders values as they were loaded.
    pub fn number(self) -> u32 {
        self.row
    }

    /// STIX id.
    pub fn id(self) -> Option<&'m str> {
        Some(self.matcher.store.get(self.row().id)).filter(|id| !id.is_empty())
    }

    /// The kind of value.
    pub fn kind(self) -> IndicatorKind {
        self.row().kind
    }

    /// The value as published; the pattern, when several values must meet.
    pub fn value(self) -> &'m str {
        self.matcher.store.get(self.row().value)
    }

    /// The pack.
    pub fn pack(self) -> &'m Pack {
        &self.matcher.packs[usize::from(self.row().pack)]
    }

    /// Every malware, campaign or report name tied to it, sorted.
    pub fn malware(self) -> Vec<&'m str> {
        self.names(self.row().names)
    }

    /// Where it was published, sorted.
    pub fn sources(self) -> Vec<&'m str> {
        self.names(self.row().sources)
    }

    fn names(self, set: u32) -> Vec<&'m str> {
        let mut names: Vec<&str> = self.matcher.store.names_of(set).map(|(_, name)| name).collect();
        names.sort_unstable();
        names
    }

    /// The publisher's confidence, 0 to 100.
    pub fn confidence(self) -> Option<u8> {
        self.row().confidence
    }

    /// Since when the publisher holds it for valid, or when it was published.
    pub fn valid_from(self) -> Option<Timestamp> {
        self.row().valid_from
    }

    /// When the publisher holds it for outdated.
    pub fn valid_until(self) -> Option<Timestamp> {
        self.row().valid_until
    }

    /// Whether it was outdated at a moment.
    pub fn is_expired_at(self, at: Timestamp) -> bool {
        self.valid_until().is_some_and(|until| until.instant() <= at.instant())
    }

    /// Whether the publisher withdrew it. Such a one is only ever shown, never matched.
    pub fn is_revoked(self) -> bool {
        self.row().revoked
    }

    /// What a finding says of it.
    pub fn reference(self, how: How) -> IndicatorRef {
        IndicatorRef {
            id: self.id().map(str::to_owned),
            kind: self.kind().name().to_owned(),
            value: self.value().to_owned(),
            pack: self.pack().name.clone(),
            malware: self.malware().into_iter().map(str::to_owned).collect(),
            sources: self.sources().into_iter().map(str::to_owned).collect(),
            matched: how.name().to_owned(),
            confidence: self.confidence(),
            valid_from: self.valid_from(),
            valid_until: self.valid_until(),
        }
    }
}
