//! USB devices that the phone was the host of: what is plugged into it, and the last connections and disconnections.
//!
//! A phone is nearly always the device on the cable and seldom the host. Tools that break into locked phones pretend to be
//! cameras, sound cards and touch pads, for whose drivers the kernel has no question to ask the owner.
//!
//! Format: `dumpsys usb` (AOSP `UsbHostManager.dump`, `UsbConnectionRecord`, through `DualDumpOutputStream`, since Android 9):
//! in `host_manager={` the blocks `devices` (what is there) and `connections` (the last 32: `device_address`, `mode`,
//! `timestamp` in milliseconds since 1970, and of a connection `manufacturer` and `product`, decimal). A block that
//! occurs once is `name={`, more of them are `name=[` and blocks without a name. Until Android 8: `USB Host State:` and lines
//! `/dev/bus/usb/001/002: UsbDevice[mName=…,mVendorId=1266,mProductId=45169,…]`. Since Android 16 also what `lsusb` prints (AOSP
//! `dumpstate.cpp`; toybox): `Bus 001 Device 002: ID 04f2:b071 NAME`, where device 1 of a bus is the phone's own. Other readers:
//! none of the connections.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{TextLine, between, present};
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, not_understood, number};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Blocks inside one another; the service has seven.
const DEEPEST: usize = 64;

/// See the module.
pub struct UsbDevices;

/// What is said of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UsbEvent {
    /// It is there.
    Attached,
    /// It was connected.
    Connected,
    /// It was connected, and what it says of itself is not what the standard demands.
    Malformed,
    /// It was disconnected.
    Disconnected,
}

/// One device, or one connection of it.
#[derive(Debug, Clone, Serialize)]
pub struct UsbDevice {
    /// What is said of it.
    pub event: UsbEvent,
    /// When.
    pub at: Option<DeviceTime>,
    /// Where it is (`/dev/bus/usb/001/002`).
    pub address: Option<String>,
    /// The number of its vendor, four hexadecimal digits.
    pub vendor: Option<String>,
    /// The number the vendor gave it, four hexadecimal digits.
    pub product: Option<String>,
    /// Who made it, as it says.
    pub maker: Option<String>,
    /// What it calls itself.
    pub name: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// What it holds, where that is said: `audio`, `input`, `storage`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<&'static str>,
}

impl UsbDevice {
    pub(super) fn new(event: UsbEvent) -> Self {
        let (address, vendor, product, maker, name, serial) = (None, None, None, None, None, None);
        Self { event, at: None, address, vendor, product, maker, name, serial, holds: Vec::new() }
    }

    /// The numbers of vendor and product, as they are usually written (`04f2:b071`).
    pub fn id(&self) -> Option<String> {
        Some(format!("{}:{}", self.vendor.as_deref()?, self.product.as_deref()?))
    }

    pub(super) fn see(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(id) = self.id() {
            see(Observable::text(id));
        }
        for text in [&self.maker, &self.name, &self.serial].into_iter().flatten() {
            see(Observable::text(text));
        }
    }

    /// In words.
    pub(super) fn words(&self) -> String {
        let id = self.id().or_else(|| self.address.clone()).unwrap_or_else(|| "unknown".to_owned());
        let name = [self.maker.as_deref(), self.name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = if name.is_empty() { name } else { format!(" ({name})") };
        match self.event {
            UsbEvent::Attached => format!("USB device {id}{name} is plugged in"),
            UsbEvent::Connected => format!("USB device {id}{name} connected"),
            UsbEvent::Malformed => format!("USB device {id}{name} connected and not understood"),
            UsbEvent::Disconnected => format!("USB device {id}{name} disconnected"),
        }
    }
}

impl Record for UsbDevice {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            let what = if self.event == UsbEvent::Disconnected { "disconnected" } else { "connected" };
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        self.see(see);
    }

    fn summary(&self) -> String {
        self.words()
    }
}

/// A block of the dump that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Host,
    /// A list of devices, or of connections.
    List(UsbEvent),
    /// One of them.
    One,
    /// Anything else.
    Other,
}

/// Where the reader is.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    open: Option<(Place, UsbDevice)>,
}

impl Reader {
    fn line(&mut self, line: &TextLine<'_>, out: &mut Out<'_, UsbDevice>) {
        let text = line.trimmed();
        if let Some(device) = text.strip_prefix("/dev/").and_then(|text| between(text, ": UsbDevice[mName=", "")) {
            // Until Android 8, one on each line.
            out.record(line.at.clone(), of_one_line(device));
        } else if let Some((name, is_list)) = opened(text) {
            self.begin(name, is_list, line, out);
        } else if text == "}" || text == "]" {
            if self.blocks.pop() == Some(Block::One) {
                self.close(out);
            }
        } else if self.blocks.last() == Some(&Block::One)
            && let Some((name, value)) = text.split_once('=')
        {
            self.field(name, value, line, out);
        }
    }

