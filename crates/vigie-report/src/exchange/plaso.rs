//! The timeline as plaso's `psort` writes it, for what reads that: the `dynamic` form with its usual columns, and the 17
//! columns of log2timeline's CSV (`l2tcsv`).
//!
//! Columns and words are those of plaso (<https://github.com/log2timeline/plaso>, `plaso/output/dynamic.py`, `l2t_csv.py`,
//! `formatting_helper.py`). Times of the dynamic form are those of `psort --dynamic-time`: as precise as their source, without
//! an offset where the zone is unknown, `Not set` where there is none; `l2tcsv` has `00/00/0000` for that, as plaso has.
//! Findings come first, in the order of the case, then the moments; `parser` is `vigie/` and the artifact.
//!
//! Otherwise than plaso, a cell is quoted as RFC 4180 has it, and what has no value is empty: plaso puts a space for
//! each comma and `-` for no value, and a spreadsheet reads `-` as the beginning of a formula.

use std::io::Write;

use vigie_case::{TimelineRow, ToldFinding};
use vigie_model::{Precision, Timestamp};
use vigie_text::Texts;

use super::csv::line;
use super::told::{artifact_name, described};
use super::{Exchange, ExchangeError};

const DYNAMIC: [&str; 8] =
    ["datetime", "timestamp_desc", "source", "source_long", "message", "parser", "display_name", "tag"];

const L2TCSV: [&str; 17] = [
    "date",
    "time",
    "timezone",
    "MACB",
    "source",
    "sourcetype",
    "type",
    "user",
    "host",
    "short",
    "desc",
    "version",
    "filename",
    "inode",
    "notes",
    "format",
    "extra",
];

/// Characters of `short`, as in plaso.
const SHORT: usize = 80;

/// One entry, before it is written in a form.
struct Entry {
    time: Option<Timestamp>,
    desc: String,
    source: &'static str,
    artifact: String,
    message: String,
    path: String,
    tag: String,
    /// What only `l2tcsv` has room for.
    extra: String,
}

fn of_finding(finding: &ToldFinding, texts: &Texts) -> Entry {
    let (message, innocent) = finding.sentences_in(texts);
    let meaning = format!("vigie: {}", texts.get(&format!("meaning-{}-name", finding.meaning)));
    let desc = match finding.time {
        Some(at) => described(meaning, at, texts),
        None => format!("{meaning} ({})", texts.get("export-time-unknown")),
    };
    let mut extra = vec![format!("finding: {}", finding.id), format!("place: {}", finding.place.place)];
    extra.push(format!("seen: {}", finding.seen));
    if let Some(indicator) = &finding.indicator {
        extra.push(format!("indicator: {} {}", indicator.kind, indicator.value));
    }
    if let Some(heuristic) = &finding.heuristic {
        extra.push(format!("heuristic: {}", heuristic.id));
    }
    extra.push(format!("innocent: {innocent}"));
    Entry {
        time: finding.time,
        desc,
        source: "FINDING",
        artifact: finding.artifact.clone(),
        message,
        path: finding.place.source.clone(),
        // The label of an event is a word of letters, digits and underscores.
        tag: format!("vigie_{} vigie_{}", finding.level, finding.meaning),
        extra: extra.join("; "),
    }
}

fn of_moment(row: &TimelineRow, texts: &Texts) -> Entry {
    Entry {
        time: Some(row.time),
        desc: described(row.what.clone(), row.time, texts),
        source: "RECORD",
        artifact: row.artifact.clone(),
        message: row.summary.clone(),
        path: row.source.clone(),
        tag: String::new(),
        extra: format!("place: {}", row.place),
    }
}

fn dynamic_line(entry: &Entry, name: &str) -> String {
    // As it is written everywhere in vigie; plaso writes the zone as an offset.
    let datetime = entry.time.map_or_else(|| "Not set".to_owned(), |at| at.to_string().replace('Z', "+00:00"));
    let parser = format!("vigie/{}", entry.artifact);
    line([&datetime, &entry.desc, entry.source, name, &entry.message, &parser, &entry.path, &entry.tag])
}

fn l2t_line(entry: &Entry, name: &str) -> String {
    let written = |format: &str| entry.time.map(|at| at.instant().strftime(format).to_string());
    let date = written("%m/%d/%Y").unwrap_or_else(|| "00/00/0000".to_owned());
    let has_time_of_day = entry.time.is_some_and(|at| at.precision() != Precision::Day);
    let time = written("%H:%M:%S").filter(|_| has_time_of_day).unwrap_or_default();
    let zone = if entry.time.is_some_and(|at| !at.is_zone_unknown()) { "UTC" } else { "" };
    let short: String = entry.message.chars().take(SHORT).collect();
    let extra = match entry.time {
        Some(at) => format!("{}; time: {at}", entry.extra),
        None => entry.extra.clone(),
    };
    let parser = format!("vigie/{}", entry.artifact);
    line([
        &date,
        &time,
        zone,
        "....",
        entry.source,
        name,
        &entry.desc,
        "",
        "",
        &short,
        &entry.message,
        "2",
        &entry.path,
        "",
        &entry.tag,
        &parser,
        &extra,
    ])
}

fn write(
    export: &Exchange<'_>,
    columns: &[&str],
    as_line: fn(&Entry, &str) -> String,
    out: &mut dyn Write,
) -> Result<(), ExchangeError> {
    let texts = export.texts;
    out.write_all(format!("{}\r\n", columns.join(",")).as_bytes())?;
    let mut put = |entry: &Entry| {
        let name = artifact_name(&entry.artifact, texts);
        out.write_all(as_line(entry, &name).as_bytes())
    };
    for finding in &export.case.findings {
        put(&of_finding(finding, texts))?;
    }
    for row in export.rows.timeline()? {
        put(&of_moment(&row?, texts))?;
    }
    Ok(())
}

/// `dynamic`.
pub(super) fn dynamic(export: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    write(export, &DYNAMIC, dynamic_line, out)
}

/// `l2tcsv`.
pub(super) fn l2tcsv(export: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    write(export, &L2TCSV, l2t_line, out)
}
