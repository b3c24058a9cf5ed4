//! Names of hosts as protocols write them.

/// `*.example.org` is good for `example.org`'s hosts.
pub(super) fn host_of_wildcard(name: &str) -> &str {
    name.strip_prefix("*.").unwrap_or(name)
}

/// Whether a common name can be a host: labels with a dot between, no blank.
pub(super) fn looks_like_host(name: &str) -> bool {
    name.contains('.') && !name.starts_with('.') && !name.contains(|c: char| c.is_whitespace() || "/@\"',".contains(c))
}

/// Host and port of `host:port`; the port is `None` where none is written. An IPv6 address stands in brackets.
pub(super) fn host_and_port(text: &str) -> (&str, Option<u16>) {
    if let Some((host, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (host, rest.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (text, None),
        },
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        assert_eq!(host_and_port("example.org:8080"), ("example.org", Some(8080)));
        assert_eq!(host_and_port("example.org"), ("example.org", None));
        assert_eq!(host_and_port("[2001:db8::1]:443"), ("2001:db8::1", Some(443)));
        assert_eq!(host_and_port("2001:db8::1"), ("2001:db8::1", None));
        assert_eq!(host_and_port("example.org:no"), ("example.org:no", None));
        assert!(
            looks_like_host("a.example.org") && !looks_like_host("Example Root CA") && !looks_like_host("localhost")
        );
    }
}
