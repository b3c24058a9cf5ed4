//! Values in a message that an indicator could meet. Everything else in it is left: the messages of a device hold
//! nothing but such values, system identifiers and amounts.
//!
//! A message is cut at white space, quotes, commas, semicolons, brackets of every kind, and outside of links at equal
//! signs. A piece counts when it is
//! * a link (`://`) or an address of e-mail (`@` with a dot behind it);
//! * a path of at least two parts outside of the sealed system;
//! * a process with its id (`name[12]`, `name(12)`);
//! * dotted: labels of letters, digits and hyphens, the last of letters only (a host name, or an identifier that looks
//!   like one), or an IPv4 address; or an IPv6 address.
//!
//! A path with white space is therefore seen up to it.

use super::Sealed;
use super::record::LogMentionKind;

/// Pieces longer than this are data, not names.
const LONGEST: usize = 2048;

/// Every value of a message.
pub(super) fn each<'m>(message: &'m str, sealed: Sealed, see: &mut dyn FnMut(LogMentionKind, &'m str)) {
    if !message.bytes().any(|byte| matches!(byte, b'.' | b'/' | b'@' | b'[' | b'(' | b':')) {
        return;
    }
    processes(message, see);
    let stop = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '`' | ',' | ';' | '<' | '>' | '{' | '}' | '(' | ')' | '[' | ']' | '|')
    };
    for piece in message.split(stop) {
        // The equal signs of a link are part of it.
        let whole = piece.contains("://");
        for part in piece.split(|c: char| c == '=' && !whole) {
            if part.len() < 4 || part.len() > LONGEST {
                continue;
            }
            if let Some((kind, value)) = judge(part, sealed) {
                see(kind, value);
            }
        }
    }
}

fn judge(piece: &str, sealed: Sealed) -> Option<(LogMentionKind, &str)> {
    let piece = piece.trim_end_matches(['.', ':', '!', '?', '\\']);
    if piece.contains("://") {
        // A link in brackets of square form is cut at them; `http://[::1]/` gives its address alone.
        return Some((LogMentionKind::Text, piece));
    }
    if piece.starts_with('/') {
        let deep = piece.get(1..).is_some_and(|rest| rest.contains('/'));
        return (deep && !sealed(piece)).then_some((LogMentionKind::Path, piece));
    }
    if let Some((name, host)) = piece.rsplit_once('@') {
        return (!name.is_empty() && host.contains('.')).then_some((LogMentionKind::Text, piece));
    }
    // `host:443`, `host/path`
    let host = piece.split(['/', ':']).next().unwrap_or(piece);
    if is_dotted(host) {
        return Some((LogMentionKind::Text, piece));
    }
    let ipv6 = piece.bytes().filter(|byte| *byte == b':').count() >= 2
        && piece.split('%').next().is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok());
    ipv6.then_some((LogMentionKind::Text, piece))
}

/// A host name or an IPv4 address, by its form.
fn is_dotted(text: &str) -> bool {
    let Some((rest, last)) = text.rsplit_once('.') else { return false };
    if text.parse::<std::net::Ipv4Addr>().is_ok() {
        return true;
    }
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    last.chars().count() >= 2 && last.chars().all(char::is_alphabetic) && rest.split('.').all(label)
}

/// `name[12]` and `name(12)`, as launchd, the sandbox and the kernel write processes.
fn processes<'m>(message: &'m str, see: &mut dyn FnMut(LogMentionKind, &'m str)) {
    for (at, open) in message.match_indices(['[', '(']) {
        let (Some(before), Some(behind)) = (message.get(..at), message.get(at.saturating_add(1)..)) else { continue };
        let close = if open == "[" { ']' } else { ')' };
        let Some((digits, _)) = behind.split_once(close) else { continue };
        if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
            .last()
            .map_or(at, |(start, _)| start);
        let name = before.get(start..).unwrap_or_default();
        // One letter, or amounts such as `0(12)`, are no name.
        if name.len() >= 2 && name.chars().any(char::is_alphabetic) {
            see(LogMentionKind::Process, name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LogMentionKind, each};

    fn found(message: &str) -> Vec<(LogMentionKind, String)> {
        let mut found = Vec::new();
        each(message, crate::ios::crash_reports::is_system_path, &mut |kind, value| {
            found.push((kind, value.to_owned()));
        });
        found
    }

    #[test]
    fn links_hosts_addresses_paths_and_processes_are_seen() {
        use LogMentionKind::{Path, Process, Text};
        let one = |kind, value: &str| vec![(kind, value.to_owned())];
        assert_eq!(found("open \"https://a.example.org/x?y=1\" now"), one(Text, "https://a.example.org/x?y=1"));
        assert_eq!(found("host=a.example.org"), one(Text, "a.example.org"));
        assert_eq!(found("Hostname a.example.org:443, retry"), one(Text, "a.example.org:443"));
        assert_eq!(found("to 192.0.2.7:443"), one(Text, "192.0.2.7:443"));
        assert_eq!(found("to 2001:db8::7"), one(Text, "2001:db8::7"));
        assert_eq!(found("user someone@example.org."), one(Text, "someone@example.org"));
        assert_eq!(found("exec '/private/var/tmp/exampled'"), one(Path, "/private/var/tmp/exampled"));
        assert_eq!(found("Successfully spawned exampled[2143] because ipc"), one(Process, "exampled"));
        assert_eq!(found("exampled(282) deny"), one(Process, "exampled"));
    }

    #[test]
    fn amounts_and_system_paths_are_not() {
        for message in [
            "version 1.2.3",
            "done in 12.5 s",
            "/System/Library/x",
            "/usr/lib/y.dylib",
            "x / y",
            "f(12)",
            "(12)",
            "...",
            "",
        ] {
            assert_eq!(found(message), [], "{message}");
        }
    }
}
