//! Processes of the last hours to a day, with whole names and the version of their package.
//!
//! Format: `dumpsys procstats` (AOSP `ProcessStats.dumpLocked`): blocks `COMMITTED STATS FROM 2019-03-30-22-12-10 (checked in):`,
//! `CURRENT STATS:` and `AGGREGATED OVER LAST 24 HOURS:`, each with `Start time: 2019-03-30 22:12:10`, until Android 11 at its
//! end. In a block are `Summary:` (`Process summary:` since Android 12) with `* PROCESS / USER / vVERSION:`,
//! `Per-Package Stats:` with `* PACKAGE / USER / vVERSION:` and below it `Process NAME (unique, 4 entries):`, and
//! `Multi-Package Common Processes:` with `* PROCESS / USER (4 entries):`. A bug report has all of them.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{is_package, uid};
use super::{BESIDE, DUMPSTATE, DeviceTime, Dumpstate, Part, Section, each_section, local_time, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct ProcStats;

/// What opens a block.
const BLOCKS: [&str; 3] = ["COMMITTED STATS FROM ", "CURRENT STATS:", "AGGREGATED OVER "];

/// One process within one span.
#[derive(Debug, Clone, Serialize)]
pub struct ProcessStat {
    /// The span, as its heading names it.
    pub span: String,
    /// When the span begins, where it is told.
    pub since: Option<DeviceTime>,
    /// The process. Of some packages only services are told.
    pub process: Option<String>,
    /// The package it ran for, where the dump goes by packages.
    pub package: Option<String>,
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
        let mut named = None;
        if let Some(process) = &self.process {
            see(Observable::process(process));
            named = process.split(':').next().filter(|package| is_package(package));
            if let Some(package) = named {
                see(Observable::app_id(package));
            }
        }
        if let Some(package) = self.package.as_deref().filter(|package| is_package(package) && named != Some(package)) {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        match (&self.process, &self.package) {
            (Some(process), Some(package)) if process != package => format!("process {process} ran for {package}"),
            (Some(process), _) => format!("process {process} ran"),
            (None, package) => format!("package {} ran", package.as_deref().unwrap_or("unknown")),
        }
    }
}

/// What the lines of a block are about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum About {
    #[default]
    Processes,
    Packages,
    Other,
}

/// When each block begins: in its heading, or in a line of its own, which may be its last.
fn starts(section: &Section, dump: &Dumpstate, out: &mut Out<'_, ProcessStat>) -> Vec<Option<DeviceTime>> {
    let mut starts = Vec::new();
    for line in section.lines() {
        let text = line.trimmed();
        if line.indent() == 0 && BLOCKS.iter().any(|block| text.starts_with(block)) {
            let written = text.trim_end_matches(':').strip_prefix("COMMITTED STATS FROM ");
            let written = written.map(|written| written.strip_suffix(" (checked in)").unwrap_or(written));
            starts.push(written.and_then(|written| local_time(dump, written, &line.at, out)));
        } else if let (Some(written), Some(start @ None)) = (text.strip_prefix("Start time: "), starts.last_mut()) {
            *start = local_time(dump, written, &line.at, out);
        }
    }
    starts
}

impl Artifact for ProcStats {
    type Record = ProcessStat;
    const SPEC: Spec = Spec { id: "android_procstats", version: 3, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, ProcessStat>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("procstats")], out, |section, dump, out| {
            let mut starts = starts(section, dump, out).into_iter();
            let (mut span, mut since, mut about) = (String::new(), None, About::default());
            // A package of which no process was told yet.
            let mut package: Option<(Place, ProcessStat)> = None;
            let mut of_package: Option<ProcessStat> = None;
            for line in section.lines() {
                let text = line.trimmed();
                let heading = line.indent() == 0 && text.ends_with(':');
                let item =
                    text.strip_prefix("* ").and_then(|rest| rest.strip_suffix(':')).filter(|_| line.indent() == 2);
                if (heading || item.is_some())
                    && let Some((at, stat)) = package.take()
                {
                    out.record(at, stat);
                }
                if heading {
                    of_package = None;
                    if BLOCKS.iter().any(|block| text.starts_with(block)) {
                        text.trim_end_matches(':').clone_into(&mut span);
                        since = starts.next().flatten();
                        about = About::Processes;
                    } else {
                        about = match text {
                            "Per-Package Stats:" => About::Packages,
                            "Summary:" | "Process summary:" | "Multi-Package Common Processes:" => About::Processes,
                            _ => About::Other,
                        };
                    }
                    continue;
                }
                let stat = |name: &str, who: &str, version: Option<&str>| ProcessStat {
                    span: span.clone(),
                    since: since.clone(),
                    process: Some(name.to_owned()).filter(|_| about == About::Processes),
                    package: Some(name.to_owned()).filter(|_| about == About::Packages),
                    uid: uid(who),
                    version: version.and_then(|version| version.strip_prefix('v')?.parse().ok()),
                };
                if let Some(item) = item {
                    if about == About::Other {
                        continue;
                    }
                    let mut parts = item.split(" / ");
                    let (name, who, version) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
                    match (who, version) {
                        (Some(who), version @ Some(_)) => {
                            let stat = stat(name, who, version);
                            if about == About::Packages {
                                of_package = Some(stat.clone());
                                package = Some((line.at, stat));
                            } else {
                                out.record(line.at, stat);
                            }
                        }
                        // `NAME / u0a8 (4 entries)`, and until Android 4.4 every item is without a version.
                        (Some(who), None) => {
                            let who = who.split_once(" (").map_or(who, |(who, _)| who);
                            if uid(who).is_some() {
                                let stat = stat(name, who, None);
                                out.record(line.at, stat);
                            } else {
                                not_understood(&line, out);
                            }
                        }
                        (None, _) => {}
                    }
                } else if let Some(of_package) = &of_package
                    && line.indent() == 6
                    && let Some(process) = process_of(text)
                {
                    package = None;
                    let stat = ProcessStat { process: Some(process.to_owned()), ..of_package.clone() };
                    out.record(line.at, stat);
                }
            }
            if let Some((at, stat)) = package {
                out.record(at, stat);
            }
        })
    }
}

/// The process of `Process NAME (unique, 4 entries):` or, in short dumps, of `* Prc NAME / u0a8 / v301:`.
fn process_of(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("Process ") {
        return rest.strip_suffix(" entries):")?.rsplit_once(" (").map(|(name, _)| name);
    }
    text.strip_prefix("* Prc ")?.split(" / ").next()
}
