//! The answer fits one screen, and what is gravest is on it however much was found.

#[expect(dead_code, reason = "shared with tests that compare folders")]
mod support;

use std::path::Path;

use support::{arg, sample, vigie_at};
use vigie_testkit::backup::{BackupBuilder, Device};

/// Lines of a screen; see `summary.rs`.
const LINES: usize = 40;

fn screen(columns: &str, args: &[&str]) -> String {
    let out = vigie_at(columns, &[&["check"], args].concat());
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

#[test]
fn the_sample_is_told_on_one_screen() {
    let sample = sample();
    for (lang, columns) in [("en", "120"), ("en", "100"), ("en", "80"), ("fr", "120"), ("fr", "100"), ("fr", "80")] {
        let told = screen(columns, &[arg(&sample), "--lang", lang]);
        assert!(told.lines().all(|line| line.chars().count() <= columns.parse().expect("a number")), "{told}");
        assert!(told.lines().count() <= LINES, "{} lines:\n{told}", told.lines().count());
        // The one critical finding with when it is innocent; both tools; the warning of Apple; who helps.
        for word in ["bh", "Pegasus", "Predator", "threat-notifications@apple.com", "accessnow.org/help"] {
            assert!(told.contains(word), "{lang}: {word} is missing:\n{told}");
        }
        assert!(told.contains(if lang == "en" { "Innocent when" } else { "Innocent quand" }), "{told}");
    }
}

/// A backup with folders (and a file in each) of so many hosts and so many planted files, each published as another tool's.
fn much(folder: &Path, hosts: usize, files: usize) -> (std::path::PathBuf, std::path::PathBuf) {
    let (evidence, pack) = (folder.join("evidence"), folder.join("pack.json"));
    let mut builder = BackupBuilder::new(Device::default());
    let mut objects = Vec::new();
    let mut indicator = |id: String, pattern: String, tool: String| {
        objects.push(serde_json::json!({ "type": "malware", "id": format!("malware--{id}"), "name": tool }));
        let indicator = format!("indicator--{id}");
        objects.push(serde_json::json!(
            { "type": "indicator", "id": indicator, "pattern": pattern, "pattern_type": "stix" }));
        objects.push(serde_json::json!({ "type": "relationship", "relationship_type": "indicates",
            "source_ref": indicator, "target_ref": format!("malware--{id}") }));
    };
    for n in 0..hosts {
        let path = format!("Library/WebKit/https_host{n}.example_0/data");
        builder = builder.file("AppDomain-org.example.reader", &path, "x");
        indicator(format!("h{n}"), format!("[domain-name:value = 'host{n}.example']"), format!("Lure{n}"));
    }
    for n in 0..files {
        builder = builder.file("HomeDomain", &format!("Library/planted{n}.bin"), "x");
        let path = format!("/private/var/mobile/Library/planted{n}.bin");
        indicator(format!("f{n}"), format!("[file:path = '{path}']"), format!("Implant{n}"));
    }
    builder.write(&evidence).expect("is written");
    let bundle = serde_json::json!({ "type": "bundle", "objects": objects });
    std::fs::write(&pack, bundle.to_string()).expect("is written");
    (evidence, pack)
}

#[test]
fn much_is_counted_and_the_gravest_is_never_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let (evidence, pack) = much(folder.path(), 60, 4);
    let told = screen("120", &[arg(&evidence), "--indicators", arg(&pack)]);
    assert!(told.lines().count() <= LINES, "{} lines:\n{told}", told.lines().count());
    for n in 0..4 {
        assert!(told.contains(&format!("planted{n}.bin")), "critical finding {n} is missing:\n{told}");
    }
    assert!(told.contains("4 critical, 120 high"), "{told}");
    assert!(told.contains("Further findings (see --details): 114 high"), "{told}");
    let whole = screen("120", &[arg(&evidence), "--indicators", arg(&pack), "--details"]);
    for n in 0..60 {
        assert!(whole.contains(&format!("https_host{n}.example_0")) || whole.contains(&format!(" host{n}.example")));
    }
}

#[test]
fn the_same_of_many_values_is_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let (evidence, pack) = much(folder.path(), 0, 30);
    // One tool for all of them.
    let text = std::fs::read_to_string(&pack).expect("is there");
    let one = (0..30).rev().fold(text, |text, n| text.replace(&format!("\"Implant{n}\""), "\"Implant\""));
    std::fs::write(&pack, one).expect("is written");
    let told = screen("120", &[arg(&evidence), "--indicators", arg(&pack)]);
    assert!(told.contains("30 critical"), "{told}");
    assert_eq!(told.matches("planted").count(), 1, "{told}");
    assert!(told.contains("And 29 more like it"), "{told}");
}

/// A report whose text cannot be read says nothing of the device, and says so, once.
#[test]
fn where_nothing_could_be_read_no_answer_is_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/android-bugreport.zip");
    let mut bytes = std::fs::read(report).expect("the sample");
    // The directory still names the text; its own header, of 30 bytes, is gone.
    let name = bytes.windows(12).position(|bytes| bytes == b"bugreport-sh").expect("a member of this name");
    bytes[name - 30..name - 26].fill(0);
    let path = folder.path().join("bugreport.zip");
    std::fs::write(&path, bytes).expect("written");
    for (lang, said, never) in [
        ("en", "Nothing could be read. This examination says nothing", "No known trace"),
        ("fr", "Rien n'a pu être lu. Cet examen ne dit rien", "Aucune trace connue"),
    ] {
        let out = vigie_at("120", &["check", arg(&path), "--lang", lang]);
        let told = String::from_utf8(out.stdout).expect("UTF-8");
        assert_eq!(out.status.code(), Some(3), "{told}");
        assert!(told.contains(said) && !told.contains(never), "{told}");
        assert!(told.contains("2 × VIG-E002"), "every artifact that reads the text met the same: {told}");
    }
}
