//! `vigie open`: an encrypted file decrypted, unpacked aside and verified; the folder appears only when every byte is
//! accounted for.
//!
//! A file may come from anyone who knows the public key of its recipient. It is not compressed, so what is written is never
//! more than what came; names, kinds of files and their number are those vigie writes, and nothing else is unpacked.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, IsTerminal, Read, Write};
use std::path::Path;

use age::{DecryptError, Decryptor, Identity};
use sha2::{Digest, Sha256};
use vigie_case::signature::{PublicKey, SignatureFile};
use vigie_case::{Redaction, verify};
use vigie_model::Message;
use vigie_text::Texts;

use super::Hashing;
use super::envelope::{CASE, ENVELOPE, Envelope, FileSealed, SCHEMA, SIGNATURE};
use super::refusal::{Why, of_age, of_signature, of_tar, refused};
use super::tar::{self, TarError};
use crate::cli::Open;
use crate::export::parent;
use crate::failure::Failure;
use crate::keys::public_key;
use crate::unlock::{password_from_env, password_from_file, prompt, read_identities};
use crate::verify::sentence;

/// The header of an age file ends within so many bytes; thousands of recipients fit. Without this, one without end would
/// be read into memory.
const HEADER: u64 = 1 << 18;
/// The most work a passphrase may ask for, as a power of two: 1 GiB of memory, some seconds.
const WORK: u8 = 20;
/// What is said of the files and its signature are read into memory: so many bytes.
const SAID: u64 = 4 << 20;
/// What vouches for a case is read into memory when it is verified: so many bytes of each file.
const VOUCHES: u64 = 64 << 20;

/// Trouble while it is unpacked.
enum Trouble {
    Tar(TarError),
    Failed(Failure),
}

impl From<TarError> for Trouble {
    fn from(error: TarError) -> Self {
        Self::Tar(error)
    }
}

/// What was unpacked.
#[derive(Default)]
struct Unpacked {
    envelope: Vec<u8>,
    signature: Option<Vec<u8>>,
    files: BTreeMap<String, FileSealed>,
}

/// Opens a shared file.
pub(crate) fn open(options: &Open, texts: &Texts) -> anyhow::Result<u8> {
    let (path, out) = (options.file.as_path(), options.out.as_path());
    if std::fs::symlink_metadata(out).is_ok() {
        let what = Message::new("err-export-exists").arg("path", out.display().to_string());
        return Err(Failure::new(what, "todo-export-exists").into());
    }
    let key = options.public_key.as_deref().map(public_key).transpose()?;
    let mut plain = decrypted(options, texts)?;
    let place = parent(out);
    let io = |error: io::Error| super::failed(out, error);
    std::fs::create_dir_all(&place).map_err(io)?;
    // Readable by its owner alone, as long as nobody has looked at it.
    let aside = tempfile::Builder::new().prefix(".vigie-open-").tempdir_in(&place).map_err(io)?;
    let fresh = aside.path().join("open");
    std::fs::create_dir(&fresh).map_err(io)?;
    let unpacked = unpack(&mut plain, path, &fresh)?;
    let envelope = accounted(path, &unpacked)?;
    let signed = signed(path, &unpacked, &envelope, key.as_ref())?;
    let case = fresh.join(CASE);
    let own_key = key.as_ref().filter(|_| envelope.level > Redaction::None);
    let verification = verify(&case, own_key).map_err(|_| refused(path, Why::Unreadable, ""))?;
    if let Some(first) = verification.differences.first() {
        return Err(refused(path, Why::Case, &texts.message(&sentence(first))).into());
    }
    std::fs::rename(&fresh, out).map_err(io)?;
    tell(&envelope, signed.as_ref(), key.is_some(), out, texts);
    Ok(0)
}

/// The bytes behind the encryption.
fn decrypted(options: &Open, texts: &Texts) -> anyhow::Result<impl Read> {
    let path = options.file.as_path();
    let unreadable = |error: io::Error| {
        let what = Message::new("err-unreadable").arg("path", path.display().to_string());
        Failure::new(what.arg("detail", error.to_string()), "todo-unreadable")
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut head = Vec::new();
    (&file).take(HEADER).read_to_end(&mut head).map_err(unreadable)?;
    // The last line of the header, to its end.
    let last = head.windows(5).position(|bytes| bytes == b"\n--- ");
    let ends = last.is_some_and(|at| head.iter().skip(at + 5).any(|byte| *byte == b'\n'));
    if !head.starts_with(b"age-encryption.org/") || !ends {
        return Err(refused(path, Why::NotAge, "").into());
    }
    let whole = BufReader::new(io::Cursor::new(head).chain(file));
    let decryptor = Decryptor::new_buffered(whole).map_err(|error| of_age(path, &error))?;
    let mut identities: Vec<Box<dyn Identity>> = Vec::new();
    let named = read_identities(&options.identity)?;
    if decryptor.is_scrypt() {
        let passphrase = match (&options.passphrase_file, &options.passphrase_env) {
            (Some(path), _) => password_from_file(path)?,
            (None, Some(name)) => password_from_env(name)?,
            (None, None) if std::io::stdin().is_terminal() => prompt(texts, "prompt-open-passphrase")?,
            (None, None) => {
                return Err(Failure::new(Message::new("err-open-passphrase"), "todo-open-passphrase").into());
            }
        };
        let mut identity = age::scrypt::Identity::new(passphrase.as_str().to_owned().into());
        identity.set_max_work_factor(WORK);
        identities.push(Box::new(identity));
    } else if options.identity.is_empty() {
        return Err(Failure::new(Message::new("err-open-identity"), "todo-open-identity").into());
    }
    let all = identities.iter().map(|one| &**one).chain(named.iter().map(|one| one as &dyn Identity));
    let opened = decryptor.decrypt(all).map_err(|error| match error {
        DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
            let what = Message::new("err-open-wrong-key").arg("path", path.display().to_string());
            Failure::new(what, "todo-open-wrong-key")
        }
        error => of_age(path, &error),
    })?;
    Ok(opened)
}

