//! The Apple account of the device and the other devices in it: names, models, systems, serial numbers. A device that
//! is not the owner's can read what the account holds.
//!
//! Format: two JSON files. `transparency.log` (iOS 16 and later) is the state of key transparency for iMessage:
//! `stateMachine.devices`, `stateMachine.selfVerification.server`, `…KTSelfVerificationInfo.uris` and
//! `stateMachine.cloudRecords.optIn` are read. `otctl_status.txt` is the trust circle of iCloud Keychain:
//! `contextDump.peers`. Other readers: EC sysdiagnose `transparency_json` and `summary`, iLEAPP `sysdiagAccDevices`.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct AccountDevices;

/// A device of the account, or an address of it.
#[derive(Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AccountPart {
    /// A device.
    Device {
        /// The name its owner gave it.
        name: Option<String>,
        /// Its model (`iPhone15,2`).
        model: Option<String>,
        /// Its system.
        system: Option<String>,
        /// Its serial number.
        serial: Option<String>,
    },
    /// An address messages reach the account at.
    Address {
        /// E-mail address or telephone number, as written (`im://mailto:…`).
        address: String,
    },
}

impl Record for AccountPart {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Self::Address { address } = self {
            let account = address.strip_prefix("im://").unwrap_or(address);
            let bare = ["mailto:", "tel:"].into_iter().find_map(|scheme| account.strip_prefix(scheme));
            see(Observable::user_account(bare.unwrap_or(account)));
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Address { address } => format!("address of the account: {address}"),
            Self::Device { name, model, system, serial } => {
                let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
                let (name, model, serial) = (word(name), word(model), word(serial));
                format!("device of the account: {name}, {model}, system {}, serial number {serial}", word(system))
            }
        }
    }
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer)?.as_str().map(str::to_owned)
}

fn transparency(root: &Value, out: &mut Out<'_, AccountPart>) {
    if let Some(devices) = root.pointer("/stateMachine/devices").and_then(Value::as_object) {
        for (key, device) in devices {
            let record = AccountPart::Device {
                name: text(device, "/name"),
                model: text(device, "/model"),
                system: text(device, "/osVersion"),
                serial: text(device, "/serial"),
            };
            out.record(Place::key(["stateMachine", "devices", key.as_str()]), record);
        }
    }
    let mut seen = BTreeSet::new();
    let places = [
        "/stateMachine/selfVerification/server",
        "/stateMachine/lastValidateSelf/diagnostics/KTSelfVerificationInfo/uris",
        "/stateMachine/cloudRecords/optIn",
    ];
    for pointer in places {
        let addresses: Vec<&str> = match root.pointer(pointer) {
            Some(Value::Object(map)) => map.keys().map(String::as_str).collect(),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        for address in addresses {
            if seen.insert(address.to_owned()) {
                let at = Place::key(pointer.split('/').skip(1));
                out.record(at, AccountPart::Address { address: address.to_owned() });
            }
        }
    }
}

fn octagon(root: &Value, out: &mut Out<'_, AccountPart>) {
    let Some(peers) = root.pointer("/contextDump/peers").and_then(Value::as_array) else {
        let detail = "there is no list of peers (the device may not be in a circle)";
        out.problem(ProblemCode::KeyMissing, Place::key(["contextDump"]), detail);
        return;
    };
    for (number, peer) in peers.iter().enumerate() {
        let record = AccountPart::Device {
            name: text(peer, "/stableInfo/device_name"),
            model: text(peer, "/permanentInfo/model_id"),
            system: text(peer, "/stableInfo/os_version"),
            serial: text(peer, "/stableInfo/serial_number"),
        };
        out.record(Place::key(["contextDump", "peers", &number.to_string()]), record);
    }
}

impl Artifact for AccountDevices {
    type Record = AccountPart;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_account_devices",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "transparency.log"), (Layout::IosSysdiagnose, "otctl_status.txt")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AccountPart>) -> Result<(), ParseError> {
        let root: Value = file.json()?;
        if file.file_name() == "transparency.log" {
            transparency(&root, out);
        } else {
            octagon(&root, out);
        }
        Ok(())
    }
}
