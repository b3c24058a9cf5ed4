//! One pass over the evidence: every path against all declared paths, each artifact's sources in order on a thread
//! pool, every observable against every indicator, every record before the heuristics that asked for it. Evidence that
//! lies inside the evidence is examined with it.
//!
//! Artifacts run side by side, the sources of one artifact one after the other: order within an artifact is fixed by
//! the evidence, and everything that joins artifacts is sorted, so the result does not depend on the threads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use vigie_artifacts::{AnyArtifact, Plan, Recorded, Source};
use vigie_detect::indicators::{Correlator, Matcher};
use vigie_detect::processes::{ProgramRow, ProgramTable};
use vigie_detect::rules::Rules;
use vigie_detect::{AnyHeuristic, Asked, Found, Roster};
use vigie_evidence::{Evidence, OpenError, OpenOptions, packed_in};
use vigie_model::{Coverage, CoverageState, EvidenceInfo, EvidenceKind, Finding, Layout, Place, Problem, ProblemCode};
use vigie_text::Texts;

use crate::allowance::Allowance;
use crate::reading::{FINDINGS_PER_RULE, Reading, Watching, forgotten, more_findings};
use crate::sources::{self, FileRead};
use crate::spool::Spool;
use crate::told::{Counts, EvidenceInside, PackTold, Told, ToldFinding};
use crate::told_once::told_once;
use crate::walk::{Job, Names, Passed, Walk};
use crate::{CaseError, Keep, ProgramsTold, devices, finding, met_rules, programs};

/// How many pieces of evidence may lie in each other below the one that was given.
const NESTED: usize = 2;
/// A file of so many bytes that so many artifacts read is hashed by a task of its own.
const LARGE: u64 = 4 << 20;
const MANY: usize = 8;

/// Told how far the examination is. Called from several threads.
pub trait Progress: Sync {
    /// More is going to be read: files, and their bytes or those of the archive they come out of.
    fn begin(&self, files: u64, bytes: u64);
    /// So many more bytes of an archive have passed.
    fn streamed(&self, _bytes: u64) {}
    /// One source is done.
    fn source(&self, path: &str, bytes: u64);
}

/// With what an examination is made.
pub struct Setup<'s> {
    /// The artifacts to read.
    pub artifacts: &'s [&'static dyn AnyArtifact],
    /// The heuristics to apply.
    pub heuristics: &'s [&'static dyn AnyHeuristic],
    /// What they are asked to look for.
    pub asked: Asked,
    /// The indicators.
    pub matcher: &'s Matcher,
    /// The packs, as the case records them.
    pub packs: Vec<PackTold>,
    /// Problems of the packs.
    pub pack_problems: Vec<Problem>,
    /// YARA rules for the files of artifacts that declare it. Their files are among the packs.
    pub rules: Option<&'s Rules>,
    /// Threads; 0 means as many as the machine has.
    pub threads: usize,
    /// How much to keep in `folder`.
    pub keep: Keep,
    /// What opens evidence that lies inside the evidence, when that is encrypted.
    pub unlock: OpenOptions,
    /// Where the timeline and the records are written while the evidence is read, if anything is kept.
    pub folder: Option<&'s Path>,
}

/// What an examination found, and how far it could look.
#[derive(Debug)]
pub struct Examination {
    /// The evidence.
    pub evidence: EvidenceInfo,
    /// Evidence that was found inside it and examined with it.
    pub inside: Vec<EvidenceInside>,
    /// The packs used.
    pub packs: Vec<PackTold>,
    /// Gravest first, then by meaning, time and place.
    pub findings: Vec<Finding>,
    /// One line per artifact, in the order of the registry.
    pub coverage: Vec<Coverage>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Every file that was read, sorted by path.
    pub sources: Vec<FileRead>,
    /// The numbers.
    pub counts: Counts,
    /// Every program that any source names.
    pub programs: Vec<ProgramRow>,
    /// Whether something that is there could not be read: a part of the evidence, or of a pack. An indicator that
    /// cannot be used is not unread.
    pub unreadable_parts: bool,
}

