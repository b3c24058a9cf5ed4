//! A header may claim any size: memory grows by what really comes. A process of its own, because its peak is measured.

mod support {
    #[expect(dead_code, reason = "shared with the tests of archives")]
    pub(crate) mod read;
}

use support::read::read;
use vigie_model::ProblemCode;
use vigie_testkit::archive::{Tar, gzip};

/// The most memory this process had so far, in KiB.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}

#[cfg(target_os = "linux")]
#[test]
fn a_member_that_claims_gigabytes_takes_what_it_brings() {
    let before = peak();
    let sms = "private/var/mobile/Library/SMS/sms.db";
    for bytes in [100usize, 33 << 20] {
        let tar = Tar::new().member(b'0', sms, "", (2 << 30) - 1, &vec![7; bytes]);
        let read = read(&gzip(tar.unfinished()));
        assert!(read.problems.iter().any(|problem| problem.code == ProblemCode::MemberDamaged));
        let found = &read.sources[sms].bytes;
        assert!(found.len() >= bytes && found.iter().take(bytes).all(|byte| *byte == 7));
    }
    let grown = peak().saturating_sub(before) >> 10;
    assert!(grown < 1024, "{grown} MiB for members of 33 MiB");
}
