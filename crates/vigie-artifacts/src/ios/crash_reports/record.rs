//! What a report yields.

use serde::Serialize;
use vigie_model::{Moment, Observable, Record, Timestamp};

/// One entry of a report.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "records go out one at a time; none is kept")]
pub enum CrashEntry {
    /// The report itself: one per file.
    Report(CrashReport),
    /// A process that a report lists beside the one it is about (memory, stack and panic reports).
    Process(ListedProcess),
    /// A program, bundle, path or link named in a report of analytics, however often.
    Mention(Mention),
}

/// A report.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CrashReport {
    /// Apple's number of the kind (`309`), as the report has it.
    pub bug_type: Option<String>,
    /// The kind in words, when the number is known.
    pub kind: Option<&'static str>,
    /// The name in its header: mostly of a process, at times of the report.
    pub name: Option<String>,
    /// When the report was written.
    pub time: Option<Timestamp>,
    /// When the state in it was taken.
    pub captured: Option<Timestamp>,
    /// When the process was started.
    pub launched: Option<Timestamp>,
    /// The process it is about.
    pub process: Option<String>,
    /// Path of its program.
    pub path: Option<String>,
    /// Its id.
    pub pid: Option<i64>,
    /// The user it ran as (0 root, 501 mobile).
    pub uid: Option<i64>,
    /// Its bundle id.
    pub bundle_id: Option<String>,
    /// Its role (`Foreground`, `Background` …).
    pub role: Option<String>,
    /// The process that started it.
    pub parent: Option<String>,
    /// The id of that process.
    pub parent_pid: Option<i64>,
    /// The process it works for.
    pub responsible: Option<String>,
    /// The group of processes it belongs to: mostly the bundle id of an application or service.
    pub coalition: Option<String>,
    /// UUID of the program's image.
    pub image_uuid: Option<String>,
    /// Id of the report.
    pub incident: Option<String>,
    /// Version of the system (`iPhone OS 17.5.1 (21F90)`).
    pub os_version: Option<String>,
    /// Model identifier.
    pub model: Option<String>,
    /// Whether Lockdown Mode was on, where the report says it.
    pub lockdown_mode: Option<bool>,
    /// The exception (`EXC_BAD_ACCESS (SIGSEGV)`, …).
    pub exception: Option<String>,
    /// Why it ended, in the words of the report.
    pub reason: Option<String>,
    /// The process that ended it.
    pub terminated_by: Option<String>,
    /// Messages of the program, of the sandbox or of the kernel, cut at 64 of 16 KiB.
    pub messages: Vec<String>,
    /// Names of the images in the thread that crashed, from the innermost frame, each once, the first 64.
    pub crashed_in: Vec<String>,
    /// Images in the process that are not part of the sealed system, the first 512.
    pub images: Vec<Image>,
    /// How many processes it lists.
    pub listed: u64,
}

/// Code that was loaded into a process.
#[derive(Debug, Clone, Serialize)]
pub struct Image {
    /// Its path.
    pub path: String,
    /// Its UUID.
    pub uuid: Option<String>,
}

/// A process in a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListedProcess {
    /// Apple's number of the kind of report.
    pub bug_type: Option<String>,
    /// When the report was written.
    pub time: Option<Timestamp>,
    /// Its name, at times cut by the kernel.
    pub process: String,
    /// Its id.
    pub pid: Option<i64>,
    /// Path of its program.
    pub path: Option<String>,
    /// The process that started it.
    pub parent: Option<String>,
    /// The user it ran as.
    pub uid: Option<i64>,
    /// Bundle id or coalition.
    pub coalition: Option<String>,
    /// UUID of its image.
    pub image_uuid: Option<String>,
    /// `frontmost`, `suspended`, `daemon` …
    pub states: Vec<String>,
    /// Why it was ended, where it was.
    pub reason: Option<String>,
}

/// Something named in analytics.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Mention {
    /// When the report was written.
    pub time: Option<Timestamp>,
    /// The event.
    pub event: Option<String>,
    /// The key it stands under.
    pub key: String,
    /// What it is.
    pub kind: MentionKind,
    /// As it stands there.
    pub value: String,
    /// How often.
    pub count: u64,
}

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    /// A process.
    Process,
    /// A bundle id.
    Bundle,
    /// A path.
    Path,
    /// A text with a link in it.
    Text,
}

