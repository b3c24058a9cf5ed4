//! The power log: which program ran, used the network, the camera or the position, and which applications were known, as
//! the battery accounting of iOS writes it for each of its measures.
//!
//! Format: SQLite databases `CurrentPowerlog.PLSQL`, their archives `*.PLSQL.gz`, and the later `*.EPSQL` and `*.BGSQL`: one
//! table for each measure, some hundred in all, other ones in each version of iOS. Other readers: APOLLO `powerlog_*`,
//! iLEAPP, EC sysdiagnose. Not a list of tables is read but every table with a column that names a program, a host or an
//! address, so that a new measure is not missed. The tables `…_Dynamic` take their time from the row they belong to.
//!
//! Times are Unix seconds of a clock that nobody can set; `PLStorageOperator_EventForward_TimeOffset` states how far the
//! system's clock was from it, and from when on. The offset in force at a time, or the first one before all of them, is
//! added, as powerlogd itself does and doubleblak.com describes; APOLLO adds the last one to every row.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Row, Scalar, Select, Source, Spec, Sqlite};

/// See the module.
pub struct Powerlog;

const OFFSETS: &str = "PLStorageOperator_EventForward_TimeOffset";

/// Sums over more than this many seconds (tables `…_Aggregate_…`; one has an interval of ten years) are no events.
const LONGEST_INTERVAL: f64 = 86_400.0;

/// What a column names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A bundle id, or a label of launchd that often is one.
    Program,
    /// A process.
    Process,
    Host,
    Ip,
    Url,
    Path,
}

/// Names of columns, in lower case, whatever table they stand in.
const ROLES: &[(&str, Role)] = &[
    ("bundleid", Role::Program),
    ("bundlename", Role::Program),
    ("bundleidentifier", Role::Program),
    ("appbundleid", Role::Program),
    ("applicationbundleid", Role::Program),
    ("bulletinbundleid", Role::Program),
    ("notificationbundleid", Role::Program),
    ("sessionappbundleid", Role::Program),
    ("sourceappbundleidentifier", Role::Program),
    ("wfassociatedappbundleid", Role::Program),
    ("containeridentifier", Role::Program),
    ("applibraryid", Role::Program),
    ("appid", Role::Program),
    ("application", Role::Program),
    ("launchdname", Role::Program),
    ("pluginid", Role::Program),
    ("pluginparentapp", Role::Program),
    ("topic", Role::Program),
    ("client", Role::Program),
    ("processname", Role::Process),
    ("process-name", Role::Process),
    ("effectiveprocessname", Role::Process),
    ("appexecutable", Role::Process),
    ("pluginexecutablename", Role::Process),
    ("executable", Role::Process),
    ("clientname", Role::Process),
    ("serverhostname", Role::Host),
    ("serverip", Role::Ip),
    ("errorfailingurl", Role::Url),
    ("url", Role::Url),
    ("filepath", Role::Path),
];

/// Names that mean this only in one table.
const ROLES_OF_TABLES: &[(&str, &str, Role)] = &[
    ("PLApplicationAgent_EventForward_Application", "Identifier", Role::Program),
    ("PLAccountingOperator_EventNone_Nodes", "Name", Role::Program),
];

/// What the rows of the tables that matter most say of a program.
const WORDS: &[(&str, &str)] = &[
    ("PLProcessMonitorAgent_EventForward_ProcessID", "process seen"),
    ("PLProcessMonitorAgent_EventInterval_ProcessMonitorInterval_Dynamic", "process used the processor"),
    ("PLProcessMonitorAgent_EventBackward_ProcessMonitor_Dynamic", "process used the processor"),
    ("PLProcessMonitorAgent_EventPoint_ProcessExit", "process ended"),
    ("PLProcessNetworkAgent_EventInterval_UsageDiff", "process used the network"),
    ("PLCoalitionAgent_EventInterval_CoalitionInterval", "service ran"),
    ("PLApplicationAgent_EventForward_Application", "application changed its state"),
    ("PLApplicationAgent_EventNone_AllApps", "application is installed or was"),
    ("PLApplicationAgent_EventNone_AllPlugins", "extension is installed or was"),
    ("PLAppTimeService_Aggregate_AppRunTime", "application ran"),
    ("PLCameraAgent_EventForward_Camera", "camera"),
    ("PLLocationAgent_EventForward_ClientStatus", "position"),
    ("PLPushAgent_EventPoint_ReceivedPush", "push message received"),
    ("PLXPCAgent_EventPoint_BackgroundTransfer", "transfer in the background"),
];

