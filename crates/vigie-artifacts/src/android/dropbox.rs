//! What the system put into its drop box: crashes, hangs, notes of its own, kept for some days.
//!
//! Format: `dumpsys dropbox` and the sections `DROPBOX …` of `dumpstate` (AOSP `DropBoxManagerService.dump`):
//! `2019-08-14 21:22:27 system_app_crash (text, 1358 bytes)`, below it the beginning of the text, or with `-p` all of it.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::digits::begins_with_digit;
use super::lines::{between, is_package};
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, go_on, local_time};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one text that are kept.
const TEXT_LIMIT: usize = 1 << 16;

/// See the module.
pub struct DropBox;

/// One entry.
#[derive(Debug, Serialize)]
pub struct DropBoxEntry {
    /// When.
    pub at: Option<DeviceTime>,
    /// What (`system_app_crash`, `data_app_anr`, `SYSTEM_TOMBSTONE` …).
    pub tag: String,
    /// The process it names.
    pub process: Option<String>,
    /// The package it names.
    pub package: Option<String>,
    /// The text, or its beginning.
    pub text: String,
}

impl Record for DropBoxEntry {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(process) = &self.process {
            see(Observable::process(process));
        }
        let process = self.process.as_deref().and_then(|process| process.split(':').next());
        for package in self.package.as_deref().into_iter().chain(process).filter(|name| is_package(name)) {
            see(Observable::app_id(package));
        }
        see(Observable::text(&self.text));
    }

    fn summary(&self) -> String {
        format!("{} of {}", self.tag, self.process.as_deref().unwrap_or("the system"))
    }
}

impl DropBoxEntry {
    fn close(mut self, at: Place, out: &mut Out<'_, Self>) {
        // In the short form line breaks are slashes.
        let named = |name: &str| {
            let rest = between(&self.text, name, "")?;
            let word = rest.split(['\n', '/', ' ']).next()?;
            Some(word.to_owned()).filter(|word| !word.is_empty())
        };
        (self.process, self.package) = (named("Process: "), named("Package: "));
        out.record(at, self);
    }
}

/// A time, which has 19 letters, and what follows it.
fn split(text: &str) -> Option<(&str, &str)> {
    if text.starts_with(|letter: char| letter.is_ascii()) {
        return text.get(..19).zip(text.get(20..));
    }
    let (at, _) = text.char_indices().nth(19)?;
    let (time, rest) = text.split_at_checked(at)?;
    Some((time, rest.strip_prefix(' ')?))
}

impl Artifact for DropBox {
    type Record = DropBoxEntry;
    const SPEC: Spec = Spec { id: "android_dropbox", version: 2, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, DropBoxEntry>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("dropbox"), Part::Command("DROPBOX")], out, |section, dump, out| {
            let mut open: Option<(Place, DropBoxEntry)> = None;
            for line in section.lines() {
                // `DATE TIME TAG (KIND, N bytes)`; an empty or lost entry says so in the brackets.
                let head = split(&line.text).filter(|(time, rest)| {
                    time.bytes().filter(|byte| *byte == b':').count() == 2
                        && begins_with_digit(time)
                        && rest.contains('(')
                });
                if let Some((time, rest)) = head {
                    if let Some((at, entry)) = open.take() {
                        entry.close(at, out);
                    }
                    let entry = DropBoxEntry {
                        at: local_time(dump, time, &line.at, out),
                        tag: rest.split(' ').next().unwrap_or(rest).to_owned(),
                        process: None,
                        package: None,
                        text: String::new(),
                    };
                    open = Some((line.at.clone(), entry));
                } else if let Some((_, entry)) = open.as_mut() {
                    let between = if entry.text.is_empty() { "" } else { "\n" };
                    go_on(&mut entry.text, between, line.trimmed(), TEXT_LIMIT, &line.at, out);
                }
            }
            if let Some((at, entry)) = open {
                entry.close(at, out);
            }
        })
    }
}
