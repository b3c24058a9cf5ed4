//! A case as evidence: every byte accounted for, signed, timestamped, passed on; its evidence read again.

mod support;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::{arg, sample, tree, vigie};
use vigie_testkit::backup::{BackupBuilder, Device};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs vigie, which must end with this code.
fn run(code: i32, args: &[&str]) -> Output {
    let out = vigie(args);
    assert_eq!(out.status.code(), Some(code), "{args:?}\n{}\n{}", text(&out.stdout), text(&out.stderr));
    out
}

/// A small backup: a case of it is small too, so that every byte of it can be turned.
fn small(folder: &Path) -> PathBuf {
    let evidence = folder.join("evidence");
    BackupBuilder::new(Device::default())
        .file("HomeDomain", "Library/Notes/note.txt", "a note")
        .write(&evidence)
        .unwrap();
    evidence
}

fn key(folder: &Path) -> PathBuf {
    let key = folder.join("key");
    run(0, &["keys", "new", "--out", arg(&key), "--no-password"]);
    key
}

/// A case with everything: signed, with a request for a timestamp and a note.
fn full_case(folder: &Path) -> (PathBuf, PathBuf, PathBuf) {
    let (evidence, key, case) = (small(folder), key(folder), folder.join("case"));
    let more = ["--examiner", "A. Tester", "--consent", "all of it", "--hash-all", "--keep", "all"];
    run(0, &[&["check", arg(&evidence), "--case", arg(&case), "--sign", arg(&key)][..], &more[..]].concat());
    run(0, &["timestamp", "request", arg(&case)]);
    run(0, &["custody", "add", arg(&case), "--what", "handed over", "--who", "A. Tester"]);
    (case, evidence, key.with_extension("pub"))
}

fn verified(code: i32, case: &Path, more: &[&str]) -> Value {
    let out = run(code, &[&["verify", arg(case), "--json"][..], more].concat());
    serde_json::from_slice(&out.stdout).expect("JSON")
}

/// The files that differ.
fn named(told: &Value) -> Vec<&str> {
    let differences = told["verification"]["differences"].as_array().expect("a list");
    differences.iter().map(|one| one["file"].as_str().expect("a name")).collect()
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        let path = to.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

#[test]
fn any_flipped_byte_of_any_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (case, _, public) = full_case(folder.path());
    assert_eq!(verified(0, &case, &["--public-key", arg(&public)])["as_it_was_left"], true);
    for (name, bytes) in tree(&case) {
        let path = case.join(&name);
        // Every byte of a small file; of a larger one as many, spread over it. The library does the work here: a
        // process for each byte would take hours.
        let step = (bytes.len() / 200).max(1);
        for at in (0..bytes.len()).step_by(step).chain(bytes.len().checked_sub(1)) {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            std::fs::write(&path, changed).unwrap();
            let verification = vigie_case::verify(&case, None).unwrap();
            let files: Vec<&str> = verification.differences.iter().map(|one| one.file.as_str()).collect();
            assert!(files.contains(&name.as_str()), "{name}, byte {at}: {files:?}");
            if name != "MANIFEST" && name != "custody.jsonl" {
                assert_eq!(files, [name.as_str()], "byte {at}: nothing else is blamed");
            }
        }
        std::fs::write(&path, &bytes).unwrap();
    }
    assert!(vigie_case::verify(&case, None).unwrap().differences.is_empty());
}

#[test]
fn a_file_taken_away_or_put_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (case, ..) = full_case(folder.path());
    for (name, bytes) in tree(&case) {
        std::fs::remove_file(case.join(&name)).unwrap();
        let told = verified(1, &case, &[]);
        assert!(named(&told).contains(&name.as_str()), "{name}: {told:#}");
        std::fs::write(case.join(&name), bytes).unwrap();
    }
    for name in ["findings.jsonl.bak", "records/other.parquet", ".hidden"] {
        std::fs::write(case.join(name), "").unwrap();
        assert_eq!(named(&verified(1, &case, &[])), [name]);
        std::fs::remove_file(case.join(name)).unwrap();
    }
    assert_eq!(verified(0, &case, &[])["as_it_was_left"], true);
    assert_eq!(vigie(&["verify", arg(folder.path())]).status.code(), Some(2), "not a case");
}

