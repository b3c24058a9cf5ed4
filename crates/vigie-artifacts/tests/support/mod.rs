//! Small evidence from files: shared by the tests of artifacts and of heuristics.
//!
//! A case holds a folder named after a layout (`backup`, `filesystem`, `sysdiagnose`, `bugreport` …; see [`cases`])
//! with the paths of that layout. Files are taken as they are, except:
//! * `NAME.sql` becomes the SQLite database `NAME`; in it, `bplist('<xml plist>')` gives a binary property list;
//! * `NAME.wal.sql` is run after it in WAL mode and becomes `NAME-wal`, leaving `NAME` as it was;
//! * `NAME.bplist` (an XML property list) becomes the binary property list `NAME`;
//! * `NAME.evtx.jsonl` (one event a line, see `vigie_testkit::evtx`) becomes the event log `NAME.evtx`;
//! * `NAME.pf.json` (see `vigie_testkit::prefetch`) becomes the prefetch file `NAME.pf`;
//! * `NAME.pst.json` (see `vigie_testkit::mail::pst`) becomes the store of Outlook `NAME.pst`;
//! * `NAME.utf16` becomes `NAME`, in UTF-16 with its mark;
//! * `NAME.hive` (see `vigie_testkit::windows::hive`) becomes the registry hive `NAME`;
//! * `NAME.LOG1.hivelog` (see `vigie_testkit::windows::hive_log`) becomes the log `NAME.LOG1` of `NAME.hive`;
//! * `NAME.mft.jsonl` (one record a line, see `vigie_testkit::windows::mft`) becomes the master file table `NAME`;
//! * `NAME.hex` becomes the bytes it spells;
//! * `NAME.noise` becomes as many bytes without a pattern as it says, the same every time;
//! * `NAME.filled` (a number, then a text) becomes that many bytes of the text, again and again.

#![expect(clippy::disallowed_methods, reason = "fixtures are files")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use vigie_evidence::{Evidence, MemoryEvidence};
use vigie_model::Layout;

/// Contents by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The folder of all fixtures.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn binary_plist(xml: &str) -> Vec<u8> {
    let value = plist::Value::from_reader_xml(xml.as_bytes()).expect("a fixture's XML plist is well-formed");
    let mut bytes = Vec::new();
    plist::to_writer_binary(&mut bytes, &value).expect("a plist can be written");
    bytes
}

fn connect(path: &Path) -> Connection {
    let conn = Connection::open(path).expect("a temporary database opens");
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("bplist", 1, flags, |context| Ok(binary_plist(&context.get::<String>(0)?)))
        .expect("bplist can be defined");
    conn
}

/// Builds `name` from its SQL, and its write-ahead log from the second SQL if there is one.
fn database(sql: &str, wal: Option<&str>) -> (Vec<u8>, Option<Vec<u8>>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("db");
    let conn = connect(&path);
    conn.execute_batch(sql).unwrap_or_else(|error| panic!("{error} in fixture SQL:\n{sql}"));
    drop(conn);
    let Some(wal) = wal else {
        return (std::fs::read(&path).expect("readable"), None);
    };
    let conn = connect(&path);
    conn.pragma_update(None, "journal_mode", "WAL").expect("WAL mode");
    conn.pragma_update(None, "wal_autocheckpoint", 0).expect("no checkpoint");
    let base = std::fs::read(&path).expect("readable");
    conn.execute_batch(wal).unwrap_or_else(|error| panic!("{error} in fixture SQL:\n{wal}"));
    let log = std::fs::read(folder.path().join("db-wal")).expect("readable");
    (base, Some(log))
}

/// Bytes without a pattern, of an xorshift generator (G. Marsaglia).
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..count).map(|_| next()).collect()
}

