//! The records of a case read back, row by row: `records/<artifact>.parquet`.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::SerializedFileReader;
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
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
    /// When, if it says so. The table holds nanoseconds; the precision of the source is in `record`.
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
    for entry in std::fs::read_dir(&folder).map_err(CaseError::io(&folder))? {
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
            (None, Field::Long(nanos)) if name == "time" => time = Timestamp::from_unix_nanos(*nanos),
            (None, Field::Null) if name == "time" => {}
            _ => return Err(damaged(format!("column `{name}` is not what it should be"))),
        }
    }
    let [source, place, summary, observables, record] = text;
    let json = |error: serde_json::Error| damaged(error.to_string());
    Ok(KeptRecord {
        source,
        place: serde_json::from_str(&place).map_err(json)?,
        time,
        summary,
        observables: serde_json::from_str(&observables).map_err(json)?,
        record: RawValue::from_string(record).map_err(json)?,
    })
}
