//! The forms for other programs: read back, with hostile values, the same for the same case, and valid for the
//! library that reads them.

#[path = "exchange/parsers.rs"]
mod parsers;
mod support;
#[path = "exchange/written.rs"]
mod written;

use serde_json::{Value, json};
use support::{case, finding, process, rich};
use vigie_case::{Case, MemoryRows, TimelineRow};
use vigie_model::Timestamp;
use vigie_report::{ExchangeFormat, Tlp};
use vigie_text::{Lang, Texts};
use written::bytes;

fn row(time: Timestamp, summary: &str) -> TimelineRow {
    TimelineRow {
        time,
        artifact: "ios_calls".to_owned(),
        what: "began".to_owned(),
        summary: summary.to_owned(),
        source: "HomeDomain/a,\"b\"".to_owned(),
        place: "ZCALLRECORD row 9".to_owned(),
        local: time.local().unwrap_or_default(),
    }
}

fn timeline() -> Vec<TimelineRow> {
    let clock = Timestamp::from_device_clock([2024, 5, 12], [10, 3, 22, 0], vigie_model::Precision::Second).unwrap();
    vec![
        row(Timestamp::parse_rfc3339("2024-05-12T10:03:22.5Z").unwrap().written_at(7200), "a call"),
        row(clock, "by the clock \\n"),
    ]
}

fn made(case: &Case, format: ExchangeFormat, lang: Lang) -> Vec<(&'static str, String)> {
    let rows = MemoryRows { timeline: timeline() };
    let files = bytes(case, &rows, format, &Texts::new(lang));
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

fn text(case: &Case, format: ExchangeFormat) -> String {
    let mut files = made(case, format, Lang::En);
    assert_eq!(files.len(), 1);
    files.remove(0).1
}

/// Values a device may hold, in every field that comes from it.
fn hostile(seen: &str) -> Case {
    let sentence = json!({ "seen": seen, "indicator": seen, "malware": seen, "how": "exact" });
    let with = json!({
        "seen": seen, "place": { "source": seen }, "indicator": { "value": seen, "malware": [seen] },
        "record": { "text": seen }, "sentences": { "message": { "args": sentence } }
    });
    case(&[finding(with)], "", "")
}

const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"https://x\")",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "a\nb\r\nc",
    "evil\u{202e}gpj.exe",
    "it's a \\ back'slash",
    "\"quoted\", and more",
    "\u{1b}[31m",
];

/// A table as RFC 4180 has it; every cell must be on one line.
fn table(text: &str) -> Vec<Vec<String>> {
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "a line end stands in a cell: {text}");
    let line = |line: &str| {
        let mut cells = vec![String::new()];
        let mut quoted = false;
        let mut rest = line.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '"' if quoted && rest.peek() == Some(&'"') => cells.last_mut().unwrap().extend(rest.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().unwrap().push(c),
            }
        }
        assert!(!quoted, "{line}");
        cells
    };
    text.split_terminator("\r\n").map(line).collect()
}

fn is_inert(table: &[Vec<String>]) {
    for cell in table.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula: {cell}");
        assert!(!cell.chars().any(|c| c.is_control() || c == '\u{202e}'), "unseen: {cell:?}");
    }
}

#[test]
fn the_same_case_gives_the_same_bytes_and_its_language_is_chosen() {
    let rows = MemoryRows { timeline: timeline() };
    for format in ExchangeFormat::ALL {
        let made = |lang| bytes(&rich(), &rows, format, &Texts::new(lang));
        assert_eq!(made(Lang::En), made(Lang::En), "{format}");
        assert_ne!(made(Lang::En), made(Lang::Fr), "{format}");
        assert_eq!(format.name().parse(), Ok(format));
    }
    for tlp in Tlp::ALL {
        assert_eq!(tlp.name().parse(), Ok(tlp));
    }
    assert!("word".parse::<ExchangeFormat>().is_err() && "white".parse::<Tlp>().is_err());
}

