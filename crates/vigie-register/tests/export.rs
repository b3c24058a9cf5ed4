//! The exports: sound, the same for the same day, and read by the programs they are made for.

use std::collections::BTreeSet;

use serde_json::Value;
use vigie_register::{Date, Format, Register};
use vigie_testkit::python::{environment, run};

fn export(format: Format, day: &str) -> Vec<u8> {
    let register = Register::embedded().expect("it loads");
    register.as_of(day.parse::<Date>().expect("a date").last()).export(format).expect("it is made")
}

fn text(format: Format, day: &str) -> String {
    String::from_utf8(export(format, day)).expect("text")
}

#[test]
fn the_same_day_gives_the_same_bytes() {
    for format in Format::ALL {
        let (once, again) = (export(format, "2025-01-01"), export(format, "2025-01-01"));
        assert!(!once.is_empty() && once == again, "{format}");
        assert_eq!(format.name().parse(), Ok(format));
    }
    assert!("word".parse::<Format>().is_err());
}

#[test]
fn what_comes_later_is_left_out_and_a_delisting_goes_with_its_listing() {
    let before = text(Format::Csv, "2021-11-03");
    let after = text(Format::Csv, "2021-11-04");
    assert!(!before.contains("nso-group-listed-in-us-entity-list"));
    assert!(after.contains("nso-group-listed-in-us-entity-list"));
    let listed = text(Format::Csv, "2024-06-01");
    let row = listed.lines().find(|line| line.starts_with("\"sandvine-listed")).expect("listed");
    assert!(row.contains("sandvine-delisted-from-us-entity-list (delisted)"), "{row}");
    let columns = listed.lines().next().expect("a head").split(',').count();
    assert_eq!(columns, 21);
}

#[test]
fn a_stix_bundle_is_whole() {
    let bundle: Value = serde_json::from_str(&text(Format::Stix, "2026-11-25")).expect("JSON");
    let objects = bundle["objects"].as_array().expect("objects");
    let mut ids = BTreeSet::new();
    for object in objects {
        let (kind, id) = (object["type"].as_str().expect("a type"), object["id"].as_str().expect("an id"));
        assert!(ids.insert(id), "{id} stands twice");
        let uuid = id.strip_prefix(&format!("{kind}--")).expect("the type in front");
        assert!(uuid.len() == 36 && uuid.as_bytes()[14] == b'5', "{id}");
        assert!(object["spec_version"] == "2.1" && object["created"].is_string() && object["modified"].is_string());
    }
    let mut kinds = BTreeSet::new();
    for object in objects {
        let kind = object["type"].as_str().expect("a type");
        kinds.insert(kind);
        let refs = ["created_by_ref", "source_ref", "target_ref"].iter().filter_map(|name| object[name].as_str());
        let several = object["object_refs"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for to in refs.chain(several) {
            assert!(ids.contains(to), "{} points at {to}, which is not there", object["id"]);
        }
        if matches!(kind, "relationship" | "note") {
            let extension = object["extensions"].as_object().and_then(|all| all.values().next()).expect("an extension");
            assert!(extension["status"].is_string() && extension["asserted_by"].is_array(), "{object}");
        }
        if let (Some(start), Some(stop)) = (object["start_time"].as_str(), object["stop_time"].as_str()) {
            assert!(start < stop, "{object}");
        }
    }
    for kind in ["identity", "malware", "incident", "relationship", "note", "extension-definition"] {
        assert!(kinds.contains(kind), "{kind}");
    }
    let denied = objects.iter().find(|object| {
        object["extensions"]
            .as_object()
            .is_some_and(|all| all.values().any(|of| of["claim"] == "hermit-used-in-hermit-2022"))
    });
    let extension = denied.expect("the claim")["extensions"].as_object().expect("one").values().next().expect("one");
    assert!(extension["beside"].as_array().expect("a list").iter().any(|beside| beside["why"] == "denial"));
}

#[test]
fn graphml_is_balanced_and_its_edges_have_their_nodes() {
    let graph = text(Format::Graphml, "2026-11-25");
    for element in ["node", "edge", "data", "graph"] {
        let open = graph.matches(&format!("<{element} ")).count();
        assert_eq!(open, graph.matches(&format!("</{element}>")).count(), "{element}");
    }
    let attribute = |line: &str, name: &str| {
        line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    let nodes: BTreeSet<String> =
        graph.lines().filter(|line| line.contains("<node ")).filter_map(|line| attribute(line, " id")).collect();
    let mut edges = 0;
    for line in graph.lines().filter(|line| line.contains("<edge ")) {
        for end in ["source", "target"] {
            assert!(nodes.contains(&attribute(line, end).expect("an end")), "{line}");
        }
        edges += 1;
    }
    assert!(edges > 300 && nodes.len() > 150, "{edges} edges, {} nodes", nodes.len());
}

#[test]
fn parquet_reads_back() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let bytes = bytes::Bytes::from(export(Format::Parquet, "2026-11-25"));
    let reader = SerializedFileReader::new(bytes).expect("a table");
    let rows = text(Format::Csv, "2026-11-25").lines().count() - 1;
    assert_eq!(usize::try_from(reader.metadata().file_metadata().num_rows()), Ok(rows));
    let first = reader.get_row_iter(None).expect("rows").next().expect("one").expect("readable").to_string();
    assert!(first.contains("abb-supports-tech-accord"), "{first}");
}

#[test]
fn ftm_links_end_in_entities() {
    let text = text(Format::Ftm, "2026-11-25");
    let entities: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let ids: BTreeSet<&str> = entities.iter().filter_map(|entity| entity["id"].as_str()).collect();
    assert_eq!(ids.len(), entities.len());
    for entity in &entities {
        for end in
            ["owner", "asset", "member", "organization", "predecessor", "successor", "subject", "object", "entity"]
        {
            for to in entity["properties"][end].as_array().into_iter().flatten().filter_map(Value::as_str) {
                assert!(ids.contains(to), "{}: {to}", entity["id"]);
            }
        }
    }
}

const CHECK: &str = r#"
import json, sys
from followthemoney import model
errors = 0
count = 0
for line in open(sys.argv[1], encoding="utf-8"):
    data = json.loads(line)
    schema = model.get(data["schema"])
    proxy = model.get_proxy(data)
    schema.validate(data)
    for name, values in data["properties"].items():
        prop = schema.get(name)
        if prop is None:
            print(data["id"], "has no property", name); errors += 1; continue
        for value in values:
            if prop.type.clean(value) is None and not prop.type.name == "entity":
                print(data["id"], name, "refused:", value); errors += 1
    count += 1
print(count, "entities,", errors, "errors")
sys.exit(1 if errors or not count else 0)
"#;

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn ftm_is_valid_for_its_own_library() {
    let made = environment(env!("CARGO_TARGET_TMPDIR"), "followthemoney", &["followthemoney==4.11.2"]);
    let bin = match made {
        Ok(bin) => bin,
        Err(reason) => {
            println!("skipped: the library from PyPI is not to be had: {reason}");
            return;
        }
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("register.ftm.json");
    let mut to = std::fs::File::create(&file).expect("created");
    std::io::Write::write_all(&mut to, &export(Format::Ftm, "2026-11-25")).expect("written");
    if let Err(told) = run(&bin.join("python"), &["-c", CHECK, &file.to_string_lossy()]) {
        panic!("{told}");
    }
}
