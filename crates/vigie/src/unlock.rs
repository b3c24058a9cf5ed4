//! Opens encrypted evidence with what the user gives: a password from a prompt, a file or the environment, a key, or the
//! identities of age.
//! None of them is ever printed, and each is erased when it is no longer needed.

use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use vigie_evidence::{Candidate, CandidateState, Evidence, Identities, OpenError, OpenOptions, Unlock, derive_key};
use vigie_model::{EvidenceKind, Message};
use vigie_text::Texts;
use zeroize::{Zeroize, Zeroizing};

use crate::failure::Failure;

/// How often a wrong password is asked for again.
const TRIES: u32 = 3;
/// A password or key file may be this large, in bytes: an age file with many recipients is still far below.
const FILE_LIMIT: u64 = 64 << 10;

/// Where an AndroidQF acquisition holds the backup of the device.
const INNER_BACKUP: &str = "backup.ab";

/// The options that open encrypted evidence.
#[derive(Debug, Args)]
pub(crate) struct UnlockArgs {
    #[arg(long, value_name = "PATH", conflicts_with_all = ["password_env", "key_file"])]
    password_file: Option<PathBuf>,
    #[arg(long, value_name = "NAME", conflicts_with = "key_file")]
    password_env: Option<String>,
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
    #[arg(long, value_name = "PATH")]
    age_identity: Vec<PathBuf>,
    #[arg(long)]
    allow_slow: bool,
}

pub(crate) fn read_secret(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let unreadable = |detail: String| {
        let what = Message::new("err-unreadable").arg("path", path.display().to_string()).arg("detail", detail);
        Failure::new(what, "todo-secret-unreadable")
    };
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    // Room for all of it at once, so that growing leaves no copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(FILE_LIMIT).unwrap_or(0) + 1));
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(unreadable(format!("larger than {FILE_LIMIT} bytes")));
    }
    Ok(bytes)
}

pub(crate) fn utf8(bytes: &[u8], path: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        let what = Message::new("err-secret-not-text").arg("path", path.display().to_string());
        Failure::new(what, "todo-secret-not-text")
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// A password from a file: everything but one line end.
pub(crate) fn password_from_file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let mut text = utf8(&read_secret(path)?, path)?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

/// A password from a variable of the environment.
pub(crate) fn password_from_env(name: &str) -> Result<Zeroizing<String>, Failure> {
    let password = std::env::var(name)
        .map_err(|_| Failure::new(Message::new("err-no-variable").arg("name", name), "todo-no-variable"))?;
    Ok(Zeroizing::new(password))
}

pub(crate) fn prompt(texts: &Texts, id: &str) -> anyhow::Result<Zeroizing<String>> {
    let typed = rpassword::prompt_password(texts.get(id)).map_err(|error| {
        Failure::new(Message::new("err-no-prompt").arg("detail", error.to_string()), "todo-no-prompt")
    })?;
    Ok(Zeroizing::new(typed))
}

/// The identities in files.
pub(crate) fn read_identities(files: &[PathBuf]) -> Result<Identities, Failure> {
    let mut identities = Identities::default();
    for file in files {
        let text = utf8(&read_secret(file)?, file)?;
        identities.add(&text).map_err(|detail| {
            let what = Message::new("err-identity").arg("path", file.display().to_string()).arg("detail", detail);
            Failure::new(what, "todo-identity")
        })?;
    }
    Ok(identities)
}

/// What an age file holds, opened with the identities given, or with a passphrase from the terminal.
fn open_age(bytes: &[u8], path: &Path, identities: &[PathBuf], texts: &Texts) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let failed = |detail: String| {
        let what = Message::new("err-age").arg("path", path.display().to_string()).arg("detail", detail);
        Failure::new(what, "todo-age")
    };
    let armored = age::armor::ArmoredReader::new(bytes);
    let decryptor = age::Decryptor::new(armored).map_err(|error| failed(error.to_string()))?;
    let identities = read_identities(identities)?;
    let mut passphrase = None;
    if decryptor.is_scrypt() {
        let mut typed = prompt(texts, "prompt-age-passphrase")?;
        passphrase = Some(age::scrypt::Identity::new(std::mem::take(&mut *typed).into()));
    }
    let keys = identities.iter().map(|key| key as &dyn age::Identity);
    let keys = passphrase.iter().map(|key| key as &dyn age::Identity).chain(keys);
    let mut reader = decryptor.decrypt(keys).map_err(|error| failed(error.to_string()))?;
    let mut plain = Zeroizing::new(Vec::with_capacity(bytes.len()));
    reader.read_to_end(&mut plain).map_err(|error| failed(error.to_string()))?;
    Ok(plain)
}

