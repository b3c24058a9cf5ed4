//! The end of an examination and what is done to seal it: the first lines of custody, and the signature.
//!
//! A signature covers `MANIFEST`, and through its trusted comment (`custody:N:HASH`) the chain of custody up to line N.
//! The line that records the signature comes after it and holds the hash of its file. So the chain goes on growing,
//! and whoever verifies sees that it extends the one that was signed.

use std::path::Path;

use vigie_model::Timestamp;

use crate::custody::{self, Act, CUSTODY, Chain, Event};
use crate::manifest::MANIFEST;
use crate::signature::{self, SecretKey};
use crate::{CaseError, CaseFile};

/// The name of the signature.
pub(crate) const SIGNATURE: &str = "MANIFEST.minisig";

/// With what a case is sealed.
#[derive(Debug, Clone, Copy)]
pub struct Seal<'s> {
    /// When, by the clock of the machine.
    pub at: Timestamp,
    /// Who, if stated.
    pub who: Option<&'s str>,
    /// The key to sign with, if any.
    pub key: Option<&'s SecretKey>,
}

/// The part of a trusted comment that names a line of custody.
fn head_named(number: u64, hash: &str) -> String {
    format!("custody:{number}:{hash}")
}

/// The line of custody that a trusted comment names: its number and hash.
pub(crate) fn head_in(comment: &str) -> Option<(u64, &str)> {
    let named = comment.split_ascii_whitespace().find_map(|word| word.strip_prefix("custody:"))?;
    let (number, hash) = named.split_once(':')?;
    Some((number.parse().ok()?, hash))
}

fn failed(error: signature::SignatureError) -> CaseError {
    CaseError::Signature(error)
}

/// Signs the manifest as it stands; answers the text of the signature and the event that records it.
fn signed(manifest: &[u8], chain: &Chain, seal: Seal<'_>, key: &SecretKey) -> Result<(String, Event), CaseError> {
    let (number, hash) = chain.head();
    let seconds = seal.at.instant().as_second();
    let comment = format!("timestamp:{seconds} file:{MANIFEST} {}", head_named(number, hash));
    let text = signature::sign(manifest, key, &comment).map_err(failed)?;
    let mut event = Event::new(seal.at, seal.who, Act::Signed).with_file(SIGNATURE, text.as_bytes());
    event.key = Some(key.public().map_err(failed)?.line());
    Ok((text, event))
}

/// How the custody of a case begins.
pub(crate) fn examined(case: &CaseFile) -> Event {
    let mut examined = Event::new(case.examined_at, case.examiner.as_deref(), Act::Examined);
    examined.evidence = Some(case.evidence.id.clone());
    examined
}

/// The files that seal a new case, whose custody begins with `first`: custody, and the signature if there is a key.
pub(crate) fn seal(first: Event, manifest: &[u8], seal: Seal<'_>) -> Result<Vec<(&'static str, String)>, CaseError> {
    let mut chain = Chain::default();
    let mut text = chain.push(first)?;
    text += &chain.push(Event::new(seal.at, seal.who, Act::Sealed).with_file(MANIFEST, manifest))?;
    let mut files = Vec::new();
    if let Some(key) = seal.key {
        let (signature, event) = signed(manifest, &chain, seal, key)?;
        text += &chain.push(event)?;
        files.push((SIGNATURE, signature));
    }
    files.push((CUSTODY, text));
    Ok(files)
}

/// Signs a case that has no signature yet. Nothing else of it changes.
///
/// # Errors
/// [`CaseError::Exists`] when it is signed; [`CaseError::Custody`] when its chain is broken or its manifest is not the
/// one that was sealed: such a case is not signed. [`CaseError::Signature`], [`CaseError::Io`].
pub fn sign(case: &Path, with: Seal<'_>, key: &SecretKey) -> Result<(), CaseError> {
    let path = case.join(SIGNATURE);
    if path.exists() {
        return Err(CaseError::Exists(path));
    }
    let verification = crate::verify(case, None)?;
    if let Some(first) = verification.differences.first() {
        return Err(CaseError::Custody { detail: format!("{} is not as it was left", first.file) });
    }
    let manifest = std::fs::read(case.join(MANIFEST)).map_err(CaseError::io(case.join(MANIFEST)))?;
    let (text, event) = signed(&manifest, &Chain::read(case)?, with, key)?;
    write_new(&path, text.as_bytes())?;
    custody::append(case, event).inspect_err(|_| {
        // A signature that no line records would look like one that somebody put there.
        let _ = std::fs::remove_file(&path);
    })?;
    Ok(())
}

/// A file that must not be there yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), CaseError> {
    let mut file = std::fs::File::create_new(path).map_err(CaseError::io(path))?;
    std::io::Write::write_all(&mut file, bytes).and_then(|()| file.sync_all()).map_err(CaseError::io(path))
}
