//! Rows of the battery's data collection: when the device was on, and when its clock was set.
//!
//! Format: `BDC_Daily_…csv`, `BDC_SBC_…csv`, `BDC_OBC_…csv` … of BatteryDataCollection: a line of column names, then rows of
//! which `TimeStamp` is UTC without a zone; `set_system_time` of another file has its offset. Other readers: EC sysdiagnose
//! `battery_bdc`, iLEAPP `battery_bdc`. Values are kept as they stand; none of them names anything.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Precision, ProblemCode, Record, Timestamp};

use crate::sysdiagnose::description_date;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct BatteryLog;

/// Columns beyond these are not read: real files have fewer than a hundred.
const MOST_COLUMNS: usize = 256;

/// One row.
#[derive(Debug, Serialize)]
pub struct BatteryRow {
    /// The kind of file (`BDC_Daily`).
    pub log: String,
    /// When the row was written.
    pub at: Option<Timestamp>,
    /// Whether the row says that the clock was set.
    pub clock_set: bool,
    /// Every column.
    pub values: BTreeMap<String, String>,
}

impl Record for BatteryRow {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.at {
            see(Moment { what: if self.clock_set { "clock_set" } else { "battery_read" }, at });
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        if self.clock_set { "the clock was set".to_owned() } else { format!("battery row of {}", self.log) }
    }
}

/// `2021-09-01 00:00:00`, in UTC.
fn utc(text: &str) -> Option<Timestamp> {
    let at = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text.trim()).ok()?;
    Some(Timestamp::new(at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp(), Precision::Second))
}

/// `BDC_Daily` of `BDC_Daily_1.5_2025-03-01_10-00-00.csv`: what stands before the first number.
fn log(name: &str) -> String {
    let name = name.strip_suffix(".csv").unwrap_or(name);
    let parts: Vec<&str> = name.split('_').take_while(|part| !part.starts_with(|c: char| c.is_ascii_digit())).collect();
    parts.join("_")
}

impl Artifact for BatteryLog {
    type Record = BatteryRow;
    const SPEC: Spec = Spec {
        id: "ios_battery_log",
        version: 1,
        paths: &[
            (Layout::IosSysdiagnose, "logs/BatteryBDC/[!.]*.csv"),
            (Layout::IosFilesystem, "private/var/db/Battery/BDC/[!.]*.csv"),
        ],
        meaning: Meaning::Tampering,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BatteryRow>) -> Result<(), ParseError> {
        let mut names: Option<Vec<String>> = None;
        let log = log(file.file_name());
        for line in file.lines()? {
            let line = line?;
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "the line is not UTF-8 or longer than 1 MiB");
            }
            if line.text.trim().is_empty() {
                continue;
            }
            let cells = line.text.split(',').take(MOST_COLUMNS).map(|cell| cell.trim().to_owned());
            let Some(names) = &names else {
                let header: Vec<String> = cells.collect();
                if !header.iter().any(|name| matches!(name.as_str(), "TimeStamp" | "set_system_time")) {
                    let detail = "there is neither a column TimeStamp nor set_system_time";
                    out.problem(ProblemCode::NotTheFormat, line.at, detail);
                    return Ok(());
                }
                names = Some(header);
                continue;
            };
            let cells: Vec<String> = cells.collect();
            if cells.len() < names.len() {
                let detail = format!("{} values where {} belong", cells.len(), names.len());
                out.problem(ProblemCode::LineNotUnderstood, line.at.clone(), detail);
            }
            let values: BTreeMap<String, String> = names.iter().cloned().zip(cells).collect();
            let (stated, set) = (values.get("TimeStamp"), values.get("set_system_time"));
            let at = match (stated, set) {
                (Some(stated), _) => utc(stated),
                (None, Some(set)) => description_date(set),
                (None, None) => None,
            };
            if at.is_none() {
                out.problem(ProblemCode::TimeImplausible, line.at.clone(), "not a time of the form expected");
            }
            let clock_set = stated.is_none() && set.is_some();
            out.record(line.at, BatteryRow { log: log.clone(), at, clock_set, values });
        }
        Ok(())
    }
}
