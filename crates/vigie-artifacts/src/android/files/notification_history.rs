//! Notifications of the last day, with title and text, where the owner switched the history on: also those of messages
//! that were deleted since.
//!
//! Format: `data/system_ce/N/notification_history/history/MILLIS`, protocol buffers (AOSP `notificationhistory.proto`): a
//! pool of strings, then notifications whose package and channel are a text or a place in the pool, counted from 1. Other
//! readers: ALEAPP `notificationHistory`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::super::protobuf::{Fields, Wire};
use super::{millis, user_of};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Strings of one pool.
const STRINGS: usize = 100_000;

/// See the module.
pub struct NotificationHistory;

/// One notification.
#[derive(Debug, Default, Serialize)]
pub struct PastNotification {
    /// When.
    pub at: Option<Timestamp>,
    /// For which user.
    pub user: Option<i64>,
    /// The package that showed it.
    pub package: Option<String>,
    /// Its channel.
    pub channel: Option<String>,
    /// The user id of the package.
    pub uid: Option<u64>,
    /// Its title.
    pub title: Option<String>,
    /// Its text.
    pub text: Option<String>,
}

impl Record for PastNotification {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(package) = &self.package {
            see(Observable::app_id(package));
        }
        for text in [&self.title, &self.text].into_iter().flatten().filter(|text| !text.is_empty()) {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        let words: Vec<&str> = [&self.title, &self.text].into_iter().flatten().map(String::as_str).collect();
        format!("{}: {}", self.summary_without_content(), words.join(" / "))
    }

    fn summary_without_content(&self) -> String {
        format!("notification of {}", self.package.as_deref().unwrap_or("an unknown package"))
    }
}

fn notification(bytes: &[u8], pool: &[String], at: &Place, out: &mut Out<'_, PastNotification>) -> PastNotification {
    let pooled = |value: Wire<'_>| {
        let index = usize::try_from(value.number()?.checked_sub(1)?).ok()?;
        pool.get(index).cloned()
    };
    let mut found = PastNotification::default();
    for read in Fields::new(bytes) {
        let Ok((number, value)) = read else {
            out.problem(ProblemCode::BlobNotUnderstood, at.clone(), "the notification ends too early");
            break;
        };
        match number {
            1 => found.package = value.text(),
            2 => found.package = pooled(value).or(found.package.take()),
            3 => found.channel = value.text(),
            4 => found.channel = pooled(value).or(found.channel.take()),
            7 => found.uid = value.number(),
            8 => found.user = value.number().and_then(|user| i64::try_from(user).ok()),
            9 => found.at = millis(value.number().map(u64::cast_signed), at, out),
            10 => found.title = value.text(),
            11 => found.text = value.text(),
            _ => {}
        }
    }
    found
}

impl Artifact for NotificationHistory {
    type Record = PastNotification;
    const SPEC: Spec = Spec {
        id: "android_notification_history",
        version: 1,
        paths: &[(Layout::AndroidFilesystem, "data/system_ce/*/notification_history/history/[0-9]*")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PastNotification>) -> Result<(), ParseError> {
        let bytes = file.bytes()?;
        let mut pool = Vec::new();
        let mut index = 0_usize;
        for read in Fields::new(&bytes) {
            let at = Place::key([index.to_string()]);
            match read {
                Ok((1, Wire::Bytes(strings))) => {
                    let strings = Fields::new(strings).map_while(Result::ok).filter(|(number, _)| *number == 2);
                    pool = strings.filter_map(|(_, value)| value.text()).take(STRINGS).collect();
                }
                Ok((3, Wire::Bytes(entry))) => {
                    let mut found = notification(entry, &pool, &at, out);
                    found.user = found.user.or_else(|| user_of(file.path()));
                    out.record(at, found);
                }
                Ok(_) => {}
                Err(()) => {
                    let code = ProblemCode::EvidenceIncomplete;
                    return Err(ParseError::at(code, at, "the protocol buffer cannot be read on from here"));
                }
            }
            index = index.saturating_add(1);
        }
        Ok(())
    }
}
