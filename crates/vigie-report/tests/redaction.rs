//! What is redacted is nowhere. Every text of a made-up case that could come from a device or a person is a unique
//! marker, and no form of an export may hold one, whichever way it is written.

mod support;
#[path = "exchange/written.rs"]
mod written;

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use support::{case, finding, process, rich};
use vigie_case::{Case, CaseError, CaseRows, KeptRecord, Redaction, Rows, TimelineRow};
use vigie_model::Timestamp;
use vigie_report::{
    Country, ExchangeFormat, FEWEST, RedactedRows, RedactionKey, ReportFormat, html, redact, redaction_note, report,
    statistics,
};
use vigie_text::{Lang, Texts};
use written::bytes;

const OF: &str = "abababababababababababababababababababababababababababababababab";

/// Makes markers and knows them all. A marker looks like nothing else, and ends like what it stands for.
#[derive(Default)]
struct Markers(Vec<String>);

impl Markers {
    fn plant(&mut self, before: &str, after: &str) -> String {
        let marker = format!("zQ{:04}Xw", 7919 * (self.0.len() + 1) % 9973);
        assert!(!self.0.contains(&marker));
        self.0.push(marker.clone());
        format!("{before}{marker}{after}")
    }

    fn text(&mut self) -> Value {
        Value::String(self.plant("", ""))
    }
}

/// Every text and number of a JSON value, and the name of every field below the first level, made a marker.
fn marked(value: &Value, depth: usize, markers: &mut Markers) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let name = if depth == 0 { name.clone() } else { markers.plant("", "") };
                (name, marked(value, depth + 1, markers))
            });
            Value::Object(fields.collect())
        }
        Value::Array(items) => items.iter().map(|item| marked(item, depth + 1, markers)).collect(),
        Value::String(_) => markers.text(),
        other => other.clone(),
    }
}

fn heuristic(id: &str) -> Value {
    json!({ "id": id, "version": 1, "source": "A report, 2024" })
}

