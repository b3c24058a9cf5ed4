//! What lies at a path: one backup, several, an unfinished one; and the commands that print themselves.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::Path;

use support::{arg, vigie};
use vigie_testkit::backup::{BackupBuilder, Device, Incomplete};

fn device(name: &str, serial: &str) -> Device {
    Device { name: name.to_owned(), serial_number: serial.to_owned(), ..Device::default() }
}

fn json(args: &[&str]) -> (Option<i32>, serde_json::Value) {
    let out = vigie(args);
    let told = serde_json::from_slice(&out.stdout).unwrap_or_default();
    (out.status.code(), told)
}

fn two(folder: &Path) {
    BackupBuilder::new(device("one", "AAAA")).write(&folder.join("a")).expect("is written");
    BackupBuilder::new(device("two", "BBBB")).write(&folder.join("b")).expect("is written");
    std::fs::create_dir(folder.join("other")).expect("can be created");
}

#[test]
fn each_of_several_backups_is_examined() {
    let folder = tempfile::tempdir().expect("a folder");
    two(folder.path());
    let cases = folder.path().join("other/cases");
    let (code, told) = json(&["check", arg(folder.path()), "--json"]);
    assert_eq!(code, Some(0));
    let names: Vec<_> = told["examinations"]
        .as_array()
        .expect("several")
        .iter()
        .map(|one| one["evidence"]["device"]["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["one", "two"]);
    // Cases inside the folder that holds the backups are outside of each backup.
    let out = vigie(&["check", arg(folder.path()), "--case", arg(&cases)]);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(cases.join("a/MANIFEST").is_file() && cases.join("b/MANIFEST").is_file());
}

#[test]
fn a_device_is_picked_by_name_serial_or_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    two(folder.path());
    for wanted in ["two", "bbbb", "b"] {
        let (code, told) = json(&["check", arg(folder.path()), "--json", "--device", wanted]);
        assert_eq!(code, Some(0), "{wanted}");
        assert_eq!(told["evidence"]["device"]["serial"], "BBBB", "{wanted}");
    }
}

#[test]
fn an_unfinished_backup_is_named_as_such() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    BackupBuilder::new(device("one", "AAAA")).incomplete(Incomplete::NotFinished).write(&path).expect("is written");
    let (code, told) = json(&["check", arg(&path), "--json"]);
    assert_eq!(code, Some(3), "examined, but not whole");
    let problems = told["problems"].as_array().expect("a list");
    assert!(problems.iter().any(|problem| problem["code"] == "VIG-E033"), "{problems:#?}");
    let (_, found) = json(&["evidence", "identify", arg(&path), "--json"]);
    assert_eq!(found[0]["state"], "incomplete");

    let path = folder.path().join("b");
    BackupBuilder::new(device("two", "BBBB")).incomplete(Incomplete::NoManifest).write(&path).expect("is written");
    let out = vigie(&["check", arg(&path)]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("Manifest.db is missing"));
}

#[test]
fn the_manual_and_the_completions_name_every_command() {
    let manual = vigie(&["man"]);
    assert_eq!(manual.status.code(), Some(0));
    let manual = String::from_utf8_lossy(&manual.stdout).into_owned();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let out = vigie(&["completions", shell]);
        assert_eq!(out.status.code(), Some(0), "{shell}");
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        for command in ["check", "artifacts", "indicators", "evidence", "fail-level"] {
            assert!(text.contains(command), "{shell}: {command}");
            assert!(manual.replace('\\', "").contains(command), "man: {command}");
        }
    }
}
