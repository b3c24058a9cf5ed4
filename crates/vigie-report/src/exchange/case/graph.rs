//! A graph of JSON-LD that is written while it is made. Each node has an id of its own, as UCO asks of everything in it
//! but plain values, and stands in it once.

use std::collections::BTreeSet;
use std::io::Write;

use serde_json::{Value, json};
use vigie_register::uuid_v5;

use crate::exchange::ExchangeError;

/// The namespace of the ids, made once for vigie's graphs.
const NAMESPACE: [u8; 16] =
    [0x63, 0xe7, 0x1d, 0x08, 0x95, 0xba, 0x4f, 0x0e, 0x8d, 0x46, 0x2c, 0xf1, 0x7e, 0x50, 0xb9, 0xa3];

/// A node that stands inside another: a facet, a hash, a reference.
pub(super) type Node = Value;

/// See the module.
pub(super) struct Graph<'o> {
    out: &'o mut dyn Write,
    /// What keeps the same words on other evidence from being the same node.
    seed: String,
    marking: Option<String>,
    known: BTreeSet<String>,
}

/// A moment of UTC.
pub(super) fn time(at: jiff::Timestamp) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string() })
}

impl<'o> Graph<'o> {
    pub(super) fn begin(out: &'o mut dyn Write, seed: &str) -> Result<Self, ExchangeError> {
        let context = json!({
            "case-investigation": "https://ontology.caseontology.org/case/investigation/",
            "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
            "uco-analysis": "https://ontology.unifiedcyberontology.org/uco/analysis/",
            "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
            "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
            "uco-marking": "https://ontology.unifiedcyberontology.org/uco/marking/",
            "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
            "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
            "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        });
        write!(out, "{{\n\"@context\": {context},\n\"@graph\": [")?;
        Ok(Self { out, seed: seed.to_owned(), marking: None, known: BTreeSet::new() })
    }

    /// Every node from here on is marked.
    pub(super) fn mark(&mut self, marking: String) {
        self.marking = Some(marking);
    }

    fn id(&self, kind: &str, of: &str) -> String {
        format!("urn:uuid:{}", uuid_v5(&NAMESPACE, &format!("{} {kind} {of}", self.seed)))
    }

    /// A node that stands inside the one whose `seed` is given.
    pub(super) fn part(&self, seed: &str, kind: &str, content: Value) -> Node {
        let id = self.id(kind, &format!("{seed} {content}"));
        let mut node = json!({ "@id": id, "@type": kind });
        if let (Some(node), Value::Object(content)) = (node.as_object_mut(), content) {
            node.extend(content);
        }
        node
    }

    /// A hash; `value` in hexadecimal digits.
    pub(super) fn hash(&self, seed: &str, method: &str, value: &str) -> Node {
        self.part(seed, "uco-types:Hash", json!({
            "uco-types:hashMethod": method, "uco-types:hashValue": { "@type": "xsd:hexBinary", "@value": value.to_uppercase() },
        }))
    }

    /// Writes a node. Answers its id.
    pub(super) fn put(&mut self, kind: &str, mut content: Value) -> Result<String, ExchangeError> {
        if let (Some(marking), Some(content)) = (&self.marking, content.as_object_mut()) {
            content.insert("uco-core:objectMarking".to_owned(), json!([{ "@id": marking }]));
            content.retain(|_, value| value.as_array().is_none_or(|values| !values.is_empty()));
        }
        let node = self.part("", kind, content);
        let id = node["@id"].as_str().unwrap_or_default().to_owned();
        if self.known.insert(id.clone()) {
            writeln!(self.out, "{}", if self.known.len() == 1 { "" } else { "," })?;
            serde_json::to_writer(&mut *self.out, &node)?;
        }
        Ok(id)
    }

    pub(super) fn end(self) -> Result<(), ExchangeError> {
        self.out.write_all(b"\n]\n}\n")?;
        Ok(())
    }
}
