//! `vigie export`: a case in a form that other programs read, written aside and moved into place whole.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use vigie_case::{Case, FolderRows, Keep, Redaction};
use vigie_model::Message;
use vigie_report::{Exchange, ExchangeError, ExchangeFormat, Open, RedactedRows, redaction_note};
use vigie_text::Texts;

use crate::cli::Export;
use crate::failure::Failure;
use crate::redaction;
use crate::screen::write_out;
use crate::tell;

/// Writes a case in a form.
pub(crate) fn export(options: &Export, texts: &Texts) -> anyhow::Result<u8> {
    let format = options.format;
    if options.tlp.is_some() && !format.has_tlp() {
        return Err(Failure::new(Message::new("err-export-tlp"), "todo-export-tlp").into());
    }
    if format.is_folder() && options.out.is_none() {
        return Err(Failure::new(Message::new("err-export-needs-folder"), "todo-export-needs-folder").into());
    }
    redaction::fits(options.redact, &options.more, options.country.as_ref())?;
    for case in std::iter::once(&options.case).chain(&options.more) {
        if let Some(out) = &options.out {
            may_be_written(out, case)?;
        }
    }
    if options.redact == Redaction::Statistics {
        return statistics(options, texts);
    }
    let key = redaction::key(options.redact_key.as_deref(), texts)?;
    let whole = Case::read(&options.case).map_err(Failure::from)?;
    let rows = FolderRows::new(&options.case);
    let rows = RedactedRows::new(&whole, &rows, options.redact, &key);
    let case = redaction::case(&options.case, &whole, options.redact, &key)?;
    let of = Exchange { case: &case, rows: &rows, tlp: options.tlp.unwrap_or_default(), texts };
    match &options.out {
        Some(out) => {
            put(out, format, &mut |open| of.write(format, open))?;
            let written = Message::new("export-written").arg("path", out.display().to_string());
            tell(&texts.message(&written.arg("at", case.file.examined_at.to_string())));
        }
        None => print(&of, format)?,
    }
    tell_limits(&case, format, texts);
    Ok(0)
}

/// Counts over cases: a table, or one object a line.
fn statistics(options: &Export, texts: &Texts) -> anyhow::Result<u8> {
    let format = options.format;
    if !matches!(format, ExchangeFormat::Csv | ExchangeFormat::Jsonl) {
        let what = Message::new("err-redact-format").arg("format", format.name());
        return Err(Failure::new(what, "todo-redact-format").into());
    }
    let folders: Vec<&PathBuf> = std::iter::once(&options.case).chain(&options.more).collect();
    let counts = redaction::counts(&folders, options.country.as_ref(), texts)?;
    let bytes = if format == ExchangeFormat::Jsonl { counts.jsonl()? } else { counts.csv() };
    match &options.out {
        Some(out) => {
            put(out, format, &mut |open| {
                let mut file = open("statistics")?;
                file.write_all(&bytes)?;
                // What a full disk refuses shows only now.
                Ok(file.flush()?)
            })?;
            tell(&texts.message(&Message::new("redact-written").arg("path", out.display().to_string())));
        }
        None => write_out(&bytes)?,
    }
    Ok(0)
}

/// On standard output. What is damaged in the case is met before anything is printed: a pipe gets all of it or nothing.
fn print(of: &Exchange<'_>, format: ExchangeFormat) -> anyhow::Result<()> {
    let screen = PathBuf::from("-");
    of.write(format, &mut |_| Ok(Box::new(std::io::sink()))).map_err(|error| failed(error, &screen))?;
    match of.write(format, &mut |_| Ok(buffered(std::io::stdout()))) {
        // Whoever reads stopped: as everywhere on screen.
        Err(ExchangeError::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written.map_err(|error| failed(error, &screen))?),
    }
}

fn failed(error: ExchangeError, out: &Path) -> Failure {
    match error {
        ExchangeError::Case(error) => Failure::from(error),
        error => {
            let what = Message::new("err-export-write").arg("path", out.display().to_string());
            Failure::new(what.arg("detail", error.to_string()), "todo-export-write")
        }
    }
}

/// What the form does not hold, or holds otherwise than the case; on standard error, so that a pipe gets the form alone.
fn tell_limits(case: &Case, format: ExchangeFormat, texts: &Texts) {
    let note = redaction_note(case, texts);
    // Its timeline is that of the level of redaction, whatever the case kept.
    if format.has_timeline() && note.is_none() {
        match case.file.keep {
            Keep::Findings => tell(&texts.get("export-kept-findings")),
            Keep::Timeline => tell(&texts.get("export-kept-timeline")),
            Keep::All => {}
        }
    }
    let without = case.findings.iter().filter(|finding| finding.time.is_none()).count();
    if format.needs_time() && without > 0 {
        tell(&texts.message(&Message::new("export-without-time").arg("count", without.to_string())));
    }
    tell(&note.unwrap_or_else(|| texts.get("export-private")));
}

/// The folder something lies in.
pub(crate) fn parent(out: &Path) -> PathBuf {
    match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Nothing is replaced, and nothing is added to a case: that would no longer be as it was left.
pub(crate) fn may_be_written(out: &Path, case: &Path) -> Result<(), Failure> {
    let at = |id: &str| Message::new(id).arg("path", out.display().to_string());
    if std::fs::symlink_metadata(out).is_ok() {
        return Err(Failure::new(at("err-export-exists"), "todo-export-exists"));
    }
    let mut existing = parent(out);
    while !existing.exists() {
        existing = parent(&existing);
    }
    match (existing.canonicalize(), case.canonicalize()) {
        (Ok(place), Ok(case)) if place.starts_with(&case) => {
            Err(Failure::new(at("err-export-inside"), "todo-export-inside"))
        }
        _ => Ok(()),
    }
}

/// Writes aside, and moves into place what is whole.
fn put(out: &Path, format: ExchangeFormat, form: &mut Form<'_>) -> Result<(), Failure> {
    write(out, format, form).map_err(|error| failed(error, out))
}

/// What writes the files of a form.
type Form<'f> = dyn FnMut(&mut Open<'_>) -> Result<(), ExchangeError> + 'f;

fn write(out: &Path, format: ExchangeFormat, form: &mut Form<'_>) -> Result<(), ExchangeError> {
    let parent = parent(out);
    std::fs::create_dir_all(&parent)?;
    if format.is_folder() {
        let aside = tempfile::Builder::new().prefix(".vigie-export-").tempdir_in(&parent)?;
        let fresh = aside.path().join("export");
        std::fs::create_dir(&fresh)?;
        form(&mut |name| Ok(buffered(File::create_new(fresh.join(name))?)))?;
        return Ok(std::fs::rename(fresh, out)?);
    }
    let aside = tempfile::Builder::new().prefix(".vigie-export-").tempfile_in(&parent)?;
    form(&mut |_| Ok(buffered(aside.reopen()?)))?;
    aside.persist_noclobber(out).map_err(|error| error.error)?;
    Ok(())
}

fn buffered(file: impl Write + Send + 'static) -> Box<dyn Write + Send> {
    Box::new(BufWriter::with_capacity(1 << 16, file))
}
