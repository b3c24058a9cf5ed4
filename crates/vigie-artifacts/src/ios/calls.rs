//! The call history: who called or was called, when, through which service, and who else took part.
//!
//! Format: Core Data store `CallHistory.storedata` (and the short-lived `CallHistoryTemp.storedata`), tables
//! `ZCALLRECORD` and `ZHANDLE` with a numbered table between them; other readers: MVT `Calls`, iLEAPP `callHistory`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::interactions::links;
use crate::{Artifact, Out, ParseError, Scalar, Select, Source, Spec, Sqlite};

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
    /// Name shown for the other side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the owner called.
    pub outgoing: Option<bool>,
    /// Whether it was answered.
    pub answered: Option<bool>,
    /// 1 telephone, 8 FaceTime video, 16 FaceTime audio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<i64>,
    /// Why iOS did not show the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filtered_out_reason: Option<i64>,
    /// The application that blocked it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_by: Option<String>,
    /// Application or service that carried it (`com.apple.Telephony`, `net.whatsapp.WhatsApp`).
    pub provider: Option<String>,
    /// Country or region text iOS shows.
    pub location: Option<String>,
    /// ISO country code.
    pub country: Option<String>,
    /// Everyone on the other side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<String>,
    /// Every other column that is not NULL.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, Scalar>,
}

impl Record for Call {
    fn time(&self) -> Option<Timestamp> {
        self.date
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.date {
            see(Moment { what: "call", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(address) = &self.address {
            see(Observable::user_account(address));
        }
        for other in &self.participants {
            if self.address.as_ref() != Some(other) {
                see(Observable::user_account(other));
            }
        }
        for app in [&self.provider, &self.blocked_by].into_iter().flatten() {
            see(Observable::app_id(app));
        }
    }

    fn summary(&self) -> String {
        let direction = match self.outgoing {
            Some(true) => "call to",
            Some(false) => "call from",
            None => "call with",
        };
        let address = self.address.as_deref().or(self.participants.first().map(String::as_str)).unwrap_or("unknown");
        let provider = self.provider.as_deref().unwrap_or("unknown service");
        format!("{direction} {address} through {provider}, {} s", self.duration.unwrap_or(0.0).round())
    }
}

fn handles(database: &Sqlite, out: &mut Out<'_, Call>) -> BTreeMap<i64, String> {
    let mut found = BTreeMap::new();
    if database.has_table("ZHANDLE") {
        let select = Select::from("ZHANDLE").columns(&["ZVALUE", "ZNORMALIZEDVALUE"]);
        out.rows(database, &select, |row, _| {
            let value = row.text("ZVALUE").or_else(|| row.text("ZNORMALIZEDVALUE"));
            if let Some(value) = value {
                found.insert(row.rowid(), value);
            }
        });
    }
    found
}

impl Artifact for Calls {
    type Record = Call;
    const SPEC: Spec = Spec {
        id: "ios_calls",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/CallHistoryDB/CallHistory.storedata"),
            (Layout::IosBackup, "HomeDomain/Library/CallHistoryDB/CallHistoryTemp.storedata"),
            (Layout::IosFilesystem, "private/var/mobile/Library/CallHistoryDB/CallHistory.storedata"),
            (Layout::IosFilesystem, "private/var/mobile/Library/CallHistoryDB/CallHistoryTemp.storedata"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Call>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let handles = handles(&database, out);
        let remote =
            links(&database, "REMOTEPARTICIPANTHANDLES", "REMOTEPARTICIPANTCALLS", "REMOTEPARTICIPANTHANDLES", out);
        let select = Select::from("ZCALLRECORD")
            .columns(&[
                "ZDATE",
                "ZDURATION",
                "ZADDRESS",
                "ZNAME",
                "ZORIGINATED",
                "ZANSWERED",
                "ZCALLTYPE",
                "ZFILTERED_OUT_REASON",
                "ZBLOCKEDBYEXTENSION",
                "ZSERVICE_PROVIDER",
                "ZLOCATION",
                "ZISO_COUNTRY_CODE",
            ])
            .with_rest();
        out.rows(&database, &select, |row, out| {
            let call = Call {
                date: row.cocoa("ZDATE"),
                duration: row.real("ZDURATION"),
                address: row.text("ZADDRESS"),
                name: row.text("ZNAME"),
                outgoing: row.bool("ZORIGINATED"),
                answered: row.bool("ZANSWERED"),
                kind: row.int("ZCALLTYPE"),
                filtered_out_reason: row.int("ZFILTERED_OUT_REASON").filter(|n| *n != 0),
                blocked_by: row.text("ZBLOCKEDBYEXTENSION"),
                provider: row.text("ZSERVICE_PROVIDER"),
                location: row.text("ZLOCATION"),
                country: row.text("ZISO_COUNTRY_CODE"),
                participants: remote
                    .get(&row.rowid())
                    .into_iter()
                    .flatten()
                    .filter_map(|handle| handles.get(handle).cloned())
                    .collect(),
                other: row.rest(),
            };
            out.record(row.place(), call);
        });
        Ok(())
    }
}
