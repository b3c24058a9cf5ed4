//! The backup keybag: tagged values with big-endian lengths. Every backup carries one, encrypted or not.
//! Source: "iOS Security Guide" and the tools iphone-dataprotection and iphone_backup_decrypt.

use super::{Encryption, wrap};
use crate::random::Random;

/// The key bag of a backup that is not encrypted, whose keys nothing here can open.
pub(crate) fn noise(random: &mut Random) -> Vec<u8> {
    write(random, None)
}

/// A key bag: with the salts and keys of the encryption, or with noise and the rounds of a phone.
pub(super) fn write(random: &mut Random, encryption: Option<&Encryption>) -> Vec<u8> {
    let by = encryption.map(Encryption::derive);
    let salt = |random: &mut Random, tag| encryption.map_or_else(|| random.bytes(20), |true_one| true_one.salt(tag));
    let (first, last) = match encryption {
        Some(encryption) => (encryption.rounds_sha256, encryption.rounds_sha1),
        None => (Some(10_000_000), 10_000),
    };
    let mut bag = Vec::new();
    field(&mut bag, *b"VERS", &5_u32.to_be_bytes());
    // Type 1 is a backup keybag.
    field(&mut bag, *b"TYPE", &1_u32.to_be_bytes());
    field(&mut bag, *b"UUID", &random.bytes(16));
    field(&mut bag, *b"HMCK", &random.bytes(40));
    field(&mut bag, *b"WRAP", &1_u32.to_be_bytes());
    field(&mut bag, *b"SALT", &salt(random, "SALT"));
    field(&mut bag, *b"ITER", &last.to_be_bytes());
    if let Some(first) = first {
        field(&mut bag, *b"DPWT", &1_u32.to_be_bytes());
        field(&mut bag, *b"DPIC", &first.to_be_bytes());
        field(&mut bag, *b"DPSL", &salt(random, "DPSL"));
    }
    for class in 1_u32..=11 {
        if class == 10 {
            continue;
        }
        field(&mut bag, *b"UUID", &random.bytes(16));
        field(&mut bag, *b"CLAS", &class.to_be_bytes());
        // Wrapped by the passcode key.
        field(&mut bag, *b"WRAP", &2_u32.to_be_bytes());
        field(&mut bag, *b"KTYP", &0_u32.to_be_bytes());
        let wrapped = match (encryption, &by) {
            (Some(encryption), Some(by)) => wrap(by, &encryption.class_key(class)),
            _ => random.bytes(40),
        };
        field(&mut bag, *b"WPKY", &wrapped);
    }
    bag
}

fn field(bag: &mut Vec<u8>, tag: [u8; 4], value: &[u8]) {
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
    bag.extend_from_slice(&tag);
    bag.extend_from_slice(&length.to_be_bytes());
    bag.extend_from_slice(value);
}
