//! Arguments that hold an address of a server: in clear, or in base64 or hexadecimal.
//!
//! The implants described by Citizen Lab and Amnesty International were started with what they needed on the command
//! line; a program of iOS is not told an address and a port in that way.

use base64::Engine;

/// Shorter blobs are too often ordinary words.
const LEAST: usize = 16;
/// Longer ones are not decoded.
const MOST: usize = 64 * 1024;

/// An address of a server in the arguments of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The link, or the address with its port.
    pub address: String,
    /// Whether it was hidden in base64 or hexadecimal.
    pub encoded: bool,
}

/// The first argument that holds an address with a port or a link: a word of a command line, or of what such a word
/// decodes to. Loopback and link-local addresses are the device's own and do not count, nor do Apple's hosts.
pub fn endpoint_in_arguments(command_line: &str) -> Option<Endpoint> {
    command_line.split([' ', '\t', '=', ',', '"', '\'']).filter(|word| !word.is_empty()).find_map(|word| {
        if let Some(address) = endpoint(word) {
            return Some(Endpoint { address, encoded: false });
        }
        let text = decoded(word)?;
        let mut words = text.split(|c: char| c.is_whitespace() || c.is_control() || "\"'<>,;".contains(c));
        let address = words.find_map(endpoint)?;
        Some(Endpoint { address, encoded: true })
    })
}

/// A word as text, if it is base64 or hexadecimal of text.
fn decoded(word: &str) -> Option<String> {
    if word.len() < LEAST || word.len() > MOST {
        return None;
    }
    let bytes = if word.len().is_multiple_of(2) && word.bytes().all(|b| b.is_ascii_hexdigit()) {
        hex::decode(word).ok()?
    } else {
        let engines = [
            &base64::engine::general_purpose::STANDARD,
            &base64::engine::general_purpose::STANDARD_NO_PAD,
            &base64::engine::general_purpose::URL_SAFE,
            &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        ];
        engines.into_iter().find_map(|engine| engine.decode(word).ok())?
    };
    let text = String::from_utf8(bytes).ok()?;
    let readable = text.chars().all(|c| !c.is_control() || c.is_whitespace());
    readable.then_some(text)
}

/// A link, or an address with a port.
fn endpoint(word: &str) -> Option<String> {
    if ["http://", "https://", "ws://", "wss://", "tcp://"].iter().any(|scheme| word.starts_with(scheme)) {
        let host = url::Url::parse(word).ok()?;
        let host = host.host_str()?;
        let own = host == "localhost" || host.parse().is_ok_and(own_address) || host.ends_with(".apple.com");
        return (!own).then(|| word.to_owned());
    }
    let address: std::net::SocketAddr = word.parse().ok()?;
    (address.port() != 0 && !own_address(address.ip())).then(|| word.to_owned())
}

/// Whether an address never leaves the device or its link.
fn own_address(ip: std::net::IpAddr) -> bool {
    match ip {
        std::net::IpAddr::V4(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_link_local(),
        std::net::IpAddr::V6(ip) => {
            ip.is_loopback() || ip.is_unspecified() || ip.is_unicast_link_local() || ip.is_unique_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::endpoint_in_arguments;

    #[test]
    fn addresses_in_arguments() {
        let found = |line: &str| endpoint_in_arguments(line).map(|found| found.address);
        assert_eq!(found("/usr/libexec/x -c 203.0.113.7:8443").as_deref(), Some("203.0.113.7:8443"));
        assert_eq!(found("x --to=https://a.example.org/b").as_deref(), Some("https://a.example.org/b"));
        // 203.0.113.7:443
        assert_eq!(found("x MjAzLjAuMTEzLjc6NDQz").as_deref(), Some("203.0.113.7:443"));
        assert_eq!(found("x 3230332e302e3131332e373a343433").as_deref(), Some("203.0.113.7:443"));
        assert_eq!(found("x [2001:db8::7]:443").as_deref(), Some("[2001:db8::7]:443"));
    }

    #[test]
    fn ordinary_arguments() {
        for line in [
            "/usr/libexec/trustd --agent",
            "/usr/libexec/debugserver 127.0.0.1:1234 -a 17",
            "/usr/libexec/pkd 12:30",
            "/usr/libexec/UserEventAgent (System)",
            "/usr/libexec/x -u 2F6A9E3C8B7D4A51",
            "/System/Library/x com.apple.WebKit.Networking",
            "/usr/libexec/x fe80::1%en0",
            "/usr/libexec/x https://gdmf.apple.com/v2",
        ] {
            assert_eq!(endpoint_in_arguments(line), None, "{line}");
        }
    }
}
