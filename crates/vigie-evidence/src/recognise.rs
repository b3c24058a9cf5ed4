//! What a list of paths is the list of: content decides, not the name of a folder or archive. Also where the root of
//! the device lies in it, since each tool puts other folders before it.
//!
//! Layouts: GrayKey and libimobiledevice tools write `private/var/…`; Cellebrite UFED writes `/private/var/…`, or
//! `filesystem1/…` for the system and `filesystem2/…` for the data partition, which is `/private/var`.
//! Others: iLEAPP's path patterns, MVT `check-fs`, EC-DIGIT-CSIRC/sysdiagnose.

use std::collections::{BTreeMap, BTreeSet};

use vigie_model::{EvidenceKind, Layout};

use crate::Blob;
use crate::nested::may_be_nested;
use crate::recognise_android::Android;
use crate::recognise_loose::{self, Loose};
use crate::single::{is_event_file, named_as_log};

/// Folders of `/private/var` of which one is always there.
const OF_VAR: &[&str] = &["mobile", "root", "wireless", "preferences", "db", "containers"];
/// Further ones, that make a folder without that name `/private/var`.
const ALSO_OF_VAR: &[&str] = &["Keychains", "keybags", "installd", "logs", "MobileDevice", "MobileAsset", "tmp", "run"];
/// Those that a Mac or another Unix may have, too.
const OF_ANY_VAR: &[&str] = &["root", "db"];
/// Files and folders at the top of a sysdiagnose; two of them make one.
const OF_SYSDIAGNOSE: &[&str] = &[
    "sysdiagnose.log",
    "system_logs.logarchive",
    "crashes_and_spins",
    "remotectl_dumpstate.txt",
    "ps.txt",
    "ps_thread.txt",
    "taskinfo.txt",
    "taskSummary.csv",
    "spindump-nosymbols.txt",
    "shutdownlogs",
    "summaries",
    "WiFi",
    "swcutil_show.txt",
    "logdata.statistics.0.txt",
    "tailspin-info.txt",
    "uuid_map.txt",
];
/// Folders that may stand before a root.
pub(crate) const DEEP: usize = 4;

