//! Commands that start a program on another computer: PsExec, and WMI with a node and a process.

use vigie_model::{Level, Meaning, ObservableKind};

use super::windows_commands::{Commands, Means, calls};
use super::{Heuristic, HeuristicSpec};

/// See the module.
pub struct WindowsRemoteCommand;

impl Heuristic for WindowsRemoteCommand {
    type Watch = Commands<Self>;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_remote_command",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::CommandLine],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "US-CERT TA17-181A, Petya Ransomware (2017); MITRE ATT&CK T1047 and T1569.002",
    };
}

/// Names that every computer has for itself.
const OWN: &[&str] = &["localhost", "127.0.0.1", "."];

/// Whether a mark in a command is followed by the name of another computer.
fn points_elsewhere(command: &str, mark: &str) -> bool {
    command.split(mark).skip(1).any(|rest| {
        let rest = rest.trim_start_matches(['"', '\'', '\\']);
        let host = rest.split(|letter: char| letter.is_whitespace() || "\\\"',".contains(letter)).next();
        host.is_some_and(|host| !host.is_empty() && !OWN.contains(&host))
    })
}

/// A command in lower case.
fn is_meant(command: &str) -> bool {
    let to_other = points_elsewhere(command, " \\\\");
    calls(command, "wmic") && points_elsewhere(command, "/node:") && command.contains("process call create")
        || ["psexec", "psexec64", "paexec"].iter().any(|name| calls(command, name)) && to_other
        // NotPetya brought PsExec under this name.
        || command.contains("dllhost.dat") && to_other
}

impl Means for WindowsRemoteCommand {
    fn weight(command: &str) -> Option<Level> {
        is_meant(command).then_some(Self::SPEC.level)
    }
}
