//! What a computer did over the debugging bridge, as the intrusion log keeps it: installing, granting rights and changing
//! settings each by itself, everything else by kind.

use vigie_artifacts::android::intrusion_log::IntrusionEntry;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Commands with which software is installed, given rights or hidden: words that stand one behind the other.
const COMMANDS: &[&[&str]] = &[
    &["am", "instrument"],
    &["app_process"],
    &["appops", "set"],
    &["cmd", "package", "install"],
    &["dpm"],
    &["pm", "disable-user"],
    &["pm", "grant"],
    &["pm", "hide"],
    &["pm", "install"],
    &["pm", "uninstall"],
    &["settings", "put"],
];

/// See the module.
pub struct AndroidAdbSession;

impl Heuristic for AndroidAdbSession {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_adb_session",
        version: 1,
        artifacts: &["android_intrusion_log"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "Android Developers, SecurityLog, TAG_ADB_SHELL_CMD and others; Amnesty International, A Digital Prison (2024), on spyware that was installed with adb",
    };
}

/// Commands of weight, and how often each kind of event was seen.
#[derive(Default)]
pub struct State {
    commands: Sightings,
    kinds: Sightings,
}

/// Whether a command is one of those above, as the whole words that they are.
fn is_weighty(command: &str) -> bool {
    let words: Vec<&str> = command.split([' ', ';', '&', '|', '\n']).filter(|word| !word.is_empty()).collect();
    COMMANDS.iter().any(|wanted| words.windows(wanted.len()).any(|words| words == *wanted))
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(entry) = seen.get::<IntrusionEntry>() else { return };
        let Some(tag) = entry.tag().filter(|tag| tag.starts_with("adb_")) else { return };
        match entry.text("command") {
            Some(command) if is_weighty(command) => self.commands.note(command, seen),
            _ => self.kinds.note(tag, seen),
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (command, sighting) in self.commands.take() {
            let records = sighting.records.to_string();
            let args = [("what", "command"), ("command", command.as_str()), ("records", &records)];
            out.add(sighting.first, command.as_str(), &args);
        }
        for (tag, sighting) in self.kinds.take() {
            let records = sighting.records.to_string();
            let args = [("what", tag.as_str()), ("command", "-"), ("records", &records)];
            out.add_at(Level::Info, sighting.first, tag.as_str(), &args);
        }
    }
}
