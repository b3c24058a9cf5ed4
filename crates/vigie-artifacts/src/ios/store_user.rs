//! Applications of the App Store account: what is installed, what was deleted, what was ever bought, also on other devices.
//!
//! Format: SQLite database `storeUser.db` of appstored, tables `current_apps` and `purchase_history_apps`; times are seconds
//! since 2001. Other reader: iLEAPP `storeUser` (stark4n6, “Tracking iOS App Installs and Purchase”, 2025).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec, Sqlite};

/// See the module.
pub struct StoreUser;

/// What the row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Installed on this device, or it was until its deletion.
    Installed,
    /// Bought with the account, on any device.
    Purchased,
}

/// One application of the account.
#[derive(Debug, Serialize)]
pub struct StoreApp {
    /// What the row is.
    pub standing: Standing,
    /// Bundle id.
    pub bundle_id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Who sells it.
    pub vendor: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its number in the store.
    pub item_id: Option<i64>,
    /// Its page in the store.
    pub product_url: Option<String>,
    /// Whether it is part of the system.
    pub is_system: Option<bool>,
    /// Whether it is hidden from the home screen.
    pub is_hidden: Option<bool>,
    /// When it was installed.
    pub installed: Option<Timestamp>,
    /// When it was deleted.
    pub deleted: Option<Timestamp>,
    /// When it was bought.
    pub purchased: Option<Timestamp>,
}

impl Record for StoreApp {
    fn time(&self) -> Option<Timestamp> {
        self.deleted.or(self.installed).or(self.purchased)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("installed", self.installed), ("deleted", self.deleted), ("purchased", self.purchased)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(id) = &self.bundle_id {
            see(Observable::app_id(id));
        }
        if let Some(url) = &self.product_url {
            see(Observable::url(url));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        let what = match (self.standing, self.deleted) {
            (Standing::Installed, None) => "installed",
            (Standing::Installed, Some(_)) => "deleted",
            (Standing::Purchased, _) => "bought with the account",
        };
        format!("application {} ({}): {what}", of(&self.bundle_id), of(&self.name))
    }
}

fn installed(row: &Row<'_>) -> StoreApp {
    StoreApp {
        standing: Standing::Installed,
        bundle_id: row.text("bundle_id"),
        name: row.text("item_name"),
        vendor: row.text("vendor_name"),
        version: row.text("short_version"),
        item_id: row.int("item_id"),
        product_url: None,
        is_system: row.bool("is_system_app"),
        is_hidden: None,
        installed: row.cocoa("timestamp"),
        deleted: row.cocoa("deletion_date"),
        purchased: None,
    }
}

fn purchased(row: &Row<'_>) -> StoreApp {
    StoreApp {
        standing: Standing::Purchased,
        bundle_id: row.text("bundle_id"),
        name: row.text("long_title").or_else(|| row.text("title")),
        vendor: row.text("developer_name"),
        version: None,
        item_id: row.int("store_item_id"),
        product_url: row.text("product_url"),
        is_system: None,
        is_hidden: row.bool("hidden_from_springboard"),
        installed: None,
        deleted: None,
        purchased: row.cocoa("date_purchased"),
    }
}

fn table(database: &Sqlite, select: &Select<'_>, make: fn(&Row<'_>) -> StoreApp, out: &mut Out<'_, StoreApp>) {
    out.rows(database, select, |row, out| {
        let app = make(row);
        out.record(row.place(), app);
    });
}

impl Artifact for StoreUser {
    type Record = StoreApp;
    const SPEC: Spec = Spec {
        id: "ios_store_user",
        version: 1,
        paths: &[(Layout::IosFilesystem, "private/var/mobile/Library/Caches/com.apple.appstored/storeUser.db")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, StoreApp>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("current_apps").columns(&[
            "bundle_id",
            "item_name",
            "vendor_name",
            "short_version",
            "item_id",
            "is_system_app",
            "timestamp",
            "deletion_date",
        ]);
        table(&database, &select, installed, out);
        // Older versions of iOS do not keep what was bought.
        if database.has_table("purchase_history_apps") {
            let select = Select::from("purchase_history_apps").columns(&[
                "bundle_id",
                "title",
                "long_title",
                "developer_name",
                "store_item_id",
                "product_url",
                "hidden_from_springboard",
                "date_purchased",
            ]);
            table(&database, &select, purchased, out);
        }
        Ok(())
    }
}
