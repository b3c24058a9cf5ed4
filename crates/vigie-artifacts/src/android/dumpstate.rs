//! A `dumpstate` or `dumpsys` text taken apart into its sections, once for all artifacts that read it.
//!
//! Format: AOSP `frameworks/native/cmds/dumpstate` (`DurationReporter`, `RunCommandToFd`) and `cmds/dumpsys`
//! (`writeDumpHeader`, `writeDumpFooter`). A command stands between `------ TITLE (command) ------` and
//! `------ 0.012s was the duration of 'TITLE' ------` (before Android 5: `[TITLE: 0.012s elapsed]`), a service between
//! `DUMP OF SERVICE [CRITICAL|HIGH] name:` and `--------- 0.012s was the duration of dumpsys name, …` (before
//! Android 7: only the next header). Other readers: MVT, Battery Historian.
//!
//! One pass; only sections that an artifact reads are kept, up to [`KEPT_LIMIT`] together. Of a file that can be read from any
//! place they are read again when they are asked for; only of another one they are held. Of its logs, which may be nearly all of
//! a large report, 128 MiB are held. A section ends where the next begins, so a lost end marker costs
//! nothing. One that only the end of the file ends is cut, if others of its kind have their end markers.

use std::io::{BufRead, BufReader};
use std::sync::Arc;

use vigie_model::{Place, ProblemCode};

use super::clock::Clock;
use super::section::End;
pub(crate) use super::section::Section;
use super::splitter::Splitter;
use crate::{ParseError, Source};

/// Bytes of all kept sections together. A real bug report has some 20 to 100 MB of them.
pub(super) const KEPT_LIMIT: usize = 512 << 20;

