//! Backups the device made and how they ended, and the applications each backup holds data of: a list of applications
//! that stays for some time after one is gone.
//!
//! Format: property list `com.apple.MobileBackup.plist`: `BackupStateInfo.errors`, `PreflightSizing` (domain to bytes),
//! `AccountEnabledDate`, `RestoreInfo`. Other readers: EC sysdiagnose `mobilebackup`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct MobileBackup;

/// Something known of backups.
#[derive(Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum BackupFact {
    /// A backup ended.
    Ended {
        /// When.
        at: Option<Timestamp>,
        /// How, in words.
        outcome: Option<String>,
        /// 0 is success.
        code: Option<i64>,
    },
    /// Data of a domain was measured for a backup.
    Sized {
        /// The domain (`AppDomain-org.example.reader`).
        domain: String,
        /// Bytes.
        bytes: Option<i64>,
    },
    /// Backups to the account were switched on, or the device was set up from a backup.
    Dated {
        /// Which of the two: the key of the property list.
        key: &'static str,
        /// When.
        at: Option<Timestamp>,
    },
}

/// The bundle id in the name of a domain.
fn app(domain: &str) -> Option<&str> {
    let (kind, id) = domain.split_once('-')?;
    kind.starts_with("AppDomain").then_some(id)
}

impl Record for BackupFact {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Ended { at, .. } | Self::Dated { at, .. } => *at,
            Self::Sized { .. } => None,
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let what = match self {
            Self::Ended { .. } => "backup_ended",
            Self::Dated { key: "AccountEnabledDate", .. } => "backup_switched_on",
            _ => "restored",
        };
        if let Some(at) = self.time() {
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Self::Sized { domain, .. } = self
            && let Some(id) = app(domain)
        {
            see(Observable::app_id(id));
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Ended { outcome, .. } => format!("backup ended: {}", outcome.as_deref().unwrap_or("no outcome")),
            Self::Sized { domain, bytes } => format!("backup of {domain}: {} bytes", bytes.unwrap_or(0)),
            Self::Dated { key, .. } => format!("backups: {key}"),
        }
    }
}

impl Artifact for MobileBackup {
    type Record = BackupFact;
    const SPEC: Spec = Spec {
        id: "ios_mobilebackup",
        version: 1,
        paths: &[
            (Layout::IosBackup, "RootDomain/Library/Preferences/com.apple.MobileBackup.plist"),
            (Layout::IosFilesystem, "private/var/root/Library/Preferences/com.apple.MobileBackup.plist"),
            (Layout::IosSysdiagnose, "logs/MobileBackup/com.apple.MobileBackup.plist"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BackupFact>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        if let Some(errors) = root.get("BackupStateInfo").and_then(|state| state.get("errors")) {
            for key in errors.items(out) {
                if key.dictionary(out).is_none() {
                    continue;
                }
                // Some systems write the date as a text without zone.
                let date = key.get("date");
                let at = match date.as_ref().and_then(|date| date.value().as_string()) {
                    Some(text) => {
                        let found = Timestamp::parse_rfc3339(&format!("{text}Z"));
                        if found.is_none() {
                            out.problem(ProblemCode::TimeImplausible, key.place(), format!("date `{text}`"));
                        }
                        found
                    }
                    None => key.cocoa("date", out),
                };
                let (outcome, code) = (key.text("localizedDescription", out), key.int("code", out));
                out.record(key.place(), BackupFact::Ended { at, outcome, code });
            }
        }
        if let Some(sizes) = root.get("PreflightSizing") {
            for (domain, key) in sizes.entries(out).into_iter().filter(|(domain, _)| *domain != "_TotalSize") {
                let bytes = key.value().as_signed_integer();
                if bytes.is_none() {
                    key.complain(out, "a number of bytes");
                }
                out.record(key.place(), BackupFact::Sized { domain: domain.to_owned(), bytes });
            }
        }
        let restored = root.get("RestoreInfo").and_then(|info| info.get("RestoreDate"));
        let dates = [("AccountEnabledDate", root.get("AccountEnabledDate")), ("RestoreDate", restored)];
        for (key, value) in dates {
            if let Some(value) = value {
                let at = value.as_cocoa(out);
                out.record(value.place(), BackupFact::Dated { key, at });
            }
        }
        Ok(())
    }
}
