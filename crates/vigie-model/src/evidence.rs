//! What the evidence is: its kind, its layout, the device it came from.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// How paths are laid out in a piece of evidence. Artifacts declare their paths per layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Layout {
    /// `Domain/relative/path` as in the manifest of an iTunes or Finder backup; the files that describe the
    /// backup itself stand at the root (`Info.plist`).
    IosBackup,
    /// Device paths without leading slash (`private/var/mobile/…`).
    IosFilesystem,
    /// Paths below the one top folder of a sysdiagnose archive (`ps.txt`, `system_logs.logarchive/Extra/…`).
    IosSysdiagnose,
    /// Paths inside a folder of crash reports copied from an iOS device (`*.ips`, at any depth).
    IosCrashReports,
    /// Paths inside an Android bug report (`bugreport-….txt`, `FS/data/tombstones/…`). A bare `dumpstate` or
    /// `dumpsys` text is a bug report of one file.
    AndroidBugreport,
    /// Paths below the root of an AndroidQF acquisition (`packages.json`, `logs/…`).
    AndroidQf,
    /// Paths inside an `adb backup` (`apps/PACKAGE/d_f/…`).
    AndroidBackup,
    /// Paths inside an export of Android's intrusion logging (`*.txt`, one JSON object a line).
    AndroidIntrusionLogs,
    /// Device paths without leading slash (`data/system/packages.xml`).
    AndroidFilesystem,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 9] = [
        Self::IosBackup,
        Self::IosFilesystem,
        Self::IosSysdiagnose,
        Self::IosCrashReports,
        Self::AndroidBugreport,
        Self::AndroidQf,
        Self::AndroidBackup,
        Self::AndroidIntrusionLogs,
        Self::AndroidFilesystem,
    ];

    /// The name used in JSON, docs and snapshots.
    pub fn name(self) -> &'static str {
        match self {
            Self::IosBackup => "ios_backup",
            Self::IosFilesystem => "ios_filesystem",
            Self::IosSysdiagnose => "ios_sysdiagnose",
            Self::IosCrashReports => "ios_crash_reports",
            Self::AndroidBugreport => "android_bugreport",
            Self::AndroidQf => "android_qf",
            Self::AndroidBackup => "android_backup",
            Self::AndroidIntrusionLogs => "android_intrusion_logs",
            Self::AndroidFilesystem => "android_filesystem",
        }
    }
}

/// What was acquired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EvidenceKind {
    /// An iTunes or Finder backup.
    IosBackup,
    /// An iOS file system or a part of one.
    IosFilesystem,
    /// A sysdiagnose of an iOS device.
    IosSysdiagnose,
    /// Crash reports of an iOS device.
    IosCrashReports,
    /// A bug report of an Android device, or the text of one.
    AndroidBugreport,
    /// What AndroidQF collected of a device.
    AndroidQf,
    /// An `adb backup` of an Android device.
    AndroidBackup,
    /// An export of Android's intrusion logging.
    AndroidIntrusionLogs,
    /// An Android file system or a part of one.
    AndroidFilesystem,
    /// A single app for Android, as its file.
    AndroidApp,
    /// An archive that is encrypted as a whole. Only a candidate is of this kind: opened, it is what lies in it.
    EncryptedArchive,
}

impl EvidenceKind {
    /// The name used in JSON; with `kind-` before it and hyphens, that of its sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::IosBackup => "ios_backup",
            Self::IosFilesystem => "ios_filesystem",
            Self::IosSysdiagnose => "ios_sysdiagnose",
            Self::IosCrashReports => "ios_crash_reports",
            Self::AndroidBugreport => "android_bugreport",
            Self::AndroidQf => "android_qf",
            Self::AndroidBackup => "android_backup",
            Self::AndroidIntrusionLogs => "android_intrusion_logs",
            Self::AndroidFilesystem => "android_filesystem",
            Self::AndroidApp => "android_app",
            Self::EncryptedArchive => "encrypted_archive",
        }
    }

    /// Whether the device runs iOS or iPadOS.
    pub fn is_ios(self) -> bool {
        matches!(self, Self::IosBackup | Self::IosFilesystem | Self::IosSysdiagnose | Self::IosCrashReports)
    }

    /// The id of the sentence that says what it is.
    pub fn sentence(self) -> String {
        format!("kind-{}", self.name().replace('_', "-"))
    }
}

/// The device, as far as the evidence names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The name its owner gave it.
    pub name: Option<String>,
    /// Model in words (`iPhone 13`), when the identifier is known.
    pub model: Option<String>,
    /// Model identifier (`iPhone14,5`).
    pub product_type: Option<String>,
    /// Operating system (`iOS`, `iPadOS`).
    pub os: Option<String>,
    /// Version (`17.5.1`).
    pub os_version: Option<String>,
    /// Build (`21F90`).
    pub os_build: Option<String>,
    /// Android's security patch level (`2026-03-05`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security_patch: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Unique device id.
    pub udid: Option<String>,
}

/// A piece of evidence as told on screen and in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceInfo {
    /// What was acquired.
    pub kind: EvidenceKind,
    /// How its paths are laid out.
    pub layout: Layout,
    /// Hexadecimal SHA-256 that identifies it: of the manifest for a backup, of the sorted list of paths and sizes
    /// for a folder.
    pub id: String,
    /// What the id is the hash of, in words.
    pub id_of: String,
    /// The device.
    pub device: Device,
    /// When the backup was made, if stated.
    pub made: Option<Timestamp>,
    /// Files in it.
    pub files: u64,
    /// Whether it was acquired encrypted, and decrypted while it was read.
    #[serde(default)]
    pub encrypted: bool,
}