#[test]
fn a_case_made_anew_by_another_is_not_the_signed_one() {
    let folder = tempfile::tempdir().unwrap();
    let (case, evidence, public) = full_case(folder.path());
    // Whoever can write can make a case that is whole in itself; only the key shows it.
    let forged = folder.path().join("forged");
    run(0, &["check", arg(&evidence), "--case", arg(&forged)]);
    assert_eq!(verified(0, &forged, &[])["verification"]["signature"], Value::Null);
    assert_eq!(named(&verified(1, &forged, &["--public-key", arg(&public)])), ["MANIFEST.minisig"]);
    let other = folder.path().join("other");
    run(0, &["keys", "new", "--out", arg(&other), "--no-password"]);
    run(0, &["sign", arg(&forged), "--key", arg(&other)]);
    let told = verified(1, &forged, &["--public-key", arg(&public)]);
    assert_eq!(told["verification"]["differences"][0]["what"], "other_key");
    // The same custody, cut behind the signed lines, holds; cut before them, it is not the signed one.
    let custody = std::fs::read_to_string(case.join("custody.jsonl")).unwrap();
    let lines: Vec<&str> = custody.split_inclusive('\n').collect();
    assert_eq!(lines.len(), 5, "{custody}");
    std::fs::write(case.join("custody.jsonl"), lines[..1].concat()).unwrap();
    let told = verified(1, &case, &["--public-key", arg(&public)]);
    let whats: Vec<&Value> =
        told["verification"]["differences"].as_array().unwrap().iter().map(|one| &one["what"]).collect();
    assert!(whats.iter().any(|what| *what == "not_the_signed_custody"), "{told:#}");
    std::fs::write(case.join("custody.jsonl"), lines[..3].concat()).unwrap();
    assert_eq!(named(&verified(1, &case, &[])), ["MANIFEST.tsq"], "no line vouches for it any more");
}

#[test]
fn a_case_that_differs_is_neither_signed_nor_continued() {
    let folder = tempfile::tempdir().unwrap();
    let (evidence, key) = (small(folder.path()), key(folder.path()));
    let case = folder.path().join("case");
    run(0, &["check", arg(&evidence), "--case", arg(&case)]);
    let findings = std::fs::read(case.join("problems.jsonl")).unwrap();
    std::fs::write(case.join("problems.jsonl"), "{}\n").unwrap();
    run(2, &["sign", arg(&case), "--key", arg(&key)]);
    assert!(!case.join("MANIFEST.minisig").exists());
    std::fs::write(case.join("problems.jsonl"), findings).unwrap();
    run(0, &["sign", arg(&case), "--key", arg(&key)]);
    run(2, &["sign", arg(&case), "--key", arg(&key)]);
    let custody = std::fs::read_to_string(case.join("custody.jsonl")).unwrap();
    std::fs::write(case.join("custody.jsonl"), custody.replace("sealed", "noted")).unwrap();
    run(2, &["custody", "add", arg(&case), "--what", "more"]);
    run(1, &["custody", "show", arg(&case)]);
}

#[test]
fn the_evidence_is_read_again_and_what_changed_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for keep in ["findings", "all"] {
        let evidence = folder.path().join(format!("evidence-{keep}"));
        copy(&sample(), &evidence);
        let case = folder.path().join(keep);
        run(1, &["check", arg(&evidence), "--case", arg(&case), "--keep", keep, "--hash-all"]);
        let told = verified(0, &case, &["--evidence", arg(&evidence), "--repeat"]);
        assert_eq!(told["evidence"]["whole_is_same"], true);
        assert!(told["evidence"]["files"].as_u64().unwrap() > 5, "{told:#}");
        let other_lang = verified(0, &case, &["--evidence", arg(&evidence), "--repeat", "--lang", "fr"]);
        assert_eq!(other_lang["evidence"]["repeat"]["differences"], Value::Array(Vec::new()));

        // A file that a parser reads, and one that is read beside it.
        let sources = std::fs::read_to_string(case.join("sources.jsonl")).unwrap();
        for name in ["Library/SMS/sms.db", "Library/SMS/sms.db-wal"] {
            let line = sources.lines().find(|line| line.contains(&format!("{name}\""))).expect("messages were read");
            let file: Value = serde_json::from_str(line).unwrap();
            let stored = evidence.join(file["stored_as"].as_str().expect("under its hash"));
            let before = std::fs::read(&stored).unwrap();
            let mut changed = before.clone();
            let last = changed.len() - 1;
            changed[last] ^= 1;
            std::fs::write(&stored, changed).unwrap();
            let told = verified(1, &case, &["--evidence", arg(&evidence)]);
            assert_eq!(told["evidence"]["differences"][0]["path"], file["path"], "{told:#}");
            assert_eq!(told["evidence"]["differences"].as_array().unwrap().len(), 1);
            assert_eq!(told["evidence"]["whole_is_same"], false);
            std::fs::write(&stored, before).unwrap();
        }

        // A file that nothing reads.
        std::fs::write(evidence.join("left.txt"), "x").unwrap();
        let told = verified(1, &case, &["--evidence", arg(&evidence)]);
        assert_eq!(told["evidence"]["differences"], Value::Array(Vec::new()));
        assert_eq!(told["evidence"]["whole_is_same"], false);
    }
}

