//! Captures from end to end: what is planted in the stories of the testkit is found, what is innocent in them is not, in every
//! packing.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use support::{arg, vigie};
use vigie_testkit::archive::Tar;
use vigie_testkit::network::{Form, stories};

/// What was found: rule, level, meaning, what was seen; sorted.
fn found(path: &Path) -> Vec<String> {
    let out = vigie(&["check", arg(path), "--json"]);
    let answer: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
    });
    let findings = answer["findings"].as_array().expect("a list");
    let mut told: Vec<String> = findings
        .iter()
        .map(|finding| {
            let rule = finding["heuristic"]["id"].as_str().or(finding["artifact"].as_str()).unwrap_or("?");
            let text = |name: &str| finding[name].as_str().unwrap_or("?").to_owned();
            format!("{rule} {} {} {}", text("level"), text("meaning"), text("seen"))
        })
        .collect();
    told.sort();
    told
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("is written");
    path
}

#[test]
fn a_phone_on_a_wifi() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/phone-wifi.pcap");
    let told = found(&sample);
    assert_eq!(
        told,
        [
            "network_beacon low exposure http://203.0.113.66/ping?id=7",
            "network_dns high exposure urlpush.net",
            "network_self_signed low exposure CN=localhost",
            "network_tls high exposure urlpush.net",
            "network_unnamed_server info weakness 203.0.113.66",
        ]
    );
    let folder = tempfile::tempdir().expect("a folder");
    let packets = stories::phone();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&Form::USUAL.file(&packets)).expect("is packed");
    let packed = packed.finish().expect("is packed");
    let archive = Tar::new().file("captures/WiFi.PCAP", &Form::USUAL.file(&packets)).finish();
    for path in [
        write(folder.path(), "next.pcapng", &Form::Pcapng.file(&packets)),
        write(folder.path(), "without-an-ending", &Form::Pcap { nanos: true, big_endian: true }.file(&packets)),
        write(folder.path(), "wifi.pcap.gz", &packed),
        write(folder.path(), "all.tar", &archive),
    ] {
        assert_eq!(found(&path), told, "{}", path.display());
    }
}

/// A look-up of the switch tells that something asked for it; the shape of the exploits tells more.
#[test]
fn a_worm_in_an_office() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "office.pcap", &Form::USUAL.file(&stories::worm()));
    let told = found(&path);
    let has = |start: &str| told.iter().any(|line| line.starts_with(start));
    assert!(has(&format!("network_dns high exposure {}", stories::KILL_SWITCH)), "{told:#?}");
    assert!(has("network_http high exposure"), "{told:#?}");
    assert!(has("network_scan medium execution 10.20.0.5"), "{told:#?}");
    assert!(has("network_smb_exploit high execution double_pulsar_answered"), "{told:#?}");
    assert!(told.iter().all(|line| !line.contains("critical")), "{told:#?}");
}

#[test]
fn a_capture_that_is_cut_off_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = Form::USUAL.file(&stories::phone());
    let path = write(folder.path(), "cut.pcap", &bytes[..500]);
    let out = vigie(&["check", arg(&path)]);
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(text.contains("VIG-E033"), "{text}");
    assert_eq!(out.status.code(), Some(3), "{text}");
}