fn key_from_file(path: &Path, identities: &[PathBuf], texts: &Texts) -> anyhow::Result<Unlock> {
    let mut bytes = read_secret(path)?;
    if bytes.starts_with(b"age-encryption.org/") || bytes.starts_with(b"-----BEGIN AGE") {
        bytes = open_age(&bytes, path, identities, texts)?;
    }
    let not_a_key = || {
        let what = Message::new("err-not-a-key").arg("path", path.display().to_string());
        Failure::new(what, "todo-not-a-key")
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| not_a_key())?;
    Ok(Unlock::key_from_hex(text).ok_or_else(not_a_key)?)
}

impl UnlockArgs {
    /// What was given on the command line; `None` means a prompt is needed.
    fn given(&self, texts: &Texts) -> anyhow::Result<Option<Unlock>> {
        if let Some(path) = &self.key_file {
            return key_from_file(path, &self.age_identity, texts).map(Some);
        }
        if let Some(path) = &self.password_file {
            return Ok(Some(Unlock::Password(password_from_file(path)?)));
        }
        let Some(name) = &self.password_env else { return Ok(None) };
        Ok(Some(Unlock::Password(password_from_env(name)?)))
    }

    /// Does something with a password or key, asking for it on a terminal as often as [`TRIES`] when none was given.
    fn with<T>(
        &self,
        candidate: &Candidate,
        texts: &Texts,
        mut attempt: impl FnMut(Option<Unlock>) -> Result<T, OpenError>,
    ) -> anyhow::Result<T> {
        if let Some(unlock) = self.given(texts)? {
            return Ok(attempt(Some(unlock)).map_err(Failure::from)?);
        }
        if !std::io::stdin().is_terminal() {
            return Err(Failure::from(OpenError::Encrypted(candidate.path.clone())).into());
        }
        let mut tries = 1;
        loop {
            let password = prompt(texts, "prompt-password")?;
            match attempt(Some(Unlock::Password(password))) {
                Err(OpenError::WrongPassword(_)) if tries < TRIES => {
                    crate::tell(&texts.get("prompt-wrong"));
                    tries += 1;
                }
                outcome => return Ok(outcome.map_err(Failure::from)?),
            }
        }
    }

    /// Whether anything was given that opens an encrypted archive.
    pub(crate) fn may_unseal(&self) -> bool {
        !self.age_identity.is_empty() || self.password_file.is_some() || self.password_env.is_some()
    }

    /// Opens an archive that is encrypted with age: by the identities given, or by its passphrase.
    fn unseal(&self, candidate: &Candidate, texts: &Texts) -> anyhow::Result<Evidence> {
        let identities = read_identities(&self.age_identity)?;
        // A password that was given may belong to what lies in the archive.
        if !self.age_identity.is_empty() {
            let options = OpenOptions { identities, ..OpenOptions::default() };
            match Evidence::open_with(candidate, &options) {
                Err(OpenError::SealedByPassphrase(_)) => {}
                outcome => return Ok(outcome.map_err(Failure::from)?),
            }
        }
        // A key file holds the key of a backup.
        let unlock = if self.key_file.is_some() { None } else { self.given(texts)? };
        let mut options = OpenOptions { unlock, allow_slow: self.allow_slow, ..OpenOptions::default() };
        let is_asked = options.unlock.is_none() && std::io::stdin().is_terminal();
        let mut tries = 0;
        loop {
            match Evidence::open_with(candidate, &options) {
                Err(OpenError::SealedByPassphrase(_) | OpenError::WrongPassphrase(_)) if is_asked && tries < TRIES => {
                    if tries > 0 {
                        crate::tell(&texts.get("prompt-wrong-passphrase"));
                    }
                    options.unlock = Some(Unlock::Password(prompt(texts, "prompt-archive-passphrase")?));
                    tries += 1;
                }
                outcome => return Ok(outcome.map_err(Failure::from)?),
            }
        }
    }

