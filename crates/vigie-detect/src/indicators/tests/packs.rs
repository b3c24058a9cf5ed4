//! Loading: names, dates, damage, lint.

use vigie_model::{Observable, Timestamp};

use super::super::{IndicatorKind, Matcher};
use super::{bundle, domain, from_json, matcher, met};

#[test]
fn withdrawn_is_shown_and_never_matched_and_outdated_is_matched_and_told() {
    let json = r#"{"type":"bundle","objects":[
        {"type":"indicator","id":"indicator--a","pattern":"[domain-name:value='a.example']","revoked":true},
        {"type":"indicator","id":"indicator--b","pattern":"[domain-name:value='b.example']","created":"2018-05-01T00:00:00Z","valid_from":"2017-03-01T00:00:00Z","valid_until":"2020-01-01T00:00:00Z","confidence":40},
        {"type":"indicator","id":"indicator--c","pattern":"[domain-name:value='c.example']","created":"2018-05-01T00:00:00Z"}]}"#;
    let day = Timestamp::parse_rfc3339("2024-01-01T00:00:00Z").unwrap();
    let mut builder = Matcher::builder().as_of(day);
    builder.add_stix("t", "t", json.as_bytes()).unwrap();
    let matcher = builder.build();
    let pack = &matcher.packs()[0];
    assert_eq!((pack.indicators, pack.usable, pack.revoked, pack.expired), (3, 2, 1, 1));
    let mut scan = matcher.scan();
    scan.see(&Observable::domain("a.example"));
    scan.see(&Observable::domain("b.example"));
    let hits = scan.finish().hits;
    assert_eq!(hits.len(), 1);
    let reference = hits[0].reference();
    assert_eq!(reference.confidence, Some(40));
    assert_eq!(reference.valid_until.unwrap().to_string(), "2020-01-01T00:00:00Z");
    assert_eq!(reference.valid_from.unwrap().to_string(), "2017-03-01T00:00:00Z");
    assert!(hits[0].indicator.is_expired_at(day));
    let undated = matcher.lookup("c.example")[0].reference();
    assert_eq!(undated.valid_from.unwrap().to_string(), "2018-05-01T00:00:00Z", "since it was made");
    let shown = matcher.lookup("a.example");
    assert!(shown.len() == 1 && shown[0].indicator.is_revoked());
}

#[test]
fn every_name_tied_to_an_indicator_is_kept_wherever_it_stands() {
    let json = r#"{"type":"bundle","objects":[
        {"type":"relationship","relationship_type":"indicates","source_ref":"indicator--a","target_ref":"malware--m"},
        {"type":"relationship","relationship_type":"indicates","source_ref":"indicator--a","target_ref":"campaign--c"},
        {"type":"report","id":"report--r","name":"The report","object_refs":["indicator--a","indicator--b"]},
        {"type":"indicator","id":"indicator--a","pattern":"[domain-name:value='a.example']","created_by_ref":"identity--i",
         "external_references":[{"source_name":"x","url":"https://example.org/report"},{"source_name":"blog"}]},
        {"type":"indicator","id":"indicator--b","pattern":"[domain-name:value='b.example']"},
        {"type":"identity","id":"identity--i","name":"A lab"},
        {"type":"malware","id":"malware--m","name":"Tool"},
        {"type":"campaign","id":"campaign--c","name":"Campaign"}]}"#;
    let matcher = from_json(json);
    assert_eq!(matcher.packs()[0].publisher.as_deref(), Some("A lab"));
    let all: Vec<_> = matcher.indicators().collect();
    assert_eq!(all[0].malware(), ["Campaign", "Tool"]);
    assert_eq!(all[0].sources(), ["The report", "blog", "https://example.org/report"]);
    assert_eq!(all[1].malware(), ["The report"]);
    assert_eq!(matcher.by_malware()["Tool"][&IndicatorKind::Domain], 1);
}

