//! `Manifest.db`: the index of a backup.

use anyhow::Result;
use rusqlite::{Connection, Statement, params};

use super::entry::Entry;

/// One line of the index.
pub(super) const INSERT: &str = "INSERT INTO Files (fileID, domain, relativePath, flags, file) VALUES (?, ?, ?, ?, ?)";

/// The two tables.
pub(super) fn tables(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB);
         CREATE TABLE Properties (key TEXT PRIMARY KEY, value BLOB);",
    )?;
    Ok(())
}

/// The indexes, made after the lines because that is faster.
pub(super) fn indexes(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "CREATE INDEX FilesDomainIdx ON Files(domain);
         CREATE INDEX FilesRelativePathIdx ON Files(relativePath);
         CREATE INDEX FilesFlagsIdx ON Files(flags);",
    )?;
    Ok(())
}

/// Writes the line of one entry.
pub(super) fn insert(
    statement: &mut Statement<'_>,
    entry: &Entry,
    stored_key: Option<Vec<u8>>,
    inode: i64,
) -> Result<()> {
    statement.execute(params![
        entry.id(),
        entry.domain,
        entry.relative_path,
        entry.kind.flags(),
        entry.mb_file(stored_key, inode)?,
    ])?;
    Ok(())
}
