//! Jobs: work that packages asked the system to do later, and what was done recently.
//!
//! Format: `dumpsys jobscheduler` (AOSP `JobSchedulerService.dumpInternal`): `JOB #u0a38/23: hash component` with lines of
//! its own, and under `Job history:` lines `-3h01m31s450ms START: #u0a66/137 component`. Instead of the component may stand what the
//! job is called and its package, `DownloadManager:com.example.downloads`, and since Android 14 the space its number is of before
//! it, `@androidx.work.systemjobscheduler@component` (`JobStatus.getBatteryName`).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{components, is_package, package_of, some_value, uid, value};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Jobs;

/// One job, or one time it ran.
#[derive(Debug, Serialize)]
pub struct Job {
    /// `registered`, or what happened (`START`, `STOP` …).
    pub event: String,
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// The service that does the work, or the name the job goes by.
    pub component: String,
    /// The package for which it is done.
    pub package: Option<String>,
    /// When it was asked for, or happened.
    pub at: Option<Timestamp>,
    /// It is kept over restarts.
    pub persisted: bool,
}

impl Record for Job {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see_component(&self.component, see);
        if let Some(package) = self.package.as_deref().filter(|package| Some(*package) != package_of(&self.component)) {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        format!("job {} {}", self.component, self.event)
    }
}

impl Artifact for Jobs {
    type Record = Job;
    const SPEC: Spec = Spec { id: "android_jobs", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Job>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("jobscheduler")], out, |section, dump, out| {
            let mut open: Option<(Place, usize, Job)> = None;
            let mut in_history = false;
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if let Some((at, _, job)) = open.take_if(|(_, of, _)| indent <= *of && !text.is_empty()) {
                    out.record(at, job);
                }
                if text.ends_with("ob history:") {
                    in_history = true;
                    continue;
                }
                if let Some(rest) = text.strip_prefix("JOB ") {
                    in_history = false;
                    let who = rest.split('/').next().map(|who| who.trim_start_matches('#'));
                    let Some((_, name)) = rest.split_once(": ") else {
                        not_understood(&line, out);
                        continue;
                    };
                    // Behind the hash stands the service, or, since Android 9 perhaps, a tag and the package.
                    let name = name.split_once(' ').map_or(name, |(_, name)| name);
                    let component = components(name).next().unwrap_or(name);
                    let job = Job {
                        event: "registered".to_owned(),
                        uid: who.and_then(|who| uid(who.rsplit('#').next().unwrap_or(who))),
                        component: component.to_owned(),
                        package: None,
                        at: None,
                        persisted: false,
                    };
                    open = Some((line.at.clone(), indent, job));
                } else if let Some((_, _, job)) = open.as_mut() {
                    if text.starts_with("Source: ") {
                        job.package = some_value(text, "pkg").filter(|package| is_package(package));
                        job.uid = value(text, "uid").and_then(uid).or(job.uid);
                    } else if let Some(age) = text.strip_prefix("Enqueue time: ") {
                        job.at = dump.clock.relative(age.split(' ').next().unwrap_or(age));
                    } else if text == "PERSISTED" {
                        job.persisted = true;
                    }
                } else if in_history {
                    let mut words = text.split_ascii_whitespace();
                    let parts = (words.next(), words.next(), words.next(), words.next());
                    let (Some(age), Some(event), Some(who), Some(component)) = parts else {
                        in_history = text.is_empty();
                        continue;
                    };
                    // Behind it stands the service, or a tag, which need not name one.
                    let is_age = age.starts_with('-') || age.starts_with('+') || age == "0";
                    if !is_age || !event.ends_with(':') {
                        in_history = false;
                        continue;
                    }
                    let job = Job {
                        event: event.trim_end_matches(':').to_owned(),
                        uid: who.trim_start_matches('#').split('/').next().and_then(uid),
                        component: components(component).next().unwrap_or(component).to_owned(),
                        package: component.rsplit_once(':').map(|(_, of)| of.to_owned()).filter(|of| is_package(of)),
                        at: dump.clock.relative(age),
                        persisted: false,
                    };
                    out.record(line.at, job);
                }
            }
            if let Some((at, _, job)) = open {
                out.record(at, job);
            }
        })
    }
}
