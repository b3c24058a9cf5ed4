//! A case in one encrypted file: there and back, whole or redacted, for recipients or a passphrase; and everything that
//! is not what was sent is refused, with nothing left behind.

mod support;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use support::{arg, sample, tree, vigie};

fn run(code: i32, args: &[&str]) -> String {
    let out = vigie(args);
    let told = [out.stdout, out.stderr].concat();
    let told = String::from_utf8(told).expect("text");
    assert_eq!(out.status.code(), Some(code), "{args:?}: {told}");
    told
}

/// A case, keys of a recipient and of a signer.
struct Desk {
    folder: tempfile::TempDir,
    recipient: String,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let identity = age::x25519::Identity::generate();
        std::fs::write(folder.path().join("identity"), identity.to_string().expose_secret()).expect("is written");
        let desk = Self { folder, recipient: identity.to_public().to_string() };
        let (evidence, case) = (sample(), desk.at("case"));
        let args = ["check", arg(&evidence), "--case", &case, "--quiet", "--examiner", "examiner-unmistakable"];
        assert_eq!(vigie(&args).status.code(), Some(1));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn at(&self, name: &str) -> String {
        arg(&self.path(name)).to_owned()
    }

    fn share(&self, code: i32, out: &str, more: &[&str]) -> String {
        let (case, out) = (self.at("case"), self.at(out));
        run(code, &[&["share", &case, "--to", &self.recipient, "-o", &out][..], more].concat())
    }

    fn open(&self, code: i32, file: &str, out: &str, more: &[&str]) -> String {
        let (file, out, identity) = (self.at(file), self.at(out), self.at("identity"));
        let told = run(code, &[&["open", &file, "--identity", &identity, "-o", &out][..], more].concat());
        assert_eq!(self.path(out.rsplit('/').next().expect("a name")).exists(), code == 0, "{told}");
        let left = std::fs::read_dir(self.folder.path()).expect("readable").flatten();
        let left: Vec<_> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        assert!(!left.iter().any(|name| name.starts_with(".vigie-")), "nothing is left: {left:?}");
        told
    }
}

#[test]
fn a_whole_case_comes_out_as_it_went_in() {
    let desk = Desk::new();
    let before = tree(&desk.path("case"));
    let told = desk.share(0, "all.age", &["--redact", "none", "--tlp", "red", "--who", "A. Sender"]);
    assert!(
        told.contains("Nothing was taken out") && told.contains("TLP:RED") && told.contains("not signed"),
        "{told}"
    );
    let bytes = std::fs::read(desk.path("all.age")).expect("is there");
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    let told = desk.open(0, "all.age", "opened", &[]);
    assert!(told.contains("A. Sender") && told.contains("TLP:RED") && told.contains("Not signed"), "{told}");
    assert_eq!(tree(&desk.path("opened/case")), before);
    run(0, &["verify", &desk.at("opened/case")]);
    // Custody of the sender's case says so, and the case is as it was left.
    let custody = std::fs::read_to_string(desk.path("case/custody.jsonl")).expect("is there");
    let line: serde_json::Value = serde_json::from_str(custody.lines().last().expect("a line")).expect("JSON");
    assert_eq!(line["what"], "shared");
    assert_eq!(line["who"], "A. Sender");
    assert_eq!(line["shared"]["sha256"], hex::encode(Sha256::digest(&bytes)));
    assert_eq!((&line["shared"]["level"], &line["shared"]["tlp"]), (&"none".into(), &"red".into()));
    let to = line["shared"]["to"][0].as_str().expect("a key");
    assert!(desk.recipient.starts_with(to.trim_end_matches('…')) && to.len() < 24, "{to}");
    assert!(!custody.contains(&desk.recipient));
    run(0, &["verify", &desk.at("case")]);
    assert!(run(0, &["custody", "show", &desk.at("case")]).contains("put into an encrypted file"));
    // Nothing is replaced.
    assert!(desk.share(2, "all.age", &[]).contains("already there"));
    assert!(
        run(2, &["open", &desk.at("all.age"), "--identity", &desk.at("identity"), "-o", &desk.at("opened")])
            .contains("already there")
    );
    assert_eq!(std::fs::read(desk.path("all.age")).expect("is there"), bytes);
}

