//! How a password opens an encrypted Android backup.
//!
//! Format: AOSP, `PasswordUtils` and `PerformAdbRestoreTask.attemptEncryptionKeyDecryption`. PBKDF2-SHA1 makes a key
//! from the password; with it (AES-256-CBC) a small block opens that holds, each behind a byte with its length, the
//! vector and the key of the data and a checksum of that key. The checksum is PBKDF2-SHA1 again, of the key's bytes
//! taken for text: Java widens each to a character, and a byte above 127 to one of U+FF80 to U+FFFF. Since version 2
//! these characters are written as UTF-8, three bytes for such a one. Before Android 4.4 only the lower eight bits of
//! each character counted (`PBKDF2WithHmacSHA1And8bit`), of a password too; version 1 occurs with either.

use std::io::{Cursor, Read};

use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::aes_cbc::{Cbc, CbcStream};
use crate::unlock::Key;

/// Bytes the block with the key may have: Android's has 96.
const BLOB_LIMIT: usize = 1024;

/// What the header of an encrypted backup says. Nothing in it is secret.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) version: u32,
    pub(crate) salt: Vec<u8>,
    pub(crate) checksum_salt: Vec<u8>,
    pub(crate) rounds: u32,
    pub(crate) vector: Vec<u8>,
    pub(crate) blob: Vec<u8>,
}

/// How characters become the bytes of a password.
#[derive(Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    EightBit,
}

impl Encoding {
    fn password(self, text: &str) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
        match self {
            Self::Utf8 => bytes.extend_from_slice(text.as_bytes()),
            Self::EightBit => bytes.extend(text.encode_utf16().map(|unit| unit.to_le_bytes()[0])),
        }
        bytes
    }

    /// Bytes that were taken for text.
    fn bytes(self, key: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(key.len().saturating_mul(3)));
        for byte in key {
            match (self, byte) {
                (Self::EightBit, _) | (Self::Utf8, 0..0x80) => bytes.push(*byte),
                (Self::Utf8, _) => {
                    let wide = char::from_u32(0xff00 | u32::from(*byte)).unwrap_or_default();
                    bytes.extend_from_slice(wide.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
        bytes
    }
}

/// A value behind a byte with its length.
fn counted<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, behind) = rest.split_first()?;
    let (value, behind) = behind.split_at_checked(usize::from(*length))?;
    *rest = behind;
    Some(value)
}

impl Sealed {
    fn encodings(&self) -> &'static [Encoding] {
        if self.version == 1 { &[Encoding::Utf8, Encoding::EightBit] } else { &[Encoding::Utf8] }
    }

    /// The keys a password may make, each once.
    pub(crate) fn derive(&self, password: &str) -> Vec<Key> {
        let mut forms: Vec<Zeroizing<Vec<u8>>> = Vec::new();
        for form in self.encodings().iter().map(|encoding| encoding.password(password)) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        let derive = |form: &Zeroizing<Vec<u8>>| {
            let mut key = Key::default();
            pbkdf2_hmac::<Sha1>(form, &self.salt, self.rounds, key.as_mut_slice());
            key
        };
        forms.iter().map(derive).collect()
    }

    /// The key of the data and its vector; `None` when this is not the key of the backup.
    pub(crate) fn open(&self, key: &Key) -> Option<(Key, [u8; 16])> {
        if self.blob.len() > BLOB_LIMIT {
            return None;
        }
        let mut plain = Zeroizing::new(Vec::with_capacity(self.blob.len()));
        let cipher = Cbc::new(key, self.vector.as_slice().try_into().ok()?);
        // A wrong key shows itself here already, but once in 256 times.
        CbcStream::new(Cursor::new(&self.blob), cipher).read_to_end(&mut plain).ok()?;
        let mut rest = plain.as_slice();
        let vector: [u8; 16] = counted(&mut rest)?.try_into().ok()?;
        let mut data = Key::default();
        let stored = counted(&mut rest)?;
        if stored.len() != data.len() {
            return None;
        }
        data.copy_from_slice(stored);
        let stated = counted(&mut rest)?;
        let holds = self.encodings().iter().any(|encoding| {
            let mut sum = Key::default();
            let text = encoding.bytes(data.as_slice());
            pbkdf2_hmac::<Sha1>(&text, &self.checksum_salt, self.rounds, sum.as_mut_slice());
            sum.as_slice() == stated
        });
        holds.then_some((data, vector))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of a backup of a phone with Android 6, password `openwall`: the first test vector of the format in
    /// John the Ripper (`androidbackup_fmt_plug.c`).
    #[test]
    fn a_backup_of_a_phone_opens() {
        let bytes = |text: &str| hex::decode(text).unwrap();
        let sealed = Sealed {
            version: 3,
            salt: bytes(concat!(
                "2a7c948fd7124307bca8d7ac921a9f019f32b0f74f484cfe9266f3ee0da064fc",
                "8a57b1c9e2edf66b8425448d064ef121a453c8941a024dbdfc7481bfbc47437e"
            )),
            checksum_salt: bytes(concat!(
                "3bbd3f57551336c7db480cbdc3dc5ce3da4e185a586a3fd45b816007c2c41889",
                "149fbf0e292f88b1207d070d10e577c021dabd0ed8ba8ea6849b0d311942eb37"
            )),
            rounds: 10_000,
            vector: bytes("469920775ce354235ad62500184754d7"),
            blob: bytes(concat!(
                "749ae8a777d30ea4913084a8266f9f740dfc0a78d545aafb0a39051519a610db",
                "5f3d5f68cdaff7f04a74645e8a7b0c5c965d978f4a2fa0650854ab120bb9f683",
                "b494a6dcb84d3b74960a6a413fe83648f118e152bad23ab1be294912e357b3b9"
            )),
        };
        let opens = |password: &str| sealed.derive(password).iter().any(|key| sealed.open(key).is_some());
        assert!(opens("openwall"));
        assert!(!opens("openwalls"));
    }

    #[test]
    fn bytes_become_text_as_java_makes_it() {
        assert_eq!(*Encoding::Utf8.bytes(&[0, 0x7f, 0x80, 0xff]), b"\0\x7f\xef\xbe\x80\xef\xbf\xbf");
        assert_eq!(*Encoding::EightBit.bytes(&[0, 0x80, 0xff]), [0, 0x80, 0xff]);
        assert_eq!(*Encoding::Utf8.password("é"), "é".as_bytes());
        assert_eq!(*Encoding::EightBit.password("é€"), [0xe9, 0xac]);
    }
}
