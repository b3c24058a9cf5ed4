//! Encrypted backups, from the command line: the same answers as in clear, nothing secret told, nothing plain on disk.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use sha2::{Digest, Sha256};
use support::{arg, tree, vigie};
use tempfile::TempDir;
use vigie_testkit::backup::{BackupBuilder, Content, Device, Meta};
use vigie_testkit::databases::sqlite::Workshop;
use vigie_testkit::encrypt::Encryption;
use vigie_testkit::life::{self, Scale};

const PASSWORD: &str = "caf\u{e9} 1234";

/// The backup of the sample, after a change.
fn write(to: &Path, change: impl FnOnce(BackupBuilder) -> BackupBuilder) {
    let scale = Scale::sample();
    let mut workshop = Workshop::new(scale.page_size).expect("a workshop");
    let builder = life::backup(&scale, &mut workshop).expect("a life");
    change(builder).write(to).expect("is written");
}

/// What makes a plain backup another one.
type Change = fn(BackupBuilder) -> BackupBuilder;

/// An encrypted backup with a password file beside it.
struct Sealed {
    folder: TempDir,
    evidence: PathBuf,
    password: PathBuf,
}

impl Sealed {
    fn new() -> Self {
        Self::with(|builder| builder.encrypt(Encryption::new(PASSWORD)))
    }

    fn with(change: impl FnOnce(BackupBuilder) -> BackupBuilder) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let evidence = folder.path().join("evidence");
        write(&evidence, change);
        let password = folder.path().join("password");
        std::fs::write(&password, format!("{PASSWORD}\n")).expect("is written");
        Self { folder, evidence, password }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command on the evidence with the password file.
    fn run(&self, command: &[&str], more: &[&str]) -> Output {
        self.open(command, &[&["--password-file", arg(&self.password)], more].concat())
    }

    /// Runs a command on the evidence.
    fn open(&self, command: &[&str], more: &[&str]) -> Output {
        let out = vigie(&[command, &[arg(&self.evidence)], more].concat());
        assert_no_secret(&out);
        out
    }

