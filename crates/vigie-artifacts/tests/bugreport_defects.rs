//! One test per defect of MVT's reading of bug reports; each carries the number of its line in docs/peer_defects.md, or of
//! the table of its modules there (1.8).

use vigie_artifacts::{AnyRecord, Plan, Sink, artifact};
use vigie_evidence::MemoryEvidence;
use vigie_model::{Layout, ObservableKind, Place, ProblemCode};

#[derive(Default)]
struct Read {
    json: Vec<String>,
    seen: Vec<(ObservableKind, String)>,
    problems: Vec<ProblemCode>,
    absent: bool,
}

impl Sink for Read {
    fn record(&mut self, _place: Place, record: &dyn AnyRecord) {
        self.json.push(record.json());
        record.observables(&mut |seen| self.seen.push((seen.kind(), seen.value().to_owned())));
    }

    fn problem(&mut self, code: ProblemCode, _place: Place, _detail: String) {
        self.problems.push(code);
    }

    fn absent(&mut self) {
        self.absent = true;
    }
}

impl Read {
    fn has(&self, kind: ObservableKind, value: &str) -> bool {
        self.seen.iter().any(|(of, seen)| *of == kind && seen == value)
    }
}

fn read(id: &str, files: &[(&str, &str)]) -> Read {
    let artifact = artifact(id).expect("an artifact of this id");
    let files =
        files.iter().fold(MemoryEvidence::new(Layout::AndroidBugreport), |all, (path, text)| all.file(path, *text));
    let evidence = files.into_evidence();
    let plan = Plan::new(&[artifact], Layout::AndroidBugreport).expect("valid globs");
    let mut read = Read::default();
    evidence.walk(
        &mut |entry| plan.wants(entry.path),
        &mut |source| {
            artifact.run(&source, &mut read);
        },
        &mut |problem| panic!("memory has no problems: {problem:?}"),
    );
    read
}

/// A report with one service, in a zone of its own.
fn service(id: &str, name: &str, body: &str) -> Read {
    let text = format!(
        "== dumpstate: 2024-05-12 18:30:00\n{line}\nDUMP OF SERVICE {name}:\n{body}\n\
         --------- 0.012s was the duration of dumpsys {name}, ending at: 2024-05-12 18:30:05\n\
         ------ SYSTEM PROPERTIES (getprop) ------\n[persist.sys.timezone]: [Europe/Paris]\n\
         ------ 0.034s was the duration of 'SYSTEM PROPERTIES' ------\n",
        line = "-".repeat(79)
    );
    read(id, &[("dumpstate.txt", &text)])
}

#[test]
fn defect_1_8_properties_had_no_end() {
    let text = "------ SYSTEM PROPERTIES (getprop) ------\n[ro.build.type]: [user]\n\
                ------ 0.034s was the duration of 'SYSTEM PROPERTIES' ------\n[leaked]: [in]\n";
    let read = read("android_getprop", &[("bugreport-x.txt", text)]);
    assert!(read.has(ObservableKind::Property, "ro.build.type"));
    assert!(!read.has(ObservableKind::Property, "leaked"));
    // What follows a section is told all the same: an end can be forged.
    assert_eq!(read.problems, [ProblemCode::LineNotUnderstood]);
}

#[test]
fn defect_1_8_only_intents_without_data_were_read() {
    let body = "Activity Resolver Table:\n  Schemes:\n      evil:\n        1a com.evil.one/.A\n\
                Service Resolver Table:\n  Full MIME Types:\n      text/plain:\n        1b com.evil.two/.B";
    let read = service("android_intents", "package", body);
    assert!(read.has(ObservableKind::AppId, "com.evil.one"));
    assert!(read.has(ObservableKind::AppId, "com.evil.two"));
}

#[test]
fn defect_1_8_removals_were_not_read() {
    let read = service(
        "android_battery_daily",
        "batterystats",
        "Daily stats:\n    Package changes:\n      Uninstall com.evil.gone",
    );
    assert!(read.has(ObservableKind::AppId, "com.evil.gone"));
}

