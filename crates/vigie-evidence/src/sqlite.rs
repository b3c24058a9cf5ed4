//! SQLite databases of a device: opened immutable or from memory, asked for their schema before any column is
//! named, read row by row so that a bad row costs one row.
//!
//! A database and its write-ahead log are joined in memory (see `wal.rs`); rows that exist only in the log are
//! marked. Views, triggers and virtual tables of the evidence are never run: only plain tables are read.

mod lookup;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde::{Serialize, Serializer};
use vigie_model::{Place, ProblemCode, Timestamp};

use crate::sqlite_header::cut_off;
use crate::wal::overlay;
use crate::{Blob, ReadError};

/// Databases that must go through memory (with a write-ahead log, or decrypted) may be this large, in bytes.
const MEMORY_LIMIT: u64 = 4 << 30;
/// Virtual-machine steps SQLite may take for one row (some seconds): ends queries that a hostile file makes endless.
const STEPS_PER_ROW: u64 = 2_000_000_000;
/// How often the step counter is looked at.
const STEPS_AT_ONCE: i32 = 100_000;

/// An open database.
pub struct Sqlite {
    conn: Connection,
    tables: BTreeMap<String, String>,
    columns: RefCell<BTreeMap<String, Vec<String>>>,
    steps: Arc<AtomicU64>,
    has_base: bool,
    /// Committed frames of the write-ahead log that were applied.
    pub wal_frames: usize,
    /// What was wrong with the write-ahead log, if anything.
    pub wal_trouble: Option<String>,
    /// How much of the file is missing, if its header promises more: SQLite reads what is not there as empty.
    pub cut_off: Option<String>,
}

fn damaged(error: &rusqlite::Error) -> ReadError {
    ReadError::file(ProblemCode::DatabaseDamaged, error.to_string())
}

/// An SQL identifier in quotes.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn read_all(blob: &Blob) -> Result<Vec<u8>, ReadError> {
    let length = memory_length(blob)?;
    let mut bytes = Vec::with_capacity(length);
    blob.reader()
        .and_then(|reader| reader.take(MEMORY_LIMIT).read_to_end(&mut bytes))
        .map_err(|error| ReadError::io(&error))?;
    Ok(bytes)
}

/// A database in memory cannot be in WAL mode; the two version bytes of the header say so (format, 1.3).
struct NotInWalMode<R> {
    inner: R,
    at: u64,
}

impl<R: Read> Read for NotInWalMode<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(out)?;
        for version in [18u64, 19] {
            let place = version.checked_sub(self.at).and_then(|place| usize::try_from(place).ok());
            if let Some(byte) = place.filter(|place| *place < count).and_then(|place| out.get_mut(place)) {
                *byte = 1;
            }
        }
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}

/// Reads a database into memory, straight into the buffer SQLite keeps.
fn deserialize(conn: &mut Connection, schema: &str, bytes: impl Read, length: usize) -> Result<(), ReadError> {
    let bytes = NotInWalMode { inner: bytes, at: 0 };
    conn.deserialize_read_exact(schema, bytes, length, true).map_err(|error| damaged(&error))
}

fn in_memory() -> Result<Connection, ReadError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_in_memory_with_flags(flags).map_err(|error| damaged(&error))
}

/// The length of a blob that goes into memory.
fn memory_length(blob: &Blob) -> Result<usize, ReadError> {
    let size = blob.size().map_err(|error| ReadError::io(&error))?;
    usize::try_from(size).ok().filter(|_| size <= MEMORY_LIMIT).ok_or_else(|| {
        ReadError::file(
            ProblemCode::FileTooLarge,
            format!(
                "{size} bytes; a database with a write-ahead log or decrypted goes through memory up to {MEMORY_LIMIT}"
            ),
        )
    })
}

/// A file as SQLite opens it without ever writing: immutable, so that it neither locks nor looks for a journal.
fn immutable_uri(path: &Path) -> Result<String, ReadError> {
    let path = std::path::absolute(path).map_err(|error| ReadError::io(&error))?;
    let url = url::Url::from_file_path(&path)
        .map_err(|()| ReadError::file(ProblemCode::FileUnreadable, "the path cannot be written as a URI"))?;
    Ok(format!("{url}?mode=ro&immutable=1"))
}

