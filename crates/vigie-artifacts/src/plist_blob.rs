//! Property lists that stand inside a column of a database.

use plist::Value;
use vigie_evidence::{Row, date_time, property_list};
use vigie_model::{ProblemCode, Record, Timestamp};

use crate::Out;

/// The property list of a column; `None` where it is NULL or empty, and with a problem at the row where it is damaged.
pub(crate) fn plist_of<R: Record>(row: &Row<'_>, column: &str, out: &mut Out<'_, R>) -> Option<Value> {
    let bytes = row.blob(column).filter(|bytes| !bytes.is_empty())?;
    match property_list(bytes) {
        Ok(value) => Some(value),
        Err(error) => {
            out.problem(ProblemCode::BlobNotUnderstood, row.place(), format!("column {column}: {}", error.detail));
            None
        }
    }
}

/// The time of a key in a property list of a row: a date, or seconds since 2001. Zero means "not set".
pub(crate) fn time_of<R: Record>(value: &Value, key: &str, row: &Row<'_>, out: &mut Out<'_, R>) -> Option<Timestamp> {
    let found = match value.as_dictionary()?.get(key)? {
        Value::Date(date) => date_time(*date),
        Value::Real(seconds) if *seconds == 0.0 => return None,
        Value::Real(seconds) => Timestamp::from_cocoa_seconds(*seconds),
        Value::Integer(seconds) if seconds.as_signed() == Some(0) => return None,
        Value::Integer(seconds) => seconds.as_signed().and_then(Timestamp::from_cocoa_integer),
        _ => None,
    };
    if found.is_none() {
        out.problem(ProblemCode::TimeImplausible, row.place(), format!("key {key}: not a plausible time"));
    }
    found
}

/// The text of a key.
pub(crate) fn text_of(value: &Value, key: &str) -> Option<String> {
    value.as_dictionary()?.get(key)?.as_string().map(str::to_owned)
}