#[test]
fn defect_1_8_permissions_of_other_users_were_not_read() {
    let body = "Packages:\n  Package [com.evil] (1):\n    User 0: installed=false\n    User 10: installed=true\n      \
                runtime permissions:\n        android.permission.READ_SMS: granted=true, flags=[ USER_SET]";
    let read = service("android_packages", "package", body);
    assert!(read.json[0].contains(r#""user":10,"installed":true"#), "{}", read.json[0]);
    assert!(read.json[0].contains(r#""name":"android.permission.READ_SMS","granted":true"#), "{}", read.json[0]);
}

#[test]
fn defect_1_8_one_switch_of_many_was_read() {
    let read = service(
        "android_platform_compat",
        "platform_compat",
        "ChangeId(1; name=OTHER; rawOverrides={com.evil.gone=true})",
    );
    assert!(read.has(ObservableKind::AppId, "com.evil.gone"));
}

#[test]
fn defect_1_8_keys_in_binary_xml_were_lost() {
    let key = format!("QAAAA{}", "A".repeat(695));
    let read = service(
        "android_adb_keys",
        "adb",
        &format!("  debugging_manager={{\n    keystore=ABX\0\u{10}2key {key} who@where\u{1}"),
    );
    assert!(read.has(ObservableKind::Text, "who@where"));
    assert_eq!(read.problems, [ProblemCode::BlobNotUnderstood]);
}

#[test]
fn defect_1_8_a_crash_was_told_twice() {
    let text = "pid: 811, tid: 822, name: x  >>> com.evil <<<\nTimestamp: 2024-05-11 23:15:10+0200\n";
    let protobuf = "\u{12}\u{1}f\u{28}\u{7}\u{4a}\u{8}com.evil";
    let path = "FS/data/tombstones/tombstone_00";
    let read = read("android_tombstones", &[(path, text), (&format!("{path}.pb"), protobuf)]);
    assert_eq!(read.json.len(), 1);
    assert!(read.has(ObservableKind::Process, "com.evil"));
}

#[test]
fn defect_2_3_11_names_cut_to_15_characters_never_matched() {
    // The kernel keeps the last 15 characters of an application's name; `top` has the whole.
    let text = "------ CPU INFO (top) ------\n  PID   TID USER         PR  NI[%CPU]S VIRT  RES PCY CMD             NAME\n \
                9155  9155 u0_a88       10 -10 15.3 S 1.4G 136M  fg mple.systemhelp com.example.systemhelper\n";
    let read = read("android_processes", &[("bugreport-x.txt", text)]);
    assert!(read.has(ObservableKind::Process, "mple.systemhelp"));
    assert!(read.has(ObservableKind::AppId, "com.example.systemhelper"));
}

#[test]
fn defect_2_4_06_installed_and_enabled_accessibility_services_were_the_same() {
    let body = "User state[\n     attributes:{id=0}\n     Enabled services:{{com.a/com.a.On}}\n     installed services: {\n\
                          0 : com.a/com.a.On\n          1 : com.b/com.b.Off\n     }";
    let read = service("android_accessibility", "accessibility", body);
    let of = |name: &str| read.json.iter().find(|json| json.contains(name)).expect("a record").clone();
    assert!(of("com.a.On").contains(r#""enabled":true"#));
    assert!(of("com.b.Off").contains(r#""installed":true,"enabled":false"#));
}

#[test]
fn defect_2_5_04_times_depended_on_the_zone_of_the_analyst() {
    let body =
        "Packages:\n  Package [com.a] (1):\n    timeStamp=2024-01-10 12:00:00\n    lastUpdateTime=2024-07-10 12:00:00";
    let read = service("android_packages", "package", body);
    // Winter and summer have their own offsets.
    assert!(read.json[0].contains("2024-01-10T11:00:00Z"), "{}", read.json[0]);
    assert!(read.json[0].contains("2024-07-10T10:00:00Z"), "{}", read.json[0]);
}

#[test]
fn defect_2_5_06_one_bad_line_lost_the_rest() {
    let body = "Packages:\n  Package [com.a] (1):\n    versionCode=x\n    lastUpdateTime=never\n  garbage\n  Package [com.b] (2):";
    let read = service("android_packages", "package", body);
    assert_eq!(read.json.len(), 2);
    assert_eq!(read.problems.len(), 3);
}

#[test]
fn a_report_without_a_section_does_not_hold_the_artifact() {
    let read = service("android_roles", "package", "Packages:");
    assert!(read.absent && read.json.is_empty() && read.problems.is_empty());
}