impl Sqlite {
    pub(crate) fn open(blob: &Blob, wal: Option<&Blob>) -> Result<Self, ReadError> {
        let mut start = [0u8; 16];
        let size = blob.size().map_err(|error| ReadError::io(&error))?;
        if size > 0 {
            blob.reader().and_then(|mut reader| reader.read_exact(&mut start)).map_err(|error| {
                ReadError::file(ProblemCode::NotTheFormat, format!("not an SQLite database: {error}"))
            })?;
            if &start != b"SQLite format 3\0" {
                return Err(ReadError::file(
                    ProblemCode::NotTheFormat,
                    "not an SQLite database: it does not begin with `SQLite format 3`",
                ));
            }
        }
        let cut_off = cut_off(blob, size);
        let reader = |blob: &Blob| blob.reader().map_err(|error| ReadError::io(&error));
        let (mut wal_trouble, mut log) = (None, Vec::new());
        if let Some(wal) = wal {
            match read_all(wal) {
                Ok(bytes) => log = bytes,
                Err(error) => {
                    wal_trouble = Some(format!("the write-ahead log could not be read: {}", error.detail));
                }
            }
        }
        let (overlay, trouble) = overlay(size, &log);
        wal_trouble = wal_trouble.or(trouble);
        let mut conn = match (&overlay, blob.path()) {
            (Some(overlay), path) => {
                memory_length(blob)?;
                let mut conn = in_memory()?;
                deserialize(&mut conn, "main", overlay.reader(reader(blob)?), overlay.length())?;
                match path {
                    _ if size == 0 => {}
                    Some(path) => {
                        conn.execute("ATTACH ?1 AS base", [immutable_uri(path)?]).map_err(|error| damaged(&error))?;
                    }
                    None => {
                        conn.execute_batch("ATTACH ':memory:' AS base").map_err(|error| damaged(&error))?;
                        deserialize(&mut conn, "base", reader(blob)?, memory_length(blob)?)?;
                    }
                }
                conn
            }
            (None, Some(path)) => Connection::open_with_flags(
                immutable_uri(path)?,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )
            .map_err(|error| damaged(&error))?,
            (None, None) => {
                let mut conn = in_memory()?;
                if size > 0 {
                    deserialize(&mut conn, "main", reader(blob)?, memory_length(blob)?)?;
                }
                conn
            }
        };
        let wal_frames = overlay.as_ref().map_or(0, |overlay| overlay.frames);
        let has_base = overlay.is_some();
        let steps = Arc::new(AtomicU64::new(0));
        Self::harden(&mut conn, &steps).map_err(|error| damaged(&error))?;
        let tables = Self::read_tables(&conn).map_err(|error| damaged(&error))?;
        Ok(Self { conn, tables, columns: RefCell::default(), steps, has_base, wal_frames, wal_trouble, cut_off })
    }

    fn harden(conn: &mut Connection, steps: &Arc<AtomicU64>) -> rusqlite::Result<()> {
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        conn.pragma_update(None, "cell_size_check", true)?;
        conn.pragma_update(None, "mmap_size", 0)?;
        // Temporary tables of a sort would otherwise reach a disk.
        conn.pragma_update(None, "temp_store", "MEMORY")?;
        let counter = Arc::clone(steps);
        conn.progress_handler(
            STEPS_AT_ONCE,
            Some(move || {
                let step = u64::from(STEPS_AT_ONCE.unsigned_abs());
                counter.fetch_add(step, Ordering::Relaxed) > STEPS_PER_ROW
            }),
        )
    }

    fn read_tables(conn: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
        let mut tables = BTreeMap::new();
        let mut statement = conn.prepare("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let sql: Option<String> = row.get(1)?;
            let is_virtual =
                sql.as_deref().is_some_and(|sql| sql.trim_start().to_ascii_uppercase().starts_with("CREATE VIRTUAL"));
            if !is_virtual {
                tables.insert(name.to_ascii_lowercase(), name);
            }
        }
        Ok(tables)
    }