/// Which section an artifact reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// `DUMP OF SERVICE name:`, of any priority.
    Service(&'static str),
    /// `------ TITLE … ------`: all whose title begins so.
    Command(&'static str),
}

/// Everything that is kept; what no artifact reads (stack traces, memory maps, binder state) is only passed over.
pub(super) const KEPT: &[Part] = &[
    Part::Service("accessibility"),
    Part::Service("account"),
    Part::Service("activity"),
    Part::Service("adb"),
    Part::Service("alarm"),
    Part::Service("app_hibernation"),
    Part::Service("appops"),
    Part::Service("audio"),
    Part::Service("batterystats"),
    Part::Service("bluetooth_manager"),
    Part::Service("companiondevice"),
    Part::Service("connectivity"),
    Part::Service("dbinfo"),
    Part::Service("device_policy"),
    Part::Service("deviceidle"),
    Part::Service("dropbox"),
    Part::Service("face"),
    Part::Service("fingerprint"),
    Part::Service("jobscheduler"),
    Part::Service("location"),
    Part::Service("lock_settings"),
    Part::Service("media.camera"),
    Part::Service("media_projection"),
    Part::Service("netstats"),
    Part::Service("notification"),
    Part::Service("package"),
    Part::Service("permissionmgr"),
    Part::Service("platform_compat"),
    Part::Service("procstats"),
    Part::Service("role"),
    Part::Service("settings"),
    Part::Service("telecom"),
    Part::Service("trust"),
    Part::Service("usagestats"),
    Part::Service("usb"),
    Part::Service("user"),
    Part::Service("vpn_management"),
    Part::Command("CPU INFO"),
    Part::Command("DROPBOX"),
    Part::Command("FILESYSTEMS & FREE SPACE"),
    Part::Command("NETSTAT"),
    Part::Command("POWER OFF RESET REASON"),
    Part::Command("PROCESSES"),
    Part::Command("SYSTEM PROPERTIES"),
    Part::Command("VOLD DUMP"),
    Part::Command("lsusb"),
];

/// The logs, which are read by [`Section::pieces`].
pub(super) const LOGS: &[Part] = &[
    Part::Command("EVENT LOG"),
    Part::Command("KERNEL LOG"),
    Part::Command("LAST KMSG"),
    Part::Command("LAST LOGCAT"),
    Part::Command("RADIO LOG"),
    Part::Command("SYSTEM LOG"),
];

/// What the clock is read from.
pub(super) const OF_CLOCK: &[Part] = &[Part::Command("SYSTEM PROPERTIES"), Part::Service("alarm")];

/// The text, taken apart.
#[derive(Debug)]
pub(crate) struct Dumpstate {
    /// What stands before the first section.
    pub(crate) head: Section,
    pub(crate) sections: Vec<Section>,
    /// Sections of any name, kept or not.
    pub(crate) met: u64,
    /// The line with which `dumpstate` says that it is done was met.
    pub(crate) done: bool,
    pub(crate) clock: Clock,
    /// Why the file could not be read to its end.
    pub(crate) failed: Option<ParseError>,
    /// Some services, and some commands, have end markers.
    pub(super) marked: (bool, bool),
    /// Beginnings and ends of services that do not fit together, in words, and how many more there are: whoever can put a line into
    /// a section can forge either.
    pub(crate) odd_ends: (Vec<(Place, String)>, u64),
}

impl Dumpstate {
    /// The sections of a file. The first artifact that asks reads it.
    pub(crate) fn of(file: &Source<'_>) -> Arc<Self> {
        file.reading(Self::read)
    }

    /// Whether this is such a text at all.
    pub(crate) fn is_one(&self) -> bool {
        self.met > 0 || self.head.lines().any(|line| line.text.starts_with("== dumpstate:"))
    }

    /// Whether more stands before the first section than was kept.
    pub(crate) fn head_is_cut(&self) -> bool {
        self.head.limited
    }

    /// The sections an artifact asked for.
    pub(crate) fn parts<'d>(&'d self, parts: &'static [Part]) -> impl Iterator<Item = &'d Section> {
        debug_assert!(
            parts.iter().all(|part| KEPT.contains(part) || LOGS.contains(part)),
            "a section that is not kept: {parts:?}"
        );
        self.sections.iter().filter(|section| parts.iter().any(|part| section.is(*part)))
    }

    /// What is wrong with a section, as problems.
    pub(crate) fn troubles(&self, section: &Section, tell: &mut dyn FnMut(ProblemCode, Place, String)) {
        for (place, trouble) in &section.troubles {
            tell(ProblemCode::EvidenceIncomplete, place.clone(), trouble.clone());
        }
        let marked = if section.service { self.marked.0 } else { self.marked.1 };
        if section.end == End::File && (marked || self.failed.is_some()) {
            let why = self.failed.as_ref().map_or(String::new(), |error| format!(": {}", error.detail));
            let detail = format!("the file ends inside of the section {}{why}", section.name);
            tell(ProblemCode::EvidenceIncomplete, section.place(), detail);
        }
        if section.limited {
            let detail = format!("the end of section {} was left out: too much text in this file", section.name);
            tell(ProblemCode::LimitReached, section.place(), detail);
        }
        if let Some(place) = &section.cut_at {
            let detail =
                format!("{} lines of section {} are longer than 1 MiB and read up to there", section.cut, section.name);
            tell(ProblemCode::LimitReached, place.clone(), detail);
        }
        if let Some(place) = &section.astray_at {
            let detail =
                format!("{} lines follow the end of section {} and belong to none", section.astray, section.name);
            tell(ProblemCode::LineNotUnderstood, place.clone(), detail);
        }
        if let Some(well) = section.damage() {
            let at = section.start.1.saturating_add(well);
            let detail = format!("bytes that are not UTF-8 in section {}", section.name);
            tell(ProblemCode::TextDamaged, Place::Offset { offset: at }, detail);
        }
    }

    fn read(file: &Source<'_>) -> Self {
        let mut splitter = Splitter::new(!file.seeks());
        // A file that costs much to read again is hashed on the way, and unpacked beside that; another one is hashed beside this.
        let mut split = |mut reader: &mut dyn BufRead| splitter.read(&mut reader);
        let failed = if file.seeks() {
            file.reader().map(|reader| split(&mut BufReader::with_capacity(1 << 18, reader)))
        } else {
            file.hashing_ahead(split)
        };
        splitter.finish(file, failed.unwrap_or_else(Some))
    }
}
