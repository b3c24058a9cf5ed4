//! Updates of the system that were installed or rolled back, as the software update service keeps them.
//!
//! Format: `installHistory.db` of SoftwareUpdateServices, table `logs` (`name`, `build`, `date`, `operationType`); the time is
//! text of the device's own clock without a zone. Other reader: iLEAPP `installHistory`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Precision, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct InstallHistory;

/// One update.
#[derive(Debug, Serialize)]
pub struct SystemUpdate {
    /// Its name (`iOS 18.3.2`).
    pub name: Option<String>,
    /// Its build.
    pub build: Option<String>,
    /// When, by the device's own clock.
    pub at: Option<Timestamp>,
    /// The time as it stands.
    pub stated: Option<String>,
    /// 303 a rollback was completed, 304 an installation was.
    pub operation: Option<i64>,
}

impl Record for SystemUpdate {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.at {
            let what = "completed";
            see(Moment { what, at });
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        let what = match self.operation {
            Some(303) => "rollback completed",
            Some(304) => "installation completed",
            _ => "operation",
        };
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("{what}: {} ({}; time of the device, zone not stated)", of(&self.name), of(&self.build))
    }
}

/// `2025-03-12 08:01:02`
fn time(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.trim().split_once([' ', 'T'])?;
    let mut date = date.split('-').map(|part| part.parse().ok());
    let mut clock = clock.split(':').map(|part| part.split('.').next()?.parse().ok());
    let date = [date.next()??, date.next()??, date.next()??];
    let clock = [clock.next()??, clock.next()??, clock.next()??, 0];
    Timestamp::from_device_clock(date, clock, Precision::Second)
}

impl Artifact for InstallHistory {
    type Record = SystemUpdate;
    const SPEC: Spec = Spec {
        id: "ios_install_history",
        version: 1,
        paths: &[
            (Layout::IosFilesystem, "private/var/containers/Data/System/*/**/installHistory.db"),
            (Layout::IosFilesystem, "private/var/SUS/**/installHistory.db"),
        ],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SystemUpdate>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("logs").columns(&["name", "build", "date", "operationType"]);
        out.rows(&database, &select, |row, out| {
            let stated = row.text("date");
            let at = stated.as_deref().and_then(time);
            if at.is_none() && stated.is_some() {
                out.problem(ProblemCode::TimeImplausible, row.place(), "column date: not a time of the form expected");
            }
            let (name, build, operation) = (row.text("name"), row.text("build"), row.int("operationType"));
            out.record(row.place(), SystemUpdate { name, build, at, stated, operation });
        });
        Ok(())
    }
}
