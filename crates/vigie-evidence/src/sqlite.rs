//! SQLite databases of a device: opened immutable or from memory, asked for their schema before any column is
//! named, read row by row so that a bad row costs one row.
//!
//! A database and its write-ahead log are joined in memory (see `wal.rs`); rows that exist only in the log are
//! marked. Views, triggers and virtual tables of the evidence are never run: only plain tables are read.

mod connection;
mod lookup;
mod row;
mod selection;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, Statement};
use vigie_model::{Place, ProblemCode};

pub use self::row::{Row, Scalar};
use self::selection::Plan;
pub use self::selection::Select;
use crate::ReadError;

/// Virtual-machine steps SQLite may take for one row (some seconds): ends queries that a hostile file makes endless.
const STEPS_PER_ROW: u64 = 2_000_000_000;

/// An open database.
pub struct Sqlite {
    conn: Connection,
    tables: BTreeMap<String, String>,
    columns: RefCell<BTreeMap<String, Columns>>,
    steps: Arc<AtomicU64>,
    base: Base,
    /// Committed frames of the write-ahead log that were applied.
    pub wal_frames: usize,
    /// What was wrong with the write-ahead log, if anything.
    pub wal_trouble: Option<String>,
    /// How much of the file is missing, if its header promises more: SQLite reads what is not there as empty.
    pub cut_off: Option<String>,
    /// Tables whose names are damaged, so that they cannot be read.
    pub lost_tables: Option<String>,
}

/// The database file under the log that was laid over it.
enum Base {
    /// There is no log: the database is the file.
    NoLog,
    /// The file is empty: everything is in the log.
    Empty,
    /// The file by itself. Not attached to the database: its damaged schema would keep SQLite from reading either.
    File(Connection),
}

/// Whether the rows of a table also stand in the file under the log.
enum InBase<'c> {
    /// There is no log, or the table has no row numbers to compare.
    NotAsked,
    /// The file has no such table: every row is only in the log.
    NoTable,
    /// The file under the log cannot be asked.
    Unknown,
    /// Asks for one rowid.
    Ask(Statement<'c>),
}

/// The columns of a table.
#[derive(Debug, Clone, Default)]
struct Columns {
    names: Vec<String>,
    /// Names that are not valid UTF-8, with U+FFFD where they are not: SQL cannot ask for these.
    damaged: Vec<String>,
}

fn damaged(error: &rusqlite::Error) -> ReadError {
    ReadError::file(ProblemCode::DatabaseDamaged, error.to_string())
}

