//! The links of an HTML text, with what is shown in their place. A scanner of tags, not a browser: it takes what is
//! written, also where a browser would not show it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageLink {
    pub(super) target: String,
    /// What is shown for it; nothing for an image, a form or a frame.
    pub(super) shown: String,
}

/// A tag may be this long, in bytes.
const TAG_LIMIT: usize = 64 << 10;
/// Pictures in the page itself that are taken out of it; more than are looked at.
const PICTURES: usize = 100;
/// What is shown of a link, in characters.
const SHOWN_LIMIT: usize = 300;

/// Named and numbered characters that stand in addresses and names.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once(';').filter(|(name, _)| name.len() <= 8) else {
            out.push('&');
            rest = after;
            continue;
        };
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let named = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            "period" => Some('.'),
            "sol" => Some('/'),
            "colon" => Some(':'),
            "shy" | "zwnj" | "zwj" => Some('\u{200b}'),
            _ => None,
        };
        if let Some(letter) = number.and_then(char::from_u32).or(named) {
            out.push(letter);
            rest = behind;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The value of an attribute in a tag, whose name is in lower case.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0usize;
    while let Some(found) = lower.get(from..)?.find(name) {
        let at = from.checked_add(found)?;
        let end = at.checked_add(name.len())?;
        from = end;
        let before = lower.get(..at)?.chars().next_back()?;
        let behind = tag.get(end..)?.trim_start();
        if !(before.is_ascii_whitespace() || matches!(before, '"' | '\'' | '/')) {
            continue;
        }
        let Some(value) = behind.strip_prefix('=').map(str::trim_start) else { continue };
        let quoted = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let value = match quoted {
            Some(quote) => value.get(1..)?.split(quote).next()?,
            None => value.split(|letter: char| letter.is_ascii_whitespace() || letter == '>').next()?,
        };
        return Some(unescaped(value).trim().to_owned());
    }
    None
}

fn collapsed(text: &str) -> String {
    let text = unescaped(text);
    let shown: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shown
        .chars()
        .filter(|letter| !matches!(letter, '\u{200b}' | '\u{ad}' | '\u{200c}' | '\u{200d}'))
        .take(SHOWN_LIMIT)
        .collect()
}

/// Where a `<meta http-equiv=refresh>` leads.
fn refresh(tag: &str) -> Option<String> {
    let content = attribute(tag, "content")?;
    let at = content.to_ascii_lowercase().find("url=")?;
    Some(content.get(at.checked_add(4)?..)?.trim_matches(['"', '\'', ' ']).to_owned())
}

/// Every link, up to a number.
pub(super) fn links(html: &str, most: usize) -> Vec<PageLink> {
    let mut found: Vec<PageLink> = Vec::new();
    // The link that is open, and what was shown since.
    let mut open: Option<(String, String)> = None;
    let mut rest = html;
    while found.len() < most {
        let Some((text, behind)) = rest.split_once('<') else {
            if let Some((_, shown)) = &mut open {
                shown.push_str(rest);
            }
            break;
        };
        if let Some((_, shown)) = &mut open
            && shown.len() < SHOWN_LIMIT.saturating_mul(4)
        {
            shown.push_str(text);
        }
        // What stands in a condition is shown by Outlook.
        if let Some(comment) = behind.strip_prefix("!--").filter(|comment| !comment.starts_with("[if")) {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some((tag, after)) = behind.split_once('>') else { break };
        rest = after;
        if tag.len() > TAG_LIMIT {
            continue;
        }
        let name: String = tag.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '/').collect();
        match name.to_ascii_lowercase().as_str() {
            "a" => {
                if let Some((target, shown)) = open.take() {
                    found.push(PageLink { target, shown: collapsed(&shown) });
                }
                open = attribute(tag, "href").filter(|target| !target.is_empty()).map(|target| (target, String::new()));
            }
            "/a" => {
                if let Some((target, shown)) = open.take() {
                    found.push(PageLink { target, shown: collapsed(&shown) });
                }
            }
            "br" | "br/" | "/p" | "/div" | "/td" => {
                if let Some((_, shown)) = &mut open {
                    shown.push(' ');
                }
            }
            "meta" => found.extend(refresh(tag).map(|target| PageLink { target, shown: String::new() })),
            "img" | "iframe" | "script" | "embed" | "form" | "area" | "link" | "base" | "source" => {
                let target = ["src", "href", "action"].iter().find_map(|name| attribute(tag, name));
                let target = target.filter(|target| !target.is_empty() && !target.starts_with("cid:"));
                let target = target.filter(|target| !target.starts_with("data:"));
                found.extend(target.map(|target| PageLink { target, shown: String::new() }));
            }
            _ => {}
        }
    }
    if let Some((target, shown)) = open {
        found.push(PageLink { target, shown: collapsed(&shown) });
    }
    found
}

/// The pictures that stand in the page itself (RFC 2397), as far as they are in Base64; one that is not gives no bytes.
pub(super) fn pictures(html: &str) -> Vec<Vec<u8>> {
    // Letters are as many in either case, so places are the same.
    let lower = html.to_ascii_lowercase();
    let of = |at: usize| {
        let rest = html.get(at..)?;
        let end = rest.find(['"', '\'', ')', '>']).unwrap_or(rest.len());
        let (_, data) = rest.get(..end)?.split_once(',')?;
        let data: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').collect();
        Some(STANDARD_NO_PAD.decode(data).unwrap_or_default())
    };
    lower.match_indices("data:image/").take(PICTURES).filter_map(|(at, _)| of(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_with_what_is_shown() {
        let html = "<p>x<A data-href='no' HREF = \"https://a.example/?x=1&amp;y=2\">https://<b>bank.example</b>&nbsp;</A>\
                    <!-- <a href='https://hidden.example'> --><!--[if mso]><area href='https://o.example'><![endif]--><img src=https://b.example/p.gif width=1>\
                    <meta http-equiv=\"refresh\" content=\"0;URL='https://c.example/'\"><a href='https://d.example'>open";
        let found = links(html, 100);
        let pairs: Vec<(&str, &str)> = found.iter().map(|link| (link.target.as_str(), link.shown.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("https://a.example/?x=1&y=2", "https://bank.example"),
                ("https://o.example", ""),
                ("https://b.example/p.gif", ""),
                ("https://c.example/", ""),
                ("https://d.example", "open"),
            ]
        );
        assert_eq!(links(html, 1).len(), 1);
        assert!(links("<a href=", 10).is_empty());
    }

    #[test]
    fn pictures_in_the_page_itself() {
        let html = "<img src='DATA:image/png;base64,aGVs\nbG8='><p style='background:url(data:image/gif;base64,aGk=)'><img src=data:image/svg+xml,<svg>>";
        assert_eq!(pictures(html), [b"hello".to_vec(), b"hi".to_vec(), Vec::new()]);
    }

    #[test]
    fn characters_are_unescaped_once() {
        assert_eq!(unescaped("a&amp;lt;&#x2e;&#46;&unknown;&"), "a&lt;..&unknown;&");
    }
}
