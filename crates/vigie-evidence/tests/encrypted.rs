//! Encrypted backups and `Manifest.mbdb`, read back through the same door as real evidence.

#[expect(unreachable_pub, reason = "shared with the example and the bench")]
#[path = "support/encrypt.rs"]
mod encrypt;

use std::collections::BTreeMap;
use std::path::Path;

use encrypt::{Backup, File, Stages};
use tempfile::TempDir;
use vigie_evidence::{
    CandidateState, Evidence, KeybagError, OpenError, OpenOptions, ROUNDS_LIMIT, Unlock, derive_key, identify,
};
use vigie_model::{Problem, ProblemCode};
use vigie_testkit::archive::{Tar, Zip};
use vigie_testkit::encrypt::encrypt_blocks;
use zeroize::Zeroizing;

const PASSWORD: &str = "caf\u{e9} 1234";
const TWO: Stages = Stages { first: Some(20), last: 10 };
const ONE: Stages = Stages { first: None, last: 10 };

/// Files whose lengths lie around the block and the chunk.
fn files() -> Vec<File> {
    let lengths = [0, 1, 15, 16, 17, 4096, (1 << 17) - 1, 1 << 17, (1 << 17) + 1, 300_001];
    let mut files: Vec<File> = lengths
        .iter()
        .map(|&length| {
            let bytes: Vec<u8> = (0..length).map(|n: u32| (n % 251) as u8).collect();
            File::new("HomeDomain", &format!("Library/file-{length}"), &bytes)
        })
        .collect();
    // Also the other form of an empty file: no stored byte at all.
    let mut empty = File::new("HomeDomain", "Library/empty", b"");
    empty.stored = Some(Vec::new());
    files.push(empty);
    files
}

fn backup(stages: Stages) -> Backup {
    Backup { encrypted: Some((PASSWORD.to_owned(), stages)), mbdb: false, files: files() }
}

fn written(backup: &Backup) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    backup.write(folder.path());
    folder
}

fn with_password(password: &str) -> OpenOptions {
    OpenOptions { unlock: Some(Unlock::Password(Zeroizing::new(password.to_owned()))), ..OpenOptions::default() }
}

fn open(root: &Path, options: &OpenOptions) -> Result<Evidence, OpenError> {
    Evidence::open_with(&identify(root).unwrap()[0], options)
}

type Read = (BTreeMap<String, Vec<u8>>, Vec<Problem>);

/// Every file below a domain, and every problem and note of the walk.
fn read(evidence: &Evidence) -> Read {
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    evidence.walk(&mut |entry| entry.path.contains('/'), &mut |source| sources.push(source), &mut |problem| {
        problems.push(problem);
    });
    let mut files = BTreeMap::new();
    for source in sources {
        let bytes = source.bytes().unwrap();
        assert_eq!(source.size().unwrap(), bytes.len() as u64);
        assert!(source.stored_as().is_some());
        problems.extend(source.notes().into_iter().map(|(code, detail)| Problem {
            code,
            artifact: None,
            source: Some(source.path().to_owned()),
            place: vigie_model::Place::File,
            detail,
        }));
        files.insert(source.path().to_owned(), bytes);
    }
    (files, problems)
}

fn snapshot(root: &Path) -> BTreeMap<std::path::PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                snapshot(&path)
            } else {
                BTreeMap::from([(path.clone(), std::fs::read(&path).unwrap())])
            }
        })
        .collect()
}

#[test]
fn every_kind_gives_every_byte_back_and_writes_none() {
    for mbdb in [false, true] {
        for encrypted in [None, Some(ONE), Some(TWO)] {
            let backup =
                Backup { encrypted: encrypted.map(|stages| (PASSWORD.to_owned(), stages)), mbdb, files: files() };
            let folder = written(&backup);
            let before = snapshot(folder.path());
            let found = &identify(folder.path()).unwrap()[0];
            let state = if encrypted.is_some() { CandidateState::Encrypted } else { CandidateState::Ready };
            assert_eq!(found.state, state);
            let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
            assert_eq!(evidence.problems, []);
            assert_eq!(evidence.info.encrypted, encrypted.is_some());
            assert_eq!(evidence.info.files, backup.files.len() as u64);
            assert_eq!(read(&evidence), (backup.truth(), Vec::new()), "mbdb {mbdb}");
            assert_eq!(snapshot(folder.path()), before);
        }
    }
}