/// One row.
#[derive(Debug, Serialize)]
pub struct PowerRow {
    /// The table.
    pub table: String,
    /// When, by the system's clock.
    pub at: Option<Timestamp>,
    /// End, by the system's clock.
    pub end: Option<Timestamp>,
    /// Length of the interval that the row sums up, in seconds. One longer than a day gives the row no time.
    pub interval: Option<f64>,
    /// When the application was deleted, where the table states it.
    pub deleted: Option<Timestamp>,
    /// The time the row itself states, in Unix seconds of its own clock.
    pub stated: Option<f64>,
    /// Seconds that were added to it; nothing when the database holds no offset.
    pub offset: Option<f64>,
    /// The row is older than the first offset: the system's clock may have been changed in between.
    pub before_offsets: bool,
    /// What it names, by column.
    pub names: BTreeMap<String, String>,
    /// Every other column.
    pub other: BTreeMap<String, Scalar>,
}

impl Record for PowerRow {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        // The end of an interval that is summed up may lie after the last thing that was measured.
        let (begin, end) = match self.interval {
            Some(_) => ("interval_begin", "interval_end"),
            None => ("measured", "end"),
        };
        for (what, at) in [(begin, self.at), (end, self.end), ("deleted", self.deleted)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for (column, value) in &self.names {
            match role(&self.table, column) {
                Some(Role::Program) => {
                    for name in parts(value) {
                        see(Observable::app_id(name));
                        see(Observable::process(name));
                    }
                }
                Some(Role::Process) if value.starts_with('/') => see(Observable::executable(value)),
                Some(Role::Process) => see(Observable::process(value)),
                Some(Role::Host) => see(Observable::domain(value).meaning(Meaning::Exposure)),
                Some(Role::Ip) => see(Observable::ip(value).meaning(Meaning::Exposure)),
                Some(Role::Url) => see(Observable::url(value).meaning(Meaning::Exposure)),
                Some(Role::Path) => see(Observable::file_path(value)),
                None => {}
            }
        }
    }

    fn summary(&self) -> String {
        let word = WORDS.iter().find(|(table, _)| *table == self.table).map_or(self.table.as_str(), |(_, word)| word);
        let mut names: Vec<&str> = self.names.values().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        format!("{word}: {}", names.join(", "))
    }
}

fn role(table: &str, column: &str) -> Option<Role> {
    let of_table = ROLES_OF_TABLES.iter().find(|(name, of, _)| *name == table && *of == column).map(|(.., role)| *role);
    of_table.or_else(|| ROLES.iter().find(|(name, _)| name.eq_ignore_ascii_case(column)).map(|(_, role)| *role))
}

/// The names in a value: `com.apple.mobileassetd:[com.apple.mobileassetd:(null)]`, `UIKitApplication:org.example.app[1f3a]`,
/// `com.apple.AppStore, org.example.app`.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    let parts = value.split([',', ':', '[', ']', '(', ')', ' ']);
    let mut seen: Vec<&str> = Vec::new();
    parts.filter(move |part| {
        let new = part.len() > 1 && *part != "null" && !seen.contains(part);
        if new {
            seen.push(part);
        }
        new
    })
}

/// How far the system's clock was from that of the log, and from when on.
struct Clock {
    offsets: Vec<(f64, f64)>,
}

impl Clock {
    fn read(database: &Sqlite, out: &mut Out<'_, PowerRow>) -> Self {
        let mut offsets = Vec::new();
        out.rows(database, &Select::from(OFFSETS).columns(&["timestamp", "system"]), |row, _| {
            let of = |column| row.real(column).filter(|seconds: &f64| seconds.is_finite());
            if let (Some(at), Some(system)) = (of("timestamp"), of("system")) {
                offsets.push((at, system));
            }
        });
        offsets.sort_by(|a, b| a.0.total_cmp(&b.0));
        if offsets.is_empty() && database.has_table(OFFSETS) {
            let detail = "no offset of the clock is stated; times stay as the log's own clock gives them";
            out.problem(ProblemCode::ValueUnexpected, Place::File, detail);
        }
        Self { offsets }
    }

    /// The offset in force at a time of the log's clock, and whether it is the first one although it came later.
    fn offset(&self, stated: f64) -> (Option<f64>, bool) {
        let after = self.offsets.partition_point(|(from, _)| *from <= stated);
        match after.checked_sub(1).and_then(|at| self.offsets.get(at)) {
            Some((_, offset)) => (Some(*offset), false),
            None => (self.offsets.first().map(|(_, offset)| *offset), !self.offsets.is_empty()),
        }
    }

    fn time(&self, stated: Option<f64>, place: &Place, out: &mut Out<'_, PowerRow>) -> Option<Timestamp> {
        let stated = stated.filter(|seconds| *seconds != 0.0)?;
        let found = Timestamp::from_unix_seconds_f64(stated + self.offset(stated).0.unwrap_or(0.0));
        if found.is_none() {
            out.problem(ProblemCode::TimeImplausible, place.clone(), format!("{stated:?} is not a plausible time"));
        }
        found
    }
}