#[test]
fn a_redacted_copy_is_a_case_of_its_own() {
    let desk = Desk::new();
    let case = vigie_case::Case::read(&desk.path("case")).expect("a case");
    let manifest = vigie_case::manifest_hash(&desk.path("case")).expect("readable");
    let device = &case.file.evidence.device;
    let private: Vec<String> = [&device.name, &device.serial, &device.udid].into_iter().flatten().cloned().collect();
    assert!(!private.is_empty());
    for (level, extra) in [("person", &[][..]), ("indicators-only", &["--redact", "indicators-only"])] {
        let (file, out) = (format!("{level}.age"), format!("{level}-opened"));
        desk.share(0, &file, extra);
        let told = desk.open(0, &file, &out, &[]);
        assert!(told.contains(level) && told.contains("TLP:AMBER"), "{told}");
        let folder = desk.path(&out);
        let copy = desk.at(&format!("{out}/case"));
        run(0, &["verify", &copy]);
        let files = tree(&folder);
        for (name, bytes) in &files {
            let text = String::from_utf8_lossy(bytes);
            for value in private.iter().map(String::as_str).chain(["examiner-unmistakable", &case.file.evidence.id]) {
                assert!(!text.contains(value), "{level}: {name} holds {value}");
            }
        }
        assert_eq!(files.contains_key("case/report.html"), level == "person");
        let read = vigie_case::Case::read(&folder.join("case")).expect("a case");
        let redacted = read.file.redacted.expect("it says so");
        assert_eq!((redacted.level.name(), &redacted.of), (level, &manifest));
        assert!(!read.findings.is_empty() && read.findings.len() <= case.findings.len());
        for format in ["stix", "csv", "jsonl"] {
            let told = run(0, &["export", &copy, "--format", format]);
            assert!(told.contains("Redacted ("), "{told}");
        }
        assert!(run(0, &["custody", "show", &copy]).contains("redacted copy made"));
        assert!(run(2, &["verify", &copy, "--evidence", arg(&sample())]).contains("redacted copy"));
    }
}

#[test]
fn counts_are_shared_and_are_no_case() {
    let desk = Desk::new();
    let told = desk.share(0, "counts.age", &["--redact", "statistics", "--country", "ML", "--tlp", "clear"]);
    assert!(told.contains("counts of devices"), "{told}");
    desk.open(0, "counts.age", "counts", &[]);
    let names: Vec<String> = tree(&desk.path("counts")).into_keys().collect();
    assert_eq!(names, ["case/MANIFEST", "case/custody.jsonl", "case/statistics.csv", "share.json"]);
    run(0, &["verify", &desk.at("counts/case")]);
    assert!(run(2, &["export", &desk.at("counts/case"), "--format", "csv"]).contains("holds counts"));
}

#[test]
fn a_signature_covers_file_and_copy() {
    let desk = Desk::new();
    let (key, other) = (desk.at("lab.key"), desk.at("other.key"));
    for key in [&key, &other] {
        run(0, &["keys", "new", "--no-password", "--out", key]);
    }
    let (public, other) = (format!("{key}.pub"), format!("{other}.pub"));
    desk.share(0, "signed.age", &["--sign", &key]);
    let told = desk.open(0, "signed.age", "signed", &["--public-key", &public]);
    assert!(told.contains("the one you gave"), "{told}");
    run(0, &["verify", &desk.at("signed/case"), "--public-key", &public]);
    assert!(desk.open(0, "signed.age", "named", &[]).contains("which the file itself names"));
    assert!(desk.open(2, "signed.age", "wrong", &["--public-key", &other]).contains("signature"));
    desk.share(0, "unsigned.age", &[]);
    assert!(desk.open(2, "unsigned.age", "unsigned", &["--public-key", &public]).contains("not signed"));
    desk.share(0, "whole.age", &["--redact", "none", "--sign", &key]);
    desk.open(0, "whole.age", "whole", &["--public-key", &public]);
}

