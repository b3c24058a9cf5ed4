//! Wi-Fi networks whose passwords are in the keychain, and when each came there.
//!
//! Format: `WiFi/security.txt`: blocks of `key : value` lines between empty lines. Other readers: EC sysdiagnose
//! `wifisecurity`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::text::{description_date, each_line};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct WifiSecurity;

/// One network.
#[derive(Debug, Default, Serialize)]
pub struct WifiPassword {
    /// Its name.
    pub ssid: Option<String>,
    /// The label of the item.
    pub label: Option<String>,
    /// Whether it came with the account from another device.
    pub synchronised: bool,
    /// When the item was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
}

impl Record for WifiPassword {
    fn time(&self) -> Option<Timestamp> {
        self.modified.or(self.created)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("created", self.created), ("modified", self.modified)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(ssid) = &self.ssid {
            see(Observable::text(ssid));
        }
    }

    fn summary(&self) -> String {
        format!("password of Wi-Fi {} in the keychain", self.ssid.as_deref().unwrap_or("without name"))
    }
}

impl Artifact for WifiSecurity {
    type Record = WifiPassword;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_wifi_security",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "WiFi/security.txt")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, WifiPassword>) -> Result<(), ParseError> {
        let mut open: Option<(Place, WifiPassword)> = None;
        each_line(file, out, |at, line, out| {
            let Some((key, value)) = line.split_once(" : ") else {
                if let Some((at, record)) = open.take() {
                    out.record(at, record);
                }
                return;
            };
            let (key, value) = (key.trim(), value.trim());
            let (_, record) = open.get_or_insert_with(|| (at.clone(), WifiPassword::default()));
            match key {
                "acct" => record.ssid = Some(value.to_owned()),
                "labl" => record.label = Some(value.to_owned()),
                "sync" => record.synchronised = value == "1",
                "cdat" | "mdat" => {
                    let date = description_date(value);
                    if date.is_none() {
                        out.problem(ProblemCode::TimeImplausible, at, format!("{key} `{value}`"));
                    }
                    if key == "cdat" { record.created = date } else { record.modified = date }
                }
                _ => {}
            }
        })?;
        if let Some((at, record)) = open {
            out.record(at, record);
        }
        Ok(())
    }
}
