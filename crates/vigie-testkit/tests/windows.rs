//! The Windows sample is what the testkit makes, and small.

use std::path::Path;

use vigie_testkit::windows::triage::{self, Traces};

/// If this fails after a wanted change: remove the sample and make it anew, as `samples/README.md` says.
#[test]
fn the_sample_is_what_the_testkit_makes() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/windows-triage.zip");
    let committed = std::fs::read(committed).expect("the sample is there");
    assert!(committed.len() < 200_000, "{} bytes", committed.len());
    let made = triage::zip(Traces::WannaCry, 1).expect("its texts are understood");
    assert!(committed == made, "the sample differs from what the testkit makes");
}
