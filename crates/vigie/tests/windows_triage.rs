//! WannaCry and NotPetya from end to end, on evidence made from what was published of them; an ordinary computer stays
//! clean; YARA rules meet files and say whose they are.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::Path;

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::network::stories::KILL_SWITCH;
use vigie_testkit::windows::triage::{self, Traces};

fn collected(traces: Traces, folder: &Path) {
    for (path, bytes) in triage::files(traces, 1).expect("its texts are understood") {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("can be made");
        std::fs::write(path, bytes).expect("can be written");
    }
}

fn check(evidence: &Path, more: &[&str]) -> Value {
    let output = vigie(&[&["check", arg(evidence), "--json"], more].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}\n{told}"))
}

/// Level, meaning and rule of each finding.
fn findings(told: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rule = |finding: &Value| match &finding["heuristic"]["id"] {
        Value::String(id) => id.clone(),
        _ => format!("{} {}", text(&finding["indicator"]["type"]), text(&finding["indicator"]["value"])),
    };
    let one = |finding: &Value| (text(&finding["level"]), text(&finding["meaning"]), rule(finding));
    told["findings"].as_array().expect("a list").iter().map(one).collect()
}

fn assert_found_in(told: &Value, artifact: &str, rule: &str) {
    let all = told["findings"].as_array().expect("a list").iter();
    let found: Vec<_> = findings(told).into_iter().zip(all).filter(|(_, one)| one["artifact"] == artifact).collect();
    assert!(found.iter().any(|((_, _, met), _)| met == rule), "{rule} is not among:\n{found:#?}");
}

fn assert_found(told: &Value, level: &str, meaning: &str, rule: &str) {
    let found = findings(told);
    let wanted = (level.to_owned(), meaning.to_owned(), rule.to_owned());
    assert!(found.contains(&wanted), "{wanted:?} is not among:\n{found:#?}");
}

#[test]
fn wannacry_is_told_as_what_ran_and_stayed() {
    let folder = tempfile::tempdir().unwrap();
    collected(Traces::WannaCry, folder.path());
    let told = check(folder.path(), &[]);
    assert_eq!(told["evidence"]["kind"], "windows_triage");
    assert_found(&told, "critical", "persistence", "service mssecsvc2.0");
    assert_found(&told, "critical", "persistence", r"registry-key HKLM\SOFTWARE\WanaCrypt0r");
    assert_found(&told, "critical", "persistence", "process tasksche.exe");
    assert_found(&told, "critical", "execution", "process mssecsvc.exe");
    assert_found(&told, "high", "exposure", "file-name @Please_Read_Me@.txt");
    assert_found(&told, "high", "exposure", &format!("domain {KILL_SWITCH}"));
    // Of what was not collected, the table of files tells.
    assert_found_in(&told, "windows_mft", "file-name tasksche.exe");
    assert_found_in(&told, "windows_mft", "file-name @Please_Read_Me@.txt");
    assert_found(&told, "high", "execution", "files_mass_encryption");
    // An ending is one finding, wherever it is told.
    let all = told["findings"].as_array().expect("a list").iter();
    let endings: Vec<_> = all.filter(|one| one["heuristic"]["id"] == "files_mass_encryption").collect();
    let [ending] = endings[..] else { panic!("one finding: {endings:#?}") };
    assert_eq!(ending["sentences"]["message"]["args"]["artifacts"], "files_listing, windows_mft");
    assert_found(&told, "high", "execution", "files_ransom_note");
    let names = told["context"].to_string();
    assert!(names.contains("WannaCry"), "the register knows it: {names}");
}

