//! One pass over the evidence: every path against all declared paths, each artifact's sources in order on a thread
//! pool, every observable against every indicator, every record before the heuristics that asked for it.
//!
//! Artifacts run side by side, the sources of one artifact one after the other: order within an artifact is fixed,
//! and everything that joins artifacts is sorted, so the result does not depend on the threads.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;
use vigie_artifacts::{AnyArtifact, AnyRecord, Plan, Sink, Source};
use vigie_detect::indicators::{Correlator, Matcher, RecordScan};
use vigie_detect::{AnyHeuristic, Found, HeuristicSpec, Kept, Kinds, Seen, Watch};
use vigie_evidence::Evidence;
use vigie_model::{
    Coverage, CoverageState, EvidenceInfo, Finding, Place, Problem, ProblemCode, SourceRead, Timestamp, csv_cell,
};
use vigie_text::Texts;

use crate::records::{RecordRow, RecordTable};
use crate::spool::Spool;
use crate::told::{Counts, PackTold, Told, ToldFinding};
use crate::{CaseError, Keep, finding};

/// Problems of one source that are listed one by one; the rest is counted.
const PROBLEMS_PER_SOURCE: u64 = 1000;
/// Findings of one rule in one artifact that are listed one by one; the rest is counted.
const FINDINGS_PER_RULE: u64 = 1000;

/// Told how far the examination is. Called from several threads.
pub trait Progress: Sync {
    /// What will be read.
    fn begin(&self, files: u64, bytes: u64);
    /// One source is done.
    fn source(&self, path: &str, bytes: u64);
}

/// With what an examination is made.
pub struct Setup<'s> {
    /// The artifacts to read.
    pub artifacts: &'s [&'static dyn AnyArtifact],
    /// The heuristics to apply.
    pub heuristics: &'s [&'static dyn AnyHeuristic],
    /// The indicators.
    pub matcher: &'s Matcher,
    /// The packs, as the case records them.
    pub packs: Vec<PackTold>,
    /// Problems of the packs.
    pub pack_problems: Vec<Problem>,
    /// Threads; 0 means as many as the machine has.
    pub threads: usize,
    /// How much to keep in `folder`.
    pub keep: Keep,
    /// Where the timeline and the records are written while the evidence is read, if anything is kept.
    pub folder: Option<&'s Path>,
}

/// What an examination found, and how far it could look.
#[derive(Debug)]
pub struct Examination {
    /// The evidence.
    pub evidence: EvidenceInfo,
    /// The packs used.
    pub packs: Vec<PackTold>,
    /// Gravest first, then by meaning, time and place.
    pub findings: Vec<Finding>,
    /// One line per artifact, in the order of the registry.
    pub coverage: Vec<Coverage>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The numbers.
    pub counts: Counts,
    /// Whether something that is there could not be read: a part of the evidence, or of a pack. An indicator that
    /// cannot be used is not unread.
    pub unreadable_parts: bool,
}

impl Examination {
    /// The whole of it, with sentences written out.
    pub fn told(&self, texts: &Texts) -> Told {
        Told {
            schema: "vigie-check/1".to_owned(),
            evidence: self.evidence.clone(),
            packs: self.packs.clone(),
            findings: self.findings.iter().map(|finding| ToldFinding::new(finding, texts)).collect(),
            coverage: self.coverage.clone(),
            problems: self.problems.clone(),
            counts: self.counts.clone(),
        }
    }
}

/// The state of one heuristic, shared by the artifacts it watches.
struct Watching {
    spec: &'static HeuristicSpec,
    state: Mutex<(Box<dyn Watch>, Found)>,
}

/// What reading one artifact gave.
struct ArtifactRun {
    coverage: Coverage,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
    spool: Option<Spool>,
    correlator: Correlator<Kept>,
}

