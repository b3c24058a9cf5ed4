//! What MVT leaves, for tools made to read that: `timeline.csv` and `alerts.json`
//! (<https://github.com/mvt-project/mvt>, `common/module.py: save_timeline`, `common/alerts.py`). Columns, fields, names of
//! levels and the form of times are MVT's; the modules are vigie's artifacts, and an event is the record a finding
//! points to.

use std::io::Write;

use serde_json::{Value, json};
use vigie_case::ToldFinding;
use vigie_model::{Level, Timestamp, csv_cell};
use vigie_text::Texts;

use super::told::described;
use super::{Exchange, ExchangeError};

/// MVT writes times in this form, without a zone; on iOS they are UTC.
fn time(at: Timestamp) -> String {
    at.instant().strftime("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

/// MVT reads its tables with the backslash as escape character.
fn cell(text: &str) -> String {
    csv_cell(text).replace('\\', "\\\\")
}

fn row(cells: [&str; 4]) -> String {
    cells.map(cell).join(",") + "\r\n"
}

pub(super) fn timeline(of: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    out.write_all(row(["UTC Timestamp", "Plugin", "Event", "Description"]).as_bytes())?;
    for moment in of.rows.timeline()? {
        let moment = moment?;
        // The column of the time says UTC, and nobody knows whether one of an unknown zone is.
        let text = described(moment.summary, moment.time, of.texts);
        out.write_all(row([&time(moment.time), &moment.artifact, &moment.what, &text]).as_bytes())?;
    }
    Ok(())
}

pub(super) fn alerts(of: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    let alerts = of.case.findings.iter().map(|finding| alert(finding, of.texts)).collect::<Result<Vec<_>, _>>()?;
    serde_json::to_writer_pretty(&mut *out, &alerts)?;
    Ok(out.write_all(b"\n")?)
}

fn alert(finding: &ToldFinding, texts: &Texts) -> Result<Value, serde_json::Error> {
    let level = match finding.level {
        Level::Info => "INFORMATIONAL",
        Level::Low => "LOW",
        Level::Medium => "MEDIUM",
        Level::High => "HIGH",
        Level::Critical => "CRITICAL",
    };
    // A time of an unknown zone would pass for UTC: it stands in the message instead.
    let known = finding.time.filter(|at| !at.is_zone_unknown());
    let (found, innocent) = finding.sentences_in(texts);
    let mut message = format!("{found} {innocent}");
    if let Some(at) = finding.time.filter(|at| at.is_zone_unknown()) {
        message = format!("{message} ({at}, {})", texts.get("export-zone-unknown"));
    }
    let indicator = finding.indicator.as_ref().map(|indicator| {
        let name = indicator.malware.join(", ");
        json!({ "value": indicator.value, "type": indicator.kind, "name": name, "stix2_file_name": indicator.pack })
    });
    let event: Value = serde_json::from_str(finding.record.get())?;
    Ok(json!({
        "level": level, "module": finding.artifact, "message": message,
        "event_time": known.map(time).unwrap_or_default(), "event": event, "matched_indicator": indicator,
    }))
}
