//! Signatures and keys in the form of minisign (<https://jedisct1.github.io/minisign/>): Ed25519 over BLAKE2b-512 of the
//! file, a trusted comment that is signed with it, secret keys closed with scrypt. What is signed here the `minisign`
//! of any distribution verifies, and the other way round.
//!
//! The arithmetic and the containers are the `minisign` crate's. What comes from others is measured before it gets
//! there: the crate takes lengths on trust.

use std::fmt;
use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minisign::{KeyPair, PublicKeyBox, SecretKeyBox, SignatureBox};
use thiserror::Error;

/// Key derivation algorithm of a secret key without a password.
const NOT_CLOSED: [u8; 2] = [0, 0];
/// Length of a public key, of a secret key and of a signature in their containers, in bytes.
const PUBLIC_BYTES: usize = 42;
const SECRET_BYTES: usize = 158;
const CHECKSUM_BYTES: usize = 32;
const SIGNATURE_BYTES: usize = 74;
const GLOBAL_BYTES: usize = 64;

/// Why a key or signature cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// It is not a public key.
    #[error("not a minisign public key")]
    NotAPublicKey,
    /// It is not a secret key.
    #[error("not a minisign secret key")]
    NotASecretKey,
    /// The secret key is closed with a password, and none or a wrong one was given.
    #[error("the password does not open this key")]
    WrongPassword,
    /// It is not a signature.
    #[error("not a minisign signature: {0}")]
    NotASignature(&'static str),
    /// The signature was made with another key.
    #[error("made with the key {0}")]
    OtherKey(String),
    /// The signature does not fit.
    #[error("it does not fit: the file, its signature or the trusted comment was changed")]
    DoesNotFit,
    /// No key or signature could be made.
    #[error("{0}")]
    Failed(String),
}

fn failed(error: impl fmt::Display) -> SignatureError {
    SignatureError::Failed(error.to_string())
}

/// The bytes in the line of a container behind its comment.
fn contained(text: &str) -> Option<Vec<u8>> {
    let mut lines = text.lines();
    let first = lines.next()?;
    let line = if first.starts_with("untrusted comment:") { lines.next()? } else { first };
    STANDARD.decode(line.trim()).ok()
}

/// An identifier as minisign shows it.
fn shown(keynum: &[u8]) -> String {
    let reversed: Vec<u8> = keynum.iter().rev().copied().collect();
    hex::encode_upper(reversed)
}

/// A public key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(minisign::PublicKey);

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey").field(&self.id()).finish()
    }
}

impl PublicKey {
    /// From the text of a `.pub` file, or from the one line that minisign prints (`RW…`).
    ///
    /// # Errors
    /// [`SignatureError::NotAPublicKey`].
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let bytes = contained(text).filter(|bytes| bytes.len() == PUBLIC_BYTES).ok_or(SignatureError::NotAPublicKey)?;
        minisign::PublicKey::from_base64(&STANDARD.encode(bytes)).map(Self).map_err(|_| SignatureError::NotAPublicKey)
    }

    /// Its identifier: 16 digits.
    pub fn id(&self) -> String {
        shown(self.0.keynum())
    }

    /// The key in one line.
    pub fn line(&self) -> String {
        self.0.to_base64()
    }

    /// The text of a `.pub` file.
    ///
    /// # Errors
    /// [`SignatureError::Failed`].
    pub fn file(&self) -> Result<String, SignatureError> {
        self.0.to_box().map(PublicKeyBox::into_string).map_err(failed)
    }
}

/// A secret key, open. It is never shown.
pub struct SecretKey(minisign::SecretKey);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl SecretKey {
    /// Whether the text of a key file has to be opened with a password.
    ///
    /// # Errors
    /// [`SignatureError::NotASecretKey`].
    pub fn is_closed(text: &str) -> Result<bool, SignatureError> {
        let bytes = contained(text).filter(|bytes| bytes.len() == SECRET_BYTES).ok_or(SignatureError::NotASecretKey)?;
        Ok(bytes.get(2..4) != Some(&NOT_CLOSED))
    }

