//! Firefox for iOS: `browser.db` of older versions and `places.db` of current ones.
//! Source of the schema: mozilla-mobile/firefox-ios (`BrowserSchema`), mozilla/application-services (`places`), iLEAPP.

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "AppDomainGroup-group.org.mozilla.ios.Firefox";
/// The path of the older database.
pub const BROWSER_PATH: &str = "profile.profile/browser.db";
/// The path of the current database.
pub const PLACES_PATH: &str = "profile.profile/places.db";

const BROWSER: &str = "
CREATE TABLE domains (id INTEGER PRIMARY KEY AUTOINCREMENT, domain TEXT NOT NULL UNIQUE, showOnTopSites TINYINT NOT NULL DEFAULT 1);
CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL UNIQUE, url TEXT UNIQUE, title TEXT NOT NULL, server_modified INTEGER, local_modified INTEGER, is_deleted TINYINT NOT NULL, should_upload TINYINT NOT NULL, domain_id INTEGER REFERENCES domains(id) ON DELETE CASCADE);
CREATE TABLE visits (id INTEGER PRIMARY KEY AUTOINCREMENT, siteID INTEGER NOT NULL REFERENCES history(id) ON DELETE CASCADE, date REAL NOT NULL, type INTEGER NOT NULL, is_local TINYINT NOT NULL, UNIQUE (siteID, date, type));
CREATE TABLE favicons (id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, width INTEGER, height INTEGER, type INTEGER NOT NULL, date REAL NOT NULL);
CREATE TABLE favicon_sites (id INTEGER PRIMARY KEY AUTOINCREMENT, siteID INTEGER NOT NULL REFERENCES history(id) ON DELETE CASCADE, faviconID INTEGER NOT NULL REFERENCES favicons(id) ON DELETE CASCADE, UNIQUE (siteID, faviconID));
CREATE INDEX idx_visits_siteID_date ON visits (siteID, date);
";
const PLACES: &str = "
CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR NOT NULL, title LONGVARCHAR, visit_count_local INTEGER NOT NULL DEFAULT 0, visit_count_remote INTEGER NOT NULL DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, typed INTEGER DEFAULT 0 NOT NULL, frecency INTEGER DEFAULT -1 NOT NULL, last_visit_date_local INTEGER NOT NULL DEFAULT 0, last_visit_date_remote INTEGER NOT NULL DEFAULT 0, guid TEXT NOT NULL UNIQUE, foreign_count INTEGER DEFAULT 0 NOT NULL, url_hash INTEGER DEFAULT 0 NOT NULL, description TEXT, preview_image_url TEXT, origin_id INTEGER NOT NULL, sync_status TINYINT NOT NULL DEFAULT 1, sync_change_counter INTEGER NOT NULL DEFAULT 0, unknown_fields TEXT);
CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, is_local INTEGER NOT NULL, from_visit INTEGER, place_id INTEGER NOT NULL, visit_date INTEGER NOT NULL, visit_type INTEGER NOT NULL, unknown_fields TEXT, FOREIGN KEY(place_id) REFERENCES moz_places(id) ON DELETE CASCADE);
CREATE TABLE moz_origins (id INTEGER PRIMARY KEY, prefix TEXT NOT NULL, host TEXT NOT NULL, rev_host TEXT NOT NULL, frecency INTEGER NOT NULL, UNIQUE (prefix, host));
CREATE TABLE moz_meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE INDEX placedateindex ON moz_historyvisits (place_id, visit_date);
CREATE INDEX lastvisitdatelocalindex ON moz_places(last_visit_date_local);
";

/// A visit of a page.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Row.
    pub id: i64,
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// When.
    pub time: Moment,
}

/// The host of an address.
fn host(url: &str) -> &str {
    url.split('/').nth(2).unwrap_or_default()
}

/// Makes `browser.db`, with one page and one icon per visit. Times are microseconds since 1970.
pub fn create_browser(connection: &Connection, visits: &[Visit]) -> Result<()> {
    connection.execute_batch(BROWSER)?;
    for visit in visits {
        let time = visit.time.unix_micros();
        connection.execute("INSERT OR IGNORE INTO domains (domain) VALUES (?)", [host(&visit.url)])?;
        let domain: i64 =
            connection.query_row("SELECT id FROM domains WHERE domain = ?", [host(&visit.url)], |row| row.get(0))?;
        row(
            connection,
            "history",
            &[
                ("id", &visit.id),
                ("guid", &format!("FxGuid{:06}", visit.id)),
                ("url", &visit.url),
                ("title", &visit.title),
                ("local_modified", &(time / 1000)),
                ("is_deleted", &0),
                ("should_upload", &1),
                ("domain_id", &domain),
            ],
        )?;
        row(
            connection,
            "visits",
            &[("id", &visit.id), ("siteID", &visit.id), ("date", &time), ("type", &1), ("is_local", &1)],
        )?;
        let icon = format!("https://{}/icon-{}.png", host(&visit.url), visit.id);
        row(
            connection,
            "favicons",
            &[
                ("id", &visit.id),
                ("url", &icon),
                ("width", &32),
                ("height", &32),
                ("type", &1),
                ("date", &visit.time.unix_real()),
            ],
        )?;
        row(connection, "favicon_sites", &[("siteID", &visit.id), ("faviconID", &visit.id)])?;
    }
    Ok(())
}

/// Makes `places.db`, with one page per visit. Times are milliseconds since 1970.
pub fn create_places(connection: &Connection, visits: &[Visit]) -> Result<()> {
    connection.execute_batch(PLACES)?;
    for visit in visits {
        let time = visit.time.unix_micros() / 1000;
        let host = host(&visit.url);
        let reversed: String = host.chars().rev().chain(['.']).collect();
        connection.execute(
            "INSERT OR IGNORE INTO moz_origins (prefix, host, rev_host, frecency) VALUES ('https://', ?, ?, 100)",
            [host, &reversed],
        )?;
        let origin: i64 =
            connection.query_row("SELECT id FROM moz_origins WHERE host = ?", [host], |row| row.get(0))?;
        row(
            connection,
            "moz_places",
            &[
                ("id", &visit.id),
                ("url", &visit.url),
                ("title", &visit.title),
                ("visit_count_local", &1),
                ("last_visit_date_local", &time),
                ("guid", &format!("FxPlace{:05}", visit.id)),
                ("origin_id", &origin),
            ],
        )?;
        row(
            connection,
            "moz_historyvisits",
            &[
                ("id", &visit.id),
                ("is_local", &1),
                ("from_visit", &0),
                ("place_id", &visit.id),
                ("visit_date", &time),
                ("visit_type", &1),
            ],
        )?;
    }
    Ok(())
}
