//! What was seen as cyber-observable objects of STIX 2.1, where it has one. Their ids are those the standard derives (its
//! section 2.9: a UUID of version 5 over the properties that make the object, as canonical JSON).

use serde_json::{Value, json};
use vigie_register::uuid_v5;

use super::Objects;
use crate::exchange::values::{Algorithm, Network, algorithm, file, is_email, network};

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
        "domain" | "url" | "ip" => one(network_object(seen)?),
        "email" => one(email(seen)?),
        "process" | "file-name" | "file-path" => file_objects(seen),
        "hash" => one(object("file", json!({ "hashes": { algorithm_name(seen)?: seen.to_ascii_lowercase() } }))),
        "command-line" => one(object("process", json!({ "command_line": seen }))),
        "mutex" => one(object("mutex", json!({ "name": seen }))),
        "registry-key" => one(object("windows-registry-key", json!({ "key": seen }))),
        "user-account" => one(object("user-account", json!({ "account_login": seen }))),
        _ => return None,
    };
    Some(made.into_iter().map(|object| objects.observe(object)).collect())
}

fn network_object(seen: &str) -> Option<Value> {
    let kind = match network(seen)? {
        Network::Ipv4 => "ipv4-addr",
        Network::Ipv6 => "ipv6-addr",
        Network::Url => "url",
        Network::Host => "domain-name",
    };
    Some(object(kind, json!({ "value": seen })))
}

fn email(seen: &str) -> Option<Value> {
    is_email(seen).then(|| object("email-addr", json!({ "value": seen })))
}

/// A file by its name, in its folder where one is stated. STIX 2.1 names no process: what ran is known by its file.
fn file_objects(seen: &str) -> Vec<Value> {
    let directory = |folder: &str| object("directory", json!({ "path": folder }));
    match file(seen) {
        (Some(folder), Some(name)) => {
            let directory = directory(folder);
            let file = object("file", json!({ "name": name, "parent_directory_ref": directory["id"] }));
            vec![directory, file]
        }
        (Some(folder), None) => vec![directory(folder)],
        (None, _) => vec![object("file", json!({ "name": seen }))],
    }
}

/// The name of a hash in STIX.
pub(super) fn algorithm_name(value: &str) -> Option<&'static str> {
    Some(match algorithm(value)? {
        Algorithm::Md5 => "MD5",
        Algorithm::Sha1 => "SHA-1",
        Algorithm::Sha256 => "SHA-256",
        Algorithm::Sha512 => "SHA-512",
        Algorithm::Tlsh => "TLSH",
    })
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
        assert!(network_object("not a host").is_none() && email("no address").is_none());
        assert_eq!(network_object("2001:db8::1").unwrap()["type"], "ipv6-addr");
        assert_eq!(file_objects("/private/var/db/x")[0]["path"], "/private/var/db");
        assert_eq!(file_objects("x").len(), 1);
    }
}
