//! The table of the peer's defects (docs/peer_defects.md) names a test for each line; and the lines that only show
//! on the command line.

#[expect(dead_code, reason = "shared with tests that compare folders")]
mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{arg, sample, vigie};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The lines that have to be there: section, and how many it has.
const SECTIONS: [(&str, u32); 3] = [("2.3", 18), ("2.4", 7), ("2.5", 11)];

#[test]
fn the_table_of_defects_holds() {
    let table = std::fs::read_to_string(root().join("docs/peer_defects.md")).expect("the table is there");
    let mut lines = BTreeSet::new();
    for row in table.lines().filter(|line| line.starts_with("| 2.")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [line, defect, tests] = cells[..] else { panic!("not three cells: {row}") };
        assert!(defect.len() > 10, "{row}");
        assert!(lines.insert(line.to_owned()), "{line} stands twice");
        let (section, number) = line.rsplit_once('.').expect("a number");
        let section = section.replace('.', "_");
        let short = format!("{section}_{number}_");
        let long = format!("{section}_{number:0>2}_");
        for test in tests.split(", ") {
            let test = test.trim_matches('`');
            assert!(test.contains(&short) || test.contains(&long), "{line}: `{test}` does not carry its number");
            match test.split_once(": ") {
                None => {
                    let cases = std::fs::read_dir(root().join(test)).unwrap_or_else(|error| panic!("{test}: {error}"));
                    assert!(test.starts_with("fixtures/") && cases.count() > 0, "{test}");
                }
                Some((file, name)) => {
                    let code =
                        std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
                    let before =
                        code.split(&format!("\nfn {name}()")).next().filter(|before| before.len() < code.len());
                    let attributes = before.map(|before| before.rsplit("\n\n").next().unwrap_or_default());
                    let is_test = attributes.is_some_and(|attributes| attributes.contains("#[test]"));
                    assert!(is_test, "{file} has no test {name}");
                }
            }
        }
    }
    for (section, count) in SECTIONS {
        for number in 1..=count {
            assert!(lines.contains(&format!("{section}.{number}")), "no line {section}.{number}");
        }
    }
}

/// No socket of a network is ever opened, whatever links the evidence holds.
#[test]
#[expect(clippy::print_stdout, reason = "says what was not examined")]
fn defect_2_5_09_no_address_is_contacted() {
    let traced = cfg!(target_os = "linux")
        && Command::new("strace").args(["-f", "true"]).output().is_ok_and(|out| out.status.success());
    if !traced {
        println!("strace cannot be used here: whether sockets are opened was not examined");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let out = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", arg(&log), env!("CARGO_BIN_EXE_vigie")])
        .args(["check", arg(&sample()), "--quiet"])
        .env("VIGIE_INDICATORS", "")
        .output()
        .expect("starts");
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(!log.contains("AF_INET"), "{log}");
}

fn pack(value: &str) -> String {
    format!(
        r#"{{"type":"bundle","objects":[{{"type":"indicator","id":"indicator--{value}",
           "pattern":"[domain-name:value = '{value}']","pattern_type":"stix"}}]}}"#
    )
}

#[test]
#[cfg(unix)]
fn defect_2_5_10_a_colon_in_a_path_is_part_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("C:packs").join("one:two.stix2");
    std::fs::create_dir(file.parent().expect("a parent")).expect("is made");
    std::fs::write(&file, pack("colon.example")).expect("is written");
    let out = vigie(&["indicators", "show", "colon.example", "--indicators", arg(&file)]);
    let told = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(told.contains("one:two"), "{told}{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn defect_2_5_11_every_file_of_a_folder_is_loaded() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, value) in [("a.stix2", "a.example"), ("b.json", "b.example"), ("c.stix", "c.example")] {
        std::fs::write(folder.path().join(name), pack(value)).expect("is written");
    }
    for value in ["a.example", "b.example", "c.example"] {
        let out = vigie(&["indicators", "show", value, "--indicators", arg(folder.path())]);
        let told = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(told.contains("matched"), "{value}: {told}");
    }
}
