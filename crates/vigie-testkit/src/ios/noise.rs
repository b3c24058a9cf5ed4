//! Files that nothing reads, until the evidence has the size asked for: half of them bytes that do not compress, as the
//! logs of a phone are stored, half of them text.

use std::fmt::Write as _;

use anyhow::Result;

use super::archive::Target;
use crate::random::Random;
use crate::time::Moment;

/// Bytes of one file.
const SIZE: usize = 1 << 20;

const WORDS: &[&str] =
    &["<Notice>", "<Info>", "state", "changed", "from", "to", "RSSI", "channel", "session", "0x0", "en0", "ok", "idle"];

/// Writes files below `folder` until `bytes` are on the disk.
pub(super) fn fill(target: &mut Target, random: &Random, folder: &str, bytes: u64, at: Moment) -> Result<()> {
    let mut random = random.fork("noise");
    let mut number = 0;
    while target.written() < bytes {
        number += 1;
        let left = usize::try_from(bytes - target.written()).unwrap_or(SIZE).clamp(4096, SIZE);
        if number % 2 == 0 {
            let text = text(&mut random, left);
            target.put(&format!("{folder}/trace-{number:05}.txt"), text.as_bytes(), at)?;
        } else {
            target.put(&format!("{folder}/capture-{number:05}.bin"), &random.bytes(left), at)?;
        }
    }
    Ok(())
}

fn text(random: &mut Random, size: usize) -> String {
    let mut text = String::with_capacity(size + 256);
    while text.len() < size {
        let _ = write!(text, "{:010}.{:06} ", random.range(1, 9_999_999), random.range(0, 999_999));
        for _ in 0..random.range(4, 14) {
            let word: &&str = random.pick(WORDS);
            text.push_str(word);
            text.push(' ');
        }
        let _ = writeln!(text, "{:x}", random.bits());
    }
    text
}
