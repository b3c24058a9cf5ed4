//! Categories and types of MISP for what vigie knows by kind (`describeTypes.json` of PyMISP, of which a test asks each).

use vigie_model::{IndicatorRef, visible};

use crate::exchange::values::{Algorithm, Network, algorithm, is_email, network};

/// What makes an attribute: a value with its type, in a category that has this type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Typed {
    pub(super) category: &'static str,
    pub(super) kind: &'static str,
    pub(super) value: String,
}

impl Typed {
    /// MISP takes the space around a value away; one that is nothing but space is written out.
    pub(super) fn new(category: &'static str, kind: &'static str, value: &str) -> Self {
        let bare = value.trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c));
        let value = if bare.is_empty() { visible(value).replace(' ', "\\u{20}") } else { bare.to_owned() };
        Self { category, kind, value }
    }

    /// What has no type of its own.
    pub(super) fn text(category: &'static str, value: &str) -> Self {
        Self::new(category, "text", value)
    }

    /// A published indicator.
    pub(super) fn indicator(of: &IndicatorRef) -> Self {
        let value = of.value.as_str();
        match of.kind.as_str() {
            // A network (`192.0.2.0/24`) is an address of MISP too.
            "ip" => Self::new("Network activity", "ip-dst", value),
            "pattern" | "custom" if value.starts_with('[') => Self::new("Payload installation", "stix2-pattern", value),
            kind => Self::by_kind(kind, value),
        }
    }

    /// What was seen where an indicator of a kind was met; nothing where nothing was.
    pub(super) fn seen(kind: &str, seen: &str) -> Option<Self> {
        if seen.is_empty() {
            return None;
        }
        Some(match kind {
            // A domain is met in links too.
            "domain" | "url" | "ip" => match network(seen) {
                Some(Network::Ipv4 | Network::Ipv6) => Self::new("Network activity", "ip-dst", seen),
                Some(Network::Url) => Self::new("Network activity", "url", seen),
                Some(Network::Host) => Self::new("Network activity", "domain", seen),
                None => Self::text("Network activity", seen),
            },
            kind => Self::by_kind(kind, seen),
        })
    }

    fn by_kind(kind: &str, value: &str) -> Self {
        match kind {
            "domain" if network(value) == Some(Network::Host) => Self::new("Network activity", "domain", value),
            "url" if network(value) == Some(Network::Url) => Self::new("Network activity", "url", value),
            "domain" | "url" => Self::text("Network activity", value),
            "email" | "user-account" if is_email(value) => Self::new("Payload delivery", "email", value),
            "email" | "user-account" => Self::text("Payload delivery", value),
            // MISP has no type for the name of a process: what ran is known by its file.
            "process" | "file-name" | "file-path" => Self::new("Artifacts dropped", "filename", value),
            "command-line" | "property" => Self::text("Artifacts dropped", value),
            "hash" => match algorithm(value) {
                Some(algorithm) => Self::new("Payload delivery", hash(algorithm), value),
                None => Self::text("Payload delivery", value),
            },
            "app-id" => Self::new("Payload delivery", "mobile-application-id", value),
            "app-certificate" | "certificate" => match algorithm(value).and_then(fingerprint) {
                Some(kind) => Self::new("Payload delivery", kind, value),
                None => Self::text("Payload delivery", value),
            },
            "profile-id" | "service" => Self::text("Persistence mechanism", value),
            "mutex" => Self::new("Artifacts dropped", "mutex", value),
            "registry-key" => Self::new("Persistence mechanism", "regkey", value),
            _ => Self::text("Other", value),
        }
    }
}

fn hash(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Md5 => "md5",
        Algorithm::Sha1 => "sha1",
        Algorithm::Sha256 => "sha256",
        Algorithm::Sha512 => "sha512",
        Algorithm::Tlsh => "tlsh",
    }
}

fn fingerprint(algorithm: Algorithm) -> Option<&'static str> {
    match algorithm {
        Algorithm::Md5 => Some("x509-fingerprint-md5"),
        Algorithm::Sha1 => Some("x509-fingerprint-sha1"),
        Algorithm::Sha256 => Some("x509-fingerprint-sha256"),
        Algorithm::Sha512 | Algorithm::Tlsh => None,
    }
}

/// Whether other programs may search for it: a text is for people.
pub(super) fn is_for_detection(of: &IndicatorRef) -> bool {
    Typed::indicator(of).kind != "text"
}