#[test]
fn the_manifest_reads_as_a_database() {
    let folder = written(&backup(TWO));
    let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
    let manifest = evidence.source("Manifest.db").unwrap().sqlite().unwrap();
    assert!(manifest.has_table("Files"));
}

#[test]
fn databases_are_joined_with_their_log() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("x.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0;
         CREATE TABLE t (x); INSERT INTO t VALUES (1); PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES (2);",
    )
    .unwrap();
    let (database, log) = (std::fs::read(&path).unwrap(), std::fs::read(scratch.path().join("x.db-wal")).unwrap());
    let count = |log_file: File| {
        let mut backup = backup(TWO);
        backup.files = vec![File::new("HomeDomain", "x.db", &database), log_file];
        let folder = written(&backup);
        let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
        let read = evidence.source("HomeDomain/x.db").unwrap().sqlite().unwrap();
        let mut rows = 0;
        let select = vigie_evidence::Select::from("t").columns(&["x"]);
        read.each(&select, &mut |_| rows += 1).unwrap();
        (rows, read.wal_trouble.clone())
    };
    let log = File::new("HomeDomain", "x.db-wal", &log);
    assert_eq!(count(log.clone()), (2, None));
    // A log that is listed but whose key is missing is told, not passed over.
    let (rows, trouble) = count(File { class: 200, ..log });
    assert_eq!(rows, 1);
    assert!(trouble.unwrap().contains("protection class 200"));
}

#[test]
fn password_in_any_form_key_and_wrong_ones() {
    let folder = written(&backup(TWO));
    let candidate = &identify(folder.path()).unwrap()[0];
    assert!(matches!(Evidence::open(candidate), Err(OpenError::Encrypted(_))));
    open(folder.path(), &with_password("cafe\u{301} 1234")).unwrap();
    assert!(matches!(open(folder.path(), &with_password("cafe 1234")), Err(OpenError::WrongPassword(_))));
    let key = derive_key(candidate, "cafe\u{301} 1234", false).unwrap();
    assert_eq!(*key, TWO.derive(PASSWORD));
    let text = format!("{}\n", hex::encode(*key));
    let options = |text: &str| OpenOptions { unlock: Unlock::key_from_hex(text), ..OpenOptions::default() };
    let evidence = open(folder.path(), &options(&text)).unwrap();
    assert_eq!(read(&evidence).0, backup(TWO).truth());
    assert!(matches!(open(folder.path(), &options(&"00".repeat(32))), Err(OpenError::WrongPassword(_))));
    // A key bag made from the decomposed form, the password typed composed.
    let mut other = backup(ONE);
    other.encrypted = Some(("cafe\u{301}".to_owned(), ONE));
    let folder = written(&other);
    open(folder.path(), &with_password("caf\u{e9}")).unwrap();
    // Nothing to derive from.
    let plain = written(&Backup { encrypted: None, ..backup(ONE) });
    let candidate = &identify(plain.path()).unwrap()[0];
    assert!(matches!(derive_key(candidate, "x", false), Err(OpenError::NotEncrypted(_))));
}

#[test]
fn what_disagrees_is_read_whole_and_told() {
    let bytes = vec![7u8; 100];
    let file = |name: &str| File::new("HomeDomain", name, &bytes);
    let stored = |name: &str, padded: &[u8]| {
        let mut file = file(name);
        file.stored = Some(encrypt_blocks(&file.key(), padded).unwrap());
        file
    };
    // Ends in what is no padding.
    let whole = [0xee_u8; 112];
    let mut cut = stored("cut", &whole);
    cut.stored.as_mut().unwrap().truncate(103);
    let longer = File { stated: Some(60), ..file("longer-than-stated") };
    let shorter = File { stated: Some(4000), ..file("shorter-than-stated") };
    let keyless = File { keyed: false, ..file("keyless") };
    let classless = File { class: 200, ..file("classless") };
    let mut backup = backup(TWO);
    backup.files = vec![stored("unpadded", &whole), cut, longer, shorter, keyless, classless, file("good")];
    let folder = written(&backup);
    let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
    let (files, problems) = read(&evidence);
    let lengths: Vec<(&str, usize)> =
        files.iter().map(|(path, bytes)| (&path["HomeDomain/".len()..], bytes.len())).collect();
    assert_eq!(
        lengths,
        [
            ("cut", 96),
            ("good", 100),
            ("keyless", 100),
            ("longer-than-stated", 100),
            ("shorter-than-stated", 100),
            ("unpadded", 112),
        ]
    );
    let mut told: Vec<(&str, ProblemCode)> = problems
        .iter()
        .map(|problem| (&problem.source.as_deref().unwrap()["HomeDomain/".len()..], problem.code))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("classless", ProblemCode::FileKeyMissing),
            ("cut", ProblemCode::SizeDisagrees),
            ("cut", ProblemCode::CipherDamaged),
            ("keyless", ProblemCode::FileKeyMissing),
            ("longer-than-stated", ProblemCode::SizeDisagrees),
            ("shorter-than-stated", ProblemCode::SizeDisagrees),
            ("unpadded", ProblemCode::SizeDisagrees),
            ("unpadded", ProblemCode::CipherDamaged),
        ]
    );
}