impl Examination {
    /// The programs that a case of a level of keeping holds.
    pub fn programs_kept(&self, keep: Keep) -> impl Iterator<Item = &ProgramRow> {
        programs::kept(&self.programs, keep)
    }

    /// The files read, as a case of a level of keeping names them.
    pub fn sources_kept(&self, keep: Keep) -> Vec<FileRead> {
        let findings = self.findings.iter().map(|finding| finding.source.as_str());
        let problems = self.problems.iter().filter_map(|problem| problem.source.as_deref());
        sources::kept(&self.sources, keep, findings.chain(problems))
    }

    /// The coverage, with its sources as a case of a level of keeping names them.
    pub fn coverage_kept(&self, keep: Keep) -> Vec<Coverage> {
        let mut coverage = self.coverage.clone();
        sources::fill(&mut coverage, &self.sources_kept(keep));
        coverage
    }

    /// Adds trouble that was met outside of the examination, while the whole evidence was hashed.
    pub fn add_problems(&mut self, problems: Vec<Problem>) {
        self.counts.problems += problems.len() as u64;
        self.unreadable_parts |= !problems.is_empty();
        self.problems.extend(problems);
        self.problems.sort();
    }

    /// The whole of it, with sentences written out.
    pub fn told(&self, texts: &Texts) -> Told {
        Told {
            schema: "vigie-check/1".to_owned(),
            evidence: self.evidence.clone(),
            inside: self.inside.clone(),
            packs: self.packs.clone(),
            findings: self.findings.iter().map(|finding| ToldFinding::new(finding, texts)).collect(),
            coverage: self.coverage.clone(),
            problems: self.problems.clone(),
            counts: self.counts.clone(),
            programs: ProgramsTold::new(&self.programs),
        }
    }
}

/// An examination under way.
struct Engine<'m> {
    setup: &'m Setup<'m>,
    progress: &'m dyn Progress,
    pool: rayon::ThreadPool,
    plans: BTreeMap<Layout, Arc<Plan>>,
    readings: Vec<Mutex<Reading<'m>>>,
    /// Problems of no artifact, and of files that could not be given.
    problems: Vec<Problem>,
    /// How many of them belong to no artifact.
    of_none: u64,
    inside: Vec<EvidenceInside>,
    /// How much may still come out of the archive among files that is being read.
    allowance: Option<Arc<Allowance>>,
}

