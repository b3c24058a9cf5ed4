//! Android backups (`adb backup`, `.ab`), versions 1 to 5, plain and encrypted.
//!
//! Format: AOSP, `PerformAdbBackupTask`, `PerformAdbRestoreTask` and `FullBackup`. Other readers:
//! android-backup-extractor (N. Elenkov), ab_decrypt (L. Clévy). A few lines of text: `ANDROID BACKUP`, the version, 1
//! when what follows is deflated (RFC 1950), `none` or `AES-256`; with `AES-256` five more, in hexadecimal but for the
//! number of rounds (see `android_backup_key.rs`). Behind them lies a tar, first deflated, then encrypted. The versions
//! differ in what Android writes into the tar and in one detail of the key. Xiaomi's backups (`.bak`) have a few lines of
//! their own before the first.
//!
//! The tar comes through the same stream as a compressed one, so nothing is unpacked to a disk. Its paths stay as they
//! are (`apps/PACKAGE/db/NAME`), and `android_paths.rs` says where each lay on the device: an artifact that declares a
//! path of [`Layout::AndroidFilesystem`] is found in a backup too.
//!
//! A backup that nobody confirmed on the phone is an empty file, or one of 41 bytes: a header and a tar without members.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use vigie_model::{EvidenceKind, Layout};
use zeroize::Zeroizing;

use crate::android_backup_key::Sealed;
use crate::archive::coat::{Coat, Layers};
use crate::archive::stream::Stream;
use crate::recognise::Roots;
use crate::unlock::{Key, forms};
use crate::{Blob, CandidateState, Evidence, OpenError, OpenOptions, ROUNDS_LIMIT, Unlock};

/// Bytes that the lines before the tar may have: those that Android writes have less than 1 KiB.
const HEAD_LIMIT: u64 = 16 << 10;
const MAGIC: &[u8] = b"ANDROID BACKUP\n";
const XIAOMI: &[u8] = b"MIUI BACKUP\n";

/// The lines before the tar. Nothing in them is secret.
#[derive(Debug)]
pub(crate) struct Header {
    deflated: bool,
    sealed: Option<Sealed>,
    /// Where the tar begins.
    length: u64,
}

/// The lines of a header, one after the other.
struct Lines<'h> {
    head: &'h [u8],
    at: usize,
}

impl<'h> Lines<'h> {
    fn next(&mut self, what: &str) -> Result<&'h str, String> {
        let rest = self.head.get(self.at..).unwrap_or_default();
        let end =
            rest.iter().position(|byte| *byte == b'\n').ok_or_else(|| format!("its header ends before {what}"))?;
        self.at = self.at.saturating_add(end).saturating_add(1);
        let line = rest.get(..end).and_then(|line| std::str::from_utf8(line).ok());
        line.map(|line| line.trim_end_matches('\r')).ok_or_else(|| format!("its header holds no {what}"))
    }

    fn number<T: std::str::FromStr>(&mut self, what: &str) -> Result<T, String> {
        self.next(what)?.parse().map_err(|_| format!("its header holds no {what}"))
    }

    fn hex(&mut self, what: &str) -> Result<Vec<u8>, String> {
        hex::decode(self.next(what)?).map_err(|_| format!("its header holds no {what}"))
    }
}

impl Header {
    /// The header of an Android backup; `None` where none begins.
    pub(crate) fn of(blob: &Blob) -> Option<Result<Self, String>> {
        let mut head = Vec::new();
        blob.reader().ok()?.take(HEAD_LIMIT).read_to_end(&mut head).ok()?;
        let begins = if head.starts_with(XIAOMI) {
            head.windows(MAGIC.len()).position(|window| window == MAGIC)?
        } else {
            head.starts_with(MAGIC).then_some(0)?
        };
        Some(Self::parse(&mut Lines { head: &head, at: begins.saturating_add(MAGIC.len()) }))
    }

    fn parse(lines: &mut Lines<'_>) -> Result<Self, String> {
        let version: u32 = lines.number("version")?;
        if !(1..=5).contains(&version) {
            return Err(format!("it states version {version} of the format; 1 to 5 are known"));
        }
        let deflated = lines.number::<u32>("word on compression")? != 0;
        let sealed = match lines.next("word on encryption")? {
            "none" => None,
            "AES-256" => Some(Sealed {
                version,
                salt: lines.hex("salt of the password")?,
                checksum_salt: lines.hex("salt of the checksum")?,
                rounds: lines.number("number of rounds")?,
                vector: lines.hex("initialisation vector")?,
                blob: lines.hex("wrapped key")?,
            }),
            other => {
                let other: String = other.chars().take(40).collect();
                return Err(format!("it states the encryption `{other}`; only AES-256 is known"));
            }
        };
        Ok(Self { deflated, sealed, length: lines.at as u64 })
    }

    fn coat(&self, key: Option<(Key, [u8; 16])>) -> Coat {
        Coat::Backup(Arc::new(Layers { skip: self.length, key, deflated: self.deflated }))
    }
}

/// What can be said of one without opening it.
pub(crate) fn state(blob: &Blob, header: &Result<Header, String>) -> CandidateState {
    match header {
        Err(detail) => CandidateState::Incomplete(vec![detail.clone()]),
        Ok(Header { sealed: Some(_), .. }) => CandidateState::Encrypted,
        Ok(header) => match super::archive::stream::begins(blob, &header.coat(None)) {
            Ok(true) => CandidateState::Ready,
            Ok(false) => CandidateState::Empty,
            Err(error) => CandidateState::Incomplete(vec![error.to_string()]),
        },
    }
}

