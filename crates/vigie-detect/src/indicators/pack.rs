//! What is known of each pack: the data of `vigie indicators list` and `lint`, and of the case.

use std::collections::BTreeMap;

use vigie_model::{Place, Problem, ProblemCode, Timestamp};

use super::kind::IndicatorKind;
use super::unusable::{Reason, Warning, cut};

/// A set of indicators with its origin, and what became of each of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// Where it came from: a file name relative to what was given, or `embedded`.
    pub origin: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Who published it, where stated.
    pub publisher: Option<String>,
    /// The latest date of an indicator in it, where stated.
    pub date: Option<Timestamp>,
    /// STIX objects of any type.
    pub objects: u64,
    /// Objects by type.
    pub objects_by_type: BTreeMap<String, u64>,
    /// Indicators.
    pub indicators: u64,
    /// Indicators of which at least one value is searched.
    pub usable: u64,
    /// Values searched, by kind. An `OR` pattern has several.
    pub by_kind: BTreeMap<IndicatorKind, u64>,
    /// Indicators the publisher withdrew: kept, shown, never matched.
    pub revoked: u64,
    /// Indicators whose `valid_until` lies before the date given to the builder. They still match: old traces matter.
    pub expired: u64,
    /// Values that stand more than once.
    pub duplicates: u64,
    /// Indicators that cannot be used, by [`Reason::code`].
    pub unusable: BTreeMap<&'static str, u64>,
    /// Warnings, by [`Warning::code`].
    pub warnings: BTreeMap<&'static str, u64>,
    /// Each of both, as far as they fit into [`Pack::MAX_NOTES`]; the counts above are always complete.
    pub notes: Vec<Note>,
    /// Where the file is damaged.
    pub damage: Vec<String>,
}

/// One line of lint.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The STIX id, or the line of a pack of vigie's own format.
    pub indicator: String,
    /// The value or pattern, cut to 200 characters.
    pub value: String,
    /// Counted from 0, among the objects of the pack.
    pub object: u64,
    /// What there is to say.
    pub what: What,
}

/// What there is to say of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It cannot be used.
    Unusable(Reason),
    /// It is used, and deserves a second look.
    Warning(Warning),
}

impl Pack {
    /// How many notes are kept of one pack.
    pub const MAX_NOTES: usize = 10_000;

    pub(crate) fn refuse(&mut self, indicator: &str, value: &str, reason: Reason) {
        *self.unusable.entry(reason.code()).or_default() += 1;
        self.note(indicator, value, What::Unusable(reason));
    }

    pub(crate) fn warn(&mut self, indicator: &str, value: &str, warning: Warning) {
        *self.warnings.entry(warning.code()).or_default() += 1;
        self.note(indicator, value, What::Warning(warning));
    }

    fn note(&mut self, indicator: &str, value: &str, what: What) {
        if self.notes.len() < Self::MAX_NOTES {
            self.notes.push(Note {
                indicator: cut(indicator).to_owned(),
                value: cut(value).to_owned(),
                object: self.objects.saturating_sub(1),
                what,
            });
        }
    }

    /// Indicators that cannot be used.
    pub fn unusable_total(&self) -> u64 {
        self.unusable.values().sum()
    }

    /// What the case must say: damage as `VIG-E041`; each indicator not or only partly usable as `VIG-E040`.
    pub fn problems(&self) -> Vec<Problem> {
        let problem =
            |code, place, detail| Problem { code, artifact: None, source: Some(self.origin.clone()), place, detail };
        let mut out: Vec<Problem> =
            self.damage.iter().map(|d| problem(ProblemCode::PackDamaged, Place::File, d.clone())).collect();
        let mut told = 0;
        for note in &self.notes {
            let why = match &note.what {
                What::Unusable(reason) => reason.to_string(),
                What::Warning(warning @ Warning::Partly(_)) => warning.to_string(),
                What::Warning(_) => continue,
            };
            told += u64::from(matches!(note.what, What::Unusable(_)));
            let place = Place::key(["objects", &note.object.to_string()]);
            let detail = format!("{} `{}`: {why}", note.indicator, note.value);
            out.push(problem(ProblemCode::IndicatorUnusable, place, detail));
        }
        let rest = self.unusable_total().saturating_sub(told);
        if rest > 0 {
            let detail = format!("{rest} more indicators cannot be used");
            out.push(problem(ProblemCode::IndicatorUnusable, Place::File, detail));
        }
        out
    }
}