/// Examines evidence.
///
/// # Errors
/// Only what makes an examination impossible: threads, a full disk under `folder`. Trouble with the evidence is in
/// the [`Examination`].
pub fn examine(evidence: &Evidence, setup: &Setup<'_>, progress: &dyn Progress) -> Result<Examination, CaseError> {
    let watching: Vec<Watching> = setup
        .heuristics
        .iter()
        .map(|heuristic| {
            let mut watch = heuristic.watch();
            watch.prepare(&setup.asked);
            let state = Mutex::new((watch, Found::new(heuristic.spec())));
            Watching { spec: heuristic.spec(), glance: heuristic.glance(), state }
        })
        .collect();
    let mut engine = Engine::new(setup, &watching, progress)?;
    engine.evidence(evidence, None, 0)?;
    let Engine { readings, mut problems, mut of_none, mut inside, .. } = engine;
    inside.sort_by(|a, b| a.path.cmp(&b.path));

    let mut findings = Vec::new();
    let mut coverage = Vec::new();
    let (mut spools, mut files) = (Vec::new(), Vec::new());
    let told: BTreeSet<Damage> = problems.iter().filter(|one| one.artifact.is_some()).map(damage).collect();
    let mut correlator = Correlator::default();
    let mut programs = ProgramTable::default();
    let mut packages = Roster::default();
    for reading in readings {
        let mut run = reading.into_inner().unwrap_or_else(PoisonError::into_inner).finish()?;
        // What is wrong with a list of files is met by who opens the evidence, and again by who reads it as an artifact.
        let before = run.problems.len();
        run.problems.retain(|problem| !told.contains(&damage(problem)));
        run.coverage.problems = run.coverage.problems.saturating_sub((before - run.problems.len()) as u64);
        findings.extend(run.findings);
        problems.extend(run.problems);
        coverage.push(run.coverage);
        spools.extend(run.spool);
        files.extend(run.files);
        correlator.merge(run.correlator);
        programs.merge(run.programs);
        if let Some(listed) = run.packages {
            packages.merge(listed);
        }
    }
    if setup.rules.is_some() && !applied(setup.artifacts, &coverage) {
        problems.push(Problem {
            code: ProblemCode::RulesNotApplied,
            artifact: None,
            source: None,
            place: Place::File,
            detail: "this evidence holds no file that YARA rules are applied to".to_owned(),
        });
        of_none += 1;
    }
    let before = problems.len();
    let packages = Arc::new(packages);
    for watching in watching {
        let (mut watch, mut found) = watching.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        watch.packages(&packages);
        watch.finish(&mut found);
        if found.forgotten() > 0 {
            problems.push(forgotten(watching.spec.id, found.forgotten()));
        }
        findings.extend(limit(found.take(), watching.spec.id, &mut problems));
    }
    if packages.beyond() > 0 {
        problems.push(forgotten("list of packages", packages.beyond()));
    }
    if programs.beyond() > 0 {
        problems.push(forgotten("table of programs", programs.beyond()));
    }
    of_none += (problems.len() - before) as u64;
    if is_silent(&coverage, &problems) {
        let detail = "no file in it is one that vigie reads".to_owned();
        let (code, artifact, source) = (ProblemCode::NothingRead, None, None);
        problems.push(Problem { code, artifact, source, place: Place::File, detail });
        of_none += 1;
    }
    if let Some(problem) = devices::several(&evidence.told(), &inside) {
        problems.push(problem);
        of_none += 1;
    }
    findings.extend(correlator.finish(setup.matcher).iter().filter_map(finding::correlated));
    sort(&mut findings);
    let repeated = told_once(&mut problems);

    if let Some(folder) = setup.folder {
        write_timeline(folder, spools)?;
    }
    let unreadable_parts = has_unreadable(&coverage, &problems);
    let mut counts = Counts::new(&findings, &coverage, of_none);
    counts.problems = counts.problems.saturating_sub(repeated);
    Ok(Examination {
        evidence: evidence.told(),
        inside,
        packs: setup.packs.clone(),
        findings,
        coverage,
        problems,
        sources: sources::joined(files),
        counts,
        programs: programs.finish(),
        unreadable_parts,
    })
}

