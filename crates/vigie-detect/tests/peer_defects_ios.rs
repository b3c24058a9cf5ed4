//! One test per defect of MVT's iOS modules that was reproduced; each carries the number of its line in
//! docs/peer_defects.md. Some lines are fixtures of their artifact instead, named in the same way.

#![expect(clippy::disallowed_methods, reason = "databases are built from files of SQL")]

#[expect(dead_code, reason = "shared with tests that walk all fixtures")]
#[path = "../../vigie-artifacts/tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;

use support::Files;
use vigie_artifacts::{ARTIFACTS, AnyRecord, Plan, Sink};
use vigie_detect::indicators::Matcher;
use vigie_detect::{Found, HEURISTICS, Seen, Watch};
use vigie_model::{Finding, Layout, Place, ProblemCode};

/// What one artifact's records meet, and the order of records and problems.
struct Watched<'m> {
    matcher: &'m Matcher,
    met: Vec<String>,
    order: String,
}

impl Sink for Watched<'_> {
    fn record(&mut self, _: Place, record: &dyn AnyRecord) {
        self.order.push('r');
        let mut scan = self.matcher.scan();
        record.observables(&mut |seen| scan.see(&seen));
        self.met.extend(scan.finish().hits.iter().map(|hit| hit.seen.clone()));
    }

    fn problem(&mut self, _: ProblemCode, _: Place, _: String) {
        self.order.push('p');
    }
}

fn indicators(values: &[(&str, &str)]) -> Matcher {
    let objects: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(at, (path, value))| {
            let pattern = format!("[{path} = '{value}']");
            format!(r#"{{"type":"indicator","id":"indicator--{at}","pattern":"{pattern}","pattern_type":"stix"}}"#)
        })
        .collect();
    let mut builder = Matcher::builder();
    let json = format!(r#"{{"type":"bundle","objects":[{}]}}"#, objects.join(","));
    builder.add_stix("pack", "pack", json.as_bytes()).unwrap();
    builder.build()
}

/// Runs one artifact over the files of a backup.
fn run<'m>(id: &str, files: &Files, matcher: &'m Matcher) -> Watched<'m> {
    let artifact = vigie_artifacts::artifact(id).unwrap();
    let evidence = support::evidence(Layout::IosBackup, files);
    let plan = Plan::new(&[artifact], Layout::IosBackup).unwrap();
    let mut watched = Watched { matcher, met: Vec::new(), order: String::new() };
    let mut read = 0;
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            read += 1;
            artifact.run(&source, &mut watched);
        },
        &mut |problem| panic!("{problem:?}"),
    );
    assert!(read > 0, "{id} reads none of the files");
    watched
}

fn fixture(path: &str) -> Files {
    support::load(&support::root().join(path).join("backup"))
}

/// Hands the records of one source to one heuristic.
struct Feed<'a> {
    artifact: &'static str,
    source: String,
    watch: &'a mut dyn Watch,
    found: &'a mut Found,
}

impl Sink for Feed<'_> {
    fn record(&mut self, place: Place, record: &dyn AnyRecord) {
        let seen = Seen::new(self.artifact, &self.source, &place, record);
        self.watch.record(&seen, self.found);
    }

    fn problem(&mut self, _: ProblemCode, _: Place, _: String) {}
}

/// What every heuristic finds in a fixture, with no indicator at all.
fn heuristics(path: &str, layout: Layout) -> Vec<Finding> {
    let folder = if layout == Layout::IosBackup { "backup" } else { "filesystem" };
    let evidence = support::evidence(layout, &support::load(&support::root().join(path).join(folder)));
    let plan = Plan::new(ARTIFACTS, layout).unwrap();
    let mut findings = Vec::new();
    for heuristic in HEURISTICS {
        let (mut watch, mut found) = (heuristic.watch(), Found::new(heuristic.spec()));
        evidence.walk(
            &mut |entry| plan.wants(entry.path),
            &mut |source| {
                for index in plan.wanted_by(source.path()) {
                    let id = ARTIFACTS[index].spec().id;
                    if heuristic.spec().artifacts.contains(&id) {
                        let source_path = source.path().to_owned();
                        let (watch, found) = (watch.as_mut(), &mut found);
                        let mut feed = Feed { artifact: id, source: source_path, watch, found };
                        ARTIFACTS[index].run(&source, &mut feed);
                    }
                }
            },
            &mut |problem| panic!("{problem:?}"),
        );
        watch.finish(&mut found);
        findings.extend(found.take());
    }
    findings
}

/// A database built from SQL, at a path of a backup.
fn database(path: &str, sql: &str) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(path).with_added_extension("sql");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, sql).unwrap();
    support::load(folder.path())
}

/// The application ids that a fixture's records show are all compared.
#[test]
fn defect_2_3_13_application_ids_are_compared_wherever_they_are_seen() {
    for (artifact, case, id) in [
        ("ios_tcc", "ios_tcc/ordinary", "org.example.removed"),
        ("ios_locationd_clients", "ios_locationd_clients/ordinary", "org.example.reader"),
        ("ios_datausage", "ios_datausage/ordinary", "org.example.reader"),
        ("ios_interactions", "ios_interactions/ordinary", "com.apple.MobileSMS"),
    ] {
        let matcher = indicators(&[("app:id", id)]);
        let met = run(artifact, &fixture(case), &matcher).met;
        assert!(met.iter().any(|seen| seen == id), "{artifact}: {met:?}");
    }
}

