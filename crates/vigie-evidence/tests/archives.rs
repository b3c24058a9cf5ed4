//! Archives of every kind, in any order of members, whole and hostile.

mod support {
    pub(crate) mod read;
}

use support::read::{Read, read, read_wanting};
use vigie_evidence::{CandidateState, OpenError, Want, identify};
use vigie_model::ProblemCode::{FileUnreadable, LinkNotFollowed};
use vigie_model::{EvidenceKind, ProblemCode};
use vigie_testkit::archive::{Tar, Zip, ZipMember, gzip, xz, zstd};

const SMS: &str = "private/var/mobile/Library/SMS/sms.db";
const CALLS: &str = "private/var/mobile/Library/CallHistoryDB/CallHistory.storedata";
const VERSION: &str = "System/Library/CoreServices/SystemVersion.plist";
const VERSION_PLIST: &str = r#"<?xml version="1.0"?><plist version="1.0"><dict><key>ProductName</key>
<string>iPhone OS</string><key>ProductVersion</key><string>17.5.1</string><key>ProductBuildVersion</key>
<string>21F90</string></dict></plist>"#;

/// The same small file system, in the order given.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        (SMS, b"SQLite format 3\0 and a database".to_vec()),
        ("private/var/mobile/Library/SMS/sms.db-wal", b"its log".to_vec()),
        (CALLS, b"not a database at all".to_vec()),
        (VERSION, VERSION_PLIST.as_bytes().to_vec()),
        ("private/var/mobile/Media/DCIM/holiday.jpg", vec![7; 100_000]),
    ]
}

fn tar(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    files.iter().fold(Tar::new(), |tar, (path, bytes)| tar.file(path, bytes)).finish()
}

fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    files.iter().fold(Zip::new(), |zip, (path, bytes)| zip.file(path, bytes)).finish()
}

/// Every packing of the same files.
fn packings(files: &[(&str, Vec<u8>)]) -> Vec<(&'static str, Vec<u8>)> {
    let tar = tar(files);
    vec![("zip", zip(files)), ("tar.gz", gzip(&tar)), ("tar.xz", xz(&tar)), ("tar.zst", zstd(&tar)), ("tar", tar)]
}