/// Changes a key of `Manifest.plist`; `None` removes it.
fn change(root: &Path, key: &str, value: Option<Vec<u8>>) {
    let path = root.join("Manifest.plist");
    let mut dict = plist::Value::from_file(&path).unwrap().into_dictionary().unwrap();
    match value {
        Some(value) => dict.insert(key.to_owned(), plist::Value::Data(value)),
        None => dict.remove(key),
    };
    plist::Value::Dictionary(dict).to_file_binary(path).unwrap();
}

#[test]
fn hostile_key_bags_end_soon_with_a_reason() {
    let folder = written(&backup(TWO));
    let attempt = |key: &str, value: Option<Vec<u8>>| {
        change(folder.path(), key, value);
        open(folder.path(), &with_password(PASSWORD)).unwrap_err()
    };
    let slow = Stages { first: Some(1), last: 1 };
    let mut bag = encrypt::keybag(PASSWORD, slow);
    let at = bag.windows(4).position(|tag| tag == b"DPIC").unwrap() + 8;
    bag[at..at + 4].copy_from_slice(&u32::MAX.to_be_bytes());
    let error = attempt("BackupKeyBag", Some(bag));
    let rounds = u64::from(u32::MAX) + 1;
    assert!(rounds > ROUNDS_LIMIT);
    assert!(matches!(error, OpenError::TooSlow { rounds: asked } if asked == rounds));

    let error = attempt("BackupKeyBag", Some(b"SALT\xff\xff\xff\xff".to_vec()));
    assert!(matches!(error, OpenError::Keybag(KeybagError::Truncated(0))));
    let error = attempt("BackupKeyBag", Some(vec![0; 2 << 20]));
    assert!(matches!(error, OpenError::Keybag(KeybagError::TooLarge(_))));
    let error = attempt("BackupKeyBag", None);
    assert!(matches!(error, OpenError::Keybag(KeybagError::Missing)));

    change(folder.path(), "BackupKeyBag", Some(encrypt::keybag(PASSWORD, TWO)));
    for key in [vec![], vec![4, 0, 0], vec![4, 0, 0, 0], vec![0; 44], vec![4; 43]] {
        let error = attempt("ManifestKey", Some(key));
        assert!(matches!(error, OpenError::Keybag(KeybagError::ManifestKey(_))));
    }
    // Without a key the manifest must be in clear, which this one is not.
    let error = attempt("ManifestKey", None);
    assert!(matches!(error, OpenError::Damaged { .. }));
}

#[test]
fn an_encrypted_backup_with_its_manifest_in_clear() {
    let backup = backup(ONE);
    let folder = written(&backup);
    let path = folder.path().join("Manifest.db");
    let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
    let clear = evidence.source("Manifest.db").unwrap().bytes().unwrap();
    std::fs::write(path, clear).unwrap();
    change(folder.path(), "ManifestKey", None);
    let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
    assert_eq!(read(&evidence), (backup.truth(), Vec::new()));
}