/// A case with a marker in every text that is not vigie's own or published, and its timeline.
fn planted(markers: &mut Markers) -> (Case, Vec<TimelineRow>) {
    let record = json!({
        "text": "x", "number": "x", "date": 737_200_000_555_000_123_i64, "is_from_me": false, "of": null,
        "parts": [{ "name": "x", "list": ["x", "x"] }], "columns": { "a": "x", "b": { "c": "x" } }, "phone": 22_370_111_222_i64
    });
    let place = |markers: &mut Markers| match markers.0.len() % 3 {
        0 => {
            json!({ "source": markers.plant("HomeDomain/Library/", ".db"), "in": "row", "table": markers.text(), "rowid": 22_370_333_444_i64 })
        }
        1 => json!({ "source": markers.plant("a.ab!apps/", "/db/x"), "in": "key", "key": markers.plant("/", "/0") }),
        _ => json!({ "source": markers.plant("-", ""), "in": "line", "line": 4, "offset": 90 }),
    };
    let mut findings = Vec::new();
    for (kind, seen) in [
        ("domain", "https://example.org/a?token="),
        ("url", "https://example.org/"),
        ("email", "user@example.org"),
        ("user-account", "+22370"),
        ("process", "/private/var/tmp/"),
        ("file-path", "/private/var/mobile/"),
        ("app-id", "com.example."),
        ("hash", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
        ("odd kind of a pack", "x"),
    ] {
        for matched in ["exact", "subdomain", "nested"] {
            let seen = markers.plant(seen, "");
            let mut made = finding(json!({
                "place": place(markers), "seen": seen, "message": markers.text(), "innocent": markers.text(),
                "indicator": { "type": kind, "matched": matched },
                "record": marked(&record, 0, markers),
                "sentences": { "message": { "args": { "seen": seen, "how": matched, "other": markers.text() } } }
            }));
            made["id"] = markers.text();
            made["indicator"]["pack"] = Value::String(format!("vigie base, {}", markers.plant("", ".stix2")));
            findings.push(made);
        }
    }
    for id in ["endpoint_argument", "apple_threat_notification", "android_install_unknown", "missing_rowids"] {
        let mut made = process("high", "2024-05-14T02:11:09Z");
        let args: BTreeMap<&str, Value> = [
            "seen",
            "line",
            "address",
            "form",
            "basis",
            "sender",
            "language",
            "package",
            "origin",
            "installer",
            "gaps",
            "missing",
            "largest",
            "kind",
            "names",
            "path",
            "records",
            "count",
            "process",
        ]
        .into_iter()
        .map(|name| (name, markers.text()))
        .collect();
        made["id"] = markers.text();
        (made["indicator"], made["heuristic"]) = (Value::Null, heuristic(id));
        made["place"] = place(markers);
        for field in ["seen", "message", "innocent"] {
            made[field] = markers.text();
        }
        made["record"] = marked(&record, 0, markers);
        made["sentences"]["message"] = json!({ "id": format!("heuristic-{id}-found"), "args": args });
        findings.push(made);
    }
    // A record that is no object, and values that stand where vigie's own words do.
    findings.push(finding(json!({ "record": { "text": "x" }, "place": place(markers) })));
    if let Some(last) = findings.last_mut() {
        last["record"] = markers.text();
        last["seen"] = markers.text();
        last["id"] = markers.text();
        last["sentences"]["message"]["args"] =
            json!({ "seen": markers.text(), "how": markers.text(), "malware": markers.text() });
    }
    let mut made = case(&findings, &markers.plant("agreed with ", ""), &markers.plant("met a text: ", ""));
    made.problems[0].source = Some(markers.plant("HomeDomain/", ""));
    let text = |markers: &mut Markers, before: &str| Some(markers.plant(before, ""));
    made.file.examiner = text(markers, "Examiner ");
    let device = &mut made.file.evidence.device;
    device.name = text(markers, "Phone of ");
    device.model = text(markers, "");
    device.product_type = text(markers, "iPhone");
    device.os = text(markers, "i");
    device.os_version = text(markers, "17.");
    device.os_build = text(markers, "21F");
    device.security_patch = text(markers, "2026-");
    device.serial = text(markers, "");
    device.udid = text(markers, "00008110-");
    made.file.evidence.id = markers.plant("", "");
    made.file.evidence.id_of = markers.plant("", "");
    made.file.whole = Some(
        serde_json::from_value(json!({
            "blake3": markers.text(), "is_folder": true, "files": 3, "bytes": 4
        }))
        .unwrap(),
    );
    made.file.inside =
        vec![vigie_case::EvidenceInside { path: markers.plant("", ".ab"), evidence: made.file.evidence.clone() }];
    made.file.packs[1].name = markers.plant("", "");
    made.file.packs[1].origin = markers.plant("", ".stix2");
    made.programs[0].path = text(markers, "/private/var/tmp/");
    made.programs[0].name = markers.plant("", "");
    made.programs[0].uids = [22_370_111_222].into();
    made.file.programs.misplaced.clone_from(&made.programs);
    for of in &mut made.coverage {
        for source in &mut of.sources {
            source.path = markers.plant("x/", "");
            source.stored_as = text(markers, "");
            source.sha256 = text(markers, "");
        }
    }
    made.sources = vec![
        serde_json::from_value(json!({
            "path": markers.text(), "size": 3, "sha256": markers.text(), "stored_as": markers.text(), "read_by": []
        }))
        .unwrap(),
    ];
    let at = Timestamp::parse_rfc3339("2024-05-12T10:03:22.5Z").unwrap();
    let row = |markers: &mut Markers, source: &str, place: String, artifact: &str| TimelineRow {
        time: at,
        artifact: artifact.to_owned(),
        what: "sent".to_owned(),
        summary: markers.plant("said: ", ""),
        source: source.to_owned(),
        place,
        local: markers.plant("2024-05-12T12:03:22.5+", ""),
    };
    let mut rows: Vec<TimelineRow> = made
        .findings
        .iter()
        .map(|of| row(markers, &of.place.source, of.place.place.to_string(), &of.artifact))
        .collect();
    let other = markers.plant("HomeDomain/", "");
    rows.push(row(markers, &other, "message row 22370555666".to_owned(), "ios_sms"));
    (made, rows)
}

/// The rows of the made-up case.
struct Planted<'p>(&'p [TimelineRow]);

