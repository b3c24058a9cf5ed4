//! A case told to people: one self-contained page.

use vigie_case::Case;
use vigie_text::Texts;

/// The page.
pub fn html(case: &Case, texts: &Texts) -> String {
    let _ = (case, texts);
    String::new()
}
