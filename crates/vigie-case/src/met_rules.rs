//! YARA rules applied to the sources of artifacts that declare it, or to the files in them, several sources at once, each
//! file within a bound of memory and time.

use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use vigie_artifacts::{AnyArtifact, Source};
use vigie_detect::finding_id;
use vigie_detect::rules::{RuleMatch, Rules};
use vigie_model::{Finding, IndicatorRef, Level, Meaning, Message, Place, ProblemCode, Timestamp};

use crate::walk::Job;

/// Rules see a file as a whole: it is in memory while they do.
const LARGEST: u64 = 128 << 20;

/// What the rules said of one source.
pub(crate) struct Scanned {
    pub(crate) met: Vec<Met>,
    /// Why not all of them were tried.
    pub(crate) troubles: Vec<(ProblemCode, Place, String)>,
}

/// A rule that a source met, or a file in it.
pub(crate) struct Met {
    pub(crate) rule: RuleMatch,
    pub(crate) inside: Option<Inside>,
}

/// Which file in a source.
pub(crate) struct Inside {
    name: String,
    place: Place,
    time: Option<Timestamp>,
}

/// A match as a record of the case.
#[derive(Serialize)]
struct Told<'m> {
    path: &'m str,
    /// The file in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    inside: Option<&'m str>,
    #[serde(flatten)]
    met: &'m RuleMatch,
}

/// Whether rules are applied to the sources of an artifact, or to what lies in them.
pub(crate) fn are_applied(artifact: &dyn AnyArtifact) -> bool {
    artifact.meets_rules() || artifact.holds_files()
}

/// Applies rules to the sources of an artifact; nothing where it does not declare that.
pub(crate) fn scan(rules: Option<&Rules>, artifact: &dyn AnyArtifact, jobs: &[&Job<'_>]) -> Vec<Option<Scanned>> {
    let Some(rules) = rules.filter(|_| are_applied(artifact)) else { return jobs.iter().map(|_| None).collect() };
    let one = |job: &&Job<'_>| {
        let mut scanned = Scanned { met: Vec::new(), troubles: Vec::new() };
        if artifact.meets_rules() {
            whole(rules, &job.source, &mut scanned);
        }
        if artifact.holds_files() {
            inside(rules, artifact, &job.source, &mut scanned);
        }
        Some(scanned)
    };
    jobs.par_iter().with_max_len(1).map(one).collect()
}

fn too_large(size: u64) -> (ProblemCode, String) {
    (ProblemCode::RulesNotApplied, format!("{size} bytes: YARA rules are applied to files of at most {LARGEST}"))
}

fn whole(rules: &Rules, source: &Source<'_>, scanned: &mut Scanned) {
    let mut not = |(code, detail): (ProblemCode, String)| scanned.troubles.push((code, Place::File, detail));
    match source.size() {
        Ok(size) if size > LARGEST => return not(too_large(size)),
        Ok(_) => {}
        Err(error) => return not((error.code, error.detail)),
    }
    let bytes = match source.bytes() {
        Ok(bytes) => bytes,
        Err(error) => return not((error.code, error.detail)),
    };
    let met = rules.scan(source.path(), &bytes).unwrap_or_else(|(detail, met)| {
        not((ProblemCode::RulesNotApplied, detail));
        met
    });
    scanned.met.extend(met.into_iter().map(|rule| Met { rule, inside: None }));
}

/// Every file in a source by itself. How large one may be is a limit of what reads the source.
fn inside(rules: &Rules, artifact: &dyn AnyArtifact, source: &Source<'_>, scanned: &mut Scanned) {
    let Scanned { met, troubles } = scanned;
    let read = artifact.files_in(source, &mut |file| {
        let found = rules.scan(file.name, file.bytes).unwrap_or_else(|(detail, found)| {
            let detail = format!("{:?}: {detail}", file.name);
            troubles.push((ProblemCode::RulesNotApplied, file.place.clone(), detail));
            found
        });
        met.extend(found.into_iter().map(|rule| {
            let inside = Inside { name: file.name.to_owned(), place: file.place.clone(), time: file.time };
            Met { rule, inside: Some(inside) }
        }));
    });
    if let Err(panic) = read {
        troubles.push((ProblemCode::ParserFailed, Place::File, format!("the parser failed: {panic}")));
    }
}

/// A match as a finding. A rule tells that a file holds something, not that it was run, and how good it is only its
/// author knows: the level asks for a look.
pub(crate) fn finding(artifact: &str, shown: &str, Met { rule: met, inside }: &Met) -> Finding {
    let (name, place, time) = match inside {
        Some(inside) => (Some(inside.name.as_str()), inside.place.clone(), inside.time),
        None => (None, met.place(), None),
    };
    let seen = name.unwrap_or(shown);
    let json = serde_json::to_string(&Told { path: shown, inside: name, met }).unwrap_or_else(|_| "null".to_owned());
    Finding {
        id: finding_id(artifact, shown, &place, &format!("yara {} {}", met.file, met.rule), seen),
        level: Level::Medium,
        meaning: Meaning::Exposure,
        artifact: artifact.to_owned(),
        time,
        source: shown.to_owned(),
        place,
        seen: seen.to_owned(),
        message: Message::new("finding-yara")
            .arg("seen", seen)
            .arg("rule", met.rule.as_str())
            .arg("file", met.file.as_str()),
        innocent: Message::new("innocent-yara"),
        indicator: Some(IndicatorRef {
            id: None,
            kind: "yara".to_owned(),
            value: met.rule.clone(),
            pack: met.file.clone(),
            malware: Vec::new(),
            sources: met.sources(),
            matched: "yara".to_owned(),
            confidence: None,
            valid_from: None,
            valid_until: None,
        }),
        heuristic: None,
        record: RawValue::from_string(json).unwrap_or_default(),
    }
}
