//! Open tabs of Safari with their session: `HomeDomain` `Library/Safari/BrowserState.db`.
//! Source: the SQL kept in MobileSafari itself (blacktop/ipsw-diffs), MVT, iLEAPP.

use anyhow::Result;
use plist::Value;
use rusqlite::Connection;

use super::sqlite::row;
use crate::property_list::{binary, dict, text};
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/Safari/BrowserState.db";

const SCHEMA: &str = "
CREATE TABLE browser_windows (id INTEGER PRIMARY KEY AUTOINCREMENT,uuid TEXT NOT NULL,type INTEGER DEFAULT 0,active_document_index INTEGER DEFAULT 0,active_private_document_index INTEGER DEFAULT 0,active_document_is_valid BOOL DEFAULT 1,tab_state_successfully_loaded BOOL DEFAULT 0,legacy_plist_file_version INTEGER DEFAULT 0,scene_ID TEXT,active_profile_identifier TEXT NOT NULL DEFAULT '',CONSTRAINT uuid_type_index UNIQUE(uuid, type));
CREATE TABLE tabs (id INTEGER PRIMARY KEY AUTOINCREMENT,uuid TEXT NOT NULL UNIQUE,title TEXT,url TEXT COLLATE NOCASE,user_visible_url TEXT COLLATE NOCASE,order_index INTEGER NOT NULL,last_viewed_time REAL DEFAULT NULL,readinglist_bookmark_id INTEGER DEFAULT 0,opened_from_link BOOL DEFAULT 0,showing_reader BOOL DEFAULT 0,reader_view_top_scroll_offset INTEGER DEFAULT 0,private_browsing BOOL DEFAULT 0,displaying_standalone_image BOOL DEFAULT 0,browser_window_uuid TEXT NOT NULL,browser_window_id INTEGER NOT NULL,tab_group_uuid TEXT NOT NULL DEFAULT '',profile_uuid TEXT NOT NULL DEFAULT '',FOREIGN KEY(browser_window_id) REFERENCES browser_windows(id) ON DELETE CASCADE);
CREATE TABLE tab_sessions (id INTEGER PRIMARY KEY AUTOINCREMENT,tab_uuid TEXT NOT NULL UNIQUE,session_data BLOB DEFAULT NULL,uncompressed_session_data_size INTEGER NOT NULL DEFAULT 0,FOREIGN KEY(tab_uuid) REFERENCES tabs(uuid) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE INDEX tabs__uuid ON tabs (uuid);
CREATE INDEX tab_sessions__uuid ON tab_sessions (tab_uuid);
PRAGMA user_version = 8;
";

/// An open tab.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Identifier.
    pub uuid: String,
    /// Pages of the back list, oldest first; the last is shown. Address and title.
    pub pages: Vec<(String, String)>,
    /// Last looked at.
    pub last_viewed: Moment,
    /// Private browsing.
    pub private: bool,
}

/// Makes the tables and writes the tabs, in one window.
pub fn create(connection: &Connection, tabs: &[Tab]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    let window = "D1E2F3A4-0001-4000-A000-000000000001";
    row(connection, "browser_windows", &[("id", &1), ("uuid", &window)])?;
    for (order, tab) in (0_i64..).zip(tabs) {
        let shown = tab.pages.last();
        let url = shown.map(|(url, _)| url);
        row(
            connection,
            "tabs",
            &[
                ("uuid", &tab.uuid),
                ("title", &shown.map(|(_, title)| title)),
                ("url", &url),
                ("user_visible_url", &url),
                ("order_index", &order),
                ("last_viewed_time", &tab.last_viewed.cocoa()),
                ("private_browsing", &tab.private),
                ("browser_window_uuid", &window),
                ("browser_window_id", &1),
            ],
        )?;
        let session = session(&tab.pages)?;
        row(
            connection,
            "tab_sessions",
            &[
                ("tab_uuid", &tab.uuid),
                ("session_data", &session),
                ("uncompressed_session_data_size", &i64::try_from(session.len())?),
            ],
        )?;
    }
    Ok(())
}

/// Four bytes of version, then a property list: the back list of the tab.
fn session(pages: &[(String, String)]) -> Result<Vec<u8>> {
    let entries: Vec<Value> = pages
        .iter()
        .map(|(url, title)| {
            dict([
                ("SessionHistoryEntryData", Value::Data(vec![0, 0, 0, 2])),
                ("SessionHistoryEntryOriginalURL", text(url)),
                ("SessionHistoryEntryTitle", text(title)),
                ("SessionHistoryEntryURL", text(url)),
            ])
        })
        .collect();
    let current = i64::try_from(entries.len())?.saturating_sub(1);
    let history = dict([
        ("SessionHistoryCurrentIndex", current.into()),
        ("SessionHistoryEntries", Value::Array(entries)),
        ("SessionHistoryVersion", 1.into()),
    ]);
    let mut bytes = vec![0, 0, 0, 2];
    bytes.extend(binary(&dict([("IsAppInitiated", true.into()), ("SessionHistory", history)]))?);
    Ok(bytes)
}
