//! Messages: SMS, MMS, iMessage and RCS, each with its texts, link preview, edits and moments.
//!
//! Since iOS 16 the text often stands only in `attributedBody` (see [`typedstream`](super::typedstream)); link
//! previews in `payload_data`, edits and unsent parts in `message_summary_info`. Rows without a handle (`handle_id` 0:
//! events of groups, some sent messages) are messages too.
//!
//! Format: SQLite `sms.db`, tables `message`, `handle`, `chat` and their joins; other readers: iLEAPP `sms`,
//! imessage-exporter, MVT `SMS`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::message_parts::{Blobs, Edit, LinkPreview, body, payload, summary_info};
use crate::{Artifact, Out, ParseError, Row, Scalar, Select, Source, Spec, Sqlite};

/// Where Messages keeps its database.
pub(super) const SMS_DB: &[(Layout, &str)] = &[
    (Layout::IosBackup, "HomeDomain/Library/SMS/sms.db"),
    (Layout::IosFilesystem, "private/var/mobile/Library/SMS/sms.db"),
];

/// Columns read by name, in the order they are read.
const COLUMNS: &[&str] = &[
    "guid",
    "date",
    "text",
    "attributedBody",
    "payload_data",
    "message_summary_info",
    "subject",
    "service",
    "service_center",
    "country",
    "account",
    "account_guid",
    "destination_caller_id",
    "is_from_me",
    "handle_id",
    "group_title",
    "cache_roomnames",
    "associated_message_guid",
    "associated_message_type",
    "associated_message_emoji",
    "balloon_bundle_id",
    "expressive_send_style_id",
    "reply_to_guid",
    "thread_originator_guid",
    "date_read",
    "date_delivered",
    "date_played",
    "date_edited",
    "date_retracted",
    "date_recovered",
];

/// Columns of small numbers, kept together so that a message costs one allocation for them.
const NUMBERS: &[&str] = &[
    "type",
    "version",
    "error",
    "replace",
    "item_type",
    "other_handle",
    "group_action_type",
    "share_status",
    "share_direction",
    "part_count",
    "is_read",
    "is_sent",
    "is_delivered",
    "is_finished",
    "is_delayed",
    "is_prepared",
    "is_auto_reply",
    "is_system_message",
    "is_service_message",
    "is_forward",
    "is_archive",
    "is_emote",
    "is_empty",
    "is_audio_message",
    "is_played",
    "is_expirable",
    "is_corrupt",
    "is_spam",
    "is_stewie",
    "is_sos",
    "is_critical",
    "is_kt_verified",
    "is_pending_satellite_send",
    "expire_state",
    "message_action_type",
    "message_source",
    "has_dd_results",
    "has_unseen_mention",
    "was_downgraded",
    "was_data_detected",
    "was_deduplicated",
    "was_delivered_quietly",
    "was_detonated",
    "did_notify_recipient",
    "cache_has_attachments",
    "associated_message_range_location",
    "associated_message_range_length",
    "ck_sync_state",
    "sort_id",
    "needs_relay",
    "schedule_type",
    "schedule_state",
    "sent_or_received_off_grid",
];

/// See the module.
pub struct Sms;

/// One message.
#[derive(Debug, Default, Serialize)]
pub struct SmsMessage {
    /// Unique id across devices.
    pub guid: Option<String>,
    /// When it was received or sent.
    pub date: Option<Timestamp>,
    /// Whether the owner sent it.
    pub from_me: Option<bool>,
    /// Phone number or e-mail address of the other side.
    pub handle: Option<String>,
    /// The handle as the network wrote it, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle_uncanonical: Option<String>,
    /// Row of the handle: 0 for none.
    pub handle_id: Option<i64>,
    /// `SMS`, `iMessage`, `RCS`.
    pub service: Option<String>,
    /// The text column.
    pub text: Option<String>,
    /// Text of `attributedBody`, where the text column does not say the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Targets of links in `attributedBody`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Other attributes in `attributedBody`: mentions, codes, file transfers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(String, String)>,
    /// Subject line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Preview of a link, or the payload of a message application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<LinkPreview>,
    /// Earlier and present wordings of an edited message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// Numbers of the parts that were unsent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retracted_parts: Vec<i64>,
    /// Other text of the summary, for instance the words a reaction points at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub summary_texts: Vec<String>,
    /// Identifier of the conversation: a handle, or `chat…` for a group.
    pub chat: Option<String>,
    /// Name of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_name: Option<String>,
    /// New name of a group, in the event that changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_title: Option<String>,
    /// Room names of the conversation, as cached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// The SMS centre that delivered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_center: Option<String>,
    /// Country of the handle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The owner's account it went through.
    pub account: Option<String>,
    /// Id of that account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_guid: Option<String>,
    /// The owner's number or address it was sent to or from.
    pub destination: Option<String>,
    /// The message this one reacts to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associated_guid: Option<String>,
    /// Kind of reaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associated_type: Option<i64>,
    /// Emoji of a reaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub associated_emoji: Option<String>,
    /// The message application that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balloon: Option<String>,
    /// Effect it was sent with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
    /// The message it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The message that began its thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// When it was read.
    pub read: Option<Timestamp>,
    /// When it was delivered.
    pub delivered: Option<Timestamp>,
    /// When it was played.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub played: Option<Timestamp>,
    /// When it was last edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<Timestamp>,
    /// When it was unsent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retracted: Option<Timestamp>,
    /// When it was brought back from "Recently Deleted".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovered: Option<Timestamp>,
    /// When it was moved to "Recently Deleted", where it stays for up to 40 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recoverable_deleted_at: Option<Timestamp>,
    /// Columns of small numbers.
    pub numbers: Numbers,
    /// Every other column that is not NULL.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, Scalar>,
}

