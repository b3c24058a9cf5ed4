//! The review list as it is written: a table with one line per candidate, or one JSON object per row.

use vigie_model::csv_cell;

use super::{Candidate, Conflict, Reviewed};

const HEAD: &[&str] = &[
    "verdict",
    "conflicts",
    "line",
    "id",
    "name",
    "other_names",
    "countries",
    "reference",
    "name_here",
    "countries_here",
    "score",
    "name_that_met",
    "name_met",
    "name_met_is",
    "identical",
    "by_identifier",
    "words",
];

fn line(cells: &[String]) -> String {
    let mut out = cells.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",");
    out.push('\n');
    out
}

/// The head of the table.
pub fn review_head() -> String {
    line(&HEAD.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>())
}

/// A row of a list as lines of the table: one per candidate, or one where there is none.
pub fn review_row(reviewed: &Reviewed) -> String {
    let list = |items: &mut dyn Iterator<Item = &str>| items.collect::<Vec<_>>().join("; ");
    let row = vec![
        reviewed.verdict.name().to_owned(),
        list(&mut reviewed.conflicts.iter().map(|conflict: &Conflict| conflict.name())),
        reviewed.place.to_string(),
        reviewed.id.clone(),
        reviewed.names.first().cloned().unwrap_or_default(),
        list(&mut reviewed.names.iter().skip(1).map(String::as_str)),
        list(&mut reviewed.countries.iter().map(String::as_str)),
    ];
    if reviewed.candidates.is_empty() {
        let mut cells = row;
        cells.resize(HEAD.len(), String::new());
        return line(&cells);
    }
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let with = |one: &Candidate| {
        let words =
            one.pairs.iter().map(|(there, here, score)| format!("{there} ~ {here} {score}")).collect::<Vec<_>>();
        let from = match one.from {
            crate::find::NameFrom::Name => "name",
            crate::find::NameFrom::Alias => "alias",
            crate::find::NameFrom::Former => "former",
            crate::find::NameFrom::Identifier => "identifier",
        };
        let mut cells = row.clone();
        cells.extend([
            one.of.of.to_string(),
            one.of.name.en.clone(),
            one.countries.join("; "),
            one.score.to_string(),
            one.there.clone(),
            one.here.clone(),
            from.to_owned(),
            yes(one.identical),
            yes(one.by_identifier),
            words.join("; "),
        ]);
        line(&cells)
    };
    reviewed.candidates.iter().map(with).collect()
}

/// A row of a list as one JSON object on a line.
///
/// # Errors
/// Never for what an import makes.
pub fn review_line(reviewed: &Reviewed) -> Result<String, serde_json::Error> {
    let mut out = serde_json::to_string(reviewed)?;
    out.push('\n');
    Ok(out)
}
