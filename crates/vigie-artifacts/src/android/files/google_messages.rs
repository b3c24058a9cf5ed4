//! Messages of Google Messages, and of the application of AOSP it was built from: SMS, MMS, and chats (RCS), which no other
//! database of the device has.
//!
//! Format: SQLite `bugle_db` (AOSP `packages/apps/Messaging`, `DatabaseHelper`): `messages` with their state, which tells the
//! direction, `parts` with texts and attachments, `participants` with numbers, `conversation_participants`; times in
//! milliseconds. Google's version adds columns, and the protocol 3 for chats. Other readers: ALEAPP `googleMessages`.

use std::collections::BTreeMap;

use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::messages::{AndroidMessage, Attachment, MessageKind};
use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec, Sqlite};

/// See the module.
pub struct GoogleMessages;

/// Others of one conversation that are told of each of its messages. Groups have some hundred at most.
const TOGETHER: usize = 1_000;

/// The `sub_id` of whoever is not a SIM of this device.
const NOT_SELF: i64 = -2;

fn kind(protocol: Option<i64>) -> MessageKind {
    match protocol {
        Some(0) => MessageKind::Sms,
        // The second announces one that was not fetched yet.
        Some(1 | 2) => MessageKind::Mms,
        Some(3) => MessageKind::Rcs,
        _ => MessageKind::Other,
    }
}

/// What the state of a message says of its direction. States of 200 and more are notes of the conversation itself.
fn direction(status: Option<i64>) -> String {
    match status {
        Some(1 | 2) => "sent".to_owned(),
        Some(3) => "draft".to_owned(),
        Some(4..=7) => "outbox".to_owned(),
        Some(8 | 9) => "failed".to_owned(),
        Some(100..=199) => "received".to_owned(),
        Some(number) => format!("state {number}"),
        None => "unknown".to_owned(),
    }
}

/// What belongs to messages, by the number of the message, conversation or participant.
#[derive(Default)]
struct Tables {
    /// Numbers and addresses of others.
    participants: BTreeMap<i64, String>,
    conversations: BTreeMap<i64, Vec<i64>>,
    parts: BTreeMap<i64, Parts>,
}

#[derive(Default)]
struct Parts {
    texts: Vec<String>,
    attachments: Vec<Attachment>,
}

impl Tables {
    fn read(database: &Sqlite, out: &mut Out<'_, AndroidMessage>) -> Self {
        let mut tables = Self::default();
        let names = ["normalized_destination", "send_destination", "display_destination"];
        if database.has_table("participants") {
            let select = Select::from("participants").columns(&["sub_id"]).columns(&names);
            out.rows(database, &select, |row, _| {
                let address = names.iter().find_map(|name| row.text(name).filter(|address| !address.is_empty()));
                let is_other = row.int("sub_id").is_none_or(|id| id == NOT_SELF);
                if let Some(address) = address.filter(|_| is_other) {
                    tables.participants.insert(row.rowid(), address);
                }
            });
        }
        if database.has_table("conversation_participants") {
            let select = Select::from("conversation_participants").columns(&["conversation_id", "participant_id"]);
            let mut beyond: u64 = 0;
            out.rows(database, &select, |row, _| {
                let (Some(conversation), Some(one)) = (row.int("conversation_id"), row.int("participant_id")) else {
                    return;
                };
                let others = tables.conversations.entry(conversation).or_default();
                if others.len() < TOGETHER {
                    others.push(one);
                } else {
                    beyond = beyond.saturating_add(1);
                }
            });
            if beyond > 0 {
                let detail =
                    format!("{beyond} participants beyond the first {TOGETHER} of their conversations are not told");
                out.problem(ProblemCode::LimitReached, Place::File, detail);
            }
        }
        let columns = ["message_id", "text", "uri", "content_type", "file_name", "local_cache_path"];
        out.rows(database, &Select::from("parts").columns(&columns), |row, _| {
            let Some(message) = row.int("message_id") else { return };
            let parts = tables.parts.entry(message).or_default();
            parts.texts.extend(row.text("text").filter(|text| !text.is_empty()));
            let content_type = row.text("content_type").filter(|kind| kind != "text/plain");
            if content_type.is_some() || row.text("uri").is_some() {
                let name = row.text("file_name").filter(|name| !name.is_empty());
                let path = row.text("local_cache_path").filter(|path| path.starts_with('/'));
                parts.attachments.push(Attachment { content_type, name, path });
            }
        });
        tables
    }

    /// The others of a message: of one that was received its sender, of one that was sent all of the conversation.
    fn others(&self, row: &Row<'_>, is_received: bool) -> Vec<String> {
        let sender = row.int("sender_id").filter(|_| is_received).and_then(|id| self.participants.get(&id));
        if let Some(sender) = sender {
            return vec![sender.clone()];
        }
        let all = row.int("conversation_id").and_then(|id| self.conversations.get(&id)).map_or(&[][..], Vec::as_slice);
        // Which of several sent it is not told.
        if is_received && all.len() > 1 {
            return Vec::new();
        }
        all.iter().filter_map(|id| self.participants.get(id).cloned()).collect()
    }

    fn message(&mut self, row: &Row<'_>) -> AndroidMessage {
        let direction = direction(row.int("message_status"));
        let parts = self.parts.remove(&row.rowid()).unwrap_or_default();
        AndroidMessage {
            kind: kind(row.int("message_protocol")),
            date: row.unix_millis("received_timestamp"),
            date_sent: row.unix_millis("sent_timestamp"),
            addresses: self.others(row, direction == "received"),
            direction,
            subject: row.text("mms_subject").filter(|subject| !subject.is_empty()),
            body: Some(parts.texts.join("\n")).filter(|text| !text.is_empty()),
            attachments: parts.attachments,
            content_location: row.text("mms_content_location").filter(|url| url.contains("://")),
            read: row.bool("read"),
            ..AndroidMessage::default()
        }
    }
}

impl Artifact for GoogleMessages {
    type Record = AndroidMessage;
    const SPEC: Spec = Spec {
        id: "android_google_messages",
        version: 1,
        paths: &[(
            Layout::AndroidFilesystem,
            "data/{data,user/*,user_de/*}/{com.google.android.apps.messaging,com.android.messaging}/databases/bugle_db",
        )],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AndroidMessage>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut tables = Tables::read(&database, out);
        let select = Select::from("messages").columns(&[
            "conversation_id",
            "sender_id",
            "sent_timestamp",
            "received_timestamp",
            "message_protocol",
            "message_status",
            "read",
            "mms_subject",
            "mms_content_location",
        ]);
        out.rows(&database, &select, |row, out| {
            let message = tables.message(row);
            out.record(row.place(), message);
        });
        // Parts whose message is gone: what they say is still there.
        for (message, parts) in tables.parts {
            let body = Some(parts.texts.join("\n")).filter(|text| !text.is_empty());
            if body.is_none() && parts.attachments.is_empty() {
                continue;
            }
            let orphan = AndroidMessage {
                kind: MessageKind::Other,
                direction: "unknown".to_owned(),
                body,
                attachments: parts.attachments,
                ..AndroidMessage::default()
            };
            out.record(Place::Key { key: format!("parts/message_id={message}") }, orphan);
        }
        Ok(())
    }
}
