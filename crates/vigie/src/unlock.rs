//! Opens encrypted evidence with what the user gives: a password from a prompt, a file or the environment, or a key.
//! None of them is ever printed, and each is erased when it is no longer needed.

use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use vigie_evidence::{Candidate, CandidateState, Evidence, OpenError, OpenOptions, Unlock, derive_key};
use vigie_model::Message;
use vigie_text::Texts;
use zeroize::{Zeroize, Zeroizing};

use crate::failure::Failure;

/// How often a wrong password is asked for again.
const TRIES: u32 = 3;
/// A password or key file may be this large, in bytes: an age file with many recipients is still far below.
const FILE_LIMIT: u64 = 64 << 10;

/// The options that open encrypted evidence.
#[derive(Debug, Args)]
pub(crate) struct UnlockArgs {
    #[arg(long, value_name = "PATH", conflicts_with_all = ["password_env", "key_file"])]
    password_file: Option<PathBuf>,
    #[arg(long, value_name = "NAME", conflicts_with = "key_file")]
    password_env: Option<String>,
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
    #[arg(long, value_name = "PATH", requires = "key_file")]
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

/// What an age file holds, opened with the identities given, or with a passphrase from the terminal.
fn open_age(bytes: &[u8], path: &Path, identities: &[PathBuf], texts: &Texts) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let failed = |detail: String| {
        let what = Message::new("err-age").arg("path", path.display().to_string()).arg("detail", detail);
        Failure::new(what, "todo-age")
    };
    let armored = age::armor::ArmoredReader::new(bytes);
    let decryptor = age::Decryptor::new(armored).map_err(|error| failed(error.to_string()))?;
    let mut keys: Vec<Box<dyn age::Identity + Send + Sync>> = Vec::new();
    if decryptor.is_scrypt() {
        let mut passphrase = prompt(texts, "prompt-age-passphrase")?;
        keys.push(Box::new(age::scrypt::Identity::new(std::mem::take(&mut *passphrase).into())));
    }
    for file in identities {
        let text = utf8(&read_secret(file)?, file)?;
        let found = age::IdentityFile::from_buffer(text.as_bytes()).map_err(|error| failed(error.to_string()))?;
        keys.extend(found.into_identities().map_err(|error| failed(error.to_string()))?);
    }
    let mut reader = decryptor
        .decrypt(keys.iter().map(|key| &**key as &dyn age::Identity))
        .map_err(|error| failed(error.to_string()))?;
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

    /// Opens evidence, encrypted or not.
    pub(crate) fn open(&self, candidate: &Candidate, texts: &Texts) -> anyhow::Result<Evidence> {
        if candidate.state != CandidateState::Encrypted {
            return Ok(Evidence::open(candidate).map_err(Failure::from)?);
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
        if candidate.state != CandidateState::Encrypted {
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