    /// Opens the text of a key file.
    ///
    /// # Errors
    /// [`SignatureError::NotASecretKey`], [`SignatureError::WrongPassword`].
    pub fn open(text: &str, password: Option<&str>) -> Result<Self, SignatureError> {
        let is_closed = Self::is_closed(text)?;
        let bytes = contained(text).ok_or(SignatureError::NotASecretKey)?;
        // minisign itself leaves the checksum of a key without a password empty, and the crate refuses that.
        if !is_closed && bytes.iter().skip(SECRET_BYTES - CHECKSUM_BYTES).all(|byte| *byte == 0) {
            return minisign::SecretKey::from_bytes(&bytes).map(Self).map_err(|_| SignatureError::NotASecretKey);
        }
        let closed = SecretKeyBox::from_string(text).map_err(|_| SignatureError::NotASecretKey)?;
        let opened = match (is_closed, password) {
            (false, _) => closed.into_unencrypted_secret_key().map_err(|_| SignatureError::NotASecretKey),
            (true, Some(password)) => {
                closed.into_secret_key(Some(password.to_owned())).map_err(|_| SignatureError::WrongPassword)
            }
            // Without this the crate would ask on the terminal itself.
            (true, None) => Err(SignatureError::WrongPassword),
        };
        opened.map(Self)
    }

    /// The public key that belongs to it.
    ///
    /// # Errors
    /// [`SignatureError::NotASecretKey`].
    pub fn public(&self) -> Result<PublicKey, SignatureError> {
        minisign::PublicKey::from_secret_key(&self.0).map(PublicKey).map_err(|_| SignatureError::NotASecretKey)
    }
}

/// A new pair of keys as the texts of their files: secret and public. Without a password the secret key is open to
/// whoever can read its file.
///
/// # Errors
/// [`SignatureError::Failed`] when the system gives no random numbers.
pub fn new_keys(password: Option<&str>) -> Result<(String, PublicKey), SignatureError> {
    let (pair, comment) = match password {
        Some(password) => {
            (KeyPair::generate_encrypted_keypair(Some(password.to_owned())), "vigie encrypted secret key")
        }
        None => (KeyPair::generate_unencrypted_keypair(), "vigie secret key, not encrypted"),
    };
    let pair = pair.map_err(failed)?;
    let secret = pair.sk.to_box(Some(comment)).map_err(failed)?;
    Ok((secret.into_string(), PublicKey(pair.pk)))
}

/// Signs bytes: the text of a `.minisig` file. The comment is signed with them.
///
/// # Errors
/// [`SignatureError::Failed`].
pub fn sign(bytes: &[u8], key: &SecretKey, trusted_comment: &str) -> Result<String, SignatureError> {
    let public = key.public()?;
    let untrusted = format!("signature by vigie, key {}", public.id());
    minisign::sign(Some(&public.0), &key.0, Cursor::new(bytes), Some(trusted_comment), Some(&untrusted))
        .map(SignatureBox::into_string)
        .map_err(failed)
}

/// A signature that was measured.
#[derive(Clone)]
pub struct SignatureFile(SignatureBox);

