//! URLs after WHATWG normalisation (<https://url.spec.whatwg.org/>), and what may hide inside them.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::GeneralPurposeConfig;
use base64::engine::general_purpose::GeneralPurpose;
use percent_encoding::percent_decode_str;
use url::Url;

use super::host;

/// A URL as read: with its own scheme, or with `http` put before it.
pub(crate) struct Read {
    pub(crate) url: Url,
    pub(crate) had_scheme: bool,
}

/// Punctuation that ends a sentence around a link rather than the link.
pub(crate) const TRAILING: &[char] =
    &['.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '"', '\'', '»', '”', '’', '…', '*', '_', '|', '`'];

/// Longer values are not URLs anyone follows; parsing them would only cost time.
const MAX_LEN: usize = 64 << 10;

/// Reads a URL; one without scheme is read as `http`.
pub(crate) fn read(raw: &str) -> Option<Read> {
    let text = raw.trim();
    if text.is_empty() || text.len() > MAX_LEN {
        return None;
    }
    if scheme(text).is_some() {
        return Url::parse(text).ok().map(|url| Read { url, had_scheme: true });
    }
    let text = text.strip_prefix("//").unwrap_or(text);
    let url = Url::parse(&format!("http://{text}")).ok()?;
    Some(Read { url, had_scheme: false })
}

/// The scheme, when there is one: `evil.example:8080/x` has none, whatever a URL parser says.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    if !named {
        return None;
    }
    // Without slashes, `name:digits` is a host with its port; the schemes that have none are few.
    let bare = ["mailto", "tel", "sms", "data", "javascript", "about", "blob", "facetime", "view-source"];
    (rest.starts_with("//") || bare.contains(&scheme.to_ascii_lowercase().as_str())).then_some(scheme)
}

/// The form URL indicators are filed under: no userinfo, no trailing dot of the host, the fragment if asked for.
pub(crate) fn canonical(url: &Url, fragment: bool) -> Cow<'_, str> {
    let dotted = url.host_str().is_some_and(|h| h.ends_with('.') && h.len() > 1);
    let private = !url.username().is_empty() || url.password().is_some();
    if !dotted && !private && (fragment || url.fragment().is_none()) {
        return Cow::Borrowed(url.as_str());
    }
    let mut url = url.clone();
    if private {
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
    if dotted {
        let bare = url.host_str().map(|h| h.trim_end_matches('.').to_owned());
        let _ = url.set_host(bare.as_deref());
    }
    if !fragment {
        url.set_fragment(None);
    }
    Cow::Owned(url.into())
}

/// How deep wrappers are opened, how many links are taken from one, and how many bytes are looked at in all.
const MAX_DEPTH: u8 = 6;
const MAX_NESTED: usize = 32;
const MAX_BYTES: usize = 256 << 10;

/// A nested link is looked at up to here.
const MAX_LINK: usize = 4 << 10;

/// The URLs and host names inside a URL: in its parameters, path and fragment; plain, percent-encoded any number of
/// times, or base64. Google, Facebook and Outlook Safe Links wrap links so; so do archives and trackers.
pub(crate) fn nested(url: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut work: Vec<(Cow<'_, str>, u8)> = vec![(Cow::Borrowed(after_host(url)), 0)];
    let mut budget = MAX_BYTES;
    while let Some((text, depth)) = work.pop() {
        if found.len() >= MAX_NESTED || text.len() > budget {
            break;
        }
        budget -= text.len();
        let mut inside = Vec::new();
        embedded(&text, &mut inside);
        for value in parts(&text) {
            if let Some(link) = bare_link(value) {
                inside.push(link.to_owned());
            }
            if depth < MAX_DEPTH
                && let Some(decoded) = base64_text(value)
            {
                work.push((Cow::Owned(decoded), depth + 1));
            }
        }
        if depth < MAX_DEPTH && text.contains('%') {
            let decoded = percent_decode_str(&text).decode_utf8_lossy();
            if decoded != text {
                work.push((Cow::Owned(decoded.into_owned()), depth + 1));
            }
        }
        for link in inside {
            if found.len() < MAX_NESTED && !found.contains(&link) {
                found.push(link);
            }
        }
    }
    found
}

/// Whether what stands behind a host may hold another link.
pub(crate) fn may_nest(behind: &str) -> bool {
    let has_http = || {
        memchr::memchr2_iter(b'h', b'H', behind.as_bytes())
            .any(|at| behind.as_bytes()[at..].first_chunk::<4>().is_some_and(|four| four.eq_ignore_ascii_case(b"http")))
    };
    memchr::memchr2(b'%', b'.', behind.as_bytes()).is_some()
        || has_http()
        || parts(behind).any(|value| base64_text(value).is_some())
}

/// The values of a path, of parameters and of a fragment.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['?', '&', ';', '#', '/']).map(|part| part.split_once('=').map_or(part, |(_, value)| value))
}

/// The host of a canonical link.
pub(crate) fn host_of(canonical: &str) -> &str {
    let rest = canonical.split_once("://").map_or(canonical, |(_, rest)| rest);
    let rest = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    rest.split_once(':').map_or(rest, |(host, _)| host)
}

