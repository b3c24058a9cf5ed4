//! SMS and MMS: text, direction, attachments, addresses.
//!
//! Format: SQLite `mmssms.db` (AOSP `MmsSmsDatabaseHelper`): `sms` has its times in milliseconds, `pdu` (MMS) in seconds;
//! the direction is the folder (`type`, `msg_box`) and not, as MVT reads it, whether there is a time of sending. Texts
//! and attachments of an MMS stand in `part`, its addresses in `addr`. The same messages in an `adb backup`:
//! [`messages_backup`](super::messages_backup). Other readers: plaso `android_sms`, ALEAPP.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::messages_backup;
use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec, Sqlite};

/// See the module.
pub struct Messages;

/// What sort of message it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// A short message.
    #[default]
    Sms,
    /// A multimedia message.
    Mms,
    /// A message of a chat over the internet (RCS).
    Rcs,
    /// Its sort is not stated, or not known.
    Other,
}

/// Something that came with an MMS.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// What it says it is (`image/jpeg`).
    pub content_type: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Where it lies on the device.
    pub path: Option<String>,
}

/// One message.
#[derive(Debug, Default, Serialize)]
pub struct AndroidMessage {
    /// What sort it is.
    pub kind: MessageKind,
    /// When it was received or sent by this device.
    pub date: Option<Timestamp>,
    /// When its sender sent it, by the sender's network.
    pub date_sent: Option<Timestamp>,
    /// `received`, `sent`, `draft`, `outbox`, `failed`, `queued`, or the number of the folder.
    pub direction: String,
    /// The other numbers or addresses.
    pub addresses: Vec<String>,
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its text.
    pub body: Option<String>,
    /// What came with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Where the content of an MMS waits to be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_location: Option<String>,
    /// It was read.
    pub read: Option<bool>,
    /// The centre that delivered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_center: Option<String>,
    /// The application that stored it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
}

