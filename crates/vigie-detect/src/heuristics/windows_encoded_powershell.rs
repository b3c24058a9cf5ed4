//! PowerShell that was given its commands in base64. What stands in it is told; that it fetches or unpacks code weighs more.

use vigie_artifacts::windows::command::encoded_command;
use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsEncodedPowershell;

/// Words of scripts that fetch code, unpack it or run what they are given.
const WORDS: &[&str] = &[
    "downloaddata",
    "downloadfile",
    "downloadstring",
    "frombase64string",
    "gzipstream",
    "iex",
    "invoke-expression",
    "invoke-webrequest",
    "net.webclient",
    "start-bitstransfer",
    "virtualalloc",
];
/// Characters of a script that are told.
const TOLD: usize = 300;

impl Heuristic for WindowsEncodedPowershell {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_encoded_powershell",
        version: 1,
        artifacts: &[
            "windows_events_powershell",
            "windows_events_processes",
            "windows_events_services",
            "windows_events_sysmon",
            "windows_events_tasks",
            "windows_events_wmi",
            "windows_powershell_history",
            "windows_task_files",
        ],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Microsoft, about_PowerShell_exe: -EncodedCommand; MITRE ATT&CK T1059.001 and T1027.010; the words: vigie",
    };
}

/// Scripts.
#[derive(Default)]
pub struct State {
    scripts: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        seen.observables(&mut |observable| {
            if observable.kind() == ObservableKind::CommandLine
                && let Some(script) = encoded_command(observable.value())
            {
                self.scripts.note(&script, seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        for (script, sighting) in self.scripts.take() {
            let lower = script.to_lowercase();
            let mut words = lower.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '.'));
            let fetches =
                words.any(|word| WORDS.iter().any(|known| word == *known || word.ends_with(&format!(".{known}"))));
            let told: String = script.chars().take(TOLD).collect();
            let records = sighting.records.to_string();
            let does = if fetches { "fetches" } else { "other" };
            let args = [("does", does), ("script", told.as_str()), ("records", &records)];
            out.add_at(if fetches { Level::Medium } else { Level::Low }, sighting.first, told.as_str(), &args);
        }
    }
}
