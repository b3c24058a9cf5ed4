//! The sample of a mailbox, and that mailboxes can be made at any size.

use std::path::Path;

use vigie_testkit::mail::Mailbox;

/// If this fails after a wanted change: remove the sample and make it anew, as `samples/README.md` says.
#[test]
fn the_committed_mailbox_is_what_the_code_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/mailbox.mbox");
    let committed = std::fs::read(path).expect("the sample is there");
    assert!(committed.len() < 100_000, "{} bytes", committed.len());
    assert!(committed == Mailbox::SAMPLE.bytes(), "another mailbox of {} bytes", committed.len());
}

#[test]
fn a_mailbox_has_as_many_messages_as_asked_and_is_the_same_each_time() {
    let made = |messages, seed| Mailbox { messages, seed, traces: false }.bytes();
    let count = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches("\r\n\r\nFrom ").count() + 1;
    assert_eq!(count(&made(500, 1)), 500);
    assert!(made(50, 1) == made(50, 1) && made(50, 1) != made(50, 2));
}
