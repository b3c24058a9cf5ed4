//! Findings as a table for spreadsheets (RFC 4180): every cell is quoted, on one line, and none is a formula.

use std::io::Write;

use vigie_case::{Case, ToldFinding, Verification};
use vigie_model::csv_cell;
use vigie_text::Texts;

use super::{Exchange, ExchangeError};

const COLUMNS: [&str; 17] = [
    "id",
    "level",
    "meaning",
    "time",
    "artifact",
    "message",
    "innocent",
    "seen",
    "indicator",
    "indicator_type",
    "matched",
    "malware",
    "pack",
    "published",
    "heuristic",
    "source",
    "place",
];

/// One line of cells.
pub(crate) fn line<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut line = cells.into_iter().map(csv_cell).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// The findings, in the order of the case.
pub(super) fn findings(of: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    Ok(out.write_all(table(std::iter::empty(), of.case, of.texts).as_bytes())?)
}

/// The same for the report: what is not as it was left stands first, in rows whose id is `case-differs`.
pub(crate) fn report(case: &Case, found: &Verification, texts: &Texts) -> String {
    let rows = found.differences.iter().map(|of| {
        let mut row: [String; 17] = Default::default();
        let [id, .., source, place] = &mut row;
        "case-differs".clone_into(id);
        source.clone_from(&of.file);
        *place = of.line.map(|line| format!("line {line}")).unwrap_or_default();
        let [_, _, _, _, _, message, ..] = &mut row;
        *message = format!("{}. {}", texts.get("report-differs"), crate::verified::sentence(of, texts));
        row
    });
    table(rows, case, texts)
}

fn table(before: impl Iterator<Item = [String; 17]>, case: &Case, texts: &Texts) -> String {
    let mut out = COLUMNS.join(",");
    out.push_str("\r\n");
    for row in before {
        out.push_str(&line(row.iter().map(String::as_str)));
    }
    for finding in &case.findings {
        out.push_str(&line(row(finding, texts).iter().map(String::as_str)));
    }
    out
}

fn row(finding: &ToldFinding, texts: &Texts) -> [String; 17] {
    let (message, innocent) = finding.sentences_in(texts);
    let indicator = finding.indicator.as_ref();
    let of = |field: fn(&vigie_model::IndicatorRef) -> String| indicator.map(field).unwrap_or_default();
    [
        finding.id.clone(),
        finding.level.to_string(),
        finding.meaning.to_string(),
        finding.time.map(|time| time.to_string()).unwrap_or_default(),
        finding.artifact.clone(),
        message,
        innocent,
        finding.seen.clone(),
        of(|indicator| indicator.value.clone()),
        of(|indicator| indicator.kind.clone()),
        of(|indicator| indicator.matched.clone()),
        of(|indicator| indicator.malware.join(", ")),
        of(|indicator| indicator.pack.clone()),
        of(|indicator| indicator.sources.join(", ")),
        finding.heuristic.as_ref().map(|heuristic| heuristic.id.clone()).unwrap_or_default(),
        finding.place.source.clone(),
        finding.place.place.to_string(),
    ]
}