    /// Names of the plain tables, sorted without regard to case.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.values().map(String::as_str)
    }

    /// Whether a plain table of this name exists (SQLite does not regard case).
    pub fn has_table(&self, table: &str) -> bool {
        self.tables.contains_key(&table.to_ascii_lowercase())
    }

    /// The columns of a table, in their order; empty when it does not exist.
    pub fn columns(&self, table: &str) -> Vec<String> {
        let key = table.to_ascii_lowercase();
        if let Some(known) = self.columns.borrow().get(&key) {
            return known.clone();
        }
        let read = || -> rusqlite::Result<Vec<String>> {
            let Some(name) = self.tables.get(&key) else {
                return Ok(Vec::new());
            };
            let mut statement = self.conn.prepare(&format!("PRAGMA main.table_info({})", quoted(name)))?;
            let names = statement.query_map([], |row| row.get::<_, String>(1))?;
            names.collect()
        };
        let columns = read().unwrap_or_default();
        self.columns.borrow_mut().insert(key, columns.clone());
        columns
    }

    /// Whether a table has a column.
    pub fn has_column(&self, table: &str, column: &str) -> bool {
        self.columns(table).iter().any(|name| name.eq_ignore_ascii_case(column))
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
        let plan = self.plan(select);
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

    fn plan(&self, select: &Select<'_>) -> Plan {
        let table = select.table;
        let has_rowid = self.conn.prepare(&format!("SELECT rowid FROM main.{} LIMIT 0", quoted(table))).is_ok();
        let mut names = Vec::new();
        let mut fields = vec![if has_rowid { format!("{}.rowid", quoted(table)) } else { "NULL".to_owned() }];
        let mut add = |table: &str, column: &str, name: String| {
            let rowid = column.eq_ignore_ascii_case("rowid");
            let known = self.has_column(table, column) || (rowid && has_rowid);
            fields.push(if known { format!("{}.{}", quoted(table), quoted(column)) } else { "NULL".to_owned() });
            names.push(name);
        };
        for column in &select.columns {
            add(table, column, (*column).to_owned());
        }
        let mut joins = String::new();
        for join in &select.joins {
            let (left_table, left_column) = join.left.split_once('.').unwrap_or((table, join.left));
            let key_exists = |table: &str, column: &str| {
                self.has_table(table) && (self.has_column(table, column) || column.eq_ignore_ascii_case("rowid"))
            };
            let usable = key_exists(join.table, join.key) && key_exists(left_table, left_column);
            if usable {
                let joined = quoted(join.table);
                let (key, left, column) = (quoted(join.key), quoted(left_table), quoted(left_column));
                let _ = write!(joins, " LEFT JOIN main.{joined} ON {joined}.{key} = {left}.{column}");
            }
            for column in &join.columns {
                let column: &str = column;
                let name = format!("{}.{column}", join.table);
                if usable {
                    add(join.table, column, name);
                } else {
                    add("", column, name);
                }
            }
        }
        let rest_from =
            select.columns.len().saturating_add(select.joins.iter().map(|join| join.columns.len()).sum::<usize>());
        let mut rest = Vec::new();
        if select.rest {
            for column in self.columns(table) {
                // The row's own number is its place already.
                let is_number = ["ROWID", "Z_PK"].iter().any(|name| column.eq_ignore_ascii_case(name));
                if is_number {
                    continue;
                }
                if !select.columns.iter().any(|name| name.eq_ignore_ascii_case(&column)) {
                    rest.push(column);
                }
            }
        }
        for column in rest {
            let name = column.clone();
            add(table, &column, name);
        }
        let from = format!("SELECT {} FROM main.{}{joins}", fields.join(", "), quoted(table));
        let rowid = format!("{}.rowid", quoted(table));
        Plan {
            forward: if has_rowid { format!("{from} ORDER BY {rowid}") } else { from.clone() },
            backward: format!("{from} ORDER BY {rowid} DESC"),
            names,
            rest_from,
            has_rowid,
            table: table.to_owned(),
        }
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
        let mut base = None;
        if self.has_base && plan.has_rowid {
            // Fails when the base has no such table yet; then every row is only in the log.
            base = Some(self.conn.prepare(&format!("SELECT 1 FROM base.{} WHERE rowid = ?1", quoted(table))).ok());
        }
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
            let mut complaints = Vec::new();
            let wal_only = match &mut base {
                None => false,
                Some(None) => true,
                Some(Some(statement)) => match statement.exists([rowid]) {
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

struct Plan {
    forward: String,
    backward: String,
    names: Vec<String>,
    rest_from: usize,
    has_rowid: bool,
    table: String,
}

/// Which columns to read: of one table, with others joined to it by equality.
#[derive(Debug, Clone)]
pub struct Select<'a> {
    table: &'a str,
    columns: Vec<&'a str>,
    joins: Vec<Join<'a>>,
    rest: bool,
}

#[derive(Debug, Clone)]
struct Join<'a> {
    table: &'a str,
    key: &'a str,
    left: &'a str,
    columns: Vec<&'a str>,
}

impl<'a> Select<'a> {
    /// Rows of this table.
    pub fn from(table: &'a str) -> Self {
        Self { table, columns: Vec::new(), joins: Vec::new(), rest: false }
    }

    /// The columns to read, by name.
    #[must_use]
    pub fn columns(mut self, columns: &[&'a str]) -> Self {
        self.columns.extend_from_slice(columns);
        self
    }

    /// `LEFT JOIN table ON table.key = left`, where `left` is `table.column` of a table named before. Its columns
    /// read as `table.column`. The key should be unique, or a row is seen once per match.
    #[must_use]
    pub fn join(mut self, table: &'a str, key: &'a str, left: &'a str, columns: &[&'a str]) -> Self {
        self.joins.push(Join { table, key, left, columns: columns.to_vec() });
        self
    }

    /// Also read every other column of the main table, for [`Row::rest`].
    #[must_use]
    pub fn with_rest(mut self) -> Self {
        self.rest = true;
        self
    }
}

/// One row. Getters answer `None` for NULL and for a missing column; a value that does not fit becomes a complaint,
/// which the caller turns into a problem with [`Row::take_complaints`].
pub struct Row<'r> {
    inner: &'r rusqlite::Row<'r>,
    plan: &'r Plan,
    rowid: i64,
    wal_only: bool,
    /// Where the next column is expected: parsers read columns in the order they named them.
    next: Cell<usize>,
    complaints: RefCell<Vec<(ProblemCode, String)>>,
}

impl Row<'_> {
    /// The table and rowid, and whether the row is only in the write-ahead log.
    pub fn place(&self) -> Place {
        Place::Row { table: self.plan.table.clone(), rowid: self.rowid, wal_only: self.wal_only }
    }

    /// The rowid of the main table (its number, counted from 1, in a table without rowids).
    pub fn rowid(&self) -> i64 {
        self.rowid
    }

    /// Whether the row is not in the database file itself.
    pub fn wal_only(&self) -> bool {
        self.wal_only
    }

    /// What did not fit since the last call.
    pub fn take_complaints(&self) -> Vec<(ProblemCode, String)> {
        self.complaints.take()
    }

    fn complain(&self, code: ProblemCode, column: &str, what: &str) {
        self.complaints.borrow_mut().push((code, format!("column {column}: {what}")));
    }

    fn value(&self, column: &str) -> ValueRef<'_> {
        let names = &self.plan.names;
        let expected = self.next.get();
        let found = if names.get(expected).is_some_and(|name| name == column) {
            Some(expected)
        } else {
            names.iter().position(|name| name == column)
        };
        let Some(at) = found else {
            return ValueRef::Null;
        };
        self.next.set(at.saturating_add(1));
        self.inner.get_ref(at.saturating_add(1)).unwrap_or(ValueRef::Null)
    }

    fn text_of(&self, column: &str, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            self.complain(ProblemCode::TextDamaged, column, "the text is not valid UTF-8");
        }
        text.into_owned()
    }

    /// Text; a number is written out.
    pub fn text(&self, column: &str) -> Option<String> {
        match self.value(column) {
            ValueRef::Null => None,
            ValueRef::Integer(n) => Some(n.to_string()),
            ValueRef::Real(n) => Some(n.to_string()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(self.text_of(column, bytes)),
        }
    }

    /// An integer; a real without fraction and a decimal text are accepted.
    pub fn int(&self, column: &str) -> Option<i64> {
        match self.value(column) {
            ValueRef::Null => None,
            ValueRef::Integer(n) => Some(n),
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2^53")]
            ValueRef::Real(n) if n.fract() == 0.0 && n.abs() < 9_007_199_254_740_992.0 => Some(n as i64),
            ValueRef::Text(bytes) if str::from_utf8(bytes).is_ok_and(|text| text.trim().parse::<i64>().is_ok()) => {
                str::from_utf8(bytes).ok()?.trim().parse().ok()
            }
            other => {
                self.complain(
                    ProblemCode::ValueUnexpected,
                    column,
                    &format!("{} where an integer belongs", kind(other)),
                );
                None
            }
        }
    }

    /// A real number.
    pub fn real(&self, column: &str) -> Option<f64> {
        match self.value(column) {
            ValueRef::Null => None,
            #[expect(clippy::cast_precision_loss, reason = "a count or time in a real column is far below 2^53")]
            ValueRef::Integer(n) => Some(n as f64),
            ValueRef::Real(n) => Some(n),
            ValueRef::Text(bytes) if str::from_utf8(bytes).is_ok_and(|text| text.trim().parse::<f64>().is_ok()) => {
                str::from_utf8(bytes).ok()?.trim().parse().ok()
            }
            other => {
                self.complain(ProblemCode::ValueUnexpected, column, &format!("{} where a number belongs", kind(other)));
                None
            }
        }
    }

    /// A truth value stored as a number.
    pub fn bool(&self, column: &str) -> Option<bool> {
        self.int(column).map(|n| n != 0)
    }

    /// Bytes; a text gives its bytes.
    pub fn blob(&self, column: &str) -> Option<&[u8]> {
        match self.value(column) {
            ValueRef::Blob(bytes) | ValueRef::Text(bytes) => Some(bytes),
            ValueRef::Null => None,
            other => {
                self.complain(ProblemCode::ValueUnexpected, column, &format!("{} where a blob belongs", kind(other)));
                None
            }
        }
    }

    /// A Cocoa time: a real is seconds, an integer seconds or nanoseconds since 2001. Zero and the distant past or
    /// future of Cocoa mean "not set".
    pub fn cocoa(&self, column: &str) -> Option<Timestamp> {
        match self.value(column) {
            ValueRef::Real(n) if n == 0.0 || is_distant(n) => None,
            ValueRef::Real(n) => self.time(column, Timestamp::from_cocoa_seconds(n), n),
            ValueRef::Null | ValueRef::Integer(0 | DISTANT_PAST | DISTANT_FUTURE) => None,
            ValueRef::Integer(n) => self.time(column, Timestamp::from_cocoa_integer(n), n),
            _ => {
                let n = self.real(column)?;
                self.time(column, Timestamp::from_cocoa_seconds(n), n)
            }
        }
    }

    /// Microseconds since 1601 (Chrome). Zero means "not set".
    pub fn webkit(&self, column: &str) -> Option<Timestamp> {
        let n = self.int(column).filter(|n| *n != 0)?;
        self.time(column, Timestamp::from_webkit_micros(n), n)
    }

    /// Seconds since 1970, with or without fraction. Zero and -1 mean "not set".
    pub fn unix(&self, column: &str) -> Option<Timestamp> {
        let n = self.real(column).filter(|n| *n != 0.0 && (*n + 1.0).abs() > f64::EPSILON)?;
        self.time(column, Timestamp::from_unix_seconds_f64(n), n)
    }

    /// Milliseconds since 1970. Zero means "not set".
    pub fn unix_millis(&self, column: &str) -> Option<Timestamp> {
        let n = self.int(column).filter(|n| *n != 0)?;
        self.time(column, Timestamp::from_unix_millis(n), n)
    }

    /// Microseconds since 1970 (Firefox). Zero means "not set".
    pub fn unix_micros(&self, column: &str) -> Option<Timestamp> {
        let n = self.int(column).filter(|n| *n != 0)?;
        self.time(column, Timestamp::from_unix_micros(n), n)
    }

    fn time(&self, column: &str, time: Option<Timestamp>, raw: impl std::fmt::Display) -> Option<Timestamp> {
        if time.is_none() {
            self.complain(ProblemCode::TimeImplausible, column, &format!("{raw} is not a plausible time"));
        }
        time
    }

    /// Every column of the main table that was not named, where it is not NULL. Needs [`Select::with_rest`].
    pub fn rest(&self) -> BTreeMap<String, Scalar> {
        let names = self.plan.names.iter().skip(self.plan.rest_from);
        names.filter_map(|name| Some((name.clone(), self.scalar(name)?))).collect()
    }

    /// A value of any type; `None` for NULL.
    pub fn scalar(&self, column: &str) -> Option<Scalar> {
        Some(match self.value(column) {
            ValueRef::Null => return None,
            ValueRef::Integer(n) => Scalar::Int(n),
            ValueRef::Real(n) => Scalar::Real(n),
            ValueRef::Text(bytes) => Scalar::Text(self.text_of(column, bytes)),
            ValueRef::Blob(bytes) => Scalar::Blob(bytes.to_vec()),
        })
    }
}

/// `NSDate.distantPast`, the beginning of the year 1 (of the Julian calendar), in seconds from 2001.
const DISTANT_PAST: i64 = -63_114_076_800;
/// `NSDate.distantFuture`, the beginning of the year 4001.
const DISTANT_FUTURE: i64 = 63_113_904_000;

fn is_distant(seconds: f64) -> bool {
    seconds <= -63_113_904_000.0 || seconds >= 63_113_904_000.0
}

fn kind(value: ValueRef<'_>) -> &'static str {
    match value {
        ValueRef::Null => "NULL",
        ValueRef::Integer(_) => "an integer",
        ValueRef::Real(_) => "a real number",
        ValueRef::Text(_) => "text",
        ValueRef::Blob(_) => "a blob",
    }
}

/// A value of a column no parser names: kept as it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// An integer.
    Int(i64),
    /// A real number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes; serialised in hexadecimal.
    Blob(Vec<u8>),
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Int(n) => s.serialize_i64(*n),
            Self::Real(n) => s.serialize_f64(*n),
            Self::Text(text) => s.serialize_str(text),
            Self::Blob(bytes) => s.collect_str(&format_args!("hex:{}", hex::encode(bytes))),
        }
    }
}
