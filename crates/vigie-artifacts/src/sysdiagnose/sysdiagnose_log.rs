//! What the sysdiagnose says of itself: when it was taken, in which time zone, by which build of iOS. The local times
//! of its other files rest on it.
//!
//! Format: the log of the tool, which repeats the archive's name in the paths it lists. Other readers: EC sysdiagnose,
//! MVT `SysdiagnoseInfo`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::taken::Taken;
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct SysdiagnoseLog;

/// The archive itself.
#[derive(Debug, Serialize)]
pub struct Archive {
    /// Its name, from the date on.
    pub name: String,
    /// When it was begun.
    pub taken: Timestamp,
    /// The device's distance from UTC then (`-07`).
    pub zone: String,
    /// Build of the system.
    pub build: Option<String>,
}

impl Record for Archive {
    fn time(&self) -> Option<Timestamp> {
        Some(self.taken)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        see(Moment { what: "sysdiagnose_taken", at: self.taken });
    }

    fn observables(&self, _: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        let build = self.build.as_deref().unwrap_or("an unknown build");
        format!("sysdiagnose taken on {build}, the device's clock being at UTC{}", self.zone)
    }
}

impl Artifact for SysdiagnoseLog {
    type Record = Archive;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_log",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "sysdiagnose.log")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Archive>) -> Result<(), ParseError> {
        let mut found: Option<(Place, Taken, bool)> = None;
        each_line(file, out, |at, line, _| {
            // The log may name older archives that lie on the device; the one being made is marked.
            if !found.as_ref().is_some_and(|(_, _, certain)| *certain)
                && let Some(taken) = Taken::in_text(line, "IN_PROGRESS_sysdiagnose_")
            {
                found = Some((at, taken, true));
            } else if found.is_none()
                && let Some(taken) = Taken::in_text(line, "sysdiagnose_")
            {
                found = Some((at, taken, false));
            }
        })?;
        let Some((at, taken, _)) = found else {
            let detail = "the archive's name does not stand in its log: the zone of local times is unknown";
            out.problem(ProblemCode::KeyMissing, Place::File, detail);
            return Ok(());
        };
        let build = taken.build().map(str::to_owned);
        out.record(at, Archive { zone: taken.offset.to_string(), taken: taken.at, build, name: taken.name });
        Ok(())
    }
}
