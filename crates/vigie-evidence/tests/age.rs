//! Evidence encrypted with age: read in place with an identity or a passphrase, whatever is damaged, and never written.

mod support {
    #[expect(dead_code, reason = "other tests look at more of what was read")]
    pub(crate) mod read;
}

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use age::secrecy::{ExposeSecret, SecretString};
use support::read::{Read, walk};
use vigie_evidence::{CandidateState, Evidence, Identities, OpenError, OpenOptions, Unlock, Want, identify};
use vigie_model::EvidenceKind;
use vigie_testkit::archive::{Tar, Zip, gzip};

const PASSPHRASE: &str = "caf\u{e9} 1234";
const ACQUISITION: &str =
    "{\"uuid\": \"0f3d2c1b\", \"androidqf_version\": \"v1.8\", \"started\": \"2026-01-02T03:04:05Z\"}";

/// Bytes that do not compress, so that members lie in several chunks.
fn noise(length: usize, mut seed: u64) -> Vec<u8> {
    let next = |_| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed.to_le_bytes()[0]
    };
    (0..length).map(next).collect()
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("acquisition.json", ACQUISITION.as_bytes().to_vec()),
        ("getprop.txt", b"[ro.product.model]: [Pixel 9]\n".to_vec()),
        ("logs/a.log", noise(200_000, 1)),
        ("logs/b.log", noise(70_000, 2)),
        ("packages.json", b"[]".to_vec()),
    ]
}

/// Some stored, some deflated.
fn zip() -> Vec<u8> {
    let add = |zip: Zip, (path, bytes): &(&str, Vec<u8>)| {
        if path.ends_with("a.log") { zip.stored(path, bytes) } else { zip.file(path, bytes) }
    };
    files().iter().fold(Zip::new(), add).finish()
}

fn seal(bytes: &[u8], encryptor: age::Encryptor, armor: bool) -> Vec<u8> {
    let mut sealed = Vec::new();
    if armor {
        let armored =
            age::armor::ArmoredWriter::wrap_output(&mut sealed, age::armor::Format::AsciiArmor).expect("armour");
        let mut writer = encryptor.wrap_output(armored).expect("encrypts");
        writer.write_all(bytes).expect("encrypts");
        writer.finish().and_then(age::armor::ArmoredWriter::finish).expect("encrypts");
    } else {
        let mut writer = encryptor.wrap_output(&mut sealed).expect("encrypts");
        writer.write_all(bytes).expect("encrypts");
        writer.finish().expect("encrypts");
    }
    sealed
}

fn to(identity: &age::x25519::Identity) -> age::Encryptor {
    let recipient = identity.to_public();
    age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).expect("a recipient")
}

fn with_passphrase(work: u8) -> age::Encryptor {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(PASSPHRASE));
    recipient.set_work_factor(work);
    age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).expect("a passphrase")
}

fn options(identities: &[&age::x25519::Identity], unlock: Option<Unlock>) -> OpenOptions {
    let mut options = OpenOptions { unlock, ..OpenOptions::default() };
    for identity in identities {
        let text = format!("# made for a test\n{}\n", identity.to_string().expose_secret());
        options.identities.add(&text).expect("an identity file");
    }
    options
}

fn open(path: &Path, options: &OpenOptions) -> Result<Evidence, OpenError> {
    let found = identify(path).expect("recognised");
    assert_eq!((found[0].kind, &found[0].state), (EvidenceKind::EncryptedArchive, &CandidateState::Encrypted));
    Evidence::open_with(&found[0], options)
}

fn read(evidence: &Evidence) -> Read {
    walk(evidence, &|_| Want::source())
}

fn written(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("0f3d2c1b.zip.age");
    std::fs::write(&path, bytes).expect("written");
    (folder, path)
}

#[test]
fn every_packing_is_read_in_place_and_gives_what_its_plain_twin_gives() {
    let identity = age::x25519::Identity::generate();
    let other = age::x25519::Identity::generate();
    let tar = files().iter().fold(Tar::new(), |tar, (path, bytes)| tar.file(path, bytes)).finish();
    for (name, plain) in [("zip", zip()), ("tar", tar.clone()), ("tar.gz", gzip(&tar))] {
        let (_plain_folder, plain_path) = written(&plain);
        let twin = read(&Evidence::open(&identify(&plain_path).expect("known")[0]).expect("opened"));
        for armor in [false, true] {
            let sealed = seal(&plain, to(&identity), armor);
            let (folder, path) = written(&sealed);
            let evidence = open(&path, &options(&[&other, &identity], None)).expect("opened");
            let read = read(&evidence);
            assert_eq!(read.problems, [], "{name} {armor}");
            assert_eq!(read.info.kind, EvidenceKind::AndroidQf);
            assert!(read.info.encrypted && read.info.id == twin.info.id && read.info.id_of.ends_with("decrypted"));
            assert_eq!(read.info.device.model.as_deref(), Some("Pixel 9"));
            for (path, bytes) in files() {
                assert_eq!(read.sources[path].bytes, bytes, "{name} {armor} {path}");
            }
            assert_eq!(read.sources.len(), twin.sources.len());
            // Nothing but what was there is there, unchanged.
            assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
            assert_eq!(std::fs::read(&path).expect("there"), sealed);
        }
    }
}