impl CaseRows for Planted<'_> {
    fn timeline(&self) -> Result<Rows<'_, TimelineRow>, CaseError> {
        Ok(Box::new(self.0.iter().cloned().map(Ok)))
    }

    fn record_tables(&self) -> Result<Vec<String>, CaseError> {
        Ok(vec!["ios_sms".to_owned()])
    }

    fn records(&self, _: &str) -> Result<Rows<'_, KeptRecord>, CaseError> {
        let record = KeptRecord {
            source: "a".to_owned(),
            place: vigie_model::Place::File,
            time: None,
            summary: "b".to_owned(),
            observables: Vec::new(),
            record: serde_json::value::RawValue::from_string("{}".to_owned()).unwrap(),
        };
        Ok(Box::new(std::iter::once(Ok(record))))
    }
}

/// A marker in every form in which a text may stand in a file: as it is, reversed, in base64 at each of three offsets, in
/// hexadecimal, in UTF-16, percent-encoded, as JSON escapes.
fn forms(marker: &str) -> Vec<Vec<u8>> {
    let bytes = marker.as_bytes();
    let mut forms = vec![bytes.to_vec(), bytes.iter().rev().copied().collect()];
    for offset in 0..3 {
        let text = STANDARD.encode([&vec![0; offset][..], bytes].concat());
        // The first and last digits hold bits of what stands beside it.
        forms.push(
            text.trim_end_matches('=').as_bytes()[offset + usize::from(offset > 0)..].split_last().unwrap().1.to_vec(),
        );
    }
    let hex = hex::encode(bytes);
    forms.push(hex.to_uppercase().into_bytes());
    forms.push(hex.into_bytes());
    forms.push(bytes.iter().flat_map(|byte| [*byte, 0]).collect());
    forms.push(bytes.iter().flat_map(|byte| format!("%{byte:02x}").into_bytes()).collect());
    forms.push(bytes.iter().flat_map(|byte| format!("\\u{byte:04x}").into_bytes()).collect());
    forms
}

#[test]
fn every_form_of_a_marker_is_found() {
    let marker = "zQ0042Xw";
    let finder = finder(forms(marker));
    for before in ["", "a", "ab", "abc"] {
        let text = format!("{before}{marker} after");
        for written in [text.clone(), text.chars().rev().collect(), STANDARD.encode(&text)] {
            assert!(finder.find(&written).is_some(), "{written}");
        }
    }
    assert!(finder.find("zQ0043Xw").is_none());
}

/// Finds any of these, in any case of letters.
fn finder<P: AsRef<[u8]>>(needles: impl IntoIterator<Item = P>) -> AhoCorasick {
    AhoCorasick::builder().ascii_case_insensitive(true).build(needles).unwrap()
}

/// Everything that can be made of a case, by name.
fn everything(case: &Case, timeline: &[TimelineRow]) -> Vec<(String, Vec<u8>)> {
    let mut made = Vec::new();
    for lang in [Lang::En, Lang::Fr] {
        let texts = Texts::new(lang);
        for format in ExchangeFormat::ALL {
            for (name, bytes) in bytes(case, &Planted(timeline), format, &texts) {
                made.push((format!("{format} {name} {}", lang.code()), bytes));
            }
        }
        made.push((format!("page {}", lang.code()), html(case, &texts).into_bytes()));
        let verification = vigie_case::Verification {
            differences: Vec::new(),
            files: 1,
            manifest: None,
            signature: None,
            timestamp: None,
            custody: Vec::new(),
        };
        for format in ReportFormat::ALL {
            let bytes = report(case, &verification, format, &texts).unwrap();
            made.push((format!("report {} {}", format.name(), lang.code()), bytes));
        }
    }
    // What a copy writes, and whatever a form of tomorrow may read.
    made.push(("debug".to_owned(), format!("{case:?} {timeline:?}").into_bytes()));
    let seal = vigie_case::Seal { at: case.file.examined_at, who: None, key: None };
    made.extend(vigie_case::copy(case, timeline, Vec::new(), seal).unwrap());
    made
}

