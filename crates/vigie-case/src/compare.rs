//! Two cases of one device compared: what is new since the first, what is gone.
//!
//! A thing that stands in one case only need not be new or gone: the other examination may not have read the trace, or
//! not have known the rule. Each item says which of these it is, and what the cases do not keep is said, not guessed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use vigie_model::{CoverageState, Device};

use crate::{Case, CaseError, Keep, ProgramRow, ToldFinding, records};

/// How far an item that stands in one case only can be called new or gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// The other examination would have found it.
    Comparable,
    /// The other examination did not read where it stands.
    NotExamined,
    /// The other examination was made with other rules: another pack, another version of a heuristic or parser.
    OtherRules,
}

/// An item of one case.
#[derive(Debug, Clone, Serialize)]
pub struct Item<T> {
    /// The item.
    #[serde(flatten)]
    pub of: T,
    /// What its absence from the other case says.
    pub telling: Telling,
}

/// What is only in the second case, and only in the first.
#[derive(Debug, Clone, Serialize)]
pub struct Change<T> {
    /// Only in the second.
    pub new: Vec<Item<T>>,
    /// Only in the first.
    pub gone: Vec<Item<T>>,
    /// In both.
    pub same: u64,
}

/// Things that a device lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Things {
    /// Installed applications.
    Applications,
    /// Configuration profiles.
    Profiles,
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Thing {
    /// What it is known by.
    pub id: String,
    /// One line that tells it.
    pub summary: String,
}

/// What can be said of things of one kind.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Inventory {
    /// Both cases hold them.
    Compared(Change<Thing>),
    /// At least one case does not keep the records (`--keep all` does).
    NotKept,
    /// At least one examination did not read them.
    NotExamined,
}

/// Whether two cases are of one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SameDevice {
    /// A number of the device is the same.
    Yes,
    /// A number of the device differs.
    No,
    /// The evidence does not name it.
    Unknown,
}

/// Two cases compared.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Whether they are of one device.
    pub same_device: SameDevice,
    /// Findings, known by what they say: artifact, rule and value, not by their place.
    pub findings: Change<ToldFinding>,
    /// Programs.
    pub programs: Change<ProgramRow>,
    /// Whether both cases keep all programs; else only those where no programs belong.
    pub programs_are_all: bool,
    /// Things the device lists, by the artifact that holds them.
    pub things: Vec<(Things, &'static str, Inventory)>,
}

impl Comparison {
    /// Whether anything is new or gone.
    pub fn differs(&self) -> bool {
        let things = self.things.iter().any(|(_, _, inventory)| match inventory {
            Inventory::Compared(change) => !change.is_empty(),
            _ => false,
        });
        !self.findings.is_empty() || !self.programs.is_empty() || things
    }
}

impl<T> Change<T> {
    /// Whether nothing is new and nothing gone.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty()
    }
}

/// The artifacts that list things, and the field of their records that names one, the first that is there.
const LISTS: &[(Things, &str, Id)] = &[
    (Things::Applications, "ios_applications", |of| of.bundle_id.as_ref().or(of.listed_as.as_ref())),
    (Things::Applications, "android_packages", |of| of.name.as_ref()),
    (Things::Profiles, "ios_configuration_profiles", |of| of.identifier.as_ref().or(of.uuid.as_ref())),
];

/// What a thing is known by.
type Id = fn(&Named) -> Option<&String>;

/// The names in a record.
#[derive(Debug, Deserialize)]
struct Named {
    bundle_id: Option<String>,
    listed_as: Option<String>,
    name: Option<String>,
    identifier: Option<String>,
    uuid: Option<String>,
}

/// Compares two cases, the earlier first. `folders` are where they stand, for their records.
///
/// # Errors
/// [`CaseError`] of the records.
pub fn compare(first: &Case, second: &Case, folders: [&Path; 2]) -> Result<Comparison, CaseError> {
    let programs_are_all = first.file.keep.min(second.file.keep) >= Keep::Timeline;
    let program = |row: &ProgramRow| row.path.clone().unwrap_or_else(|| row.name.clone());
    // A case that keeps more must not look as if the other had lost something.
    let misplaced = |case: &Case| -> Vec<ProgramRow> {
        let rows = case.programs.iter();
        rows.filter(|row| programs_are_all || row.explained == crate::Explained::Misplaced).cloned().collect()
    };
    let mut things = Vec::new();
    for (kind, artifact, id) in LISTS {
        if let Some(inventory) = inventory(first, second, folders, artifact, *id)? {
            things.push((*kind, *artifact, inventory));
        }
    }
    Ok(Comparison {
        same_device: same_device(&first.file.evidence.device, &second.file.evidence.device),
        findings: change([&first.findings, &second.findings], finding_key, telling_of_finding, [first, second]),
        programs: change([&misplaced(first), &misplaced(second)], program, telling_of_program, [first, second]),
        programs_are_all,
        things,
    })
}

