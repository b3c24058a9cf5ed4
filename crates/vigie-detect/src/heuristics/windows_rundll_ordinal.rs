//! A library that is started by the number of a function, and has not the ending of one or lies where programs do not.

use vigie_model::{Level, Meaning, ObservableKind};

use super::windows_commands::{Commands, Means, calls};
use super::{Heuristic, HeuristicSpec};

/// See the module.
pub struct WindowsRundllOrdinal;

impl Heuristic for WindowsRundllOrdinal {
    type Watch = Commands<Self>;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_rundll_ordinal",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::CommandLine],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Microsoft, New ransomware, old techniques: Petya adds worm capabilities (2017); MITRE ATT&CK T1218.011",
    };
}

/// Folders in which libraries of programs lie.
const ORDINARY: &[&str] = &["\\windows\\system32\\", "\\windows\\syswow64\\", "\\program files"];

/// A command in lower case.
fn is_meant(command: &str) -> bool {
    if !calls(command, "rundll32") {
        return false;
    }
    // Behind the program, whose own folder says nothing of the library.
    let Some((_, behind)) = command.split_once("rundll32") else { return false };
    let Some((before, number)) = behind.split_once('#') else { return false };
    let by_number =
        before.trim_end().ends_with([',', ' ', '"']) && number.starts_with(|digit: char| digit.is_ascii_digit());
    let library = before.trim_end().trim_end_matches([',', ' ', '"']);
    let is_strange = ![".dll", ".cpl", ".ocx", ".drv"].iter().any(|end| library.trim_end_matches('"').ends_with(end));
    let lies_elsewhere = library.contains(":\\") && !ORDINARY.iter().any(|folder| library.contains(folder));
    by_number && (is_strange || lies_elsewhere)
}

impl Means for WindowsRundllOrdinal {
    fn weight(command: &str) -> Option<Level> {
        is_meant(command).then_some(Self::SPEC.level)
    }
}
