//! One value of one row, found by a key: for tables too large to walk for each question.

use std::sync::atomic::Ordering;

use rusqlite::OptionalExtension;

use super::{Sqlite, damaged, quoted};
use crate::ReadError;

impl Sqlite {
    /// The blob in `column` of the first row whose `key` is `value`; empty when the row has no blob there.
    pub(crate) fn blob_where(
        &self,
        table: &str,
        column: &str,
        key: &str,
        value: &str,
    ) -> Result<Option<Vec<u8>>, ReadError> {
        self.steps.store(0, Ordering::Relaxed);
        // Qualified, for SQLite takes a quoted name that is no column for a text.
        let (table, column, key) = (quoted(table), quoted(column), quoted(key));
        let sql = format!("SELECT {table}.{column} FROM main.{table} WHERE {table}.{key} = ?1 LIMIT 1");
        let mut statement = self.conn.prepare_cached(&sql).map_err(|error| damaged(&error))?;
        statement
            .query_row([value], |row| {
                let value = row.get_ref(0)?;
                Ok(value.as_blob().map(<[u8]>::to_vec).unwrap_or_default())
            })
            .optional()
            .map_err(|error| damaged(&error))
    }
}
