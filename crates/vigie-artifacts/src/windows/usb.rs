//! Storage devices that were plugged in: maker, product, serial number, and when.
//!
//! Format: the times are device properties of group `{83da6326-97a6-4088-9453-a1923f573b29}` (Microsoft, `devpkey.h`):
//! 0064 installed, 0065 first installed, 0066 last arrival, 0067 last removal, kept since Windows 8. Before, only the
//! time of the key is known. Other readers: RegRipper `usbstor`, USB Detective.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use super::bytes::{filetime, u64_at};
use super::hive::{Hive, Key, LOGS, Walk};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// The times among the properties.
const TIMES: &str = "Properties\\{83da6326-97a6-4088-9453-a1923f573b29}";

/// See the module.
pub struct Usb;

/// One storage device.
#[derive(Debug, Serialize)]
pub struct UsbStorage {
    /// Maker, product and revision, as the device says (`Disk&Ven_…&Prod_…&Rev_…`).
    pub device: String,
    /// Its serial number. With `&` as second letter it is one that Windows made up.
    pub serial: String,
    /// What people read.
    pub name: Option<String>,
    /// When its key was last written.
    pub written: Option<Timestamp>,
    /// When it was first plugged in.
    pub first_installed: Option<Timestamp>,
    /// When it was last plugged in.
    pub last_arrival: Option<Timestamp>,
    /// When it was last taken away.
    pub last_removal: Option<Timestamp>,
}

impl Record for UsbStorage {
    fn time(&self) -> Option<Timestamp> {
        self.last_arrival.or(self.first_installed).or(self.written)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [
            ("first_installed", self.first_installed),
            ("last_arrival", self.last_arrival),
            ("last_removal", self.last_removal),
            ("key_written", self.written),
        ];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    /// No published indicator names a storage device; the record is for the timeline.
    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        format!("{} ({}, serial number {})", self.name.as_deref().unwrap_or("storage device"), self.device, self.serial)
    }
}

/// One of the times; it lies in the value without a name.
fn time(key: &Key<'_>, which: &str, walk: &mut Walk, out: &mut Out<'_, UsbStorage>) -> Option<Timestamp> {
    let property = key.under(&format!("{TIMES}\\{which}"), walk)?;
    let values = property.values(walk);
    let ticks = u64_at(&values.get("")?.data, 0)?;
    filetime(ticks).unwrap_or_else(|ticks| {
        out.problem(ProblemCode::TimeImplausible, property.place(), format!("{ticks} is not a plausible time"));
        None
    })
}

impl Artifact for Usb {
    type Record = UsbStorage;
    const SPEC: Spec =
        Spec { id: "windows_usb", version: 1, paths: &[(Layout::Windows, "**/SYSTEM")], meaning: Meaning::Exposure };

    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, UsbStorage>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        for set in hive.control_sets(&mut walk) {
            let Some(devices) = set.under("Enum\\USBSTOR", &mut walk) else { continue };
            for device in devices.children(&mut walk) {
                for key in device.children(&mut walk) {
                    let values = key.values(&mut walk);
                    let first_installed = time(&key, "0065", &mut walk, out);
                    let storage = UsbStorage {
                        device: device.name().to_owned(),
                        serial: key.name().to_owned(),
                        name: values.text("FriendlyName"),
                        written: key.written,
                        first_installed: first_installed.or_else(|| time(&key, "0064", &mut walk, out)),
                        last_arrival: time(&key, "0066", &mut walk, out),
                        last_removal: time(&key, "0067", &mut walk, out),
                    };
                    out.record(key.place(), storage);
                }
            }
        }
        walk.tell(out);
        Ok(())
    }
}
