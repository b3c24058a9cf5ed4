//! Android evidence by its paths, and by the beginning of a few files where paths do not tell.
//!
//! AndroidQF: the names of its modules (mvt-project/androidqf, botherder/androidqf; Bugbane writes the same); a folder
//! named by a UUID, a zip of it, or a zip with these names at its root. Bug reports: `main_entry.txt` names the text
//! (AOSP `dumpstate.cpp`); others are known by the banner of `dumpstate`. Intrusion logs: one JSON object a line, named
//! by the kind of event (MVT `check-intrusion-logs`). File systems: as a whole (`data/data/…`), below folders of a tool
//! (`Dump/data/…`), or the data partition alone. Bug reports keep files of the device below `FS/`, AndroidQF below
//! `logs/`: neither is a file system.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Deserialize;
use vigie_model::{EvidenceKind, Layout};

use crate::Blob;
use crate::archive::{self, Packing, name};
use crate::recognise::{DEEP, Roots, known};
use crate::single::{HEAD_LIMIT, Single};

/// Files at the top of an AndroidQF acquisition, of its first version to the newest.
const OF_QF: &[&str] = &[
    "acquisition.json",
    "adb_host_key.pub",
    "backup.ab",
    "bugreport.zip",
    "command.log",
    "dumpsys.txt",
    "env.txt",
    "files.json",
    "getprop.txt",
    "hashes.csv",
    "logcat.txt",
    "logcat_old.txt",
    "mounts.json",
    "package_users.json",
    "packages.json",
    "processes.json",
    "processes.txt",
    "ps.txt",
    "root_binaries.json",
    "selinux.txt",
    "services.txt",
    "settings_global.txt",
    "settings_secure.txt",
    "settings_system.txt",
];
/// How many of them make one; with `acquisition.json` one less.
const ENOUGH_OF_QF: usize = 3;
/// Folders of `/data`.
const OF_DATA: &[&str] = &[
    "anr",
    "app",
    "data",
    "local",
    "media",
    "misc",
    "misc_ce",
    "misc_de",
    "property",
    "system",
    "system_ce",
    "system_de",
    "tombstones",
    "user",
    "user_de",
];
/// Files and folders of `/data/system` that nothing else has.
const OF_DATA_SYSTEM: &[&str] =
    &["packages.xml", "packages.list", "package-usage.list", "appops.xml", "usagestats", "users"];
/// Signs that are enough by themselves.
const SURE: &[&str] = &["data/data", "data/user", "data/system"];
/// Files whose beginning is looked at where any can be read, those with the fewest folders before them.
const LOOKED_AT: usize = 64;
/// The same of files that pass; an archive counts as many.
const LOOKED_AT_IN_PASSING: usize = 512;
/// Files that are remembered as worth a look.
const REMEMBERED: usize = 1024;
/// An archive in an archive is looked into up to this size, in bytes.
const NESTED_LIMIT: u64 = 64 << 20;
/// Folders before a file that is looked at.
pub(crate) const SHALLOW: usize = 2;

/// What the beginning of a file told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// `acquisition.json`, with what stands before it.
    Acquisition(String),
    /// The path that a `main_entry.txt` names.
    MainEntry(String),
    /// The path of a text that `dumpstate` or `dumpsys` printed.
    Dumpstate(String),
    /// The path of an intrusion log, or of an archive of them.
    IntrusionLog(String),
    /// The path of an archive with a bug report, or of its text that is compressed.
    Bugreport(String),
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Android {
    qf: BTreeMap<String, BTreeSet<&'static str>>,
    /// Beginnings before `data/` and `system/`, and the signs there.
    device: BTreeMap<String, BTreeSet<&'static str>>,
    /// Beginnings before the folders of `/data`, and whether one of them is beyond doubt.
    data: BTreeMap<String, (BTreeSet<&'static str>, bool)>,
    /// Files whose beginning would tell, by the folders before them.
    questions: BTreeSet<(usize, String)>,
    told: BTreeSet<Told>,
    /// Files looked at.
    looked: usize,
    /// How many archives this lies in.
    pub(crate) inside: u8,
}

/// Whether files of the device are only copied here, by a bug report or by AndroidQF.
fn is_copy(prefix: &str) -> bool {
    matches!(prefix.rsplit('/').nth(1), Some("FS" | "logs"))
}

/// What `data/…` or `system/…` says of being a device's.
fn sign_of_device(part: &str, rest: &str, is_folder: bool) -> Option<&'static str> {
    if part == "system" {
        return matches!(rest, "build.prop" | "system/build.prop").then_some("build.prop");
    }
    let (first, rest) = rest.split_once('/').map_or((rest, None), |(first, rest)| (first, Some(rest)));
    let second = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    match first {
        "data" if second.contains('.') => Some("data/data"),
        "user" | "user_de" if !second.is_empty() && second.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some("data/user")
        }
        "system" if OF_DATA_SYSTEM.contains(&second) => Some("data/system"),
        _ => known(OF_DATA, first).filter(|_| rest.is_some() || is_folder),
    }
}

