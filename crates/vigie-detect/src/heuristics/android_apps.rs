//! Which packages an Android device has and where each came from: the question every heuristic about packages asks
//! first. What came with the system is never taken for something that somebody installed.
//!
//! The list is made once for all of them, while the evidence is read, and handed out before heuristics finish.
//!
//! Two lists answer it, and an acquisition may hold both: what the package service says (`Package`), and AndroidQF's own
//! list (`ListedPackage`). The first says more and is believed where it was read; neither depends on which comes first.

use std::collections::HashMap;

use vigie_artifacts::AnyRecord;
use vigie_artifacts::android::packages::Package;
use vigie_artifacts::androidqf::packages::ListedPackage;

/// More packages than this are not remembered, which is told; a device has a few hundred.
const MOST: usize = 100_000;

/// Stores of Google, of makers of phones, and of free software. The first name of Google's store is kept for old
/// devices.
const STORES: &[&str] = &[
    "app.accrescent.client",
    "app.grapheneos.apps",
    "com.amazon.venezia",
    "com.android.vending",
    "com.aurora.store",
    "com.bbk.appstore",
    "com.google.android.feedback",
    "com.heytap.market",
    "com.hihonor.appmarket",
    "com.huawei.appmarket",
    "com.lenovo.leos.appstore",
    "com.oppo.market",
    "com.sec.android.app.samsungapps",
    "com.transsnet.store",
    "com.vivo.appstore",
    "com.xiaomi.market",
    "com.xiaomi.mipicks",
    "org.fdroid.basic",
    "org.fdroid.fdroid",
    "ru.vk.store",
];

/// What asks the owner before a file is installed.
const BY_HAND: &[&str] = &[
    "com.android.packageinstaller",
    "com.google.android.packageinstaller",
    "com.miui.packageinstaller",
    "com.samsung.android.packageinstaller",
];

/// Browsers that makers put on phones. What they installed, somebody downloaded.
const BROWSERS: &[&str] = &[
    "com.android.browser",
    "com.android.chrome",
    "com.huawei.browser",
    "com.mi.globalbrowser",
    "com.opera.browser",
    "com.sec.android.app.sbrowser",
    "org.mozilla.firefox",
];

/// The shell of a computer on the cable (`adb install`).
const SHELL: &str = "com.android.shell";

/// The system itself is a package of this name.
const FRAMEWORK: &str = "android";

/// Where code of the system lies.
const SYSTEM_FOLDERS: &[&str] = &["/apex/", "/odm/", "/oem/", "/product/", "/system/", "/system_ext/", "/vendor/"];

/// Where a package came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// With the system.
    System,
    /// From a store.
    Store,
    /// Installed by another part of the system: management, moving from an old phone, a maker's own store.
    Maker,
    /// Installed by an application that is neither a store nor part of the system.
    App,
    /// A file that somebody opened on the device.
    Hand,
    /// Over a cable, by a computer.
    Cable,
    /// Nobody is named.
    Nobody,
    /// The list of packages does not say.
    Unknown,
}

impl Origin {
    /// For a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Store => "store",
            Self::Maker => "maker",
            Self::App => "app",
            Self::Hand => "hand",
            Self::Cable => "cable",
            Self::Nobody => "nobody",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it came past every store and past the maker of the device.
    pub(super) fn is_sideloaded(self) -> bool {
        matches!(self, Self::App | Self::Hand | Self::Cable | Self::Nobody)
    }
}

/// What one list says of a package.
#[derive(Default)]
struct Told {
    /// What its own entry says; of several, only what all of them say: an application can forge one.
    system: Option<bool>,
    /// It stands among the versions of the system that an update hides.
    hidden_system: bool,
    /// Whether it says who installed it, or that nobody is named; without that nothing is known of the origin.
    flagged: bool,
    /// Its entry contradicts itself: nothing is believed of the origin.
    disputed: bool,
    installed: bool,
    uid: Option<i64>,
    installer: Option<String>,
    initiating: Option<String>,
}

impl Told {
    fn is_system(&self) -> bool {
        self.system.unwrap_or(self.hidden_system)
    }

    fn note_system(&mut self, system: bool) {
        self.system = Some(self.system.unwrap_or(true) && system);
    }

    /// Of two lists of one sort, the later one says who installed it where it says so.
    fn merge(&mut self, later: Self) {
        if let Some(system) = later.system {
            self.note_system(system);
        }
        self.hidden_system |= later.hidden_system;
        self.flagged |= later.flagged;
        self.disputed |= later.disputed;
        self.installed |= later.installed;
        self.uid = self.uid.or(later.uid);
        if later.installer.is_some() || later.initiating.is_some() {
            (self.installer, self.initiating) = (later.installer, later.initiating);
        }
    }
}

/// What both lists say.
#[derive(Default)]
struct Listed {
    service: Option<Told>,
    list: Option<Told>,
}

impl Listed {
    fn all(&self) -> impl Iterator<Item = &Told> {
        self.service.iter().chain(&self.list)
    }

    fn is_system(&self) -> bool {
        self.all().any(Told::is_system)
    }

    /// The list that knows the origin.
    fn origin(&self) -> Option<&Told> {
        self.all().find(|told| told.flagged && !told.disputed)
    }
}

/// Whether what installed a package is a store.
pub(super) fn is_store(installer: &str) -> bool {
    STORES.contains(&installer)
}

fn in_system(path: &str) -> bool {
    SYSTEM_FOLDERS.iter().any(|folder| path.starts_with(folder))
}

