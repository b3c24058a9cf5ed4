//! Contacts: `HomeDomain` `Library/AddressBook/AddressBook.sqlitedb`.
//! Source of the schema: a public research image of iOS 15. Its triggers call functions that only Contacts
//! registers, so they are left out.

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/AddressBook/AddressBook.sqlitedb";

const SCHEMA: &str = "
CREATE TABLE _SqliteDatabaseProperties (key TEXT, value TEXT, UNIQUE(key));
CREATE TABLE ABStore (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, Name TEXT, ExternalIdentifier TEXT, Type INTEGER, ConstraintsPath TEXT, ExternalModificationTag TEXT, ExternalSyncTag TEXT, StoreInternalIdentifier TEXT, AccountID INTEGER DEFAULT -1, Enabled INTEGER DEFAULT 1, SyncData BLOB, MeIdentifier INTEGER DEFAULT -1, Capabilities INTEGER DEFAULT 0, guid TEXT NOT NULL DEFAULT (ab_generate_guid()), LastSyncDate TEXT, UNIQUE(StoreInternalIdentifier), UNIQUE(guid));
CREATE TABLE ABPerson (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, First TEXT, Last TEXT, Middle TEXT, FirstPhonetic TEXT, MiddlePhonetic TEXT, LastPhonetic TEXT, Organization TEXT, Department TEXT, Note TEXT, Kind INTEGER, Birthday TEXT, JobTitle TEXT, Nickname TEXT, Prefix TEXT, Suffix TEXT, FirstSort TEXT, LastSort TEXT, CreationDate INTEGER, ModificationDate INTEGER, CompositeNameFallback TEXT, ExternalIdentifier TEXT, ExternalModificationTag TEXT, ExternalUUID TEXT, StoreID INTEGER, DisplayName TEXT, ExternalRepresentation BLOB, FirstSortSection TEXT, LastSortSection TEXT, FirstSortLanguageIndex INTEGER DEFAULT 2147483647, LastSortLanguageIndex INTEGER DEFAULT 2147483647, PersonLink INTEGER DEFAULT -1, ImageURI TEXT, IsPreferredName INTEGER DEFAULT 1, guid TEXT NOT NULL DEFAULT (ab_generate_guid()), PhonemeData TEXT, AlternateBirthday TEXT, MapsData TEXT, FirstPronunciation TEXT, MiddlePronunciation TEXT, LastPronunciation TEXT, OrganizationPhonetic TEXT, OrganizationPronunciation TEXT, PreviousFamilyName TEXT, PreferredLikenessSource TEXT, PreferredPersonaIdentifier TEXT, PreferredChannel TEXT, DowntimeWhitelist TEXT, ImageType TEXT, ImageHash BLOB, MemojiMetadata BLOB, UNIQUE(guid));
CREATE TABLE ABMultiValue (UID INTEGER PRIMARY KEY, record_id INTEGER, property INTEGER, identifier INTEGER, label INTEGER, value TEXT, guid TEXT NOT NULL DEFAULT (ab_generate_guid()), UNIQUE(guid));
CREATE TABLE ABMultiValueLabel (value TEXT, UNIQUE(value));
CREATE TABLE ABMultiValueEntry (parent_id INTEGER, key INTEGER, value TEXT, UNIQUE(parent_id, key));
CREATE TABLE ABMultiValueEntryKey (value TEXT, UNIQUE(value));
CREATE INDEX ABMultiValueRecordIDIndex ON ABMultiValue(record_id);
CREATE INDEX ABMultiValueLabelIndex ON ABMultiValue(label);
";
/// The numbers of the properties in `ABMultiValue`.
const PHONE: i64 = 3;
const EMAIL: i64 = 4;

/// A contact.
#[derive(Debug, Clone)]
pub struct Person {
    /// Row.
    pub id: i64,
    /// First name.
    pub first: String,
    /// Organisation.
    pub organization: Option<String>,
    /// Numbers and e-mail addresses.
    pub addresses: Vec<String>,
    /// Created and last changed.
    pub created: Moment,
}

/// Makes the tables and writes the contacts.
pub fn create(connection: &Connection, people: &[Person]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    row(
        connection,
        "ABStore",
        &[("ROWID", &0), ("Name", &""), ("Type", &0), ("guid", &"AB000000-0000-4000-A000-000000000000")],
    )?;
    for label in ["_$!<Mobile>!$_", "_$!<Home>!$_", "_$!<Work>!$_"] {
        row(connection, "ABMultiValueLabel", &[("value", &label)])?;
    }
    let mut value_id = 0;
    for person in people {
        let at = person.created.cocoa_nanos() / 1_000_000_000;
        row(
            connection,
            "ABPerson",
            &[
                ("ROWID", &person.id),
                ("First", &person.first),
                ("Organization", &person.organization),
                ("Kind", &0),
                ("CreationDate", &at),
                ("ModificationDate", &at),
                ("StoreID", &0),
                ("FirstSort", &person.first),
                ("guid", &format!("AB000001-0000-4000-A000-{:012X}", person.id)),
            ],
        )?;
        for (identifier, address) in (0_i64..).zip(&person.addresses) {
            value_id += 1;
            let property = if address.contains('@') { EMAIL } else { PHONE };
            row(
                connection,
                "ABMultiValue",
                &[
                    ("UID", &value_id),
                    ("record_id", &person.id),
                    ("property", &property),
                    ("identifier", &identifier),
                    ("label", &(if property == PHONE { 1 } else { 2 })),
                    ("value", address),
                    ("guid", &format!("AB000002-0000-4000-A000-{value_id:012X}")),
                ],
            )?;
        }
    }
    Ok(())
}