/// Unpacks into a fresh folder; hashes what passes.
fn unpack(plain: &mut impl Read, path: &Path, into: &Path) -> anyhow::Result<Unpacked> {
    let mut unpacked = Unpacked::default();
    let outcome = tar::read(plain, |name, size, from| {
        let refuse = |why: Why| Trouble::Failed(refused(path, why, name));
        let place = into.join(name);
        let write = |error: io::Error| Trouble::Failed(super::failed(&place, error));
        if name != ENVELOPE && name != SIGNATURE && !name.starts_with(CASE) {
            return Err(refuse(Why::NotOurs));
        }
        let vouches = |name: &str| name.starts_with("MANIFEST") || name == "custody.jsonl";
        if name.strip_prefix(CASE).is_some_and(vouches) && size > VOUCHES {
            return Err(refuse(Why::Large));
        }
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder).map_err(write)?;
        }
        // A name that comes twice is refused here.
        let file = File::create_new(&place).map_err(write)?;
        if name == ENVELOPE || name == SIGNATURE {
            if size > SAID {
                return Err(refuse(Why::Large));
            }
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).map_err(TarError::Io)?;
            (&file).write_all(&bytes).map_err(write)?;
            if name == ENVELOPE {
                unpacked.envelope = bytes;
            } else {
                unpacked.signature = Some(bytes);
            }
            return Ok(());
        }
        let mut hashing = Hashing { of: file, hash: Sha256::new() };
        let size = copy(from, &mut hashing)
            .map_err(|(error, reading)| if reading { Trouble::Tar(TarError::Io(error)) } else { write(error) })?;
        unpacked.files.insert(name.to_owned(), FileSealed { size, sha256: hashing.digits() });
        Ok(())
    });
    match outcome {
        Ok(()) => Ok(unpacked),
        Err(Trouble::Failed(failure)) => Err(failure.into()),
        Err(Trouble::Tar(error)) => Err(of_tar(path, &error).into()),
    }
}

/// Copies all bytes; an error says whether it came from reading.
fn copy(from: &mut dyn Read, to: &mut impl Write) -> Result<u64, (io::Error, bool)> {
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return to.flush().map(|()| size).map_err(|error| (error, false)),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err((error, true)),
        };
        to.write_all(buffer.get(..read).unwrap_or_default()).map_err(|error| (error, false))?;
        size += read as u64;
    }
}

/// What is said of the files is what they are: no byte else, no file more or less.
fn accounted(path: &Path, unpacked: &Unpacked) -> anyhow::Result<Envelope> {
    let envelope: Envelope =
        serde_json::from_slice(&unpacked.envelope).map_err(|_| refused(path, Why::Envelope, ENVELOPE))?;
    if envelope.schema != SCHEMA {
        return Err(refused(path, Why::Form, &envelope.schema).into());
    }
    for (name, sealed) in &envelope.files {
        match unpacked.files.get(name) {
            None => return Err(refused(path, Why::Missing, name).into()),
            Some(there) if there != sealed => return Err(refused(path, Why::Changed, name).into()),
            Some(_) => {}
        }
    }
    match unpacked.files.keys().find(|name| !envelope.files.contains_key(*name)) {
        Some(name) => Err(refused(path, Why::Added, name).into()),
        None => Ok(envelope),
    }
}

/// The key it was signed with: the one given, or else the one it names itself. With a key given, it must be signed.
fn signed(
    path: &Path,
    unpacked: &Unpacked,
    envelope: &Envelope,
    key: Option<&PublicKey>,
) -> anyhow::Result<Option<PublicKey>> {
    let Some(text) = &unpacked.signature else {
        return match (key, &envelope.key) {
            (None, None) => Ok(None),
            _ => Err(refused(path, Why::NotSigned, "").into()),
        };
    };
    let named = envelope.key.as_deref().and_then(|line| PublicKey::parse(line).ok());
    let Some(used) = key.cloned().or(named) else { return Err(refused(path, Why::NoSigner, "").into()) };
    let text = std::str::from_utf8(text).map_err(|_| refused(path, Why::Signature, ""))?;
    let fits = SignatureFile::parse(text).and_then(|signature| signature.verify(&unpacked.envelope, &used));
    fits.map_err(|error| of_signature(path, &error))?;
    Ok(Some(used))
}

fn tell(envelope: &Envelope, signed: Option<&PublicKey>, was_given: bool, out: &Path, texts: &Texts) {
    let who = envelope.who.clone().unwrap_or_else(|| texts.get("custody-nobody"));
    let opened = Message::new("open-done")
        .arg("path", out.display().to_string())
        .arg("files", envelope.files.len().to_string())
        .arg("at", envelope.at.to_string())
        .arg("who", who)
        .arg("level", envelope.level.name())
        .arg("tlp", envelope.tlp.to_uppercase());
    crate::tell(&texts.message(&opened));
    if ["clear", "green", "amber", "amber+strict", "red"].contains(&envelope.tlp.as_str()) {
        crate::tell(&texts.get(&format!("open-tlp-{}", envelope.tlp.replace('+', "-"))));
    }
    let message = match (signed, was_given) {
        (Some(key), true) => Message::new("open-signed").arg("id", key.id()),
        (Some(key), false) => Message::new("open-signed-by-named").arg("id", key.id()).arg("key", key.line()),
        (None, _) => Message::new("open-unsigned"),
    };
    crate::tell(&texts.message(&message));
}
