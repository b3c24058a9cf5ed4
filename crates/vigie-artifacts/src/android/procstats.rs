//! Processes of the last hours to a day, with whole names and the version of their package.
//!
//! Format: `dumpsys procstats` (AOSP `ProcessStats.dumpLocked`): `COMMITTED STATS FROM 2019-03-30-22-12-10:`, `AGGREGATED
//! OVER LAST 24 HOURS:` or `CURRENT STATS:`, below these `* PROCESS / USER / vVERSION:`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{is_package, uid};
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, local_time, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct ProcStats;

/// One process within one span.
#[derive(Debug, Serialize)]
pub struct ProcessStat {
    /// The span, as its heading names it.
    pub span: String,
    /// When the span begins, where it is told.
    pub since: Option<DeviceTime>,
    /// The process.
    pub process: String,
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// The number of its package's version.
    pub version: Option<i64>,
}

impl Record for ProcessStat {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.since.as_ref())
    }

    fn moments(&self, see: &mut dyn FnMut(vigie_model::Moment)) {
        if let Some(at) = self.time() {
            see(vigie_model::Moment { what: "not_before", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::process(&self.process));
        let package = self.process.split(':').next().unwrap_or(&self.process);
        if is_package(package) {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        format!("process {} ran", self.process)
    }
}

impl Artifact for ProcStats {
    type Record = ProcessStat;
    const SPEC: Spec = Spec { id: "android_procstats", version: 2, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, ProcessStat>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("procstats")], out, |section, dump, out| {
            let mut span = String::new();
            let mut since = None;
            for line in section.lines() {
                let text = line.trimmed();
                if line.indent() == 0 && text.ends_with(':') {
                    text.trim_end_matches(':').clone_into(&mut span);
                    since = span.split_once(" FROM ").and_then(|(_, start)| local_time(dump, start, &line.at, out));
                }
                let Some(rest) = text.strip_prefix("* ").and_then(|rest| rest.strip_suffix(':')) else { continue };
                let mut parts = rest.split(" / ");
                let (Some(process), Some(who), Some(version)) = (parts.next(), parts.next(), parts.next()) else {
                    // Headings inside of a package, such as a service's, have no user.
                    if rest.contains(" / ") {
                        not_understood(&line, out);
                    }
                    continue;
                };
                let stat = ProcessStat {
                    span: span.clone(),
                    since: since.clone(),
                    process: process.to_owned(),
                    uid: uid(who),
                    version: version.strip_prefix('v').and_then(|version| version.parse().ok()),
                };
                out.record(line.at, stat);
            }
        })
    }
}
