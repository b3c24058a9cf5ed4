//! `vigie export`: every form of a case, what is told of what it leaves out, and that nothing is replaced or half-written.

mod support;

use std::path::Path;

use serde_json::Value;
use support::{arg, sample, tree, vigie};

fn case(folder: &Path, keep: &str) -> std::path::PathBuf {
    let case = folder.join(keep);
    let out = vigie(&["check", arg(&sample()), "--case", arg(&case), "--keep", keep, "--quiet"]);
    assert_ne!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    case
}

fn export(case: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let out = vigie(&[&["export", arg(case), "--format"][..], more].concat());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    (out.status.code(), text(&out.stdout), text(&out.stderr))
}

#[test]
fn every_form_is_written_and_the_case_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = case(folder.path(), "findings");
    let before = tree(&case);
    let findings = std::fs::read_to_string(case.join("findings.jsonl")).expect("readable").lines().count();
    let moments = std::fs::read_to_string(case.join("timeline.csv")).expect("readable").lines().count() - 1;
    assert!(findings > 3 && moments > 0, "{findings} findings, {moments} moments");
    for (format, lines) in [
        ("csv", findings + 1),
        ("timesketch", findings + moments + 1),
        ("jsonl", findings + moments),
        ("plaso", findings + moments + 1),
        ("l2tcsv", findings + moments + 1),
    ] {
        let (code, text, said) = export(&case, &[format]);
        assert_eq!((code, text.lines().count()), (Some(0), lines), "{format}: {said}");
        assert_eq!(said.contains("--keep findings"), format != "csv", "{said}");
        let file = folder.path().join(format!("new/{format}"));
        assert_eq!(export(&case, &[format, "--out", arg(&file)]).0, Some(0));
        assert_eq!(std::fs::read_to_string(&file).expect("written"), text, "{format}");
    }
    let mvt = folder.path().join("mvt");
    assert_eq!(export(&case, &["mvt", "--out", arg(&mvt)]).0, Some(0));
    let files = tree(&mvt);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["alerts.json", "timeline.csv"]);
    let alerts: Value = serde_json::from_slice(&files["alerts.json"]).expect("JSON");
    assert_eq!(alerts.as_array().expect("a list").len(), findings);
    let (code, text, said) = export(&case, &["stix", "--tlp", "red"]);
    let bundle: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((code, &bundle["objects"][0]["name"]), (Some(0), &Value::from("TLP:RED")), "{said}");
    let (code, text, _) = export(&case, &["misp", "--tlp", "green"]);
    let event: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((code, &event["Event"]["distribution"]), (Some(0), &Value::from("1")));
    let (code, text, _) = export(&case, &["case"]);
    let graph: Value = serde_json::from_str(&text).expect("JSON");
    let is = |node: &Value, kind: &str| node["@type"].as_str() == Some(kind);
    let nodes = graph["@graph"].as_array().expect("a list");
    let results = nodes.iter().filter(|node| is(node, "uco-analysis:AnalyticResult")).count();
    assert_eq!((code, results), (Some(0), findings), "{text}");
    let read = std::fs::read_to_string(case.join("sources.jsonl")).expect("readable").lines().count();
    let files = nodes.iter().filter(|node| is(node, "uco-observable:File") || is(node, "uco-observable:ContentData"));
    assert!(files.count() >= read, "every file that was read is in it");
    let (_, french, _) = export(&case, &["csv", "--lang", "fr"]);
    assert_ne!(french, export(&case, &["csv"]).1);
    assert_eq!(tree(&case), before, "nothing of the case changes");
}

#[test]
fn tables_hold_what_the_case_keeps() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = tempfile::tempdir().expect("a folder");
    for keep in ["findings", "all"] {
        let case = case(folder.path(), keep);
        let out = folder.path().join(format!("{keep}-tables"));
        let (code, _, said) = export(&case, &["parquet", "--out", arg(&out)]);
        assert_eq!(code, Some(0), "{said}");
        let files = tree(&out);
        assert_eq!(files.keys().collect::<Vec<_>>(), ["findings.parquet", "records.parquet", "timeline.parquet"]);
        let rows = |name: &str| {
            let reader = SerializedFileReader::new(bytes::Bytes::from(files[name].clone())).expect("a table");
            usize::try_from(reader.metadata().file_metadata().num_rows()).expect("a number")
        };
        let lines = |name: &str| std::fs::read_to_string(case.join(name)).expect("readable").lines().count();
        assert_eq!(rows("findings.parquet"), lines("findings.jsonl"), "{keep}");
        assert_eq!(rows("timeline.parquet"), lines("timeline.csv") - 1, "{keep}");
        let kept: usize = vigie_case::record_tables(&case)
            .expect("listed")
            .iter()
            .map(|artifact| {
                let records = vigie_case::records(&case, artifact).expect("opened");
                records
                    .map(|record| {
                        let record = record.expect("readable");
                        // Its time stands in the record itself, so that its precision and its zone are known.
                        let written = record.time.is_none_or(|at| record.record.get().contains(&at.to_string()));
                        assert!(written, "{artifact}: {record:?}");
                    })
                    .count()
            })
            .sum();
        assert_eq!(rows("records.parquet"), kept, "{keep}");
        assert!(kept > 0 && (keep == "findings" || kept > 100), "{keep}: {kept}");
    }
}

#[test]
fn what_the_level_of_keeping_leaves_out_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let (timeline, all) = (case(folder.path(), "timeline"), case(folder.path(), "all"));
    let told = |case: &Path| export(case, &["jsonl"]);
    assert!(told(&timeline).2.contains("without what people wrote"), "{}", told(&timeline).2);
    assert!(!told(&all).2.contains("--keep"), "{}", told(&all).2);
    assert_eq!(told(&all).1.lines().count(), told(&timeline).1.lines().count());
}

#[test]
fn nothing_is_replaced_and_nothing_is_added_to_a_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = case(folder.path(), "findings");
    let mine = folder.path().join("mine.txt");
    std::fs::write(&mine, "mine").expect("is written");
    let before = tree(folder.path());
    let (inside, below) = (case.join("x.csv"), case.join("new/x"));
    let never = folder.path().join("never");
    for (more, says) in [
        (&["csv", "--out", arg(&mine)][..], "already there"),
        (&["csv", "--out", arg(&inside)], "inside the case"),
        (&["mvt", "--out", arg(&below)], "inside the case"),
        (&["mvt"], "folder of files"),
        (&["parquet"], "folder of files"),
        (&["csv", "--tlp", "red", "--out", arg(&never)], "--tlp"),
        (&["word"], "is not a format"),
        (&["stix", "--tlp", "white"], "is not a level"),
    ] {
        let (code, text, said) = export(&case, more);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{said}");
        assert!(said.contains(says), "{said}");
    }
    std::fs::write(case.join("timeline.csv"), "head\nbroken\n").expect("is written");
    for more in [&["jsonl", "--out", arg(&never)][..], &["jsonl"], &["parquet", "--out", arg(&never)]] {
        let (code, text, said) = export(&case, more);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{said}");
        assert!(said.contains("line 2"), "{said}");
    }
    std::fs::write(case.join("timeline.csv"), &before["findings/timeline.csv"]).expect("is written");
    assert_eq!(tree(folder.path()), before, "nothing is left");
}
