//! Who was in contact with whom, through which application: `HomeDomain`
//! `Library/CoreDuet/People/interactionC.db`.
//! Source of the schema: the queries of APOLLO and MVT, iLEAPP.

use anyhow::Result;
use rusqlite::Connection;

use super::core_data;
use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/CoreDuet/People/interactionC.db";

const SCHEMA: &str = "
CREATE TABLE ZATTACHMENT ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZSIZEINBYTES INTEGER, ZCREATIONDATE TIMESTAMP, ZCLOUDIDENTIFIER VARCHAR, ZCONTENTTEXT VARCHAR, ZPHOTOLOCALIDENTIFIER VARCHAR, ZUTI VARCHAR, ZCONTENTURL VARCHAR, ZIDENTIFIER BLOB, ZPERSONINPHOTO BLOB );
CREATE TABLE ZCONTACTS ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZDISPLAYTYPE INTEGER, ZINCOMINGRECIPIENTCOUNT INTEGER, ZINCOMINGSENDERCOUNT INTEGER, ZOUTGOINGRECIPIENTCOUNT INTEGER, ZPERSONIDTYPE INTEGER, ZTYPE INTEGER, ZCREATIONDATE TIMESTAMP, ZFIRSTINCOMINGRECIPIENTDATE TIMESTAMP, ZFIRSTINCOMINGSENDERDATE TIMESTAMP, ZFIRSTOUTGOINGRECIPIENTDATE TIMESTAMP, ZLASTINCOMINGRECIPIENTDATE TIMESTAMP, ZLASTINCOMINGSENDERDATE TIMESTAMP, ZLASTOUTGOINGRECIPIENTDATE TIMESTAMP, ZCUSTOMIDENTIFIER VARCHAR, ZDISPLAYNAME VARCHAR, ZIDENTIFIER VARCHAR, ZPERSONID VARCHAR );
CREATE TABLE ZINTERACTIONS ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZDIRECTION INTEGER, ZISRESPONSE INTEGER, ZMAILSHARESHEETDELETIONCANDIDATE INTEGER, ZMECHANISM INTEGER, ZRECIPIENTCOUNT INTEGER, ZSENDER INTEGER, ZCREATIONDATE TIMESTAMP, ZENDDATE TIMESTAMP, ZSTARTDATE TIMESTAMP, ZUPDATEDATE TIMESTAMP, ZACCOUNT VARCHAR, ZBUNDLEID VARCHAR, ZDERIVEDINTENTIDENTIFIER VARCHAR, ZDOMAINIDENTIFIER VARCHAR, ZGROUPNAME VARCHAR, ZLOCATIONUUID VARCHAR, ZNSUSERNAME VARCHAR, ZTARGETBUNDLEID VARCHAR, ZUUID VARCHAR, ZCONTENTURL VARCHAR );
CREATE TABLE ZKEYWORDS ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZKEYWORD VARCHAR );
CREATE TABLE ZVERSION ( Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZNUMBER INTEGER );
CREATE TABLE Z_1INTERACTIONS ( Z_1ATTACHMENTS INTEGER, Z_3INTERACTIONS INTEGER, PRIMARY KEY (Z_1ATTACHMENTS, Z_3INTERACTIONS) );
CREATE TABLE Z_2INTERACTIONRECIPIENT ( Z_2RECIPIENTS INTEGER, Z_3INTERACTIONRECIPIENT INTEGER, PRIMARY KEY (Z_2RECIPIENTS, Z_3INTERACTIONRECIPIENT) );
CREATE TABLE Z_3KEYWORDS ( Z_3INTERACTIONS1 INTEGER, Z_4KEYWORDS INTEGER, PRIMARY KEY (Z_3INTERACTIONS1, Z_4KEYWORDS) );
CREATE INDEX Z_Interactions_startDate ON ZINTERACTIONS (ZSTARTDATE COLLATE BINARY ASC);
CREATE INDEX ZINTERACTIONS_ZSENDER_INDEX ON ZINTERACTIONS (ZSENDER);
";

