//! A service that was installed from another computer: its installation follows within a minute upon that computer opening
//! the pipe of the service manager (`svcctl`, event 5145), or within ten seconds upon a logon over the network.
//!
//! The times are vigie's own. This is how PsExec, Impacket, NotPetya and software distribution work alike.

use std::collections::BTreeSet;

use vigie_artifacts::windows::events::logons::Logon;
use vigie_artifacts::windows::events::services::ServiceInstalled;
use vigie_artifacts::windows::events::shares::ShareOpened;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct WindowsRemoteService;

/// An opened pipe so long before, in seconds.
const PIPE: i64 = 60;
/// A logon so long before, in seconds.
const LOGON: i64 = 10;
/// More than this of each is not remembered.
const MOST: usize = 100_000;

impl Heuristic for WindowsRemoteService {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_remote_service",
        version: 1,
        artifacts: &["windows_events_logons", "windows_events_services", "windows_events_shares"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "JPCERT/CC, Detecting Lateral Movement through Tracking Event Logs (2017); MITRE ATT&CK T1021.002 and T1569.002; times: vigie",
    };
}

/// Something that came from another computer.
struct Came {
    at: i64,
    computer: String,
    from: String,
    account: String,
}

/// What came, and what was installed.
#[derive(Default)]
pub struct State {
    pipes: Vec<Came>,
    logons: Vec<Came>,
    installed: Vec<(i64, String, String, Kept)>,
}

fn came(head: &vigie_artifacts::windows::Head, address: Option<&str>, account: Option<&str>) -> Option<Came> {
    let own = ["127.0.0.1", "::1", "LOCAL"];
    let from = address.filter(|address| !own.contains(address))?.to_owned();
    let at = head.time?.instant().as_second();
    let computer = head.computer.as_deref()?.to_lowercase();
    Some(Came { at, computer, from, account: account.unwrap_or("?").to_owned() })
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(logon) = seen.get::<Logon>() {
            if logon.outcome == "success" && logon.logon_type == Some(3) && self.logons.len() < MOST {
                self.logons.extend(came(&logon.head, logon.address.as_deref(), logon.account.as_deref()));
            }
        } else if let Some(opened) = seen.get::<ShareOpened>() {
            let is_pipe = opened.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("svcctl"));
            if is_pipe && self.pipes.len() < MOST {
                self.pipes.extend(came(&opened.head, opened.address.as_deref(), opened.account.as_deref()));
            }
        } else if let Some(service) = seen.get::<ServiceInstalled>()
            && let (Some(at), Some(computer)) = (service.head.time, service.head.computer.as_deref())
            && self.installed.len() < MOST
        {
            let name = service.name.clone().unwrap_or_else(|| "?".to_owned());
            self.installed.push((at.instant().as_second(), computer.to_lowercase(), name, seen.keep()));
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for came in [&mut self.pipes, &mut self.logons] {
            came.sort_by(|a, b| (a.at, &a.computer, &a.from).cmp(&(b.at, &b.computer, &b.from)));
        }
        let mut installed = std::mem::take(&mut self.installed);
        installed.sort_by(|a, b| (a.0, &a.3).cmp(&(b.0, &b.3)));
        // Two events may tell of one installation.
        let mut told = BTreeSet::new();
        for (at, computer, name, kept) in installed {
            let last = |all: &'_ [Came], before: i64| {
                let end = all.partition_point(|came| came.at <= at);
                let fits = |came: &&Came| came.computer == computer && at - came.at <= before;
                all[..end]
                    .iter()
                    .rev()
                    .take_while(|came| at - came.at <= before)
                    .find(fits)
                    .map(|came| (came.from.clone(), came.account.clone()))
            };
            let pipe = last(&self.pipes, PIPE).map(|found| ("pipe", found));
            let Some((how, (from, account))) = pipe.or_else(|| last(&self.logons, LOGON).map(|found| ("logon", found)))
            else {
                continue;
            };
            if told.insert((computer, name.clone(), from.clone(), at / PIPE)) {
                let args = [("how", how), ("name", name.as_str()), ("from", &from), ("account", &account)];
                out.add(kept, format!("{name} from {from}"), &args);
            }
        }
    }
}
