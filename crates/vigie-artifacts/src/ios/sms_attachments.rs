//! Files that came with messages, whether or not they are still there.
//!
//! Format: table `attachment` of `sms.db`, joined to its message and handle; other readers: MVT `SMSAttachments`, iLEAPP.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Meaning, Moment, Observable, Record, Timestamp};

use super::message_parts::{Blobs, blob_texts, is_url};
use super::sms::SMS_DB;
use crate::{Artifact, Out, ParseError, Scalar, Select, Source, Spec, Sqlite};

/// See the module.
pub struct SmsAttachments;

/// Blob columns that hold property lists.
const BLOBS: [&str; 3] = ["user_info", "sticker_user_info", "attribution_info"];

/// One attached file.
#[derive(Debug, Default, Serialize)]
pub struct Attachment {
    /// Unique id.
    pub guid: Option<String>,
    /// When the row was made.
    pub created: Option<Timestamp>,
    /// When the transfer began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<Timestamp>,
    /// Where it lies, as Messages wrote it.
    pub filename: Option<String>,
    /// The name the sender gave it.
    pub transfer_name: Option<String>,
    /// Uniform type identifier.
    pub uti: Option<String>,
    /// MIME type.
    pub mime_type: Option<String>,
    /// Size in bytes.
    pub total_bytes: Option<i64>,
    /// How far the transfer went.
    pub transfer_state: Option<i64>,
    /// Whether the owner sent it.
    pub outgoing: Option<bool>,
    /// Whether it is a sticker.
    pub sticker: Option<bool>,
    /// Row of its message.
    pub message_id: Option<i64>,
    /// When its message was received or sent.
    pub message_date: Option<Timestamp>,
    /// `SMS`, `iMessage`.
    pub service: Option<String>,
    /// The other side of its message.
    pub handle: Option<String>,
    /// Fields of the property lists in `user_info`, `sticker_user_info` and `attribution_info`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub info: Vec<(String, String)>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

impl Attachment {
    /// The full path on the device: `~` is the home of the user `mobile`.
    pub fn device_path(&self) -> Option<String> {
        let name = self.filename.as_deref()?;
        Some(match name.strip_prefix("~/") {
            Some(rest) => format!("/private/var/mobile/{rest}"),
            None if name.starts_with("/var/") || name.starts_with("/tmp/") => {
                format!("/private{name}")
            }
            None => name.to_owned(),
        })
    }
}

impl Record for Attachment {
    fn time(&self) -> Option<Timestamp> {
        self.created.or(self.message_date)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let message = if self.outgoing == Some(true) { "sent" } else { "received" };
        for (what, at) in [("created", self.created), ("transfer_started", self.started), (message, self.message_date)]
        {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(path) = self.device_path() {
            see(Observable::file_path(path));
        }
        if let Some(name) = &self.transfer_name {
            see(Observable::file_name(name));
        }
        if let Some(handle) = &self.handle {
            see(Observable::user_account(handle));
        }
        for (name, text) in &self.info {
            if is_url(text) {
                see(Observable::url(text));
            } else if name.contains("bundle") {
                see(Observable::app_id(text));
            } else if !text.bytes().all(|b| b.is_ascii_digit()) {
                see(Observable::text(text));
            }
        }
    }

    fn summary(&self) -> String {
        let name = self.transfer_name.as_deref().or(self.filename.as_deref()).unwrap_or("without a name");
        format!("{}: {name}", self.summary_without_content())
    }

    fn summary_without_content(&self) -> String {
        let direction = match self.outgoing {
            Some(true) => "sent to",
            _ => "received from",
        };
        format!(
            "attachment {direction} {} ({}, {} bytes)",
            self.handle.as_deref().unwrap_or("unknown"),
            self.mime_type.as_deref().or(self.uti.as_deref()).unwrap_or("unknown type"),
            self.total_bytes.unwrap_or(0)
        )
    }
}

struct Carrier {
    message: Option<i64>,
    date: Option<Timestamp>,
    service: Option<String>,
    handle: Option<String>,
}

/// The message of each attachment: the first when several name it.
fn carriers(database: &Sqlite, out: &mut Out<'_, Attachment>) -> BTreeMap<i64, Carrier> {
    let mut found = BTreeMap::new();
    if !database.has_table("message_attachment_join") {
        return found;
    }
    let select = Select::from("message_attachment_join")
        .columns(&["attachment_id", "message_id"])
        .join("message", "ROWID", "message_attachment_join.message_id", &["date", "service", "handle_id"])
        .join("handle", "ROWID", "message.handle_id", &["id"]);
    out.rows(database, &select, |row, _| {
        if let Some(attachment) = row.int("attachment_id") {
            found.entry(attachment).or_insert_with(|| Carrier {
                message: row.int("message_id"),
                date: row.cocoa("message.date"),
                service: row.text("message.service"),
                handle: row.text("handle.id"),
            });
        }
    });
    found
}

impl Artifact for SmsAttachments {
    type Record = Attachment;
    const SPEC: Spec = Spec { id: "ios_sms_attachments", version: 1, paths: SMS_DB, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Attachment>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut carriers = carriers(&database, out);
        let select = Select::from("attachment")
            .columns(&[
                "guid",
                "created_date",
                "start_date",
                "filename",
                "transfer_name",
                "uti",
                "mime_type",
                "total_bytes",
                "transfer_state",
                "is_outgoing",
                "is_sticker",
            ])
            .columns(&BLOBS)
            .with_rest();
        out.rows(&database, &select, |row, out| {
            let carrier = carriers.remove(&row.rowid());
            let mut attachment = Attachment {
                guid: row.text("guid"),
                created: row.cocoa("created_date"),
                started: row.cocoa("start_date"),
                filename: row.text("filename"),
                transfer_name: row.text("transfer_name"),
                uti: row.text("uti"),
                mime_type: row.text("mime_type"),
                total_bytes: row.int("total_bytes"),
                transfer_state: row.int("transfer_state"),
                outgoing: row.bool("is_outgoing"),
                sticker: row.bool("is_sticker"),
                ..Attachment::default()
            };
            for column in BLOBS {
                if let Some(bytes) = row.blob(column).filter(|bytes| !bytes.is_empty()) {
                    let texts = blob_texts(column, bytes, &mut Blobs::of(row, out));
                    attachment.info.extend(texts);
                }
            }
            if let Some(carrier) = carrier {
                attachment.message_id = carrier.message;
                attachment.message_date = carrier.date;
                attachment.service = carrier.service;
                attachment.handle = carrier.handle;
            }
            attachment.other = row.rest();
            out.record(row.place(), attachment);
        });
        Ok(())
    }
}