    fn extract(&self, to: &Path) -> Output {
        self.run(&["evidence", "extract"], &["--all", "--out", arg(to)])
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// No output may hold the password in either form, nor the key made from it.
fn assert_no_secret(out: &Output) {
    let told = text(&out.stdout) + &text(&out.stderr);
    let key = hex::encode(Encryption::new(PASSWORD).derive());
    for secret in [PASSWORD, "cafe\u{301} 1234", "1234 wrong", &key] {
        assert!(!told.contains(secret), "a secret was printed: {told}");
    }
}

/// Exit 2, one line on what failed and one on what to do, and nothing on standard output.
fn assert_refused(out: &Output, because: &str) {
    let told = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{told}");
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.contains(because), "{told}");
    assert_eq!(out.stdout, b"");
}

fn code(out: &Output, expected: i32) {
    assert_eq!(out.status.code(), Some(expected), "{}{}", text(&out.stdout), text(&out.stderr));
}

/// The findings of a run with `--json`.
fn findings(out: &Output) -> Vec<Value> {
    code(out, 1);
    let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    told["findings"].as_array().expect("findings").clone()
}

fn hashes(folder: &Path) -> BTreeMap<String, String> {
    tree(folder).into_iter().map(|(path, bytes)| (path, hex::encode(Sha256::digest(bytes)))).collect()
}

/// Changes the key bag of a backup.
fn change_keybag(evidence: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let path = evidence.join("Manifest.plist");
    let mut description = plist::Value::from_file(&path).expect("a list").into_dictionary().expect("a dictionary");
    let mut bag = description["BackupKeyBag"].as_data().expect("a key bag").to_vec();
    change(&mut bag);
    description.insert("BackupKeyBag".to_owned(), plist::Value::Data(bag));
    plist::Value::Dictionary(description).to_file_binary(path).expect("is written");
}

#[test]
fn findings_are_those_of_the_plain_twin() {
    let plain = tempfile::tempdir().expect("a folder");
    write(plain.path(), |builder| builder);
    let expected = findings(&vigie(&["check", arg(plain.path()), "--json"]));
    assert!(!expected.is_empty(), "the traces are found");
    let kinds: [(&str, Change); 3] = [
        ("two stages", |builder| builder.encrypt(Encryption::new(PASSWORD))),
        ("one stage", |builder| builder.encrypt(Encryption::new(PASSWORD).single_stage())),
        ("Manifest.mbdb", |builder| builder.encrypt(Encryption::new(PASSWORD).single_stage()).mbdb()),
    ];
    for (kind, change) in kinds {
        let sealed = Sealed::with(change);
        assert_eq!(findings(&sealed.run(&["check"], &["--json"])), expected, "{kind}");
    }
}

#[test]
fn what_does_not_open_it_is_refused_in_two_lines() {
    let sealed = Sealed::new();
    assert_refused(&sealed.open(&["check"], &[]), "encrypted");
    std::fs::write(&sealed.password, "1234 wrong").expect("is written");
    for command in [&["check"][..], &["evidence", "list"]] {
        assert_refused(&sealed.run(command, &[]), "does not open");
    }
    let out = sealed.path("out");
    assert_refused(&sealed.extract(&out), "does not open");
    assert_refused(&sealed.run(&["evidence", "key"], &["--out", arg(&out)]), "does not open");
    assert!(!out.exists(), "nothing was begun");
    std::fs::write(&sealed.password, "00".repeat(32)).expect("is written");
    assert_refused(&sealed.open(&["check"], &["--key-file", arg(&sealed.password)]), "does not open");
    std::fs::write(&sealed.password, "0f0f").expect("is written");
    assert_refused(&sealed.open(&["check"], &["--key-file", arg(&sealed.password)]), "does not hold a key");
    assert_refused(&sealed.open(&["check"], &["--password-env", "VIGIE_NO_SUCH_VARIABLE"]), "VIGIE_NO_SUCH_VARIABLE");
}

#[test]
fn the_password_opens_in_either_unicode_form() {
    let decomposed = "cafe\u{301} 1234";
    for (set, typed) in [(PASSWORD, decomposed), (decomposed, PASSWORD)] {
        let sealed = Sealed::with(|builder| builder.encrypt(Encryption::new(set)));
        std::fs::write(&sealed.password, typed).expect("is written");
        code(&sealed.run(&["check"], &["--quiet"]), 1);
        let out = Command::new(env!("CARGO_BIN_EXE_vigie"))
            .args(["check", arg(&sealed.evidence), "--quiet", "--password-env", "VIGIE_TEST_PASSWORD"])
            .env("VIGIE_TEST_PASSWORD", typed)
            .env("VIGIE_INDICATORS", "")
            .output()
            .expect("vigie starts");
        code(&out, 1);
        assert_no_secret(&out);
    }
}

#[test]
fn a_key_opens_it_and_is_kept_apart() {
    let sealed = Sealed::new();
    let key = sealed.path("key");
    code(&sealed.run(&["evidence", "key"], &["--out", arg(&key)]), 0);
    let written = std::fs::read_to_string(&key).expect("a key");
    assert_eq!(written, format!("{}\n", hex::encode(Encryption::new(PASSWORD).derive())));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&key).expect("there").permissions().mode() & 0o777, 0o600);
    }
    for kept in [written.clone(), written.trim_end().to_owned(), written.replace('\n', "\r\n")] {
        std::fs::write(&key, kept).expect("is written");
        code(&sealed.open(&["check"], &["--quiet", "--key-file", arg(&key)]), 1);
    }
    // An existing file is never replaced.
    code(&sealed.run(&["evidence", "key"], &["--out", arg(&key)]), 2);
    assert!(std::fs::read_to_string(&key).expect("still there").ends_with("\r\n"));
}