/// What stands behind the host: only there can a link be nested. Nothing, when it cannot hold one.
fn after_host(url: &str) -> &str {
    let from = url.find("://").map_or(0, |at| at + 3);
    let rest = &url[from..];
    let rest = rest.find(['/', '?', '#']).map_or("", |at| &rest[at..]);
    // The shortest thing that can hide: `?u=t.me`.
    if rest.len() < 7 || !rest.bytes().any(|b| matches!(b, b'=' | b':' | b'%' | b'.')) && rest.len() < 16 {
        ""
    } else {
        rest
    }
}

/// Every `http://…` or `https://…` inside the text. One that stands in a parameter ends at the next `&`, unless it
/// is the path itself that embeds it (`/web/2020/http://…?a&b`): both readings are given.
fn embedded(text: &str, out: &mut Vec<String>) {
    let lower = text.to_ascii_lowercase();
    for (at, _) in lower.match_indices("http").take(MAX_NESTED) {
        let rest = &text[at..];
        let after = lower[at + 4..].trim_start_matches('s');
        // `https:/evil` is what some wrappers make of a double slash.
        if !after.starts_with(":/") {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\'')).unwrap_or(rest.len());
        let end = if end > MAX_LINK { rest.floor_char_boundary(MAX_LINK) } else { end };
        let rest = &rest[..end];
        out.push(rest.to_owned());
        if let Some((first, _)) = rest.split_once('&') {
            out.push(first.to_owned());
        }
    }
}

/// A parameter's value that is itself a link without scheme (`u=badsite.example/x`).
fn bare_link(value: &str) -> Option<&str> {
    if value.len() < 4 || value.len() > 2048 || !value.contains('.') {
        return None;
    }
    let host_end = value.find([':', '/', '?']).unwrap_or(value.len());
    let mut buf = String::new();
    match host::host(&value[..host_end], &mut buf)? {
        host::Host::Name(name) => host::is_registrable(name).then_some(value),
        host::Host::Ip(_) => Some(value),
    }
}

/// Either alphabet, padding optional, stray last bits allowed: trackers are not strict.
fn base64_text(value: &str) -> Option<String> {
    const RELAXED: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, RELAXED);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, RELAXED);
    if value.len() < 8 || value.len() > 8192 {
        return None;
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'=');
    if !value.bytes().all(plain) {
        return None;
    }
    let bytes = if value.contains('+') { STANDARD.decode(value) } else { URL_SAFE.decode(value) };
    let text = String::from_utf8(bytes.ok()?).ok()?;
    (text.contains('.') && !text.contains(|c: char| c.is_control())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical_of(raw: &str) -> String {
        canonical(&read(raw).unwrap().url, true).into_owned()
    }

    #[test]
    fn whatwg_form() {
        assert_eq!(canonical_of("HTTP://EXAMPLE.org:80/a/../b"), "http://example.org/b");
        assert_eq!(canonical_of("https://user:pw@example.org./x"), "https://example.org/x");
        assert_eq!(canonical_of("example.org:8080/x"), "http://example.org:8080/x");
        assert_eq!(canonical_of("//example.org/x"), "http://example.org/x");
        assert!(read("http://[bad").is_none());
    }

    #[test]
    fn wrappers_are_opened() {
        let once = "https://www.google.com/url?q=https%3A%2F%2Fbad.example.net%2Fx&sa=D";
        assert!(nested(once).contains(&"https://bad.example.net/x".to_owned()), "{:?}", nested(once));
        let twice = "https://l.facebook.com/l.php?u=https%253A%252F%252Fbad.example.net%252Fx%253Fy&h=1";
        assert!(nested(twice).iter().any(|u| u == "https://bad.example.net/x?y"), "{:?}", nested(twice));
        let safe = "https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fbad.example.net%2Fa&data=05";
        assert!(nested(safe).contains(&"http://bad.example.net/a".to_owned()));
        let coded = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode("https://bad.example.net/b64");
        let wrapped = format!("https://t.example.org/c/{coded}/x");
        assert!(nested(&wrapped).contains(&"https://bad.example.net/b64".to_owned()));
        assert!(nested("https://google.com/?u=badsite.com").contains(&"badsite.com".to_owned()));
        assert!(
            nested("https://web.archive.org/web/2020/http://bad.example.net/x")
                .contains(&"http://bad.example.net/x".to_owned())
        );
        assert!(nested("https://example.org/index.html").iter().all(|u| !u.contains("example")));
    }

    #[test]
    fn bombs_are_bounded() {
        let mut bomb = "http://a.example.org/?u=".to_owned();
        bomb.push_str(&"http://b.example.org/?u=".repeat(20_000));
        assert!(nested(&bomb).len() <= MAX_NESTED);
        let mut deep = "http://x.example.org/".to_owned();
        for _ in 0..12 {
            deep = format!(
                "http://y.example.org/?u={}",
                percent_encoding::utf8_percent_encode(&deep, percent_encoding::NON_ALPHANUMERIC)
            );
        }
        let _ = nested(&deep);
    }
}
