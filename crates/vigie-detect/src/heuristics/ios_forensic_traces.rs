//! What was published as left on iPhones by an examination with Cellebrite's tools: the ids under which its computer pairs,
//! and the name of the program it ran from a RAM disk on phones with the weakness checkm8.
//!
//! An id is compared whole, in a record of a pairing, or as a word in the log of lockdownd. The program is told by its name
//! alone, and weighs less: three letters may name anything. Besides these, variables of the NVRAM that begin with `mnm-` and
//! a dispatch queue `com.cellebrite.bruteforce` were published; no artifact holds either.

use vigie_artifacts::ios::crash_reports::CrashEntry;
use vigie_artifacts::ios::lockdownd::LockdownLine;
use vigie_artifacts::ios::pair_records::PairRecord;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// The ids of the computer and of its system.
const IDS: &[&str] = &["9016926980658937761372207", "30313996-42072961236303456"];

/// The program.
const PROGRAM: &str = "mnm";

/// See the module.
pub struct IosForensicTraces;

impl Heuristic for IosForensicTraces {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "ios_forensic_traces",
        version: 1,
        artifacts: &["ios_crash_reports", "ios_lockdownd", "ios_pair_records"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Heiniao (黑鸟), Traces that Israel's Cellebrite leaves behind on phones it examined, in Chinese (23 January 2026), which retells findings of others without naming them",
    };
}

/// Ids, and the program.
#[derive(Default)]
pub struct State {
    ids: Sightings,
    programs: Sightings,
}

/// Whether a text has a word.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).any(|found| found == word)
}

/// Whether a process, by its name or path, is the program.
fn is_program(process: &str) -> bool {
    process.rsplit('/').next() == Some(PROGRAM)
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(entry) = seen.get::<CrashEntry>() {
            let process = match entry {
                CrashEntry::Report(report) => report.process.as_deref().or(report.name.as_deref()),
                CrashEntry::Process(process) => Some(process.process.as_str()),
                CrashEntry::Mention(_) => None,
            };
            if process.is_some_and(is_program) {
                self.programs.note(PROGRAM, seen);
            }
            return;
        }
        let holds = |id: &str| {
            if let Some(pair) = seen.get::<PairRecord>() {
                return [&pair.host_id, &pair.system_buid].into_iter().flatten().any(|known| known == id);
            }
            seen.get::<LockdownLine>().is_some_and(|line| has_word(&line.message, id))
        };
        // A record with both is told once.
        if let Some(id) = IDS.iter().find(|id| holds(id)) {
            self.ids.note(id, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let ids = self.ids.take().map(|(id, sighting)| (Level::Medium, "computer", id, sighting));
        let programs = self.programs.take().map(|(name, sighting)| (Level::Low, "program", name, sighting));
        for (level, what, value, sighting) in ids.chain(programs) {
            let records = sighting.records.to_string();
            let args = [("what", what), ("value", value.as_str()), ("records", &records)];
            out.add_at(level, sighting.first, value.as_str(), &args);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_whole_word_and_a_program_a_whole_name() {
        assert!(has_word("HostID = 9016926980658937761372207;", IDS[0]));
        assert!(has_word("SystemBUID = \"30313996-42072961236303456\";", IDS[1]));
        assert!(!has_word("HostID = 19016926980658937761372207;", IDS[0]));
        assert!(!has_word("30313996-42072961236303456-1", IDS[1]));
        assert!(is_program("mnm") && is_program("/private/var/mnm"));
        assert!(!is_program("mnmd") && !is_program("/mnm/other") && !is_program(""));
    }
}
