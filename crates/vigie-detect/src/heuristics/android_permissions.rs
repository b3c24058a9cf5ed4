//! Permissions of Android behind which private life lies, in groups: what may be read, heard or seen with them.
//!
//! The groups are those of the permissions that Android itself calls dangerous (Android Developers, “Permissions on
//! Android”, and `Manifest.permission`), without the ones that reach no content (such as `BLUETOOTH_SCAN`). Groups are
//! counted and not permissions: an application that may use the rough and the exact position knows one thing, not two.

use std::collections::BTreeSet;

use vigie_artifacts::android::packages::{Package, Permission};

/// Group, and the permissions without `android.permission.`.
const GROUPS: &[(Group, &[&str])] = &[
    (Group::Messages, &["READ_SMS", "RECEIVE_MMS", "RECEIVE_SMS", "RECEIVE_WAP_PUSH", "SEND_SMS"]),
    (Group::Calls, &["PROCESS_OUTGOING_CALLS", "READ_CALL_LOG", "WRITE_CALL_LOG"]),
    (Group::Contacts, &["READ_CONTACTS"]),
    (Group::Position, &["ACCESS_BACKGROUND_LOCATION", "ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION"]),
    (Group::Microphone, &["RECORD_AUDIO"]),
    (Group::Camera, &["CAMERA"]),
    (Group::Calendar, &["READ_CALENDAR"]),
    (Group::Phone, &["READ_PHONE_NUMBERS", "READ_PHONE_STATE"]),
    (
        Group::Files,
        &[
            "MANAGE_EXTERNAL_STORAGE",
            "READ_EXTERNAL_STORAGE",
            "READ_MEDIA_AUDIO",
            "READ_MEDIA_IMAGES",
            "READ_MEDIA_VIDEO",
        ],
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Messages,
    Calls,
    Contacts,
    Position,
    Microphone,
    Camera,
    Calendar,
    Phone,
    Files,
}

/// What a package may reach of private life.
#[derive(Debug, Default)]
pub(super) struct Reach {
    groups: BTreeSet<Group>,
    permissions: BTreeSet<&'static str>,
}

impl Reach {
    /// By the permissions that were granted. Before Android 6 those of the installation are, and nothing says so.
    pub(super) fn of(package: &Package) -> Self {
        let at_installation = package.install_permissions.iter().filter(|permission| permission.granted != Some(false));
        let later = package.users.iter().flat_map(|user| &user.permissions);
        let mut reach = Self::default();
        for Permission { name, .. } in
            at_installation.chain(later.filter(|permission| permission.granted == Some(true)))
        {
            reach.add(name);
        }
        reach
    }

    /// By the permissions that a package asks for, granted or not.
    pub(super) fn asked<'n>(names: impl IntoIterator<Item = &'n String>) -> Self {
        let mut reach = Self::default();
        for name in names {
            reach.add(name);
        }
        reach
    }

    fn add(&mut self, name: &str) {
        let Some(short) = name.strip_prefix("android.permission.") else { return };
        for (group, permissions) in GROUPS {
            if let Some(known) = permissions.iter().find(|known| **known == short) {
                self.groups.insert(*group);
                self.permissions.insert(known);
            }
        }
    }

    /// How many groups.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether messages or the list of calls can be read.
    pub(super) fn messages_or_calls(&self) -> bool {
        self.groups.contains(&Group::Messages) || self.groups.contains(&Group::Calls)
    }

    /// For a sentence.
    pub(super) fn names(&self) -> String {
        self.permissions.iter().copied().collect::<Vec<_>>().join(", ")
    }
}
