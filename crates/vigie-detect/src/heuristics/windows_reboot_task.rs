//! A scheduled task that restarts the computer by force, as NotPetya arranged its own.

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::windows_commands::{calls, each};
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsRebootTask;

impl Heuristic for WindowsRebootTask {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_reboot_task",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::CommandLine],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Microsoft, New ransomware, old techniques: Petya adds worm capabilities (2017); US-CERT TA17-181A",
    };
}

/// Commands.
#[derive(Default)]
pub struct State {
    commands: Sightings,
}

/// A command in lower case.
fn is_meant(command: &str) -> bool {
    // `at` is what it used before Windows Vista.
    let arranges = calls(command, "schtasks") && command.contains("/create") || calls(command, "at");
    arranges && calls(command, "shutdown") && command.contains("/r") && command.contains("/f")
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
