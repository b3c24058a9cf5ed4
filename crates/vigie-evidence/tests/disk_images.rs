//! Images of disks: what lies in their partitions is given file by file, and whatever is wrong with them is a problem.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use vigie_evidence::{CandidateState, Evidence, identify, identify_as};
use vigie_model::{EvidenceKind, Problem, ProblemCode};
use vigie_testkit::disk::{self, exfat, fat, usb_stick, with_gpt, with_table};

/// Files with their bytes, and problems.
type Seen = (BTreeMap<String, Vec<u8>>, Vec<Problem>);

fn read(path: &Path) -> Seen {
    let candidate = identify_as(path, EvidenceKind::Files).expect("a file can be taken as files");
    let (mut files, mut problems) = (BTreeMap::new(), Vec::new());
    let evidence = match Evidence::open(&candidate) {
        Ok(evidence) => evidence,
        Err(error) => panic!("{error}"),
    };
    problems.extend(evidence.problems.clone());
    evidence.walk(
        &mut |_| true,
        &mut |source| {
            let mut bytes = Vec::new();
            source.reader().expect("it opens").read_to_end(&mut bytes).expect("it can be read");
            files.insert(source.path().to_owned(), bytes);
        },
        &mut |problem| problems.push(problem),
    );
    (files, problems)
}

fn image(bytes: &[u8]) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image");
    std::fs::write(&path, bytes).unwrap();
    read(&path)
}

/// A text of so many bytes, different in each sector.
fn text(length: usize) -> Vec<u8> {
    (0..length).flat_map(|number| format!("{number} ").into_bytes()).take(length).collect()
}

fn codes(problems: &[Problem]) -> Vec<ProblemCode> {
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn every_file_of_every_file_system_is_given_with_its_bytes() {
    let long = text(5000);
    let name = "a folder/Ein längerer Name, der nicht in acht Zeichen passt.txt";
    let files: [disk::File<'_>; 4] =
        [("short.txt", b"short"), ("empty", b""), (name, &long), ("a folder/deeper/still deeper/x", b"deep")];
    let images = [
        ("", fat(12, &files, 2)),
        ("", fat(16, &files, 2)),
        ("", fat(32, &files, 2)),
        ("", exfat(&files, 2)),
        ("p1/", with_table("", &[(0x0c, fat(32, &files, 2))])),
        ("p1/", with_gpt(&[exfat(&files, 2)])),
    ];
    for (number, (prefix, bytes)) in images.iter().enumerate() {
        let (found, problems) = image(bytes);
        for (path, bytes) in files {
            assert_eq!(found.get(&format!("{prefix}{path}")).map(Vec::as_slice), Some(bytes), "{number}: {path}");
        }
        assert_eq!(found.len(), files.len() + 1, "{number}: and the boot record: {:?}", found.keys());
        assert_eq!(found["boot_record.bin"], bytes[..bytes.len().min(64 * 512)]);
        assert_eq!(codes(&problems), [ProblemCode::DeletedNotRead], "{number}: {problems:?}");
        assert!(problems[0].detail.starts_with("2 entries of deleted files"), "{problems:?}");
    }
}

#[test]
fn times_are_those_of_the_clock_or_of_utc() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, expected) in [
        ("fat", fat(12, &[("x", b"x")], 0), "2026-03-04T05:06:08"),
        ("exfat", exfat(&[("x", b"x")], 0), "2026-03-04T03:06:08Z"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let evidence = Evidence::open(&identify(&path).unwrap()[0]).unwrap();
        let mut times = Vec::new();
        let mut see = |entry: vigie_evidence::Entry<'_>| {
            times.extend(entry.modified.map(|time| time.to_string()));
            false
        };
        evidence.walk(&mut see, &mut |_| {}, &mut |problem| panic!("{problem:?}"));
        assert_eq!(times, [expected]);
    }
}

