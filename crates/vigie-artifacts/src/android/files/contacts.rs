//! Contacts: numbers, addresses and notes, and when a contact was deleted.
//!
//! Format: SQLite `contacts2.db` (AOSP `ContactsDatabaseHelper`): tables `raw_contacts`, `data`, `mimetypes`, `accounts`,
//! `deleted_contacts`. Other readers: plaso (calls only), ALEAPP.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// Where the contacts lie; until Android 7 the call history too.
pub(super) const CONTACTS: &[(Layout, &str)] = &[
    (Layout::AndroidFilesystem, "data/{data,user/*}/com.android.providers.contacts/databases/contacts2.db"),
    (Layout::AndroidFilesystem, "data/{data,user/*}/com.samsung.android.providers.contacts/databases/contacts2.db"),
    (Layout::AndroidBackup, "apps/com.android.providers.contacts/db/contacts2.db"),
];

/// See the module.
pub struct Contacts;

/// One number, address or note.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ContactDetail {
    /// What it is (`phone_v2`, `email_v2`, `website`, `note` …).
    pub kind: String,
    /// Its value.
    pub value: String,
}

/// One contact.
#[derive(Debug, Default, Serialize)]
pub struct Contact {
    /// Its name.
    pub name: Option<String>,
    /// The kind of the account it belongs to.
    pub account: Option<String>,
    /// Numbers, addresses, notes.
    pub details: Vec<ContactDetail>,
    /// When it was last called or written to, where that is kept.
    pub last_contacted: Option<Timestamp>,
    /// It is marked as deleted, and not yet taken out.
    pub deleted: Option<bool>,
    /// When it was deleted; then nothing else is known of it.
    pub deleted_at: Option<Timestamp>,
}

impl Record for Contact {
    fn time(&self) -> Option<Timestamp> {
        self.deleted_at.or(self.last_contacted)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("deleted", self.deleted_at), ("last_contacted", self.last_contacted)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for detail in &self.details {
            let value = detail.value.as_str();
            match detail.kind.as_str() {
                "phone_v2" | "im" | "sip_address" => see(Observable::user_account(value)),
                "email_v2" => see(Observable::email(value)),
                "website" => see(Observable::url(value)),
                _ => see(Observable::text(value)),
            }
        }
    }

    fn summary(&self) -> String {
        match (&self.deleted_at, &self.name) {
            (Some(_), _) => "contact was deleted".to_owned(),
            (None, Some(name)) => format!("{}: {name}", self.summary_without_content()),
            (None, None) => self.summary_without_content(),
        }
    }

    fn summary_without_content(&self) -> String {
        match self.deleted_at {
            Some(_) => "contact was deleted".to_owned(),
            None => format!("contact with {} numbers or addresses", self.details.len()),
        }
    }
}

impl Artifact for Contacts {
    type Record = Contact;
    const SPEC: Spec = Spec { id: "android_contacts", version: 1, paths: CONTACTS, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Contact>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut details: BTreeMap<i64, Vec<(Place, ContactDetail)>> = BTreeMap::new();
        let select = Select::from("data").columns(&["raw_contact_id", "data1"]).join(
            "mimetypes",
            "_id",
            "data.mimetype_id",
            &["mimetype"],
        );
        out.rows(&database, &select, |row, _| {
            let kind = row.text("mimetypes.mimetype").unwrap_or_default();
            let kind = kind.strip_prefix("vnd.android.cursor.item/").unwrap_or(&kind);
            if let (Some(value), Some(contact)) = (row.text("data1"), row.int("raw_contact_id"))
                && !matches!(kind, "name" | "photo" | "group_membership")
            {
                let detail = ContactDetail { kind: kind.to_owned(), value };
                details.entry(contact).or_default().push((row.place(), detail));
            }
        });
        let select = Select::from("raw_contacts")
            .columns(&["display_name", "account_type", "last_time_contacted", "deleted"])
            .join("accounts", "_id", "raw_contacts.account_id", &["account_type"]);
        out.rows(&database, &select, |row, out| {
            let own = details.remove(&row.rowid()).unwrap_or_default();
            let contact = Contact {
                name: row.text("display_name"),
                account: row.text("accounts.account_type").or_else(|| row.text("account_type")),
                details: own.into_iter().map(|(_, detail)| detail).collect(),
                last_contacted: row.unix_millis("last_time_contacted"),
                deleted: row.bool("deleted").filter(|deleted| *deleted),
                deleted_at: None,
            };
            out.record(row.place(), contact);
        });
        let orphans: Vec<_> = details.into_values().flatten().collect();
        if !orphans.is_empty() {
            let detail = format!("{} values belong to no contact in raw_contacts", orphans.len());
            out.problem(ProblemCode::ValueUnexpected, Place::File, detail);
        }
        for (place, detail) in orphans {
            out.record(place, Contact { details: vec![detail], ..Contact::default() });
        }
        if database.has_table("deleted_contacts") {
            let select = Select::from("deleted_contacts").columns(&["contact_deleted_timestamp"]);
            out.rows(&database, &select, |row, out| {
                let deleted_at = row.unix_millis("contact_deleted_timestamp");
                out.record(row.place(), Contact { deleted_at, deleted: Some(true), ..Contact::default() });
            });
        }
        Ok(())
    }
}
