//! What differs between two packs: indicators by kind and value, and what is said of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigie_detect::indicators::{Indicator, Matcher};

use crate::error::PackError;

/// One indicator of one of the two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Item {
    /// Its kind.
    pub kind: &'static str,
    /// Its value, as published.
    pub value: String,
    /// What is said of it: names, whether it was withdrawn, until when it is valid.
    pub says: Said,
}

/// What a pack says of an indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Said {
    /// Names of tools and campaigns.
    pub malware: BTreeSet<String>,
    /// Where it was published.
    pub sources: BTreeSet<String>,
    /// Whether its publisher withdrew it.
    pub revoked: bool,
    /// Until when it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// Confidence, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// What differs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// In the second only.
    pub added: Vec<Item>,
    /// In the first only.
    pub removed: Vec<Item>,
    /// In both, of which they say different things; as the second says it.
    pub changed: Vec<Item>,
    /// In both, and the same.
    pub same: u64,
}

impl Comparison {
    /// Whether anything differs.
    pub fn differs(&self) -> bool {
        !(self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty())
    }
}

/// A pack alone.
///
/// # Errors
/// [`PackError::Damaged`] when it is damaged, or no indicator is in it.
pub fn matcher_of(name: &str, place: &str, bytes: &[u8]) -> Result<Matcher, PackError> {
    let wrong = |detail: String| PackError::Damaged { place: place.to_owned(), detail };
    let mut builder = Matcher::builder();
    builder.add_stix(name, place, bytes).map_err(|error| wrong(error.to_string()))?;
    let matcher = builder.build();
    for pack in matcher.packs() {
        if let Some(damage) = pack.damage.first() {
            return Err(wrong(damage.clone()));
        }
        if pack.indicators == 0 {
            return Err(wrong("no indicator is in it".to_owned()));
        }
    }
    Ok(matcher)
}

type Found = BTreeMap<(&'static str, String), Said>;

fn found(matcher: &Matcher) -> Found {
    let mut all = Found::new();
    for indicator in matcher.indicators() {
        let said = all.entry((indicator.kind().name(), indicator.value().to_owned())).or_default();
        add(said, indicator);
    }
    all
}

/// A value that stands twice is told as one.
fn add(said: &mut Said, indicator: Indicator<'_>) {
    said.malware.extend(indicator.malware().into_iter().map(str::to_owned));
    said.sources.extend(indicator.sources().into_iter().map(str::to_owned));
    said.revoked |= indicator.is_revoked();
    said.valid_until = said.valid_until.take().max(indicator.valid_until().map(|at| at.to_string()));
    said.confidence = said.confidence.max(indicator.confidence());
}

/// Compares two packs.
pub fn compare(first: &Matcher, second: &Matcher) -> Comparison {
    let (old, new) = (found(first), found(second));
    let mut out = Comparison::default();
    let item =
        |(kind, value): &(&'static str, String), says: &Said| Item { kind, value: value.clone(), says: says.clone() };
    for (key, says) in &new {
        match old.get(key) {
            None => out.added.push(item(key, says)),
            Some(before) if before != says => out.changed.push(item(key, says)),
            Some(_) => out.same += 1,
        }
    }
    out.removed.extend(old.iter().filter(|(key, _)| !new.contains_key(*key)).map(|(key, says)| item(key, says)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(objects: &str) -> Matcher {
        matcher_of("x", "x", format!("{{\"type\":\"bundle\",\"objects\":[{objects}]}}").as_bytes()).unwrap()
    }

    #[test]
    fn added_removed_and_changed_are_told() {
        let indicator = |value: &str, more: &str| {
            format!(
                "{{\"type\":\"indicator\",\"id\":\"indicator--{value}\",\"pattern\":\"[domain-name:value = '{value}']\"{more}}}"
            )
        };
        let first =
            bundle(&[indicator("a.example", ""), indicator("b.example", ""), indicator("c.example", "")].join(","));
        let second = bundle(
            &[indicator("a.example", ""), indicator("b.example", ",\"revoked\":true"), indicator("d.example", "")]
                .join(","),
        );
        let of = compare(&first, &second);
        let values = |list: &[Item]| list.iter().map(|item| item.value.clone()).collect::<Vec<_>>();
        assert_eq!(values(&of.added), ["d.example"]);
        assert_eq!(values(&of.removed), ["c.example"]);
        assert_eq!(values(&of.changed), ["b.example"]);
        assert_eq!(of.same, 1);
        assert!(of.differs() && !compare(&first, &first).differs());
    }

    #[test]
    fn what_is_damaged_or_empty_is_no_pack() {
        for text in
            ["", "{}", "<html>", "{\"type\":\"bundle\",\"objects\":[]}", "{\"objects\":[{\"type\":\"indicator\""]
        {
            assert!(matches!(matcher_of("x", "x", text.as_bytes()), Err(PackError::Damaged { .. })), "{text}");
        }
    }
}
