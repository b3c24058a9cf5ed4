//! Numbers of records that are missing in the middle of an event log. Windows numbers them without a gap; a tool that takes
//! single records out, so that nothing says the log was cleared, was published in 2017.

use vigie_artifacts::windows::events::event_logs::EventLog;
use vigie_model::{Level, Meaning};

use super::times::minute;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsLogGap;

impl Heuristic for WindowsLogGap {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_log_gap",
        version: 1,
        artifacts: &["windows_event_logs"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Low,
        source: "Fox-IT, Detection and recovery of NSA's covered up tracks (2017), on DanderSpritz eventlogedit; MITRE ATT&CK T1070.001",
    };
}

/// Nothing is remembered.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(log) = seen.get::<EventLog>() else { return };
        // What is damaged misses records too, and a log copied while it is written may.
        let (false, 0, Some(first)) = (log.open, log.damaged, log.gaps.first()) else { return };
        let missing: u64 = log.gaps.iter().fold(0, |sum, gap| sum.saturating_add(gap.missing));
        let (missing, after) = (missing.to_string(), first.after.to_string());
        let (from, to) = (minute(first.from), minute(first.to));
        let args =
            [("log", log.channel.as_str()), ("missing", &missing), ("after", &after), ("from", &from), ("to", &to)];
        out.add(seen.keep(), format!("{}: {missing} after {after}", log.channel), &args);
    }
}
