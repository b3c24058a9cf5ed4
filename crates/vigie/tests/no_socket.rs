//! `vigie check` opens no socket, and neither does anything else that examines, tells or looks up. The kernel watches: a
//! filter (seccomp) kills the process at the first `socket`. That the filter works is shown by `update`, which has to
//! ask a server and is killed.
#![cfg(target_os = "linux")]

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch, apply_filter};
use vigie_testkit::server::{Reply, Server};

use support::{arg, sample, vigie};

/// What ends a process that did what the filter forbids.
const SIGSYS: i32 = libc::SIGSYS;

/// Kills whatever asks for a socket, by whatever call.
fn filter() -> BpfProgram {
    let architecture: TargetArch = std::env::consts::ARCH.try_into().expect("an architecture the filter knows");
    let calls = [libc::SYS_socket, libc::SYS_connect, libc::SYS_sendto, libc::SYS_sendmsg, libc::SYS_io_uring_setup];
    let rules = calls.into_iter().map(|call| (call, Vec::new())).collect();
    SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::KillProcess, architecture)
        .and_then(BpfProgram::try_from)
        .expect("a filter")
}

/// Runs vigie on a thread that took the filter: what it starts has it too. `None` when the kernel refuses filters.
fn watched(args: &[&str]) -> Option<Output> {
    let args: Vec<String> = args.iter().map(|one| (*one).to_owned()).collect();
    let run = std::thread::spawn(move || {
        apply_filter(&filter()).ok()?;
        let mut vigie = Command::new(env!("CARGO_BIN_EXE_vigie"));
        vigie.args(args).env("LC_ALL", "C").env("VIGIE_INDICATORS", "");
        Some(vigie.output().expect("vigie starts"))
    });
    run.join().expect("the thread ends")
}

fn was_killed(out: &Output) -> bool {
    out.status.signal() == Some(SIGSYS)
}

#[test]
#[expect(clippy::print_stdout, reason = "says what was not examined")]
fn nothing_but_update_and_add_opens_a_socket() {
    let Some(help) = watched(&["--help"]) else {
        println!("this kernel takes no filter: whether sockets are opened was not examined");
        return;
    };
    assert!(help.status.success());
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let (case, installed, pack) = (at("case"), at("installed"), at("evil.stix2"));
    let text = r#"{"type":"bundle","objects":[{"type":"indicator","id":"indicator--1","pattern":"[domain-name:value = 'evil.example']"}]}"#;
    std::fs::write(&pack, text).expect("is written");
    std::fs::create_dir(at("usb")).expect("is made");
    std::fs::copy(&pack, at("usb").join("evil.stix2")).expect("is copied");

    // The positive control: without the filter it asks and installs, with it it is killed before it has asked.
    let server = Server::start(move |_| Reply::ok(text)).expect("a server");
    let url = server.url("/evil.stix2");
    let update: &[&str] = &["indicators", "update", "--from", &url, "--dir", arg(&installed)];
    let out = vigie(update);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(server.seen().len(), 1);
    assert!(was_killed(&watched(update).expect("a filter")), "the filter does not work");
    let add = ["indicators", "add", "stix", &url, "--name", "again", "--dir", arg(&installed)];
    assert!(was_killed(&watched(&add).expect("a filter")));
    assert_eq!(server.seen().len(), 1);

    let phone = sample();
    let (bugreport, acquisition) = (phone.with_file_name("android-bugreport.zip"), phone.with_file_name("androidqf"));
    let (usb, one, two, bundle, site) = (at("usb"), at("from usb"), at("from a file"), at("bundle.json"), at("site"));
    let (phone, case, pack, dir) = (arg(&phone), arg(&case), arg(&pack), arg(&installed));
    let runs: &[(&[&str], i32)] = &[
        (&["check", phone, "--case", case, "--hash-all", "--keep", "all"], 1),
        (&["check", phone, "--details", "--indicators", pack], 1),
        (&["check", arg(&bugreport), "--json"], 1),
        (&["check", arg(&acquisition), "--quiet"], 1),
        (&["verify", case, "--evidence", phone, "--repeat"], 0),
        (&["export", case, "--format", "stix", "--out", arg(&bundle)], 0),
        (&["indicators", "list", "--dir", dir], 0),
        (&["indicators", "show", "evil.example", "--dir", dir], 0),
        (&["indicators", "lint", pack], 0),
        (&["indicators", "diff", "evil", pack, "--dir", dir], 0),
        (&["indicators", "update", "--from", arg(&usb), "--dir", arg(&one)], 0),
        (&["indicators", "update", "--from", pack, "--dir", arg(&two)], 0),
        (&["register", "show", "NSO Group"], 0),
        (&["register", "site", "--out", arg(&site)], 0),
    ];
    for (args, code) in runs {
        let out = watched(args).expect("a filter");
        assert!(!was_killed(&out), "{args:?} asked for a socket");
        assert_eq!(out.status.code(), Some(*code), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    }
}
