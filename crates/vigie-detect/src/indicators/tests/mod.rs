//! One test per rule of comparison and loading.

mod hosts;
mod packs;
mod patterns;
mod values;

use vigie_model::Observable;

use super::{How, Matcher};

pub(super) fn bundle(patterns: &[&str]) -> String {
    let objects: Vec<String> = patterns
        .iter()
        .enumerate()
        .map(|(n, pattern)| {
            let pattern = serde_json::to_string(pattern).unwrap();
            format!(r#"{{"type":"indicator","id":"indicator--{n}","pattern":{pattern},"pattern_type":"stix"}}"#)
        })
        .collect();
    format!(r#"{{"type":"bundle","objects":[{}]}}"#, objects.join(","))
}

pub(super) fn matcher(patterns: &[&str]) -> Matcher {
    from_json(&bundle(patterns))
}

pub(super) fn from_json(json: &str) -> Matcher {
    let mut builder = Matcher::builder();
    builder.add_stix("test", "test.stix2", json.as_bytes()).unwrap();
    builder.build()
}

pub(super) fn met(matcher: &Matcher, observables: &[Observable<'_>]) -> Vec<(String, How)> {
    let mut scan = matcher.scan();
    for observable in observables {
        scan.see(observable);
    }
    scan.finish().hits.iter().map(|h| (h.indicator.value().to_owned(), h.how)).collect()
}

/// How one value meets one pattern.
pub(super) fn how(pattern: &str, observable: Observable<'_>) -> Option<How> {
    met(&matcher(&[pattern]), &[observable]).first().map(|(_, how)| *how)
}

pub(super) fn domain(value: &str) -> String {
    format!("[domain-name:value = '{value}']")
}
