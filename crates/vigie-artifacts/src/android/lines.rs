//! The lines of a section, and the few ways its values are written.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2_iter};
use vigie_model::Place;

/// A line longer than this is cut, in bytes.
pub(super) const LINE_LIMIT: usize = 1 << 20;

/// One line of a section.
#[derive(Debug, Clone)]
pub(crate) struct TextLine<'t> {
    pub(crate) at: Place,
    /// Without the line end; bytes that are not UTF-8 are U+FFFD.
    pub(crate) text: Cow<'t, str>,
}

impl TextLine<'_> {
    /// Spaces at its start.
    #[inline]
    pub(crate) fn indent(&self) -> usize {
        self.text.bytes().take_while(|byte| *byte == b' ').count()
    }

    /// Without the white space around it.
    #[inline]
    pub(crate) fn trimmed(&self) -> &str {
        let text = self.text.trim_ascii();
        let is_plain = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
        // White space of other scripts, and control characters, are rare.
        if is_plain(text.as_bytes().first()) && is_plain(text.as_bytes().last()) { text } else { self.text.trim() }
    }
}

/// What is left of a text.
#[derive(Debug, Clone)]
enum Rest<'t> {
    /// All of it is well, as nearly always: looked at once and not line by line.
    Well(&'t str),
    Raw(&'t [u8]),
}

/// The lines of a section.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'t> {
    rest: Rest<'t>,
    line: u64,
    offset: u64,
    /// Lines that are counted and not given.
    without: Option<fn(&[u8]) -> bool>,
}

impl<'t> Lines<'t> {
    /// The same without some lines, which count all the same.
    pub(crate) fn without(self, these: fn(&[u8]) -> bool) -> Self {
        Self { without: Some(these), ..self }
    }

    pub(crate) fn new(text: &'t [u8], line: u64, offset: u64) -> Self {
        let rest = std::str::from_utf8(text).map_or(Rest::Raw(text), Rest::Well);
        Self { rest, line, offset, without: None }
    }
}

/// How long a line is with its end.
#[inline]
fn to_its_end(text: &[u8]) -> usize {
    memchr(b'\n', text).map_or(text.len(), |end| end.saturating_add(1))
}

/// How long it is without.
#[inline]
fn without_its_end(line: &[u8]) -> usize {
    match line {
        [line @ .., b'\r', b'\n'] | [line @ .., b'\n' | b'\r'] | line => line.len().min(LINE_LIMIT),
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = TextLine<'t>;

    fn next(&mut self) -> Option<TextLine<'t>> {
        loop {
            let (text, line): (Cow<'t, str>, &[u8]) = match &mut self.rest {
                Rest::Well("") | Rest::Raw([]) => return None,
                Rest::Well(rest) => {
                    let (line, more) = rest.split_at_checked(to_its_end(rest.as_bytes()))?;
                    *rest = more;
                    let text = match line.get(..without_its_end(line.as_bytes())) {
                        Some(text) => Cow::Borrowed(text),
                        // Cut inside of a letter.
                        None => String::from_utf8_lossy(line.as_bytes().get(..LINE_LIMIT).unwrap_or_default()),
                    };
                    (text, line.as_bytes())
                }
                Rest::Raw(rest) => {
                    let (line, more) = rest.split_at_checked(to_its_end(rest))?;
                    *rest = more;
                    (String::from_utf8_lossy(line.get(..without_its_end(line)).unwrap_or(line)), line)
                }
            };
            let at = Place::Line { line: self.line, offset: self.offset };
            self.line = self.line.saturating_add(1);
            self.offset = self.offset.saturating_add(line.len() as u64);
            if !self.without.is_some_and(|without| without(line)) {
                return Some(TextLine { at, text });
            }
        }
    }
}