#[test]
fn a_passphrase_opens_it_and_a_short_one_is_refused() {
    let desk = Desk::new();
    let write = |name: &str, text: &str| {
        std::fs::write(desk.path(name), text).expect("is written");
        desk.at(name)
    };
    let (long, short, wrong) = (
        write("long", "four words drawn at random\n"),
        write("short", "abc\n"),
        write("wrong", "four other words here\n"),
    );
    let (case, file) = (desk.at("case"), desk.at("p.age"));
    assert!(run(2, &["share", &case, "--passphrase-file", &short, "-o", &file]).contains("fewer than"));
    assert!(run(2, &["share", &case, "-o", &file]).contains("--to"));
    assert!(run(2, &["share", &case, "--passphrase", "-o", &file]).contains("no terminal"));
    assert!(!desk.path("p.age").exists());
    run(0, &["share", &case, "--passphrase-file", &long, "-o", &file]);
    let open = |code, out: &str, more: &[&str]| run(code, &[&["open", &file, "-o", &desk.at(out)][..], more].concat());
    open(0, "opened", &["--passphrase-file", &long]);
    assert!(open(2, "never", &["--passphrase-file", &wrong]).contains("Neither key nor passphrase"));
    assert!(open(2, "never", &[]).contains("no terminal"));
    assert!(!desk.path("never").exists());
}

#[test]
fn what_differs_from_its_custody_is_not_shared() {
    let desk = Desk::new();
    let wrong = run(2, &["share", &desk.at("case"), "--to", "age1wrong", "-o", &desk.at("x.age")]);
    assert!(wrong.contains("not the public key"), "{wrong}");
    assert!(
        run(2, &["share", &desk.at("case"), "--to", &desk.recipient, "-o", &desk.at("case/x.age")])
            .contains("inside the case")
    );
    assert!(desk.share(2, "x.age", &["--country", "ML"]).contains("--redact statistics"));
    let custody = std::fs::read(desk.path("case/custody.jsonl")).expect("is there");
    std::fs::write(desk.path("case/coverage.json"), "[]").expect("is written");
    assert!(desk.share(2, "x.age", &[]).contains("not as it was left"));
    assert_eq!(std::fs::read(desk.path("case/custody.jsonl")).expect("is there"), custody);
    assert!(!desk.path("x.age").exists());
}

/// The plain archive in a file.
fn plain(desk: &Desk, file: &str) -> Vec<u8> {
    let bytes = std::fs::read(desk.path(file)).expect("is there");
    let text = std::fs::read_to_string(desk.path("identity")).expect("is there");
    let identity: age::x25519::Identity = text.trim().parse().expect("an identity");
    let decryptor = age::Decryptor::new(&bytes[..]).expect("age");
    let mut plain = Vec::new();
    let keys = std::iter::once(&identity as &dyn age::Identity);
    decryptor.decrypt(keys).expect("opens").read_to_end(&mut plain).expect("reads");
    plain
}

/// Encrypts as anyone can who knows the public key.
fn sealed(desk: &Desk, file: &str, plain: &[u8]) {
    let recipient: age::x25519::Recipient = desk.recipient.parse().expect("a key");
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).expect("one");
    let mut out = Vec::new();
    let mut writer = encryptor.wrap_output(&mut out).expect("writes");
    writer.write_all(plain).expect("writes");
    writer.finish().expect("writes");
    std::fs::write(desk.path(file), out).expect("is written");
}

/// The files of an archive, and the archive of files, with any name and kind.
fn members(mut plain: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    while plain[0] != 0 {
        let name = plain[..100].iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
        let size = usize::from_str_radix(std::str::from_utf8(&plain[124..135]).expect("digits"), 8).expect("octal");
        found.push((name, plain[512..512 + size].to_vec()));
        plain = &plain[512 + size.div_ceil(512) * 512..];
    }
    found
}

