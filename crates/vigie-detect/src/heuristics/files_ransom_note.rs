//! Files with the name under which a known ransomware leaves its demand.

use vigie_artifacts::files::listing::ListedFile;
use vigie_artifacts::windows::mft::MftEntry;
use vigie_artifacts::windows::usn::{JournalChange, NameChange};
use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Glance, Heuristic, HeuristicSpec, Seen, Watch};

/// Names, in lower case, and whose they are. Not every name that was used: `readme.txt` is NotPetya's too.
const NOTES: &[(&str, &str)] = &[
    ("@please_read_me@.txt", "WannaCry"),
    ("@wanadecryptor@.bmp", "WannaCry"),
    ("@wanadecryptor@.exe.lnk", "WannaCry"),
    ("ryukreadme.txt", "Ryuk"),
    ("ryukreadme.html", "Ryuk"),
    ("restore-my-files.txt", "LockBit"),
    ("conti_readme.txt", "Conti"),
    ("decrypt-files.txt", "Maze"),
    ("gdcb-decrypt.txt", "GandCrab"),
    ("krab-decrypt.txt", "GandCrab"),
    ("_locky_recover_instructions.txt", "Locky"),
    ("# decrypt my files #.txt", "Cerber"),
    ("help_decrypt.txt", "CryptoWall"),
];
/// Those among them that a person could give a file.
const ORDINARY: &[&str] = &["decrypt-files.txt", "help_decrypt.txt", "restore-my-files.txt"];

/// See the module.
pub struct FilesRansomNote;

impl Heuristic for FilesRansomNote {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "files_ransom_note",
        version: 2,
        artifacts: &["files_listing", "windows_mft", "windows_usn"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::High,
        source: "Microsoft, WannaCrypt ransomware worm targets out-of-date systems (2017), names of the other families: vigie, from what was published of each; MITRE ATT&CK T1486",
    };
    const GLANCE: Option<Glance> =
        Some(|seen| seen.kind() == ObservableKind::StoredPath && is_note(last_part(seen.value())));
}

fn is_note(name: &str) -> bool {
    NOTES.iter().any(|(note, _)| note.eq_ignore_ascii_case(name))
}

fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Notes, by name.
#[derive(Default)]
pub struct State {
    notes: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        // One that was removed since was there all the same.
        let entry = seen.get::<MftEntry>().filter(|entry| !entry.is_folder).map(MftEntry::name);
        let listed = seen.get::<ListedFile>().map(ListedFile::name).or(entry);
        let change = seen.get::<JournalChange>().filter(|change| change.change != NameChange::Deleted);
        let Some(name) = listed.or(change.map(|change| &*change.name)) else { return };
        if is_note(name) {
            self.notes.note(name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (name, sighting) in self.notes.take() {
            let family = NOTES.iter().find(|(note, _)| note.eq_ignore_ascii_case(&name)).map_or("?", |(_, of)| *of);
            let count = sighting.records.to_string();
            let args = [("seen", name.as_str()), ("family", family), ("count", count.as_str())];
            let is_ordinary = ORDINARY.iter().any(|note| note.eq_ignore_ascii_case(&name));
            let level = if is_ordinary { Level::Medium } else { Level::High };
            out.add_at(level, sighting.first, name.as_str(), &args);
        }
    }
}
