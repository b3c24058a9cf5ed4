//! `vigie report`: every form of a case, in any language, of a case that is whole and of one that is not; and that nothing
//! is written where it should not be.

mod support;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{arg, sample, tree, vigie};

const FORMATS: [&str; 5] = ["html", "pdf-ready", "md", "json", "csv"];

fn case(folder: &Path, lang: &str) -> PathBuf {
    let case = folder.join(format!("case-{lang}"));
    let out = vigie(&["check", arg(&sample()), "--case", arg(&case), "--lang", lang, "--quiet"]);
    assert_ne!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    case
}

fn report(case: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let out = vigie(&[&["report", arg(case)][..], more].concat());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    (out.status.code(), text(&out.stdout), text(&out.stderr))
}

#[test]
fn every_form_is_written_and_the_case_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = case(folder.path(), "en");
    let before = tree(&case);
    for format in FORMATS {
        let (code, text, said) = report(&case, &["--format", format]);
        assert_eq!((code, said.as_str()), (Some(0), ""), "{format}");
        let file = folder.path().join(format!("new/{format}"));
        let (code, nothing, said) = report(&case, &["--format", format, "-o", arg(&file)]);
        assert_eq!((code, nothing.as_str()), (Some(0), ""), "{said}");
        assert!(said.contains("The report is"), "{said}");
        assert_eq!(std::fs::read_to_string(&file).expect("written"), text, "{format}");
    }
    assert_eq!(report(&case, &[]).1, report(&case, &["--format", "html"]).1, "a page is the default");
    assert_eq!(tree(&case), before, "nothing of the case changes");
}

/// Every sentence of every finding, as one language and the other tell it.
#[test]
fn a_case_of_one_language_is_told_in_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases = [("en", case(folder.path(), "en")), ("fr", case(folder.path(), "fr"))];
    let sentences = |case: &Path| -> Vec<String> {
        let text = std::fs::read_to_string(case.join("findings.jsonl")).expect("readable");
        let of = |line: &str| {
            let finding: Value = serde_json::from_str(line).expect("JSON");
            ["message", "innocent"].map(|name| finding[name].as_str().expect("text").to_owned())
        };
        text.lines().flat_map(of).collect()
    };
    for (own, case) in &cases {
        for (lang, other) in &cases {
            let (code, text, said) = report(case, &["--format", "json", "--lang", lang]);
            assert_eq!(code, Some(0), "{said}");
            let told: Value = serde_json::from_str(&text).expect("JSON");
            let findings = told["findings"].as_array().expect("a list");
            let said: Vec<String> = findings
                .iter()
                .flat_map(|of| ["message", "innocent"].map(|name| of[name].as_str().expect("text").to_owned()))
                .collect();
            assert_eq!(said, sentences(other), "a case in {own} told in {lang}");
            assert!(said.len() > 6 && findings.iter().all(|of| of["told_in"] == **lang));
            let (_, page, _) = report(case, &["--lang", lang]);
            assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{lang}");
        }
    }
}

#[test]
fn a_case_that_is_not_as_it_was_left_says_so_in_every_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = case(folder.path(), "en");
    let path = case.join("findings.jsonl");
    let text = std::fs::read_to_string(&path).expect("readable");
    // The gravest finding is taken away.
    std::fs::write(&path, text.split_once('\n').expect("lines").1).expect("is written");
    for format in FORMATS {
        let (code, text, said) = report(&case, &["--format", format]);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("not as it was left"), "{said}");
        assert!(text.contains("This case is not as it was left") && text.contains("findings.jsonl"), "{format}");
    }
    // What cannot be read at all is no report.
    std::fs::write(&path, "{").expect("is written");
    let (code, text, said) = report(&case, &[]);
    assert_eq!((code, text.as_str()), (Some(2), ""), "{said}");
    let (code, text, said) = report(folder.path(), &[]);
    assert_eq!((code, text.as_str()), (Some(2), ""), "{said}");
}

#[test]
fn nothing_is_replaced_unasked_and_nothing_is_added_to_a_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = case(folder.path(), "en");
    let mine = folder.path().join("mine.txt");
    std::fs::write(&mine, "mine").expect("is written");
    let before = tree(folder.path());
    let (inside, below, own) = (case.join("x.html"), case.join("new/x"), case.join("report.html"));
    for (more, says) in [
        (&["-o", arg(&mine)][..], "already there"),
        (&["-o", arg(&inside)], "inside the case"),
        (&["-o", arg(&below), "--force"], "inside the case"),
        (&["-o", arg(&own), "--force"], "inside the case"),
        (&["-o", arg(folder.path()), "--force"], "already there"),
        (&["--format", "word"], "is not a format"),
        (&["--force"], "--out"),
    ] {
        let (code, text, said) = report(&case, more);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{said}");
        assert!(said.contains(says), "{said}");
    }
    assert_eq!(tree(folder.path()), before, "nothing is left");
    let (code, _, said) = report(&case, &["-o", arg(&mine), "--force"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(std::fs::read_to_string(&mine).expect("readable").starts_with("<!doctype html>"));
}
