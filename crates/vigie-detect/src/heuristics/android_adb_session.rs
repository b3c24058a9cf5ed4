//! What a computer did over the debugging bridge, as the intrusion log keeps it: installing, granting rights and changing
//! settings each by itself, everything else by kind.
//!
//! An acquisition with AndroidQF is such a session itself, and says when it began and ended. What falls into that time is
//! told as one, but for the commands that AndroidQF does not run.

use std::collections::BTreeMap;

use vigie_artifacts::android::intrusion_log::IntrusionEntry;
use vigie_artifacts::androidqf::acquisition::AcquisitionInfo;
use vigie_model::{Level, Meaning, Timestamp};

use super::times::minute;
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Events that are remembered.
const MOST: usize = 20_000;

/// Nanoseconds by which the clock of the computer, which times the acquisition, and that of the phone may differ.
const APART: i64 = 5 * 60 * 1_000_000_000;

/// Commands with which software is installed, given rights or hidden: words that stand one behind the other. AndroidQF runs
/// none of them.
const COMMANDS: &[&[&str]] = &[
    &["am", "instrument"],
    &["app_process"],
    &["appops", "set"],
    &["cmd", "package", "disable-user"],
    &["cmd", "package", "grant"],
    &["cmd", "package", "hide"],
    &["cmd", "package", "install"],
    &["cmd", "package", "install-create"],
    &["cmd", "package", "uninstall"],
    &["dpm"],
    &["pm", "disable-user"],
    &["pm", "grant"],
    &["pm", "hide"],
    &["pm", "install"],
    &["pm", "install-create"],
    &["pm", "uninstall"],
    &["settings", "put"],
];

/// See the module.
pub struct AndroidAdbSession;

impl Heuristic for AndroidAdbSession {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_adb_session",
        version: 3,
        artifacts: &["android_intrusion_log", "androidqf_acquisition"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "Android Developers, SecurityLog, TAG_ADB_SHELL_CMD and others; Amnesty International, A Digital Prison (2024), on spyware that was installed with adb",
    };
}

/// What is told of together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// A command of weight.
    Command(String),
    /// Other events of a kind.
    Kind(String),
}

/// Events, and when AndroidQF was at work.
#[derive(Default)]
pub struct State {
    events: Vec<(What, Kept)>,
    acquisitions: Vec<Acquired>,
}

/// From when to when an acquisition went on. One without an end took the log with it, so nothing in it is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Acquired {
    started: Timestamp,
    completed: Option<Timestamp>,
}

impl Acquired {
    fn holds(&self, at: Timestamp) -> bool {
        let begun = self.started.unix_nanos().saturating_sub(APART) <= at.unix_nanos();
        let ended = self.completed.is_some_and(|end| end.unix_nanos().saturating_add(APART) < at.unix_nanos());
        begun && !ended
    }
}

/// The earliest of several events, and how many there are.
fn joined<K: Ord>(events: impl Iterator<Item = (K, Kept)>) -> BTreeMap<K, (Kept, u64)> {
    let mut all: BTreeMap<K, (Kept, u64)> = BTreeMap::new();
    for (key, kept) in events {
        let rank = |kept: &Kept| (kept.time.is_none(), kept.time, kept.source.clone(), kept.place.clone());
        match all.get_mut(&key) {
            None => drop(all.insert(key, (kept, 1))),
            Some((first, count)) => {
                *count = count.saturating_add(1);
                if rank(&kept) < rank(first) {
                    *first = kept;
                }
            }
        }
    }
    all
}

/// Whether a command is one of those above, as the whole words that they are. `adb install` puts each word in quotes.
fn is_weighty(command: &str) -> bool {
    let ends = [' ', '\t', '\n', ';', '&', '|', '(', ')', '`', '\'', '"'];
    let words: Vec<&str> = command.split(ends).filter(|word| !word.is_empty()).collect();
    COMMANDS.iter().any(|wanted| words.windows(wanted.len()).any(|words| words == *wanted))
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(acquisition) = seen.get::<AcquisitionInfo>() {
            let completed = acquisition.completed;
            return self.acquisitions.extend(acquisition.started.map(|started| Acquired { started, completed }));
        }
        let Some(entry) = seen.get::<IntrusionEntry>() else { return };
        let Some(tag) = entry.tag().filter(|tag| tag.starts_with("adb_")) else { return };
        if self.events.len() >= MOST {
            return seen.forget();
        }
        let what = match entry.text("command") {
            Some(command) if is_weighty(command) => What::Command(command.to_owned()),
            _ => What::Kind(tag.to_owned()),
        };
        self.events.push((what, seen.keep()));
    }

    fn finish(&mut self, out: &mut Found) {
        self.acquisitions.sort_unstable();
        let acquired = |kept: &Kept| {
            let at = kept.time?;
            self.acquisitions.iter().find(|acquired| acquired.holds(at)).copied()
        };
        let events = std::mem::take(&mut self.events);
        let (own, others): (Vec<_>, Vec<_>) = events
            .into_iter()
            .map(|(what, kept)| (acquired(&kept), what, kept))
            .partition(|(of, what, _)| of.is_some() && matches!(what, What::Kind(_)));
        let others = others.into_iter().map(|(of, what, kept)| ((of.is_some(), what), kept));
        for ((meanwhile, what), (first, records)) in joined(others) {
            let (level, what, command) = match &what {
                What::Command(command) if meanwhile => (Level::Low, "command_meanwhile", command.as_str()),
                What::Command(command) => (Level::Low, "command", command.as_str()),
                What::Kind(tag) => (Level::Info, tag.as_str(), "-"),
            };
            let records = records.to_string();
            let args = [("what", what), ("command", command), ("records", &records), ("from", "-"), ("to", "-")];
            out.add_at(level, first, if command == "-" { what } else { command }, &args);
        }
        let own = own.into_iter().filter_map(|(of, _, kept)| Some((of?, kept)));
        for (of, (first, records)) in joined(own) {
            let (from, to) = (minute(Some(of.started)), minute(of.completed));
            let records = records.to_string();
            let args = [("what", "androidqf"), ("command", "-"), ("records", &records), ("from", &from), ("to", &to)];
            out.add_at(Level::Info, first, "AndroidQF", &args);
        }
    }
}
