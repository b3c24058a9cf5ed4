//! The sample of a network, and that captures can be made at any size.

use std::path::Path;

use vigie_testkit::network::{Form, large, stories};

/// If this fails after a wanted change: remove the sample and make it anew, as `samples/README.md` says.
#[test]
fn the_committed_capture_is_what_the_code_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/phone-wifi.pcap");
    let committed = std::fs::read(path).expect("the sample is there");
    assert!(committed == Form::USUAL.file(&stories::phone()), "another capture of {} bytes", committed.len());
}

#[test]
fn a_large_capture_is_as_large_as_asked_and_the_same_each_time() {
    let made = |seed| Form::USUAL.file(&large::packets(500_000, seed).collect::<Vec<_>>());
    assert!((500_000..1_000_000).contains(&made(1).len()));
    assert!(made(1) == made(1) && made(1) != made(2));
}
