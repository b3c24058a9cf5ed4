//! Launches of applications from which iOS predicts the next one (DuetExpertCenter): which was opened, from when to when.
//!
//! Format: SQLite database `_ATXDataStore.db`, table `alog` (`bundleId`, `date`, `appSessionStartDate`, `appSessionEndDate`,
//! seconds since 2001) and `alogAction` for the names of the actions. Other reader: iLEAPP `ATXDatastore`. Places are left out:
//! where a person was says nothing of an intrusion.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct AppPredictions;

/// One use of an application.
#[derive(Debug, Serialize)]
pub struct PredictedUse {
    /// Bundle id.
    pub bundle_id: Option<String>,
    /// What was done.
    pub action: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
    /// When the application came to the front.
    pub started: Option<Timestamp>,
    /// When it left.
    pub ended: Option<Timestamp>,
}

impl Record for PredictedUse {
    fn time(&self) -> Option<Timestamp> {
        self.at.or(self.started)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("noted", self.at), ("start", self.started), ("end", self.ended)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(id) = &self.bundle_id {
            see(Observable::app_id(id));
            see(Observable::process(id));
        }
    }

    fn summary(&self) -> String {
        format!(
            "{} of application {}",
            self.action.as_deref().unwrap_or("use"),
            self.bundle_id.as_deref().unwrap_or("unknown")
        )
    }
}

impl Artifact for AppPredictions {
    type Record = PredictedUse;
    const SPEC: Spec = Spec {
        id: "ios_app_predictions",
        version: 1,
        paths: &[(Layout::IosFilesystem, "private/var/mobile/Library/DuetExpertCenter/_ATXDataStore.db")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PredictedUse>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("alog")
            .columns(&["bundleId", "date", "appSessionStartDate", "appSessionEndDate"])
            .join("alogAction", "id", "alog.actionType", &["actionType"]);
        out.rows(&database, &select, |row, out| {
            let record = PredictedUse {
                bundle_id: row.text("bundleId"),
                action: row.text("alogAction.actionType"),
                at: row.cocoa("date"),
                started: row.cocoa("appSessionStartDate"),
                ended: row.cocoa("appSessionEndDate"),
            };
            out.record(row.place(), record);
        });
        Ok(())
    }
}
