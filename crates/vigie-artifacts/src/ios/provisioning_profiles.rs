//! Provisioning profiles inside applications: who signed an application that the App Store did not, and for whom.
//!
//! Format: `embedded.mobileprovision`: a property list inside a CMS `SignedData` (RFC 5652), described in Apple's TN3125
//! “Inside Code Signing: Provisioning Profiles”. Applications of the App Store have none, which is how programs tell where they
//! run (HockeySDK, `bit_isRunningInAppStoreEnvironment`); some of TestFlight have one, with the right `beta-reports-active`. The
//! signature is not checked. Ids of the devices are counted and not kept.

use plist::Value;
use serde::Serialize;
use sha2::{Digest, Sha256};
use vigie_evidence::property_list;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::signed_data;
use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct ProvisioningProfiles;

/// The profile of one application.
#[derive(Debug, Serialize)]
pub struct ProvisioningProfile {
    /// The folder of the application (`Reader.app`).
    pub app: String,
    /// Its name.
    pub name: Option<String>,
    /// Its UUID.
    pub uuid: Option<String>,
    /// The id of the team that signed.
    pub team_id: Option<String>,
    /// The name of the team.
    pub team: Option<String>,
    /// `application-identifier`: team id and bundle id, or a pattern.
    pub application_id: Option<String>,
    /// Whether the application may run on every device: signed by a company for its own use.
    pub all_devices: bool,
    /// How many devices it may run on, where they are listed.
    pub devices: Option<usize>,
    /// Whether a debugger may attach: signed for development.
    pub debuggable: Option<bool>,
    /// Whether it reports to TestFlight.
    pub is_beta: Option<bool>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it expires.
    pub expires: Option<Timestamp>,
    /// SHA-256 of each certificate that may sign.
    pub certificates: Vec<String>,
}

impl ProvisioningProfile {
    /// The bundle id, without the team before it.
    pub fn bundle_id(&self) -> Option<&str> {
        let id = self.application_id.as_deref()?;
        Some(id.split_once('.').map_or(id, |(_, bundle)| bundle))
    }
}

impl Record for ProvisioningProfile {
    fn time(&self) -> Option<Timestamp> {
        self.created
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("created", self.created), ("expires", self.expires)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(bundle) = self.bundle_id().filter(|bundle| !bundle.contains('*')) {
            see(Observable::app_id(bundle));
        }
        if let Some(uuid) = &self.uuid {
            see(Observable::profile_id(uuid));
        }
        for hash in &self.certificates {
            see(Observable::app_certificate(hash));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        let on = match (self.all_devices, self.devices) {
            (true, _) => "every device".to_owned(),
            (false, Some(count)) => format!("{count} listed devices"),
            (false, None) => "devices not stated".to_owned(),
        };
        format!("{} is signed by team {} ({}) for {on}", self.app, of(&self.team), of(&self.team_id))
    }
}

/// What the property list says.
fn profile(app: &str, root: &Key<'_>, out: &mut Out<'_, ProvisioningProfile>) -> ProvisioningProfile {
    let rights = root.get("Entitlements");
    let rights = rights.as_ref();
    let team_ids = root.get("TeamIdentifier").map_or_else(Vec::new, |ids| ids.items(out));
    let certificates = root.get("DeveloperCertificates").map_or_else(Vec::new, |list| list.items(out));
    let mut hashes = Vec::new();
    for key in certificates {
        match key.value() {
            Value::Data(bytes) => hashes.push(hex::encode(Sha256::digest(bytes))),
            _ => key.complain(out, "data"),
        }
    }
    ProvisioningProfile {
        app: app.to_owned(),
        name: root.text("Name", out),
        uuid: root.text("UUID", out),
        team_id: team_ids.first().and_then(|id| id.value().as_string()).map(str::to_owned),
        team: root.text("TeamName", out),
        application_id: rights.and_then(|rights| rights.text("application-identifier", out)),
        all_devices: root.bool("ProvisionsAllDevices", out).unwrap_or_default(),
        devices: root.get("ProvisionedDevices").map(|devices| devices.items(out).len()),
        debuggable: rights.and_then(|rights| rights.bool("get-task-allow", out)),
        is_beta: rights.and_then(|rights| rights.bool("beta-reports-active", out)),
        created: root.cocoa("CreationDate", out),
        expires: root.cocoa("ExpirationDate", out),
        certificates: hashes,
    }
}

impl Artifact for ProvisioningProfiles {
    type Record = ProvisioningProfile;
    const SPEC: Spec = Spec {
        id: "ios_provisioning_profiles",
        version: 1,
        paths: &[(Layout::IosFilesystem, "private/var/containers/Bundle/Application/*/*.app/embedded.mobileprovision")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ProvisioningProfile>) -> Result<(), ParseError> {
        let bytes = file.bytes()?;
        let Some(content) = signed_data::content(&bytes) else {
            let detail = "the file is no CMS signed data, or it is cut off";
            out.problem(ProblemCode::NotTheFormat, Place::File, detail);
            return Ok(());
        };
        let plist = property_list(&content)?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        if root.get("TeamIdentifier").is_none() && root.get("Entitlements").is_none() {
            let detail = "there is neither TeamIdentifier nor Entitlements";
            out.problem(ProblemCode::KeyMissing, root.place(), detail);
        }
        let app = file.path().rsplit('/').nth(1).unwrap_or_default();
        let record = profile(app, &root, out);
        out.record(root.place(), record);
        Ok(())
    }
}
