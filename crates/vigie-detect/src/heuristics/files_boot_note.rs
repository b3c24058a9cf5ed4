//! The screens of Petya and NotPetya in the first sectors of a disk, which both rewrote so that the computer starts into
//! a pretended check of the disk and then into a demand for money.

use vigie_artifacts::files::boot_record::BootRecord;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// What stands nowhere but in these demands.
const DEMANDS: &[&str] = &[
    "you became victim of the petya ransomware",
    "ooops, your important files are encrypted",
    "wowsmith123456@posteo.net",
    "1mz7153hmuxxtur2r1t78mgsdzaatnbbwx",
    "your personal installation key",
    "worth of bitcoin to following address",
];
/// What they show before it, as if the system checked the disk. A boot record has no place for such a check.
const PRETENCES: &[&str] = &[
    "chkdsk is repairing sector",
    "repairing file system on c:",
    "if you abort this process, you could destroy all of your data",
    "do not turn off your pc",
];

/// See the module.
pub struct FilesBootNote;

impl Heuristic for FilesBootNote {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "files_boot_note",
        version: 1,
        artifacts: &["files_boot_record"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::High,
        source: "FireEye, Petya Ransomware Spreading Via EternalBlue Exploit (2017); US-CERT TA17-181A, Petya Ransomware; MITRE ATT&CK T1542.003 and T1561.002",
    };
}

/// Needs to remember nothing: one boot record tells.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(record) = seen.get::<BootRecord>() else { return };
        let lines: Vec<(String, &str)> =
            record.texts.iter().map(|text| (text.text.to_ascii_lowercase(), text.text.as_str())).collect();
        let met = |known: &[&str]| -> Vec<&str> {
            let line = |one: &&str| lines.iter().find(|(lower, _)| lower.contains(*one)).map(|(_, text)| *text);
            known.iter().filter_map(line).collect()
        };
        let (demands, pretences) = (met(DEMANDS), met(PRETENCES));
        let Some(first) = demands.first().or(pretences.first()) else { return };
        // One sentence of several may be a coincidence, or what is left of a repaired disk.
        let level = if demands.len().saturating_add(pretences.len()) > 1 { Level::High } else { Level::Medium };
        let count = demands.len().saturating_add(pretences.len()).to_string();
        out.add_at(level, seen.keep(), *first, &[("seen", first), ("count", &count)]);
    }
}
