//! A redacted copy of a case: the files of a case folder made from what is left, in memory, with a manifest and a custody
//! of their own. It never lies on a disk on its way into an encrypted file.
//!
//! Its custody begins with the redaction and names the manifest of the case it was made of. That of the case itself is not
//! in it: it names people.

use serde::Serialize;

use crate::case_folder::pretty;
use crate::custody::{Act, Event};
use crate::manifest::{self, MANIFEST};
use crate::seal::{Seal, seal};
use crate::{Case, CaseError, Redacted, Redaction, TimelineRow, programs};

/// The one file of counts over cases, which are no case.
pub const STATISTICS: &str = "statistics.csv";

/// Names in the case folder, and bytes.
pub type CopyMade = Vec<(String, Vec<u8>)>;

/// The files of a redacted copy. `more` are files made from it elsewhere (its report).
///
/// # Errors
/// [`CaseError::Signature`], [`CaseError::Custody`], [`CaseError::Damaged`].
pub fn copy(
    case: &Case,
    timeline: &[TimelineRow],
    more: Vec<(&str, Vec<u8>)>,
    with: Seal<'_>,
) -> Result<CopyMade, CaseError> {
    let mut files: CopyMade = vec![
        ("case.json".to_owned(), pretty(&case.file)?),
        ("coverage.json".to_owned(), pretty(&case.coverage)?),
        ("findings.jsonl".to_owned(), lines(&case.findings)?),
        ("problems.jsonl".to_owned(), lines(&case.problems)?),
        ("programs.csv".to_owned(), programs::csv(case.programs.iter()).into_bytes()),
        ("programs.jsonl".to_owned(), lines(&case.programs)?),
        ("sources.jsonl".to_owned(), lines(&case.sources)?),
        ("timeline.csv".to_owned(), crate::read_timeline::csv(timeline).into_bytes()),
    ];
    files.extend(more.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)));
    sealed(files, case.file.redacted.clone(), with)
}

/// The files of counts: a table, and what seals it.
///
/// # Errors
/// As [`copy`].
pub fn counts_copy(table: Vec<u8>, with: Seal<'_>) -> Result<CopyMade, CaseError> {
    let redacted = Redacted { level: Redaction::Statistics, of: None };
    sealed(vec![(STATISTICS.to_owned(), table)], Some(redacted), with)
}

fn sealed(mut files: CopyMade, redacted: Option<Redacted>, with: Seal<'_>) -> Result<CopyMade, CaseError> {
    let manifest = manifest::of(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    let mut first = Event::new(with.at, with.who, Act::Redacted);
    first.redacted = redacted;
    let sealing = seal(first, manifest.as_bytes(), with)?;
    files.push((MANIFEST.to_owned(), manifest.into_bytes()));
    files.extend(sealing.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())));
    files.sort();
    Ok(files)
}

fn lines<T: Serialize>(items: &[T]) -> Result<Vec<u8>, CaseError> {
    let mut out = Vec::new();
    for item in items {
        let failed = |error: serde_json::Error| CaseError::Damaged { path: "copy".into(), detail: error.to_string() };
        serde_json::to_writer(&mut out, item).map_err(failed)?;
        out.push(b'\n');
    }
    Ok(out)
}
