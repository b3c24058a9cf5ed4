//! Evidence of Android, of every kind and packing: recognised by its content, described, and what lies in it.

mod support {
    #[expect(dead_code, reason = "other tests look at more of what was read")]
    pub(crate) mod read;
}

use std::collections::BTreeMap;
use std::path::Path;

use support::read::{Read, read_wanting, walk};
use vigie_evidence::{Blob, Evidence, OpenError, Want, identify, may_be_nested};
use vigie_model::{EvidenceKind, Layout, ProblemCode};
use vigie_testkit::archive::{Tar, Zip, gzip, xz, zstd};

const DUMPSTATE: &str = "========================================================\n== dumpstate: 2024-05-12 18:30:00\n\
    ========================================================\n\nBuild: AP1A\n\
    Build fingerprint: 'google/shiba/shiba:14/AP1A.240405.002/11480754:user/release-keys'\n\n\
    ------ SYSTEM PROPERTIES (getprop) ------\n[persist.sys.timezone]: [Europe/Paris]\n\
    [ro.build.version.security_patch]: [2024-04-05]\n[ro.product.manufacturer]: [Google]\n\
    [ro.product.model]: [Pixel 8]\n------ 0.030s was the duration of 'SYSTEM PROPERTIES' ------\n\
    [ro.product.model]: [not one]\n";
const EVENT: &str =
    "{\"dns_event\":{\"event_time\":1,\"hostname\":\"example.org\",\"package_name\":\"org.example\"}}\n";
const GETPROP: &str = "[ro.product.manufacturer]: [samsung]\n[ro.product.model]: [SM-S911B]\n\
    [ro.build.version.release]: [14]\n[ro.build.id]: [UP1A.231005.007]\n\
    [ro.build.version.security_patch]: [2024-03-01]\n[ro.serialno]: [R5CW0000000]\n[odd]: [two\nlines]\n";
const ACQUISITION: &str = "{\n \"uuid\": \"0f3d2c1b-0000-4000-8000-000000000000\",\n \"androidqf_version\": \"v1.7.0\",\n \
    \"storage_path\": \"/x/0f3d2c1b\",\n \"started\": \"2024-04-02T08:00:00.123456789Z\",\n \
    \"completed\": \"0001-01-01T00:00:00Z\"\n}";

type Files = Vec<(&'static str, Vec<u8>)>;

fn texts(files: &[(&'static str, &str)]) -> Files {
    files.iter().map(|(path, text)| (*path, text.as_bytes().to_vec())).collect()
}

fn zip(files: &Files, top: &str) -> Vec<u8> {
    files.iter().fold(Zip::new(), |zip, (path, bytes)| zip.file(&format!("{top}{path}"), bytes)).finish()
}

/// Every packing of the same files below a folder.
fn packings(files: &Files, top: &str) -> Vec<(&'static str, Vec<u8>)> {
    let tar = files.iter().fold(Tar::new(), |tar, (path, bytes)| tar.file(&format!("{top}{path}"), bytes)).finish();
    vec![("zip", zip(files, top)), ("tar.gz", gzip(&tar)), ("tar.xz", xz(&tar)), ("tar.zst", zstd(&tar)), ("tar", tar)]
}

fn all(_: &str) -> Want {
    Want::source()
}

fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}

fn in_folder(files: &Files, name: &str) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    write(&path, files);
    let found = identify(&path).expect("recognised");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, path);
    walk(&Evidence::open(&found[0]).expect("opened"), &all)
}

fn paths(read: &Read) -> Vec<&str> {
    read.sources.keys().map(String::as_str).collect()
}

/// Every packing, in both orders, with and without a folder before it, and the folder: all say the same.
fn everywhere(files: &Files, top: &str, see: &dyn Fn(&Read, &str)) {
    let mut reverse = files.clone();
    reverse.reverse();
    for files in [files, &reverse] {
        for top in ["", top] {
            for (name, bytes) in packings(files, top) {
                let read = read_wanting(&bytes, None, all);
                assert_eq!(read.problems, [], "{name} {top}");
                see(&read, &format!("{name} {top}"));
            }
        }
    }
    see(&in_folder(files, "folder"), "folder");
}

fn qf() -> Files {
    texts(&[
        ("acquisition.json", ACQUISITION),
        ("apks/org.example.apk", "PK"),
        ("command.log", "log"),
        ("getprop.txt", GETPROP),
        ("logs/data/system/usagestats/x", "a log"),
        ("logs/data/data/com.example/x", "a log"),
        ("packages.json", "[]"),
    ])
}

