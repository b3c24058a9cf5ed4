//! The Android samples of the repository.

use std::path::{Path, PathBuf};

use vigie_testkit::android::{Scale, bugreport, quick_forensics};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name)
}

/// If one of these fails after a wanted change: remove the sample and make it anew, as `samples/README.md` says.
#[test]
fn the_committed_bug_report_is_what_the_code_makes() {
    let committed = std::fs::read(sample("android-bugreport.zip")).expect("the sample is there");
    assert!(committed == bugreport::zip(&Scale::sample()), "another zip of {} bytes", committed.len());
}

#[test]
fn the_committed_acquisition_is_what_the_code_makes() {
    let made = quick_forensics::files(&Scale::sample());
    let committed = std::fs::read_dir(sample("androidqf")).expect("the sample is there").count();
    assert_eq!(committed, made.len());
    for (name, bytes) in made {
        let of = std::fs::read(sample("androidqf").join(&name)).expect("the sample is there");
        assert!(of == bytes, "another {name}");
    }
}
