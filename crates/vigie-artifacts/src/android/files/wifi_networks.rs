//! Wireless networks the device knows, and who added each. Passwords are not read.
//!
//! Format: `WifiConfigStore.xml` (AOSP `XmlUtil.WifiConfigurationXmlUtil`), text or binary: in each `<Network>` elements
//! `<string name="SSID">`, `<int name="CreatorUid" value=>` …; below `data/misc/wifi`, since Android 11 below
//! `data/misc/apexdata/com.android.wifi`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::super::abx::Event;
use super::super::lines::is_package;
use super::super::xml;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct WifiNetworks;

/// One network.
#[derive(Debug, Default, Serialize)]
pub struct KnownNetwork {
    /// Its name.
    pub ssid: Option<String>,
    /// The package that added it; `android.uid.system:1000` is the settings.
    pub creator: Option<String>,
    /// The package that changed it last.
    pub last_changed_by: Option<String>,
    /// It does not say its name by itself.
    pub hidden: Option<bool>,
}

impl Record for KnownNetwork {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for package in [&self.creator, &self.last_changed_by].into_iter().flatten().filter(|name| is_package(name)) {
            see(Observable::app_id(package));
        }
        if let Some(ssid) = &self.ssid {
            see(Observable::text(ssid));
        }
    }

    fn summary(&self) -> String {
        format!("wireless network {}", self.ssid.as_deref().unwrap_or("without a name"))
    }
}

impl Artifact for WifiNetworks {
    type Record = KnownNetwork;
    const SPEC: Spec = Spec {
        id: "android_wifi_networks",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/misc/wifi/WifiConfigStore.xml"),
            (Layout::AndroidFilesystem, "data/misc/apexdata/com.android.wifi/WifiConfigStore.xml"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, KnownNetwork>) -> Result<(), ParseError> {
        let mut open: Option<(usize, Place, KnownNetwork)> = None;
        // The name of the text that is open, and the text so far.
        let mut text: Option<(String, String)> = None;
        let mut depth = 0_usize;
        xml::read(file, out, |at, event, out| match event {
            Event::Start(element) => {
                depth = depth.saturating_add(1);
                let name = element.text("name").unwrap_or_default();
                match element.name.as_str() {
                    "Network" if open.is_none() => open = Some((depth, at, KnownNetwork::default())),
                    "string" => text = Some((name.to_owned(), String::new())),
                    "boolean" if name == "HiddenSSID" => {
                        if let Some((_, _, network)) = &mut open {
                            network.hidden = element.truth("value");
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(more) => {
                if let Some((_, text)) = &mut text {
                    text.push_str(more);
                }
            }
            Event::End => {
                if let (Some((name, text)), Some((_, _, network))) = (text.take(), &mut open) {
                    match name.as_str() {
                        "SSID" => network.ssid = Some(text.trim_matches('"').to_owned()),
                        "CreatorName" => network.creator = Some(text),
                        "LastUpdateName" => network.last_changed_by = Some(text),
                        _ => {}
                    }
                }
                if open.as_ref().is_some_and(|(at, ..)| *at == depth)
                    && let Some((_, at, network)) = open.take()
                {
                    out.record(at, network);
                }
                depth = depth.saturating_sub(1);
            }
        })?;
        if let Some((_, at, network)) = open {
            out.record(at, network);
        }
        Ok(())
    }
}