/// Whether two pieces of evidence are of one device: by its UDID where both name it, else by its serial number.
pub fn same_device(one: &Device, two: &Device) -> SameDevice {
    for (one, two) in [(&one.udid, &two.udid), (&one.serial, &two.serial)] {
        if let (Some(one), Some(two)) = (one, two) {
            return if one.eq_ignore_ascii_case(two) { SameDevice::Yes } else { SameDevice::No };
        }
    }
    SameDevice::Unknown
}

/// What a finding says, wherever it stands.
fn finding_key(finding: &ToldFinding) -> (String, String, String) {
    let rule = match (&finding.indicator, &finding.heuristic) {
        (Some(indicator), _) => format!("{} {}", indicator.kind, indicator.value),
        (None, Some(heuristic)) => heuristic.id.clone(),
        (None, None) => String::new(),
    };
    (finding.artifact.clone(), rule, finding.seen.clone())
}

/// Whether a case has read an artifact.
fn has_read(case: &Case, artifact: &str) -> bool {
    case.coverage.iter().any(|of| of.artifact == artifact && of.state == CoverageState::Read)
}

fn telling_of_finding(finding: &ToldFinding, own: &Case, other: &Case) -> Telling {
    if !has_read(other, &finding.artifact) {
        return Telling::NotExamined;
    }
    let version = |case: &Case| case.file.artifacts.iter().find(|of| of.id == finding.artifact).map(|of| of.version);
    let knows_rule = match (&finding.indicator, &finding.heuristic) {
        // The names of all packs that list the value stand in one text.
        (Some(indicator), _) => own.file.packs.iter().any(|pack| {
            indicator.pack.contains(&pack.name) && other.file.packs.iter().any(|of| of.sha256 == pack.sha256)
        }),
        (None, Some(rule)) => other.file.heuristics.iter().any(|of| of.id == rule.id && of.version == rule.version),
        (None, None) => true,
    };
    if knows_rule && version(own) == version(other) { Telling::Comparable } else { Telling::OtherRules }
}

fn telling_of_program(row: &ProgramRow, _own: &Case, other: &Case) -> Telling {
    if row.artifacts.keys().any(|artifact| has_read(other, artifact)) {
        Telling::Comparable
    } else {
        Telling::NotExamined
    }
}

/// Items by key; the first of each key speaks for all of it.
fn change<T: Clone, K: Ord>(
    lists: [&[T]; 2],
    key: impl Fn(&T) -> K,
    telling: impl Fn(&T, &Case, &Case) -> Telling,
    cases: [&Case; 2],
) -> Change<T> {
    let keys = lists.map(|list| list.iter().map(&key).collect::<BTreeSet<K>>());
    let only = |own: usize, other: usize| -> Vec<Item<T>> {
        let mut told = BTreeSet::new();
        let items = lists[own].iter().filter(|item| {
            let key = key(item);
            !keys[other].contains(&key) && told.insert(key)
        });
        items.map(|item| Item { of: item.clone(), telling: telling(item, cases[own], cases[other]) }).collect()
    };
    Change { new: only(1, 0), gone: only(0, 1), same: keys[0].intersection(&keys[1]).count() as u64 }
}

/// The things one artifact lists; `None` when neither device could have it.
fn inventory(
    first: &Case,
    second: &Case,
    folders: [&Path; 2],
    artifact: &str,
    id: Id,
) -> Result<Option<Inventory>, CaseError> {
    let cases = [first, second];
    let state = |case: &Case| case.coverage.iter().find(|of| of.artifact == artifact).map(|of| of.state);
    if cases.iter().all(|case| matches!(state(case), None | Some(CoverageState::NotApplicable))) {
        return Ok(None);
    }
    if !cases.iter().all(|case| has_read(case, artifact)) {
        return Ok(Some(Inventory::NotExamined));
    }
    if cases.iter().any(|case| case.file.keep < Keep::All) {
        return Ok(Some(Inventory::NotKept));
    }
    let mut lists: [BTreeMap<String, Thing>; 2] = Default::default();
    for (list, folder) in lists.iter_mut().zip(folders) {
        for record in records(folder, artifact)? {
            let record = record?;
            let named: Named = serde_json::from_str(record.record.get()).map_err(|error| CaseError::Damaged {
                path: folder.join("records").join(format!("{artifact}.parquet")),
                detail: error.to_string(),
            })?;
            if let Some(id) = id(&named) {
                let thing = Thing { id: id.clone(), summary: record.summary };
                list.entry(id.clone()).or_insert(thing);
            }
        }
    }
    let lists = lists.map(|list| list.into_values().collect::<Vec<_>>());
    let told = change([&lists[0], &lists[1]], |thing| thing.id.clone(), |_, _, _| Telling::Comparable, cases);
    Ok(Some(Inventory::Compared(told)))
}
