//! Public databases of real Android devices, where they are beside the repository or where `VIGIE_EVIDENCE` says: every
//! row of them is read, and nothing is a problem.

#![expect(clippy::disallowed_methods, reason = "a sample is a file, and its place a choice of whoever runs the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vigie_artifacts::{ARTIFACTS, AnyRecord, Plan, Sink};
use vigie_evidence::MemoryEvidence;
use vigie_model::{Layout, Place, ProblemCode};

/// File, where it lies on a device, and the records each artifact gives.
type Sample = (&'static str, &'static str, &'static [(&'static str, usize)]);

const SAMPLES: &[Sample] = &[
    ("app_usage", "data/data/com.google.android.apps.wellbeing/databases/app_usage", &[("android_app_usage", 11_663)]),
    ("contacts2.db", "data/data/com.android.providers.contacts/databases/contacts2.db", &[("android_calls", 3)]),
    ("downloads.db", "data/data/com.android.providers.downloads/databases/downloads.db", &[("android_downloads", 11)]),
    ("mmssms.db", "data/data/com.android.providers.telephony/databases/mmssms.db", &[("android_messages", 9)]),
    ("turbo.db", "data/data/com.google.android.apps.turbo/databases/turbo.db", &[("android_battery_levels", 2_717)]),
    ("webview.db", "data/data/com.android.browser/databases/webview.db", &[("android_web_hosts", 9)]),
];

#[derive(Default)]
struct Count {
    records: usize,
    with_time: usize,
    problems: Vec<String>,
}

impl Sink for Count {
    fn record(&mut self, _place: Place, record: &dyn AnyRecord) {
        self.records += 1;
        self.with_time += usize::from(record.time().is_some());
    }

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        self.problems.push(format!("{code} at {place}: {detail}"));
    }
}

fn folder() -> PathBuf {
    let told = std::env::var_os("VIGIE_EVIDENCE").map(PathBuf::from);
    told.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/evidence")).join("android")
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn databases_of_real_devices_are_read_whole() {
    let plan = Plan::new(ARTIFACTS, Layout::AndroidFilesystem).expect("declared paths are valid globs");
    for (name, path, expected) in SAMPLES {
        let Ok(bytes) = std::fs::read(folder().join(name)) else {
            eprintln!("skipped: {name} is not there; VIGIE_EVIDENCE names the folder of public evidence");
            continue;
        };
        let evidence = MemoryEvidence::new(Layout::AndroidFilesystem).file(path, bytes).into_evidence();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        evidence.walk(
            &mut |entry| plan.wants(entry.path),
            &mut |source| {
                for index in plan.wanted_by(source.path()) {
                    let id = ARTIFACTS[index].spec().id;
                    // The table of contacts was taken out of one of them.
                    if !expected.iter().any(|(of, _)| *of == id) {
                        continue;
                    }
                    let mut count = Count::default();
                    ARTIFACTS[index].run(&source, &mut count);
                    assert!(count.problems.is_empty(), "{name}, {id}: {:#?}", count.problems);
                    eprintln!("{name}: {id}: {} records, {} with a time", count.records, count.with_time);
                    counts.insert(id, count.records);
                }
            },
            &mut |problem| panic!("{problem:?}"),
        );
        let expected: BTreeMap<&str, usize> = expected.iter().copied().collect();
        assert_eq!(counts, expected, "{name}");
    }
}
