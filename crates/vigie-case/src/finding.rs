//! From what met an indicator to a finding: its level, its meaning, its sentence.
//!
//! One value of one record is one finding, however many packs list it: every attribution is kept in it.

use std::collections::BTreeSet;

use serde_json::value::RawValue;
use vigie_artifacts::Spec;
use vigie_detect::indicators::{Correlated, Hit, How, IndicatorKind};
use vigie_detect::{Kept, Seen, finding_id};
use vigie_model::{Finding, IndicatorRef, Level, Meaning, Message};

/// Hits of one record that say the same: one kind and value of indicator, perhaps of several packs.
pub(crate) struct Group<'h, 'm> {
    first: &'h Hit<'m>,
    all: Vec<&'h Hit<'m>>,
}

/// The hits of one record by kind and published value, in their order.
pub(crate) fn grouped<'h, 'm>(hits: &'h [Hit<'m>]) -> Vec<Group<'h, 'm>> {
    let mut groups: Vec<Group<'h, 'm>> = Vec::new();
    for hit in hits {
        let same = |group: &&mut Group<'_, '_>| {
            let (a, b) = (group.first.indicator, hit.indicator);
            a.kind() == b.kind() && a.value().eq_ignore_ascii_case(b.value())
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.all.push(hit),
            None => groups.push(Group { first: hit, all: vec![hit] }),
        }
    }
    groups
}

impl Group<'_, '_> {
    /// The kind of the observable.
    pub(crate) fn kind(&self) -> &'static str {
        self.first.kind.name()
    }

    /// The value seen.
    pub(crate) fn seen(&self) -> &str {
        &self.first.seen
    }

    /// What identifies the rule: kind and value of the indicator.
    pub(crate) fn rule(&self) -> String {
        format!("{} {}", self.first.indicator.kind(), self.first.indicator.value())
    }

    /// One reference for all packs: names and sources of all of them, the highest confidence, the longest validity.
    fn reference(&self, how: How) -> IndicatorRef {
        let mut reference = self.first.indicator.reference(how);
        let mut packs = BTreeSet::new();
        let mut malware = BTreeSet::new();
        let mut sources = BTreeSet::new();
        for hit in &self.all {
            let one = hit.reference();
            packs.insert(one.pack);
            malware.extend(one.malware);
            sources.extend(one.sources);
            reference.confidence = reference.confidence.max(one.confidence);
            reference.valid_from = reference.valid_from.into_iter().chain(one.valid_from).min();
            // One pack without an end of validity is enough for the value to be valid still.
            reference.valid_until = match (reference.valid_until, one.valid_until) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            };
        }
        reference.pack = packs.into_iter().collect::<Vec<_>>().join(", ");
        reference.malware = malware.into_iter().collect();
        reference.sources = sources.into_iter().collect();
        reference
    }

    /// The finding.
    pub(crate) fn finding(&self, spec: &Spec, record: &Seen<'_>) -> Finding {
        let how = self.all.iter().map(|hit| hit.how).min().unwrap_or(How::Exact);
        let meaning = self.first.meaning.unwrap_or_else(|| usual(spec.meaning, self.first.indicator.kind()));
        let reference = self.reference(how);
        let expired = match (reference.valid_until, record.record.time()) {
            (Some(until), Some(at)) => until < at,
            _ => false,
        };
        let common = is_common(spec.id, self.first.indicator.kind(), &reference.value);
        let mut level = level(meaning, how, reference.confidence, expired);
        if common {
            level = level.min(Level::Low);
        }
        let message = sentence(self.first.indicator.kind(), how, &reference, self.seen());
        let kept = record.keep();
        Finding {
            id: finding_id(spec.id, record.source, record.place, &self.rule(), self.seen()),
            level,
            meaning,
            artifact: spec.id.to_owned(),
            time: kept.time,
            source: kept.source,
            place: kept.place,
            seen: self.seen().to_owned(),
            message,
            innocent: if common { Message::new("innocent-common-name") } else { innocent(spec.id, how) },
            indicator: Some(reference),
            heuristic: None,
            record: raw(kept.json),
        }
    }
}

/// Whether a published process name is also that of other, well-known software. The built-in packs leave these names out;
/// packs of others hold them. `gatekeeperd` (published for iPhones) is Android's own keeper of the screen lock:
/// source.android.com, "Gatekeeper".
fn is_common(artifact: &str, kind: IndicatorKind, value: &str) -> bool {
    kind == IndicatorKind::Process
        && match value.to_ascii_lowercase().as_str() {
            "goldengate" | "payload" => true,
            "gatekeeperd" => artifact.starts_with("android"),
            _ => false,
        }
}