impl<'m> Engine<'m> {
    fn new(setup: &'m Setup<'m>, watching: &'m [Watching], progress: &'m dyn Progress) -> Result<Self, CaseError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(setup.threads)
            .build()
            .map_err(|error| CaseError::Threads(error.to_string()))?;
        let readings = setup.artifacts.iter().map(|artifact| Mutex::new(Reading::new(setup, *artifact, watching)));
        Ok(Self {
            setup,
            progress,
            pool,
            plans: BTreeMap::new(),
            readings: readings.collect(),
            problems: setup.pack_problems.clone(),
            of_none: setup.pack_problems.len() as u64,
            inside: Vec::new(),
            allowance: None,
        })
    }

    /// The declared paths of a layout, compiled when the first evidence of it is met.
    fn plan(&mut self, layout: Layout) -> Result<Arc<Plan>, CaseError> {
        if let Some(plan) = self.plans.get(&layout) {
            return Ok(Arc::clone(plan));
        }
        let plan = Plan::new(self.setup.artifacts, layout).map_err(|error| CaseError::Plan(error.to_string()))?;
        let plan = Arc::new(plan);
        self.plans.insert(layout, Arc::clone(&plan));
        Ok(plan)
    }

    fn reading(&mut self, index: usize) -> &mut Reading<'m> {
        self.readings[index].get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads one piece of evidence; `within` is its path when it lies in another, `depth` the number of those above it.
    fn evidence(&mut self, evidence: &Evidence, within: Option<&str>, depth: usize) -> Result<(), CaseError> {
        let layout = evidence.info.layout;
        let plan = self.plan(layout)?;
        // A single app is read as one file of an acquisition, and says nothing of what else could be in one.
        if evidence.info.kind != EvidenceKind::AndroidApp {
            for index in (0..self.readings.len()).filter(|index| plan.applies(*index)) {
                self.reading(index).applies();
            }
        }
        let names = Names::new(evidence, within);
        for problem in &evidence.problems {
            self.problem(problem.clone(), &plan, names);
        }
        let streamed = evidence.streamed();
        if let Some(bytes) = streamed {
            self.progress.begin(0, bytes);
        }
        let progress = self.progress;
        let allowance = self.allowance.clone();
        std::thread::scope(|scope| {
            let (sender, passed) = sync_channel(1);
            let mut walk = Walk::new(&plan, layout, names, allowance.as_deref(), sender, progress);
            scope.spawn(move || {
                evidence.visit(&mut walk);
                walk.finish();
            });
            for passed in passed {
                match passed {
                    Passed::Problem(problem) => self.problem(problem, &plan, names),
                    Passed::Listed(listed) => {
                        for index in plan.listing() {
                            self.reading(*index).list(&listed);
                        }
                    }
                    Passed::Sources(jobs) => self.batch(jobs, &plan, streamed.is_some(), depth)?,
                }
            }
            Ok(())
        })
    }

    /// Trouble with the evidence. A wanted file that cannot be given makes its artifacts unreadable, not absent.
    fn problem(&mut self, mut problem: Problem, plan: &Plan, names: Names<'_>) {
        let owners = problem.source.as_deref().map(|path| plan.wanted_by(path)).unwrap_or_default();
        match owners.first() {
            Some(first) => problem.artifact = Some(self.setup.artifacts[*first].spec().id.to_owned()),
            None => self.of_none += 1,
        }
        for owner in owners {
            self.reading(owner).lost();
        }
        let told = names.shown(problem.source.as_deref().unwrap_or_default());
        if !told.is_empty() {
            problem.source = Some(told);
        }
        self.problems.push(problem);
    }

    /// Reads sources, then evidence among them.
    fn batch(&mut self, jobs: Vec<Job<'_>>, plan: &Plan, is_stream: bool, depth: usize) -> Result<(), CaseError> {
        let mut of: Vec<Vec<&Job<'_>>> = self.readings.iter().map(|_| Vec::new()).collect();
        let (mut files, mut bytes) = (0, 0);
        let mut shared = Vec::new();
        for job in &jobs {
            let size = if is_stream { 0 } else { job.source.size().unwrap_or(0) };
            let owners = plan.wanted_by(job.source.path());
            if owners.len() >= MANY && job.source.seeks() && job.source.size().is_ok_and(|size| size >= LARGE) {
                shared.push(&job.source);
            }
            for index in owners {
                files += 1;
                bytes += size;
                of[index].push(job);
            }
        }
        self.progress.begin(files, bytes);
        // Artifacts that read the same database go one after the other: when it must be held in memory, it is held
        // once. Those of a bug report, which share one text, run side by side. The longest first, so that no large one begins when the others are done.
        let mut order = sharing(&of);
        let weight = |index: &usize| of[*index].iter().map(|job| job.source.size().unwrap_or(0)).sum::<u64>();
        order.sort_by_key(|group| std::cmp::Reverse(group.iter().map(weight).sum::<u64>()));
        let (readings, progress, setup) = (&self.readings, self.progress, self.setup);
        self.pool.install(|| {
            rayon::scope(|scope| {
                // The text of a bug report is hashed beside its first reading, not before it.
                for source in shared {
                    scope.spawn(|_| drop(source.sha256()));
                }
                order.par_iter().with_max_len(1).for_each(|group| {
                    for index in group {
                        let mut reading = readings[*index].lock().unwrap_or_else(PoisonError::into_inner);
                        for some in of[*index].chunks(at_once()) {
                            let scanned = met_rules::scan(setup.rules, reading.artifact(), some);
                            for ((job, recorded), scanned) in some.iter().zip(ahead(&mut reading, some)).zip(scanned) {
                                reading.read(job, recorded, scanned, plan, *index);
                                let size = if is_stream { 0 } else { job.source.size().unwrap_or(0) };
                                progress.source(&job.shown, size);
                            }
                        }
                        reading.rest();
                    }
                });
            });
        });
        drop(of);
        for job in jobs {
            if job.source.is_nested() {
                self.nested(&job, depth)?;
            }
        }
        Ok(())
    }

    /// Evidence inside the evidence.
    fn nested(&mut self, job: &Job<'_>, depth: usize) -> Result<(), CaseError> {
        let is_among_files = job.source.layout() == Layout::Files;
        if depth >= NESTED {
            let what = if is_among_files {
                packed_in(&job.source)
            } else {
                let is_none = matches!(Evidence::inside(&job.source, &self.setup.unlock), Ok(None));
                (!is_none).then_some("evidence in itself")
            };
            if let Some(what) = what {
                let size = job.source.size().map_or_else(|error| error.to_string(), |size| format!("{size} bytes"));
                self.not_examined(
                    job,
                    format!("{what} ({size}) below {NESTED} others: so deep nothing is looked into"),
                );
            }
            return Ok(());
        }
        match Evidence::inside(&job.source, &self.setup.unlock) {
            Ok(None) => {}
            Ok(Some(evidence)) if is_among_files => self.archive(&evidence, job, depth)?,
            Ok(Some(evidence)) => {
                self.evidence(&evidence, Some(&job.shown), depth + 1)?;
                self.inside.push(EvidenceInside { path: job.shown.to_string(), evidence: evidence.told() });
            }
            Err(error) => {
                let detail = match error {
                    OpenError::Unknown(_) => "nothing vigie knows is in it".to_owned(),
                    OpenError::Damaged { detail, .. } => detail,
                    OpenError::Encrypted(_) => {
                        "it is encrypted; --password-file or --password-env gives its password, --inner-password-file where \
                         the archive around it has one too"
                            .to_owned()
                    }
                    other => other.to_string(),
                };
                self.not_examined(job, detail);
            }
        }
        Ok(())
    }

    /// An archive among files. It is no evidence of its own: what lies in it are files as those beside it. All that
    /// comes out of it, and out of archives in it, is limited together.
    fn archive(&mut self, evidence: &Evidence, job: &Job<'_>, depth: usize) -> Result<(), CaseError> {
        let outermost = self.allowance.is_none();
        if outermost {
            self.allowance = Some(Arc::new(Allowance::of(job.source.size().unwrap_or(0))));
        }
        self.evidence(evidence, Some(&job.shown), depth + 1)?;
        if outermost && let Some(detail) = self.allowance.take().and_then(|allowance| allowance.told()) {
            self.not_examined(job, detail);
        }
        Ok(())
    }

    fn not_examined(&mut self, job: &Job<'_>, detail: String) {
        self.of_none += 1;
        self.problems.push(Problem {
            code: ProblemCode::NestedNotExamined,
            artifact: None,
            source: Some(job.shown.to_string()),
            place: Place::File,
            detail,
        });
    }
}

