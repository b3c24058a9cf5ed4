//! The examination as a graph of CASE/UCO (<https://caseontology.org>, <https://unifiedcyberontology.org>; CASE 1.4 and 1.5),
//! as JSON-LD: an investigation, the action of the examination with its tool and packs, what it read with hashes, what it
//! found. What was examined and what was found are two records of provenance.
//!
//! A finding is an analytic result: a statement on an observable and the file it stands in, with the indicator as a
//! reference to who published it. It is an event too where its time is known, as precisely as its source says; where it is
//! not, there is none. That an examination was agreed to is an authorisation; what was agreed stays in the case.
//!
//! Ids are UUIDs of version 5 over the content and the evidence. The graph is written while it is made, because it names
//! every file that was read.

mod graph;
mod seen;

use std::io::Write;

use serde_json::{Value, json};
use vigie_case::ToldFinding;
use vigie_model::{IndicatorRef, Timestamp};

use self::graph::{Graph, Node, time};
use super::told::{span, told};
use super::values::algorithm;
use super::{Exchange, ExchangeError};

/// The examination as JSON-LD.
pub(super) fn graph(of: &Exchange<'_>, out: &mut dyn Write) -> Result<(), ExchangeError> {
    let mut graph = Graph::begin(out, &of.case.file.evidence.id)?;
    let marking = marking(&mut graph, of)?;
    graph.mark(marking);
    let evidence = evidence(&mut graph, of)?;
    let (mut read, mut found) = (vec![evidence.clone()], vec![evidence.clone()]);
    let files = Files::new(of);
    for file in &files.all {
        read.push(file.node(&mut graph)?);
    }
    for finding in &of.case.findings {
        finding_nodes(&mut graph, &files, of, finding, &mut found)?;
    }
    let read = record(&mut graph, &of.texts.get("export-case-read"), &read)?;
    let found = record(&mut graph, &of.texts.get("export-case-found"), &found)?;
    let action = action(&mut graph, of, [&evidence, &read, &found])?;
    investigation(&mut graph, of, [&evidence, &read, &found, &action])?;
    graph.end()?;
    Ok(())
}

/// TLP, and where it is explained.
fn marking(graph: &mut Graph<'_>, of: &Exchange<'_>) -> Result<String, ExchangeError> {
    let label = of.tlp.label();
    let statement = graph.part(&label, "uco-marking:StatementMarking", json!({
        "uco-marking:definitionType": "statement", "uco-marking:statement": format!("{label} (TLP 2.0, https://www.first.org/tlp/)"),
    }));
    graph.put(
        "uco-marking:MarkingDefinition",
        json!({
            "uco-core:name": label, "uco-marking:definitionType": "statement", "uco-marking:definition": [statement],
        }),
    )
}

fn reference(graph: &Graph<'_>, seed: &str, published: &str, id: Option<&str>, address: Option<&str>) -> Node {
    let mut content = json!({ "uco-core:definingContext": published });
    if let Some(id) = id {
        content["uco-core:externalIdentifier"] = json!(id);
    }
    if let Some(address) = address {
        content["uco-core:referenceURL"] = json!({ "@type": "xsd:anyURI", "@value": address });
    }
    graph.part(seed, "uco-core:ExternalReference", content)
}

