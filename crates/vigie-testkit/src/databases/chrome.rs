//! Chrome for iOS: `History` and `Favicons`. Times are microseconds since 1601.
//! Source of the schema: Chromium, `components/history/core/browser` and `components/favicon`.

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "AppDomain-com.google.chrome.ios";
/// The path of the history.
pub const HISTORY_PATH: &str = "Library/Application Support/Google/Chrome/Default/History";
/// The path of the icons.
pub const FAVICONS_PATH: &str = "Library/Application Support/Google/Chrome/Default/Favicons";

const HISTORY: &str = "
CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT,url LONGVARCHAR,title LONGVARCHAR,visit_count INTEGER DEFAULT 0 NOT NULL,typed_count INTEGER DEFAULT 0 NOT NULL,last_visit_time INTEGER NOT NULL,hidden INTEGER DEFAULT 0 NOT NULL);
CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT,url INTEGER NOT NULL,visit_time INTEGER NOT NULL,from_visit INTEGER,external_referrer_url TEXT,transition INTEGER DEFAULT 0 NOT NULL,segment_id INTEGER,visit_duration INTEGER DEFAULT 0 NOT NULL,incremented_omnibox_typed_score BOOLEAN DEFAULT FALSE NOT NULL,opener_visit INTEGER,originator_cache_guid TEXT,originator_visit_id INTEGER,originator_from_visit INTEGER,originator_opener_visit INTEGER,is_known_to_sync BOOLEAN DEFAULT FALSE NOT NULL,consider_for_ntp_most_visited BOOLEAN DEFAULT FALSE NOT NULL,visited_link_id INTEGER DEFAULT 0 NOT NULL,app_id TEXT);
CREATE TABLE visit_source(id INTEGER PRIMARY KEY,source INTEGER NOT NULL);
CREATE TABLE keyword_search_terms (keyword_id INTEGER NOT NULL,url_id INTEGER NOT NULL,term LONGVARCHAR NOT NULL,normalized_term LONGVARCHAR NOT NULL);
CREATE INDEX visits_url_index ON visits (url);
CREATE INDEX visits_from_index ON visits (from_visit);
CREATE INDEX visits_time_index ON visits (visit_time);
CREATE INDEX urls_url_index ON urls (url);
";
const FAVICONS: &str = "
CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
CREATE TABLE favicons(id INTEGER PRIMARY KEY,url LONGVARCHAR NOT NULL,icon_type INTEGER DEFAULT 1);
CREATE TABLE favicon_bitmaps(id INTEGER PRIMARY KEY,icon_id INTEGER NOT NULL,last_updated INTEGER DEFAULT 0,image_data BLOB,width INTEGER DEFAULT 0,height INTEGER DEFAULT 0,last_requested INTEGER DEFAULT 0);
CREATE TABLE icon_mapping(id INTEGER PRIMARY KEY,page_url LONGVARCHAR NOT NULL,icon_id INTEGER);
CREATE INDEX favicons_url ON favicons(url);
CREATE INDEX icon_mapping_page_url_idx ON icon_mapping(page_url);
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
    /// The visit that led here; 0 for none.
    pub from_visit: i64,
}

/// Makes `History`, with one page per visit.
pub fn create_history(connection: &Connection, visits: &[Visit]) -> Result<()> {
    connection.execute_batch(HISTORY)?;
    row(connection, "meta", &[("key", &"version"), ("value", &"68")])?;
    for visit in visits {
        row(
            connection,
            "urls",
            &[
                ("id", &visit.id),
                ("url", &visit.url),
                ("title", &visit.title),
                ("visit_count", &1),
                ("last_visit_time", &visit.time.webkit()),
            ],
        )?;
        row(
            connection,
            "visits",
            &[
                ("id", &visit.id),
                ("url", &visit.id),
                ("visit_time", &visit.time.webkit()),
                ("from_visit", &visit.from_visit),
                ("transition", &805_306_368),
            ],
        )?;
    }
    Ok(())
}

/// Makes `Favicons`, with the icon of each visited page.
pub fn create_favicons(connection: &Connection, visits: &[Visit]) -> Result<()> {
    connection.execute_batch(FAVICONS)?;
    row(connection, "meta", &[("key", &"version"), ("value", &"8")])?;
    for visit in visits {
        let host: Vec<&str> = visit.url.splitn(4, '/').take(3).collect();
        let icon = format!("{}/favicon.ico", host.join("/"));
        row(connection, "favicons", &[("id", &visit.id), ("url", &icon), ("icon_type", &1)])?;
        row(
            connection,
            "favicon_bitmaps",
            &[
                ("id", &visit.id),
                ("icon_id", &visit.id),
                ("last_updated", &visit.time.webkit()),
                ("image_data", &b"\x89PNG".as_slice()),
                ("width", &16),
                ("height", &16),
                ("last_requested", &visit.time.webkit()),
            ],
        )?;
        row(connection, "icon_mapping", &[("id", &visit.id), ("page_url", &visit.url), ("icon_id", &visit.id)])?;
    }
    Ok(())
}
