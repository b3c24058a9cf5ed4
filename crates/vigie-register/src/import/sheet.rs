//! A table whose names are screened: one column holds them, the others are carried along.

use std::io::BufRead;

use serde::Serialize;

use super::ImportError;
use super::cells::{Records, cells};
use super::lines::{Line, Lines};

/// What may stand between cells, the usual one first.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// A row of a table whose names are screened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetRow {
    /// The line it begins in.
    pub line: u64,
    /// The cell of the wanted column; nothing where the row cannot be read.
    pub name: Option<String>,
    /// The other cells, each with the name of its column.
    pub carried: Vec<(String, String)>,
}

/// Gives each row of a table with a head. Cells stand apart by the first of comma, semicolon and tab with which the head
/// has the column.
///
/// # Errors
/// The table cannot be read, or has no such column.
pub fn sheet(from: &mut dyn BufRead, column: &str, see: &mut dyn FnMut(SheetRow)) -> Result<(), ImportError> {
    let mut lines = Lines::new(from);
    let first = match lines.next()? {
        Some(Line::Text(first)) => first,
        Some(Line::TooLong) => return Err(ImportError::Format("the head of the table is too long".to_owned())),
        None => return Err(ImportError::Format("the table is empty".to_owned())),
    };
    let heads = DELIMITERS.iter().filter_map(|delimiter| Some((*delimiter, cells(&first, *delimiter)?)));
    let found = heads.clone().find_map(|(delimiter, head)| {
        let at = head.iter().position(|cell| cell.trim() == column)?;
        Some((delimiter, head, at))
    });
    let Some((delimiter, head, at)) = found else {
        let widest = heads.max_by_key(|(_, head)| head.len()).map(|(_, head)| head.join(", ")).unwrap_or_default();
        return Err(ImportError::Format(format!("there is no column “{column}”; there are: {widest}")));
    };
    let mut records = Records { lines, delimiter };
    while let Some((line, record)) = records.next()? {
        // A row that is shorter than the head lost something on its way.
        let Some(record) = record.filter(|record| record.len() == head.len()) else {
            see(SheetRow { line, name: None, carried: Vec::new() });
            continue;
        };
        let name = record.get(at).map(|name| name.trim().to_owned());
        let others = head.iter().zip(record).enumerate().filter(|(place, _)| *place != at);
        let carried = others.map(|(_, (column, cell))| (column.trim().to_owned(), cell)).collect();
        see(SheetRow { line, name, carried });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, column: &str) -> Result<Vec<SheetRow>, String> {
        let mut rows = Vec::new();
        sheet(&mut text.as_bytes(), column, &mut |row| rows.push(row)).map_err(|error| error.to_string())?;
        Ok(rows)
    }

    #[test]
    fn other_columns_are_carried_along() {
        let rows = rows("\u{feff}ref;supplier\n7;\"Intellexa; S.A.\"\n8\n", "supplier").unwrap();
        assert_eq!(rows[0].name.as_deref(), Some("Intellexa; S.A."));
        assert_eq!(rows[0].carried, [("ref".to_owned(), "7".to_owned())]);
        assert_eq!((rows[1].line, &rows[1].name), (3, &None), "a row that lacks a cell is told");
    }

    #[test]
    fn a_missing_column_is_told_with_those_there_are() {
        let error = rows("ref\tsupplier\n", "name").unwrap_err();
        assert!(error.contains("ref, supplier"), "{error}");
    }
}
