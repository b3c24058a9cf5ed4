//! Two cases of one device: what is new, what is gone, and what the cases cannot tell.

#[expect(dead_code, reason = "shared with tests that compare folders")]
mod support;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{arg, sample, vigie};
use vigie_testkit::backup::{App, BackupBuilder, Device};
use vigie_testkit::time::Moment;

const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>PayloadIdentifier</key><string>org.example.work</string>
<key>PayloadUUID</key><string>11111111-0000-0000-0000-000000000001</string>
<key>PayloadDisplayName</key><string>Work</string>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadContent</key><array/>
</dict></plist>"#;

fn app(id: &str) -> App {
    App {
        bundle_id: id.to_owned(),
        name: id.to_owned(),
        artist: "Example".to_owned(),
        version: "1.0".to_owned(),
        purchased: Moment::utc(2024, 1, 1, 0, 0, 0),
        source_app: Some("com.apple.AppStore".to_owned()),
    }
}

/// The device at one time, with these applications and perhaps a profile.
fn backup(folder: &Path, name: &str, apps: &[&str], has_profile: bool) -> PathBuf {
    let mut builder = BackupBuilder::new(Device::default());
    for id in apps {
        builder = builder.app(app(id));
    }
    // So that profiles are read at both times.
    let domain = "SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles";
    let path = |number| format!("Library/ConfigurationProfiles/profile-{number}.stub");
    builder = builder.file(domain, &path(1), PROFILE.replace("org.example.work", "org.example.old").into_bytes());
    if has_profile {
        builder = builder.file(domain, &path(2), PROFILE);
    }
    let evidence = folder.join(name);
    builder.write(&evidence).expect("is written");
    evidence
}

fn case(folder: &Path, evidence: &Path, name: &str, more: &[&str]) -> PathBuf {
    let case = folder.join(name);
    let out = vigie(&[&["check", arg(evidence), "--case", arg(&case)][..], more].concat());
    assert_ne!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    case
}

fn diff(code: i32, first: &Path, second: &Path) -> (Value, String) {
    let run = |more: &[&str]| {
        let out = vigie(&[&["diff", arg(first), arg(second)][..], more].concat());
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert_eq!(out.status.code(), Some(code), "{said}{}", String::from_utf8_lossy(&out.stderr));
        said
    };
    (serde_json::from_str(&run(&["--json"])).expect("JSON"), run(&[]))
}

fn ids<'v>(told: &'v Value, kind: &str, what: &str) -> Vec<&'v str> {
    let things = told["things"].as_array().expect("a list").iter().find(|one| one["kind"] == kind).expect("is told");
    let items = things["comparison"][what].as_array().expect("a list");
    items.iter().map(|item| item["id"].as_str().expect("an id")).collect()
}

#[test]
fn new_and_gone_applications_and_profiles_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = backup(folder, "one", &["org.example.stays", "org.example.goes"], false);
    let second = backup(folder, "two", &["org.example.stays", "org.example.comes"], true);
    let (one, two) = (case(folder, &first, "c1", &["--keep", "all"]), case(folder, &second, "c2", &["--keep", "all"]));
    let (told, said) = diff(1, &one, &two);
    assert_eq!(told["same_device"], "yes");
    assert_eq!(ids(&told, "applications", "new"), ["org.example.comes"]);
    assert_eq!(ids(&told, "applications", "gone"), ["org.example.goes"]);
    assert_eq!(ids(&told, "profiles", "new"), ["org.example.work"]);
    assert!(
        said.contains("+ application org.example.comes") && said.contains("- application org.example.goes"),
        "{said}"
    );
    let (told, _) = diff(0, &one, &one);
    assert_eq!(told["findings"]["new"], Value::Array(Vec::new()));
}

#[test]
fn what_a_case_does_not_keep_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let evidence = backup(folder, "one", &["org.example.stays"], true);
    let one = case(folder, &evidence, "c1", &["--keep", "all"]);
    let two = case(folder, &evidence, "c2", &[]);
    let (told, said) = diff(0, &one, &two);
    assert_eq!(told["programs_are_all"], false);
    assert!(told["things"].as_array().unwrap().iter().all(|one| one["comparison"]["state"] == "not_kept"), "{told:#}");
    assert!(said.contains("Cannot be told") && said.contains("--keep findings holds no others"), "{said}");
}

#[test]
fn a_finding_of_what_the_other_did_not_read_or_know_is_not_called_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let full = case(folder, &sample(), "full", &[]);
    let evidence = backup(folder, "empty", &[], false);
    let empty = case(folder, &evidence, "empty-case", &[]);
    let (told, said) = diff(1, &empty, &full);
    let new = told["findings"]["new"].as_array().expect("a list");
    let of_messages: Vec<&Value> = new.iter().filter(|one| one["artifact"] == "ios_sms").collect();
    assert!(!of_messages.is_empty(), "{told:#}");
    assert!(of_messages.iter().all(|one| one["telling"] == "not_examined"), "there were no messages to read");
    assert!(said.contains("not necessarily a change"), "{said}");

    // The same evidence with one more pack: what only that pack knows is not new on the device.
    let pack = folder.join("pack.stix2");
    let stix = r#"{"type":"bundle","id":"bundle--11111111-1111-4111-8111-111111111111","objects":[{"type":"indicator",
        "spec_version":"2.1","id":"indicator--11111111-1111-4111-8111-111111111111","created":"2024-01-01T00:00:00Z",
        "modified":"2024-01-01T00:00:00Z","valid_from":"2024-01-01T00:00:00Z","name":"test","pattern_type":"stix",
        "indicator_types":["malicious-activity"],"pattern":"[process:name = 'bhd']"}]}"#;
    std::fs::write(&pack, stix).unwrap();
    let with_pack = case(folder, &sample(), "with-pack", &["--indicators", arg(&pack)]);
    let (told, _) = diff(1, &full, &with_pack);
    let new = told["findings"]["new"].as_array().expect("a list");
    assert!(!new.is_empty(), "the sample has a bhd");
    assert!(new.iter().all(|one| one["telling"] == "other_rules"), "{new:#?}");
    assert_eq!(told["findings"]["gone"], Value::Array(Vec::new()));
}