fn evidence(graph: &mut Graph<'_>, of: &Exchange<'_>) -> Result<String, ExchangeError> {
    let info = &of.case.file.evidence;
    let mut references = vec![reference(graph, "evidence", &format!("SHA-256: {}", info.id_of), Some(&info.id), None)];
    if let Some(whole) = &of.case.file.whole {
        let what = if whole.is_folder { "BLAKE3: evidence.b3" } else { "BLAKE3" };
        references.push(reference(graph, "whole", what, Some(&whole.blake3), None));
    }
    graph.put(
        "uco-observable:ObservableObject",
        json!({
            "uco-core:name": info.kind.name(), "uco-core:description": [of.texts.get(&info.kind.sentence())],
            "uco-core:externalReference": references,
        }),
    )
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct FileTold {
    path: String,
    /// The path is a pattern that stands for it.
    pattern: bool,
    size: Option<u64>,
    sha256: Option<String>,
}

impl FileTold {
    fn node(&self, graph: &mut Graph<'_>) -> Result<String, ExchangeError> {
        let seed = format!("{self:?}");
        let mut facets = Vec::new();
        if !self.pattern {
            let name = self.path.rsplit('/').next().unwrap_or_default();
            facets.push(graph.part(
                &seed,
                "uco-observable:FileFacet",
                json!({
                    "uco-observable:fileName": name, "uco-observable:filePath": self.path,
                }),
            ));
        }
        let mut content = serde_json::Map::new();
        if let Some(size) = self.size {
            content.insert(
                "uco-observable:sizeInBytes".to_owned(),
                json!({ "@type": "xsd:integer", "@value": size.to_string() }),
            );
        }
        // What stands for a hash in a redacted case is none.
        if let Some(sha256) = self.sha256.as_deref().filter(|sha256| algorithm(sha256).is_some()) {
            content.insert("uco-observable:hash".to_owned(), json!([graph.hash(&seed, "SHA256", sha256)]));
        }
        if !content.is_empty() {
            facets.push(graph.part(&seed, "uco-observable:ContentDataFacet", Value::Object(content)));
        }
        let node = if self.pattern {
            json!({ "uco-core:tag": ["pattern"], "uco-core:description": [self.path], "uco-core:hasFacet": facets })
        } else {
            json!({ "uco-core:hasFacet": facets })
        };
        graph.put(if self.pattern { "uco-observable:ContentData" } else { "uco-observable:File" }, node)
    }
}

/// The files of an examination. One that only a finding names was read too; its hash is then not known here.
struct Files {
    all: Vec<FileTold>,
}

impl Files {
    fn new(of: &Exchange<'_>) -> Self {
        let mut all: Vec<FileTold> = if of.case.sources.is_empty() {
            // Earlier cases name them in their coverage.
            let sources = of.case.coverage.iter().flat_map(|coverage| &coverage.sources);
            let told = |path: &str, size, sha256| FileTold { path: path.to_owned(), pattern: false, size, sha256 };
            sources.map(|source| told(&source.path, Some(source.size), source.sha256.clone())).collect()
        } else {
            let told = |file: &vigie_case::FileRead| FileTold {
                path: file.path.clone(),
                pattern: file.pattern,
                size: Some(file.size),
                sha256: file.sha256.clone(),
            };
            of.case.sources.iter().map(told).collect()
        };
        all.sort();
        all.dedup();
        Self { all }
    }

    /// The file a finding stands in.
    fn of_finding(&self, graph: &mut Graph<'_>, path: &str) -> Result<String, ExchangeError> {
        let at = self.all.partition_point(|file| file.path.as_str() < path);
        let known = self.all.get(at).filter(|file| file.path == path && !file.pattern).cloned();
        let unknown = || FileTold { path: path.to_owned(), pattern: false, size: None, sha256: None };
        known.unwrap_or_else(unknown).node(graph)
    }
}

/// Where an indicator comes from: its pack, and where it was published.
fn published(graph: &Graph<'_>, seed: &str, of: &IndicatorRef) -> Vec<Node> {
    let listed = format!("{}: {} {}", of.pack, of.kind, of.value);
    let mut references = vec![reference(graph, seed, &listed, of.id.as_deref(), None)];
    for source in &of.sources {
        let is_address = source.starts_with("https://") || source.starts_with("http://");
        let is_plain = source.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte));
        references.push(reference(graph, seed, source, None, Some(source.as_str()).filter(|_| is_address && is_plain)));
    }
    references
}

