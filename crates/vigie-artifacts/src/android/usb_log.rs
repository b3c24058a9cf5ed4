//! What Samsung's phones note of the cable, for weeks: USB devices that were plugged in, computers that were allowed to debug or
//! were not, and when the phone was connected to a computer.
//!
//! Format: `data/log/sfslog.N.gz`, a log of the system's services that AndroidQF copies: `25-06-18 (GMT-03:00) 18:09:15.139 1498 D
//! UsbHostManager: USB device attached: vidpid 18d1:4ee7 mfg/product/ver/serial Google/Pixel/1.00/ABC123 hasAudio/HID/Storage:
//! true/false/true` (AOSP `UsbHostManager.logUsbDevice`), `AdbDebuggingManager: Logging key KEY COMMENT, state = 2, alwaysAllow =
//! true, lastConnectionTime = 0, authWindow = 604800000` (AOSP `AdbDebuggingManager.logAdbConnectionChanged`), and
//! `UsbDeviceManager: USB UEVENT: {…, USB_STATE=CONFIGURED, …}`, and `UsbUI: onUEvent(Host Interface): {…, ACTION=add, …,
//! PRODUCT=4f2/b071/10, …}` for each interface of a device, before anything asks what it is (Samsung `UsbUI`, decompiled, which
//! writes with the `Slog` of this log; `bugreport-extractor-library`, tests; the numbers as in the Linux kernel's
//! `usb_if_uevent`, without zeros before them). Lines of others are left to `androidqf_log_lines`. Other readers: MVT
//! `SamsungSFSLogs`, whose tests are the example.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::adb_keys::of_computer;
use super::lines::{between, present};
use super::usb_devices::{UsbDevice, UsbEvent};
use super::{DeviceTime, each_line, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct UsbLog;

/// What was decided of a computer (AOSP `AdbProtoEnums`, `ADB_CONNECTION_CHANGED`).
const DECISIONS: &[&str] = &[
    "unknown",
    "awaiting_user_approval",
    "user_allowed",
    "user_denied",
    "automatically_allowed",
    "denied_invalid_key",
    "denied_before_unlocking",
    "disconnected",
];

/// One note.
#[derive(Debug, Serialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum UsbNote {
    /// A device was plugged in.
    Device(UsbDevice),
    /// A computer asked to debug.
    Computer {
        /// When.
        at: Option<DeviceTime>,
        /// What the computer calls itself.
        comment: Option<String>,
        /// MD5 of its key, as the device showed it.
        fingerprint: Option<String>,
        /// What was decided (`user_allowed` …).
        decision: String,
        /// It need not be asked again.
        always: bool,
    },
    /// The cable to a computer.
    Cable {
        /// When.
        at: Option<DeviceTime>,
        /// `CONNECTED`, `CONFIGURED`, `DISCONNECTED`.
        state: String,
    },
}

impl UsbNote {
    fn at(&self) -> Option<&DeviceTime> {
        match self {
            Self::Device(device) => device.at.as_ref(),
            Self::Computer { at, .. } | Self::Cable { at, .. } => at.as_ref(),
        }
    }

    /// Whether a computer may debug by this note.
    pub fn allows(&self) -> bool {
        matches!(self, Self::Computer { decision, .. } if decision.ends_with("_allowed"))
    }
}

impl Record for UsbNote {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at())
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let Some(at) = self.time() else { return };
        let what = match self {
            Self::Device(_) => "connected",
            Self::Computer { .. } => "asked",
            Self::Cable { .. } => "changed",
        };
        see(Moment { what, at });
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self {
            Self::Device(device) => device.see(see),
            Self::Computer { comment, fingerprint, .. } => {
                if let Some(comment) = comment {
                    see(Observable::text(comment));
                }
                if let Some(fingerprint) = fingerprint {
                    see(Observable::hash(fingerprint.replace(':', "")));
                }
            }
            Self::Cable { .. } => {}
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Device(device) => device.words(),
            Self::Computer { comment, decision, .. } => {
                let who = comment.as_deref().unwrap_or("without a name");
                format!("computer {who} asked to debug the device: {}", decision.replace('_', " "))
            }
            Self::Cable { state, .. } => format!("cable to a computer: {}", state.to_ascii_lowercase()),
        }
    }
}

