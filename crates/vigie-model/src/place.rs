//! Where in a source something stands, so that another examiner can put a finger on it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A position inside one source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Place {
    /// The whole file.
    File,
    /// A byte offset from the start of the file.
    Offset {
        /// Bytes from the start.
        offset: u64,
    },
    /// A line of text.
    Line {
        /// Counted from 1.
        line: u64,
        /// Bytes from the start of the file to the start of the line; where text in UTF-16 was read, of the same text in UTF-8
        /// without its mark.
        offset: u64,
    },
    /// A row of an SQLite table.
    Row {
        /// The table.
        table: String,
        /// Its `rowid`.
        rowid: i64,
        /// The row is not in the database file itself, only in its write-ahead log.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        wal_only: bool,
    },
    /// A value in a property list or JSON document.
    Key {
        /// Keys and indexes from the root, joined by `/`; a `/` inside a key is written `~1`, a `~` `~0` (RFC 6901).
        key: String,
    },
}

impl Place {
    /// A key path from its parts, escaped as in RFC 6901.
    pub fn key<I, S>(parts: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<str>,
    {
        let mut key = String::new();
        for part in parts {
            key.push('/');
            key.push_str(&part.as_ref().replace('~', "~0").replace('/', "~1"));
        }
        Self::Key { key }
    }

    /// A row of a table, seen in the database file.
    pub fn row(table: &str, rowid: i64) -> Self {
        Self::Row { table: table.to_owned(), rowid, wal_only: false }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("file"),
            Self::Offset { offset } => write!(f, "offset {offset}"),
            Self::Line { line, .. } => write!(f, "line {line}"),
            Self::Row { table, rowid, wal_only: false } => write!(f, "{table} row {rowid}"),
            Self::Row { table, rowid, wal_only: true } => write!(f, "{table} row {rowid} (WAL only)"),
            Self::Key { key } if key.is_empty() => f.write_str("top level"),
            Self::Key { key } => write!(f, "key {key}"),
        }
    }
}
