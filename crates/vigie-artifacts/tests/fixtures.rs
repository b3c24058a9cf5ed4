//! Every fixture of `fixtures/<artifact id>/<case>/`: evidence -> records -> observables -> problems, compared with
//! its snapshot; then every truncation and a set of byte flips of every file in it.
//! `support/mod.rs` says how files of a case become evidence.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use support::{Files, load};
use vigie_artifacts::{ARTIFACTS, AnyArtifact, AnyRecord, Plan, Sink};
use vigie_model::{Layout, ObservableKind, Place, ProblemCode};

#[derive(Default)]
struct Collected {
    records: usize,
    problems: Vec<(ProblemCode, String)>,
    kinds: BTreeSet<ObservableKind>,
    text: String,
}

impl Sink for Collected {
    fn record(&mut self, place: Place, record: &dyn AnyRecord) {
        self.records += 1;
        record.observables(&mut |seen| _ = self.kinds.insert(seen.kind()));
        let text = &mut self.text;
        let _ = writeln!(text, "record at {place}: {}", record.summary());
        record.moments(&mut |moment| {
            let _ = writeln!(text, "  {} {}", moment.what, moment.at);
        });
        record.observables(&mut |seen| {
            let meaning = seen.own_meaning().map(|meaning| format!(" ({meaning})")).unwrap_or_default();
            let _ = writeln!(text, "  {}{meaning}: {:?}", seen.kind(), seen.value());
        });
        let without = record.summary_without_content();
        if without != record.summary() {
            let _ = writeln!(text, "  without content: {without}");
        }
        let _ = writeln!(text, "  {}", record.json());
    }

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        let _ = writeln!(self.text, "problem {code} at {place}: {detail}");
        self.problems.push((code, detail));
    }

    fn absent(&mut self) {
        self.text.push_str("absent\n");
    }
}

fn plan(artifact: &'static dyn AnyArtifact, layout: Layout) -> Plan {
    Plan::new(&[artifact], layout).expect("declared paths are valid globs")
}

fn run(artifact: &'static dyn AnyArtifact, layout: Layout, files: &Files) -> Collected {
    run_planned(artifact, &plan(artifact, layout), layout, files)
}

fn run_planned(artifact: &'static dyn AnyArtifact, plan: &Plan, layout: Layout, files: &Files) -> Collected {
    let evidence = support::evidence(layout, files);
    let mut collected = Collected::default();
    let lists = artifact.lists().contains(&layout);
    let mut listed = Collected::default();
    evidence.walk(
        &mut |entry| {
            if lists {
                let _ = writeln!(listed.text, "entry {}", entry.path);
                artifact.list_entry(layout, &entry, &mut listed);
            }
            plan.wants(entry.path)
        },
        &mut |source| {
            let _ = writeln!(collected.text, "source {}", source.path());
            artifact.run(&source, &mut collected);
        },
        &mut |problem| panic!("memory has no problems: {problem:?}"),
    );
    collected.records += listed.records;
    collected.kinds.extend(listed.kinds);
    collected.problems.extend(listed.problems);
    collected.text.insert_str(0, &listed.text);
    collected
}

fn cases() -> Vec<(&'static dyn AnyArtifact, String, Layout, PathBuf)> {
    let of = |artifact: &'static dyn AnyArtifact| {
        let cases = support::cases(&support::root().join(artifact.spec().id));
        cases.into_iter().map(move |(case, layout, path)| (artifact, case, layout, path))
    };
    ARTIFACTS.iter().flat_map(|artifact| of(*artifact)).collect()
}

/// `VIGIE_FIXTURE=ios_sms cargo test -p vigie-artifacts` runs one artifact's fixtures only.
#[expect(clippy::disallowed_methods, reason = "a choice of whoever runs the test")]
fn selected(artifact: &dyn AnyArtifact) -> bool {
    std::env::var("VIGIE_FIXTURE").map_or(true, |id| id == artifact.spec().id)
}