#[test]
fn extracted_files_are_those_of_the_plain_twin() {
    let empty = |builder: BackupBuilder| {
        let mut meta = Meta::file(Device::default().last_backup);
        meta.size = Some(0);
        builder
            .file("HomeDomain", "Library/empty", "")
            .file_meta("HomeDomain", "Library/empty without a block", Content::Stored(Vec::new()), meta)
            .file("HomeDomain", "Library/of two chunks", vec![7; 300_001])
    };
    let sealed = Sealed::with(|builder| empty(builder).encrypt(Encryption::new(PASSWORD)));
    let plain = sealed.path("plain");
    write(&plain, empty);
    let (from_plain, from_sealed) = (sealed.path("from plain"), sealed.path("from sealed"));
    code(&vigie(&["evidence", "extract", arg(&plain), "--all", "--out", arg(&from_plain)]), 0);
    code(&sealed.extract(&from_sealed), 0);
    let (mut expected, mut found) = (hashes(&from_plain), hashes(&from_sealed));
    assert_eq!(found["HomeDomain/Library/empty"], found["HomeDomain/Library/empty without a block"]);
    assert_eq!(std::fs::metadata(from_sealed.join("HomeDomain/Library/empty")).expect("there").len(), 0);
    let sums = std::fs::read_to_string(from_sealed.join("SHA256SUMS")).expect("a list");
    for line in sums.lines() {
        let (hash, name) = line.split_once("  ").expect("two columns");
        assert_eq!(found[name], hash, "{name}");
    }
    assert_eq!(sums.lines().count(), found.len() - 1, "every file is in the list");
    // These hold the keys, or describe the encryption.
    for differs in ["SHA256SUMS", "Manifest.db", "Manifest.plist"] {
        assert_ne!(expected.remove(differs), found.remove(differs), "{differs}");
    }
    assert_eq!(found, expected);
}

#[test]
fn a_second_extraction_goes_on_and_what_is_missing_is_told() {
    let sealed = Sealed::new();
    let out = sealed.path("out");
    code(&sealed.extract(&out), 0);
    let whole = hashes(&out);
    let files = whole.len() - 1;
    let again = sealed.extract(&out);
    code(&again, 0);
    assert!(text(&again.stdout).contains(&format!("{files} kept")), "{}", text(&again.stdout));
    // What was changed since is written again.
    let calls = "HomeDomain/Library/SMS/sms.db";
    std::fs::write(out.join(calls), "changed").expect("is written");
    let again = sealed.extract(&out);
    assert!(text(&again.stdout).contains("1 written"), "{}", text(&again.stdout));
    assert_eq!(hashes(&out), whole);

    std::fs::remove_file(sealed.evidence.join("3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28")).expect("was there");
    let other = sealed.path("other");
    let cut = sealed.extract(&other);
    code(&cut, 3);
    assert!(text(&cut.stdout).contains("1 failed"), "{}", text(&cut.stdout));
    assert!(std::fs::read_to_string(other.join("PROBLEMS.txt")).expect("a list").contains(calls));
    assert!(!other.join(calls).exists());

    let inside = sealed.evidence.join("out");
    assert_refused(&sealed.extract(&inside), "evidence");
    assert!(!inside.exists());
}

#[test]
fn chosen_files_alone_are_extracted() {
    let sealed = Sealed::new();
    let out = sealed.path("out");
    let asked = ["--path", "HomeDomain/Library/SMS/sms.db", "--out", arg(&out)];
    code(&sealed.run(&["evidence", "extract"], &asked), 0);
    let names: Vec<String> = tree(&out).into_keys().collect();
    assert!(names.contains(&"HomeDomain/Library/SMS/sms.db".to_owned()));
    assert!(names.iter().all(|name| name == "SHA256SUMS" || name.starts_with("HomeDomain/Library/SMS/")), "{names:?}");
}

#[test]
fn hostile_key_bags_are_refused_at_once() {
    let sealed = Sealed::new();
    change_keybag(&sealed.evidence, |bag| {
        let at = bag.windows(4).position(|tag| tag == b"DPIC").expect("the rounds") + 8;
        bag[at..at + 4].copy_from_slice(&u32::MAX.to_be_bytes());
    });
    assert_refused(&sealed.run(&["check"], &[]), "rounds");
    let sealed = Sealed::new();
    change_keybag(&sealed.evidence, |bag| bag.truncate(bag.len() - 1));
    assert_refused(&sealed.run(&["check"], &[]), "key");
}

