//! Looks at lines of logs before records are made of them: only those that meet an indicator or that a heuristic asked
//! for are needed, unless a case keeps them all.

use vigie_artifacts::{Glance, Values};
use vigie_detect::indicators::{Memo, RecordScan, each_spaced_word};
use vigie_model::{Observable, ObservableKind};

use crate::examine::Setup;
use crate::reading::Watching;

/// See the module.
pub(crate) struct Sieve<'m> {
    /// A heuristic sees every record of the artifact.
    all_asked: bool,
    /// What heuristics of the artifact look at.
    glances: Vec<vigie_detect::Glance>,
    /// What heuristics look at that see values of a kind in any artifact; those that see all of them.
    glances_of: Vec<(ObservableKind, vigie_detect::Glance)>,
    asked: Vec<ObservableKind>,
    scan: RecordScan<'m>,
    /// Messages, and words of messages, that mattered to nobody: a log repeats itself.
    known: Memo,
}

/// How the memo knows a message.
const MESSAGE: u8 = 0;
/// How it knows a word of one.
const WORD: u8 = 1;

/// Whether a heuristic needs a value.
struct Wanted<'s> {
    asked: &'s [ObservableKind],
    glances: &'s [vigie_detect::Glance],
    glances_of: &'s [(ObservableKind, vigie_detect::Glance)],
}

impl Wanted<'_> {
    fn needs(&self, value: &Observable<'_>) -> bool {
        self.asked.contains(&value.kind())
            || self.glances.iter().any(|glance| glance(value))
            || self.glances_of.iter().any(|(kind, glance)| *kind == value.kind() && glance(value))
    }
}

impl<'m> Sieve<'m> {
    pub(crate) fn new(setup: &'m Setup<'m>, artifact: &'static str, heuristics: &[&'m Watching]) -> Self {
        let scan = scan(setup, artifact);
        let mut sieve = Self {
            all_asked: false,
            glances: Vec::new(),
            glances_of: Vec::new(),
            asked: Vec::new(),
            scan,
            known: Memo::default(),
        };
        // The table of programs is made of records of iOS alone.
        if !artifact.starts_with("android") {
            sieve.asked = vec![ObservableKind::Executable, ObservableKind::Process];
        }
        for watching in heuristics {
            let of_artifact = watching.spec.artifacts.contains(&artifact);
            match watching.glance {
                Some(glance) if of_artifact => sieve.glances.push(glance),
                Some(glance) => sieve.glances_of.extend(watching.spec.kinds.iter().map(|kind| (*kind, glance))),
                None if of_artifact => sieve.all_asked = true,
                None => sieve.asked.extend(watching.spec.kinds),
            }
        }
        sieve
    }
}

/// The search of the records of an artifact.
pub(crate) fn scan<'m>(setup: &'m Setup<'m>, artifact: &str) -> RecordScan<'m> {
    setup.matcher.scan().on_android(artifact.starts_with("android"))
}

impl Glance for Sieve<'_> {
    fn matters(&mut self, values: &Values<'_>) -> bool {
        if self.all_asked {
            return true;
        }
        let Self { glances, glances_of, asked, scan, known, .. } = self;
        let wanted = Wanted { asked, glances, glances_of };
        let mut matters = false;
        let of_words = values.of_word.is_some_and(|of_word| {
            // The message as a text is searched by its words; a heuristic may look at all of it.
            matters = wanted.needs(&Observable::text(values.of));
            each_spaced_word(values.of, |word| {
                scan.once_of(known, WORD, word, |scan| {
                    let mut needed = false;
                    of_word(word, &mut |value| {
                        needed |= value.kind() != ObservableKind::Text && wanted.needs(&value);
                        scan.see(&value);
                    });
                    matters |= needed;
                    !needed
                });
            })
        });
        if !of_words {
            if known.known(MESSAGE, values.of).is_some() {
                return false;
            }
            (values.each)(&mut |value| {
                matters = matters || wanted.needs(&value);
                scan.see(&value);
            });
        }
        let found = scan.finish();
        let matters = matters || found.limited || !found.hits.is_empty() || !found.partials.is_empty();
        if !matters && !of_words {
            known.keep(MESSAGE, values.of, 0);
        }
        matters
    }
}
