//! Every sentence the page asks for exists, in both languages, and none is left that no page asks for.

use std::collections::BTreeSet;

use vigie_case::Keep;
use vigie_model::{Level, Meaning, ProblemCode};
use vigie_text::FILES;

const SOURCES: &[&str] = &[
    include_str!("../src/chart.rs"),
    include_str!("../src/context.rs"),
    include_str!("../src/coverage.rs"),
    include_str!("../src/findings.rs"),
    include_str!("../src/methods.rs"),
    include_str!("../src/overview.rs"),
    include_str!("../src/page.rs"),
    include_str!("../src/paper.rs"),
    include_str!("../src/person.rs"),
    include_str!("../src/problems.rs"),
    include_str!("../src/programs.rs"),
    include_str!("../src/situation.rs"),
    include_str!("../src/verified.rs"),
    include_str!("../src/words.rs"),
];

/// What stands for a sentence where the evidence is not of one device.
const NO_DEVICE: [&str; 40] = [
    "screen-what-findings-mean-no-device",
    "report-title-mailbox",
    "report-title-network",
    "report-title-files",
    "report-short-acted-no-device",
    "report-short-acted-weakly-no-device",
    "report-short-lured-mailbox",
    "report-short-lured-network",
    "report-short-lured-files",
    "report-short-not-acted-no-device",
    "report-short-blind-no-device",
    "screen-what-none-means-no-device",
    "screen-what-blind-means-no-device",
    "meaning-execution-explained-network",
    "meaning-execution-explained-files",
    "report-person-exposure-mailbox",
    "meaning-exposure-explained-mailbox",
    "report-person-exposure-network",
    "meaning-exposure-explained-network",
    "report-person-exposure-not-network",
    "report-person-exposure-files",
    "meaning-exposure-explained-files",
    "report-person-weakness-network",
    "meaning-weakness-explained-network",
    "report-person-weakness-not-network",
    "report-means-lure-network",
    "report-means-lure-files",
    "report-todo-danger-how-no-device",
    "report-todo-keep-no-device",
    "report-todo-keep-how-no-device",
    "report-todo-other-device-no-device",
    "report-todo-other-device-how-no-device",
    "report-todo-worried-how-no-device",
    "report-todo-keep-evidence-how-no-device",
    "report-todo-update-no-device",
    "report-todo-update-how-no-device",
    "report-todo-again-no-device",
    "report-todo-again-how-no-device",
    "report-todo-private-how-no-device",
    "report-help-from-no-device",
];

/// What the sources ask for by parts of an id.
fn composed() -> Vec<String> {
    let mut ids = Vec::new();
    for level in Level::ALL {
        ids.extend([format!("level-{level}"), format!("report-level-{level}")]);
    }
    for meaning in Meaning::ALL {
        ids.extend([format!("meaning-{meaning}-name"), format!("meaning-{meaning}-explained")]);
        ids.extend([format!("report-person-{meaning}"), format!("report-person-{meaning}-not")]);
    }
    ids.extend([Keep::Findings, Keep::Timeline, Keep::All].map(|keep| format!("report-keep-{keep}")));
    ids.extend(ProblemCode::ALL.iter().map(|code| format!("problem-{code}")));
    ids.extend(["read", "unreadable", "absent", "not-applicable"].map(|state| format!("report-state-{state}")));
    for step in [
        "danger",
        "keep",
        "call",
        "other-device",
        "warning",
        "silent",
        "write-down",
        "worried",
        "keep-evidence",
        "update",
        "lockdown",
        "advanced-protection",
        "again",
        "private",
    ] {
        ids.extend([format!("report-todo-{step}"), format!("report-todo-{step}-how")]);
    }
    let columns = [
        "number",
        "level",
        "time",
        "meaning",
        "artifact",
        "heuristic",
        "seen",
        "state",
        "records",
        "problems",
        "first",
        "last",
        "sources",
        "code",
        "problem",
        "place",
        "detail",
        "pack",
        "origin",
        "indicators",
        "usable",
        "unusable",
        "revoked",
        "sha256",
        "id",
        "version",
        "says",
    ];
    ids.extend(columns.map(|column| format!("report-col-{column}")));
    let ways = [
        "exact",
        "cidr",
        "subdomain",
        "path-below",
        "pattern",
        "truncated",
        "truncated-tail",
        "nested",
        "process-name-as-file",
        "email-domain",
        "part-of-pattern",
        "yara",
    ];
    ids.extend(ways.map(|how| format!("report-matched-{how}")));
    let kinds = [
        "android-app",
        "android-backup",
        "android-bugreport",
        "android-filesystem",
        "android-intrusion-logs",
        "android-qf",
        "files",
        "ios-backup",
        "ios-crash-reports",
        "ios-filesystem",
        "ios-sysdiagnose",
        "linux-files",
        "mac-files",
        "mailbox",
        "network-capture",
        "windows-triage",
    ];
    ids.extend(kinds.map(|kind| format!("report-reach-{kind}")));
    // What a record counts as: `Record::counts_as`.
    ids.extend(["repeated", "report", "shutdown"].map(|kind| format!("report-counted-{kind}")));
    ids.extend(NO_DEVICE.map(str::to_owned));
    ids.extend(["artifacts", "heuristics"].map(|what| format!("report-{what}")));
    ids.extend(["artifacts", "heuristics"].map(|what| format!("report-{what}-table")));
    ids
}

/// What the sources ask for by its whole id.
fn written() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for text in SOURCES.iter().flat_map(|source| source.split('"').skip(1).step_by(1)) {
        let id = ["report-", "screen-", "kind-"].iter().any(|start| text.starts_with(start))
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !text.ends_with('-');
        if id {
            ids.insert(text.to_owned());
        }
    }
    ids
}

fn ids_in(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.split_once(" ="))
        .filter(|(id, _)| id.starts_with(|c: char| c.is_ascii_lowercase()) && !id.contains(' '))
        .map(|(id, _)| id.to_owned())
        .collect()
}

#[test]
fn what_stands_for_a_sentence_has_one_to_stand_for() {
    let english: BTreeSet<String> = FILES.iter().flat_map(|(_, en, _)| ids_in(en)).collect();
    for id in NO_DEVICE {
        let of = ["-no-device", "-mailbox", "-network", "-files"].iter().find_map(|end| id.strip_suffix(end));
        assert!(of.is_some_and(|of| english.contains(of)), "{id}");
    }
}

#[test]
fn every_sentence_exists_in_both_languages() {
    let english: BTreeSet<String> = FILES.iter().flat_map(|(_, en, _)| ids_in(en)).collect();
    let french: BTreeSet<String> = FILES.iter().flat_map(|(_, _, fr)| ids_in(fr)).collect();
    let wanted: BTreeSet<String> = written().into_iter().chain(composed()).collect();
    assert!(wanted.len() > 150, "the sources are not scanned well: {}", wanted.len());
    for id in &wanted {
        assert!(english.contains(id) && french.contains(id), "{id} is missing");
    }
    let (_, en, fr) = FILES.iter().find(|(name, ..)| *name == "report").unwrap();
    assert_eq!(ids_in(en), ids_in(fr));
    let unused: Vec<_> = ids_in(en).difference(&wanted).cloned().collect();
    assert!(unused.is_empty(), "{unused:?}");
}
