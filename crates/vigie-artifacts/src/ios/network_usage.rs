//! Which processes used the network, as two databases of iOS count it: shared by `ios_datausage` and `ios_netusage`.
//!
//! Format: Core Data tables `ZPROCESS` (one row per process) and `ZLIVEUSAGE` (its traffic, per kind of interface), joined
//! by `ZHASPROCESS`. Other readers: MVT `Datausage` and `Netusage`, iLEAPP. One record is one process with its traffic;
//! traffic whose process is not there is a record of its own, so that no NULL key loses anything.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Meaning, Moment, Observable, Place, Record, Timestamp};

use super::names::is_uuid;
use crate::{Out, ParseError, Select, Source, Sqlite};

/// What is known of the row in `ZPROCESS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcessRow {
    /// It is there.
    Present,
    /// Traffic names it, the table was read to its end, and it is not there.
    Missing,
    /// Traffic names it, but the table could not be read to its end.
    NotRead,
    /// Traffic names no process.
    NotNamed,
}

/// One process and its traffic.
#[derive(Debug, Serialize)]
pub struct ProcessUsage {
    /// `Z_PK` of the process, as its own row or its traffic states it.
    pub process_id: Option<i64>,
    /// Whether the process has a row.
    pub process_row: ProcessRow,
    /// `ZPROCNAME`: a name, or `process/bundle`, or `container/bundle`. Some databases cut names at 16 characters.
    pub process: Option<String>,
    /// `ZBUNDLENAME`.
    pub bundle: Option<String>,
    /// First use.
    pub first_usage: Option<Timestamp>,
    /// Last use.
    pub current_usage: Option<Timestamp>,
    /// Rows of traffic.
    pub live: Vec<LiveUsage>,
}

/// One row of traffic, in bytes.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the columns are named after direction and way")]
pub struct LiveUsage {
    /// `Z_PK` of the row.
    pub row: i64,
    pub time: Option<Timestamp>,
    pub kind: Option<i64>,
    pub wifi_in: Option<f64>,
    pub wifi_out: Option<f64>,
    pub wwan_in: Option<f64>,
    pub wwan_out: Option<f64>,
    pub wired_in: Option<f64>,
    pub wired_out: Option<f64>,
}