/// Examines evidence.
///
/// # Errors
/// Only what makes an examination impossible: threads, a full disk under `folder`. Trouble with the evidence is in
/// the [`Examination`].
pub fn examine(evidence: &Evidence, setup: &Setup<'_>, progress: &dyn Progress) -> Result<Examination, CaseError> {
    let plan = Plan::new(setup.artifacts, evidence.info.layout).map_err(|error| CaseError::Plan(error.to_string()))?;
    let mut problems = setup.pack_problems.clone();
    problems.extend(evidence.problems.iter().cloned());

    let mut jobs: Vec<Vec<Source<'_>>> = setup.artifacts.iter().map(|_| Vec::new()).collect();
    let (mut files, mut bytes) = (0, 0);
    let mut lost: BTreeMap<usize, u64> = BTreeMap::new();
    let mut walk_problems = Vec::new();
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            let size = source.size().unwrap_or(0);
            for index in plan.wanted_by(source.path()) {
                files += 1;
                bytes += size;
                jobs[index].push(source.clone());
            }
        },
        &mut |problem| walk_problems.push(problem),
    );
    // A wanted file the evidence lists but cannot give makes its artifacts unreadable, not absent.
    for problem in &mut walk_problems {
        let owners = problem.source.as_deref().map(|path| plan.wanted_by(path)).unwrap_or_default();
        if let Some(first) = owners.first() {
            problem.artifact = Some(setup.artifacts[*first].spec().id.to_owned());
        }
        for owner in owners {
            *lost.entry(owner).or_default() += 1;
        }
    }
    let other_problems =
        (problems.len() + walk_problems.iter().filter(|problem| problem.artifact.is_none()).count()) as u64;
    problems.extend(walk_problems);
    progress.begin(files, bytes);

    let watching: Vec<Watching> = setup
        .heuristics
        .iter()
        .map(|heuristic| Watching {
            spec: heuristic.spec(),
            state: Mutex::new((heuristic.watch(), Found::new(heuristic.spec()))),
        })
        .collect();

    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(setup.threads)
        .build()
        .map_err(|error| CaseError::Threads(error.to_string()))?;
    // Artifacts that read the same file go one after the other: a database that must be held in memory is held once.
    // The longest first, so that no large one begins when the others are done.
    let mut order = sharing(&jobs);
    let weight = |index: &usize| jobs[*index].iter().map(|source| source.size().unwrap_or(0)).sum::<u64>();
    order.sort_by_key(|group| std::cmp::Reverse(group.iter().map(weight).sum::<u64>()));
    let runs: Vec<(usize, Result<ArtifactRun, CaseError>)> = pool.install(|| {
        order
            .par_iter()
            .with_max_len(1)
            .flat_map_iter(|group| {
                let read = |&index: &usize| {
                    let (artifact, sources) = (setup.artifacts[index], &jobs[index]);
                    let lost = lost.get(&index).copied().unwrap_or(0);
                    let applies = plan.applies(index);
                    (index, read_artifact(setup, artifact, sources, applies, lost, &watching, progress))
                };
                group.iter().map(read).collect::<Vec<_>>()
            })
            .collect()
    });
    let mut runs = runs.into_iter().map(|(index, run)| Ok((index, run?))).collect::<Result<Vec<_>, CaseError>>()?;
    runs.sort_by_key(|(index, _)| *index);

    let mut findings = Vec::new();
    let mut coverage = Vec::new();
    let mut spools = Vec::new();
    let mut correlator = Correlator::default();
    for (_, run) in runs {
        findings.extend(run.findings);
        problems.extend(run.problems);
        coverage.push(run.coverage);
        spools.extend(run.spool);
        correlator.merge(run.correlator);
    }
    for watching in watching {
        let (mut watch, mut found) = watching.state.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        watch.finish(&mut found);
        findings.extend(limit(found.take(), watching.spec.id, &mut problems));
    }
    findings.extend(correlator.finish(setup.matcher).iter().filter_map(finding::correlated));
    sort(&mut findings);
    problems.sort();

    if let Some(folder) = setup.folder {
        write_timeline(folder, spools)?;
    }
    let unreadable_parts = coverage.iter().any(|of| of.problems > 0 || of.state == CoverageState::Unreadable)
        || problems.iter().any(|problem| problem.artifact.is_none() && problem.code != ProblemCode::IndicatorUnusable);
    let counts = Counts::new(&findings, &coverage, other_problems);
    Ok(Examination {
        evidence: evidence.info.clone(),
        packs: setup.packs.clone(),
        findings,
        coverage,
        problems,
        counts,
        unreadable_parts,
    })
}