fn packed(files: &[(String, Vec<u8>)], kind: u8, link: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in files {
        let mut block = [0u8; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[100..108].copy_from_slice(b"0000600\0");
        block[108..116].copy_from_slice(b"0000000\0");
        block[116..124].copy_from_slice(b"0000000\0");
        block[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        block[136..148].copy_from_slice(b"00000000000\0");
        block[148..156].copy_from_slice(b"        ");
        block[156] = kind;
        block[157..157 + link.len()].copy_from_slice(link.as_bytes());
        block[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend_from_slice(&block);
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

#[test]
fn what_is_not_what_was_sent_is_refused() {
    let desk = Desk::new();
    desk.share(0, "good.age", &[]);
    let plain = plain(&desk, "good.age");
    let files = members(&plain);
    assert_eq!(packed(&files, b'0', ""), plain, "the archive of this test is the one vigie writes");
    let with = |name: &str, bytes: &[u8]| {
        let mut files = files.clone();
        files.push((name.to_owned(), bytes.to_vec()));
        packed(&files, b'0', "")
    };
    let mut number = 0;
    let mut refused = |plain: &[u8], says: &str| {
        number += 1;
        let file = format!("bad{number}.age");
        sealed(&desk, &file, plain);
        let told = desk.open(2, &file, "never", &[]);
        assert!(told.contains("was not opened") && told.contains(says), "{says}: {told}");
    };
    for name in ["../escaped", "/escaped", "case/../../escaped", "case/./x", "C:\\x", "case\\x"] {
        refused(&with(name, b"x"), "not allowed");
    }
    refused(&with("elsewhere/x", b"x"), "not a file of a shared case");
    refused(&with("case/added", b"x"), "was added");
    let first = |kind, link: &str| packed(&[("case/link".to_owned(), Vec::new())], kind, link);
    for kind in *b"12345xgLKS" {
        refused(&first(kind, "/etc/passwd"), "not a plain file");
    }
    for at in 0..files.len() {
        let mut fewer = files.clone();
        let (name, _) = fewer.remove(at);
        refused(&packed(&fewer, b'0', ""), if name == "share.json" { "share.json" } else { "is missing" });
        let mut changed = files.clone();
        match changed[at].1.last_mut() {
            Some(byte) => *byte ^= 1,
            None => changed[at].1.push(b'x'),
        }
        refused(&packed(&changed, b'0', ""), if name == "share.json" { "share.json" } else { "was changed" });
    }
    refused(&[&plain[..], &[0; 512]].concat(), "does not end");
    refused(&plain[..plain.len() - 512], "");
    refused(&plain[..1000], "damaged or cut off");
    refused(b"", "damaged or cut off");
    let mut huge = plain.clone();
    huge[124..135].copy_from_slice(b"77777777777");
    refused(&huge, "not a plain file");
    // A case that is whole by its envelope, and not by its own manifest.
    let mut other: BTreeMap<String, Vec<u8>> = files.iter().cloned().collect();
    let mut envelope: serde_json::Value = serde_json::from_slice(&other["share.json"]).expect("JSON");
    let forged = b"{}\n".to_vec();
    envelope["files"]["case/findings.jsonl"] = serde_json::json!({
        "size": forged.len(), "sha256": hex::encode(Sha256::digest(&forged))
    });
    other.insert("case/findings.jsonl".to_owned(), forged);
    other.insert("share.json".to_owned(), envelope.to_string().into_bytes());
    refused(&packed(&other.into_iter().collect::<Vec<_>>(), b'0', ""), "findings.jsonl");
    assert!(!desk.path("escaped").exists());
    // In French nothing of it is English.
    std::fs::write(desk.path("plain.age"), b"a text").expect("is written");
    sealed(&desk, "added.age", &with("case/added", b"x"));
    for (file, why) in
        [("plain.age", "ce n'est pas un fichier chiffré avec age."), ("added.age", "case/added a été ajouté.")]
    {
        let told = desk.open(2, file, "never", &["--lang", "fr"]);
        let first = format!("vigie: {} n'a pas été ouvert : {why}", desk.at(file));
        assert_eq!(told.lines().next(), Some(first.as_str()), "{told}");
    }
}

#[test]
fn damage_of_the_encrypted_file_is_refused() {
    let desk = Desk::new();
    desk.share(0, "good.age", &[]);
    let good = std::fs::read(desk.path("good.age")).expect("is there");
    let bad = |bytes: &[u8]| {
        std::fs::write(desk.path("bad.age"), bytes).expect("is written");
        let told = desk.open(2, "bad.age", "never", &[]);
        assert!(told.lines().count() == 2, "what failed, and what to do: {told}");
    };
    for at in [0, 10, 40, 120, 180, 250, 400, good.len() / 2, good.len() - 1] {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bad(&bytes);
        bad(&good[..at]);
    }
    bad(&[&good[..], b"x"].concat());
    bad(b"not age at all");
    // A header without end.
    bad(&[b"age-encryption.org/v1\n-> X25519 ".as_slice(), &vec![b'A'; 400_000]].concat());
    let stranger = age::x25519::Identity::generate();
    std::fs::write(desk.path("stranger"), stranger.to_string().expose_secret()).expect("is written");
    let out = desk.at("never");
    let told = run(2, &["open", &desk.at("good.age"), "--identity", &desk.at("stranger"), "-o", &out]);
    assert!(told.contains("Neither key nor passphrase"), "{told}");
    assert!(run(2, &["open", &desk.at("good.age"), "-o", &out]).contains("--identity"));
    assert!(!Path::new(&out).exists());
}
