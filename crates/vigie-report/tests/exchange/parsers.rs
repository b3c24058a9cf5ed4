//! The programs that the forms are made for read them: libraries of PyPI, each in an environment made once. Without a
//! network these tests are skipped, and say so.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vigie_case::{Case, CaseError, CaseRows, KeptRecord, MemoryRows, Rows, TimelineRow};
use vigie_model::{Place, Precision, Timestamp};
use vigie_report::ExchangeFormat;
use vigie_testkit::python::{environment, run};
use vigie_text::{Lang, Texts};

use crate::support::{case, finding, rich};
use crate::written::bytes;
use crate::{HOSTILE, every_kind, hostile, text, timeline};

/// The folder of programs of an environment; `None` where it is not to be had.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn bin(module: &str, requirements: &[&str]) -> Option<PathBuf> {
    match environment(env!("CARGO_TARGET_TMPDIR"), module, requirements) {
        Ok(bin) => Some(bin),
        Err(reason) => {
            println!("skipped: the library from PyPI is not to be had: {reason}");
            None
        }
    }
}

fn check(program: &Path, args: &[&str], files: &[PathBuf]) -> String {
    let files = files.iter().map(|file| file.to_str().unwrap());
    let args: Vec<&str> = args.iter().copied().chain(files).collect();
    match run(program, &args) {
        Ok(told) => told,
        Err(told) => panic!("{told}"),
    }
}

/// Cases in which everything occurs, written in a form.
fn written(folder: &Path, format: ExchangeFormat) -> Vec<PathBuf> {
    let mut cases = vec![rich(), case(&[], "", ""), every_kind(), timeless()];
    cases.extend(HOSTILE.iter().map(|seen| hostile(seen)));
    let write = |(number, case): (usize, &Case)| {
        let path = folder.join(format!("{number}.jsonld"));
        std::fs::write(&path, text(case, format)).unwrap();
        path
    };
    cases.iter().enumerate().map(write).collect()
}

fn timeless() -> Case {
    let clock = finding(json!({ "time": "2024-05-12T10:03:22" }));
    case(&[finding(json!({ "time": null })), clock, finding(json!({ "time": "2024-05-12" }))], "", "")
}

const STIX: &str = r#"
import sys, stix2
from stix2patterns.validator import run_validator
count = 0
for path in sys.argv[1:]:
    bundle = stix2.parse(open(path, encoding="utf-8").read(), allow_custom=False, version="2.1")
    for object in bundle.objects:
        count += 1
        if object["type"] == "indicator":
            errors = run_validator(object["pattern"], stix_version="2.1")
            assert not errors, (object["pattern"], errors)
        # The ids of observables are those the library derives itself.
        if object["type"] in ("url", "domain-name", "file", "directory", "ipv4-addr", "email-addr", "mutex", "user-account", "windows-registry-key"):
            kind = type(object)
            own = {k: v for k, v in object.items() if k not in ("id", "type", "spec_version")}
            assert kind(**own).id == object["id"], object
print(count, "objects")
sys.exit(0 if count else 1)
"#;

