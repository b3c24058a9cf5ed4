//! Limits of memory are told where they are met.

use std::fmt::Write;

use vigie_artifacts::{ARTIFACTS, AnyRecord, Plan, Sink};
use vigie_evidence::MemoryEvidence;
use vigie_model::{Layout, Place, ProblemCode};

#[derive(Default)]
struct Told(usize, Vec<String>);

impl Sink for Told {
    fn record(&mut self, _place: Place, _record: &dyn AnyRecord) {
        self.0 += 1;
    }

    // What lies beside the list is not there, and told as well.
    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        if code != ProblemCode::LimitReached {
            return;
        }
        self.1.push(format!("{code} at {place}: {detail}"));
    }
}

fn told(id: &str, path: &str, text: String) -> Told {
    let plan = Plan::new(ARTIFACTS, Layout::AndroidFilesystem).expect("declared paths are valid globs");
    let evidence = MemoryEvidence::new(Layout::AndroidFilesystem).file(path, text.into_bytes()).into_evidence();
    let mut told = Told::default();
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            for index in plan.wanted_by(source.path()).into_iter().filter(|index| ARTIFACTS[*index].spec().id == id) {
                ARTIFACTS[index].run(&source, &mut told);
            }
        },
        &mut |problem| panic!("{problem:?}"),
    );
    told
}

#[test]
fn what_is_beyond_the_limits_of_the_list_of_packages_is_told() {
    let list = |users: usize, certificates: usize| {
        let mut text = "<packages><package name=\"com.example.a\" sharedUserId=\"10001\"><sigs>".to_owned();
        for number in 0..certificates {
            write!(text, "<cert index=\"{number}\" key=\"{number:04x}\"/>").expect("a text takes it");
        }
        text.push_str("</sigs></package>");
        for number in 0..users {
            write!(text, "<shared-user name=\"u{number}\" userId=\"{}\"/>", 10_000 + number).expect("a text takes it");
        }
        told("android_packages_xml", "data/system/packages.xml", text + "</packages>")
    };
    let Told(records, problems) = list(20_000, 20_000);
    assert_eq!((records, problems), (1, Vec::new()));
    let Told(records, problems) = list(20_002, 20_001);
    let expected = [
        "VIG-E021 at file: 2 user ids that packages share beyond the first 20000: without their names",
        "VIG-E021 at file: 1 certificates beyond the first 20000 were not looked at",
    ];
    assert_eq!((records, problems), (1, expected.map(str::to_owned).to_vec()));
}
