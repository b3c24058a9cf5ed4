//! The table of programs in a case.
//!
//! Names of applications are private, and a name without a path may be one. With `--keep findings` only programs in folders
//! where none belong are written, and the rest is counted; `timeline` and `all` keep the whole table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use vigie_detect::processes::{Explained, ProgramRow};
use vigie_model::csv_cell;

use crate::Keep;

/// Rows told with an examination; the rest is counted.
const TOLD: usize = 50;

/// The table in brief.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProgramsTold {
    /// Programs seen.
    pub total: u64,
    /// Of these, by what explains them.
    pub by_kind: BTreeMap<String, u64>,
    /// Those in folders where no programs belong, as far as they are told; none in `case.json`, which has a table beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misplaced: Vec<ProgramRow>,
    /// How many more of them there are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl ProgramsTold {
    /// The numbers of a table.
    pub fn counts(rows: &[ProgramRow]) -> Self {
        let mut told = Self { total: rows.len() as u64, ..Self::default() };
        for kind in Explained::ALL {
            let count = rows.iter().filter(|row| row.explained == kind).count() as u64;
            told.by_kind.insert(kind.name().to_owned(), count);
        }
        told
    }

    /// The numbers, and what lies where no programs belong.
    pub fn new(rows: &[ProgramRow]) -> Self {
        let mut told = Self::counts(rows);
        let misplaced: Vec<&ProgramRow> = rows.iter().filter(|row| is_misplaced(row)).collect();
        told.more = misplaced.len().saturating_sub(TOLD) as u64;
        told.misplaced = misplaced.into_iter().take(TOLD).cloned().collect();
        told
    }
}

/// Whether a row may stand in every case.
fn is_misplaced(row: &ProgramRow) -> bool {
    row.explained == Explained::Misplaced
}

/// The rows a case keeps.
pub(crate) fn kept(rows: &[ProgramRow], keep: Keep) -> impl Iterator<Item = &ProgramRow> {
    rows.iter().filter(move |row| keep >= Keep::Timeline || is_misplaced(row))
}

/// The table as CSV.
pub(crate) fn csv<'r>(rows: impl Iterator<Item = &'r ProgramRow>) -> String {
    let mut text = "program,path,explained,artifacts,records,first,last,uids,pids,seen_in\n".to_owned();
    for row in rows {
        let time = |at: Option<vigie_model::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let numbers =
            |set: &std::collections::BTreeSet<i64>| set.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let seen_in: Vec<String> =
            row.artifacts.iter().map(|(artifact, records)| format!("{artifact}:{records}")).collect();
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{},{},{}",
            csv_cell(&row.name),
            csv_cell(row.path.as_deref().unwrap_or_default()),
            row.explained.name(),
            row.artifacts.len(),
            row.artifacts.values().sum::<u64>(),
            time(row.first),
            time(row.last),
            numbers(&row.uids),
            numbers(&row.pids),
            csv_cell(&seen_in.join(" "))
        );
    }
    text
}