/// The name that stopped WannaCry, looked up and nothing else: somebody may have read about it.
#[test]
fn a_look_up_of_the_kill_switch_alone_is_no_execution() {
    let folder = tempfile::tempdir().unwrap();
    collected(Traces::KillSwitch, folder.path());
    let told = check(folder.path(), &[]);
    assert_found(&told, "high", "exposure", &format!("domain {KILL_SWITCH}"));
    let more: Vec<_> = findings(&told)
        .into_iter()
        .filter(|(level, meaning, _)| meaning != "exposure" && level != "info" && level != "low")
        .collect();
    assert!(more.is_empty(), "a look-up shows no more than contact: {more:#?}");
}

#[test]
fn notpetya_is_told_by_what_it_started() {
    let folder = tempfile::tempdir().unwrap();
    collected(Traces::NotPetya, folder.path());
    let told = check(folder.path(), &[]);
    assert_found(&told, "high", "exposure", r"file-path C:\Windows\perfc.dat");
    assert_found_in(&told, "windows_mft", r"file-path C:\Windows\perfc.dat");
    assert_found_in(&told, "windows_mft", r"file-path C:\Windows\perfc");
    assert_found(&told, "high", "tampering", "windows_clearing_command");
    assert_found(&told, "medium", "execution", "windows_rundll_ordinal");
    assert_found(&told, "medium", "execution", "windows_reboot_task");
    assert_found(&told, "low", "execution", "windows_remote_command");
    assert!(told["context"].to_string().contains("NotPetya"));
}

#[test]
fn an_ordinary_computer_stays_clean() {
    let folder = tempfile::tempdir().unwrap();
    collected(Traces::None, folder.path());
    let told = check(folder.path(), &[]);
    let grave: Vec<_> = findings(&told).into_iter().filter(|(level, _, _)| level != "info" && level != "low").collect();
    assert!(grave.is_empty(), "{grave:#?}");
    assert_eq!(told["problems"], serde_json::json!([]), "nothing of it is unread");
}

#[test]
fn rules_meet_files_and_stand_in_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let (evidence, rules, case) = (folder.path().join("e"), folder.path().join("rules"), folder.path().join("case"));
    collected(Traces::WannaCry, &evidence);
    std::fs::create_dir(&rules).unwrap();
    let good = r#"rule Encrypted { meta: author = "Example" reference = "https://example.org/report" strings: $a = "WANACRY!" condition: $a at 0 }"#;
    std::fs::write(rules.join("good.yar"), good).unwrap();
    std::fs::write(rules.join("bad.yara"), "rule Broken { condition: nothing_known }").unwrap();
    let told = check(&evidence, &["--as", "files", "--yara", arg(&rules), "--case", arg(&case)]);
    let met: Vec<&Value> =
        told["findings"].as_array().unwrap().iter().filter(|finding| finding["indicator"]["type"] == "yara").collect();
    assert_eq!(met.len(), 24, "each encrypted file");
    assert_eq!(met[0]["level"], "medium");
    assert_eq!(met[0]["indicator"]["pack"], "good.yar");
    assert_eq!(met[0]["indicator"]["sources"][0], "author: Example");
    assert_eq!(met[0]["record"]["strings"][0]["offsets"][0], 0);
    let codes: Vec<_> = told["problems"].as_array().unwrap().iter().map(|problem| &problem["code"]).collect();
    assert!(codes.contains(&&Value::from("VIG-E041")), "the broken file is told: {codes:?}");
    let file: Value = serde_json::from_slice(&std::fs::read(case.join("case.json")).unwrap()).unwrap();
    let packs = file["packs"].as_array().unwrap();
    let hash = |name: &str| packs.iter().find(|pack| pack["name"] == name).map(|pack| pack["sha256"].to_string());
    assert_eq!(hash("good.yar").map(|hash| hash.len()), Some(66));
    assert!(hash("bad.yara").is_some());
}

#[test]
fn rules_that_meet_no_file_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("r.yar");
    std::fs::write(&rules, "rule Any { condition: true }").unwrap();
    let told = check(&support::sample(), &["--yara", arg(&rules)]);
    let codes = told["problems"].to_string();
    assert!(codes.contains("VIG-E051"), "{codes}");
}
