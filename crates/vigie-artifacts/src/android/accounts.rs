//! Accounts on the device, and when accounts were added or removed.
//!
//! Format: `dumpsys account` (AOSP `AccountManagerService.dumpUser`): `Account {name=…, type=…}` and, under `Accounts History`,
//! lines `-1,action_called_account_remove,2019-04-11 00:58:24,10008,accounts,0`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::between;
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, local_time, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Accounts;

/// One account, or one change.
#[derive(Debug, Serialize)]
pub struct DeviceAccount {
    /// For which user.
    pub user: Option<i64>,
    /// The account's name; absent for a change.
    pub name: Option<String>,
    /// Its kind (`com.google`).
    pub kind: Option<String>,
    /// What happened (`action_account_add`), for a change.
    pub action: Option<String>,
    /// When.
    pub at: Option<DeviceTime>,
    /// The user id of who did it, for a change.
    pub by_uid: Option<i64>,
}

impl Record for DeviceAccount {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.name {
            see(Observable::user_account(name));
        }
        if let Some(kind) = &self.kind {
            see(Observable::app_id(kind));
        }
    }

    fn summary(&self) -> String {
        match &self.action {
            Some(action) => format!("account change {action}"),
            None => format!("account of kind {}", self.kind.as_deref().unwrap_or("unknown")),
        }
    }
}

impl Artifact for Accounts {
    type Record = DeviceAccount;
    const SPEC: Spec = Spec { id: "android_accounts", version: 2, paths: DUMPSTATE, meaning: Meaning::Exposure };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, DeviceAccount>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("account")], out, |section, dump, out| {
            let mut user = None;
            let mut in_history = false;
            for line in section.lines() {
                let text = line.trimmed();
                if let Some(id) = between(text, "User UserInfo{", ":") {
                    user = id.parse().ok();
                    in_history = false;
                } else if text == "Accounts History" {
                    in_history = true;
                } else if let Some(inside) = text.strip_prefix("Account {name=") {
                    let Some((name, kind)) = inside.trim_end_matches('}').rsplit_once(", type=") else {
                        not_understood(&line, out);
                        continue;
                    };
                    let (name, kind) = (Some(name.to_owned()), Some(kind.to_owned()));
                    out.record(line.at, DeviceAccount { user, name, kind, action: None, at: None, by_uid: None });
                } else if in_history {
                    let mut parts = text.split(',');
                    let (Some(_), Some(action), Some(time), Some(who)) =
                        (parts.next(), parts.next(), parts.next(), parts.next())
                    else {
                        in_history = false;
                        continue;
                    };
                    let change = DeviceAccount {
                        user,
                        name: None,
                        kind: None,
                        action: Some(action.to_owned()),
                        at: local_time(dump, time, &line.at, out),
                        by_uid: who.parse().ok(),
                    };
                    out.record(line.at, change);
                }
            }
        })
    }
}
