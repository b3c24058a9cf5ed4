//! The timeline of a case read back: `timeline.csv`, as `examine.rs` writes it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use vigie_model::{Timestamp, csv_cell};

use crate::CaseError;

/// The first line of the table.
pub(crate) const HEAD: &str = "time,precision,artifact,what,summary,source,place,local\n";

/// One moment of a record that the case keeps. Its texts are as they stand in the table: what cannot be seen is written
/// out, and what a spreadsheet would take for a formula has an apostrophe before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRow {
    /// When, as precise as its source.
    pub time: Timestamp,
    /// Id of the artifact.
    pub artifact: String,
    /// What happened then (`seen`, `sent`, …).
    pub what: String,
    /// One line that tells the record; with `--keep timeline` without what people wrote.
    pub summary: String,
    /// Path of its source inside the evidence.
    pub source: String,
    /// Where in the source.
    pub place: String,
    /// As the clock that wrote it showed it, with its offset from UTC; empty where the source counts in UTC.
    pub local: String,
}

/// The whole timeline of a case folder.
///
/// # Errors
/// [`CaseError::Io`], and [`CaseError::Damaged`] with the line.
pub fn timeline(folder: &Path) -> Result<Vec<TimelineRow>, CaseError> {
    timeline_rows(folder)?.collect()
}

/// No line that vigie writes comes near this; a longer one is damage, and is not held in memory.
const LONGEST: u64 = 64 << 20;

/// The timeline of a case folder, in its order, one line at a time. What is damaged is an error of the iterator, with the
/// line, and ends it.
///
/// # Errors
/// [`CaseError::Io`].
pub fn timeline_rows(folder: &Path) -> Result<impl Iterator<Item = Result<TimelineRow, CaseError>> + use<>, CaseError> {
    let path = folder.join("timeline.csv");
    let file = File::open(&path).map_err(CaseError::io(&path))?;
    let mut lines = Lines { reader: BufReader::with_capacity(1 << 16, file), path, number: 0, over: false };
    // The first line names the columns.
    lines.next_line()?;
    Ok(lines)
}

struct Lines {
    reader: BufReader<File>,
    path: PathBuf,
    number: u64,
    over: bool,
}

impl Lines {
    fn damaged(&self, why: &str) -> CaseError {
        CaseError::Damaged { path: self.path.clone(), detail: format!("line {}: {why}", self.number) }
    }

    fn next_line(&mut self) -> Result<Option<String>, CaseError> {
        let mut line = Vec::new();
        let read = self.reader.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let length = read.map_err(CaseError::io(&self.path))?;
        self.number += 1;
        if length as u64 == LONGEST {
            return Err(self.damaged("it is too long"));
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        match String::from_utf8(line) {
            Ok(line) => Ok((length > 0).then_some(line)),
            Err(_) => Err(self.damaged("it is not text")),
        }
    }

    fn next_row(&mut self) -> Result<Option<TimelineRow>, CaseError> {
        let Some(line) = self.next_line()? else { return Ok(None) };
        // No cell holds a line end: they are written out.
        let cells = cells(&line).ok_or_else(|| self.damaged("a quote is not closed"))?;
        let Ok([time, _, artifact, what, summary, source, place, local]) = <[String; 8]>::try_from(cells) else {
            return Err(self.damaged("it does not have eight cells"));
        };
        let read: StrDeserializer<'_, serde::de::value::Error> = time.as_str().into_deserializer();
        let time = Timestamp::deserialize(read).map_err(|error| self.damaged(&error.to_string()))?;
        Ok(Some(TimelineRow { time, artifact, what, summary, source, place, local }))
    }
}

impl Iterator for Lines {
    type Item = Result<TimelineRow, CaseError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let row = self.next_row().transpose();
        self.over = !matches!(row, Some(Ok(_)));
        row
    }
}

/// The table of these rows, as [`timeline`] reads it. Texts that are visible already stay as they are.
pub(crate) fn csv(rows: &[TimelineRow]) -> String {
    let mut out = HEAD.to_owned();
    for row in rows {
        let precision = format!("{:?}", row.time.precision()).to_lowercase();
        let [summary, source, place, local] =
            [&row.summary, &row.source, &row.place, &row.local].map(|text| csv_cell(text));
        let TimelineRow { time, artifact, what, .. } = row;
        let _ = writeln!(out, "{time},{precision},{artifact},{what},{summary},{source},{place},{local}");
    }
    out
}

/// The cells of a line; `None` when a quoted one does not end in it.
fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, is_quoted) {
            ('"', true) if rest.next_if_eq(&'"').is_some() => cells.last_mut()?.push('"'),
            ('"', _) => is_quoted = !is_quoted,
            (',', false) => cells.push(String::new()),
            (c, _) => cells.last_mut()?.push(c),
        }
    }
    (!is_quoted).then_some(cells)
}

#[cfg(test)]
mod tests {
    use vigie_model::Precision;

    use super::*;

    #[test]
    fn what_was_written_is_read_and_damage_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: &str| std::fs::write(folder.path().join("timeline.csv"), text).unwrap();
        let head = HEAD;
        let hostile = csv_cell("=1+1, \"a\"\nb\u{202e}");
        let whole = format!("{head}2024-05-12,day,ios_calls,began,{hostile},\"a,b\",\"line 3\",2024-05-12\n");
        write(&whole);
        let read = || timeline(folder.path());
        let rows = read().unwrap();
        let made = csv(&rows);
        write(&made);
        assert_eq!(read().unwrap(), rows, "{made}");
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].time.precision(), Precision::Day);
        assert_eq!(rows[0].summary, "'=1+1, \"a\"\\nb\\u{202e}");
        assert_eq!(
            (rows[0].what.as_str(), rows[0].source.as_str(), rows[0].place.as_str()),
            ("began", "a,b", "line 3")
        );
        for line in ["2024-05-12,day,ios_calls,began,\"x", "a,b", "never,day,a,b,c,d,e,f"] {
            write(&format!("{whole}{line}\n"));
            let error = read().unwrap_err().to_string();
            assert!(error.contains("line 3"), "{error}");
        }
    }
}
