//! One row, and its values as the types a parser asks for: what does not fit is a complaint, not a default.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use serde::{Serialize, Serializer};
use vigie_model::{Place, ProblemCode, Timestamp};

use super::selection::Plan;

/// One row. Getters answer `None` for NULL and for a missing column; a value that does not fit becomes a complaint,
/// which the caller turns into a problem with [`Row::take_complaints`].
pub struct Row<'r> {
    pub(super) inner: &'r rusqlite::Row<'r>,
    pub(super) plan: &'r Plan,
    pub(super) rowid: i64,
    pub(super) wal_only: bool,
    /// Where the next column is expected: parsers read columns in the order they named them.
    pub(super) next: Cell<usize>,
    pub(super) complaints: RefCell<Vec<(ProblemCode, String)>>,
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
