//! What was seen as cyber-observable objects of STIX 2.1, where it has one. Their ids are those the standard derives (its
//! section 2.9: a UUID of version 5 over the properties that make the object, as canonical JSON).

use std::net::IpAddr;

use serde_json::{Value, json};
use vigie_register::uuid_v5;

use super::Objects;

/// The namespace of the standard.
const NAMESPACE: [u8; 16] =
    [0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7];

/// An object made of one or more properties, all of which make its id. Keys are sorted and texts escaped as canonical JSON
/// (RFC 8785) wants them.
fn object(kind: &str, properties: Value) -> Value {
    let id = format!("{kind}--{}", uuid_v5(&NAMESPACE, &properties.to_string()));
    let mut object = json!({ "type": kind, "spec_version": "2.1", "id": id });
    if let (Some(object), Value::Object(properties)) = (object.as_object_mut(), properties) {
        object.extend(properties);
    }
    object
}

/// The ids of the objects for a value that met an indicator of a kind; nothing where STIX has no object, or where the
/// value is not of the form that object demands.
pub(super) fn objects(objects: &mut Objects, kind: &str, seen: &str) -> Option<Vec<String>> {
    if seen.is_empty() {
        return None;
    }
    let one = |object: Value| vec![object];
    let made = match kind {
        "domain" | "url" | "ip" => one(network(seen)?),
        "email" => one(email(seen)?),
        "process" | "file-name" | "file-path" => file(seen),
        "hash" => one(object("file", json!({ "hashes": { algorithm(seen)?: seen.to_ascii_lowercase() } }))),
        "command-line" => one(object("process", json!({ "command_line": seen }))),
        "mutex" => one(object("mutex", json!({ "name": seen }))),
        "registry-key" => one(object("windows-registry-key", json!({ "key": seen }))),
        "user-account" => one(object("user-account", json!({ "account_login": seen }))),
        _ => return None,
    };
    Some(made.into_iter().map(|object| objects.observe(object)).collect())
}

/// An address, a host or a URL: a domain is met in links too.
fn network(seen: &str) -> Option<Value> {
    let value = json!({ "value": seen });
    match seen.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => return Some(object("ipv4-addr", value)),
        Ok(IpAddr::V6(_)) => return Some(object("ipv6-addr", value)),
        Err(_) => {}
    }
    if seen.contains("://") || seen.contains('/') {
        return Some(object("url", value));
    }
    let is_host = seen.contains('.') && !seen.chars().any(|c| c.is_whitespace() || c.is_control() || "@:,".contains(c));
    is_host.then(|| object("domain-name", value))
}

fn email(seen: &str) -> Option<Value> {
    let (user, host) = seen.split_once('@')?;
    let is_one =
        !user.is_empty() && host.contains('.') && !seen.chars().any(char::is_whitespace) && !host.contains('@');
    is_one.then(|| object("email-addr", json!({ "value": seen })))
}

/// A file by its name, in its folder where one is stated. STIX 2.1 names no process: what ran is known by its file.
fn file(seen: &str) -> Vec<Value> {
    match seen.rsplit_once('/') {
        Some((folder, name)) if !name.is_empty() => {
            let folder = if folder.is_empty() { "/" } else { folder };
            let directory = object("directory", json!({ "path": folder }));
            let file = object("file", json!({ "name": name, "parent_directory_ref": directory["id"] }));
            vec![directory, file]
        }
        Some((folder, _)) if !folder.is_empty() => vec![object("directory", json!({ "path": folder }))],
        _ => vec![object("file", json!({ "name": seen }))],
    }
}

/// The hash by the number of its hexadecimal digits.
pub(super) fn algorithm(value: &str) -> Option<&'static str> {
    if !value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    match value.len() {
        32 => Some("MD5"),
        40 => Some("SHA-1"),
        64 => Some("SHA-256"),
        128 => Some("SHA-512"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_the_standard_derives() {
        // The example of a domain name in section 6.4.2 of STIX 2.1.
        let example = object("domain-name", json!({ "value": "example.com" }));
        assert_eq!(example["id"], "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7");
    }

    #[test]
    fn what_is_not_of_the_form_has_no_object() {
        assert!(network("not a host").is_none() && network("word").is_none());
        assert_eq!(network("2001:db8::1").unwrap()["type"], "ipv6-addr");
        assert_eq!(network("news.example.org/a").unwrap()["type"], "url");
        assert!(email("no address").is_none() && email("a@b.example").is_some());
        assert_eq!(file("/private/var/db/x")[0]["path"], "/private/var/db");
        assert_eq!(file("x").len(), 1);
        assert!(algorithm("zz").is_none());
    }
}
