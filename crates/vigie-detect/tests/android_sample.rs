//! A public bug report of an Android emulator, where it is beside the repository or where `VIGIE_EVIDENCE` says: nothing
//! harmful ever ran on it, so no heuristic may say more than `low`.

use std::path::{Path, PathBuf};

use vigie_artifacts::{ARTIFACTS, AnyRecord, Plan, Sink};
use vigie_detect::{Found, HEURISTICS, Kinds, Seen, Watch};
use vigie_evidence::{Evidence, identify};
use vigie_model::{Finding, Layout, Level, Place, ProblemCode};

/// Feeds every heuristic at once.
struct Feed<'a> {
    artifact: &'static str,
    source: String,
    watches: &'a mut [(Box<dyn Watch>, Found)],
}

impl Sink for Feed<'_> {
    fn record(&mut self, place: Place, record: &dyn AnyRecord) {
        let held = Kinds::of(record);
        let seen = Seen::new(self.artifact, &self.source, &place, record);
        for (heuristic, (watch, found)) in HEURISTICS.iter().zip(self.watches.iter_mut()) {
            if heuristic.spec().watches(self.artifact, held) {
                watch.record(&seen, found);
            }
        }
    }

    fn problem(&mut self, _code: ProblemCode, _place: Place, _detail: String) {}
}

fn findings(evidence: &Evidence, plan: &Plan) -> Vec<Finding> {
    let mut watches: Vec<_> = HEURISTICS.iter().map(|of| (of.watch(), Found::new(of.spec()))).collect();
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            for index in plan.wanted_by(source.path()) {
                let artifact = ARTIFACTS[index].spec().id;
                let mut feed = Feed { artifact, source: source.path().to_owned(), watches: &mut watches };
                ARTIFACTS[index].run(&source, &mut feed);
            }
        },
        &mut |problem| panic!("{problem:?}"),
    );
    for (watch, found) in &mut watches {
        watch.finish(found);
    }
    watches.iter_mut().flat_map(|(_, found)| found.take()).collect()
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn an_emulator_is_clean() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/evidence");
    let samples = std::env::var_os("VIGIE_EVIDENCE").map_or(beside, PathBuf::from);
    let path = samples.join("android/bugreport-android9-emulator.zip");
    if !path.is_file() {
        eprintln!("skipped: there is no {}; set VIGIE_EVIDENCE to try it", path.display());
        return;
    }
    let candidates = identify(&path).expect("recognised");
    let evidence = Evidence::open(&candidates[0]).expect("can be opened");
    let plan = Plan::new(ARTIFACTS, Layout::AndroidBugreport).expect("declared paths are valid globs");
    let found = findings(&evidence, &plan);
    for finding in &found {
        let id = finding.heuristic.as_ref().map_or("?", |of| of.id.as_str());
        eprintln!("{:?} {id}: {}", finding.level, finding.seen);
    }
    let above: Vec<_> = found.iter().filter(|finding| finding.level > Level::Low).collect();
    assert!(above.is_empty(), "{above:#?}");
    // What it is, it says itself: an unlocked boot loader, debugging, and a system that was old when the report was made.
    for expected in ["android_adb_keys", "android_outdated", "android_verified_boot"] {
        assert!(
            found.iter().any(|finding| finding.heuristic.as_ref().is_some_and(|of| of.id == expected)),
            "{expected} is not among them"
        );
    }
}