/// The files of a case, made into what they stand for.
pub(crate) fn load(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("fixtures are readable");
        if !entry.file_type().is_file() {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).expect("below its root");
        let name: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let name = name.join("/");
        let bytes = std::fs::read(entry.path()).expect("readable");
        let text = || String::from_utf8(bytes.clone()).expect("a text fixture is UTF-8");
        if name.ends_with(".wal.sql") {
            continue;
        }
        if let Some(name) = name.strip_suffix(".sql") {
            let wal = std::fs::read_to_string(
                entry.path().with_file_name(format!("{}.wal.sql", name.rsplit('/').next().expect("a name"))),
            );
            let (base, log) = database(&text(), wal.ok().as_deref());
            files.insert(name.to_owned(), base);
            if let Some(log) = log {
                files.insert(format!("{name}-wal"), log);
            }
        } else if let Some(name) = name.strip_suffix(".bplist") {
            files.insert(name.to_owned(), binary_plist(&text()));
        } else if let Some(name) = name.strip_suffix(".evtx.jsonl") {
            let log = vigie_testkit::evtx::from_json_lines(&text());
            files.insert(format!("{name}.evtx"), log.unwrap_or_else(|error| panic!("{name}: {error:#}")));
        } else if let Some(name) = name.strip_suffix(".pf.json") {
            let file = vigie_testkit::prefetch::from_json(&text());
            files.insert(format!("{name}.pf"), file.unwrap_or_else(|error| panic!("{name}: {error:#}")));
        } else if let Some(name) = name.strip_suffix(".hivelog") {
            let hive = name.rsplit('/').next().and_then(|last| last.rsplit_once('.')).expect("NAME.LOG").0;
            let hive = std::fs::read_to_string(entry.path().with_file_name(format!("{hive}.hive"))).expect("its hive");
            let hive =
                vigie_testkit::windows::hive::Hive::from_text(&hive).expect("a hive's text is understood").bytes();
            let log = vigie_testkit::windows::hive_log::from_text(&text(), &hive);
            files.insert(name.to_owned(), log.unwrap_or_else(|error| panic!("{name}: {error:#}")));
        } else if let Some(name) = name.strip_suffix(".mft.jsonl") {
            let table = vigie_testkit::windows::mft::from_json_lines(&text());
            files.insert(name.to_owned(), table.unwrap_or_else(|error| panic!("{name}: {error:#}")));
        } else if let Some(name) = name.strip_suffix(".pst.json") {
            let store = vigie_testkit::mail::pst::from_json(&text());
            files.insert(format!("{name}.pst"), store.unwrap_or_else(|error| panic!("{name}: {error:#}")));
        } else if let Some(name) = name.strip_suffix(".utf16") {
            let bytes = std::iter::once(0xfeff).chain(text().encode_utf16()).flat_map(u16::to_le_bytes).collect();
            files.insert(name.to_owned(), bytes);
        } else if let Some(name) = name.strip_suffix(".hive") {
            let hive = vigie_testkit::windows::hive::Hive::from_text(&text()).expect("a hive's text is understood");
            files.insert(name.to_owned(), hive.bytes());
        } else if let Some(name) = name.strip_suffix(".hex") {
            let digits: String = text().split_whitespace().collect();
            files.insert(name.to_owned(), hex::decode(digits).expect("hexadecimal"));
        } else if let Some(name) = name.strip_suffix(".filled") {
            let text = text();
            let (count, words) = text.split_once(' ').expect("a number and a text");
            let count = count.parse().expect("a number of bytes");
            files.insert(name.to_owned(), words.bytes().cycle().take(count).collect());
        } else if let Some(name) = name.strip_suffix(".noise") {
            files.insert(name.to_owned(), noise(text().trim().parse().expect("a number of bytes")));
        } else {
            files.insert(name, bytes);
        }
    }
    files
}

/// The files as evidence.
pub(crate) fn evidence(layout: Layout, files: &Files) -> Evidence {
    let mut memory = MemoryEvidence::new(layout);
    for (name, bytes) in files {
        memory = memory.file(name, bytes.clone());
    }
    memory.into_evidence()
}

/// The cases in a folder: name, layout, folder of the files; sorted.
pub(crate) fn cases(folder: &Path) -> Vec<(String, Layout, PathBuf)> {
    let mut cases = Vec::new();
    let Ok(listing) = std::fs::read_dir(folder) else {
        return cases;
    };
    for case in listing.flatten().filter(|entry| entry.path().is_dir()) {
        for layout in Layout::ALL {
            let name = match layout {
                Layout::AndroidQf => "androidqf",
                Layout::AndroidBackup | Layout::AndroidFilesystem => layout.name(),
                _ => layout.name().split_once('_').map_or(layout.name(), |(_, rest)| rest),
            };
            let path = case.path().join(name);
            if path.is_dir() {
                cases.push((case.file_name().to_string_lossy().into_owned(), layout, path));
            }
        }
    }
    cases.sort();
    cases
}
