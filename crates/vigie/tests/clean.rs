//! Known clean stays clean: on ordinary phones of every line of iOS, and on public samples of real ones, nothing is found
//! above `low`.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::databases::sqlite::{PageSize, Workshop};
use vigie_testkit::ios::archive::Target;
use vigie_testkit::ios::{Phone, SHAPES, Shape, filesystem, sysdiagnose};
use vigie_testkit::life::{self, Scale};

fn scale() -> Scale {
    Scale { files: 30, messages: 60, visits: 60, processes: 80, seed: 5, traces: false, page_size: PageSize::Real }
}

/// What `vigie check --json` says.
fn check(evidence: &Path) -> Value {
    check_with(evidence, &[])
}

fn check_with(evidence: &Path, more: &[&str]) -> Value {
    let output = vigie(&[&["check", arg(evidence), "--json"], more].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{}: {error}\n{told}", evidence.display()))
}

fn findings(told: &Value) -> impl Iterator<Item = &Value> {
    told["findings"].as_array().expect("a list").iter()
}

/// Fails with every finding above `low`.
fn assert_clean(evidence: &Path) {
    assert_clean_with(evidence, &[]);
}

fn assert_clean_with(evidence: &Path, more: &[&str]) {
    let told = check_with(evidence, more);
    let grave: Vec<String> = findings(&told)
        .filter(|finding| !["info", "low"].contains(&finding["level"].as_str().unwrap_or_default()))
        .map(|finding| format!("{}: {}", finding["level"], finding["message"]))
        .collect();
    assert!(grave.is_empty(), "{}:\n{}", evidence.display(), grave.join("\n"));
    assert!(told["counts"]["records"].as_u64().expect("a number") > 0, "{}: nothing was read", evidence.display());
}

fn write_filesystem(shape: &'static Shape, traces: bool, out: &Path) {
    let mut target = Target::create(out, "").expect("can be made");
    filesystem::write(&Phone::new(shape, 5, traces), &scale(), 0, &mut target).expect("can be written");
    target.finish().expect("can be written");
}

fn write_sysdiagnose(shape: &'static Shape, traces: bool, out: &Path) {
    let mut target = Target::create(out, &shape.sysdiagnose()).expect("can be made");
    sysdiagnose::write(&Phone::new(shape, 5, traces), 0, &mut target).expect("can be written");
    target.finish().expect("can be written");
}

#[test]
fn backups_of_ordinary_phones() {
    let folder = tempfile::tempdir().expect("a folder");
    for shape in SHAPES {
        let out = folder.path().join(shape.version);
        let mut workshop = Workshop::new(PageSize::Real).expect("a workshop");
        let backup = life::backup_of(shape.device(), &scale(), &mut workshop).expect("a life");
        backup.write(&out).expect("can be written");
        assert_clean(&out);
    }
}

#[test]
fn file_systems_of_ordinary_phones() {
    let folder = tempfile::tempdir().expect("a folder");
    for shape in SHAPES {
        let out = folder.path().join(shape.version);
        write_filesystem(shape, false, &out);
        assert_clean(&out);
    }
}

#[test]
fn sysdiagnose_archives_of_ordinary_phones() {
    let folder = tempfile::tempdir().expect("a folder");
    for shape in SHAPES {
        for name in [shape.sysdiagnose(), format!("{}.tar.gz", shape.sysdiagnose())] {
            let out = folder.path().join(name);
            write_sysdiagnose(shape, false, &out);
            assert_clean(&out);
        }
    }
}

/// What the testkit plants is found, each trace by the heuristic that is meant for it.
#[test]
fn planted_traces_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    for shape in SHAPES {
        let out = folder.path().join(shape.version);
        write_filesystem(shape, true, &out);
        let told = check(&out);
        for wanted in ["shutdown_client_path", "shutdown_delays", "crash_near_message"] {
            let found = findings(&told).any(|finding| finding["heuristic"]["id"] == wanted);
            assert!(found, "{}: no {wanted}", shape.version);
        }
        let out = folder.path().join(format!("{}.tar.gz", shape.sysdiagnose()));
        write_sysdiagnose(shape, true, &out);
        let told = check(&out);
        for wanted in [
            "crash_near_message",
            "endpoint_argument",
            "process_misplaced",
            "program_elsewhere",
            "shutdown_client_path",
            "shutdown_delays",
            "staging_path",
        ] {
            let found = findings(&told).any(|finding| finding["heuristic"]["id"] == wanted);
            assert!(found, "{}: no {wanted}", shape.version);
        }
    }
}

/// Public samples, where they are beside the repository or where `VIGIE_EVIDENCE` says.
#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn public_samples_of_real_phones() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/evidence");
    let samples = std::env::var_os("VIGIE_EVIDENCE").map_or(beside, PathBuf::from);
    if !samples.is_dir() {
        eprintln!("skipped: there are no samples at {}; set VIGIE_EVIDENCE to try them", samples.display());
        return;
    }
    // With the public packs, where they are beside the samples: they name processes that ordinary software bears too.
    let packs = samples.join("../indicators");
    let packs = if packs.is_dir() { vec!["--indicators", arg(&packs)] } else { Vec::new() };
    assert_clean_with(&samples.join("ios-filesystem-15.3.1"), &packs);
    assert_clean_with(&samples.join("android/bugreport-android9-emulator.zip"), &packs);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, place) in [
        ("DataUsage.sqlite", "private/var/wireless/Library/Databases"),
        ("netusage.sqlite", "private/var/networkd"),
        ("Accounts3.sqlite", "private/var/mobile/Library/Accounts"),
        ("com.apple.wifi.known-networks.plist", "private/var/preferences"),
    ] {
        let place = folder.path().join(place);
        std::fs::create_dir_all(&place).expect("can be made");
        std::fs::copy(samples.join("ios-databases").join(name), place.join(name)).expect("can be copied");
    }
    assert_clean(folder.path());
}

/// The table of programs tells what lies in unusual folders; a case holds no name of an application unless more is kept.
#[test]
fn programs_seen_are_one_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let shape = Shape::of(17).expect("known");
    for traces in [false, true] {
        let evidence = folder.path().join(format!("evidence-{traces}"));
        write_filesystem(shape, traces, &evidence);
        let told = check(&evidence);
        let kinds = &told["programs"]["by_kind"];
        assert!(kinds["system"].as_u64() > Some(3) && kinds["application"].as_u64() > Some(3), "{kinds}");
        assert_eq!(kinds["misplaced"].as_u64() > Some(0), traces, "{kinds}");
        let rows: Vec<String> = ["findings", "all"]
            .map(|keep| {
                let case = folder.path().join(format!("case-{traces}-{keep}"));
                vigie(&["check", arg(&evidence), "--quiet", "--case", arg(&case), "--keep", keep]);
                std::fs::read_to_string(case.join("programs.csv")).expect("a table")
            })
            .to_vec();
        assert!(rows[1].contains("WhatsApp.app/WhatsApp"), "{}", rows[1]);
        assert_eq!(rows[0].contains("vigietestd"), traces, "{}", rows[0]);
        assert!(rows[0].lines().skip(1).all(|row| row.contains("misplaced")), "{}", rows[0]);
        assert!(rows[0].lines().count() < rows[1].lines().count());
    }
}
