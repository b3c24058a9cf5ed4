//! The file systems each process sees.
//!
//! Format: `FS/proc/PID/mountinfo` of a bug report, as in proc(5): `36 35 98:0 /root /mount rw,noatime master:1 - ext4
//! /dev/root rw,errors=continue`. The text of the report has no such list, but `FILESYSTEMS & FREE SPACE` (`df`: where,
//! and of which device) and, until Android 8, `VOLD DUMP` (`vdc dump`), which copies `/proc/mounts` behind one or two numbers
//! a line (AOSP `dumpstate.cpp`, vold `CommandListener::DumpCmd`). AndroidQF keeps in `mounts.json` the lines of `mount` (`/dev/block/dm-5 on / type ext4
//! (ro,seclabel)`) and those of `/proc/mounts` (`/dev/block/dm-5 / ext4 ro,seclabel 0 0`): the same twice, of which one is
//! kept. Older versions kept only lines with `/system` in them. Other readers: MVT `Mounts`.

use std::collections::BTreeSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::{Part, Section, TextLine, each_section, not_understood};
use crate::androidqf::each_element;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Lines of which is remembered that they were there; a device has some hundred.
const MOST: usize = 100_000;

/// The section of `vdc dump`.
const VOLD: &str = "VOLD DUMP";
/// What the text of a report tells.
const TEXT: &[Part] = &[Part::Command("FILESYSTEMS & FREE SPACE"), Part::Command(VOLD)];

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
    /// The kind (`ext4`, `overlay`, `tmpfs` …); empty where only `df` tells of it.
    pub kind: String,
    /// The device or what stands for it.
    pub device: String,
    /// How it is mounted there (`rw`, `ro`, `nosuid` …); empty where only `df` tells of it.
    pub options: Vec<String>,
    /// How the file system itself is opened; empty where one list tells both.
    pub super_options: Vec<String>,
}

impl Mount {
    /// Whether it can be written to: both the mount and the file system must allow it.
    pub fn is_writable(&self) -> bool {
        let rw = |options: &[String]| options.iter().any(|option| option == "rw");
        rw(&self.options) && (self.super_options.is_empty() || rw(&self.super_options))
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
        if self.options.is_empty() {
            return format!("a file system on {}", self.mount_point);
        }
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

/// A line of `mount` or of `/proc/mounts`.
fn listed(line: &str) -> Option<Mount> {
    let line = line.trim();
    let (device, mount_point, kind, options) = if let Some(line) = line.strip_suffix(')') {
        let (rest, options) = line.rsplit_once(" (")?;
        let (rest, kind) = rest.rsplit_once(" type ")?;
        let (device, mount_point) = rest.split_once(" on ")?;
        (device, mount_point, kind, options)
    } else {
        let mut words = line.split(' ');
        let all = (words.next()?, words.next()?, words.next()?, words.next()?);
        // Two numbers end the line.
        let numbers = words.filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).count();
        if numbers != 2 {
            return None;
        }
        all
    };
    let name = |text: &str| text.replace("\\040", " ");
    Some(Mount {
        pid: None,
        mount_point: name(mount_point),
        root: String::new(),
        kind: kind.to_owned(),
        device: name(device),
        options: options.split(',').map(str::to_owned).collect(),
        super_options: Vec::new(),
    })
    .filter(|mount| mount.mount_point.starts_with('/'))
}

/// The copy of `/proc/mounts` in the output of `vdc dump`: `0 23661 rootfs / rootfs ro 0 0`, before Android 5 `000 rootfs / …`.
fn vold(section: &Section, out: &mut Out<'_, Mount>) {
    let mut inside = false;
    for line in section.lines() {
        let mut text = line.trimmed();
        for _ in 0..2 {
            let number = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
            text = text.split_once(' ').filter(|(word, _)| number(word)).map_or(text, |(_, rest)| rest);
        }
        if text == "Dumping mounted filesystems" {
            inside = true;
        } else if text == "dump complete" {
            inside = false;
        } else if inside && !text.is_empty() {
            match listed(text) {
                Some(mount) => out.record(line.at.clone(), mount),
                None => not_understood(&line, out),
            }
        }
    }
}

/// What `df` tells: `/dev/block/dm-1 6094400 153072 5799116 3% /data`, until Android 5 `/data 5.8G 149.5M 5.5G 4096`. What it may
/// not look at it names too: `df: /mnt/installer: Permission denied`.
fn free_space(section: &Section, out: &mut Out<'_, Mount>) {
    for line in section.lines() {
        let text = line.trimmed();
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        if words.is_empty() || words.first() == Some(&"Filesystem") {
            continue;
        }
        match free_space_of(&line, &words) {
            Some((device, mount_point)) => out.record(
                line.at.clone(),
                Mount {
                    pid: None,
                    mount_point,
                    root: String::new(),
                    kind: String::new(),
                    device: device.to_owned(),
                    options: Vec::new(),
                    super_options: Vec::new(),
                },
            ),
            None => not_understood(&line, out),
        }
    }
}

/// Device and place of a line of `df`.
fn free_space_of<'l>(line: &'l TextLine<'_>, words: &[&'l str]) -> Option<(&'l str, String)> {
    if let Some(refused) = line.trimmed().strip_suffix(": Permission denied") {
        return place(refused.strip_prefix("df: ").unwrap_or(refused)).map(|place| ("", place));
    }
    let (first, share) = (*words.first()?, words.get(4)?);
    match words.get(5..) {
        Some(rest) if !rest.is_empty() => {
            let is_share = *share == "-" || share.strip_suffix('%').is_some_and(|share| share.parse::<u8>().is_ok());
            place(&rest.join(" ")).filter(|_| is_share).map(|place| (first, place))
        }
        _ => place(first).filter(|_| share.parse::<u64>().is_ok()).map(|place| ("", place)),
    }
}

fn place(text: &str) -> Option<String> {
    text.starts_with('/').then(|| text.to_owned())
}

/// `mounts.json` of AndroidQF.
fn list(file: &Source<'_>, out: &mut Out<'_, Mount>) -> Result<(), ParseError> {
    let mut seen = BTreeSet::new();
    each_element(file, out, |line: String, at, out| match listed(&line) {
        Some(mount) => {
            let is_new = seen.len() >= MOST
                || seen.insert((mount.device.clone(), mount.mount_point.clone(), mount.options.join(",")));
            if is_new {
                out.record(at, mount);
            }
        }
        None => out.problem(ProblemCode::LineNotUnderstood, at, cut(&line)),
    })
}

impl Artifact for Mounts {
    type Record = Mount;
    const SPEC: Spec = Spec {
        id: "android_mounts",
        version: 4,
        paths: &[
            (Layout::AndroidBugreport, "FS/proc/*/mountinfo"),
            (Layout::AndroidBugreport, "bugreport-*.txt"),
            (Layout::AndroidBugreport, "dumpstate-*.txt"),
            (Layout::AndroidBugreport, "dumpState_*.log"),
            (Layout::AndroidBugreport, "dumpstate.txt"),
            (Layout::AndroidQf, "mounts.json"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Mount>) -> Result<(), ParseError> {
        if file.layout() == Layout::AndroidQf {
            return list(file, out);
        }
        if !file.path().ends_with("/mountinfo") {
            return each_section(file, TEXT, out, |section, _, out| {
                if section.name.starts_with(VOLD) { vold(section, out) } else { free_space(section, out) }
            });
        }
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
