//! Cases: the same bytes every time, whole or not at all, and nothing in them that need not be.

#![expect(clippy::print_stderr, reason = "a test that cannot run says so")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use parquet::file::reader::{FileReader, SerializedFileReader};
use support::{arg, sample, tree, vigie};
use vigie_artifacts::{AnyRecord, Sink, artifact};
use vigie_evidence::{Evidence, identify};
use vigie_model::{ObservableKind, Place, ProblemCode};

fn check(case: &Path, more: &[&str]) -> std::process::Output {
    let sample = sample();
    let mut args = vec!["check", arg(&sample), "--case", arg(case)];
    args.extend_from_slice(more);
    let out = vigie(&args);
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    out
}

/// The files of a case with the examination's own time taken out.
fn without_time(case: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(case);
    let text = String::from_utf8(files["case.json"].clone()).expect("JSON is UTF-8");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let time = json["examined_at"].as_str().expect("a time").to_owned();
    let spoken = time[..19].replace('T', " ");
    let minute = time[..16].replace('T', " ");
    for name in ["case.json", "report.html"] {
        let text = String::from_utf8(files[name].clone()).expect("UTF-8");
        files.insert(
            name.to_owned(),
            text.replace(&time, "TIME").replace(&spoken, "TIME").replace(&minute, "TIME").into_bytes(),
        );
    }
    // Custody states when, and each line is bound to the one before: what is left of it is what was done.
    let custody = String::from_utf8(files.remove("custody.jsonl").expect("there")).expect("UTF-8");
    let entries = custody.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let done: Vec<String> =
        entries.map(|entry| format!("{} {} {}", entry["n"], entry["what"], entry["evidence"])).collect();
    files.insert("custody.jsonl".to_owned(), done.join("\n").into_bytes());
    let manifest = String::from_utf8(files["MANIFEST"].clone()).expect("UTF-8");
    let timeless = manifest.lines().filter(|line| !line.ends_with("case.json") && !line.ends_with("report.html"));
    let timeless = timeless.collect::<Vec<_>>().join("\n");
    files.insert("MANIFEST".to_owned(), timeless.into_bytes());
    files
}

/// A crash report, as iOS writes one; every fifth is damaged.
fn report(number: u32) -> String {
    let head = format!(
        r#"{{"app_name":"tool{number}","timestamp":"2026-03-01 10:00:{:02}.00 +0100","bug_type":"309","os_version":"iPhone OS 17.5.1 (21F90)","incident_id":"{number}","name":"tool{number}"}}"#,
        number % 60
    );
    let end = if number.is_multiple_of(5) { "" } else { "}" };
    format!(
        "{head}\n{{\"procName\":\"tool{number}\",\"procPath\":\"/private/var/tmp/tool{number}\",\"pid\":{number}{end}\n"
    )
}

#[test]
fn sources_read_side_by_side_are_told_in_their_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("reports");
    std::fs::create_dir(&evidence).expect("is made");
    for number in 0..50 {
        std::fs::write(evidence.join(format!("{number}.ips")), report(number)).expect("is written");
    }
    let run = |threads: &str| {
        let case = folder.path().join(format!("case{threads}"));
        vigie(&["check", arg(&evidence), "--case", arg(&case), "--keep", "all", "--threads", threads]);
        without_time(&case)
    };
    let (one, many) = (run("1"), run("8"));
    assert!(one.contains_key("records/ios_crash_reports.parquet"), "{:?}", one.keys());
    assert!(String::from_utf8_lossy(&one["problems.jsonl"]).lines().count() >= 10);
    assert!(one == many, "a file differs");
}

#[test]
fn two_runs_give_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    for keep in ["findings", "timeline", "all"] {
        let (one, two) = (folder.path().join(format!("{keep}1")), folder.path().join(format!("{keep}2")));
        check(&one, &["--keep", keep, "--threads", "1"]);
        check(&two, &["--keep", keep, "--threads", "4"]);
        let (one, two) = (without_time(&one), without_time(&two));
        assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
        for (name, bytes) in &one {
            assert!(*bytes == two[name], "--keep {keep}: {name} differs");
        }
    }
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    use sha2::{Digest, Sha256};
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    check(&case, &["--keep", "all"]);
    let mut files = tree(&case);
    let manifest = String::from_utf8(files.remove("MANIFEST").expect("there")).expect("UTF-8");
    assert!(
        files.remove("custody.jsonl").is_some(),
        "custody grows: it vouches for the manifest, not the other way round"
    );
    let named: BTreeMap<&str, &str> = manifest
        .lines()
        .map(|line| line.split_once("  ").expect("two columns"))
        .map(|(hash, name)| (name, hash))
        .collect();
    assert_eq!(named.len(), files.len());
    for (name, bytes) in files {
        assert_eq!(named[name.as_str()], hex::encode(Sha256::digest(&bytes)), "{name}");
    }
}

