//! The address book: every person with phone numbers, e-mail addresses, web addresses and accounts.
//!
//! Format: SQLite `AddressBook.sqlitedb`, tables `ABPerson`, `ABMultiValue` (property 3 phone, 4 e-mail, 5 address, 13
//! instant messages, 22 web address, 46 social profile), `ABMultiValueEntry`; other readers: iLEAPP `addressBook`, MVT
//! `Contacts`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::message_parts::is_url;
use crate::{Artifact, Out, ParseError, Scalar, Select, Source, Spec, Sqlite};

/// See the module.
pub struct Contacts;

/// One person or organisation.
#[derive(Debug, Default, Serialize)]
pub struct Contact {
    /// First name.
    pub first: Option<String>,
    /// Middle name.
    pub middle: Option<String>,
    /// Last name.
    pub last: Option<String>,
    /// Nickname.
    pub nickname: Option<String>,
    /// Organisation.
    pub organization: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// Numbers, addresses, accounts.
    pub values: Vec<ContactValue>,
    /// Every other column that is not NULL.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, Scalar>,
}

/// One number, address or account.
#[derive(Debug, Serialize)]
pub struct ContactValue {
    /// Kind: 3 phone, 4 e-mail, 5 address, 13 instant messages, 22 web address, 46 social profile.
    pub property: Option<i64>,
    /// Label, for instance `_$!<Home>!$_`.
    pub label: Option<String>,
    /// The value, where it is one.
    pub value: Option<String>,
    /// Its fields, where it has several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<(String, String)>,
}

impl ContactValue {
    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(value) = &self.value {
            match self.property {
                Some(4) => see(Observable::email(value)),
                Some(22) => see(Observable::url(value)),
                Some(3 | 13 | 46) => see(Observable::user_account(value)),
                _ => see(Observable::text(value)),
            }
        }
        for (name, field) in &self.fields {
            match (self.property, name.as_str()) {
                _ if is_url(field) => see(Observable::url(field)),
                (Some(13 | 46), "username" | "userIdentifier" | "user" | "identifier") => {
                    see(Observable::user_account(field));
                }
                _ => see(Observable::text(field)),
            }
        }
    }
}

impl Record for Contact {
    fn time(&self) -> Option<Timestamp> {
        self.modified.or(self.created)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("created", self.created), ("modified", self.modified)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in [&self.organization, &self.note, &self.nickname].into_iter().flatten() {
            see(Observable::text(text));
        }
        for value in &self.values {
            value.observables(see);
        }
        // Pictures and cards on a server stand in columns that differ between versions.
        for value in self.other.values() {
            if let Scalar::Text(text) = value
                && is_url(text)
            {
                see(Observable::url(text));
            }
        }
    }

    fn summary(&self) -> String {
        let name: Vec<&str> = [&self.first, &self.middle, &self.last, &self.organization]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        format!("{}: {}", self.summary_without_content(), name.join(" "))
    }

    fn summary_without_content(&self) -> String {
        format!("contact with {} numbers or addresses", self.values.len())
    }
}

/// Values by person, each with its place.
type Values = BTreeMap<i64, Vec<(Place, ContactValue)>>;

/// Texts by row of a small table.
fn named(database: &Sqlite, table: &str, out: &mut Out<'_, Contact>) -> BTreeMap<i64, String> {
    let mut found = BTreeMap::new();
    if database.has_table(table) {
        out.rows(database, &Select::from(table).columns(&["value"]), |row, _| {
            if let Some(value) = row.text("value") {
                found.insert(row.rowid(), value);
            }
        });
    }
    found
}

fn values(database: &Sqlite, out: &mut Out<'_, Contact>) -> Values {
    let labels = named(database, "ABMultiValueLabel", out);
    let keys = named(database, "ABMultiValueEntryKey", out);
    let mut fields: BTreeMap<i64, Vec<(String, String)>> = BTreeMap::new();
    if database.has_table("ABMultiValueEntry") {
        let select = Select::from("ABMultiValueEntry").columns(&["parent_id", "key", "value"]);
        out.rows(database, &select, |row, _| {
            if let (Some(parent), key, Some(value)) = (row.int("parent_id"), row.int("key"), row.text("value")) {
                let name = key.and_then(|key| keys.get(&key)).cloned();
                let list = fields.entry(parent).or_default();
                list.push((name.unwrap_or_default(), value));
            }
        });
    }
    let mut found = Values::new();
    if database.has_table("ABMultiValue") {
        let columns = ["UID", "record_id", "property", "label", "value"];
        let select = Select::from("ABMultiValue").columns(&columns);
        out.rows(database, &select, |row, _| {
            let uid = row.int("UID").unwrap_or_else(|| row.rowid());
            let person = row.int("record_id").unwrap_or(0);
            let value = ContactValue {
                property: row.int("property"),
                label: row.int("label").and_then(|label| labels.get(&label)).cloned(),
                value: row.text("value"),
                fields: fields.remove(&uid).unwrap_or_default(),
            };
            found.entry(person).or_default().push((row.place(), value));
        });
    }
    found
}

impl Artifact for Contacts {
    type Record = Contact;
    const SPEC: Spec = Spec {
        id: "ios_contacts",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/AddressBook/AddressBook.sqlitedb"),
            (Layout::IosFilesystem, "private/var/mobile/Library/AddressBook/AddressBook.sqlitedb"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Contact>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut values = values(&database, out);
        let select = Select::from("ABPerson")
            .columns(&[
                "First",
                "Middle",
                "Last",
                "Nickname",
                "Organization",
                "Note",
                "CreationDate",
                "ModificationDate",
            ])
            .with_rest();
        out.rows(&database, &select, |row, out| {
            let own = values.remove(&row.rowid()).unwrap_or_default();
            let contact = Contact {
                first: row.text("First"),
                middle: row.text("Middle"),
                last: row.text("Last"),
                nickname: row.text("Nickname"),
                organization: row.text("Organization"),
                note: row.text("Note"),
                created: row.cocoa("CreationDate"),
                modified: row.cocoa("ModificationDate"),
                values: own.into_iter().map(|(_, value)| value).collect(),
                other: row.rest(),
            };
            out.record(row.place(), contact);
        });
        // Numbers of people who are gone, or whose row could not be read.
        let orphans: Vec<_> = values.into_values().flatten().collect();
        if !orphans.is_empty() {
            out.problem(
                ProblemCode::ValueUnexpected,
                Place::File,
                format!("{} values belong to no person in ABPerson", orphans.len()),
            );
        }
        for (place, value) in orphans {
            let contact = Contact { values: vec![value], ..Contact::default() };
            out.record(place, contact);
        }
        Ok(())
    }
}
