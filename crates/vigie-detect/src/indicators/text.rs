//! Links and e-mail addresses in running text: with scheme, with `www.`, bare (`urlpush.net/x`), defanged.

use super::canon::host;
use super::canon::refang::{begins_mark, joins_words, may_be_defanged, refang};
use super::canon::url::{self, TRAILING};

/// Something found in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<'t> {
    /// A link, as written or without the punctuation behind it.
    Link(&'t str),
    /// An e-mail address.
    Email(&'t str),
}

/// Hands out every word of a text that may hold something, in order, and then those of the text as it is meant where it is
/// defanged.
pub(crate) fn words(text: &str, see: &mut dyn FnMut(&str)) {
    plain_words(text, see);
    if may_be_defanged(text)
        && let std::borrow::Cow::Owned(meant) = refang(text)
    {
        plain_words(&meant, see);
    }
}

/// Calls `see` with every word between spaces in which a link, an address, or anything else with a dot or a slash can stand.
/// Answers false, and calls nothing, where words may belong together: `user (at) example [.] org`.
pub fn each_spaced_word(text: &str, mut see: impl FnMut(&str)) -> bool {
    if joins_words(text) {
        return false;
    }
    let bytes = text.as_bytes();
    let mut end = 0;
    for at in memchr::memchr2_iter(b'.', b'/', bytes) {
        if at < end {
            continue;
        }
        let start = memchr::memrchr(b' ', &bytes[end..at]).map_or(end, |before| end + before + 1);
        end = memchr::memchr(b' ', &bytes[at..]).map_or(bytes.len(), |after| at + after);
        see(&text[start..end]);
    }
    true
}

/// Sets of bytes of ASCII, as tables.
type Bytes = [bool; 256];

const fn bytes_of(list: &[u8]) -> Bytes {
    let mut table = [false; 256];
    let mut at = 0;
    while at < list.len() {
        table[list[at] as usize] = true;
        at += 1;
    }
    table
}

/// What stands between words: white space, control characters, quotes, angle brackets.
static ENDS_WORD: Bytes = {
    let mut ends = bytes_of(b"\x7F<>\"`");
    let mut byte = 0;
    while byte <= b' ' as usize {
        ends[byte] = true;
        byte += 1;
    }
    ends
};

/// What people put around a bare link, and a link has none of.
static AROUND: Bytes = bytes_of(b"()[]{},;|'=\\");
/// Punctuation at the ends of a bare link.
static AT_ENDS: Bytes = bytes_of(b".:!*_~-");
/// What ends the host of a bare link.
static ENDS_HOST: Bytes = bytes_of(b"/?#:");

/// Shorter words hold nothing.
const SHORTEST: usize = 4;

/// Stands between a scheme and the rest of a link.
const SCHEME_END: &str = "://";

fn plain_words(text: &str, see: &mut dyn FnMut(&str)) {
    if !text.is_ascii() {
        return plain_words_of_any_script(text, see);
    }
    // From one telling byte to the next: nearly all words have none.
    let bytes = text.as_bytes();
    let ends_word = |byte: &u8| ENDS_WORD[usize::from(*byte)];
    let mut end = 0;
    for at in memchr::memchr2_iter(b'.', b'/', bytes) {
        if at < end || (bytes[at] == b'/' && !(bytes[end..at].ends_with(b":") && bytes[at..].starts_with(b"//"))) {
            continue;
        }
        let start = bytes[end..at].iter().rposition(ends_word).map_or(end, |before| end + before + 1);
        end = bytes[at..].iter().position(ends_word).map_or(bytes.len(), |after| at + after);
        if end - start >= SHORTEST && bytes[start..end].iter().any(|byte| names(*byte)) {
            see(&text[start..end]);
        }
    }
}

/// Whether a byte can be of a link or an address and of no bare number: times and versions are what logs are full of.
fn names(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'@')
}

/// Whether [`SCHEME_END`] stands in a word.
fn has_scheme(word: &[u8]) -> bool {
    memchr::memchr_iter(b':', word).any(|at| word[at..].starts_with(SCHEME_END.as_bytes()))
}

/// Whether a word can hold a link or an address: both have a dot or a scheme.
fn is_telling(word: &str) -> bool {
    memchr::memchr(b'.', word.as_bytes()).is_some() || has_scheme(word.as_bytes())
}

