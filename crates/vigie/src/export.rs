//! `vigie export`: a case in a form that other programs read, written aside and moved into place whole.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use vigie_case::{Case, FolderRows, Keep};
use vigie_model::Message;
use vigie_report::{Exchange, ExchangeError, ExchangeFormat};
use vigie_text::Texts;

use crate::cli::Export;
use crate::failure::Failure;
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
    if let Some(out) = &options.out {
        may_be_written(out, &options.case)?;
    }
    let case = Case::read(&options.case).map_err(Failure::from)?;
    let rows = FolderRows::new(&options.case);
    let of = Exchange { case: &case, rows: &rows, tlp: options.tlp.unwrap_or_default(), texts };
    match &options.out {
        Some(out) => {
            write(&of, format, out).map_err(|error| failed(error, out))?;
            let written = Message::new("export-written").arg("path", out.display().to_string());
            tell(&texts.message(&written.arg("at", case.file.examined_at.to_string())));
        }
        None => print(&of, format)?,
    }
    tell_limits(&case, format, texts);
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
    if format.has_timeline() {
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
    tell(&texts.get("export-private"));
}

/// The folder something lies in.
fn parent(out: &Path) -> PathBuf {
    match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Nothing is replaced, and nothing is added to a case: that would no longer be as it was left.
fn may_be_written(out: &Path, case: &Path) -> Result<(), Failure> {
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
fn write(of: &Exchange<'_>, format: ExchangeFormat, out: &Path) -> Result<(), ExchangeError> {
    let parent = parent(out);
    std::fs::create_dir_all(&parent)?;
    if format.is_folder() {
        let aside = tempfile::Builder::new().prefix(".vigie-export-").tempdir_in(&parent)?;
        let fresh = aside.path().join("export");
        std::fs::create_dir(&fresh)?;
        of.write(format, &mut |name| Ok(buffered(File::create_new(fresh.join(name))?)))?;
        return Ok(std::fs::rename(fresh, out)?);
    }
    let aside = tempfile::Builder::new().prefix(".vigie-export-").tempfile_in(&parent)?;
    of.write(format, &mut |_| Ok(buffered(aside.reopen()?)))?;
    aside.persist_noclobber(out).map_err(|error| error.error)?;
    Ok(())
}

fn buffered(file: impl Write + Send + 'static) -> Box<dyn Write + Send> {
    Box::new(BufWriter::with_capacity(1 << 16, file))
}
