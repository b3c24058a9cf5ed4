//! Defanged text (`hxxp://evil[.]example`) back to what it means. Bulletins and chats write links so that nobody
//! follows them by mistake.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr_iter, memchr3_iter};

const MARKS: &[(&str, &str)] = &[
    ("[://]", "://"),
    ("[:]", ":"),
    ("[:", ":"), // `hxxp[://evil.example]`; its closing bracket is trimmed as punctuation
    ("(:)", ":"),
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[.", "."),
    (".]", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("{dot}", "."),
    ("[/]", "/"),
    ("[@]", "@"),
    ("(@)", "@"),
    ("[at]", "@"),
    ("(at)", "@"),
    ("{at}", "@"),
    ("hxxp", "http"),
    ("h**p", "http"),
    ("fxp://", "ftp://"),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(MARKS.iter().map(|(mark, _)| mark))
        .ok()
});

/// Bytes that stand in every mark: where it begins, or before what ends it.
static OF_MARK: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"[({]xX*";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// Whether a text can hold a mark: much quicker than looking for all of them.
pub(crate) fn may_be_defanged(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(next) = bytes[from..].iter().position(|byte| OF_MARK[usize::from(*byte)]) {
        let at = from + next;
        if begins_mark(bytes, at) {
            return true;
        }
        from = at + 1;
    }
    false
}

/// Whether a mark may stand where one of the bytes is that every mark has.
#[inline]
pub(crate) fn begins_mark(bytes: &[u8], at: usize) -> bool {
    let lower = |ahead: usize| bytes.get(at + ahead).map(u8::to_ascii_lowercase);
    let after = lower(1);
    match bytes[at] {
        b'[' | b'(' | b'{' => match after {
            Some(b':' | b'.' | b'/' | b'@') => true,
            Some(b'd') => lower(2) == Some(b'o') && lower(3) == Some(b't'),
            Some(b'a') => lower(2) == Some(b't'),
            _ => false,
        },
        b']' => at.checked_sub(1).is_some_and(|before| bytes[before] == b'.'),
        _ => after == Some(b'p'),
    }
}

/// Whether a mark joins the words around it where it stands between spaces: `evil [.] example` is one name. One for a
/// scheme begins a word.
fn joins(meant: &str) -> bool {
    !meant.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether a mark of a text joins words that spaces part.
pub(crate) fn joins_words(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize| matches!(bytes.get(at + 1), Some(b':' | b'.' | b'/' | b'@' | b'd' | b'D' | b'a' | b'A'));
    let between_spaces = |at: usize| {
        at.checked_sub(1).is_some_and(|before| bytes[before] == b' ')
            && MARKS.iter().any(|(mark, meant)| {
                let end = at + mark.len();
                let stands = bytes.get(at..end).is_some_and(|there| there.eq_ignore_ascii_case(mark.as_bytes()));
                stands && joins(meant) && bytes.get(end) == Some(&b' ')
            })
    };
    memchr3_iter(b'[', b'(', b'{', bytes).any(|at| begins(at) && between_spaces(at))
        || memchr_iter(b']', bytes).any(|at| at > 0 && bytes[at - 1] == b'.' && between_spaces(at - 1))
}

/// The text with its marks undone; borrowed when it has none.
pub(crate) fn refang(text: &str) -> Cow<'_, str> {
    let Some(finder) = FINDER.as_ref() else {
        return Cow::Borrowed(text);
    };
    if !finder.is_match(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for found in finder.find_iter(text) {
        if found.start() < from {
            continue;
        }
        out.push_str(&text[from..found.start()]);
        from = found.end();
        let (_, meant) = MARKS[found.pattern().as_usize()];
        if joins(meant) && out.ends_with(' ') && text[from..].starts_with(' ') {
            out.pop();
            from += 1;
        }
        out.push_str(meant);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_is_passed_over() {
        for (mark, _) in MARKS {
            let texts = [mark.to_string(), mark.to_uppercase(), format!("a{mark}"), format!("{mark}é")];
            assert!(texts.iter().all(|text| may_be_defanged(text)), "{mark}");
        }
        assert!(!may_be_defanged("plain (text) [of] no {mark} x p."));
    }

    #[test]
    fn every_common_mark_is_undone() {
        for (defanged, meant) in [
            ("hxxp://evil[.]example/x", "http://evil.example/x"),
            ("hXXps[:]//evil(.)example", "https://evil.example"),
            ("hxxps[://]a[dot]evil[DOT]example", "https://a.evil.example"),
            ("evil [.] example", "evil.example"),
            ("evil{.}example and user[at]evil[.]example", "evil.example and user@evil.example"),
            ("1[.]2.3[.]4", "1.2.3.4"),
            ("go to hxxp evil [dot] example", "go to http evil.example"),
        ] {
            assert_eq!(refang(defanged), meant);
        }
        assert!(matches!(refang("http://plain.example/(a)"), Cow::Borrowed(_)));
    }
}
