//! Microsoft Defender's protection in real time that was switched off, and what was taken out of its sight.

use vigie_artifacts::windows::events::defender::{DefenderEvent, excluded};
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsDefenderOff;

impl Heuristic for WindowsDefenderOff {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_defender_off",
        version: 1,
        artifacts: &["windows_events_defender"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Low,
        source: "Microsoft, Review event logs and error codes to troubleshoot issues with Microsoft Defender Antivirus: 5001, 5007, 5010, 5012; MITRE ATT&CK T1562.001",
    };
}

/// What was done, and to what.
#[derive(Default)]
pub struct State {
    done: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(event) = seen.get::<DefenderEvent>() else { return };
        match event.what {
            "protection_off" | "scanning_off" => self.done.note(event.what, seen),
            "setting_changed" => {
                if let Some(path) = event.new.as_deref().and_then(excluded) {
                    self.done.note(&format!("excluded {path}"), seen);
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (what, sighting) in self.done.take() {
            let (kind, path) = what.split_once(' ').unwrap_or((&what, "-"));
            let records = sighting.records.to_string();
            out.add(sighting.first, what.as_str(), &[("what", kind), ("path", path), ("records", &records)]);
        }
    }
}