/// Whether any source was read to which rules are applied.
fn applied(artifacts: &[&'static dyn AnyArtifact], coverage: &[Coverage]) -> bool {
    let meets = artifacts.iter().zip(coverage).filter(|(artifact, _)| met_rules::are_applied(**artifact));
    meets.into_iter().any(|(_, of)| !of.sources.is_empty())
}

/// Whether something that is there could not be read.
fn has_unreadable(coverage: &[Coverage], problems: &[Problem]) -> bool {
    let is_note = |problem: &&Problem, of: &Coverage| {
        is_no_part(problem.code) && problem.artifact.as_deref() == Some(of.artifact.as_str())
    };
    let notes = |of: &Coverage| problems.iter().filter(|problem| is_note(problem, of)).count() as u64;
    coverage.iter().any(|of| of.problems > 0 && of.problems > notes(of) || of.state == CoverageState::Unreadable)
        || problems.iter().any(|problem| problem.artifact.is_none() && !is_no_part(problem.code))
}

/// Whether nothing was read, and nothing else says so.
fn is_silent(coverage: &[Coverage], problems: &[Problem]) -> bool {
    let is_read = |of: &Coverage| of.state == CoverageState::Read || !of.sources.is_empty();
    !coverage.iter().any(is_read) && !has_unreadable(coverage, problems)
}

/// Whether a problem says nothing of a part of the evidence that was not read.
fn is_no_part(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::IndicatorUnusable
            | ProblemCode::OutsideDevice
            | ProblemCode::DeletedNotRead
            | ProblemCode::ZoneDerived
            | ProblemCode::SeveralDevices
    )
}

