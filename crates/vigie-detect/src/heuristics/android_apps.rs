//! Which packages an Android device has and where each came from: the question every heuristic about packages asks
//! first. What came with the system is never taken for something that somebody installed.

use std::collections::BTreeMap;

use vigie_artifacts::android::packages::Package;

/// More packages than this are not remembered; a device has a few hundred.
const MOST: usize = 20_000;

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

#[derive(Default)]
struct Listed {
    system: bool,
    /// Its flags were read; without them nothing is known.
    flagged: bool,
    installed: bool,
    uid: Option<i64>,
    installer: Option<String>,
    initiating: Option<String>,
}

/// The packages of a device.
#[derive(Default)]
pub(super) struct Roster {
    by_name: BTreeMap<String, Listed>,
}

impl Roster {
    /// Remembers a package.
    pub(super) fn note(&mut self, package: &Package) {
        if !self.by_name.contains_key(&package.name) && self.by_name.len() >= MOST {
            return;
        }
        let listed = self.by_name.entry(package.name.clone()).or_default();
        let in_system = |path: &String| SYSTEM_FOLDERS.iter().any(|folder| path.starts_with(folder));
        listed.system |=
            package.hidden_system || package.is_system() || package.code_path.as_ref().is_some_and(in_system);
        listed.flagged |= !package.flags.is_empty();
        listed.installed |= package.is_installed();
        listed.uid = listed.uid.or(package.uid);
        if !package.hidden_system {
            listed.installer.clone_from(&package.installer);
            listed.initiating.clone_from(&package.initiating);
        }
    }

    /// Where a package came from.
    pub(super) fn origin(&self, name: &str) -> Origin {
        let Some(listed) = self.by_name.get(name) else { return Origin::Unknown };
        if listed.system {
            return Origin::System;
        }
        if !listed.flagged {
            return Origin::Unknown;
        }
        match listed.installer.as_deref() {
            Some(SHELL) => Origin::Cable,
            None if listed.initiating.as_deref() == Some(SHELL) => Origin::Cable,
            None => Origin::Nobody,
            Some(installer) if STORES.contains(&installer) => Origin::Store,
            Some(installer) if BY_HAND.contains(&installer) => Origin::Hand,
            Some(installer) if BROWSERS.contains(&installer) => Origin::App,
            Some(installer) if self.by_name.get(installer).is_some_and(|of| of.system) => Origin::Maker,
            Some(_) => Origin::App,
        }
    }

    /// Who installed it, for a sentence.
    pub(super) fn installer(&self, name: &str) -> &str {
        self.by_name.get(name).and_then(|listed| listed.installer.as_deref()).unwrap_or("-")
    }

    /// Whether a package is listed, for whatever user.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Whether a user has it installed.
    pub(super) fn is_installed(&self, name: &str) -> bool {
        self.by_name.get(name).is_some_and(|listed| listed.installed)
    }

    /// The packages of a user id of the kernel. Above 100000 it is one of another user of the device.
    pub(super) fn of_uid(&self, uid: i64) -> impl Iterator<Item = &str> {
        let app = uid.rem_euclid(100_000);
        let same = move |listed: &&Listed| listed.uid.is_some_and(|uid| uid.rem_euclid(100_000) == app);
        self.by_name.iter().filter(move |(_, listed)| same(listed)).map(|(name, _)| name.as_str())
    }

    /// How many are listed.
    pub(super) fn len(&self) -> usize {
        self.by_name.len()
    }
}
