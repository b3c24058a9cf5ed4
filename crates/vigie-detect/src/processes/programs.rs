//! The programs Apple ships, as far as they are published: `data/ios_programs.tsv`, whose head says where from.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const LIST: &str = include_str!("../../data/ios_programs.tsv");

/// A program of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// The folder it runs from, where that was published.
    pub folder: Option<&'static str>,
}

/// Systems that record names cut them at this many bytes.
const CUT: [usize; 3] = [15, 16, 32];

static PROGRAMS: LazyLock<HashMap<&'static str, Program>> =
    LazyLock::new(|| known_programs().map(|program| (program.name, program)).collect());

/// Beginnings of the names, as long as systems cut them.
static BEGINNINGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    known_programs().flat_map(|program| CUT.into_iter().filter_map(|at| program.name.get(..at))).collect()
});

/// Every program of the list. A name that runs from several folders comes several times.
pub fn known_programs() -> impl Iterator<Item = Program> {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).flat_map(|(folder, names)| {
        let folder = (folder != "?").then_some(folder);
        names.split(' ').map(move |name| Program { name: name.rsplit('/').next().unwrap_or(name), folder })
    })
}

/// The program of exactly this name.
pub fn known_program(name: &str) -> Option<Program> {
    PROGRAMS.get(name).copied()
}

/// Whether a name is that of a program, or what a database left of it: a name of 15, 16 or 32 bytes may be the beginning
/// of a longer one.
pub fn known_name(name: &str) -> bool {
    PROGRAMS.contains_key(name) || BEGINNINGS.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::processes::ProgramPlace;

    #[test]
    fn the_list_is_sound() {
        let mut count = 0;
        for program in known_programs() {
            count += 1;
            assert!(!program.name.is_empty() && !program.name.contains(['/', '\t']), "{program:?}");
            if let Some(folder) = program.folder {
                let path = format!("{folder}/{}", program.name);
                assert_eq!(ProgramPlace::of(&path), ProgramPlace::System, "{path}");
            }
        }
        assert!(count > 400, "{count} programs");
    }

    #[test]
    fn names_and_their_beginnings() {
        assert_eq!(known_program("nfcd").and_then(|program| program.folder), Some("/usr/libexec"));
        assert!(known_name("softwareupdatese") && known_name("softwareupdates") && known_name("com.apple.WebKit"));
        assert!(!known_name("softwareupdate") && known_program("softwareupdatese").is_none());
        assert!(known_program("bh").is_none() && !known_name("bh"));
    }
}