fn plain_words_of_any_script(text: &str, see: &mut dyn FnMut(&str)) {
    let ends = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '„' | '`' | '\u{FFFC}' | '\u{FFFD}')
    };
    for word in text.split(ends).filter(|word| word.len() >= SHORTEST && is_telling(word)) {
        if !word.is_ascii() || word.bytes().any(names) {
            see(word);
        }
    }
}

/// Longer words are not links; one is looked at up to here, in bytes.
const MAX_WORD: usize = 16 << 10;

/// Whether a word is quickly known to hold nothing: nearly all are names of files, classes and packages.
pub(crate) fn holds_nothing(word: &str) -> bool {
    let bytes = word.as_bytes();
    if bytes.len() > MAX_WORD || !bytes.is_ascii() || has_scheme(bytes) {
        return false;
    }
    let mut rest = bytes;
    loop {
        let end = rest.iter().position(|byte| AROUND[usize::from(*byte)]);
        if !part_holds_nothing(&rest[..end.unwrap_or(rest.len())]) {
            return false;
        }
        match end {
            Some(end) => rest = &rest[end + 1..],
            None => return true,
        }
    }
}

/// What a byte can mean for a text that may hold something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    Nothing,
    /// It ends a part of a word.
    End,
    Dot,
    Colon,
    /// It may be of a mark of defanged text, ends a part, and begins one or ends one.
    Mark,
    /// To be looked at in peace.
    Something,
}

static MEANS: [Means; 256] = {
    let mut table = [Means::Nothing; 256];
    let mut byte = 0_u8;
    loop {
        let at = byte as usize;
        table[at] = match byte {
            b'@' | 0x80.. => Means::Something,
            b'.' => Means::Dot,
            b':' => Means::Colon,
            b'[' | b'(' | b'{' | b']' | b'x' | b'X' | b'*' => Means::Mark,
            _ if ENDS_WORD[at] || AROUND[at] => Means::End,
            _ => Means::Nothing,
        };
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

/// Longer texts are taken apart word by word.
const SHORT: usize = 1024;

/// Whether a short text is known to hold nothing, by one look at each byte: nearly all words of logs are names of classes,
/// files and packages.
pub(crate) fn has_nothing(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > SHORT {
        return false;
    }
    let (mut start, mut has_dot) = (0, false);
    for (at, byte) in bytes.iter().enumerate() {
        match MEANS[usize::from(*byte)] {
            Means::Something => return false,
            Means::Colon if bytes[at..].starts_with(SCHEME_END.as_bytes()) => return false,
            Means::Nothing | Means::Colon => continue,
            Means::Dot => {
                has_dot = true;
                continue;
            }
            Means::Mark if begins_mark(bytes, at) => return false,
            Means::Mark if matches!(byte, b'x' | b'X' | b'*') => continue,
            Means::Mark | Means::End => {}
        }
        if has_dot && !part_holds_nothing(&bytes[start..at]) {
            return false;
        }
        (start, has_dot) = (at + 1, false);
    }
    !has_dot || part_holds_nothing(&bytes[start..])
}

fn without_dots(mut host: &[u8]) -> &[u8] {
    while let [rest @ .., b'.'] = host {
        host = rest;
    }
    host
}

/// The same of what [`one_bare`] is given.
fn part_holds_nothing(part: &[u8]) -> bool {
    if memchr::memchr(b'@', part).is_some() {
        return false;
    }
    let inner = |byte: &u8| !AT_ENDS[usize::from(*byte)];
    let (Some(from), Some(to)) = (part.iter().position(inner), part.iter().rposition(inner)) else { return true };
    let part = &part[from..=to];
    let end = part.iter().position(|byte| ENDS_HOST[usize::from(*byte)]).unwrap_or(part.len());
    let host = without_dots(&part[..end]);
    let Some(dot) = memchr::memrchr(b'.', host) else { return true };
    let last = &host[dot + 1..];
    let is_number = last.iter().all(u8::is_ascii_digit);
    let is_www = host.first_chunk::<4>().is_some_and(|first| first.eq_ignore_ascii_case(b"www."));
    !is_number && !is_www && !std::str::from_utf8(last).is_ok_and(host::is_top_level)
}

/// Hands out what a word holds, in order; a link with punctuation behind it comes with and without. Defanged links are
/// handed out as they are meant.
pub(crate) fn find(word: &str, see: &mut dyn FnMut(Found<'_>)) {
    let word = &word[..word.ceil_char_boundary(MAX_WORD)];
    if has_scheme(word.as_bytes()) {
        with_scheme(word, see);
    } else {
        bare(word, see);
    }
}

/// The host of a link that is written in the plainest way, and is the whole of the word: nothing of it changes when it is
/// read as a browser reads it, and no other link is inside.
pub(crate) fn plain_host(word: &str) -> Option<&str> {
    let rest =
        word.strip_prefix("http").map(|rest| rest.strip_prefix('s').unwrap_or(rest))?.strip_prefix(SCHEME_END)?;
    if word.len() > MAX_WORD || word.ends_with(TRAILING) {
        return None;
    }
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let (host, behind) = rest.split_at(end);
    let of_host = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    // Bytes that end a link in running text, that are read as others, or that can hide a link.
    let of_rest =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'?' | b'#' | b'=' | b'&' | b'-' | b'_');
    let is_name = host.bytes().all(of_host)
        && host.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase()));
    let fits = is_name
        && host.len() <= 253
        && host.split('.').all(|label| (1..=63).contains(&label.len()) && !label.starts_with("xn--"));
    (fits && behind.bytes().all(of_rest) && !url::may_nest(behind)).then_some(host)
}

