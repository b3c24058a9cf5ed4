//! What a case holds beside what [`Case`](crate::Case) holds in memory, read piece by piece: a timeline or a table of
//! records may be larger than the memory.

use std::path::PathBuf;

use crate::{CaseError, KeptRecord, TimelineRow, read_records, read_timeline};

/// Rows, one at a time.
pub type Rows<'r, T> = Box<dyn Iterator<Item = Result<T, CaseError>> + 'r>;

/// The timeline and the records of a case. Whoever passes a case on reads them through this, so that what may not be
/// passed on can be taken out in one place.
pub trait CaseRows {
    /// The moments, in their order.
    fn timeline(&self) -> Result<Rows<'_, TimelineRow>, CaseError>;

    /// The artifacts of which records are kept, sorted.
    fn record_tables(&self) -> Result<Vec<String>, CaseError>;

    /// The records of an artifact, in their order.
    fn records(&self, artifact: &str) -> Result<Rows<'_, KeptRecord>, CaseError>;
}

/// The rows of a case folder as they stand in it.
#[derive(Debug, Clone)]
pub struct FolderRows {
    folder: PathBuf,
}

impl FolderRows {
    /// Of a case folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }
}

impl CaseRows for FolderRows {
    fn timeline(&self) -> Result<Rows<'_, TimelineRow>, CaseError> {
        Ok(Box::new(read_timeline::timeline_rows(&self.folder)?))
    }

    fn record_tables(&self) -> Result<Vec<String>, CaseError> {
        read_records::record_tables(&self.folder)
    }

    fn records(&self, artifact: &str) -> Result<Rows<'_, KeptRecord>, CaseError> {
        Ok(Box::new(read_records::records(&self.folder, artifact)?))
    }
}

/// A timeline in memory, and no records: what is left where rows were taken out.
#[derive(Debug, Clone, Default)]
pub struct MemoryRows {
    /// The moments.
    pub timeline: Vec<TimelineRow>,
}

impl CaseRows for MemoryRows {
    fn timeline(&self) -> Result<Rows<'_, TimelineRow>, CaseError> {
        Ok(Box::new(self.timeline.iter().cloned().map(Ok)))
    }

    fn record_tables(&self) -> Result<Vec<String>, CaseError> {
        Ok(Vec::new())
    }

    fn records(&self, _artifact: &str) -> Result<Rows<'_, KeptRecord>, CaseError> {
        Ok(Box::new(std::iter::empty()))
    }
}
