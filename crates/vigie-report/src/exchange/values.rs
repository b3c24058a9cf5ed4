//! What a value seen on a device is, by its form: what an exchange format takes for a host or an address must be one.

use std::net::IpAddr;

/// Something on the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    Ipv4,
    Ipv6,
    Url,
    Host,
}

/// An address, a host or a URL: a domain is met in links too.
pub(super) fn network(seen: &str) -> Option<Network> {
    match seen.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => return Some(Network::Ipv4),
        Ok(IpAddr::V6(_)) => return Some(Network::Ipv6),
        Err(_) => {}
    }
    if seen.contains("://") || seen.contains('/') {
        return Some(Network::Url);
    }
    let is_host = seen.contains('.') && !seen.chars().any(|c| c.is_whitespace() || c.is_control() || "@:,".contains(c));
    is_host.then_some(Network::Host)
}

/// An address of electronic mail.
pub(super) fn is_email(seen: &str) -> bool {
    let Some((user, host)) = seen.split_once('@') else { return false };
    !user.is_empty() && host.contains('.') && !seen.chars().any(char::is_whitespace) && !host.contains('@')
}

/// The folder and the name of a file, as far as there are any.
pub(super) fn file(seen: &str) -> (Option<&str>, Option<&str>) {
    match seen.rsplit_once('/') {
        Some((folder, name)) => {
            let folder = if folder.is_empty() { "/" } else { folder };
            (Some(folder).filter(|_| !seen.is_empty()), Some(name).filter(|name| !name.is_empty()))
        }
        None => (None, Some(seen)),
    }
}

/// A hash, by the number of its hexadecimal digits, or the mark of a TLSH.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    Sha512,
    /// Alike for files that hardly differ.
    Tlsh,
}

pub(super) fn algorithm(value: &str) -> Option<Algorithm> {
    // Older programs leave the mark of a TLSH out.
    let marked = value.strip_prefix("T1").or_else(|| value.strip_prefix("t1")).filter(|digits| digits.len() == 70);
    let digits = marked.unwrap_or(value);
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        70 => Some(Algorithm::Tlsh),
        32 => Some(Algorithm::Md5),
        40 => Some(Algorithm::Sha1),
        64 => Some(Algorithm::Sha256),
        128 => Some(Algorithm::Sha512),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_apart() {
        let digits = "a".repeat(70);
        assert_eq!(algorithm(&digits), Some(Algorithm::Tlsh));
        assert_eq!(algorithm(&format!("T1{digits}")), Some(Algorithm::Tlsh));
        assert_eq!((algorithm(&format!("T2{digits}")), algorithm(&format!("11{digits}"))), (None, None));
        assert_eq!(algorithm(&"a".repeat(64)), Some(Algorithm::Sha256));
        assert_eq!((network("not a host"), network("word")), (None, None));
        assert_eq!(network("2001:db8::1"), Some(Network::Ipv6));
        assert_eq!(network("news.example.org/a"), Some(Network::Url));
        assert_eq!(network("news.example.org"), Some(Network::Host));
        assert!(!is_email("no address") && is_email("a@b.example"));
        assert_eq!(file("/private/var/db/x"), (Some("/private/var/db"), Some("x")));
        assert_eq!((file("/x"), file("x"), file("a/")), ((Some("/"), Some("x")), (None, Some("x")), (Some("a"), None)));
        assert_eq!((algorithm("zz"), algorithm(&"0f".repeat(16))), (None, Some(Algorithm::Md5)));
    }
}
