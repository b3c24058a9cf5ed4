//! A scheduled task in XML: what it runs, when, as whom.
//!
//! Format: [MS-TSCH], section 2.5 "XML Task Definition Language"; Microsoft, "Task Scheduler Schema".

use serde::Serialize;
use vigie_model::Observable;

use super::command::see_command_line;
use super::text::decoded;
use crate::android::{XmlEvent, walk_xml};

/// Actions, triggers and texts of one task.
const MOST: usize = 256;
/// Bytes of one text.
const LONGEST: usize = 64 << 10;

/// A scheduled task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Its name with its folder.
    pub uri: Option<String>,
    /// Who says to have made it.
    pub author: Option<String>,
    /// When, as written: local time.
    pub date: Option<String>,
    /// What it says of itself.
    pub description: Option<String>,
    /// What it runs.
    pub actions: Vec<Action>,
    /// What starts it (`LogonTrigger`, `CalendarTrigger 2017-06-27T11:00:00`).
    pub triggers: Vec<String>,
    /// The account it runs as, or the group.
    pub user: Option<String>,
    /// With the highest rights of the account.
    pub elevated: bool,
    /// Not shown in the list of tasks.
    pub hidden: bool,
    /// Switched off.
    pub disabled: bool,
}

/// One thing a task does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Action {
    /// The program.
    pub command: Option<String>,
    /// Its arguments.
    pub arguments: Option<String>,
    /// The folder it begins in.
    pub folder: Option<String>,
    /// The class of a handler that is called instead.
    pub class: Option<String>,
}

impl Action {
    /// Program and arguments as one line.
    pub fn command_line(&self) -> Option<String> {
        let command = self.command.as_deref()?;
        let quoted = command.contains(' ') && !command.starts_with('"');
        let command = if quoted { format!("\"{command}\"") } else { command.to_owned() };
        Some(match self.arguments.as_deref() {
            Some(arguments) => format!("{command} {arguments}"),
            None => command,
        })
    }
}

impl Task {
    /// Everything it runs, in one line.
    pub fn command_lines(&self) -> String {
        let lines = self.actions.iter().filter_map(|action| action.command_line().or_else(|| action.class.clone()));
        lines.collect::<Vec<_>>().join("; ")
    }

    /// What detection sees of it.
    pub(crate) fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for line in self.actions.iter().filter_map(Action::command_line) {
            see_command_line(&line, see);
        }
        if let Some(user) = self.user.as_deref().filter(|user| !user.starts_with("S-1-")) {
            see(Observable::user_account(user));
        }
        for text in [&self.author, &self.description].into_iter().flatten() {
            see(Observable::text(text));
        }
    }
}

/// Why a task could not be read, or not to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It is no task.
    NotATask,
    /// It cannot be read on; how far it was read, in bytes of UTF-8.
    EndsAt(u64),
    /// It has more actions, triggers or text than are read.
    TooMuch,
}

/// Reads a task out of text that an event holds; answers whether all of it was read.
pub(crate) fn read(text: &str) -> Result<(Task, bool), Trouble> {
    let (task, trouble) = read_text(text);
    match trouble {
        None => Ok((task, true)),
        Some(Trouble::TooMuch) => Ok((task, false)),
        Some(trouble) => Err(trouble),
    }
}

/// Reads a task out of a file. Answers what could be read, what is wrong with it, and whether text was damaged.
pub(crate) fn read_file(bytes: &[u8]) -> (Task, Option<Trouble>, bool) {
    let (text, damaged) = decoded(bytes);
    let (task, trouble) = read_text(&text);
    (task, trouble, damaged)
}

fn read_text(text: &str) -> (Task, Option<Trouble>) {
    let mut task = Task::default();
    let mut open: Vec<String> = Vec::new();
    let mut value = String::new();
    let (mut is_task, mut too_much, mut is_full) = (false, false, false);
    let outcome = walk_xml(text.as_bytes(), &mut |_, event| match event {
        XmlEvent::Start(element) => {
            let name = element.name.rsplit(':').next().unwrap_or(&element.name).to_owned();
            is_task |= open.is_empty() && name == "Task";
            value.clear();
            match (open.last().map(String::as_str), name.as_str()) {
                (Some("Triggers"), _) if task.triggers.len() < MOST => task.triggers.push(name.clone()),
                (Some("Actions"), _) if task.actions.len() < MOST => task.actions.push(Action::default()),
                (Some("Actions"), _) => (too_much, is_full) = (true, true),
                (Some("Triggers"), _) => too_much = true,
                _ => {}
            }
            open.push(name);
        }
        XmlEvent::Text(more) => {
            if value.len().saturating_add(more.len()) <= LONGEST {
                value.push_str(more);
            } else {
                too_much = true;
            }
        }
        XmlEvent::End => {
            let names: Vec<&str> = open.iter().map(String::as_str).collect();
            // What is over must not take the place of the last action that was read.
            if !is_full || names.get(1).is_none_or(|name| *name != "Actions") {
                task.take(&names, value.trim());
            }
            value.clear();
            open.pop();
        }
    });
    let trouble = match outcome {
        _ if !is_task => Some(Trouble::NotATask),
        Err(crate::android::XmlTrouble::EndsAt(at)) => Some(Trouble::EndsAt(at)),
        Err(crate::android::XmlTrouble::NotXml) => Some(Trouble::NotATask),
        Ok(()) => too_much.then_some(Trouble::TooMuch),
    };
    (task, trouble)
}

impl Task {
    /// One value, with the names of the elements around it.
    fn take(&mut self, open: &[&str], value: &str) {
        if value.is_empty() {
            return;
        }
        let some = || Some(value.to_owned());
        match open {
            ["Task", "RegistrationInfo", "URI"] => self.uri = some(),
            ["Task", "RegistrationInfo", "Author"] => self.author = some(),
            ["Task", "RegistrationInfo", "Date"] => self.date = some(),
            ["Task", "RegistrationInfo", "Description"] => self.description = some(),
            ["Task", "Principals", "Principal", "UserId" | "GroupId"] => self.user = some(),
            ["Task", "Principals", "Principal", "RunLevel"] => self.elevated |= value == "HighestAvailable",
            ["Task", "Settings", "Hidden"] => self.hidden = value == "true",
            ["Task", "Settings", "Enabled"] => self.disabled = value == "false",
            ["Task", "Triggers", _, "StartBoundary" | "Subscription"] => {
                if let Some(trigger) = self.triggers.last_mut() {
                    trigger.push(' ');
                    trigger.push_str(value);
                }
            }
            ["Task", "Actions", _, name] => {
                let Some(action) = self.actions.last_mut() else { return };
                match *name {
                    "Command" => action.command = some(),
                    "Arguments" => action.arguments = some(),
                    "WorkingDirectory" => action.folder = some(),
                    "ClassId" => action.class = some(),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
