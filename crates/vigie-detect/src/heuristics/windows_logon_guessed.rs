//! Many logons that failed, and then one from the same computer that did not.
//!
//! Numbers are vigie's own: ten failures within the hour before the success. A logon over the network or by remote desktop
//! counts, of a person's account.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::windows::events::logons::Logon;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

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
    came_in: BTreeMap<String, BTreeMap<i64, (i64, String, Kept)>>,
    failures: usize,
    successes: usize,
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
        let account = logon.account.clone().unwrap_or_default();
        if logon.outcome == "failure" {
            if self.failures >= MOST {
                return seen.forget();
            }
            self.failures += 1;
            self.failed.entry(from.to_owned()).or_default().push((at, account));
        } else if logon.outcome == "success" && is_person(&account) {
            if self.successes >= MOST {
                return seen.forget();
            }
            let bucket = self.came_in.entry(from.to_owned()).or_default().entry(at / BUCKET);
            let (latest, account_of, kept) = bucket.or_insert_with(|| {
                self.successes += 1;
                (at, account.clone(), seen.keep())
            });
            if at > *latest {
                (*latest, *account_of, *kept) = (at, account, seen.keep());
            }
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (from, mut failed) in std::mem::take(&mut self.failed) {
            failed.sort();
            let Some(came_in) = self.came_in.remove(&from) else { continue };
            // The first success that fits says it all.
            for (at, account, kept) in came_in.into_values() {
                let begins = failed.partition_point(|(failed, _)| *failed < at - BEFORE);
                let ends = failed.partition_point(|(failed, _)| *failed <= at);
                let before = failed.get(begins..ends).unwrap_or_default();
                let tried: Vec<&str> = before.iter().map(|(_, account)| account.as_str()).collect();
                if tried.len() < FAILURES {
                    continue;
                }
                let failures = tried.len().to_string();
                let accounts = tried.into_iter().collect::<BTreeSet<_>>().len().to_string();
                let args =
                    [("from", from.as_str()), ("failures", &failures), ("accounts", &accounts), ("account", &account)];
                out.add(kept, format!("{account} from {from}"), &args);
                break;
            }
        }
    }
}
