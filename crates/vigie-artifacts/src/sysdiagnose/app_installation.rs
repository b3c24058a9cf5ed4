//! What the App Store daemon installed and updated, with the account it was done for.
//!
//! Format: SQLite databases `AppUpdates.sqlitedb` (iOS 12: table `app_updates` with `install_date`, seconds since 2001) and
//! `appstored.sqlitedb` (since iOS 13: many tables, `timestamp` in seconds since 1970). Other readers: EC sysdiagnose
//! `appinstallation`, MVT `SysdiagnoseInfo`.

use vigie_model::{Layout, Meaning, Timestamp};

use super::store_databases::{StoreRow, rows};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct AppInstallation;

fn time(column: &str, value: f64) -> Option<Timestamp> {
    match column {
        "install_date" => Timestamp::from_cocoa_seconds(value),
        "timestamp" => Timestamp::from_unix_seconds_f64(value),
        _ => None,
    }
}

impl Artifact for AppInstallation {
    type Record = StoreRow;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_app_installation",
        version: 1,
        paths: &[
            (Layout::IosSysdiagnose, "logs/appinstallation/AppUpdates.sqlitedb"),
            (Layout::IosSysdiagnose, "logs/appinstallation/appstored.sqlitedb"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, StoreRow>) -> Result<(), ParseError> {
        rows(file, out, &time)
    }
}
