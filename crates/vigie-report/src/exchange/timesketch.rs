//! The timeline for Timesketch, as CSV and as JSONL
//! (<https://timesketch.org/guides/user/import-from-json-csv/>): `message`, `datetime` (ISO 8601) and `timestamp_desc`
//! are what it demands, every other column is a field to search. Findings are always in it; moments of records as far as
//! the case keeps them.
//!
//! Timesketch takes every time for UTC and drops what has none. So a time whose zone nobody knows says so in
//! `timestamp_desc`, and a finding without a time stands at the time of the examination, and says that. `time_as_written` is what the
//! clock showed that wrote a time, where it was another one than UTC and the case keeps that, or was coarser than seconds.

use std::io::Write;

use serde_json::{Map, Value};
use vigie_case::{TimelineRow, ToldFinding};
use vigie_model::{Precision, Timestamp, visible};
use vigie_text::Texts;

use super::csv::line;
use super::told::described;
use super::{Exchange, ExchangeError};

const COLUMNS: [&str; 18] = [
    "message",
    "datetime",
    "timestamp_desc",
    "time_as_written",
    "data_type",
    "artifact",
    "source",
    "place",
    "finding_id",
    "level",
    "meaning",
    "innocent",
    "seen",
    "indicator",
    "indicator_type",
    "malware",
    "heuristic",
    "published",
];

type Row = [String; COLUMNS.len()];

/// In full, in microseconds: what Timesketch keeps.
fn datetime(at: Timestamp) -> String {
    at.instant().strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

/// As the clock showed it that wrote it; what is coarser than seconds as it stands, as the other column hides that.
fn written(at: Timestamp) -> String {
    let coarse = || (at.precision() < Precision::Second).then(|| at.to_string());
    at.local().or_else(coarse).unwrap_or_default()
}

fn finding_row(finding: &ToldFinding, examined: Timestamp, texts: &Texts) -> Row {
    let (message, innocent) = finding.sentences_in(texts);
    let meaning = texts.get(&format!("meaning-{}-name", finding.meaning));
    let (at, desc) = match finding.time {
        Some(at) => (at, described(format!("vigie: {meaning}"), at, texts)),
        None => (examined, format!("vigie: {meaning} ({})", texts.get("export-no-time"))),
    };
    let indicator = finding.indicator.as_ref();
    let of = |field: fn(&vigie_model::IndicatorRef) -> String| indicator.map(field).unwrap_or_default();
    let heuristic = finding.heuristic.as_ref();
    [
        message,
        datetime(at),
        desc,
        finding.time.map(written).unwrap_or_default(),
        "vigie:finding".to_owned(),
        finding.artifact.clone(),
        finding.place.source.clone(),
        finding.place.place.to_string(),
        finding.id.clone(),
        finding.level.to_string(),
        finding.meaning.to_string(),
        innocent,
        finding.seen.clone(),
        of(|indicator| indicator.value.clone()),
        of(|indicator| indicator.kind.clone()),
        of(|indicator| indicator.malware.join(", ")),
        heuristic.map(|heuristic| heuristic.id.clone()).unwrap_or_default(),
        indicator.map_or_else(
            || heuristic.map(|heuristic| heuristic.source.clone()).unwrap_or_default(),
            |indicator| indicator.sources.join(", "),
        ),
    ]
}

fn moment_row(row: &TimelineRow, texts: &Texts) -> Row {
    let mut cells: Row = Default::default();
    let known = [
        row.summary.clone(),
        datetime(row.time),
        described(row.what.clone(), row.time, texts),
        if row.local.is_empty() { written(row.time) } else { row.local.clone() },
        "vigie:record".to_owned(),
        row.artifact.clone(),
        row.source.clone(),
        row.place.clone(),
    ];
    for (cell, value) in cells.iter_mut().zip(known) {
        *cell = value;
    }
    cells
}

/// Findings first, in the order of the case; then the timeline in its own. Timesketch sorts.
fn rows(of: &Exchange<'_>, see: &mut dyn FnMut(&Row) -> Result<(), ExchangeError>) -> Result<(), ExchangeError> {
    for finding in &of.case.findings {
        see(&finding_row(finding, of.case.file.examined_at, of.texts))?;
    }
    for moment in of.rows.timeline()? {
        see(&moment_row(&moment?, of.texts))?;
    }
    Ok(())
}

pub(super) fn csv(of: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    write!(out, "{}\r\n", COLUMNS.join(","))?;
    rows(of, &mut |row| Ok(out.write_all(line(row.iter().map(String::as_str)).as_bytes())?))
}

/// The same; what is empty is left out, and the page of Timesketch shows what it is given, so all is visible.
pub(super) fn lines(of: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    rows(of, &mut |row| {
        let told = COLUMNS.into_iter().zip(row).filter(|(name, text)| *name == "message" || !text.is_empty());
        let object: Map<String, Value> =
            told.map(|(name, text)| (name.to_owned(), Value::from(visible(text).into_owned()))).collect();
        Ok(writeln!(out, "{}", serde_json::to_string(&object)?)?)
    })
}
