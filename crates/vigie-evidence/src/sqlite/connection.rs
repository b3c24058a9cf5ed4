//! Opens a database without ever writing: a plain file immutable, one with a write-ahead log or decrypted in memory;
//! then takes from SQLite everything a hostile schema could use.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use vigie_model::ProblemCode;

use super::{Base, STEPS_PER_ROW, Sqlite, damaged};
use crate::sqlite_header::cut_off;
use crate::wal::overlay;
use crate::{Blob, ReadError};

/// Databases that must go through memory (with a write-ahead log, or decrypted) may be this large, in bytes.
const MEMORY_LIMIT: u64 = 4 << 30;
/// How often the step counter is looked at.
const STEPS_AT_ONCE: i32 = 100_000;

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
fn deserialize(conn: &mut Connection, bytes: impl Read, length: usize) -> Result<(), ReadError> {
    let bytes = NotInWalMode { inner: bytes, at: 0 };
    conn.deserialize_read_exact("main", bytes, length, true).map_err(|error| damaged(&error))
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
fn immutable(path: &Path) -> Result<Connection, ReadError> {
    let path = std::path::absolute(path).map_err(|error| ReadError::io(&error))?;
    let url = url::Url::from_file_path(&path)
        .map_err(|()| ReadError::file(ProblemCode::FileUnreadable, "the path cannot be written as a URI"))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(format!("{url}?mode=ro&immutable=1"), flags).map_err(|error| damaged(&error))
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
        let mut base = Base::NoLog;
        let mut conn = match (&overlay, blob.path()) {
            (Some(overlay), path) => {
                memory_length(blob)?;
                let mut conn = in_memory()?;
                deserialize(&mut conn, overlay.reader(reader(blob)?), overlay.length())?;
                base = match path {
                    _ if size == 0 => Base::Empty,
                    Some(path) => Base::File(immutable(path)?),
                    None => {
                        let mut base = in_memory()?;
                        deserialize(&mut base, reader(blob)?, memory_length(blob)?)?;
                        Base::File(base)
                    }
                };
                conn
            }
            (None, Some(path)) => immutable(path)?,
            (None, None) => {
                let mut conn = in_memory()?;
                if size > 0 {
                    deserialize(&mut conn, reader(blob)?, memory_length(blob)?)?;
                }
                conn
            }
        };
        let wal_frames = overlay.as_ref().map_or(0, |overlay| overlay.frames);
        let steps = Arc::new(AtomicU64::new(0));
        Self::harden(&mut conn, &steps).map_err(|error| damaged(&error))?;
        if let Base::File(base) = &mut base {
            Self::harden(base, &steps).map_err(|error| damaged(&error))?;
        }
        let (tables, lost_tables) = Self::read_tables(&conn).map_err(|error| damaged(&error))?;
        Ok(Self {
            conn,
            tables,
            columns: RefCell::default(),
            steps,
            base,
            wal_frames,
            wal_trouble,
            cut_off,
            lost_tables,
        })
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

    /// The plain tables by their names in lower case, and the names that are damaged.
    fn read_tables(conn: &Connection) -> rusqlite::Result<(BTreeMap<String, String>, Option<String>)> {
        let mut tables = BTreeMap::new();
        let mut lost = Vec::new();
        let mut statement = conn.prepare("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            // As bytes: one damaged letter in a schema must not cost every table.
            let sql = row.get_ref(1)?.as_bytes_or_null()?.unwrap_or_default();
            if sql.trim_ascii_start().get(..14).is_some_and(|start| start.eq_ignore_ascii_case(b"CREATE VIRTUAL")) {
                continue;
            }
            match String::from_utf8_lossy(row.get_ref(0)?.as_bytes()?) {
                Cow::Borrowed(name) => {
                    tables.insert(name.to_ascii_lowercase(), name.to_owned());
                }
                Cow::Owned(name) => lost.push(name),
            }
        }
        let lost = (!lost.is_empty()).then(|| format!("tables with damaged names are not read: {}", lost.join(", ")));
        Ok((tables, lost))
    }
}
