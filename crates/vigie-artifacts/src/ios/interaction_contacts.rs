//! People of the interactions: when each first and last wrote or was written to, and how often. They stay when the
//! interactions themselves have been cleared.
//!
//! Format: table `ZCONTACTS` of `interactionC.db`; see [`interactions`](super::interactions).

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Meaning, Moment, Observable, Record, Timestamp};

use super::interactions::{INTERACTION_DB, account};
use crate::{Artifact, Out, ParseError, Scalar, Select, Source, Spec};

/// See the module.
pub struct InteractionContacts;

/// One person.
#[derive(Debug, Serialize)]
pub struct InteractionContact {
    /// Phone number, e-mail address or account.
    pub identifier: Option<String>,
    /// A further identifier.
    pub custom_identifier: Option<String>,
    /// Name shown.
    pub name: Option<String>,
    /// Id in the address book.
    pub person: Option<String>,
    /// When the row was made.
    pub created: Option<Timestamp>,
    /// First interaction this person sent to the owner.
    pub first_incoming_sender: Option<Timestamp>,
    /// Last interaction this person sent to the owner.
    pub last_incoming_sender: Option<Timestamp>,
    /// First incoming interaction this person received too.
    pub first_incoming_recipient: Option<Timestamp>,
    /// Last incoming interaction this person received too.
    pub last_incoming_recipient: Option<Timestamp>,
    /// First interaction the owner sent to this person.
    pub first_outgoing_recipient: Option<Timestamp>,
    /// Last interaction the owner sent to this person.
    pub last_outgoing_recipient: Option<Timestamp>,
    /// Interactions this person sent.
    pub incoming_sender_count: Option<i64>,
    /// Incoming interactions this person received too.
    pub incoming_recipient_count: Option<i64>,
    /// Interactions the owner sent to this person.
    pub outgoing_recipient_count: Option<i64>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

impl Record for InteractionContact {
    fn time(&self) -> Option<Timestamp> {
        let last = [self.last_incoming_sender, self.last_incoming_recipient, self.last_outgoing_recipient];
        last.into_iter().flatten().max().or(self.created)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [
            ("created", self.created),
            ("first_incoming_sender", self.first_incoming_sender),
            ("last_incoming_sender", self.last_incoming_sender),
            ("first_incoming_recipient", self.first_incoming_recipient),
            ("last_incoming_recipient", self.last_incoming_recipient),
            ("first_outgoing_recipient", self.first_outgoing_recipient),
            ("last_outgoing_recipient", self.last_outgoing_recipient),
        ] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for identifier in [&self.identifier, &self.custom_identifier].into_iter().flatten() {
            account(identifier, see);
        }
    }

    fn summary(&self) -> String {
        format!(
            "person {}: {} interactions received, {} sent",
            self.identifier.as_deref().unwrap_or("unknown"),
            self.incoming_sender_count.unwrap_or(0),
            self.outgoing_recipient_count.unwrap_or(0)
        )
    }
}

impl Artifact for InteractionContacts {
    type Record = InteractionContact;
    const SPEC: Spec =
        Spec { id: "ios_interaction_contacts", version: 1, paths: INTERACTION_DB, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, InteractionContact>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("ZCONTACTS")
            .columns(&[
                "ZIDENTIFIER",
                "ZCUSTOMIDENTIFIER",
                "ZDISPLAYNAME",
                "ZPERSONID",
                "ZCREATIONDATE",
                "ZFIRSTINCOMINGSENDERDATE",
                "ZLASTINCOMINGSENDERDATE",
                "ZFIRSTINCOMINGRECIPIENTDATE",
                "ZLASTINCOMINGRECIPIENTDATE",
                "ZFIRSTOUTGOINGRECIPIENTDATE",
                "ZLASTOUTGOINGRECIPIENTDATE",
                "ZINCOMINGSENDERCOUNT",
                "ZINCOMINGRECIPIENTCOUNT",
                "ZOUTGOINGRECIPIENTCOUNT",
            ])
            .with_rest();
        out.rows(&database, &select, |row, out| {
            let contact = InteractionContact {
                identifier: row.text("ZIDENTIFIER"),
                custom_identifier: row.text("ZCUSTOMIDENTIFIER"),
                name: row.text("ZDISPLAYNAME"),
                person: row.text("ZPERSONID"),
                created: row.cocoa("ZCREATIONDATE"),
                first_incoming_sender: row.cocoa("ZFIRSTINCOMINGSENDERDATE"),
                last_incoming_sender: row.cocoa("ZLASTINCOMINGSENDERDATE"),
                first_incoming_recipient: row.cocoa("ZFIRSTINCOMINGRECIPIENTDATE"),
                last_incoming_recipient: row.cocoa("ZLASTINCOMINGRECIPIENTDATE"),
                first_outgoing_recipient: row.cocoa("ZFIRSTOUTGOINGRECIPIENTDATE"),
                last_outgoing_recipient: row.cocoa("ZLASTOUTGOINGRECIPIENTDATE"),
                incoming_sender_count: row.int("ZINCOMINGSENDERCOUNT"),
                incoming_recipient_count: row.int("ZINCOMINGRECIPIENTCOUNT"),
                outgoing_recipient_count: row.int("ZOUTGOINGRECIPIENTCOUNT"),
                other: row.rest(),
            };
            out.record(row.place(), contact);
        });
        Ok(())
    }
}
