//! The lines of a section, and the few ways its values are written.

use std::borrow::Cow;

use memchr::memchr;
use vigie_model::Place;

/// A line longer than this is cut, in bytes.
const LINE_LIMIT: usize = 1 << 20;

/// One line of a section.
#[derive(Debug, Clone)]
pub(crate) struct TextLine<'t> {
    pub(crate) at: Place,
    /// Without the line end; bytes that are not UTF-8 are U+FFFD.
    pub(crate) text: Cow<'t, str>,
}

impl TextLine<'_> {
    /// Spaces at its start.
    pub(crate) fn indent(&self) -> usize {
        self.text.bytes().take_while(|byte| *byte == b' ').count()
    }

    /// Without the spaces around it.
    pub(crate) fn trimmed(&self) -> &str {
        self.text.trim()
    }
}

/// The lines of a section.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'t> {
    rest: &'t [u8],
    line: u64,
    offset: u64,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t [u8], line: u64, offset: u64) -> Self {
        Self { rest: text, line, offset }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = TextLine<'t>;

    fn next(&mut self) -> Option<TextLine<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr(b'\n', self.rest).map_or(self.rest.len(), |end| end.saturating_add(1));
        let (line, rest) = self.rest.split_at(end.min(self.rest.len()));
        let at = Place::Line { line: self.line, offset: self.offset };
        self.rest = rest;
        self.line = self.line.saturating_add(1);
        self.offset = self.offset.saturating_add(line.len() as u64);
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = line.get(..LINE_LIMIT).unwrap_or(line);
        Some(TextLine { at, text: String::from_utf8_lossy(line) })
    }
}

/// What stands between two texts; the end of `text` serves as `after` when that is empty.
pub(crate) fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    if after.is_empty() { Some(rest) } else { rest.split_once(after).map(|(found, _)| found) }
}

/// The value of `name=` up to the next space; the name stands at the start of a word.
pub(crate) fn value<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.split_ascii_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).filter(|v| !v.is_empty())
}

/// The same, where `null` and nothing mean that there is none.
pub(crate) fn some_value(text: &str, name: &str) -> Option<String> {
    value(text, name).and_then(present)
}

/// A value, unless it says that there is none.
pub(crate) fn present(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text != "null").then(|| text.to_owned())
}

/// The items between the first `[` or `{` and its end, split at commas or spaces.
pub(crate) fn items(text: &str) -> Vec<String> {
    let inside = text.trim().trim_start_matches(['[', '{']).trim_end_matches([']', '}']);
    inside.split([',', ' ']).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// The package of `package/class`.
pub(crate) fn package_of(component: &str) -> Option<&str> {
    let (package, class) = component.split_once('/')?;
    (is_package(package) && !class.is_empty()).then_some(package)
}

/// A component with the name of its class written out: `a.b/.C` is `a.b/a.b.C`.
pub(crate) fn full_component(component: &str) -> String {
    match component.split_once("/.") {
        Some((package, class)) => format!("{package}/{package}.{class}"),
        None => component.to_owned(),
    }
}

/// Whether a word is written like the name of a package: parts of letters, digits and `_`, joined by dots; `android`
/// alone is one too.
pub(crate) fn is_package(word: &str) -> bool {
    let part = |part: &str| {
        part.bytes().next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    word == "android" || (word.contains('.') && word.len() < 256 && word.split('.').all(part))
}

/// Every `package/class` in a text.
pub(crate) fn components(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || "._$/-".contains(c))).filter(|word| package_of(word).is_some())
}

/// A user id as Android writes it: `1000`, `u0a86` (application 86 of user 0), `u0i5` (isolated), `u10s1000`, `u0_a86`.
pub(crate) fn uid(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let rest = text.strip_prefix('u')?;
    let split = rest.find(|c: char| !c.is_ascii_digit())?;
    let (user, rest) = (rest.get(..split)?, rest.get(split..)?.trim_start_matches('_'));
    let user: i64 = user.parse().ok()?;
    // Isolated processes of an application zygote, of the system, applications, and what belongs to the system.
    let bases = [("ai", 90_000_i64), ("i", 99_000), ("a", 10_000), ("s", 0)];
    let (base, app) = bases.iter().find_map(|(mark, base)| Some((*base, rest.strip_prefix(mark)?)))?;
    let app: i64 = app.parse().ok()?;
    user.checked_mul(100_000)?.checked_add(base)?.checked_add(app)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_ids() {
        assert_eq!(uid("1000"), Some(1000));
        assert_eq!(uid("u0a86"), Some(10_086));
        assert_eq!(uid("u0_a86"), Some(10_086));
        assert_eq!(uid("u10a123"), Some(1_010_123));
        assert_eq!(uid("u0s1000"), Some(1000));
        assert_eq!(uid("u0ai3"), Some(90_003));
        assert_eq!(uid("shell"), None);
    }

    #[test]
    fn components_in_text() {
        let found: Vec<_> = components("{com.a.b/com.a.b.Svc}, x/y, {com.c.d/.E$F}: /data/app").collect();
        assert_eq!(found, ["com.a.b/com.a.b.Svc", "com.c.d/.E$F"]);
    }
}