/// A correspondent, with the counters of the system.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Row.
    pub id: i64,
    /// Number or address.
    pub identifier: String,
    /// Name shown.
    pub name: String,
    /// First contact.
    pub first: Moment,
    /// Last contact.
    pub last: Moment,
}

/// An interaction.
#[derive(Debug, Clone)]
pub struct Interaction {
    /// Row.
    pub id: i64,
    /// The application.
    pub bundle: String,
    /// Row of the other side.
    pub contact: i64,
    /// Sent from this phone.
    pub outgoing: bool,
    /// When.
    pub date: Moment,
    /// Text kept with an attachment, and its address.
    pub attachment: Option<(String, String)>,
}

/// Makes the tables and writes contacts and interactions.
pub fn create(connection: &Connection, contacts: &[Contact], interactions: &[Interaction]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    for contact in contacts {
        row(
            connection,
            "ZCONTACTS",
            &[
                ("Z_PK", &contact.id),
                ("Z_ENT", &2),
                ("Z_OPT", &1),
                ("ZINCOMINGSENDERCOUNT", &1),
                ("ZOUTGOINGRECIPIENTCOUNT", &1),
                ("ZCREATIONDATE", &contact.first.cocoa()),
                ("ZFIRSTINCOMINGSENDERDATE", &contact.first.cocoa()),
                ("ZFIRSTOUTGOINGRECIPIENTDATE", &contact.first.cocoa()),
                ("ZLASTINCOMINGSENDERDATE", &contact.last.cocoa()),
                ("ZLASTOUTGOINGRECIPIENTDATE", &contact.last.cocoa()),
                ("ZDISPLAYNAME", &contact.name),
                ("ZIDENTIFIER", &contact.identifier),
            ],
        )?;
    }
    let mut attachments = 0;
    for interaction in interactions {
        let date = interaction.date.cocoa();
        let sender = (!interaction.outgoing).then_some(interaction.contact);
        row(
            connection,
            "ZINTERACTIONS",
            &[
                ("Z_PK", &interaction.id),
                ("Z_ENT", &3),
                ("Z_OPT", &1),
                ("ZDIRECTION", &interaction.outgoing),
                ("ZISRESPONSE", &0),
                ("ZMECHANISM", &4),
                ("ZRECIPIENTCOUNT", &1),
                ("ZSENDER", &sender),
                ("ZCREATIONDATE", &date),
                ("ZENDDATE", &date),
                ("ZSTARTDATE", &date),
                ("ZUPDATEDATE", &date),
                ("ZBUNDLEID", &interaction.bundle),
                ("ZDOMAINIDENTIFIER", &format!("chat{}", interaction.contact)),
                ("ZUUID", &format!("1E7AC000-0000-4000-A000-{:012X}", interaction.id)),
            ],
        )?;
        if interaction.outgoing {
            row(
                connection,
                "Z_2INTERACTIONRECIPIENT",
                &[("Z_2RECIPIENTS", &interaction.contact), ("Z_3INTERACTIONRECIPIENT", &interaction.id)],
            )?;
        }
        if let Some((words, url)) = &interaction.attachment {
            attachments += 1;
            row(
                connection,
                "ZATTACHMENT",
                &[
                    ("Z_PK", &attachments),
                    ("Z_ENT", &1),
                    ("Z_OPT", &1),
                    ("ZCREATIONDATE", &date),
                    ("ZCONTENTTEXT", words),
                    ("ZUTI", &"public.url"),
                    ("ZCONTENTURL", url),
                ],
            )?;
            row(
                connection,
                "Z_1INTERACTIONS",
                &[("Z_1ATTACHMENTS", &attachments), ("Z_3INTERACTIONS", &interaction.id)],
            )?;
        }
    }
    core_data::bookkeeping(
        connection,
        "1E7AC001-0000-4000-A000-000000000001",
        &[
            (1, "Attachment", attachments),
            (2, "Contacts", i64::try_from(contacts.len())?),
            (3, "Interactions", i64::try_from(interactions.len())?),
            (4, "Keywords", 0),
            (5, "Version", 0),
        ],
    )
}
