//! Devices that were paired by Bluetooth, and who switched Bluetooth on and off, with times.
//!
//! A paired keyboard types for the owner, and a paired computer can be sent contacts and messages.
//!
//! Format: `dumpsys bluetooth_manager`. Below `Bonded devices:` (AOSP `AdapterProperties.dump`) `41:42:B2:14:0C:C4 [ DUAL ] Earbuds`,
//! in newer versions with the class of the device (`[BR/EDR][ 0x240404 ]`; numbers: Bluetooth Assigned Numbers, 2.8). Below
//! `Enable log:` (AOSP `BluetoothManagerService`, `ActiveLog`; since Android 8) the last twenty changes, until Android 13
//! `05-08 17:08:45 Disabled  due to APPLICATION_REQUEST by com.android.systemui`, from 14 `06-10 09:02:09.543 <tab>Package [android]
//! requested to [Enable]. <tab>Reason is SYSTEM_BOOT`, and in the newest versions a table `01-15 10:00:00.000 Enable     SYSTEM_BOOT
//! android`. Times are local and without a year. Other readers: Perfetto, whose comments are the example of one form.
//!
//! A name is text of the other device: with a line break it can look like one more device, or like the end of the list.

use std::collections::BTreeSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{TextLine, between, is_package, present};
use super::{BESIDE, DUMPSTATE, DeviceTime, Dumpstate, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Bluetooth;

/// A device that was paired.
#[derive(Debug, Serialize)]
pub struct BondedDevice {
    /// Its address, of which some versions show only the end.
    pub address: String,
    /// `br/edr`, `le`, `dual`.
    pub transport: String,
    /// Its class, as a number in hexadecimal.
    pub class: Option<String>,
    /// What sort of device that is (`computer`, `phone`, `audio`, `keyboard`, `wearable` …).
    pub sort: Option<&'static str>,
    /// What it calls itself.
    pub name: Option<String>,
    /// Another one of this address is listed before, or a line that is none, or it stands behind the end of the list.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
}

impl BondedDevice {
    /// Whether its transport is one of those that the system writes.
    fn is_plain(&self) -> bool {
        ["br/edr", "le", "dual", "????"].contains(&self.transport.as_str())
    }
}

/// Bluetooth was switched on or off.
#[derive(Debug, Serialize)]
pub struct BluetoothSwitch {
    /// When.
    pub at: Option<DeviceTime>,
    /// On, not off.
    pub on: bool,
    /// Only for devices of low energy.
    pub low_energy_only: bool,
    /// Why (`APPLICATION_REQUEST`, `SYSTEM_BOOT`, `AIRPLANE_MODE` …).
    pub reason: String,
    /// By whom.
    pub package: Option<String>,
}

/// What is told.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum BluetoothEntry {
    /// A device.
    Device(BondedDevice),
    /// A change.
    Switch(BluetoothSwitch),
}

impl Record for BluetoothEntry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Device(_) => None,
            Self::Switch(switch) => DeviceTime::at(switch.at.as_ref()),
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            see(Moment { what: "switched", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self {
            Self::Device(device) => {
                if let Some(name) = &device.name {
                    see(Observable::text(name));
                }
            }
            Self::Switch(switch) => {
                if let Some(package) = &switch.package {
                    see(Observable::app_id(package));
                }
            }
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Device(device) => format!("paired by Bluetooth: {}", device.sort.unwrap_or("a device")),
            Self::Switch(switch) => {
                let to = if switch.on { "on" } else { "off" };
                let by = switch.package.as_deref().unwrap_or("unknown");
                format!("Bluetooth was switched {to} by {by}: {}", switch.reason)
            }
        }
    }
}

/// Devices that are remembered; more were never paired with one phone.
const MOST: usize = 2000;

/// The sorts of devices, by the major class.
const SORTS: &[(u32, &str)] = &[
    (1, "computer"),
    (2, "phone"),
    (3, "network"),
    (4, "audio"),
    (5, "input"),
    (6, "imaging"),
    (7, "wearable"),
    (8, "toy"),
    (9, "health"),
];

/// The sort of a class. Of devices for input, bit 6 says that there are keys.
fn sort_of(class: &str) -> Option<&'static str> {
    let class = u32::from_str_radix(class.strip_prefix("0x")?, 16).ok()?;
    let major = class.checked_shr(8)? & 0x1f;
    if major == 5 && class & 0x40 != 0 {
        return Some("keyboard");
    }
    SORTS.iter().find(|(number, _)| *number == major).map(|(_, sort)| *sort)
}