/// Whether a path lies on the sealed system volume, where only Apple's signed system can put files.
pub fn is_system_path(path: &str) -> bool {
    const SYSTEM: &[&str] = &[
        "/System/",
        "/usr/lib/",
        "/usr/libexec/",
        "/usr/bin/",
        "/usr/sbin/",
        "/bin/",
        "/sbin/",
        "/Applications/",
        "/Library/",
        "/Developer/",
        "/private/preboot/",
        "/kernel",
        "/AppleInternal/",
    ];
    SYSTEM.iter().any(|start| path.starts_with(start)) && !path.contains("/../")
}

fn process_or_path(value: &str) -> Observable<'_> {
    if value.starts_with('/') { Observable::executable(value) } else { Observable::process(value) }
}

impl Record for CrashEntry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Report(report) => report.captured.or(report.time),
            Self::Process(process) => process.time,
            Self::Mention(mention) => mention.time,
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = match self {
            Self::Report(report) => {
                [("reported", report.time), ("captured", report.captured), ("launched", report.launched)]
            }
            other => [("reported", other.time()), ("captured", None), ("launched", None)],
        };
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn counts_as(&self) -> Option<&'static str> {
        matches!(self, Self::Report(_)).then_some("report")
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self {
            Self::Report(report) => report.observables(see),
            Self::Process(process) => {
                see(Observable::process(&process.process));
                process.path.iter().for_each(|path| see(Observable::executable(path)));
                process.parent.iter().for_each(|parent| see(process_or_path(parent)));
                process.coalition.iter().for_each(|coalition| see(Observable::app_id(coalition)));
            }
            Self::Mention(mention) => see(match mention.kind {
                MentionKind::Process => process_or_path(&mention.value),
                MentionKind::Bundle => Observable::app_id(&mention.value),
                MentionKind::Path => Observable::file_path(&mention.value),
                MentionKind::Text => Observable::text(&mention.value),
            }),
        }
    }

    fn summary(&self) -> String {
        let or_unknown = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        match self {
            Self::Report(report) => {
                let kind = match (report.kind, &report.bug_type) {
                    (Some(kind), _) => kind.to_owned(),
                    (None, Some(bug_type)) => format!("report of type {bug_type}"),
                    (None, None) => "report".to_owned(),
                };
                let why = [&report.exception, &report.reason].into_iter().flatten().next();
                match (&report.process, why) {
                    (Some(process), Some(why)) => format!("{kind}: {process}: {why}"),
                    (Some(process), None) => format!("{kind}: {process}"),
                    (None, Some(why)) => format!("{kind}: {why}"),
                    (None, None) => kind,
                }
            }
            Self::Process(process) => match &process.reason {
                Some(reason) => format!("process {} ended: {reason}", process.process),
                None => format!("process {} was running", process.process),
            },
            Self::Mention(mention) => {
                format!("{} in analytics event {}, {} times", mention.value, or_unknown(&mention.event), mention.count)
            }
        }
    }
}

impl CrashReport {
    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let name = Some(&self.name).filter(|name| **name != self.process).and_then(Option::as_ref);
        if let Some(name) = name {
            see(process_or_path(name));
        }
        let processes = [&self.process, &self.parent, &self.responsible, &self.terminated_by];
        for process in processes.into_iter().flatten() {
            see(process_or_path(process));
        }
        self.path.iter().for_each(|path| see(Observable::executable(path)));
        let coalition = Some(&self.coalition).filter(|coalition| **coalition != self.bundle_id);
        for id in self.bundle_id.iter().chain(coalition.into_iter().flatten()) {
            see(Observable::app_id(id));
        }
        for image in self.images.iter().filter(|image| Some(&image.path) != self.path.as_ref()) {
            see(Observable::file_path(&image.path));
        }
        // Those with a path stand among the images, or belong to the system.
        for name in self.crashed_in.iter().filter(|name| !name.starts_with('/')) {
            see(Observable::file_name(name));
        }
        for text in self.messages.iter().chain(&self.reason) {
            see(Observable::text(text));
        }
    }
}
