//! What opens encrypted evidence: a password or the key made from it. Neither is ever printed: nothing here has
//! `Debug`, and everything is erased when dropped.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::Identities;

/// A 256-bit key.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// What the examiner gave to open encrypted evidence.
pub enum Unlock {
    /// The password of the backup or the passphrase of the file, in any Unicode form.
    Password(Zeroizing<String>),
    /// The key derived from it (see [`crate::derive_key`]).
    Key(Zeroizing<[u8; 32]>),
}

impl Unlock {
    /// A key as kept in a file: 64 hexadecimal digits, with or without a line end.
    pub fn key_from_hex(text: &str) -> Option<Self> {
        let mut key = Key::default();
        hex::decode_to_slice(text.trim_end_matches(['\r', '\n']), key.as_mut_slice()).ok()?;
        Some(Self::Key(key))
    }
}

/// How to open evidence.
#[derive(Default)]
pub struct OpenOptions {
    /// What opens it when it is encrypted.
    pub unlock: Option<Unlock>,
    /// What opens a file that is encrypted with age to a recipient.
    pub identities: Identities,
    /// Derive a key even when the backup asks for more than [`crate::ROUNDS_LIMIT`] rounds.
    pub allow_slow: bool,
    /// Bytes of a compressed archive that may wait in memory for their companions; `None` is 256 MiB. What does not
    /// fit is read in a further pass.
    pub hold: Option<u64>,
}

/// The forms of a password worth trying: as given, then NFC and NFD where they differ. macOS, Windows and a phone's
/// keyboard compose letters differently, and the key is made from bytes.
pub(crate) fn forms(password: &str) -> Vec<Zeroizing<String>> {
    // Room for the longest expansion of either form (3 times in UTF-8), so that no copy is left behind by growing.
    let room = password.len().saturating_mul(3);
    let collect = |letters: &mut dyn Iterator<Item = char>| {
        let mut form = Zeroizing::new(String::with_capacity(room));
        letters.for_each(|letter| form.push(letter));
        form
    };
    let mut forms = vec![Zeroizing::new(password.to_owned())];
    for form in [collect(&mut password.nfc()), collect(&mut password.nfd())] {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_takes_one_line_end_and_nothing_else() {
        let hex = "0f".repeat(32);
        for text in [hex.clone(), format!("{hex}\n"), format!("{hex}\r\n"), hex.to_uppercase()] {
            let Some(Unlock::Key(key)) = Unlock::key_from_hex(&text) else {
                panic!("not taken as a key");
            };
            assert_eq!(*key, [15; 32]);
        }
        for text in ["", "0f", &hex[1..], &format!("{hex}00"), &"zz".repeat(32)] {
            assert!(Unlock::key_from_hex(text).is_none());
        }
    }

    #[test]
    fn every_form_once() {
        let texts = |password: &str| -> Vec<String> { forms(password).iter().map(|form| form.to_string()).collect() };
        assert_eq!(texts("plain"), ["plain"]);
        assert_eq!(texts("caf\u{e9}"), ["caf\u{e9}", "cafe\u{301}"]);
        assert_eq!(texts("cafe\u{301}"), ["cafe\u{301}", "caf\u{e9}"]);
        // Mixed: neither form is what was typed.
        assert_eq!(texts("\u{e9}e\u{301}").len(), 3);
    }
}
