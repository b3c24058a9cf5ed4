//! Computers that may debug the device over a cable or the network, and whether debugging is switched on.
//!
//! AndroidQF works over the cable: that debugging is on is no sign then, and the key of its own computer is told as such.

use std::collections::BTreeSet;

use vigie_artifacts::android::adb_keys::AdbKey;
use vigie_artifacts::android::settings::Setting;
use vigie_artifacts::android::usb_log::UsbNote;
use vigie_artifacts::androidqf::acquisition::AcquisitionInfo;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidAdbKeys;

impl Heuristic for AndroidAdbKeys {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_adb_keys",
        version: 4,
        artifacts: &[
            "android_adb_keys",
            "android_adb_keys_file",
            "android_settings",
            "android_settings_xml",
            "android_usb_log",
            "androidqf_acquisition",
        ],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Info,
        source: "Android Developers, Android Debug Bridge; Mobile Verification Toolkit, modules DumpsysADBState and SamsungSFSLogs; Amnesty International, A Digital Prison (2024), on spyware that was installed with adb",
    };
}

/// Keys by fingerprint, and settings that switch debugging on.
#[derive(Default)]
pub struct State {
    keys: Sightings,
    /// Those that were allowed once, by a log.
    noted: Sightings,
    switches: Sightings,
    /// The device was acquired with AndroidQF, on computers with these keys.
    by_androidqf: bool,
    own: BTreeSet<String>,
}

/// What a key is called, between fingerprint and comment.
const BETWEEN: char = '\t';

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(acquisition) = seen.get::<AcquisitionInfo>() {
            self.by_androidqf = true;
            self.own.extend(acquisition.host_key.clone());
        } else if let Some(key) = seen.get::<AdbKey>() {
            let (fingerprint, comment) = (key.fingerprint.as_deref(), key.comment.as_deref());
            let key = format!("{}{BETWEEN}{}", fingerprint.unwrap_or_default(), comment.unwrap_or_default());
            self.keys.note(&key, seen);
        } else if let Some(note) = seen.get::<UsbNote>().filter(|note| note.allows()) {
            // A computer that was allowed once and is in no list any more stands only here.
            if let UsbNote::Computer { fingerprint: Some(fingerprint), comment, .. } = note {
                let key = format!("{fingerprint}{BETWEEN}{}", comment.as_deref().unwrap_or_default());
                self.noted.note(&key, seen);
            }
        } else if let Some(setting) = seen.get::<Setting>()
            && ["adb_enabled", "adb_wifi_enabled"].contains(&setting.name.as_str())
            && setting.value.as_deref() == Some("1")
        {
            self.switches.note(&setting.name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let mut listed = BTreeSet::new();
        for (key, sighting) in self.keys.take() {
            let (fingerprint, comment) = key.split_once(BETWEEN).unwrap_or((&key, ""));
            listed.insert(fingerprint.to_owned());
            let what = match (fingerprint, comment) {
                (own, "") if self.own.contains(own) => "own_unnamed",
                (own, _) if self.own.contains(own) => "own",
                ("", _) => "unread",
                (_, "") => "unnamed",
                _ => "key",
            };
            let args = [("what", what), ("fingerprint", fingerprint), ("comment", comment)];
            out.add(sighting.first, if what == "unread" { "a key" } else { fingerprint }, &args);
        }
        for (key, sighting) in self.noted.take() {
            let (fingerprint, comment) = key.split_once(BETWEEN).unwrap_or((&key, ""));
            if !listed.contains(fingerprint) && !self.own.contains(fingerprint) {
                let what = if comment.is_empty() { "noted_unnamed" } else { "noted" };
                let args = [("what", what), ("fingerprint", fingerprint), ("comment", comment)];
                out.add(sighting.first, fingerprint, &args);
            }
        }
        for (switch, sighting) in self.switches.take() {
            if switch == "adb_enabled" && self.by_androidqf {
                continue;
            }
            let what = if switch == "adb_enabled" { "cable" } else { "network" };
            let args = [("what", what), ("fingerprint", "-"), ("comment", "-")];
            out.add(sighting.first, format!("{switch}=1"), &args);
        }
    }
}
