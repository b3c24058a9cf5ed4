//! What a schema does not say must not read as "not there".

use std::sync::Arc;

use vigie_model::ProblemCode;

use super::{Select, Sqlite};
use crate::Blob;

/// A database, and the log of what is done to it afterwards.
fn database(sql: &str, in_log: &str) -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(sql).unwrap();
    conn.execute_batch("PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0").unwrap();
    let base = std::fs::read(&path).unwrap();
    conn.execute_batch(in_log).unwrap();
    (base, std::fs::read(folder.path().join("db-wal")).unwrap_or_default())
}

fn open(base: Vec<u8>, log: Vec<u8>) -> Sqlite {
    let blob = |bytes: Vec<u8>| Blob::Memory(Arc::from(bytes));
    let log = (!log.is_empty()).then(|| blob(log));
    Sqlite::open(&blob(base), log.as_ref()).unwrap()
}

/// Rowid, whether only in the log, and the value of `x`.
type Seen = (i64, bool, Option<i64>);

/// Every row, and every complaint.
fn rows(database: &Sqlite, select: &Select<'_>) -> (Vec<Seen>, Vec<(ProblemCode, String)>) {
    let (mut rows, mut complaints) = (Vec::new(), Vec::new());
    database
        .each(select, &mut |row| {
            rows.push((row.rowid(), row.wal_only(), row.int("x")));
            let _ = row.rest();
            complaints.extend(row.take_complaints());
        })
        .unwrap();
    (rows, complaints)
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut changed = bytes.to_vec();
    let found: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!found.is_empty());
    for at in found {
        changed[at..at + to.len()].copy_from_slice(to);
    }
    changed
}

const T: &str = "CREATE TABLE t (x, other); INSERT INTO t VALUES (1, 7), (2, 8);";

#[test]
fn a_table_the_file_does_not_have_is_only_in_the_log() {
    let (base, log) = database("CREATE TABLE u (x); INSERT INTO u VALUES (1)", T);
    let (rows, complaints) = rows(&open(base, log), &Select::from("t").columns(&["x"]));
    assert_eq!(rows, [(1, true, Some(1)), (2, true, Some(2))]);
    assert_eq!(complaints, []);
}

#[test]
fn a_table_that_cannot_be_read_under_the_log_is_a_problem_and_not_only_in_the_log() {
    let (base, log) = database(T, "CREATE TABLE u (x); INSERT INTO t VALUES (3, 9);");
    let select = Select::from("t").columns(&["x"]);
    let (whole, complaints) = rows(&open(base.clone(), log.clone()), &select);
    assert_eq!(whole, [(1, false, Some(1)), (2, false, Some(2)), (3, true, Some(3))]);
    assert_eq!(complaints, []);
    // The schema on the first page of the file is damaged; the log holds a whole copy of that page.
    let base = replaced(&base, b"CREATE TABLE t", b"CREATE TABBE t");
    let (found, complaints) = rows(&open(base, log), &select);
    assert_eq!(found, [(1, false, Some(1)), (2, false, Some(2)), (3, false, Some(3))]);
    let [(code, detail)] = &complaints[..] else { panic!("told once: {complaints:?}") };
    assert_eq!(*code, ProblemCode::DatabaseDamaged);
    assert!(detail.contains("whether rows of t stand outside the log is unknown"), "{detail}");
}

#[test]
fn a_column_with_a_damaged_name_is_told_and_the_others_are_read() {
    let (base, log) = database(T, "");
    let base = replaced(&base, b"other", b"oth\xffr");
    for select in [Select::from("t").columns(&["x"]), Select::from("t").columns(&["x"]).with_rest()] {
        let (found, complaints) = rows(&open(base.clone(), log.clone()), &select);
        assert_eq!(found, [(1, false, Some(1)), (2, false, Some(2))]);
        let [(code, detail)] = &complaints[..] else { panic!("told once: {complaints:?}") };
        assert_eq!(*code, ProblemCode::DatabaseDamaged);
        assert!(detail.contains("oth\u{fffd}r"), "{detail}");
    }
}

#[test]
fn a_table_with_a_damaged_name_is_told_and_the_others_are_read() {
    let (base, _) = database(&format!("{T} CREATE TABLE plain (x)"), "");
    let database = open(replaced(&base, b"plain", b"pl\xe9in"), Vec::new());
    assert_eq!(rows(&database, &Select::from("t").columns(&["x"])).0.len(), 2);
    assert!(database.lost_tables.as_deref().is_some_and(|lost| lost.contains("pl\u{fffd}in")));
}

#[test]
fn columns_that_cannot_be_said_are_an_error_and_not_none() {
    let (base, _) = database(T, "");
    let mut database = open(base, Vec::new());
    // Whatever makes SQLite stop here, such as its step limit, must not read as a table without columns.
    database.conn.progress_handler(1, Some(|| true)).unwrap();
    let error = database.each(&Select::from("t").columns(&["x"]), &mut |_| panic!("no row")).unwrap_err();
    assert_eq!(error.code, ProblemCode::DatabaseDamaged);
    assert!(error.detail.contains("cannot say its columns"), "{error}");
    assert!(database.has_column("t", "x").is_err());
}