/// Everything vigie may write is the case and its own output: an encrypted backup must not leave plain copies.
#[test]
#[expect(clippy::print_stdout, reason = "says what was not examined")]
fn no_plain_text_reaches_the_disk() {
    let sealed = Sealed::new();
    let before = hashes(&sealed.evidence);
    let (scratch, here) = (sealed.path("scratch"), sealed.path("here"));
    for folder in [&scratch, &here] {
        std::fs::create_dir(folder).expect("is made");
    }
    let case = sealed.path("case");
    let check = |program: &[&str], case: &Path| {
        let words = ["check", arg(&sealed.evidence), "--password-file", arg(&sealed.password), "--case", arg(case)];
        let words = [program, &[env!("CARGO_BIN_EXE_vigie")], &words, &["--quiet"]].concat();
        let out = Command::new(words[0])
            .args(&words[1..])
            .current_dir(&here)
            .envs([("TMPDIR", &scratch), ("TMP", &scratch), ("TEMP", &scratch), ("SQLITE_TMPDIR", &scratch)])
            .env("LC_ALL", "C")
            .env("VIGIE_INDICATORS", "")
            .output()
            .expect("starts");
        code(&out, 1);
        assert_no_secret(&out);
    };
    check(&[], &case);
    assert_eq!(hashes(&sealed.evidence), before);
    for folder in [&scratch, &here] {
        assert!(tree(folder).is_empty(), "{:?}", tree(folder).keys());
    }
    for (name, bytes) in tree(&case) {
        let key = Encryption::new(PASSWORD).derive();
        let held = bytes.windows(32).any(|window| window == key) || text(&bytes).contains(PASSWORD);
        assert!(!held, "{name} holds a secret");
    }
    let traced = cfg!(target_os = "linux")
        && Command::new("strace").args(["-f", "true"]).output().is_ok_and(|out| out.status.success());
    if !traced {
        println!("strace cannot be used here: which files are opened for writing was not examined");
        return;
    }
    let (log, case) = (sealed.path("log"), sealed.path("traced case"));
    let program =
        ["strace", "-f", "-y", "-qq", "-s", "4096", "-e", "trace=open,openat,creat,memfd_create", "-o", arg(&log)];
    check(&program, &case);
    let log = text(&std::fs::read(&log).expect("a log"));
    let written: Vec<&str> = log.lines().filter(|line| opens_for_writing(line)).collect();
    assert!(written.iter().any(|line| line.contains("case.json")), "the log names what is written");
    let folder = case.parent().expect("a parent").display().to_string();
    for line in written {
        // A case is written aside, under a hidden name, and renamed.
        let inside =
            ["/traced case", "/.traced case", "/.vigie"].iter().any(|name| line.contains(&format!("{folder}{name}")));
        assert!(inside || line.contains("\"/dev/"), "opened for writing: {line}");
    }
}

fn opens_for_writing(line: &str) -> bool {
    let creates = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TMPFILE", "creat(", "memfd_create("];
    creates.iter().any(|word| line.contains(word)) && !line.contains(" = -1 ")
}

/// The rounds of a real phone. `cargo test --release -p vigie --test encrypted -- --ignored` (seconds; minutes without
/// `--release`).
#[test]
#[ignore = "ten million rounds, twice: run it with --release"]
fn the_rounds_of_a_phone() {
    let real = Encryption { rounds_sha256: Some(10_000_000), rounds_sha1: 10_000, ..Encryption::new(PASSWORD) };
    let sealed = Sealed::with(|builder| builder.encrypt(real));
    code(&sealed.run(&["check"], &["--quiet"]), 1);
}

#[test]
fn a_key_in_an_age_file_opens_with_its_identity_only() {
    use age::secrecy::ExposeSecret;
    let sealed = Sealed::new();
    let key = sealed.path("key");
    code(&sealed.run(&["evidence", "key"], &["--out", arg(&key)]), 0);
    let (mine, other) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let armored =
        age::encrypt_and_armor(&mine.to_public(), &std::fs::read(&key).expect("a key")).expect("is encrypted");
    let closed = sealed.path("key.age");
    std::fs::write(&closed, armored).expect("is written");
    for (name, identity, expected) in [("mine", &mine, 1), ("other", &other, 2)] {
        let file = sealed.path(name);
        std::fs::write(&file, format!("{}\n", identity.to_string().expose_secret())).expect("is written");
        let args = ["check", arg(&sealed.evidence), "--key-file", arg(&closed), "--age-identity", arg(&file)];
        assert_eq!(vigie(&args).status.code(), Some(expected), "{name}");
    }
}
