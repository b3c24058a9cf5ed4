//! Network use per process: `WirelessDomain` `Library/Databases/DataUsage.sqlite`.
//! Source of the schema: a database of iOS 16 in plaso's test data, MVT, APOLLO.

use anyhow::Result;
use rusqlite::Connection;

use super::core_data;
use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "WirelessDomain";
/// The path in it.
pub const PATH: &str = "Library/Databases/DataUsage.sqlite";

const SCHEMA: &str = "
CREATE TABLE ZCHECKUPEVENT ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZTIMESTAMP TIMESTAMP, ZSYNDROMEID VARCHAR );
CREATE TABLE ZDEMOLIVEUSAGE ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZINCARNATION INTEGER, ZWIFIIN INTEGER, ZWIFIOUT INTEGER, ZWWANIN INTEGER, ZWWANOUT INTEGER, ZTIMESTAMP TIMESTAMP );
CREATE TABLE ZLIVEUSAGE ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZKIND INTEGER, ZMETADATA INTEGER, ZTAG INTEGER, ZHASPROCESS INTEGER, ZBILLCYCLEEND TIMESTAMP, ZTIMESTAMP TIMESTAMP, ZWIFIIN FLOAT, ZWIFIOUT FLOAT, ZWWANIN FLOAT, ZWWANOUT FLOAT );
CREATE TABLE ZPROCESS ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZFIRSTTIMESTAMP TIMESTAMP, ZTIMESTAMP TIMESTAMP, ZBUNDLENAME VARCHAR, ZPROCNAME VARCHAR );
CREATE INDEX ZLIVEUSAGE_ZHASPROCESS_INDEX ON ZLIVEUSAGE (ZHASPROCESS);
";
const PROCESS: i64 = 7;
const LIVE_USAGE: i64 = 5;

/// A process that used the network.
#[derive(Debug, Clone)]
pub struct Process {
    /// Row.
    pub id: i64,
    /// Name, for applications with the bundle: `name/com.example`.
    pub name: String,
    /// Bundle identifier, which daemons do not have.
    pub bundle: Option<String>,
    /// First seen.
    pub first: Moment,
    /// Last seen.
    pub last: Moment,
}

/// Bytes used by one process.
#[derive(Debug, Clone)]
pub struct LiveUsage {
    /// Row.
    pub id: i64,
    /// Row of the process. On a phone that row always exists.
    pub process: i64,
    /// Last counted.
    pub time: Moment,
    /// Received over Wi-Fi.
    pub wifi_in: f64,
    /// Sent over Wi-Fi.
    pub wifi_out: f64,
    /// Received over the mobile network.
    pub wwan_in: f64,
    /// Sent over the mobile network.
    pub wwan_out: f64,
}

/// Makes the tables and writes each process with its use, either of which may be missing.
pub fn create(
    connection: &Connection,
    rows: impl IntoIterator<Item = (Option<Process>, Option<LiveUsage>)>,
) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    let (mut processes, mut uses) = (0, 0);
    for (process, usage) in rows {
        if let Some(process) = process {
            processes = processes.max(process.id);
            row(
                connection,
                "ZPROCESS",
                &[
                    ("Z_PK", &process.id),
                    ("Z_ENT", &PROCESS),
                    ("Z_OPT", &1),
                    ("ZFIRSTTIMESTAMP", &process.first.cocoa()),
                    ("ZTIMESTAMP", &process.last.cocoa()),
                    ("ZBUNDLENAME", &process.bundle),
                    ("ZPROCNAME", &process.name),
                ],
            )?;
        }
        if let Some(usage) = usage {
            uses = uses.max(usage.id);
            row(
                connection,
                "ZLIVEUSAGE",
                &[
                    ("Z_PK", &usage.id),
                    ("Z_ENT", &LIVE_USAGE),
                    ("Z_OPT", &2),
                    ("ZKIND", &0),
                    ("ZMETADATA", &0),
                    ("ZTAG", &1),
                    ("ZHASPROCESS", &usage.process),
                    ("ZTIMESTAMP", &usage.time.cocoa()),
                    ("ZWIFIIN", &usage.wifi_in),
                    ("ZWIFIOUT", &usage.wifi_out),
                    ("ZWWANIN", &usage.wwan_in),
                    ("ZWWANOUT", &usage.wwan_out),
                ],
            )?;
        }
    }
    core_data::bookkeeping(
        connection,
        "8B1D6C2E-3F40-4A51-9B62-7C83D094E1F5",
        &[
            (1, "CheckUpEvent", 0),
            (2, "DemoLiveUsage", 0),
            (LIVE_USAGE, "LiveUsage", uses),
            (PROCESS, "Process", processes),
        ],
    )
}