    /// What opens evidence inside other evidence: the backup of an AndroidQF acquisition has a password of its own, which is in
    /// `own` where the archive around it was opened with one too. Where nothing was given, it is asked for.
    pub(crate) fn inside(&self, evidence: &Evidence, own: Option<&Path>, texts: &Texts) -> anyhow::Result<OpenOptions> {
        let options = |unlock| OpenOptions { unlock, allow_slow: self.allow_slow, ..OpenOptions::default() };
        if let Some(path) = own {
            return Ok(options(Some(Unlock::Password(password_from_file(path)?))));
        }
        if evidence.info.kind != EvidenceKind::AndroidQf {
            return Ok(options(None));
        }
        // A password that opened the archive is not read again: it may have come through a pipe. A key opens no archive.
        let is_used = evidence.info.encrypted && self.age_identity.is_empty() && self.key_file.is_none();
        let given = if is_used { None } else { self.given(texts)? };
        if given.is_some() || !std::io::stdin().is_terminal() {
            return Ok(options(given));
        }
        Ok(options(self.ask_for_inner(evidence, texts)?))
    }

    /// Asks for the password of the backup inside an acquisition, as often as [`TRIES`]. Without it everything else can be
    /// examined, so that nothing typed, or nothing that opens it, is no failure: it is told as a problem of the answer.
    fn ask_for_inner(&self, evidence: &Evidence, texts: &Texts) -> anyhow::Result<Option<Unlock>> {
        let Some(source) = evidence.source(INNER_BACKUP) else { return Ok(None) };
        let mut options = OpenOptions { allow_slow: self.allow_slow, ..OpenOptions::default() };
        if !matches!(Evidence::inside(&source, &options), Err(OpenError::Encrypted(_))) {
            return Ok(None);
        }
        for _ in 0..TRIES {
            let password = prompt(texts, "prompt-inner-password")?;
            if password.is_empty() {
                return Ok(None);
            }
            options.unlock = Some(Unlock::Password(password));
            if !matches!(Evidence::inside(&source, &options), Err(OpenError::WrongPassword(_))) {
                return Ok(options.unlock);
            }
            crate::tell(&texts.get("prompt-wrong"));
        }
        crate::tell(&texts.get("prompt-inner-given-up"));
        Ok(None)
    }

    /// Opens evidence for which nobody is asked for anything.
    pub(crate) fn open_plain(candidate: &Candidate) -> Option<anyhow::Result<Evidence>> {
        let is_plain = candidate.kind != EvidenceKind::EncryptedArchive && candidate.state != CandidateState::Encrypted;
        is_plain.then(|| Ok(Evidence::open(candidate).map_err(Failure::from)?))
    }

    /// Opens evidence, encrypted or not.
    pub(crate) fn open(&self, candidate: &Candidate, texts: &Texts) -> anyhow::Result<Evidence> {
        if let Some(opened) = Self::open_plain(candidate) {
            return opened;
        }
        if candidate.kind == EvidenceKind::EncryptedArchive {
            return self.unseal(candidate, texts);
        }
        self.with(candidate, texts, |unlock| {
            Evidence::open_with(
                candidate,
                &OpenOptions { unlock, allow_slow: self.allow_slow, ..OpenOptions::default() },
            )
        })
    }

    /// The key of encrypted evidence in hexadecimal, with a line end.
    pub(crate) fn key(&self, candidate: &Candidate, texts: &Texts) -> anyhow::Result<Zeroizing<String>> {
        if candidate.state != CandidateState::Encrypted || candidate.kind == EvidenceKind::EncryptedArchive {
            return Err(Failure::from(OpenError::NotEncrypted(candidate.path.clone())).into());
        }
        let key = self.with(candidate, texts, |unlock| match unlock {
            Some(Unlock::Password(password)) => derive_key(candidate, &password, self.allow_slow),
            Some(Unlock::Key(key)) => Ok(key),
            None => Err(OpenError::Encrypted(candidate.path.clone())),
        })?;
        let mut digits = [0; 64];
        hex::encode_to_slice(key.as_slice(), &mut digits)?;
        let mut text = Zeroizing::new(String::with_capacity(65));
        text.extend(digits.iter().map(|digit| char::from(*digit)));
        text.push('\n');
        digits.zeroize();
        Ok(text)
    }
}
