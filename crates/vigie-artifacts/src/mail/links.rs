//! Where a link leads behind those who rewrite links: filters of mail, and pages that pass visitors on. Nothing is asked of
//! anybody: only what stands in the link itself is read.
//!
//! Forms: Microsoft Defender Safe Links (`url=`), Proofpoint URL Defense (versions 1 and 2 `u=`, version 3 `/v3/__…__;`),
//! Barracuda (`a=`), Google (`q=`, `url=`), Facebook (`u=`). Others keep the target for themselves.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Rewritten links in each other are followed this far.
const DEEP: usize = 4;

/// Text with `%41` in place.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0usize);
    while let Some(byte) = bytes.get(at) {
        let pair =
            bytes.get(at.saturating_add(1)..at.saturating_add(3)).and_then(|pair| std::str::from_utf8(pair).ok());
        let value = pair.filter(|_| *byte == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(value.unwrap_or(*byte));
        at = at.saturating_add(if value.is_some() { 3 } else { 1 });
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The host of a link with a scheme, in lower case.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next().unwrap_or(host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

fn parameter<'u>(url: &'u str, names: &[&str]) -> Option<&'u str> {
    let query = url.split_once('?')?.1.split('#').next()?;
    query
        .split('&')
        .find_map(|pair| pair.split_once('=').filter(|(name, _)| names.contains(name)).map(|(_, value)| value))
}

/// Version 3 of Proofpoint's: `__` around the target, in which each `*` stands for the next of the characters that are
/// in Base64 behind it (`**A`, `**B` … for runs of 2, 3 …).
fn proofpoint_3(url: &str) -> Option<String> {
    let (target, rest) = url.split_once("/v3/__")?.1.rsplit_once("__;")?;
    let encoded = rest.split('!').next().unwrap_or_default();
    let hidden = URL_SAFE_NO_PAD.decode(encoded.trim_end_matches('=')).ok()?;
    let hidden = String::from_utf8(hidden).ok()?;
    let mut hidden = hidden.chars();
    let mut out = String::with_capacity(target.len());
    let mut letters = target.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '*' {
            out.push(letter);
            continue;
        }
        let mut run = 1usize;
        if letters.peek() == Some(&'*') {
            letters.next();
            run = match letters.next()? {
                letter @ 'A'..='Z' => usize::try_from(u32::from(letter)).ok()?.checked_sub(63)?,
                letter @ 'a'..='z' => usize::try_from(u32::from(letter)).ok()?.checked_sub(69)?,
                letter @ '0'..='9' => usize::try_from(u32::from(letter)).ok()?.checked_add(6)?,
                _ => return None,
            };
        }
        out.extend(hidden.by_ref().take(run));
    }
    // It also loses one of two slashes.
    let fixed = ["http:/", "https:/"].iter().find_map(|start| {
        let rest = out.strip_prefix(start).filter(|rest| !rest.starts_with('/'))?;
        Some(format!("{start}/{rest}"))
    });
    Some(fixed.unwrap_or(out))
}

fn once(url: &str) -> Option<String> {
    let host = host(url)?;
    let is = |name: &str| host == name || host.strip_suffix(name).is_some_and(|before| before.ends_with('.'));
    let plain = |names: &[&str]| parameter(url, names).map(percent_decoded);
    if is("safelinks.protection.outlook.com") {
        plain(&["url"])
    } else if is("urldefense.com") || is("urldefense.proofpoint.com") {
        if url.contains("/v3/__") {
            proofpoint_3(url)
        } else if url.contains("/v2/") {
            parameter(url, &["u"]).map(|value| percent_decoded(&value.replace('-', "%").replace('_', "/")))
        } else {
            plain(&["u"])
        }
    } else if is("linkprotect.cudasvc.com") {
        plain(&["a"])
    } else if is("google.com") && url.contains("/url?") {
        plain(&["q", "url"])
    } else if is("l.facebook.com") || is("lm.facebook.com") {
        plain(&["u"])
    } else {
        None
    }
}

/// Where a rewritten link leads; `None` when it is none, or does not say.
pub(super) fn unwrapped(url: &str) -> Option<String> {
    let mut target = once(url).filter(|target| target.contains("://"))?;
    for _ in 1..DEEP {
        match once(&target).filter(|next| next.contains("://")) {
            Some(next) => target = next,
            None => break,
        }
    }
    Some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewritten_links_say_where_they_lead() {
        let safe = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx%3Fy%3D1&data=05";
        assert_eq!(unwrapped(safe).as_deref(), Some("https://a.example/x?y=1"));
        let second = "https://urldefense.proofpoint.com/v2/url?u=http-3A__a.example_x-2Dy&d=DwMF";
        assert_eq!(unwrapped(second).as_deref(), Some("http://a.example/x-y"));
        let third = "https://urldefense.com/v3/__https:/a.example/p*q=1__;Pw!!abc$";
        assert_eq!(unwrapped(third).as_deref(), Some("https://a.example/p?q=1"));
        let google = "https://www.google.com/url?sa=t&q=https%3A%2F%2Fb.example%2F&ust=1";
        assert_eq!(unwrapped(google).as_deref(), Some("https://b.example/"));
        let nested =
            format!("https://linkprotect.cudasvc.com/url?a={}&c=E", google.replace('%', "%25").replace('&', "%26"));
        assert_eq!(unwrapped(&nested).as_deref(), Some("https://b.example/"));
        assert_eq!(unwrapped("https://google.com.example/url?q=https%3A%2F%2Fb.example"), None);
        assert_eq!(unwrapped("https://a.example/?url=https%3A%2F%2Fb.example"), None);
        assert_eq!(unwrapped("https://urldefense.com/v3/__"), None);
    }
}