/// Small numbers by column name.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Numbers(pub Vec<(&'static str, i64)>);

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(self.0.len()))?;
        for (name, number) in &self.0 {
            map.serialize_entry(name, number)?;
        }
        map.end()
    }
}

impl SmsMessage {
    /// The text a person saw: the text column, or else that of `attributedBody`.
    pub fn shown(&self) -> Option<&str> {
        self.text.as_deref().or(self.body.as_deref())
    }

    fn head(&self) -> String {
        let service = self.service.as_deref().unwrap_or("message");
        let other = self.handle.as_deref().or(self.chat.as_deref()).unwrap_or("unknown");
        match self.from_me {
            Some(true) => format!("{service} to {other}"),
            _ => format!("{service} from {other}"),
        }
    }
}

impl Record for SmsMessage {
    fn time(&self) -> Option<Timestamp> {
        self.date
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let first = if self.from_me == Some(true) { "sent" } else { "received" };
        for (what, at) in [
            (first, self.date),
            ("delivered", self.delivered),
            ("read", self.read),
            ("played", self.played),
            ("edited", self.edited),
            ("retracted", self.retracted),
            ("recovered", self.recovered),
            ("recently_deleted", self.recoverable_deleted_at),
        ] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
        // The first wording carries the time of the message, the last that of `date_edited`, to the second.
        let told: Vec<i64> =
            [self.date, self.edited].into_iter().flatten().map(|at| at.instant().as_second()).collect();
        for at in self.edits.iter().filter_map(|edit| edit.date) {
            if !told.contains(&at.instant().as_second()) {
                see(Moment { what: "edited", at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let texts = [&self.text, &self.body, &self.subject, &self.group_title, &self.chat_name];
        for text in texts.into_iter().flatten() {
            see(Observable::text(text));
        }
        for link in &self.links {
            see(Observable::url(link));
        }
        for (name, value) in &self.attributes {
            if name.contains("Mention") {
                see(Observable::user_account(value));
            } else {
                see(Observable::text(value));
            }
        }
        if let Some(preview) = &self.preview {
            preview.observables(see);
        }
        for edit in &self.edits {
            see(Observable::text(&edit.text));
            edit.links.iter().for_each(|link| see(Observable::url(link)));
        }
        for text in &self.summary_texts {
            see(Observable::text(text));
        }
        for handle in [&self.handle, &self.handle_uncanonical].into_iter().flatten() {
            see(Observable::user_account(handle));
        }
        if let Some(chat) = self.chat.as_deref()
            && self.handle.as_deref() != Some(chat)
            && (chat.starts_with('+') || chat.contains('@'))
        {
            see(Observable::user_account(chat));
        }
        if let Some(app) = self.balloon.as_deref().and_then(|id| id.rsplit(':').next()) {
            see(Observable::app_id(app));
        }
    }

    fn summary(&self) -> String {
        match self.shown().or(self.subject.as_deref()) {
            Some(text) => format!("{}: {text}", self.head()),
            None => format!("{}, no text", self.head()),
        }
    }

    fn summary_without_content(&self) -> String {
        match self.shown().or(self.subject.as_deref()) {
            Some(text) => format!("{}, {} characters", self.head(), text.chars().count()),
            None => format!("{}, no text", self.head()),
        }
    }
}

struct Chat {
    identifier: Option<String>,
    name: Option<String>,
}

/// What other tables say of messages: their conversation, and whether they wait to be deleted.
#[derive(Default)]
struct Conversations {
    chats: BTreeMap<i64, Chat>,
    of_message: BTreeMap<i64, i64>,
    deleted: BTreeMap<i64, Option<Timestamp>>,
}

impl Conversations {
    fn read(database: &Sqlite, out: &mut Out<'_, SmsMessage>) -> Self {
        let mut found = Self::default();
        if database.has_table("chat") {
            let select = Select::from("chat").columns(&["chat_identifier", "display_name"]);
            out.rows(database, &select, |row, _| {
                let chat = Chat {
                    identifier: row.text("chat_identifier"),
                    name: row.text("display_name").filter(|name| !name.is_empty()),
                };
                found.chats.insert(row.rowid(), chat);
            });
        }
        if database.has_table("chat_message_join") {
            let select = Select::from("chat_message_join").columns(&["chat_id", "message_id"]);
            out.rows(database, &select, |row, _| {
                if let (Some(chat), Some(message)) = (row.int("chat_id"), row.int("message_id")) {
                    found.of_message.entry(message).or_insert(chat);
                }
            });
        }
        if database.has_table("chat_recoverable_message_join") {
            let columns = ["chat_id", "message_id", "delete_date"];
            let select = Select::from("chat_recoverable_message_join").columns(&columns);
            out.rows(database, &select, |row, _| {
                if let (chat, Some(message)) = (row.int("chat_id"), row.int("message_id")) {
                    found.deleted.insert(message, row.cocoa("delete_date"));
                    if let Some(chat) = chat {
                        found.of_message.entry(message).or_insert(chat);
                    }
                }
            });
        }
        found
    }

    fn chat(&self, message: i64) -> Option<&Chat> {
        self.chats.get(self.of_message.get(&message)?)
    }
}

fn message(row: &Row<'_>, conversations: &Conversations, out: &mut Out<'_, SmsMessage>) -> SmsMessage {
    let chat = conversations.chat(row.rowid());
    let mut at = Blobs::of(row, out);
    let mut message =
        SmsMessage { guid: row.text("guid"), date: row.cocoa("date"), text: row.text("text"), ..SmsMessage::default() };
    if let Some(bytes) = row.blob("attributedBody").filter(|bytes| !bytes.is_empty()) {
        if let Some(found) = body(bytes, &mut at) {
            message.links = found.links;
            message.attributes = found.attributes;
            if message.text.as_deref() != Some(&*found.text) {
                message.body = Some(found.text);
            }
        } else {
            let kept = Scalar::Blob(bytes.to_vec());
            message.other.insert("attributedBody".to_owned(), kept);
        }
    }
    if let Some(bytes) = row.blob("payload_data").filter(|bytes| !bytes.is_empty()) {
        message.preview = payload(bytes, &mut at);
        if message.preview.is_none() {
            let kept = Scalar::Blob(bytes.to_vec());
            message.other.insert("payload_data".to_owned(), kept);
        }
    }
    if let Some(bytes) = row.blob("message_summary_info").filter(|bytes| !bytes.is_empty()) {
        if let Some(found) = summary_info(bytes, &mut at) {
            message.edits = found.edits;
            message.retracted_parts = found.retracted_parts;
            message.summary_texts = found.texts;
        } else {
            let kept = Scalar::Blob(bytes.to_vec());
            message.other.insert("message_summary_info".to_owned(), kept);
        }
    }
    message.subject = row.text("subject");
    message.service = row.text("service");
    message.service_center = row.text("service_center");
    message.country = row.text("country");
    message.account = row.text("account");
    message.account_guid = row.text("account_guid");
    message.destination = row.text("destination_caller_id");
    message.from_me = row.bool("is_from_me");
    message.handle_id = row.int("handle_id");
    message.group_title = row.text("group_title");
    message.room = row.text("cache_roomnames");
    message.associated_guid = row.text("associated_message_guid");
    message.associated_type = row.int("associated_message_type").filter(|kind| *kind != 0);
    message.associated_emoji = row.text("associated_message_emoji");
    message.balloon = row.text("balloon_bundle_id");
    message.effect = row.text("expressive_send_style_id");
    message.reply_to = row.text("reply_to_guid");
    message.thread = row.text("thread_originator_guid");
    message.read = row.cocoa("date_read");
    message.delivered = row.cocoa("date_delivered");
    message.played = row.cocoa("date_played");
    message.edited = row.cocoa("date_edited");
    message.retracted = row.cocoa("date_retracted");
    message.recovered = row.cocoa("date_recovered");
    let mut numbers = Vec::with_capacity(NUMBERS.len());
    numbers.extend(NUMBERS.iter().filter_map(|name| Some((*name, row.int(name)?))));
    message.numbers = Numbers(numbers);
    message.handle = row.text("handle.id");
    message.handle_uncanonical =
        row.text("handle.uncanonicalized_id").filter(|other| message.handle.as_ref() != Some(other));
    message.chat = chat.and_then(|chat| chat.identifier.clone());
    message.chat_name = chat.and_then(|chat| chat.name.clone());
    message.recoverable_deleted_at = conversations.deleted.get(&row.rowid()).copied().flatten();
    message.other.append(&mut row.rest());
    message
}

impl Artifact for Sms {
    type Record = SmsMessage;
    const SPEC: Spec = Spec { id: "ios_sms", version: 1, paths: SMS_DB, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SmsMessage>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let conversations = Conversations::read(&database, out);
        let handle = ["id", "uncanonicalized_id"];
        let select = Select::from("message")
            .columns(COLUMNS)
            .columns(NUMBERS)
            .join("handle", "ROWID", "message.handle_id", &handle)
            .with_rest();
        let mut without_handle = 0u64;
        out.rows(&database, &select, |row, out| {
            let message = message(row, &conversations, out);
            if message.handle.is_none() && message.handle_id.is_some_and(|id| id != 0) {
                without_handle = without_handle.saturating_add(1);
            }
            out.record(row.place(), message);
        });
        if without_handle > 0 {
            out.problem(
                ProblemCode::ValueUnexpected,
                Place::File,
                format!("messages of a handle that is not in the table handle: {without_handle}"),
            );
        }
        Ok(())
    }
}
