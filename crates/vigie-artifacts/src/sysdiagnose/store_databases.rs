//! Databases of the programs that download and install applications, read table by table: their schemas differ from one
//! system to the next, and a bundle id, an address or a path is worth finding in any of them.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Moment, Observable, ProblemCode, Record, Timestamp};

use super::text::bundle_id;
use crate::{Out, ParseError, Scalar, Select, Source};

/// One row of any table.
#[derive(Debug, Serialize)]
pub struct StoreRow {
    /// Its table.
    pub table: String,
    /// A moment, where the row has one in a known column.
    pub at: Option<Timestamp>,
    /// What is not NULL.
    pub values: BTreeMap<String, Scalar>,
}

impl StoreRow {
    /// The text of a column.
    pub fn text(&self, column: &str) -> Option<&str> {
        match self.values.get(column) {
            Some(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }
}

impl Record for StoreRow {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.at {
            see(Moment { what: "noted", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for (column, value) in &self.values {
            let Scalar::Text(text) = value else { continue };
            if text.contains("://") {
                see(Observable::url(text));
            } else if text.starts_with('/') {
                see(Observable::file_path(text));
            } else if column.contains("bundle") && column.contains("id") {
                see(Observable::app_id(bundle_id(text)));
            } else if column.contains("account") || column.contains("apple_id") {
                see(Observable::user_account(text));
            } else if text.contains('.') || text.contains('@') {
                see(Observable::text(text));
            }
        }
    }

    fn summary(&self) -> String {
        let app = ["bundle_id", "bundleid"].into_iter().find_map(|column| self.text(column));
        let what = app.or_else(|| self.text("url")).or_else(|| self.text("local_path")).unwrap_or("a row");
        format!("{what} in table {}", self.table)
    }
}

/// Rows of one database: a hostile one may hold more than any device does.
const MOST_ROWS: u64 = 200_000;

/// Every row of every table. `times` gives the columns that hold a moment, and how each counts.
pub(super) fn rows(
    file: &Source<'_>,
    out: &mut Out<'_, StoreRow>,
    time: &dyn Fn(&str, f64) -> Option<Timestamp>,
) -> Result<(), ParseError> {
    let database = out.sqlite(file)?;
    let tables: Vec<String> =
        database.tables().filter(|name| !name.starts_with("sqlite_")).map(str::to_owned).collect();
    if tables.is_empty() {
        out.problem(ProblemCode::TableMissing, vigie_model::Place::File, "the database has no table");
    }
    let mut left = MOST_ROWS;
    for table in tables {
        let select = Select::from(&table).with_rest();
        out.rows(&database, &select, |row, out| {
            let Some(less) = left.checked_sub(1) else { return };
            left = less;
            let values = row.rest();
            let at = values.iter().find_map(|(column, value)| {
                #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
                match value {
                    Scalar::Int(n) if *n != 0 => time(column, *n as f64),
                    Scalar::Real(n) if *n != 0.0 => time(column, *n),
                    _ => None,
                }
            });
            out.record(row.place(), StoreRow { table: table.clone(), at, values });
        });
    }
    if left == 0 {
        let detail = format!("more than {MOST_ROWS} rows: the rest was not read");
        out.problem(ProblemCode::LimitReached, vigie_model::Place::File, detail);
    }
    Ok(())
}
