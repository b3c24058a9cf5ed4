//! Many logons that failed, and then one from the same computer that did not.
//!
//! Numbers are vigie's own: ten failures within the hour before the success. A logon over the network or by remote desktop
//! counts, of a person's account.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::windows::events::logons::Logon;
use vigie_model::{Level, Meaning, Place};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsLogonGuessed;

/// Failures before a success.
const FAILURES: usize = 10;
/// How long before, in seconds.
const BEFORE: i64 = 3600;
/// One success is remembered for so many seconds.
const BUCKET: i64 = 300;
/// More failures, and more successes, than this are not remembered, and that is told.
const MOST: usize = 200_000;

impl Heuristic for WindowsLogonGuessed {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_logon_guessed",
        version: 1,
        artifacts: &["windows_events_logons"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Medium,
        source: "Microsoft, 4625(F): An account failed to log on; MITRE ATT&CK T1110; numbers: vigie",
    };
}

/// By where they came from.
#[derive(Default)]
pub struct State {
    failed: BTreeMap<String, Vec<(i64, String)>>,
    came_in: BTreeMap<String, BTreeMap<i64, Success>>,
    failures: usize,
    successes: usize,
}

/// The latest success of a bucket. Its record is a copy: nearly none of them is told, so nothing is written of it yet.
struct Success {
    at: i64,
    artifact: &'static str,
    source: String,
    place: Place,
    logon: Logon,
}

impl Success {
    fn new(at: i64, logon: &Logon, seen: &Seen<'_>) -> Self {
        let (artifact, source, place) = (seen.artifact, seen.source.to_owned(), seen.place.clone());
        Self { at, artifact, source, place, logon: logon.clone() }
    }
}

/// Whether an account is a person's: not a computer's, not one of the system.
fn is_person(account: &str) -> bool {
    let name = account.rsplit('\\').next().unwrap_or(account);
    !name.ends_with('$') && !["ANONYMOUS LOGON", "SYSTEM", "LOCAL SERVICE", "NETWORK SERVICE"].contains(&name)
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(logon) = seen.get::<Logon>() else { return };
        let Some(at) = logon.head.time.map(|at| at.instant().as_second()) else { return };
        let from = logon.address.as_deref().filter(|address| !["127.0.0.1", "::1"].contains(address));
        let Some(from) = from.or(logon.workstation.as_deref()) else { return };
        if !matches!(logon.logon_type, Some(3 | 8 | 10)) {
            return;
        }
        let account = logon.account.as_deref().unwrap_or_default();
        if logon.outcome == "failure" {
            if self.failures >= MOST {
                return seen.forget();
            }
            self.failures += 1;
            self.failed.entry(from.to_owned()).or_default().push((at, account.to_owned()));
        } else if logon.outcome == "success" && is_person(account) {
            if self.successes >= MOST {
                return seen.forget();
            }
            let came_in = match self.came_in.get_mut(from) {
                Some(came_in) => came_in,
                None => self.came_in.entry(from.to_owned()).or_default(),
            };
            match came_in.entry(at / BUCKET) {
                Entry::Vacant(bucket) => {
                    self.successes += 1;
                    bucket.insert(Success::new(at, logon, seen));
                }
                Entry::Occupied(mut bucket) if at > bucket.get().at => {
                    bucket.insert(Success::new(at, logon, seen));
                }
                Entry::Occupied(_) => {}
            }
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (from, mut failed) in std::mem::take(&mut self.failed) {
            failed.sort();
            let Some(came_in) = self.came_in.remove(&from) else { continue };
            // The first success that fits says it all.
            for success in came_in.into_values() {
                let account = success.logon.account.as_deref().unwrap_or_default();
                let begins = failed.partition_point(|(failed, _)| *failed < success.at - BEFORE);
                let ends = failed.partition_point(|(failed, _)| *failed <= success.at);
                let before = failed.get(begins..ends).unwrap_or_default();
                let tried: Vec<&str> = before.iter().map(|(_, account)| account.as_str()).collect();
                if tried.len() < FAILURES {
                    continue;
                }
                let failures = tried.len().to_string();
                let accounts = tried.into_iter().collect::<BTreeSet<_>>().len().to_string();
                let args =
                    [("from", from.as_str()), ("failures", &failures), ("accounts", &accounts), ("account", account)];
                let seen = Seen::new(success.artifact, &success.source, &success.place, &success.logon);
                out.add(seen.keep(), format!("{account} from {from}"), &args);
                break;
            }
        }
    }
}
