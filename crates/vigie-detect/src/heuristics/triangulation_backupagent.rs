//! Network use by the process `BackupAgent`: the trace Kaspersky published for Operation Triangulation. The program of
//! that name is from iOS versions long gone; today's is `BackupAgent2`, which is ordinary.

use vigie_artifacts::ios::network_usage::ProcessUsage;
use vigie_artifacts::ios::osanalytics_addaily::DailyUsage;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct TriangulationBackupagent;

/// The process.
const NAME: &str = "BackupAgent";

impl Heuristic for TriangulationBackupagent {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "triangulation_backupagent",
        version: 1,
        artifacts: &["ios_datausage", "ios_netusage", "ios_osanalytics_addaily"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Critical,
        source: "Kaspersky, Operation Triangulation: iOS devices targeted with previously unknown malware (2023), and triangle_check",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let name = match (seen.get::<ProcessUsage>(), seen.get::<DailyUsage>()) {
            (Some(usage), _) => usage.process.as_deref(),
            (None, Some(usage)) => Some(usage.process.as_str()),
            (None, None) => None,
        };
        let Some(name) = name else {
            return;
        };
        let args = [("process", name)];
        if name == NAME {
            out.add(seen.keep(), name, &args);
        } else if name.split('/').next() == Some(NAME) {
            // Published is the bare name; with a bundle behind it, it is a lead.
            out.add_at(Level::Medium, seen.keep(), name, &args);
        }
    }
}
