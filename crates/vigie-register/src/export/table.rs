//! Claims as a table: one row per claim, what stands beside it in a column of its own. As CSV with cells that no
//! spreadsheet runs, and as Parquet.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::find::Named;
use crate::view::{Told, View};

const COLUMNS: [&str; 21] = [
    "id",
    "subject",
    "subject_name_en",
    "subject_name_fr",
    "predicate",
    "object",
    "object_name_en",
    "object_name_fr",
    "status",
    "asserted_by",
    "asserted_on",
    "valid_from",
    "valid_to",
    "holds",
    "weak",
    "sentence_en",
    "sentence_fr",
    "note_en",
    "note_fr",
    "beside",
    "sources",
];

type Row = [Option<String>; COLUMNS.len()];

/// Claims in view on the day, by id.
pub(super) fn claims(view: &View<'_>) -> Vec<Told> {
    view.register.claims.iter().filter(|claim| view.is_in_view(claim)).map(|claim| view.tell(claim)).collect()
}

fn row(told: &Told) -> Row {
    let date = |date: Option<crate::date::Date>| date.map(|date| date.to_string());
    let object = told.object.as_ref();
    let join = |names: &[Named]| names.iter().map(|named| named.of.to_string()).collect::<Vec<_>>().join(" ");
    let beside = told.beside.iter().map(|beside| {
        let said = &beside.said;
        format!("{} ({}): {}", said.id, said.status, said.sentence.en)
    });
    let sources = told.sources.iter().map(|source| format!("{} <{}>", source.publisher, source.url));
    let hold = serde_json::to_value(told.hold).ok().and_then(|hold| hold.as_str().map(str::to_owned));
    [
        Some(told.id.clone()),
        Some(told.subject.of.to_string()),
        Some(told.subject.name.en.clone()),
        Some(told.subject.name.fr.clone()),
        Some(told.predicate.to_string()),
        object.map(|named| named.of.to_string()),
        object.map(|named| named.name.en.clone()),
        object.map(|named| named.name.fr.clone()),
        Some(told.status.to_string()),
        Some(join(&told.by)),
        date(told.on),
        date(told.from),
        date(told.to),
        hold,
        Some(told.weak.to_string()),
        Some(told.sentence.en.clone()),
        Some(told.sentence.fr.clone()),
        told.note.as_ref().map(|note| note.en.clone()),
        told.note.as_ref().map(|note| note.fr.clone()),
        Some(beside.collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty()),
        Some(sources.collect::<Vec<_>>().join("; ")),
    ]
}

pub(super) fn csv(view: &View<'_>) -> String {
    let mut out = COLUMNS.join(",");
    out.push_str("\r\n");
    for told in claims(view) {
        let cells = row(&told).map(|cell| cell.map(|cell| vigie_model::csv_cell(&cell)).unwrap_or_default());
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

pub(super) fn parquet(view: &View<'_>) -> Result<Vec<u8>, ParquetError> {
    let fields = COLUMNS.map(|name| format!("optional binary {name} (UTF8);\n")).concat();
    let schema = parse_message_type(&format!("message claim {{\n{fields}}}"))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by("vigie".to_owned())
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
    let rows: Vec<Row> = claims(view).iter().map(row).collect();
    let mut group = writer.next_row_group()?;
    let mut number = 0;
    while let Some(mut column) = group.next_column()? {
        let cells = || rows.iter().filter_map(|row| row.get(number));
        let levels: Vec<i16> = cells().map(|cell| i16::from(cell.is_some())).collect();
        let values: Vec<ByteArray> = cells().flatten().map(|cell| ByteArray::from(cell.as_str())).collect();
        column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
        number += 1;
    }
    group.close()?;
    writer.close()?;
    Ok(bytes)
}
