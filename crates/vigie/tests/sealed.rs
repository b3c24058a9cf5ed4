//! AndroidQF's acquisitions from the command line: encrypted with age and in clear the same answer, with the bug report
//! in it; what is asked for when it cannot be opened; nothing plain on disk, nothing secret told.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Output;

use age::secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use support::{arg, tree, vigie};
use tempfile::TempDir;
use vigie_testkit::android_backup::AndroidBackup;
use vigie_testkit::archive::{Tar, Zip};

const PASSPHRASE: &str = "four words and more";
const DUMPSTATE: &str = "========================================================\n== dumpstate: 2026-02-03 18:30:00\n\
    ========================================================\n\nBuild: AP1A\n\
    Build fingerprint: 'google/shiba/shiba:14/AP1A.240405.002/11480754:user/release-keys'\n\n\
    ------ SYSTEM PROPERTIES (getprop) ------\n[persist.sys.timezone]: [Europe/Paris]\n[ro.debuggable]: [0]\n\
    ------ 0.030s was the duration of 'SYSTEM PROPERTIES' ------\n";
const ACQUISITION: &str =
    "{\"uuid\": \"0f3d2c1b\", \"androidqf_version\": \"v1.8\", \"started\": \"2026-02-03T17:04:05Z\"}";
const GETPROP: &str = "[ro.product.manufacturer]: [Google]\n[ro.product.model]: [Pixel 8]\n\
    [ro.build.version.release]: [14]\n[ro.build.version.security_patch]: [2026-01-05]\n";

/// An acquisition, and what seals it.
struct Acquired {
    folder: TempDir,
    plain: PathBuf,
    sealed: PathBuf,
    identity: PathBuf,
    other: PathBuf,
    secret: String,
}

fn seal(bytes: &[u8], encryptor: age::Encryptor) -> Vec<u8> {
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed).expect("encrypts");
    writer.write_all(bytes).expect("encrypts");
    writer.finish().expect("encrypts");
    sealed
}

