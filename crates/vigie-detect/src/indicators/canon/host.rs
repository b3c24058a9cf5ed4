//! Host names and addresses. Names: WHATWG domain-to-ASCII (UTS 46). Addresses: RFC 4291, v4-mapped ones as IPv4.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A host in canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host<'b> {
    Name(&'b str),
    Ip(IpAddr),
}

/// A name has 253 bytes at most; a longer text may still be one with userinfo, or not yet in ASCII.
const MAX_LEN: usize = 2048;

/// Reads a host, with or without port, brackets, userinfo or trailing dot. The name is written to `buf`, so that a
/// caller who keeps the buffer pays no allocation.
pub(crate) fn host<'b>(raw: &str, buf: &'b mut String) -> Option<Host<'b>> {
    let text = raw.trim();
    if text.len() > MAX_LEN {
        return None;
    }
    if let Some(ip) = ip(text) {
        return Some(Host::Ip(ip));
    }
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let text = match text.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.contains(':') => name,
        _ => text,
    };
    // `.example.org` is how cookies write "and below".
    let text = text.trim_end_matches('.').trim_start_matches('.');
    buf.clear();
    if text.is_ascii() {
        buf.push_str(text);
        buf.make_ascii_lowercase();
    } else {
        buf.push_str(&idna::domain_to_ascii(text).ok()?);
        // A full-width dot at the end becomes one only here.
        let len = buf.trim_end_matches('.').len();
        buf.truncate(len);
    }
    let fits = !buf.is_empty()
        && buf.len() <= 253
        && buf.split('.').all(|label| !label.is_empty() && label.len() <= 63)
        && buf.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'));
    fits.then_some(Host::Name(buf))
}

/// Reads an address: brackets, zone and port are allowed around it. Strict dotted decimal for IPv4.
pub(crate) fn ip(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let first = text.bytes().next()?;
    if !(first.is_ascii_hexdigit() || first == b'[' || first == b':') {
        return None;
    }
    if let Some(inside) = text.strip_prefix('[') {
        let (inside, rest) = inside.split_once(']')?;
        let port = rest.strip_prefix(':').unwrap_or(rest);
        if !port.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        return v6(inside).map(canonical);
    }
    if let Some(found) = v6(text) {
        return Some(canonical(found));
    }
    let v4 = match text.split_once(':') {
        Some((v4, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => v4,
        _ => text,
    };
    v4.trim_end_matches('.').parse::<Ipv4Addr>().ok().map(IpAddr::V4)
}

fn v6(text: &str) -> Option<Ipv6Addr> {
    text.split('%').next()?.parse().ok()
}

fn canonical(v6: Ipv6Addr) -> IpAddr {
    v6.to_ipv4_mapped().map_or(IpAddr::V6(v6), IpAddr::V4)
}

/// An address with its prefix length, as a key: the family, the length, the masked bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Net {
    pub(crate) v4: bool,
    pub(crate) len: u8,
    bits: u128,
}

impl Net {
    /// The network of `len` bits that holds the address. `None` when the family has fewer bits.
    pub(crate) fn new(ip: IpAddr, len: u8) -> Option<Self> {
        let (v4, all, width) = match ip {
            IpAddr::V4(ip) => (true, u128::from(ip.to_bits()), 32_u8),
            IpAddr::V6(ip) => (false, ip.to_bits(), 128),
        };
        let host_bits = u32::from(width.checked_sub(len)?);
        let bits = all.checked_shr(host_bits).unwrap_or(0);
        Some(Self { v4, len, bits })
    }

    /// An address or a network in CIDR form; a v4-mapped network becomes an IPv4 one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some((address, len)) = text.rsplit_once('/') else {
            let ip = ip(text)?;
            return Self::new(ip, if ip.is_ipv4() { 32 } else { 128 });
        };
        let len: u8 = len.parse().ok()?;
        let mapped = address.contains(':');
        match ip(address)? {
            v4 @ IpAddr::V4(_) if mapped => Self::new(v4, len.checked_sub(96)?),
            other => Self::new(other, len),
        }
    }

    /// Whether it stands for one address only.
    pub(crate) fn is_single(self) -> bool {
        self.len == if self.v4 { 32 } else { 128 }
    }
}

