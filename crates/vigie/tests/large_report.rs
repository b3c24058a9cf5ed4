//! A large bug report: its logs are read in pieces, side by side, without being held, and only lines that somebody needs
//! become records. None of that may change what is found.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::path::Path;

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::android::{Scale, bugreport};
use vigie_testkit::archive::Zip;

/// Lines that mean something, or are damaged, among the others.
const TELLING: &[&[u8]] = &[
    b"05-12 13:00:01.000 10250  2000  2000 I Browser : opened https://heiiasjournai.com/news/1?u=2\n",
    b"05-12 13:00:01.001 10250  2000  2000 I Browser : opened hxxps://heiiasjournai[.]com\n",
    b"05-12 13:00:01.002 10250  2000  2000 I Browser : opened heiiasjournai [.] com/y\n",
    b"05-12 13:00:02.000  1000  2000  2000 I auditd  : type=1404 audit(0.0:4): enforcing=0 old_enforcing=1 auid=1\n",
    b"05-12 13:00:03.000 10250  2000  2000 W linker  : cannot open /data/local/tmp/.hidden/tool\n",
    b"05-12 13:00:04.000 10250  2000  2000 I Pm      : com.serv.services was replaced\n",
    b"05-12 13:00:05.000 10250  2000  2000 I Text    : bytes \xFF\xFE that are no text\n",
    b"no line of a log at all\n",
    b"05-12 25:61:61.000 10250  2000  2000 I Clock   : a time that does not exist\n",
    b"*** logcat: timed out after 10.000s\n",
    b"12-31 23:59:59.999 10250  2000  2000 I Clock   : the last second of the year before\n",
];

/// A bug report of several pieces, with those lines at many places of its logs.
fn report() -> Vec<u8> {
    let scale = Scale { packages: 40, bytes: 5_000_000, seed: 7, ..Scale::sample() };
    let text = bugreport::text(&scale).into_bytes();
    let mut out = Vec::with_capacity(text.len() + 100_000);
    let mut telling = TELLING.iter().cycle();
    let mut in_log = false;
    for (n, line) in text.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if line.starts_with(b"------ ") {
            in_log = line.starts_with(b"------ SYSTEM LOG") || line.starts_with(b"------ RADIO LOG");
        } else if in_log && n % 499 == 0 {
            out.extend(telling.next().copied().unwrap_or_default());
        }
        out.extend_from_slice(line);
    }
    out
}

/// What is found, read and not understood.
fn check(evidence: &Path, more: &[&str]) -> [Value; 4] {
    let output = vigie(&[&["check", arg(evidence), "--json", "--quiet"], more].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}\n{told}"));
    ["findings", "coverage", "problems", "counts"].map(|key| json[key].take())
}

#[test]
fn neither_threads_nor_what_is_kept_nor_the_packing_change_what_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = report();
    let evidence = folder.path().join("report");
    std::fs::create_dir(&evidence).expect("is made");
    std::fs::write(evidence.join(bugreport::NAME), &text).expect("is written");
    let plain = check(&evidence, &["--threads", "1"]);

    let [findings, coverage, problems, _] = &plain;
    let found =
        |what: &str| findings.as_array().expect("a list").iter().filter(|one| one.to_string().contains(what)).count();
    assert!(found("heiiasjournai.com") > 2, "links in the log are met");
    assert!(found("heiiasjournai [.] com/y") > 0, "a name in several words is met");
    for what in ["android_selinux_permissive", "/data/local/tmp/.hidden/tool", "com.serv.services"] {
        assert!(found(what) > 0, "{what}");
    }
    let logcat = coverage.as_array().expect("a list").iter().find(|of| of["artifact"] == "android_logcat");
    let logcat = logcat.expect("is there");
    assert!(logcat["records"].as_u64().is_some_and(|records| records > 8_000), "{logcat}");
    let problem = |code: &str| problems.as_array().expect("a list").iter().any(|one| one.to_string().contains(code));
    for said in ["not UTF-8", "no line of a log at all", "timed out"] {
        assert!(problem(said), "{said}");
    }

    assert!(check(&evidence, &["--threads", "3"]) == plain, "with threads");
    for (keep, threads) in [("timeline", "3"), ("all", "1"), ("all", "3")] {
        let case = folder.path().join(format!("{keep}{threads}"));
        let kept = check(&evidence, &["--threads", threads, "--keep", keep, "--case", arg(&case)]);
        assert!(kept == plain, "--keep {keep} --threads {threads}");
    }

    // In a zip the text can only be read from its beginning.
    let zip = folder.path().join("report.zip");
    std::fs::write(&zip, Zip::new().file(bugreport::NAME, &text).finish()).expect("is written");
    assert!(check(&zip, &["--threads", "3"]) == plain, "in a zip");
}
