//! Every fixture of `fixtures/<artifact id>/<case>/`: evidence -> records -> observables -> problems, compared with
//! its snapshot; then every truncation and a set of byte flips of every file in it.
//! `support/mod.rs` says how files of a case become evidence.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use support::{Files, load};
use vigie_artifacts::{ARTIFACTS, AnyArtifact, AnyRecord, Plan, Sink};
use vigie_model::{Layout, Place, ProblemCode};

#[derive(Default)]
struct Collected {
    records: usize,
    problems: Vec<(ProblemCode, String)>,
    text: String,
}

impl Sink for Collected {
    fn record(&mut self, place: Place, record: &dyn AnyRecord) {
        self.records += 1;
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
}

fn run(artifact: &'static dyn AnyArtifact, layout: Layout, files: &Files) -> Collected {
    let evidence = support::evidence(layout, files);
    let plan = Plan::new(&[artifact], layout).expect("declared paths are valid globs");
    let mut collected = Collected::default();
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            let _ = writeln!(collected.text, "source {}", source.path());
            artifact.run(&source, &mut collected);
        },
        &mut |problem| panic!("memory has no problems: {problem:?}"),
    );
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

/// An archive keeps only what is declared: a parser that asks for more would read a folder, and not the same archive.
#[test]
fn parsers_ask_only_for_what_they_declare() {
    for (artifact, case, layout, path) in cases().into_iter().filter(|case| selected(case.0)) {
        let plan = Plan::new(&[artifact], layout).expect("declared paths are valid globs");
        let files = load(&path);
        let declared =
            |path: &str| plan.wants(path.strip_suffix("-wal").unwrap_or(path)) || !plan.companion_of(path).is_empty();
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

#[test]
fn damaged_fixtures_never_panic_and_never_grow_in_silence() {
    for (artifact, case, layout, path) in cases().into_iter().filter(|case| selected(case.0)) {
        let files = load(&path);
        let whole = run(artifact, layout, &files);
        let id = artifact.spec().id;
        let check = |files: &Files, what: &str, may_grow: bool| {
            let damaged = run(artifact, layout, files);
            for (code, detail) in &damaged.problems {
                assert_ne!(*code, ProblemCode::ParserFailed, "{id}/{case}: {what}: {detail}");
            }
            assert!(
                may_grow || damaged.records <= whole.records || damaged.problems.len() > whole.problems.len(),
                "{id}/{case}: {what}: {} records instead of {} and no further problem",
                damaged.records,
                whole.records
            );
        };
        for (name, bytes) in &files {
            for cut in spread(bytes.len(), 120) {
                let mut files = files.clone();
                files.insert(name.clone(), bytes[..cut].to_vec());
                check(&files, &format!("{name} cut at {cut}"), false);
            }
            for (turn, at) in spread(bytes.len(), 120).enumerate() {
                let mut changed = bytes.clone();
                changed[at] ^= [0x01, 0x80, 0xff, 0x20][turn % 4];
                let mut files = files.clone();
                files.insert(name.clone(), changed);
                check(&files, &format!("{name} flipped at {at}"), true);
            }
        }
    }
}
