//! What a heuristic is, and the erased form the engine works with.

use std::cell::Cell;
use std::sync::Arc;

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use vigie_artifacts::AnyRecord;
use vigie_model::{
    Finding, HeuristicRef, Level, Meaning, Message, Observable, ObservableKind, Place, System, Timestamp,
};

use super::android_apps::Roster;
use super::record_values::{Kinds, RecordValues};
use crate::lookalike::Protected;

/// The declaration of a heuristic.
///
/// Its texts are in `vigie-text` under `heuristic-ID-name`, `-sees`, `-found` (the sentence of a finding, with its
/// arguments) and `-innocent`.
#[derive(Debug, Clone, Copy)]
pub struct HeuristicSpec {
    /// Snake case. Part of the output format.
    pub id: &'static str,
    /// Rises whenever the same records give other findings.
    pub version: u32,
    /// Ids of the artifacts whose records it sees.
    pub artifacts: &'static [&'static str],
    /// It also sees every record, of any artifact, that holds an observable of one of these kinds: a sign that does not
    /// depend on where a program or a file was noted.
    pub kinds: &'static [ObservableKind],
    /// What a finding says of the device.
    pub meaning: Meaning,
    /// The level of a finding, unless the heuristic gives a lower one for a case.
    pub level: Level,
    /// The publication it rests on.
    pub source: &'static str,
}

impl HeuristicSpec {
    /// Whether it sees the records of an artifact, or at least some of them. One that asks for kinds looks at one system.
    pub fn may_watch(&self, artifact: &str) -> bool {
        let systems = System::of_artifact(artifact);
        let is_of_one = || System::of_artifact(self.id).iter().any(|system| systems.contains(system));
        self.artifacts.contains(&artifact) || (!self.kinds.is_empty() && is_of_one())
    }

    /// Whether an artifact can give it something to see: it asks for the artifact, or for a kind of observable that the
    /// artifact yields.
    pub fn concerns(&self, artifact: &str) -> bool {
        let yields = |kind: &ObservableKind| vigie_artifacts::yields(artifact, *kind);
        self.artifacts.contains(&artifact) || (self.may_watch(artifact) && self.kinds.iter().any(yields))
    }

    /// Whether it sees a record of an artifact, by the kinds of observables the record holds.
    pub fn watches(&self, artifact: &str, held: Kinds) -> bool {
        self.kinds.iter().any(|kind| held.has(*kind)) || self.artifacts.contains(&artifact)
    }
}

/// A record as a heuristic sees it.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// Id of its artifact.
    pub artifact: &'static str,
    /// Path of its source.
    pub source: &'a str,
    /// Where in the source.
    pub place: &'a Place,
    /// The record.
    pub record: &'a dyn AnyRecord,
    /// Its values, where they were taken out of it.
    pub values: Option<&'a RecordValues>,
    /// Counts what is not remembered of it, where somebody asks.
    pub forgotten: Option<&'a Cell<u64>>,
}

impl<'a> Seen<'a> {
    /// A record. Nobody asks what is not remembered of it.
    pub fn new(artifact: &'static str, source: &'a str, place: &'a Place, record: &'a dyn AnyRecord) -> Self {
        Self { artifact, source, place, record, values: None, forgotten: None }
    }
}

impl Seen<'_> {
    /// For a heuristic that remembers only so many values: the record holds one more. Whoever examines tells it.
    pub fn forget(&self) {
        if let Some(forgotten) = self.forgotten {
            forgotten.set(forgotten.get().saturating_add(1));
        }
    }

    /// Every value of the record.
    pub fn observables(&self, see: &mut dyn FnMut(&Observable<'_>)) {
        match self.values {
            Some(values) => values.iter().for_each(|observable| see(&observable)),
            None => self.record.observables(&mut |observable| see(&observable)),
        }
    }

    /// The record as its type.
    pub fn get<R: 'static>(&self) -> Option<&R> {
        self.record.as_any().downcast_ref()
    }

    /// Whether the record is of an iOS device.
    pub fn is_ios(&self) -> bool {
        ["ios_", "sysdiagnose_"].iter().any(|platform| self.artifact.starts_with(platform))
    }

    /// Whether the record is of an Android device.
    pub fn is_android(&self) -> bool {
        self.artifact.starts_with("android")
    }

    /// What a later finding needs of this record. Costs a copy: keep few.
    pub fn keep(&self) -> Kept {
        Kept {
            artifact: self.artifact,
            source: self.source.to_owned(),
            place: self.place.clone(),
            time: self.record.time(),
            json: self.record.json(),
        }
    }
}

/// A record remembered for a finding at the end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// Id of its artifact.
    pub artifact: &'static str,
    /// Path of its source.
    pub source: String,
    /// Where in the source.
    pub place: Place,
    /// Its time.
    pub time: Option<Timestamp>,
    /// The record as JSON.
    pub json: String,
}