#[test]
fn bundles_are_valid_for_their_library() {
    let Some(bin) = bin("stix2", &["stix2==3.0.1"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    check(&bin.join("python"), &["-c", STIX], &written(folder.path(), ExchangeFormat::Stix));
}

const MISP: &str = r#"
import json, sys
from pymisp import MISPEvent
from pymispgalaxies import Clusters
from pytaxonomies import Taxonomies
taxonomies, clusters = Taxonomies(), Clusters()
tlp = set(taxonomies.get("tlp").machinetags())
attributes = 0
for path in sys.argv[1:]:
    event = MISPEvent(strict_validation=False)
    event.load_file(path)
    described = event.describe_types
    written = json.load(open(path, encoding="utf-8"))["Event"]
    again = json.loads(event.to_json())
    for name in ("uuid", "info", "date", "threat_level_id", "analysis", "distribution", "published"):
        assert str(again[name]) == str(written[name]), (name, again[name], written[name])
    assert again["info"] and len(again["Attribute"]) == len(written["Attribute"])
    keys = [(a["category"], a["type"], a["value"]) for a in written["Attribute"]]
    assert len(set(keys)) == len(keys), "MISP takes each value once"
    for before, after in zip(written["Attribute"], again["Attribute"]):
        attributes += 1
        assert before["type"] in described["category_type_mappings"][before["category"]], before
        for name in ("uuid", "type", "category", "value", "to_ids", "comment"):
            assert before[name] == after[name], (name, before, after)
        assert [s["date_sighting"] for s in before.get("Sighting", [])] == [str(s["date_sighting"]) for s in after.get("Sighting", [])]
        if "first_seen" in before:
            assert before["first_seen"] <= before["last_seen"]
    assert [r["content"] for r in written["EventReport"]] == [r.content for r in event.event_reports]
    tags = [t["name"] for t in written["Tag"]] + [t["name"] for a in written["Attribute"] for t in a.get("Tag", [])]
    assert any(t in tlp for t in tags)
    for tag in tags:
        assert len(tag) <= 255
        if tag.startswith("misp-galaxy:"):
            galaxy, value = tag[len("misp-galaxy:"):].split("=", 1)
            assert value.strip('"') in [c.value for c in clusters.get(galaxy).values()], tag
print(attributes, "attributes")
sys.exit(0 if attributes else 1)
"#;

#[test]
fn misp_events_are_read_by_pymisp() {
    let requirements = ["pymisp==2.5.34.4", "pymispgalaxies==1.1.1", "pytaxonomies==2.1.2"];
    let Some(bin) = bin("pymisp, pymispgalaxies, pytaxonomies", &requirements) else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut files = written(folder.path(), ExchangeFormat::Misp);
    let names = ["Pegasus", "WannaCry", "NotPetya", "FinFisher", "Hermit", "Chrysaor", "Predator"];
    let known = finding(json!({ "indicator": { "malware": names } }));
    files.push(folder.path().join("named.json"));
    std::fs::write(&files[files.len() - 1], text(&case(&[known], "", ""), ExchangeFormat::Misp)).unwrap();
    check(&bin.join("python"), &["-c", MISP], &files);
}

const TERMS: &str = r#"
import importlib.resources, sys
import case_utils.ontology, rdflib
ontology, data = rdflib.Graph(), rdflib.Graph()
text = importlib.resources.files(case_utils.ontology).joinpath("case-1.5.0.ttl").read_text(encoding="utf-8")
ontology.parse(data=text, format="turtle")
for path in sys.argv[1:]:
    data.parse(path, format="json-ld")
known = set(ontology.subjects()) | {rdflib.RDF.type}
unknown = (set(data.predicates()) | set(data.objects(None, rdflib.RDF.type))) - known
assert not unknown, unknown
investigation = rdflib.Namespace("https://ontology.caseontology.org/case/investigation/")
for kind in ("Investigation", "InvestigativeAction", "ProvenanceRecord", "Authorization"):
    assert list(data.subjects(rdflib.RDF.type, investigation[kind])), kind
"#;

#[test]
fn graphs_are_valid_for_the_ontology() {
    let Some(bin) = bin("case_utils", &["case-utils==0.18.0"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let files = written(folder.path(), ExchangeFormat::Case);
    // A word that the ontology does not know is no error of its own shapes.
    check(&bin.join("python"), &["-c", TERMS], &files);
    for version in ["case-1.4.0", "case-1.5.0"] {
        let told = check(&bin.join("case_validate"), &["--built-version", version], &files);
        assert!(told.contains("Conforms: True"), "{version}: {told}");
    }
}

/// The timeline of the other tests, and two records.
struct Kept;

impl CaseRows for Kept {
    fn timeline(&self) -> Result<Rows<'_, TimelineRow>, CaseError> {
        Ok(Box::new(timeline().into_iter().map(Ok)))
    }

    fn record_tables(&self) -> Result<Vec<String>, CaseError> {
        Ok(vec!["ios_calls".to_owned(), "ios_safari_history".to_owned()])
    }

    fn records(&self, artifact: &str) -> Result<Rows<'_, KeptRecord>, CaseError> {
        let clock = Timestamp::from_device_clock([2024, 5, 12], [10, 3, 22, 0], Precision::Second).unwrap();
        let time =
            if artifact == "ios_calls" { Timestamp::parse_rfc3339("1601-01-01T00:00:00.5Z") } else { Some(clock) };
        let record = KeptRecord {
            source: "a".to_owned(),
            place: Place::row("T", 9),
            time,
            summary: "=1+1\n\u{202e}".to_owned(),
            observables: vec![("url".to_owned(), "https://example.org".to_owned())],
            record: serde_json::from_str(r#"{"n":1}"#).unwrap(),
        };
        let rows = vec![Ok(record.clone()), Ok(KeptRecord { time: None, observables: Vec::new(), ..record })];
        Ok(Box::new(rows.into_iter()))
    }
}

const PARQUET: &str = r#"
import datetime, json, sys
import pyarrow as pa, pyarrow.parquet as pq
folder = sys.argv[1]
expected = json.load(open(folder + "/expected.json", encoding="utf-8"))
utc, clock = pa.timestamp("us", tz="UTC"), pa.timestamp("us")
def read(name):
    table = pq.read_table(f"{folder}/{name}.parquet")
    for column, kind in (("time", utc), ("clock", clock)):
        assert table.schema.field(column).type == kind, table.schema
    assert not table.schema.field("artifact").nullable
    return table
findings = read("findings")
for column in ("malware", "published"):
    assert findings.schema.field(column).type.value_type == pa.string()
for column in ("valid_from", "valid_until"):
    assert findings.schema.field(column).type == utc
assert findings.schema.field("confidence").type == pa.int32()
rows = findings.to_pylist()
assert len(rows) == len(expected), (len(rows), len(expected))
for row, finding in zip(rows, expected):
    indicator = finding["indicator"] or {}
    for name, value in (
        ("id", finding["id"]), ("level", finding["level"]), ("meaning", finding["meaning"]), ("artifact", finding["artifact"]),
        ("source", finding["place"]["source"]), ("seen", finding["seen"]), ("indicator", indicator.get("value")),
        ("indicator_type", indicator.get("type")), ("pack", indicator.get("pack")), ("confidence", indicator.get("confidence")),
        ("malware", indicator.get("malware", [])), ("published", indicator.get("sources", [])),
        ("heuristic", (finding["heuristic"] or {}).get("id")),
    ):
        assert row[name] == value, (name, row[name], value)
    assert json.loads(row["record"]) == finding["record"]
    at = finding["time"]
    if at is None:
        assert row["time"] is None and row["clock"] is None and row["precision"] is None
    elif at.endswith("Z"):
        assert row["time"] == datetime.datetime.fromisoformat(at.replace("Z", "+00:00")) and row["clock"] is None, row
    elif "T" in at:
        assert row["clock"] == datetime.datetime.fromisoformat(at) and row["time"] is None, row
    else:
        assert row["time"].date().isoformat() == at and row["precision"] == "day"
timeline = read("timeline").to_pylist()
assert [str(r["time"]) for r in timeline] == ["2024-05-12 10:03:22.500000+00:00", "None"], timeline
assert [str(r["clock"]) for r in timeline] == ["None", "2024-05-12 10:03:22"], timeline
if expected:
    records = read("records").to_pylist()
    assert [r["artifact"] for r in records] == ["ios_calls"] * 2 + ["ios_safari_history"] * 2
    assert str(records[0]["time"]) == "1601-01-01 00:00:00.500000+00:00" and records[1]["time"] is None
    assert str(records[2]["clock"]) == "2024-05-12 10:03:22" and records[2]["time"] is None
    assert records[0]["summary"] == "=1+1\n\u202e" and json.loads(records[0]["record"]) == {"n": 1}
    assert records[0]["observables"] == ["url:https://example.org"] and records[1]["observables"] == []
"#;

#[test]
fn tables_are_read_by_pyarrow_and_hold_what_the_case_holds() {
    let Some(bin) = bin("pyarrow", &["pyarrow==26.0.1"]) else { return };
    let mut cases = vec![(rich(), true), (every_kind(), true), (timeless(), true), (case(&[], "", ""), false)];
    cases.extend(HOSTILE.iter().map(|seen| (hostile(seen), true)));
    // More rows than are held at once.
    let many: Vec<Value> = (0..9000).map(|n| finding(json!({ "id": format!("F-{n:016}") }))).collect();
    cases.push((case(&many, "", ""), true));
    for (case, with_records) in cases {
        let folder = tempfile::tempdir().unwrap();
        let rows: &dyn CaseRows = if with_records { &Kept } else { &MemoryRows { timeline: timeline() } };
        for (name, bytes) in bytes(&case, rows, ExchangeFormat::Parquet, &Texts::new(Lang::En)) {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let findings = serde_json::to_string(&case.findings).unwrap();
        std::fs::write(folder.path().join("expected.json"), findings).unwrap();
        check(&bin.join("python"), &["-c", PARQUET], &[folder.path().to_owned()]);
    }
}