#[test]
fn defect_2_3_18_heuristics_need_no_indicator() {
    for (path, layout, heuristic) in [
        ("heuristics/idstatus_nul/fires", Layout::IosBackup, "idstatus_nul"),
        ("heuristics/unexpected_profile/fires_notifications", Layout::IosBackup, "unexpected_profile"),
        ("heuristics/sideloaded_app/fires_no_bundle_id", Layout::IosFilesystem, "sideloaded_app"),
    ] {
        let found = heuristics(path, layout);
        let ids: Vec<&str> = found.iter().filter_map(|of| Some(of.heuristic.as_ref()?.id.as_str())).collect();
        assert!(ids.contains(&heuristic), "{path}: {ids:?}");
    }
}

#[test]
fn defect_2_4_06_a_deleted_process_is_told_once_and_an_ordinary_profile_event_not_at_all() {
    let of_datausage = heuristics("heuristics/datausage_missing_process/fires", Layout::IosBackup);
    let mut places: Vec<String> = of_datausage.iter().map(|of| of.message.args["process"].clone()).collect();
    let told = places.len();
    places.sort();
    places.dedup();
    assert!(told > 0 && told == places.len(), "each process once: {of_datausage:#?}");
    assert!(heuristics("ios_profile_events/ordinary", Layout::IosBackup).is_empty());
}

/// A bad row, date or type in the middle of a history costs that row, and an indicator in the last row is still met.
#[test]
fn defect_2_5_06_bad_rows_of_web_histories_lose_only_themselves() {
    const BAD: &str = "https://last.evil.example/x";
    let cases = [
        (
            "ios_chrome_history",
            "AppDomain-com.google.chrome.ios/Library/Application Support/Google/Chrome/Default/History",
            "CREATE TABLE urls (id INTEGER PRIMARY KEY, url, title, last_visit_time);
             CREATE TABLE visits (id INTEGER PRIMARY KEY, url, visit_time, from_visit);
             INSERT INTO urls VALUES (1, x'ff00fe', 7.5, 'soon'), (2, 'https://last.evil.example/x', 'T', 0);
             INSERT INTO visits VALUES (1, 1, 'no time', x'00'), (2, 2, 13360420800000000, 0);",
        ),
        (
            "ios_safari_history",
            "HomeDomain/Library/Safari/History.db",
            "CREATE TABLE history_items (id INTEGER PRIMARY KEY, url, visit_count);
             CREATE TABLE history_visits (id INTEGER PRIMARY KEY, history_item, visit_time, title, redirect_source, redirect_destination);
             INSERT INTO history_items VALUES (1, x'ff00fe', 'many'), (2, 'https://last.evil.example/x', 1);
             INSERT INTO history_visits VALUES (1, 1, 'no time', x'ff', 'a', 'b'), (2, 2, 737640000.5, 'T', NULL, NULL);",
        ),
        (
            "ios_firefox_history",
            "AppDomainGroup-group.org.mozilla.ios.Firefox/profile.profile/places.db",
            "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url, title, guid);
             CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY, is_local, from_visit, place_id, visit_date, visit_type);
             INSERT INTO moz_places VALUES (1, x'ff00fe', 7.5, 1), (2, 'https://last.evil.example/x', 'T', 'g');
             INSERT INTO moz_historyvisits VALUES (1, 'x', x'00', 1, 'no time', 'y'), (2, 1, NULL, 2, 1715947200123, 1);",
        ),
    ];
    let matcher = indicators(&[("domain-name:value", "evil.example")]);
    for (artifact, path, sql) in cases {
        let seen = run(artifact, &database(path, sql), &matcher);
        assert!(seen.order.contains('p'), "{artifact}: the bad row is a problem: {}", seen.order);
        assert!(seen.met.iter().any(|met| met == BAD), "{artifact}: {:?}", seen.met);
    }
}

/// Records are given one at a time while the file is read: those before a damaged page are out before its problem.
#[test]
fn defect_2_5_07_records_are_given_while_the_file_is_read() {
    let mut sql = "CREATE TABLE urls (id INTEGER PRIMARY KEY, url, title, last_visit_time);
         CREATE TABLE visits (id INTEGER PRIMARY KEY, url, visit_time, from_visit);
         INSERT INTO urls VALUES (1, 'https://example.org/', 'T', 0);"
        .to_owned();
    for id in 1..=2000 {
        let _ = write!(sql, "INSERT INTO visits VALUES ({id}, 1, 13360420800000000, 0);");
    }
    let path = "AppDomain-com.google.chrome.ios/Library/Application Support/Google/Chrome/Default/History";
    let mut files = database(path, &sql);
    let bytes = files.get_mut(path).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xff);
    let matcher = indicators(&[]);
    let order = run("ios_chrome_history", &files, &matcher).order;
    let problem = order.find('p').expect("the damaged page is told");
    assert!(order[..problem].matches('r').count() > 100, "records come out before the damage");
}
