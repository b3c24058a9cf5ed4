//! The address book of WhatsApp: `ContactsV2.sqlite` of the shared group.
//! Source of the schema: a public research image of iOS 15; the LID column is of later versions.

use anyhow::Result;
use rusqlite::Connection;

use super::core_data;
use super::sqlite::row;
use crate::time::Moment;

/// The path in the domain of WhatsApp.
pub const PATH: &str = "ContactsV2.sqlite";

const SCHEMA: &str = "
CREATE TABLE ZWAADDRESSBOOKCONTACT ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZDISAPPEARINGMODEDURATION INTEGER, ZPHONESTATUS INTEGER, ZSECTIONSORT INTEGER, ZSORT INTEGER, ZSPOTLIGHTSTATUS INTEGER, ZABOUTTIMESTAMP TIMESTAMP, ZDISAPPEARINGMODETIMESTAMP TIMESTAMP, ZABOUTTEXT VARCHAR, ZFULLNAME VARCHAR, ZGIVENNAME VARCHAR, ZHIGHLIGHTEDNAME VARCHAR, ZIDENTIFIER VARCHAR, ZLID VARCHAR, ZLOCALIZEDPHONENUMBER VARCHAR, ZPHONENUMBER VARCHAR, ZPHONENUMBERLABEL VARCHAR, ZSEARCHTOKENLIST VARCHAR, ZSECTIONTITLE VARCHAR, ZWHATSAPPID VARCHAR, ZDEVICELIST BLOB );
CREATE INDEX Z_WAAddressBookContact_byPhoneNumberIndex ON ZWAADDRESSBOOKCONTACT (ZPHONENUMBER COLLATE BINARY ASC);
CREATE INDEX Z_WAAddressBookContact_byWhatsAppIDIndex ON ZWAADDRESSBOOKCONTACT (ZWHATSAPPID COLLATE BINARY ASC);
";

/// A contact.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Row.
    pub id: i64,
    /// Name shown.
    pub name: String,
    /// Number, with the plus sign.
    pub phone: String,
    /// Hidden identifier.
    pub lid: Option<String>,
    /// Status text, and since when.
    pub about: (String, Moment),
}

/// Makes the tables and writes the contacts.
pub fn create(connection: &Connection, contacts: &[Contact]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    for contact in contacts {
        let digits = contact.phone.trim_start_matches('+');
        row(
            connection,
            "ZWAADDRESSBOOKCONTACT",
            &[
                ("Z_PK", &contact.id),
                ("Z_ENT", &1),
                ("Z_OPT", &2),
                ("ZPHONESTATUS", &1),
                ("ZSORT", &contact.id),
                ("ZABOUTTIMESTAMP", &contact.about.1.cocoa()),
                ("ZABOUTTEXT", &contact.about.0),
                ("ZFULLNAME", &contact.name),
                ("ZGIVENNAME", &contact.name),
                ("ZIDENTIFIER", &format!("C0270000-0000-4000-A000-{:012X}:ABPerson", contact.id)),
                ("ZLID", &contact.lid),
                ("ZPHONENUMBER", &contact.phone),
                ("ZPHONENUMBERLABEL", &"_$!<Mobile>!$_"),
                ("ZWHATSAPPID", &format!("{digits}@s.whatsapp.net")),
            ],
        )?;
    }
    let last = contacts.iter().map(|contact| contact.id).max().unwrap_or(0);
    core_data::bookkeeping(connection, "C0270001-0000-4000-A000-000000000001", &[(1, "WAAddressBookContact", last)])
}
