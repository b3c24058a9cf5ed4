//! Configuration profiles installed on the device: what they set up, whom they come from, who signed them.
//!
//! Format: property lists `profile-*.stub` of ManagedConfiguration, keys as in Apple's Configuration Profile Reference.
//! Other readers: MVT `ConfigurationProfiles`, EC sysdiagnose `mcstate_shared_profile`.

use plist::Value;
use serde::Serialize;
use sha2::{Digest, Sha256};
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec};

/// See the module.
pub struct ConfigurationProfiles;

/// Values nested deeper than this are kept in the record but not looked into.
const MAX_DEPTH: usize = 64;

/// One installed profile.
#[derive(Debug, Serialize)]
pub struct Profile {
    /// `PayloadUUID`.
    pub uuid: Option<String>,
    /// `PayloadIdentifier`.
    pub identifier: Option<String>,
    /// `PayloadDisplayName`.
    pub display_name: Option<String>,
    /// `PayloadOrganization`.
    pub organization: Option<String>,
    /// `PayloadDescription`.
    pub description: Option<String>,
    /// `PayloadType`.
    pub payload_type: Option<String>,
    /// When it was installed.
    pub installed: Option<Timestamp>,
    /// Whether the owner may remove it.
    pub removal_disallowed: Option<bool>,
    /// `PayloadType` of each payload, in order.
    pub payload_types: Vec<String>,
    /// `PayloadUUID` and `PayloadIdentifier` of the payloads.
    pub payload_ids: Vec<String>,
    /// SHA-256 of each certificate it was signed with or installs.
    pub certificates: Vec<String>,
    /// The whole profile.
    pub plist: Plain,
}

impl Record for Profile {
    fn time(&self) -> Option<Timestamp> {
        self.installed
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.installed {
            let what = "installed";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let own = [&self.uuid, &self.identifier];
        for id in own.into_iter().flatten().chain(&self.payload_ids) {
            see(Observable::profile_id(id));
        }
        for hash in &self.certificates {
            see(Observable::certificate(hash));
        }
        walk(&self.plist.0, "", 0, &mut |key, value| {
            // Identifiers went out above; types are Apple's constants.
            let Some(text) = value.as_string().filter(|text| !text.is_empty()) else {
                return;
            };
            match key {
                "PayloadUUID" | "PayloadIdentifier" | "PayloadType" => {}
                key if key.ends_with("BundleIdentifier") || key.ends_with("BundleID") || key == "VPNSubType" => {
                    see(Observable::app_id(text));
                }
                _ => see(Observable::text(text)),
            }
        });
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "not stated".to_owned());
        let payloads = match self.payload_types.as_slice() {
            [] => "no payloads".to_owned(),
            types => types.join(", "),
        };
        format!(
            "profile {} ({}) of {}: {payloads}",
            of(&self.display_name),
            of(&self.identifier),
            of(&self.organization)
        )
    }
}

/// Every value that is neither a dictionary nor an array, with the key it stands under. Answers whether all were seen.
fn walk<'v>(value: &'v Value, key: &'v str, depth: usize, see: &mut dyn FnMut(&'v str, &'v Value)) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    let depth = depth.saturating_add(1);
    let mut whole = true;
    match value {
        Value::Dictionary(dict) => {
            for (key, value) in dict {
                whole &= walk(value, key, depth, see);
            }
        }
        Value::Array(items) => {
            for value in items {
                whole &= walk(value, key, depth, see);
            }
        }
        other => see(key, other),
    }
    whole
}

/// The payloads: an array, or one dictionary in a profile that only enrols.
fn payloads<'v>(content: &Key<'v>, out: &mut Out<'_, Profile>) -> Vec<Key<'v>> {
    match content.value() {
        Value::Dictionary(_) => vec![content.clone()],
        _ => content.items(out),
    }
}

/// Certificates that signed the profile, and those a payload installs (as DER, where the first byte opens a sequence).
fn certificates(plist: &Value, out: &mut Out<'_, Profile>) -> Vec<String> {
    let mut found = Vec::new();
    let whole = walk(plist, "", 0, &mut |key, value| {
        let Some(bytes) = value.as_data() else {
            return;
        };
        let in_payload = key == "PayloadContent" && bytes.first() == Some(&0x30);
        if key == "SignerCerts" || in_payload {
            found.push(hex::encode(Sha256::digest(bytes)));
        }
    });
    if !whole {
        out.problem(
            ProblemCode::LimitReached,
            Key::root(plist).place(),
            format!("values nested deeper than {MAX_DEPTH} were not looked into"),
        );
    }
    found
}

impl Artifact for ConfigurationProfiles {
    type Record = Profile;
    const SPEC: Spec = Spec {
        id: "ios_configuration_profiles",
        version: 2,
        paths: &[
            (Layout::IosBackup, "SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles/**/profile-*"),
            (Layout::IosBackup, "HomeDomain/Library/ConfigurationProfiles/profile-*"),
            (
                Layout::IosFilesystem,
                "private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/profile-*",
            ),
            (Layout::IosFilesystem, "private/var/mobile/Library/ConfigurationProfiles/profile-*"),
            (Layout::IosFilesystem, "private/var/mobile/Library/UserConfigurationProfiles/**/profile-*"),
            (Layout::IosSysdiagnose, "logs/MCState/**/profile-*"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Profile>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        let (mut payload_types, mut payload_ids) = (Vec::new(), Vec::new());
        // A profile without payloads is a profile all the same.
        let content = root.get("PayloadContent");
        for payload in content.map_or_else(Vec::new, |content| payloads(&content, out)) {
            if payload.dictionary(out).is_none() {
                continue;
            }
            payload_types.extend(payload.text("PayloadType", out));
            payload_ids.extend(payload.text("PayloadUUID", out));
            payload_ids.extend(payload.text("PayloadIdentifier", out));
        }
        let profile = Profile {
            uuid: root.text("PayloadUUID", out),
            identifier: root.text("PayloadIdentifier", out),
            display_name: root.text("PayloadDisplayName", out),
            organization: root.text("PayloadOrganization", out),
            description: root.text("PayloadDescription", out),
            payload_type: root.text("PayloadType", out),
            installed: root.cocoa("InstallDate", out),
            removal_disallowed: root.bool("PayloadRemovalDisallowed", out),
            payload_types,
            payload_ids,
            certificates: certificates(&plist, out),
            plist: Plain(plist.clone()),
        };
        out.record(root.place(), profile);
        Ok(())
    }
}
