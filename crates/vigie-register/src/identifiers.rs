//! Numbers under which others know an organisation: its LEI (ISO 17442), its number in a company register or of the tax
//! authority, its entry in the list of the US Office of Foreign Assets Control. They are copied from a published list
//! with its source, never from memory.

use serde::{Deserialize, Serialize};

use crate::find::Named;
use crate::load::Register;
use crate::reference::{Kind, Ref};
use crate::words::Words;

/// A legal entity identifier, worldwide.
pub(crate) const LEI: &str = "lei";

/// The number of an entry in the list of specially designated nationals. It is short, so that it meets no other number
/// by chance only because it is compared with its list: `OFAC-48059`, as OpenSanctions writes it.
pub(crate) const OFAC: &str = "ofac";

/// A number that a tax authority gives.
pub(crate) const TAX: &str = "tax";

/// The shortest number that is compared: shorter ones are shared by chance.
const SHORTEST: usize = 5;

/// A number under which others know an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// The kind of number: `lei`, `ofac`, `registration`, `tax`.
    pub scheme: String,
    /// The number as its source writes it.
    pub value: String,
    /// The country whose authority gives it, as id of a state; nothing where it holds worldwide.
    pub country: Option<String>,
    /// Where it is published.
    pub sources: Vec<String>,
}

impl Identifier {
    /// Whether the number is one of its kind in the world, not in a country.
    pub(crate) fn is_worldwide(&self) -> bool {
        [LEI, OFAC].contains(&self.scheme.as_str())
    }

    /// How others write it: the number, with its list where it means nothing without.
    pub(crate) fn written(&self) -> String {
        if self.scheme == OFAC { format!("OFAC-{}", self.value) } else { self.value.clone() }
    }

    /// The form in which it meets other numbers.
    pub(crate) fn form(&self) -> Option<String> {
        canonical(&self.written())
    }
}

/// A number that was met: whose it is and how it is written here.
#[derive(Debug, Clone)]
pub(crate) struct Met<'r> {
    /// Whose number it is.
    pub of: Ref,
    /// The number.
    pub number: &'r Identifier,
}

/// An identifier as it is told.
#[derive(Debug, Clone, Serialize)]
pub struct ToldIdentifier {
    /// The kind of number.
    pub scheme: String,
    /// Its name.
    pub name: Words,
    /// The number.
    pub value: String,
    /// The country whose authority gives it.
    pub country: Option<Named>,
    /// Where it is published.
    pub sources: Vec<crate::view::ToldSource>,
}

/// A number in the form in which numbers meet: capitals and digits alone. Nothing where it is too short or has no
/// digit, and so may be a word.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '.' | '/' | ':');
    if !text.chars().all(plain) {
        return None;
    }
    let form: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    (form.len() >= SHORTEST && form.bytes().any(|byte| byte.is_ascii_digit())).then_some(form)
}

/// Whether a text is an LEI: 18 letters or digits and two check digits (ISO 17442, ISO/IEC 7064 MOD 97-10).
pub(crate) fn is_lei(text: &str) -> bool {
    let shape = text.len() == 20
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && text.bytes().skip(18).all(|byte| byte.is_ascii_digit());
    let remainder = text
        .chars()
        .filter_map(|letter| letter.to_digit(36))
        .fold(0, |rest, digit| if digit < 10 { (rest * 10 + digit) % 97 } else { (rest * 100 + digit) % 97 });
    shape && remainder == 1
}

impl Register {
    /// What bears a number.
    pub(crate) fn identified(&self, number: &str) -> Vec<Met<'_>> {
        let Some(number) = canonical(number) else { return Vec::new() };
        let all = self.organisations.values().flat_map(|row| row.identifiers.iter().map(move |one| (row, one)));
        all.filter(|(_, one)| one.form().as_ref() == Some(&number))
            .map(|(row, number)| Met { of: Ref::new(Kind::Organisation, &row.id), number })
            .collect()
    }

    /// The LEIs of an organisation.
    pub(crate) fn leis(&self, of: &Ref) -> impl Iterator<Item = &str> {
        let row = self.organisations.get(&of.id).filter(|_| of.kind == Kind::Organisation);
        row.into_iter().flat_map(|row| &row.identifiers).filter(|one| one.scheme == LEI).map(|one| one.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_meet_without_their_marks() {
        assert_eq!(canonical("01-10-140421").as_deref(), Some("0110140421"));
        assert_eq!(canonical(" hrb 12345 ").as_deref(), Some("HRB12345"));
        for name in ["Intellexa", "7x7", "Société 12345", "1234", ""] {
            assert_eq!(canonical(name), None, "{name}");
        }
    }

    #[test]
    fn a_number_of_a_list_is_met_with_its_list_alone() {
        let number = Identifier { scheme: OFAC.into(), value: "48059".into(), country: None, sources: Vec::new() };
        assert_eq!(number.form(), canonical("ofac-48059"));
        assert_ne!(number.form(), canonical("48059"));
    }

    #[test]
    fn an_lei_has_its_check_digits() {
        // The identifier of the foundation that issues them.
        assert!(is_lei("506700GE1G29325QX363"));
        for wrong in ["506700GE1G29325QX364", "506700GE1G29325QX36", "506700GE1G29325QXAB", "506700ge1g29325qx363"] {
            assert!(!is_lei(wrong), "{wrong}");
        }
    }
}
