//! Services that were installed to run what services ordinarily are not: a program that runs what it is told, a program on a
//! network share or in a folder that ordinary users may write to, a program directly in the folder of Windows; and PsExec,
//! told as what it is.
//!
//! Tools that run commands on other computers (PsExec, Impacket, Metasploit, Cobalt Strike) and worms (WannaCry) install such
//! services. Which folders count is vigie's own choice, after the publications below.

use vigie_artifacts::windows::command::{program, program_name};
use vigie_artifacts::windows::events::services::ServiceInstalled;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsServiceUnusual;

/// Programs that run what they are told.
const SHELLS: &[&str] =
    &["%comspec%", "cmd", "cscript", "mshta", "powershell", "pwsh", "regsvr32", "rundll32", "wscript"];
/// Folders that ordinary users may write to.
const OPEN: &[&str] =
    &[r"\appdata\", r"\perflogs\", r"\temp\", r"\tmp\", r"\users\public\", r"\$recycle.bin\", r"%temp%"];
/// Programs that are known to lie directly in the folder of Windows.
const KNOWN: &[&str] = &["psexesvc", "sysmon", "sysmon64", "rtkbtmanserv"];

impl Heuristic for WindowsServiceUnusual {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_service_unusual",
        version: 1,
        artifacts: &["windows_events_services"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "MITRE ATT&CK T1543.003 and T1569.002; Microsoft Sysinternals, PsExec; JPCERT/CC, Detecting Lateral Movement through Tracking Event Logs (2017); Secureworks, WCry Ransomware Analysis (2017)",
    };
}

/// Services by name and command.
#[derive(Default)]
pub struct State {
    psexec: Sightings,
    shell: Sightings,
    share: Sightings,
    open: Sightings,
    root: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(service) = seen.get::<ServiceInstalled>() else { return };
        let (Some(name), Some(command)) = (&service.name, &service.command) else { return };
        let lower = command.to_lowercase();
        let path = program(&lower).unwrap_or_default();
        let stem = program_name(path);
        let sightings = if name.eq_ignore_ascii_case("PSEXESVC") || stem == "psexesvc" {
            &mut self.psexec
        } else if SHELLS.contains(&stem.as_str()) {
            &mut self.shell
        } else if path.starts_with(r"\\") && !path.starts_with(r"\\?\") {
            &mut self.share
        } else if OPEN.iter().any(|folder| path.contains(folder)) {
            &mut self.open
        } else if is_in_windows_itself(path) && !KNOWN.contains(&stem.as_str()) {
            &mut self.root
        } else {
            return;
        };
        sightings.note(&format!("{name}: {command}"), seen);
    }

    fn finish(&mut self, out: &mut Found) {
        let groups = [
            ("psexec", Level::Low, &mut self.psexec),
            ("shell", Level::Medium, &mut self.shell),
            ("share", Level::Medium, &mut self.share),
            ("open", Level::Medium, &mut self.open),
            ("root", Level::Low, &mut self.root),
        ];
        for (why, level, sightings) in groups {
            for (what, sighting) in sightings.take() {
                let (name, command) = what.split_once(": ").unwrap_or((&what, "?"));
                let records = sighting.records.to_string();
                let args = [("why", why), ("name", name), ("command", command), ("records", &records)];
                out.add_at(level, sighting.first, what.as_str(), &args);
            }
        }
    }
}

/// A program, not a driver, directly in the folder of Windows.
fn is_in_windows_itself(path: &str) -> bool {
    let path = path.strip_prefix(r"\??\").unwrap_or(path);
    let folder = path.rsplit_once('\\').map_or("", |(folder, _)| folder);
    let is_program = path.rsplit_once('.').is_some_and(|(_, ending)| ending == "exe");
    is_program && [r"c:\windows", "%systemroot%", "%windir%", r"\systemroot"].contains(&folder)
}