/// Opens one; `path` is how it is told.
pub(crate) fn open(blob: &Blob, path: &Path, options: &OpenOptions) -> Result<Evidence, OpenError> {
    let damaged = |detail: String| OpenError::Damaged { path: path.to_owned(), detail };
    let Some(header) = Header::of(blob) else {
        return Err(empty_or_unknown(blob, path));
    };
    let header = header.map_err(damaged)?;
    let key = match (&header.sealed, &options.unlock) {
        (None, _) => None,
        (Some(_), None) => return Err(OpenError::Encrypted(path.to_owned())),
        (Some(sealed), Some(Unlock::Key(key))) => Some(sealed.open(key)),
        (Some(sealed), Some(Unlock::Password(password))) => {
            Some(try_password(sealed, password, options.allow_slow)?.map(|(_, opened)| opened))
        }
    };
    let key = match key {
        Some(opened) => Some(opened.ok_or_else(|| OpenError::WrongPassword(path.to_owned()))?),
        None => None,
    };
    let encrypted = key.is_some();
    let coat = header.coat(key);
    if !super::archive::stream::begins(blob, &coat).map_err(|error| damaged(error.to_string()))? {
        return Err(OpenError::Empty(path.to_owned()));
    }
    let roots = Roots::whole(EvidenceKind::AndroidBackup, Layout::AndroidBackup);
    let mut evidence = Stream::evidence(blob.clone(), coat, roots, options.hold);
    evidence.info.encrypted = encrypted;
    Ok(evidence)
}

fn empty_or_unknown(blob: &Blob, path: &Path) -> OpenError {
    match blob.size() {
        Ok(0) => OpenError::Empty(path.to_owned()),
        Ok(_) => OpenError::Unknown(path.to_owned()),
        Err(source) => OpenError::Io { path: path.to_owned(), source },
    }
}

/// What a password opened: the key made from it, then the key of the data with its vector.
type Opened = (Key, (Key, [u8; 16]));

/// Tries every form of a password.
fn try_password(sealed: &Sealed, password: &str, allow_slow: bool) -> Result<Option<Opened>, OpenError> {
    // Once for the key, once for its checksum.
    let rounds = u64::from(sealed.rounds).saturating_mul(2);
    if rounds > ROUNDS_LIMIT && !allow_slow {
        return Err(OpenError::TooSlow { rounds });
    }
    Ok(forms(password).iter().find_map(|form| {
        let keys = sealed.derive(form);
        keys.into_iter().find_map(|key| sealed.open(&key).map(|opened| (key, opened)))
    }))
}

/// The key a password makes for the backup at `path`, checked.
pub(crate) fn derive_key(path: &Path, password: &str, allow_slow: bool) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let blob = Blob::File(PathBuf::from(path));
    let Some(header) = Header::of(&blob) else {
        return Err(empty_or_unknown(&blob, path));
    };
    let header = header.map_err(|detail| OpenError::Damaged { path: path.to_owned(), detail })?;
    let Some(sealed) = header.sealed else {
        return Err(OpenError::NotEncrypted(path.to_owned()));
    };
    let opened = try_password(&sealed, password, allow_slow)?;
    opened.map(|(key, _)| key).ok_or_else(|| OpenError::WrongPassword(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Option<Result<Header, String>> {
        Header::of(&Blob::Memory(Arc::from(text.as_bytes())))
    }

    #[test]
    fn headers_of_every_version_are_read() {
        for version in 1..=5 {
            let text = format!("ANDROID BACKUP\n{version}\n1\nnone\n");
            let read = header(&text).unwrap().unwrap();
            assert!(read.deflated && read.sealed.is_none());
            assert_eq!(read.length, text.len() as u64);
        }
        let xiaomi = "MIUI BACKUP\n2\ncom.example.app An app\n-1\n0\nANDROID BACKUP\n5\n0\nnone\n";
        assert_eq!(header(xiaomi).unwrap().unwrap().length, xiaomi.len() as u64);
        let sealed = header("ANDROID BACKUP\n3\n1\nAES-256\n0a\n0B\n10000\n0c\n0d\n").unwrap().unwrap().sealed.unwrap();
        assert_eq!((sealed.version, sealed.rounds, sealed.checksum_salt.as_slice()), (3, 10_000, &[0x0b][..]));
    }

    #[test]
    fn what_is_wrong_with_a_header_is_said() {
        let wrong = |text: &str| header(text).unwrap().unwrap_err();
        assert!(wrong("ANDROID BACKUP\n").contains("ends before version"));
        assert!(wrong("ANDROID BACKUP\n6\n1\nnone\n").contains("version 6"));
        assert!(wrong("ANDROID BACKUP\n5\nyes\nnone\n").contains("compression"));
        assert!(wrong("ANDROID BACKUP\n5\n1\nROT13\n").contains("`ROT13`"));
        assert!(wrong("ANDROID BACKUP\n5\n1\nAES-256\n0a\n0b\n-1\n0c\n0d\n").contains("rounds"));
        assert!(wrong("ANDROID BACKUP\n5\n1\nAES-256\nzz\n").contains("salt of the password"));
        assert!(header("ANDROID BACK").is_none());
        assert!(header("").is_none());
    }
}
