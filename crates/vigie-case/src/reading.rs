//! What reading one artifact gives: its records before indicators and heuristics, what is kept of them, its coverage.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use vigie_artifacts::{AnyArtifact, AnyRecord, Glance, Passed, Plan, Recorded, Sink, Values};
use vigie_detect::indicators::{Correlator, RecordScan};
use vigie_detect::processes::ProgramTable;
use vigie_detect::{Found, HeuristicSpec, Kept, RecordValues, Roster, Seen, Watch};
use vigie_model::{
    Coverage, CoverageState, Finding, ObservableKind, Place, Problem, ProblemCode, SourceRead, Timestamp, csv_cell,
};

use crate::examine::Setup;
use crate::met_rules::{self, Scanned};
use crate::overlap::Overlap;
use crate::records::{RecordRow, RecordTable};

use crate::sieve::{self, Sieve};
use crate::sources::{FileRead, ReadBy};
use crate::spool::Spool;
use crate::walk::{Job, Listed};
use crate::{CaseError, Keep, finding};

/// Problems of one source that are listed one by one; the rest is counted.
const PROBLEMS_PER_SOURCE: u64 = 1000;
/// Findings of one rule in one artifact that are listed one by one; the rest is counted.
pub(crate) const FINDINGS_PER_RULE: u64 = 1000;

/// The state of one heuristic, shared by the artifacts it watches.
pub(crate) struct Watching {
    pub(crate) spec: &'static HeuristicSpec,
    /// Which values it needs to see the record of, where it says so.
    pub(crate) glance: Option<vigie_detect::Glance>,
    pub(crate) state: Mutex<(Box<dyn Watch>, Found)>,
}

/// What reading one artifact gave.
pub(crate) struct ArtifactRun {
    pub(crate) coverage: Coverage,
    pub(crate) findings: Vec<Finding>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) spool: Option<Spool>,
    pub(crate) correlator: Correlator<Kept>,
    pub(crate) programs: ProgramTable,
    pub(crate) packages: Option<Roster>,
    pub(crate) files: Vec<FileRead>,
}

/// One artifact while the evidence is read.
pub(crate) struct Reading<'m> {
    sink: ArtifactSink<'m>,
    coverage: Coverage,
    /// Whether any layout of the evidence can hold it.
    applies: bool,
    /// Whether any source was read to its end, or gave a record.
    completed: bool,
    /// Whether no source that was read holds it.
    absent: bool,
    /// Entries taken, for an artifact that lists.
    entries: u64,
    /// The files read, companions included.
    files: Vec<FileRead>,
}

impl<'m> Reading<'m> {
    pub(crate) fn new(setup: &'m Setup<'m>, artifact: &'static dyn AnyArtifact, watching: &'m [Watching]) -> Self {
        let spec = artifact.spec();
        let sink = ArtifactSink {
            setup,
            artifact,
            heuristics: watching.iter().filter(|watching| watching.spec.may_watch(spec.id)).collect(),
            scan: sieve::scan(setup, spec.id),
            values: RecordValues::default(),
            sieves: Vec::new(),
            correlator: Correlator::default(),
            programs: ProgramTable::default(),
            overlap: Overlap::default(),
            packages: Roster::is_made_of(spec.id).then(Roster::default),
            spool: setup.folder.map(Spool::new),
            table: None,
            source: String::new(),
            source_cell: String::new(),
            records: 0,
            counts: BTreeMap::new(),
            source_problems: 0,
            absent: false,
            first: None,
            last: None,
            rules: BTreeMap::new(),
            findings: Vec::new(),
            problems: Vec::new(),
            failed: None,
        };
        let coverage = Coverage {
            artifact: spec.id.to_owned(),
            version: spec.version,
            state: CoverageState::NotApplicable,
            records: 0,
            counts: BTreeMap::new(),
            problems: 0,
            first: None,
            last: None,
            sources: Vec::new(),
        };
        Self { sink, coverage, applies: false, completed: false, absent: true, entries: 0, files: Vec::new() }
    }

    /// Evidence of a layout that can hold it is there.
    pub(crate) fn applies(&mut self) {
        self.applies = true;
    }

