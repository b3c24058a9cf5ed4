//! File systems and sysdiagnose archives: repeatable, and the forms a phone of each version writes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use vigie_testkit::databases::sqlite::PageSize;
use vigie_testkit::ios::archive::Target;
use vigie_testkit::ios::{Phone, SHAPES, Shape, filesystem, sysdiagnose};
use vigie_testkit::life::Scale;

fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().strip_prefix(root).unwrap().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

fn sysdiagnose_of(shape: &'static Shape, traces: bool, out: &Path) {
    let phone = Phone::new(shape, 7, traces);
    let mut target = Target::create(out, &shape.sysdiagnose()).unwrap();
    sysdiagnose::write(&phone, 0, &mut target).unwrap();
    target.finish().unwrap();
}

#[test]
fn a_sysdiagnose_is_repeatable_and_the_same_as_folder_and_archive() {
    let folder = tempfile::tempdir().unwrap();
    let shape = Shape::of(26).unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    sysdiagnose_of(shape, true, &one);
    sysdiagnose_of(shape, true, &two);
    let one = tree(&one);
    assert_eq!(one, tree(&two));
    let archive = folder.path().join("three.tar.gz");
    sysdiagnose_of(shape, true, &archive);
    let mut tar = Vec::new();
    flate2::read::GzDecoder::new(fs::File::open(&archive).unwrap()).read_to_end(&mut tar).unwrap();
    assert_eq!(tar.len() % 512, 0);
    // Each file stands in the archive whole, behind a header that names it.
    for (path, bytes) in &one {
        let name = format!("{}/{}", shape.sysdiagnose(), path.display());
        let at = tar.windows(name.len()).position(|part| part == name.as_bytes()).unwrap();
        assert!(bytes.is_empty() || tar[at..].windows(bytes.len()).any(|part| part == bytes), "{name}");
    }
}

#[test]
fn the_shutdown_log_is_written_anew_since_ios_26() {
    let folder = tempfile::tempdir().unwrap();
    for shape in SHAPES {
        let out = folder.path().join(shape.version);
        sysdiagnose_of(shape, false, &out);
        let extra = out.join("system_logs.logarchive/Extra");
        let mut ends = 0;
        for (path, bytes) in tree(&extra) {
            if path.to_string_lossy().starts_with("shutdown") {
                ends += String::from_utf8(bytes).unwrap().matches("SIGTERM").count();
            }
        }
        assert!(if shape.major >= 26 { ends == 1 } else { ends > 5 }, "{}: {ends}", shape.version);
    }
}

#[test]
fn noise_fills_an_archive_to_the_size_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("large.tar.gz");
    let shape = Shape::of(17).unwrap();
    let mut target = Target::create(&out, "top").unwrap();
    sysdiagnose::write(&Phone::new(shape, 1, false), 3_000_000, &mut target).unwrap();
    target.finish().unwrap();
    let size = fs::metadata(&out).unwrap().len();
    assert!((3_000_000..4_200_000).contains(&size), "{size}");
}

#[test]
fn a_file_system_lies_below_private_var() {
    let folder = tempfile::tempdir().unwrap();
    let scale =
        Scale { files: 5, messages: 20, visits: 20, processes: 60, seed: 3, traces: false, page_size: PageSize::Small };
    let write = |name: &str| {
        let out = folder.path().join(name);
        let mut target = Target::create(&out, "").unwrap();
        filesystem::write(&Phone::new(Shape::of(16).unwrap(), 3, false), &scale, 0, &mut target).unwrap();
        target.finish().unwrap();
        tree(&out)
    };
    let one = write("one");
    assert_eq!(one, write("two"));
    for path in [
        "System/Library/CoreServices/SystemVersion.plist",
        "private/var/mobile/Library/SMS/sms.db",
        "private/var/root/Library/Caches/locationd/clients.plist",
        "private/var/wireless/Library/Databases/DataUsage.sqlite",
        "private/var/networkd/netusage.sqlite",
        "private/var/db/diagnostics/shutdown.log",
    ] {
        assert!(one.contains_key(Path::new(path)), "{path}");
    }
}
