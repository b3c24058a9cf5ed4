//! People WhatsApp knows: the address book matched with accounts, and the timer of disappearing messages per person.
//!
//! Format: Core Data store `ContactsV2.sqlite`, table `ZWAADDRESSBOOKCONTACT` (columns differ between versions); other
//! readers: MVT `WhatsappContacts`, iLEAPP `whatsApp`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::whatsapp::jid;
use crate::{Artifact, Out, ParseError, Scalar, Select, Source, Spec};

/// See the module.
pub struct WhatsappContacts;

/// One person.
#[derive(Debug, Serialize)]
pub struct WhatsappContact {
    /// WhatsApp address.
    pub whatsapp_id: Option<String>,
    /// Hidden id.
    pub lid: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// The number as shown.
    pub phone_shown: Option<String>,
    /// Full name.
    pub full_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// User name.
    pub user_name: Option<String>,
    /// Name of a business.
    pub business_name: Option<String>,
    /// The person's own words.
    pub about: Option<String>,
    /// The owner's notes.
    pub notes: Option<String>,
    /// When the person's own words changed.
    pub about_changed: Option<Timestamp>,
    /// When they end.
    pub about_expires: Option<Timestamp>,
    /// Seconds after which messages disappear; 0 is off.
    pub disappearing_seconds: Option<i64>,
    /// When that was set.
    pub disappearing_set: Option<Timestamp>,
    /// When the row was last updated.
    pub updated: Option<Timestamp>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

impl Record for WhatsappContact {
    fn time(&self) -> Option<Timestamp> {
        self.updated.or(self.about_changed)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [
            ("contact_last_updated", self.updated),
            ("about_changed", self.about_changed),
            ("about_expiration", self.about_expires),
            ("disappearing_mode_set", self.disappearing_set),
        ] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for account in [&self.whatsapp_id, &self.lid].into_iter().flatten() {
            jid(account, see);
        }
        for account in [&self.phone, &self.user_name].into_iter().flatten() {
            see(Observable::user_account(account));
        }
        for text in [&self.full_name, &self.business_name, &self.about, &self.notes].into_iter().flatten() {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        format!("{}, named {}", self.summary_without_content(), self.full_name.as_deref().unwrap_or("nothing"))
    }

    fn summary_without_content(&self) -> String {
        let who = [&self.whatsapp_id, &self.lid, &self.phone];
        let who = who.into_iter().flatten().next();
        format!("WhatsApp contact {}", who.map_or("unknown", String::as_str))
    }
}

impl Artifact for WhatsappContacts {
    type Record = WhatsappContact;
    const SPEC: Spec = Spec {
        id: "ios_whatsapp_contacts",
        version: 1,
        paths: &[
            (Layout::IosBackup, "AppDomainGroup-group.net.whatsapp.WhatsApp.shared/ContactsV2.sqlite"),
            (Layout::IosBackup, "AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared/ContactsV2.sqlite"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/ContactsV2.sqlite"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, WhatsappContact>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("ZWAADDRESSBOOKCONTACT")
            .columns(&[
                "ZWHATSAPPID",
                "ZLID",
                "ZPHONENUMBER",
                "ZLOCALIZEDPHONENUMBER",
                "ZFULLNAME",
                "ZGIVENNAME",
                "ZLASTNAME",
                "ZUSERNAME",
                "ZBUSINESSNAME",
                "ZABOUTTEXT",
                "ZNOTES",
                "ZABOUTTIMESTAMP",
                "ZABOUTEXPIRATIONTIMESTAMP",
                "ZDISAPPEARINGMODEDURATION",
                "ZDISAPPEARINGMODETIMESTAMP",
                "ZLASTUPDATED",
            ])
            .with_rest();
        out.rows(&database, &select, |row, out| {
            let contact = WhatsappContact {
                whatsapp_id: row.text("ZWHATSAPPID"),
                lid: row.text("ZLID"),
                phone: row.text("ZPHONENUMBER"),
                phone_shown: row.text("ZLOCALIZEDPHONENUMBER"),
                full_name: row.text("ZFULLNAME"),
                given_name: row.text("ZGIVENNAME"),
                last_name: row.text("ZLASTNAME"),
                user_name: row.text("ZUSERNAME"),
                business_name: row.text("ZBUSINESSNAME"),
                about: row.text("ZABOUTTEXT"),
                notes: row.text("ZNOTES"),
                about_changed: row.cocoa("ZABOUTTIMESTAMP"),
                about_expires: row.cocoa("ZABOUTEXPIRATIONTIMESTAMP"),
                disappearing_seconds: row.int("ZDISAPPEARINGMODEDURATION"),
                disappearing_set: row.cocoa("ZDISAPPEARINGMODETIMESTAMP"),
                updated: row.cocoa("ZLASTUPDATED"),
                other: row.rest(),
            };
            out.record(row.place(), contact);
        });
        Ok(())
    }
}
