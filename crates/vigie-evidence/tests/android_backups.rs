//! Android backups of every version: plain, encrypted, deflated, empty, hostile.

mod support {
    #[expect(dead_code, reason = "shared with the tests of archives")]
    pub(crate) mod read;
}

use std::path::{Path, PathBuf};

use support::read::{Read, walk};
use vigie_evidence::{CandidateState, Evidence, OpenError, OpenOptions, Unlock, Want, derive_key, identify};
use vigie_model::{EvidenceKind, Layout, ProblemCode};
use vigie_testkit::android_backup::AndroidBackup;
use vigie_testkit::archive::Tar;

const PASSWORD: &str = "caf\u{e9} 1234";
const DATABASE: &str = "apps/com.example.notes/db/notes.db";
const MANIFEST: &[u8] = b"1\ncom.example.notes\n12\n34\ncom.android.vending\n0\n0\n";

fn tar() -> Vec<u8> {
    Tar::new()
        .file("apps/com.example.notes/_manifest", MANIFEST)
        .folder("apps/com.example.notes/db")
        .file("apps/com.example.notes/db/notes.db-wal", b"its log")
        .file(DATABASE, b"SQLite format 3\0 and a database")
        .file("shared/0/Download/a.bin", &(0..300_000u32).flat_map(u32::to_be_bytes).collect::<Vec<u8>>())
        .finish()
}

/// A file in a folder of its own.
struct File {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl File {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Self { path, _folder: folder }
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn state(&self) -> CandidateState {
        let found = identify(self.path()).unwrap();
        assert_eq!((found.len(), found[0].kind), (1, EvidenceKind::AndroidBackup));
        found[0].state.clone()
    }

    fn open(&self, unlock: Option<Unlock>) -> Result<Evidence, OpenError> {
        let options = OpenOptions { unlock, ..OpenOptions::default() };
        Evidence::open_with(&identify(self.path()).unwrap()[0], &options)
    }

