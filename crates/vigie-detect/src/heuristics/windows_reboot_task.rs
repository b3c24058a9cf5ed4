//! A command that arranges a task which restarts the computer by force, as NotPetya did.

use vigie_model::{Level, Meaning, ObservableKind};

use super::windows_commands::{Commands, Means, calls};
use super::{Heuristic, HeuristicSpec};

/// See the module.
pub struct WindowsRebootTask;

impl Heuristic for WindowsRebootTask {
    type Watch = Commands<Self>;
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

/// A command in lower case.
fn is_meant(command: &str) -> bool {
    // `at` is what it used before Windows Vista.
    let arranges = calls(command, "schtasks") && command.contains("/create") || calls(command, "at");
    arranges && calls(command, "shutdown") && command.contains("/r") && command.contains("/f")
}

impl Means for WindowsRebootTask {
    fn weight(command: &str) -> Option<Level> {
        is_meant(command).then_some(Self::SPEC.level)
    }
}
