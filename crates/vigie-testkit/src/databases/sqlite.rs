//! SQLite files with the same bytes on every run.
//!
//! SQLite writes its own version number and a change counter in the header, and a random salt in each
//! write-ahead log; they are set to fixed values afterwards, so that the bytes depend on the rows alone.
//! Source: <https://www.sqlite.org/fileformat2.html>.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, ToSql};
use tempfile::TempDir;

use super::wal;
use crate::backup::Content;

/// The size of the pages of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageSize {
    /// 4096 bytes, as on phones.
    Real,
    /// 512 bytes: a database of thirty empty tables stays small. For samples kept in the repository.
    Small,
}

impl PageSize {
    const fn bytes(self) -> u32 {
        match self {
            Self::Real => 4096,
            Self::Small => 512,
        }
    }
}

/// A finished database, ready for a backup.
#[derive(Debug, Clone)]
pub struct Database {
    /// The main file.
    pub main: Content,
    /// The write-ahead log, when some rows are only there.
    pub wal: Option<Vec<u8>>,
}

impl Database {
    /// The bytes of the main file.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        match &self.main {
            Content::Bytes(bytes) | Content::Stored(bytes) => Ok(bytes.clone()),
            Content::Path(path) => Ok(fs::read(path)?),
        }
    }
}

/// Where databases are built. Large ones stay in it until the backup is written; it is removed when dropped.
#[derive(Debug)]
pub struct Workshop {
    directory: TempDir,
    page_size: PageSize,
    made: usize,
}

/// Above this size a database is copied from its file instead of being held in memory.
const IN_MEMORY: u64 = 8 * 1024 * 1024;

impl Workshop {
    /// An empty workshop for databases of this page size.
    pub fn new(page_size: PageSize) -> Result<Self> {
        let directory = tempfile::Builder::new().prefix("vigie-testkit-").tempdir()?;
        Ok(Self { directory, page_size, made: 0 })
    }

    /// The page size of what is built here.
    pub const fn page_size(&self) -> PageSize {
        self.page_size
    }

    /// A database filled in one transaction.
    pub fn database(&mut self, fill: impl FnOnce(&Connection) -> Result<()>) -> Result<Database> {
        let path = self.next_path();
        create(&path, self.page_size, fill)?;
        let main = content(path)?;
        Ok(Database { main, wal: None })
    }

    /// A database whose later rows are only in its write-ahead log, as on a phone that was in use.
    pub fn database_with_wal(
        &mut self,
        fill: impl FnOnce(&Connection) -> Result<()>,
        later: impl FnOnce(&Connection) -> Result<()>,
    ) -> Result<Database> {
        let path = self.next_path();
        create(&path, self.page_size, fill)?;
        let log = with_suffix(&path, "-wal");
        let connection = open(&path)?;
        let mode: String = connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0))?;
        ensure!(mode == "wal", "SQLite refused the write-ahead log");
        connection.execute_batch("PRAGMA wal_autocheckpoint=0; BEGIN")?;
        later(&connection)?;
        connection.execute_batch("COMMIT")?;
        // Copied while the connection is open: closing it would move the rows into the main file.
        let copy = self.next_path();
        fs::copy(&path, &copy)?;
        let mut log_bytes = fs::read(&log)?;
        drop(connection);
        fs::remove_file(&path)?;
        fix_header(&copy)?;
        wal::make_repeatable(&mut log_bytes, fix_page_one)?;
        Ok(Database { main: content(copy)?, wal: Some(log_bytes) })
    }

    fn next_path(&mut self) -> PathBuf {
        self.made += 1;
        self.directory.path().join(format!("{}.db", self.made))
    }
}

/// Makes a database file, filled in one transaction.
pub fn create(path: &Path, page_size: PageSize, fill: impl FnOnce(&Connection) -> Result<()>) -> Result<()> {
    let connection = open(path)?;
    connection.execute_batch(&format!(
        "PRAGMA page_size={}; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; BEGIN",
        page_size.bytes()
    ))?;
    fill(&connection)?;
    connection.execute_batch("COMMIT")?;
    drop(connection);
    fix_header(path)
}

/// Writes one row. Naming each column beside its value keeps wide tables readable.
pub fn row(connection: &Connection, table: &str, values: &[(&str, &dyn ToSql)]) -> Result<()> {
    let mut sql = String::with_capacity(64 + values.len() * 24);
    sql.push_str("INSERT INTO ");
    sql.push_str(table);
    sql.push_str(" (");
    for (at, (column, _)) in values.iter().enumerate() {
        sql.push_str(if at == 0 { "" } else { ", " });
        sql.push_str(column);
    }
    sql.push_str(") VALUES (");
    for at in 0..values.len() {
        sql.push_str(if at == 0 { "?" } else { ", ?" });
    }
    sql.push(')');
    let parameters: Vec<&dyn ToSql> = values.iter().map(|(_, value)| *value).collect();
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.execute(parameters.as_slice()))
        .with_context(|| format!("row of {table}"))?;
    Ok(())
}

fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path).with_context(|| format!("cannot make {}", path.display()))?;
    // Redirects refer to visits written after them, and some traces break references on purpose.
    connection.execute_batch("PRAGMA foreign_keys=OFF")?;
    Ok(connection)
}

fn content(path: PathBuf) -> Result<Content> {
    if fs::metadata(&path)?.len() > IN_MEMORY {
        return Ok(Content::Path(path));
    }
    let bytes = fs::read(&path)?;
    fs::remove_file(&path)?;
    Ok(Content::Bytes(bytes))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn fix_header(path: &Path) -> Result<()> {
    let mut file = fs::File::options().read(true).write(true).open(path)?;
    let mut header = [0; 100];
    file.read_exact(&mut header)?;
    fix_page_one(&mut header);
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header)?;
    Ok(())
}

/// Sets the change counter, the version for which the counter is valid, and the version of SQLite (that of iOS 17).
fn fix_page_one(page: &mut [u8]) {
    page[24..28].copy_from_slice(&1_u32.to_be_bytes());
    page[92..96].copy_from_slice(&1_u32.to_be_bytes());
    page[96..100].copy_from_slice(&3_043_002_u32.to_be_bytes());
}
