//! `vigie report`: a case told to people. The case is verified first and read only; a report of one that is not as it was
//! left says so before anything else, and the command answers with 1.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use vigie_case::{Case, CaseError, Redaction};
use vigie_model::Message;
use vigie_text::Texts;

use crate::cli::Report;
use crate::failure::Failure;
use crate::screen::write_out;
use crate::tell;

/// The case is not as it was left, as with `vigie verify`.
const EXIT_DIFFERS: u8 = 1;

/// Writes the report of a case.
pub(crate) fn report(options: &Report, texts: &Texts) -> anyhow::Result<u8> {
    if let Some(out) = &options.out {
        may_be_written(out, &options.case, options.force)?;
    }
    let verification = vigie_case::verify(&options.case, None).map_err(no_case)?;
    let case = Case::read(&options.case).map_err(Failure::from)?;
    // A report says what was and was not examined, and this copy does not.
    if case.file.redacted.as_ref().is_some_and(|redacted| redacted.level >= Redaction::IndicatorsOnly) {
        let what = Message::new("err-redacted-report").arg("path", options.case.display().to_string());
        return Err(Failure::new(what, "todo-redacted-report").into());
    }
    let bytes = vigie_report::report(&case, &verification, options.format, texts)?;
    match &options.out {
        Some(out) => {
            write(out, options.force, &bytes).map_err(|error| {
                let what = Message::new("err-export-write").arg("path", out.display().to_string());
                Failure::new(what.arg("detail", error.to_string()), "todo-export-write")
            })?;
            tell(&texts.message(&Message::new("report-written").arg("path", out.display().to_string())));
            tell(&texts.get("export-private"));
        }
        None => write_out(&bytes)?,
    }
    if verification.differences.is_empty() {
        return Ok(0);
    }
    tell(&texts.get("report-case-differs"));
    Ok(EXIT_DIFFERS)
}

fn no_case(error: CaseError) -> Failure {
    match error {
        CaseError::NotACase(path) => {
            let what = Message::new("err-not-a-case").arg("path", path.display().to_string());
            Failure::new(what, "todo-report-not-a-case")
        }
        other => other.into(),
    }
}

/// The folder something lies in.
fn parent(out: &Path) -> PathBuf {
    match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Nothing is added to a case, which would no longer be as it was left; a file is replaced only when that is asked for,
/// and anything else never.
fn may_be_written(out: &Path, case: &Path, force: bool) -> Result<(), Failure> {
    let at = |id: &str| Message::new(id).arg("path", out.display().to_string());
    let mut existing = parent(out);
    while !existing.exists() {
        existing = parent(&existing);
    }
    if let (Ok(place), Ok(case)) = (existing.canonicalize(), case.canonicalize())
        && place.starts_with(&case)
    {
        return Err(Failure::new(at("err-export-inside"), "todo-export-inside"));
    }
    match std::fs::symlink_metadata(out) {
        Err(_) => Ok(()),
        Ok(there) if !there.is_file() => Err(Failure::new(at("err-export-exists"), "todo-report-no-file")),
        Ok(_) if force => Ok(()),
        Ok(_) => Err(Failure::new(at("err-export-exists"), "todo-report-exists")),
    }
}

/// Aside first, then moved into place whole; for the eyes of this user alone.
fn write(out: &Path, force: bool, bytes: &[u8]) -> std::io::Result<()> {
    let parent = parent(out);
    std::fs::create_dir_all(&parent)?;
    let mut aside = tempfile::Builder::new().prefix(".vigie-report-").tempfile_in(&parent)?;
    aside.write_all(bytes)?;
    let moved = if force { aside.persist(out) } else { aside.persist_noclobber(out) };
    moved.map(drop).map_err(|error| error.error)
}