fn note_package(told: &mut Told, package: &Package) {
    if package.hidden_system {
        told.hidden_system = true;
    } else {
        told.note_system(package.is_system() || package.code_path.as_deref().is_some_and(in_system));
    }
    told.flagged |= !package.flags.is_empty();
    told.disputed |= package.disputed;
    told.installed |= package.is_installed();
    told.uid = told.uid.or(package.uid);
    if !package.hidden_system {
        told.installer.clone_from(&package.installer);
        told.initiating.clone_from(&package.initiating);
    }
}

fn note_listed(told: &mut Told, package: &ListedPackage) {
    told.note_system(package.system || package.files.iter().any(|file| in_system(&file.path)));
    // What is removed is in neither list of what is there, and then nothing says whether it came with the system.
    told.flagged |= package.installer_told && package.is_installed();
    told.installed |= package.is_installed();
    told.uid = told.uid.or(package.uid);
    if package.installer.is_some() {
        told.installer.clone_from(&package.installer);
    }
}

/// The packages of a device: see the module.
#[derive(Default)]
pub struct Roster {
    by_name: HashMap<String, Listed>,
    beyond: u64,
}

impl Roster {
    /// Whether an artifact lists packages: records of others need not be shown.
    pub fn is_made_of(artifact: &str) -> bool {
        ["android_packages", "android_packages_xml", "androidqf_packages"].contains(&artifact)
    }

    /// Remembers a record, if it is one of a package.
    pub fn note(&mut self, record: &dyn AnyRecord) {
        if let Some(package) = record.as_any().downcast_ref::<Package>() {
            if let Some(listed) = self.entry(&package.name) {
                note_package(listed.service.get_or_insert_default(), package);
            }
        } else if let Some(package) = record.as_any().downcast_ref::<ListedPackage>()
            && let Some(listed) = self.entry(&package.name)
        {
            note_listed(listed.list.get_or_insert_default(), package);
        }
    }

    /// Adds what another artifact lists.
    pub fn merge(&mut self, other: Self) {
        self.beyond = self.beyond.saturating_add(other.beyond);
        if self.by_name.is_empty() {
            self.by_name = other.by_name;
            return;
        }
        // In order, so that of too many the same are not remembered each time.
        let mut others: Vec<_> = other.by_name.into_iter().collect();
        others.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        for (name, listed) in others {
            let Some(mine) = self.entry(&name) else { continue };
            for (mine, other) in [(&mut mine.service, listed.service), (&mut mine.list, listed.list)] {
                match (mine, other) {
                    (Some(mine), Some(other)) => mine.merge(other),
                    (mine, Some(other)) => *mine = Some(other),
                    (_, None) => {}
                }
            }
        }
    }

    /// How many records were not remembered, because there were too many.
    pub fn beyond(&self) -> u64 {
        self.beyond
    }

    fn entry(&mut self, name: &str) -> Option<&mut Listed> {
        let is_full = self.by_name.len() >= MOST;
        if !self.by_name.contains_key(name) {
            if is_full {
                self.beyond = self.beyond.saturating_add(1);
                return None;
            }
            self.by_name.insert(name.to_owned(), Listed::default());
        }
        self.by_name.get_mut(name)
    }

    /// Where a package came from.
    pub(super) fn origin(&self, name: &str) -> Origin {
        let Some(listed) = self.by_name.get(name) else { return Origin::Unknown };
        if listed.is_system() {
            return Origin::System;
        }
        let Some(told) = listed.origin() else { return Origin::Unknown };
        match told.installer.as_deref() {
            Some(SHELL) => Origin::Cable,
            None if told.initiating.as_deref() == Some(SHELL) => Origin::Cable,
            None => Origin::Nobody,
            Some(installer) if is_store(installer) => Origin::Store,
            Some(installer) if BY_HAND.contains(&installer) => Origin::Hand,
            Some(installer) if BROWSERS.contains(&installer) => Origin::App,
            Some(installer) if self.by_name.get(installer).is_some_and(Listed::is_system) => Origin::Maker,
            Some(_) => Origin::App,
        }
    }

    /// Who installed it, for a sentence.
    pub(super) fn installer(&self, name: &str) -> &str {
        self.by_name.get(name).and_then(Listed::origin).and_then(|told| told.installer.as_deref()).unwrap_or("-")
    }

    /// Whether a package is listed, for whatever user.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Whether the system itself is listed. A list without it was cut off, if there is one at all.
    pub(super) fn has_system(&self) -> bool {
        self.has(FRAMEWORK)
    }

    /// Whether a user has it installed.
    pub(super) fn is_installed(&self, name: &str) -> bool {
        self.by_name.get(name).is_some_and(|listed| listed.all().any(|told| told.installed))
    }

    /// The packages of a user id of the kernel, in order. Above 100000 it is one of another user of the device.
    pub(super) fn of_uid(&self, uid: i64) -> impl Iterator<Item = &str> {
        let app = uid.rem_euclid(100_000);
        let same = move |told: &Told| told.uid.is_some_and(|uid| uid.rem_euclid(100_000) == app);
        let listed = self.by_name.iter().filter(move |(_, listed)| listed.all().any(same));
        let mut names: Vec<_> = listed.map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// Whether the list says to which user ids its packages belong.
    pub(super) fn knows_uids(&self) -> bool {
        let known = self.by_name.values().filter(|listed| listed.all().any(|told| told.uid.is_some())).count();
        known > 0 && known >= self.by_name.len().div_euclid(2)
    }

    /// How many are listed.
    pub(super) fn len(&self) -> usize {
        self.by_name.len()
    }
}
