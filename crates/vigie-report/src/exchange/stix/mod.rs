//! A STIX 2.1 bundle (<https://docs.oasis-open.org/cti/stix/v2.1/>) of the findings of a case. Each indicator met is an
//! indicator, with the names it is listed under as malware; each finding that met one is a sighting of it, with what was
//! seen as observed data where STIX has an object for that; a finding of a heuristic is a note, because there is
//! nothing published to sight. A report holds all of it together, and everything is marked with TLP 2.0.
//!
//! Nothing of the device and its owner is in it but the findings themselves: no name, number or model.
//!
//! Ids are UUIDs of version 5 over the content, so that what is the same in two cases is the same object, and what is
//! not never passes for a version of the other.

mod observed;
mod pattern;

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};
use vigie_case::{Case, ToldFinding};
use vigie_model::IndicatorRef;
use vigie_register::uuid_v5;
use vigie_text::Texts;

use super::told::{span, told};
use super::{Exchange, ExchangeError, Tlp};

/// The namespace of the ids, made once for vigie's cases.
const NAMESPACE: [u8; 16] =
    [0x8e, 0x21, 0x5b, 0xd3, 0x0f, 0x64, 0x4c, 0x1a, 0xb7, 0x93, 0x52, 0xee, 0x18, 0x6d, 0xa0, 0x3c];
/// When what does not depend on a case (the tool, an indicator, a name) was first told in this form.
const FIRST_TOLD: &str = "2026-11-25T00:00:00.000Z";
/// Since when an indicator holds of which nobody says it.
const UNDATED: &str = "1970-01-01T00:00:00.000Z";
/// TLP 2.0 as OASIS published it for STIX 2.1
/// (<https://github.com/oasis-open/cti-stix-common-objects>, `extension-definition-specifications/tlp-2.0`).
const TLP_EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

fn tlp_id(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp::Green => "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp::Amber => "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp::AmberStrict => "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        Tlp::Red => "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }
}

fn tlp_object(tlp: Tlp) -> Value {
    json!({
        "type": "marking-definition", "spec_version": "2.1", "id": tlp_id(tlp), "created": "2022-10-01T00:00:00.000Z",
        "name": tlp.label(),
        "extensions": { TLP_EXTENSION: { "extension_type": "property-extension", "tlp_2_0": tlp.name() } }
    })
}

