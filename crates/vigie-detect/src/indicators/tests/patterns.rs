//! Operators, and patterns of several comparisons.

use vigie_model::{Observable, Timestamp};

use super::super::{Correlator, How, Matcher, Partial};
use super::{how, matcher, met};

#[test]
fn like_and_matches_on_raw_and_canonical() {
    assert_eq!(how("[domain-name:value LIKE '%.evil.com']", Observable::domain("A.EVIL.com")), Some(How::Pattern));
    assert_eq!(
        how("[url:value MATCHES '/gate\\\\.php\\\\?id=[0-9]+$']", Observable::url("https://x.example/gate.php?id=12")),
        Some(How::Pattern)
    );
    assert_eq!(how("[process:name MATCHES '^x[0-9]{3}$']", Observable::process("/bin/x123")), Some(How::Pattern));
    assert_eq!(how("[process:name MATCHES '^x[0-9]{3}$']", Observable::process("X123")), None);
    let bad = matcher(&[
        "[url:value MATCHES '(a)\\\\1']",
        "[url:value MATCHES '.*']",
        "[url:value MATCHES '(((a{1000}){1000}){1000})b']",
        "[file:name LIKE '%']",
    ]);
    assert_eq!(bad.packs()[0].unusable_total(), 4, "{:?}", bad.packs()[0].notes);
}

#[test]
fn in_or_and_not_equal() {
    let pattern = "[domain-name:value IN ('a.example', 'b.example') OR process:name = 'bh']";
    let matcher = matcher(&[pattern]);
    assert_eq!(matcher.packs()[0].usable, 1);
    assert_eq!(matcher.len(), 3);
    assert_eq!(met(&matcher, &[Observable::domain("b.example"), Observable::process("bh")]).len(), 2);
    let and = "[process:name = 'bh' AND file:path = '/private/var/tmp/x' AND process:name != 'other']";
    let hit = [Observable::process("bh"), Observable::file_path("/private/var/tmp/x")];
    assert_eq!(met(&super::matcher(&[and]), &hit), [(and.to_owned(), How::Pattern)]);
    assert_eq!(met(&super::matcher(&[and]), &hit[..1]), []);
    let not = [hit[0].clone(), hit[1].clone(), Observable::process("other")];
    assert_eq!(met(&super::matcher(&[and]), &not), []);
    let lonely = super::matcher(&[
        "[process:name != 'x']",
        "[process:name NOT IN ('x', 'y')]",
        "[a:b = 'c' OR process:name != 'x']",
    ]);
    assert_eq!(lonely.packs()[0].unusable["only-negations"], 2);
    assert_eq!(met(&lonely, &[Observable::process("z")]), []);
}

#[test]
fn one_record_after_another_does_not_leak() {
    let matcher = matcher(&["[process:name = 'a' AND file:name = 'b']"]);
    let mut scan = matcher.scan();
    scan.see(&Observable::process("a"));
    assert!(scan.finish().hits.is_empty());
    scan.see(&Observable::file_name("b"));
    assert!(scan.finish().hits.is_empty());
}

fn at(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_unix_seconds(seconds)
}

fn partials(matcher: &Matcher, observable: &Observable<'_>) -> Vec<Partial> {
    let mut scan = matcher.scan();
    scan.see(observable);
    let found = scan.finish();
    assert!(found.hits.is_empty());
    found.partials
}

fn correlated(pattern: &str, seen: &[(&str, i64)]) -> bool {
    let matcher = matcher(&[pattern]);
    assert_eq!(matcher.packs()[0].usable, 1, "{:?}", matcher.packs()[0].notes);
    let mut one = Correlator::default();
    let mut two = Correlator::default();
    for (n, (process, time)) in seen.iter().enumerate() {
        let correlator = if n % 2 == 0 { &mut one } else { &mut two };
        correlator.note(&partials(&matcher, &Observable::process(*process)), at(*time), &n);
    }
    let mut other_way = two.clone();
    other_way.merge(one.clone());
    one.merge(two);
    let found = one.finish(&matcher);
    assert_eq!(found.len(), other_way.finish(&matcher).len());
    if let Some(found) = found.first() {
        assert_eq!(found.indicator.value(), pattern);
        assert!(found.sightings.is_sorted_by_key(|s| s.time));
    }
    !found.is_empty()
}

#[test]
fn patterns_across_records() {
    let (a, b) = ("[process:name = 'a']", "[process:name = 'b']");
    assert!(correlated(&format!("{a} AND {b}"), &[("b", 5), ("a", 900)]));
    assert!(!correlated(&format!("{a} AND {b}"), &[("a", 5), ("a", 900)]));
    assert!(correlated(&format!("{a} FOLLOWEDBY {b}"), &[("a", 5), ("b", 900)]));
    assert!(!correlated(&format!("{a} FOLLOWEDBY {b}"), &[("b", 5), ("a", 900)]));
    assert!(correlated(&format!("({a} AND {b}) WITHIN 10 SECONDS"), &[("a", 5), ("b", 100), ("a", 108)]));
    assert!(!correlated(&format!("({a} AND {b}) WITHIN 10 SECONDS"), &[("a", 5), ("b", 100)]));
    assert!(correlated(&format!("{a} REPEATS 3 TIMES"), &[("a", 1), ("a", 2), ("a", 3)]));
    assert!(!correlated(&format!("{a} REPEATS 3 TIMES"), &[("a", 1), ("a", 2)]));
    let window = "START t'1970-01-01T00:00:10Z' STOP t'1970-01-01T00:00:20Z'";
    assert!(correlated(&format!("{a} {window}"), &[("a", 15)]));
    assert!(!correlated(&format!("{a} {window}"), &[("a", 25)]));
}
