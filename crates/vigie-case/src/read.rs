//! A case read back: by the report, by those who verify or compare, by those who pass it on.

use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::de::DeserializeOwned;
use vigie_model::{Coverage, Problem};

pub use crate::case_folder::CaseFile;
use crate::copy::STATISTICS;
use crate::sources::{self, FileRead};
use crate::{CaseError, ProgramRow, SCHEMA, ToldFinding};

/// A case in memory, without its records and timeline.
#[derive(Debug, Clone)]
pub struct Case {
    /// How it was made.
    pub file: CaseFile,
    /// What was found.
    pub findings: Vec<ToldFinding>,
    /// What was and was not examined, each line with its sources.
    pub coverage: Vec<Coverage>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Programs that any source names, as far as they are kept. Earlier cases have none.
    pub programs: Vec<ProgramRow>,
    /// The files read, as far as their paths are kept. Earlier cases have none.
    pub sources: Vec<FileRead>,
}

impl Case {
    /// Reads a case folder.
    ///
    /// # Errors
    /// [`CaseError::Io`] and [`CaseError::Damaged`], with the file; [`CaseError::CountsOnly`].
    pub fn read(folder: &Path) -> Result<Self, CaseError> {
        if folder.join(STATISTICS).is_file() && !folder.join("case.json").exists() {
            return Err(CaseError::CountsOnly(folder.to_owned()));
        }
        let file: CaseFile = document(&folder.join("case.json"))?;
        if file.schema != SCHEMA {
            let detail = format!("its schema is `{}`; this version reads `{SCHEMA}`", file.schema);
            return Err(CaseError::Damaged { path: folder.join("case.json"), detail });
        }
        let mut coverage: Vec<Coverage> = document(&folder.join("coverage.json"))?;
        let sources: Vec<FileRead> = lines_if_there(&folder.join("sources.jsonl"))?;
        if !sources.is_empty() {
            sources::fill(&mut coverage, &sources);
        }
        Ok(Self {
            file,
            findings: lines(&folder.join("findings.jsonl"))?,
            coverage,
            problems: lines(&folder.join("problems.jsonl"))?,
            programs: lines_if_there(&folder.join("programs.jsonl"))?,
            sources,
        })
    }
}

fn lines_if_there<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, CaseError> {
    if path.exists() { lines(path) } else { Ok(Vec::new()) }
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
