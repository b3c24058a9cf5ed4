//! Evidence of Android in one folder or archive, whatever it is called: all of it is examined, and what is not is told.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::android_backup::AndroidBackup;
use vigie_testkit::archive::{Tar, Zip, gzip};

const REPORT: &str = "========================================================\n== dumpstate: 2024-05-12 18:30:00\n\
    ========================================================\n\nBuild: AP1A\n\
    Build fingerprint: 'google/shiba/shiba:14/AP1A.240405.002/11480754:user/release-keys'\n\n\
    ------ SYSTEM PROPERTIES (getprop) ------\n[persist.sys.timezone]: [Europe/Paris]\n\
    [ro.build.version.security_patch]: [2024-04-05]\n[ro.product.model]: [Pixel 8]\n\
    ------ 0.030s was the duration of 'SYSTEM PROPERTIES' ------\n";
const EVENT: &str =
    "{\"dns_event\":{\"event_time\":1735689600123,\"hostname\":\"example.org\",\"package_name\":\"org.example\"}}\n";
const ACQUISITION: &str = "{\"uuid\":\"0f3d2c1b\",\"androidqf_version\":\"v1.7.0\",\
    \"started\":\"2024-04-02T08:00:00Z\",\"completed\":\"2024-04-02T08:10:00Z\"}";

