//! A single app for Android is examined as one file: of everything else it says nothing, and the coverage says that.

#[expect(dead_code, reason = "shared with tests of the sample")]
mod support;

use serde_json::Value;
use support::{arg, vigie};
use vigie_testkit::archive::Zip;

#[test]
fn what_an_app_cannot_hold_is_not_applicable() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = folder.path().join("notes.apk");
    let zip =
        Zip::new().file("AndroidManifest.xml", b"x").file("META-INF/MANIFEST.MF", b"x").file("classes.dex", b"dex");
    std::fs::write(&app, zip.finish()).expect("is written");
    let output = vigie(&["check", arg(&app), "--json", "--quiet"]);
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(told["evidence"]["kind"], "android_app");
    let coverage = told["coverage"].as_array().expect("a list");
    let looked_for: Vec<&str> = coverage
        .iter()
        .filter(|line| line["state"] != "not_applicable")
        .filter_map(|line| line["artifact"].as_str())
        .collect();
    assert_eq!(looked_for, ["android_apks"]);
}
