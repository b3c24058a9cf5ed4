//! The backup keybag: tagged values with big-endian lengths. Every backup carries one, encrypted or not.
//! Source: "iOS Security Guide" and the tools iphone-dataprotection and iphone_backup_decrypt.
//! The keys are noise: nothing here can be unwrapped.

use crate::random::Random;

/// A plausible keybag of a local backup.
pub(super) fn backup_keybag(random: &mut Random) -> Vec<u8> {
    let mut bag = Vec::new();
    field(&mut bag, *b"VERS", &5_u32.to_be_bytes());
    // Type 1 is a backup keybag.
    field(&mut bag, *b"TYPE", &1_u32.to_be_bytes());
    field(&mut bag, *b"UUID", &random.bytes(16));
    field(&mut bag, *b"HMCK", &random.bytes(40));
    field(&mut bag, *b"WRAP", &1_u32.to_be_bytes());
    field(&mut bag, *b"SALT", &random.bytes(20));
    field(&mut bag, *b"ITER", &10_000_u32.to_be_bytes());
    field(&mut bag, *b"DPWT", &1_u32.to_be_bytes());
    field(&mut bag, *b"DPIC", &10_000_000_u32.to_be_bytes());
    field(&mut bag, *b"DPSL", &random.bytes(20));
    for class in 1_u32..=11 {
        if class == 10 {
            continue;
        }
        field(&mut bag, *b"UUID", &random.bytes(16));
        field(&mut bag, *b"CLAS", &class.to_be_bytes());
        // Wrapped by the passcode key.
        field(&mut bag, *b"WRAP", &2_u32.to_be_bytes());
        field(&mut bag, *b"KTYP", &0_u32.to_be_bytes());
        field(&mut bag, *b"WPKY", &random.bytes(40));
    }
    bag
}

fn field(bag: &mut Vec<u8>, tag: [u8; 4], value: &[u8]) {
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
    bag.extend_from_slice(&tag);
    bag.extend_from_slice(&length.to_be_bytes());
    bag.extend_from_slice(value);
}
