//! A life on a phone: repeatable, and with what was asked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use vigie_testkit::backup::file_id;
use vigie_testkit::databases::sms;
use vigie_testkit::databases::sqlite::PageSize;
use vigie_testkit::life::{self, Scale, traces};

fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let relative = entry.path().strip_prefix(root).unwrap().to_owned();
            (relative, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn stored(backup: &Path, domain: &str, path: &str) -> PathBuf {
    let id = file_id(domain, path);
    backup.join(&id[..2]).join(id)
}

#[test]
fn two_runs_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    life::write(&Scale::sample(), &one).unwrap();
    life::write(&Scale::sample(), &two).unwrap();
    let (one, two) = (tree(&one), tree(&two));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(bytes == &two[path], "{} differs", path.display());
    }
    let total: usize = one.values().map(Vec::len).sum();
    assert!(total < 400_000, "the sample has {total} bytes");
}

/// If this fails after a wanted change: remove `samples/iphone-backup` and run
/// `cargo run -p vigie-testkit -- sample samples/iphone-backup`.
#[test]
fn the_committed_sample_is_what_the_code_makes() {
    let folder = tempfile::tempdir().unwrap();
    life::write(&Scale::sample(), folder.path()).unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/iphone-backup");
    let (made, committed) = (tree(folder.path()), tree(&committed));
    assert_eq!(made.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (path, bytes) in &made {
        assert!(bytes == &committed[path], "{} differs", path.display());
    }
}

#[test]
fn planted_traces_are_where_they_should_be() {
    let folder = tempfile::tempdir().unwrap();
    life::write(&Scale::sample(), folder.path()).unwrap();
    let copy = tempfile::tempdir().unwrap();
    let path = copy.path().join("sms.db");
    fs::copy(stored(folder.path(), sms::DOMAIN, sms::PATH), &path).unwrap();
    let count = |query: &str| -> i64 {
        let connection = Connection::open(&path).unwrap();
        connection.query_row(query, [], |row| row.get(0)).unwrap()
    };
    let all = "SELECT count(*) FROM message";
    let without_log = count(all);
    assert_eq!(count("SELECT count(*) FROM message WHERE text LIKE '%urlpush.net/%'"), 1);
    assert_eq!(count("SELECT count(*) FROM message WHERE text LIKE '%Apple a détecté%'"), 0);
    let log = stored(folder.path(), sms::DOMAIN, &format!("{}-wal", sms::PATH));
    fs::copy(log, copy.path().join("sms.db-wal")).unwrap();
    assert_eq!(count(all), without_log + 1);
    let body: Vec<u8> = Connection::open(&path)
        .unwrap()
        .query_row("SELECT attributedBody FROM message ORDER BY ROWID DESC LIMIT 1", [], |row| row.get(0))
        .unwrap();
    assert!(body.windows(traces::HIDDEN_LINK.len()).any(|part| part == traces::HIDDEN_LINK.as_bytes()));
}

#[test]
fn counts_are_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let scale = Scale {
        files: 300,
        messages: 500,
        visits: 501,
        processes: 250,
        seed: 4,
        traces: false,
        page_size: PageSize::Real,
    };
    life::write(&scale, folder.path()).unwrap();
    let count = |domain: &str, path: &str, query: &str| -> i64 {
        let connection = Connection::open(stored(folder.path(), domain, path)).unwrap();
        connection.query_row(query, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(count("HomeDomain", "Library/SMS/sms.db", "SELECT count(*) FROM message"), 500);
    let history = |query: &str| count("HomeDomain", "Library/Safari/History.db", query);
    assert_eq!(history("SELECT count(*) FROM history_visits"), 501);
    let redirected = history("SELECT count(*) FROM history_visits WHERE redirect_destination NOT NULL");
    assert!((80..120).contains(&redirected), "{redirected} redirects");
    let usage = "Library/Databases/DataUsage.sqlite";
    assert_eq!(count("WirelessDomain", usage, "SELECT count(*) FROM ZPROCESS"), 250);
}
