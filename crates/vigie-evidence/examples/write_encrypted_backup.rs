//! Writes an encrypted backup and a listing of what its files hold, for other readers to be held against:
//! `write_encrypted_backup FOLDER PASSWORD LISTING [MiB of a large file]`. The listing has a line per file: SHA-256,
//! domain, path, separated by tabs.

#[expect(dead_code, unreachable_pub, reason = "shared with the tests, which use more of it")]
#[path = "../tests/support/encrypt.rs"]
mod encrypt;

use std::fmt::Write as _;

use encrypt::{Backup, File, Stages};
use sha2::Digest;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, password, listing, rest @ ..] = arguments.as_slice() else {
        panic!("FOLDER PASSWORD LISTING [MiB]");
    };
    let mut lengths = vec![1usize, 15, 16, 17, 4096, 1 << 17, 300_001];
    if let [mib] = rest {
        lengths.push(mib.parse::<usize>().unwrap() << 20);
    }
    let mut files: Vec<File> = lengths
        .iter()
        .map(|&length| {
            let bytes: Vec<u8> = (0..251).cycle().take(length).collect();
            File::new("HomeDomain", &format!("Library/file-{length}"), &bytes)
        })
        .collect();
    // The manifest of a living database states an older size.
    let stale = &mut files[4];
    stale.stated = Some(1024);
    let stages = Stages { first: Some(10_000), last: 1_000 };
    let mut lines = String::new();
    for file in &files {
        let hash = hex::encode(sha2::Sha256::digest(&file.bytes));
        writeln!(lines, "{hash}\t{}\t{}", file.domain, file.path).unwrap();
    }
    std::fs::create_dir_all(folder).unwrap();
    Backup { encrypted: Some((password.clone(), stages)), mbdb: false, files }.write(folder.as_ref());
    std::fs::write(listing, lines).unwrap();
}
