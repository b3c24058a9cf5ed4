//! A file encrypted with age: decrypted while it is read, from any place, and never written.
//!
//! Format: C2SP age (`https://c2sp.org/age`): a header that holds the key of the file, wrapped for each recipient or by
//! a passphrase, then chunks of 64 KiB, each authenticated, so that any can be read without those before it. AndroidQF
//! writes `UUID.zip.age`. The key is unwrapped once; every reader begins with it.

use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use age::armor::ArmoredReader;
use age::secrecy::{ExposeSecret, SecretString};
use age::stream::StreamReader;
use age::{DecryptError, Decryptor, Identity, IdentityFile};
use age_core::format::{FileKey, Stanza};

use crate::blob::ReadSeek;
use crate::unlock::forms;
use crate::{Blob, OpenError, OpenOptions, Unlock};

const MAGIC: &[u8] = b"age-encryption.org/";
const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
/// The header ends within so many bytes; thousands of recipients fit.
const HEADER_LIMIT: u64 = 1 << 18;
/// The most work a passphrase may ask for, as a power of two: 1 GiB of memory, some seconds. `age` asks for 2^18.
const WORK_LIMIT: u8 = 20;
/// The same when [`OpenOptions::allow_slow`] is set: 4 GiB.
const SLOW_WORK_LIMIT: u8 = 22;

/// What opens files that were encrypted to a recipient: the secret halves of age keys. Nothing of them is ever printed.
#[derive(Default)]
pub struct Identities(Vec<Box<dyn Identity + Send + Sync>>);

impl Identities {
    /// Adds those of an identity file: lines of `AGE-SECRET-KEY-1…` and comments.
    ///
    /// # Errors
    /// Why it is no such file, in words.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        let file = IdentityFile::from_buffer(text.as_bytes()).map_err(|error| error.to_string())?;
        self.0.extend(file.into_identities().map_err(|error| error.to_string())?);
        Ok(())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &(dyn Identity + Send + Sync)> {
        self.0.iter().map(|identity| &**identity)
    }
}

/// Whether a file begins as an age file does.
pub(crate) fn is_age(blob: &Blob) -> io::Result<bool> {
    let mut head = Vec::new();
    blob.reader()?.take(ARMOR.len() as u64).read_to_end(&mut head)?;
    Ok(head.starts_with(MAGIC) || head.starts_with(ARMOR))
}

/// The key of one file.
struct Key(FileKey);

impl Key {
    fn copy(&self) -> FileKey {
        FileKey::new(Box::new(*self.0.expose_secret()))
    }
}

impl Identity for Key {
    fn unwrap_stanza(&self, _stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        Some(Ok(self.copy()))
    }
}

/// Keeps the key that one of several identities unwraps.
struct Keeper<'i> {
    of: Vec<&'i dyn Identity>,
    kept: Mutex<Option<Key>>,
}

impl Identity for Keeper<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.unwrap_stanzas(std::slice::from_ref(stanza))
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, DecryptError>> {
        let found = self.of.iter().find_map(|identity| identity.unwrap_stanzas(stanzas))?;
        if let Ok(key) = &found {
            let key = Key(FileKey::new(Box::new(*key.expose_secret())));
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
        }
        Some(found)
    }
}

/// One encrypted file and its key.
pub struct AgeFile {
    of: Blob,
    key: Key,
    size: u64,
}

impl std::fmt::Debug for AgeFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AgeFile").field("of", &self.of).finish_non_exhaustive()
    }
}

/// The bytes of an age file, armour taken off.
fn bare(of: &Blob) -> io::Result<Box<dyn ReadSeek>> {
    let mut file = of.seekable()?;
    let mut head = Vec::new();
    file.by_ref().take(ARMOR.len() as u64).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(if head == ARMOR { Box::new(ArmoredReader::new(file)) } else { Box::new(BufReader::new(file)) })
}

fn decryptor(of: &Blob) -> Result<Decryptor<Box<dyn ReadSeek>>, DecryptError> {
    Decryptor::new(bare(of).map_err(DecryptError::Io)?)
}

/// Whether a header ends where headers do: one without end would be read into memory.
fn has_header(of: &Blob) -> io::Result<bool> {
    let mut head = Vec::new();
    // Armour may be damaged behind the header.
    let read = bare(of)?.take(HEADER_LIMIT).read_to_end(&mut head);
    let ends = head.windows(5).any(|window| window == b"\n--- ");
    if ends { Ok(true) } else { read.map(|_| false) }
}