    /// A wanted file the evidence lists but cannot give: it makes its artifacts unreadable, not absent.
    pub(crate) fn lost(&mut self) {
        self.applies = true;
        self.coverage.problems += 1;
    }

    /// What it reads.
    pub(crate) fn artifact(&self) -> &'static dyn AnyArtifact {
        self.sink.artifact
    }

    /// Glances for sources that are read side by side.
    pub(crate) fn glances(&mut self, count: usize) -> Vec<Box<dyn Glance + '_>> {
        self.sink.glances(count)
    }

    /// Reads one source, or tells what was read of it. `plan` says what was declared to get it; `index` is this artifact.
    pub(crate) fn read(
        &mut self,
        job: &Job<'_>,
        recorded: Option<Recorded<'_>>,
        scanned: Option<Scanned>,
        plan: &Plan,
        index: usize,
    ) {
        self.applies = true;
        let (source, sink) = (&job.source, &mut self.sink);
        job.shown.as_ref().clone_into(&mut sink.source);
        sink.source_cell = csv_cell(&job.shown);
        sink.overlap.next_source();
        (sink.records, sink.source_problems, sink.absent) = (0, 0, false);
        let size = source.size().unwrap_or(0);
        let to_its_end = match recorded {
            Some(recorded) => recorded.tell(sink.artifact, source, sink),
            None => sink.artifact.run(source, sink),
        };
        // While another thread makes the hash, this one reads for other artifacts.
        while source.is_being_hashed() && rayon::yield_now() == Some(rayon::Yield::Executed) {}
        let sha256 = match source.sha256() {
            Ok(hash) => Some(hash),
            Err(error) => {
                sink.problem(error.code, error.place, format!("no hash of this file: {}", error.detail));
                None
            }
        };
        let absent = sink.absent && sink.records == 0 && sink.source_problems == 0;
        self.completed |= (to_its_end && !absent) || sink.records > 0;
        self.absent &= absent;
        if let Some(scanned) = scanned {
            sink.scanned(scanned);
        }
        for (code, note) in source.notes() {
            sink.problem(code, Place::File, note);
        }
        sink.end_of_source();
        self.coverage.records += sink.records;
        self.coverage.problems += sink.source_problems;
        // Evidence inside other evidence: its paths are told behind the path it lies at.
        let before = &job.before;
        self.files.extend(source.take_companions().into_iter().map(|companion| FileRead {
            path: format!("{before}{}", companion.path),
            pattern: false,
            stored_as: companion.stored_as,
            size: companion.size,
            sha256: companion.sha256,
            read_by: Vec::new(),
            declared: format!("{before}{}", plan.declared_beside(&companion.path)),
        }));
        let (records, problems) = (sink.records, sink.source_problems);
        // What is declared to the letter tells nothing of a person, whatever the file is called.
        let declared = plan.declared(index, source.path());
        let declared = if declared == source.path() { job.shown.to_string() } else { format!("{before}{declared}") };
        self.files.push(FileRead {
            path: job.shown.to_string(),
            pattern: false,
            stored_as: job.stored_as.clone(),
            size,
            sha256: sha256.clone(),
            read_by: vec![ReadBy { artifact: sink.artifact.spec().id.to_owned(), records, problems }],
            declared,
        });
        self.coverage.sources.push(SourceRead {
            path: job.shown.to_string(),
            stored_as: job.stored_as.clone(),
            size,
            sha256,
            records: sink.records,
            problems: sink.source_problems,
        });
    }

    /// Nothing more comes for a while: what waits to be written need not stay in memory.
    pub(crate) fn rest(&mut self) {
        if let Some(table) = &mut self.sink.table {
            table.rest();
        }
    }

    /// Takes entries of the evidence itself.
    pub(crate) fn list(&mut self, listed: &Listed) {
        let sink = &mut self.sink;
        (sink.records, sink.source_problems) = (0, 0);
        // Times of paths are often those of the copy: they say nothing of how far back the traces reach.
        let span = (sink.first, sink.last);
        for entry in &listed.entries {
            entry.shown.as_str().clone_into(&mut sink.source);
            if sink.spool.is_some() {
                sink.source_cell = csv_cell(&entry.shown);
            }
            sink.artifact.list_entry(listed.layout, &entry.entry(), sink);
        }
        (sink.first, sink.last) = span;
        self.entries += listed.entries.len() as u64;
        self.completed = true;
        sink.end_of_source();
        self.coverage.records += sink.records;
        self.coverage.problems += sink.source_problems;
    }

    /// The end of all evidence.
    pub(crate) fn finish(mut self) -> Result<ArtifactRun, CaseError> {
        let nothing = self.absent && self.entries == 0 && self.coverage.problems == 0;
        self.coverage.state = match (self.applies, self.completed, nothing) {
            (false, ..) => CoverageState::NotApplicable,
            (_, true, _) => CoverageState::Read,
            (_, false, true) => CoverageState::Absent,
            (_, false, false) => CoverageState::Unreadable,
        };
        self.coverage.sources.sort_by(|a, b| a.path.cmp(&b.path));
        let mut sink = self.sink;
        (self.coverage.first, self.coverage.last) = (sink.first, sink.last);
        self.coverage.counts = std::mem::take(&mut sink.counts);
        if let Some(error) = sink.failed {
            return Err(error);
        }
        if let Some(table) = sink.table {
            table.finish()?;
        }
        for (rule, count) in &sink.rules {
            if *count > FINDINGS_PER_RULE {
                sink.problems.push(more_findings(rule, Some(sink.artifact.spec().id), count - FINDINGS_PER_RULE));
            }
        }
        if sink.overlap.forgotten() > 0 {
            sink.problems.push(not_compared(sink.artifact.spec().id, sink.overlap.forgotten()));
        }
        Ok(ArtifactRun {
            coverage: self.coverage,
            findings: sink.findings,
            problems: sink.problems,
            spool: sink.spool,
            correlator: sink.correlator,
            programs: sink.programs,
            packages: sink.packages,
            files: self.files,
        })
    }
}

