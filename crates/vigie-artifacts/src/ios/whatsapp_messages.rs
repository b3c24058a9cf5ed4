//! WhatsApp messages with their media and link previews.
//!
//! Media rows and previews point at their message; both are gathered first, so a message with two previews is still one
//! record, and media whose message was deleted is a record of its own. Addresses on `mmg.whatsapp.net` are WhatsApp's
//! own servers for encrypted media.
//!
//! Format: Core Data store `ChatStorage.sqlite`, tables `ZWAMESSAGE`, `ZWAMEDIAITEM`, `ZWAMESSAGEDATAITEM`,
//! `ZWACHATSESSION`, `ZWAGROUPMEMBER`; other readers: MVT `Whatsapp`, iLEAPP `whatsApp`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::message_parts::is_url;
use super::whatsapp::{jid, urls_in};
use crate::{Artifact, Out, ParseError, Row, Scalar, Select, Source, Spec, Sqlite};

/// Where WhatsApp and WhatsApp Business keep messages.
pub(super) const CHAT_STORAGE: &[(Layout, &str)] = &[
    (Layout::IosBackup, "AppDomainGroup-group.net.whatsapp.WhatsApp.shared/ChatStorage.sqlite"),
    (Layout::IosBackup, "AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared/ChatStorage.sqlite"),
    (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/ChatStorage.sqlite"),
];

/// See the module.
pub struct WhatsappMessages;

/// One message.
#[derive(Debug, Default, Serialize)]
pub struct WhatsappMessage {
    /// When it was received or sent, as shown.
    pub date: Option<Timestamp>,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// Whether the owner sent it.
    pub from_me: Option<bool>,
    /// Address it came from: of the group, in a group.
    pub from: Option<String>,
    /// Address it went to.
    pub to: Option<String>,
    /// Address of the group's member who wrote it.
    pub member: Option<String>,
    /// Name the sender gave themself.
    pub push_name: Option<String>,
    /// Address of the conversation.
    pub chat: Option<String>,
    /// Name of the conversation.
    pub chat_name: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Kind of message: 0 text, 1 picture, 2 video, 3 voice, 4 contact, 5 place, 6 event of a group, 7 link, 8 document.
    pub kind: Option<i64>,
    /// State of delivery.
    pub status: Option<i64>,
    /// Id in the protocol.
    pub stanza: Option<String>,
    /// Its media.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// Its link previews.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub previews: Vec<Preview>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

/// A file that came with a message.
#[derive(Debug, Default, Serialize)]
pub struct Media {
    /// Where it is downloaded from.
    pub url: Option<String>,
    /// When that address was given.
    pub url_date: Option<Timestamp>,
    /// Where it lies inside WhatsApp's folder.
    pub local_path: Option<String>,
    /// Its caption or title.
    pub title: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Name of a shared contact.
    pub vcard_name: Option<String>,
    /// A shared contact.
    pub vcard: Option<String>,
    /// Size in bytes.
    pub size: Option<i64>,
    /// A shared place.
    pub latitude: Option<f64>,
    /// A shared place.
    pub longitude: Option<f64>,
    /// Addresses in its metadata.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metadata_urls: Vec<String>,
}

/// A link preview.
#[derive(Debug, Default, Serialize)]
pub struct Preview {
    /// The words of the message it belongs to.
    pub matched_text: Option<String>,
    /// Its address.
    pub content1: Option<String>,
    /// A second address or text.
    pub content2: Option<String>,
    /// Title of the page.
    pub title: Option<String>,
    /// Its description.
    pub summary: Option<String>,
    /// Who sent it.
    pub sender: Option<String>,
    /// When.
    pub date: Option<Timestamp>,
}

fn address<'a>(text: &'a str, see: &mut dyn FnMut(Observable<'a>)) {
    if is_url(text) {
        see(Observable::url(text));
    } else {
        see(Observable::text(text));
    }
}

impl Record for WhatsappMessage {
    fn time(&self) -> Option<Timestamp> {
        self.date.or(self.sent)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let first = if self.from_me == Some(true) { "sent" } else { "received" };
        if let Some(at) = self.date {
            see(Moment { what: first, at });
        }
        if let Some(at) = self.sent
            && (self.date != self.sent || first != "sent")
        {
            see(Moment { what: "sent", at });
        }
        for at in self.media.iter().filter_map(|media| media.url_date) {
            see(Moment { what: "media_address_given", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in [&self.text, &self.push_name, &self.chat_name].into_iter().flatten() {
            see(Observable::text(text));
        }
        let mut seen: Vec<&str> = Vec::new();
        for account in [&self.from, &self.to, &self.member, &self.chat] {
            if let Some(account) = account.as_deref()
                && !seen.contains(&account)
            {
                seen.push(account);
                jid(account, see);
            }
        }
        for media in &self.media {
            for text in
                [&media.url, &media.title, &media.author].into_iter().chain([&media.vcard_name, &media.vcard]).flatten()
            {
                address(text, see);
            }
            for url in &media.metadata_urls {
                see(Observable::url(url));
            }
            if let Some(name) = media.local_path.as_deref().and_then(|p| p.rsplit('/').next()) {
                see(Observable::file_name(name));
            }
        }
        for preview in &self.previews {
            for text in [&preview.matched_text, &preview.content1, &preview.content2]
                .into_iter()
                .chain([&preview.title, &preview.summary])
                .flatten()
            {
                address(text, see);
            }
            if let Some(sender) = preview.sender.as_deref()
                && !seen.contains(&sender)
            {
                jid(sender, see);
            }
        }
    }

    fn summary(&self) -> String {
        let head = self.summary_without_content();
        match &self.text {
            Some(text) => format!("{head}: {text}"),
            None => head,
        }
    }

    fn summary_without_content(&self) -> String {
        let who = match self.from_me {
            Some(true) => format!("to {}", self.to.as_deref().unwrap_or("unknown")),
            _ => format!("from {}", self.member.as_deref().or(self.from.as_deref()).unwrap_or("unknown")),
        };
        let media = match self.media.len() {
            0 => "",
            _ => " with media",
        };
        format!("WhatsApp message {who}{media}")
    }
}

/// Media and previews by message; those of no message under 0.
#[derive(Default)]
struct Parts {
    media: BTreeMap<i64, Vec<(Place, Media)>>,
    previews: BTreeMap<i64, Vec<(Place, Preview)>>,
}

impl Parts {
    fn read(database: &Sqlite, out: &mut Out<'_, WhatsappMessage>) -> Self {
        let mut parts = Self::default();
        if database.has_table("ZWAMEDIAITEM") {
            let select = Select::from("ZWAMEDIAITEM").columns(&[
                "ZMESSAGE",
                "ZMEDIAURL",
                "ZMEDIAURLDATE",
                "ZMEDIALOCALPATH",
                "ZTITLE",
                "ZAUTHORNAME",
                "ZVCARDNAME",
                "ZVCARDSTRING",
                "ZFILESIZE",
                "ZLATITUDE",
                "ZLONGITUDE",
                "ZMETADATA",
            ]);
            out.rows(database, &select, |row, _| {
                let message = row.int("ZMESSAGE").unwrap_or(0);
                let media = Media {
                    url: row.text("ZMEDIAURL"),
                    url_date: row.cocoa("ZMEDIAURLDATE"),
                    local_path: row.text("ZMEDIALOCALPATH"),
                    title: row.text("ZTITLE"),
                    author: row.text("ZAUTHORNAME"),
                    vcard_name: row.text("ZVCARDNAME"),
                    vcard: row.text("ZVCARDSTRING"),
                    size: row.int("ZFILESIZE"),
                    latitude: row.real("ZLATITUDE").filter(|n| *n != 0.0),
                    longitude: row.real("ZLONGITUDE").filter(|n| *n != 0.0),
                    metadata_urls: row.blob("ZMETADATA").map(urls_in).unwrap_or_default(),
                };
                let list = parts.media.entry(message).or_default();
                list.push((row.place(), media));
            });
        }
        if database.has_table("ZWAMESSAGEDATAITEM") {
            let select = Select::from("ZWAMESSAGEDATAITEM").columns(&[
                "ZMESSAGE",
                "ZMATCHEDTEXT",
                "ZCONTENT1",
                "ZCONTENT2",
                "ZTITLE",
                "ZSUMMARY",
                "ZSENDERJID",
                "ZDATE",
            ]);
            out.rows(database, &select, |row, _| {
                let message = row.int("ZMESSAGE").unwrap_or(0);
                let preview = Preview {
                    matched_text: row.text("ZMATCHEDTEXT"),
                    content1: row.text("ZCONTENT1"),
                    content2: row.text("ZCONTENT2"),
                    title: row.text("ZTITLE"),
                    summary: row.text("ZSUMMARY"),
                    sender: row.text("ZSENDERJID"),
                    date: row.cocoa("ZDATE"),
                };
                let list = parts.previews.entry(message).or_default();
                list.push((row.place(), preview));
            });
        }
        parts
    }
}

fn message(row: &Row<'_>, parts: &mut Parts) -> WhatsappMessage {
    fn bare<T>(list: Option<Vec<(Place, T)>>) -> Vec<T> {
        let list = list.unwrap_or_default();
        list.into_iter().map(|(_, part)| part).collect()
    }
    WhatsappMessage {
        date: row.cocoa("ZMESSAGEDATE"),
        sent: row.cocoa("ZSENTDATE"),
        from_me: row.bool("ZISFROMME"),
        from: row.text("ZFROMJID"),
        to: row.text("ZTOJID"),
        push_name: row.text("ZPUSHNAME"),
        text: row.text("ZTEXT"),
        kind: row.int("ZMESSAGETYPE"),
        status: row.int("ZMESSAGESTATUS"),
        stanza: row.text("ZSTANZAID"),
        chat: row.text("ZWACHATSESSION.ZCONTACTJID"),
        chat_name: row.text("ZWACHATSESSION.ZPARTNERNAME"),
        member: row.text("ZWAGROUPMEMBER.ZMEMBERJID"),
        media: bare(parts.media.remove(&row.rowid())),
        previews: bare(parts.previews.remove(&row.rowid())),
        other: row.rest(),
    }
}

impl Artifact for WhatsappMessages {
    type Record = WhatsappMessage;
    const SPEC: Spec =
        Spec { id: "ios_whatsapp_messages", version: 1, paths: CHAT_STORAGE, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, WhatsappMessage>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut parts = Parts::read(&database, out);
        let select = Select::from("ZWAMESSAGE")
            .columns(&[
                "ZMESSAGEDATE",
                "ZSENTDATE",
                "ZISFROMME",
                "ZFROMJID",
                "ZTOJID",
                "ZPUSHNAME",
                "ZTEXT",
                "ZMESSAGETYPE",
                "ZMESSAGESTATUS",
                "ZSTANZAID",
            ])
            .join("ZWACHATSESSION", "Z_PK", "ZWAMESSAGE.ZCHATSESSION", &["ZCONTACTJID", "ZPARTNERNAME"])
            .join("ZWAGROUPMEMBER", "Z_PK", "ZWAMESSAGE.ZGROUPMEMBER", &["ZMEMBERJID"])
            .with_rest();
        out.rows(&database, &select, |row, out| {
            out.record(row.place(), message(row, &mut parts));
        });
        // What is left belongs to messages that are gone, or whose row could not be read.
        let orphans = parts
            .media
            .values()
            .map(Vec::len)
            .sum::<usize>()
            .saturating_add(parts.previews.values().map(Vec::len).sum::<usize>());
        if orphans > 0 {
            out.problem(
                ProblemCode::ValueUnexpected,
                Place::File,
                format!("{orphans} media or previews belong to no message in ZWAMESSAGE"),
            );
        }
        for (place, media) in parts.media.into_values().flatten() {
            let message = WhatsappMessage { media: vec![media], ..WhatsappMessage::default() };
            out.record(place, message);
        }
        for (place, preview) in parts.previews.into_values().flatten() {
            let message = WhatsappMessage { date: preview.date, previews: vec![preview], ..WhatsappMessage::default() };
            out.record(place, message);
        }
        Ok(())
    }
}