/// What makes two problems the same.
type Damage = (ProblemCode, Option<String>, Place, Option<String>);

/// Of one kind at one place; only where the place is the whole file the words count.
fn damage(problem: &Problem) -> Damage {
    let detail = (problem.place == Place::File).then(|| problem.detail.clone());
    (problem.code, problem.source.clone(), problem.place.clone(), detail)
}

/// How many sources of one artifact are read before the first of them is told.
fn at_once() -> usize {
    match rayon::current_num_threads() {
        1 => 1,
        threads => threads * 4,
    }
}

/// Reads sources of one artifact side by side. Databases are left to be read in their turn: one may have to be held in
/// memory as a whole.
fn ahead(reading: &mut Reading<'_>, jobs: &[&Job<'_>]) -> Vec<Option<Recorded<'static>>> {
    if jobs.len() < 2 {
        return jobs.iter().map(|_| None).collect();
    }
    let artifact = reading.artifact();
    let mut glances = reading.glances(jobs.len()).into_iter();
    let jobs: Vec<_> = jobs.iter().map(|job| (&job.source, Recorded::new(glances.next()))).collect();
    let read = |(source, recorded): (&Source<'_>, Recorded<'_>)| {
        (!source.is_database()).then(|| recorded.read(artifact, source))
    };
    jobs.into_par_iter().with_max_len(1).map(read).collect()
}

/// The indexes of the jobs in groups of those that share a database.
fn sharing(jobs: &[Vec<&Job<'_>>]) -> Vec<Vec<usize>> {
    let mut group_of: Vec<usize> = (0..jobs.len()).collect();
    let mut first_reader: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, sources) in jobs.iter().enumerate() {
        for job in sources {
            let other = *first_reader.entry(&job.shown).or_insert(index);
            if other == index || !job.source.is_database() {
                continue;
            }
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

fn write_timeline(folder: &Path, spools: Vec<Spool>) -> Result<(), CaseError> {
    let path = folder.join("timeline.csv");
    let file = std::fs::File::create_new(&path).map_err(CaseError::io(&path))?;
    let mut out = std::io::BufWriter::with_capacity(1 << 18, file);
    let write = |out: &mut std::io::BufWriter<std::fs::File>| {
        std::io::Write::write_all(out, crate::read_timeline::HEAD.as_bytes())
    };
    write(&mut out).map_err(CaseError::io(&path))?;
    Spool::merge(spools, &path, &mut out)?;
    out.into_inner().map_err(|error| CaseError::Io { path: path.clone(), source: error.into_error() })?;
    Ok(())
}
