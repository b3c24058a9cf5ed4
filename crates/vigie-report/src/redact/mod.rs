//! A case without its person, to be passed on: a pure transformation of a case that was read, so that every form of
//! `exchange/` and the page are made from what is left, and none can hold more.
//!
//! Nothing is looked for and taken out: whatever is not known to be harmless is replaced. Harmless are our own words (ids
//! of artifacts and heuristics, levels, codes of problems, words a sentence chooses by), numbers that vigie counted, what a
//! pack published, paths that are the same on every device, and the model of a device among millions of its kind. All
//! other values become a keyed hash (`redacted-WORD-…`), the same for the same value within one key.
//!
//! What the levels keep is told in `docs/cases.md`; what they leave out, in the sentence [`redaction_note`].

mod device;
mod finding;
mod key;
mod statistics;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};

use vigie_case::{Case, CaseFile, EvidenceInside, Keep, PackTold, ProgramRow, Redacted, Redaction};
use vigie_model::{Coverage, EvidenceInfo, IndicatorRef, Place, Precision, Problem, Timestamp};
use vigie_text::{Lang, Texts};

pub use key::RedactionKey;
pub use statistics::{Country, FEWEST, Statistics, statistics};
pub use timeline::RedactedRows;

/// The case as a level leaves it; `None` for [`Redaction::Statistics`], of which no case is left: see [`statistics`].
/// `of` is the SHA-256 of its `MANIFEST`. A copy that was redacted before stays at the stricter of the two levels.
pub fn redact(case: &Case, level: Redaction, of: Option<&str>, key: &RedactionKey) -> Option<Case> {
    let before = case.file.redacted.as_ref();
    let level = level.max(before.map_or(Redaction::None, |redacted| redacted.level));
    let of = before.map_or(of, |redacted| redacted.of.as_deref()).map(str::to_owned);
    match level {
        Redaction::None => Some(case.clone()),
        Redaction::Person | Redaction::IndicatorsOnly => {
            Some(Redactor::new(case, level, key).case(case, Redacted { level, of }))
        }
        Redaction::Statistics => None,
    }
}

/// What a redacted case must say of itself, in a sentence; `None` of a case that is whole.
pub fn redaction_note(case: &Case, texts: &Texts) -> Option<String> {
    let redacted = case.file.redacted.as_ref()?;
    (redacted.level > Redaction::None).then(|| texts.get(&format!("redact-note-{}", redacted.level)))
}

/// What replaces the values of one case.
struct Redactor<'k> {
    level: Redaction,
    key: &'k RedactionKey,
    /// The sentences of the case.
    texts: Texts,
    /// Names of the packs that are part of vigie. Those of others are names of files.
    packs: BTreeSet<String>,
}

/// What a pack that is part of vigie has instead of a file.
const EMBEDDED: &str = "embedded";

impl<'k> Redactor<'k> {
    fn new(case: &Case, level: Redaction, key: &'k RedactionKey) -> Self {
        let packs = case.file.packs.iter().filter(|pack| pack.origin == EMBEDDED).map(|pack| pack.name.clone());
        Self { level, key, texts: Texts::new(case.file.lang.parse().unwrap_or(Lang::En)), packs: packs.collect() }
    }

    fn is_person(&self) -> bool {
        self.level <= Redaction::Person
    }

    fn case(&self, case: &Case, redacted: Redacted) -> Case {
        let findings = self.findings(&case.findings);
        let mut file = self.file(&case.file, redacted);
        file.counts.findings = findings.len() as u64;
        for count in [&mut file.counts.by_level, &mut file.counts.by_meaning] {
            count.clear();
        }
        for finding in &findings {
            *file.counts.by_level.entry(finding.level.name().to_owned()).or_default() += 1;
            *file.counts.by_meaning.entry(finding.meaning.name().to_owned()).or_default() += 1;
        }
        let whole = self.is_person();
        Case {
            file,
            findings,
            coverage: if whole { case.coverage.iter().map(coverage).collect() } else { Vec::new() },
            problems: if whole { case.problems.iter().map(|of| self.problem(of)).collect() } else { Vec::new() },
            programs: if whole { case.programs.iter().map(|of| self.program(of)).collect() } else { Vec::new() },
            // Sizes and hashes of files know a device again, and paths tell of a person.
            sources: Vec::new(),
        }
    }

