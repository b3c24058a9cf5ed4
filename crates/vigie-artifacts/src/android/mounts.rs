//! The file systems each process sees.
//!
//! Format: `FS/proc/PID/mountinfo` of a bug report, as in proc(5): `36 35 98:0 /root /mount rw,noatime master:1 - ext4
//! /dev/root rw,errors=continue`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Mounts;

/// One mounted file system.
#[derive(Debug, Serialize)]
pub struct Mount {
    /// The process that sees it.
    pub pid: Option<u64>,
    /// Where.
    pub mount_point: String,
    /// Which folder of the file system.
    pub root: String,
    /// The kind (`ext4`, `overlay`, `tmpfs` …).
    pub kind: String,
    /// The device or what stands for it.
    pub device: String,
    /// How it is mounted there (`rw`, `ro`, `nosuid` …).
    pub options: Vec<String>,
    /// How the file system itself is opened.
    pub super_options: Vec<String>,
}

impl Mount {
    /// Whether it can be written to: both the mount and the file system must allow it.
    pub fn is_writable(&self) -> bool {
        let rw = |options: &[String]| options.iter().any(|option| option == "rw");
        rw(&self.options) && rw(&self.super_options)
    }
}

impl Record for Mount {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::file_path(&self.mount_point));
        for path in [&self.device, &self.root] {
            if path.len() > 1 && path.starts_with('/') {
                see(Observable::file_path(path));
            }
        }
    }

    fn summary(&self) -> String {
        format!("{} on {} ({})", self.kind, self.mount_point, self.options.join(","))
    }
}

fn mount(line: &str, pid: Option<u64>) -> Option<Mount> {
    let (first, second) = line.split_once(" - ")?;
    let mut words = first.split(' ').skip(3);
    let (root, mount_point, options) = (words.next()?, words.next()?, words.next()?);
    let mut rest = second.split(' ');
    let (kind, device) = (rest.next()?, rest.next()?);
    // Spaces in names are written as `\040`.
    let name = |text: &str| text.replace("\\040", " ");
    let list = |text: &str| text.split(',').map(str::to_owned).collect();
    Some(Mount {
        pid,
        mount_point: name(mount_point),
        root: name(root),
        kind: kind.to_owned(),
        device: name(device),
        options: list(options),
        super_options: list(rest.next().unwrap_or_default()),
    })
}

impl Artifact for Mounts {
    type Record = Mount;
    const SPEC: Spec = Spec {
        id: "android_mounts",
        version: 1,
        paths: &[(Layout::AndroidBugreport, "FS/proc/*/mountinfo")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Mount>) -> Result<(), ParseError> {
        let pid = file.path().split('/').rev().nth(1).and_then(|pid| pid.parse().ok());
        for line in file.lines()? {
            let line = line?;
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "not UTF-8");
            }
            match mount(&line.text, pid) {
                Some(mount) => out.record(line.at, mount),
                None if line.text.trim().is_empty() => {}
                None => out.problem(ProblemCode::LineNotUnderstood, line.at, cut(&line.text)),
            }
        }
        let empty = file.size()? == 0;
        if empty {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, "an empty file");
        }
        Ok(())
    }
}

fn cut(text: &str) -> String {
    text.chars().take(120).collect()
}
