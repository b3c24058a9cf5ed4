//! `vigie register import`: another list against the register. The review list is written aside and moved into place
//! when it is whole.

use std::fs::File;
use std::io::{BufReader, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use vigie_model::{Message, visible};
use vigie_register::{
    Form, ImportError, Mapping, Register, Reviewed, Screener, Screening, Tally, Verdict, View, import as compare,
    review_head, review_line, review_row,
};

use super::args::{ImportArgs, ImportFormat};
use super::teller::{Teller, grouped};
use crate::failure::Failure;
use crate::screen::Screen;

fn at(id: &str, path: &Path) -> Message {
    Message::new(id).arg("path", path.display().to_string())
}

pub(super) fn import(
    options: &ImportArgs,
    register: &Register,
    view: View<'_>,
    mut teller: Teller<'_>,
) -> anyhow::Result<u8> {
    let lines = match options.out.extension().and_then(|end| end.to_str()) {
        Some("csv") => false,
        Some("jsonl") => true,
        _ => return Err(Failure::new(at("err-import-kind", &options.out), "todo-import-kind").into()),
    };
    if options.out.exists() && !options.force {
        return Err(Failure::new(at("err-import-exists", &options.out), "todo-import-exists").into());
    }
    let form = form(options)?;
    let how = Screening { threshold: options.threshold, steps: 0, ..Screening::default() };
    let screener = Screener::new(register, view, how);
    let tally = run(options, &form, &screener, lines).map_err(|error| {
        let what = at("err-import", &options.file).arg("detail", error.to_string());
        Failure::new(what, "todo-import")
    })?;
    tell(&mut teller, &tally, options);
    teller.finish()?;
    Ok(0)
}

fn form(options: &ImportArgs) -> Result<Form, Failure> {
    match (options.format, &options.mapping) {
        (ImportFormat::Csv, None) => Ok(Form::Csv(Mapping::default())),
        (ImportFormat::Csv, Some(path)) => {
            let refuse = |detail: String| {
                Failure::new(at("err-import-mapping", path).arg("detail", detail), "todo-import-mapping")
            };
            let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
            Mapping::parse(&text).map(Form::Csv).map_err(refuse)
        }
        (_, Some(_)) => Err(Failure::new(Message::new("err-import-unneeded"), "todo-import-unneeded")),
        (ImportFormat::Misp, None) => Ok(Form::Misp),
        (ImportFormat::Ftm, None) => Ok(Form::Ftm),
    }
}

fn run(options: &ImportArgs, form: &Form, screener: &Screener<'_>, lines: bool) -> Result<Tally, ImportError> {
    let file = File::open(&options.file)?;
    let bar = bar(file.metadata()?.len());
    let parent = options.out.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let mut aside = tempfile::Builder::new().prefix(".vigie-review-").tempfile_in(parent)?;
    let mut out = BufWriter::new(aside.as_file_mut());
    if !lines {
        out.write_all(review_head().as_bytes())?;
    }
    let mut see = |reviewed: &Reviewed| {
        if options.skip_new && reviewed.verdict == Verdict::New {
            return Ok(());
        }
        let text = if lines { review_line(reviewed)? } else { review_row(reviewed) };
        out.write_all(text.as_bytes())
    };
    let tally = compare(&mut BufReader::new(file), form, screener, &mut see, &mut |bytes| bar.set_position(bytes))?;
    out.flush()?;
    drop(out);
    aside.persist(&options.out).map_err(|error| error.error)?;
    bar.finish_and_clear();
    Ok(tally)
}

/// A bar on standard error, if that is a terminal.
fn bar(bytes: u64) -> ProgressBar {
    let stderr = std::io::stderr().is_terminal();
    let target = if stderr { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(bytes), target);
    match ProgressStyle::with_template("{bar:28} {bytes}/{total_bytes} {eta}") {
        Ok(style) => bar.with_style(style.progress_chars("━╸─")),
        Err(_) => bar,
    }
}

fn tell(teller: &mut Teller<'_>, tally: &Tally, options: &ImportArgs) {
    let path = visible(&options.file.display().to_string()).into_owned();
    let title = teller.fill("import-title", &[("rows", &grouped(tally.rows)), ("path", &path)]);
    teller.title(&title);
    teller.screen.line("");
    let verdicts = [Verdict::Same, Verdict::Similar, Verdict::Conflicting, Verdict::New];
    let mut rows: Vec<(String, u64)> = verdicts
        .iter()
        .map(|of| (format!("import-{}", of.name()), tally.verdicts.get(of).copied().unwrap_or_default()))
        .collect();
    let left_out = [
        ("import-persons", tally.persons),
        ("import-others", tally.others),
        ("import-nameless", tally.nameless),
        ("import-unreadable", tally.unreadable),
    ];
    rows.extend(left_out.into_iter().filter(|(_, number)| *number > 0).map(|(id, number)| (id.to_owned(), number)));
    for (id, number) in rows {
        let label = teller.get(&id);
        teller.screen.paragraph(&format!("  {}  ", Screen::pad(&grouped(number), 10)), 14, &label);
    }
    if !tally.unreadable_lines.is_empty() {
        let lines: Vec<String> = tally.unreadable_lines.iter().map(ToString::to_string).collect();
        let text = teller.fill("import-unreadable-lines", &[("lines", &lines.join(", "))]);
        teller.screen.line("");
        teller.screen.paragraph("", 0, &text);
    }
    let out = visible(&options.out.display().to_string()).into_owned();
    let text = teller.fill("import-written", &[("path", &out)]);
    teller.screen.line("");
    teller.screen.paragraph("", 0, &text);
}
