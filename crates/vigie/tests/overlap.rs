//! Exports of a log that overlap: what several files tell is found once, and the others are counted.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::Path;

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::archive::Zip;

/// Two events; the second has the number that its export gave it.
fn export(number: u32) -> String {
    let command = "{\"adb_shell_cmd\":{\"command\":\"pm install -r /data/local/tmp/x.apk\"}";
    format!(
        "{{\"dns_event\":{{\"event_id\":0,\"event_time\":1704456000000,\"hostname\":\"one.example\",\"package_name\":\"com.example.one\"}}}}\n\
         {{\"security_event\":{command},\"event_id\":{number},\"event_time\":1704456002000000000}}}}\n"
    )
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("is there")).expect("is JSON")
}

/// Findings of the indicator, files read, and the coverage.
fn check(evidence: &Path) -> (usize, usize, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = folder.path().join("pack.stix2");
    let bundle = serde_json::json!({ "type": "bundle", "objects": [
        { "type": "indicator", "id": "indicator--1", "pattern": "[domain-name:value = 'one.example']", "pattern_type": "stix" }] });
    std::fs::write(&pack, bundle.to_string()).expect("is written");
    let case = folder.path().join("case");
    let out = vigie(&["check", arg(evidence), "--indicators", arg(&pack), "--case", arg(&case), "--keep", "all"]);
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    let findings = std::fs::read_to_string(case.join("findings.jsonl")).expect("is there");
    let coverage = json(&case.join("coverage.json"));
    let lines = coverage.as_array().or_else(|| coverage["artifacts"].as_array()).expect("a list");
    let of = lines.iter().find(|line| line["artifact"] == "android_intrusion_log").expect("is listed").clone();
    let sources = std::fs::read_to_string(case.join("sources.jsonl")).expect("is there");
    (findings.lines().filter(|line| line.contains("one.example")).count(), sources.lines().count(), of)
}

#[test]
fn what_several_exports_tell_is_found_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (alone, again) = (folder.path().join("alone"), folder.path().join("again"));
    for (at, count) in [(&alone, 1), (&again, 3)] {
        std::fs::create_dir(at).expect("is made");
        for number in 0..count {
            std::fs::write(at.join(format!("export-{number}.txt")), export(number)).expect("is written");
        }
    }
    let third = Zip::new().file("exported-events.txt", export(9).as_bytes()).finish();
    std::fs::write(again.join("third.zip"), third).expect("is written");

    let (found, read, of) = check(&alone);
    assert_eq!((found, read, &of["records"], &of["counts"]), (1, 1, &2.into(), &Value::Null), "{of}");
    let (found, read, of) = check(&again);
    assert_eq!((found, read, &of["records"], &of["counts"]["repeated"]), (1, 4, &2.into(), &6.into()), "{of}");
}