#[test]
fn tables_are_whole_and_inert() {
    for seen in HOSTILE {
        use ExchangeFormat::{Csv, L2tcsv, Mvt, Plaso, Timesketch};
        for format in [Csv, Timesketch, Mvt, Plaso, L2tcsv] {
            for (name, text) in made(&hostile(seen), format, Lang::En).iter().filter(|(name, _)| *name != "alerts.json")
            {
                let table = table(text);
                assert!(table.iter().all(|row| row.len() == table[0].len()), "{name}: {text}");
                is_inert(&table);
            }
        }
    }
    let table = table(&text(&hostile("=1+1"), ExchangeFormat::Csv));
    let seen = table[0].iter().position(|name| name == "seen").unwrap();
    assert_eq!(table[1][seen], "'=1+1");
    assert_eq!((table[1][1].as_str(), table[1][3].as_str()), ("high", "2024-05-12T10:03:22Z"));
    assert!(table[1][6].len() > 10, "it says when it is innocent");
}

#[test]
fn timesketch_has_what_it_demands_and_no_time_is_claimed() {
    let without_time = finding(json!({ "time": null }));
    let case = case(&[finding(json!({})), without_time, process("critical", "2024-05-13")], "", "");
    let table = table(&text(&case, ExchangeFormat::Timesketch));
    assert_eq!(&table[0][..3], ["message", "datetime", "timestamp_desc"]);
    assert_eq!(table.len(), 1 + 3 + 2, "findings and moments");
    let cell = |row: usize, name: &str| {
        let at = table[0].iter().position(|column| column == name).unwrap();
        table[row][at].as_str()
    };
    assert_eq!(cell(1, "datetime"), "2024-05-12T10:03:22.000000+00:00");
    assert_eq!((cell(2, "datetime"), cell(2, "time_as_written")), ("2024-06-01T09:30:00.000000+00:00", ""));
    assert!(cell(2, "timestamp_desc").contains("no time known"), "{:?}", table[2]);
    assert_eq!((cell(3, "datetime"), cell(3, "time_as_written")), ("2024-05-13T00:00:00.000000+00:00", "2024-05-13"));
    assert_eq!((cell(4, "datetime"), cell(4, "data_type")), ("2024-05-12T10:03:22.500000+00:00", "vigie:record"));
    assert_eq!(cell(4, "time_as_written"), "2024-05-12T12:03:22.500+02:00");
    assert!(cell(5, "timestamp_desc").contains("unknown time zone"), "{:?}", table[5]);
    // One object a line says the same.
    let lines = text(&case, ExchangeFormat::Jsonl);
    assert_eq!(lines.lines().count(), 5);
    for (number, line) in lines.lines().enumerate() {
        let object: Value = serde_json::from_str(line).unwrap();
        for name in ["message", "datetime", "timestamp_desc", "finding_id"] {
            let told = object[name].as_str().unwrap_or_default();
            assert_eq!(told, cell(number + 1, name), "{line}");
        }
    }
    for seen in HOSTILE {
        let lines = text(&hostile(seen), ExchangeFormat::Jsonl);
        assert_eq!(lines.lines().count(), 3, "{seen}");
        assert!(!lines.contains('\u{202e}'));
    }
}

#[test]
fn mvt_finds_its_own_names() {
    let case = case(&[finding(json!({})), finding(json!({ "time": "2024-05-12T10:03:22" }))], "", "");
    let files = made(&case, ExchangeFormat::Mvt, Lang::En);
    assert_eq!(files.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["timeline.csv", "alerts.json"]);
    let table = table(&files[0].1);
    assert_eq!(table[0], ["UTC Timestamp", "Plugin", "Event", "Description"]);
    assert_eq!(table[1], ["2024-05-12 10:03:22.500000", "ios_calls", "began", "a call"]);
    // The backslash is MVT's escape character; what the clock showed does not pass for UTC.
    assert!(
        table[2][3].starts_with("by the clock \\\\n (") && table[2][3].contains("unknown time zone"),
        "{:?}",
        table[2]
    );
    let alerts: Value = serde_json::from_str(&files[1].1).unwrap();
    assert_eq!(alerts[0]["level"], "HIGH");
    assert_eq!(alerts[0]["module"], "ios_calls");
    assert_eq!(alerts[0]["event_time"], "2024-05-12 10:03:22.000000");
    assert_eq!(alerts[0]["event"]["is_from_me"], false);
    assert_eq!(alerts[0]["matched_indicator"]["value"], "example.org");
    assert_eq!(alerts[1]["event_time"], "");
    assert!(alerts[1]["message"].as_str().unwrap().contains("2024-05-12T10:03:22"), "{}", alerts[1]);
}