fn codes(read: &Read) -> Vec<ProblemCode> {
    read.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn every_packing_gives_the_same_files_in_any_order_of_members() {
    let mut orders = [files(), files()];
    orders[1].reverse();
    for (turn, order) in orders.iter().enumerate() {
        for (name, bytes) in packings(order) {
            let read = read(&bytes);
            assert_eq!(read.problems, [], "{name} {turn}");
            assert_eq!(read.info.kind, EvidenceKind::IosFilesystem, "{name} {turn}");
            assert_eq!(read.info.files, 5, "{name} {turn}");
            assert_eq!(read.info.device.os_version.as_deref(), Some("17.5.1"), "{name} {turn}");
            assert_eq!(read.info.id.len(), 64, "{name}");
            let sms = &read.sources[SMS];
            assert_eq!(sms.bytes, b"SQLite format 3\0 and a database", "{name} {turn}");
            assert_eq!(sms.log.as_deref(), Some(&b"its log"[..]), "{name} {turn}: the log is beside its database");
            assert_eq!(read.sources[CALLS].bytes, b"not a database at all");
            assert_eq!(read.sources.len(), 2);
        }
    }
}

#[test]
fn roots_of_every_tool_are_found() {
    let under = |prefix: &str| -> Vec<(String, Vec<u8>)> {
        files().into_iter().map(|(path, bytes)| (format!("{prefix}{path}"), bytes)).collect()
    };
    for prefix in ["", "/", "./", "filesystem1/", "Users/examiner/dump/"] {
        let owned = under(prefix);
        let borrowed: Vec<_> = owned.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
        for (name, bytes) in packings(&borrowed) {
            let read = read(&bytes);
            assert!(read.sources.contains_key(SMS), "{name} with {prefix:?}: {:?}", read.sources.keys());
            assert_eq!(read.info.files, 5, "{name} with {prefix:?}");
        }
    }
    // Two partitions, as Cellebrite writes them.
    let cellebrite = Zip::new()
        .file(&format!("filesystem1/{VERSION}"), VERSION_PLIST.as_bytes())
        .file("filesystem2/mobile/Library/SMS/sms.db", b"x")
        .file("filesystem2/db/systemstats/x", b"x")
        .file("filesystem2/wireless/Library/x", b"x")
        .file("metadata2/metadata.msgpack", b"x")
        .finish();
    let read = read(&cellebrite);
    assert!(read.sources.contains_key(SMS));
    assert_eq!(read.info.device.os_build.as_deref(), Some("21F90"));
    assert_eq!(read.info.files, 4, "what the tool wrote beside is not of the device");
}

#[test]
fn other_kinds_are_told_by_their_content() {
    let top = "sysdiagnose_2026.01.02_03-04-05+0100_iPhone-OS_iPhone_22A1";
    let remotectl = b"Local device\n\tProperties: {\n\t\tOSVersion => 18.0\n\t\tProductType => iPhone14,5\n\t}\n";
    for top in [format!("{top}/"), String::new()] {
        let tar = Tar::new()
            .file(&format!("{top}sysdiagnose.log"), b"x")
            .file(&format!("{top}remotectl_dumpstate.txt"), remotectl)
            .file(&format!("{top}ps.txt"), b"x")
            .finish();
        for bytes in [gzip(&tar), tar] {
            let read = read_wanting(&bytes, None, |path| Want { source: path == "ps.txt", ..Want::nothing() });
            assert_eq!(read.info.kind, EvidenceKind::IosSysdiagnose);
            assert!(read.sources.contains_key("ps.txt"));
            assert_eq!(read.info.device.os_version.as_deref(), Some("18.0"));
            assert_eq!(read.info.made.is_some(), !top.is_empty());
        }
    }
    let reports = read(&gzip(&Tar::new().file("Retired/a.ips", b"{}").finish()));
    assert_eq!(reports.info.kind, EvidenceKind::IosCrashReports);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a backup.zip");
    let backup = [("b/Manifest.db", b"x".to_vec()), ("b/Info.plist", b"x".to_vec())];
    std::fs::write(&path, gzip(&tar(&backup))).expect("written");
    let found = identify(&path).expect("recognised");
    assert_eq!(found[0].kind, EvidenceKind::IosBackup);
    let opened = vigie_evidence::Evidence::open(&found[0]);
    assert!(matches!(opened, Err(OpenError::Packed { kind: EvidenceKind::IosBackup, .. })));
    for nothing in
        [zip(&[("holiday.jpg", vec![1])]), gzip(&tar(&[("holiday.jpg", vec![1])])), gzip(b"text"), vec![1, 2]]
    {
        std::fs::write(&path, nothing).expect("written");
        assert!(matches!(identify(&path), Err(OpenError::Unknown(_))));
    }
    // A folder with several.
    std::fs::write(folder.path().join("1.tar.gz"), gzip(&tar(&files()))).expect("written");
    std::fs::write(folder.path().join("2.zip"), zip(&files())).expect("written");
    let found = identify(folder.path()).expect("recognised");
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|one| one.state == CandidateState::Ready));
}