/// A set of bytes of ASCII: letters, digits, and some marks.
const fn letters_and(marks: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        #[expect(clippy::indexing_slicing, reason = "worked out by the compiler")]
        {
            table[byte as usize] = byte.is_ascii_alphanumeric();
        }
        byte = byte.wrapping_add(1);
    }
    let mut at = 0;
    while at < marks.len() {
        #[expect(clippy::indexing_slicing, reason = "worked out by the compiler")]
        {
            table[marks[at] as usize] = true;
        }
        at = at.wrapping_add(1);
    }
    table
}

/// What the words of a log are made of.
const OF_WORD: &str = "._/$-~=";
static IS_OF_WORD: [bool; 256] = letters_and(OF_WORD.as_bytes());
/// What the names of components are made of.
const OF_COMPONENT: &str = "._$/-";
static IS_OF_COMPONENT: [bool; 256] = letters_and(OF_COMPONENT.as_bytes());

/// Calls `see` with each word of a text that has a dot or a slash in it: without one, a word is neither a package nor a path.
pub(crate) fn each_naming_word<'t>(text: &'t str, mut see: impl FnMut(&'t str)) {
    if !text.is_ascii() {
        let words = text.split(|c: char| !(c.is_alphanumeric() || OF_WORD.contains(c)));
        return words.filter(|word| word.contains(['.', '/'])).for_each(see);
    }
    words_with(text, memchr2_iter(b'.', b'/', text.as_bytes()), &IS_OF_WORD, &mut see);
}

/// The words of a text of ASCII that have one of some bytes in them: nearly all words have none, so it goes from one of these
/// bytes to the next.
fn words_with<'t>(
    text: &'t str,
    telling: impl Iterator<Item = usize>,
    is_of_word: &[bool; 256],
    see: &mut impl FnMut(&'t str),
) {
    let bytes = text.as_bytes();
    let outside = |byte: &u8| !is_of_word.get(usize::from(*byte)).copied().unwrap_or_default();
    let mut end = 0_usize;
    for at in telling {
        if at < end {
            continue;
        }
        let before = bytes.get(end..at).unwrap_or_default().iter().rposition(outside);
        let start = before.map_or(end, |before| end.saturating_add(before).saturating_add(1));
        let after = bytes.get(at..).unwrap_or_default().iter().position(outside);
        end = after.map_or(bytes.len(), |after| at.saturating_add(after));
        see(text.get(start..end).unwrap_or_default());
    }
}

/// What stands between two texts; the end of `text` serves as `after` when that is empty.
pub(crate) fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let rest = text.get(find(text, before)?.checked_add(before.len())?..)?;
    if after.is_empty() { Some(rest) } else { rest.get(..find(rest, after)?) }
}

/// Where a short text first stands in a line: to make a searcher of it would take longer than the search.
pub(crate) fn find(text: &str, wanted: &str) -> Option<usize> {
    let Some(first) = wanted.as_bytes().first() else { return Some(0) };
    let bytes = text.as_bytes();
    memchr_iter(*first, bytes).find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(wanted.as_bytes())))
}

/// The value of `name=` up to the next space; the name stands at the start of a word.
pub(crate) fn value<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let bytes = text.as_bytes();
    for equals in memchr_iter(b'=', bytes) {
        let before = bytes.get(..equals).unwrap_or_default();
        let Some(rest) = before.strip_suffix(name.as_bytes()) else { continue };
        if rest.last().is_none_or(u8::is_ascii_whitespace) {
            let after = text.get(equals.saturating_add(1)..).unwrap_or_default();
            let end = after.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(after.len());
            return after.get(..end).filter(|value| !value.is_empty());
        }
    }
    None
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
    let slash = memchr(b'/', component.as_bytes())?;
    let (package, class) = component.split_at_checked(slash)?;
    (class.len() > 1 && is_package(package)).then_some(package)
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
    let (mut first, mut dots) = (true, false);
    for byte in word.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => first = false,
            b'0'..=b'9' if !first => {}
            b'.' if !first => (first, dots) = (true, true),
            _ => return false,
        }
    }
    (dots && !first && word.len() < 256) || word == "android"
}

