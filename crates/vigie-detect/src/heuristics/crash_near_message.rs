//! Crashes of the services that open what a message brings. Exploits that need no click have crashed them: FORCEDENTRY
//! crashed IMTranscoderAgent, a later one of the same maker the service that BlastDoor is.
//!
//! Only times are compared. A single crash near a message is a remark; a row of them, or the services of messages and of
//! media together, is a lead. The other services of both lists, the pairing and the three numbers below are vigie's own.

use std::collections::BTreeSet;

use vigie_artifacts::ios::crash_reports::CrashEntry;
use vigie_artifacts::ios::sms::SmsMessage;
use vigie_model::{Level, Meaning, Timestamp};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct CrashNearMessage;

/// Services that open messages.
const MESSAGES: &[&str] =
    &["IMTranscoderAgent", "MessagesBlastDoorService", "IDSBlastDoorService", "IMDPersistenceAgent", "imagent"];
/// Services that open pictures, sounds and pages, of messages among other things.
const MEDIA: &[&str] = &["mediaplaybackd", "mediaparserd", "com.apple.WebKit.WebContent", "MessagesViewService"];

/// Crashes closer together than this belong together, in seconds.
const TOGETHER: i64 = 600;
/// A message so long before a crash is near it, in seconds.
const NEAR: i64 = 120;
/// So many crashes of a service of messages are a row.
const ROW: usize = 3;

impl Heuristic for CrashNearMessage {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "crash_near_message",
        version: 1,
        artifacts: &["ios_crash_reports", "ios_sms"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Medium,
        source: "Citizen Lab, FORCEDENTRY (2021) and Triple Threat (2023): crashes of IMTranscoderAgent and MessagesBlastDoorService; grouping and numbers: vigie",
    };
}

struct Crash {
    at: i64,
    process: String,
    of_messages: bool,
    kept: Kept,
}

/// Crashes, and when messages came.
#[derive(Default)]
pub struct State {
    crashes: Vec<Crash>,
    received: BTreeSet<i64>,
}

fn seconds(at: Timestamp) -> i64 {
    at.instant().as_second()
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(message) = seen.get::<SmsMessage>() {
            if message.from_me != Some(true)
                && let Some(at) = message.date
            {
                self.received.insert(seconds(at));
            }
            return;
        }
        let Some(CrashEntry::Report(report)) = seen.get::<CrashEntry>() else {
            return;
        };
        let (Some("crash"), Some(process), Some(at)) =
            (report.kind, report.process.as_deref().or(report.name.as_deref()), report.captured.or(report.time))
        else {
            return;
        };
        let of_messages = MESSAGES.contains(&process);
        if of_messages || MEDIA.contains(&process) {
            let (at, process, kept) = (seconds(at), process.to_owned(), seen.keep());
            self.crashes.push(Crash { at, process, of_messages, kept });
        }
    }

    fn finish(&mut self, out: &mut Found) {
        self.crashes.sort_by(|a, b| (a.at, &a.kept).cmp(&(b.at, &b.kept)));
        let mut rest = self.crashes.as_slice();
        while let Some(first) = rest.first() {
            let mut count = 1;
            while rest.get(count).is_some_and(|next| next.at - rest[count - 1].at <= TOGETHER) {
                count += 1;
            }
            let (group, behind) = rest.split_at(count);
            rest = behind;
            let of_messages = group.iter().filter(|crash| crash.of_messages).count();
            let chain = of_messages > 0 && of_messages < group.len();
            let near = |crash: &Crash| self.received.range(crash.at - NEAR..=crash.at).next().is_some();
            let message = group.iter().any(near);
            let (level, kind) = match (of_messages >= ROW, chain, message) {
                (true, ..) => (Level::Medium, "row"),
                (false, true, _) => (Level::Medium, "chain"),
                (false, false, true) => (Level::Low, "one"),
                (false, false, false) => continue,
            };
            let names: BTreeSet<&str> = group.iter().map(|crash| crash.process.as_str()).collect();
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            let count = group.len().to_string();
            let message = if message { "yes" } else { "no" };
            let args = [("kind", kind), ("names", &*names), ("count", &count), ("message", message)];
            out.add_at(level, first.kept.clone(), names.as_str(), &args);
        }
    }
}
