//! What the database of Messages still says of messages that are gone: ids of deleted ones, and the highest row number
//! it ever gave out.
//!
//! Format: tables `deleted_messages`, `sync_deleted_messages`, `sync_deleted_chats`, `sync_deleted_attachments` and
//! `sqlite_sequence` (SQLite keeps in it the highest rowid of a table made with AUTOINCREMENT) of `sms.db`.

use serde::Serialize;
use vigie_model::{Meaning, Observable, Record, Timestamp};

use super::sms::SMS_DB;
use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct SmsDeletions;

/// Tables that hold one row per deleted thing.
const TABLES: [&str; 4] =
    ["deleted_messages", "sync_deleted_messages", "sync_deleted_chats", "sync_deleted_attachments"];

/// One statement about what is gone.
#[derive(Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Deletion {
    /// A message, conversation or attachment was deleted.
    Deleted {
        /// The table that says so.
        table: &'static str,
        /// Its unique id.
        guid: Option<String>,
        /// Its id in iCloud.
        #[serde(skip_serializing_if = "Option::is_none")]
        record_id: Option<String>,
        /// When, where the table says it.
        #[serde(skip_serializing_if = "Option::is_none")]
        date: Option<Timestamp>,
    },
    /// The highest row number the table `message` ever had.
    HighestRow {
        /// The number.
        rowid: i64,
    },
}

impl Record for Deletion {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Deleted { date, .. } => *date,
            Self::HighestRow { .. } => None,
        }
    }

    // Ids made by Messages itself: nothing here can meet an indicator.
    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        match self {
            Self::Deleted { table, guid, .. } => {
                format!("{table}: {}", guid.as_deref().unwrap_or("without an id"))
            }
            Self::HighestRow { rowid } => format!("highest message row ever: {rowid}"),
        }
    }
}

impl Artifact for SmsDeletions {
    type Record = Deletion;
    const SPEC: Spec = Spec { id: "ios_sms_deletions", version: 1, paths: SMS_DB, meaning: Meaning::Tampering };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Deletion>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        for table in TABLES.into_iter().filter(|table| database.has_table(table)) {
            let select = Select::from(table).columns(&["guid", "recordID", "timestamp"]);
            out.rows(&database, &select, |row, out| {
                let deletion = Deletion::Deleted {
                    table,
                    guid: row.text("guid"),
                    record_id: row.text("recordID"),
                    date: row.cocoa("timestamp"),
                };
                out.record(row.place(), deletion);
            });
        }
        if database.has_table("sqlite_sequence") {
            let select = Select::from("sqlite_sequence").columns(&["name", "seq"]);
            out.rows(&database, &select, |row, out| {
                if row.text("name").as_deref() == Some("message")
                    && let Some(rowid) = row.int("seq")
                {
                    out.record(row.place(), Deletion::HighestRow { rowid });
                }
            });
        }
        Ok(())
    }
}