/// Where the device's root lies: what to take from the beginning of a path, and what to put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Roots {
    pub(crate) kind: EvidenceKind,
    pub(crate) layout: Layout,
    /// Longest first; what lies below none of them is not of the device.
    map: Vec<(String, &'static str)>,
    /// One file that has another name than artifacts look for, and that name.
    renamed: Option<(String, &'static str)>,
}

impl Roots {
    pub(crate) fn new(kind: EvidenceKind, layout: Layout, mut map: Vec<(String, &'static str)>) -> Self {
        map.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Self { kind, layout, map, renamed: None }
    }

    /// The same, with one file under another name.
    pub(crate) fn renamed(mut self, from: String, to: &'static str) -> Self {
        self.renamed = Some((from, to));
        self
    }

    /// All paths as they are.
    pub(crate) fn whole(kind: EvidenceKind, layout: Layout) -> Self {
        Self::new(kind, layout, vec![(String::new(), "")])
    }

    /// The path in the layout. `None` for what is not of the device, and for the folders above its root.
    pub(crate) fn place(&self, path: &str) -> Option<String> {
        if let Some((_, to)) = self.renamed.as_ref().filter(|(from, _)| from == path) {
            return Some((*to).to_owned());
        }
        self.map.iter().find_map(|(strip, add)| {
            let rest = path.strip_prefix(strip.as_str())?;
            // `var` is a link to `private/var` on the device; some tools keep only the link's name.
            let rest = if self.layout == Layout::IosFilesystem && add.is_empty() && rest.starts_with("var/") {
                format!("private/{rest}")
            } else {
                format!("{add}{rest}")
            };
            (!rest.is_empty()).then_some(rest)
        })
    }

    /// The path of a file in the layout, and its own path where it has another name there. Of intrusion logs nothing
    /// but logs, and what may be evidence beside them, is of the device.
    pub(crate) fn place_file(&self, path: &str) -> Option<(String, Option<String>)> {
        let placed = self.place(path)?;
        let placed = named_as_log(self.layout, &placed).unwrap_or(placed);
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        if self.layout == Layout::AndroidIntrusionLogs
            && !is_event_file(&placed)
            && !may_be_nested(self.layout, &placed)
        {
            return None;
        }
        let stored_as = (name(&placed) != name(path)).then(|| path.to_owned());
        Some((placed, stored_as))
    }

    /// Whether it is of a kind that has no root of its own. What is of another kind beside it comes first.
    pub(crate) fn is_loose(&self) -> bool {
        recognise_loose::layout(self.kind).is_some()
    }

    /// Whether the root is that of the folder or archive itself.
    pub(crate) fn is_at_top(&self) -> bool {
        self.map.iter().all(|(strip, _)| strip.is_empty())
    }

    /// Whether a file has another name than artifacts look for.
    pub(crate) fn is_renamed(&self) -> bool {
        self.renamed.is_some()
    }

    /// Whether the roots are the two partitions that Cellebrite writes beside each other.
    pub(crate) fn is_in_partitions(&self) -> bool {
        self.map.iter().all(|(strip, _)| matches!(strip.as_str(), "filesystem1/" | "filesystem2/"))
    }

    /// The same below a folder that only the name of the evidence told.
    pub(crate) fn moved(mut self, add: &'static str) -> Self {
        self.map = vec![(String::new(), add)];
        self
    }

    /// The one folder before everything, without its slash: a sysdiagnose is named in it.
    pub(crate) fn top(&self) -> Option<&str> {
        self.map.first().and_then(|(strip, _)| strip.strip_suffix('/')).and_then(|path| path.rsplit('/').next())
    }
}

/// Looks at one path after the other.
#[derive(Debug, Default)]
pub(crate) struct Recogniser {
    /// Beginnings before `private/var`, or before the `var` that stands for it.
    device: BTreeSet<String>,
    /// Whether one of them has a folder that only iOS has.
    is_ios: bool,
    var: BTreeMap<String, BTreeSet<&'static str>>,
    sysdiagnose: BTreeMap<String, BTreeSet<&'static str>>,
    backup: BTreeMap<String, (bool, bool)>,
    /// Beginnings before the text of a bug report.
    bugreports: BTreeSet<String>,
    reports: bool,
    pub(crate) android: Android,
    loose: Loose,
}

/// The known name a text is.
pub(crate) fn known(names: &[&'static str], text: &str) -> Option<&'static str> {
    names.iter().copied().find(|name| *name == text)
}

impl Recogniser {
    /// One path, of a file or folder. `is_folder` when it is known to be one.
    pub(crate) fn see(&mut self, path: &str, is_folder: bool) {
        self.loose.see(path, is_folder);
        if self.android.see(path, is_folder) {
            return;
        }
        let mut before = 0usize;
        let mut parts = path.split('/').peekable();
        for depth in 0..=DEEP {
            let Some(part) = parts.next() else { break };
            let prefix = path.get(..before).unwrap_or_default();
            before = before.saturating_add(part.len()).saturating_add(1);
            let next = parts.peek().copied();
            // A last component is a folder only when it is told to be.
            let leads_on = |name: &str| next == Some(name) && (parts.clone().nth(1).is_some() || is_folder);
            if part == "private" && next == Some("var") {
                let child = parts.clone().nth(1).and_then(|name| known(OF_VAR, name));
                if let Some(child) = child {
                    self.device.insert(prefix.to_owned());
                    self.is_ios |= !OF_ANY_VAR.contains(&child);
                }
                break;
            }
            if part == "var"
                && let Some(child) = OF_VAR.iter().find(|name| leads_on(name))
            {
                self.device.insert(prefix.to_owned());
                self.is_ios |= !OF_ANY_VAR.contains(child);
                break;
            }
            if depth <= 2 {
                self.see_names(prefix, part, next.is_some() || is_folder);
            }
        }
        self.reports |= !is_folder && is_report(path);
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        if !is_folder && is_dumpstate(name) && folder.split('/').count() <= 2 {
            let slash = if folder.is_empty() { "" } else { "/" };
            self.bugreports.insert(format!("{folder}{slash}"));
        }
    }

    fn see_names(&mut self, prefix: &str, part: &str, is_folder: bool) {
        if is_folder && let Some(name) = known(OF_VAR, part).or_else(|| known(ALSO_OF_VAR, part)) {
            self.var.entry(prefix.to_owned()).or_default().insert(name);
        }
        if let Some(name) = known(OF_SYSDIAGNOSE, part) {
            self.sysdiagnose.entry(prefix.to_owned()).or_default().insert(name);
        }
        if !is_folder && matches!(part, "Manifest.db" | "Manifest.mbdb" | "Info.plist" | "Status.plist") {
            let seen = self.backup.entry(prefix.to_owned()).or_default();
            if part.starts_with("Manifest") {
                seen.0 = true;
            } else {
                seen.1 = true;
            }
        }
    }

    fn filesystem(&self) -> Option<Roots> {
        // `/private/var/db` of a Mac, `/var/db` of others.
        if !self.is_ios && self.loose.is_computer() {
            return None;
        }
        let mut map: Vec<(String, &'static str)> = self.device.iter().map(|prefix| (prefix.clone(), "")).collect();
        // `…/var` without its name: the data partition alone.
        let is_var = |names: &BTreeSet<&str>| names.contains("mobile") && names.len() >= 3;
        let inside = |prefix: &str| {
            self.device.iter().any(|root| prefix.strip_prefix(root.as_str()).is_some_and(|rest| rest.contains("var/")))
        };
        let bare = self.var.iter().filter(|(prefix, names)| is_var(names) && !inside(prefix));
        map.extend(bare.map(|(prefix, _)| (prefix.clone(), "private/var/")));
        if map.is_empty() {
            return None;
        }
        // The system partition beside the data partition, as Cellebrite writes them.
        for (prefix, _) in map.clone() {
            if let Some(before) = prefix.strip_suffix("filesystem2/") {
                map.push((format!("{before}filesystem1/"), ""));
            }
        }
        map.sort();
        map.dedup_by(|a, b| a.0 == b.0);
        Some(Roots::new(EvidenceKind::IosFilesystem, Layout::IosFilesystem, map))
    }

    fn backup(&self) -> Option<Roots> {
        let (prefix, _) = self.backup.iter().find(|(_, seen)| **seen == (true, true))?;
        Some(Roots::new(EvidenceKind::IosBackup, Layout::IosBackup, vec![(prefix.clone(), "")]))
    }

    fn sysdiagnose(&self, enough: usize) -> Option<Roots> {
        let named = |prefix: &str| prefix.rsplit('/').nth(1).is_some_and(|top| top.starts_with("sysdiagnose_"));
        let found = self.sysdiagnose.iter().find(|(prefix, seen)| seen.len() >= enough || named(prefix))?;
        Some(Roots::new(EvidenceKind::IosSysdiagnose, Layout::IosSysdiagnose, vec![(found.0.clone(), "")]))
    }

    /// Of several, the one with the fewest folders before it.
    fn bugreport(&self) -> Option<Roots> {
        let prefix = self.bugreports.iter().min_by_key(|prefix| (prefix.split('/').count(), *prefix))?;
        Some(Roots::new(EvidenceKind::AndroidBugreport, Layout::AndroidBugreport, vec![(prefix.clone(), "")]))
    }

    /// What it certainly is, whatever follows.
    pub(crate) fn certain(&self) -> Option<Roots> {
        if self.is_ios {
            return self.filesystem();
        }
        self.backup().or_else(|| self.sysdiagnose(3)).or_else(|| self.android.certain())
    }

    /// What all paths together say.
    fn by_paths(&self) -> Option<Roots> {
        // A Mac keeps the same reports.
        let reports = || {
            (self.reports && !self.loose.is_mac())
                .then(|| Roots::whole(EvidenceKind::IosCrashReports, Layout::IosCrashReports))
        };
        let ios = self.filesystem().or_else(|| self.backup()).or_else(|| self.sysdiagnose(2));
        let android = || self.android.collected().or_else(|| self.bugreport()).or_else(|| self.android.device());
        ios.or_else(android).or_else(reports)
    }

    /// What it is, when all paths were seen. Where they do not tell, `blob` is asked for files whose beginning may.
    pub(crate) fn finish(&mut self, blob: &mut dyn FnMut(&str) -> Option<Blob>) -> Option<Roots> {
        if let Some(roots) = self.by_paths() {
            return Some(roots);
        }
        for path in self.android.questions() {
            if let Some(blob) = blob(&path) {
                self.android.answer(&path, &blob);
            }
        }
        self.android.collected().or_else(|| self.android.by_content()).or_else(|| self.loose.roots())
    }
}

/// Whether a file name is one that Android or a vendor gives to the text of a bug report: `bugreport-BUILD-DATE.txt`
/// (AOSP), `dumpState_MODEL_DATE.log` (Samsung), `dumpstate.txt` and `dumpstate-DATE.txt` (older ones).
pub fn is_dumpstate(name: &str) -> bool {
    let between = |start: &str, end: &str| name.starts_with(start) && name.ends_with(end);
    name == "dumpstate.txt"
        || between("bugreport-", ".txt")
        || between("dumpstate-", ".txt")
        || between("dumpState_", ".log")
}

/// Whether a name is that of a crash report.
pub(crate) fn is_report(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    [".ips", ".ips.ca", ".ips.synced", ".ips.beta"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(paths: &[&str]) -> Option<Roots> {
        let mut seen = Recogniser::default();
        for path in paths {
            seen.see(path, false);
        }
        seen.finish(&mut |_| None)
    }

    fn placed(paths: &[&str]) -> Vec<Option<String>> {
        let roots = roots(paths).unwrap();
        paths.iter().map(|path| roots.place(path)).collect()
    }

    #[test]
    fn file_systems_of_every_tool_become_device_paths() {
        assert_eq!(
            placed(&["private/var/mobile/Library/SMS/sms.db", "System/Library/x"]),
            [Some("private/var/mobile/Library/SMS/sms.db".to_owned()), Some("System/Library/x".to_owned())]
        );
        assert_eq!(
            placed(&["dump/files/private/var/db/x", "dump/log.txt"]),
            [Some("private/var/db/x".to_owned()), None]
        );
        assert_eq!(placed(&["var/mobile/x"]), [Some("private/var/mobile/x".to_owned())]);
        assert_eq!(
            placed(&[
                "filesystem1/System/Library/x",
                "filesystem2/mobile/Library/x",
                "filesystem2/db/x",
                "filesystem2/wireless/x",
                "extra/report.xml"
            ]),
            [
                Some("System/Library/x".to_owned()),
                Some("private/var/mobile/Library/x".to_owned()),
                Some("private/var/db/x".to_owned()),
                Some("private/var/wireless/x".to_owned()),
                None
            ]
        );
        assert_eq!(placed(&["filesystem1/private/var/mobile/x"]), [Some("private/var/mobile/x".to_owned())]);
    }

    #[test]
    fn others_are_told_by_their_content() {
        let kind = |paths: &[&str]| roots(paths).map(|roots| roots.kind);
        let top = "sysdiagnose_2026.01.02_03-04-05+0100_iPhone-OS_iPhone_22A1";
        assert_eq!(kind(&[&format!("{top}/ps.txt")]), Some(EvidenceKind::IosSysdiagnose));
        assert_eq!(kind(&["x/ps.txt", "x/sysdiagnose.log"]), Some(EvidenceKind::IosSysdiagnose));
        assert_eq!(kind(&["ps.txt"]), None);
        assert_eq!(kind(&["b/Manifest.db", "b/Info.plist"]), Some(EvidenceKind::IosBackup));
        assert_eq!(kind(&["a/b.ips"]), Some(EvidenceKind::IosCrashReports));
        let bugreport = ["FS/data/anr/x", "bugreport-p-1-2024-05-12-18-30-00.txt", "main_entry.txt"];
        assert_eq!(kind(&bugreport), Some(EvidenceKind::AndroidBugreport));
        assert_eq!(kind(&["x/dumpState_S911BXXU3_20.log"]), Some(EvidenceKind::AndroidBugreport));
        assert_eq!(kind(&["bugreport-notes.pdf", "a/b/c/dumpstate.txt"]), None);
        assert_eq!(kind(&["holiday/1.jpg", "private/notes"]), None);
        assert_eq!(kind(&["private/var/db/x", "Users/a/Library/x", "a.ips"]), Some(EvidenceKind::MacFiles));
        assert_eq!(kind(&["private/var/db/x", "private/var/root/x"]), Some(EvidenceKind::IosFilesystem));
        assert_eq!(kind(&["C/Windows/System32/config/SYSTEM"]), Some(EvidenceKind::WindowsTriage));
    }
}