/// Whether an address only has a meaning inside one network.
pub(crate) fn is_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_documentation()
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// Whether anyone can register names below this one (Public Suffix List, private part included).
pub(crate) fn is_public_suffix(name: &str) -> bool {
    psl::suffix_str(name) == Some(name)
}

/// Whether a name ends in a suffix of the Public Suffix List and has at least one label before it: what makes
/// `urlpush.net` in running text a link and `end.Next` not one.
pub(crate) fn is_registrable(name: &str) -> bool {
    let known = psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.is_known());
    known && psl::domain_str(name).is_some()
}

/// Whether names of the Public Suffix List end in a label, whatever its case.
pub(crate) fn is_top_level(label: &str) -> bool {
    // A rule may stand one label lower (`*.ck`).
    let before = b"a.a.";
    let mut name = [0; 67];
    let length = before.len() + label.len();
    if label.is_empty() || length > name.len() {
        return false;
    }
    // No other has a digit (RFC 3696, 2), and names of classes and packages often do.
    let is_coded = label.as_bytes().first_chunk::<4>().is_some_and(|first| first.eq_ignore_ascii_case(b"xn--"));
    if !is_coded && label.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    name[..before.len()].copy_from_slice(before);
    name[before.len()..length].copy_from_slice(label.as_bytes());
    name.make_ascii_lowercase();
    psl::suffix(&name[..length]).is_some_and(|suffix| suffix.is_known())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(raw: &str) -> Option<String> {
        let mut buf = String::new();
        match host(raw, &mut buf)? {
            Host::Name(name) => Some(name.to_owned()),
            Host::Ip(ip) => Some(ip.to_string()),
        }
    }

    #[test]
    fn one_spelling_per_host() {
        for raw in
            ["EXAMPLE.org", "example.org.", "example.org:443", "user:pw@example.org", ".example.org", " example.org\n"]
        {
            assert_eq!(name(raw).as_deref(), Some("example.org"), "{raw}");
        }
        assert_eq!(name("bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(name("ｅｘａｍｐｌｅ．org").as_deref(), Some("example.org"));
        assert_eq!(name("[::ffff:1.2.3.4]:443").as_deref(), Some("1.2.3.4"));
        assert_eq!(name("2001:DB8:0:0::1").as_deref(), Some("2001:db8::1"));
        assert_eq!(name("1.2.3.4:80").as_deref(), Some("1.2.3.4"));
        assert_eq!(name("fe80::1%en0").as_deref(), Some("fe80::1"));
        for bad in ["", ".", "a..b", "a b", "a/b", &"x".repeat(64), "[::1]x"] {
            assert_eq!(name(bad), None, "{bad}");
        }
    }

    #[test]
    fn networks_are_masked() {
        assert_eq!(Net::parse("10.1.2.3/8"), Net::parse("10.0.0.0/8"));
        assert_eq!(Net::parse("::ffff:10.0.0.0/104"), Net::parse("10.0.0.0/8"));
        assert_eq!(Net::parse("10.0.0.0/33"), None);
        assert_eq!(Net::parse("1.2.3.4"), Net::parse("::ffff:1.2.3.4"));
        assert!(Net::parse("::/0").is_some_and(|n| !n.v4 && n.len == 0));
    }

    #[test]
    fn suffixes_are_those_of_the_list() {
        for suffix in ["com", "co.uk", "github.io", "duckdns.org"] {
            assert!(is_public_suffix(suffix), "{suffix}");
        }
        assert!(!is_public_suffix("example.co.uk"));
        assert!(is_registrable("urlpush.net") && is_registrable("a.b.example.co.uk"));
        assert!(!is_registrable("co.uk") && !is_registrable("main.rs.notatld") && !is_registrable("net"));
    }

    #[test]
    fn the_last_label_of_a_registrable_name_is_a_top_level() {
        let names = ["urlpush.net", "a.b.example.co.uk", "x.github.io", "shop.name.ck", "www.ck", "example.xn--p1ai"];
        for name in names {
            assert!(is_registrable(name), "{name}");
            assert!(is_top_level(name.rsplit('.').next().unwrap_or_default()), "{name}");
        }
        assert!(is_top_level("COM"));
        let long = "x".repeat(64);
        for label in ["class", "systemui", "12", "", ".", &long] {
            assert!(!is_top_level(label), "{label}");
        }
    }
}