impl Record for ProcessUsage {
    fn time(&self) -> Option<Timestamp> {
        let live = self.live.iter().filter_map(|live| live.time).max();
        self.current_usage.max(live).or(self.first_usage)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let own = [("first_usage", self.first_usage), ("current_usage", self.current_usage)];
        let live = self.live.iter().map(|live| ("live_usage", live.time));
        for (what, at) in own.into_iter().chain(live) {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let name = self.process.as_deref().unwrap_or_default();
        // `process/bundle`: either side may be what an indicator calls the process. A UUID is the container of one.
        let parts = name.split('/').filter(|part| !part.is_empty());
        for part in parts.filter(|part| !is_uuid(part)) {
            see(Observable::process(part));
        }
        if let Some(bundle) = &self.bundle {
            see(Observable::app_id(bundle));
            if !name.split('/').any(|part| part == bundle) {
                see(Observable::process(bundle));
            }
        }
    }

    fn summary(&self) -> String {
        let sum = |of: fn(&LiveUsage) -> [Option<f64>; 3]| -> f64 {
            let each = self.live.iter().map(of);
            // Not `sum`, which gives -0 for nothing.
            each.flatten().flatten().fold(0.0, |sum, bytes| sum + bytes)
        };
        let received = sum(|live| [live.wifi_in, live.wwan_in, live.wired_in]);
        let sent = sum(|live| [live.wifi_out, live.wwan_out, live.wired_out]);
        let name = match (&self.process, self.process_id) {
            (Some(name), _) => name.clone(),
            (None, Some(id)) => format!("number {id}, without a name"),
            (None, None) => "not named".to_owned(),
        };
        format!("network use by process {name}: {received:.0} bytes in, {sent:.0} bytes out")
    }
}

/// What a match of a process or bundle here means.
pub(super) const MEANING: Meaning = Meaning::Execution;

/// Traffic by the process it names.
#[derive(Default)]
struct Traffic {
    by_process: BTreeMap<i64, Vec<(Place, LiveUsage)>>,
    without: Vec<(Place, LiveUsage)>,
}

fn traffic(database: &Sqlite, out: &mut Out<'_, ProcessUsage>) -> Traffic {
    let mut traffic = Traffic::default();
    let select = Select::from("ZLIVEUSAGE").columns(&[
        "ZHASPROCESS",
        "ZTIMESTAMP",
        "ZKIND",
        "ZWIFIIN",
        "ZWIFIOUT",
        "ZWWANIN",
        "ZWWANOUT",
        "ZWIREDIN",
        "ZWIREDOUT",
    ]);
    out.rows(database, &select, |row, _| {
        let live = LiveUsage {
            row: row.rowid(),
            time: row.cocoa("ZTIMESTAMP"),
            kind: row.int("ZKIND"),
            wifi_in: row.real("ZWIFIIN"),
            wifi_out: row.real("ZWIFIOUT"),
            wwan_in: row.real("ZWWANIN"),
            wwan_out: row.real("ZWWANOUT"),
            wired_in: row.real("ZWIREDIN"),
            wired_out: row.real("ZWIREDOUT"),
        };
        match row.int("ZHASPROCESS") {
            Some(id) => traffic.by_process.entry(id).or_default().push((row.place(), live)),
            None => traffic.without.push((row.place(), live)),
        }
    });
    traffic
}

fn without_row(process_id: Option<i64>, process_row: ProcessRow, live: Vec<LiveUsage>) -> ProcessUsage {
    ProcessUsage { process_id, process_row, process: None, bundle: None, first_usage: None, current_usage: None, live }
}

/// Reads either database.
pub(super) fn read(file: &Source<'_>, out: &mut Out<'_, ProcessUsage>) -> Result<(), ParseError> {
    let database = out.sqlite(file)?;
    let mut traffic = traffic(&database, out);
    let columns = ["ZFIRSTTIMESTAMP", "ZTIMESTAMP", "ZPROCNAME", "ZBUNDLENAME"];
    let select = Select::from("ZPROCESS").columns(&columns);
    // Not `Out::rows`: whether the table was read to its end decides what a missing process means.
    let read = database.each(&select, &mut |row| {
        let live = traffic.by_process.remove(&row.rowid()).unwrap_or_default();
        let usage = ProcessUsage {
            process_id: Some(row.rowid()),
            process_row: ProcessRow::Present,
            process: row.text("ZPROCNAME"),
            bundle: row.text("ZBUNDLENAME"),
            first_usage: row.cocoa("ZFIRSTTIMESTAMP"),
            current_usage: row.cocoa("ZTIMESTAMP"),
            live: live.into_iter().map(|(_, live)| live).collect(),
        };
        out.record(row.place(), usage);
        for (code, detail) in row.take_complaints() {
            out.problem(code, row.place(), detail);
        }
    });
    let state = match read {
        // SQLite reads what is cut off as empty.
        Ok(()) if database.cut_off.is_some() => ProcessRow::NotRead,
        Ok(()) => ProcessRow::Missing,
        Err(error) => {
            out.problem(error.code, error.place, error.detail);
            ProcessRow::NotRead
        }
    };
    for (id, rows) in traffic.by_process {
        let place = rows.first().map_or(Place::File, |(place, _)| place.clone());
        let live = rows.into_iter().map(|(_, live)| live).collect();
        out.record(place, without_row(Some(id), state, live));
    }
    for (place, live) in traffic.without {
        out.record(place, without_row(None, ProcessRow::NotNamed, vec![live]));
    }
    Ok(())
}
