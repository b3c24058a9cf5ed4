//! Which hidden WhatsApp id (LID) belongs to which phone number. Newer messages name people by LID only.
//!
//! Format: table `ZWAPHONENUMBERLIDPAIR` of `LID.sqlite`, in some versions of `ChatStorage.sqlite`; other reader: MVT
//! `Whatsapp`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::whatsapp::jid;
use crate::{Artifact, Out, ParseError, Scalar, Select, Source, Spec};

const TABLE: &str = "ZWAPHONENUMBERLIDPAIR";

/// See the module.
pub struct WhatsappLids;

/// One pair.
#[derive(Debug, Serialize)]
pub struct LidPair {
    /// The hidden id.
    pub lid: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// When the pair was recorded.
    pub recorded: Option<Timestamp>,
    /// Every other column that is not NULL.
    pub other: BTreeMap<String, Scalar>,
}

impl Record for LidPair {
    fn time(&self) -> Option<Timestamp> {
        self.recorded
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.recorded {
            see(Moment { what: "lid_pair_recorded", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(lid) = &self.lid {
            see(Observable::user_account(lid));
        }
        if let Some(phone) = &self.phone {
            jid(phone, see);
            // WhatsApp leaves out the `+` of an international number.
            if phone.len() > 5 && phone.bytes().all(|b| b.is_ascii_digit()) {
                see(Observable::user_account(format!("+{phone}")));
            }
        }
    }

    fn summary(&self) -> String {
        format!(
            "WhatsApp id {} is {}",
            self.lid.as_deref().unwrap_or("unknown"),
            self.phone.as_deref().unwrap_or("unknown")
        )
    }
}

impl Artifact for WhatsappLids {
    type Record = LidPair;
    const SPEC: Spec = Spec {
        id: "ios_whatsapp_lids",
        version: 1,
        paths: &[
            (Layout::IosBackup, "AppDomainGroup-group.net.whatsapp.WhatsApp.shared/LID.sqlite"),
            (Layout::IosBackup, "AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared/LID.sqlite"),
            (Layout::IosBackup, "AppDomainGroup-group.net.whatsapp.WhatsApp.shared/ChatStorage.sqlite"),
            (Layout::IosBackup, "AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared/ChatStorage.sqlite"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/LID.sqlite"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/ChatStorage.sqlite"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, LidPair>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        if file.file_name() == "ChatStorage.sqlite" && !database.has_table(TABLE) {
            // Only some versions keep the pairs here.
            return Ok(());
        }
        let select = Select::from(TABLE).columns(&["ZLID", "ZPHONENUMBER", "ZTIMESTAMP"]).with_rest();
        out.rows(&database, &select, |row, out| {
            let pair = LidPair {
                lid: row.text("ZLID"),
                phone: row.text("ZPHONENUMBER"),
                recorded: row.cocoa("ZTIMESTAMP"),
                other: row.rest(),
            };
            out.record(row.place(), pair);
        });
        Ok(())
    }
}
