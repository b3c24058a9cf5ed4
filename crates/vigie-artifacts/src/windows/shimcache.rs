//! The cache of application compatibility (shimcache): programs that Windows looked at, with the time their file was last
//! changed. Since Windows 10 an entry does not show that the program ran, only that its file was there; before, a mark
//! says so.
//!
//! The cache is written to the hive at shutdown. Formats: Mandiant, "Leveraging the Application Compatibility Cache in
//! Forensic Investigations" (2012) for Windows 7, libyal/winreg-kb "Application compatibility cache" for all. Other
//! readers: ShimCacheParser, AppCompatCacheParser. The cache of Windows 2003 has sizes of files where that of Vista says
//! whether a program ran, and nothing tells them apart but that no program has a size of three bytes.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::bytes::{filetime, part, u16_at, u32_at, u64_at, utf16};
use super::hive::{Hive, LOGS, Walk};
use super::paths;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// The value.
const CACHE: &str = "AppCompatCache";
/// Entries of one cache that are read; Windows keeps 1 024.
const MOST: usize = 10_000;
/// Bytes of an entry of Windows XP.
const OLDEST: usize = 552;
/// Bytes of paths that the entries of one table may have: all of them may name the same place.
const MOST_TEXT: usize = 64 << 20;

/// See the module.
pub struct Shimcache;

/// One program.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ShimcacheEntry {
    /// Where it stands in the cache: 0 is what was looked at last, but in Windows XP.
    pub position: usize,
    /// Its path, as Windows wrote it.
    pub path: String,
    /// When its file was last changed.
    pub file_modified: Option<Timestamp>,
    /// Whether it ran, where the cache says.
    pub ran: Option<bool>,
    /// When the entry was last written (Windows XP).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
}