/// Calls `see` with every `package/class` in a text.
pub(crate) fn each_component<'t>(text: &'t str, mut see: impl FnMut(&'t str)) {
    let mut see = |word: &'t str| {
        if package_of(word).is_some() {
            see(word);
        }
    };
    if !text.is_ascii() {
        return text.split(|c: char| !(c.is_alphanumeric() || OF_COMPONENT.contains(c))).for_each(see);
    }
    words_with(text, memchr_iter(b'/', text.as_bytes()), &IS_OF_COMPONENT, &mut see);
}

/// Every `package/class` in a text.
pub(crate) fn components(text: &str) -> impl Iterator<Item = &str> {
    let mut found = Vec::new();
    each_component(text, |component| found.push(component));
    found.into_iter()
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
    fn texts_between_texts() {
        for (text, before, after) in [
            ("a[b]c", "[", "]"),
            ("é[é]é", "é[", "]"),
            ("ab, path=x, y", ", path=", ","),
            ("aab", "ab", ""),
            ("ab", "ab", ""),
            ("", "a", "b"),
            ("abc", "", "c"),
            ("a, , path", ", path", ""),
        ] {
            let expected = text
                .split_once(before)
                .and_then(|(_, rest)| if after.is_empty() { Some(rest) } else { Some(rest.split_once(after)?.0) });
            assert_eq!(between(text, before, after), expected, "{text} {before} {after}");
        }
    }

    #[test]
    fn values_of_names() {
        let text = "a=1 ba=2\tb=  c=x=y a=3 d";
        assert_eq!((value(text, "a"), value(text, "ba")), (Some("1"), Some("2")));
        assert_eq!((value(text, "b"), value(text, "c"), value(text, "x")), (None, Some("x=y"), None));
        assert_eq!((value(text, "d"), value("", "a"), value("=", "")), (None, None, None));
    }

    #[test]
    fn packages() {
        for word in ["android", "a.b", "_a._b", "com.x1.y_2", "A.b"] {
            assert!(is_package(word), "{word}");
        }
        for word in [
            "",
            "a",
            "other",
            ".a",
            "a.",
            "a..b",
            "1a.b",
            "a.1b",
            "a.b-c",
            "a.é",
            "a b.c",
            &format!("a.{}", "b".repeat(254)),
        ] {
            assert!(!is_package(word), "{word}");
        }
        assert_eq!(package_of("a.b/.C"), Some("a.b"));
        assert_eq!((package_of("a.b/"), package_of("/a.b"), package_of("a.b")), (None, None, None));
    }

    #[test]
    fn naming_words_of_ascii_are_those_of_any_script() {
        for text in [
            "a.b/c:d e=f.g",
            "",
            ".",
            "no",
            "x.y",
            "(/data/app/~~Zm9v==/com.a-1), com.b.c$D;e",
            "a/ b/",
            "\u{1}a.b\u{7f}c.d",
        ] {
            let (mut ascii, mut any) = (Vec::new(), Vec::new());
            each_naming_word(text, |word| ascii.push(word));
            // A letter of another script, in a word of its own that names nothing.
            let other = format!("{text} é");
            each_naming_word(&other, |word| any.push(word.to_owned()));
            assert_eq!(ascii, any, "{text:?}");
        }
    }

    #[test]
    fn components_in_text() {
        let components = |text| components(text).collect::<Vec<&str>>();
        let found = components("{com.a.b/com.a.b.Svc}, x/y, {com.c.d/.E$F}: /data/app");
        assert_eq!(found, ["com.a.b/com.a.b.Svc", "com.c.d/.E$F"]);
        assert_eq!(components("é {com.a.b/.C} /x"), ["com.a.b/.C"]);
        assert!(components("com.a.b").is_empty() && components("é").is_empty());
    }
}
