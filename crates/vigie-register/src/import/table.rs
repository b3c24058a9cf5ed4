//! A table with a head, and the mapping that says which column is which.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

use serde::Deserialize;

use super::cells::Records;
use super::lines::Lines;
use super::{Foreign, ImportError, Row};
use crate::find::folded;
use crate::load::Register;

/// Which column is which. Without a mapping: `name`, `aliases`, `countries`, `id`, `identifiers`,
/// `kind`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What stands between cells: one character.
    #[serde(default = "comma")]
    delimiter: char,
    /// What stands between several values in one cell.
    #[serde(default = "semicolon")]
    split: String,
    columns: Columns,
    /// Values of the column of kinds that stand for natural persons.
    #[serde(default)]
    persons: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    countries: Vec<String>,
    id: Option<String>,
    #[serde(default)]
    identifiers: Vec<String>,
    kind: Option<String>,
}

fn comma() -> char {
    ','
}

fn semicolon() -> String {
    ";".to_owned()
}

impl Mapping {
    /// The mapping of a file, in TOML.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mapping: Self = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        if !mapping.delimiter.is_ascii() || matches!(mapping.delimiter, '"' | '\n' | '\r') {
            return Err(format!("{:?} cannot stand between cells", mapping.delimiter));
        }
        if mapping.split.is_empty() {
            return Err("`split` is empty".to_owned());
        }
        if !mapping.persons.is_empty() && mapping.columns.kind.is_none() {
            return Err("`persons` needs a column of kinds".to_owned());
        }
        Ok(mapping)
    }
}

/// The plain mapping, whose optional columns may be missing.
impl Default for Mapping {
    fn default() -> Self {
        let columns = Columns {
            name: "name".to_owned(),
            aliases: vec!["aliases".to_owned()],
            countries: vec!["countries".to_owned()],
            id: Some("id".to_owned()),
            identifiers: vec!["identifiers".to_owned()],
            kind: Some("kind".to_owned()),
        };
        Self { delimiter: comma(), split: semicolon(), columns, persons: vec!["person".to_owned()] }
    }
}

/// Where the columns of a mapping are in a table.
struct Places {
    name: usize,
    aliases: Vec<usize>,
    countries: Vec<usize>,
    id: Option<usize>,
    identifiers: Vec<usize>,
    kind: Option<usize>,
}

impl Places {
    fn find(mapping: &Mapping, head: &[String]) -> Result<Self, ImportError> {
        let at = |wanted: &str| head.iter().position(|cell| cell.trim() == wanted);
        // Columns that a mapping names must be there; those that are only usual may be missing.
        let plain = Mapping::default().columns;
        let optional = |wanted: &String, usual: bool| match at(wanted) {
            None if !usual => Err(ImportError::Format(format!("there is no column “{wanted}”"))),
            found => Ok(found),
        };
        let all = |wanted: &[String], usual: &[String]| -> Result<Vec<usize>, ImportError> {
            let found = wanted.iter().map(|one| optional(one, usual.contains(one))).collect::<Result<Vec<_>, _>>()?;
            Ok(found.into_iter().flatten().collect())
        };
        let one = |wanted: &Option<String>, usual: &Option<String>| match wanted {
            None => Ok(None),
            Some(name) => optional(name, wanted == usual),
        };
        Ok(Self {
            name: at(&mapping.columns.name)
                .ok_or_else(|| ImportError::Format(format!("there is no column “{}”", mapping.columns.name)))?,
            aliases: all(&mapping.columns.aliases, &plain.aliases)?,
            countries: all(&mapping.columns.countries, &plain.countries)?,
            id: one(&mapping.columns.id, &plain.id)?,
            identifiers: all(&mapping.columns.identifiers, &plain.identifiers)?,
            kind: one(&mapping.columns.kind, &plain.kind)?,
        })
    }
}

pub(super) fn rows(
    from: &mut dyn BufRead,
    mapping: &Mapping,
    register: &Register,
    see: &mut dyn FnMut(Row) -> io::Result<()>,
    read: &mut dyn FnMut(u64),
) -> Result<(), ImportError> {
    let mut records = Records { lines: Lines::new(from), delimiter: mapping.delimiter };
    let head = match records.next()? {
        Some((_, Some(head))) => head,
        Some((_, None)) => return Err(ImportError::Format("the head of the table cannot be read".to_owned())),
        None => return Err(ImportError::Format("the table is empty".to_owned())),
    };
    let places = Places::find(mapping, &head)?;
    let states = states(register);
    while let Some((line, cells)) = records.next()? {
        read(records.lines.bytes);
        // A row that is shorter than the head lost something on its way.
        match cells.filter(|cells| cells.len() == head.len()) {
            Some(cells) => see(row(&cells, line, &places, mapping, &states))?,
            None => see(Row::Unreadable(line))?,
        }
    }
    Ok(())
}

/// Codes of states by code and by name.
fn states(register: &Register) -> BTreeMap<String, String> {
    let of = |id: &String, names: [&str; 2]| names.map(|name| (folded(name), id.clone()));
    let mut states: BTreeMap<String, String> =
        register.states.iter().flat_map(|(id, row)| of(id, [&row.name.en, &row.name.fr])).collect();
    states.extend(register.states.keys().map(|id| (folded(id), id.clone())));
    states
}

fn row(cells: &[String], place: u64, places: &Places, mapping: &Mapping, states: &BTreeMap<String, String>) -> Row {
    let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
    let several = |at: &usize| {
        let values = cell(*at).split(mapping.split.as_str()).map(str::trim).filter(|value| !value.is_empty());
        values.map(str::to_owned).collect::<Vec<_>>()
    };
    if places.kind.is_some_and(|at| mapping.persons.iter().any(|word| word.eq_ignore_ascii_case(cell(at)))) {
        return Row::Person;
    }
    let mut names = Vec::new();
    for name in [cell(places.name).to_owned()].into_iter().chain(places.aliases.iter().flat_map(several)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let countries: BTreeSet<String> = places
        .countries
        .iter()
        .flat_map(several)
        .map(|text| states.get(&folded(&text)).cloned().unwrap_or_else(|| text.to_uppercase()))
        .collect();
    let id = places.id.map(|at| cell(at).to_owned()).unwrap_or_default();
    let identifiers = places.identifiers.iter().flat_map(several).collect();
    Row::Organisation(Foreign { place, id, names, countries, identifiers })
}
