//! Records as columns: `records/<artifact>.parquet`, one fixed schema for every artifact, so that a retro-hunt reads
//! all archived cases with one query and an old case stays readable.
//!
//! `source`, `place`: where. `time`: nanoseconds UTC, absent without one. `summary`: one line. `observables`: a JSON
//! list of `[kind, value]`. `record`: the typed row as JSON.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::Type;

use crate::CaseError;

/// Rows per row group: what is held in memory per artifact.
const ROWS: usize = 8192;
/// Bytes of text per row group, for records that are large.
const BYTES: usize = 16 << 20;

/// Bytes of text that are not worth a row group of their own.
const LITTLE: usize = 256 << 10;

const SCHEMA: &str = "message record {
    required binary source (UTF8);
    required binary place (UTF8);
    optional int64 time (TIMESTAMP(NANOS, true));
    required binary summary (UTF8);
    required binary observables (UTF8);
    required binary record (UTF8);
}";

/// One row.
pub(crate) struct RecordRow<'a> {
    pub(crate) source: &'a str,
    pub(crate) place: String,
    pub(crate) time: Option<i64>,
    pub(crate) summary: String,
    pub(crate) observables: String,
    pub(crate) record: String,
}

/// The table of one artifact.
pub(crate) struct RecordTable {
    path: PathBuf,
    writer: SerializedFileWriter<BufWriter<File>>,
    text: [Vec<ByteArray>; 5],
    time: Vec<i64>,
    time_levels: Vec<i16>,
    bytes: usize,
    failed: Option<CaseError>,
}

fn schema() -> Result<Arc<Type>, parquet::errors::ParquetError> {
    parse_message_type(SCHEMA).map(Arc::new)
}

impl RecordTable {
    pub(crate) fn create(path: &Path) -> Result<Self, CaseError> {
        let table = |source| CaseError::Table { path: path.to_owned(), source };
        let file = File::create_new(path).map_err(CaseError::io(path))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_created_by("vigie".to_owned())
            .build();
        let writer = SerializedFileWriter::new(
            BufWriter::with_capacity(1 << 18, file),
            schema().map_err(table)?,
            Arc::new(properties),
        )
        .map_err(table)?;
        Ok(Self {
            path: path.to_owned(),
            writer,
            text: Default::default(),
            time: Vec::new(),
            time_levels: Vec::new(),
            bytes: 0,
            failed: None,
        })
    }

    /// One row. A full disk is told by [`RecordTable::finish`].
    pub(crate) fn push(&mut self, row: RecordRow<'_>) {
        if self.failed.is_some() {
            return;
        }
        let cells = [row.source.to_owned(), row.place, row.summary, row.observables, row.record];
        for (column, cell) in self.text.iter_mut().zip(cells) {
            self.bytes += cell.len();
            column.push(ByteArray::from(cell.into_bytes()));
        }
        self.time_levels.push(i16::from(row.time.is_some()));
        self.time.extend(row.time);
        if self.time_levels.len() >= ROWS || self.bytes >= BYTES {
            self.flush();
        }
    }

    /// Writes what waits, unless it is little, and gives its memory back: every artifact's table stays open until the
    /// end of the evidence.
    pub(crate) fn rest(&mut self) {
        if self.bytes >= LITTLE {
            self.flush();
            self.text = Default::default();
            (self.time, self.time_levels) = (Vec::new(), Vec::new());
        }
    }

    fn flush(&mut self) {
        if let Err(source) = self.try_flush() {
            self.failed = Some(CaseError::Table { path: self.path.clone(), source });
        }
    }

    fn try_flush(&mut self) -> Result<(), parquet::errors::ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let mut at = 0;
        let mut text = self.text.iter();
        while let Some(mut column) = group.next_column()? {
            if at == 2 {
                column.typed::<Int64Type>().write_batch(&self.time, Some(&self.time_levels), None)?;
            } else if let Some(values) = text.next() {
                column.typed::<ByteArrayType>().write_batch(values, None, None)?;
            }
            column.close()?;
            at += 1;
        }
        group.close()?;
        self.text.iter_mut().for_each(Vec::clear);
        self.time.clear();
        self.time_levels.clear();
        self.bytes = 0;
        Ok(())
    }

    /// Writes what is left and closes the file.
    pub(crate) fn finish(mut self) -> Result<(), CaseError> {
        if !self.time_levels.is_empty() {
            self.flush();
        }
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.writer.close().map_err(|source| CaseError::Table { path: self.path, source })?;
        Ok(())
    }
}
