//! One test per defect of MVT's matching and loading that was reproduced; each carries the number of its line in
//! docs/peer_defects.md.

use std::path::{Path, PathBuf};

use vigie_detect::indicators::{How, Matcher};
use vigie_model::Observable;

fn matcher(packs: &[(&str, &[(&str, &str)])]) -> Matcher {
    let mut builder = Matcher::builder();
    for (name, indicators) in packs {
        let mut objects = vec![format!(r#"{{"type":"malware","id":"malware--{name}","name":"{name}"}}"#)];
        for (at, (path, value)) in indicators.iter().enumerate() {
            let pattern = serde_json::to_string(&format!("[{path}='{value}']")).unwrap();
            let id = format!("indicator--{name}-{at}");
            objects.push(format!(r#"{{"type":"indicator","id":"{id}","pattern":{pattern},"pattern_type":"stix"}}"#));
            objects.push(format!(
                r#"{{"type":"relationship","relationship_type":"indicates","source_ref":"{id}","target_ref":"malware--{name}"}}"#
            ));
        }
        let json = format!(r#"{{"type":"bundle","objects":[{}]}}"#, objects.join(","));
        builder.add_stix(name, name, json.as_bytes()).unwrap();
    }
    builder.build()
}

fn one(path: &str, value: &str, observable: &Observable<'_>) -> Option<How> {
    let matcher = matcher(&[("pack", &[(path, value)])]);
    let mut scan = matcher.scan();
    scan.see(observable);
    scan.finish().hits.first().map(|hit| hit.how)
}

const DOMAIN: &str = "domain-name:value";

#[test]
fn defect_2_3_01_lstrip_of_www_ate_letters_of_web_evilcdn() {
    assert_eq!(one(DOMAIN, "web.evilcdn.com", &Observable::url("http://web.evilcdn.com/")), Some(How::Exact));
}

#[test]
fn defect_2_4_02_lstrip_of_www_made_web_de_an_eb_de() {
    assert_eq!(one(DOMAIN, "eb.de", &Observable::url("https://web.de/")), None);
}

#[test]
fn defect_2_3_01_indicators_that_start_with_www_could_never_match() {
    for host in ["www.andropwn.xyz", "www.tzsafe.com"] {
        assert_eq!(one(DOMAIN, host, &Observable::url(format!("https://{host}/x"))), Some(How::Exact));
    }
}

#[test]
fn defect_2_3_02_names_below_an_indicator_that_is_itself_a_sub_domain_were_missed() {
    assert_eq!(one(DOMAIN, "sub.evil.com", &Observable::url("http://a.sub.evil.com/")), Some(How::Subdomain));
    assert_eq!(one(DOMAIN, "sub.evil.com", &Observable::url("http://evil.com/")), None);
}

#[test]
fn defect_2_3_03_a_port_or_user_hid_the_host() {
    assert_eq!(one(DOMAIN, "sub.evil.com", &Observable::url("https://sub.evil.com:443/")), Some(How::Exact));
    assert_eq!(one(DOMAIN, "sub.evil.com", &Observable::url("https://me@sub.evil.com/")), Some(How::Exact));
}

#[test]
fn defect_2_3_03_a_url_in_a_parameter_was_not_looked_at() {
    assert_eq!(one(DOMAIN, "badsite.com", &Observable::url("https://google.com/?u=badsite.com")), Some(How::Nested));
}

#[test]
fn defect_2_3_04_path_indicators_were_useless_on_file_systems() {
    for (indicator, seen) in [
        ("/private/var/tmp/takePhoto", "private/var/tmp/takePhoto"),
        (
            "/private/var/db/com.apple.xpc.roleaccountd.staging/subridged",
            "private/var/db/com.apple.xpc.roleaccountd.staging/subridged",
        ),
    ] {
        assert_eq!(one("file:path", indicator, &Observable::file_path(seen)), Some(How::Exact));
    }
}

#[test]
fn defect_2_3_08_links_without_scheme_and_trailing_punctuation_were_lost() {
    assert_eq!(one(DOMAIN, "urlpush.net", &Observable::text("Look: urlpush.net/x")), Some(How::Exact));
    assert_eq!(one(DOMAIN, "x.com", &Observable::text("Look: www.x.com")), Some(How::Subdomain));
    assert_eq!(one("url:value", "http://evil.com/x", &Observable::text("Look: http://evil.com/x.")), Some(How::Exact));
}

#[test]
fn defect_2_3_11_names_cut_to_15_characters_never_matched() {
    assert_eq!(
        one("process:name", "com.apple.rapports.events", &Observable::process("com.apple.rappo")),
        Some(How::Truncated)
    );
    // Of an application, Android's kernel keeps the last 15: they meet the id of the application and the name of its
    // process, on Android alone.
    for path in ["process:name", "app:id"] {
        let matcher = matcher(&[("pack", &[(path, "com.Example.systemhelper")])]);
        let met = |android: bool, name: &str| {
            let mut scan = matcher.scan().on_android(android);
            scan.see(&Observable::process(name.to_owned()));
            scan.finish().hits.first().map(|hit| hit.how)
        };
        assert_eq!(met(true, "le.systemhelper"), Some(How::TruncatedTail), "{path}");
        assert_eq!(met(false, "le.systemhelper"), None, "{path}");
        for other in ["e.systemhelper", "ple.systemhelper", "xe.systemhelper", "systemhelper"] {
            assert_eq!(met(true, other), None, "{path} {other}");
        }
    }
}

#[test]
fn defect_2_3_12_hashes_were_never_used() {
    let hash = "24d004a104d4d54034dbcffc2a4b19a11f39008a575aa614ea04703480b1022c";
    assert_eq!(one("file:hashes.sha256", hash, &Observable::hash(hash.to_uppercase())), Some(How::Exact));
}

#[test]
fn defect_2_3_14_ipv6_networks_and_boolean_patterns_were_ignored() {
    assert_eq!(one("ipv6-addr:value", "2001:db8::1", &Observable::ip("2001:0db8::0001")), Some(How::Exact));
    assert_eq!(one("ipv4-addr:value", "100.64.0.0/10", &Observable::ip("100.65.1.1")), Some(How::Cidr));
    // Each closes the quote of the pattern around it and opens the next.
    let of = |rest: &str, seen: &str| one(DOMAIN, rest, &Observable::domain(seen.to_owned())).is_some();
    assert!(of("a.example' OR domain-name:value = 'b.example", "b.example"));
    assert!(of("x' OR domain-name:value LIKE '%.evil.example", "www.evil.example"));
    assert!(of("x' OR domain-name:value MATCHES '^c[0-9]+\\\\.example$", "c42.example"));
    assert!(!of("x' OR domain-name:value MATCHES '^c[0-9]+\\\\.example$", "cx.example"));
    let both = "a.example' AND domain-name:value = 'b.example";
    assert!(!of(both, "a.example") && !of(both, "b.example"), "one of two is not both");
}

/// Nothing is ever expanded: the short address itself is the value that is compared, whole.
#[test]
fn defect_2_3_16_short_links_are_compared_as_they_are() {
    let short = "https://bit.ly/3xAmPl3";
    assert_eq!(one("url:value", short, &Observable::text(format!("see {short}."))), Some(How::Exact));
    assert_eq!(one("url:value", short, &Observable::url("https://bit.ly/3xAmPl3x")), None);
    assert_eq!(one(DOMAIN, "bit.ly", &Observable::url(short)), Some(How::Exact));
}

#[test]
fn defect_2_3_17_a_command_line_was_compared_as_one_string() {
    assert_eq!(
        one("file:path", "/data/local/tmp/wd/", &Observable::command_line("sh -c /data/local/tmp/wd/x")),
        Some(How::PathBelow)
    );
}

#[test]
fn defect_2_4_01_addresses_matched_as_substrings() {
    for seen in ["11.2.3.4", "1.2.3.45"] {
        assert_eq!(one("ipv4-addr:value", "1.2.3.4", &Observable::ip(seen)), None);
        assert_eq!(one("ipv4-addr:value", "1.2.3.4", &Observable::url(format!("https://{seen}/"))), None);
    }
}

#[test]
fn defect_2_4_03_a_path_prefix_matched_without_boundary() {
    assert_eq!(one("file:path", "/private/var/tm", &Observable::file_path("/private/var/tmp/x")), None);
    assert_eq!(one("file:path", "/private/var", &Observable::file_path("/private/variable")), None);
}

#[test]
fn defect_2_4_04_a_part_of_a_profile_id_matched() {
    assert_eq!(one("configuration-profile:id", "ABCDEF-1234", &Observable::profile_id("A")), None);
}

#[test]
fn defect_2_4_05_a_short_process_name_matched_any_component_of_a_path() {
    assert_eq!(one("process:name", "bh", &Observable::file_path("/a/bh/c")), None);
}

#[test]
fn defect_2_4_07_the_same_domain_in_two_packs_kept_one_attribution() {
    let matcher = matcher(&[("Pegasus", &[(DOMAIN, "evil.com")]), ("Stalkerware", &[(DOMAIN, "evil.com")])]);
    let mut scan = matcher.scan();
    scan.see(&Observable::url("https://evil.com/"));
    let names: Vec<_> = scan.finish().hits.iter().flat_map(|hit| hit.reference().malware).collect();
    assert_eq!(names, ["Pegasus", "Stalkerware"]);
}

#[test]
fn defect_2_5_01_a_value_with_an_equals_sign_or_an_or_pattern_aborted_the_command() {
    let matcher = matcher(&[(
        "pack",
        &[
            ("url:value", "http://evil.com/?a=b&c=d"),
            (DOMAIN, "a.example' OR domain-name:value = 'b.example"),
            (DOMAIN, "unbalanced ' = ["),
        ],
    )]);
    let pack = &matcher.packs()[0];
    assert_eq!((pack.indicators, pack.usable, pack.unusable_total()), (3, 2, 1));
    let mut scan = matcher.scan();
    scan.see(&Observable::url("http://evil.com/?a=b&c=d"));
    scan.see(&Observable::domain("b.example"));
    assert_eq!(scan.finish().hits.len(), 2);
}

#[test]
fn defect_2_5_02_a_set_without_domains_broke_every_url() {
    assert_eq!(one("process:name", "bh", &Observable::url("https://example.org/")), None);
    let empty = Matcher::builder().build();
    let mut scan = empty.scan();
    scan.see(&Observable::url("https://example.org/"));
    assert!(scan.finish().hits.is_empty() && empty.is_empty());
}

/// Loading was quadratic: 20 000 indicators took half a minute. Time is measured in `benches/matcher.rs`; here,
/// that so many load whole and each still meets its value.
#[test]
fn defect_2_5_08_many_indicators_load_whole() {
    let values: Vec<(String, String)> = (0..20_000).map(|n| (DOMAIN.to_owned(), format!("host{n}.example"))).collect();
    let borrowed: Vec<(&str, &str)> = values.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let matcher = matcher(&[("pack", &borrowed)]);
    assert_eq!(matcher.len(), 20_000);
    let mut scan = matcher.scan();
    for n in [0, 9_999, 19_999] {
        scan.see(&Observable::domain(format!("host{n}.example")));
    }
    assert_eq!(scan.finish().hits.len(), 3);
}

fn shared() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("VIGIE_SHARED").map_or(beside, PathBuf::from)
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn the_public_packs_load_fully() {
    let folder = shared().join("indicators");
    if !folder.is_dir() {
        eprintln!("skipped: no public packs in {} (set VIGIE_SHARED)", folder.display());
        return;
    }
    let mut builder = Matcher::builder();
    builder.add_path(&folder).unwrap();
    let matcher = builder.build();
    let mut indicators = 0;
    for pack in matcher.packs() {
        assert!(pack.damage.is_empty(), "{}: {:?}", pack.name, pack.damage);
        assert_eq!(pack.usable, pack.indicators, "{}: {:?}", pack.name, pack.notes);
        indicators += pack.indicators;
    }
    assert_eq!(indicators, 5_713);
    // Every one of them meets its own value, with a name to tell.
    let mut scan = matcher.scan();
    for indicator in matcher.indicators() {
        assert!(!indicator.malware().is_empty(), "{indicator:?}");
        let hits = matcher.lookup(indicator.value());
        assert!(hits.iter().any(|hit| hit.indicator == indicator && hit.how == How::Exact), "{indicator:?}");
    }
    scan.see(&Observable::url("https://sub.urlpush.net:8443/x"));
    assert!(scan.finish().hits.iter().any(|hit| hit.indicator.malware() == ["Pegasus"]));
}

#[test]
fn the_base_pack_finds_what_it_was_written_for() {
    let mut builder = Matcher::builder();
    builder.add_base().unwrap();
    let matcher = builder.build();
    let name = |observable: Observable<'_>| {
        let mut scan = matcher.scan();
        scan.see(&observable);
        scan.finish().hits.iter().flat_map(|h| h.reference().malware).next()
    };
    for (observable, tool) in [
        (Observable::process("bh"), "Pegasus"),
        (Observable::url("https://x.free247downloads.com:30495/x"), "Pegasus"),
        (Observable::executable("/private/var/tmp/UserEventAgent"), "Predator"),
        (Observable::service("mssecsvc2.0"), "WannaCry"),
        (Observable::domain("www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com"), "WannaCry"),
        (Observable::command_line(r#"C:\Windows\System32\rundll32.exe "C:\Windows\perfc.dat" #1 30"#), "NotPetya"),
        (Observable::command_line(r"rundll32.exe C:\Windows\perfc.dat,#1"), "NotPetya"),
    ] {
        assert_eq!(name(observable.clone()).as_deref(), Some(tool), "{observable:?}");
    }
    assert_eq!(name(Observable::domain("upd.me-doc.com.ua")), None);
    assert_eq!(name(Observable::executable("/usr/libexec/UserEventAgent")), None);
}