/// Whether a word is an address, perhaps with `XX` for what is hidden.
fn is_address(word: &str) -> bool {
    let mut parts = word.split(':');
    let is_part = |part: &str| part.len() == 2 && (part == "XX" || part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    parts.by_ref().take(6).filter(|part| is_part(part)).count() == 6 && parts.next().is_none()
}

/// `41:42:B2:14:0C:C4 [ DUAL ][ 0x240404 ] Earbuds`
fn device(text: &str) -> Option<BondedDevice> {
    let (address, rest) = text.split_once(' ').filter(|(address, _)| is_address(address))?;
    let (transport, rest) = rest.trim_start().strip_prefix('[')?.split_once(']')?;
    let class = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let class = class.filter(|(class, _)| class.trim().starts_with("0x"));
    let (class, name) = class.map_or((None, rest), |(class, rest)| (Some(class.trim().to_owned()), rest));
    Some(BondedDevice {
        address: address.to_ascii_lowercase(),
        transport: transport.trim().to_ascii_lowercase(),
        sort: class.as_deref().and_then(sort_of),
        class,
        name: present(name),
        disputed: false,
    })
}

/// What an entry of the log says behind its time: the action, the reason, and by whom.
fn switch(text: &str) -> Option<(&str, &str, &str)> {
    if let Some(rest) = text.strip_prefix("Package [") {
        let (package, rest) = rest.split_once("] requested to [")?;
        let (action, rest) = rest.split_once(']')?;
        return Some((action, between(rest, "Reason is ", "")?, package));
    }
    let (action, rest) = text.split_once(' ')?;
    let (reason, package) = match rest.trim_start().strip_prefix("due to ") {
        Some(rest) => rest.rsplit_once(" by ")?,
        None => rest.trim().rsplit_once(' ')?,
    };
    Some((action, reason, package))
}

/// `05-08 17:08:45`, and what stands behind it.
fn stamped(text: &str) -> Option<(String, &str)> {
    let (date, rest) = text.split_once(' ')?;
    let (time, rest) = rest.split_once([' ', '\t'])?;
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    (is_digit(date.chars().next()) && is_digit(time.chars().next())).then(|| (format!("{date} {time}"), rest.trim()))
}

fn entry(text: &str, dump: &Dumpstate, at: &Place, out: &mut Out<'_, BluetoothEntry>) -> Option<BluetoothSwitch> {
    let (written, rest) = stamped(text)?;
    let (action, reason, package) = switch(rest)?;
    let low_energy_only = action.ends_with("Ble");
    let on = match action.trim_end_matches("Ble") {
        "Enable" | "Enabled" => true,
        "Disable" | "Disabled" => false,
        _ => return None,
    };
    let time = dump.clock.local_without_year(&written);
    if time.is_none() && dump.clock.knows_the_year() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a time: {written}"));
    }
    let package = present(package.trim()).filter(|package| is_package(package));
    Some(BluetoothSwitch { at: time, on, low_energy_only, reason: reason.trim().to_owned(), package })
}

/// A line that does not belong where it stands. Devices are called after persons, so problems do not quote it.
fn no_device(line: &TextLine<'_>, detail: &str, out: &mut Out<'_, BluetoothEntry>) {
    out.problem(ProblemCode::LineNotUnderstood, line.at.clone(), detail);
}

/// What the lines belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    Log,
    Devices,
}

impl Artifact for Bluetooth {
    type Record = BluetoothEntry;
    const SPEC: Spec = Spec { id: "android_bluetooth", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, BluetoothEntry>) -> Result<(), ParseError> {
        let mut lacks_the_year = false;
        let read = each_section(file, &[Part::Service("bluetooth_manager")], out, |section, dump, out| {
            let (mut list, mut is_disputed, mut has_list) = (List::None, false, false);
            let mut addresses = BTreeSet::new();
            for line in section.lines() {
                let text = line.trimmed();
                match (list, text) {
                    (_, "") => list = List::None,
                    (_, "Enable log:") => list = List::Log,
                    (_, "Bonded devices:") => (list, has_list) = (List::Devices, true),
                    (List::None, _) => {
                        if let Some(found) = device(text).filter(|found| has_list && found.is_plain()) {
                            is_disputed = true;
                            no_device(&line, "a paired device behind the end of their list", out);
                            let found = BondedDevice { disputed: true, ..found };
                            out.record(line.at.clone(), BluetoothEntry::Device(found));
                        }
                    }
                    // The head of the table, and the rule below it.
                    (List::Log, _) if text.starts_with("TIMESTAMP ") || text.starts_with("---") => {}
                    (List::Log, _) => match entry(text, dump, &line.at, out) {
                        Some(switch) => {
                            lacks_the_year |= !dump.clock.knows_the_year();
                            out.record(line.at.clone(), BluetoothEntry::Switch(switch));
                        }
                        None => not_understood(&line, out),
                    },
                    // Where no blank line follows, the next value of the adapter ends the list.
                    (List::Devices, _) if line.indent() <= 2 && device(text).is_none() => list = List::None,
                    (List::Devices, _) => {
                        if let Some(found) = device(text).filter(|_| addresses.len() < MOST) {
                            is_disputed |= !addresses.insert(found.address.clone());
                            let found = BondedDevice { disputed: is_disputed, ..found };
                            out.record(line.at.clone(), BluetoothEntry::Device(found));
                        } else {
                            is_disputed = true;
                            no_device(&line, "a line among the paired devices that is none of them", out);
                        }
                    }
                }
            }
        });
        if lacks_the_year {
            let detail =
                "nothing in this text says when it was made: these events, which have no year, stay without a time";
            out.problem(ProblemCode::DescriptionMissing, Place::File, detail);
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_and_addresses() {
        assert_eq!(
            (sort_of("0x240404"), sort_of("0x002540"), sort_of("0x002580")),
            (Some("audio"), Some("keyboard"), Some("input"))
        );
        assert_eq!((sort_of("0x1f00"), sort_of("240404"), sort_of("0xx")), (None, None, None));
        assert!(is_address("XX:XX:XX:XX:0C:C4") && is_address("41:42:b2:14:0C:C4"));
        assert!(
            !is_address("41:42:B2:14:0C") && !is_address("41:42:B2:14:0C:C4:00") && !is_address("4:42:B2:14:0C:C4")
        );
    }
}
