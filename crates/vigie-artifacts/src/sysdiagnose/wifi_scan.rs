//! Wi-Fi networks in reach when the sysdiagnose was taken: an imitation of a known network may be among them.
//!
//! Format: `WiFi/wifi_scan*.txt`: one line for each access point, `NAME - ssid=HEX, key=value, …` since iOS 16,
//! `'NAME' (HEX), …` or `'NAME' <HEX>, …` before. Other readers: EC sysdiagnose `wifiscan`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::taken::{LOG, Taken};
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct WifiScan;

/// One access point.
#[derive(Debug, Serialize)]
pub struct AccessPoint {
    /// Its name; nothing where it hides it or the system left it out.
    pub ssid: Option<String>,
    /// Its address.
    pub bssid: Option<String>,
    /// Its security (`wpa2-personal`).
    pub security: Option<String>,
    /// Its channel.
    pub channel: Option<String>,
    /// Strength of its signal.
    pub rssi: Option<String>,
    /// When the scan was made.
    pub seen: Option<Timestamp>,
}

impl Record for AccessPoint {
    fn time(&self) -> Option<Timestamp> {
        self.seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.seen {
            see(Moment { what: "wifi_in_reach", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(ssid) = &self.ssid {
            see(Observable::text(ssid));
        }
    }

    fn summary(&self) -> String {
        let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("Wi-Fi {} in reach, access point {}", word(&self.ssid), word(&self.bssid))
    }
}

/// The value of `key=` in a line; brackets keep commas together.
fn value(line: &str, key: &str) -> Option<String> {
    let (_, rest) = line.split_once(&format!(", {key}=")).or_else(|| line.split_once(&format!("{key}=")))?;
    let value = match rest.strip_prefix('[') {
        Some(inside) => inside.split(']').next(),
        None => rest.split(',').next(),
    }?;
    let value = value.trim();
    (value != "(null)" && value != "<redacted>" && !value.is_empty()).then(|| value.to_owned())
}

/// The name before the hexadecimal digits.
fn name(line: &str) -> Option<&str> {
    let name = if let Some(rest) = line.strip_prefix('\'') {
        let end = ["' (", "' <"].into_iter().filter_map(|end| rest.find(end)).min()?;
        rest.get(..end)?
    } else {
        line.split_once(" - ssid=")?.0
    };
    (name != "(null)" && !name.is_empty()).then_some(name)
}

impl Artifact for WifiScan {
    type Record = AccessPoint;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_wifi_scan",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "WiFi/wifi_scan*.txt")],
        meaning: Meaning::Exposure,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOG;

    fn parse(file: &Source<'_>, out: &mut Out<'_, AccessPoint>) -> Result<(), ParseError> {
        let seen = Taken::beside(file).map(|taken| taken.at);
        let mut any = false;
        each_line(file, out, |at: Place, line, out| {
            let line = line.trim();
            // The first line counts them.
            if line.is_empty() || line.starts_with("total=") {
                any |= !line.is_empty();
                return;
            }
            any = true;
            if !line.contains("rssi=") {
                out.problem(ProblemCode::LineNotUnderstood, at, "not an access point");
                return;
            }
            let record = AccessPoint {
                ssid: name(line).map(str::to_owned),
                bssid: value(line, "bssid"),
                security: value(line, "security"),
                channel: value(line, "channel"),
                rssi: value(line, "rssi"),
                seen,
            };
            out.record(at, record);
        })?;
        if !any {
            out.problem(ProblemCode::NotTheFormat, Place::File, "the file is empty");
        }
        Ok(())
    }
}
