//! What runs on a phone at one moment: launchd, programs of iOS, some applications and their extensions.

use super::{Installed, Shape, programs};
use crate::random::Random;
use crate::time::Moment;

/// A process.
#[derive(Debug, Clone)]
pub struct Running {
    /// Its number.
    pub pid: i64,
    /// The number of its parent.
    pub parent: i64,
    /// The number of its user.
    pub uid: i64,
    /// Its user.
    pub user: &'static str,
    /// The path of its program.
    pub path: String,
    /// What follows it on its command line.
    pub arguments: Option<&'static str>,
    /// When it began.
    pub started: Moment,
}

impl Running {
    /// The last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Programs that run on every phone at all times.
const ALWAYS: &[&str] =
    &["launchd", "backboardd", "SpringBoard", "logd", "configd", "locationd", "apsd", "lockdownd", "trustd", "nfcd"];

/// Programs that run for a moment, or for developers, and that a clean list does not show.
const SELDOM: &[&str] = &["debugserver", "dtrace", "sysctl", "scutil", "nvram", "fsck", "mount", "log", "ddt", "df"];

fn user(name: &str) -> (i64, &'static str) {
    match name {
        "symptomsd" | "nsurlsessiond" => (24, "_networkd"),
        "mDNSResponder" | "mDNSResponderHelper" => (65, "_mdnsresponder"),
        "CommCenter" => (25, "_wireless"),
        "launchd" | "logd" | "configd" | "locationd" | "lockdownd" | "installd" | "powerd" | "amfid" | "fseventsd"
        | "diskarbitrationd" | "notifyd" | "securityd" | "keybagd" | "UserEventAgent" | "wifid" | "bluetoothd"
        | "thermalmonitord" | "cryptexd" | "trustd" | "ps" | "sysdiagnosed" => (0, "root"),
        _ => (501, "mobile"),
    }
}

fn arguments(name: &str) -> Option<&'static str> {
    match name {
        "UserEventAgent" => Some("(System)"),
        "keybagd" => Some("-t 15"),
        "cfprefsd" => Some("daemon"),
        "ps" => Some("axo user,uid,pid,ppid,command"),
        _ => None,
    }
}

pub(super) fn running(
    shape: &Shape,
    random: &Random,
    apps: &[Installed],
    booted: Moment,
    traces: bool,
) -> Vec<Running> {
    let mut random = random.fork("running");
    let mut all: Vec<Running> = Vec::new();
    let mut pid = 0;
    let mut add = |path: String, uid: (i64, &'static str), arguments, started: Moment, all: &mut Vec<Running>| {
        pid = if pid == 0 { 1 } else { pid + random.range(1, 7) };
        let parent = i64::from(pid > 1);
        all.push(Running { pid, parent, uid: uid.0, user: uid.1, path, arguments, started });
    };
    let mut chance = Random::new(u64::from(shape.major)).fork("which");
    let seconds = shape.taken.unix() - booted.unix();
    let mut seen = std::collections::BTreeSet::new();
    for path in std::iter::once("/sbin/launchd".to_owned()).chain(programs::paths()) {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let wanted = ALWAYS.contains(&&*name) || (chance.chance(45) && !SELDOM.contains(&&*name));
        if wanted && seen.insert(name.clone()) {
            let started = booted.plus_seconds(if name == "launchd" { 0 } else { chance.range(1, seconds.max(2)) });
            add(path, user(&name), arguments(&name), started, &mut all);
        }
    }
    let mobile = (501, "mobile");
    for app in apps {
        let started = booted.plus_seconds(chance.range(60, seconds.max(61)));
        add(app.program(), mobile, None, started, &mut all);
        if let Some(extension) = app.extension {
            let path = format!("{}/PlugIns/{extension}.appex/{extension}", app.bundle_path());
            add(path, mobile, None, started.plus_seconds(3), &mut all);
        }
    }
    if traces {
        let at = booted.plus_seconds(seconds / 2);
        let root = (0, "root");
        // The places of Predator and Pegasus; the argument is `203.0.113.7:8443` in base64.
        add("/private/var/tmp/UserEventAgent".to_owned(), root, Some("MjAzLjAuMTEzLjc6ODQ0Mw=="), at, &mut all);
        let staged = "/private/var/db/com.apple.xpc.roleaccountd.staging/vigietestd";
        add(staged.to_owned(), root, None, at.plus_seconds(2), &mut all);
        if let Some(app) = apps.first() {
            add(format!("{}/helper", app.bundle_path()), root, None, at.plus_seconds(5), &mut all);
        }
    }
    all
}