#[test]
fn plaso_has_its_columns_and_its_words_for_no_time() {
    let without_time = finding(json!({ "time": null }));
    let case = case(&[finding(json!({})), without_time, process("critical", "2024-05-13")], "", "");
    let dynamic = table(&text(&case, ExchangeFormat::Plaso));
    assert_eq!(
        dynamic[0],
        ["datetime", "timestamp_desc", "source", "source_long", "message", "parser", "display_name", "tag"]
    );
    let times: Vec<&str> = dynamic[1..].iter().map(|row| row[0].as_str()).collect();
    let expected =
        ["2024-05-12T10:03:22+00:00", "Not set", "2024-05-13", "2024-05-12T10:03:22.500+00:00", "2024-05-12T10:03:22"];
    assert_eq!(times, expected);
    assert_eq!((dynamic[1][5].as_str(), dynamic[1][7].as_str()), ("vigie/ios_calls", "vigie_high vigie_exposure"));
    assert!(dynamic[2][1].contains("no time known") && dynamic[5][1].contains("unknown time zone"), "{dynamic:?}");
    let old = table(&text(&case, ExchangeFormat::L2tcsv));
    let head =
        "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra";
    assert_eq!(old[0].join(","), head);
    let times: Vec<String> = old[1..].iter().map(|row| row[..3].join(" ")).collect();
    let expected = [
        "05/12/2024 10:03:22 UTC",
        "00/00/0000  ",
        "05/13/2024  UTC",
        "05/12/2024 10:03:22 UTC",
        "05/12/2024 10:03:22 ",
    ];
    assert_eq!(times, expected);
    assert!(old.iter().all(|row| row.len() == 17));
}

fn bundle(case: &Case) -> Vec<Value> {
    let bundle: Value = serde_json::from_str(&text(case, ExchangeFormat::Stix)).unwrap();
    bundle["objects"].as_array().unwrap().clone()
}

fn of_kind<'o>(objects: &'o [Value], kind: &str) -> Vec<&'o Value> {
    objects.iter().filter(|object| object["type"] == kind).collect()
}