/// Whether the beginning of a file may tell what it is evidence of.
pub(crate) fn is_question(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), None | Some("txt" | "log" | "json" | "jsonl" | "ndjson" | "zip")) || is_compressed(name)
}

/// Whether a name is that of one compressed file.
pub(crate) fn is_compressed(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("gz" | "xz" | "zst"))
}

/// Whether these are the members of an app: its manifest beside code, resources or signatures.
pub(crate) fn is_app<'n>(mut names: impl Iterator<Item = &'n str> + Clone) -> bool {
    let is_part = |name: &str| matches!(name, "classes.dex" | "resources.arsc") || name.starts_with("META-INF/");
    names.clone().any(|name| name == "AndroidManifest.xml") && names.any(is_part)
}

/// Whether AndroidQF itself writes a file of this name at the top of an acquisition.
pub(crate) fn is_of_qf(name: &str) -> bool {
    known(OF_QF, name).is_some()
}

/// Whether a name is that of a zip archive.
pub(crate) fn is_zip(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("zip"))
}

impl Android {
    /// One path. True when it lies in the file system of an Android device, so that nothing else is to be seen in it.
    pub(crate) fn see(&mut self, path: &str, is_folder: bool) -> bool {
        let mut before = 0usize;
        for (depth, part) in path.split('/').enumerate().take(DEEP.saturating_add(1)) {
            let prefix = path.get(..before).unwrap_or_default();
            before = before.saturating_add(part.len()).saturating_add(1);
            let rest = path.get(before..).unwrap_or_default();
            if matches!(part, "data" | "system")
                && !is_copy(prefix)
                && let Some(sign) = sign_of_device(part, rest, is_folder)
            {
                self.device.entry(prefix.to_owned()).or_default().insert(sign);
                return part == "data";
            }
            if depth <= SHALLOW {
                self.see_names(prefix, part, rest, is_folder);
            }
        }
        let depth = path.matches('/').count();
        if !is_folder && depth <= SHALLOW && is_question(path.rsplit('/').next().unwrap_or(path)) {
            self.questions.insert((depth, path.to_owned()));
            if self.questions.len() > REMEMBERED {
                self.questions.pop_last();
            }
        }
        false
    }

    fn see_names(&mut self, prefix: &str, part: &str, rest: &str, is_folder: bool) {
        if rest.is_empty() && !is_folder {
            if let Some(name) = known(OF_QF, part) {
                self.qf.entry(prefix.to_owned()).or_default().insert(name);
            }
        } else if let Some(name) = known(OF_DATA, part)
            && !is_copy(prefix)
        {
            let first = rest.split('/').next().unwrap_or_default();
            let sure = match name {
                "data" => first.contains('.'),
                "system" => OF_DATA_SYSTEM.contains(&first),
                _ => false,
            };
            let seen = self.data.entry(prefix.to_owned()).or_default();
            seen.0.insert(name);
            seen.1 |= sure;
        }
    }

