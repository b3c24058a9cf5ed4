//! Tabs open on the other devices of the owner: `HomeDomain` `Library/Safari/CloudTabs.db`.
//! Source of the schema: published test databases of iOS 17, iLEAPP.

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;
use crate::time::Moment;

/// The backup domain.
pub const DOMAIN: &str = "HomeDomain";
/// The path in it.
pub const PATH: &str = "Library/Safari/CloudTabs.db";

const SCHEMA: &str = "
CREATE TABLE cloud_tab_devices (device_uuid TEXT PRIMARY KEY NOT NULL,system_fields BLOB NOT NULL,device_name TEXT,device_type_identifier TEXT,has_duplicate_device_name BOOLEAN DEFAULT 0,is_ephemeral_device BOOLEAN DEFAULT 0,last_modified REAL NOT NULL);
CREATE TABLE cloud_tabs (tab_uuid TEXT PRIMARY KEY NOT NULL,system_fields BLOB NOT NULL,device_uuid TEXT NOT NULL,position BLOB NOT NULL,title TEXT,url TEXT NOT NULL,is_showing_reader BOOLEAN DEFAULT 0,is_pinned BOOLEAN DEFAULT 0,reader_scroll_position_page_index INTEGER,scene_id TEXT,last_viewed_time REAL DEFAULT 0,FOREIGN KEY(device_uuid) REFERENCES cloud_tab_devices(device_uuid) ON DELETE CASCADE);
CREATE TABLE cloud_tab_close_requests (close_request_uuid TEXT PRIMARY KEY NOT NULL,system_fields BLOB NOT NULL,destination_device_uuid TEXT NOT NULL,url TEXT NOT NULL,tab_uuid TEXT NOT NULL,FOREIGN KEY(destination_device_uuid) REFERENCES cloud_tab_devices(device_uuid) ON DELETE CASCADE);
";

/// A tab on another device.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Identifier.
    pub uuid: String,
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Last looked at.
    pub last_viewed: Moment,
}

/// Makes the tables and writes the tabs of one other device.
pub fn create(connection: &Connection, device: &str, tabs: &[Tab]) -> Result<()> {
    connection.execute_batch(SCHEMA)?;
    let uuid = "D1E2F3A4-0003-4000-A000-000000000001";
    let seen = tabs.iter().map(|tab| tab.last_viewed).max();
    row(
        connection,
        "cloud_tab_devices",
        &[
            ("device_uuid", &uuid),
            ("system_fields", &b"".as_slice()),
            ("device_name", &device),
            ("device_type_identifier", &"com.apple.mac"),
            ("last_modified", &seen.map_or(0.0, Moment::cocoa)),
        ],
    )?;
    for tab in tabs {
        row(
            connection,
            "cloud_tabs",
            &[
                ("tab_uuid", &tab.uuid),
                ("system_fields", &b"".as_slice()),
                ("device_uuid", &uuid),
                ("position", &b"".as_slice()),
                ("title", &tab.title),
                ("url", &tab.url),
                ("last_viewed_time", &tab.last_viewed.cocoa()),
            ],
        )?;
    }
    Ok(())
}
