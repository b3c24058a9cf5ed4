//! FollowTheMoney entities (<https://followthemoney.tech/docs/>), one JSON object per line, as OpenSanctions publishes
//! them: `{"id": …, "schema": "Company", "properties": {"name": […], …}}`. Every property is a list of strings.

use std::io::{self, BufRead};

use serde::Deserialize;

use super::lines::{Line, Lines};
use super::{Foreign, ImportError, Row};

/// The schema for things with rights and duties, and what descends from it and is no person. A `LegalEntity` can be a
/// person whose nature the list does not know; whoever reviews it decides.
const ORGANISATIONS: &[&str] = &["Company", "LegalEntity", "Organization", "PublicBody"];
const PERSON: &str = "Person";

#[derive(Deserialize)]
struct Entity {
    #[serde(default)]
    id: String,
    schema: String,
    #[serde(default)]
    referents: Vec<String>,
    #[serde(default)]
    properties: Properties,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Properties {
    name: Vec<String>,
    alias: Vec<String>,
    previous_name: Vec<String>,
    abbreviation: Vec<String>,
    country: Vec<String>,
    main_country: Vec<String>,
    jurisdiction: Vec<String>,
    lei_code: Vec<String>,
    registration_number: Vec<String>,
    ogrn_code: Vec<String>,
    usc_code: Vec<String>,
    tax_number: Vec<String>,
    vat_code: Vec<String>,
    id_number: Vec<String>,
}

pub(super) fn rows(
    from: &mut dyn BufRead,
    see: &mut dyn FnMut(Row) -> io::Result<()>,
    read: &mut dyn FnMut(u64),
) -> Result<(), ImportError> {
    let mut lines = Lines::new(from);
    while let Some(line) = lines.next()? {
        read(lines.bytes);
        match line {
            Line::TooLong => see(Row::Unreadable(lines.number))?,
            Line::Text(text) if text.trim_ascii().is_empty() => {}
            Line::Text(text) => see(row(&text, lines.number))?,
        }
    }
    Ok(())
}

fn row(text: &[u8], place: u64) -> Row {
    let Ok(entity) = serde_json::from_slice::<Entity>(text) else { return Row::Unreadable(place) };
    if entity.schema == PERSON {
        return Row::Person;
    }
    if !ORGANISATIONS.contains(&entity.schema.as_str()) {
        return Row::Other;
    }
    let of = entity.properties;
    let mut names: Vec<String> = Vec::new();
    for name in [of.name, of.alias, of.previous_name, of.abbreviation].into_iter().flatten() {
        if !name.trim().is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let numbers =
        [of.lei_code, of.registration_number, of.ogrn_code, of.usc_code, of.tax_number, of.vat_code, of.id_number]
            .into_iter()
            .flatten();
    let countries = [of.country, of.main_country, of.jurisdiction].into_iter().flatten();
    Row::Organisation(Foreign {
        place,
        id: entity.id,
        names,
        countries: countries.map(|code| code.to_ascii_uppercase()).collect(),
        identifiers: entity.referents.into_iter().chain(numbers).collect(),
    })
}