#[test]
fn a_second_examination_that_says_otherwise_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    run(1, &["check", arg(&sample()), "--case", arg(&case), "--keep", "all"]);
    let path = case.join("findings.jsonl");
    let findings = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = findings.split_inclusive('\n').collect();
    lines.remove(1);
    std::fs::write(&path, lines.concat()).unwrap();
    let told = verified(1, &case, &["--evidence", arg(&sample()), "--repeat"]);
    assert_eq!(told["evidence"]["repeat"]["differences"][0]["file"], "findings.jsonl");
    assert_eq!(told["evidence"]["repeat"]["differences"][0]["line"], 2);
    // Other packs than those of the case: the examination cannot be repeated.
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/faulty.stix2");
    run(2, &["verify", arg(&case), "--evidence", arg(&sample()), "--repeat", "--indicators", arg(&pack)]);
}

#[test]
fn paths_that_tell_of_a_person_are_not_in_a_default_case() {
    let folder = tempfile::tempdir().unwrap();
    let site = "https_secret.example_0";
    let path = format!("Library/WebKit/WebsiteData/LocalStorage/{site}.localstorage");
    let evidence = folder.path().join("evidence");
    let builder = BackupBuilder::new(Device::default());
    builder.file("AppDomain-com.apple.mobilesafari", &path, "x").write(&evidence).unwrap();
    let listed = run(0, &["evidence", "list", arg(&evidence), "--wanted"]);
    assert!(text(&listed.stdout).contains(site), "some artifact reads it: {}", text(&listed.stdout));
    for (keep, is_there) in [("findings", false), ("timeline", true)] {
        let case = folder.path().join(keep);
        let out = vigie(&["check", arg(&evidence), "--case", arg(&case), "--keep", keep]);
        assert!(out.status.code().is_some_and(|code| code != 2));
        let problems = std::fs::read_to_string(case.join("problems.jsonl")).unwrap();
        assert!(!problems.contains(site), "a problem would point to it: {problems}");
        let found = tree(&case).values().any(|bytes| text(bytes).contains("secret.example"));
        assert_eq!(found, is_there, "--keep {keep}");
    }
}

#[test]
fn consent_and_examiner_are_in_case_custody_and_report() {
    let folder = tempfile::tempdir().unwrap();
    let (evidence, consent) = (small(folder.path()), folder.path().join("consent.txt"));
    std::fs::write(&consent, "I agree to\nall of it.\n").unwrap();
    let (case, given) = (folder.path().join("case"), format!("@{}", arg(&consent)));
    run(0, &["check", arg(&evidence), "--case", arg(&case), "--consent", &given, "--examiner", "A. Tester"]);
    let read = |name: &str| std::fs::read_to_string(case.join(name)).unwrap();
    assert!(read("case.json").contains("\"consent\": \"I agree to\\nall of it.\""));
    assert!(read("custody.jsonl").lines().all(|line| line.contains("\"who\":\"A. Tester\"")));
    let report = read("report.html");
    assert!(report.contains("all of it.") && report.contains("A. Tester"));
    let missing = format!("@{}", arg(&folder.path().join("missing")));
    run(2, &["check", arg(&evidence), "--case", arg(&folder.path().join("no")), "--consent", &missing]);
}

fn tool(name: &str) -> bool {
    let is_there = Command::new(name).arg("version").output().is_ok();
    if !is_there {
        std::io::stdout().write_all(format!("skipped: {name} is not installed\n").as_bytes()).unwrap();
    }
    is_there
}

