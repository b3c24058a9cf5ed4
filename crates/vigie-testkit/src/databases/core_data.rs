//! The tables that Core Data adds to each of its stores.

use anyhow::Result;
use rusqlite::Connection;

use super::sqlite::row;

/// An entity of a Core Data model: its number, its name and its highest primary key.
pub(super) type Entity<'a> = (i64, &'a str, i64);

/// Writes `Z_PRIMARYKEY`, `Z_METADATA` and `Z_MODELCACHE`.
pub(super) fn bookkeeping(connection: &Connection, uuid: &str, entities: &[Entity<'_>]) -> Result<()> {
    connection.execute_batch(
        "CREATE TABLE Z_PRIMARYKEY (Z_ENT INTEGER PRIMARY KEY, Z_NAME VARCHAR, Z_SUPER INTEGER, Z_MAX INTEGER);
         CREATE TABLE Z_METADATA (Z_VERSION INTEGER PRIMARY KEY, Z_UUID VARCHAR(255), Z_PLIST BLOB);
         CREATE TABLE Z_MODELCACHE (Z_CONTENT BLOB);",
    )?;
    for (number, name, max) in entities {
        row(connection, "Z_PRIMARYKEY", &[("Z_ENT", number), ("Z_NAME", name), ("Z_SUPER", &0), ("Z_MAX", max)])?;
    }
    row(connection, "Z_METADATA", &[("Z_VERSION", &1), ("Z_UUID", &uuid)])
}