impl Acquired {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let bugreport = Zip::new()
            .file("Report of the device", DUMPSTATE.as_bytes())
            .file("main_entry.txt", b"Report of the device")
            .finish();
        let tar = Tar::new().file("apps/com.example/_manifest", b"1\ncom.example\n1\n33\n").finish();
        let backup = AndroidBackup::new(5).encrypted(PASSPHRASE).finish(&tar);
        let zip = Zip::new()
            .file("acquisition.json", ACQUISITION.as_bytes())
            .file("getprop.txt", GETPROP.as_bytes())
            .file("packages.json", b"[]")
            .stored("bugreport.zip", &bugreport)
            .file("backup.ab", &backup)
            .finish();
        let key = age::x25519::Identity::generate();
        let secret = key.to_string().expose_secret().to_owned();
        let other = age::x25519::Identity::generate();
        let recipient = key.to_public();
        let to = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).expect("one");
        std::fs::write(path("identity"), format!("# a comment\n{secret}\n")).expect("written");
        std::fs::write(path("other"), other.to_string().expose_secret()).expect("written");
        std::fs::write(path("plain.zip"), &zip).expect("written");
        std::fs::write(path("sealed.zip.age"), seal(&zip, to)).expect("written");
        let (plain, sealed) = (path("plain.zip"), path("sealed.zip.age"));
        let (identity, other) = (path("identity"), path("other"));
        Self { folder, plain, sealed, identity, other, secret }
    }

    fn run(&self, args: &[&str]) -> Output {
        let out = vigie(args);
        let told = text(&out.stdout) + &text(&out.stderr);
        assert!(!told.contains(&self.secret), "a secret was told");
        out
    }

    /// The same acquisition sealed by a passphrase.
    fn closed_by(&self, passphrase: &str) -> PathBuf {
        let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase));
        recipient.set_work_factor(2);
        let by = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).expect("one");
        let zip = std::fs::read(&self.plain).expect("there");
        let closed = self.folder.path().join("closed.age");
        std::fs::write(&closed, seal(&zip, by)).expect("written");
        closed
    }

    fn open(&self, command: &[&str], more: &[&str]) -> Output {
        self.run(&[command, &[arg(&self.sealed), "--age-identity", arg(&self.identity)], more].concat())
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An answer without what says that the evidence was encrypted.
fn answer(out: &Output) -> Value {
    let mut told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let evidence = told["evidence"].as_object_mut().expect("evidence");
    evidence.remove("encrypted");
    let id_of = evidence["id_of"].as_str().expect("text").trim_end_matches(", decrypted").to_owned();
    evidence.insert("id_of".to_owned(), id_of.into());
    told
}

#[test]
fn an_encrypted_acquisition_gives_the_answer_of_its_plain_twin() {
    let acquired = Acquired::new();
    let before = tree(acquired.folder.path());
    let plain = acquired.run(&["check", arg(&acquired.plain), "--json"]);
    // One of several identities is enough.
    let sealed = acquired.open(&["check"], &["--age-identity", arg(&acquired.other), "--json"]);
    assert_eq!(text(&sealed.stderr), text(&plain.stderr));
    assert_eq!(sealed.status.code(), plain.status.code());
    assert_eq!(answer(&sealed), answer(&plain));
    let told: Value = serde_json::from_slice(&sealed.stdout).expect("JSON");
    assert_eq!(told["evidence"]["kind"], "android_qf");
    assert_eq!(told["evidence"]["encrypted"], true);
    assert_eq!(told["evidence"]["made"], "2026-02-03T17:04:05Z");
    assert_eq!(told["inside"][0]["path"], "bugreport.zip");
    assert_eq!(told["inside"][0]["evidence"]["kind"], "android_bugreport");
    let lists = [acquired.run(&["evidence", "list", arg(&acquired.plain)]), acquired.open(&["evidence", "list"], &[])];
    assert_eq!(text(&lists[0].stdout), text(&lists[1].stdout));
    assert_eq!(tree(acquired.folder.path()), before, "nothing was written");
}

#[test]
fn an_encrypted_backup_in_it_is_opened_with_its_password() {
    let acquired = Acquired::new();
    let told = |more: &[&str]| -> Value {
        let out = acquired.open(&["check"], &[more, &["--json"]].concat());
        serde_json::from_slice(&out.stdout).expect("JSON")
    };
    let closed = told(&[]);
    let problems = closed["problems"].as_array().expect("problems");
    let of_it = |problem: &&Value| problem["source"] == "backup.ab" && problem["code"] == "VIG-E043";
    let problem = problems.iter().find(of_it).expect("a problem");
    assert!(problem["detail"].as_str().expect("text").contains("--password-file"), "{problem}");
    let file = acquired.folder.path().join("password");
    std::fs::write(&file, PASSPHRASE).expect("written");
    let opened = told(&["--password-file", arg(&file)]);
    assert!(!opened["problems"].as_array().expect("problems").iter().any(|problem| of_it(&problem)));
    let inside: Vec<&Value> = opened["inside"].as_array().expect("a list").iter().map(|one| &one["path"]).collect();
    assert_eq!(inside, ["backup.ab", "bugreport.zip"]);
}

#[test]
fn a_backup_with_another_password_than_the_archive_around_it_is_opened() {
    let acquired = Acquired::new();
    let closed = acquired.closed_by("of the archive alone");
    let file = |name: &str, password: &str| {
        let path = acquired.folder.path().join(name);
        std::fs::write(&path, password).expect("written");
        path
    };
    let (outer, inner, wrong) = (file("outer", "of the archive alone"), file("inner", PASSPHRASE), file("wrong", "x"));
    let told = |more: &[&str]| -> Value {
        let args = ["check", arg(&closed), "--json", "--password-file", arg(&outer)];
        serde_json::from_slice(&acquired.run(&[&args, more].concat()).stdout).expect("JSON")
    };
    let of_it = |told: &Value| -> Option<String> {
        let problems = told["problems"].as_array().expect("problems");
        let problem = problems.iter().find(|one| one["source"] == "backup.ab" && one["code"] == "VIG-E043")?;
        Some(problem["detail"].as_str().expect("text").to_owned())
    };
    assert!(of_it(&told(&[])).expect("a problem").contains("--inner-password-file"));
    assert!(of_it(&told(&["--inner-password-file", arg(&wrong)])).is_some());
    let opened = told(&["--inner-password-file", arg(&inner)]);
    assert_eq!(of_it(&opened), None);
    assert_eq!(opened["inside"][0]["path"], "backup.ab");
}

/// An acquisition that is closed by a passphrase, with a backup in it that has another, and files with both.
struct TwiceClosed {
    acquired: Acquired,
    closed: PathBuf,
    outer: PathBuf,
    inner: PathBuf,
}

const OUTER: &str = "of the archive alone";

impl TwiceClosed {
    fn new() -> Self {
        let acquired = Acquired::new();
        let closed = acquired.closed_by(OUTER);
        let file = |name: &str, password: &str| {
            let path = acquired.folder.path().join(name);
            std::fs::write(&path, password).expect("written");
            path
        };
        let (outer, inner) = (file("outer", OUTER), file("inner", PASSPHRASE));
        Self { acquired, closed, outer, inner }
    }
}

/// The paths of the evidence inside that a case tells of.
fn inside(case: &Path) -> Vec<String> {
    let told: Value = serde_json::from_slice(&std::fs::read(case.join("case.json")).expect("there")).expect("JSON");
    let inside = told["inside"].as_array().expect("a list");
    inside.iter().map(|one| one["path"].as_str().expect("text").to_owned()).collect()
}

#[test]
fn a_case_with_two_passwords_is_verified_with_both() {
    let of = TwiceClosed::new();
    let case = of.acquired.folder.path().join("case");
    let (outer, inner) = (["--password-file", arg(&of.outer)], ["--inner-password-file", arg(&of.inner)]);
    let made = of.acquired.run(&[&["check", arg(&of.closed), "--case", arg(&case)], &outer[..], &inner[..]].concat());
    assert_eq!(inside(&case), ["backup.ab", "bugreport.zip"], "{}", text(&made.stderr));
    let verify = ["verify", arg(&case), "--evidence", arg(&of.closed)];
    for more in [&[][..], &["--repeat"]] {
        let verified = of.acquired.run(&[&verify[..], more, &outer[..], &inner[..]].concat());
        assert_eq!(verified.status.code(), Some(0), "{more:?}: {}", text(&verified.stdout));
        let without = of.acquired.run(&[&verify[..], more, &outer[..]].concat());
        assert_eq!(without.status.code(), Some(1), "{more:?}: {}", text(&without.stdout));
    }
}

#[test]
fn the_key_of_the_backup_opens_it_inside_the_acquisition() {
    let acquired = Acquired::new();
    let path = |name: &str| acquired.folder.path().join(name);
    let (out, key, password, case) = (path("out"), path("key"), path("password"), path("case"));
    std::fs::write(&password, PASSPHRASE).expect("written");
    acquired.run(&["evidence", "extract", arg(&acquired.plain), "--out", arg(&out), "--path", "backup.ab"]);
    let backup = out.join("backup.ab");
    let made = acquired.run(&["evidence", "key", arg(&backup), "--out", arg(&key), "--password-file", arg(&password)]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    for command in [
        &["check", arg(&acquired.plain)][..],
        &["check", arg(&acquired.sealed), "--age-identity", arg(&acquired.identity)],
    ] {
        let opened = acquired.run(&[command, &["--case", arg(&case), "--force", "--key-file", arg(&key)]].concat());
        assert_eq!(inside(&case), ["backup.ab", "bugreport.zip"], "{}", text(&opened.stderr));
    }
}

/// Runs vigie on a terminal of its own and types lines there; `None` where there is no `script` to make one.
#[cfg(target_os = "linux")]
#[expect(clippy::print_stdout, reason = "says that it is skipped")]
fn typed(args: &[&str], lines: &[&str]) -> Option<String> {
    use std::process::{Command, Stdio};
    let command = [&[env!("CARGO_BIN_EXE_vigie")], args].concat().join(" ");
    let mut script = match Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env("LC_ALL", "C")
        .env("VIGIE_INDICATORS", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    {
        Ok(script) => script,
        Err(error) => {
            println!("skipped: no terminal can be made: {error}");
            return None;
        }
    };
    let (mut keyboard, mut screen) = (script.stdin.take().expect("piped"), script.stdout.take().expect("piped"));
    let mut shown = Vec::new();
    // A line is typed when its prompt stands there. The terminal may show it still: whoever types by hand is not as quick.
    for line in lines {
        while !shown.ends_with(b": ") {
            let mut next = [0];
            screen.read_exact(&mut next).unwrap_or_else(|_| panic!("no prompt for {line:?}: {}", text(&shown)));
            shown.extend(next);
        }
        shown.push(b'\n');
        writeln!(keyboard, "{line}").expect("typed");
    }
    drop(keyboard);
    screen.read_to_end(&mut shown).expect("read");
    script.wait().expect("ends");
    Some(text(&shown))
}

#[cfg(target_os = "linux")]
#[test]
fn both_passwords_are_asked_for_on_a_terminal() {
    let of = TwiceClosed::new();
    let case = of.acquired.folder.path().join("case");
    let check = ["check", arg(&of.closed), "--case", arg(&case), "--force"];
    // What is typed, what opens then, and how often the inner password was asked for.
    let all = ["backup.ab", "bugreport.zip"];
    for (lines, opened, asked) in [
        (&[OUTER, PASSPHRASE][..], &all[..], 1),
        (&["slip", OUTER, "slip", PASSPHRASE], &all, 2),
        (&[OUTER, ""], &all[1..], 1),
        (&[OUTER, "slip", "slip", "slip"], &all[1..], 3),
    ] {
        let Some(told) = typed(&check, lines) else { return };
        assert_eq!(inside(&case), opened, "{lines:?}: {told}");
        assert_eq!(told.matches("Password of the backup in it (backup.ab)").count(), asked, "{lines:?}: {told}");
        assert_eq!(told.contains("stays closed"), asked == 3, "{lines:?}: {told}");
    }
    // What was given is not asked for.
    let given = ["--password-file", arg(&of.outer), "--inner-password-file", arg(&of.inner)];
    let told = typed(&[&check[..], &given].concat(), &[]).expect("a terminal");
    assert!(!told.contains("Password") && inside(&case) == all, "{told}");
    let verify = ["verify", arg(&case), "--evidence", arg(&of.closed), "--lang", "fr"];
    let told = typed(&verify, &[OUTER, PASSPHRASE]).expect("a terminal");
    assert!(told.contains("Mot de passe de la sauvegarde qu'elle contient"), "{told}");
    assert!(!told.contains("! "), "{told}");
}

#[test]
fn the_screen_says_what_it_is_before_and_after_it_is_opened() {
    let acquired = Acquired::new();
    let closed = text(&acquired.run(&["evidence", "identify", arg(&acquired.sealed)]).stdout);
    assert!(closed.contains("Encrypted archive (age)") && closed.contains("Encrypted."), "{closed}");
    let opened = text(&acquired.open(&["evidence", "identify"], &[]).stdout);
    for part in
        ["AndroidQF acquisition", "Google Pixel 8, Android 14", "security patch of 2026-01-05", "2026-02-03 17:04"]
    {
        assert!(opened.contains(part), "{part}: {opened}");
    }
    let screen = text(&acquired.open(&["check"], &[]).stdout);
    for part in ["AndroidQF acquisition, Google Pixel 8", "security patch of 2026-01-05", "encrypted, read in place"] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    let french = text(&acquired.open(&["check"], &["--lang", "fr"]).stdout);
    assert!(
        french.contains("Acquisition AndroidQF") && french.contains("correctif de sécurité du 2026-01-05"),
        "{french}"
    );
}

#[test]
fn what_cannot_be_opened_is_told_in_two_lines() {
    let acquired = Acquired::new();
    let sealed = arg(&acquired.sealed);
    let fails = |out: Output, what: &str, todo: &str| {
        let told = text(&out.stderr);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!((out.status.code(), lines.len()), (Some(2), 2), "{told}");
        assert!(lines[0].ends_with(what) && lines[1].contains(todo), "{told}");
    };
    fails(acquired.run(&["check", sealed]), "is encrypted with age.", "--age-identity");
    let wrong = acquired.run(&["check", sealed, "--age-identity", arg(&acquired.other)]);
    fails(wrong, &format!("None of the identities given opens {sealed}."), "key.txt");
    let none = acquired.run(&["check", sealed, "--age-identity", arg(&acquired.plain)]);
    fails(none, "is not text.", "UTF-8");
    let words = acquired.folder.path().join("words");
    std::fs::write(&words, "not an identity").expect("written");
    let unusable = acquired.run(&["check", sealed, "--age-identity", arg(&words)]);
    assert_eq!(unusable.status.code(), Some(2));
    assert!(text(&unusable.stderr).contains("cannot be used"), "{}", text(&unusable.stderr));

    let closed = acquired.closed_by(PASSPHRASE);
    fails(acquired.run(&["check", arg(&closed)]), "is encrypted with a passphrase.", "--password-file");
    let with = |password: &str| {
        let file: &Path = &acquired.folder.path().join("password");
        std::fs::write(file, format!("{password}\n")).expect("written");
        acquired.run(&["evidence", "list", arg(&closed), "--password-file", arg(file)])
    };
    fails(with("another"), &format!("The passphrase does not open {}.", arg(&closed)), "not the passcode");
    assert!(text(&with(PASSPHRASE).stdout).contains("packages.json"));
    let key =
        acquired.run(&["evidence", "key", sealed, "--out", "target/never", "--age-identity", arg(&acquired.identity)]);
    assert_eq!(key.status.code(), Some(2));
}
