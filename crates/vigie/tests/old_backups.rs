//! Backups before iOS 10: their list of files is compared with indicators and counted as read, plain and encrypted,
//! as that of later ones is.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::Path;

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::backup::{BackupBuilder, Device};
use vigie_testkit::encrypt::Encryption;

const PASSWORD: &str = "a password";

/// What makes a plain backup another one.
type Change = fn(BackupBuilder) -> BackupBuilder;

fn check(folder: &Path, change: Change) -> Value {
    let (evidence, pack, password) = (folder.join("evidence"), folder.join("pack.stix2"), folder.join("password"));
    let builder = BackupBuilder::new(Device::default())
        .file("HomeDomain", "Library/Preferences/ordinary.plist", "ordinary")
        .file("HomeDomain", "Library/planted/payload.bin", "planted");
    change(builder).write(&evidence).expect("is written");
    let pattern = "[file:path = '/private/var/mobile/Library/planted/']";
    let bundle = serde_json::json!({ "type": "bundle", "objects": [
        { "type": "indicator", "id": "indicator--1", "pattern": pattern, "pattern_type": "stix" }] });
    std::fs::write(&pack, bundle.to_string()).expect("is written");
    std::fs::write(&password, PASSWORD).expect("is written");
    let args = ["check", arg(&evidence), "--json", "--indicators", arg(&pack), "--password-file", arg(&password)];
    let out = vigie(&args);
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("JSON")
}

#[test]
fn defect_2_3_04_the_list_of_files_is_read_whatever_its_form() {
    let kinds: [(&str, Change); 4] = [
        ("Manifest.db", |builder| builder),
        ("Manifest.db, encrypted", |builder| builder.encrypt(Encryption::new(PASSWORD))),
        ("Manifest.mbdb", BackupBuilder::mbdb),
        ("Manifest.mbdb, encrypted", |builder| builder.mbdb().encrypt(Encryption::new(PASSWORD).single_stage())),
    ];
    for (kind, change) in kinds {
        let folder = tempfile::tempdir().expect("a folder");
        let told = check(folder.path(), change);
        let seen: Vec<&str> = told["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(|finding| finding["artifact"] == "ios_manifest")
            .map(|finding| finding["seen"].as_str().expect("a value"))
            .collect();
        let file = "/private/var/mobile/Library/planted/payload.bin";
        assert!(seen.contains(&file), "{kind}: {seen:?}");
        let coverage = told["coverage"].as_array().expect("coverage");
        let manifest = coverage.iter().find(|line| line["artifact"] == "ios_manifest").expect("a line");
        assert_eq!(manifest["state"], "read", "{kind}");
        assert!(manifest["records"].as_u64() > Some(2), "{kind}: {manifest}");
        assert!(manifest["first"].is_string() && manifest["last"].is_string(), "{kind}: {manifest}");
    }
}

#[test]
fn damage_of_the_list_of_files_is_told_once() {
    let kinds: [(&str, Change); 2] = [("Manifest.db", |builder| builder), ("Manifest.mbdb", BackupBuilder::mbdb)];
    for (name, change) in kinds {
        let folder = tempfile::tempdir().expect("a folder");
        let evidence = folder.path().join("evidence");
        let many = (0..300).fold(BackupBuilder::new(Device::default()), |builder, number| {
            builder.file("HomeDomain", &format!("Library/Preferences/{number}.plist"), "ordinary")
        });
        change(many).write(&evidence).expect("is written");
        let list = evidence.join(name);
        let bytes = std::fs::read(&list).expect("is read");
        let cut = if name == "Manifest.db" { 1000 } else { bytes.len() / 3 };
        std::fs::write(&list, &bytes[..bytes.len() - cut]).expect("is written");
        let out = vigie(&["check", arg(&evidence), "--json"]);
        assert_eq!(out.status.code(), Some(3), "{name}: {}", String::from_utf8_lossy(&out.stderr));
        let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
        let problems = told["problems"].as_array().expect("problems");
        let of_list: Vec<String> = problems
            .iter()
            .filter(|problem| problem["source"] == name)
            .map(|problem| format!("{} {} {}", problem["code"], problem["place"], problem["detail"]))
            .collect();
        let once: std::collections::BTreeSet<&String> = of_list.iter().collect();
        assert!(!of_list.is_empty() && once.len() == of_list.len(), "{name}: {of_list:#?}");
        let coverage = told["coverage"].as_array().expect("coverage");
        let manifest = coverage.iter().find(|line| line["artifact"] == "ios_manifest").expect("a line");
        assert_eq!(manifest["problems"].as_u64(), Some(of_list.len() as u64), "{name}: {manifest}");
    }
}
