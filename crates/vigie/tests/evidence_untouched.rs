//! The evidence is the same before and after, to the byte and to the time, and may be read-only.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use support::{arg, sample, tree, vigie};

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("can be created");
    for entry in std::fs::read_dir(from).expect("readable").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("can be copied");
        }
    }
}

fn all(folder: &Path, found: &mut Vec<PathBuf>) {
    found.push(folder.to_owned());
    for entry in std::fs::read_dir(folder).expect("readable").flatten() {
        if entry.path().is_dir() {
            all(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}

fn set_read_only(folder: &Path, read_only: bool) {
    let mut paths = Vec::new();
    all(folder, &mut paths);
    for path in paths {
        let mut permissions = std::fs::metadata(&path).expect("there").permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            permissions.set_mode(if read_only { 0o555 } else { 0o755 });
        }
        #[cfg(not(unix))]
        permissions.set_readonly(read_only);
        std::fs::set_permissions(&path, permissions).expect("can be set");
    }
}

fn times(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let mut paths = Vec::new();
    all(folder, &mut paths);
    let modified = |path: &PathBuf| std::fs::metadata(path).and_then(|meta| meta.modified()).expect("a time");
    paths.into_iter().map(|path| (path.clone(), modified(&path))).collect()
}

#[test]
fn every_command_leaves_the_evidence_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("evidence");
    copy(&sample(), &evidence);
    set_read_only(&evidence, true);
    let (bytes, stamps) = (tree(&evidence), times(&evidence));
    let case = folder.path().join("case");
    let case_arg = arg(&case).to_owned();
    let path = arg(&evidence);
    for args in [
        &["check", path][..],
        &["check", path, "--case", &case_arg, "--keep", "all"],
        &["check", path, "--json"],
        &["evidence", "identify", path],
        &["evidence", "list", path],
    ] {
        let out = vigie(args);
        assert_ne!(out.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    }
    assert!(tree(&evidence) == bytes, "a file was changed, added or removed");
    assert_eq!(times(&evidence), stamps);
    set_read_only(&evidence, false);
}

#[test]
fn a_case_is_never_written_into_the_evidence() {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("evidence");
    copy(&sample(), &evidence);
    let before = tree(&evidence);
    for inside in ["case", "deep/er/case", "../evidence/case"] {
        let out = vigie(&["check", arg(&evidence), "--case", arg(&evidence.join(inside)), "--force"]);
        assert_eq!(out.status.code(), Some(2), "{inside}");
        assert!(String::from_utf8_lossy(&out.stderr).contains("inside the evidence"), "{inside}");
    }
    assert!(tree(&evidence) == before);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_evidence_are_not_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("evidence");
    let library = evidence.join("private/var/mobile/Library/CallHistoryDB");
    std::fs::create_dir_all(&library).expect("can be created");
    let outside = folder.path().join("outside.db");
    std::fs::write(&outside, b"SQLite format 3\0 and secrets").expect("can be written");
    std::os::unix::fs::symlink(&outside, library.join("CallHistory.storedata")).expect("can be linked");
    let out = vigie(&["check", arg(&evidence), "--json"]);
    assert_eq!(out.status.code(), Some(3), "unreadable, not absent");
    let told: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let problems = told["problems"].as_array().expect("a list");
    assert!(problems.iter().any(|problem| problem["code"] == "VIG-E030"), "{problems:#?}");
    let calls = told["coverage"].as_array().expect("a list").iter().find(|line| line["artifact"] == "ios_calls");
    assert_eq!(calls.expect("covered")["state"], "unreadable");
}