pub(crate) fn more_findings(rule: &str, artifact: Option<&str>, more: u64) -> Problem {
    Problem {
        code: ProblemCode::LimitReached,
        artifact: artifact.map(str::to_owned),
        source: None,
        place: Place::File,
        detail: format!("{more} further findings of {rule} are not listed one by one"),
    }
}

/// Only so many values are remembered, so that hostile evidence cannot fill the memory.
pub(crate) fn forgotten(who: &str, values: u64) -> Problem {
    Problem {
        code: ProblemCode::LimitReached,
        artifact: None,
        source: None,
        place: Place::File,
        detail: format!("{who}: too many different values; {values} were seen and not looked at further"),
    }
}

/// Records beyond those that are remembered.
fn not_compared(artifact: &str, records: u64) -> Problem {
    Problem {
        code: ProblemCode::LimitReached,
        artifact: Some(artifact.to_owned()),
        source: None,
        place: Place::File,
        detail: format!(
            "{records} further records were not compared with those of other files: some may be told twice"
        ),
    }
}

/// Takes what one artifact's parser yields.
struct ArtifactSink<'m> {
    setup: &'m Setup<'m>,
    artifact: &'static dyn AnyArtifact,
    heuristics: Vec<&'m Watching>,
    scan: RecordScan<'m>,
    /// Of the record that is looked at.
    values: RecordValues,
    /// One for each thread that reads parts of a source; the first serves this one.
    sieves: Vec<Sieve<'m>>,
    correlator: Correlator<Kept>,
    programs: ProgramTable,
    overlap: Overlap,
    /// The packages of the device, of an artifact that lists them.
    packages: Option<Roster>,
    spool: Option<Spool>,
    table: Option<RecordTable>,
    source: String,
    /// The same as a cell of the timeline.
    source_cell: String,
    records: u64,
    counts: BTreeMap<String, u64>,
    source_problems: u64,
    /// The source does not hold this artifact.
    absent: bool,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    rules: BTreeMap<String, u64>,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
    failed: Option<CaseError>,
}

impl<'m> ArtifactSink<'m> {
    /// Makes so many sieves; none when every record is kept.
    fn sieves(&mut self, count: usize) -> &mut [Sieve<'m>] {
        if self.setup.folder.is_some() && self.setup.keep >= Keep::Timeline {
            return &mut [];
        }
        while self.sieves.len() < count {
            self.sieves.push(Sieve::new(self.setup, self.artifact.spec().id, &self.heuristics));
        }
        self.sieves.get_mut(..count).unwrap_or_default()
    }