#[test]
fn fixtures_match_their_snapshots() {
    for (artifact, _, layout, path) in cases().into_iter().filter(|case| selected(case.0)) {
        let collected = run(artifact, layout, &load(&path));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().expect("a case folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(layout.name(), collected.text));
    }
}

#[test]
fn every_artifact_has_a_fixture_and_one_with_a_problem() {
    let mut seen = BTreeSet::new();
    let mut with_problem = BTreeSet::new();
    for (artifact, _, layout, path) in cases() {
        let collected = run(artifact, layout, &load(&path));
        if collected.records > 0 {
            seen.insert(artifact.spec().id);
        }
        if !collected.problems.is_empty() {
            with_problem.insert(artifact.spec().id);
        }
    }
    for artifact in ARTIFACTS {
        let id = artifact.spec().id;
        assert!(seen.contains(id), "no fixture of {id} gives a record");
        assert!(with_problem.contains(id), "no fixture of {id} gives a problem");
    }
}

/// `vigie artifacts` tells from `data/kinds.tsv` which heuristics an artifact can feed. `VIGIE_WRITE_KINDS=1` writes it anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "the list is a file, and a choice of whoever runs the test")]
fn the_list_of_kinds_is_what_fixtures_yield() {
    let mut kinds: BTreeMap<&str, BTreeSet<ObservableKind>> = BTreeMap::new();
    for (artifact, _, layout, path) in cases() {
        kinds.entry(artifact.spec().id).or_default().extend(run(artifact, layout, &load(&path)).kinds);
    }
    let mut list = String::new();
    for (id, kinds) in kinds.iter().filter(|(_, kinds)| !kinds.is_empty()) {
        let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
        let _ = writeln!(list, "{id}\t{}", names.join(" "));
    }
    let path = support::root().join("../crates/vigie-artifacts/data/kinds.tsv");
    if std::env::var_os("VIGIE_WRITE_KINDS").is_some() {
        std::fs::write(&path, &list).expect("can be written");
    }
    let written = std::fs::read_to_string(&path).expect("readable");
    assert!(written == list, "{} is out of date: run with VIGIE_WRITE_KINDS=1", path.display());
    for (id, kinds) in kinds {
        assert!(kinds.iter().all(|kind| vigie_artifacts::yields(id, *kind)), "{id}");
    }
    assert!(!vigie_artifacts::yields("ios_system_version", ObservableKind::Url));
}

/// An archive keeps only what is declared: a parser that asks for more would read a folder, and not the same archive.
#[test]
fn parsers_ask_only_for_what_they_declare() {
    for (artifact, case, layout, path) in cases().into_iter().filter(|case| selected(case.0)) {
        let plan = Plan::new(&[artifact], layout).expect("declared paths are valid globs");
        let files = load(&path);
        let declared = |path: &str| {
            !artifact.lists().is_empty()
                || plan.wants(path.strip_suffix("-wal").unwrap_or(path))
                || !plan.companion_of(path).is_empty()
        };
        let kept: Files = files
            .iter()
            .filter(|(path, _)| declared(path))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        let (whole, kept) = (run(artifact, layout, &files), run(artifact, layout, &kept));
        assert_eq!(whole.text, kept.text, "{}/{case} reads something that is not declared", artifact.spec().id);
    }
}

/// Cut points and flips are spread over the file; small files get every one.
fn spread(length: usize, most: usize) -> impl Iterator<Item = usize> {
    let step = (length / most).max(1);
    (0..length).step_by(step)
}

/// Does some work for each job on every core; what each answers comes back in the order of the jobs.
fn on_every_core<J: Sync, A: Send>(jobs: &[J], work: impl Fn(&J) -> A + Sync) -> Vec<A> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut answers = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(at) else { return answers };
            answers.push((at, work(job)));
        }
    };
    let mut answers: Vec<(usize, A)> = std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker does not panic")).collect()
    });
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// One case with one of its files cut and changed in many ways; answers what must not be.
fn damage(artifact: &'static dyn AnyArtifact, case: &str, layout: Layout, files: &Files, name: &str) -> Vec<String> {
    let plan = plan(artifact, layout);
    let whole = run_planned(artifact, &plan, layout, files);
    let bytes = &files[name];
    let id = artifact.spec().id;
    let mut wrong = Vec::new();
    let mut check = |changed: Vec<u8>, what: &str, may_grow: bool| {
        let mut files = files.clone();
        files.insert(name.to_owned(), changed);
        let damaged = run_planned(artifact, &plan, layout, &files);
        for (code, detail) in &damaged.problems {
            if *code == ProblemCode::ParserFailed {
                wrong.push(format!("{id}/{case}: {name} {what}: {detail}"));
            }
        }
        if !may_grow && damaged.records > whole.records && damaged.problems.len() <= whole.problems.len() {
            wrong.push(format!(
                "{id}/{case}: {name} {what}: {} records instead of {} and no further problem",
                damaged.records, whole.records
            ));
        }
    };
    for cut in spread(bytes.len(), 120) {
        check(bytes[..cut].to_vec(), &format!("cut at {cut}"), false);
    }
    for (turn, at) in spread(bytes.len(), 120).enumerate() {
        let mut changed = bytes.clone();
        changed[at] ^= [0x01, 0x80, 0xff, 0x20][turn % 4];
        check(changed, &format!("flipped at {at}"), true);
    }
    wrong
}

#[test]
fn damaged_fixtures_never_panic_and_never_grow_in_silence() {
    let cases: Vec<_> = cases().into_iter().filter(|case| selected(case.0)).collect();
    let loaded = on_every_core(&cases, |(_, _, _, path)| load(path));
    let jobs: Vec<_> = cases
        .iter()
        .zip(&loaded)
        .flat_map(|((artifact, case, layout, _), files)| {
            files.keys().map(move |name| (*artifact, case.as_str(), *layout, files, name.as_str()))
        })
        .collect();
    let wrong =
        on_every_core(&jobs, |(artifact, case, layout, files, name)| damage(*artifact, case, *layout, files, name));
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{} damaged files were read wrongly:\n{}", wrong.len(), wrong.join("\n"));
}