impl Record for AndroidMessage {
    fn time(&self) -> Option<Timestamp> {
        self.date.or(self.date_sent)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let stored = if self.direction == "received" { "received" } else { "stored" };
        for (what, at) in [(stored, self.date), ("sent", self.date_sent)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for address in &self.addresses {
            see(Observable::user_account(address));
        }
        for text in [&self.subject, &self.body].into_iter().flatten().filter(|text| !text.is_empty()) {
            see(Observable::text(text));
        }
        for attachment in &self.attachments {
            if let Some(name) = &attachment.name {
                see(Observable::file_name(name));
            }
            if let Some(path) = &attachment.path {
                see(Observable::file_path(path));
            }
        }
        if let Some(url) = &self.content_location {
            see(Observable::url(url));
        }
        if let Some(package) = &self.creator {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        let line = self.summary_without_content();
        match self.body.as_deref().or(self.subject.as_deref()) {
            Some(text) if !text.is_empty() => format!("{line}: {text}"),
            _ => line,
        }
    }

    fn summary_without_content(&self) -> String {
        let kind = match self.kind {
            MessageKind::Sms => "SMS",
            MessageKind::Mms => "MMS",
            MessageKind::Rcs => "chat message (RCS)",
            MessageKind::Other => "message",
        };
        let who = self.addresses.first().map_or("an unknown number", String::as_str);
        format!("{kind} ({}), {who}", self.direction)
    }
}

const FOLDERS: &[&str] = &["all", "received", "sent", "draft", "outbox", "failed", "queued"];

/// The name of a folder.
pub(super) fn direction(folder: Option<i64>) -> String {
    let known = folder.and_then(|number| usize::try_from(number).ok()).and_then(|at| FOLDERS.get(at));
    match (known, folder) {
        (Some(name), _) => (*name).to_owned(),
        (None, Some(number)) => format!("folder {number}"),
        (None, None) => "unknown".to_owned(),
    }
}

/// Stands for the number of the device itself.
const OWN_NUMBER: &str = "insert-address-token";

/// The addresses that are not those of the device: of a received message the senders (137), else the others (129 bcc,
/// 130 cc, 151 to). When nothing is left, all.
pub(super) fn others(addresses: Vec<(Option<i64>, String)>, received: bool) -> Vec<String> {
    let is_other = |kind: Option<i64>| (kind == Some(137)) == received;
    let named = |address: &str| !address.is_empty() && address != OWN_NUMBER;
    let found: Vec<String> = addresses
        .iter()
        .filter(|(kind, address)| is_other(*kind) && named(address))
        .map(|(_, address)| address.clone())
        .collect();
    if found.is_empty() {
        return addresses.into_iter().map(|(_, address)| address).filter(|address| named(address)).collect();
    }
    found
}

fn sms(row: &Row<'_>) -> AndroidMessage {
    AndroidMessage {
        kind: MessageKind::Sms,
        date: row.unix_millis("date"),
        date_sent: row.unix_millis("date_sent"),
        direction: direction(row.int("type")),
        addresses: row.text("address").into_iter().filter(|address| !address.is_empty()).collect(),
        subject: row.text("subject"),
        body: row.text("body"),
        read: row.bool("read"),
        service_center: row.text("service_center"),
        creator: row.text("creator"),
        ..AndroidMessage::default()
    }
}

#[derive(Default)]
struct Parts {
    texts: Vec<String>,
    attachments: Vec<Attachment>,
    addresses: Vec<(Option<i64>, String)>,
}

/// Parts and addresses by message.
fn parts(database: &Sqlite, out: &mut Out<'_, AndroidMessage>) -> BTreeMap<i64, Parts> {
    let mut found: BTreeMap<i64, Parts> = BTreeMap::new();
    if database.has_table("addr") {
        out.rows(database, &Select::from("addr").columns(&["msg_id", "address", "type"]), |row, _| {
            if let (Some(message), Some(address)) = (row.int("msg_id"), row.text("address")) {
                found.entry(message).or_default().addresses.push((row.int("type"), address));
            }
        });
    }
    if database.has_table("part") {
        let select = Select::from("part").columns(&["mid", "ct", "name", "fn", "cl", "_data", "text"]);
        out.rows(database, &select, |row, _| {
            let Some(message) = row.int("mid") else { return };
            let content_type = row.text("ct");
            let parts = found.entry(message).or_default();
            match (content_type.as_deref(), row.text("text")) {
                // The order in which to show the parts.
                (Some("application/smil"), _) => {}
                (Some("text/plain"), Some(text)) => parts.texts.push(text),
                (_, text) => {
                    // A card of a contact or an event is text too.
                    parts.texts.extend(text);
                    let name = ["name", "fn", "cl"].iter().find_map(|column| row.text(column));
                    parts.attachments.push(Attachment { content_type, name, path: row.text("_data") });
                }
            }
        });
    }
    found
}

/// An MMS; also the announcement of one that was not fetched yet, which has no parts.
fn mms(row: &Row<'_>, mut parts: Parts) -> AndroidMessage {
    let folder = row.int("msg_box");
    let text = parts.texts.join("\n");
    let content_location = row.text("ct_l").filter(|url| url.contains("://"));
    AndroidMessage {
        kind: MessageKind::Mms,
        date: row.unix("date"),
        date_sent: row.unix("date_sent"),
        direction: direction(folder),
        addresses: others(std::mem::take(&mut parts.addresses), folder == Some(1)),
        subject: row.text("sub"),
        body: Some(text).filter(|text| !text.is_empty()),
        attachments: parts.attachments,
        content_location,
        read: row.bool("read"),
        service_center: None,
        creator: row.text("creator"),
    }
}

impl Artifact for Messages {
    type Record = AndroidMessage;
    const SPEC: Spec = Spec {
        id: "android_messages",
        version: 2,
        paths: &[
            (
                Layout::AndroidFilesystem,
                "data/{data,user/*,user_de/*}/com.android.providers.telephony/databases/mmssms.db",
            ),
            (Layout::AndroidBackup, "apps/com.android.providers.telephony/{db,d_db}/mmssms.db"),
            (Layout::AndroidBackup, "apps/com.android.providers.telephony/d_f/*_{sms,mms}_backup"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AndroidMessage>) -> Result<(), ParseError> {
        if file.file_name().ends_with("_backup") {
            return messages_backup::read(file, out);
        }
        let database = out.sqlite(file)?;
        let select = Select::from("sms").columns(&[
            "date",
            "date_sent",
            "type",
            "address",
            "subject",
            "body",
            "read",
            "service_center",
            "creator",
        ]);
        out.rows(&database, &select, |row, out| out.record(row.place(), sms(row)));
        let mut parts = parts(&database, out);
        let select = Select::from("pdu").columns(&["date", "date_sent", "msg_box", "sub", "ct_l", "read", "creator"]);
        out.rows(&database, &select, |row, out| {
            let own = parts.remove(&row.rowid()).unwrap_or_default();
            out.record(row.place(), mms(row, own));
        });
        // Parts whose message is gone: what they say is still there.
        for (message, own) in parts {
            if own.texts.is_empty() && own.attachments.is_empty() {
                continue;
            }
            let orphan = AndroidMessage {
                kind: MessageKind::Mms,
                direction: "unknown".to_owned(),
                addresses: own.addresses.into_iter().map(|(_, address)| address).collect(),
                body: Some(own.texts.join("\n")).filter(|text| !text.is_empty()),
                attachments: own.attachments,
                ..AndroidMessage::default()
            };
            let place = vigie_model::Place::Key { key: format!("part/mid={message}") };
            out.record(place, orphan);
        }
        Ok(())
    }
}
