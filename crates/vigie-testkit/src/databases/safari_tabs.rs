//! Tabs and tab groups of Safari since iOS 15: `SafariTabs.db`. Tabs are bookmarks under a group.
//! Source of the schema: published test databases of iOS 17 and macOS 14.

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "AppDomain-com.apple.mobilesafari";
/// The path in it.
pub const PATH: &str = "Library/Safari/SafariTabs.db";

const SCHEMA: &str = "
CREATE TABLE bookmarks (id INTEGER PRIMARY KEY AUTOINCREMENT,special_id INTEGER DEFAULT 0,parent INTEGER,type INTEGER,title TEXT,url TEXT COLLATE NOCASE,num_children INTEGER DEFAULT 0,editable INTEGER DEFAULT 1,deletable INTEGER DEFAULT 1,hidden INTEGER DEFAULT 0,hidden_ancestor_count INTEGER DEFAULT 0,order_index INTEGER NOT NULL,external_uuid TEXT UNIQUE,read INTEGER DEFAULT NULL,last_modified REAL DEFAULT NULL,server_id TEXT,sync_key TEXT,sync_data BLOB,added INTEGER DEFAULT 1,deleted INTEGER DEFAULT 0,extra_attributes BLOB DEFAULT NULL,local_attributes BLOB DEFAULT NULL,fetched_icon BOOL DEFAULT 0,icon BLOB DEFAULT NULL,dav_generation INTEGER DEFAULT 0,locally_added BOOL DEFAULT 0,archive_status INTEGER DEFAULT 0,syncable BOOL DEFAULT 1,web_filter_status INTEGER DEFAULT 0,modified_attributes UNSIGNED BIG INT DEFAULT 0,date_closed REAL DEFAULT NULL,last_selected_child INTEGER DEFAULT NULL,subtype INTEGER DEFAULT 0,FOREIGN KEY (last_selected_child) REFERENCES bookmarks (id) ON DELETE SET NULL);
CREATE TABLE windows (id INTEGER PRIMARY KEY,active_tab_group_id INTEGER DEFAULT NULL,active_profile_id INTEGER DEFAULT NULL,date_closed REAL DEFAULT NULL,extra_attributes BLOB DEFAULT NULL,is_last_session INTEGER DEFAULT 0,local_tab_group_id INTEGER DEFAULT NULL,private_tab_group_id INTEGER DEFAULT NULL,scene_id TEXT DEFAULT NULL,uuid TEXT NOT NULL UNIQUE,restoration_archive BLOB DEFAULT NULL);
CREATE TABLE windows_tab_groups (id INTEGER PRIMARY KEY,active_tab_id INTEGER DEFAULT NULL,tab_group_id INTEGER NOT NULL,window_id INTEGER NOT NULL,UNIQUE (tab_group_id, window_id));
CREATE TABLE windows_profiles (id INTEGER PRIMARY KEY,active_tab_group_id INTEGER DEFAULT NULL,profile_id INTEGER NOT NULL,window_id INTEGER NOT NULL,UNIQUE (profile_id, window_id));
CREATE TABLE windows_unnamed_tab_groups (id INTEGER PRIMARY KEY,tab_group_id INTEGER NOT NULL,window_id INTEGER NOT NULL,UNIQUE (tab_group_id, window_id));
CREATE INDEX bookmarks_parent_index ON bookmarks (parent);
";

/// A tab.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Identifier.
    pub uuid: String,
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Last changed.
    pub modified: Moment,
}

/// Makes the tables and writes the tabs of one window.
pub fn create(connection: &Connection, tabs: &[Tab]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    let folders: [(i64, Option<i64>, &str, &str); 3] = [
        (0, None, "Root", "Root"),
        (1, Some(0), "Local", "D1E2F3A4-0002-4000-A000-000000000001"),
        (2, Some(0), "Private", "D1E2F3A4-0002-4000-A000-000000000002"),
    ];
    for (id, parent, title, uuid) in folders {
        row(
            connection,
            "bookmarks",
            &[
                ("id", &id),
                ("parent", &parent),
                ("type", &1),
                ("title", &title),
                ("order_index", &id),
                ("external_uuid", &uuid),
                ("hidden", &(id != 0)),
            ],
        )?;
    }
    for (order, tab) in (0_i64..).zip(tabs) {
        row(
            connection,
            "bookmarks",
            &[
                ("id", &(order + 10)),
                ("parent", &1),
                ("type", &0),
                ("title", &tab.title),
                ("url", &tab.url),
                ("order_index", &order),
                ("external_uuid", &tab.uuid),
                ("last_modified", &tab.modified.cocoa()),
            ],
        )?;
    }
    row(
        connection,
        "windows",
        &[
            ("id", &1),
            ("active_tab_group_id", &1),
            ("local_tab_group_id", &1),
            ("private_tab_group_id", &2),
            ("uuid", &"D1E2F3A4-0001-4000-A000-000000000001"),
        ],
    )?;
    row(connection, "windows_tab_groups", &[("active_tab_id", &10), ("tab_group_id", &1), ("window_id", &1)])
}