#[test]
fn what_cannot_be_used_is_counted_and_shown() {
    let json = r#"{"type":"bundle","objects":[
        {"type":"indicator","id":"indicator--1","pattern":"rule x {}","pattern_type":"yara"},
        {"type":"indicator","id":"indicator--2","pattern":"[file:size > 5]"},
        {"type":"indicator","id":"indicator--3","pattern":"[domain-name:value = ''"},
        {"type":"indicator","id":"indicator--4"},
        {"type":"indicator","id":"indicator--5","pattern":"[domain-name:value = '']"},
        {"type":"indicator","id":"indicator--6","pattern":"[x-other:thing = 'v1']"},
        {"type":"indicator","id":"indicator--7","pattern":"[url:value ISSUPERSET 'x']"},
        {"type":"indicator","id":"indicator--8","pattern":"[domain-name:value = 'ok.example' OR file:size = 3]"},
        {"type":"indicator","id":7,"pattern":["x"]},
        {"type":"indicator" "broken"},
        {"type":"indicator","id":"indicator--9","pattern":"[domain-name:value = 'last.example']"}]}"#;
    let matcher = from_json(json);
    let pack = &matcher.packs()[0];
    assert_eq!((pack.objects, pack.indicators, pack.usable, pack.unusable_total()), (11, 10, 3, 7), "{pack:#?}");
    assert_eq!(pack.damage.len(), 1);
    assert_eq!(pack.warnings["never-matches"], 1);
    assert_eq!(pack.warnings["partly-usable"], 1);
    let codes: Vec<String> = pack.problems().iter().map(|p| p.code.to_string()).collect();
    assert_eq!(codes.iter().filter(|c| *c == "VIG-E040").count(), 8);
    assert_eq!(codes.iter().filter(|c| *c == "VIG-E041").count(), 1);
    assert_eq!(matcher.lookup("v1").len(), 1);
    assert_eq!(met(&matcher, &[Observable::domain("last.example")]).len(), 1);
}

#[test]
fn a_pack_cut_in_the_middle_keeps_what_was_read() {
    let whole = bundle(&[&domain("a.example"), &domain("b.example"), &domain("c.example")]);
    for end in 0..whole.len() {
        let matcher = from_json(&whole[..end]);
        let pack = &matcher.packs()[0];
        assert!(!pack.damage.is_empty(), "{end}");
        assert_eq!(matcher.len() as u64, pack.usable);
    }
    assert!(from_json(&whole).packs()[0].damage.is_empty());
}

#[test]
fn values_that_look_wrong_are_told() {
    let matcher = matcher(&[
        &domain("*.evil.example"),
        &domain("evil[.]example"),
        &domain("evil.example:8080"),
        &domain("http://evil.example/x"),
        &domain("9.9.9.9"),
        &domain("evil.example"),
        &domain("evil.example"),
        "[ipv4-addr:value = '192.168.1.1']",
        "[file:path = '/private/var/tmp']",
        "[url:value = 'evil.example']",
    ]);
    let warnings = &matcher.packs()[0].warnings;
    for code in ["wildcard", "defanged", "port", "other-kind", "duplicate", "local-address", "common-folder"] {
        assert!(warnings.contains_key(code), "{code}: {warnings:?}");
    }
    assert_eq!(matcher.packs()[0].usable, 10);
    assert!(met(&matcher, &[Observable::domain("a.evil.example")]).len() >= 5);
}

#[test]
fn folders_are_read_in_order_and_links_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    for (name, value) in
        [("b.stix2", "b.example"), ("a.json", "a.example"), ("sub/c.stix", "c.example"), ("no.txt", "d.example")]
    {
        #[expect(clippy::disallowed_methods, reason = "a test makes its own packs")]
        std::fs::write(folder.path().join(name), bundle(&[&domain(value)])).unwrap();
    }
    let mut builder = Matcher::builder();
    assert_eq!(builder.add_path(folder.path()).unwrap(), 3);
    let matcher = builder.build();
    let packs: Vec<_> = matcher.packs().iter().map(|p| (p.name.as_str(), p.origin.as_str())).collect();
    assert_eq!(packs, [("a", "a.json"), ("b", "b.stix2"), ("c", "sub/c.stix")]);
    assert_eq!(matcher.packs()[0].sha256.len(), 64);
    assert!(Matcher::builder().add_path(&folder.path().join("absent")).is_err());
    assert_eq!(Matcher::builder().add_path(&folder.path().join("no.txt")).unwrap(), 1);
}
