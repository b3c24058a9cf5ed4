//! `vigie share` and `vigie open`: a case, or what a level of redaction leaves of it, in one file that only its recipients can
//! open (<https://c2sp.org/age>), with its manifest, signature and marking; and the way back, where every byte is accounted
//! for before a folder appears.
//!
//! A case that is not as it was left is not shared. That it was shared stands in its custody: to whom, what was taken out,
//! how far it may go, and the hash of the file. The copy inside knows nothing of that line.

mod envelope;
mod open;
mod recipients;
mod refusal;
mod tar;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use age::Encryptor;
use sha2::{Digest, Sha256};
use vigie_case::custody::{Act, Event, Shared, append};
use vigie_case::signature::{SecretKey, sign};
use vigie_case::{CaseError, Redaction, Seal};
use vigie_model::{Message, Timestamp, visible};
use vigie_text::Texts;

use crate::check::clock;
use crate::cli::Share;
use crate::export::{may_be_written, parent};
use crate::failure::Failure;
use crate::keys::{self, Password};
use crate::redaction::{self, Left};

pub(crate) use open::open;

use envelope::{CASE, ENVELOPE, Envelope, FileSealed, SCHEMA, SIGNATURE};

/// The bytes of one file.
enum Content {
    Bytes(Vec<u8>),
    File(PathBuf),
}

impl Content {
    fn reader(&self) -> io::Result<Box<dyn io::Read + '_>> {
        Ok(match self {
            Self::Bytes(bytes) => Box::new(bytes.as_slice()),
            Self::File(path) => Box::new(File::open(path)?),
        })
    }

    fn sealed(&self) -> io::Result<FileSealed> {
        let mut hash = Hashing { of: io::sink(), hash: Sha256::new() };
        let size = io::copy(&mut self.reader()?, &mut hash)?;
        Ok(FileSealed { size, sha256: hash.digits() })
    }
}

/// Hashes what passes.
struct Hashing<W> {
    of: W,
    hash: Sha256,
}

impl<W> Hashing<W> {
    fn digits(self) -> String {
        hex::encode(self.hash.finalize())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.of.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.of.flush()
    }
}

fn failed(path: &Path, detail: impl std::fmt::Display) -> Failure {
    let what = Message::new("err-export-write").arg("path", path.display().to_string());
    Failure::new(what.arg("detail", detail.to_string()), "todo-export-write")
}

/// Puts a case into a file for others.
pub(crate) fn share(options: &Share, texts: &Texts) -> anyhow::Result<u8> {
    redaction::fits(options.redact, &options.more, options.country.as_ref())?;
    let cases: Vec<&PathBuf> = std::iter::once(&options.case).chain(&options.more).collect();
    for case in &cases {
        may_be_written(&options.out, case)?;
        as_it_was_left(case)?;
    }
    let to = recipients::Recipients::of(options, texts)?;
    let given = Password { file: options.sign_password_file.as_deref(), env: options.sign_password_env.as_deref() };
    let signing = options.sign.as_deref().map(|path| keys::open(path, given, texts)).transpose()?;
    let at = clock();
    let files = contents(options, &cases, Seal { at, who: options.who.as_deref(), key: signing.as_ref() }, texts)?;
    let files = sealed(options, at, files, signing.as_ref())?;
    let names = to.names();
    let sha256 = write(&options.out, to.encryptor()?, &files)?;
    let mut event = Event::new(at, options.who.as_deref(), Act::Shared);
    let tlp = options.tlp.name().to_owned();
    event.shared = Some(Shared { sha256: sha256.clone(), level: options.redact, tlp: tlp.clone(), to: names });
    for case in &cases {
        append(case, event.clone()).map_err(|error| {
            // What no custody knows of must not lie about.
            let _ = std::fs::remove_file(&options.out);
            Failure::from(error)
        })?;
    }
    let told = Message::new("share-written")
        .arg("path", options.out.display().to_string())
        .arg("level", options.redact.name())
        .arg("tlp", tlp.to_uppercase())
        .arg("sha256", sha256);
    crate::tell(&texts.message(&told));
    crate::tell(&texts.get(&format!("share-said-{}", options.redact)));
    if signing.is_none() {
        crate::tell(&texts.get("share-unsigned"));
    }
    Ok(0)
}

/// A case that differs from what its manifest and custody say is not passed on.
fn as_it_was_left(case: &Path) -> Result<(), Failure> {
    let verification = vigie_case::verify(case, None).map_err(Failure::from)?;
    match verification.differences.first() {
        None => Ok(()),
        Some(first) => {
            let what = Message::new("err-share-differs").arg("path", case.display().to_string());
            Err(Failure::new(what.arg("file", visible(&first.file).into_owned()), "todo-share-differs"))
        }
    }
}

