//! Addresses the device asked Apple about before a message or call: who could be reached through which service.
//!
//! Format: property list `com.apple.identityservices.idstatuscache.plist`: service to address to
//! `{LookupDate, IDStatus}`; empty since iOS 14.7. Other readers: MVT `IDStatusCache`, Cellebrite's description of 2019.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct IdStatusCache;

/// One address, asked about for one service.
#[derive(Debug, Serialize)]
pub struct IdLookup {
    /// The service (`com.apple.madrid` is iMessage).
    pub service: String,
    /// The address (`mailto:…`, `tel:…`), verbatim; zero bytes in it are kept.
    pub user: String,
    /// When Apple was asked.
    pub looked_up: Option<Timestamp>,
    /// The answer: 1 registered, 2 not.
    pub status: Option<i64>,
}

impl Record for IdLookup {
    fn time(&self) -> Option<Timestamp> {
        self.looked_up
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.looked_up {
            let what = "looked_up";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let address = self.user.split_once(':').map_or(&*self.user, |(_, rest)| rest);
        // An address may carry zero bytes and more behind it; what is before them is the account.
        let whole = address.trim_matches('\'');
        let account = address.split('\0').next().unwrap_or(address).trim_matches('\'');
        for address in [Some(whole), Some(account).filter(|account| *account != whole)] {
            if let Some(address) = address.filter(|address| !address.is_empty()) {
                see(Observable::user_account(address));
            }
        }
    }

    fn summary(&self) -> String {
        let status = match self.status {
            Some(status) => status.to_string(),
            None => "unknown".to_owned(),
        };
        format!("lookup of {} for {}, status {status}", self.user, self.service)
    }
}

impl Artifact for IdStatusCache {
    type Record = IdLookup;
    const SPEC: Spec = Spec {
        id: "ios_idstatuscache",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/Preferences/com.apple.identityservices.idstatuscache.plist"),
            (Layout::IosBackup, "HomeDomain/Library/IdentityServices/idstatuscache.plist"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Library/Preferences/com.apple.identityservices.idstatuscache.plist",
            ),
            (Layout::IosFilesystem, "private/var/mobile/Library/IdentityServices/idstatuscache.plist"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, IdLookup>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        for (service, users) in Key::root(&plist).entries(out) {
            // `CacheVersion` and the like stand beside the services.
            if matches!(users.value(), Value::Integer(_) | Value::Boolean(_)) {
                continue;
            }
            for (user, key) in users.entries(out) {
                if key.dictionary(out).is_none() {
                    continue;
                }
                let lookup = IdLookup {
                    service: service.to_owned(),
                    user: user.to_owned(),
                    looked_up: key.cocoa("LookupDate", out),
                    status: key.int("IDStatus", out),
                };
                out.record(key.place(), lookup);
            }
        }
        Ok(())
    }
}