    fn begin(&mut self, name: &str, is_list: bool, line: &TextLine<'_>, out: &mut Out<'_, UsbDevice>) {
        if name == "host_manager" {
            // Whatever stood before it, its own blocks are counted from here.
            self.close(out);
            self.blocks = vec![Block::Host];
            return;
        }
        if self.blocks.is_empty() {
            return;
        }
        let event = match (self.blocks.last(), name) {
            (Some(Block::Host), "devices") => Some(UsbEvent::Attached),
            (Some(Block::Host), "connections") => Some(UsbEvent::Connected),
            (Some(Block::List(event)), "") if !is_list => Some(*event),
            _ => None,
        };
        let block = match event {
            Some(event) if is_list => Block::List(event),
            Some(event) => {
                self.open = Some((line.at.clone(), UsbDevice::new(event)));
                Block::One
            }
            None => Block::Other,
        };
        if self.blocks.len() < DEEPEST {
            self.blocks.push(block);
        } else {
            out.problem(ProblemCode::LimitReached, line.at.clone(), "more blocks inside one another than are read");
            self.blocks.clear();
            self.open = None;
        }
    }

    fn field(&mut self, name: &str, value: &str, line: &TextLine<'_>, out: &mut Out<'_, UsbDevice>) {
        let Some((_, device)) = &mut self.open else { return };
        match name {
            "device_address" | "name" => device.address = present(value),
            "vendor_id" | "manufacturer" => device.vendor = hexadecimal(value, line, out),
            "product_id" | "product" => device.product = hexadecimal(value, line, out),
            "manufacturer_name" => device.maker = present(value),
            "product_name" => device.name = present(value),
            "serial_number" => device.serial = present(value),
            "mode" => match value {
                "0" => device.event = UsbEvent::Connected,
                "1" | "2" => device.event = UsbEvent::Malformed,
                "-1" => device.event = UsbEvent::Disconnected,
                _ => out.problem(ProblemCode::ValueUnexpected, line.at.clone(), format!("not a known mode: {value}")),
            },
            "timestamp" => {
                let utc = number(value, &line.at, out).and_then(Timestamp::from_unix_millis);
                device.at = utc.map(|at| DeviceTime { utc: Some(at), written: value.to_owned(), offset: None });
            }
            _ => {}
        }
    }

    fn close(&mut self, out: &mut Out<'_, UsbDevice>) {
        if let Some((at, device)) = self.open.take() {
            out.record(at, device);
        }
    }
}

/// `name={`, `name=[`, or `{` alone: the name, and whether it is a list.
fn opened(text: &str) -> Option<(&str, bool)> {
    let (name, is_list) = match text.strip_suffix('{') {
        Some(name) => (name, false),
        None => (text.strip_suffix('[')?, true),
    };
    if name.is_empty() { Some((name, is_list)) } else { Some((name.strip_suffix('=')?, is_list)) }
}

/// A number of sixteen bits, as it is usually written.
fn hexadecimal(value: &str, line: &TextLine<'_>, out: &mut Out<'_, UsbDevice>) -> Option<String> {
    let found = value.parse::<u16>().ok();
    if found.is_none() {
        out.problem(ProblemCode::ValueUnexpected, line.at.clone(), format!("not a number of sixteen bits: {value}"));
    }
    found.map(|found| format!("{found:04x}"))
}

/// `/dev/bus/usb/001/002,mVendorId=1266,mProductId=45169,…`.
fn of_one_line(text: &str) -> UsbDevice {
    let field = |name: &str| between(text, name, "").and_then(|rest| rest.split([',', ']']).next()).and_then(present);
    let id = |name: &str| field(name).and_then(|text| text.parse::<u16>().ok()).map(|id| format!("{id:04x}"));
    UsbDevice {
        address: text.split([',', ']']).next().and_then(present),
        vendor: id("mVendorId="),
        product: id("mProductId="),
        maker: field("mManufacturerName="),
        name: field("mProductName="),
        ..UsbDevice::new(UsbEvent::Attached)
    }
}

/// `Bus 001 Device 002: ID 04f2:b071 NAME`.
fn of_lsusb(text: &str) -> Option<UsbDevice> {
    let (bus, rest) = text.strip_prefix("Bus ")?.split_once(" Device ")?;
    let (device, rest) = rest.split_once(": ID ")?;
    let (id, name) = rest.split_once(' ').unwrap_or((rest, ""));
    let (vendor, product) = id.split_once(':')?;
    let is_digits = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_id = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if ![bus, device].into_iter().all(is_digits) || ![vendor, product].into_iter().all(is_id) {
        return None;
    }
    Some(UsbDevice {
        address: Some(format!("/dev/bus/usb/{bus}/{device}")),
        vendor: Some(vendor.to_ascii_lowercase()),
        product: Some(product.to_ascii_lowercase()),
        name: present(name),
        ..UsbDevice::new(UsbEvent::Attached)
    })
}

impl Artifact for UsbDevices {
    type Record = UsbDevice;
    const SPEC: Spec = Spec { id: "android_usb_devices", version: 2, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, UsbDevice>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("usb"), Part::Command("lsusb")], out, |section, _, out| {
            let mut reader = Reader::default();
            for line in section.lines() {
                if !section.is_service() {
                    match of_lsusb(line.trimmed()) {
                        // What the phone itself has on each bus is nothing that was plugged in.
                        Some(device) if device.address.as_ref().is_some_and(|address| address.ends_with("/001")) => {}
                        Some(device) => out.record(line.at, device),
                        None if line.trimmed().is_empty() => {}
                        None => not_understood(&line, out),
                    }
                    continue;
                }
                reader.line(&line, out);
            }
            if let Some((at, device)) = reader.open.take() {
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), "a device that is not told to its end");
                out.record(at, device);
            }
        })
    }
}
