//! Command lines of computers with Windows, wherever an artifact met one: one finding for each that a heuristic means.

use std::marker::PhantomData;

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::{Sighting, Sightings};
use super::{Found, Heuristic, Seen, Watch};

/// Which commands a heuristic means.
pub trait Means: Heuristic {
    /// How much a command weighs, in lower case with single spaces; `None` where it is not meant.
    fn weight(command: &str) -> Option<Level>;
}

/// The commands that were met.
pub struct Commands<H> {
    met: Sightings,
    of: PhantomData<fn() -> H>,
}

impl<H> Default for Commands<H> {
    fn default() -> Self {
        Self { met: Sightings::default(), of: PhantomData }
    }
}

impl<H: Means> Watch for Commands<H> {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !seen.artifact.starts_with("windows_") {
            return;
        }
        seen.observables(&mut |observable| {
            if observable.kind() == ObservableKind::CommandLine && H::weight(&plain(observable.value())).is_some() {
                self.met.note(observable.value(), seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        for (command, sighting) in self.met.take() {
            if let Some(level) = H::weight(&plain(&command)) {
                let meaning = meaning(H::SPEC.meaning, &sighting);
                out.add_as(level, meaning, sighting.first, command.as_str(), &[("seen", command.as_str())]);
            }
        }
    }
}

/// What a heuristic says of commands that ran; of one that was only seen where it would be started, that it would be.
fn meaning(of_ran: Meaning, sighting: &Sighting) -> Meaning {
    let ran = |id: &&str| vigie_artifacts::artifact(id).is_some_and(|it| it.spec().meaning != Meaning::Persistence);
    if sighting.artifacts.iter().any(ran) { of_ran } else { Meaning::Persistence }
}

/// A command made comparable: in lower case, with single spaces.
fn plain(command: &str) -> String {
    // Most commands are ASCII, and spaced so already.
    let printed = command.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if printed && command.trim() == command && !command.contains("  ") {
        return command.to_ascii_lowercase();
    }
    command.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Whether a program is called in a command line, with or without its folder, its ending and quotes.
pub(super) fn calls(command: &str, program: &str) -> bool {
    // Nearly no command holds the name at all.
    command.contains(program)
        && command
            .split([' ', '"', '\'', '\\', '/', '&', '|', '(', ';'])
            .any(|word| word.strip_prefix(program).is_some_and(|rest| rest.is_empty() || rest == ".exe"))
}

#[cfg(test)]
mod tests {
    use super::{calls, plain};

    #[test]
    fn commands_are_made_comparable() {
        for (command, expected) in
            [("Cmd /C A", "cmd /c a"), (" A\t  B ", "a b"), ("A  B", "a b"), ("ÉA\u{3000}B", "éa b")]
        {
            assert_eq!(plain(command), expected);
        }
    }

    #[test]
    fn a_program_is_called_by_its_whole_name() {
        for command in ["wevtutil cl system", r#"cmd /c "c:\windows\system32\wevtutil.exe" cl x"#, "a&wevtutil cl b"] {
            assert!(calls(command, "wevtutil"), "{command}");
        }
        assert!(!calls("my-wevtutil2 cl system", "wevtutil"));
    }
}
