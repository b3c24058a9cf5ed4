//! Each heuristic over small evidence: where it fires, and where it must not.
//!
//! `fixtures/heuristics/<id>/{fires,silent}…/{backup,filesystem}/…` holds the evidence, in the same forms as the
//! fixtures of artifacts. A case whose name begins with `fires` must give a finding of that heuristic, one that
//! begins with `silent` must give none.

#[path = "../../vigie-artifacts/tests/support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use vigie_artifacts::{ARTIFACTS, AnyRecord, Plan, Sink};
use vigie_detect::lookalike::Protected;
use vigie_detect::{AnyHeuristic, Asked, Found, HEURISTICS, HeuristicSpec, Kinds, Roster, Seen, Watch};
use vigie_model::{Finding, Layout, Place, ProblemCode};

struct Feed<'a> {
    spec: &'static HeuristicSpec,
    artifact: &'static str,
    source: String,
    watch: &'a mut dyn Watch,
    packages: &'a mut Roster,
    found: &'a mut Found,
}

impl Sink for Feed<'_> {
    fn record(&mut self, place: Place, record: &dyn AnyRecord) {
        self.packages.note(record);
        if self.spec.watches(self.artifact, Kinds::of(record)) {
            let seen = Seen::new(self.artifact, &self.source, &place, record);
            self.watch.record(&seen, self.found);
        }
    }

    fn problem(&mut self, _code: ProblemCode, _place: Place, _detail: String) {}
}

fn findings(heuristic: &dyn AnyHeuristic, layout: Layout, files: &support::Files) -> Vec<Finding> {
    let evidence = support::evidence(layout, files);
    let plan = Plan::new(ARTIFACTS, layout).expect("declared paths are valid globs");
    let mut watch = heuristic.watch();
    watch.prepare(&Asked { protect: Protected::new("riverpost.example").into_iter().collect() });
    let mut found = Found::new(heuristic.spec());
    let mut packages = Roster::default();
    evidence.walk(
        &mut |entry| {
            for index in plan.listing() {
                let artifact = ARTIFACTS[*index];
                if heuristic.spec().may_watch(artifact.spec().id) {
                    let mut feed = Feed {
                        spec: heuristic.spec(),
                        artifact: artifact.spec().id,
                        source: entry.path.to_owned(),
                        watch: watch.as_mut(),
                        packages: &mut packages,
                        found: &mut found,
                    };
                    artifact.list_entry(layout, &entry, &mut feed);
                }
            }
            false
        },
        &mut |_| {},
        &mut |problem| panic!("{problem:?}"),
    );
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            for index in plan.wanted_by(source.path()) {
                let artifact = ARTIFACTS[index];
                if heuristic.spec().may_watch(artifact.spec().id) {
                    let source_path = source.path().to_owned();
                    let mut feed = Feed {
                        spec: heuristic.spec(),
                        artifact: artifact.spec().id,
                        source: source_path,
                        watch: watch.as_mut(),
                        packages: &mut packages,
                        found: &mut found,
                    };
                    artifact.run(&source, &mut feed);
                }
            }
        },
        &mut |problem| panic!("{problem:?}"),
    );
    watch.packages(&Arc::new(packages));
    watch.finish(&mut found);
    found.take()
}

#[test]
fn each_fires_where_it_should_and_is_silent_where_it_should() {
    for heuristic in HEURISTICS {
        let id = heuristic.spec().id;
        let mut kinds = BTreeSet::new();
        for (case, layout, path) in support::cases(&support::root().join("heuristics").join(id)) {
            let found = findings(*heuristic, layout, &support::load(&path));
            if case.starts_with("fires") {
                assert!(!found.is_empty(), "{id}/{case}: nothing found");
                kinds.insert("fires");
            } else if case.starts_with("silent") {
                assert!(found.is_empty(), "{id}/{case}: {found:#?}");
                kinds.insert("silent");
            } else {
                panic!("{id}/{case}: a case begins with `fires` or `silent`");
            }
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(path.parent().expect("a case folder"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let text = serde_json::to_string_pretty(&found).expect("findings serialise");
            settings.bind(|| insta::assert_snapshot!(layout.name(), text));
        }
        assert_eq!(kinds.len(), 2, "{id} needs a case that fires and one that is silent");
    }
}

#[test]
fn declarations_are_sound() {
    let ids: Vec<_> = HEURISTICS.iter().map(|heuristic| heuristic.spec().id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted, "sorted by id, none twice");
    for heuristic in HEURISTICS {
        let spec = heuristic.spec();
        for id in spec.artifacts {
            assert!(vigie_artifacts::artifact(id).is_some(), "{}: there is no artifact {id}", spec.id);
        }
        assert!(!spec.source.is_empty(), "{} names no publication", spec.id);
    }
}