#[test]
fn no_text_of_the_evidence_is_in_any_redacted_form() {
    let mut markers = Markers::default();
    let (case, timeline) = planted(&mut markers);
    assert!(markers.0.len() > 400, "{}", markers.0.len());
    let whole: Vec<u8> = everything(&case, &timeline).into_iter().flat_map(|(_, bytes)| bytes).collect();
    let there: BTreeSet<usize> = finder(&markers.0).find_iter(&whole).map(|found| found.pattern().as_usize()).collect();
    assert_eq!(there.len(), markers.0.len(), "each stands in something that is not redacted, so the test can fail");
    let numbers = ["22370", "737200000555000123", "555000123"].map(|number| number.as_bytes().to_vec());
    let forms: Vec<Vec<u8>> = markers.0.iter().flat_map(|marker| forms(marker)).chain(numbers).collect();
    let finder = finder(&forms);
    for level in [Redaction::Person, Redaction::IndicatorsOnly] {
        let key = RedactionKey::new([7; 32]);
        let left = redact(&case, level, Some(OF), &key).unwrap();
        let rows = Planted(&timeline);
        let rows = RedactedRows::new(&case, &rows, level, &key);
        let moments: Vec<TimelineRow> = rows.timeline().unwrap().map(Result::unwrap).collect();
        assert_eq!(moments.is_empty(), level == Redaction::IndicatorsOnly);
        assert_eq!(moments.iter().filter(|row| row.artifact == "ios_sms").count(), 0, "no finding points to it");
        assert!(rows.record_tables().unwrap().is_empty() && rows.records("ios_sms").unwrap().next().is_none());
        for (name, bytes) in everything(&left, &moments) {
            let found = finder.find(&bytes).map(|found| String::from_utf8_lossy(&forms[found.pattern()]).into_owned());
            assert_eq!(found, None, "{level}: {name}");
        }
    }
    let counted = statistics(&[case.clone(), case], "ML".parse().ok());
    for bytes in [counted.csv(), counted.jsonl().unwrap()] {
        assert_eq!(finder.find(&bytes), None);
    }
}

#[test]
fn an_unknown_key_is_needed_and_the_same_value_stays_the_same() {
    let case = case(&[finding(json!({})), finding(json!({ "artifact": "ios_sms" }))], "", "");
    let with = |byte| redact(&case, Redaction::Person, None, &RedactionKey::new([byte; 32])).unwrap();
    let (one, again, other) = (with(1), with(1), with(2));
    assert_eq!(one.findings[0].seen, one.findings[1].seen);
    assert_eq!(one.findings[0].seen, again.findings[0].seen);
    assert_ne!(one.findings[0].seen, other.findings[0].seen);
    assert_ne!(one.findings[0].id, case.findings[0].id, "a plain hash of a number is the number");
    assert_eq!(format!("{one:?}"), format!("{again:?}"));
}

