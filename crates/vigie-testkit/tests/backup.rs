//! The shape of a backup folder.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use vigie_testkit::backup::{BackupBuilder, Device, Incomplete, file_id};
use vigie_testkit::databases::sqlite::{PageSize, Workshop};
use vigie_testkit::encrypt::Encryption;

fn small() -> BackupBuilder {
    BackupBuilder::new(Device::default())
        .page_size(PageSize::Small)
        .file("HomeDomain", "Library/SMS/sms.db", "not a database")
        .symlink("HomeDomain", "Library/Link", "SMS")
}

fn dictionary(path: &Path) -> plist::Dictionary {
    plist::Value::from_file(path).unwrap().into_dictionary().unwrap()
}

#[test]
fn ids_are_sha1_and_parents_are_listed() {
    // The identifier of sms.db is known from every real backup.
    assert_eq!(file_id("HomeDomain", "Library/SMS/sms.db"), "3d0d7e5fb2ce288813306e4d4636395e047a3d28");
    let folder = tempfile::tempdir().unwrap();
    small().write(folder.path()).unwrap();
    let stored = folder.path().join("3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28");
    assert_eq!(fs::read(stored).unwrap(), b"not a database");
    let index = Connection::open(folder.path().join("Manifest.db")).unwrap();
    let mut lines = index.prepare("SELECT relativePath, flags, fileID, file FROM Files ORDER BY relativePath").unwrap();
    let lines: Vec<(String, i64, String, Vec<u8>)> = lines
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let listed: Vec<(&str, i64)> = lines.iter().map(|line| (line.0.as_str(), line.1)).collect();
    assert_eq!(listed, [("", 2), ("Library", 2), ("Library/Link", 4), ("Library/SMS", 2), ("Library/SMS/sms.db", 1)]);
    for (path, _, id, blob) in &lines {
        assert_eq!(id, &file_id("HomeDomain", path));
        let archive = plist::Value::from_reader(std::io::Cursor::new(blob)).unwrap();
        let objects = archive.as_dictionary().unwrap()["$objects"].as_array().unwrap();
        let file = objects[1].as_dictionary().unwrap();
        let name = usize::try_from(file["RelativePath"].as_uid().unwrap().get()).unwrap();
        assert_eq!(objects[name].as_string(), Some(path.as_str()));
    }
}

#[test]
fn encrypted_and_unfinished_backups_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let encrypted = folder.path().join("encrypted");
    small().encrypt(Encryption::new("word")).write(&encrypted).unwrap();
    let stored = fs::read(encrypted.join("3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28")).unwrap();
    assert_eq!(stored.len(), 16);
    assert_ne!(stored, b"not a database");
    let manifest = dictionary(&encrypted.join("Manifest.plist"));
    assert_eq!(manifest["IsEncrypted"].as_boolean(), Some(true));
    assert!(!fs::read(encrypted.join("Manifest.db")).unwrap().starts_with(b"SQLite"));

    assert!(manifest.contains_key("ManifestKey"));

    let old = folder.path().join("old");
    small().encrypt(Encryption::new("word").single_stage()).mbdb().write(&old).unwrap();
    assert!(fs::read(old.join("Manifest.mbdb")).unwrap().starts_with(b"mbdb\x05\0"));
    assert_eq!(fs::read(old.join("3d0d7e5fb2ce288813306e4d4636395e047a3d28")).unwrap(), stored);
    assert!(!dictionary(&old.join("Manifest.plist")).contains_key("ManifestKey"));

    let cut = folder.path().join("cut");
    small().incomplete(Incomplete::NoManifest).write(&cut).unwrap();
    assert!(!cut.join("Manifest.db").exists());

    let running = folder.path().join("running");
    small().incomplete(Incomplete::NotFinished).write(&running).unwrap();
    let status = dictionary(&running.join("Status.plist"));
    assert_eq!(status["SnapshotState"].as_string(), Some("uploading"));
}

#[test]
fn rows_of_the_write_ahead_log_need_the_log() {
    let build = || {
        let mut workshop = Workshop::new(PageSize::Small).unwrap();
        workshop
            .database_with_wal(
                |db| Ok(db.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)")?),
                |db| Ok(db.execute_batch("INSERT INTO t VALUES (2); INSERT INTO t VALUES (3)")?),
            )
            .unwrap()
    };
    let database = build();
    let (main, wal) = (database.bytes().unwrap(), database.wal.unwrap());
    assert_eq!(build().wal.unwrap(), wal);
    let count = |with_log: bool| -> i64 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        fs::write(&path, &main).unwrap();
        if with_log {
            fs::write(folder.path().join("a.db-wal"), &wal).unwrap();
        }
        let connection = Connection::open(&path).unwrap();
        connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count(false), count(true)), (1, 3));
}
