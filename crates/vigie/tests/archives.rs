//! The same file system in every packing, and in any order of members, gives the same findings, records and coverage;
//! evidence inside evidence is examined; commands on archives keep their promises.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{arg, sample, tree, vigie};
use vigie_testkit::archive::{Tar, Zip, gzip, xz, zstd};

/// Files by path, of an iOS file system with the traces of the sample.
fn filesystem(work: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = work.join("extracted");
    let done = vigie(&["evidence", "extract", arg(&sample()), "--out", arg(&out), "--all"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let mut files = BTreeMap::new();
    let home = out.join("HomeDomain");
    for entry in walkdir::WalkDir::new(&home) {
        let entry = entry.expect("readable");
        if entry.file_type().is_file() {
            let relative = entry.path().strip_prefix(&home).expect("below").to_string_lossy().into_owned();
            files.insert(format!("private/var/mobile/{relative}"), std::fs::read(entry.path()).expect("readable"));
        }
    }
    assert!(files.keys().any(|path| path.ends_with("sms.db")), "{:?}", files.keys());
    files
}

/// Every packing of the files, in an order.
fn packings(files: &[(&String, &Vec<u8>)]) -> Vec<(&'static str, Vec<u8>)> {
    let (mut tar, mut zip) = (Tar::new(), Zip::new());
    for (path, bytes) in files {
        // Names above 100 bytes need an extended header.
        if path.len() > 100 {
            tar = tar.pax(&[("path", path)]);
        }
        tar = tar.file(path, bytes);
        zip = zip.file(path, bytes);
    }
    let tar = tar.finish();
    vec![
        ("dump.tar.gz", gzip(&tar)),
        ("dump.tar.xz", xz(&tar)),
        ("dump.tar.zst", zstd(&tar)),
        ("dump.zip", zip.finish()),
        ("dump.tar", tar),
    ]
}

/// What must be the same: everything but what differs by nature (the evidence's own description, and the listing,
/// whose times and folders each packing keeps in its own way).
fn told(path: &Path) -> (Vec<Value>, Vec<Value>, Vec<Value>) {
    let out = vigie(&["check", arg(path), "--json"]);
    assert!(matches!(out.status.code(), Some(1 | 3)), "{}", String::from_utf8_lossy(&out.stderr));
    let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let without_listing = |name: &str| -> Vec<Value> {
        let list = told[name].as_array().expect("a list");
        list.iter().filter(|one| one["artifact"] != "ios_filesystem").cloned().collect()
    };
    (without_listing("findings"), without_listing("coverage"), without_listing("problems"))
}

#[test]
fn every_packing_and_order_gives_the_same_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = filesystem(folder.path());
    let plain = folder.path().join("plain");
    for (path, bytes) in &files {
        let file = plain.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("can be made");
        std::fs::write(file, bytes).expect("can be written");
    }
    let before = tree(&plain);
    let expected = told(&plain);
    assert!(tree(&plain) == before, "the folder is as it was");
    assert!(expected.0.len() > 3, "the traces of the sample are found: {:#?}", expected.0);
    let forwards: Vec<_> = files.iter().collect();
    let backwards: Vec<_> = files.iter().rev().collect();
    for order in [forwards, backwards] {
        for (name, bytes) in packings(&order) {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("can be written");
            let found = told(&path);
            assert!(found.0 == expected.0, "{name}: findings");
            assert!(found.1 == expected.1, "{name}: coverage");
            assert!(found.2 == expected.2, "{name}: problems");
        }
    }
}

/// A report a heuristic or artifact has something to say about is not needed here: that it was read is.
const SYSDIAGNOSE: &str = "sysdiagnose_2026.01.02_03-04-05+0100_iPhone-OS_iPhone_22A1";

fn sysdiagnose() -> Vec<u8> {
    let tar = Tar::new()
        .file(&format!("{SYSDIAGNOSE}/sysdiagnose.log"), b"x")
        .file(&format!("{SYSDIAGNOSE}/remotectl_dumpstate.txt"), b"Local device\n\tOSVersion => 18.0\n")
        .file(&format!("{SYSDIAGNOSE}/ps.txt"), b"USER UID PID\n");
    gzip(&tar.finish())
}

fn inside(path: &Path) -> Value {
    let out = vigie(&["check", arg(path), "--json"]);
    serde_json::from_slice(&out.stdout).expect("JSON")
}

#[test]
fn a_sysdiagnose_inside_is_examined() {
    let folder = tempfile::tempdir().expect("a folder");
    let within =
        format!("private/var/mobile/Library/Logs/CrashReporter/DiagnosticLogs/sysdiagnose/{SYSDIAGNOSE}.tar.gz");
    let inner = sysdiagnose();
    let tar = Tar::new().file("private/var/mobile/x", b"x").pax(&[("path", &within)]).file("long", &inner).finish();
    let zip = Zip::new().file("private/var/mobile/x", b"x").file(&within, &inner).finish();
    for (name, bytes) in [("a.tar", tar.clone()), ("a.tar.gz", gzip(&tar)), ("a.zip", zip)] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("can be written");
        let told = inside(&path);
        assert_eq!(told["inside"][0]["path"], *within, "{name}");
        assert_eq!(told["inside"][0]["evidence"]["kind"], "ios_sysdiagnose", "{name}");
        let coverage = told["coverage"].as_array().expect("a list");
        let ps = coverage.iter().flat_map(|line| line["sources"].as_array().into_iter().flatten());
        let shown = format!("{within}!ps.txt");
        assert!(ps.into_iter().any(|source| source["path"] == *shown), "{name}: {coverage:#?}");
    }
    // What cannot be opened is said.
    let broken = Zip::new().file("private/var/mobile/x", b"x").file(&within, b"no archive").finish();
    let path = folder.path().join("broken.zip");
    std::fs::write(&path, broken).expect("can be written");
    let told = inside(&path);
    assert_eq!(told["problems"][0]["code"], "VIG-E043", "{:#?}", told["problems"]);
}

#[test]
fn commands_on_an_archive_read_it_and_leave_it_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("evidence.tar.gz");
    let tar = Tar::new()
        .file("private/var/mobile/Library/CallHistoryDB/CallHistory.storedata", b"calls")
        .file("private/var/mobile/Media/holiday.jpg", b"picture")
        .finish();
    let bytes = gzip(&tar);
    std::fs::write(&path, &bytes).expect("can be written");
    let identify = vigie(&["evidence", "identify", arg(&path)]);
    assert!(String::from_utf8_lossy(&identify.stdout).contains("iOS file system"));
    let list = vigie(&["evidence", "list", arg(&path), "--wanted"]);
    assert!(String::from_utf8_lossy(&list.stdout).contains("CallHistory.storedata\tios_calls"));
    let out = folder.path().join("out");
    let extract = vigie(&["evidence", "extract", arg(&path), "--out", arg(&out), "--path", "**/*.jpg"]);
    assert_eq!(extract.status.code(), Some(0), "{}", String::from_utf8_lossy(&extract.stderr));
    assert_eq!(std::fs::read(out.join("private/var/mobile/Media/holiday.jpg")).expect("written"), b"picture");
    assert!(!out.join("private/var/mobile/Library").exists());
    let nothing = folder.path().join("nothing");
    let extract = vigie(&["evidence", "extract", arg(&path), "--out", arg(&nothing), "--path", "no/such"]);
    assert_eq!(extract.status.code(), Some(2));
    assert!(!nothing.exists(), "nothing is written where nothing was found");
    assert!(std::fs::read(&path).expect("readable") == bytes);
}