impl AgeFile {
    /// Opens a file with what was given.
    pub(crate) fn open(of: Blob, path: &Path, options: &OpenOptions) -> Result<Self, OpenError> {
        let path = || path.to_owned();
        let io = |source: io::Error| OpenError::Io { path: path(), source };
        let damaged = |detail: String| OpenError::Damaged { path: path(), detail };
        if !has_header(&of).map_err(io)? {
            return Err(damaged("the header of the age file has no end".to_owned()));
        }
        let told = |error: DecryptError, wrong: OpenError| match error {
            DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => wrong,
            DecryptError::Io(error) => io(error),
            DecryptError::ExcessiveWork { required, .. } => OpenError::SealedTooWell { path: path(), work: required },
            other => damaged(other.to_string()),
        };
        let by_passphrase = decryptor(&of).map_err(|error| told(error, OpenError::Sealed(path())))?.is_scrypt();
        let key = if by_passphrase {
            let Some(Unlock::Password(password)) = &options.unlock else {
                return Err(OpenError::SealedByPassphrase(path()));
            };
            let work = if options.allow_slow { SLOW_WORK_LIMIT } else { WORK_LIMIT };
            let mut outcome = Err(OpenError::WrongPassphrase(path()));
            for form in forms(password) {
                let mut identity = age::scrypt::Identity::new(SecretString::from(form.as_str()));
                identity.set_max_work_factor(work);
                outcome = unwrap(&of, vec![&identity]).map_err(|error| told(error, OpenError::WrongPassphrase(path())));
                if !matches!(outcome, Err(OpenError::WrongPassphrase(_))) {
                    break;
                }
            }
            outcome?
        } else {
            let identities: Vec<&dyn Identity> = options.identities.iter().map(|one| one as &dyn Identity).collect();
            if identities.is_empty() {
                return Err(OpenError::Sealed(path()));
            }
            unwrap(&of, identities).map_err(|error| told(error, OpenError::WrongIdentity(path())))?
        };
        let mut file = Self { of, key, size: 0 };
        // This authenticates the last chunk, so that a file that was cut is known at once.
        let end = file.stream().and_then(|mut stream| stream.seek(SeekFrom::End(0)));
        file.size = end.map_err(|error| damaged(format!("the end of the age file is missing or damaged: {error}")))?;
        Ok(file)
    }

    fn stream(&self) -> io::Result<StreamReader<Box<dyn ReadSeek>>> {
        let opened = decryptor(&self.of).and_then(|file| file.decrypt(std::iter::once(&self.key as &dyn Identity)));
        opened.map_err(|error| match error {
            DecryptError::Io(error) => error,
            other => io::Error::new(ErrorKind::InvalidData, other.to_string()),
        })
    }

    /// Length of the decrypted bytes.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The decrypted bytes from any place.
    pub(crate) fn reader(&self) -> io::Result<impl ReadSeek + use<>> {
        Ok(Plain { stream: self.stream()?, size: self.size, at: 0 })
    }
}

/// The key of a file, unwrapped by one of the identities.
fn unwrap(of: &Blob, identities: Vec<&dyn Identity>) -> Result<Key, DecryptError> {
    let keeper = Keeper { of: identities, kept: Mutex::default() };
    // This checks the header against the key, too.
    decryptor(of)?.decrypt(std::iter::once(&keeper as &dyn Identity))?;
    keeper.kept.into_inner().unwrap_or_else(PoisonError::into_inner).ok_or(DecryptError::NoMatchingKeys)
}

/// Decrypts while it is read. A place behind the end, which a hostile archive may name, is never asked for.
struct Plain {
    stream: StreamReader<Box<dyn ReadSeek>>,
    size: u64,
    at: u64,
}

impl Read for Plain {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.size.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = left.min(out.len());
        if most == 0 {
            return Ok(0);
        }
        let count = self.stream.read(out.get_mut(..most).unwrap_or_default())?;
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}

impl Seek for Plain {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(step) => self.size.checked_add_signed(step),
            SeekFrom::Current(step) => self.at.checked_add_signed(step),
        };
        let at = at.ok_or(ErrorKind::InvalidInput)?;
        if at != self.at && at < self.size {
            self.stream.seek(SeekFrom::Start(at))?;
        }
        self.at = at;
        Ok(at)
    }
}