#[test]
fn androidqf_is_known_in_every_packing() {
    everywhere(&qf(), "0f3d2c1b-0000-4000-8000-000000000000/", &|read, name| {
        assert_eq!(read.info.kind, EvidenceKind::AndroidQf, "{name}");
        assert_eq!(read.info.layout, Layout::AndroidQf);
        let device = &read.info.device;
        assert_eq!(device.model.as_deref(), Some("samsung SM-S911B"), "{name}");
        assert_eq!(device.os_version.as_deref(), Some("14"));
        assert_eq!(device.security_patch.as_deref(), Some("2024-03-01"));
        assert_eq!(device.serial.as_deref(), Some("R5CW0000000"));
        assert_eq!(
            read.info.made.map(|at| at.to_string()).as_deref(),
            Some("2024-04-02T08:00:00.123456789Z"),
            "{name}"
        );
        assert!(
            read.sources.contains_key("packages.json") && read.sources.contains_key("logs/data/data/com.example/x")
        );
        assert_eq!(read.sources.len(), 7, "{name}: {:?}", paths(read));
    });
}

#[test]
fn androidqf_of_other_versions_is_known_by_what_is_there() {
    let kind = |files: &[(&'static str, &str)]| {
        let bytes = zip(&texts(files), "");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.zip");
        std::fs::write(&path, bytes).expect("written");
        identify(&path).ok().map(|found| found[0].kind)
    };
    // The first versions, one that was interrupted, and one of which only the statement is left.
    assert_eq!(
        kind(&[("settings_global.txt", ""), ("settings_secure.txt", ""), ("processes.json", "[]")]),
        Some(EvidenceKind::AndroidQf)
    );
    assert_eq!(kind(&[("acquisition.json", ""), ("ps.txt", "")]), Some(EvidenceKind::AndroidQf));
    assert_eq!(kind(&[("acquisition.json", ACQUISITION)]), Some(EvidenceKind::AndroidQf));
    assert_eq!(kind(&[("acquisition.json", "{\"uuid\":\"of something else\"}")]), None);
    assert_eq!(kind(&[("packages.json", "{}"), ("files.json", "{}"), ("src/main.js", "")]), None);
}

#[test]
fn file_systems_are_known_whole_or_in_part() {
    let whole = texts(&[
        ("data/data/com.example/databases/x.db", "x"),
        ("data/data/com.termux/files/var/db/x", "x"),
        ("data/system/packages.xml", "<packages><version fingerprint=\"a/b/c:9/PQ/1:user/release-keys\" /></packages>"),
        (
            "system/build.prop",
            "# begin\nro.build.version.release=13\nro.product.model=Pixel 6\nro.product.manufacturer=Google\n\
             ro.build.id=TQ3A\nro.build.version.security_patch=2023-08-05\n",
        ),
        ("data/media/0/Download/sysdiagnose.log", "x"),
    ]);
    everywhere(&whole, "Dump/", &|read, name| {
        assert_eq!(read.info.kind, EvidenceKind::AndroidFilesystem, "{name}");
        assert_eq!(read.info.device.model.as_deref(), Some("Google Pixel 6"), "{name}");
        assert_eq!(read.info.device.product_type.as_deref(), Some("a/b/c"));
        assert_eq!(read.info.device.os_version.as_deref(), Some("13"));
        assert_eq!(read.info.device.security_patch.as_deref(), Some("2023-08-05"));
        assert_eq!(read.sources.len(), 5, "{name}: {:?}", paths(read));
        assert!(read.sources.contains_key("data/system/packages.xml"));
    });
    // The data partition alone, its `packages.xml` as binary XML with the name of the attribute in the pool.
    let mut packages = b"ABX\0\x2f\xff\xff\0\x0bfingerprint\0\x25".to_vec();
    packages.extend(b"google/husky/husky:15/AP3A/1:user/release-keys".iter().take(0x25));
    packages.extend(b"/////");
    let data: Files = vec![
        ("app/~~x==/org.example-1/base.apk", b"PK".to_vec()),
        ("data/com.example/databases/x.db", b"x".to_vec()),
        ("misc/adb/adb_keys", b"x".to_vec()),
        ("system/packages.xml", packages),
    ];
    everywhere(&data, "userdata/", &|read, name| {
        assert_eq!(read.info.kind, EvidenceKind::AndroidFilesystem, "{name}");
        assert!(read.sources.contains_key("data/data/com.example/databases/x.db"), "{name}: {:?}", paths(read));
        assert_eq!(read.info.device.os_version.as_deref(), Some("15"), "{name}");
        assert_eq!(read.info.device.os_build.as_deref(), Some("AP3A"));
    });
}

#[test]
fn a_bug_report_is_known_whatever_its_text_is_called() {
    let named = |target: &'static str| {
        let (folder, name) = target.rsplit_once('/').unwrap_or(("", target));
        let main = if folder.is_empty() { "main_entry.txt".to_owned() } else { format!("{folder}/main_entry.txt") };
        let mut files = texts(&[(target, DUMPSTATE), ("FS/data/system/users/0.xml", "x"), ("FS/data/data/a.b/x", "x")]);
        files.push((Box::leak(main.into_boxed_str()), format!("{name}\n").into_bytes()));
        files
    };
    let told = |read: &Read, name: &str| {
        assert_eq!(read.info.kind, EvidenceKind::AndroidBugreport, "{name}");
        assert_eq!(read.info.device.model.as_deref(), Some("Google Pixel 8"), "{name}");
        assert_eq!(read.info.device.security_patch.as_deref(), Some("2024-04-05"));
        assert_eq!(read.info.made.map(|at| at.to_string()).as_deref(), Some("2024-05-12T16:30:00Z"), "{name}");
    };
    everywhere(&named("report of the device.log"), "x/", &|read, name| {
        told(read, name);
        assert_eq!(read.sources["dumpstate.txt"].bytes, DUMPSTATE.as_bytes(), "{name}: {:?}", paths(read));
    });
    everywhere(&named("bugreport-shiba-AP1A-2024-05-12-18-30-00.txt"), "x/", &told);
    // Without `main_entry.txt`, by its banner alone; of two the one that is named.
    for (name, bytes) in packings(&texts(&[("a/Report_20240512", DUMPSTATE), ("a/readme.txt", "read me")]), "") {
        let read = read_wanting(&bytes, None, all);
        told(&read, name);
        assert_eq!(paths(&read), ["dumpstate.txt", "readme.txt"], "{name}");
    }
    let two = texts(&[("a.txt", "== dumpstate: old\n"), ("b.txt", DUMPSTATE), ("main_entry.txt", "b.txt")]);
    assert_eq!(paths(&read_wanting(&zip(&two, ""), None, all)), ["a.txt", "dumpstate.txt", "main_entry.txt"]);
    // A single text, of dumpstate or of dumpsys.
    told(&read_wanting(DUMPSTATE.as_bytes(), None, all), "text");
    let dumpsys =
        "DUMP OF SERVICE package:\nPackages:\n--------- 0.1s was the duration of dumpsys package, ending at: x\n";
    assert_eq!(read_wanting(dumpsys.as_bytes(), None, all).info.kind, EvidenceKind::AndroidBugreport);
}