#[test]
fn an_existing_folder_is_refused_and_only_a_case_is_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    check(&case, &[]);
    let again = vigie(&["check", arg(&sample()), "--case", arg(&case)]);
    assert_eq!(again.status.code(), Some(2));
    check(&case, &["--force", "--keep", "all"]);
    assert!(String::from_utf8(tree(&case)["case.json"].clone()).expect("UTF-8").contains("\"keep\": \"all\""));

    let photos = folder.path().join("photos");
    std::fs::create_dir(&photos).expect("can be created");
    std::fs::write(photos.join("one.jpg"), b"mine").expect("can be written");
    let out = vigie(&["check", arg(&sample()), "--case", arg(&photos), "--force"]);
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(tree(&photos).len(), 1, "what was there is untouched");
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("readable").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 2, "nothing else is left behind: {left:?}");
}

/// On a file system of 64 KiB, made in a user namespace of its own: needs Linux and a kernel that permits it.
#[test]
fn a_full_disk_is_told_and_leaves_no_half_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = r#"mount -t tmpfs -o size=64k none "$1" || exit 77
        "$2" check "$3" --case "$1/case"; code=$?; ls -A "$1" >&2; exit $code"#;
    let run = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", arg(folder.path())])
        .args([env!("CARGO_BIN_EXE_vigie"), arg(&sample())])
        .env("LC_ALL", "C")
        .env("VIGIE_INDICATORS", "")
        .output();
    let out = match run {
        Ok(out) if out.status.code() == Some(2) => out,
        Ok(out) if out.status.code().is_some_and(|code| code <= 1) && !out.stdout.is_empty() => {
            panic!("a case of this sample fits 64 KiB? {}", String::from_utf8_lossy(&out.stderr))
        }
        _ => {
            eprintln!("skipped: no file system can be mounted here (unshare --user --mount)");
            return;
        }
    };
    let told = String::from_utf8(out.stderr).expect("UTF-8");
    assert!(told.contains("No space left"), "{told}");
    assert!(told.lines().count() == 2, "two lines, and nothing is left on the disk: {told}");
}

#[test]
fn a_killed_run_leaves_no_half_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut killed, mut finished) = (0, 0);
    for turn in 0..24u64 {
        let case = folder.path().join(format!("case{turn}"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_vigie"))
            .args(["check", arg(&sample()), "--case", arg(&case), "--keep", "all", "--quiet"])
            .env("VIGIE_INDICATORS", "")
            .stdout(Stdio::null())
            .spawn()
            .expect("vigie starts");
        std::thread::sleep(Duration::from_millis(turn * 12));
        let _ = child.kill();
        child.wait().expect("it ends");
        if case.exists() {
            finished += 1;
            assert!(case.join("MANIFEST").is_file() && case.join("report.html").is_file(), "turn {turn}");
        } else {
            killed += 1;
        }
    }
    assert!(killed > 0, "at least the first was killed in time ({killed} killed, {finished} finished)");
    // The next run into the same place takes away what a killed one left beside it.
    check(&folder.path().join("case0"), &["--force"]);
    let left = std::fs::read_dir(folder.path()).expect("readable").flatten();
    let left: Vec<_> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(!left.iter().any(|name| name.starts_with(".case0.partial-")), "{left:?}");
}

/// The texts of all messages of the sample.
#[derive(Default)]
struct Texts(Vec<String>);

impl Sink for Texts {
    fn record(&mut self, _: Place, record: &dyn AnyRecord) {
        record.observables(&mut |seen| {
            if seen.kind() == ObservableKind::Text {
                self.0.push(seen.value().to_owned());
            }
        });
    }

    fn problem(&mut self, _: ProblemCode, _: Place, _: String) {}
}

#[test]
fn a_default_case_keeps_nothing_unrelated() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = folder.path().join("case");
    check(&case, &[]);

    let candidates = identify(&sample()).expect("a backup");
    let evidence = Evidence::open(&candidates[0]).expect("opens");
    let source = evidence.source("HomeDomain/Library/SMS/sms.db").expect("has messages");
    let mut texts = Texts::default();
    assert!(artifact("ios_sms").expect("registered").run(&source, &mut texts));

    let findings = String::from_utf8(tree(&case)["findings.jsonl"].clone()).expect("UTF-8");
    let is_in_a_finding = |text: &str| {
        let json = serde_json::to_string(text).expect("a string");
        findings.contains(json.trim_matches('"'))
    };
    let unrelated: Vec<&String> = texts.0.iter().filter(|text| text.len() >= 12 && !is_in_a_finding(text)).collect();
    assert!(unrelated.len() > 10, "the sample has ordinary messages");

    for (name, bytes) in tree(&case) {
        // Tables are compressed: their cells are read.
        let text = if name.ends_with(".parquet") {
            let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("a table");
            let rows = reader.get_row_iter(None).expect("rows");
            rows.map(|row| row.expect("a row").to_string()).collect::<Vec<_>>().join("\n")
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        for message in &unrelated {
            assert!(!text.contains(message.as_str()), "{name} holds {message:?}");
        }
    }
}
