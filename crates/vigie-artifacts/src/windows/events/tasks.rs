//! Scheduled tasks that were registered, changed, deleted and run: 106, 140, 141, 200 and 201 of the scheduler's own log,
//! 4698 to 4702 of the log Security, where auditing is on. The latter hold the whole task.
//!
//! Values: Microsoft, "4698(S): A scheduled task was created" and its neighbours; the manifest of
//! Microsoft-Windows-TaskScheduler.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, read};
use crate::windows::task_xml::{self, Task};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Tasks;

/// What happened to a task.
#[derive(Debug, Serialize)]
pub struct TaskEvent {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// `registered`, `changed`, `deleted`, `enabled`, `disabled`, `action_started` or `action_ended`.
    pub what: &'static str,
    /// The task, with its folder.
    pub name: Option<String>,
    /// The account that did it, or whose task it is.
    pub user: Option<String>,
    /// What was run.
    pub action: Option<String>,
    /// The whole task, where the event holds it.
    pub task: Option<Task>,
}

impl TaskEvent {
    fn of(event: &Event<'_>) -> (Option<&'static str>, Self) {
        let what = match event.id {
            106 | 4698 => "registered",
            140 | 4702 => "changed",
            141 | 4699 => "deleted",
            200 => "action_started",
            201 => "action_ended",
            4700 => "enabled",
            _ => "disabled",
        };
        let xml = event.text("TaskContent").or_else(|| event.text("TaskContentNew"));
        let task = xml.as_deref().map(task_xml::read);
        let record = Self {
            head: Head::of(event),
            what,
            name: event.text("TaskName"),
            user: event
                .account("SubjectDomainName", "SubjectUserName")
                .or_else(|| event.text("UserContext"))
                .or_else(|| event.text("UserName")),
            action: event.text("ActionName"),
            task: task.as_ref().and_then(|task| task.as_ref().ok()).map(|(task, _)| task.clone()),
        };
        let missing = match (&record.name, task) {
            (None, _) => Some("TaskName"),
            (_, Some(Err(_))) => Some("task that can be read as XML"),
            (_, Some(Ok((_, false)))) => Some("task short enough to be read whole"),
            _ => None,
        };
        (missing, record)
    }
}

impl Record for TaskEvent {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.name {
            see(Observable::file_name(name.rsplit('\\').next().unwrap_or(name)));
        }
        if let Some(action) = self.action.as_deref().filter(|action| action.contains('\\')) {
            see(Observable::executable(action));
        }
        if let Some(user) = self.user.as_deref().filter(|user| !user.starts_with("S-1-")) {
            see(Observable::user_account(user));
        }
        if let Some(task) = &self.task {
            task.observables(see);
        }
    }

    fn summary(&self) -> String {
        let action = self.action.clone().or_else(|| self.task.as_ref().map(Task::command_lines));
        let action = action.filter(|action| !action.is_empty()).map(|action| format!(" runs {action}"));
        format!("Scheduled task {}: {}{}", self.what, self.name.as_deref().unwrap_or("?"), action.unwrap_or_default())
    }
}

impl Artifact for Tasks {
    type Record = TaskEvent;
    const SPEC: Spec = Spec {
        id: "windows_events_tasks",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, TaskEvent>) -> Result<(), ParseError> {
        read(file, Family::Tasks, out, TaskEvent::of)
    }
}
