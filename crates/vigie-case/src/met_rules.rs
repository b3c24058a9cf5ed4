//! YARA rules applied to the sources of artifacts that declare it, several at once, each within a bound of memory and time.

use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use vigie_artifacts::{AnyArtifact, Source};
use vigie_detect::finding_id;
use vigie_detect::rules::{RuleMatch, Rules};
use vigie_model::{Finding, IndicatorRef, Level, Meaning, Message, ProblemCode};

use crate::walk::Job;

/// Rules see a file as a whole: it is in memory while they do.
const LARGEST: u64 = 128 << 20;

/// What the rules said of one source.
pub(crate) struct Scanned {
    pub(crate) met: Vec<RuleMatch>,
    /// Why not all of them were tried.
    pub(crate) trouble: Option<(ProblemCode, String)>,
}

/// A match as a record of the case.
#[derive(Serialize)]
struct Told<'m> {
    path: &'m str,
    #[serde(flatten)]
    met: &'m RuleMatch,
}

/// Applies rules to the sources of an artifact; nothing where it does not declare that.
pub(crate) fn scan(rules: Option<&Rules>, artifact: &dyn AnyArtifact, jobs: &[&Job<'_>]) -> Vec<Option<Scanned>> {
    match rules.filter(|_| artifact.meets_rules()) {
        Some(rules) => jobs.par_iter().with_max_len(1).map(|job| Some(one(rules, &job.source))).collect(),
        None => jobs.iter().map(|_| None).collect(),
    }
}

fn one(rules: &Rules, source: &Source<'_>) -> Scanned {
    let not = |code, detail: String| Scanned { met: Vec::new(), trouble: Some((code, detail)) };
    match source.size() {
        Ok(size) if size > LARGEST => {
            return not(
                ProblemCode::RulesNotApplied,
                format!("{size} bytes: YARA rules are applied to files of at most {LARGEST}"),
            );
        }
        Ok(_) => {}
        Err(error) => return not(error.code, error.detail),
    }
    let bytes = match source.bytes() {
        Ok(bytes) => bytes,
        Err(error) => return not(error.code, error.detail),
    };
    match rules.scan(source.path(), &bytes) {
        Ok(met) => Scanned { met, trouble: None },
        Err((detail, met)) => Scanned { met, trouble: Some((ProblemCode::RulesNotApplied, detail)) },
    }
}

/// A match as a finding. A rule tells that a file holds something, not that it was run, and how good it is only its
/// author knows: the level asks for a look.
pub(crate) fn finding(artifact: &str, shown: &str, met: &RuleMatch) -> Finding {
    let place = met.place();
    let json = serde_json::to_string(&Told { path: shown, met }).unwrap_or_else(|_| "null".to_owned());
    Finding {
        id: finding_id(artifact, shown, &place, &format!("yara {} {}", met.file, met.rule), shown),
        level: Level::Medium,
        meaning: Meaning::Exposure,
        artifact: artifact.to_owned(),
        time: None,
        source: shown.to_owned(),
        place,
        seen: shown.to_owned(),
        message: Message::new("finding-yara")
            .arg("seen", shown)
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
