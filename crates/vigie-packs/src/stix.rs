//! STIX 2.1 bundles, written: what is imported becomes a pack that any reader of STIX understands.
//! <https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html>
//!
//! Objects of mobile packs that the standard does not have (`app`, `configuration-profile`, `android-property`) are
//! written as the MVT project writes them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use vigie_detect::indicators::IndicatorKind;
use vigie_model::Timestamp;

/// A UUID of version 8 (RFC 9562) from a text: the same text gives the same identifier.
fn uuid(seed: &str) -> String {
    let mut bytes: Vec<u8> = Sha256::digest(seed.as_bytes()).iter().take(16).copied().collect();
    for (at, byte) in bytes.iter_mut().enumerate() {
        match at {
            6 => *byte = (*byte & 0x0f) | 0x80,
            8 => *byte = (*byte & 0x3f) | 0x80,
            _ => {}
        }
    }
    let digits = hex::encode(bytes);
    let cut = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", cut(0, 8), cut(8, 12), cut(12, 16), cut(16, 20), cut(20, 32))
}

/// Whether a text is a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(at, letter)| match at {
            8 | 13 | 18 | 23 => letter == '-',
            _ => letter.is_ascii_hexdigit(),
        })
}

/// A moment as STIX wants it.
fn moment(at: Timestamp) -> String {
    Timestamp::new(at.instant(), vigie_model::Precision::Milli).to_string()
}

/// The pattern of a value; `None` when the kind has none, or the value is none of its kind.
pub(crate) fn pattern(kind: IndicatorKind, value: &str) -> Option<String> {
    use IndicatorKind as K;
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let digest = |prefix: &str, names: [&str; 4]| {
        let name = match value.len() {
            32 => names[0],
            40 => names[1],
            64 => names[2],
            128 => names[3],
            _ => return None,
        };
        Some(format!("{prefix}.'{name}'"))
    };
    let path = match kind {
        K::Domain => "domain-name:value".to_owned(),
        K::Url => "url:value".to_owned(),
        K::Ip if value.contains(':') => "ipv6-addr:value".to_owned(),
        K::Ip => "ipv4-addr:value".to_owned(),
        K::Email => "email-addr:value".to_owned(),
        K::Process => "process:name".to_owned(),
        K::CommandLine => "process:command_line".to_owned(),
        K::FileName => "file:name".to_owned(),
        K::FilePath => "file:path".to_owned(),
        K::Hash if matches!(value.len(), 70 | 72) => "file:hashes.'TLSH'".to_owned(),
        K::Hash => digest("file:hashes", ["MD5", "SHA-1", "SHA-256", "SHA-512"])?,
        K::AppId => "app:id".to_owned(),
        K::AppCertificate => digest("app:cert", ["md5", "sha1", "sha256", "sha512"])?,
        K::Certificate => digest("x509-certificate:hashes", ["MD5", "SHA-1", "SHA-256", "SHA-512"])?,
        K::ProfileId => "configuration-profile:id".to_owned(),
        K::Property => "android-property:name".to_owned(),
        K::Service => "service:name".to_owned(),
        K::Mutex => "mutex:name".to_owned(),
        K::RegistryKey => "windows-registry-key:key".to_owned(),
        K::UserAccount => "user-account:account_login".to_owned(),
        K::Pattern => return value.starts_with('[').then(|| value.to_owned()),
        _ => return None,
    };
    let quoted = value.replace('\\', "\\\\").replace('\'', "\\'");
    Some(format!("[{path} = '{quoted}']"))
}

/// What is known of one indicator besides its value.
#[derive(Debug, Default)]
pub(crate) struct Known<'k> {
    /// Names of tools or campaigns.
    pub(crate) names: Vec<&'k str>,
    /// Where it was published.
    pub(crate) source: Option<&'k str>,
    /// An identifier in that publication.
    pub(crate) source_id: Option<&'k str>,
}

/// Makes a bundle.
#[derive(Debug, Default)]
pub(crate) struct Maker {
    /// By identifier, as text: there may be very many.
    objects: BTreeMap<String, String>,
}

/// Most objects of one pack that is made here.
pub(crate) const OBJECTS: usize = 1_000_000;

impl Maker {
    /// Whether no more is taken.
    pub(crate) fn is_full(&self) -> bool {
        self.objects.len() >= OBJECTS
    }

