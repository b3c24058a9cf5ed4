//! Strings from a device are hostile: they may carry control codes that repaint a terminal, marks that reverse the
//! reading order, characters no one sees, or formulas a spreadsheet would run.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character can change how its neighbours look without being seen itself.
fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// The text with every unseen or controlling character written as `\u{..}`, on one line: for a terminal.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_treacherous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_treacherous(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// [`visible`], then escaped for HTML text and quoted attributes.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// What a spreadsheet begins a formula with; the wide forms too, which it takes for the same in some languages
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// [`visible`], then one quoted CSV cell that no spreadsheet takes for a formula.
pub fn csv_cell(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len() + 3);
    out.push('"');
    if text.trim_start().starts_with(FORMULA) {
        out.push('\'');
    }
    for c in text.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_the_eye_cannot_see() {
        assert_eq!(visible("plain é 漢"), "plain é 漢");
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("evil\u{202e}gpj.exe"), "evil\\u{202e}gpj.exe");
        assert_eq!(visible("zero\u{200b}width\nline"), "zero\\u{200b}width\\nline");
    }

    #[test]
    fn html_and_csv_are_inert() {
        assert_eq!(html("<script>'\"&"), "&lt;script&gt;&#39;&quot;&amp;");
        assert_eq!(csv_cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(csv_cell(" @sum"), "\"' @sum\"");
        assert_eq!(csv_cell("\u{FF1D}1+1"), "\"'\u{FF1D}1+1\"");
        assert_eq!(csv_cell("a,b"), "\"a,b\"");
    }
}