#[test]
fn an_image_is_known_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let kind = |path: &Path| identify(path).ok().map(|found| (found[0].kind, found[0].state.clone()));
    let files = Some((EvidenceKind::Files, CandidateState::Ready));
    let stick = usb_stick(false);
    assert_eq!(kind(&write("a", &stick)), files);
    // The boot record alone tells, too.
    assert_eq!(kind(&write("b", &stick[..512])), files);
    assert_eq!(image(&stick[..512]).1, [], "its partitions are not to be expected");
    let hive = fat(16, &[("Windows/System32/config/SYSTEM", b"regf")], 0);
    assert_eq!(kind(&write("c", &hive)), Some((EvidenceKind::WindowsTriage, CandidateState::Ready)));
    let mut other = vec![0; 512];
    other[510..].copy_from_slice(&[0x55, 0xaa]);
    assert_eq!(kind(&write("d", &other)), None);
}

#[test]
fn what_is_not_read_is_told_with_what_to_do() {
    let mut ntfs = vec![0; 2 << 20];
    ntfs[..11].copy_from_slice(b"\xeb\x52\x90NTFS    ");
    ntfs[510..512].copy_from_slice(&[0x55, 0xaa]);
    for bytes in [with_table("", &[(7, ntfs.clone())]), ntfs] {
        let (files, problems) = image(&bytes);
        assert_eq!(files.len(), 1);
        assert_eq!(codes(&problems), [ProblemCode::NestedNotExamined]);
        assert!(problems[0].detail.contains("NTFS") && problems[0].detail.contains("mount it read-only"));
    }
    // A partition behind the end of the image.
    let mut cut = with_table("", &[(0x0c, vec![0; 3 << 20]), (0x0c, fat(32, &[("x", b"x")], 0))]);
    cut.truncate(2 << 20);
    let (_, problems) = image(&cut);
    assert!(codes(&problems).contains(&ProblemCode::ArchiveDamaged), "{problems:?}");
}

#[test]
fn clusters_are_given_once_so_that_cycles_end() {
    let long = text(3000);
    let mut bytes = fat(16, &[("a.bin", &long), ("b.bin", &long)], 0);
    // The second cluster of the first file leads back to its first: entries 2 and 4 of the table behind one sector.
    bytes[512 + 8..512 + 10].copy_from_slice(&2_u16.to_le_bytes());
    let (files, problems) = image(&bytes);
    assert_eq!(files["a.bin"], long[..1024]);
    assert_eq!(files["b.bin"], long);
    assert_eq!(codes(&problems), [ProblemCode::MemberDamaged]);
    assert!(problems[0].detail.contains("1024 of 3000 bytes are there"), "{problems:?}");
}

#[test]
fn no_damage_panics_or_gives_more_than_there_is() {
    let long = text(3000);
    let files: [disk::File<'_>; 3] = [("short.txt", b"short"), ("folder/long name of a file.txt", &long), ("c", &long)];
    let images = [fat(12, &files, 1), with_table("", &[(0x0c, fat(32, &files, 1))]), with_gpt(&[exfat(&files, 1)])];
    for whole in images {
        let (before, told) = image(&whole);
        let total = |files: &BTreeMap<String, Vec<u8>>| files.values().map(Vec::len).sum::<usize>();
        for at in (0..whole.len()).step_by((whole.len() / 150).max(1)) {
            let (cut, problems) = image(&whole[..at]);
            let fewer = total(&cut) < total(&before) - 64 * 512;
            // A copy of the first sectors promises no files; all that begins as a file system does.
            let begins = cut.len() > 1;
            assert!(!(begins && fewer) || problems.len() > told.len(), "cut at {at}: {:?}", cut.keys());
        }
        let meta = (0..3000).chain((3000..whole.len()).step_by(97));
        for (turn, at) in meta.step_by(7).enumerate() {
            let mut changed = whole.clone();
            changed[at] ^= [0x01, 0x80, 0xff, 0x20][turn % 4];
            let (found, _) = image(&changed);
            assert!(total(&found) <= 2 * whole.len(), "flipped at {at}");
        }
    }
}
