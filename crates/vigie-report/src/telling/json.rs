//! The report as one JSON object, `vigie-report/1` (`docs/report.md` describes it): what the page says to the person, and
//! what the case holds, with every sentence in the language of the report. Values of the device stand verbatim.

use serde::Serialize;
use vigie_case::{Case, CaseFile, Difference, FileRead, ProgramRow, Said, Signature, ToldFinding, Verification};
use vigie_model::{Coverage, Level, Meaning, Problem, visible};
use vigie_text::Texts;

use crate::situation::Situation;
use crate::words::Words;
use crate::{person, verified};

/// The version of the form.
const SCHEMA: &str = "vigie-report/1";

#[derive(Serialize)]
struct Report<'c> {
    schema: &'static str,
    /// Version of vigie that tells; the one that examined is in `case`.
    told_by: &'static str,
    lang: &'static str,
    verification: Verified<'c>,
    person: Person,
    case: &'c CaseFile,
    findings: Vec<Finding>,
    coverage: &'c [Coverage],
    problems: Vec<ProblemTold<'c>>,
    programs: &'c [ProgramRow],
    sources: &'c [FileRead],
}

#[derive(Serialize)]
struct Verified<'c> {
    as_it_was_left: bool,
    /// What to think of a report of a case that is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<String>,
    differences: Vec<DifferenceTold<'c>>,
    files: u64,
    manifest_sha256: Option<&'c str>,
    signature: Option<&'c Signature>,
}

#[derive(Serialize)]
struct DifferenceTold<'c> {
    #[serde(flatten)]
    of: &'c Difference,
    says: String,
}

#[derive(Serialize)]
struct Person {
    in_short: Vec<String>,
    urgent: bool,
    found: Vec<Found>,
    means: Vec<String>,
    to_do: Vec<Step>,
    who_helps: Vec<Helps>,
    reach: Vec<String>,
}

#[derive(Serialize)]
struct Found {
    meaning: Meaning,
    title: String,
    explained: String,
    /// How many findings there are of it, and the ids of those the page tells.
    count: usize,
    told: Vec<String>,
}

#[derive(Serialize)]
struct Step {
    what: String,
    how: String,
}

#[derive(Serialize)]
struct Helps {
    name: &'static str,
    address: &'static str,
    says: String,
}

#[derive(Serialize)]
struct Finding {
    #[serde(flatten)]
    of: ToldFinding,
    /// The language of `message` and `innocent`.
    told_in: String,
    level_name: String,
    meaning_name: String,
    artifact_name: String,
}

#[derive(Serialize)]
struct ProblemTold<'c> {
    #[serde(flatten)]
    of: &'c Problem,
    says: String,
}

pub(super) fn of(case: &Case, verification: &Verification, texts: &Texts) -> Result<Vec<u8>, serde_json::Error> {
    let words = Words::new(texts);
    let report = Report {
        schema: SCHEMA,
        told_by: env!("CARGO_PKG_VERSION"),
        lang: texts.lang().code(),
        verification: verified(verification, texts),
        person: person_told(case, &words),
        case: &case.file,
        findings: case.findings.iter().map(|of| finding(of, case, &words)).collect(),
        coverage: &case.coverage,
        problems: case
            .problems
            .iter()
            .map(|of| ProblemTold { of, says: words.get(&format!("problem-{}", of.code)) })
            .collect(),
        programs: &case.programs,
        sources: &case.sources,
    };
    let mut bytes = serde_json::to_vec_pretty(&report)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn verified<'c>(of: &'c Verification, texts: &Texts) -> Verified<'c> {
    let told = |of| DifferenceTold { of, says: verified::sentence(of, texts) };
    Verified {
        as_it_was_left: of.differences.is_empty(),
        says: (!of.differences.is_empty())
            .then(|| format!("{}. {}", texts.get("report-differs"), texts.get("report-differs-means"))),
        differences: of.differences.iter().map(told).collect(),
        files: of.files,
        manifest_sha256: of.manifest.as_deref(),
        signature: of.signature.as_ref(),
    }
}

fn person_told(case: &Case, words: &Words<'_>) -> Person {
    let situation = Situation::of(case);
    let found = Meaning::ALL.into_iter().filter_map(|meaning| {
        let (told, count) = person::told_of(case, meaning, words);
        (count > 0).then(|| Found {
            meaning,
            title: person::fitting(case, &format!("report-person-{meaning}"), words),
            explained: [format!("meaning-{meaning}-explained"), format!("report-person-{meaning}-not")]
                .map(|id| person::fitting(case, &id, words))
                .join(" "),
            count,
            told: told.into_iter().map(|(_, of)| of.id.clone()).collect(),
        })
    });
    Person {
        in_short: person::short_sentences(case, &situation, words),
        urgent: situation.urgent,
        found: found.collect(),
        means: person::meanings(case, &situation).into_iter().map(|id| person::fitting(case, id, words)).collect(),
        to_do: person::steps(case, &situation)
            .into_iter()
            .map(|step| Step {
                what: person::fitting(case, &format!("report-todo-{step}"), words),
                how: person::fitting(case, &format!("report-todo-{step}-how"), words),
            })
            .collect(),
        who_helps: person::HELPLINES
            .iter()
            .map(|of| Helps { name: of.name, address: of.address, says: words.get(of.says) })
            .collect(),
        reach: person::reaches(case, words),
    }
}

fn finding(of: &ToldFinding, case: &Case, words: &Words<'_>) -> Finding {
    let said = of.said_in(words.texts());
    let written = said.iter().any(|said| matches!(said, Said::AsWritten(_)));
    let mut told = of.clone();
    // Both in one language: where one sentence is lacking, both are those of the case.
    [told.message, told.innocent] =
        if written { [&of.message, &of.innocent].map(|text| visible(text).into_owned()) } else { said.map(Said::text) };
    let level: Level = of.level;
    Finding {
        told_in: if written { case.file.lang.clone() } else { words.lang().code().to_owned() },
        level_name: words.level(level),
        meaning_name: words.get(&format!("meaning-{}-name", of.meaning)),
        artifact_name: words.artifact(&of.artifact),
        of: told,
    }
}