    fn put(&mut self, kind: &str, seed: &str, at: Timestamp, mut object: Value) -> String {
        let id = format!("{kind}--{}", uuid(&format!("{kind}\n{seed}")));
        if let Some(object) = object.as_object_mut() {
            object.insert("type".to_owned(), json!(kind));
            object.insert("spec_version".to_owned(), json!("2.1"));
            object.insert("id".to_owned(), json!(id));
            object.insert("created".to_owned(), json!(moment(at)));
            object.insert("modified".to_owned(), json!(moment(at)));
        }
        self.objects.entry(id.clone()).or_insert_with(|| object.to_string());
        id
    }

    /// An indicator, with the tools it belongs to. The same value of the same publication is written once.
    pub(crate) fn indicator(&mut self, pattern: &str, at: Timestamp, known: &Known<'_>) -> String {
        let mut object = json!({
            "pattern": pattern, "pattern_type": "stix", "valid_from": moment(at), "indicator_types": ["malicious-activity"],
        });
        if let (Some(source), Some(object)) = (known.source, object.as_object_mut()) {
            let reference = match (source.contains("://"), known.source_id) {
                (true, _) => json!([{ "source_name": "import", "url": source }]),
                (false, Some(id)) => json!([{ "source_name": source, "external_id": id }]),
                (false, None) => json!([{ "source_name": source, "description": source }]),
            };
            object.insert("external_references".to_owned(), reference);
        }
        let seed = format!("{pattern}\n{}\n{}", known.source.unwrap_or_default(), known.source_id.unwrap_or_default());
        let id = self.put("indicator", &seed, at, object);
        for name in &known.names {
            let malware = self.put("malware", name, at, json!({ "name": name, "is_family": true }));
            let link = json!({ "relationship_type": "indicates", "source_ref": id, "target_ref": malware });
            self.put("relationship", &format!("{id}\n{malware}"), at, link);
        }
        id
    }

    /// A report that lists indicators.
    pub(crate) fn report(&mut self, seed: &str, name: &str, at: Timestamp, refs: &[String]) {
        if !refs.is_empty() {
            let object = json!({ "name": name, "published": moment(at), "object_refs": refs });
            self.put("report", seed, at, object);
        }
    }

    /// The bundle; the same objects give the same bytes.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for object in self.objects.values() {
            hash.update(object);
        }
        let id = uuid(&hex::encode(hash.finalize()));
        let mut text = format!("{{\"type\":\"bundle\",\"id\":\"bundle--{id}\",\"objects\":[");
        for (number, object) in self.objects.values().enumerate() {
            text.push_str(if number == 0 { "\n" } else { ",\n" });
            text.push_str(object);
        }
        text.push_str("\n]}\n");
        text.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::matcher_of;

    #[test]
    fn every_kind_is_written_so_that_it_is_read_back() {
        let at = Timestamp::parse_rfc3339("2026-01-02T00:00:00Z").unwrap();
        for kind in IndicatorKind::ALL {
            let value = match kind {
                IndicatorKind::Ip => "203.0.113.7".to_owned(),
                IndicatorKind::Url => "https://evil.example/it's\\here".to_owned(),
                IndicatorKind::Email => "a@evil.example".to_owned(),
                IndicatorKind::Hash | IndicatorKind::AppCertificate | IndicatorKind::Certificate => "0f".repeat(32),
                IndicatorKind::FilePath => "/private/var/tmp/it's".to_owned(),
                IndicatorKind::RegistryKey => "HKLM\\SOFTWARE\\Evil".to_owned(),
                IndicatorKind::Pattern | IndicatorKind::Custom => continue,
                _ => "evil.example".to_owned(),
            };
            let mut maker = Maker::default();
            maker.indicator(&pattern(*kind, &value).unwrap(), at, &Known { names: vec!["Evil"], ..Known::default() });
            let matcher = matcher_of("x", "x", &maker.finish()).unwrap();
            let indicator = matcher.indicators().next().unwrap_or_else(|| panic!("{kind}: {:?}", matcher.packs()));
            assert_eq!((indicator.kind(), indicator.malware()), (*kind, vec!["Evil"]), "{value}");
        }
    }

    #[test]
    fn odd_values_have_no_pattern() {
        assert_eq!(pattern(IndicatorKind::Hash, "abc"), None);
        assert_eq!(pattern(IndicatorKind::Domain, "  "), None);
        assert_eq!(pattern(IndicatorKind::Custom, "x"), None);
        assert!(is_uuid("5e6f2d1c-0000-4000-8000-0123456789ab") && !is_uuid("../../../../../../../../etc/passwd-xx"));
        assert!(is_uuid(&uuid("x")) && uuid("x") != uuid("y"));
    }
}
