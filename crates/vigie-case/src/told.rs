//! An examination as it is told: the one form that `--json`, `findings.jsonl` and the report share. Sentences are
//! written out in the language of the case, with their ids and arguments beside them so that another language can
//! be chosen later.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use vigie_model::{
    Coverage, CoverageState, EvidenceInfo, Finding, HeuristicRef, IndicatorRef, Level, Meaning, Message, Place,
    Problem, Timestamp, visible,
};
use vigie_text::{MARKS, Texts};

use crate::ProgramsTold;

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldPlace {
    /// Path of the source inside the evidence.
    pub source: String,
    /// Where in the source.
    #[serde(flatten)]
    pub place: Place,
}

/// A finding with its sentences written out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ToldFinding {
    /// Stable id.
    pub id: String,
    /// How much attention it asks for.
    pub level: Level,
    /// What it says of the device.
    pub meaning: Meaning,
    /// Id of the artifact.
    pub artifact: String,
    /// When; `null` is an explicit "no time".
    pub time: Option<Timestamp>,
    /// Where.
    pub place: ToldPlace,
    /// The value seen, verbatim.
    pub seen: String,
    /// What was found.
    pub message: String,
    /// When it is innocent.
    pub innocent: String,
    /// The indicator met, if any.
    pub indicator: Option<IndicatorRef>,
    /// The heuristic met, if any.
    pub heuristic: Option<HeuristicRef>,
    /// The record.
    pub record: Box<RawValue>,
    /// The ids and arguments of the sentences.
    #[serde(default)]
    pub sentences: Sentences,
}

/// Ids and arguments of a finding's sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentences {
    /// Of `message`.
    pub message: Message,
    /// Of `innocent`.
    pub innocent: Message,
}

/// Of a finding that holds none: no sentence has this id.
impl Default for Sentences {
    fn default() -> Self {
        Self { message: Message::new(""), innocent: Message::new("") }
    }
}

/// A sentence of a finding as a reader gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// In the language of the reader.
    In(String),
    /// As the case has it, in its own language, made visible: this version has no such sentence.
    AsWritten(String),
}

impl Said {
    /// Its words.
    pub fn text(self) -> String {
        match self {
            Self::In(text) | Self::AsWritten(text) => text,
        }
    }
}

/// A sentence of a finding with the artifact named in the language of the reader.
fn with_name(texts: &Texts, artifact: &str, message: &Message) -> Message {
    let id = format!("artifact-{artifact}-name");
    let name = if texts.has(&id) { plain(&texts.get(&id)) } else { artifact.to_owned() };
    message.clone().arg("artifact", name)
}

/// Without the marks that [`Texts::marked`] sets: the name is a value in the sentence, and is marked there.
fn plain(text: &str) -> String {
    text.replace(MARKS, "")
}

fn write(texts: &Texts, artifact: &str, message: &Message) -> String {
    texts.message(&with_name(texts, artifact, message))
}

impl ToldFinding {
    /// Writes a finding out.
    pub fn new(finding: &Finding, texts: &Texts) -> Self {
        let finding = finding.clone();
        Self {
            message: write(texts, &finding.artifact, &finding.message),
            innocent: write(texts, &finding.artifact, &finding.innocent),
            id: finding.id,
            level: finding.level,
            meaning: finding.meaning,
            artifact: finding.artifact,
            time: finding.time,
            place: ToldPlace { source: finding.source, place: finding.place },
            seen: finding.seen,
            indicator: finding.indicator,
            heuristic: finding.heuristic,
            record: finding.record,
            sentences: Sentences { message: finding.message, innocent: finding.innocent },
        }
    }

    /// Its sentences in another language: what was found, and when it is innocent.
    pub fn sentences_in(&self, texts: &Texts) -> (String, String) {
        let [message, innocent] = self.said_in(texts).map(Said::text);
        (message, innocent)
    }

    /// The same, telling whether it could be said in that language.
    pub fn said_in(&self, texts: &Texts) -> [Said; 2] {
        let both = [(&self.sentences.message, &self.message), (&self.sentences.innocent, &self.innocent)];
        both.map(|(message, written)| {
            let told = texts.whole(&with_name(texts, &self.artifact, message));
            told.map_or_else(|| Said::AsWritten(visible(written).into_owned()), Said::In)
        })
    }
}

/// A pack as a case records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackTold {
    /// Its name.
    pub name: String,
    /// Where it came from: an address, a file name below what was given, or `embedded`.
    pub origin: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Indicators in it.
    pub indicators: u64,
    /// Of these, usable.
    pub usable: u64,
    /// Of these, not usable; each is a problem of the case.
    pub unusable: u64,
    /// Of these, revoked by their publisher and not used.
    pub revoked: u64,
    /// Indicators by kind.
    pub kinds: BTreeMap<String, u64>,
}

/// The numbers of an examination.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Findings.
    pub findings: u64,
    /// Findings by level.
    pub by_level: BTreeMap<String, u64>,
    /// Findings by meaning.
    pub by_meaning: BTreeMap<String, u64>,
    /// Records read.
    pub records: u64,
    /// Sources read or tried.
    pub sources: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// Problems met (those beyond the listed ones included); what several artifacts met at the same place counts once.
    pub problems: u64,
    /// Artifacts by coverage state.
    pub artifacts: BTreeMap<String, u64>,
}

/// Whether nothing of the evidence could be read: then nothing follows from what was not found.
pub fn is_blind(coverage: &[Coverage]) -> bool {
    !coverage.iter().any(|of| of.state == CoverageState::Read)
}

impl Counts {
    pub(crate) fn new(findings: &[Finding], coverage: &[Coverage], evidence_problems: u64) -> Self {
        let mut counts = Self {
            findings: findings.len() as u64,
            records: coverage.iter().map(|of| of.records).sum(),
            sources: coverage.iter().map(|of| of.sources.len() as u64).sum(),
            bytes: coverage.iter().flat_map(|of| &of.sources).map(|source| source.size).sum(),
            problems: coverage.iter().map(|of| of.problems).sum::<u64>() + evidence_problems,
            ..Self::default()
        };
        for finding in findings {
            *counts.by_level.entry(finding.level.name().to_owned()).or_default() += 1;
            *counts.by_meaning.entry(finding.meaning.name().to_owned()).or_default() += 1;
        }
        for of in coverage {
            let state = match of.state {
                CoverageState::Read => "read",
                CoverageState::Unreadable => "unreadable",
                CoverageState::Absent => "absent",
                CoverageState::NotApplicable => "not_applicable",
            };
            *counts.artifacts.entry(state.to_owned()).or_default() += 1;
        }
        counts
    }
}

/// Evidence that was found inside the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceInside {
    /// Its path in the evidence; files in it are told as `path!file`.
    pub path: String,
    /// What it is.
    pub evidence: EvidenceInfo,
}

/// A whole examination as it is told on standard output.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// `vigie-check/1`.
    pub schema: String,
    /// The evidence.
    pub evidence: EvidenceInfo,
    /// Evidence found inside it, and examined with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<EvidenceInside>,
    /// The packs used.
    pub packs: Vec<PackTold>,
    /// The findings, gravest first.
    pub findings: Vec<ToldFinding>,
    /// What was and was not examined.
    pub coverage: Vec<Coverage>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The numbers.
    pub counts: Counts,
    /// Programs that any source names.
    #[serde(default)]
    pub programs: ProgramsTold,
}
