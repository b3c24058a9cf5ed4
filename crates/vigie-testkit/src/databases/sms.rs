//! Messages: `HomeDomain` `Library/SMS/sms.db`. SMS and iMessage, with who wrote, when and what.
//! Source of the schema and of the blobs: imessage-exporter, iLEAPP, MVT.

use anyhow::Result;
use rusqlite::Connection;

use super::sms_blobs::{rich_link, summary};
use super::sqlite::row;
use crate::time::Moment;
use crate::typedstream;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/SMS/sms.db";

/// A correspondent: one address on one service.
#[derive(Debug, Clone)]
pub struct Handle {
    /// Row.
    pub id: i64,
    /// Number or e-mail address.
    pub address: String,
    /// `SMS` or `iMessage`.
    pub service: &'static str,
}

/// Which columns hold the text of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// Only `text`, as old messages.
    Text,
    /// `text` and `attributedBody`.
    Both,
    /// Only `attributedBody`: `text` is NULL, as often since iOS 16.
    Attributed,
}

/// The preview of a link: a web page with its title.
#[derive(Debug, Clone)]
pub struct RichLink {
    /// Address as sent.
    pub original_url: String,
    /// Address after redirects.
    pub url: String,
    /// Title of the page.
    pub title: String,
}

/// What was changed after sending. Goes to `message_summary_info`.
#[derive(Debug, Clone)]
pub struct History {
    /// Earlier and present texts of part 0, oldest first, with their times.
    pub edits: Vec<(Moment, String)>,
    /// Parts taken back.
    pub retracted_parts: Vec<i64>,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Row. A gap between two rows is a deleted message.
    pub id: i64,
    /// Identifier across devices.
    pub guid: String,
    /// Row of the correspondent; 0 for messages that have none.
    pub handle: i64,
    /// Row of the conversation.
    pub chat: i64,
    /// `SMS` or `iMessage`.
    pub service: &'static str,
    /// Text.
    pub text: String,
    /// Columns in which the text is.
    pub body: Body,
    /// Written on this phone.
    pub from_me: bool,
    /// Sent or received.
    pub date: Moment,
    /// When it was read.
    pub read: Option<Moment>,
    /// Link preview.
    pub rich_link: Option<RichLink>,
    /// Edits.
    pub history: Option<History>,
}

/// A file sent with a message.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Row.
    pub id: i64,
    /// Row of the message.
    pub message: i64,
    /// Path on the phone.
    pub filename: String,
    /// MIME type.
    pub mime_type: &'static str,
    /// Uniform type identifier.
    pub uti: &'static str,
    /// Sent from this phone.
    pub outgoing: bool,
    /// When the transfer began.
    pub created: Moment,
    /// Size.
    pub bytes: i64,
}

/// Makes the tables and one conversation per handle, with the number of the handle.
pub fn create(connection: &Connection, handles: &[Handle]) -> Result<()> {
    connection.execute_batch(include_str!("sms_schema.sql"))?;
    for (key, value) in [("_ClientVersion", "18026"), ("counter_in_all", "0"), ("counter_out_all", "0")] {
        row(connection, "_SqliteDatabaseProperties", &[("key", &key), ("value", &value)])?;
    }
    for handle in handles {
        row(
            connection,
            "handle",
            &[
                ("ROWID", &handle.id),
                ("id", &handle.address),
                ("country", &"us"),
                ("service", &handle.service),
                ("uncanonicalized_id", &handle.address),
            ],
        )?;
        row(
            connection,
            "chat",
            &[
                ("ROWID", &handle.id),
                ("guid", &format!("{};-;{}", handle.service, handle.address)),
                ("style", &45),
                ("state", &3),
                ("account_id", &"6C3A1B0E-2D4F-4A5B-8C7D-9E0F1A2B3C4D"),
                ("chat_identifier", &handle.address),
                ("service_name", &handle.service),
                ("account_login", &"P:+15555550100"),
                ("last_addressed_handle", &"+15555550100"),
            ],
        )?;
        row(connection, "chat_handle_join", &[("chat_id", &handle.id), ("handle_id", &handle.id)])?;
    }
    Ok(())
}