/// Every scheme in the token starts a link; it ends at the token's end, and also at the first character that is not
/// ASCII: scripts without spaces put words right behind a link.
fn with_scheme(token: &str, see: &mut dyn FnMut(Found<'_>)) {
    for (at, _) in token.match_indices(SCHEME_END).take(16) {
        let name =
            token[..at].bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-')).count();
        if name == 0 {
            continue;
        }
        let link = &token[at - name..];
        trimmed(link, &mut |l| see(Found::Link(l)));
        let ascii = link.find(|c: char| !c.is_ascii()).unwrap_or(link.len());
        if ascii > name + 3 && ascii < link.len() {
            trimmed(&link[..ascii], &mut |l| see(Found::Link(l)));
        }
        // `a|b`, `(link)`, `a,b`: characters a URL may hold and people also use around one.
        if let Some(end) = link.find(['|', ',', ')', ']', '}', '\'', '\\', '^'])
            && end > name + 3
        {
            see(Found::Link(&link[..end]));
        }
    }
}

fn bare(token: &str, see: &mut dyn FnMut(Found<'_>)) {
    let around = |c: char| matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '|' | '\'' | '=' | '\\');
    for part in token.split(around) {
        one_bare(part, see);
        if !part.is_ascii() {
            // Latin links between words of scripts without spaces.
            for run in part.split(|c: char| !c.is_ascii()).filter(|run| *run != part) {
                one_bare(run, see);
            }
        }
    }
}

fn one_bare(part: &str, see: &mut dyn FnMut(Found<'_>)) {
    let part = part.trim_matches(|c: char| matches!(c, '.' | ':' | '!' | '*' | '_' | '~' | '-' | '’' | '‘'));
    if part.len() < 4 {
        return;
    }
    let part_mail = part.strip_prefix("mailto:").unwrap_or(part);
    if let Some((user, domain)) = part_mail.split_once('@') {
        let domain = domain.split(['?', '/', ':']).next().unwrap_or(domain).trim_end_matches(TRAILING);
        let end = user.len() + 1 + domain.len();
        if !user.is_empty() && !user.contains('/') && domain.contains('.') {
            see(Found::Email(&part_mail[..end]));
            return;
        }
    }
    if !part.contains('.') {
        return;
    }
    let end = part.find(['/', '?', '#', ':']).unwrap_or(part.len());
    if !may_be_host(&part[..end]) {
        return;
    }
    let mut buf = String::new();
    if let Some(host::Host::Name(name)) = host::host(&part[..end], &mut buf)
        && (host::is_registrable(name) || name.starts_with("www."))
    {
        trimmed(part, &mut |l| see(Found::Link(l)));
    } else if end < part.len() && part.as_bytes().get(end) == Some(&b'/') && host::ip(&part[..end]).is_some() {
        // An address alone may be a version number; with a path behind it, it is a link.
        trimmed(part, &mut |l| see(Found::Link(l)));
    }
}

/// Whether a text can be the host of a bare link: quickly told by its last label, which nearly always is that of a file, a
/// class or a package.
fn may_be_host(text: &str) -> bool {
    let host = text.trim_end_matches('.');
    let last = &host[host.rfind('.').map_or(0, |dot| dot + 1)..];
    let begins = |start: &str| {
        host.as_bytes().first_chunk().is_some_and(|first: &[u8; 4]| first.eq_ignore_ascii_case(start.as_bytes()))
    };
    let is_number = || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    // Numbers may be an address, other scripts a domain of their own.
    !host.is_ascii() || is_number() || begins("www.") || host::is_top_level(last)
}

/// A link as written, and without the punctuation at its end.
fn trimmed<'t>(link: &'t str, see: &mut dyn FnMut(&'t str)) {
    let bare = link.trim_end_matches(TRAILING);
    see(bare);
    if bare.len() != link.len() {
        see(link);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        words(text, &mut |word| {
            find(word, &mut |found| {
                out.push(match found {
                    Found::Link(link) => link.to_owned(),
                    Found::Email(mail) => format!("mail {mail}"),
                });
            });
        });
        out
    }

    #[test]
    fn links_of_every_sort() {
        for (text, link) in [
            ("See http://a.example.org/x.", "http://a.example.org/x"),
            ("(https://a.example.org/x)", "https://a.example.org/x"),
            ("go to urlpush.net/x now", "urlpush.net/x"),
            ("go to www.x.com!", "www.x.com"),
            ("点击http://evil.com/a谢谢", "http://evil.com/a"),
            ("点击urlpush.net/x谢谢", "urlpush.net/x"),
            ("hxxps://evil[.]com/x", "https://evil.com/x"),
            ("evil[dot]com", "evil.com"),
            ("evil(.)com/path", "evil.com/path"),
            ("write to contact@example.org, please", "mail contact@example.org"),
            ("http://1.2.3.4/x", "http://1.2.3.4/x"),
            ("1.2.3.4/x", "1.2.3.4/x"),
            ("<a href=\"http://a.example.org/\">", "http://a.example.org/"),
            ("[name](http://a.example.org/y)", "http://a.example.org/y"),
        ] {
            assert!(all(text).iter().any(|found| found == link), "{text}: {:?}", all(text));
        }
    }

    #[test]
    fn ordinary_text_has_no_links() {
        for text in ["version 1.2.3.4", "at 10:30.", "file.txt.unknownsuffix", "…", "a.b", "e.g. this", "x@y"] {
            assert_eq!(all(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn words_of_ascii_are_those_of_any_script() {
        let texts = [
            "a b.c\td@e \"f:g\"<h.i>`j.kl`mn.o\u{7f}pq:r\u{0}s.tu ",
            "...",
            "a.b",
            "abc.",
            " x.yz",
            "nothing here",
            "",
            "\u{b}a.bc\u{c}d.ef\u{1f}g.hi",
            "12:30:05.123 1.2.3.4 1.2.3.4/5 1@2.34 a1.23",
        ];
        for text in texts {
            let (mut ascii, mut any): (Vec<String>, Vec<String>) = Default::default();
            plain_words(text, &mut |word| ascii.push(word.to_owned()));
            plain_words_of_any_script(text, &mut |word| any.push(word.to_owned()));
            assert_eq!(ascii, any, "{text:?}");
        }
    }

    /// Words of pieces that matter to links, in every order a small generator comes to.
    fn made_words() -> Vec<String> {
        let pieces = [
            "a",
            "evil",
            ".",
            ".",
            "com",
            "net",
            "java",
            "www.",
            "@",
            ":",
            "/",
            "//",
            "http://",
            "https://",
            "?",
            "#",
            "=",
            "&",
            "1",
            "10.0",
            "x1",
            "-",
            "_",
            "(",
            ")",
            ",",
            "[",
            "é",
            "%2e",
            "!",
            "xn--",
            "mailto:",
            "org",
            "Main",
            "aHR0cDovL2EuY29t",
            "bm90IGEgbGluaw",
            "co.uk",
            "|",
            "'",
            "*",
            "…",
            "HTTP",
            "items",
            "Ｅ",
        ];
        let mut state = 7_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        (0..60_000).map(|_| (0..=next(8)).map(|_| pieces[next(pieces.len())]).collect()).collect()
    }

    #[test]
    fn what_is_quickly_told_is_so() {
        let (mut nothing, mut something) = (0, 0);
        for word in made_words() {
            let mut found = Vec::new();
            find(&word, &mut |what| found.push(format!("{what:?}")));
            if holds_nothing(&word) {
                nothing += 1;
                assert!(found.is_empty(), "{word}: {found:?}");
            } else {
                assert!(!has_nothing(&word), "{word}");
                something += usize::from(!found.is_empty());
            }
        }
        assert!(nothing > 10_000 && something > 10_000, "{nothing} {something}");
    }

    #[test]
    fn texts_that_have_nothing_hold_nothing() {
        let made = made_words();
        let (mut nothing, mut something) = (0, 0);
        for pair in made.chunks_exact(3) {
            for text in [pair.join(" "), pair.join("\""), pair.join("\t"), pair.join("] (")] {
                if has_nothing(&text) {
                    nothing += 1;
                    assert_eq!(all(&text), Vec::<String>::new(), "{text}");
                } else {
                    something += usize::from(!all(&text).is_empty());
                }
            }
        }
        assert!(nothing > 3_000 && something > 10_000, "{nothing} {something}");
        for text in ["evil[.]com", "hxxp", "a h**p", "x (dot) y", "evil.]com", "a.com\tb", "a\u{1}evil.com", "é.com"] {
            assert!(!has_nothing(text), "{text}");
        }
        for text in ["", "a.b.C (D.kt:12) [x] 12:30 /data/app", "java.lang.Exception: no", "exe 0x12 x*"] {
            assert!(has_nothing(text), "{text}");
        }
    }

    #[test]
    fn a_plain_link_is_its_host_and_nothing_else() {
        let mut plain = 0;
        let paths =
            ["", "/", "/v1/items?since=47916", "/a?b=c&d=e#f", "/notifications/1234567890", "/aHR0cDovL2EuY29t"];
        let made = made_words()
            .into_iter()
            .flat_map(|word| paths.map(|path| format!("https://{}{path}", word.trim_start_matches("https://"))));
        for word in made {
            let Some(host) = plain_host(&word) else { continue };
            plain += 1;
            let mut found = Vec::new();
            find(&word, &mut |what| found.push(format!("{what:?}")));
            assert_eq!(found, [format!("{:?}", Found::Link(&word))], "{word}");
            let read = url::read(&word).unwrap();
            assert_eq!(read.url.host_str(), Some(host), "{word}");
            let canonical = url::canonical(&read.url, true);
            assert_eq!(url::host_of(&canonical), host, "{word}");
            assert!(url::nested(&word).is_empty(), "{word}");
            assert!(
                matches!(host::host(host, &mut String::new()), Some(host::Host::Name(name)) if name == host),
                "{word}"
            );
        }
        assert!(plain > 5_000, "{plain}");
        assert_eq!(plain_host("https://api16.example.org/v1/items?since=47916"), Some("api16.example.org"));
        assert_eq!(plain_host("https://a.example.org/?u=aHR0cDovL2EuY29t"), None);
    }

    #[test]
    fn words_between_spaces_hold_what_the_text_holds() {
        let texts = [
            "event 3 of org.example.a took 9 ms",
            "GET https://a.example.org/x?y=http://b.example.net/ (see www.c.example.com), user@d.example",
            "hxxp://evil[.]example/a and evil(dot)example",
            "é «https://a.example.org/x» 点击urlpush.net/x谢谢",
            "a\tb.example.org\u{a0}c.example.org",
            "no words",
        ];
        let mut split = 0;
        for text in texts {
            let mut by_word = Vec::new();
            if each_spaced_word(text, |word| by_word.extend(all(word))) {
                split += 1;
                assert_eq!(by_word, all(text), "{text}");
            }
        }
        assert_eq!(split, texts.len());
        for text in ["evil [.] example", "user (at) evil.example", "evil .] example", "x [dot] y"] {
            assert!(!each_spaced_word(text, |word| panic!("{word}")), "{text}");
        }
    }
}
