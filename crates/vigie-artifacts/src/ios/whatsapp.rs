//! What the WhatsApp artifacts share: where its databases lie, and how it names people.
//!
//! An address (JID) is `NUMBER@s.whatsapp.net` for a phone number in international form without `+`,
//! `NUMBER@lid` for an account whose number is hidden, `…@g.us` for a group, `…@broadcast` and `…@newsletter`.

use vigie_model::Observable;

/// A WhatsApp address, and the phone number in it.
pub(super) fn jid<'a>(jid: &'a str, see: &mut dyn FnMut(Observable<'a>)) {
    see(Observable::user_account(jid));
    let Some((number, server)) = jid.split_once('@') else {
        return;
    };
    // `NUMBER:DEVICE@…` names one of the account's devices.
    let number = number.split(':').next().unwrap_or(number);
    if server == "s.whatsapp.net" && number.len() > 5 && number.bytes().all(|b| b.is_ascii_digit()) {
        see(Observable::user_account(format!("+{number}")));
    }
}

/// Addresses of the web inside a blob of another format: they are stored as plain ASCII.
pub(super) fn urls_in(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut from = 0usize;
    while let Some(rest) = bytes.get(from..) {
        let next = rest.windows(4).position(|part| part == b"http");
        let Some(start) = next.and_then(|at| rest.get(at..)) else {
            break;
        };
        let length = start.iter().take_while(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>')).count();
        let text = start.get(..length).and_then(|url| str::from_utf8(url).ok());
        if let Some(url) = text
            && (url.starts_with("http://") || url.starts_with("https://"))
            && !found.iter().any(|known| known == url)
        {
            found.push(url.to_owned());
        }
        let skipped = next.unwrap_or(0).saturating_add(length.max(4));
        from = from.saturating_add(skipped);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_found_between_bytes() {
        assert_eq!(
            urls_in(b"\x0a\x13https://example.org\x12\x00http\x00http://b.example/x\xff"),
            ["https://example.org", "http://b.example/x"]
        );
        assert!(urls_in(b"htt").is_empty());
    }
}