/// An SQL identifier in quotes.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Sqlite {
    /// Names of the plain tables, sorted without regard to case.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.values().map(String::as_str)
    }

    /// Whether a plain table of this name exists (SQLite does not regard case).
    pub fn has_table(&self, table: &str) -> bool {
        self.tables.contains_key(&table.to_ascii_lowercase())
    }

    /// The columns of a table, in their order; none when it does not exist.
    ///
    /// # Errors
    /// [`ProblemCode::DatabaseDamaged`] when SQLite cannot say.
    pub fn columns(&self, table: &str) -> Result<Vec<String>, ReadError> {
        Ok(self.schema(table)?.names)
    }

    fn schema(&self, table: &str) -> Result<Columns, ReadError> {
        let key = table.to_ascii_lowercase();
        if let Some(known) = self.columns.borrow().get(&key) {
            return Ok(known.clone());
        }
        let Some(name) = self.tables.get(&key) else {
            return Ok(Columns::default());
        };
        let read = || -> rusqlite::Result<Columns> {
            let mut columns = Columns::default();
            let mut statement = self.conn.prepare(&format!("PRAGMA main.table_info({})", quoted(name)))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                match String::from_utf8_lossy(row.get_ref(1)?.as_bytes()?) {
                    Cow::Borrowed(name) => columns.names.push(name.to_owned()),
                    Cow::Owned(name) => columns.damaged.push(name),
                }
            }
            Ok(columns)
        };
        self.steps.store(0, Ordering::Relaxed);
        let columns = read().map_err(|error| {
            let detail = format!("{table}: SQLite cannot say its columns: {error}");
            ReadError::file(ProblemCode::DatabaseDamaged, detail)
        })?;
        self.columns.borrow_mut().insert(key, columns.clone());
        Ok(columns)
    }

    /// Whether a table has a column.
    ///
    /// # Errors
    /// [`ProblemCode::DatabaseDamaged`] when SQLite cannot say.
    pub fn has_column(&self, table: &str, column: &str) -> Result<bool, ReadError> {
        Ok(self.schema(table)?.names.iter().any(|name| name.eq_ignore_ascii_case(column)))
    }

    /// Reads every row of `select`, in rowid order. A column or joined table the database does not have reads as
    /// NULL. On damage inside the table the rows before it are seen, then those that can be reached from the end.
    ///
    /// # Errors
    /// [`ProblemCode::TableMissing`] without the main table; [`ProblemCode::DatabaseDamaged`] when SQLite stopped;
    /// [`ProblemCode::LimitReached`] when one row took too many steps.
    pub fn each(&self, select: &Select<'_>, see: &mut dyn FnMut(&Row<'_>)) -> Result<(), ReadError> {
        let table = select.table;
        if !self.has_table(table) {
            return Err(ReadError::file(ProblemCode::TableMissing, format!("there is no table {table}")));
        }
        let plan = self.plan(select)?;
        let mut last = None;
        let Err(error) = self.run(&plan, &plan.forward, None, &mut last, see) else {
            return Ok(());
        };
        if error.code == ProblemCode::DatabaseDamaged && plan.has_rowid {
            // Rows behind the damage: from the other end, down to the last one seen. Its own failure is the same one.
            let mut ignored = None;
            let _ = self.run(&plan, &plan.backward, last, &mut ignored, see);
        }
        Err(error)
    }

    /// A table that the file under the log does not have yet is told from one that cannot be read there.
    fn in_base(&self, table: &str) -> rusqlite::Result<InBase<'_>> {
        let base = match &self.base {
            Base::NoLog => return Ok(InBase::NotAsked),
            Base::Empty => return Ok(InBase::NoTable),
            Base::File(base) => base,
        };
        let listed = "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE";
        if !base.prepare(listed)?.exists([table])? {
            return Ok(InBase::NoTable);
        }
        base.prepare(&format!("SELECT 1 FROM main.{} WHERE rowid = ?1", quoted(table))).map(InBase::Ask)
    }

    fn run(
        &self,
        plan: &Plan,
        sql: &str,
        down_to: Option<i64>,
        last: &mut Option<i64>,
        see: &mut dyn FnMut(&Row<'_>),
    ) -> Result<(), ReadError> {
        let table = &plan.table;
        let failed = |error: &rusqlite::Error, last: Option<i64>| {
            let place = last.map_or(Place::File, |rowid| Place::row(table, rowid));
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::OperationInterrupted) => ReadError::at(
                    ProblemCode::LimitReached,
                    place,
                    format!("{table}: one row took more than {STEPS_PER_ROW} steps of SQLite"),
                ),
                _ => ReadError::at(ProblemCode::DatabaseDamaged, place, format!("{table}: {error}")),
            }
        };
        self.steps.store(0, Ordering::Relaxed);
        let mut statement = self.conn.prepare(sql).map_err(|error| failed(&error, None))?;
        // Told with the first row; the way back from the end does not tell it again.
        let mut pending = if down_to.is_none() { plan.trouble.clone() } else { Vec::new() };
        let mut base = if plan.has_rowid {
            self.in_base(table).unwrap_or_else(|error| {
                let detail = format!("whether rows of {table} stand outside the log is unknown: {error}");
                pending.push((ProblemCode::DatabaseDamaged, detail));
                InBase::Unknown
            })
        } else {
            InBase::NotAsked
        };
        let mut rows = statement.query([]).map_err(|error| failed(&error, None))?;
        let mut count = 0i64;
        loop {
            self.steps.store(0, Ordering::Relaxed);
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(()),
                Err(error) => return Err(failed(&error, *last)),
            };
            count = count.saturating_add(1);
            let rowid = row.get::<_, Option<i64>>(0).ok().flatten().unwrap_or(count);
            if down_to.is_some_and(|end| rowid <= end) {
                return Ok(());
            }
            let mut complaints = std::mem::take(&mut pending);
            let wal_only = match &mut base {
                InBase::NotAsked | InBase::Unknown => false,
                InBase::NoTable => true,
                InBase::Ask(statement) => match statement.exists([rowid]) {
                    Ok(in_base) => !in_base,
                    Err(error) => {
                        let detail = format!("whether the row stands outside the log is unknown: {error}");
                        complaints.push((ProblemCode::DatabaseDamaged, detail));
                        false
                    }
                },
            };
            *last = Some(rowid);
            see(&Row {
                inner: row,
                plan,
                rowid,
                wal_only,
                next: Cell::default(),
                complaints: RefCell::new(complaints),
            });
        }
    }
}
