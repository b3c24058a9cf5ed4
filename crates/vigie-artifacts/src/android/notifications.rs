//! Notifications that were shown, and applications that may read all of them.
//!
//! Format: `dumpsys notification` (AOSP `NotificationManagerService.dumpImpl`, `ManagedServices.dump`):
//! `NotificationRecord(0x0: pkg=… user=UserHandle{0} id=2 … key=0|pkg|2|null|10086: …)`, and the blocks `Allowed …`,
//! `All …` and `Live notification listeners`. Titles and texts are left out; the dump shortens them anyway.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{between, components, package_of, some_value, value};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Notifications;

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationFact {
    /// A notification.
    Shown,
    /// A service that the owner lets read all notifications.
    ListenerAllowed,
    /// A service that asks to read all notifications and may.
    ListenerEnabled,
    /// A service that was reading all notifications.
    ListenerLive,
}

/// One notification or listener.
#[derive(Debug, Serialize)]
pub struct Notification {
    /// What is told.
    pub fact: NotificationFact,
    /// For which user; -1 for all.
    pub user: Option<i64>,
    /// The package.
    pub package: String,
    /// The service, of a listener.
    pub component: Option<String>,
    /// What identifies the notification.
    pub key: Option<String>,
    /// Its channel.
    pub channel: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
}

impl Record for Notification {
    fn time(&self) -> Option<Timestamp> {
        self.created
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match &self.component {
            Some(component) => see_component(component, see),
            None => see(Observable::app_id(&self.package)),
        }
    }

    fn summary(&self) -> String {
        match self.fact {
            NotificationFact::Shown => format!("notification of {}", self.package),
            NotificationFact::ListenerAllowed => format!("{} may read notifications", self.package),
            NotificationFact::ListenerEnabled => format!("{} is set up to read notifications", self.package),
            NotificationFact::ListenerLive => format!("{} was reading notifications", self.package),
        }
    }
}

/// A key without what Android 9 writes behind it by mistake.
fn key(text: &str) -> String {
    let text = text.split("appImportanceLocked").next().unwrap_or(text);
    text.trim_end_matches([':', ')']).to_owned()
}

impl Artifact for Notifications {
    type Record = Notification;
    const SPEC: Spec =
        Spec { id: "android_notifications", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Notification>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("notification")], out, |section, _, out| {
            // The block of listeners, how far in its heading stands, and the user it is of, where it says so.
            let mut block: Option<(NotificationFact, usize, Option<i64>)> = None;
            let mut open: Option<(Place, Notification)> = None;
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if text.is_empty() {
                    continue;
                }
                if let Some(inside) = text.strip_prefix("NotificationRecord(") {
                    if let Some((at, shown)) = open.take() {
                        out.record(at, shown);
                    }
                    block = None;
                    let Some(package) = some_value(inside, "pkg") else {
                        not_understood(&line, out);
                        continue;
                    };
                    let shown = Notification {
                        fact: NotificationFact::Shown,
                        user: between(inside, "user=UserHandle{", "}").and_then(|text| text.parse().ok()),
                        package,
                        component: None,
                        key: value(inside, "key").map(key),
                        channel: between(inside, "channel=", " ").map(str::to_owned),
                        created: None,
                    };
                    open = Some((line.at.clone(), shown));
                    continue;
                }
                if let Some((_, shown)) = open.as_mut() {
                    let millis = ["mCreationTimeMs", "mUpdateTimeMs"].iter().find_map(|name| value(text, name));
                    if let Some(millis) = millis.and_then(|text| text.parse().ok()) {
                        shown.created = shown.created.or(Timestamp::from_unix_millis(millis));
                    }
                }
                // Since Android 14 a list of each user, its heading at the margin: `(user 0):   All notification listeners (3) …`.
                let listed = text.strip_prefix("(user ").and_then(|rest| rest.split_once("):"));
                let (of_user, heading) =
                    listed.map_or((None, text), |(user, rest)| (user.parse().ok(), rest.trim_start()));
                let heading = [
                    ("Allowed notification listeners", NotificationFact::ListenerAllowed),
                    ("All notification listeners", NotificationFact::ListenerEnabled),
                    ("Live notification listeners", NotificationFact::ListenerLive),
                ]
                .into_iter()
                .find(|(begins, _)| heading.starts_with(begins));
                if let Some((_, fact)) = heading {
                    if let Some((at, shown)) = open.take() {
                        out.record(at, shown);
                    }
                    block = Some((fact, indent, of_user));
                    continue;
                }
                let Some((fact, of, of_user)) = block else { continue };
                if indent <= of {
                    block = None;
                    continue;
                }
                let user = between(text, "(user: ", " ")
                    .or_else(|| between(text, "(user ", ")"))
                    .or_else(|| between(text, "userid=", ","))
                    .and_then(|text| text.parse().ok())
                    .or(of_user);
                for component in components(text).filter(|word| !word.starts_with("android.")) {
                    let package = package_of(component).unwrap_or_default().to_owned();
                    let component = Some(component.to_owned());
                    let listener =
                        Notification { fact, user, package, component, key: None, channel: None, created: None };
                    out.record(line.at.clone(), listener);
                }
            }
            if let Some((at, shown)) = open {
                out.record(at, shown);
            }
        })
    }
}