fn named(row: &Row<'_>, columns: &[String]) -> BTreeMap<String, String> {
    let text = |column: &String| Some((column.clone(), row.text(column).filter(|text| !text.is_empty())?));
    columns.iter().filter_map(text).collect()
}

fn table(database: &Sqlite, clock: &Clock, table: &str, out: &mut Out<'_, PowerRow>) {
    let mut columns = match database.columns(table) {
        Ok(columns) => columns,
        Err(error) => return out.problem(error.code, error.place, error.detail),
    };
    let has_time = columns.iter().any(|column| column.eq_ignore_ascii_case("timestamp"));
    columns.retain(|column| role(table, column).is_some());
    let parent = table.strip_suffix("_Dynamic").filter(|parent| database.has_table(parent));
    if columns.is_empty() || (parent.is_none() && !has_time) {
        return;
    }
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut select = Select::from(table).columns(&names).columns(&["AppDeletedDate", "PluginDeletedDate"]);
    let link = format!("{table}.FK_ID");
    let has_parent = parent.is_some();
    let mut prefix = String::new();
    if let Some(parent) = parent {
        prefix = format!("{parent}.");
        select = select.columns(&["FK_ID"]).join(parent, "ID", &link, &["timestamp", "timestampEnd"]);
    } else {
        select = select.columns(&["timestamp", "timestampEnd", "timeInterval"]);
    }
    let (begin, end) = (format!("{prefix}timestamp"), format!("{prefix}timestampEnd"));
    out.rows(database, &select.with_rest(), |row, out| {
        let names = named(row, &columns);
        if names.is_empty() {
            return;
        }
        let stated = row.real(&begin);
        let (offset, before_offsets) = stated.map_or((None, false), |stated| clock.offset(stated));
        let place = row.place();
        let interval = if has_parent { None } else { row.real("timeInterval") };
        // What ran at some moment of years says nothing of the first of them.
        let is_moment = interval.is_none_or(|seconds| seconds <= LONGEST_INTERVAL);
        let last = row.real(&end).or_else(|| Some(stated? + interval?));
        let record = PowerRow {
            table: table.to_owned(),
            at: clock.time(stated.filter(|_| is_moment), &place, out),
            end: clock.time(last.filter(|_| is_moment), &place, out),
            interval,
            deleted: row.unix("AppDeletedDate").or_else(|| row.unix("PluginDeletedDate")),
            stated,
            offset,
            before_offsets,
            names,
            other: row.rest(),
        };
        out.record(place, record);
    });
}

impl Artifact for Powerlog {
    type Record = PowerRow;
    const SPEC: Spec = Spec {
        id: "ios_powerlog",
        version: 1,
        paths: &[
            (
                Layout::IosFilesystem,
                "private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/**/*.{PLSQL,EPSQL,BGSQL}",
            ),
            (
                Layout::IosFilesystem,
                "private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/**/*.{PLSQL,EPSQL,BGSQL}.gz",
            ),
            (Layout::IosFilesystem, "private/var/{mobile,db/powerlog}/Library/BatteryLife/**/*.{PLSQL,EPSQL,BGSQL}"),
            (Layout::IosFilesystem, "private/var/{mobile,db/powerlog}/Library/BatteryLife/**/*.{PLSQL,EPSQL,BGSQL}.gz"),
            (Layout::IosSysdiagnose, "logs/powerlogs/**/*.{PLSQL,EPSQL,BGSQL}"),
            (Layout::IosSysdiagnose, "logs/powerlogs/**/*.{PLSQL,EPSQL,BGSQL}.gz"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PowerRow>) -> Result<(), ParseError> {
        let unpacked = out.unpacked(file)?;
        let database = out.sqlite(&unpacked)?;
        let clock = Clock::read(&database, out);
        let tables: Vec<String> = database.tables().map(str::to_owned).collect();
        for name in tables {
            table(&database, &clock, &name, out);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_in_force_is_taken() {
        let clock = Clock { offsets: vec![(100.0, -5.0), (200.0, 7.0)] };
        assert_eq!(clock.offset(99.0), (Some(-5.0), true));
        assert_eq!(clock.offset(100.0), (Some(-5.0), false));
        assert_eq!(clock.offset(250.0), (Some(7.0), false));
        assert_eq!(Clock { offsets: Vec::new() }.offset(1.0), (None, false));
    }

    #[test]
    fn names_are_taken_out_of_labels() {
        let of = |value| parts(value).collect::<Vec<_>>();
        assert_eq!(of("com.apple.mobileassetd:[com.apple.mobileassetd:(null)]"), ["com.apple.mobileassetd"]);
        assert_eq!(of("com.apple.AppStore, org.example.app"), ["com.apple.AppStore", "org.example.app"]);
    }
}
