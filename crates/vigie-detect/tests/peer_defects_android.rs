//! One test per defect of MVT's Android modules that was reproduced; each carries the number of its line in
//! docs/peer_defects.md, or of the table of its modules for AndroidQF there (1.7). Those of bug reports are beside the
//! artifacts.

#[expect(dead_code, reason = "shared with tests that walk all fixtures")]
#[path = "../../vigie-artifacts/tests/support/mod.rs"]
mod support;

use support::Files;
use vigie_artifacts::{AnyRecord, Plan, Sink, artifact};
use vigie_detect::indicators::{How, Matcher};
use vigie_model::{Layout, Observable, ObservableKind, Place, ProblemCode};

/// What a case keeps of the records of one artifact: every value that can be compared, and the record itself.
#[derive(Default)]
struct Kept {
    observables: Vec<(ObservableKind, String)>,
    json: Vec<String>,
    problems: Vec<ProblemCode>,
}

impl Sink for Kept {
    fn record(&mut self, _place: Place, record: &dyn AnyRecord) {
        self.json.push(record.json());
        record.observables(&mut |seen| self.observables.push((seen.kind(), seen.value().to_owned())));
    }

    fn problem(&mut self, code: ProblemCode, _place: Place, _detail: String) {
        self.problems.push(code);
    }
}

impl Kept {
    /// What the values meet, whenever that is asked.
    fn meets(&self, path: &str, value: &str) -> Option<How> {
        let matcher = indicator(path, value);
        let mut scan = matcher.scan().on_android(true);
        for (kind, seen) in &self.observables {
            scan.see(&Observable::new(*kind, seen.as_str()));
        }
        scan.finish().hits.first().map(|hit| hit.how)
    }
}

fn indicator(path: &str, value: &str) -> Matcher {
    let json = format!(
        r#"{{"type":"bundle","objects":[{{"type":"indicator","id":"indicator--1","pattern":"[{path} = '{value}']","pattern_type":"stix"}}]}}"#
    );
    let mut builder = Matcher::builder();
    builder.add_stix("pack", "pack", json.as_bytes()).expect("a bundle");
    builder.build()
}

/// Runs one artifact over the files of a case of its fixtures.
fn read(id: &str, layout: Layout, files: &Files) -> Kept {
    let artifact = artifact(id).expect("an artifact of this id");
    let evidence = support::evidence(layout, files);
    let plan = Plan::new(&[artifact], layout).expect("valid globs");
    let mut kept = Kept::default();
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            artifact.run(&source, &mut kept);
        },
        &mut |problem| panic!("{problem:?}"),
    );
    kept
}

fn fixture(id: &str, case: &str, layout: &str) -> Files {
    support::load(&support::root().join(id).join(case).join(layout))
}

/// MVT reads `ps.txt`, which AndroidQF stopped writing.
#[test]
fn defect_1_7_processes_in_json_were_never_read() {
    let kept = read("androidqf_processes", Layout::AndroidQf, &fixture("androidqf_processes", "ordinary", "androidqf"));
    assert_eq!(kept.meets("app:id", "org.example.notes"), Some(How::Exact));
    assert_eq!(kept.meets("process:name", "wdhelper"), Some(How::Exact));
    assert_eq!(kept.meets("file:path", "/data/local/tmp/libhook.so"), Some(How::Exact));
    assert_eq!(kept.meets("domain-name:value", "relay.example"), Some(How::Exact));
}

/// MVT compares the SHA-256 of a package's files and no other hash.
#[test]
fn defect_1_7_only_one_hash_of_a_package_was_compared() {
    let kept = read("androidqf_packages", Layout::AndroidQf, &fixture("androidqf_packages", "ordinary", "androidqf"));
    for (path, hash) in [
        ("file:hashes.md5", "ed9aba1b14499703c72999b032995bd0"),
        ("file:hashes.sha1", "c328dfdcf19b6e8a563468fa97c40dadc496092f"),
        ("file:hashes.sha256", "e3e84782ec20d9bd3f48f926b2b402daa9faf2057cd3dc3d64a65c8ce970ee43"),
    ] {
        assert_eq!(kept.meets(path, hash), Some(How::Exact), "{path}");
    }
    let signer = kept.observables.iter().find(|(kind, _)| *kind == ObservableKind::AppCertificate);
    let signer = &signer.expect("a certificate").1;
    assert_eq!(kept.meets("app:cert.md5", signer), Some(How::Exact));
    assert_eq!(kept.meets("app:id", "org.example.removed"), Some(How::Exact), "also what is removed");
}

/// MVT takes a file under `/data/local/tmp` for a sign only when indicators are loaded, and hashes no copy.
#[test]
fn defect_1_7_copies_of_temporary_files_were_not_read() {
    let kept =
        read("androidqf_pulled_files", Layout::AndroidQf, &fixture("androidqf_pulled_files", "ordinary", "androidqf"));
    let sha1 = "25ade14be40e000466dc2cb956a9f44fbce5ce65";
    assert_eq!(kept.meets("file:hashes.sha1", sha1), Some(How::Exact));
}

/// Nothing that went wrong while AndroidQF acquired reaches MVT's answer.
#[test]
fn defect_1_7_troubles_of_the_acquisition_were_not_told() {
    for (id, case) in [
        ("androidqf_acquisition", "module_failed"),
        ("androidqf_acquisition", "not_completed"),
        ("androidqf_command_log", "ordinary"),
        ("androidqf_hashes", "changed"),
        ("androidqf_package_users", "ordinary"),
    ] {
        assert!(!read(id, Layout::AndroidQf, &fixture(id, case, "androidqf")).problems.is_empty(), "{id}/{case}");
    }
}

/// MVT throws the messages away before it compares them again with new indicators. What a case keeps of a message is all
/// that a comparison needs, however late the indicator comes.
#[test]
fn defect_2_3_15_stored_messages_were_never_compared_again() {
    let kept =
        read("android_messages", Layout::AndroidBackup, &fixture("android_messages", "backup", "android_backup"));
    assert_eq!(kept.meets("domain-name:value", "published-before.example"), None);
    assert_eq!(kept.meets("domain-name:value", "parcel.example"), Some(How::Exact));
    assert_eq!(kept.meets("domain-name:value", "picture.example"), Some(How::Exact));
}

/// MVT lost all messages at an MMS without a body, read its seconds as milliseconds, and took a received one for sent.
#[test]
fn defect_2_5_03_an_mms_without_a_body_lost_all_messages() {
    let case = fixture("android_messages", "peer_2_5_3_mms_without_body", "android_backup");
    let kept = read("android_messages", Layout::AndroidBackup, &case);
    let [received, sent] = &kept.json[..] else { panic!("two messages: {:?}", kept.json) };
    assert!(received.contains(r#""direction":"received""#) && received.contains("2024-01-05T12:00:00Z"), "{received}");
    assert!(sent.contains(r#""direction":"sent""#) && sent.contains("2024-01-05T12:01:40Z"), "{sent}");
    assert_eq!(kept.meets("domain-name:value", "parcel.example"), Some(How::Exact));
    assert_eq!(kept.problems, []);
}