#[test]
fn links_devices_and_long_names() {
    let long = format!("private/var/mobile/{}/sms.db", "x".repeat(150));
    let want = |path: &str| Want { source: path.ends_with("sms.db") || path.contains("pipe"), ..Want::nothing() };
    let tar = Tar::new()
        .folder("private/var/mobile")
        .pax(&[("path", &long), ("mtime", "1772366400.5")])
        .file("short", b"through pax")
        .gnu_long(&long.replace('x', "y"))
        .file("short", b"through gnu")
        .link("private/var/mobile/link/sms.db", "/etc/passwd")
        .hard_link("private/var/mobile/hard/sms.db", "short")
        .member(b'6', "private/var/mobile/pipe", "", 0, &[])
        .member(b'3', "private/var/mobile/dev/null", "", 0, &[])
        .finish();
    for bytes in [gzip(&tar), tar] {
        let read = read_wanting(&bytes, None, want);
        assert_eq!(read.sources[&long].bytes, b"through pax");
        assert_eq!(read.sources[&long.replace('x', "y")].bytes, b"through gnu");
        let mut found = codes(&read);
        found.sort_unstable();
        assert_eq!(found, [FileUnreadable, LinkNotFollowed, LinkNotFollowed], "{:?}", read.problems);
        let link = read.entries.iter().find(|(path, _)| path.ends_with("link/sms.db")).expect("listed");
        assert_eq!(link.1, "link to /etc/passwd");
    }
    let zip = Zip::new().link("private/var/mobile/link/sms.db", "/etc/passwd").finish();
    let read = read_wanting(&zip, None, want);
    assert_eq!(codes(&read), [ProblemCode::LinkNotFollowed]);
    assert_eq!(read.entries[0].1, "link to /etc/passwd");
}

#[test]
fn sparse_files_are_whole() {
    let whole = [vec![0; 1000], b"data".to_vec(), vec![0; 996]].concat();
    // GNU 1.0: the map stands before the data.
    let mut data = b"1\n1000\n4\n".to_vec();
    data.resize(512, 0);
    data.extend(b"data");
    let new = Tar::new().pax(&[
        ("GNU.sparse.major", "1"),
        ("GNU.sparse.minor", "0"),
        ("GNU.sparse.name", SMS),
        ("GNU.sparse.realsize", "2000"),
    ]);
    let new = new.file("GNUSparseFile.0/sms.db", &data).file(CALLS, b"behind").finish();
    // 0.1: the map stands in the header.
    let map = [("GNU.sparse.size", "2000"), ("GNU.sparse.map", "1000,4"), ("GNU.sparse.name", SMS)];
    let old = Tar::new().pax(&map).file("x", b"data").file(CALLS, b"behind").finish();
    // Before pax: the map is a part of the header itself.
    let mut header = [0u8; 512];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, SMS.as_bytes());
    put(100, b"0000644\0");
    put(124, b"00000000004\0");
    put(136, b"00000000000\0");
    put(156, b"S");
    put(257, b"ustar  \0");
    put(386, b"00000001750\x0000000000004\x00");
    put(483, b"00000003720\0");
    let oldest = Tar::new().seal(header, b"data").file(CALLS, b"behind").finish();
    for tar in [new, old, oldest] {
        for bytes in [gzip(&tar), tar] {
            let read = read(&bytes);
            assert_eq!(read.problems, []);
            assert_eq!(read.sources[SMS].bytes, whole);
            assert_eq!(read.sources[CALLS].bytes, b"behind");
        }
    }
}

#[test]
fn names_that_lead_elsewhere_are_reported_and_not_read() {
    let evil = "private/var/mobile/../../../etc/sms.db";
    let tar = Tar::new().file(evil, b"evil").file(SMS, b"good").finish();
    for bytes in [gzip(&tar), tar, Zip::new().file(evil, b"evil").file(SMS, b"good").finish()] {
        let read = read(&bytes);
        assert_eq!(codes(&read), [ProblemCode::MemberNameUnsafe]);
        assert_eq!(read.sources.keys().collect::<Vec<_>>(), [SMS]);
    }
}

#[test]
fn of_several_members_of_one_name_the_first_counts() {
    let twice: Vec<(&str, Vec<u8>)> = vec![(SMS, b"first".to_vec()), (SMS, b"second".to_vec())];
    for (name, bytes) in packings(&twice) {
        let read = read(&bytes);
        assert_eq!(codes(&read), [ProblemCode::DuplicateMember], "{name}");
        assert_eq!(read.sources[SMS].bytes, b"first", "{name}");
    }
}

