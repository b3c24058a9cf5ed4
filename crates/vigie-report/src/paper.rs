//! What a page for printing has instead of a screen's: no script, everything open, a running head and page numbers.
//!
//! The style is the one of the screen with `assets/paper.css` and a running head behind it. The head holds our own words,
//! the day and the beginning of the evidence's identifier, so that sheets of two reports are not mixed up; whatever is
//! not a letter, digit or blank is escaped, as the identifier stands in a case that anybody may have written.

use std::fmt::Write as _;

use vigie_case::Case;

use crate::page::SCREEN;
use crate::person;
use crate::words::Words;

const PAPER: &str = include_str!("assets/paper.css");
/// Characters of the identifier in the head.
const ID: usize = 12;

/// A style with a running head.
#[derive(Debug)]
pub(crate) struct Style(String);

impl Style {
    pub(crate) fn new(case: &Case, words: &Words<'_>) -> Self {
        let examined = words.fill("report-examined", &[("day", &words.day(case.file.examined_at))]);
        let id: String = case.file.evidence.id.chars().filter(char::is_ascii_alphanumeric).take(ID).collect();
        let head = format!("vigie · {} · {examined} · {id}", person::fitting(case, "report-title", words));
        // The first sheet bears the title itself.
        Self(format!(
            "{SCREEN}{PAPER}@page {{ @top-center {{ content: {}; }} }}\n@page :first {{ @top-center {{ content: none; }} }}\n",
            string(&head)
        ))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// A string of CSS (<https://www.w3.org/TR/css-syntax-3/#string-token-diagram>).
fn string(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        if c.is_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_stays_one() {
        assert_eq!(string("Examen d'un"), "\"Examen d\\27 un\"");
        assert_eq!(string("\"}</style>\\\n"), "\"\\22 \\7d \\3c \\2f style\\3e \\5c \\a \"");
    }

    #[test]
    fn the_style_of_paper_does_not_end_its_element() {
        assert!(!PAPER.contains('<') && !PAPER.contains("url(") && !PAPER.contains("@import"));
    }
}