#[test]
fn intrusion_logs_are_known_by_their_lines() {
    let files = texts(&[("2026-03-01.txt", EVENT), ("2026-03-02.jsonl", EVENT), ("day", EVENT)]);
    everywhere(&files, "Pixel 9/", &|read, name| {
        assert_eq!(read.info.kind, EvidenceKind::AndroidIntrusionLogs, "{name}");
        let logs = paths(read);
        let is_there = |log: &str| logs.iter().any(|path| path.ends_with(log));
        assert!(is_there("2026-03-01.txt") && is_there("2026-03-02.jsonl"), "{name}: {logs:?}");
        // Under the name that is looked for.
        assert!(is_there("day.txt"), "{name}: {logs:?}");
    });
    // A zip of zips, a single file of any name, and other JSON.
    let inner = zip(&texts(&[("a.txt", EVENT)]), "");
    let outer = zip(&vec![("day.zip", inner.clone())], "");
    assert_eq!(read_wanting(&outer, None, all).info.kind, EvidenceKind::AndroidIntrusionLogs);
    assert_eq!(
        read_wanting(&gzip(&Tar::new().file("x/day.zip", &inner).finish()), None, all).info.kind,
        EvidenceKind::AndroidIntrusionLogs
    );
    assert_eq!(paths(&read_wanting(EVENT.as_bytes(), None, all)), ["evidence.txt"]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("other.txt");
    std::fs::write(&path, "{\"name\":{\"a\":1}}\n{\"a_event\":1}\n").expect("written");
    assert!(matches!(identify(&path), Err(OpenError::Unknown(_))));
}

#[test]
fn an_app_is_evidence_by_itself_whatever_lies_in_it() {
    let app = texts(&[
        ("AndroidManifest.xml", "x"),
        ("META-INF/MANIFEST.MF", "x"),
        ("classes.dex", "dex"),
        ("assets/data.json", EVENT),
        ("main.txt", DUMPSTATE),
    ]);
    let bytes = zip(&app, "");
    let read = read_wanting(&bytes, None, all);
    assert_eq!((read.info.kind, read.info.layout), (EvidenceKind::AndroidApp, Layout::AndroidQf));
    assert_eq!(paths(&read), ["apks/evidence.apk"]);
    assert_eq!(read.sources["apks/evidence.apk"].bytes, bytes);
}

#[test]
fn archives_in_each_other_without_end_are_not_followed() {
    let mut bytes = zip(&texts(&[("a.txt", EVENT)]), "");
    for _ in 0..6 {
        bytes = zip(&vec![("day.zip", bytes)], "");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.zip");
    std::fs::write(&path, bytes).expect("written");
    assert!(matches!(identify(&path), Err(OpenError::Unknown(_))));
}

#[test]
fn an_archive_whose_names_lead_upwards_says_so() {
    let report = [("../bugreport.txt", DUMPSTATE), ("x/../../main_entry.txt", "bugreport.txt"), ("note.txt", "a note")];
    let tar = report.iter().fold(Tar::new(), |tar, (path, text)| tar.file(path, text.as_bytes())).finish();
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [("x.zip", zip(&texts(&report), "")), ("x.tar", tar.clone()), ("x.tar.gz", gzip(&tar))] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        let told = identify(&path);
        assert!(matches!(told, Err(OpenError::NamesClimb { members: 2, .. })), "{name}: {told:?}");
    }
    // What can be read of it is evidence as ever.
    let both = [("../other.txt", DUMPSTATE), ("bugreport.txt", DUMPSTATE)];
    assert_eq!(read_wanting(&zip(&texts(&both), ""), None, all).info.kind, EvidenceKind::AndroidBugreport);
}

#[test]
fn what_lies_in_a_folder_beside_other_things_is_found_by_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for (path, bytes) in qf() {
        files.insert(Box::leak(format!("a/{path}").into_boxed_str()), bytes);
    }
    files.insert("b/logs.txt", EVENT.as_bytes().to_vec());
    files.insert("c/Report", DUMPSTATE.as_bytes().to_vec());
    files.insert("d.txt", DUMPSTATE.as_bytes().to_vec());
    write(folder.path(), &files.into_iter().collect());
    let kinds: Vec<EvidenceKind> = identify(folder.path()).expect("several").iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [EvidenceKind::AndroidQf, EvidenceKind::AndroidIntrusionLogs, EvidenceKind::AndroidBugreport]);
}

