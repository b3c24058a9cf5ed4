//! The call history: who called or was called, when, through which service.
//!
//! Format: Core Data store `CallHistory.storedata`, table `ZCALLRECORD`; other readers: MVT `Calls`, iLEAPP `callHistory`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct Calls;

/// One call.
#[derive(Debug, Serialize)]
pub struct Call {
    /// When it began.
    pub date: Option<Timestamp>,
    /// Seconds of conversation.
    pub duration: Option<f64>,
    /// Phone number or account of the other side.
    pub address: Option<String>,
    /// Whether the owner called.
    pub outgoing: Option<bool>,
    /// Whether it was answered.
    pub answered: Option<bool>,
    /// Application or service that carried it (`com.apple.Telephony`, `net.whatsapp.WhatsApp`).
    pub provider: Option<String>,
    /// Country or region text iOS shows.
    pub location: Option<String>,
    /// ISO country code.
    pub country: Option<String>,
}

impl Record for Call {
    fn time(&self) -> Option<Timestamp> {
        self.date
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(address) = &self.address {
            see(Observable::user_account(address));
        }
        if let Some(provider) = &self.provider {
            see(Observable::app_id(provider));
        }
    }

    fn summary(&self) -> String {
        let direction = match self.outgoing {
            Some(true) => "call to",
            Some(false) => "call from",
            None => "call with",
        };
        let address = self.address.as_deref().unwrap_or("unknown");
        let provider = self.provider.as_deref().unwrap_or("unknown service");
        format!(
            "{direction} {address} through {provider}, {} s",
            self.duration.unwrap_or(0.0).round()
        )
    }
}

impl Artifact for Calls {
    type Record = Call;
    const SPEC: Spec = Spec {
        id: "ios_calls",
        version: 1,
        paths: &[
            (
                Layout::IosBackup,
                "HomeDomain/Library/CallHistoryDB/CallHistory.storedata",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Library/CallHistoryDB/CallHistory.storedata",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Call>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("ZCALLRECORD").columns(&[
            "ZDATE",
            "ZDURATION",
            "ZADDRESS",
            "ZORIGINATED",
            "ZANSWERED",
            "ZSERVICE_PROVIDER",
            "ZLOCATION",
            "ZISO_COUNTRY_CODE",
        ]);
        out.rows(&database, &select, |row, out| {
            let call = Call {
                date: row.cocoa("ZDATE"),
                duration: row.real("ZDURATION"),
                address: row.text("ZADDRESS"),
                outgoing: row.bool("ZORIGINATED"),
                answered: row.bool("ZANSWERED"),
                provider: row.text("ZSERVICE_PROVIDER"),
                location: row.text("ZLOCATION"),
                country: row.text("ZISO_COUNTRY_CODE"),
            };
            out.record(row.place(), call);
        });
        Ok(())
    }
}
