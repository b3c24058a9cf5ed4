//! What a reader must know beside a row. A note is written on some day and may speak of something later than its row:
//! then it bears the day (`on`) from which it may be told, and an answer for an earlier day leaves it out.

use serde::{Deserialize, Serialize};

use crate::date::{Date, Day, Hold};
use crate::words::Words;

/// A note in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
    /// From when it may be told; always where nothing stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// The notes of a row: none, one, or several in the order they are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Notes(Vec<Note>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    One(Note),
    Several(Vec<Note>),
}

impl From<Written> for Notes {
    fn from(written: Written) -> Self {
        match written {
            Written::One(note) => Self(vec![note]),
            Written::Several(notes) => Self(notes),
        }
    }
}

impl Notes {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Note> {
        self.0.iter()
    }

    /// What may be told on a day.
    pub fn at(&self, day: Day) -> Option<Words> {
        let told = |note: &&Note| note.on.is_none_or(|on| Hold::since(on, day) != Hold::Later);
        self.iter().filter(told).fold(None, |before: Option<Words>, note| {
            Some(match before {
                None => Words { en: note.en.clone(), fr: note.fr.clone() },
                Some(before) => {
                    Words { en: format!("{} {}", before.en, note.en), fr: format!("{} {}", before.fr, note.fr) }
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Row {
        #[serde(default)]
        note: Notes,
    }

    fn notes(text: &str) -> Notes {
        toml::from_str::<Row>(text).unwrap().note
    }

    fn day(text: &str) -> Day {
        text.parse::<Date>().unwrap().last()
    }

    #[test]
    fn a_dated_note_waits_for_its_day() {
        let notes = notes(r#"note = [{ en = "One.", fr = "Un." }, { en = "Two.", fr = "Deux.", on = "2025-10-17" }]"#);
        assert_eq!(notes.at(day("2025-10-16")).map(|words| words.en).as_deref(), Some("One."));
        assert_eq!(notes.at(day("2025-10-17")).map(|words| words.fr).as_deref(), Some("Un. Deux."));
    }

    #[test]
    fn one_note_stands_without_brackets_and_none_is_nothing() {
        assert_eq!(notes(r#"note = { en = "One.", fr = "Un.", on = "2025" }"#).at(day("2024")), None);
        assert_eq!(notes("").at(day("2026")), None);
        assert!(toml::from_str::<Row>(r#"note = { en = "One.", fr = "Un.", at = "2025" }"#).is_err());
    }
}
