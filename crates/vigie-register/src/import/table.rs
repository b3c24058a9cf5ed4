//! A table with a head (RFC 4180; a record may run over several lines), and the mapping that says which column is
//! which. Read by hand because a quote that is never closed must not fill the memory.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

use serde::Deserialize;

use super::lines::{Line, Lines};
use super::{Foreign, ImportError, Row};
use crate::find::folded;
use crate::load::Register;

/// The longest record.
const LONGEST: usize = 4 << 20;

/// Which column is which. Without a mapping: `name`, `aliases`, `countries`, `id`, `kind`.
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
    Row::Organisation(Foreign { place, id, names, countries, identifiers: Vec::new() })
}

/// Records of a table.
struct Records<'r> {
    lines: Lines<'r>,
    delimiter: char,
}

impl Records<'_> {
    /// The next record, with the line it begins in; no cells where it cannot be read.
    fn next(&mut self) -> io::Result<Option<(u64, Option<Vec<String>>)>> {
        let mut record = Vec::new();
        let (mut first, mut open) = (0, false);
        loop {
            match self.lines.next()? {
                // The end within quotes: what was read of it is no record.
                None => return Ok((!record.is_empty()).then_some((first, None))),
                Some(Line::TooLong) => return Ok(Some((self.lines.number, None))),
                Some(Line::Text(line)) => {
                    if record.is_empty() {
                        first = self.lines.number;
                        if line.trim_ascii().is_empty() {
                            continue;
                        }
                    }
                    open = line.iter().fold(open, |open, byte| open != (*byte == b'"'));
                    record.extend(line);
                }
            }
            if record.len() > LONGEST {
                return Ok(Some((first, None)));
            }
            if !open {
                return Ok(Some((first, cells(&record, self.delimiter))));
            }
        }
    }
}

/// The cells of a record; nothing where it is not UTF-8 or a quote stands where none may.
fn cells(record: &[u8], delimiter: char) -> Option<Vec<String>> {
    let text = std::str::from_utf8(record).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
    let mut cells = Vec::new();
    let mut rest = text.chars().peekable();
    loop {
        let mut cell = String::new();
        if rest.next_if_eq(&'"').is_some() {
            loop {
                match rest.next()? {
                    '"' if rest.next_if_eq(&'"').is_some() => cell.push('"'),
                    '"' => break,
                    other => cell.push(other),
                }
            }
        } else {
            while let Some(letter) = rest.next_if(|letter| *letter != delimiter) {
                if letter == '"' {
                    return None;
                }
                cell.push(letter);
            }
        }
        cells.push(cell);
        match rest.next() {
            None => return Some(cells),
            Some(letter) if letter == delimiter => {}
            Some(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_the_standard_says() {
        let read = |text: &str| cells(text.as_bytes(), ',');
        let owned = |cells: &[&str]| Some(cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
        assert_eq!(read("a,b\r\n"), owned(&["a", "b"]));
        assert_eq!(read("\u{feff}\"a, \"\"b\"\"\nc\",,\n"), owned(&["a, \"b\"\nc", "", ""]));
        assert_eq!(read("\"a\"b,c"), None);
        assert_eq!(read("a\"b\"\"\",c"), None);
        assert_eq!(cells(b"\xff,a", ','), None);
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_the_table() {
        let mut text = "name\n\"a\n".as_bytes();
        let mut records = Records { lines: Lines::new(&mut text), delimiter: ',' };
        assert!(matches!(records.next(), Ok(Some((1, Some(_))))));
        assert!(matches!(records.next(), Ok(Some((2, None)))));
        assert!(matches!(records.next(), Ok(None)));
    }
}