/// What whoever examines asks heuristics to look for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Names that others may be made to resemble.
    pub protect: Vec<Protected>,
}

/// The state of one heuristic during one examination.
///
/// Records of one artifact come in their order; records of different artifacts come in any order, so what is found
/// must not depend on that.
pub trait Watch: Send {
    /// Before the first record.
    fn prepare(&mut self, _asked: &Asked) {}

    /// One record of one of its artifacts.
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found);

    /// After the last record, before [`Watch::finish`]: the packages of the device, for who asked for the artifacts that
    /// list them.
    fn packages(&mut self, _roster: &Arc<Roster>) {}

    /// After the last record.
    fn finish(&mut self, _out: &mut Found) {}
}

/// A sign that needs no indicator.
pub trait Heuristic: Sync {
    /// Its state.
    type Watch: Watch + Default + 'static;
    /// The declaration.
    const SPEC: HeuristicSpec;
    /// Which values can mean anything to it in a line of a log, of which there are millions: a line without any of them
    /// need not be shown to it. Without this it sees every record that it declares.
    const GLANCE: Option<Glance> = None;
}

/// Whether a value can mean anything to a heuristic.
pub type Glance = fn(&Observable<'_>) -> bool;

/// A [`Heuristic`] of any state.
pub trait AnyHeuristic: Sync {
    /// The declaration.
    fn spec(&self) -> &'static HeuristicSpec;
    /// See [`Heuristic::GLANCE`].
    fn glance(&self) -> Option<Glance>;
    /// A fresh state.
    fn watch(&self) -> Box<dyn Watch>;
}

impl<H: Heuristic> AnyHeuristic for H {
    fn spec(&self) -> &'static HeuristicSpec {
        const { &H::SPEC }
    }

    fn glance(&self) -> Option<Glance> {
        H::GLANCE
    }

    fn watch(&self) -> Box<dyn Watch> {
        Box::<H::Watch>::default()
    }
}

/// Takes the findings of one heuristic.
pub struct Found {
    spec: &'static HeuristicSpec,
    findings: Vec<Finding>,
    forgotten: u64,
}

impl Found {
    /// For a heuristic.
    pub fn new(spec: &'static HeuristicSpec) -> Self {
        Self { spec, findings: Vec::new(), forgotten: 0 }
    }

    /// How many findings there are so far.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether there are none so far.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// So many more values were seen and not remembered ([`Seen::forget`]).
    pub fn forget(&mut self, values: u64) {
        self.forgotten = self.forgotten.saturating_add(values);
    }

    /// How many values were seen and not remembered.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// The findings so far, leaving none.
    pub fn take(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// A finding about a record. `seen` is the value that was seen, verbatim; `args` go into the sentence
    /// `heuristic-ID-found`.
    pub fn add(&mut self, kept: Kept, seen: impl Into<String>, args: &[(&str, &str)]) {
        self.add_at(self.spec.level, kept, seen, args);
    }

    /// The same at another level than declared.
    pub fn add_at(&mut self, level: Level, kept: Kept, seen: impl Into<String>, args: &[(&str, &str)]) {
        self.add_as(level, self.spec.meaning, kept, seen, args);
    }

    /// The same at another level and of another meaning than declared: an attempt is not yet a success.
    pub fn add_as(
        &mut self,
        level: Level,
        meaning: Meaning,
        kept: Kept,
        seen: impl Into<String>,
        args: &[(&str, &str)],
    ) {
        let spec = self.spec;
        let seen = seen.into();
        let mut message = Message::new(format!("heuristic-{}-found", spec.id));
        for (name, value) in args {
            message = message.arg(name, *value);
        }
        let record =
            RawValue::from_string(kept.json).or_else(|_| RawValue::from_string("null".to_owned())).unwrap_or_default();
        self.findings.push(Finding {
            id: finding_id(kept.artifact, &kept.source, &kept.place, spec.id, &seen),
            level,
            meaning,
            artifact: kept.artifact.to_owned(),
            time: kept.time,
            source: kept.source,
            place: kept.place,
            seen,
            message,
            innocent: Message::new(format!("heuristic-{}-innocent", spec.id)),
            indicator: None,
            heuristic: Some(HeuristicRef {
                id: spec.id.to_owned(),
                version: spec.version,
                source: spec.source.to_owned(),
            }),
            record,
        });
    }
}

/// The stable id of a finding: from where it is, what rule it met, and what was seen.
pub fn finding_id(artifact: &str, source: &str, place: &Place, rule: &str, seen: &str) -> String {
    let mut hasher = Sha256::new();
    for part in [artifact, source, &place.to_string(), rule, seen] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hex::encode(hasher.finalize());
    format!("F-{}", digest.get(..16).unwrap_or(&digest))
}
