//! Times in the sentences of findings: to the minute. The exact ones stand in the records.

use vigie_model::Timestamp;

/// A time, or `?`.
pub(super) fn minute(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "?".to_owned(), |at| at.instant().strftime("%Y-%m-%d %H:%M UTC").to_string())
}
