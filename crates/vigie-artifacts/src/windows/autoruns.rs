//! What the registry has Windows start by itself, services aside: at boot, at logon, beside or instead of other programs.
//!
//! The list of places follows Microsoft's documentation of each and MITRE ATT&CK T1547, T1546 and T1037. Other readers:
//! Sysinternals Autoruns, RegRipper.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Record, Timestamp};

use super::hive::{Hive, Key, LOGS, Walk};
use super::paths;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Autoruns;

/// How something is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// At every logon.
    Run,
    /// At the next logon.
    RunOnce,
    /// As part of the logon: the shell, or what prepares the session.
    Winlogon,
    /// Instead of another program, or when one ends.
    ImageHijack,
    /// As a library of every program with windows, or of every new process.
    EveryProcess,
    /// Before Windows itself is up.
    Boot,
    /// As a library of the process that checks passwords.
    Lsa,
    /// As a library of the print service.
    PrintMonitor,
    /// A script, command or screen saver of the user.
    Script,
    /// Once for each user, after an installation.
    ActiveSetup,
}

/// One thing that is started.
#[derive(Debug, Serialize)]
pub struct Autorun {
    /// How.
    pub trigger: Trigger,
    /// The key.
    pub key: String,
    /// The value in it.
    pub value: String,
    /// What is started.
    pub command: String,
    /// When the key was last written; another value of it may have been the reason.
    pub written: Option<Timestamp>,
}

impl Record for Autorun {
    fn time(&self) -> Option<Timestamp> {
        self.written
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.written {
            see(Moment { what: "key_written", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::registry_key(&self.key));
        see(Observable::executable(paths::full(paths::program(&self.command))));
        see(Observable::command_line(&self.command));
    }

    fn summary(&self) -> String {
        format!("{} {}: {}", self.key, self.value, self.command)
    }
}

/// Which values of a key.
enum Which {
    All,
    Named(&'static [&'static str]),
    /// These, in every key below.
    Below(&'static [&'static str]),
}
use Which::{All, Below, Named};

type Spot = (&'static str, Which, Trigger);

/// Below `Microsoft` of the software, for the computer and for a user.
const SOFTWARE: &[Spot] = &[
    ("Windows\\CurrentVersion\\Run", All, Trigger::Run),
    ("Windows\\CurrentVersion\\RunOnce", All, Trigger::RunOnce),
    ("Windows\\CurrentVersion\\RunOnceEx", Below(&[]), Trigger::RunOnce),
    ("Windows\\CurrentVersion\\RunServices", All, Trigger::Run),
    ("Windows\\CurrentVersion\\RunServicesOnce", All, Trigger::RunOnce),
    ("Windows\\CurrentVersion\\Policies\\Explorer\\Run", All, Trigger::Run),
    (
        "Windows NT\\CurrentVersion\\Winlogon",
        Named(&["Shell", "Userinit", "Taskman", "GinaDLL", "VmApplet"]),
        Trigger::Winlogon,
    ),
    ("Windows NT\\CurrentVersion\\Winlogon\\Notify", Below(&["DLLName"]), Trigger::Winlogon),
    ("Windows NT\\CurrentVersion\\Windows", Named(&["Load", "Run"]), Trigger::Run),
    ("Windows NT\\CurrentVersion\\Windows", Named(&["AppInit_DLLs"]), Trigger::EveryProcess),
    (
        "Windows NT\\CurrentVersion\\Image File Execution Options",
        Below(&["Debugger", "VerifierDlls"]),
        Trigger::ImageHijack,
    ),
    ("Windows NT\\CurrentVersion\\SilentProcessExit", Below(&["MonitorProcess"]), Trigger::ImageHijack),
    ("Active Setup\\Installed Components", Below(&["StubPath"]), Trigger::ActiveSetup),
    ("Command Processor", Named(&["AutoRun"]), Trigger::Script),
];

/// Other places of a user.
const USER: &[Spot] = &[
    ("Environment", Named(&["UserInitMprLogonScript"]), Trigger::Script),
    ("Control Panel\\Desktop", Named(&["SCRNSAVE.EXE"]), Trigger::Script),
];

/// Below a control set.
const SYSTEM: &[Spot] = &[
    ("Control\\Session Manager", Named(&["BootExecute", "SetupExecute", "Execute"]), Trigger::Boot),
    ("Control\\Session Manager\\AppCertDlls", All, Trigger::EveryProcess),
    ("Control\\SafeBoot", Named(&["AlternateShell"]), Trigger::Boot),
    ("Control\\Lsa", Named(&["Authentication Packages", "Security Packages", "Notification Packages"]), Trigger::Lsa),
    ("Control\\Lsa\\OSConfig", Named(&["Security Packages"]), Trigger::Lsa),
    ("Control\\Print\\Monitors", Below(&["Driver"]), Trigger::PrintMonitor),
];

/// A key with the names of the values to take; none for all of them.
fn take(
    key: &Key<'_>,
    names: &[&str],
    (hive, trigger): (&str, Trigger),
    walk: &mut Walk,
    found: &mut Vec<(Place, Autorun)>,
) {
    for value in key.values(walk).iter() {
        let is_wanted = names.is_empty() || names.iter().any(|name| name.eq_ignore_ascii_case(&value.name));
        let Some(command) = value.text().filter(|_| is_wanted) else { continue };
        let autorun = Autorun {
            trigger,
            key: format!("{hive}\\{}", key.path()),
            value: value.name.clone(),
            command,
            written: key.written,
        };
        found.push((key.place_of(&value.name), autorun));
    }
}

fn look(top: &Key<'_>, hive: &str, spots: &[Spot], walk: &mut Walk, found: &mut Vec<(Place, Autorun)>) {
    for (path, which, trigger) in spots {
        let Some(key) = top.under(path, walk) else { continue };
        match which {
            All => take(&key, &[], (hive, *trigger), walk, found),
            Named(names) => take(&key, names, (hive, *trigger), walk, found),
            Below(names) => {
                for below in key.children(walk) {
                    take(&below, names, (hive, *trigger), walk, found);
                }
            }
        }
    }
}

impl Artifact for Autoruns {
    type Record = Autorun;
    const SPEC: Spec = Spec {
        id: "windows_autoruns",
        version: 2,
        paths: &[
            (Layout::Windows, "**/SYSTEM"),
            (Layout::Windows, "**/SOFTWARE"),
            (Layout::Windows, "**/*NTUSER*.DAT"),
        ],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Autorun>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        let mut found = Vec::new();
        for set in hive.control_sets(&mut walk) {
            look(&set, "HKLM\\SYSTEM", SYSTEM, &mut walk, &mut found);
        }
        for software in ["Microsoft", "Wow6432Node\\Microsoft"] {
            if let Some(top) = hive.key(software, &mut walk) {
                look(&top, "HKLM\\SOFTWARE", SOFTWARE, &mut walk, &mut found);
            }
        }
        for software in ["Software\\Microsoft", "Software\\Wow6432Node\\Microsoft"] {
            if let Some(top) = hive.key(software, &mut walk) {
                look(&top, "HKCU", SOFTWARE, &mut walk, &mut found);
            }
        }
        if let Some(top) = hive.root(&mut walk) {
            look(&top, "HKCU", USER, &mut walk, &mut found);
        }
        for (place, autorun) in found {
            out.record(place, autorun);
        }
        walk.tell(out);
        Ok(())
    }
}
