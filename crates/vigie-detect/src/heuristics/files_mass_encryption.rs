//! Many files that got the same further ending, as ransomware gives it to what it has encrypted.
//!
//! Files are counted by the last of two endings. One that a ransomware is known for needs few of them; an unknown one
//! needs many, behind the endings of documents, in several folders. The listing, the file table and the journal may tell of the
//! same files: an ending is one finding, which names them all.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::files::listing::ListedFile;
use vigie_artifacts::windows::mft::MftEntry;
use vigie_artifacts::windows::usn::{JournalChange, NameChange};
use vigie_model::{Level, Meaning, ObservableKind};

use super::{Found, Glance, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Endings that a ransomware is known for.
const KNOWN: &[&str] = &["wncry", "wncryt", "wcry"];
/// Endings of what people make.
const DOCUMENTS: &[&str] = &[
    "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "odt", "ods", "odp", "rtf", "txt", "csv", "jpg", "jpeg", "png",
    "mp3", "mp4", "avi", "zip", "pst", "mdb", "accdb", "sql", "dwg", "psd",
];
/// Endings that ordinary programs put behind another.
const ORDINARY: &[&str] = &[
    "7z",
    "age",
    "asc",
    "bak",
    "br",
    "bz2",
    "cache",
    "crdownload",
    "download",
    "enc",
    "gpg",
    "gz",
    "html",
    "json",
    "lnk",
    "lz4",
    "md5",
    "meta",
    "old",
    "orig",
    "p7m",
    "part",
    "pdf",
    "sha1",
    "sha256",
    "sig",
    "tmp",
    "xml",
    "xz",
    "zip",
    "zst",
];
/// Files with a known ending that make a finding, and a grave one.
const FEW: u64 = 3;
const MANY: u64 = 20;
/// Files with an unknown ending, and the folders they lie in.
const UNKNOWN: (u64, usize) = (100, 5);
/// Unknown endings that are remembered.
const MOST: usize = 10_000;

/// Where changes are told, not files.
const JOURNAL: &str = "windows_usn";

/// See the module.
pub struct FilesMassEncryption;

impl Heuristic for FilesMassEncryption {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "files_mass_encryption",
        version: 3,
        artifacts: &["files_listing", "windows_mft", JOURNAL],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::High,
        source: "Microsoft, WannaCrypt ransomware worm targets out-of-date systems (2017); MITRE ATT&CK T1486, Data Encrypted for Impact",
    };
    const GLANCE: Option<Glance> =
        Some(|seen| seen.kind() == ObservableKind::StoredPath && counted_ending(last_part(seen.value())).is_some());
}

/// Files by ending.
#[derive(Default)]
pub struct State {
    /// By ending, and by artifact: one file may be in the listing, in the table and in the journal.
    endings: BTreeMap<String, BTreeMap<&'static str, Counted>>,
}

struct Counted {
    count: u64,
    folders: BTreeSet<String>,
    /// The first in the order of source and name, and that name.
    first: Kept,
    name: String,
}

impl Counted {
    /// What so many files with an ending say, if anything.
    fn level(&self, is_known: bool) -> Option<Level> {
        match (is_known, self.count) {
            (true, MANY..) => Some(Level::High),
            (true, FEW..) => Some(Level::Medium),
            (false, count) if count >= UNKNOWN.0 && self.folders.len() >= UNKNOWN.1 => Some(Level::Low),
            _ => None,
        }
    }
}

/// The two last endings of a name, the last one first.
fn endings(name: &str) -> Option<(String, String)> {
    let (rest, last) = name.rsplit_once('.')?;
    let (_, before) = rest.rsplit_once('.')?;
    let plain =
        |ending: &str| (1..=16).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (plain(last) && plain(before)).then(|| (last.to_ascii_lowercase(), before.to_ascii_lowercase()))
}

/// The last ending of a name that counts, and whether a ransomware is known for it.
fn counted_ending(name: &str) -> Option<(String, bool)> {
    let (last, before) = endings(name)?;
    let is_known = KNOWN.contains(&&*last);
    let is_document = DOCUMENTS.contains(&&*before);
    let is_strange = is_document && !ORDINARY.contains(&&*last) && !DOCUMENTS.contains(&&*last);
    (is_known || is_strange).then_some((last, is_known))
}

fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let (name, folder) = if let Some(file) = seen.get::<ListedFile>() {
            let folder = file.path.len().saturating_sub(file.name().len());
            (file.name(), file.path.get(..folder).unwrap_or_default().to_owned())
        } else if let Some(entry) = seen.get::<MftEntry>().filter(|entry| !entry.is_folder) {
            (entry.name(), entry.folder().to_owned())
        } else if let Some(change) = seen.get::<JournalChange>().filter(|one| one.change == NameChange::Renamed) {
            (&*change.name, change.folder.to_string())
        } else {
            return;
        };
        let Some((last, is_known)) = counted_ending(name) else { return };
        // Whatever else there is, the endings that are known are counted.
        if !is_known && self.endings.len() >= MOST && !self.endings.contains_key(&last) {
            return seen.forget();
        }
        let of_ending = self.endings.entry(last).or_default();
        if let Some(counted) = of_ending.get_mut(seen.artifact) {
            counted.count = counted.count.saturating_add(1);
            if counted.folders.len() < UNKNOWN.1 {
                counted.folders.insert(folder);
            }
            if (seen.source, name) < (&counted.first.source, &counted.name) {
                (counted.first, counted.name) = (seen.keep(), name.to_owned());
            }
        } else {
            let counted =
                Counted { count: 1, folders: BTreeSet::from([folder]), first: seen.keep(), name: name.to_owned() };
            of_ending.insert(seen.artifact, counted);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (ending, of_ending) in std::mem::take(&mut self.endings) {
            let is_known = KNOWN.contains(&&*ending);
            // Where most is told comes first; of the same, the listing: there the files can be opened. The journal counts
            // renamings, of which one file may have several.
            let mut places: Vec<_> = of_ending.into_iter().collect();
            let worth =
                |artifact: &str, counted: &Counted| (counted.level(is_known), artifact != JOURNAL, counted.count);
            places.sort_by_key(|(artifact, counted)| Reverse(worth(artifact, counted)));
            let artifacts: Vec<_> = places.iter().map(|(artifact, _)| *artifact).collect();
            let artifacts = artifacts.join(", ");
            let Some((_, best)) = places.into_iter().next() else { continue };
            let Some(level) = best.level(is_known) else { continue };
            let (extension, count) = (format!(".{ending}"), best.count.to_string());
            let args =
                [("seen", best.name.as_str()), ("extension", &extension), ("count", &count), ("artifacts", &artifacts)];
            out.add_at(level, best.first, best.name.clone(), &args);
        }
    }
}
