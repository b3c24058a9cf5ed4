//! Findings, timeline and records as Parquet tables with typed columns (<https://parquet.apache.org/docs/file-format/>).
//!
//! `time` is a moment of UTC in microseconds. What a device's clock showed in an unknown zone stands in `clock` instead,
//! which Parquet has a type for: a time that is not adjusted to UTC. `precision` says how finely the source stated either;
//! both are null where there is no time. `record` is the typed row as JSON, as in the case. Texts are verbatim, but for
//! those of the timeline, which the case keeps in a table made visible.

mod table;

use std::io::Write;

use vigie_case::{KeptRecord, TimelineRow, ToldFinding};
use vigie_model::{IndicatorRef, Timestamp};
use vigie_text::Texts;

use self::table::Kind::{Clock, Int, Text, Texts as List, Utc};
use self::table::{Cell, Column, Table};
use super::{Exchange, ExchangeError};

type Out = Box<dyn Write + Send>;

const FINDINGS: &[Column] = &[
    ("id", Text, true),
    ("level", Text, true),
    ("meaning", Text, true),
    ("artifact", Text, true),
    ("time", Utc, false),
    ("clock", Clock, false),
    ("precision", Text, false),
    ("source", Text, true),
    ("place", Text, true),
    ("seen", Text, true),
    ("message", Text, true),
    ("innocent", Text, true),
    ("indicator_id", Text, false),
    ("indicator_type", Text, false),
    ("indicator", Text, false),
    ("matched", Text, false),
    ("pack", Text, false),
    ("malware", List, true),
    ("published", List, true),
    ("confidence", Int, false),
    ("valid_from", Utc, false),
    ("valid_until", Utc, false),
    ("heuristic", Text, false),
    ("heuristic_version", Int, false),
    ("heuristic_source", Text, false),
    ("record", Text, true),
];

const TIMELINE: &[Column] = &[
    ("time", Utc, false),
    ("clock", Clock, false),
    ("precision", Text, true),
    ("artifact", Text, true),
    ("what", Text, true),
    ("summary", Text, true),
    ("source", Text, true),
    ("place", Text, true),
    ("local", Text, false),
];

const RECORDS: &[Column] = &[
    ("artifact", Text, true),
    ("source", Text, true),
    ("place", Text, true),
    ("time", Utc, false),
    ("clock", Clock, false),
    ("precision", Text, false),
    ("summary", Text, true),
    ("observables", List, true),
    ("record", Text, true),
];

fn text(of: &str) -> Cell {
    Cell::Text(Some(of.to_owned()))
}

fn moment(at: Option<Timestamp>) -> Cell {
    Cell::Long(at.map(|at| at.instant().as_microsecond()))
}

/// `time`, `clock` and `precision`.
fn when(at: Option<Timestamp>) -> [Cell; 3] {
    let precision = at.map(|at| format!("{:?}", at.precision()).to_lowercase());
    [moment(at.filter(|at| !at.is_zone_unknown())), moment(at.filter(|at| at.is_zone_unknown())), Cell::Text(precision)]
}

fn finding(finding: &ToldFinding, texts: &Texts) -> Vec<Cell> {
    let (message, innocent) = finding.sentences_in(texts);
    let indicator = finding.indicator.as_ref();
    let heuristic = finding.heuristic.as_ref();
    let of = |field: fn(&IndicatorRef) -> &String| Cell::Text(indicator.map(|of| field(of).clone()));
    let mut cells =
        vec![text(&finding.id), text(finding.level.name()), text(finding.meaning.name()), text(&finding.artifact)];
    cells.extend(when(finding.time));
    cells.extend([
        text(&finding.place.source),
        text(&finding.place.place.to_string()),
        text(&finding.seen),
        text(&message),
        text(&innocent),
        Cell::Text(indicator.and_then(|of| of.id.clone())),
        of(|of| &of.kind),
        of(|of| &of.value),
        of(|of| &of.matched),
        of(|of| &of.pack),
        Cell::Texts(indicator.map(|of| of.malware.clone()).unwrap_or_default()),
        Cell::Texts(indicator.map(|of| of.sources.clone()).unwrap_or_default()),
        Cell::Int(indicator.and_then(|of| of.confidence).map(i32::from)),
        moment(indicator.and_then(|of| of.valid_from)),
        moment(indicator.and_then(|of| of.valid_until)),
        Cell::Text(heuristic.map(|of| of.id.clone())),
        Cell::Int(heuristic.and_then(|of| i32::try_from(of.version).ok())),
        Cell::Text(heuristic.map(|of| of.source.clone())),
        text(finding.record.get()),
    ]);
    cells
}

fn row(row: TimelineRow) -> Vec<Cell> {
    let mut cells = Vec::from(when(Some(row.time)));
    cells.extend([row.artifact, row.what, row.summary, row.source, row.place].map(|of| Cell::Text(Some(of))));
    cells.push(Cell::Text(Some(row.local).filter(|local| !local.is_empty())));
    cells
}

fn record(artifact: &str, record: KeptRecord) -> Vec<Cell> {
    let mut cells = vec![text(artifact), text(&record.source), text(&record.place.to_string())];
    cells.extend(when(record.time));
    let observables = record.observables.into_iter().map(|(kind, value)| format!("{kind}:{value}"));
    cells.extend([text(&record.summary), Cell::Texts(observables.collect()), text(record.record.get())]);
    cells
}

/// `findings.parquet`.
pub(super) fn findings(of: &Exchange<'_>, out: Out) -> Result<(), ExchangeError> {
    let mut table = Table::begin(FINDINGS, out)?;
    for one in &of.case.findings {
        table.push(finding(one, of.texts))?;
    }
    table.finish()
}

/// `timeline.parquet`.
pub(super) fn timeline(of: &Exchange<'_>, out: Out) -> Result<(), ExchangeError> {
    let mut table = Table::begin(TIMELINE, out)?;
    for one in of.rows.timeline()? {
        table.push(row(one?))?;
    }
    table.finish()
}

/// `records.parquet`: those of all artifacts, in the order of their ids.
pub(super) fn records(of: &Exchange<'_>, out: Out) -> Result<(), ExchangeError> {
    let mut table = Table::begin(RECORDS, out)?;
    for artifact in of.rows.record_tables()? {
        for one in of.rows.records(&artifact)? {
            table.push(record(&artifact, one?))?;
        }
    }
    table.finish()
}