#[test]
fn what_was_published_counted_or_chosen_by_vigie_stays() {
    let published = finding(json!({ "seen": "EXAMPLE.org", "record": { "host": "example.ORG", "is_from_me": true } }));
    let mut pk = process("high", "2024-05-14T02:11:09Z");
    (pk["indicator"], pk["heuristic"]) = (Value::Null, heuristic("datausage_missing_pk"));
    pk["sentences"]["message"] = json!({
        "id": "heuristic-datausage_missing_pk-found", "args": { "kind": "many", "process": "a name", "rows": "12" }
    });
    let mut gone = process("low", "2024-05-14T02:11:09Z");
    (gone["indicator"], gone["heuristic"]) = (Value::Null, heuristic("android_package_gone"));
    gone["sentences"]["message"] = json!({
        "id": "heuristic-android_package_gone-found",
        "args": { "package": "com.example.a", "records": "2", "private": "no", "artifacts": "android_appops, android_usagestats" }
    });
    let mut other = gone.clone();
    other["sentences"]["message"]["args"]["artifacts"] = "android_appops, a name".into();
    let case = case(&[published, pk, gone, other], "agreed", "");
    let texts = Texts::new(Lang::En);
    let left = redact(&case, Redaction::Person, Some(OF), &RedactionKey::new([1; 32])).unwrap();
    let [seen, counted, gone, other] = &left.findings[..] else { panic!("four") };
    assert_eq!(gone.sentences.message.args["artifacts"], "android_appops, android_usagestats", "ids of ours");
    assert!(other.sentences.message.args["artifacts"].starts_with("redacted-artifacts-"));
    assert_eq!(seen.seen, "example.org", "as it was published");
    assert!(seen.record.get().contains("\"host\":\"example.org\""), "{}", seen.record.get());
    assert!(seen.record.get().contains("\"is_from_me\":true"), "{}", seen.record.get());
    assert_eq!(seen.time, case.findings[0].time);
    assert_eq!(seen.indicator.as_ref().unwrap().sources, case.findings[0].indicator.as_ref().unwrap().sources);
    let (told, before) = (counted.sentences_in(&texts).0, case.findings[1].sentences_in(&texts).0);
    let token = &counted.sentences.message.args["process"];
    assert!(token.starts_with("redacted-process-"));
    assert_eq!(told, before.replace("a name", token), "the wording is the same");
    assert_eq!(told, counted.message, "and written out anew");
    assert_eq!(left.file.evidence.device.product_type.as_deref(), Some("iPhone14,5"));
    assert_eq!(left.file.evidence.device.os_version.as_deref(), Some("17.5.1"));
    assert_eq!(left.coverage.len(), case.coverage.len());
    assert!(left.file.consent.unwrap().starts_with("redacted-consent-"), "that there was one is said");
    assert_eq!(left.file.redacted.unwrap().of.as_deref(), Some(OF));
}

#[test]
fn a_rule_is_named_and_neither_its_file_nor_what_met_it() {
    let seen = "C/Users/qqzzy/x.exe";
    let met = finding(json!({
        "seen": seen, "indicator": { "type": "yara", "value": "a_rule", "pack": "my rules.yar", "malware": [], "matched": "yara" },
        "place": { "source": seen }, "record": { "path": seen, "rule": "a_rule", "file": "my rules.yar" },
        "sentences": { "message": { "id": "finding-yara", "args": { "seen": seen, "rule": "a_rule", "file": "my rules.yar" } } }
    }));
    let case = case(&[met], "agreed", "");
    for level in [Redaction::Person, Redaction::IndicatorsOnly] {
        let left = redact(&case, level, None, &RedactionKey::new([1; 32])).unwrap();
        let told = &left.findings[0];
        assert!(told.message.contains("a_rule") && told.message.contains("redacted-pack-"), "{}", told.message);
        let all = format!("{left:?}");
        assert!(!all.contains("qqzzy") && !all.contains("my rules"), "{level}: {all}");
    }
}

#[test]
fn indicators_only_tells_each_meeting_once_a_day_and_no_heuristic() {
    let rich = rich();
    let mut twice = rich.clone();
    twice.findings.extend(rich.findings.clone());
    let key = RedactionKey::new([1; 32]);
    let one = redact(&rich, Redaction::IndicatorsOnly, None, &key).unwrap();
    let left = redact(&twice, Redaction::IndicatorsOnly, None, &key).unwrap();
    let ids = |case: &Case| case.findings.iter().map(|of| of.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&one), ids(&left), "how often is not told");
    assert!(left.findings.iter().all(|of| of.indicator.is_some() && of.heuristic.is_none()));
    let times: Vec<String> = left.findings.iter().filter_map(|of| of.time).map(|at| at.to_string()).collect();
    assert!(times.iter().all(|at| at.len() == 10) && !times.is_empty(), "{times:?}");
    assert_eq!(left.file.counts.findings, left.findings.len() as u64);
    assert!(left.coverage.is_empty() && left.problems.is_empty() && left.programs.is_empty());
    assert_eq!(left.file.evidence.device, vigie_model::Device::default());
    let text = Texts::new(Lang::En);
    let bundle = bytes(&left, &Planted(&[]), ExchangeFormat::Stix, &text).remove(0).1;
    let bundle = String::from_utf8(bundle).unwrap();
    assert!(bundle.contains(&redaction_note(&left, &text).unwrap()), "it says what it leaves out");
    assert!(!bundle.contains("No known trace"), "nothing follows from what is not there");
}

