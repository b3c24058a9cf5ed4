//! FollowTheMoney entities (<https://followthemoney.tech/>): organisations, parties and states, and what links them.
//! Tools have no schema there; their names are keywords of their makers. The status of a claim goes into the summary of
//! the link, and what stands beside it into its description, so that neither is lost on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::table::claims;
use crate::date::{Date, Hold};
use crate::find::NameFrom;
use crate::identifiers::{LEI, OFAC, TAX};
use crate::reference::{Kind, Ref};
use crate::view::{Told, View};
use crate::vocabulary::Predicate;

type Properties = BTreeMap<&'static str, Vec<String>>;

#[derive(Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: Properties,
}

fn id(of: &Ref) -> String {
    format!("vigie-{}-{}", of.kind, of.id.to_lowercase())
}

pub(super) fn lines(view: &View<'_>) -> Result<String, serde_json::Error> {
    let mut out = String::new();
    let mut write = |entity: &Entity| -> Result<(), serde_json::Error> {
        out.push_str(&serde_json::to_string(entity)?);
        out.push('\n');
        Ok(())
    };
    let wanted = |of: &Ref| matches!(of.kind, Kind::Organisation | Kind::Party | Kind::State);
    for of in view.register.everything().filter(wanted) {
        write(&thing(view, &of))?;
    }
    for told in claims(view) {
        if let Some(entity) = link(&told) {
            write(&entity)?;
        }
    }
    Ok(out)
}

fn thing(view: &View<'_>, of: &Ref) -> Entity {
    let register = view.register;
    let mut properties = Properties::new();
    for (name, from) in register.names(of) {
        let property = match from {
            NameFrom::Name => "name",
            NameFrom::Alias => "alias",
            NameFrom::Former => "previousName",
            NameFrom::Identifier => continue,
        };
        properties.entry(property).or_default().push(name);
    }
    let (schema, countries, note) = match of.kind {
        Kind::Organisation => {
            let row = register.organisations.get(&of.id);
            let state_body = row.is_some_and(|row| row.kind == "state-body");
            let schema = if state_body { "PublicBody" } else { "Company" };
            (schema, row.map_or(&[][..], |row| &row.countries), row.and_then(|row| row.note.at(view.day)))
        }
        Kind::Party => {
            let row = register.parties.get(&of.id);
            let schema = match row.map(|row| row.kind.as_str()) {
                Some("company") => "Company",
                Some("sub-national") => "PublicBody",
                _ => "Organization",
            };
            (schema, row.map_or(&[][..], |row| &row.countries), None)
        }
        _ => ("PublicBody", std::slice::from_ref(&of.id), None),
    };
    let countries: Vec<String> = countries.iter().map(|code| code.to_lowercase()).collect();
    if !countries.is_empty() {
        properties.insert("country", countries);
    }
    properties.extend(note.map(|note| ("notes", vec![note.en, note.fr])));
    for one in
        register.organisation(&of.id).filter(|_| of.kind == Kind::Organisation).iter().flat_map(|row| &row.identifiers)
    {
        let property = match one.scheme.as_str() {
            LEI => "leiCode",
            OFAC => "idNumber",
            TAX => "taxNumber",
            _ => "registrationNumber",
        };
        properties.entry(property).or_default().push(one.written());
    }
    let made = register.said_about(of).filter(|claim| claim.predicate == Predicate::MadeBy && view.is_in_view(claim));
    let tools: Vec<String> = made.map(|claim| register.name(&claim.subject).en).collect();
    if !tools.is_empty() {
        properties.insert("keywords", tools);
    }
    let topics = topics(view, of);
    if !topics.is_empty() {
        properties.insert("topics", topics);
    }
    Entity { id: id(of), schema, properties }
}

/// What the listings in force on the day are: sanctions, or export control.
fn topics(view: &View<'_>, of: &Ref) -> Vec<String> {
    let in_force = view
        .register
        .said_of(of)
        .filter(|claim| claim.predicate == Predicate::ListedIn && view.hold(claim) == Hold::Holds);
    let topics: BTreeSet<&str> = in_force
        .filter_map(|claim| view.register.instruments.get(&claim.object.as_ref()?.id))
        .map(|list| if list.kind == "export-control-list" { "export.control" } else { "sanction" })
        .collect();
    topics.into_iter().map(str::to_owned).collect()
}

fn link(told: &Told) -> Option<Entity> {
    let object = told.object.as_ref()?;
    let is_entity = |of: &Ref| matches!(of.kind, Kind::Organisation | Kind::Party | Kind::State);
    if !is_entity(&told.subject.of) {
        return None;
    }
    let (subject, target) = (id(&told.subject.of), id(&object.of));
    let mut properties = Properties::new();
    let one = |text: &str| vec![text.to_owned()];
    let schema = match told.predicate {
        Predicate::ListedIn => {
            properties.insert("entity", vec![subject]);
            properties.insert("authority", told.by.iter().map(|by| by.name.en.clone()).collect());
            properties.insert("program", vec![object.name.en.clone()]);
            properties.extend(told.on.map(|on| ("listingDate", vec![on.to_string()])));
            "Sanction"
        }
        _ if !is_entity(&object.of) => return None,
        Predicate::Owns | Predicate::Acquired => {
            properties.insert("owner", vec![subject]);
            properties.insert("asset", vec![target]);
            properties.insert("role", one(told.predicate.name()));
            "Ownership"
        }
        Predicate::MemberOf => {
            properties.insert("member", vec![subject]);
            properties.insert("organization", vec![target]);
            "Membership"
        }
        Predicate::SucceededBy => {
            properties.insert("predecessor", vec![subject]);
            properties.insert("successor", vec![target]);
            "Succession"
        }
        _ => {
            properties.insert("subject", vec![subject]);
            properties.insert("object", vec![target]);
            properties.insert("role", one(told.predicate.name()));
            "UnknownLink"
        }
    };
    let weak = if told.weak { ", weak source" } else { "" };
    let by: Vec<&str> = told.by.iter().map(|by| by.name.en.as_str()).collect();
    properties.insert("summary", vec![format!("{}{weak}: {}. Says {}.", told.status, told.sentence.en, by.join(", "))]);
    let mut description: Vec<String> = told.note.iter().flat_map(|note| [note.en.clone(), note.fr.clone()]).collect();
    let beside = told.beside.iter().map(|beside| &beside.said);
    description.extend(beside.map(|said| format!("{}: {}", said.status, said.sentence.en)));
    if !description.is_empty() {
        properties.insert("description", description);
    }
    let date = |date: Option<Date>| date.map(|date| vec![date.to_string()]);
    properties.extend(date(told.from).map(|date| ("startDate", date)));
    properties.extend(date(told.to).map(|date| ("endDate", date)));
    properties.extend(date(told.on).map(|date| ("date", date)));
    properties.insert("recordId", vec![told.id.clone()]);
    properties.insert("publisher", told.sources.iter().map(|source| source.publisher.clone()).collect());
    properties.insert("sourceUrl", told.sources.iter().map(|source| source.url.clone()).collect());
    Some(Entity { id: format!("vigie-claim-{}", told.id), schema, properties })
}