#[test]
fn truncated_archives_give_what_they_have() {
    let noise: Vec<u8> = (0..200_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let files = vec![(SMS, b"whole".to_vec()), (CALLS, noise)];
    for (name, bytes) in packings(&files).into_iter().filter(|(name, _)| *name != "zip") {
        let read = read(&bytes[..bytes.len() / 2]);
        assert!(read.sources.contains_key(SMS), "{name}: {:?}", read.problems);
        assert_eq!(read.sources[SMS].bytes, b"whole", "{name}");
        assert!(codes(&read).contains(&ProblemCode::ArchiveDamaged), "{name}: {:?}", read.problems);
        if let Some(cut) = read.sources.get(CALLS) {
            assert!(cut.bytes.len() < files[1].1.len() && files[1].1.starts_with(&cut.bytes), "{name}");
        }
    }
}

#[test]
fn a_zip_without_its_directory_gives_what_its_members_say() {
    let noise: Vec<u8> = (0..200_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let whole = Zip::new().file(SMS, b"whole").stored(VERSION, VERSION_PLIST.as_bytes()).file(CALLS, &noise).finish();
    let directory = whole.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    let mut damaged_end = whole.clone();
    damaged_end[directory] ^= 0xff;
    for (cut, all) in [
        (&whole[..whole.len() / 2], false),
        (&whole[..directory], true),
        (&whole[..directory + 60], true),
        (&damaged_end, true),
    ] {
        let read = read(cut);
        assert_eq!(codes(&read), [ProblemCode::ArchiveDamaged], "{:?}", read.problems);
        assert_eq!(read.sources[SMS].bytes, b"whole");
        assert_eq!(read.info.device.os_version.as_deref(), Some("17.5.1"));
        let calls = &read.sources[CALLS];
        assert!(noise.starts_with(&calls.bytes) && !calls.bytes.is_empty());
        assert_eq!((calls.bytes.len() == noise.len(), calls.notes.is_empty()), (all, all));
    }
    // Damage to one entry, or to the length of its name, costs nothing: what the directory lacks its own header says.
    for (entry, byte) in [(1, 0), (1, 28), (2, 1), (2, 28)] {
        let mut damaged = whole.clone();
        let at =
            whole.windows(4).enumerate().filter(|(_, bytes)| *bytes == b"PK\x01\x02").nth(entry).expect("an entry").0;
        damaged[at + byte] ^= 0x15;
        let read = read(&damaged);
        assert_eq!(codes(&read), [ProblemCode::ArchiveDamaged], "{entry} {byte}: {:?}", read.problems);
        assert_eq!((read.sources[SMS].bytes.as_slice(), &read.sources[CALLS].bytes), (&b"whole"[..], &noise));
        assert_eq!(read.info.device.os_version.as_deref(), Some("17.5.1"), "{entry} {byte}");
    }
    // Of a directory that is nothing but damage only so much is looked through.
    let noise_in_it = b"PK\x01\x02".repeat(50_000);
    let end = whole.len() - 22;
    let mut hostile = [&whole[..end], &noise_in_it, &whole[end..]].concat();
    let end = hostile.len() - 22;
    let length = u32::from_le_bytes(hostile[end + 12..end + 16].try_into().expect("four bytes"));
    hostile[end + 12..end + 16].copy_from_slice(&(length + 200_000).to_le_bytes());
    hostile[end + 8..end + 12].fill(0xff);
    let told = read(&hostile);
    assert!(told.problems[0].detail.contains("in 1000 places"), "{:?}", told.problems);
    assert_eq!((told.sources[SMS].bytes.as_slice(), &told.sources[CALLS].bytes), (&b"whole"[..], &noise));
    // Nor does damage to its first bytes, but for what stood there.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("damaged.zip");
    std::fs::write(&path, [&b"not what it was"[..], &whole[15..]].concat()).expect("written");
    let evidence = vigie_evidence::Evidence::open(&identify(&path).expect("an archive")[0]).expect("opened");
    let found = support::read::walk(&evidence, &|_| Want { source: true, ..Want::nothing() });
    assert_eq!((&found.sources[CALLS].bytes, found.sources[CALLS].notes.len()), (&noise, 0));
    assert!(found.sources.get(SMS).is_none_or(|source| source.bytes.is_empty()), "{:?}", found.problems);
    // As a writer that streams makes it: lengths and checksum stand behind the data.
    let streamed = |path: &str, bytes: &[u8], is_marked: bool| {
        let one = Zip::new().file(path, bytes).finish();
        let end = one.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
        let mut member = one[..end].to_vec();
        let lengths: Vec<u8> = member.splice(14..26, [0; 12]).collect();
        member[6] |= 8;
        if is_marked {
            member.extend(b"PK\x07\x08");
        }
        member.extend(lengths);
        member
    };
    let members =
        [streamed(SMS, b"first", true), streamed(CALLS, &noise, false), streamed(VERSION, b"last", true)].concat();
    let found = read(&members);
    assert_eq!((found.sources[SMS].bytes.as_slice(), found.info.files), (&b"first"[..], 3));
    assert_eq!(found.sources[CALLS].bytes, noise);
    assert!(found.sources.values().all(|source| source.notes.is_empty()));
    let cut = read(&members[..members.len() / 2]);
    assert_eq!(cut.sources[CALLS].notes, [ProblemCode::MemberDamaged]);
    // Nothing of it: it is as damaged as it was.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cut.zip");
    std::fs::write(&path, &whole[..20]).expect("written");
    assert!(matches!(identify(&path), Err(OpenError::Damaged { .. })));
}

#[test]
fn what_lies_beside_the_device_is_named() {
    let beside = |more: &[&str]| -> Vec<(String, Vec<u8>)> {
        let device = files().into_iter().map(|(path, bytes)| (format!("dump/{path}"), bytes));
        device.chain(more.iter().map(|path| ((*path).to_owned(), b"x".to_vec()))).collect()
    };
    let one = beside(&["log.txt", "extra/a", "extra/b"]);
    let two = beside(&["log.txt", "sysdiagnose_1/ps.txt", "sysdiagnose_1/sysdiagnose.log"]);
    for (files, code, said) in [
        (&one, ProblemCode::OutsideDevice, "3 files lie beside the device and were not examined: extra, log.txt"),
        (&two, ProblemCode::NestedNotExamined, "among them is evidence of its own (ios_sysdiagnose)"),
    ] {
        let borrowed: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
        for (name, bytes) in packings(&borrowed) {
            let read = read(&bytes);
            assert_eq!(codes(&read), [code], "{name}");
            assert!(read.problems[0].detail.contains(said), "{name}: {}", read.problems[0].detail);
            assert!(read.sources.contains_key(SMS));
        }
    }
}

#[test]
fn holes_do_not_fill_the_memory() {
    let map = [("GNU.sparse.size", "2000000000"), ("GNU.sparse.map", "0,4"), ("GNU.sparse.name", SMS)];
    let read = read(&gzip(&Tar::new().pax(&map).file("x", b"data").file(CALLS, b"behind").finish()));
    assert_eq!(codes(&read), [ProblemCode::ArchiveBomb]);
    assert_eq!(read.sources[CALLS].bytes, b"behind");
}

#[test]
fn damage_inside_a_compressed_stream_is_told() {
    let mut files = files();
    files.push((
        "private/var/noise",
        (0..200_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect(),
    ));
    for (name, mut bytes) in packings(&files).into_iter().filter(|(name, _)| name.starts_with("tar.")) {
        let at = bytes.len() - 6;
        bytes[at] ^= 0xff;
        let read = read(&bytes);
        assert!(!read.problems.is_empty(), "{name}: a wrong checksum went unseen");
    }
}

#[test]
fn hostile_zip_members_are_refused_or_noted_one_by_one() {
    let of = |path: &str| ZipMember { path: path.to_owned(), mode: 0o100_644, ..ZipMember::default() };
    let in_sms = |edit: &dyn Fn(&mut ZipMember)| {
        let mut member = of(SMS);
        edit(&mut member);
        let zip = Zip::new().file(CALLS, b"calls").member(&member, &[b'a'; 5000], true);
        read(&zip.finish())
    };
    let refused = [
        (ProblemCode::Encrypted, in_sms(&|member| member.flags = 1)),
        (ProblemCode::CompressionUnsupported, in_sms(&|member| member.method = Some(14))),
        (ProblemCode::ArchiveBomb, in_sms(&|member| member.size = Some(u32::MAX - 1))),
        (ProblemCode::MembersOverlap, in_sms(&|member| member.at = Some(0))),
    ];
    for (code, read) in refused {
        assert!(codes(&read).iter().all(|found| *found == code), "{code}: {:?}", read.problems);
        assert_eq!(read.problems.len(), 2, "once for the archive, once for the wanted file");
        assert_eq!(read.sources.keys().collect::<Vec<_>>(), [CALLS], "{code}");
    }
    let wrong_sum = in_sms(&|member| member.crc = Some(1));
    assert_eq!(wrong_sum.sources[SMS].notes, [ProblemCode::MemberDamaged]);
    assert_eq!(wrong_sum.sources[SMS].bytes, [b'a'; 5000]);
    let too_long = in_sms(&|member| member.size = Some(4000));
    assert_eq!(too_long.sources[SMS].notes, [ProblemCode::MemberDamaged]);
    assert_eq!(too_long.sources[SMS].bytes.len(), 4000, "never more than is stated");
    let mut damaged = zip(&[(SMS, (0..50_000u32).flat_map(u32::to_le_bytes).collect())]);
    damaged[5000] ^= 0xff;
    let damaged = read(&damaged);
    assert_eq!(damaged.sources[SMS].notes, [ProblemCode::MemberDamaged]);
}

#[test]
fn no_truncation_and_no_flipped_byte_panics() {
    for (name, bytes) in packings(&files()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("damaged");
        for step in 0..60 {
            let at = bytes.len() * step / 60;
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x55;
            for damaged in [&bytes[..at], &flipped] {
                std::fs::write(&path, damaged).expect("written");
                if let Ok(found) = identify(&path)
                    && let Ok(evidence) = vigie_evidence::Evidence::open(&found[0])
                {
                    let _ = support::read::walk(&evidence, &|path| Want {
                        source: path.ends_with("sms.db"),
                        ..Want::nothing()
                    });
                }
            }
        }
        assert!(!name.is_empty());
    }
}

/// What does not fit is read in further passes: with any number of bytes that may wait, and in any order of members,
/// every source comes once, with its companions.
#[test]
fn little_memory_and_any_order_give_the_same() {
    let set = |path: &str| {
        let is_log = path.ends_with("-wal");
        let is_source = path.contains(".db") && !is_log || path.ends_with(".tracev3");
        Want {
            source: is_source,
            log: is_log,
            needs: if path.ends_with(".tracev3") { vec![7] } else { vec![] },
            part_of: if path.contains("uuidtext") { vec![7] } else { vec![] },
            ..Want::nothing()
        }
    };
    let mut members: Vec<(String, Vec<u8>)> = Vec::new();
    for number in 0..6u8 {
        let db = format!("private/var/mobile/{number}.db");
        members.push((db.clone(), [b"SQLite format 3\0", &[number; 900][..]].concat()));
        if number % 2 == 0 {
            members.push((format!("{db}-wal"), vec![number; 700]));
        }
        members.push((format!("private/var/db/diagnostics/{number}.tracev3"), vec![number; 1100]));
        members.push((format!("private/var/db/uuidtext/{number}"), vec![number; 300]));
        members.push((format!("private/var/mobile/noise/{number}"), vec![number; 5000]));
    }
    let mut orders = [members.clone(), members.clone(), members.clone()];
    orders[1].reverse();
    // Neither forwards nor backwards: 13 has no common divisor with the number of members.
    let count = members.len();
    orders[2] = (0..count).map(|n| members[n * 13 % count].clone()).collect();
    for (turn, order) in orders.iter().enumerate() {
        let bytes = gzip(&order.iter().fold(Tar::new(), |tar, (path, bytes)| tar.file(path, bytes)).finish());
        for hold in [0, 1, 1000, 2000, 3000, 5000, 8000, 20_000, 1 << 20] {
            let read = read_wanting(&bytes, Some(hold), set);
            assert_eq!(read.problems, [], "order {turn}, {hold} bytes");
            assert_eq!(read.sources.len(), 12, "order {turn}, {hold} bytes: {:?}", read.sources.keys());
            assert_eq!(read.given, 12, "order {turn}, {hold} bytes: none twice");
            for number in 0..6u8 {
                let db = &read.sources[&format!("private/var/mobile/{number}.db")];
                assert_eq!(db.log.as_ref().map(Vec::len), (number % 2 == 0).then_some(700), "order {turn}, {hold}");
                let trace = &read.sources[&format!("private/var/db/diagnostics/{number}.tracev3")];
                assert_eq!(trace.beside, 6, "order {turn}, {hold} bytes: every companion is there");
            }
        }
    }
}

#[test]
fn names_that_windows_wrote_with_backslashes_are_paths() {
    let windows = |zip: Zip, path: &str, bytes: &[u8]| {
        let path = path.replace('/', "\\");
        zip.member(&ZipMember { path, ..ZipMember::default() }, bytes, true)
    };
    let packed = files().iter().fold(Zip::new(), |zip, (path, bytes)| windows(zip, &format!("case7/{path}"), bytes));
    let told = read(&windows(packed.clone(), "case7/a/../../b", b"x").finish());
    assert_eq!(told.info.kind, EvidenceKind::IosFilesystem);
    assert_eq!((told.info.files, told.sources.len()), (5, 2));
    // A name that climbs is refused in this form too.
    assert_eq!(codes(&told), [ProblemCode::MemberNameUnsafe]);
    // So it is where the directory is missing, which alone says that the archive comes from Windows.
    let whole = packed.finish();
    let at = whole.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    let salvaged = read(&whole[..at]);
    assert_eq!(codes(&salvaged), [ProblemCode::ArchiveDamaged]);
    assert_eq!((salvaged.info.files, salvaged.sources.len()), (5, 2));
    let mixed = files().iter().fold(Zip::new(), |zip, (path, bytes)| zip.file(path, bytes)).file("a\\b", b"x").finish();
    let at = mixed.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    assert!(read(&mixed[..at]).entries.iter().any(|(path, _)| path == "a\\b"), "other names have a `/`");
    // Some programs write so and say that they run on Unix.
    let go = files()
        .iter()
        .fold(Zip::new(), |zip, (path, bytes)| zip.file(&format!("case7/{path}").replace('/', "\\"), bytes));
    let told = read(&go.finish());
    assert_eq!((told.info.kind, told.info.files, told.sources.len()), (EvidenceKind::IosFilesystem, 5, 2));
    // Else a backslash is a letter like others there.
    let unix = files().iter().fold(Zip::new(), |zip, (path, bytes)| zip.file(path, bytes)).file("a\\b", b"x").finish();
    assert!(read(&unix).entries.iter().any(|(path, _)| path == "a\\b"));
}
