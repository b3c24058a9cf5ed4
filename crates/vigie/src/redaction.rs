//! What is taken out of a case before it leaves this machine: the level, and the key of the hashes that stand for what
//! was taken out. The key is drawn at random and forgotten, unless a file is named that keeps it.

use std::path::{Path, PathBuf};

use vigie_case::{Case, CaseError, CaseRows, FolderRows, Redaction, TimelineRow};
use vigie_model::Message;
use vigie_report::{Country, FEWEST, RedactedRows, RedactionKey, Statistics, redact, statistics};
use vigie_text::Texts;
use zeroize::Zeroizing;

use crate::evidence::write_key;
use crate::failure::Failure;
use crate::unlock::{read_secret, utf8};

/// A case of which so much is left.
pub(crate) struct Left {
    pub(crate) case: Case,
    /// Empty where it was not asked for.
    pub(crate) timeline: Vec<TimelineRow>,
}

/// Whether a level goes with the other options: several cases and a country are counted, and nothing else.
pub(crate) fn fits(level: Redaction, more: &[PathBuf], country: Option<&Country>) -> Result<(), Failure> {
    if level != Redaction::Statistics && (!more.is_empty() || country.is_some()) {
        return Err(Failure::new(Message::new("err-redact-counts"), "todo-redact-counts"));
    }
    Ok(())
}

/// The key in a file; a new one, written there, when the file does not exist; one of this run alone without a file.
pub(crate) fn key(file: Option<&Path>, texts: &Texts) -> anyhow::Result<RedactionKey> {
    let Some(path) = file else { return Ok(RedactionKey::new(*random()?)) };
    if std::fs::symlink_metadata(path).is_err() {
        let bytes = random()?;
        let mut text = Zeroizing::new(hex::encode(bytes.as_slice()));
        text.push('\n');
        write_key(path, &text)?;
        crate::tell(&texts.message(&Message::new("redact-key-written").arg("path", path.display().to_string())));
        return Ok(RedactionKey::new(*bytes));
    }
    let text = utf8(&read_secret(path)?, path)?;
    let mut bytes = Zeroizing::new([0; 32]);
    hex::decode_to_slice(text.trim(), bytes.as_mut_slice()).map_err(|_| {
        let what = Message::new("err-redact-key").arg("path", path.display().to_string());
        Failure::new(what, "todo-redact-key")
    })?;
    Ok(RedactionKey::new(*bytes))
}

fn random() -> anyhow::Result<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice())
        .map_err(|error| Failure::new(Message::new("err-other").arg("detail", error.to_string()), "todo-other"))?;
    Ok(bytes)
}

/// Reads a case and leaves of it what a level leaves. Not for [`Redaction::Statistics`], which leaves no case.
pub(crate) fn left(folder: &Path, level: Redaction, key: &RedactionKey, with_timeline: bool) -> anyhow::Result<Left> {
    let case = Case::read(folder).map_err(Failure::from)?;
    let rows = FolderRows::new(folder);
    let moments = || RedactedRows::new(&case, &rows, level, key).timeline()?.collect::<Result<Vec<_>, CaseError>>();
    let timeline = if with_timeline { moments().map_err(Failure::from)? } else { Vec::new() };
    let case = self::case(folder, &case, level, key)?;
    Ok(Left { case, timeline })
}

/// What a level leaves of a case that was read from a folder.
pub(crate) fn case(folder: &Path, whole: &Case, level: Redaction, key: &RedactionKey) -> Result<Case, Failure> {
    let of = vigie_case::manifest_hash(folder).map_err(Failure::from)?;
    redact(whole, level, of.as_deref(), key).ok_or_else(|| Failure::from(CaseError::CountsOnly(folder.to_owned())))
}

/// Counts over cases, and what the person at the keyboard has to know of them.
pub(crate) fn counts(folders: &[&PathBuf], country: Option<&Country>, texts: &Texts) -> anyhow::Result<Statistics> {
    let cases =
        folders.iter().map(|folder| Case::read(folder).map_err(Failure::from)).collect::<Result<Vec<_>, _>>()?;
    for (case, folder) in cases.iter().zip(folders) {
        // Without its number, a device that was examined twice would count twice.
        if case.file.redacted.is_some() {
            let what = Message::new("err-redacted-counts").arg("path", folder.display().to_string());
            return Err(Failure::new(what, "todo-redacted-counts").into());
        }
    }
    let counted = statistics(&cases, country.cloned());
    let told = Message::new("redact-statistics")
        .arg("cases", cases.len().to_string())
        .arg("fewest", FEWEST.to_string())
        .arg("left_out", counted.left_out.to_string());
    crate::tell(&texts.message(&told));
    if counted.unnamed > 0 {
        let unnamed = Message::new("redact-statistics-unnamed").arg("count", counted.unnamed.to_string());
        crate::tell(&texts.message(&unnamed));
    }
    if counted.is_empty() {
        crate::tell(&texts.get("redact-statistics-empty"));
    }
    Ok(counted)
}
