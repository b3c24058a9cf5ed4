//! Commands that clear event logs, delete the change journal of a disk, or its shadow copies.

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::windows_commands::{calls, each};
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsClearingCommand;

impl Heuristic for WindowsClearingCommand {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_clearing_command",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::CommandLine],
        meaning: Meaning::Tampering,
        level: Level::High,
        source: "US-CERT TA17-181A, Petya Ransomware (2017); MITRE ATT&CK T1070.001 and T1490",
    };
}

/// Commands.
#[derive(Default)]
pub struct State {
    commands: Sightings,
}

/// A command in lower case.
fn is_meant(command: &str) -> bool {
    let has = |words: &str| command.contains(words);
    calls(command, "wevtutil") && (has(" cl ") || has(" clear-log "))
        || calls(command, "fsutil") && has("usn ") && has("deletejournal")
        || calls(command, "vssadmin") && has("delete shadows")
        || calls(command, "wmic") && has("shadowcopy") && has("delete")
        || calls(command, "wbadmin") && has("delete catalog")
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
