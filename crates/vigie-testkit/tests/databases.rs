//! Databases that the sample does not use.

use std::fs;

use rusqlite::Connection;
use vigie_testkit::databases::sqlite::{PageSize, Workshop};
use vigie_testkit::databases::tcc::{self, Access};
use vigie_testkit::time::Moment;

#[test]
fn permissions_before_ios_14_are_allowed_or_not() {
    let rows = [Access {
        service: "kTCCServiceCamera".to_owned(),
        client: "com.example.camera".to_owned(),
        auth_value: 2,
        modified: Moment::utc(2019, 12, 1, 10, 0, 0),
    }];
    let mut workshop = Workshop::new(PageSize::Small).unwrap();
    let database = workshop.database(|connection| tcc::create_before_14(connection, &rows)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("TCC.db");
    fs::write(&path, database.bytes().unwrap()).unwrap();
    let found: (bool, i64) = Connection::open(&path)
        .unwrap()
        .query_row("SELECT allowed, last_modified FROM access", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(found, (true, 1_575_194_400));
}
