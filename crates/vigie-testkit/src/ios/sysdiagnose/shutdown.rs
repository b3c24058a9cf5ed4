//! `shutdown.log`: programs that were still there while the phone shut down. Forms: Kaspersky, "A lightweight method to
//! detect potential iOS malware" (2024), and iShutdown; for iOS 26 the log as iLEAPP reads it.
//!
//! Until iOS 18 every shutdown is appended, and from time to time the log is moved aside. Since iOS 26 it is written
//! anew at every start (iVerify, 2025), so that only the last shutdown stands in it.

use std::fmt::Write as _;

use super::super::Phone;

/// Programs that an ordinary phone waits for.
const SLOW: &[&str] = &[
    "/usr/libexec/nfcd",
    "/usr/libexec/locationd",
    "/usr/sbin/filecoordinationd",
    "/usr/libexec/thermalmonitord",
    "/usr/libexec/lockdownd",
    "/System/Library/Frameworks/CoreTelephony.framework/Support/CommCenter",
];

/// The logs by their names.
pub(in super::super) fn shutdown_log(phone: &Phone) -> Vec<(String, String)> {
    let since_26 = phone.shape.major >= 26;
    let mut random = phone.random.fork("shutdown log");
    let mut blocks = Vec::new();
    let count = phone.shutdowns.len();
    for (number, at) in phone.shutdowns.iter().enumerate() {
        let mut block = String::new();
        let implant = phone.traces && number + 1 == count;
        let lists = if implant { 6 } else { random.range(0, 3) };
        for list in 0..lists {
            let _ = writeln!(block, "After {}.{:02}s, these clients are still here:", list * 2 + 1, 26 + list);
            let mut client = |path: &str, uuid: &str| {
                let pid = random.range(80, 900);
                let image = if since_26 { format!("/{uuid}") } else { String::new() };
                let _ = writeln!(block, "\t\tremaining client pid: {pid} ({path}{image})");
            };
            client(SLOW[(number + usize::try_from(list).unwrap_or(0)) % SLOW.len()], UUID);
            if let Some(app) = phone.apps.first().filter(|_| list == 0 && number % 2 == 0) {
                client(&app.program(), UUID);
            }
            if implant {
                client("/private/var/db/com.apple.xpc.roleaccountd.staging/vigietestd", UUID);
            }
        }
        let end = if since_26 {
            format!("SIGTERM: All buffers flushed @{}\n", at.unix())
        } else {
            format!("SIGTERM: [{}] All buffers flushed\n", at.unix())
        };
        block.push_str(&end);
        blocks.push(block);
    }
    if since_26 {
        return vec![("shutdown.0.log".to_owned(), blocks.pop().unwrap_or_default())];
    }
    let recent = blocks.split_off(blocks.len() / 3);
    vec![("shutdown.0.log".to_owned(), blocks.concat()), ("shutdown.log".to_owned(), recent.concat())]
}

/// The identity of a program's image, which iOS 26 writes behind its path.
const UUID: &str = "EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A";
