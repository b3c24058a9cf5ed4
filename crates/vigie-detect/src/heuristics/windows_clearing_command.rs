//! Commands that clear event logs, delete the change journal of a disk, its shadow copies or the catalog of its backups.
//!
//! One of these alone is a lead; several in one command, as NotPetya and WannaCry had it, a strong sign: that is vigie's own.

use vigie_model::{Level, Meaning, ObservableKind};

use super::windows_commands::{Commands, Means, calls};
use super::{Heuristic, HeuristicSpec};

/// See the module.
pub struct WindowsClearingCommand;

impl Heuristic for WindowsClearingCommand {
    type Watch = Commands<Self>;
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

impl Means for WindowsClearingCommand {
    fn weight(command: &str) -> Option<Level> {
        let has = |words: &str| command.contains(words);
        let removes = [
            calls(command, "wevtutil") && (has(" cl ") || has(" clear-log ")),
            calls(command, "fsutil") && has("usn ") && has("deletejournal"),
            calls(command, "vssadmin") && has("delete shadows"),
            calls(command, "wmic") && has("shadowcopy") && has("delete"),
            calls(command, "wbadmin") && has("delete catalog"),
        ];
        match removes.iter().filter(|removes| **removes).count() {
            0 => None,
            1 => Some(Level::Medium),
            _ => Some(Self::SPEC.level),
        }
    }
}
