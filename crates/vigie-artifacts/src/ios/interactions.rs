//! Interactions iOS learnt from to suggest people: calls, messages, mails, shares of many applications, with sender,
//! recipients and attachments. They outlive the messages themselves.
//!
//! Format: Core Data store `interactionC.db`, tables `ZINTERACTIONS`, `ZCONTACTS`, `ZATTACHMENT`; the tables between
//! them carry numbers of the data model in their names (`Z_2INTERACTIONRECIPIENT`, columns `Z_2RECIPIENTS`,
//! `Z_3INTERACTIONRECIPIENT`) that differ between versions, so they are looked for. Other readers: APOLLO
//! `interaction_contact_interactions`, iLEAPP, MVT `InteractionC`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use super::message_parts::{Blobs, blob_texts, is_url};
use crate::{Artifact, Out, ParseError, Row, Scalar, Select, Source, Spec, Sqlite};

/// Where the interactions lie.
pub(super) const INTERACTION_DB: &[(Layout, &str)] = &[
    (Layout::IosBackup, "HomeDomain/Library/CoreDuet/People/interactionC.db"),
    (Layout::IosFilesystem, "private/var/mobile/Library/CoreDuet/People/interactionC.db"),
];

/// See the module.
pub struct Interactions;

/// One interaction.
#[derive(Debug, Serialize)]
pub struct Interaction {
    /// When it began.
    pub start: Option<Timestamp>,
    /// When it ended.
    pub end: Option<Timestamp>,
    /// When it was recorded.
    pub created: Option<Timestamp>,
    /// The application.
    pub bundle_id: Option<String>,
    /// The application it was aimed at.
    pub target_bundle_id: Option<String>,
    /// 0 incoming, 1 outgoing.
    pub direction: Option<i64>,
    /// How: the number of a means in Apple's list.
    pub mechanism: Option<i64>,
    /// Whether it was an answer.
    pub is_response: Option<bool>,
    /// The owner's account.
    pub account: Option<String>,
    /// Conversation, as the application names it.
    pub domain: Option<String>,
    /// Name of a group.
    pub group: Option<String>,
    /// Address of what it was about.
    pub content_url: Option<String>,
    /// Sender.
    pub sender: Option<Party>,
    /// Recipients.
    pub recipients: Vec<Party>,
    /// Count of recipients, as recorded.
    pub recipient_count: Option<i64>,
    /// Attachments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<InteractionAttachment>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

/// A person of an interaction.
#[derive(Debug, Clone, Serialize)]
pub struct Party {
    /// Phone number, e-mail address or account.
    pub identifier: Option<String>,
    /// A further identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_identifier: Option<String>,
    /// Name shown.
    pub name: Option<String>,
    /// Id in the address book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// Something that was sent along.
#[derive(Debug, Clone, Serialize)]
pub struct InteractionAttachment {
    /// Its text.
    pub text: Option<String>,
    /// Uniform type identifier.
    pub uti: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Size in bytes.
    pub size: Option<i64>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

/// An identifier: an account, which may be an e-mail address.
pub(super) fn account(text: &str, see: &mut dyn FnMut(Observable<'_>)) {
    see(Observable::user_account(text));
}

impl Record for Interaction {
    fn time(&self) -> Option<Timestamp> {
        self.start.or(self.created)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in
            [("start", self.start), ("end", self.end.filter(|end| Some(*end) != self.start)), ("created", self.created)]
        {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for app in [&self.bundle_id, &self.target_bundle_id].into_iter().flatten() {
            see(Observable::app_id(app));
        }
        for who in self.sender.iter().chain(&self.recipients) {
            for identifier in [&who.identifier, &who.custom_identifier].into_iter().flatten() {
                account(identifier, see);
            }
        }
        for text in [&self.domain, &self.group].into_iter().flatten() {
            see(Observable::text(text));
        }
        let urls = self.attachments.iter().map(|attachment| &attachment.url);
        for url in urls.chain([&self.content_url]).flatten() {
            let path = url.strip_prefix("file://");
            match path.filter(|path| path.starts_with('/')) {
                Some(path) => see(Observable::file_path(path)),
                None if is_url(url) => see(Observable::url(url)),
                None => see(Observable::text(url)),
            }
        }
        for text in self.attachments.iter().filter_map(|attachment| attachment.text.as_ref()) {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        match &self.group {
            Some(group) => format!("{}, group {group}", self.summary_without_content()),
            None => self.summary_without_content(),
        }
    }

    fn summary_without_content(&self) -> String {
        let who = |who: &Party| who.identifier.clone().unwrap_or_default();
        let recipients: Vec<String> = self.recipients.iter().map(who).collect();
        format!(
            "{} interaction through {} from {} to {}",
            match self.direction {
                Some(0) => "incoming",
                Some(1) => "outgoing",
                _ => "undirected",
            },
            self.bundle_id.as_deref().unwrap_or("unknown"),
            self.sender.as_ref().map_or("unknown".to_owned(), who),
            recipients.join(", ")
        )
    }
}

/// The rows on the far side of a many-to-many table, by the row on the near side.
///
/// The table is found by the end of its name, its columns by theirs; `None` when the version has no such table.
pub(super) fn links<R: Record>(
    database: &Sqlite,
    table: &str,
    near: &str,
    far: &str,
    out: &mut Out<'_, R>,
) -> BTreeMap<i64, Vec<i64>> {
    let mut found: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let numbered = |name: &str, end: &str| {
        let rest = name.strip_prefix("Z_").and_then(|name| name.strip_suffix(end));
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let name = database.tables().find(|name| numbered(name, table));
    let Some(name) = name.map(str::to_owned) else {
        return found;
    };
    let columns = match database.columns(&name) {
        Ok(columns) => columns,
        Err(error) => {
            out.problem(error.code, error.place, error.detail);
            return found;
        }
    };
    let column = |end: &str| columns.iter().find(|column| numbered(column, end));
    let (Some(near), Some(far)) = (column(near), column(far)) else {
        out.problem(
            ProblemCode::TableMissing,
            vigie_model::Place::File,
            format!("{name} has no columns that join {near} and {far}"),
        );
        return found;
    };
    let select = Select::from(&name).columns(&[near, far]);
    out.rows(database, &select, |row, _| {
        if let (Some(near), Some(far)) = (row.int(near), row.int(far)) {
            found.entry(near).or_default().push(far);
        }
    });
    found
}

/// An address that is text in some versions and an archived `NSURL` in others.
fn address<R: Record>(row: &Row<'_>, column: &str, out: &mut Out<'_, R>) -> Option<String> {
    match row.scalar(column)? {
        Scalar::Blob(bytes) if super::binary_plist::is(&bytes) => {
            let texts = blob_texts(column, &bytes, &mut Blobs::of(row, out));
            texts.into_iter().map(|(_, text)| text).next()
        }
        _ => row.text(column),
    }
}

fn parties(database: &Sqlite, out: &mut Out<'_, Interaction>) -> BTreeMap<i64, Party> {
    let mut found = BTreeMap::new();
    if database.has_table("ZCONTACTS") {
        let select =
            Select::from("ZCONTACTS").columns(&["ZIDENTIFIER", "ZCUSTOMIDENTIFIER", "ZDISPLAYNAME", "ZPERSONID"]);
        out.rows(database, &select, |row, _| {
            let party = Party {
                identifier: row.text("ZIDENTIFIER"),
                custom_identifier: row.text("ZCUSTOMIDENTIFIER"),
                name: row.text("ZDISPLAYNAME"),
                person: row.text("ZPERSONID"),
            };
            found.insert(row.rowid(), party);
        });
    }
    found
}

fn attachments(database: &Sqlite, out: &mut Out<'_, Interaction>) -> BTreeMap<i64, InteractionAttachment> {
    let mut found = BTreeMap::new();
    if database.has_table("ZATTACHMENT") {
        let select =
            Select::from("ZATTACHMENT").columns(&["ZCONTENTTEXT", "ZUTI", "ZCONTENTURL", "ZSIZEINBYTES"]).with_rest();
        out.rows(database, &select, |row, out| {
            let attachment = InteractionAttachment {
                text: row.text("ZCONTENTTEXT"),
                uti: row.text("ZUTI"),
                url: address(row, "ZCONTENTURL", out),
                size: row.int("ZSIZEINBYTES"),
                other: row.rest(),
            };
            found.insert(row.rowid(), attachment);
        });
    }
    found
}

impl Artifact for Interactions {
    type Record = Interaction;
    const SPEC: Spec = Spec { id: "ios_interactions", version: 1, paths: INTERACTION_DB, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Interaction>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let people = parties(&database, out);
        let things = attachments(&database, out);
        let to = links(&database, "INTERACTIONRECIPIENT", "INTERACTIONRECIPIENT", "RECIPIENTS", out);
        let with = links(&database, "INTERACTIONS", "INTERACTIONS", "ATTACHMENTS", out);
        let select = Select::from("ZINTERACTIONS")
            .columns(&[
                "ZSTARTDATE",
                "ZENDDATE",
                "ZCREATIONDATE",
                "ZBUNDLEID",
                "ZTARGETBUNDLEID",
                "ZDIRECTION",
                "ZMECHANISM",
                "ZISRESPONSE",
                "ZACCOUNT",
                "ZDOMAINIDENTIFIER",
                "ZGROUPNAME",
                "ZCONTENTURL",
                "ZSENDER",
                "ZRECIPIENTCOUNT",
            ])
            .with_rest();
        let none = Vec::new();
        out.rows(&database, &select, |row, out| {
            let sender = row.int("ZSENDER");
            let interaction = Interaction {
                start: row.cocoa("ZSTARTDATE"),
                end: row.cocoa("ZENDDATE"),
                created: row.cocoa("ZCREATIONDATE"),
                bundle_id: row.text("ZBUNDLEID"),
                target_bundle_id: row.text("ZTARGETBUNDLEID"),
                direction: row.int("ZDIRECTION"),
                mechanism: row.int("ZMECHANISM"),
                is_response: row.bool("ZISRESPONSE"),
                account: row.text("ZACCOUNT"),
                domain: row.text("ZDOMAINIDENTIFIER"),
                group: row.text("ZGROUPNAME"),
                content_url: address(row, "ZCONTENTURL", out),
                sender: sender.and_then(|who| people.get(&who)).cloned(),
                recipients: to
                    .get(&row.rowid())
                    .unwrap_or(&none)
                    .iter()
                    .filter_map(|who| people.get(who).cloned())
                    .collect(),
                recipient_count: row.int("ZRECIPIENTCOUNT"),
                attachments: with
                    .get(&row.rowid())
                    .unwrap_or(&none)
                    .iter()
                    .filter_map(|what| things.get(what).cloned())
                    .collect(),
                other: row.rest(),
            };
            out.record(row.place(), interaction);
        });
        Ok(())
    }
}