impl Record for ShimcacheEntry {
    fn time(&self) -> Option<Timestamp> {
        self.file_modified
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("file_modified", self.file_modified), ("updated", self.updated)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let path = paths::full(&self.path);
        if self.ran == Some(true) {
            see(Observable::executable(path).meaning(Meaning::Execution));
        } else {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        self.path.clone()
    }
}

/// What a cache holds, and where reading it ended early.
type Read = (Vec<ShimcacheEntry>, Option<usize>);

/// Windows 8 to 11: entries one behind the other, each with a mark before it.
fn marked(cache: &[u8], start: usize, edition: Edition) -> Read {
    let mut entries = Vec::new();
    let mut at = start;
    while at < cache.len() && entries.len() < MOST {
        // Zeros behind the last entry are no damage.
        if cache.get(at..).is_some_and(|rest| rest.iter().all(|byte| *byte == 0)) {
            break;
        }
        let Some((next, entry)) = marked_entry(cache, at, entries.len(), edition) else {
            return (entries, Some(at));
        };
        entries.push(entry);
        at = next;
    }
    let ended = (entries.len() >= MOST && at < cache.len()).then_some(at);
    (entries, ended)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edition {
    Eight,
    EightOne,
    Ten,
}

/// One entry, and where the next begins.
fn marked_entry(cache: &[u8], at: usize, position: usize, edition: Edition) -> Option<(usize, ShimcacheEntry)> {
    let mark: &[u8] = if edition == Edition::Eight { b"00ts" } else { b"10ts" };
    if part(cache, at, 4)? != mark {
        return None;
    }
    let length = usize::try_from(u32_at(cache, at.checked_add(8)?)?).ok()?;
    let body = part(cache, at.checked_add(12)?, length)?;
    let next = at.checked_add(12)?.checked_add(length)?;
    let name_end = usize::from(u16_at(body, 0)?).checked_add(2)?;
    let path = utf16(body.get(2..name_end)?);
    let mut rest = body.get(name_end..)?;
    let mut ran = None;
    if edition == Edition::EightOne {
        let package = usize::from(u16_at(rest, 0)?);
        rest = rest.get(package.checked_add(2)?..)?;
    }
    if edition != Edition::Ten {
        ran = Some(u32_at(rest, 0)? & 2 != 0);
        rest = rest.get(8..)?;
    }
    let file_modified = filetime(u64_at(rest, 0)?).ok()?;
    Some((next, ShimcacheEntry { position, path, file_modified, ran, updated: None }))
}

/// Entries of a cache, as it says.
fn count(cache: &[u8]) -> usize {
    u32_at(cache, 4).map_or(0, |count| usize::try_from(count).unwrap_or(usize::MAX))
}

/// Windows 2003 to 7: a table of entries of one size, with the paths elsewhere in the cache. `sizes` are those of an entry
/// in the forms of 32 and 64 bits.
fn table(cache: &[u8], start: usize, sizes: (usize, usize)) -> Read {
    // In the 64-bit form four empty bytes stand between the lengths and the place of a path.
    let is_wide = u32_at(cache, start.saturating_add(4)) == Some(0);
    let size = if is_wide { sizes.1 } else { sizes.0 };
    let (mut entries, mut text) = (Vec::new(), 0_usize);
    for position in 0..count(cache) {
        let at = position.saturating_mul(size).saturating_add(start);
        let is_enough = entries.len() >= MOST || text > MOST_TEXT;
        let entry = part(cache, at, size).and_then(|entry| table_entry(cache, entry, is_wide, position));
        let Some(entry) = entry.filter(|_| !is_enough) else {
            return (entries, Some(at));
        };
        text = text.saturating_add(entry.path.len());
        entries.push(entry);
    }
    (entries, None)
}

fn table_entry(cache: &[u8], entry: &[u8], is_wide: bool, position: usize) -> Option<ShimcacheEntry> {
    let length = usize::from(u16_at(entry, 0)?);
    let (place, rest) = if is_wide {
        (usize::try_from(u64_at(entry, 8)?).ok()?, entry.get(16..)?)
    } else {
        (usize::try_from(u32_at(entry, 4)?).ok()?, entry.get(8..)?)
    };
    Some(ShimcacheEntry {
        position,
        path: utf16(part(cache, place, length)?),
        file_modified: filetime(u64_at(rest, 0)?).ok()?,
        ran: Some(u32_at(rest, 8)? & 2 != 0),
        updated: None,
    })
}

/// Windows 2003 and Vista.
fn older_table(cache: &[u8]) -> Read {
    let (mut entries, ended) = table(cache, 8, (24, 32));
    let size = if u32_at(cache, 12) == Some(0) { 32 } else { 24_usize };
    // The last eight bytes of an entry.
    let last = |entry: &ShimcacheEntry| u64_at(cache, entry.position.saturating_add(1).saturating_mul(size));
    if entries.iter().any(|entry| last(entry).is_none_or(|value| value > 3)) {
        for entry in &mut entries {
            entry.ran = None;
        }
    }
    (entries, ended)
}

/// Windows XP: entries that hold their paths.
fn oldest(cache: &[u8]) -> Read {
    let mut entries = Vec::new();
    for position in 0..count(cache) {
        let at = position.saturating_mul(OLDEST).saturating_add(400);
        let entry = part(cache, at, OLDEST).and_then(|entry| {
            let (path, times) = entry.split_at_checked(528)?;
            let time = |at| filetime(u64_at(times, at)?).ok();
            let (file_modified, updated) = (time(0)?, time(16)?);
            Some(ShimcacheEntry { position, path: utf16(path), file_modified, ran: None, updated })
        });
        let Some(entry) = entry.filter(|_| entries.len() < MOST) else {
            return (entries, Some(at));
        };
        entries.push(entry);
    }
    (entries, None)
}

/// Reads a cache by what it begins with; the error says what it is instead.
fn read(cache: &[u8]) -> Result<Read, String> {
    match u32_at(cache, 0) {
        Some(0xbadc_0fee) => Ok(table(cache, 128, (32, 48))),
        Some(0xbadc_0ffe) => Ok(older_table(cache)),
        Some(0xdead_beef) => Ok(oldest(cache)),
        Some(0x80) if part(cache, 128, 4) == Some(b"00ts") => Ok(marked(cache, 128, Edition::Eight)),
        Some(0x80) => Ok(marked(cache, 128, Edition::EightOne)),
        Some(start @ (0x30 | 0x34)) => Ok(marked(cache, usize::try_from(start).unwrap_or(0), Edition::Ten)),
        Some(other) => Err(format!("a cache of an edition that is not read (it begins with {other:#x})")),
        None => Err("the cache is empty".to_owned()),
    }
}

impl Artifact for Shimcache {
    type Record = ShimcacheEntry;
    const SPEC: Spec = Spec {
        id: "windows_shimcache",
        version: 2,
        paths: &[(Layout::Windows, "**/SYSTEM")],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, ShimcacheEntry>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        for set in hive.control_sets(&mut walk) {
            for path in ["Control\\Session Manager\\AppCompatCache", "Control\\Session Manager\\AppCompatibility"] {
                let Some(key) = set.under(path, &mut walk) else { continue };
                let values = key.values(&mut walk);
                let Some(cache) = values.get(CACHE) else { continue };
                let at = |position: usize| {
                    let Place::Key { key } = key.place_of(CACHE) else { return Place::File };
                    Place::Key { key: format!("{key}/{position}") }
                };
                match read(&cache.data) {
                    Ok((entries, ended)) => {
                        let next = entries.len();
                        for entry in entries {
                            out.record(at(entry.position), entry);
                        }
                        if let Some(offset) = ended {
                            let detail =
                                format!("the entry at byte {offset} of the cache was not read, nor what follows");
                            out.problem(ProblemCode::BlobNotUnderstood, at(next), detail);
                        }
                    }
                    Err(detail) => out.problem(ProblemCode::BlobNotUnderstood, key.place_of(CACHE), detail),
                }
            }
        }
        walk.tell(out);
        Ok(())
    }
}