#[test]
fn a_copy_never_becomes_less_redacted() {
    let key = RedactionKey::new([1; 32]);
    let only = redact(&rich(), Redaction::IndicatorsOnly, Some(OF), &key).unwrap();
    for level in [Redaction::None, Redaction::Person] {
        let again = redact(&only, level, Some("another"), &key).unwrap();
        let redacted = again.file.redacted.unwrap();
        assert_eq!((redacted.level, redacted.of.as_deref()), (Redaction::IndicatorsOnly, Some(OF)));
    }
    assert!(redact(&only, Redaction::Statistics, None, &key).is_none());
    assert!(redaction_note(&rich(), &Texts::new(Lang::En)).is_none());
}

#[test]
fn small_counts_are_left_out_and_a_device_counts_once() {
    let device = |number: u64, findings: &[Value]| {
        let mut case = case(findings, "", "");
        case.file.evidence.device.udid = Some(format!("device {number}"));
        case
    };
    let lure = || finding(json!({ "time": "2024-05-12T10:03:22Z" }));
    let ran = || process("critical", "2024-05-13T02:11:09Z");
    let weak = || finding(json!({ "level": "low", "meaning": "weakness", "time": "2020-01-01T00:00:00Z" }));
    let mut cases: Vec<Case> = (1..=FEWEST).map(|number| device(number, &[lure(), lure(), weak()])).collect();
    cases[0].findings.extend(device(1, &[ran()]).findings);
    // The same device again.
    cases.push(device(1, &[lure(), ran()]));
    let told = statistics(&cases, Some("ml".parse().unwrap()));
    let table = String::from_utf8(told.csv()).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            format!("\"ML\",\"meaning\",\"exposure\",\"{FEWEST}\"").as_str(),
            format!("\"ML\",\"month\",\"2024-05\",\"{FEWEST}\"").as_str(),
            format!("\"ML\",\"tool\",\"Example Tool\",\"{FEWEST}\"").as_str(),
        ]
    );
    assert_eq!(told.left_out, 1, "execution on one device");
    assert_eq!(String::from_utf8(told.jsonl().unwrap()).unwrap().lines().count(), 3);
    // Evidence that names no device: five pieces may be of one person.
    let unnamed = |number: u64| {
        let mut case = device(number, &[ran()]);
        (case.file.evidence.device.udid, case.file.evidence.device.serial) = (None, None);
        case.file.evidence.id = number.to_string();
        case
    };
    let nameless: Vec<Case> = (1..=FEWEST).map(unnamed).collect();
    let told = statistics(&nameless, None);
    assert!(told.is_empty() && told.unnamed == FEWEST && told.left_out == 0);
    // A device that other evidence names by its serial number alone is not another one.
    let mut by_serial = device(1, &[ran()]);
    by_serial.file.evidence.device.udid = None;
    let told = statistics(&[cases[..4].to_vec(), vec![by_serial]].concat(), None);
    assert!(told.is_empty() && told.unnamed == 0);
    cases.remove(1);
    let told = statistics(&cases, None);
    assert!(told.is_empty() && told.left_out > 0);
    assert_eq!(told.csv(), b"country,by,value,devices\r\n");
    assert!("France".parse::<Country>().is_err() && "f1".parse::<Country>().is_err());
}