/// Writes messages, one at a time.
pub fn messages(connection: &Connection, messages: impl IntoIterator<Item = Message>) -> Result<()> {
    for message in messages {
        insert(connection, &message)?;
    }
    Ok(())
}

fn insert(connection: &Connection, message: &Message) -> Result<()> {
    let plain = (message.body != Body::Attributed).then_some(message.text.as_str());
    let attributed = (message.body != Body::Text).then(|| {
        let runs = typedstream::runs(&message.text);
        if message.from_me {
            typedstream::mutable_attributed_string(&runs)
        } else {
            typedstream::attributed_string(&runs)
        }
    });
    let payload = message.rich_link.as_ref().map(rich_link).transpose()?;
    let balloon = payload.as_ref().map(|_| "com.apple.messages.URLBalloonProvider");
    let summary = match &message.history {
        Some(history) => Some(summary(history, &message.text)?),
        None => None,
    };
    let edited =
        message.history.as_ref().and_then(|history| history.edits.last()).map_or(0, |(at, _)| at.cocoa_nanos());
    let date = message.date.cocoa_nanos();
    let read = message.read.map_or(0, Moment::cocoa_nanos);
    let account = if message.service == "SMS" { "P:+15555550100" } else { "e:owner@example.org" };
    let link = message.text.contains("http");
    row(
        connection,
        "message",
        &[
            ("ROWID", &message.id),
            ("guid", &message.guid),
            ("text", &plain),
            ("handle_id", &message.handle),
            ("attributedBody", &attributed),
            ("version", &10),
            ("service", &message.service),
            ("account", &account),
            ("account_guid", &"6C3A1B0E-2D4F-4A5B-8C7D-9E0F1A2B3C4D"),
            ("date", &date),
            ("date_read", &read),
            ("date_delivered", &if message.from_me { date } else { 0 }),
            ("is_delivered", &true),
            ("is_finished", &true),
            ("is_from_me", &message.from_me),
            ("is_read", &(read != 0)),
            ("is_sent", &message.from_me),
            ("has_dd_results", &link),
            ("was_data_detected", &true),
            ("balloon_bundle_id", &balloon),
            ("payload_data", &payload),
            ("message_summary_info", &summary),
            ("destination_caller_id", &"+15555550100"),
            ("date_edited", &edited),
            ("part_count", &1),
        ],
    )?;
    row(
        connection,
        "chat_message_join",
        &[("chat_id", &message.chat), ("message_id", &message.id), ("message_date", &date)],
    )
}

/// Writes files sent with messages. The messages must be there already.
pub fn attachments(connection: &Connection, attachments: &[Attachment]) -> Result<()> {
    for attachment in attachments {
        let guid = format!("at_0_{:08X}-0000-4000-A000-{:012X}", attachment.id, attachment.message);
        let name = attachment.filename.rsplit('/').next();
        // Attachment times stayed in seconds when message times became nanoseconds.
        let created = attachment.created.cocoa_nanos() / 1_000_000_000;
        row(
            connection,
            "attachment",
            &[
                ("ROWID", &attachment.id),
                ("guid", &guid),
                ("created_date", &created),
                ("start_date", &created),
                ("filename", &attachment.filename),
                ("uti", &attachment.uti),
                ("mime_type", &attachment.mime_type),
                ("transfer_state", &5),
                ("is_outgoing", &attachment.outgoing),
                ("transfer_name", &name),
                ("total_bytes", &attachment.bytes),
                ("original_guid", &guid),
            ],
        )?;
        row(
            connection,
            "message_attachment_join",
            &[("message_id", &attachment.message), ("attachment_id", &attachment.id)],
        )?;
        connection.execute("UPDATE message SET cache_has_attachments = 1 WHERE ROWID = ?", [attachment.message])?;
    }
    Ok(())
}

/// Marks a message as deleted on this device: its GUID stays in `deleted_messages`.
pub fn deleted(connection: &Connection, guid: &str) -> Result<()> {
    row(connection, "deleted_messages", &[("guid", &guid)])
}