/// A time as STIX writes it.
fn stix_time(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// From when to when something was, where that is known.
fn times(finding: &ToldFinding) -> Option<[String; 2]> {
    finding.time.and_then(span).map(|both| both.map(stix_time))
}

/// The objects of a bundle, each once.
struct Objects {
    marking: &'static str,
    author: Option<String>,
    /// By id; the order of the first time each was said.
    known: BTreeMap<String, usize>,
    all: Vec<Value>,
}

impl Objects {
    /// An object of the author, known by its content.
    fn add(&mut self, kind: &str, at: &str, content: Value) -> String {
        let mut object = json!({
            "type": kind, "spec_version": "2.1", "created": at, "modified": at, "created_by_ref": self.author,
            "object_marking_refs": [self.marking],
        });
        if let (Some(object), Value::Object(content)) = (object.as_object_mut(), content) {
            object.extend(content);
            object.retain(|_, value| !value.is_null());
        }
        let id = format!("{kind}--{}", uuid_v5(&NAMESPACE, &object.to_string()));
        object["id"] = json!(id);
        self.put(id, object)
    }

    /// A cyber-observable object, whose id the standard derives from the content.
    fn observe(&mut self, mut object: Value) -> String {
        object["object_marking_refs"] = json!([self.marking]);
        let id = object["id"].as_str().unwrap_or_default().to_owned();
        self.put(id, object)
    }

    fn put(&mut self, id: String, object: Value) -> String {
        if !self.known.contains_key(&id) {
            self.known.insert(id.clone(), self.all.len());
            self.all.push(object);
        }
        id
    }
}

pub(in crate::exchange) fn bundle(of: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    let Exchange { case, tlp, texts, .. } = *of;
    let examined = stix_time(case.file.examined_at.instant());
    let mut objects =
        Objects { marking: tlp_id(tlp), author: None, known: BTreeMap::new(), all: vec![tlp_object(tlp)] };
    let tool = json!({
        "name": "vigie", "identity_class": "system", "description": texts.get("export-stix-tool"),
    });
    let author = objects.add("identity", FIRST_TOLD, tool);
    objects.author = Some(author.clone());
    for finding in &case.findings {
        match &finding.indicator {
            Some(indicator) => sighting(&mut objects, case, finding, indicator, texts),
            None => note(&mut objects, case, finding, &author, texts),
        }
    }
    // The marking stands by itself; the rest is what the report is about.
    let refs: Vec<&str> = objects.all.iter().skip(1).filter_map(|object| object["id"].as_str()).collect();
    let report = json!({
        "name": texts.get("export-stix-title"), "description": of.summary(), "lang": texts.lang().code(),
        "report_types": ["observed-data"], "published": examined, "object_refs": refs,
        "external_references": [{ "source_name": "vigie", "description": "evidence", "external_id": case.file.evidence.id }],
    });
    objects.add("report", &examined, report);
    let content = serde_json::to_string(&objects.all)?;
    let id = format!("bundle--{}", uuid_v5(&NAMESPACE, &content));
    serde_json::to_writer_pretty(&mut *out, &json!({ "type": "bundle", "id": id, "objects": objects.all }))?;
    Ok(out.write_all(b"\n")?)
}

fn reference(finding: &ToldFinding) -> Value {
    json!([{ "source_name": "vigie", "description": finding.artifact, "external_id": finding.id }])
}

fn sighting(objects: &mut Objects, case: &Case, finding: &ToldFinding, of: &IndicatorRef, texts: &Texts) {
    let examined = stix_time(case.file.examined_at.instant());
    let indicator = indicator(objects, of, texts);
    let when = times(finding);
    let refs = observed::objects(objects, &of.kind, &finding.seen);
    let data = refs.map(|refs| {
        // Without a time of its own, what was seen was seen at the examination.
        let [first, last] = when.clone().unwrap_or_else(|| [examined.clone(), examined.clone()]);
        let content = json!({
            "first_observed": first, "last_observed": last, "number_observed": 1, "object_refs": refs,
            "external_references": reference(finding),
        });
        json!([objects.add("observed-data", &examined, content)])
    });
    let content = json!({
        "sighting_of_ref": indicator, "observed_data_refs": data, "count": 1, "lang": texts.lang().code(),
        "first_seen": when.as_ref().map(|[first, _]| first), "last_seen": when.as_ref().map(|[_, last]| last),
        "description": told(finding, case, texts), "external_references": reference(finding),
    });
    objects.add("sighting", &examined, content);
}

/// The indicator, and each name it is listed under. Its own id, if it has one, belongs to who published it, and stands
/// as a reference.
fn indicator(objects: &mut Objects, of: &IndicatorRef, texts: &Texts) -> String {
    let mut references = vec![json!({ "source_name": of.pack, "external_id": of.id })];
    references.extend(of.sources.iter().map(|source| {
        let is_address = source.starts_with("https://") || source.starts_with("http://");
        if is_address {
            json!({ "source_name": source, "url": source })
        } else {
            json!({ "source_name": source, "description": source })
        }
    }));
    for reference in &mut references {
        if let Some(reference) = reference.as_object_mut() {
            reference.retain(|_, value| !value.is_null());
            // A reference says more than the name of its source.
            if reference.len() == 1 {
                reference.insert("description".to_owned(), json!(texts.get("export-stix-pack")));
            }
        }
    }
    // An end that does not lie behind the beginning is none of which STIX can tell.
    let from = of.valid_from.filter(|from| of.valid_until.is_none_or(|until| from.instant() < until.instant()));
    let described = if from.is_some() { "export-stix-indicator" } else { "export-stix-indicator-undated" };
    let content = json!({
        "name": of.value, "pattern": pattern::pattern(of), "pattern_type": "stix",
        // STIX demands a beginning. Where none is stated, this one excludes nothing, and the description says so.
        "valid_from": from.map_or_else(|| UNDATED.to_owned(), |from| stix_time(from.instant())),
        "valid_until": of.valid_until.map(|at| stix_time(at.instant())),
        "confidence": of.confidence, "indicator_types": ["malicious-activity"], "lang": texts.lang().code(),
        "description": texts.get(described), "external_references": references,
    });
    let indicator = objects.add("indicator", FIRST_TOLD, content);
    for name in &of.malware {
        let content = json!({
            "name": name, "is_family": true, "lang": texts.lang().code(), "description": texts.get("export-stix-malware"),
        });
        let malware = objects.add("malware", FIRST_TOLD, content);
        let content = json!({ "relationship_type": "indicates", "source_ref": indicator, "target_ref": malware });
        objects.add("relationship", FIRST_TOLD, content);
    }
    indicator
}

fn note(objects: &mut Objects, case: &Case, finding: &ToldFinding, author: &str, texts: &Texts) {
    let examined = stix_time(case.file.examined_at.instant());
    let content = json!({
        "abstract": finding.sentences_in(texts).0, "content": told(finding, case, texts), "object_refs": [author],
        "lang": texts.lang().code(), "external_references": reference(finding),
    });
    objects.add("note", &examined, content);
}