/// The indexes of the jobs in groups of those that share a source.
fn sharing(jobs: &[Vec<Source<'_>>]) -> Vec<Vec<usize>> {
    let mut group_of: Vec<usize> = (0..jobs.len()).collect();
    let mut first_reader: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, sources) in jobs.iter().enumerate() {
        for source in sources {
            let other = *first_reader.entry(source.path()).or_insert(index);
            let (from, to) = (group_of[index], group_of[other]);
            if from != to {
                group_of.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, group) in group_of.into_iter().enumerate() {
        groups.entry(group).or_default().push(index);
    }
    groups.into_values().collect()
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let rank = |finding: &Finding| vigie_model::Meaning::ALL.iter().position(|meaning| *meaning == finding.meaning);
        b.level
            .cmp(&a.level)
            .then_with(|| rank(a).cmp(&rank(b)))
            .then_with(|| a.time.cmp(&b.time))
            .then_with(|| (&a.artifact, &a.source, &a.place, &a.id).cmp(&(&b.artifact, &b.source, &b.place, &b.id)))
    });
}

/// Keeps the first findings of a rule and tells how many more there were.
fn limit(mut findings: Vec<Finding>, rule: &str, problems: &mut Vec<Problem>) -> Vec<Finding> {
    let most = usize::try_from(FINDINGS_PER_RULE).unwrap_or(usize::MAX);
    if findings.len() > most {
        sort(&mut findings);
        let more = findings.len() - most;
        problems.push(more_findings(rule, None, more as u64));
        findings.truncate(most);
    }
    findings
}

fn more_findings(rule: &str, artifact: Option<&str>, more: u64) -> Problem {
    Problem {
        code: ProblemCode::LimitReached,
        artifact: artifact.map(str::to_owned),
        source: None,
        place: Place::File,
        detail: format!("{more} further findings of {rule} are not listed one by one"),
    }
}

fn write_timeline(folder: &Path, spools: Vec<Spool>) -> Result<(), CaseError> {
    let path = folder.join("timeline.csv");
    let file = std::fs::File::create_new(&path).map_err(CaseError::io(&path))?;
    let mut out = std::io::BufWriter::with_capacity(1 << 18, file);
    let write = |out: &mut std::io::BufWriter<std::fs::File>| {
        std::io::Write::write_all(out, b"time,precision,artifact,what,summary,source,place\n")
    };
    write(&mut out).map_err(CaseError::io(&path))?;
    Spool::merge(spools, &path, &mut out)?;
    out.into_inner().map_err(|error| CaseError::Io { path: path.clone(), source: error.into_error() })?;
    Ok(())
}