/// `25-06-18 (GMT-03:00) 18:09:15.139 1498 D Tag: message`, taken apart.
struct Noted<'l> {
    at: Option<DeviceTime>,
    tag: &'l str,
    message: &'l str,
}

impl<'l> Noted<'l> {
    fn of(text: &'l str) -> Option<Self> {
        let (date, rest) = text.split_once(" (GMT")?;
        let (offset, rest) = rest.split_once(") ")?;
        let mut words = rest.splitn(4, ' ');
        let (time, process, level, rest) = (words.next()?, words.next()?, words.next()?, words.next()?);
        if process.parse::<u32>().is_err() || level.len() != 1 {
            return None;
        }
        let (tag, message) = rest.split_once(": ")?;
        let written = format!("{date} (GMT{offset}) {time}");
        let offset = if offset.is_empty() { "+00:00" } else { offset };
        let utc = Timestamp::parse_rfc3339(&format!("20{date}T{time}{offset}"));
        let at = utc.map(|at| DeviceTime { utc: Some(at), written, offset: Some(offset.to_owned()) });
        Some(Self { at, tag: tag.trim_end(), message })
    }

    /// The note, if it is one; `Err` if it should be one and is not understood.
    fn note(self) -> Result<Option<UsbNote>, ()> {
        let Self { at, tag, message } = self;
        let found = match tag {
            "UsbHostManager" => match message.strip_prefix("USB device attached: vidpid ") {
                Some(rest) => device(rest).map(|device| UsbNote::Device(UsbDevice { at, ..device })),
                None => return Ok(None),
            },
            "AdbDebuggingManager" => match message.strip_prefix("Logging key ") {
                Some(rest) => computer(rest, at),
                None => return Ok(None),
            },
            "UsbDeviceManager" => match message.strip_prefix("USB UEVENT: {") {
                Some(rest) => {
                    let mut values = rest.trim_end_matches('}').split(',').map(str::trim);
                    let state = values.find_map(|value| value.strip_prefix("USB_STATE="));
                    // An accessory or a role of the port changed, not the cable.
                    let Some(state) = state else { return Ok(None) };
                    Some(UsbNote::Cable { at, state: state.to_owned() })
                }
                None => return Ok(None),
            },
            "UsbUI" => match message.strip_prefix("onUEvent(Host Interface): {") {
                Some(rest) => {
                    let values = || rest.trim_end_matches('}').split(',').map(str::trim);
                    let event = match values().find_map(|value| value.strip_prefix("ACTION=")) {
                        Some("add") => UsbEvent::Connected,
                        Some("remove") => UsbEvent::Disconnected,
                        // A driver took the interface or left it.
                        _ => return Ok(None),
                    };
                    // Warnings of the port name no device.
                    let Some(id) = values().find_map(|value| value.strip_prefix("PRODUCT=")) else { return Ok(None) };
                    interface(id, event).map(|device| UsbNote::Device(UsbDevice { at, ..device }))
                }
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        found.map(Some).ok_or(())
    }
}

/// `4f2/b071/10`: vendor, product and version, hexadecimal.
fn interface(text: &str, event: UsbEvent) -> Option<UsbDevice> {
    let (vendor, rest) = text.split_once('/')?;
    let (product, _version) = rest.split_once('/')?;
    let id = |text: &str| u16::from_str_radix(text, 16).ok().map(|id| format!("{id:04x}"));
    Some(UsbDevice { vendor: Some(id(vendor)?), product: Some(id(product)?), ..UsbDevice::new(event) })
}

/// `18d1:4ee7 mfg/product/ver/serial Google/Pixel/1.00/ABC123 hasAudio/HID/Storage: true/false/true`. What a device says of
/// itself may hold a slash: its maker and version are taken from the ends, and the rest is its name.
fn device(text: &str) -> Option<UsbDevice> {
    let (id, rest) = text.split_once(' ')?;
    let (vendor, product) = id.split_once(':')?;
    let is_id = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_id(vendor) || !is_id(product) {
        return None;
    }
    let (said, holds) = rest.rsplit_once(" hasAudio/HID/Storage: ")?;
    let (names, said) = said.split_once(' ')?;
    let has_serial = names == "mfg/product/ver/serial";
    let (said, serial) =
        if has_serial { said.rsplit_once('/').map(|(said, last)| (said, Some(last)))? } else { (said, None) };
    let (said, _version) = said.rsplit_once('/')?;
    let (maker, name) = said.split_once('/').unwrap_or((said, ""));
    let known = |text: &str| present(text).filter(|text| text != "<unknown>");
    let kinds = ["audio", "input", "storage"].into_iter().zip(holds.split('/'));
    Some(UsbDevice {
        vendor: Some(vendor.to_ascii_lowercase()),
        product: Some(product.to_ascii_lowercase()),
        maker: known(maker),
        name: known(name),
        serial: serial.and_then(known),
        holds: kinds.filter(|(_, has)| *has == "true").map(|(kind, _)| kind).collect(),
        ..UsbDevice::new(UsbEvent::Connected)
    })
}

/// `KEY COMMENT, state = 2, alwaysAllow = true, lastConnectionTime = 0, authWindow = 604800000`.
fn computer(text: &str, at: Option<DeviceTime>) -> Option<UsbNote> {
    let (key, rest) = text.split_once(", state = ")?;
    let number: usize = rest.split(',').next()?.trim().parse().ok()?;
    let decision = DECISIONS.get(number).map_or_else(|| number.to_string(), |name| (*name).to_owned());
    let always = between(rest, "alwaysAllow = ", "").is_some_and(|rest| rest.starts_with("true"));
    let (comment, fingerprint) = of_computer(key);
    Some(UsbNote::Computer { at, comment, fingerprint, decision, always })
}

impl Artifact for UsbLog {
    type Record = UsbNote;
    const SPEC: Spec = Spec {
        id: "android_usb_log",
        version: 2,
        paths: &[(Layout::AndroidQf, "logs/data/log/sfslog*"), (Layout::AndroidFilesystem, "data/log/sfslog*")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, UsbNote>) -> Result<(), ParseError> {
        let file = out.unpacked(file)?;
        let (mut any, mut of_the_form) = (false, false);
        // A device has several interfaces, and each is told of within the second.
        let mut interfaces: Option<String> = None;
        let read = each_line(&file, out, |line, out| {
            any |= !line.trimmed().is_empty();
            // A message may have several lines, and only its first has the form.
            let Some(noted) = Noted::of(line.trimmed()) else { return };
            of_the_form = true;
            let dated = noted.at.is_some();
            let second = noted.at.as_ref().filter(|_| noted.tag == "UsbUI");
            let second = second.and_then(|at| at.written.rsplit_once('.')).map(|(second, _)| second.to_owned());
            match noted.note() {
                Ok(Some(note)) => {
                    let told = second.map(|second| format!("{second} {}", note.summary()));
                    if told.is_some() && told == interfaces {
                        return;
                    }
                    if !dated {
                        out.problem(ProblemCode::TimeImplausible, line.at.clone(), "a line without a time");
                    }
                    out.record(line.at.clone(), note);
                    interfaces = told.or_else(|| interfaces.take());
                }
                Ok(None) => {}
                Err(()) => not_understood(line, out),
            }
        });
        if any && !of_the_form {
            out.problem(ProblemCode::NotTheFormat, Place::File, "no line of it is one of this log");
        }
        read
    }
}
