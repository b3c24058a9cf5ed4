//! Configuration profiles, which can route traffic and add certificates, and the record of their installation.
//! Source: Apple, "Configuration Profile Reference"; MVT.

use anyhow::Result;
use plist::Value;

use crate::property_list::{binary, dict, text};
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles";
/// The path of the record.
pub const EVENTS_PATH: &str = "Library/ConfigurationProfiles/MCProfileEvents.plist";

/// A profile.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Identifier, such as `org.example.wifi`.
    pub identifier: String,
    /// UUID.
    pub uuid: String,
    /// Name shown.
    pub name: String,
    /// Type of its one payload, such as `com.apple.wifi.managed`.
    pub payload_type: String,
    /// When it was installed.
    pub installed: Moment,
}

impl Profile {
    /// The path of its stub.
    pub fn stub_path(&self) -> String {
        format!("Library/ConfigurationProfiles/profile-{}.stub", self.uuid)
    }

    /// The bytes of its stub.
    pub fn stub(&self) -> Result<Vec<u8>> {
        let payload = dict([
            ("PayloadIdentifier", text(&format!("{}.1", self.identifier))),
            ("PayloadType", text(&self.payload_type)),
            ("PayloadUUID", text(&format!("{}1", self.uuid.split_at(self.uuid.len() - 1).0))),
            ("PayloadVersion", 1.into()),
        ]);
        binary(&dict([
            ("InstallDate", Value::Date(self.installed.plist())),
            ("InstallOptions", dict([("installedBy", text("Settings"))])),
            ("PayloadContent", Value::Array(vec![payload])),
            ("PayloadDescription", text("A profile of the sample")),
            ("PayloadDisplayName", text(&self.name)),
            ("PayloadIdentifier", text(&self.identifier)),
            ("PayloadOrganization", text("example.org")),
            ("PayloadRemovalDisallowed", false.into()),
            ("PayloadType", text("Configuration")),
            ("PayloadUUID", text(&self.uuid)),
            ("PayloadVersion", 1.into()),
        ]))
    }
}

/// Installation or removal of a profile.
#[derive(Debug, Clone)]
pub struct Event {
    /// Identifier of the profile.
    pub profile: String,
    /// When.
    pub time: Moment,
    /// `install` or `remove`.
    pub operation: &'static str,
    /// The process that did it.
    pub process: &'static str,
}

/// `MCProfileEvents.plist`: one dictionary per event, keyed by the profile.
pub fn events(events: &[Event]) -> Result<Vec<u8>> {
    let events = events
        .iter()
        .map(|event| {
            let what = dict([
                ("Operation", text(event.operation)),
                ("Process", text(event.process)),
                ("Timestamp", Value::Date(event.time.plist())),
            ]);
            dict([(event.profile.as_str(), what)])
        })
        .collect();
    binary(&dict([("ProfileEvents", Value::Array(events))]))
}