#[test]
fn a_bundle_is_whole_and_says_nothing_of_the_person() {
    let objects = bundle(&rich());
    let ids: std::collections::BTreeSet<&str> = objects.iter().map(|object| object["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), objects.len(), "each once");
    let marking = of_kind(&objects, "marking-definition")[0];
    assert_eq!(marking["name"], "TLP:AMBER");
    for object in objects.iter().filter(|object| object["type"] != "marking-definition") {
        assert_eq!(object["object_marking_refs"], json!([marking["id"]]), "{object}");
        for (name, value) in object.as_object().unwrap() {
            let one = value.as_str().filter(|_| name.ends_with("_ref"));
            let several = value.as_array().filter(|_| name.ends_with("_refs"));
            for to in one.into_iter().chain(several.into_iter().flatten().filter_map(Value::as_str)) {
                assert!(ids.contains(to), "{to} is not there: {object}");
            }
        }
    }
    // Every finding is a sighting or a note; the same indicator stands once.
    let case = rich();
    let met = case.findings.iter().filter(|finding| finding.indicator.is_some()).count();
    assert_eq!(of_kind(&objects, "sighting").len() + of_kind(&objects, "note").len(), case.findings.len());
    assert!(of_kind(&objects, "sighting").len() == met && of_kind(&objects, "indicator").len() < met);
    let patterns: Vec<&str> = of_kind(&objects, "indicator").iter().map(|of| of["pattern"].as_str().unwrap()).collect();
    assert!(patterns.contains(&"[domain-name:value = 'example.org']"), "{patterns:?}");
    assert!(patterns.contains(&"[process:name = 'exampled']"), "{patterns:?}");
    assert_eq!(of_kind(&objects, "malware")[0]["name"], "Example Tool");
    assert_eq!(of_kind(&objects, "url")[0]["value"], "https://news.example.org/a?id=1");
    assert_eq!(of_kind(&objects, "report").len(), 1);
    let text = text(&case, ExchangeFormat::Stix);
    for private in ["Phone 12", "TEST00000001", "00008110-000000000000001E", "Have you seen this?"] {
        assert!(!text.contains(private), "{private}");
    }
}

#[test]
fn an_event_of_misp_holds_each_finding_and_says_nothing_of_the_person() {
    let case = rich();
    let text = text(&case, ExchangeFormat::Misp);
    let event: Value = serde_json::from_str(&text).unwrap();
    let event = &event["Event"];
    assert_eq!(
        (&event["distribution"], &event["published"], &event["analysis"]),
        (&json!("0"), &json!(false), &json!("0"))
    );
    assert_eq!(event["Tag"][0]["name"], "tlp:amber");
    let attributes = event["Attribute"].as_array().unwrap();
    let find = |kind: &str, value: &str| {
        let is = |of: &&Value| of["type"] == kind && of["value"] == value;
        attributes.iter().find(is).unwrap_or_else(|| panic!("{kind} {value}: {text}"))
    };
    let domain = find("domain", "example.org");
    assert_eq!((&domain["to_ids"], &domain["category"]), (&json!(true), &json!("Network activity")));
    assert_eq!(domain["Tag"][0]["name"], "vigie:malware=\"Example Tool\"");
    assert_eq!(find("url", "https://news.example.org/a?id=1")["to_ids"], false);
    assert_eq!(find("filename", "exampled")["Sighting"].as_array().unwrap().len(), 2);
    assert_eq!(find("link", "https://example.org/report")["category"], "External analysis");
    let report = event["EventReport"][0]["content"].as_str().unwrap();
    for finding in &case.findings {
        assert!(report.contains(&finding.id), "{}", finding.id);
    }
    for private in ["Phone 12", "TEST00000001", "00008110-000000000000001E", "Have you seen this?"] {
        assert!(!text.contains(private), "{private}");
    }
    // A report of an attacker's addresses makes no links, whatever stands in them.
    let fenced = self::text(&hostile("~~~~~~ [a](https://x)"), ExchangeFormat::Misp);
    let fenced: Value = serde_json::from_str(&fenced).unwrap();
    assert!(fenced["Event"]["EventReport"][0]["content"].as_str().unwrap().contains("\n~~~~~~~\n"), "{fenced}");
}

#[test]
fn what_has_no_known_time_has_none_in_misp_and_case() {
    let clock = finding(json!({ "time": "2024-05-12T10:03:22" }));
    let case = case(&[finding(json!({ "time": null })), clock], "agreed by Jane", "");
    let event = text(&case, ExchangeFormat::Misp);
    assert!(!event.contains("date_sighting") && !event.contains("first_seen"), "{event}");
    let graph: Value = serde_json::from_str(&text(&case, ExchangeFormat::Case)).unwrap();
    let nodes = graph["@graph"].as_array().unwrap();
    let kind = |kind: &str| nodes.iter().filter(|node| node["@type"] == kind).count();
    assert_eq!((kind("uco-core:Event"), kind("uco-analysis:AnalyticResult")), (0, 2));
    assert_eq!((kind("case-investigation:Authorization"), kind("case-investigation:InvestigativeAction")), (1, 1));
    assert!(!graph.to_string().contains("Jane"), "what was agreed stays in the case");
    assert!(graph.to_string().contains(&"AB".repeat(32)), "the hash of a file that was read");
}

#[test]
fn no_finding_is_a_report_that_does_not_say_clean() {
    let objects = bundle(&case(&[], "", ""));
    assert_eq!(objects.len(), 3);
    assert!(of_kind(&objects, "report")[0]["description"].as_str().unwrap().contains("does not mean"));
}

#[test]
fn an_indicator_holds_since_its_pack_says() {
    let from = |from: Value, until: &str| {
        let of = finding(json!({ "indicator": { "valid_from": from, "valid_until": until } }));
        let objects = bundle(&case(&[of], "", ""));
        let indicator = of_kind(&objects, "indicator")[0];
        (indicator["valid_from"].clone(), indicator["description"].as_str().unwrap().contains("not stated"))
    };
    let until = "2026-01-01T00:00:00Z";
    assert_eq!(from(json!("2021-07-18"), until), (json!("2021-07-18T00:00:00.000Z"), false));
    let undated = (json!("1970-01-01T00:00:00.000Z"), true);
    assert_eq!(from(Value::Null, until), undated, "an earlier case");
    assert_eq!(from(json!("2027-01-01T00:00:00Z"), until), undated, "its end lies before its beginning");
}

#[test]
fn a_bundle_has_each_kind_of_object() {
    let objects = bundle(&rich());
    for kind in [
        "indicator",
        "malware",
        "relationship",
        "observed-data",
        "sighting",
        "identity",
        "note",
        "report",
        "marking-definition",
    ] {
        assert!(!of_kind(&objects, kind).is_empty(), "{kind}");
    }
}

#[test]
fn what_has_no_form_of_stix_is_a_sighting_without_data() {
    let day = finding(json!({ "time": "2024-05-12", "indicator": { "type": "app-id", "value": "org.example.x'\\" } }));
    let clock = finding(json!({ "time": "2024-05-12T10:03:22" }));
    let objects = bundle(&case(&[day, clock], "", ""));
    let sightings = of_kind(&objects, "sighting");
    assert!(sightings[0].get("observed_data_refs").is_none());
    assert_eq!(sightings[0]["first_seen"], "2024-05-12T00:00:00.000Z");
    assert_eq!(sightings[0]["last_seen"], "2024-05-13T00:00:00.000Z", "a day is a whole one");
    assert!(sightings[1].get("first_seen").is_none(), "a time of an unknown zone is not UTC");
    assert!(sightings[1]["description"].as_str().unwrap().contains("2024-05-12T10:03:22"));
    assert_eq!(of_kind(&objects, "indicator")[0]["pattern"], r"[app:id = 'org.example.x\'\\']");
}

/// One finding of every kind of indicator.
fn every_kind() -> Case {
    let of = |(kind, value, seen): &(&str, &str, &str)| {
        finding(json!({ "seen": seen, "indicator": { "type": kind, "value": value } }))
    };
    let hash = "0f".repeat(32);
    let kinds = [
        ("domain", "example.org", "news.example.org"),
        ("url", "https://example.org/a'b", "https://example.org/a'b"),
        ("ip", "192.0.2.0/24", "192.0.2.7"),
        ("ip", "2001:db8::1", "2001:db8::1"),
        ("email", "a@example.org", "a@example.org"),
        ("process", "exampled", "/private/var/db/exampled"),
        ("command-line", "x -y", "x -y"),
        ("file-name", "a.bin", "a.bin"),
        ("file-path", "/private/var/a.bin", "/private/var/a.bin"),
        ("hash", hash.as_str(), hash.as_str()),
        ("app-id", "org.example.app", "org.example.app"),
        ("app-certificate", hash.as_str(), hash.as_str()),
        ("certificate", hash.as_str(), hash.as_str()),
        ("profile-id", "org.example.work", "org.example.work"),
        ("property", "sys.example", "sys.example"),
        ("service", "exampled", "exampled"),
        ("mutex", "m", "m"),
        ("registry-key", "HKLM\\Software\\Example", "HKLM\\Software\\Example"),
        ("user-account", "someone", "someone"),
        ("pattern", "[url:value LIKE '%/a' AND file:name = 'b']", "a, b"),
        ("custom", "whatever", "whatever"),
    ];
    case(&kinds.iter().map(of).collect::<Vec<_>>(), "", "")
}