    /// Paths of files whose beginning would tell more, those with the fewest folders before them first.
    pub(crate) fn questions(&self) -> Vec<String> {
        let (zips, others): (Vec<_>, Vec<_>) = self.questions.iter().partition(|(_, path)| is_zip(path));
        let zips = zips.into_iter().take(if self.inside < 2 { 8 } else { 0 });
        others.into_iter().take(LOOKED_AT).chain(zips).map(|(_, path)| path.clone()).collect()
    }

    /// Whether a file that passes is one of them.
    pub(crate) fn asks(&self, path: &str) -> bool {
        self.looked < LOOKED_AT_IN_PASSING && self.questions.contains(&(path.matches('/').count(), path.to_owned()))
    }

    /// Looks at one of them.
    pub(crate) fn answer(&mut self, path: &str, blob: &Blob) {
        let (prefix, file) = path.rfind('/').map_or(("", path), |at| path.split_at(at.saturating_add(1)));
        self.looked = self.looked.saturating_add(if is_zip(path) { LOOKED_AT } else { 1 });
        let told = match file {
            "main_entry.txt" => main_entry(prefix, &head(blob)).map(Told::MainEntry),
            "acquisition.json" => is_acquisition(blob).then(|| Told::Acquisition(prefix.to_owned())),
            _ if is_zip(file) => self.archive(blob).and_then(|kind| match kind {
                EvidenceKind::AndroidIntrusionLogs => Some(Told::IntrusionLog(path.to_owned())),
                EvidenceKind::AndroidBugreport => Some(Told::Bugreport(path.to_owned())),
                _ => None,
            }),
            // It is opened as evidence in itself, like an archive.
            _ if is_compressed(file) => Single::in_packed(blob).map(|single| match single {
                Single::IntrusionLog => Told::IntrusionLog(path.to_owned()),
                _ => Told::Bugreport(path.to_owned()),
            }),
            _ => Single::of_head(&head(blob)).and_then(|single| match single {
                Single::Dumpstate => Some(Told::Dumpstate(path.to_owned())),
                Single::IntrusionLog => Some(Told::IntrusionLog(path.to_owned())),
                Single::CrashReport | Single::App | Single::Loose(..) => None,
            }),
        };
        self.told.extend(told);
    }

    /// What an archive in the archive holds.
    fn archive(&self, blob: &Blob) -> Option<EvidenceKind> {
        let blob = match blob.seekable() {
            Ok(_) => blob.clone(),
            Err(_) if blob.size().ok()? <= NESTED_LIMIT => {
                let mut bytes = Vec::new();
                blob.reader().ok()?.take(NESTED_LIMIT).read_to_end(&mut bytes).ok()?;
                Blob::Memory(bytes.into())
            }
            Err(_) => return None,
        };
        if Packing::of(&blob).ok()? != Some(Packing::Zip) {
            return None;
        }
        Some(archive::recognise(Packing::Zip, &blob, self.inside.saturating_add(1)).ok()??.kind)
    }

    fn qf(&self) -> Option<Roots> {
        let enough = |names: &BTreeSet<&str>| {
            names.len().saturating_add(usize::from(names.contains("acquisition.json"))) >= ENOUGH_OF_QF
        };
        let seen = self.qf.iter().filter(|(_, names)| enough(names)).map(|(prefix, _)| prefix);
        let told = self.told.iter().filter_map(|told| match told {
            Told::Acquisition(prefix) => Some(prefix),
            _ => None,
        });
        let prefix = seen.chain(told).min_by_key(|prefix| (prefix.matches('/').count(), *prefix))?;
        Some(Roots::new(EvidenceKind::AndroidQf, Layout::AndroidQf, vec![(prefix.clone(), "")]))
    }