fn finding_nodes(
    graph: &mut Graph<'_>,
    files: &Files,
    of: &Exchange<'_>,
    finding: &ToldFinding,
    found: &mut Vec<String>,
) -> Result<(), ExchangeError> {
    let mut content = Vec::new();
    // A redacted case may not say where.
    if !finding.place.source.is_empty() {
        content.push(files.of_finding(graph, &finding.place.source)?);
    }
    let seed = format!("{} {} {}", finding.id, finding.place.place, finding.seen);
    let kind = finding.indicator.as_ref().map_or("", |indicator| indicator.kind.as_str());
    if !finding.seen.is_empty() {
        content.insert(0, seen::node(graph, kind, &finding.seen)?);
    }
    let references = match (&finding.indicator, &finding.heuristic) {
        (Some(indicator), _) => published(graph, &seed, indicator),
        (None, Some(heuristic)) => vec![reference(graph, &seed, &heuristic.source, Some(&heuristic.id), None)],
        (None, None) => Vec::new(),
    };
    let result = graph.put(
        "uco-analysis:AnalyticResult",
        json!({
            "uco-core:name": finding.id, "uco-core:statement": [finding.sentences_in(of.texts).0],
            "uco-core:description": [told(finding, of.case, of.texts)],
            "uco-core:tag": [format!("level:{}", finding.level), format!("meaning:{}", finding.meaning)],
            "uco-core:externalReference": references,
            "uco-analysis:resultContent": ids(&content),
        }),
    )?;
    if let Some([first, last]) = finding.time.and_then(span) {
        let event = graph.put("uco-core:Event", json!({
            "uco-core:eventType": [finding.meaning.name()], "uco-core:startTime": [time(first)], "uco-core:endTime": [time(last)],
            "uco-core:eventContext": ids(&[content.as_slice(), std::slice::from_ref(&result)].concat()),
        }))?;
        found.push(event);
    }
    found.extend(content);
    found.push(result);
    Ok(())
}

fn ids(of: &[String]) -> Vec<Value> {
    of.iter().map(|id| json!({ "@id": id })).collect()
}

fn record(graph: &mut Graph<'_>, what: &str, objects: &[String]) -> Result<String, ExchangeError> {
    let mut objects = objects.to_vec();
    objects.sort();
    objects.dedup();
    graph.put(
        "case-investigation:ProvenanceRecord",
        json!({
            "uco-core:description": [what], "uco-core:object": ids(&objects),
        }),
    )
}

fn action(
    graph: &mut Graph<'_>,
    of: &Exchange<'_>,
    [evidence, read, found]: [&String; 3],
) -> Result<String, ExchangeError> {
    let file = &of.case.file;
    let tool = graph.put(
        "uco-tool:AnalyticTool",
        json!({
            "uco-core:name": "vigie", "uco-core:description": [of.texts.get("export-stix-tool")],
            "uco-tool:toolType": "forensic", "uco-tool:version": file.tool,
        }),
    )?;
    let mut instruments = vec![tool];
    for pack in &file.packs {
        let hash = graph.hash(&pack.name, "SHA256", &pack.sha256);
        let facet = graph.part(&pack.name, "uco-observable:ContentDataFacet", json!({ "uco-observable:hash": [hash] }));
        instruments.push(graph.put("uco-observable:ContentData", json!({
            "uco-core:name": pack.name, "uco-core:description": [of.texts.get("export-stix-pack")], "uco-core:hasFacet": [facet],
        }))?);
    }
    let mut content = json!({
        "uco-core:name": of.texts.get("export-stix-title"), "uco-core:description": [of.summary()],
        "uco-action:startTime": time(Timestamp::instant(file.examined_at)),
        "uco-action:instrument": ids(&instruments), "uco-action:object": ids(&[evidence.clone(), read.clone()]),
        "uco-action:result": ids(std::slice::from_ref(found)),
    });
    if let Some(name) = &file.examiner {
        let examiner = graph.put("uco-identity:Identity", json!({ "uco-core:name": name }))?;
        content["uco-action:performer"] = json!({ "@id": examiner });
    }
    graph.put("case-investigation:InvestigativeAction", content)
}

fn investigation(graph: &mut Graph<'_>, of: &Exchange<'_>, objects: [&String; 4]) -> Result<(), ExchangeError> {
    let mut content = json!({
        "uco-core:name": of.texts.get("export-stix-title"), "uco-core:description": [of.summary()],
        "case-investigation:focus": [of.texts.get("export-stix-tool")],
        "uco-core:object": ids(&objects.map(Clone::clone)),
    });
    if of.case.file.consent.is_some() {
        let agreed = graph.put("case-investigation:Authorization", json!({
            "uco-core:description": [of.texts.get("export-case-consent")], "case-investigation:authorizationType": "consent",
        }))?;
        content["case-investigation:relevantAuthorization"] = json!([{ "@id": agreed }]);
    }
    graph.put("case-investigation:Investigation", content)?;
    Ok(())
}
