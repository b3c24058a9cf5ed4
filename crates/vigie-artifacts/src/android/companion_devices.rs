//! Applications that are tied to a device (a watch, headphones, a car, another computer), which gives them rights in the
//! background.
//!
//! Format: `dumpsys companiondevice` (AOSP `AssociationStore.dump`, `AssociationInfo.toString`): below `Companion Device
//! Associations:` an `Association{mId=1, mUserId=0, mPackageName='com.example', mDeviceMacAddress=…, mDisplayName='…',
//! mDeviceProfile='…', mSelfManaged=false, …, mTimeApprovedMs=Thu Jun 25 10:08:12 PDT 2026, mLastTimeConnectedMs=None}` on each
//! line. Below `Last Removed Association:` (`AssociationDiskStore`, newer versions) stands the last one of each user that was
//! undone, without the address of the device, as `MILLIS REASON Association{…}`. Times are those of `java.util.Date`, in the
//! zone of the device. Before Android 13 it is `Association { userId = 0, deviceMacAddress = …,
//! packageName = … }`, before Android 12 `deviceAddress` and `companionAppPackage`. A name is free text and may hold anything,
//! so that it is read up to what follows it. The state of the service that is printed behind it says the same again. Other
//! readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{between, is_package, present};
use super::{BESIDE, DUMPSTATE, DeviceTime, Dumpstate, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct CompanionDevices;

/// One application and one device.
#[derive(Debug, Serialize)]
pub struct Association {
    /// The user.
    pub user: Option<i64>,
    /// The application.
    pub package: String,
    /// The address of the device.
    pub address: Option<String>,
    /// What the application, or the owner, calls it.
    pub name: Option<String>,
    /// As what it serves (`android.app.role.COMPANION_DEVICE_WATCH`), which decides on rights.
    pub profile: Option<String>,
    /// The application alone says when the device is near; the system sees no device.
    pub self_managed: bool,
    /// It was undone, and is the last one that was.
    pub removed: bool,
    /// When it was undone.
    pub undone: Option<Timestamp>,
    /// Why it was, in the words of the system.
    pub why: Option<String>,
    /// When the owner agreed.
    pub approved: Option<DeviceTime>,
    /// When the device was last connected.
    pub connected: Option<DeviceTime>,
}

impl Record for Association {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.approved.as_ref())
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let at = |time: &Option<DeviceTime>| DeviceTime::at(time.as_ref());
        for (what, at) in
            [("approved", at(&self.approved)), ("connected", at(&self.connected)), ("undone", self.undone)]
        {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        let was = if self.removed { "was" } else { "is" };
        let to = if self.self_managed { "a device that it alone sees" } else { "a device" };
        format!("{} {was} tied to {to}", self.package)
    }
}

/// `Thu Jun 25 10:08:12 PDT 2026` as `2026-06-25 10:08:12`.
fn java_date(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split(' ');
    let (_, month, day, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)?.checked_add(1)?;
    let year = words.next_back()?;
    Some(format!("{year}-{month:02}-{day} {time}"))
}

/// A time of an association.
fn date(written: Option<&str>, dump: &Dumpstate, at: &Place, out: &mut Out<'_, Association>) -> Option<DeviceTime> {
    let written = written.map(str::trim).filter(|written| !matches!(*written, "None" | "null" | ""))?;
    let time = java_date(written).and_then(|text| dump.clock.local(&text));
    if time.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a time: {written}"));
    }
    let time = time.filter(|time| !time.is_unset())?;
    Some(DeviceTime { written: written.to_owned(), ..time })
}

/// The value that one of two names has, up to a comma or the end.
fn field<'t>(text: &'t str, name: &str, older: &str) -> Option<&'t str> {
    let rest = between(text, name, "").or_else(|| between(text, older, ""))?;
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    Some(rest.get(..end)?.trim().trim_matches('\''))
}

/// `Association{…}` or `Association { … }`.
fn association(
    text: &str,
    removed: bool,
    dump: &Dumpstate,
    at: &Place,
    out: &mut Out<'_, Association>,
) -> Option<Association> {
    let (before, inside) = text.split_once("Association{").or_else(|| text.split_once("Association { "))?;
    // What the owner wrote must not stand for another value.
    let (head, rest) = inside.split_once("mDisplayName='").unwrap_or((inside, inside));
    let (name, tail) = match rest.rsplit_once("', mDeviceProfile='") {
        Some((name, tail)) => (present(name), format!("mDeviceProfile='{tail}")),
        None => (None, rest.to_owned()),
    };
    let package = field(head, "mPackageName=", " packageName = ");
    let package = package.or_else(|| field(head, "companionAppPackage = ", "companionAppPackage="));
    let package = package.filter(|package| is_package(package))?.to_owned();
    let address = field(head, "mDeviceMacAddress=", "deviceMacAddress = ");
    let address = address.or_else(|| field(head, "deviceAddress = ", "deviceAddress="));
    let (millis, why) = before.trim().split_once(' ').unzip();
    let undone = millis.filter(|_| removed).and_then(|text| text.parse().ok()).and_then(Timestamp::from_unix_millis);
    if removed && undone.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), "no time at which it was undone");
    }
    let written = field(head, "mUserId=", "userId = ");
    let user = written.and_then(|id| id.parse().ok());
    // Before Android 12 nothing says it, and it was not possible.
    let managed = field(&tail, "mSelfManaged=", "selfManaged = ").unwrap_or("false");
    if user.is_none() || !["true", "false"].contains(&managed) {
        let detail = format!("user {}, self-managed {managed}", written.unwrap_or("without a number"));
        out.problem(ProblemCode::LineNotUnderstood, at.clone(), detail);
    }
    Some(Association {
        user,
        package,
        address: address.and_then(present),
        name,
        profile: field(&tail, "mDeviceProfile=", "deviceProfile = ").and_then(present),
        self_managed: managed == "true",
        removed,
        undone,
        why: why.filter(|_| removed).and_then(present),
        approved: date(field(&tail, "mTimeApprovedMs=", "timeApprovedMs = "), dump, at, out),
        connected: date(field(&tail, "mLastTimeConnectedMs=", "lastTimeConnectedMs = "), dump, at, out),
    })
}

impl Artifact for CompanionDevices {
    type Record = Association;
    const SPEC: Spec =
        Spec { id: "android_companion_devices", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Association>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("companiondevice")], out, |section, dump, out| {
            let mut removed = None;
            for line in section.lines() {
                let text = line.trimmed();
                if line.indent() == 0 {
                    removed = match text {
                        _ if text.starts_with("Companion Device Associations:") => Some(false),
                        _ if text.starts_with("Last Removed Association:") => Some(true),
                        _ => None,
                    };
                    continue;
                }
                let Some(removed) = removed else { continue };
                match association(text, removed, dump, &line.at, out) {
                    Some(association) => out.record(line.at.clone(), association),
                    None if text.is_empty() => {}
                    None => not_understood(&line, out),
                }
            }
        })
    }
}
