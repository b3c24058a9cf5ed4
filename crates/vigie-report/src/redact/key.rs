//! Keyed hashes that stand for values.
//!
//! A plain hash of a telephone number is the number: there are few enough to try all. A hash under a key of 256 bits that
//! is not in the export tells nothing but which values are the same. BLAKE3 in its keyed mode is made for that
//! (<https://github.com/BLAKE3-team/BLAKE3-specs>, section 2.3). The label in a token is for the reader and not part of what
//! is hashed, so a number seen as an account and as a sender stays the same number.

use std::fmt;

/// Digits of a hash in a token: 64 bits, so that different values of one case do not meet.
const DIGITS: usize = 16;

/// The key of the hashes of one export, or of several whose values are to stay comparable.
#[derive(Clone)]
pub struct RedactionKey([u8; 32]);

impl fmt::Debug for RedactionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedactionKey(…)")
    }
}

impl RedactionKey {
    /// From 32 bytes, which must have been drawn at random and stay with whoever redacts.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What stands for a value: `redacted-account-0123456789abcdef`. The label is a word of ours.
    pub(super) fn token(&self, label: &str, value: &str) -> String {
        let is_word = label.len() <= 24 && label.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte));
        let label = if is_word && !label.is_empty() { label } else { "value" };
        format!("redacted-{label}-{}", self.digits(value))
    }

    /// The hash of a value alone.
    pub(super) fn digits(&self, value: &str) -> String {
        let mut hash = blake3::keyed_hash(&self.0, value.as_bytes()).to_hex().to_string();
        hash.truncate(DIGITS);
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_the_same_within_a_key_only_and_says_nothing_of_its_value() {
        let (one, two) = (RedactionKey::new([1; 32]), RedactionKey::new([2; 32]));
        let token = one.token("sender", "+223 00 00 00");
        assert_eq!(token, one.token("sender", "+223 00 00 00"));
        assert_ne!(token, one.token("sender", "+223 00 00 01"));
        assert_ne!(token, two.token("sender", "+223 00 00 00"));
        assert_eq!(token.strip_prefix("redacted-sender-"), Some(one.digits("+223 00 00 00").as_str()));
        assert!(token.ends_with(&one.token("account", "+223 00 00 00")["redacted-account-".len()..]));
        assert!(one.token("A name", "x").starts_with("redacted-value-"));
        assert_eq!(format!("{one:?}"), "RedactionKey(…)");
    }
}
