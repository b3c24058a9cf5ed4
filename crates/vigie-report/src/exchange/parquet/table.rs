//! A Parquet table that is written while its rows come. The `parquet` crate is used without `arrow`, so values and their
//! levels are put together here: a null is a definition level of 0, a list has one value for each element.

use std::fmt::Write as _;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::exchange::ExchangeError;

/// Rows, and bytes of text, that are held in memory before they are written.
const ROWS: usize = 8192;
const BYTES: usize = 16 << 20;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Texts,
    Int,
    /// Microseconds of UTC.
    Utc,
    /// Microseconds of a clock whose zone is unknown.
    Clock,
}

/// Name, type, and whether every row has a value.
pub(super) type Column = (&'static str, Kind, bool);

/// A value of a row.
#[derive(Debug)]
pub(super) enum Cell {
    Text(Option<String>),
    Texts(Vec<String>),
    Int(Option<i32>),
    Long(Option<i64>),
}

fn schema(columns: &[Column]) -> String {
    let mut out = "message vigie {\n".to_owned();
    for (name, kind, is_required) in columns {
        let often = if *is_required { "required" } else { "optional" };
        let _ = match kind {
            Kind::Text => writeln!(out, "{often} binary {name} (STRING);"),
            Kind::Texts => writeln!(
                out,
                "required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
            ),
            Kind::Int => writeln!(out, "{often} int32 {name};"),
            Kind::Utc => writeln!(out, "{often} int64 {name} (TIMESTAMP(MICROS,true));"),
            Kind::Clock => writeln!(out, "{often} int64 {name} (TIMESTAMP(MICROS,false));"),
        };
    }
    out.push('}');
    out
}

/// The values of one column that wait.
#[derive(Default)]
struct Waiting {
    texts: Vec<ByteArray>,
    ints: Vec<i32>,
    longs: Vec<i64>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

/// See the module.
pub(super) struct Table {
    columns: &'static [Column],
    writer: SerializedFileWriter<Box<dyn Write + Send>>,
    waiting: Vec<Waiting>,
    rows: usize,
    bytes: usize,
}

impl Table {
    pub(super) fn begin(columns: &'static [Column], out: Box<dyn Write + Send>) -> Result<Self, ExchangeError> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_created_by("vigie".to_owned())
            .build();
        let schema = Arc::new(parse_message_type(&schema(columns))?);
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        let waiting = columns.iter().map(|_| Waiting::default()).collect();
        Ok(Self { columns, writer, waiting, rows: 0, bytes: 0 })
    }

    /// One row, with a cell for each column.
    pub(super) fn push(&mut self, cells: Vec<Cell>) -> Result<(), ExchangeError> {
        debug_assert_eq!(cells.len(), self.columns.len());
        for (waiting, cell) in self.waiting.iter_mut().zip(cells) {
            match cell {
                Cell::Text(text) => {
                    waiting.defined.push(i16::from(text.is_some()));
                    self.bytes += text.as_ref().map_or(0, String::len);
                    waiting.texts.extend(text.map(|text| ByteArray::from(text.into_bytes())));
                }
                Cell::Texts(texts) => {
                    if texts.is_empty() {
                        waiting.defined.push(0);
                        waiting.repeated.push(0);
                    }
                    for (number, text) in texts.into_iter().enumerate() {
                        waiting.defined.push(1);
                        waiting.repeated.push(i16::from(number > 0));
                        self.bytes += text.len();
                        waiting.texts.push(ByteArray::from(text.into_bytes()));
                    }
                }
                Cell::Int(int) => {
                    waiting.defined.push(i16::from(int.is_some()));
                    waiting.ints.extend(int);
                }
                Cell::Long(long) => {
                    waiting.defined.push(i16::from(long.is_some()));
                    waiting.longs.extend(long);
                }
            }
        }
        self.rows += 1;
        if self.rows >= ROWS || self.bytes >= BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for ((_, kind, is_required), waiting) in self.columns.iter().zip(&mut self.waiting) {
            let Some(mut column) = group.next_column()? else { break };
            let is_list = *kind == Kind::Texts;
            let defined = (is_list || !is_required).then_some(waiting.defined.as_slice());
            let repeated = is_list.then_some(waiting.repeated.as_slice());
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => writer.write_batch(&waiting.texts, defined, repeated)?,
                ColumnWriter::Int32ColumnWriter(writer) => writer.write_batch(&waiting.ints, defined, repeated)?,
                ColumnWriter::Int64ColumnWriter(writer) => writer.write_batch(&waiting.longs, defined, repeated)?,
                _ => return Err(ParquetError::General("a column of another type".to_owned())),
            };
            column.close()?;
            *waiting = Waiting::default();
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    /// Writes what is left.
    pub(super) fn finish(mut self) -> Result<(), ExchangeError> {
        if self.rows > 0 {
            self.flush()?;
        }
        let mut out = self.writer.into_inner()?;
        Ok(out.flush()?)
    }
}
