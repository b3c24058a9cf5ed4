//! The head of a bug report: which build ran, how it was booted, when and in which zone the report was made.
//!
//! Format: AOSP `dumpstate.cpp`, `PrintHeader`; the command line of the kernel carries what the boot loader found
//! (`androidboot.verifiedbootstate=green`); since Android 12 it stands in `Bootconfig:`, which is all of `/proc/bootconfig`: a
//! line each, `androidboot.verifiedbootstate = "green"`, the first behind the name. Other readers: MVT (properties only).

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::between;
use super::{BESIDE, DUMPSTATE, DeviceTime, Dumpstate, ZoneSource};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Bugreport;

/// One bug report.
#[derive(Debug, Serialize)]
pub struct BugreportHead {
    /// When it was begun.
    pub made: Option<DeviceTime>,
    /// The zone of the device (`Asia/Shanghai`), or the offset on that day.
    pub zone: Option<String>,
    /// Where the zone was found.
    pub zone_source: Option<ZoneSource>,
    /// The build (`PSR1.180720.075`).
    pub build: Option<String>,
    /// The fingerprint of the build.
    pub fingerprint: Option<String>,
    /// The boot loader.
    pub bootloader: Option<String>,
    /// The baseband.
    pub radio: Option<String>,
    /// The kernel.
    pub kernel: Option<String>,
    /// How long the device had been up.
    pub uptime: Option<String>,
    /// What the boot loader told the kernel (`verifiedbootstate` = `green`, `flash.locked` = `1` …), without
    /// `androidboot.`; serial numbers are left out.
    pub boot: BTreeMap<String, String>,
    /// How `dumpstate` was started.
    pub arguments: Option<String>,
    /// Sections in it.
    pub sections: u64,
    /// `dumpstate` says that it came to its end. Older ones, and a bare `dumpsys`, never say so.
    pub done: bool,
}

impl Record for BugreportHead {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.made.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in [&self.kernel, &self.arguments].into_iter().flatten() {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("bug report of build {}, zone {}, {} sections", of(&self.fingerprint), of(&self.zone), self.sections)
    }
}

/// One thing the boot loader said.
fn note(name: &str, value: &str, into: &mut BTreeMap<String, String>) {
    let Some(name) = name.trim().strip_prefix("androidboot.") else { return };
    if !name.contains("serial") && !name.contains("mac") {
        into.entry(name.to_owned()).or_insert_with(|| value.trim().trim_matches('"').to_owned());
    }
}

/// What the boot loader said, that tells how the system was verified: words of a command line, or a line of a boot
/// configuration. Of what is said twice the first counts, as it does for the system.
fn boot(line: &str, into: &mut BTreeMap<String, String>) {
    if let Some((name, value)) = line.split_once(" = ") {
        return note(name, value, into);
    }
    for (name, value) in line.split_ascii_whitespace().filter_map(|word| word.split_once('=')) {
        note(name, value, into);
    }
}

impl Artifact for Bugreport {
    type Record = BugreportHead;
    const SPEC: Spec = Spec { id: "android_bugreport", version: 3, paths: DUMPSTATE, meaning: Meaning::Weakness };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, BugreportHead>) -> Result<(), ParseError> {
        let dump = Dumpstate::of(file);
        if !dump.is_one() {
            return match &dump.failed {
                Some(error) => Err(error.clone()),
                None => Err(ParseError::file(ProblemCode::NotTheFormat, "neither a dumpstate nor a dumpsys text")),
            };
        }
        let mut head = BugreportHead {
            made: dump.clock.dumped.clone(),
            zone: dump.clock.zone.as_ref().map(|(_, name, _)| name.clone()),
            zone_source: dump.clock.zone.as_ref().map(|(.., source)| *source),
            build: None,
            fingerprint: None,
            bootloader: None,
            radio: None,
            kernel: None,
            uptime: None,
            boot: BTreeMap::new(),
            arguments: None,
            sections: dump.met,
            done: dump.done,
        };
        for line in dump.head.lines() {
            // A further line of the boot configuration; its value may hold a colon.
            if line.text.starts_with("androidboot.") {
                boot(&line.text, &mut head.boot);
                continue;
            }
            let Some((name, text)) = line.text.split_once(':') else { continue };
            let text = text.trim();
            let field = match name {
                "Build" => &mut head.build,
                "Build fingerprint" => &mut head.fingerprint,
                "Bootloader" => &mut head.bootloader,
                "Radio" => &mut head.radio,
                "Kernel" => &mut head.kernel,
                "Uptime" => &mut head.uptime,
                "Dumpstate info" => &mut head.arguments,
                "Command line" | "Bootconfig" => {
                    boot(text, &mut head.boot);
                    continue;
                }
                _ => continue,
            };
            *field = Some(between(text, "'", "'").unwrap_or(text).to_owned());
        }
        let whole = head.made.is_some();
        if let Some((code, detail)) = dump.clock.zone_trouble() {
            out.problem(code, Place::File, detail);
        }
        // Reports say that they are done since Android 7, which also began to state the version of their format.
        let says_so = dump.head.lines().any(|line| line.text.starts_with("Bugreport format version:"));
        if whole && says_so && !dump.done {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, "the bug report does not come to its end");
        }
        let (odd, more) = &dump.odd_ends;
        for (place, detail) in odd {
            out.problem(ProblemCode::LineNotUnderstood, place.clone(), detail.chars().take(240).collect::<String>());
        }
        if *more > 0 {
            let detail = format!("{more} further beginnings or ends of sections do not fit together");
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        if dump.head_is_cut() {
            let detail = "only the first MiB of what stands before the first section was read";
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        out.record(Place::Line { line: 1, offset: 0 }, head);
        match &dump.failed {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }
}