    fn open_by(&self, text: &str) -> Result<Evidence, OpenError> {
        self.open(Some(password(text)))
    }
}

fn password(text: &str) -> Unlock {
    Unlock::Password(text.to_owned().into())
}

fn read(evidence: &Evidence) -> Read {
    walk(evidence, &|path| Want {
        source: path.ends_with("notes.db"),
        log: path.ends_with("notes.db-wal"),
        ..Want::nothing()
    })
}

fn every() -> Vec<AndroidBackup> {
    let both = |backup: AndroidBackup| [backup.clone(), backup.stored()];
    (1..=5).flat_map(|version| both(AndroidBackup::new(version))).collect()
}

#[test]
fn every_version_gives_the_same_files() {
    for backup in every() {
        for (sealed, backup) in [(false, backup.clone()), (true, backup.encrypted(PASSWORD))] {
            let bytes = backup.finish(&tar());
            let file = File::new("any name", &bytes);
            assert_eq!(file.state(), if sealed { CandidateState::Encrypted } else { CandidateState::Ready });
            let evidence = file.open_by(PASSWORD).unwrap();
            let read = read(&evidence);
            assert_eq!(read.problems, [], "{backup:?}");
            assert_eq!(read.sources[DATABASE].bytes, b"SQLite format 3\0 and a database");
            assert_eq!(read.sources[DATABASE].log.as_deref(), Some(&b"its log"[..]));
            assert_eq!((read.given, read.info.files, read.info.encrypted), (1, 4, sealed));
            assert_eq!((read.info.kind, read.info.layout), (EvidenceKind::AndroidBackup, Layout::AndroidBackup));
            assert_eq!(read.info.device.os_version.as_deref(), Some("14"));
            assert_eq!(read.info.id, sha256(&bytes), "of the whole file, its header with it");
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(bytes))
}

#[test]
fn passwords_and_keys() {
    let tar = tar();
    let file = File::new("a.ab", &AndroidBackup::new(5).encrypted(PASSWORD).finish(&tar));
    assert!(matches!(file.open(None), Err(OpenError::Encrypted(_))));
    assert!(matches!(file.open_by("cafe 1234"), Err(OpenError::WrongPassword(_))));
    file.open_by("cafe\u{301} 1234").unwrap();
    let candidate = &identify(file.path()).unwrap()[0];
    let key = derive_key(candidate, PASSWORD, false).unwrap();
    file.open(Some(Unlock::Key(key))).unwrap();
    assert!(matches!(derive_key(candidate, "x", false), Err(OpenError::WrongPassword(_))));
    assert!(matches!(file.open(Some(Unlock::Key([0; 32].into()))), Err(OpenError::WrongPassword(_))));
    // Before Android 4.4 only eight bits of a character counted; later versions of the format never had that.
    let old = AndroidBackup::new(1).encrypted(PASSWORD).eight_bit();
    let file = File::new("a.ab", &old.finish(&tar));
    assert_eq!(read(&file.open_by(PASSWORD).unwrap()).given, 1);
    let key = derive_key(&identify(file.path()).unwrap()[0], PASSWORD, false).unwrap();
    file.open(Some(Unlock::Key(key))).unwrap();
    // Nothing to derive from.
    let plain = File::new("a.ab", &AndroidBackup::new(5).finish(&tar));
    assert!(matches!(derive_key(&identify(plain.path()).unwrap()[0], "x", false), Err(OpenError::NotEncrypted(_))));
}

#[test]
fn a_backup_that_asks_for_too_many_rounds_is_not_waited_for() {
    let bytes = AndroidBackup::new(5).encrypted(PASSWORD).rounds(1).finish(&tar());
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let begins = text.find("\n1\n").unwrap() + 3;
    let rounds = begins + text[begins..].find("\n1\n").unwrap();
    let hostile = [&bytes[..rounds], b"\n4000000000\n", &bytes[rounds + 3..]].concat();
    let file = File::new("a.ab", &hostile);
    assert!(matches!(file.open_by(PASSWORD), Err(OpenError::TooSlow { rounds: 8_000_000_000 })));
}

#[test]
fn a_backup_of_nothing_is_told_as_such() {
    let nothing = AndroidBackup::new(1).finish(&Tar::new().finish());
    assert_eq!(nothing.len(), 41, "what Android writes when nobody confirms");
    for bytes in [nothing.clone(), Vec::new(), AndroidBackup::new(5).stored().finish(&Tar::new().finish())] {
        let file = File::new("backup.ab", &bytes);
        assert_eq!(file.state(), CandidateState::Empty);
        assert!(matches!(file.open(None), Err(OpenError::Empty(_))));
    }
    let sealed = File::new("a.ab", &AndroidBackup::new(5).encrypted("x").finish(&Tar::new().finish()));
    assert!(matches!(sealed.open_by("x"), Err(OpenError::Empty(_))));
    // A file without a byte is a backup by its name alone.
    assert!(matches!(identify(File::new("backup.txt", b"").path()), Err(OpenError::Unknown(_))));
    // Beside others it is told, and does not hide them.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("1.ab"), nothing).unwrap();
    std::fs::write(folder.path().join("2.ab"), AndroidBackup::new(5).finish(&tar())).unwrap();
    let states: Vec<_> = identify(folder.path()).unwrap().into_iter().map(|one| one.state).collect();
    assert_eq!(states, [CandidateState::Empty, CandidateState::Ready]);
}

#[test]
fn a_backup_that_is_cut_off_gives_what_it_has() {
    for backup in [AndroidBackup::new(5), AndroidBackup::new(5).stored(), AndroidBackup::new(4).encrypted(PASSWORD)] {
        let whole = backup.finish(&tar());
        let file = File::new("a.ab", &whole[..whole.len() - 1000]);
        let cut = read(&file.open_by(PASSWORD).unwrap());
        assert_eq!(cut.given, 1, "{backup:?}");
        assert!(cut.problems.iter().any(|problem| problem.code == ProblemCode::ArchiveDamaged), "{:?}", cut.problems);
    }
}

#[test]
fn damage_never_passes_in_silence_nor_panics() {
    let small = Tar::new().file("apps/com.example.notes/_manifest", MANIFEST).file(DATABASE, b"x").finish();
    for backup in [AndroidBackup::new(5), AndroidBackup::new(3).encrypted(PASSWORD)] {
        let whole = backup.finish(&small);
        for at in (0..whole.len()).step_by(3) {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x20;
            // A file each: some, not all, so that the test does not wait.
            for bytes in
                [&whole[..at], flipped.as_slice()].into_iter().skip(usize::from(at % 5 > 0)).step_by(2 - at % 2)
            {
                let file = File::new("a.ab", bytes);
                let Ok(found) = identify(file.path()) else { continue };
                let options = OpenOptions { unlock: Some(password(PASSWORD)), ..OpenOptions::default() };
                let Ok(evidence) = Evidence::open_with(&found[0], &options) else { continue };
                let read = read(&evidence);
                let same = read.sources.get(DATABASE).is_some_and(|source| source.bytes == b"x");
                assert!(same || !read.problems.is_empty(), "{backup:?} at {at} of {}", bytes.len());
            }
        }
    }
}

#[test]
fn the_lines_xiaomi_writes_before_a_backup_are_passed_over() {
    let backup = AndroidBackup::new(5).stored().finish(&tar());
    let file = File::new(
        "Notes(com.example.notes).bak",
        &[b"MIUI BACKUP\n2\ncom.example.notes Notes\n-1\n0\n", &backup[..]].concat(),
    );
    assert_eq!(file.state(), CandidateState::Ready);
    assert_eq!(read(&file.open(None).unwrap()).given, 1);
}