fn read_artifact(
    setup: &Setup<'_>,
    artifact: &'static dyn AnyArtifact,
    sources: &[Source<'_>],
    applies: bool,
    lost: u64,
    watching: &[Watching],
    progress: &dyn Progress,
) -> Result<ArtifactRun, CaseError> {
    let spec = artifact.spec();
    let mut sink = ArtifactSink {
        setup,
        artifact,
        heuristics: watching.iter().filter(|watching| watching.spec.may_watch(spec.id)).collect(),
        scan: setup.matcher.scan(),
        correlator: Correlator::default(),
        spool: match setup.folder {
            Some(folder) => Some(Spool::new(folder)?),
            None => None,
        },
        table: None,
        source: String::new(),
        source_cell: String::new(),
        records: 0,
        counts: BTreeMap::new(),
        source_problems: 0,
        first: None,
        last: None,
        rules: BTreeMap::new(),
        findings: Vec::new(),
        problems: Vec::new(),
        failed: None,
    };
    let mut coverage = Coverage {
        artifact: spec.id.to_owned(),
        version: spec.version,
        state: CoverageState::NotApplicable,
        records: 0,
        counts: BTreeMap::new(),
        problems: lost,
        first: None,
        last: None,
        sources: Vec::new(),
    };
    let mut completed = false;
    for source in sources {
        source.path().clone_into(&mut sink.source);
        sink.source_cell = csv_cell(source.path());
        (sink.records, sink.source_problems) = (0, 0);
        let size = source.size().unwrap_or(0);
        let sha256 = match source.sha256() {
            Ok(hash) => Some(hash),
            Err(error) => {
                sink.problem(error.code, error.place, format!("no hash of this file: {}", error.detail));
                None
            }
        };
        completed |= artifact.run(source, &mut sink) || sink.records > 0;
        for (code, note) in source.notes() {
            sink.problem(code, Place::File, note);
        }
        if sink.source_problems > PROBLEMS_PER_SOURCE {
            let more = sink.source_problems - PROBLEMS_PER_SOURCE;
            let detail = format!("{more} further problems of this file are not listed one by one");
            sink.list_problem(ProblemCode::LimitReached, Place::File, detail);
        }
        coverage.records += sink.records;
        coverage.problems += sink.source_problems;
        coverage.sources.push(SourceRead {
            path: source.path().to_owned(),
            stored_as: source.stored_as().map(str::to_owned),
            size,
            sha256,
            records: sink.records,
            problems: sink.source_problems,
        });
        progress.source(source.path(), size);
    }
    coverage.state = match (applies, completed, sources.is_empty() && lost == 0) {
        (false, ..) => CoverageState::NotApplicable,
        (_, true, _) => CoverageState::Read,
        (_, false, true) => CoverageState::Absent,
        (_, false, false) => CoverageState::Unreadable,
    };
    (coverage.first, coverage.last) = (sink.first, sink.last);
    coverage.counts = std::mem::take(&mut sink.counts);
    if let Some(error) = sink.failed {
        return Err(error);
    }
    if let Some(table) = sink.table {
        table.finish()?;
    }
    for (rule, count) in &sink.rules {
        if *count > FINDINGS_PER_RULE {
            sink.problems.push(more_findings(rule, Some(spec.id), count - FINDINGS_PER_RULE));
        }
    }
    Ok(ArtifactRun {
        coverage,
        findings: sink.findings,
        problems: sink.problems,
        spool: sink.spool,
        correlator: sink.correlator,
    })
}

/// Takes what one artifact's parser yields.
struct ArtifactSink<'m, 'w> {
    setup: &'m Setup<'m>,
    artifact: &'static dyn AnyArtifact,
    heuristics: Vec<&'w Watching>,
    scan: RecordScan<'m>,
    correlator: Correlator<Kept>,
    spool: Option<Spool>,
    table: Option<RecordTable>,
    source: String,
    /// The same as a cell of the timeline.
    source_cell: String,
    records: u64,
    counts: BTreeMap<String, u64>,
    source_problems: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    rules: BTreeMap<String, u64>,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
    failed: Option<CaseError>,
}

impl ArtifactSink<'_, '_> {
    fn list_problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        self.problems.push(Problem {
            code,
            artifact: Some(self.artifact.spec().id.to_owned()),
            source: Some(self.source.clone()),
            place,
            detail,
        });
    }

    /// Matches one record; answers the values that met something.
    fn detect(&mut self, place: &Place, record: &dyn AnyRecord) -> Vec<(String, String)> {
        let spec = self.artifact.spec();
        let mut met = Vec::new();
        let scan = &mut self.scan;
        let mut kinds = Kinds::NONE;
        record.observables(&mut |observable| {
            kinds.add(observable.kind());
            scan.see(&observable);
        });
        let found = scan.finish();
        if found.limited {
            let detail = "links inside links of this record were searched only to 4 MiB".to_owned();
            vigie_artifacts::Sink::problem(self, ProblemCode::LimitReached, place.clone(), detail);
        }
        let seen = Seen { artifact: spec.id, source: &self.source, place, record };
        if !found.partials.is_empty() {
            self.correlator.note(&found.partials, record.time(), &seen.keep());
        }
        for group in finding::grouped(&found.hits) {
            met.push((group.kind().to_owned(), group.seen().to_owned()));
            let count = self.rules.entry(group.rule()).or_default();
            *count += 1;
            if *count <= FINDINGS_PER_RULE {
                self.findings.push(group.finding(spec, &seen));
            }
        }
        for watching in self.heuristics.iter().filter(|watching| watching.spec.watches(spec.id, kinds)) {
            let mut state = watching.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let (watch, found) = &mut *state;
            let before = found.len();
            watch.record(&seen, found);
            if found.len() > before {
                met.push(("heuristic".to_owned(), watching.spec.id.to_owned()));
            }
        }
        met
    }

    fn keep(&mut self, place: &Place, record: &dyn AnyRecord, met: &[(String, String)]) {
        let (Some(folder), keep) = (self.setup.folder, self.setup.keep) else { return };
        let id = self.artifact.spec().id;
        let is_finding = !met.is_empty();
        if (is_finding || keep >= Keep::Timeline)
            && let Some(spool) = &mut self.spool
        {
            let whole = is_finding || keep == Keep::All;
            let summary = if whole { record.summary() } else { record.summary_without_content() };
            let (summary, source) = (csv_cell(&summary), &self.source_cell);
            let place = csv_cell(&place.to_string());
            record.moments(&mut |moment| {
                let precision = format!("{:?}", moment.at.precision()).to_lowercase();
                let line = format!("{},{precision},{id},{},{summary},{source},{place}\n", moment.at, moment.what);
                spool.push(moment.at.unix_nanos(), &line);
            });
        }
        if !(is_finding || keep == Keep::All) || self.failed.is_some() {
            return;
        }
        if self.table.is_none() {
            let path = folder.join("records").join(format!("{id}.parquet"));
            match RecordTable::create(&path) {
                Ok(table) => self.table = Some(table),
                Err(error) => {
                    self.failed = Some(error);
                    return;
                }
            }
        }
        let mut observables: Vec<(&'static str, String)> = Vec::new();
        if keep == Keep::All {
            record.observables(&mut |seen| observables.push((seen.kind().name(), seen.value().to_owned())));
        }
        let observables =
            if keep == Keep::All { serde_json::to_string(&observables) } else { serde_json::to_string(met) };
        if let Some(table) = &mut self.table {
            table.push(RecordRow {
                source: &self.source,
                place: serde_json::to_string(place).unwrap_or_default(),
                time: record.time().map(Timestamp::unix_nanos),
                summary: record.summary(),
                observables: observables.unwrap_or_default(),
                record: record.json(),
            });
        }
    }
}

impl Sink for ArtifactSink<'_, '_> {
    fn record(&mut self, place: Place, record: &dyn AnyRecord) {
        self.records += 1;
        if let Some(kind) = record.counts_as() {
            *self.counts.entry(kind.to_owned()).or_default() += 1;
        }
        record.moments(&mut |moment| {
            self.first = Some(self.first.map_or(moment.at, |at| at.min(moment.at)));
            self.last = Some(self.last.map_or(moment.at, |at| at.max(moment.at)));
        });
        let met = self.detect(&place, record);
        self.keep(&place, record, &met);
    }

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        self.source_problems += 1;
        if self.source_problems <= PROBLEMS_PER_SOURCE {
            self.list_problem(code, place, detail);
        }
    }
}
