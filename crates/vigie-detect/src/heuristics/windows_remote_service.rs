//! A service that was installed from another computer: its installation follows within a minute upon that computer opening
//! the pipe of the service manager (`svcctl`, event 5145), or within ten seconds upon a logon over the network of the account
//! that installed it.
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
    sid: Option<String>,
}

/// A service that was installed.
struct Installed {
    at: i64,
    computer: String,
    name: String,
    by: Option<String>,
    kept: Kept,
}

/// What came, and what was installed.
#[derive(Default)]
pub struct State {
    pipes: Vec<Came>,
    logons: Vec<Came>,
    installed: Vec<Installed>,
}

impl Came {
    /// Whether it was the account that installed a service, which events name or give as a SID.
    fn is(&self, by: Option<&str>) -> bool {
        by.is_some_and(|by| self.account.eq_ignore_ascii_case(by) || self.sid.as_deref() == Some(by))
    }
}

fn came(head: &vigie_artifacts::windows::Head, address: Option<&str>, account: Option<&str>) -> Option<Came> {
    let own = ["127.0.0.1", "::1", "LOCAL"];
    let from = address.filter(|address| !own.contains(address))?.to_owned();
    let at = head.time?.instant().as_second();
    let computer = head.computer.as_deref()?.to_lowercase();
    Some(Came { at, computer, from, account: account.unwrap_or("?").to_owned(), sid: None })
}

/// Adds one where there is room, and tells where there is none.
fn remember<T>(known: &mut Vec<T>, one: Option<T>, seen: &Seen<'_>) {
    if one.is_some() && known.len() >= MOST {
        seen.forget();
    } else {
        known.extend(one);
    }
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(logon) = seen.get::<Logon>() {
            if logon.outcome == "success" && logon.logon_type == Some(3) {
                let came = came(&logon.head, logon.address.as_deref(), logon.account.as_deref());
                remember(&mut self.logons, came.map(|came| Came { sid: logon.sid.clone(), ..came }), seen);
            }
        } else if let Some(opened) = seen.get::<ShareOpened>() {
            let is_pipe = opened.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("svcctl"));
            if is_pipe {
                let came = came(&opened.head, opened.address.as_deref(), opened.account.as_deref());
                remember(&mut self.pipes, came, seen);
            }
        } else if let Some(service) = seen.get::<ServiceInstalled>()
            && let (Some(at), Some(computer)) = (service.head.time, service.head.computer.as_deref())
        {
            let installed = Installed {
                at: at.instant().as_second(),
                computer: computer.to_lowercase(),
                name: service.name.clone().unwrap_or_else(|| "?".to_owned()),
                by: service.by.clone(),
                kept: seen.keep(),
            };
            remember(&mut self.installed, Some(installed), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for came in [&mut self.pipes, &mut self.logons] {
            came.sort_by(|a, b| (a.at, &a.computer, &a.from).cmp(&(b.at, &b.computer, &b.from)));
        }
        let mut installed = std::mem::take(&mut self.installed);
        installed.sort_by(|a, b| (a.at, &a.kept).cmp(&(b.at, &b.kept)));
        // Two events may tell of one installation.
        let mut told = BTreeSet::new();
        for service in installed {
            let last = |all: &[Came], before: i64, fits: &dyn Fn(&Came) -> bool| {
                let end = all.partition_point(|came| came.at <= service.at);
                let mut near = all[..end].iter().rev().take_while(|came| service.at - came.at <= before);
                let found = near.find(|came| came.computer == service.computer && fits(came));
                found.map(|came| (came.from.clone(), came.account.clone()))
            };
            let pipe = last(&self.pipes, PIPE, &|_| true).map(|found| ("pipe", found));
            let logon = || Some(("logon", last(&self.logons, LOGON, &|came| came.is(service.by.as_deref()))?));
            let Some((how, (from, account))) = pipe.or_else(logon) else { continue };
            let name = service.name;
            if told.insert((service.computer, name.clone(), from.clone(), service.at / PIPE)) {
                let args = [("how", how), ("name", name.as_str()), ("from", &from), ("account", &account)];
                out.add(service.kept, format!("{name} from {from}"), &args);
            }
        }
    }
}
