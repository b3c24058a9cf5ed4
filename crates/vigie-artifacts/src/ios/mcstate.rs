//! The state of device management: what is supervised and by whom, which server manages the device, which profiles are hidden.
//!
//! Format: property lists in the folder `ConfigurationProfiles` of profiled: `PayloadManifest.plist` (profiles in order, and
//! hidden ones), `CloudConfigurationDetails.plist` (enrolment by Apple's program), `MDM.plist`, `MDMOptions.plist`,
//! `ProfileTruth.plist`, `Truth.plist`, `UserSettings.plist`, `EffectiveUserSettings.plist` and others. Other readers:
//! iLEAPP, EC sysdiagnose `plists`. The profiles themselves are `ios_configuration_profiles`, their events
//! `ios_profile_events`.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec, texts};

/// See the module.
pub struct McState;

/// Values that tell of management are set in few files; texts in the others are names of settings.
const LONGEST_TEXT: usize = 4096;

/// One file, or one profile named in the manifest.
#[derive(Debug, Serialize)]
pub struct ManagementState {
    /// The file.
    pub file: String,
    /// The list of the manifest (`OrderedProfiles`, `HiddenProfiles`) and the profile in it.
    pub profile: Option<(String, String)>,
    /// Whether the device is supervised, where the file says so.
    pub supervised: Option<bool>,
    /// Who manages it.
    pub organization: Option<String>,
    /// Addresses of servers in it.
    pub servers: Vec<String>,
    /// The whole file; nothing for a profile of the manifest.
    pub content: Option<Plain>,
}

impl Record for ManagementState {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some((_, profile)) = &self.profile {
            see(Observable::profile_id(profile));
        }
        for server in &self.servers {
            see(Observable::url(server));
        }
        if let Some(content) = &self.content {
            texts(&content.0, &mut |text| {
                if text.len() <= LONGEST_TEXT && !self.servers.iter().any(|server| server == text) {
                    see(Observable::text(text));
                }
            });
        }
    }

    fn summary(&self) -> String {
        let file = &self.file;
        match (&self.profile, self.supervised, &self.organization) {
            (Some((list, profile)), ..) => format!("profile {profile} in {list}"),
            (None, Some(true), Some(by)) => format!("{file}: supervised by {by}"),
            (None, Some(true), None) => format!("{file}: supervised"),
            (None, _, Some(by)) => format!("{file}: {by}"),
            _ => match self.servers.first() {
                Some(server) => format!("{file}: {server}"),
                None => file.clone(),
            },
        }
    }
}

fn profile(file: &str, list: &str, id: &str) -> ManagementState {
    ManagementState {
        file: file.to_owned(),
        profile: Some((list.to_owned(), id.to_owned())),
        supervised: None,
        organization: None,
        servers: Vec::new(),
        content: None,
    }
}

impl Artifact for McState {
    type Record = ManagementState;
    const SPEC: Spec = Spec {
        id: "ios_mcstate",
        version: 1,
        paths: &[
            (Layout::IosBackup, "SysSharedContainerDomain-systemgroup.com.apple.configurationprofiles/**/*.plist"),
            (Layout::IosBackup, "HomeDomain/Library/ConfigurationProfiles/*.plist"),
            (
                Layout::IosFilesystem,
                "private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/**/*.plist",
            ),
            (Layout::IosFilesystem, "private/var/mobile/Library/ConfigurationProfiles/**/*.plist"),
            (Layout::IosFilesystem, "private/var/mobile/Library/UserConfigurationProfiles/**/*.plist"),
            (Layout::IosSysdiagnose, "logs/MCState/**/*.plist"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ManagementState>) -> Result<(), ParseError> {
        let name = file.file_name();
        // These are artifacts of their own.
        if name.ends_with("Events.plist") || name.starts_with("profile-") {
            return Ok(());
        }
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if name == "PayloadManifest.plist" {
            for (list, key) in root.entries(out) {
                for item in key.items(out) {
                    match item.value() {
                        Value::String(id) => out.record(item.place(), profile(name, list, id)),
                        _ => item.complain(out, "text"),
                    }
                }
            }
            return Ok(());
        }
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        let mut servers = Vec::new();
        texts(&plist, &mut |text| {
            if text.contains("://") && !text.contains(char::is_whitespace) {
                servers.push(text.to_owned());
            }
        });
        let state = ManagementState {
            file: name.to_owned(),
            profile: None,
            supervised: root.bool("IsSupervised", out),
            organization: root.text("OrganizationName", out),
            servers,
            content: Some(Plain(plist.clone())),
        };
        out.record(root.place(), state);
        Ok(())
    }
}