impl SignatureFile {
    /// Reads the text of a `.minisig` file.
    ///
    /// # Errors
    /// [`SignatureError::NotASignature`].
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let lines: Vec<&str> = text.lines().collect();
        let [_, signature, trusted, global] = lines[..] else {
            return Err(SignatureError::NotASignature("it has not four lines"));
        };
        let is_long = |line: &str, length| STANDARD.decode(line).is_ok_and(|bytes| bytes.len() == length);
        if !is_long(signature, SIGNATURE_BYTES) || !is_long(global, GLOBAL_BYTES) {
            return Err(SignatureError::NotASignature("a signature is not what it should be"));
        }
        if !trusted.starts_with("trusted comment: ") {
            return Err(SignatureError::NotASignature("there is no trusted comment"));
        }
        SignatureBox::from_string(text).map(Self).map_err(|_| SignatureError::NotASignature("it is damaged"))
    }

    /// The identifier of the key it says it was made with.
    pub fn key_id(&self) -> String {
        shown(self.0.keynum())
    }

    /// What was signed with the file. To be believed only after [`SignatureFile::verify`].
    pub fn trusted_comment(&self) -> String {
        self.0.trusted_comment().unwrap_or_default()
    }

    /// Whether it fits bytes and key.
    ///
    /// # Errors
    /// [`SignatureError::OtherKey`], [`SignatureError::DoesNotFit`].
    pub fn verify(&self, bytes: &[u8], key: &PublicKey) -> Result<(), SignatureError> {
        if self.key_id() != key.id() {
            return Err(SignatureError::OtherKey(self.key_id()));
        }
        minisign::verify(&key.0, &self.0, Cursor::new(bytes), true, false, true).map_err(|_| SignatureError::DoesNotFit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_is_verified_and_nothing_else() {
        let (secret, public) = new_keys(None).unwrap();
        assert!(!SecretKey::is_closed(&secret).unwrap());
        let key = SecretKey::open(&secret, None).unwrap();
        assert_eq!(key.public().unwrap(), public);
        let text = sign(b"bytes", &key, "custody:2:ff").unwrap();
        let signature = SignatureFile::parse(&text).unwrap();
        signature.verify(b"bytes", &public).unwrap();
        assert_eq!(signature.trusted_comment(), "custody:2:ff");
        assert!(matches!(signature.verify(b"bites", &public), Err(SignatureError::DoesNotFit)));
        let other = new_keys(None).unwrap().1;
        assert!(matches!(signature.verify(b"bytes", &other), Err(SignatureError::OtherKey(_))));
        let moved = SignatureFile::parse(&text.replace("custody:2", "custody:3")).unwrap();
        assert!(matches!(moved.verify(b"bytes", &public), Err(SignatureError::DoesNotFit)));
    }

    #[test]
    fn keys_are_read_back_in_every_form() {
        let (_, public) = new_keys(None).unwrap();
        assert_eq!(PublicKey::parse(&public.file().unwrap()).unwrap(), public);
        assert_eq!(PublicKey::parse(&public.line()).unwrap(), public);
        assert_eq!(public.id().len(), 16);
        assert!(public.file().unwrap().contains(&public.id()));
        for text in ["", "RW", "untrusted comment: x", "untrusted comment: x\nAAAA"] {
            assert!(PublicKey::parse(text).is_err(), "{text}");
            assert!(SecretKey::open(text, None).is_err(), "{text}");
        }
    }

    #[test]
    fn a_closed_key_opens_with_its_password_only() {
        let (secret, public) = new_keys(Some("pass word")).unwrap();
        assert!(SecretKey::is_closed(&secret).unwrap());
        assert_eq!(SecretKey::open(&secret, Some("pass word")).unwrap().public().unwrap(), public);
        for wrong in [Some("password"), None] {
            assert!(matches!(SecretKey::open(&secret, wrong), Err(SignatureError::WrongPassword)));
        }
    }

    #[test]
    fn hostile_signatures_never_panic() {
        let (secret, public) = new_keys(None).unwrap();
        let text = sign(b"bytes", &SecretKey::open(&secret, None).unwrap(), "a comment").unwrap();
        for end in 0..text.len() {
            let outcome = SignatureFile::parse(&text[..end]).and_then(|one| one.verify(b"bytes", &public));
            assert!(outcome.is_err() || end == text.len() - 1, "only the last line end may be missing: {end}");
        }
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(text) = String::from_utf8(bytes) {
                let _ = SignatureFile::parse(&text).and_then(|one| one.verify(b"bytes", &public));
            }
        }
    }
}
