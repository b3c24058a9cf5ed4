//! Notifications that were shown and not yet dismissed, or that wait to be: a message that is deleted may still stand here.
//!
//! Format: keyed archives `DeliveredNotifications.plist` and `PendingNotifications.plist` in a folder for each application
//! (its bundle id, or a UUID that `Library.plist` resolves), lists of dictionaries with `AppNotificationCreationDate`,
//! `AppNotificationTitle`, `AppNotificationMessage` and others; before iOS 12 `PushStore/*.pushstore`. Other reader: iLEAPP
//! `notificationsXI`, `notificationsXII`.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::keyed_archive;
use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct Notifications;

/// Beside each file: which application the folder stands for.
const LIBRARY: &[(Layout, &str)] =
    &[(Layout::IosFilesystem, "private/var/mobile/Library/UserNotifications/Library.plist")];

/// Texts kept of one notification.
const MOST_TEXTS: usize = 40;

/// One notification.
#[derive(Debug, Serialize)]
pub struct Notification {
    /// The application, or the folder that stands for it.
    pub application: String,
    /// Whether it still waits.
    pub pending: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Everything it says.
    pub texts: Vec<String>,
}

impl Record for Notification {
    fn time(&self) -> Option<Timestamp> {
        self.created
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.created {
            let what = "created";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in &self.texts {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        match self.texts.first() {
            Some(text) => format!("{}: {text}", self.summary_without_content()),
            None => self.summary_without_content(),
        }
    }

    fn summary_without_content(&self) -> String {
        format!("notification of {}", self.application)
    }
}

/// The application a folder stands for, where `Library.plist` says so: bundle ids to UUIDs.
fn application(file: &Source<'_>, folder: &str) -> Option<String> {
    let library = file.sibling("private/var/mobile/Library/UserNotifications/Library.plist")?.plist().ok()?;
    let library = if keyed_archive::is(&library) { keyed_archive::unarchive(&library)?.value } else { library };
    let found = library.as_dictionary()?.iter().find(|(_, value)| value.as_string() == Some(folder))?;
    Some(found.0.clone())
}

/// Every dictionary that is a notification, at any depth.
fn each<'v>(key: &Key<'v>, depth: usize, see: &mut dyn FnMut(&Key<'v>)) {
    match key.value() {
        Value::Dictionary(dict) if dict.keys().any(|name| name.starts_with("AppNotification")) => see(key),
        Value::Dictionary(dict) if depth < 8 => {
            for name in dict.keys() {
                if let Some(inner) = key.get(name) {
                    each(&inner, depth.saturating_add(1), see);
                }
            }
        }
        _ => {}
    }
}

fn record(key: &Key<'_>, application: &str, pending: bool, out: &mut Out<'_, Notification>) {
    let mut texts: Vec<String> = Vec::new();
    for first in ["AppNotificationTitle", "AppNotificationSubtitle", "AppNotificationMessage"] {
        if let Some(Value::String(text)) = key.get(first).as_ref().map(Key::value) {
            texts.push(text.clone());
        }
    }
    keyed_archive::texts(key.value(), &mut |_, text| {
        let new = !text.is_empty() && !texts.iter().any(|seen| seen == text);
        if new && texts.len() < MOST_TEXTS {
            texts.push(text.to_owned());
        }
    });
    let created = key.cocoa("AppNotificationCreationDate", out);
    out.record(key.place(), Notification { application: application.to_owned(), pending, created, texts });
}

impl Artifact for Notifications {
    type Record = Notification;
    const SPEC: Spec = Spec {
        id: "ios_notifications",
        version: 1,
        paths: &[
            (
                Layout::IosFilesystem,
                "private/var/mobile/Library/UserNotifications/**/{Delivered,Pending}Notifications.plist",
            ),
            (Layout::IosFilesystem, "private/var/mobile/Library/SpringBoard/PushStore/*.pushstore"),
        ],
        meaning: Meaning::Exposure,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LIBRARY;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Notification>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let Some(archive) = keyed_archive::unarchive(&plist) else {
            out.problem(ProblemCode::NotTheFormat, Place::File, "the property list is no keyed archive");
            return Ok(());
        };
        if archive.cut {
            out.problem(ProblemCode::LimitReached, Place::File, "a cycle or a limit was met; something was left out");
        }
        let name = file.file_name();
        let folder = match name.strip_suffix(".pushstore") {
            Some(id) => id,
            None => file.path().rsplit('/').nth(1).unwrap_or_default(),
        };
        let application = application(file, folder).unwrap_or_else(|| folder.to_owned());
        let pending = name.starts_with("Pending");
        let root = Key::root(&archive.value);
        if matches!(root.value(), Value::Array(_)) {
            for item in root.items(out) {
                match item.value() {
                    Value::Dictionary(_) => record(&item, &application, pending, out),
                    _ => item.complain(out, "a dictionary"),
                }
            }
        } else {
            let mut found = Vec::new();
            each(&root, 0, &mut |key| found.push(key.clone()));
            for key in &found {
                record(key, &application, pending, out);
            }
        }
        Ok(())
    }
}
