//! Accounts on the device, and when accounts were added or removed, from the databases of the account manager.
//!
//! Format: SQLite `accounts.db`, since Android 7 `accounts_ce.db` and `accounts_de.db` (AOSP `AccountsDb`): tables
//! `accounts` and `debug_table`, whose times are text in the zone of the device. Passwords and tokens are not read.

use vigie_model::{Layout, Meaning};

use super::super::DeviceTime;
use super::super::accounts::DeviceAccount;
use super::user_of;
use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct AccountsDb;

impl Artifact for AccountsDb {
    type Record = DeviceAccount;
    const SPEC: Spec = Spec {
        id: "android_accounts_db",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/system/accounts.db"),
            (Layout::AndroidFilesystem, "data/system/users/*/accounts.db"),
            (Layout::AndroidFilesystem, "data/system_{ce,de}/*/accounts_{ce,de}.db"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, DeviceAccount>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let user = user_of(file.path());
        out.rows(&database, &Select::from("accounts").columns(&["name", "type"]), |row, out| {
            let account = DeviceAccount {
                user,
                name: row.text("name"),
                kind: row.text("type"),
                action: None,
                at: None,
                by_uid: None,
            };
            out.record(row.place(), account);
        });
        if database.has_table("debug_table") {
            let select = Select::from("debug_table").columns(&["action_type", "time", "caller_uid"]);
            out.rows(&database, &select, |row, out| {
                let change = DeviceAccount {
                    user,
                    name: None,
                    kind: None,
                    action: row.text("action_type"),
                    at: row.text("time").map(|written| DeviceTime { utc: None, written, offset: None }),
                    by_uid: row.int("caller_uid"),
                };
                out.record(row.place(), change);
            });
        }
        Ok(())
    }
}