#[test]
fn the_minisign_of_others_verifies_ours_and_we_verify_theirs() {
    if !tool("minisign") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (case, evidence, public) = full_case(folder.path());
    let minisign = |args: &[&str]| {
        let out = Command::new("minisign").args(args).output().expect("minisign starts");
        assert!(out.status.success(), "{args:?}: {}{}", text(&out.stdout), text(&out.stderr));
    };
    minisign(&["-Vm", arg(&case.join("MANIFEST")), "-p", arg(&public)]);
    // And the other way round, with a key of theirs.
    let (secret, public) = (folder.path().join("theirs.key"), folder.path().join("theirs.pub"));
    minisign(&["-G", "-W", "-s", arg(&secret), "-p", arg(&public)]);
    let case = folder.path().join("second");
    run(0, &["check", arg(&evidence), "--case", arg(&case)]);
    minisign(&["-Sm", arg(&case.join("MANIFEST")), "-s", arg(&secret)]);
    let told = verified(0, &case, &["--public-key", arg(&public)]);
    assert_eq!(told["verification"]["signature"]["custody"], Value::Null, "their signature covers the manifest only");
    assert_eq!(named(&verified(1, &case, &[])), ["MANIFEST.minisig"], "without the key nothing vouches for it");
    let third = folder.path().join("third");
    run(0, &["check", arg(&evidence), "--case", arg(&third), "--sign", arg(&secret)]);
    minisign(&["-Vm", arg(&third.join("MANIFEST")), "-p", arg(&public)]);
    // Our secret keys are theirs too.
    let file = folder.path().join("file");
    std::fs::write(&file, "bytes").unwrap();
    minisign(&["-Sm", arg(&file), "-s", arg(&folder.path().join("key"))]);
    minisign(&["-Vm", arg(&file), "-p", arg(&folder.path().join("key.pub"))]);
}

#[test]
fn our_key_with_a_password_is_opened_by_the_minisign_of_others() {
    if !tool("minisign") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("password"), "a password\n").unwrap();
    std::fs::write(at("file"), "bytes").unwrap();
    let minisign = |args: &[&str], typed: &str| {
        let mut child =
            Command::new("minisign").args(args).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{args:?}");
    };
    run(0, &["keys", "new", "--out", arg(&at("ours")), "--password-file", arg(&at("password"))]);
    minisign(&["-Sm", arg(&at("file")), "-s", arg(&at("ours"))], "a password\n");
    minisign(&["-Vm", arg(&at("file")), "-p", arg(&at("ours.pub"))], "");
}

#[test]
fn a_timestamp_of_an_authority_is_attached_and_another_is_refused() {
    if !tool("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (case, ..) = full_case(folder.path());
    let at = |name: &str| arg(&folder.path().join(name)).to_owned();
    let openssl = |args: &[&str]| {
        let out = Command::new("openssl").args(args).current_dir(folder.path()).output().expect("openssl starts");
        assert!(out.status.success(), "{args:?}: {}", text(&out.stderr));
    };
    let config = "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nC=FR\nCN=Test Authority\n\
        [ext]\nextendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:true\n\
        [tsa]\ndefault_tsa=one\n[one]\nserial=serial\ncrypto_device=builtin\nsigner_cert=cert.pem\n\
        signer_key=key.pem\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\n\
        ordering=yes\ntsa_name=yes\ness_cert_id_chain=no\n";
    std::fs::write(folder.path().join("ca.cnf"), config).unwrap();
    std::fs::write(folder.path().join("serial"), "1000\n").unwrap();
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
        "-days",
        "3",
        "-config",
        "ca.cnf",
        "-extensions",
        "ext",
    ]);
    let query = case.join("MANIFEST.tsq");
    openssl(&["ts", "-query", "-in", arg(&query), "-text"]);
    openssl(&["ts", "-reply", "-config", "ca.cnf", "-section", "one", "-queryfile", arg(&query), "-out", "right.tsr"]);
    openssl(&["ts", "-query", "-data", "serial", "-sha256", "-cert", "-out", "other.tsq"]);
    openssl(&["ts", "-reply", "-config", "ca.cnf", "-section", "one", "-queryfile", "other.tsq", "-out", "other.tsr"]);

    run(2, &["timestamp", "attach", arg(&case), &at("other.tsr")]);
    run(2, &["timestamp", "attach", arg(&case), &at("other.tsq")]);
    assert!(!case.join("MANIFEST.tsr").exists());
    let out = run(0, &["timestamp", "attach", arg(&case), &at("right.tsr")]);
    let said = text(&out.stdout);
    assert!(said.contains("CN=Test Authority") && said.contains("openssl ts -verify"), "{said}");
    let told = verified(0, &case, &[]);
    assert_eq!(told["verification"]["timestamp"]["authority"], "C=FR, CN=Test Authority");
    // The command we print is the right one.
    let (data, response) = (case.join("MANIFEST"), case.join("MANIFEST.tsr"));
    openssl(&["ts", "-verify", "-data", arg(&data), "-in", arg(&response), "-CAfile", "cert.pem"]);
    // A timestamp of another file put in its place is named.
    std::fs::copy(folder.path().join("other.tsr"), &response).unwrap();
    assert!(named(&verified(1, &case, &[])).contains(&"MANIFEST.tsr"));
}
