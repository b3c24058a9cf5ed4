//! USB devices connected when the sysdiagnose was taken: an adapter, or the box of someone who extracts a phone.
//!
//! Format: `ioreg/IOUSB.txt`, the output of `ioreg -i -l -p IOUSB -w 0`: a tree of `+-o NAME  <class …>` with
//! `"key" = value` lines between braces. Other readers: EC sysdiagnose `iousb`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::taken::{LOG, Taken};
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct IoUsb;

/// One USB device.
#[derive(Debug, Serialize)]
pub struct UsbDevice {
    /// Its name in the registry.
    pub name: String,
    /// What it calls itself.
    pub product: Option<String>,
    /// Who made it, as it says.
    pub vendor: Option<String>,
    /// Number of the maker, as written (1452 is Apple).
    pub vendor_id: Option<String>,
    /// Number of the product.
    pub product_id: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// When it was connected: the time of the sysdiagnose.
    pub seen: Option<Timestamp>,
}

impl Record for UsbDevice {
    fn time(&self) -> Option<Timestamp> {
        self.seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.seen {
            see(Moment { what: "usb_connected", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in [Some(&self.name), self.product.as_ref(), self.vendor.as_ref()].into_iter().flatten() {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("USB device {} of {}", self.product.as_deref().unwrap_or(&self.name), word(&self.vendor))
    }
}

/// A node being read.
struct Node {
    at: Place,
    name: String,
    properties: BTreeMap<String, String>,
}

impl Node {
    /// The device it is, if any: the controllers and the root have no maker's number.
    fn device(mut self, seen: Option<Timestamp>) -> Option<(Place, UsbDevice)> {
        let mut take = |names: [&str; 2]| names.into_iter().find_map(|name| self.properties.remove(name));
        let record = UsbDevice {
            product: take(["USB Product Name", "kUSBProductString"]),
            vendor: take(["USB Vendor Name", "kUSBVendorString"]),
            vendor_id: take(["idVendor", "kUSBVendorID"]),
            product_id: take(["idProduct", "kUSBProductID"]),
            serial: take(["USB Serial Number", "kUSBSerialNumberString"]),
            name: self.name,
            seen,
        };
        (record.vendor_id.is_some() || record.product.is_some()).then_some((self.at, record))
    }
}

impl Artifact for IoUsb {
    type Record = UsbDevice;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_iousb",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "ioreg/IOUSB.txt")],
        meaning: Meaning::Exposure,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOG;

    fn parse(file: &Source<'_>, out: &mut Out<'_, UsbDevice>) -> Result<(), ParseError> {
        let seen = Taken::beside(file).map(|taken| taken.at);
        let mut open: Option<Node> = None;
        let mut any = false;
        each_line(file, out, |at, line, out| {
            if let Some((_, node)) = line.split_once("+-o ") {
                any = true;
                let name = node.split_once("  <").or_else(|| node.split_once(" <")).map_or(node, |(name, _)| name);
                let next = Node { at, name: name.trim().to_owned(), properties: BTreeMap::new() };
                if let Some((at, device)) = open.replace(next).and_then(|node| node.device(seen)) {
                    out.record(at, device);
                }
            } else if let Some((key, value)) = line.split_once("\" = ")
                && let Some((_, key)) = key.split_once('"')
                && let Some(node) = &mut open
            {
                node.properties.insert(key.to_owned(), value.trim().trim_matches('"').to_owned());
            }
        })?;
        if let Some((at, device)) = open.and_then(|node| node.device(seen)) {
            out.record(at, device);
        }
        if !any {
            out.problem(ProblemCode::NotTheFormat, Place::File, "there is no node of the registry");
        }
        Ok(())
    }
}
