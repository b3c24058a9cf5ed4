//! Commands that start a program on another computer: PsExec, and WMI with a node and a process.

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::windows_commands::{calls, each};
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsRemoteCommand;

impl Heuristic for WindowsRemoteCommand {
    type Watch = State;
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

/// Commands.
#[derive(Default)]
pub struct State {
    commands: Sightings,
}

/// A command in lower case.
fn is_meant(command: &str) -> bool {
    let to_other = command.contains(" \\\\");
    calls(command, "wmic") && command.contains("/node:") && command.contains("process call create")
        || ["psexec", "psexec64", "paexec"].iter().any(|name| calls(command, name)) && to_other
        // NotPetya brought PsExec under this name.
        || command.contains("dllhost.dat") && to_other
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        each(seen, &mut |raw, command| {
            if is_meant(command) {
                self.commands.note(raw, seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        for (command, sighting) in self.commands.take() {
            out.add(sighting.first, command.as_str(), &[("seen", command.as_str())]);
        }
    }
}
