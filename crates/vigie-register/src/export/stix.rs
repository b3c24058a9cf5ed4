//! A STIX 2.1 bundle (<https://docs.oasis-open.org/cti/stix/v2.1/>): organisations, parties and states as identities,
//! tools as malware, incidents, and claims between them as relationships; a claim about a list, a law or a name is a
//! note on its subject. The status of a claim, who asserts it, its dates, its sources and what stands beside it are in
//! an extension, whose definition is in the bundle.

use serde_json::{Value, json};

use super::table::claims;
use crate::date::Date;
use crate::find::NameFrom;
use crate::reference::{Kind, Ref};
use crate::uuid::uuid_v5;
use crate::view::{Told, View};

/// The namespace of the ids, made once for vigie's register.
const NAMESPACE: [u8; 16] =
    [0x4d, 0x0c, 0x5e, 0x5a, 0x6b, 0x1e, 0x4e, 0x86, 0x9a, 0x57, 0x2f, 0x31, 0x7c, 0x90, 0x1d, 0xe4];

fn id(kind: &str, name: &str) -> String {
    format!("{kind}--{}", uuid_v5(&NAMESPACE, &format!("{kind}/{name}")))
}

fn ref_of(of: &Ref) -> Option<String> {
    let kind = match of.kind {
        Kind::Organisation | Kind::Party | Kind::Group | Kind::State => "identity",
        Kind::Product => "malware",
        Kind::Incident => "incident",
        Kind::Instrument | Kind::Provision | Kind::Source => return None,
    };
    Some(id(kind, &of.to_string()))
}

fn object(kind: &str, id: &str, at: &str, with: Value) -> Value {
    let mut object = json!({ "type": kind, "spec_version": "2.1", "id": id, "created": at, "modified": at });
    if let (Some(object), Value::Object(with)) = (object.as_object_mut(), with) {
        object.extend(with.into_iter().filter(|(_, value)| !value.is_null()));
    }
    object
}

pub(super) fn bundle(view: &View<'_>) -> Result<Vec<u8>, serde_json::Error> {
    // The register has no clock: the bundle is of the day it is asked for.
    let at = format!("{}T00:00:00.000Z", view.day());
    let register = view.register();
    let author = id("identity", "vigie register");
    let extension = id("extension-definition", "claim");
    let mut objects = vec![
        object("identity", &author, &at, json!({ "name": "vigie register", "identity_class": "system" })),
        object(
            "extension-definition",
            &extension,
            &at,
            json!({
                "name": "Claim of a register",
                "description": "Status of a statement (reported, attributed, sanctioned, delisted, court-found, denied, \
                                self-declared), who asserts it and when, when it holds, its sources, and the statements \
                                that deny, end or contradict it.",
                "created_by_ref": author, "schema": "https://json-schema.org/draft/2020-12/schema", "version": "1.0.0",
                "extension_types": ["property-extension"]
            }),
        ),
    ];
    for of in register.everything() {
        objects.extend(thing(view, &of, &at));
    }
    for told in claims(view) {
        objects.push(claim(&told, &at, &author, &extension));
    }
    let name = format!("bundle/{}", view.day());
    let mut bytes =
        serde_json::to_vec_pretty(&json!({ "type": "bundle", "id": id("bundle", &name), "objects": objects }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn thing(view: &View<'_>, of: &Ref, at: &str) -> Option<Value> {
    let register = view.register();
    let stix = ref_of(of)?;
    let name = register.name(of);
    let aliases: Vec<String> =
        register.names(of).into_iter().filter(|(_, from)| *from != NameFrom::Name).map(|(name, _)| name).collect();
    let aliases = if aliases.is_empty() { Value::Null } else { json!(aliases) };
    Some(match of.kind {
        Kind::Product => {
            let product = register.product(&of.id)?;
            let sets: Vec<Value> = product
                .indicators
                .iter()
                .map(|set| json!({ "source_name": set.repository, "description": set.path, "external_id": set.stix }))
                .map(|mut set| {
                    if let Some(set) = set.as_object_mut() {
                        set.retain(|_, value| !value.is_null());
                    }
                    set
                })
                .collect();
            let with = json!({
                "name": name.en, "is_family": true, "aliases": aliases,
                "description": product.note.at(view.day).map(|note| note.en),
                "external_references": if sets.is_empty() { Value::Null } else { json!(sets) }
            });
            object("malware", &stix, at, with)
        }
        Kind::Incident => {
            let incident = register.incident(&of.id).filter(|incident| view.is_known(incident))?;
            let note = incident.note.at(view.day).map(|note| note.en);
            object("incident", &stix, at, json!({ "name": name.en, "description": note }))
        }
        kind => {
            // A name that researchers gave to an actor is not an organisation that is known to exist.
            let cluster = register.parties.get(&of.id).is_some_and(|row| kind == Kind::Party && row.kind == "cluster");
            let class = if cluster || kind == Kind::Group { "group" } else { "organization" };
            let other = aliases.as_array().map(|all| {
                let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
                format!("Also: {}", all.join(", "))
            });
            object("identity", &stix, at, json!({ "name": name.en, "identity_class": class, "description": other }))
        }
    })
}

fn claim(told: &Told, at: &str, author: &str, extension: &str) -> Value {
    let beside: Vec<Value> = told
        .beside
        .iter()
        .map(|beside| json!({ "why": beside.why, "claim": beside.said.id, "status": beside.said.status, "sentence": beside.said.sentence.en }))
        .collect();
    let stated = json!({
        "extension_type": "property-extension",
        "claim": told.id, "status": told.status,
        "asserted_by": told.by.iter().map(|by| by.name.en.clone()).collect::<Vec<_>>(),
        "asserted_on": told.on, "valid_from": told.from, "valid_to": told.to, "holds": told.hold, "weak": told.weak,
        "sentence_fr": told.sentence.fr, "beside": beside
    });
    let extensions = json!({ extension: stated });
    let references: Vec<Value> = told
        .sources
        .iter()
        .map(|source| json!({ "source_name": source.publisher, "description": source.name, "url": source.url }))
        .collect();
    let text = match &told.note {
        Some(note) => format!("{}. {}", told.sentence.en, note.en),
        None => format!("{}.", told.sentence.en),
    };
    let first = |date: Option<Date>| date.map(|date| format!("{}T00:00:00.000Z", date.first()));
    let source = ref_of(&told.subject.of);
    let target = told.object.as_ref().and_then(|object| ref_of(&object.of));
    if let (Some(source), Some(target)) = (&source, &target) {
        // STIX wants a stop after the start: a span inside one imprecise date has none.
        let stop = first(told.to).filter(|stop| first(told.from).is_some_and(|start| start < *stop));
        let with = json!({
            "created_by_ref": author, "relationship_type": told.predicate.name().replace('_', "-"),
            "source_ref": source, "target_ref": target, "description": text,
            "start_time": first(told.from), "stop_time": stop,
            "external_references": references, "extensions": extensions
        });
        return object("relationship", &id("relationship", &told.id), at, with);
    }
    // A note needs something to stand on: its subject, else whom it concerns, else the register itself.
    let on = source.or(target).unwrap_or_else(|| author.to_owned());
    let with = json!({
        "created_by_ref": author, "abstract": told.sentence.en, "content": text, "object_refs": [on],
        "external_references": references, "extensions": extensions
    });
    object("note", &id("note", &told.id), at, with)
}
