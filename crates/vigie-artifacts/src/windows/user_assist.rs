//! Programs that a user started from the desktop or the menu, with how often and when last (UserAssist).
//!
//! Names are written with ROT13. Format: D. Stevens, "Windows 7 UserAssist Registry keys" (Into The Boxes, 2010);
//! libyal/winreg-kb "User Assist". Other readers: RegRipper `userassist`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::bytes::{filetime, u32_at, u64_at};
use super::hive::{Hive, LOGS, Value, Walk};
use super::paths;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Where they stand.
const KEY: &str = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\UserAssist";
/// Folders that Windows writes as their id (Microsoft, `KNOWNFOLDERID`).
const FOLDERS: &[(&str, &str)] = &[
    ("{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}", "C:\\Windows\\System32"),
    ("{D65231B0-B2F1-4857-A4CE-A8E7C6EA7D27}", "C:\\Windows\\SysWOW64"),
    ("{F38BF404-1D43-42F2-9305-67DE0B28FC23}", "C:\\Windows"),
    ("{6D809377-6AF0-444B-8957-A3773F02200E}", "C:\\Program Files"),
    ("{905E63B6-C1BF-494E-B29C-65B732D3D21A}", "C:\\Program Files"),
    ("{7C5A40EF-A0FB-4BFC-874A-C0F2E0B9FA8E}", "C:\\Program Files (x86)"),
];

/// See the module.
pub struct UserAssist;

/// One program or shortcut.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct UserAssistEntry {
    /// Its path, with the id of a known folder as Windows writes it.
    pub path: String,
    /// How often it was started.
    pub count: u32,
    /// How long it was in front, in milliseconds; not kept before Windows 7.
    pub focus_millis: Option<u32>,
    /// When it was last started.
    pub last_run: Option<Timestamp>,
}

impl Record for UserAssistEntry {
    fn time(&self) -> Option<Timestamp> {
        self.last_run
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let known = FOLDERS.iter().find_map(|(id, folder)| Some(format!("{folder}{}", self.path.strip_prefix(id)?)));
        let path = self.path.strip_prefix("UEME_RUNPATH:").unwrap_or(&self.path);
        see(Observable::executable(known.unwrap_or_else(|| paths::full(path))));
    }

    fn summary(&self) -> String {
        format!("{} started {} times", self.path, self.count)
    }
}

/// Turns each letter by half the alphabet.
fn turned(name: &str) -> String {
    let turn = |letter: char| {
        let shift = match letter {
            'a'..='m' | 'A'..='M' => 13_i32,
            'n'..='z' | 'N'..='Z' => -13,
            _ => 0,
        };
        u32::from(letter).checked_add_signed(shift).and_then(char::from_u32).unwrap_or(letter)
    };
    name.chars().map(turn).collect()
}

/// `None` when the data are of no form that is known; the time apart, because it may be implausible.
fn read(value: &Value<'_>) -> Option<(UserAssistEntry, Result<Option<Timestamp>, u64>)> {
    let data = &value.data;
    let (count, focus_millis, ticks) = match data.len() {
        // Windows XP and Vista count from five.
        16 => (u32_at(data, 4)?.saturating_sub(5), None, u64_at(data, 8)?),
        72 => (u32_at(data, 4)?, u32_at(data, 12), u64_at(data, 60)?),
        _ => return None,
    };
    let time = filetime(ticks);
    let last_run = time.ok().flatten();
    Some((UserAssistEntry { path: turned(&value.name), count, focus_millis, last_run }, time))
}

impl Artifact for UserAssist {
    type Record = UserAssistEntry;
    const SPEC: Spec = Spec {
        id: "windows_user_assist",
        version: 2,
        paths: &[(Layout::Windows, "**/*NTUSER*.DAT")],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, UserAssistEntry>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        let sets = hive.key(KEY, &mut walk).map(|key| key.children(&mut walk)).unwrap_or_default();
        for set in sets {
            let Some(key) = set.under("Count", &mut walk) else { continue };
            for value in key.values(&mut walk).iter() {
                let at = key.place_of(&value.name);
                match read(value) {
                    // What counts sessions is no program.
                    Some((entry, _)) if entry.path.starts_with("UEME_CTL") => {}
                    Some((entry, time)) => {
                        if let Err(ticks) = time {
                            let detail = format!("{ticks} is not a plausible time");
                            out.problem(ProblemCode::TimeImplausible, at.clone(), detail);
                        }
                        out.record(at, entry);
                    }
                    None if turned(&value.name).starts_with("UEME_CTL") => {}
                    None => {
                        let detail = format!("{} bytes where 16 or 72 belong", value.data.len());
                        out.problem(ProblemCode::BlobNotUnderstood, at, detail);
                    }
                }
            }
        }
        walk.tell(out);
        Ok(())
    }
}
