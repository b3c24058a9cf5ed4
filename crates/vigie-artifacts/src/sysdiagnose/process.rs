//! One process, as any source of a sysdiagnose lists it. Which sources saw a process, and whether its user, parent and
//! arguments fit its place, is a question to all of them at once.

use serde::Serialize;
use vigie_model::{Observable, Timestamp};

use crate::AnyRecord;

/// What a source says of one process. What it does not say is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Process {
    /// Its number.
    pub pid: Option<i64>,
    /// The number of its parent.
    pub ppid: Option<i64>,
    /// The number of its user.
    pub uid: Option<i64>,
    /// Its user by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Its name: the last part of the path, or what the kernel calls it (cut at 15 or 32 bytes).
    pub name: Option<String>,
    /// The full path of its program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What follows the path on its command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguments: Option<String>,
    /// When it began, as the source writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// When it began, as far as the zone is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
}

/// Folders that end in one of these hold a program, and may have spaces in their names.
const BUNDLES: [&str; 4] = [".app/", ".appex/", ".xpc/", ".framework/"];

impl Process {
    /// From a command line (`/path/to/program arguments`), or what `ps` prints where it may not read one (`(name)`).
    pub fn from_command(command: &str) -> Self {
        let command = command.trim();
        if !command.starts_with('/') {
            let bare = command.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(command);
            let (name, arguments) = bare.split_once(' ').unwrap_or((bare, ""));
            return Self { name: text(name), arguments: text(arguments.trim()), ..Self::default() };
        }
        let (path, arguments) = split(command);
        Self { arguments: text(arguments.trim()), ..Self::from_path(path) }
    }

    /// From the path of a program.
    pub fn from_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        Self { name: text(name), path: text(path).filter(|path| path.starts_with('/')), ..Self::default() }
    }

    /// Path or name, whichever is known.
    pub fn called(&self) -> &str {
        self.path.as_deref().or(self.name.as_deref()).unwrap_or("unknown process")
    }

    /// The path and the arguments again.
    pub fn command(&self) -> Option<String> {
        let arguments = self.arguments.as_ref()?;
        Some(format!("{} {arguments}", self.called()))
    }

    /// What can be compared: the program, or where only a name is known the process; and the command line.
    pub fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match (&self.path, &self.name) {
            (Some(path), _) => see(Observable::executable(path)),
            (None, Some(name)) => see(Observable::process(name)),
            (None, None) => {}
        }
        if let Some(command) = self.command() {
            see(Observable::command_line(command));
        }
    }
}

fn text(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}

/// Path and arguments. Only spaces in the name of a bundle belong to the path (`/…/My App.app/My App`); whatever begins
/// with `/` or `-` after a space is an argument.
fn split(command: &str) -> (&str, &str) {
    let arguments = [" /", " -"].into_iter().filter_map(|mark| command.find(mark)).min().unwrap_or(command.len());
    let (stretch, _) = command.split_at_checked(arguments).unwrap_or((command, ""));
    let folder = BUNDLES.iter().filter_map(|mark| stretch.rfind(mark)?.checked_add(mark.len())).max();
    let end = folder
        .and_then(|folder| {
            let (folders, rest) = stretch.split_at_checked(folder)?;
            let bundle = folders.trim_end_matches('/').rsplit('/').next()?;
            let (bundle, _) = bundle.rsplit_once('.')?;
            let whole = rest.strip_prefix(bundle).is_some_and(|more| more.is_empty() || more.starts_with(' '));
            let program = if whole { bundle.len() } else { rest.find(' ').unwrap_or(rest.len()) };
            folder.checked_add(program)
        })
        .unwrap_or_else(|| stretch.find(' ').unwrap_or(stretch.len()));
    command.split_at_checked(end).unwrap_or((command, ""))
}

/// The process of a record, if it is one of a source that lists processes.
pub fn process_of(record: &dyn AnyRecord) -> Option<&Process> {
    let record = record.as_any();
    record
        .downcast_ref::<super::ps::RunningProcess>()
        .map(|record| &record.process)
        .or_else(|| record.downcast_ref::<super::ps_thread::ThreadedProcess>().map(|record| &record.process))
        .or_else(|| record.downcast_ref::<super::taskinfo::Task>().map(|record| &record.process))
        .or_else(|| record.downcast_ref::<super::spindump::SampledProcess>().map(|record| &record.process))
        .or_else(|| record.downcast_ref::<super::logdata_statistics::LoggingProcess>().map(|record| &record.process))
        .or_else(|| record.downcast_ref::<super::uuid_to_path::SampledBinary>().map(|record| &record.process))
        .or_else(|| record.downcast_ref::<super::netstat::Connection>().map(|record| &record.process))
        .or_else(|| record.downcast_ref::<super::jetsam_priority::RankedProcess>().map(|record| &record.process))
        .or_else(|| record.downcast_ref::<super::crash_list::ListedReport>().map(|record| &record.process))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_lines_come_apart() {
        let case = |command: &str, path: Option<&str>, name: &str, arguments: Option<&str>| {
            let process = Process::from_command(command);
            let found = (process.path.as_deref(), process.name.as_deref(), process.arguments.as_deref());
            assert_eq!(found, (path, Some(name), arguments), "{command}");
        };
        case("/sbin/launchd", Some("/sbin/launchd"), "launchd", None);
        let app = "/var/containers/Bundle/Application/4B6E715E/Signal.app/";
        case(&format!("{app}Signal"), Some(&format!("{app}Signal")), "Signal", None);
        case(&format!("{app}mussel dGNw"), Some(&format!("{app}mussel")), "mussel", Some("dGNw"));
        let spaced = "/private/var/containers/Bundle/Application/4B6E715E/My App.app/My App";
        case(spaced, Some(spaced), "My App", None);
        case(&format!("{spaced} -x y"), Some(spaced), "My App", Some("-x y"));
        case(
            "/usr/bin/open /Applications/A B.app/A B",
            Some("/usr/bin/open"),
            "open",
            Some("/Applications/A B.app/A B"),
        );
        case("(mussel)", None, "mussel", None);
        case("kernel_task", None, "kernel_task", None);
    }
}
