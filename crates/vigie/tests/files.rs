//! A folder of files of whatever origin: archives among them are looked into, within limits, and what is not examined
//! is told with its numbers.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::Path;

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::archive::{Tar, Zip, gzip, xz, zstd};
use vigie_testkit::disk::usb_stick;

/// Written by a rule below.
const MARK: &[u8] = b"....a text that only a rule knows....";

fn check(evidence: &Path, more: &[&str]) -> Value {
    let output = vigie(&[&["check", arg(evidence), "--as", "files", "--json"], more].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}\n{told}"))
}

/// Code, source and detail of each problem.
fn problems(told: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |problem: &Value| (text(&problem["code"]), text(&problem["source"]), text(&problem["detail"]));
    told["problems"].as_array().expect("a list").iter().map(one).collect()
}

/// Sources that were hashed.
fn hashed(told: &Value) -> Vec<String> {
    let coverage = told["coverage"].as_array().expect("a list");
    let of = coverage.iter().find(|of| of["artifact"] == "files_hashes").expect("it applies");
    let paths = of["sources"].as_array().expect("a list").iter();
    paths.map(|source| source["path"].as_str().or(source.as_str()).expect("a path").to_owned()).collect()
}

#[test]
fn archives_are_looked_into_and_rules_meet_what_lies_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("r.yar");
    std::fs::write(&rules, "rule Mark { strings: $a = \"a text that only a rule knows\" condition: $a }").unwrap();
    let evidence = folder.path().join("evidence");
    std::fs::create_dir_all(evidence.join("odd!name")).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(evidence.join(name), bytes).unwrap();
    let tar = Tar::new().file("inner/note.txt", MARK).finish();
    write("plain.txt", b"nothing");
    // What it is its content tells, not its name.
    write("holiday.jpg", &Zip::new().file("a/note.txt", MARK).finish());
    write("odd!name/one.zip", &Zip::new().file("note.txt", MARK).finish());
    write("two.tar", &tar);
    write("three.tgz", &gzip(&tar));
    write("four.tar.xz", &xz(&tar));
    write("five.tar.zst", &zstd(&tar));
    write("six.txt.gz", &gzip(MARK));
    write("seven.zip", &Zip::new().file("inner.tar.gz", &gzip(&tar)).finish());
    write("eight.tar.gz", &gzip(&Tar::new().file("inner.zip", &Zip::new().file("note.txt", MARK).finish()).finish()));
    let told = check(&evidence, &["--yara", arg(&rules)]);
    let mut met: Vec<&str> =
        told["findings"].as_array().unwrap().iter().filter_map(|finding| finding["place"]["source"].as_str()).collect();
    met.sort_unstable();
    // What is not compressed shows in the archive itself, too.
    let expected = [
        "eight.tar.gz!inner.zip!note.txt",
        "five.tar.zst",
        "five.tar.zst!inner/note.txt",
        "four.tar.xz!inner/note.txt",
        "holiday.jpg!a/note.txt",
        "odd!name/one.zip!note.txt",
        "seven.zip!inner.tar.gz!inner/note.txt",
        "six.txt.gz!six.txt",
        "three.tgz!inner/note.txt",
        "two.tar",
        "two.tar!inner/note.txt",
    ];
    assert_eq!(met, expected);
    assert_eq!(problems(&told), [], "everything was examined");
}

/// A zip of two members, each of which is said to be a gigabyte, as far as deflate could.
fn claims_two_gigabytes() -> Vec<u8> {
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_le_bytes()[7]
    };
    let bytes: Vec<u8> = (0..1_100_000).map(|_| noise()).collect();
    let mut zip = Zip::new().file("a", &bytes).file("b", &bytes).finish();
    let directories: Vec<usize> = (0..zip.len() - 4).filter(|at| zip[*at..].starts_with(b"PK\x01\x02")).collect();
    for at in directories {
        zip[at + 24..at + 28].copy_from_slice(&(1_u32 << 30).to_le_bytes());
    }
    zip
}

#[test]
fn what_is_not_examined_is_told_with_its_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let zip = |name: &str, bytes: &[u8]| Zip::new().file(name, bytes).finish();
    let deep = zip("three.zip", &zip("four.zip", &zip("note.txt", MARK)));
    write("one.zip", &zip("two.zip", &deep));
    write("cut.gz", &gzip(&MARK.repeat(1000))[..40]);
    write("broken.gz", b"\x1f\x8b\x08nothing of the kind");
    write("closed.bin", b"Rar!\x1a\x07\x01\0 and more");
    write("bomb.zip", &claims_two_gigabytes());
    let told = check(folder.path(), &[]);
    let problems = problems(&told);
    let has = |code: &str, source: &str, detail: &str| {
        problems.iter().any(|problem| problem.0 == code && problem.1 == source && problem.2.contains(detail))
    };
    assert!(has("VIG-E043", "one.zip!two.zip!three.zip", "a zip archive ("), "{problems:#?}");
    assert!(has("VIG-E043", "bomb.zip", "1 files of 1073741824 bytes in it were not examined"), "{problems:#?}");
    assert!(has("VIG-E043", "broken.gz", "damaged or cut after 0"), "{problems:#?}");
    assert!(has("VIG-E043", "closed.bin", "RAR"), "{problems:#?}");
    assert!(has("VIG-E037", "cut.gz!cut", "damaged or cut after"), "{problems:#?}");
    let hashed = hashed(&told);
    assert!(hashed.iter().any(|path| path == "one.zip!two.zip!three.zip"), "{hashed:?}");
    assert!(!hashed.iter().any(|path| path.contains("four.zip")), "{hashed:?}");
}

#[test]
fn a_stick_whose_boot_record_was_rewritten_is_told_and_its_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let stick = folder.path().join("stick.img");
    for (is_rewritten, expected) in [(false, 0), (true, 1)] {
        std::fs::write(&stick, usb_stick(is_rewritten)).unwrap();
        // Known by its content, as evidence of its own and among others.
        let alone: Value =
            serde_json::from_slice(&vigie(&["check", arg(&stick), "--json"]).stdout).expect("it is recognised");
        for (told, prefix) in [(alone, ""), (check(folder.path(), &[]), "stick.img!")] {
            let notes: Vec<&Value> = told["findings"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|finding| finding["heuristic"]["id"] == "files_boot_note")
                .collect();
            assert_eq!(notes.len(), expected, "{told}");
            for note in notes {
                assert_eq!((&note["level"], &note["meaning"]), (&"high".into(), &"tampering".into()));
                assert_eq!(note["place"]["source"], format!("{prefix}boot_record.bin"));
            }
            let hashed = hashed(&told);
            let report = format!("{prefix}p1/Report for the editors.txt");
            assert!(hashed.contains(&report), "{report} is not among {hashed:?}");
            let codes: Vec<_> = problems(&told).into_iter().map(|problem| problem.0).collect();
            assert_eq!(codes, ["VIG-E052"], "deleted files are counted");
        }
        let code = vigie(&["check", arg(&stick), "--quiet"]).status.code();
        assert_eq!(code, Some(i32::from(is_rewritten)), "deleted files are no part that was not read");
    }
}
