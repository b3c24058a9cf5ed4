//! A STIX pattern of an indicator as a case keeps it: a kind and a value. Where STIX has no object for a kind, the object
//! that MVT's packs use stands in its place (`process:name`, `app:id`, `configuration-profile:id`).

use std::net::IpAddr;

use vigie_model::IndicatorRef;

/// The pattern; what was published as one stays as it is.
pub(super) fn pattern(of: &IndicatorRef) -> String {
    let value = of.value.as_str();
    let path = match of.kind.as_str() {
        "domain" => "domain-name:value",
        "url" => "url:value",
        // A network (`192.0.2.0/24`) is an address of STIX too.
        "ip" => match value.split('/').next().unwrap_or_default().parse() {
            Ok(IpAddr::V6(_)) => "ipv6-addr:value",
            _ => "ipv4-addr:value",
        },
        "email" => "email-addr:value",
        "process" => "process:name",
        "command-line" => "process:command_line",
        "file-name" => "file:name",
        "file-path" => "file:path",
        "hash" => return comparison(&format!("file:hashes.{}", algorithm(value).unwrap_or("'SHA-256'")), value),
        "app-id" => "app:id",
        "app-certificate" => {
            let algorithm = match value.len() {
                32 => "md5",
                40 => "sha1",
                _ => "sha256",
            };
            return comparison(&format!("app:cert.{algorithm}"), value);
        }
        "certificate" => match algorithm(value) {
            Some(algorithm) => return comparison(&format!("x509-certificate:hashes.{algorithm}"), value),
            None => "x509-certificate:serial_number",
        },
        "profile-id" => "configuration-profile:id",
        "property" => "android-property:name",
        "service" => "service:name",
        "mutex" => "mutex:name",
        "registry-key" => "windows-registry-key:key",
        "user-account" => "user-account:account_login",
        "pattern" | "custom" if value.starts_with('[') => return value.to_owned(),
        _ => "x-vigie:value",
    };
    comparison(path, value)
}

/// The hash by the length of its digits, as a pattern names it.
fn algorithm(value: &str) -> Option<&'static str> {
    super::observed::algorithm_name(value).map(|name| match name {
        "MD5" => "MD5",
        "SHA-1" => "'SHA-1'",
        "SHA-256" => "'SHA-256'",
        "TLSH" => "TLSH",
        _ => "'SHA-512'",
    })
}

fn comparison(path: &str, value: &str) -> String {
    format!("[{path} = '{}']", value.replace('\\', "\\\\").replace('\'', "\\'"))
}