#[test]
fn links_are_never_looked_through() {
    #[cfg(unix)]
    {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("secret"), EVENT).expect("written");
        let inside = folder.path().join("given");
        std::fs::create_dir(&inside).expect("made");
        std::os::unix::fs::symlink("../secret", inside.join("a.txt")).expect("linked");
        assert!(matches!(identify(&inside), Err(OpenError::Unknown(_))));
    }
}

#[test]
fn evidence_that_lies_in_evidence_is_named() {
    let inside = |layout, path| may_be_nested(layout, path);
    assert!(inside(Layout::AndroidQf, "bugreport.zip") && inside(Layout::AndroidQf, "backup.ab"));
    assert!(inside(Layout::AndroidQf, "intrusion_logs/a/day.zip"));
    assert!(!inside(Layout::AndroidQf, "apks/x.zip") && !inside(Layout::AndroidQf, "tmp/backup.ab"));
    assert!(inside(Layout::AndroidBugreport, "bugreport-2024-01-01-000000.zip"));
    // Beside these its content decides, so that whatever recognition took is opened.
    for path in ["phone.ZIP", "phone/x.zip", "backup.ab", "log", "il/log.txt", "old/dumpstate.txt", "x.tar.gz"] {
        assert!(inside(Layout::AndroidBugreport, path), "{path}");
    }
    for path in ["FS/data/anr/x.txt", "FS/x.zip", "bugreport-x.txt", "a/b/c/x.zip", "proto/x.proto"] {
        assert!(!inside(Layout::AndroidBugreport, path), "{path}");
    }
    assert!(inside(Layout::AndroidIntrusionLogs, "backup.ab") && !inside(Layout::AndroidIntrusionLogs, "day.txt"));
    assert!(inside(Layout::AndroidQf, "mine.ab") && !inside(Layout::AndroidQf, "getprop.txt"));
    assert!(inside(Layout::AndroidFilesystem, "data/user_de/0/com.android.shell/files/bugreports/bugreport-x.zip"));
    assert!(!inside(Layout::AndroidFilesystem, "data/media/0/Download/x.zip"));
    for path in [
        "data/log/dumpstate_app_error.txt.gz",
        "data/log/dumpstate_lastkmsg_20240512_KP.log.gz",
        "data/log/dumpState_S911BXXU3.zip",
        "data/media/0/bug2go/bugreport_2024-05-12-18-30-00.txt.gz",
        "data/data/com.android.shell/files/bugreports/bugreport-2015-05-12.txt",
    ] {
        assert!(inside(Layout::AndroidFilesystem, path), "{path}");
    }
    for path in
        ["data/log/power_off_reset_reason.txt", "data/data/com.example/files/dumpstate.txt", "data/log/dumpstate.png"]
    {
        assert!(!inside(Layout::AndroidFilesystem, path), "{path}");
    }
}

