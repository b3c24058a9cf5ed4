//! Hosts that left a cookie or a form, in browsers and in the pages that applications show inside themselves (WebView).
//! Values, passwords and what was typed are not read.
//!
//! Format: Chromium `Cookies`, table `cookies` (times in microseconds since 1601); `webview.db` of Android 4 and before,
//! tables `cookies`, `formurl`, `httpauth`, `password`. Other readers: plaso `android_webview`, `chrome_cookies`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct WebHosts;

/// One trace of a host.
#[derive(Debug, Serialize)]
pub struct WebHost {
    /// What it left: `cookie`, `form`, `login`.
    pub what: &'static str,
    /// The host, or the address of a page.
    pub host: String,
    /// The name of a cookie.
    pub name: Option<String>,
    /// When the cookie was first set.
    pub created: Option<Timestamp>,
    /// When it was last sent.
    pub last_used: Option<Timestamp>,
}

impl Record for WebHost {
    fn time(&self) -> Option<Timestamp> {
        self.last_used.or(self.created)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("created", self.created), ("last_used", self.last_used)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if self.host.contains("://") {
            see(Observable::url(&self.host));
        } else {
            see(Observable::domain(self.host.trim_start_matches('.')));
        }
    }

    fn summary(&self) -> String {
        format!("{} of {}", self.what, self.host)
    }
}

/// The tables of an old `webview.db`: what they tell, and the column with the host.
const OLD: &[(&str, &str, &str)] = &[
    ("cookies", "cookie", "domain"),
    ("formurl", "form", "url"),
    ("httpauth", "login", "host"),
    ("password", "login", "host"),
];

impl Artifact for WebHosts {
    type Record = WebHost;
    const SPEC: Spec = Spec {
        id: "android_web_hosts",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/{data,user/*}/*/app_*/**/Cookies"),
            (Layout::AndroidFilesystem, "data/{data,user/*}/*/databases/webview.db"),
            (Layout::AndroidBackup, "apps/*/r/app_*/**/Cookies"),
            (Layout::AndroidBackup, "apps/*/db/webview.db"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, WebHost>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        if file.file_name() == "webview.db" {
            for (table, what, column) in OLD.iter().filter(|(table, ..)| database.has_table(table)) {
                out.rows(&database, &Select::from(table).columns(&[column, "name"]), |row, out| {
                    let Some(host) = row.text(column).filter(|host| !host.is_empty()) else { return };
                    let name = row.text("name");
                    out.record(row.place(), WebHost { what, host, name, created: None, last_used: None });
                });
            }
            return Ok(());
        }
        let select = Select::from("cookies").columns(&["host_key", "name", "creation_utc", "last_access_utc"]);
        out.rows(&database, &select, |row, out| {
            let Some(host) = row.text("host_key").filter(|host| !host.is_empty()) else { return };
            let cookie = WebHost {
                what: "cookie",
                host,
                name: row.text("name"),
                created: row.webkit("creation_utc"),
                last_used: row.webkit("last_access_utc"),
            };
            out.record(row.place(), cookie);
        });
        Ok(())
    }
}
