//! A case read back, by the report and by those who verify.

use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::de::DeserializeOwned;
use vigie_model::{Coverage, Problem};

pub use crate::case_folder::CaseFile;
use crate::{CaseError, ProgramRow, SCHEMA, ToldFinding};

/// A case in memory, without its records and timeline.
#[derive(Debug, Clone)]
pub struct Case {
    /// How it was made.
    pub file: CaseFile,
    /// What was found.
    pub findings: Vec<ToldFinding>,
    /// What was and was not examined.
    pub coverage: Vec<Coverage>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Programs that any source names, as far as they are kept. Earlier cases have none.
    pub programs: Vec<ProgramRow>,
}

impl Case {
    /// Reads a case folder.
    ///
    /// # Errors
    /// [`CaseError::Io`] and [`CaseError::Damaged`], with the file.
    pub fn read(folder: &Path) -> Result<Self, CaseError> {
        let file: CaseFile = document(&folder.join("case.json"))?;
        if file.schema != SCHEMA {
            let detail = format!("its schema is `{}`; this version reads `{SCHEMA}`", file.schema);
            return Err(CaseError::Damaged { path: folder.join("case.json"), detail });
        }
        Ok(Self {
            file,
            findings: lines(&folder.join("findings.jsonl"))?,
            coverage: document(&folder.join("coverage.json"))?,
            problems: lines(&folder.join("problems.jsonl"))?,
            programs: match folder.join("programs.jsonl") {
                path if path.exists() => lines(&path)?,
                _ => Vec::new(),
            },
        })
    }
}

fn document<T: DeserializeOwned>(path: &Path) -> Result<T, CaseError> {
    let bytes = std::fs::read(path).map_err(CaseError::io(path))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| CaseError::Damaged { path: path.to_owned(), detail: error.to_string() })
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, CaseError> {
    let file = std::fs::File::open(path).map_err(CaseError::io(path))?;
    let mut items = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(CaseError::io(path))?;
        let item = serde_json::from_str(&line).map_err(|error| CaseError::Damaged {
            path: path.to_owned(),
            detail: format!("line {}: {error}", number + 1),
        })?;
        items.push(item);
    }
    Ok(items)
}
