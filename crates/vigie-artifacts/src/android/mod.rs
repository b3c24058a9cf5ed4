//! Artifacts of Android devices, as bug reports and the output of the same commands show them.
//!
//! Nearly all of them are sections of one text: [`dumpstate`] takes it apart once, [`each_section`] hands an artifact
//! its sections and tells what is wrong with them, [`clock`] brings local and relative times to UTC.

mod abx;
pub mod accessibility;
pub mod accounts;
pub mod activities;
pub mod adb_keys;
pub mod alarms;
pub mod apks;
pub mod app_hibernation;
pub mod appops;
mod appops_history;
pub mod battery_daily;
pub mod battery_history;
pub mod battery_usage;
pub mod biometrics;
pub mod bluetooth;
pub mod boot_history;
pub mod bugreport;
pub mod capture_log;
pub(crate) mod clock;
pub mod companion_devices;
pub mod connectivity;
pub mod dbinfo;
pub mod device_policy;
mod digits;
pub mod domain_verification;
pub mod dropbox;
mod dumpstate;
pub mod event_log;
pub mod files;
pub mod getprop;
mod held;
pub mod idle_exempt;
pub mod install_sessions;
pub mod intents;
pub mod intrusion_log;
pub mod jobs;
pub mod kernel_log;
pub(crate) mod lines;
pub mod location_use;
pub mod lock_settings;
pub mod logcat;
mod logline;
mod logs;
mod marker;
pub mod mounts;
pub mod netstats;
pub mod notifications;
pub mod package_log;
pub mod package_warnings;
pub mod packages;
pub mod permission_controller;
mod pieces;
pub mod platform_compat;
pub mod power_off;
pub mod processes;
pub mod procstats;
mod protobuf;
pub mod roles;
pub mod screen_projection;
mod section;
pub mod settings;
pub mod sockets;
mod splitter;
mod stamps;
pub mod strong_auth;
pub mod telecom;
pub mod tombstones;
pub mod trust;
pub mod usagestats;
pub mod usb_devices;
pub mod usb_log;
pub mod users;
mod utf8;
mod xml;
mod zone_id;

pub use clock::{DeviceTime, ZoneSource};
pub(crate) use dumpstate::{Dumpstate, Part, Section};

use std::borrow::Cow;

pub(crate) use clock::Clock;
pub(crate) use lines::TextLine;
use vigie_model::{Layout, Observable, Place, ProblemCode, Record};

use crate::{Out, ParseError, Source, byte_order_mark};

/// Where the text of a bug report stands, and in which files AndroidQF keeps what the same commands print. A report named
/// otherwise is given by the evidence as `dumpstate.txt`.
macro_rules! dumpstate_and {
    ($($file:literal),+) => {
        &[
            (vigie_model::Layout::AndroidBugreport, "bugreport-*.txt"),
            (vigie_model::Layout::AndroidBugreport, "dumpstate-*.txt"),
            (vigie_model::Layout::AndroidBugreport, "dumpState_*.log"),
            (vigie_model::Layout::AndroidBugreport, "dumpstate.txt"),
            $((vigie_model::Layout::AndroidQf, $file)),+
        ]
    };
}
use dumpstate_and;

/// The text of a bug report, and of a bare `dumpsys`.
const DUMPSTATE: &[(Layout, &str)] = dumpstate_and!("dumpsys.txt");

/// What is asked for beside it: AndroidQF keeps the properties, and with them the time zone, in a file of their own.
const BESIDE: &[(Layout, &str)] = &[(Layout::AndroidQf, "getprop.txt")];

/// Calls `read` with each section an artifact asks for, after telling what is wrong with it. A text without any of
/// them does not hold the artifact.
fn each_section<R: Record>(
    file: &Source<'_>,
    parts: &'static [Part],
    out: &mut Out<'_, R>,
    mut read: impl FnMut(&Section, &Dumpstate, &mut Out<'_, R>),
) -> Result<(), ParseError> {
    let dump = Dumpstate::of(file);
    let mut any = false;
    for section in dump.parts(parts) {
        any = true;
        dump.troubles(section, &mut |code, place, detail| out.problem(code, place, detail));
        read(section.loaded(file)?, &dump, out);
    }
    if any {
        return Ok(());
    }
    // Where the file could not be read on, the section may stand in the rest.
    if let Some(error) = &dump.failed {
        return Err(error.clone());
    }
    out.absent();
    Ok(())
}

/// Calls `read` with every line of a file that holds what one command printed, as AndroidQF keeps it. What was given
/// before the file could not be read on stays.
pub(crate) fn each_line<R: Record>(
    file: &Source<'_>,
    out: &mut Out<'_, R>,
    mut read: impl FnMut(&TextLine<'_>, &mut Out<'_, R>),
) -> Result<(), ParseError> {
    for line in byte_order_mark::lines(file)? {
        let line = line?;
        if line.damaged {
            out.problem(ProblemCode::TextDamaged, line.at.clone(), "not UTF-8, or too long");
        }
        read(&TextLine { at: line.at, text: Cow::Owned(line.text) }, out);
    }
    Ok(())
}

/// A local time of the device, with a problem where it is none. A time that was never set is none and no problem.
fn local_time<R: Record>(dump: &Dumpstate, text: &str, at: &Place, out: &mut Out<'_, R>) -> Option<DeviceTime> {
    let time = dump.clock.local(text);
    if time.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a time: {text}"));
    }
    time.filter(|time| !time.is_unset())
}

/// A number, with a problem where it is none.
fn number<R: Record>(text: &str, at: &Place, out: &mut Out<'_, R>) -> Option<i64> {
    let number = text.trim().parse().ok();
    if number.is_none() {
        out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("not a number: {text}"));
    }
    number
}

/// Adds a line to a value that goes on over several. One that reaches `limit` bytes ends there, which is told.
fn go_on<R: Record>(value: &mut String, between: &str, more: &str, limit: usize, at: &Place, out: &mut Out<'_, R>) {
    if value.len() >= limit {
        return;
    }
    value.push_str(between);
    value.push_str(more);
    if value.len() >= limit {
        let detail = format!("a value of {limit} bytes or more: what may follow of it is not looked at");
        out.problem(ProblemCode::LimitReached, at.clone(), detail);
    }
}

/// A line that is not what belongs here.
pub(crate) fn not_understood<R: Record>(line: &TextLine<'_>, out: &mut Out<'_, R>) {
    let text: String = line.trimmed().chars().take(120).collect();
    out.problem(ProblemCode::LineNotUnderstood, line.at.clone(), text);
}

/// Gives the package of a component, and the component's process if it is named, to detection.
pub(crate) fn see_component<'r>(component: &'r str, see: &mut dyn FnMut(Observable<'r>)) {
    if let Some(package) = lines::package_of(component) {
        see(Observable::app_id(package));
    }
}

// Files of Windows are XML too.
pub(crate) use abx::Event as XmlEvent;
pub(crate) use xml::{Trouble as XmlTrouble, walk as walk_xml};
