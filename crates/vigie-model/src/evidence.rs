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
    /// Files of a Windows computer, wherever the tool that collected them put them (`C/Windows/System32/…`,
    /// `uploads/auto/C%3A/…`, or loose). Declared paths begin with `**/` and meet names in any case.
    Windows,
    /// Files of a Linux computer, below any folder. Declared paths begin with `**/`.
    Linux,
    /// Files of a Mac, below any folder. Declared paths begin with `**/`.
    MacOs,
    /// Captures and logs of a network. Declared paths begin with `**/` and meet names in any case.
    Network,
    /// Messages and mailboxes. Declared paths begin with `**/` and meet names in any case.
    Mail,
    /// Any files. Declared paths begin with `**/` and meet names in any case.
    Files,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 15] = [
        Self::IosBackup,
        Self::IosFilesystem,
        Self::IosSysdiagnose,
        Self::IosCrashReports,
        Self::AndroidBugreport,
        Self::AndroidQf,
        Self::AndroidBackup,
        Self::AndroidIntrusionLogs,
        Self::AndroidFilesystem,
        Self::Windows,
        Self::Linux,
        Self::MacOs,
        Self::Network,
        Self::Mail,
        Self::Files,
    ];

    /// Whether names are met in any case: Windows does not tell them apart, and logs and captures are named by hand.
    pub fn ignores_case(self) -> bool {
        matches!(self, Self::Windows | Self::Network | Self::Mail | Self::Files)
    }

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
            Self::Windows => "windows",
            Self::Linux => "linux",
            Self::MacOs => "macos",
            Self::Network => "network",
            Self::Mail => "mail",
            Self::Files => "files",
        }
    }
}

/// What artifacts and evidence are of: a system, or what is looked at without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// iOS and iPadOS.
    Ios,
    /// Android.
    Android,
    /// Windows.
    Windows,
    /// Linux.
    Linux,
    /// macOS.
    MacOs,
    /// What went over a network.
    Network,
    /// Messages.
    Mail,
    /// Files of whatever origin.
    Files,
}

impl System {
    /// The systems that an artifact is of; its id names them first. `unix` is Linux and macOS.
    pub fn of_artifact(id: &str) -> &'static [Self] {
        // `androidqf_packages` has more than the name.
        if id.starts_with("android") {
            return &[Self::Android];
        }
        match id.split('_').next() {
            Some("windows") => &[Self::Windows],
            Some("linux") => &[Self::Linux],
            Some("macos") => &[Self::MacOs],
            Some("unix") => &[Self::Linux, Self::MacOs],
            Some("network") => &[Self::Network],
            Some("mail") => &[Self::Mail],
            Some("files") => &[Self::Files],
            _ => &[Self::Ios],
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
    /// What a triage tool collected of a Windows computer, a volume of one, or some of its files.
    WindowsTriage,
    /// Files of a Linux computer.
    LinuxFiles,
    /// Files of a Mac.
    MacFiles,
    /// Captures and logs of a network.
    NetworkCapture,
    /// Messages and mailboxes.
    Mailbox,
    /// Files of whatever origin. Recognised as an image of a disk alone; else who examines says so.
    Files,
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
            Self::WindowsTriage => "windows_triage",
            Self::LinuxFiles => "linux_files",
            Self::MacFiles => "mac_files",
            Self::NetworkCapture => "network_capture",
            Self::Mailbox => "mailbox",
            Self::Files => "files",
            Self::EncryptedArchive => "encrypted_archive",
        }
    }

    /// Whether the device runs iOS or iPadOS.
    pub fn is_ios(self) -> bool {
        self.system() == Some(System::Ios)
    }

    /// Whether it is of a phone or tablet.
    pub fn is_mobile(self) -> bool {
        matches!(self.system(), Some(System::Ios | System::Android))
    }

    /// What it is of; `None` before it was decrypted.
    pub fn system(self) -> Option<System> {
        Some(match self {
            Self::IosBackup | Self::IosFilesystem | Self::IosSysdiagnose | Self::IosCrashReports => System::Ios,
            Self::AndroidBugreport
            | Self::AndroidQf
            | Self::AndroidBackup
            | Self::AndroidIntrusionLogs
            | Self::AndroidFilesystem
            | Self::AndroidApp => System::Android,
            Self::WindowsTriage => System::Windows,
            Self::LinuxFiles => System::Linux,
            Self::MacFiles => System::MacOs,
            Self::NetworkCapture => System::Network,
            Self::Mailbox => System::Mail,
            Self::Files => System::Files,
            Self::EncryptedArchive => return None,
        })
    }

    /// The kind of evidence whose paths a layout describes without a root of their own, and the layout.
    pub const LOOSE: [(Self, Layout); 6] = [
        (Self::WindowsTriage, Layout::Windows),
        (Self::MacFiles, Layout::MacOs),
        (Self::LinuxFiles, Layout::Linux),
        (Self::NetworkCapture, Layout::Network),
        (Self::Mailbox, Layout::Mail),
        (Self::Files, Layout::Files),
    ];

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
