//! What the heuristics of the network share: which artifacts tell of one, and which names and ports are usual.

use std::net::IpAddr;

use vigie_artifacts::network::Traffic;

use super::Seen;

/// Every artifact of captures and logs.
pub(super) const ALL: &[&str] = &[
    "network_certificates",
    "network_dns",
    "network_firewall",
    "network_flows",
    "network_har",
    "network_http",
    "network_resolver",
    "network_smb",
    "network_suricata",
    "network_tls",
    "network_zeek",
];

/// What a record tells of the network.
pub(super) fn traffic<'a>(seen: &Seen<'a>) -> Option<&'a Traffic> {
    seen.record.as_any().downcast_ref()
}

/// The names of servers in a record: asked for, connected to.
pub(super) fn hosts(traffic: &Traffic) -> Vec<&str> {
    match traffic {
        Traffic::Lookup(lookup) => vec![lookup.name.as_str()],
        Traffic::Handshake(handshake) => handshake.server_name.as_deref().into_iter().collect(),
        Traffic::Request(request) => request.host.as_deref().into_iter().collect(),
        Traffic::Flow(flow) => flow.host.as_deref().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Whether an address belongs to the internet and not to a network at home, to a device itself or to many.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            // 100.64.0.0/10 stands between a provider and its customers (RFC 6598).
            let shared = first == 100 && (64..128).contains(&second);
            !(shared
                || address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_multicast()
                || address.is_broadcast()
                || address.is_unspecified())
        }
        IpAddr::V6(address) => {
            let [first, ..] = address.segments();
            // Unique local fc00::/7, link-local fe80::/10.
            !(first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                || address.is_loopback()
                || address.is_multicast()
                || address.is_unspecified())
        }
    }
}

/// Whether a host is a name or below it.
pub(super) fn is_below(host: &str, name: &str) -> bool {
    let host = host.trim_end_matches('.');
    host.len() >= name.len()
        && host.get(host.len() - name.len()..).is_some_and(|end| end.eq_ignore_ascii_case(name))
        && (host.len() == name.len() || host.as_bytes().get(host.len() - name.len() - 1) == Some(&b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses() {
        assert!(is_below("a.duckdns.org", "duckdns.org") && is_below("DuckDNS.org.", "duckdns.org"));
        assert!(!is_below("notduckdns.org", "duckdns.org") && !is_below("org", "duckdns.org"));
        for (address, public) in [
            ("192.168.1.1", false),
            ("100.70.0.1", false),
            ("198.51.100.1", true),
            ("fe80::1", false),
            ("fd00::1", false),
            ("2001:db8::1", true),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }
}