#[test]
fn damaged_descriptions_cost_one_file_each() {
    let good = File::new("HomeDomain", "good", b"good");
    let mut backup = backup(TWO);
    backup.files = vec![good.clone()];
    let archive = good.archived();
    let folder = written(&Backup { encrypted: None, ..backup.clone() });
    let path = folder.path().join("Manifest.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute("DELETE FROM Files", []).unwrap();
    let mut kept = Vec::new();
    for end in 0..=archive.len() {
        let file = File::new("HomeDomain", &format!("cut-{end:04}"), b"");
        kept.push(File { stored: Some(vec![1; 16]), ..file.clone() });
        conn.execute(
            "INSERT INTO Files VALUES (?1, 'HomeDomain', ?2, 1, ?3)",
            (file.id(), &file.path, &archive[..end]),
        )
        .unwrap();
    }
    drop(conn);
    let bytes = std::fs::read(&path).unwrap();
    backup.files = kept;
    let folder = written(&backup);
    let sealed = vigie_testkit::encrypt::encrypt(&encrypt::keys().manifest_key(), &bytes);
    std::fs::write(folder.path().join("Manifest.db"), sealed).unwrap();
    let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
    let (files, problems) = read(&evidence);
    // Only the whole archive is taken; every other row is told.
    assert_eq!(files.len(), 1);
    let damaged = problems.iter().filter(|problem| problem.code == ProblemCode::ManifestEntryDamaged);
    assert_eq!(damaged.count(), archive.len());
}

#[test]
fn a_cut_mbdb_keeps_what_stands_before() {
    let backup = Backup { mbdb: true, ..backup(TWO) };
    let folder = written(&backup);
    let path = folder.path().join("Manifest.mbdb");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
    assert_eq!(evidence.info.files, backup.files.len() as u64 - 1);
    assert_eq!(evidence.problems[0].code, ProblemCode::ManifestEntryDamaged);
    std::fs::write(&path, b"mb").unwrap();
    assert!(matches!(open(folder.path(), &with_password(PASSWORD)), Err(OpenError::Damaged { .. })));
}

#[test]
fn nothing_secret_is_printed() {
    let folder = written(&backup(TWO));
    let evidence = open(folder.path(), &with_password(PASSWORD)).unwrap();
    let secrets = [PASSWORD.to_owned(), hex::encode(TWO.derive(PASSWORD)), format!("{:?}", TWO.derive(PASSWORD))];
    let printed = format!("{evidence:?}");
    assert!(secrets.iter().all(|secret| !printed.contains(secret)));
}

/// A backup in an archive, below a folder.
fn packed(folder: &Path) -> [(&'static str, Vec<u8>); 3] {
    let (mut deflated, mut stored, mut tar) = (Zip::new(), Zip::new(), Tar::new());
    for (path, bytes) in snapshot(folder) {
        let name = format!("a backup/{}", path.strip_prefix(folder).unwrap().to_str().unwrap());
        (deflated, stored, tar) = (deflated.file(&name, &bytes), stored.stored(&name, &bytes), tar.file(&name, &bytes));
    }
    [("deflated.zip", deflated.finish()), ("stored.zip", stored.finish()), ("a.tar", tar.finish())]
}

#[test]
fn a_backup_in_an_archive_is_read_where_it_lies() {
    for mbdb in [false, true] {
        for encrypted in [None, Some(ONE), Some(TWO)] {
            let encrypted = encrypted.map(|stages| (PASSWORD.to_owned(), stages));
            let backup = Backup { encrypted: encrypted.clone(), mbdb, files: files() };
            let folder = written(&backup);
            let plain = open(folder.path(), &with_password(PASSWORD)).unwrap();
            for (name, bytes) in packed(folder.path()) {
                let place = tempfile::tempdir().unwrap();
                let path = place.path().join(name);
                std::fs::write(&path, bytes).unwrap();
                let found = &identify(&path).unwrap()[0];
                assert_eq!(found.device, identify(folder.path()).unwrap()[0].device, "{name}");
                let is_sealed = found.state == CandidateState::Encrypted;
                assert_eq!(is_sealed, encrypted.is_some(), "{name}");
                let evidence = open(&path, &with_password(PASSWORD)).unwrap();
                assert_eq!(evidence.problems, plain.problems, "{name}");
                assert_eq!(evidence.told(), plain.told(), "{name}");
                assert_eq!(read(&evidence), read(&plain), "{name}");
                if encrypted.is_some() {
                    assert!(matches!(open(&path, &with_password("no")), Err(OpenError::WrongPassword(_))), "{name}");
                    let key = derive_key(found, PASSWORD, false).unwrap();
                    let options = OpenOptions { unlock: Some(Unlock::Key(key)), ..OpenOptions::default() };
                    assert_eq!(read(&open(&path, &options).unwrap()).0, backup.truth(), "{name}");
                }
            }
        }
    }
}
