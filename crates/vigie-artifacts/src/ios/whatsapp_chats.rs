//! WhatsApp conversations and groups: with whom, since when, how many messages are stored.
//!
//! Format: `ChatStorage.sqlite`, tables `ZWACHATSESSION`, `ZWAGROUPINFO`, `ZWAGROUPMEMBER`; the first and last stored
//! message are counted from `ZWAMESSAGE`. Other reader: MVT `Whatsapp`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Meaning, Moment, Observable, Record, Timestamp};

use super::whatsapp::jid;
use super::whatsapp_messages::CHAT_STORAGE;
use crate::{Artifact, Out, ParseError, Scalar, Select, Source, Spec, Sqlite};

/// See the module.
pub struct WhatsappChats;

/// One conversation.
#[derive(Debug, Default, Serialize)]
pub struct WhatsappChat {
    /// Address of the other side or the group.
    pub jid: Option<String>,
    /// A second address of the other side (phone number or hidden id).
    pub identifier: Option<String>,
    /// Name shown.
    pub name: Option<String>,
    /// 0 one person, 1 group, 3 broadcast, 4 status.
    pub kind: Option<i64>,
    /// Whether it is archived.
    pub archived: Option<bool>,
    /// Whether it is hidden.
    pub hidden: Option<i64>,
    /// Whether it was removed from the list.
    pub removed: Option<bool>,
    /// WhatsApp's count of messages.
    pub message_counter: Option<i64>,
    /// Time of the last message, as WhatsApp keeps it.
    pub last_message: Option<Timestamp>,
    /// Its words.
    pub last_message_text: Option<String>,
    /// Words typed and not sent.
    pub draft: Option<String>,
    /// Messages still stored.
    pub stored_messages: u64,
    /// Time of the first message still stored.
    pub first_stored: Option<Timestamp>,
    /// Time of the last message still stored.
    pub last_stored: Option<Timestamp>,
    /// Until when a place is shared.
    pub location_sharing_until: Option<Timestamp>,
    /// When the group was made.
    pub group_created: Option<Timestamp>,
    /// Who made it.
    pub group_creator: Option<String>,
    /// Who owns it.
    pub group_owner: Option<String>,
    /// When its subject was set.
    pub subject_set: Option<Timestamp>,
    /// Who set it.
    pub subject_by: Option<String>,
    /// Members the device knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

impl Record for WhatsappChat {
    fn time(&self) -> Option<Timestamp> {
        self.last_stored.or(self.last_message)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [
            ("group_created", self.group_created),
            ("subject_set", self.subject_set),
            ("chat_first_message", self.first_stored),
            ("chat_last_message", self.last_stored.or(self.last_message)),
            ("location_sharing_until", self.location_sharing_until),
        ] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let accounts = [&self.jid, &self.identifier, &self.group_creator]
            .into_iter()
            .chain([&self.group_owner, &self.subject_by])
            .flatten()
            .chain(&self.members);
        let mut seen: Vec<&String> = Vec::new();
        for account in accounts {
            if !seen.contains(&account) {
                seen.push(account);
                jid(account, see);
            }
        }
        for text in [&self.name, &self.last_message_text, &self.draft].into_iter().flatten() {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        format!("{}, named {}", self.summary_without_content(), self.name.as_deref().unwrap_or("nothing"))
    }

    fn summary_without_content(&self) -> String {
        format!(
            "WhatsApp conversation with {}, {} messages stored",
            self.jid.as_deref().unwrap_or("unknown"),
            self.stored_messages
        )
    }
}

#[derive(Default)]
struct Stored {
    count: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

fn stored(database: &Sqlite, out: &mut Out<'_, WhatsappChat>) -> BTreeMap<i64, Stored> {
    let mut found: BTreeMap<i64, Stored> = BTreeMap::new();
    if database.has_table("ZWAMESSAGE") {
        let select = Select::from("ZWAMESSAGE").columns(&["ZCHATSESSION", "ZMESSAGEDATE"]);
        out.rows(database, &select, |row, _| {
            let stored = found.entry(row.int("ZCHATSESSION").unwrap_or(0)).or_default();
            stored.count = stored.count.saturating_add(1);
            let date = row.cocoa("ZMESSAGEDATE");
            stored.first = [stored.first, date].into_iter().flatten().min();
            stored.last = [stored.last, date].into_iter().flatten().max();
            // The messages' own artifact tells what is wrong with a message.
            row.take_complaints();
        });
    }
    found
}

fn members(database: &Sqlite, out: &mut Out<'_, WhatsappChat>) -> BTreeMap<i64, Vec<String>> {
    let mut found: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    if database.has_table("ZWAGROUPMEMBER") {
        let select = Select::from("ZWAGROUPMEMBER").columns(&["ZCHATSESSION", "ZMEMBERJID"]);
        out.rows(database, &select, |row, _| {
            if let (Some(chat), Some(member)) = (row.int("ZCHATSESSION"), row.text("ZMEMBERJID")) {
                found.entry(chat).or_default().push(member);
            }
        });
    }
    found
}

impl Artifact for WhatsappChats {
    type Record = WhatsappChat;
    const SPEC: Spec = Spec { id: "ios_whatsapp_chats", version: 1, paths: CHAT_STORAGE, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, WhatsappChat>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut stored = stored(&database, out);
        let mut members = members(&database, out);
        let select = Select::from("ZWACHATSESSION")
            .columns(&[
                "ZCONTACTJID",
                "ZCONTACTIDENTIFIER",
                "ZPARTNERNAME",
                "ZSESSIONTYPE",
                "ZARCHIVED",
                "ZHIDDEN",
                "ZREMOVED",
                "ZMESSAGECOUNTER",
                "ZLASTMESSAGEDATE",
                "ZLASTMESSAGETEXT",
                "ZSAVEDINPUT",
                "ZLOCATIONSHARINGENDDATE",
            ])
            .join(
                "ZWAGROUPINFO",
                "Z_PK",
                "ZWACHATSESSION.ZGROUPINFO",
                &["ZCREATIONDATE", "ZCREATORJID", "ZOWNERJID", "ZSUBJECTTIMESTAMP", "ZSUBJECTOWNERJID"],
            )
            .with_rest();
        out.rows(&database, &select, |row, out| {
            let Stored { count, first, last } = stored.remove(&row.rowid()).unwrap_or_default();
            let chat = WhatsappChat {
                jid: row.text("ZCONTACTJID"),
                identifier: row.text("ZCONTACTIDENTIFIER"),
                name: row.text("ZPARTNERNAME"),
                kind: row.int("ZSESSIONTYPE"),
                archived: row.bool("ZARCHIVED"),
                hidden: row.int("ZHIDDEN"),
                removed: row.bool("ZREMOVED"),
                message_counter: row.int("ZMESSAGECOUNTER"),
                last_message: row.cocoa("ZLASTMESSAGEDATE"),
                last_message_text: row.text("ZLASTMESSAGETEXT"),
                draft: row.text("ZSAVEDINPUT"),
                stored_messages: count,
                first_stored: first,
                last_stored: last,
                location_sharing_until: row.cocoa("ZLOCATIONSHARINGENDDATE"),
                group_created: row.cocoa("ZWAGROUPINFO.ZCREATIONDATE"),
                group_creator: row.text("ZWAGROUPINFO.ZCREATORJID"),
                group_owner: row.text("ZWAGROUPINFO.ZOWNERJID"),
                subject_set: row.cocoa("ZWAGROUPINFO.ZSUBJECTTIMESTAMP"),
                subject_by: row.text("ZWAGROUPINFO.ZSUBJECTOWNERJID"),
                members: members.remove(&row.rowid()).unwrap_or_default(),
                other: row.rest(),
            };
            out.record(row.place(), chat);
        });
        Ok(())
    }
}
