//! Claims with an object as a graph: <http://graphml.graphdrawing.org/>. Every edge bears its status, its dates and what
//! stands beside it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::table::claims;
use crate::find::Named;
use crate::view::View;

const KEYS: &[(&str, &str)] = &[
    ("kind", "node"),
    ("name_en", "node"),
    ("name_fr", "node"),
    ("predicate", "edge"),
    ("status", "edge"),
    ("asserted_by", "edge"),
    ("asserted_on", "edge"),
    ("valid_from", "edge"),
    ("valid_to", "edge"),
    ("weak", "edge"),
    ("sentence_en", "edge"),
    ("sentence_fr", "edge"),
    ("beside", "edge"),
];

fn data(out: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(out, "      <data key=\"{key}\">{}</data>", vigie_model::html(value));
    }
}

pub(super) fn graph(view: &View<'_>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (key, of) in KEYS {
        let _ = writeln!(out, "  <key id=\"{key}\" for=\"{of}\" attr.name=\"{key}\" attr.type=\"string\"/>");
    }
    out.push_str("  <graph id=\"register\" edgedefault=\"directed\">\n");
    let claims: Vec<_> = claims(view).into_iter().filter(|told| told.object.is_some()).collect();
    let mut nodes: Vec<&Named> =
        claims.iter().flat_map(|told| [Some(&told.subject), told.object.as_ref()]).flatten().collect();
    nodes.sort_by_key(|named| &named.of);
    let mut seen = BTreeSet::new();
    for named in nodes {
        if seen.insert(&named.of) {
            let _ = writeln!(out, "    <node id=\"{}\">", vigie_model::html(&named.of.to_string()));
            data(&mut out, "kind", named.of.kind.name());
            data(&mut out, "name_en", &named.name.en);
            data(&mut out, "name_fr", &named.name.fr);
            out.push_str("    </node>\n");
        }
    }
    for told in &claims {
        let Some(object) = &told.object else { continue };
        let text = |of: &crate::reference::Ref| vigie_model::html(&of.to_string());
        let (source, target) = (text(&told.subject.of), text(&object.of));
        let _ = writeln!(out, "    <edge id=\"{}\" source=\"{source}\" target=\"{target}\">", told.id);
        let date = |date: Option<crate::date::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        data(&mut out, "predicate", told.predicate.name());
        data(&mut out, "status", told.status.name());
        let by: Vec<String> = told.by.iter().map(|by| by.of.to_string()).collect();
        data(&mut out, "asserted_by", &by.join(" "));
        data(&mut out, "asserted_on", &date(told.on));
        data(&mut out, "valid_from", &date(told.from));
        data(&mut out, "valid_to", &date(told.to));
        data(&mut out, "weak", if told.weak { "true" } else { "" });
        data(&mut out, "sentence_en", &told.sentence.en);
        data(&mut out, "sentence_fr", &told.sentence.fr);
        let beside: Vec<String> =
            told.beside.iter().map(|beside| format!("{}: {}", beside.said.status, beside.said.sentence.en)).collect();
        data(&mut out, "beside", &beside.join("; "));
        out.push_str("    </edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}
