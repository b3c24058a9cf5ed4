//! Wi-Fi networks the device was in lately, as the Wi-Fi service writes them for a sysdiagnose.
//!
//! Format: `WiFi/com.apple.wifi.recent-networks.json`, a JSON document. Other reader: EC sysdiagnose `wifinetworks`, which keeps
//! it as it is: the names of its keys are not published. So each entry is kept with its values by their path, and every text
//! in it is looked at.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct RecentNetworks;

/// Values of one entry that are kept.
const MOST_VALUES: usize = 512;

/// One entry of the document.
#[derive(Debug, Serialize)]
pub struct RecentNetwork {
    /// Its key, where the document is an object.
    pub name: Option<String>,
    /// Its values by their path in the entry (`channel/0`).
    pub values: BTreeMap<String, String>,
}

impl Record for RecentNetwork {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in self.name.iter().chain(self.values.values()) {
            if text.contains(|c: char| c.is_alphabetic()) && !matches!(text.as_str(), "true" | "false") {
                see(Observable::text(text));
            }
        }
    }

    fn summary(&self) -> String {
        let is_name = |path: &str| path.rsplit('/').next().is_some_and(|key| key.eq_ignore_ascii_case("ssid"));
        let ssid = self.values.iter().find(|(path, _)| is_name(path)).map(|(_, value)| value);
        let name = ssid.or(self.name.as_ref()).map_or("without a known name", String::as_str);
        format!("recent Wi-Fi network {name}")
    }

    fn summary_without_content(&self) -> String {
        "recent Wi-Fi network".to_owned()
    }
}

/// Every number, truth value and text of a value, by its path. Depth is bounded by the reader of JSON.
fn flatten(value: &Value, path: &str, values: &mut BTreeMap<String, String>) -> bool {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}/{key}") };
    match value {
        Value::Object(map) => map.iter().all(|(key, value)| flatten(value, &below(key), values)),
        Value::Array(items) => {
            items.iter().enumerate().all(|(at, value)| flatten(value, &below(&at.to_string()), values))
        }
        Value::Null => true,
        _ if values.len() >= MOST_VALUES => false,
        scalar => {
            let text = scalar.as_str().map_or_else(|| scalar.to_string(), str::to_owned);
            values.insert(if path.is_empty() { "value".to_owned() } else { path.to_owned() }, text);
            true
        }
    }
}

fn entry(place: Place, name: Option<String>, value: &Value, out: &mut Out<'_, RecentNetwork>) {
    let mut values = BTreeMap::new();
    if !flatten(value, "", &mut values) {
        let detail = format!("only the first {MOST_VALUES} values of the entry were kept");
        out.problem(ProblemCode::LimitReached, place.clone(), detail);
    }
    out.record(place, RecentNetwork { name, values });
}

impl Artifact for RecentNetworks {
    type Record = RecentNetwork;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_recent_networks",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "WiFi/com.apple.wifi.recent-networks.json")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, RecentNetwork>) -> Result<(), ParseError> {
        match file.json::<Value>()? {
            Value::Array(items) => {
                for (at, value) in items.iter().enumerate() {
                    entry(Place::key([at.to_string()]), None, value, out);
                }
            }
            Value::Object(map) => {
                for (key, value) in &map {
                    entry(Place::key([key]), Some(key.clone()), value, out);
                }
            }
            _ => out.problem(ProblemCode::NotTheFormat, Place::File, "neither an array nor an object"),
        }
        Ok(())
    }
}