#[test]
fn text_in_utf16_is_read_as_utf8_and_hashed_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let (report, event) = (DUMPSTATE.replace("Pixel", "Pixél \u{1f441}"), EVENT.to_owned());
    for (name, text) in [("bugreport-x.txt", report.as_str()), ("any name.txt", &report), ("day.txt", &event)] {
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let path = folder.path().join(name);
            let stored = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>();
            std::fs::write(&path, &stored).expect("written");
            let evidence = Evidence::open(&identify(&path).expect("recognised")[0]).expect("opened");
            let mut read = Vec::new();
            evidence.walk(
                &mut |_| true,
                &mut |source| {
                    let hash = source.sha256().expect("a hash");
                    read.push((source.bytes().expect("readable"), source.size().expect("a size"), hash));
                },
                &mut |problem| panic!("{problem:?}"),
            );
            let hash = Blob::Memory(stored.as_slice().into()).sha256().expect("a hash");
            assert_eq!(read, [(text.as_bytes().to_vec(), stored.len() as u64, hash)], "{name}");
            assert_eq!(evidence.info.device.os_build.is_some(), text == report, "{name}");
            std::fs::remove_file(path).expect("removed");
        }
    }
    // A mark of UTF-8 does not hide what follows.
    let marked = [b"\xef\xbb\xbf", EVENT.as_bytes()].concat();
    assert_eq!(read_wanting(&marked, None, all).info.kind, EvidenceKind::AndroidIntrusionLogs);
}

#[test]
fn the_first_section_may_begin_the_text_and_a_mark_may_stand_before_it() {
    let text = "------ SYSTEM PROPERTIES (getprop) ------\n[ro.product.model]: [SM-S911B]\n[ro.build.id]: [AP1A]\n";
    for start in ["", "\u{feff}"] {
        let text = format!("{start}{text}");
        let files = texts(&[("dumpstate.txt", text.as_str())]);
        everywhere(&files, "x/", &|read, name| {
            assert_eq!(read.info.device.model.as_deref(), Some("SM-S911B"), "{name} {start:?}");
        });
        assert_eq!(read_wanting(text.as_bytes(), None, all).info.device.os_build.as_deref(), Some("AP1A"));
    }
}

#[test]
fn a_text_that_is_compressed_is_known_by_what_is_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("dumpstate_app_error.txt.gz");
    let packed = gzip(DUMPSTATE.as_bytes());
    std::fs::write(&path, &packed).expect("written");
    std::fs::write(folder.path().join("notes.txt.gz"), gzip(b"notes")).expect("written");
    let found = identify(&path).expect("recognised");
    let evidence = Evidence::open(&found[0]).expect("opened");
    assert_eq!((evidence.info.kind, evidence.info.device.model.is_some()), (EvidenceKind::AndroidBugreport, true));
    let source = evidence.source("dumpstate.txt").expect("a source");
    assert_eq!(source.bytes().expect("readable"), DUMPSTATE.as_bytes());
    assert_eq!(evidence.info.id, Blob::Memory(packed.as_slice().into()).sha256().expect("a hash"));
    // In a folder it is opened as evidence in itself, as an archive would be.
    let found = identify(folder.path()).expect("recognised");
    assert_eq!((found.len(), found[0].kind), (1, EvidenceKind::AndroidBugreport));
    // One that is cut gives what it has, and says so.
    std::fs::write(&path, &packed[..packed.len() - 12]).expect("written");
    let evidence = Evidence::open(&identify(&path).expect("recognised")[0]).expect("opened");
    let source = evidence.source("dumpstate.txt").expect("a source");
    let codes: Vec<_> = source.notes().into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [ProblemCode::MemberDamaged]);
    assert!(!source.bytes().expect("readable").is_empty());
    // Other compressed files are nothing.
    assert!(matches!(identify(&folder.path().join("notes.txt.gz")), Err(OpenError::Unknown(_))));
}
