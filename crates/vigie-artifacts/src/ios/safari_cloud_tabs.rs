//! Tabs open on the other devices of the Apple account, and tabs those were asked to close.
//!
//! Format: `CloudTabs.db`, tables `cloud_tabs`, `cloud_tab_devices`, `cloud_tab_close_requests`; other reader: iLEAPP
//! `safariTabsiCloud`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct SafariCloudTabs;

/// A tab of another device.
#[derive(Debug, Serialize)]
pub struct CloudTab {
    /// Its UUID.
    pub tab_uuid: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was last viewed.
    pub last_viewed: Option<Timestamp>,
    /// Whether it was pinned.
    pub pinned: Option<bool>,
    /// UUID of the device.
    pub device_uuid: Option<String>,
    /// Name of the device.
    pub device_name: Option<String>,
    /// Model of the device.
    pub device_type: Option<String>,
    /// When the device last sent its tabs.
    pub device_modified: Option<Timestamp>,
    /// Whether this is the wish to close the tab.
    pub close_request: bool,
}

impl Record for CloudTab {
    fn time(&self) -> Option<Timestamp> {
        self.last_viewed.or(self.device_modified)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("last_viewed", self.last_viewed), ("device_modified", self.device_modified)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(url) = &self.url {
            see(Observable::url(url));
        }
        for text in [&self.title, &self.device_name].into_iter().flatten() {
            if !text.is_empty() {
                see(Observable::text(text));
            }
        }
    }

    fn summary(&self) -> String {
        let line = self.summary_without_content();
        match self.title.as_deref() {
            Some(title) if !title.is_empty() => format!("{line}, titled {title}"),
            _ => line,
        }
    }

    fn summary_without_content(&self) -> String {
        let url = self.url.as_deref().unwrap_or("unknown");
        let device = self.device_name.as_deref().or(self.device_uuid.as_deref()).unwrap_or("unknown device");
        if self.close_request {
            format!("asked {device} to close its tab at {url}")
        } else {
            format!("tab of {device} at {url}")
        }
    }
}

impl Artifact for SafariCloudTabs {
    type Record = CloudTab;
    const SPEC: Spec = Spec {
        id: "ios_safari_cloud_tabs",
        version: 1,
        paths: &[
            (Layout::IosBackup, "*/Library/Safari/CloudTabs.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Safari/CloudTabs.db"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Data/Application/*/Library/Safari/CloudTabs.db"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CloudTab>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let device = ["device_name", "device_type_identifier", "last_modified"];
        let select = Select::from("cloud_tabs")
            .columns(&["tab_uuid", "title", "url", "last_viewed_time", "is_pinned", "device_uuid"])
            .join("cloud_tab_devices", "device_uuid", "cloud_tabs.device_uuid", &device);
        out.rows(&database, &select, |row, out| {
            let tab = CloudTab {
                tab_uuid: row.text("tab_uuid"),
                title: row.text("title"),
                url: row.text("url"),
                last_viewed: row.cocoa("last_viewed_time"),
                pinned: row.bool("is_pinned"),
                device_uuid: row.text("device_uuid"),
                device_name: row.text("cloud_tab_devices.device_name"),
                device_type: row.text("cloud_tab_devices.device_type_identifier"),
                device_modified: row.cocoa("cloud_tab_devices.last_modified"),
                close_request: false,
            };
            out.record(row.place(), tab);
        });
        if database.has_table("cloud_tab_close_requests") {
            let select = Select::from("cloud_tab_close_requests")
                .columns(&["tab_uuid", "url", "destination_device_uuid"])
                .join("cloud_tab_devices", "device_uuid", "cloud_tab_close_requests.destination_device_uuid", &device);
            out.rows(&database, &select, |row, out| {
                let tab = CloudTab {
                    tab_uuid: row.text("tab_uuid"),
                    title: None,
                    url: row.text("url"),
                    last_viewed: None,
                    pinned: None,
                    device_uuid: row.text("destination_device_uuid"),
                    device_name: row.text("cloud_tab_devices.device_name"),
                    device_type: row.text("cloud_tab_devices.device_type_identifier"),
                    device_modified: row.cocoa("cloud_tab_devices.last_modified"),
                    close_request: true,
                };
                out.record(row.place(), tab);
            });
        }
        Ok(())
    }
}