type Files = Vec<(&'static str, Vec<u8>)>;

fn report() -> Vec<u8> {
    Zip::new().file("main_entry.txt", b"bugreport-x.txt\n").file("bugreport-x.txt", REPORT.as_bytes()).finish()
}

fn logs() -> Vec<u8> {
    Zip::new().file("log", EVENT.as_bytes()).finish()
}

fn backup() -> Vec<u8> {
    let manifest = b"1\ncom.example.notes\n12\n34\n\n0\n0\n";
    AndroidBackup::new(5).finish(&Tar::new().file("apps/com.example.notes/_manifest", manifest).finish())
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The same files as a folder, a zip and a compressed tar.
fn forms(at: &Path, files: &Files) -> [PathBuf; 3] {
    let folder = at.join("folder");
    let (mut zip, mut tar) = (Zip::new(), Tar::new());
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("is made");
        std::fs::write(path, bytes).expect("is written");
        zip = zip.file(name, bytes);
        tar = tar.file(name, bytes);
    }
    let (zipped, packed) = (at.join("all.zip"), at.join("all.tar.gz"));
    std::fs::write(&zipped, zip.finish()).expect("is written");
    std::fs::write(&packed, gzip(&tar.finish())).expect("is written");
    [folder, zipped, packed]
}

/// What was told of one piece of evidence.
struct Told {
    code: Option<i32>,
    /// The paths that were read, and their own names where they have others.
    read: BTreeMap<String, Option<String>>,
    /// Codes and sources of problems.
    problems: BTreeSet<(String, String)>,
}

fn check(path: &Path) -> Told {
    let out = vigie(&["check", arg(path), "--json", "--quiet"]);
    let told: Value = serde_json::from_slice(&out.stdout)
        .unwrap_or_else(|_| panic!("{}: {}", path.display(), String::from_utf8_lossy(&out.stderr)));
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let sources = list(&told["coverage"]).into_iter().flat_map(|line| list(&line["sources"]));
    let read = sources.filter_map(|source| Some((text(&source["path"])?, text(&source["stored_as"]))));
    let problems = list(&told["problems"]).into_iter();
    let problems =
        problems.filter_map(|one| Some((text(&one["code"])?, text(&one["source"]).unwrap_or_default()))).collect();
    Told { code: out.status.code(), read: read.collect(), problems }
}

/// Every file of these is read, in whatever they lie.
fn all_are_read(files: &Files, expected: &[&str]) {
    let at = tempfile::tempdir().expect("a folder");
    for path in forms(at.path(), files) {
        let told = check(&path);
        for one in expected {
            assert!(told.read.contains_key(*one), "{}: {one} in {:?}", path.display(), told.read);
        }
        assert_eq!(told.code, Some(0), "{}: {:?}", path.display(), told.problems);
    }
}

#[test]
fn a_bug_report_is_opened_whatever_its_zip_is_called() {
    for name in ["dumpState_S911BXXU3AWJ2_202405121830.zip", "PHONE.ZIP", "phone/report.zip"] {
        all_are_read(&vec![(name, report())], &[&format!("{name}!bugreport-x.txt")]);
    }
    all_are_read(&vec![("a.zip", report()), ("b.zip", report())], &["a.zip!bugreport-x.txt", "b.zip!bugreport-x.txt"]);
    // What a report has of its own in a zip is no evidence, and no trouble.
    let windows = Zip::new().file("window", b"x").finish();
    let own = vec![("bugreport-x.txt", REPORT.as_bytes().to_vec()), ("visible_windows.zip", windows)];
    all_are_read(&own, &["bugreport-x.txt"]);
    // As deep as evidence is looked into, that is known too.
    let own = own.iter().fold(Zip::new(), |zip, (name, bytes)| zip.file(name, bytes)).finish();
    let between = Zip::new().file("b.zip", &own).finish();
    all_are_read(&vec![("a.zip", between)], &["a.zip!b.zip!bugreport-x.txt"]);
}

#[test]
fn what_lies_beside_each_other_is_all_examined() {
    let manifest = "backup.ab!apps/com.example.notes/_manifest";
    all_are_read(
        &vec![("bugreport-a.zip", report()), ("backup.ab", backup())],
        &["bugreport-a.zip!bugreport-x.txt", manifest],
    );
    all_are_read(
        &vec![("report.zip", report()), ("backup.ab", backup()), ("il.zip", logs())],
        &["report.zip!bugreport-x.txt", manifest, "il.zip!log"],
    );
    all_are_read(
        &vec![
            ("bugreport-a.txt", REPORT.as_bytes().to_vec()),
            ("other", REPORT.as_bytes().to_vec()),
            ("backup.ab", backup()),
            ("logs/day.jsonl", EVENT.as_bytes().to_vec()),
            ("logs.zip", logs()),
        ],
        &["bugreport-a.txt", "other", manifest, "logs/day.jsonl", "logs.zip!log"],
    );
    all_are_read(&vec![("day.txt", EVENT.as_bytes().to_vec()), ("backup.ab", backup())], &["day.txt", manifest]);
    all_are_read(
        &vec![
            ("acquisition.json", ACQUISITION.as_bytes().to_vec()),
            ("getprop.txt", b"[ro.product.model]: [SM-S911B]\n".to_vec()),
            ("packages.json", b"[]".to_vec()),
            ("mine.ab", backup()),
            ("report.zip", report()),
            ("intrusion_logs/DAY", EVENT.as_bytes().to_vec()),
        ],
        &[
            "getprop.txt",
            "mine.ab!apps/com.example.notes/_manifest",
            "report.zip!bugreport-x.txt",
            "intrusion_logs/DAY",
        ],
    );
}

#[test]
fn what_lies_beside_the_root_in_an_archive_and_is_not_opened_is_told() {
    let at = tempfile::tempdir().expect("a folder");
    let files = vec![("a/bugreport-a.txt", REPORT.as_bytes().to_vec()), ("b/phone.zip", report())];
    let [_, zipped, packed] = forms(at.path(), &files);
    for path in [zipped, packed] {
        let told = check(&path);
        assert_eq!(told.code, Some(3), "{}", path.display());
        assert!(told.problems.iter().any(|(code, _)| code == "VIG-E043"), "{:?}", told.problems);
    }
}

#[test]
fn a_file_system_beside_a_bug_report_is_told() {
    let report = ("bugreport-a.txt", REPORT.as_bytes().to_vec());
    let note = |path| vec![report.clone(), (path, b"a note".to_vec())];
    for (path, code) in [("dump/data/data/com.example/notes", Some(3)), ("FS/data/data/com.example/notes", Some(0))] {
        let at = tempfile::tempdir().expect("a folder");
        for form in forms(at.path(), &note(path)) {
            let told = check(&form);
            assert_eq!(told.code, code, "{} {path}: {:?}", form.display(), told.problems);
            // A compressed tar is taken for what is certain first: the file system, and the report is named beside it.
            let is_read = told.read.contains_key("bugreport-a.txt");
            assert!(is_read || told.problems.iter().any(|(code, _)| code == "VIG-E043"), "{}", form.display());
        }
    }
}

#[test]
fn intrusion_logs_are_read_whatever_their_names_end_in() {
    let names = ["a.txt", "b", "c.log", "D.TXT", "deep/e.NDJSON"];
    let mut files: Files = names.iter().map(|name| (*name, EVENT.as_bytes().to_vec())).collect();
    all_are_read(&files, &names);
    // What is none is named, and is no part that is missing.
    files.push(("note.pdf", b"a note".to_vec()));
    let at = tempfile::tempdir().expect("a folder");
    for path in forms(at.path(), &files) {
        let told = check(&path);
        assert_eq!(told.code, Some(0), "{}", path.display());
        assert!(told.problems.iter().any(|(code, _)| code == "VIG-E044"), "{:?}", told.problems);
    }
}

/// Every file of text of a case, and of what is made of it for others.
fn texts_of(case: &Path) -> Vec<(String, String)> {
    let forms = ["stix", "timesketch", "jsonl", "plaso", "case", "csv", "misp"].map(|form| {
        let out = vigie(&["export", arg(case), "--format", form]);
        assert!(out.status.success(), "{form}: {}", String::from_utf8_lossy(&out.stderr));
        (form.to_owned(), String::from_utf8_lossy(&out.stdout).into_owned())
    });
    let files = std::fs::read_dir(case).expect("a folder").map(|entry| entry.expect("an entry").path());
    let texts = files.filter_map(|path| Some((arg(&path).to_owned(), std::fs::read_to_string(&path).ok()?)));
    texts.chain(forms).collect()
}

#[test]
fn a_file_that_is_read_under_another_name_is_told_by_its_own() {
    let at = tempfile::tempdir().expect("a folder");
    let debuggable = REPORT.replace("[Pixel 8]", "[Pixel 8]\n[ro.debuggable]: [1]");
    let member = "log/dumpstate/dumpstate_x.txt";
    let [_, zipped, packed] = forms(at.path(), &vec![(member, debuggable.clone().into_bytes())]);
    let text = at.path().join("my phone.txt");
    std::fs::write(&text, &debuggable).expect("is written");
    let beside = vec![("bugreport-a.txt", REPORT.as_bytes().to_vec()), ("mine/other", debuggable.into_bytes())];
    let [folder, ..] = forms(&at.path().join("beside"), &beside);
    for (path, own) in [(zipped, member), (packed, member), (text, "my phone.txt"), (folder, "mine/other")] {
        let told = check(&path);
        assert_eq!(told.read.get(own), Some(&None), "{}: {:?}", path.display(), told.read);
        let case = at.path().join("case");
        let out = vigie(&["check", arg(&path), "--case", arg(&case), "--keep", "all", "--details"]);
        let screen = String::from_utf8_lossy(&out.stdout).into_owned();
        let texts = texts_of(&case);
        for (name, text) in texts.iter().chain([&("the screen".to_owned(), screen.clone())]) {
            assert!(!text.contains("dumpstate.txt"), "{} {name}: {text}", path.display());
        }
        assert!(screen.contains(own), "{}: {screen}", path.display());
        for name in ["findings.jsonl", "timeline.csv", "sources.jsonl", "report.html", "timesketch", "csv"] {
            let (_, text) = texts.iter().find(|(file, _)| Path::new(file).ends_with(name)).expect(name);
            assert!(text.contains(own), "{} {name}: {text}", path.display());
        }
        std::fs::remove_dir_all(&case).expect("is removed");
    }
}

#[test]
fn text_in_utf16_is_examined_like_other_text() {
    let at = tempfile::tempdir().expect("a folder");
    let debuggable = REPORT.replace("[Pixel 8]", "[Pixel 8]\n[ro.debuggable]: [1]");
    for (name, text) in [("dump.txt", utf16(&debuggable)), ("plain.txt", debuggable.clone().into_bytes())] {
        std::fs::write(at.path().join(name), text).expect("is written");
    }
    let findings = |name: &str| {
        let out = vigie(&["check", arg(&at.path().join(name)), "--json", "--quiet"]);
        let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
        assert_eq!(told["problems"], Value::Array(Vec::new()), "{name}");
        let of = |finding: &Value| (finding["id"].clone(), finding["title"].clone(), finding["place"]["place"].clone());
        let found: Vec<_> = told["findings"].as_array().expect("a list").iter().map(of).collect();
        (found.len(), found.into_iter().map(|(_, title, place)| (title, place)).collect::<Vec<_>>())
    };
    let (count, found) = findings("dump.txt");
    assert!(count > 0, "it is found");
    assert_eq!((count, found), findings("plain.txt"), "at the same line, and the same offset in UTF-8");
    // Beside other evidence, too; other text in UTF-16 is nothing.
    let files = vec![("bugreport-a.zip", report()), ("day", utf16(EVENT)), ("note.md", utf16("a note"))];
    for path in forms(&at.path().join("beside"), &files) {
        let told = check(&path);
        assert_eq!(told.code, Some(0), "{}: {:?}", path.display(), told.problems);
        assert!(told.read.contains_key("day"), "{}: {:?}", path.display(), told.read);
    }
    // A half of a pair of surrogates is no text: that is told at its place.
    let text = at.path().join("damaged.txt");
    let mut bytes = utf16(&debuggable);
    bytes.extend([0x3d, 0xd8]);
    std::fs::write(&text, bytes).expect("is written");
    let told = check(&text);
    assert_eq!(told.code, Some(3), "{:?}", told.problems);
}

#[test]
fn a_report_that_is_compressed_is_read_wherever_it_lies() {
    let packed = gzip(REPORT.as_bytes());
    let at = tempfile::tempdir().expect("a folder");
    let alone = at.path().join("bugreport_2024-05-12-18-30-00.txt.gz");
    std::fs::write(&alone, &packed).expect("is written");
    assert!(check(&alone).read.contains_key("bugreport_2024-05-12-18-30-00.txt.gz"));
    all_are_read(&vec![("dumpstate_app_error.txt.gz", packed.clone())], &["dumpstate_app_error.txt.gz"]);
    all_are_read(
        &vec![("a.txt.gz", packed.clone()), ("backup.ab", backup()), ("intrusion.json.gz", gzip(EVENT.as_bytes()))],
        &["a.txt.gz", "backup.ab!apps/com.example.notes/_manifest", "intrusion.json.gz"],
    );
    // Where Samsung and Motorola leave them on the device.
    let list = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<packages></packages>\n";
    let kept = ["data/log/dumpstate_app_error.txt.gz", "data/media/0/bug2go/bugreport_2024-05-12.txt.gz"];
    let zip = "data/log/dumpstate_sys_error.zip";
    let mut files = vec![("data/system/packages.xml", list.as_bytes().to_vec()), (zip, report())];
    files.extend(kept.map(|path| (path, packed.clone())));
    let inside = format!("{zip}!bugreport-x.txt");
    for path in forms(&at.path().join("device"), &files) {
        let told = check(&path);
        for one in kept.into_iter().chain([inside.as_str()]) {
            assert!(told.read.contains_key(one), "{}: {one} in {:?}", path.display(), told.read);
        }
    }
}

#[test]
fn an_acquisition_whose_names_hold_backslashes_is_read_whole() {
    let at = tempfile::tempdir().expect("a folder");
    let files: Files = vec![
        ("0f3d2c1b\\acquisition.json", ACQUISITION.as_bytes().to_vec()),
        ("0f3d2c1b\\getprop.txt", b"[ro.product.model]: [SM-S911B]\n".to_vec()),
        ("0f3d2c1b\\packages.json", b"[]".to_vec()),
        ("0f3d2c1b\\bugreport.zip", report()),
        ("0f3d2c1b\\apks\\com.example.apk", b"PK".to_vec()),
    ];
    let zip = files.iter().fold(Zip::new(), |zip, (name, bytes)| zip.file(name, bytes)).finish();
    let path = at.path().join("acquisition.zip");
    std::fs::write(&path, zip).expect("is written");
    let told = check(&path);
    for one in
        ["acquisition.json", "getprop.txt", "packages.json", "bugreport.zip!bugreport-x.txt", "apks/com.example.apk"]
    {
        assert!(told.read.contains_key(one), "{one} in {:?}", told.read);
    }
}

#[test]
fn two_devices_in_one_folder_are_named() {
    let at = tempfile::tempdir().expect("a folder");
    let zip = |text: &str| {
        Zip::new().file("main_entry.txt", b"bugreport-x.txt\n").file("bugreport-x.txt", text.as_bytes()).finish()
    };
    let other = REPORT
        .replace("[Pixel 8]", "[SM-S911B]\n[ro.product.manufacturer]: [samsung]")
        .replace("google/shiba/shiba", "samsung/dm1qxeea/dm1q");
    for form in forms(at.path(), &vec![("a.zip", zip(REPORT)), ("b.zip", zip(&other)), ("c.zip", zip(REPORT))]) {
        let out = vigie(&["check", arg(&form), "--json", "--quiet"]);
        let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
        let problem = &told["problems"][0];
        assert_eq!(problem["code"], "VIG-E055", "{told}");
        let detail = problem["detail"].as_str().expect("words");
        assert!(detail.contains("Pixel 8 (a.zip, c.zip); samsung SM-S911B (b.zip)"), "{detail}");
        assert_eq!(out.status.code(), Some(0), "nothing is unread");
        for (lang, words) in [("en", "evidence of several devices"), ("fr", "des pièces de plusieurs appareils")] {
            let out = vigie(&["check", arg(&form), "--lang", lang]);
            let screen = String::from_utf8_lossy(&out.stdout).into_owned();
            assert!(screen.contains(words), "{screen}");
        }
    }
    // Two reports of one device are none.
    let [folder, ..] = forms(&at.path().join("one"), &vec![("a.zip", zip(REPORT)), ("c.zip", zip(REPORT))]);
    assert!(check(&folder).problems.is_empty());
}

#[test]
fn a_zone_that_follows_from_two_clocks_leaves_nothing_unread() {
    let at = tempfile::tempdir().expect("a folder");
    let text = at.path().join("dumpsys.txt");
    let dump = "DUMP OF SERVICE alarm:\nCurrent Alarm Manager state:\n  nowRTC=1715527800000=2024-05-12 18:30:00 nowELAPSED=100000\n\
        --------- 0.1s was the duration of dumpsys alarm, ending at: 2024-05-12 18:30:00\n";
    std::fs::write(&text, dump).expect("is written");
    let told = check(&text);
    assert_eq!(told.problems, BTreeSet::from([("VIG-E054".to_owned(), "dumpsys.txt".to_owned())]));
    assert_eq!(told.code, Some(0));
}

#[test]
fn evidence_of_which_nothing_is_read_is_told() {
    let at = tempfile::tempdir().expect("a folder");
    std::fs::write(at.path().join("note.bin"), b"a note").expect("is written");
    let out = vigie(&["check", arg(at.path()), "--as", "network", "--json", "--quiet"]);
    let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(out.status.code(), Some(3));
    assert_eq!(told["problems"][0]["code"], "VIG-E053");
    for (lang, words) in [("en", "of which nothing was read"), ("fr", "dont rien n'a été lu")] {
        let out = vigie(&["check", arg(at.path()), "--as", "network", "--lang", lang]);
        assert!(String::from_utf8_lossy(&out.stdout).contains(words));
    }
}