    fn filesystem(&self) -> Option<Roots> {
        let with = |enough: &dyn Fn(&BTreeSet<&str>) -> bool| -> Vec<(String, &'static str)> {
            self.device.iter().filter(|(_, signs)| enough(signs)).map(|(prefix, _)| (prefix.clone(), "")).collect()
        };
        let mut map = with(&|signs| SURE.iter().any(|sure| signs.contains(sure)));
        if map.is_empty() {
            let whole = |(names, sure): &(BTreeSet<&str>, bool)| *sure && names.len() >= 3;
            let bare = self.data.iter().filter(|(_, seen)| whole(seen));
            map.extend(bare.map(|(prefix, _)| (prefix.clone(), "data/")));
        }
        if map.is_empty() {
            map = with(&|signs| signs.contains("build.prop") || signs.len() >= 2);
        }
        (!map.is_empty()).then(|| Roots::new(EvidenceKind::AndroidFilesystem, Layout::AndroidFilesystem, map))
    }

    /// What it certainly is, whatever follows.
    pub(crate) fn certain(&self) -> Option<Roots> {
        let many = self.qf.values().any(|names| names.len() > ENOUGH_OF_QF);
        let sure = self.device.values().any(|signs| SURE.iter().any(|sure| signs.contains(sure)));
        if many {
            return self.qf();
        }
        self.filesystem().filter(|_| sure)
    }

    /// What the paths say, before anything that is a bug report by a name.
    pub(crate) fn collected(&self) -> Option<Roots> {
        self.qf()
    }

    /// What the paths say, after that.
    pub(crate) fn device(&self) -> Option<Roots> {
        self.filesystem()
    }

    /// What the content of files says.
    pub(crate) fn by_content(&self) -> Option<Roots> {
        let of = |take: &dyn Fn(&Told) -> Option<&String>| -> Option<String> {
            let paths = self.told.iter().filter_map(take);
            paths.min_by_key(|path| (path.matches('/').count(), *path)).cloned()
        };
        let named = |path: &str| self.told.contains(&Told::MainEntry(path.to_owned()));
        let main = of(&|told| match told {
            Told::Dumpstate(path) if named(path) => Some(path),
            _ => None,
        });
        let first = || {
            of(&|told| match told {
                Told::Dumpstate(path) => Some(path),
                _ => None,
            })
        };
        if let Some(path) = main.or_else(first) {
            let prefix = path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default().to_owned();
            let roots = Roots::new(EvidenceKind::AndroidBugreport, Layout::AndroidBugreport, vec![(prefix, "")]);
            return Some(roots.renamed(path, "dumpstate.txt"));
        }
        let whole = |kind, layout| Some(Roots::whole(kind, layout));
        if self.told.iter().any(|told| matches!(told, Told::IntrusionLog(_))) {
            return whole(EvidenceKind::AndroidIntrusionLogs, Layout::AndroidIntrusionLogs);
        }
        if self.told.iter().any(|told| matches!(told, Told::Bugreport(_))) {
            return whole(EvidenceKind::AndroidBugreport, Layout::AndroidBugreport);
        }
        None
    }

    /// Whether an intrusion log or the text of a bug report lies in the folder itself, not below it.
    pub(crate) fn tells_at_top(&self) -> bool {
        self.told.iter().any(|told| match told {
            Told::Dumpstate(path) => self.told.contains(&Told::MainEntry(path.clone())),
            Told::IntrusionLog(path) => !path.contains('/'),
            _ => false,
        })
    }
}

/// The beginning of a file; nothing of what cannot be read.
fn head(blob: &Blob) -> Vec<u8> {
    let mut head = Vec::new();
    if let Ok(reader) = blob.reader() {
        let _ = reader.take(HEAD_LIMIT).read_to_end(&mut head);
    }
    head
}

/// The path that a `main_entry.txt` names.
fn main_entry(prefix: &str, text: &[u8]) -> Option<String> {
    let target = name::clean(text.trim_ascii()).ok()??;
    Some(format!("{prefix}{target}"))
}

/// Whether this is what AndroidQF says of an acquisition.
fn is_acquisition(blob: &Blob) -> bool {
    #[derive(Deserialize)]
    struct Acquisition {
        #[serde(rename = "uuid")]
        _uuid: String,
        androidqf_version: Option<String>,
        storage_path: Option<String>,
    }
    serde_json::from_slice::<Acquisition>(&head(blob))
        .is_ok_and(|one| one.androidqf_version.is_some() || one.storage_path.is_some())
}
