//! The records of a case read back, row by row: `records/<artifact>.parquet`.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::SerializedFileReader;
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use serde_json::Value;
use serde_json::value::RawValue;
use vigie_model::{Place, Timestamp};

use crate::CaseError;

/// One record of a case.
#[derive(Debug, Clone)]
pub struct KeptRecord {
    /// Path of its source inside the evidence.
    pub source: String,
    /// Where in the source.
    pub place: Place,
    /// When, if it says so. The table holds nanoseconds; where the same moment stands in `record`, it is as precise as
    /// there, and known to be in an unknown zone.
    pub time: Option<Timestamp>,
    /// One line that tells it.
    pub summary: String,
    /// Kind and value of what can be compared; with `--keep findings` and `timeline` only what met something.
    pub observables: Vec<(String, String)>,
    /// The typed row as JSON.
    pub record: Box<RawValue>,
}

/// The artifacts of which a case folder holds records, sorted.
///
/// # Errors
/// [`CaseError::Io`].
pub fn record_tables(folder: &Path) -> Result<Vec<String>, CaseError> {
    let folder = folder.join("records");
    let mut ids = Vec::new();
    let entries = match std::fs::read_dir(&folder) {
        // A redacted copy has no records, and an archive of files keeps no empty folder.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(ids),
        entries => entries.map_err(CaseError::io(&folder))?,
    };
    for entry in entries {
        let name = entry.map_err(CaseError::io(&folder))?.file_name();
        ids.extend(name.to_string_lossy().strip_suffix(".parquet").map(str::to_owned));
    }
    ids.sort();
    Ok(ids)
}

/// The records of one artifact in a case folder, in their order; none when the case keeps none of it. What is damaged
/// is an error of the iterator, and ends it.
///
/// # Errors
/// [`CaseError::Io`] and [`CaseError::Table`].
pub fn records(
    folder: &Path,
    artifact: &str,
) -> Result<impl Iterator<Item = Result<KeptRecord, CaseError>> + use<>, CaseError> {
    let path = folder.join("records").join(format!("{artifact}.parquet"));
    let rows = match File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(CaseError::Io { path, source: error }),
        Ok(file) => {
            let table = |source| CaseError::Table { path: path.clone(), source };
            let reader = SerializedFileReader::new(file).map_err(table)?;
            Some(RowIter::from_file_into(Box::new(reader)))
        }
    };
    let mut over = false;
    Ok(rows.into_iter().flatten().map_while(move |row| {
        if over {
            return None;
        }
        let record = match row {
            Ok(row) => kept(&row, &path),
            Err(source) => Err(CaseError::Table { path: path.clone(), source }),
        };
        over = record.is_err();
        Some(record)
    }))
}

fn kept(row: &Row, path: &Path) -> Result<KeptRecord, CaseError> {
    let damaged = |detail: String| CaseError::Damaged { path: path.to_owned(), detail };
    let mut text: [String; 5] = Default::default();
    let mut time = None;
    for (name, field) in row.get_column_iter() {
        let at = ["source", "place", "summary", "observables", "record"].iter().position(|known| known == name);
        match (at, field) {
            (Some(at), Field::Str(value)) => value.clone_into(&mut text[at]),
            (None, Field::Long(nanos)) if name == "time" => time = Some(*nanos),
            (None, Field::Null) if name == "time" => {}
            _ => return Err(damaged(format!("column `{name}` is not what it should be"))),
        }
    }
    let [source, place, summary, observables, record] = text;
    let json = |error: serde_json::Error| damaged(error.to_string());
    Ok(KeptRecord {
        source,
        place: serde_json::from_str(&place).map_err(json)?,
        time: time.and_then(|nanos| as_written(nanos, &record)),
        summary,
        observables: serde_json::from_str(&observables).map_err(json)?,
        record: RawValue::from_string(record).map_err(json)?,
    })
}

/// The moment of a record as the record itself writes it. The column of the table holds neither its precision nor
/// whether its zone is known, and no moment before 1677.
fn as_written(nanos: i64, record: &str) -> Option<Timestamp> {
    let found = serde_json::from_str(record).ok().and_then(|record| written_in(&record, nanos));
    found.or_else(|| Timestamp::from_unix_nanos(nanos))
}

fn written_in(value: &Value, nanos: i64) -> Option<Timestamp> {
    match value {
        Value::String(text) if text.len() >= 10 && text.as_bytes()[4] == b'-' => {
            let read: StrDeserializer<'_, serde::de::value::Error> = text.as_str().into_deserializer();
            Timestamp::deserialize(read).ok().filter(|at| at.unix_nanos() == nanos)
        }
        Value::Array(values) => values.iter().find_map(|value| written_in(value, nanos)),
        Value::Object(fields) => fields.values().find_map(|value| written_in(value, nanos)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use vigie_model::Precision;

    use super::*;

    #[test]
    fn a_time_is_as_precise_and_as_known_as_in_its_record() {
        let clock = Timestamp::from_device_clock([2024, 5, 12], [10, 3, 22, 0], Precision::Second).unwrap();
        let record = r#"{"text":"2024","at":[{"seen":"2024-05-12T10:03:22"}]}"#;
        assert_eq!(as_written(clock.unix_nanos(), record), Some(clock));
        let old = Timestamp::parse_rfc3339("1601-01-01T00:00:00Z").unwrap();
        assert_eq!(as_written(old.unix_nanos(), r#"{"at":"1601-01-01T00:00:00Z"}"#), Some(old));
        assert_eq!(as_written(5, record), Timestamp::from_unix_nanos(5));
    }
}