    fn file(&self, file: &CaseFile, redacted: Redacted) -> CaseFile {
        let whole = self.is_person();
        let said = |label: &str, text: &Option<String>| match text {
            Some(text) if whole => Some(self.key.token(label, text)),
            _ => None,
        };
        let mut counts = file.counts.clone();
        let mut programs = file.programs.clone();
        programs.misplaced.clear();
        programs.more = 0;
        if !whole {
            (counts.records, counts.sources, counts.bytes) = (0, 0, 0);
            (programs.total, programs.by_kind) = (0, BTreeMap::new());
        }
        CaseFile {
            schema: file.schema.clone(),
            tool: file.tool.clone(),
            examined_at: if whole { file.examined_at } else { day(file.examined_at) },
            lang: file.lang.clone(),
            // Of the records only those of findings are left, in the findings themselves.
            keep: Keep::Findings,
            consent: said("consent", &file.consent),
            // They name who examined.
            protect: Vec::new(),
            examiner: said("examiner", &file.examiner),
            evidence: self.evidence(&file.evidence),
            whole: None,
            inside: if whole { file.inside.iter().map(|of| self.inside(of)).collect() } else { Vec::new() },
            artifacts: file.artifacts.clone(),
            heuristics: file.heuristics.clone(),
            packs: file.packs.iter().map(|of| self.pack(of)).collect(),
            counts,
            programs,
            redacted: Some(redacted),
        }
    }

    fn evidence(&self, info: &EvidenceInfo) -> EvidenceInfo {
        let whole = self.is_person();
        EvidenceInfo {
            kind: info.kind,
            layout: info.layout,
            id: self.key.token("evidence", &info.id),
            id_of: "a keyed hash of the identifier of the evidence".to_owned(),
            device: if whole { device::device(&info.device, self.key) } else { vigie_model::Device::default() },
            made: if whole { info.made } else { None },
            files: if whole { info.files } else { 0 },
            encrypted: info.encrypted,
        }
    }

    fn inside(&self, of: &EvidenceInside) -> EvidenceInside {
        EvidenceInside { path: self.path(&of.path), evidence: self.evidence(&of.evidence) }
    }

    fn pack(&self, pack: &PackTold) -> PackTold {
        let origin = if pack.origin == EMBEDDED { pack.origin.clone() } else { self.key.token("file", &pack.origin) };
        PackTold { name: self.pack_name(&pack.name), origin, ..pack.clone() }
    }

    /// A pack from a file bears the name of the file, and people name files after people.
    fn pack_name(&self, name: &str) -> String {
        if self.packs.contains(name) { name.to_owned() } else { self.key.token("pack", name) }
    }

    /// What was published stays; the names of the packs that listed it stand in one text.
    fn indicator(&self, of: &IndicatorRef) -> IndicatorRef {
        let packs: Vec<String> = of.pack.split(", ").map(|name| self.pack_name(name)).collect();
        IndicatorRef { pack: packs.join(", "), ..of.clone() }
    }

    /// A path inside the evidence; behind `!` a path inside of what lies at the path before it.
    fn path(&self, path: &str) -> String {
        if path.is_empty() || vigie_case::is_same_on_every_device(path) {
            return path.to_owned();
        }
        match path.rsplit_once('!') {
            Some((outer, inner)) if vigie_case::is_same_on_every_device(inner) => {
                format!("{}!{inner}", self.path(outer))
            }
            _ => self.key.token("path", path),
        }
    }

    /// Where in a source. A row may be known by a number that is somebody's (messengers number people so), a key by a
    /// name; lines and offsets only say how much stands before.
    fn place(&self, place: &Place) -> Place {
        match place {
            Place::File | Place::Offset { .. } | Place::Line { .. } => place.clone(),
            other => Place::Key { key: self.key.token("place", &other.to_string()) },
        }
    }

    fn problem(&self, problem: &Problem) -> Problem {
        Problem {
            code: problem.code,
            artifact: problem.artifact.clone(),
            source: problem.source.as_deref().map(|path| self.path(path)),
            place: self.place(&problem.place),
            detail: self.key.token("detail", &problem.detail),
        }
    }

    fn program(&self, row: &ProgramRow) -> ProgramRow {
        ProgramRow {
            name: self.key.token("program", &row.name),
            path: row.path.as_deref().map(|path| self.key.token("path", path)),
            explained: row.explained,
            artifacts: row.artifacts.clone(),
            first: row.first,
            last: row.last,
            uids: BTreeSet::new(),
            pids: BTreeSet::new(),
        }
    }
}

/// How far an artifact was read, without its files.
fn coverage(of: &Coverage) -> Coverage {
    Coverage { sources: Vec::new(), ..of.clone() }
}

/// The day of a moment.
fn day(at: Timestamp) -> Timestamp {
    let start = at.instant().to_zoned(jiff::tz::TimeZone::UTC).start_of_day().map(|zoned| zoned.timestamp());
    Timestamp::new(start.unwrap_or(at.instant()), Precision::Day)
}
