//! An Android phone of any size: its bug report, and what AndroidQF writes of it.
//!
//! The forms are those that the artifacts of `vigie-artifacts` name as their sources (AOSP's `dumpstate` and `dumpsys`;
//! the code of AndroidQF), read off there and written by hand: no line comes from a real phone.

pub mod bugreport;
mod filler;
pub mod quick_forensics;

use crate::random::Random;

/// How much there is on the phone.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Installed applications, besides the handful that every phone here has.
    pub packages: u64,
    /// Lines of the log, running processes and files, each.
    pub lines: u64,
    /// A bug report is filled up to about so many bytes: logs, stack traces, services (see `filler.rs`).
    pub bytes: u64,
    /// Seed of the generator.
    pub seed: u64,
    /// Plants traces: see `samples/README.md`.
    pub traces: bool,
}

impl Scale {
    /// The samples of the repository.
    pub const fn sample() -> Self {
        Self { packages: 8, lines: 60, bytes: 0, seed: 1, traces: true }
    }
}

/// The build that the phone states everywhere.
const FINGERPRINT: &str = "google/shiba/shiba:14/AP1A.240405.002/11480754:user/release-keys";

/// An installed application.
#[derive(Debug, Clone)]
struct App {
    id: String,
    uid: u64,
    /// Who installed it; nobody, if it came with the system.
    installer: Option<&'static str>,
    /// Rights it holds.
    granted: Vec<&'static str>,
}

const STORE: &str = "com.android.vending";
const BY_HAND: &str = "com.google.android.packageinstaller";

fn permission(short: &str) -> String {
    format!("android.permission.{short}")
}

/// What the names of ordinary applications are put together of.
const WORDS: [&str; 12] = [
    "notes", "weather", "transit", "recipes", "chess", "radio", "garden", "podcast", "museum", "cycling", "choir",
    "atlas",
];

/// Everything installed, in the order of the identifiers of its users.
fn apps(scale: &Scale) -> Vec<App> {
    let mut random = Random::new(scale.seed).fork("packages");
    let system = |id: &str, uid| App { id: id.to_owned(), uid, installer: None, granted: Vec::new() };
    let mut apps = vec![
        system("android", 1000),
        system("com.android.systemui", 10_090),
        system("com.android.phone", 1001),
        // A well-known accessibility service from the shop: innocent.
        App {
            id: "com.google.android.marvin.talkback".to_owned(),
            uid: 10_110,
            installer: Some(STORE),
            granted: Vec::new(),
        },
    ];
    for n in 0..scale.packages {
        let word = random.pick(&WORDS);
        let granted = if random.chance(30) { vec!["CAMERA", "READ_CONTACTS"] } else { vec!["INTERNET"] };
        let id = format!("org.example.{word}{n}");
        apps.push(App { id, uid: 10_200 + n, installer: Some(STORE), granted });
    }
    if scale.traces {
        let granted =
            vec!["READ_SMS", "RECEIVE_SMS", "RECORD_AUDIO", "ACCESS_FINE_LOCATION", "READ_CALL_LOG", "READ_CONTACTS"];
        let uid = 10_200 + scale.packages;
        apps.push(App { id: HELPER.to_owned(), uid, installer: Some(BY_HAND), granted });
    }
    apps
}

/// The application that the traces plant.
const HELPER: &str = "com.example.systemhelper";
/// A file of the traces, where no shop puts one.
const PLANTED: &str = "/data/local/tmp/.helper/run";

/// `HH:MM:SS` so many seconds after noon of the day of the phone, at most to the evening.
fn clock(seconds: u64) -> String {
    let at = 12 * 3600 + seconds % (6 * 3600);
    format!("{:02}:{:02}:{:02}", at / 3600, at / 60 % 60, at % 60)
}

/// Properties of the system, as `getprop` prints them.
fn properties() -> String {
    let pairs = [
        ("persist.sys.timezone", "Europe/Paris"),
        ("ro.boot.flash.locked", "1"),
        ("ro.boot.vbmeta.device_state", "locked"),
        ("ro.boot.verifiedbootstate", "green"),
        ("ro.build.fingerprint", FINGERPRINT),
        ("ro.build.type", "user"),
        ("ro.build.version.release", "14"),
        ("ro.build.version.security_patch", "2024-04-05"),
        ("ro.product.manufacturer", "Google"),
        ("ro.product.model", "Pixel 8"),
    ];
    let lines: Vec<String> = pairs.into_iter().map(|(key, value)| format!("[{key}]: [{value}]\n")).collect();
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_scale_gives_the_same_phone() {
        let scale = Scale { packages: 100, ..Scale::sample() };
        assert_eq!(bugreport::text(&scale), bugreport::text(&scale));
        assert_ne!(bugreport::text(&scale), bugreport::text(&Scale { seed: 2, ..scale.clone() }));
        let clean = Scale { traces: false, ..scale };
        assert!(!bugreport::text(&clean).contains(HELPER));
        assert!(
            quick_forensics::files(&clean).iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains(HELPER))
        );
    }

    #[test]
    fn a_report_grows_to_the_size_that_was_asked_for() {
        let small = bugreport::text(&Scale::sample()).len();
        let large = bugreport::text(&Scale { bytes: 3_000_000, ..Scale::sample() }).len();
        assert!(small < 60_000 && (3_000_000..3_100_000).contains(&large), "{small} {large}");
    }
}