    fn list_problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        self.problems.push(Problem {
            code,
            artifact: Some(self.artifact.spec().id.to_owned()),
            source: Some(self.source.clone()),
            place,
            detail,
        });
    }

    /// What the rules said of the current source.
    fn scanned(&mut self, scanned: Scanned) {
        for met in &scanned.met {
            let count = self.rules.entry(format!("yara {}", met.rule.rule)).or_default();
            *count += 1;
            if *count <= FINDINGS_PER_RULE {
                self.findings.push(met_rules::finding(self.artifact.spec().id, &self.source, met));
            }
        }
        for (code, place, detail) in scanned.troubles {
            vigie_artifacts::Sink::problem(self, code, place, detail);
        }
    }

    /// Counts the problems of a source that were not listed.
    fn end_of_source(&mut self) {
        if self.source_problems > PROBLEMS_PER_SOURCE {
            let more = self.source_problems - PROBLEMS_PER_SOURCE;
            let detail = format!("{more} further problems of this file are not listed one by one");
            self.list_problem(ProblemCode::LimitReached, Place::File, detail);
        }
    }

    /// Matches one record; answers the values that met something.
    fn detect(&mut self, place: &Place, record: &dyn AnyRecord) -> Vec<(String, String)> {
        let spec = self.artifact.spec();
        let mut met = Vec::new();
        self.values.take(record);
        for observable in self.values.iter() {
            self.scan.see(&observable);
        }
        let found = self.scan.finish();
        if found.limited {
            let detail = "links inside links of this record were searched only to 4 MiB".to_owned();
            vigie_artifacts::Sink::problem(self, ProblemCode::LimitReached, place.clone(), detail);
        }
        let (forgotten, kinds) = (Cell::new(0), self.values.kinds());
        let seen = Seen {
            values: Some(&self.values),
            forgotten: Some(&forgotten),
            ..Seen::new(spec.id, &self.source, place, record)
        };
        if !found.partials.is_empty() {
            self.correlator.note(&found.partials, record.time(), &seen.keep());
        }
        self.programs.note(&seen, kinds.has(ObservableKind::Executable) || kinds.has(ObservableKind::Process));
        if let Some(packages) = &mut self.packages {
            packages.note(record);
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
            let mut state = watching.state.lock().unwrap_or_else(PoisonError::into_inner);
            let (watch, found) = &mut *state;
            let before = found.len();
            watch.record(&seen, found);
            found.forget(forgotten.take());
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
                let (at, what, local) = (moment.at, moment.what, moment.at.local().unwrap_or_default());
                let line = format!("{at},{precision},{id},{what},{summary},{source},{place},{local}\n");
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
            observables.extend(self.values.iter().map(|seen| (seen.kind().name(), seen.value().to_owned())));
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

impl Sink for ArtifactSink<'_> {
    fn record(&mut self, place: Place, record: &dyn AnyRecord) {
        if self.overlap.has(record) {
            *self.counts.entry("repeated".to_owned()).or_default() += 1;
            return;
        }
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

    fn passes(&mut self, moments: &[Timestamp], values: &Values<'_>) -> bool {
        let passes = self.sieves(1).first_mut().is_some_and(|sieve| !sieve.matters(values));
        if passes {
            let mut one = Passed::default();
            one.note(moments);
            self.passed(&one);
        }
        passes
    }

    fn glances(&mut self, count: usize) -> Vec<Box<dyn Glance + '_>> {
        self.sieves(count).iter_mut().map(|sieve| Box::new(sieve) as Box<dyn Glance>).collect()
    }

    fn passed(&mut self, passed: &Passed) {
        self.records += passed.records;
        self.first = [self.first, passed.first].into_iter().flatten().min();
        self.last = self.last.max(passed.last);
    }

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        self.source_problems += 1;
        if self.source_problems <= PROBLEMS_PER_SOURCE {
            self.list_problem(code, place, detail);
        }
    }

    fn absent(&mut self) {
        self.absent = true;
    }
}
