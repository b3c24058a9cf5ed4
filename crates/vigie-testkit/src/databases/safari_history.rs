//! Safari: `HomeDomain` `Library/Safari/History.db`. Pages, and each visit with the redirects between visits.
//! Source of the schema: databases of iOS 17 and macOS 14, plaso, MVT.

use std::collections::HashMap;

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/Safari/History.db";

const SCHEMA: &str = "
CREATE TABLE metadata (key TEXT NOT NULL UNIQUE, value);
CREATE TABLE history_items (id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, domain_expansion TEXT NULL, visit_count INTEGER NOT NULL, daily_visit_counts BLOB NOT NULL, weekly_visit_counts BLOB NULL, autocomplete_triggers BLOB NULL, should_recompute_derived_visit_counts INTEGER NOT NULL, visit_count_score INTEGER NOT NULL, status_code INTEGER NOT NULL DEFAULT 0);
CREATE TABLE history_visits (id INTEGER PRIMARY KEY AUTOINCREMENT, history_item INTEGER NOT NULL REFERENCES history_items(id) ON DELETE CASCADE, visit_time REAL NOT NULL, title TEXT NULL, load_successful BOOLEAN NOT NULL DEFAULT 1, http_non_get BOOLEAN NOT NULL DEFAULT 0, synthesized BOOLEAN NOT NULL DEFAULT 0, redirect_source INTEGER NULL UNIQUE REFERENCES history_visits(id) ON DELETE CASCADE, redirect_destination INTEGER NULL UNIQUE REFERENCES history_visits(id) ON DELETE CASCADE, origin INTEGER NOT NULL DEFAULT 0, generation INTEGER NOT NULL DEFAULT 0, attributes INTEGER NOT NULL DEFAULT 0, score INTEGER NOT NULL DEFAULT 0);
CREATE TABLE history_tombstones (id INTEGER PRIMARY KEY AUTOINCREMENT, start_time REAL NOT NULL, end_time REAL NOT NULL, url TEXT, generation INTEGER NOT NULL DEFAULT 0);
CREATE TABLE history_client_versions (client_version INTEGER PRIMARY KEY, last_seen REAL NOT NULL);
CREATE TABLE history_event_listeners (listener_name TEXT PRIMARY KEY NOT NULL UNIQUE, last_seen REAL NOT NULL);
CREATE TABLE history_events (id INTEGER PRIMARY KEY AUTOINCREMENT, event_type TEXT NOT NULL, event_time REAL NOT NULL, pending_listeners TEXT NOT NULL, value BLOB);
CREATE TABLE history_tags (id INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER NOT NULL, level INTEGER NOT NULL, identifier TEXT NOT NULL, title TEXT NOT NULL, modification_timestamp REAL NOT NULL, item_count INTEGER NOT NULL DEFAULT 0);
CREATE TABLE history_items_to_tags (history_item INTEGER NOT NULL REFERENCES history_items(id) ON DELETE CASCADE, tag_id INTEGER NOT NULL REFERENCES history_tags(id) ON DELETE CASCADE, timestamp REAL NOT NULL, UNIQUE(history_item, tag_id) ON CONFLICT REPLACE);
CREATE INDEX history_items__domain_expansion ON history_items (domain_expansion);
CREATE INDEX history_visits__last_visit ON history_visits (history_item, visit_time DESC, synthesized ASC);
CREATE INDEX history_visits__origin ON history_visits (origin, generation);
CREATE INDEX history_tombstones__generation ON history_tombstones (generation);
";

/// A visit of a page.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Row.
    pub id: i64,
    /// Address.
    pub url: String,
    /// Title, when the page was shown.
    pub title: Option<String>,
    /// When.
    pub time: Moment,
    /// The visit that redirected here.
    pub redirect_source: Option<i64>,
    /// The visit to which this one redirected.
    pub redirect_destination: Option<i64>,
    /// 0 on this phone, 1 synchronised from another device.
    pub origin: i64,
}

/// Makes the tables and writes the visits, with one item per address.
pub fn create(connection: &Connection, visits: impl IntoIterator<Item = Visit>) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    row(connection, "metadata", &[("key", &"cloudKitSchemaVersion"), ("value", &1)])?;
    let mut items: HashMap<String, i64> = HashMap::new();
    for visit in visits {
        let next = i64::try_from(items.len())? + 1;
        let item = if let Some(&item) = items.get(&visit.url) {
            item
        } else {
            let daily = 100_u32.to_le_bytes();
            row(
                connection,
                "history_items",
                &[
                    ("id", &next),
                    ("url", &visit.url),
                    ("domain_expansion", &domain_expansion(&visit.url)),
                    ("visit_count", &0),
                    ("daily_visit_counts", &daily.as_slice()),
                    ("should_recompute_derived_visit_counts", &0),
                    ("visit_count_score", &100),
                ],
            )?;
            items.insert(visit.url.clone(), next);
            next
        };
        row(
            connection,
            "history_visits",
            &[
                ("id", &visit.id),
                ("history_item", &item),
                ("visit_time", &visit.time.cocoa()),
                ("title", &visit.title),
                ("redirect_source", &visit.redirect_source),
                ("redirect_destination", &visit.redirect_destination),
                ("origin", &visit.origin),
                ("score", &100),
            ],
        )?;
    }
    connection.execute_batch(
        "UPDATE history_items SET visit_count = (SELECT count(*) FROM history_visits WHERE history_item = history_items.id);",
    )?;
    Ok(())
}

/// The label before the suffix, as Safari keeps it: `example` for `https://www.example.org/`.
fn domain_expansion(url: &str) -> Option<&str> {
    let host = url.split("://").nth(1)?.split('/').next()?;
    host.rsplit('.').nth(1)
}