#[test]
fn what_opens_it_is_asked_for_by_name() {
    let (identity, other) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let (_folder, path) = written(&seal(&zip(), to(&identity), false));
    assert!(matches!(open(&path, &OpenOptions::default()), Err(OpenError::Sealed(_))));
    assert!(matches!(open(&path, &options(&[&other], None)), Err(OpenError::WrongIdentity(_))));
    let password = |text: &str| Some(Unlock::Password(text.to_owned().into()));
    assert!(matches!(open(&path, &options(&[], password(PASSPHRASE))), Err(OpenError::Sealed(_))));

    let (_folder, path) = written(&seal(&zip(), with_passphrase(2), false));
    assert!(matches!(open(&path, &options(&[&identity], None)), Err(OpenError::SealedByPassphrase(_))));
    assert!(matches!(open(&path, &options(&[], password("wrong"))), Err(OpenError::WrongPassphrase(_))));
    // Typed in another Unicode form than it was set in.
    let evidence = open(&path, &options(&[], password("cafe\u{301} 1234"))).expect("opened");
    assert_eq!(read(&evidence).sources.len(), 5);

    // A header that asks for hours of work and 1 TiB of memory.
    let sealed = seal(&zip(), with_passphrase(2), false);
    let header = String::from_utf8_lossy(&sealed[..200]).into_owned();
    let line = header.lines().nth(1).expect("a stanza").to_owned();
    let greedy = format!("{}30", line.strip_suffix('2').expect("the work"));
    let mut bytes = header.lines().next().expect("a version").as_bytes().to_vec();
    bytes.extend(format!("\n{greedy}").bytes());
    bytes.extend(&sealed[bytes.len() - 1..]);
    let (_folder, path) = written(&bytes);
    assert!(matches!(open(&path, &options(&[], password(PASSPHRASE))), Err(OpenError::SealedTooWell { work: 30, .. })));
    assert!(Identities::default().add("not an identity").is_err());
}

#[test]
fn no_damage_is_silent_and_none_panics() {
    let identity = age::x25519::Identity::generate();
    let sealed = seal(&zip(), to(&identity), false);
    let options = options(&[&identity], None);
    let whole = files();
    // Behind the header, its 43 digits of checksum, a line end and a nonce, exactly between two chunks.
    let header = sealed.windows(5).position(|window| window == b"\n--- ").expect("a header");
    let between = header + 5 + 43 + 1 + 16 + 65_552;
    for cut in (0..sealed.len()).step_by(9973).chain([sealed.len() - 1, header, header + 49, between]) {
        let (_folder, path) = written(&sealed[..cut]);
        let Ok(found) = identify(&path) else { continue };
        assert!(Evidence::open_with(&found[0], &options).is_err(), "cut at {cut}: what follows is missing");
    }
    for at in (0..sealed.len()).step_by(9973) {
        let mut changed = sealed.clone();
        changed[at] ^= 0x10;
        let (_folder, path) = written(&changed);
        let Ok(found) = identify(&path) else { continue };
        let Ok(evidence) = Evidence::open_with(&found[0], &options) else { continue };
        let (mut given, mut told) = (BTreeMap::new(), evidence.problems.len());
        let mut problems = 0;
        evidence.walk(
            &mut |_| true,
            &mut |source| {
                let bytes = source.bytes();
                told += usize::from(bytes.is_err()) + source.notes().len();
                given.insert(source.path().to_owned(), bytes.unwrap_or_default());
            },
            &mut |_| problems += 1,
        );
        let lost = whole.iter().filter(|(path, bytes)| given.get(*path) != Some(bytes)).count();
        assert!(lost == 0 || told + problems > 0, "flipped at {at}: bytes were lost in silence");
    }
    // A header without end, and one line that never ends.
    for body in ["-> X25519 a\nAAAA\n".repeat(100_000), "A".repeat(1 << 20)] {
        let (_folder, path) = written(format!("age-encryption.org/v1\n{body}").as_bytes());
        assert!(matches!(open(&path, &options), Err(OpenError::Damaged { .. })));
    }
    // Encrypted, and nothing vigie knows.
    let (_folder, path) = written(&seal(b"a shopping list", to(&identity), false));
    assert!(matches!(open(&path, &options), Err(OpenError::Unknown(_))));
}

#[test]
fn a_key_beside_evidence_is_not_taken_for_evidence() {
    let identity = age::x25519::Identity::generate();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("key.age"), seal(b"00ff", to(&identity), false)).expect("written");
    std::fs::write(folder.path().join("qf.zip"), zip()).expect("written");
    let kinds = |path: &Path| identify(path).expect("known").iter().map(|one| one.kind).collect::<Vec<_>>();
    assert_eq!(kinds(folder.path()), [EvidenceKind::AndroidQf]);
    std::fs::write(folder.path().join("qf.zip.age"), seal(&zip(), to(&identity), false)).expect("written");
    assert_eq!(kinds(folder.path()), [EvidenceKind::AndroidQf, EvidenceKind::EncryptedArchive]);
}