/// The files of the case folder inside, by their names in the archive.
fn contents(
    options: &Share,
    cases: &[&PathBuf],
    seal: Seal<'_>,
    texts: &Texts,
) -> anyhow::Result<BTreeMap<String, Content>> {
    let made = match options.redact {
        Redaction::None => return whole(&options.case),
        Redaction::Statistics => {
            let counts = redaction::counts(cases, options.country.as_ref(), texts)?;
            vigie_case::counts_copy(counts.csv(), seal).map_err(Failure::from)?
        }
        level => {
            let key = redaction::key(options.redact_key.as_deref(), texts)?;
            let Left { case, timeline } = redaction::left(&options.case, level, &key, true)?;
            // The page speaks of what was examined, which the stricter level leaves out.
            let page = case.file.redacted.as_ref().is_some_and(|redacted| redacted.level == Redaction::Person);
            let lang = case.file.lang.parse().unwrap_or(texts.lang());
            let report = || ("report.html", vigie_report::html(&case, &Texts::new(lang)).into_bytes());
            let more = if page { vec![report()] } else { Vec::new() };
            vigie_case::copy(&case, &timeline, more, seal).map_err(Failure::from)?
        }
    };
    Ok(made.into_iter().map(|(name, bytes)| (format!("{CASE}{name}"), Content::Bytes(bytes))).collect())
}

/// Every file of a case folder; it was verified that there are no others.
fn whole(case: &Path) -> anyhow::Result<BTreeMap<String, Content>> {
    let names = vigie_case::case_files(case).map_err(Failure::from)?;
    Ok(names.into_iter().map(|name| (format!("{CASE}{name}"), Content::File(case.join(name)))).collect())
}

/// The files with what is said of them, and the signature, in their order.
fn sealed(
    options: &Share,
    at: Timestamp,
    files: BTreeMap<String, Content>,
    key: Option<&SecretKey>,
) -> anyhow::Result<Vec<(String, FileSealed, Content)>> {
    let mut all = Vec::new();
    for (name, content) in files {
        let sealed = content.sealed().map_err(|error| failed(&options.out, error))?;
        all.push((name, sealed, content));
    }
    let signature = |error| Failure::from(CaseError::Signature(error));
    let public = match key {
        Some(key) => Some(key.public().map_err(signature)?.line()),
        None => None,
    };
    let envelope = Envelope {
        schema: SCHEMA.to_owned(),
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        at,
        who: options.who.clone(),
        level: options.redact,
        tlp: options.tlp.name().to_owned(),
        key: public,
        files: all.iter().map(|(name, sealed, _)| (name.clone(), sealed.clone())).collect(),
    };
    let mut text = serde_json::to_vec_pretty(&envelope)?;
    text.push(b'\n');
    let mut first = vec![(ENVELOPE.to_owned(), text.clone())];
    if let Some(key) = key {
        let comment = format!("timestamp:{} file:{ENVELOPE}", at.instant().as_second());
        first.push((SIGNATURE.to_owned(), sign(&text, key, &comment).map_err(signature)?.into_bytes()));
    }
    for (name, bytes) in first.into_iter().rev() {
        let content = Content::Bytes(bytes);
        let sealed = content.sealed().map_err(|error| failed(&options.out, error))?;
        all.insert(0, (name, sealed, content));
    }
    Ok(all)
}

/// Writes the encrypted file aside and moves it into place whole; answers its SHA-256.
fn write(out: &Path, encryptor: Encryptor, files: &[(String, FileSealed, Content)]) -> anyhow::Result<String> {
    let parent = parent(out);
    let io = |error: io::Error| failed(out, error);
    std::fs::create_dir_all(&parent).map_err(io)?;
    let mut aside = tempfile::Builder::new().prefix(".vigie-share-").tempfile_in(&parent).map_err(io)?;
    let mut hashing = Hashing { of: io::BufWriter::new(aside.as_file_mut()), hash: Sha256::new() };
    let mut sealing = encryptor.wrap_output(&mut hashing).map_err(io)?;
    for (name, sealed, content) in files {
        tar::write(&mut sealing, name, sealed.size, content.reader().map_err(io)?)
            .map_err(|error| failed(out, error))?;
    }
    tar::finish(&mut sealing).map_err(|error| failed(out, error))?;
    sealing.finish().map_err(io)?;
    hashing.flush().map_err(io)?;
    let sha256 = hashing.digits();
    aside.as_file().sync_all().map_err(io)?;
    aside.persist_noclobber(out).map_err(|error| failed(out, error.error))?;
    Ok(sha256)
}