/// What a match means where the value does not say it: as the artifact, but an address that something which ran only
/// names (in a query, a crash, a log) is a lure that arrived, and does not show that a tool ran.
fn usual(artifact: Meaning, kind: IndicatorKind) -> Meaning {
    use IndicatorKind::{Domain, Email, Ip, Url};
    match (artifact, kind) {
        (Meaning::Execution, Domain | Email | Ip | Url) => Meaning::Exposure,
        _ => artifact,
    }
}

/// How much attention a match asks for. A trace of a tool that acted is critical; a lure that arrived is high. What
/// weakens the match, or the publisher's trust in the indicator, lowers it.
fn level(meaning: Meaning, how: How, confidence: Option<u8>, expired: bool) -> Level {
    let mut level = match meaning {
        Meaning::Execution | Meaning::Persistence => Level::Critical,
        Meaning::Exposure | Meaning::Notice | Meaning::Tampering => Level::High,
        Meaning::Weakness => Level::Medium,
    };
    match how {
        How::ProcessNameAsFile | How::EmailDomain => level = level.lowered().lowered(),
        How::Truncated | How::TruncatedTail => level = level.lowered(),
        _ => {}
    }
    // STIX 2.1, appendix A: below 30 is "low", below 70 "moderate".
    match confidence {
        Some(0..30) => level = level.lowered().lowered(),
        Some(30..70) => level = level.lowered(),
        _ => {}
    }
    if expired { level.lowered() } else { level }
}

/// The sentence for a kind of indicator.
fn family(kind: IndicatorKind, how: How) -> &'static str {
    match kind {
        _ if how == How::ProcessNameAsFile => "finding-process-as-file",
        // What is left of a name may be that of an application whose id was published.
        _ if how == How::TruncatedTail => "finding-process",
        IndicatorKind::Domain | IndicatorKind::Url | IndicatorKind::Ip => "finding-link",
        IndicatorKind::Process | IndicatorKind::CommandLine => "finding-process",
        IndicatorKind::FileName | IndicatorKind::FilePath => "finding-file",
        IndicatorKind::Hash => "finding-hash",
        IndicatorKind::AppId | IndicatorKind::AppCertificate => "finding-app",
        IndicatorKind::Email | IndicatorKind::UserAccount => "finding-account",
        IndicatorKind::ProfileId => "finding-profile",
        _ => "finding-other",
    }
}

fn sentence(kind: IndicatorKind, how: How, reference: &IndicatorRef, seen: &str) -> Message {
    let malware = if reference.malware.is_empty() { &reference.pack } else { &reference.malware.join(", ") };
    Message::new(family(kind, how))
        .arg("seen", seen)
        .arg("indicator", reference.value.as_str())
        .arg("malware", malware.as_str())
        .arg("how", how.name())
}

/// When a match is innocent: what weakens it says so first, then what the artifact says of every match in it.
fn innocent(artifact: &str, how: How) -> Message {
    match how {
        How::Truncated | How::TruncatedTail | How::ProcessNameAsFile | How::EmailDomain | How::Nested => {
            Message::new(format!("innocent-{}", how.name()))
        }
        _ => Message::new(format!("artifact-{artifact}-innocent")),
    }
}

/// A pattern of several records, told at the latest of them.
pub(crate) fn correlated(correlated: &Correlated<'_, Kept>) -> Option<Finding> {
    let last = correlated.sightings.last()?;
    let reference = correlated.indicator.reference(How::Pattern);
    let seen = correlated.sightings.iter().map(|sighting| sighting.seen.as_str()).collect::<Vec<_>>().join(", ");
    let kept = last.record.clone();
    let level = level(Meaning::Exposure, How::Pattern, reference.confidence, false);
    Some(Finding {
        id: finding_id(kept.artifact, &kept.source, &kept.place, &reference.value, &seen),
        level,
        meaning: Meaning::Exposure,
        artifact: kept.artifact.to_owned(),
        time: last.time,
        source: kept.source,
        place: kept.place,
        message: sentence(IndicatorKind::Pattern, How::Pattern, &reference, &seen),
        innocent: Message::new(format!("artifact-{}-innocent", kept.artifact)),
        seen,
        indicator: Some(reference),
        heuristic: None,
        record: raw(kept.json),
    })
}

fn raw(json: String) -> Box<RawValue> {
    RawValue::from_string(json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_other_software_bears_are_common_only_there() {
        assert!(is_common("android_processes", IndicatorKind::Process, "gatekeeperd"));
        assert!(!is_common("ios_datausage", IndicatorKind::Process, "gatekeeperd"));
        assert!(is_common("ios_datausage", IndicatorKind::Process, "GoldenGate"));
        assert!(!is_common("android_processes", IndicatorKind::Domain, "gatekeeperd"));
        assert!(!is_common("android_processes", IndicatorKind::Process, "bh"));
    }
}
