//! Accounts set up on the device: Apple ID, mail, calendars, social services.
//!
//! Format: Core Data store `Accounts3.sqlite`, tables `ZACCOUNT` and `ZACCOUNTTYPE`; other reader: iLEAPP.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct Accounts;

/// One account.
#[derive(Debug, Serialize)]
pub struct Account {
    /// Who signs in.
    pub username: Option<String>,
    /// The name it is shown under.
    pub description: Option<String>,
    /// Kind of account (`com.apple.account.IMAP`).
    pub kind: Option<String>,
    /// The kind in words.
    pub kind_description: Option<String>,
    /// The account's own identifier.
    pub identifier: Option<String>,
    /// Program that set it up.
    pub owner: Option<String>,
    /// When it was set up.
    pub created: Option<Timestamp>,
    /// When the service last refused its credential.
    pub renewal_rejected: Option<Timestamp>,
    /// Whether it is in use.
    pub active: Option<bool>,
    /// Whether it is signed in.
    pub authenticated: Option<bool>,
    /// `Z_PK` of the account it belongs to.
    pub parent: Option<i64>,
}

impl Record for Account {
    fn time(&self) -> Option<Timestamp> {
        self.created
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("created", self.created), ("renewal_rejected", self.renewal_rejected)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.username {
            see(Observable::user_account(name));
        }
        if let Some(text) = &self.description {
            see(Observable::text(text));
        }
        if let Some(owner) = &self.owner {
            see(Observable::app_id(owner));
            see(Observable::process(owner));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        let kind = self.kind_description.as_ref().or(self.kind.as_ref());
        format!("account {} of kind {}, set up by {}", of(&self.username), of(&kind.cloned()), of(&self.owner))
    }
}

impl Artifact for Accounts {
    type Record = Account;
    const SPEC: Spec = Spec {
        id: "ios_accounts",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/Accounts/Accounts3.sqlite"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Accounts/Accounts3.sqlite"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Account>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let columns = [
            "ZUSERNAME",
            "ZACCOUNTDESCRIPTION",
            "ZIDENTIFIER",
            "ZOWNINGBUNDLEID",
            "ZDATE",
            "ZLASTCREDENTIALRENEWALREJECTIONDATE",
            "ZACTIVE",
            "ZAUTHENTICATED",
            "ZPARENTACCOUNT",
        ];
        let select = Select::from("ZACCOUNT").columns(&columns).join(
            "ZACCOUNTTYPE",
            "Z_PK",
            "ZACCOUNT.ZACCOUNTTYPE",
            &["ZIDENTIFIER", "ZACCOUNTTYPEDESCRIPTION"],
        );
        out.rows(&database, &select, |row, out| {
            let account = Account {
                username: row.text("ZUSERNAME"),
                description: row.text("ZACCOUNTDESCRIPTION"),
                kind: row.text("ZACCOUNTTYPE.ZIDENTIFIER"),
                kind_description: row.text("ZACCOUNTTYPE.ZACCOUNTTYPEDESCRIPTION"),
                identifier: row.text("ZIDENTIFIER"),
                owner: row.text("ZOWNINGBUNDLEID"),
                created: row.cocoa("ZDATE"),
                renewal_rejected: row.cocoa("ZLASTCREDENTIALRENEWALREJECTIONDATE"),
                active: row.bool("ZACTIVE"),
                authenticated: row.bool("ZAUTHENTICATED"),
                parent: row.int("ZPARENTACCOUNT"),
            };
            out.record(row.place(), account);
        });
        Ok(())
    }
}
