//! Encrypted backups, written: the keys, the key bag and the ciphers. What reads them is elsewhere and shares no line.
//!
//! Source: Apple Platform Security ("Keybags"), iphone-dataprotection, iphone_backup_decrypt. Files and `Manifest.db`
//! are AES-256-CBC with a zero initialisation vector and PKCS #7 padding, each with its own key, which is wrapped
//! (RFC 3394) by the key of a protection class, which is wrapped by the key made from the password.
//!
//! Every key and salt is made from the seed, so that the same description gives the same bytes. That makes them worth
//! nothing as keys: this is for tests.

mod keybag;

use std::io::{Read, Write};

use aes::Aes256;
use aes_kw::KwAes256;
use anyhow::{Result, ensure};
use cbc::Encryptor;
use cbc::cipher::array::Array;
use cbc::cipher::{BlockModeEncrypt, KeyInit, KeyIvInit};
use pbkdf2::pbkdf2_hmac;

pub(crate) use keybag::noise as noise_keybag;

use crate::random::Random;

/// A 256-bit key.
pub type Key = [u8; 32];

/// The class of the key of `Manifest.db`.
const MANIFEST_CLASS: u8 = 4;
const BLOCK: usize = 16;
const CHUNK: usize = 1 << 17;

/// How a backup is encrypted.
#[derive(Debug, Clone)]
pub struct Encryption {
    /// The password, in the Unicode form the phone was given.
    pub password: String,
    /// Rounds of PBKDF2-SHA256 (`DPIC`), the stage that came with iOS 10.2; none before. A phone has 10 000 000.
    pub rounds_sha256: Option<u32>,
    /// Rounds of PBKDF2-SHA1 (`ITER`). A phone has 10 000.
    pub rounds_sha1: u32,
    /// Seed of keys and salts.
    pub seed: u64,
}

impl Encryption {
    /// Two stages with few rounds, so that a test does not wait.
    pub fn new(password: &str) -> Self {
        Self { password: password.to_owned(), rounds_sha256: Some(20), rounds_sha1: 10, seed: 1 }
    }

    /// The same with one stage only, as before iOS 10.2.
    #[must_use]
    pub fn single_stage(mut self) -> Self {
        self.rounds_sha256 = None;
        self
    }

    /// The key made from the password.
    pub fn derive(&self) -> Key {
        let mut between = self.password.as_bytes().to_vec();
        if let Some(rounds) = self.rounds_sha256 {
            let mut key = Key::default();
            pbkdf2_hmac::<sha2::Sha256>(&between, &self.salt("DPSL"), rounds, &mut key);
            between = key.to_vec();
        }
        let mut key = Key::default();
        pbkdf2_hmac::<sha1::Sha1>(&between, &self.salt("SALT"), self.rounds_sha1, &mut key);
        key
    }

    /// `BackupKeyBag`: derives the key, so it takes as long as the rounds ask.
    pub fn keybag(&self) -> Vec<u8> {
        keybag::write(&mut self.random("key bag"), Some(self))
    }

    /// The key of `Manifest.db`.
    pub fn manifest_key(&self) -> Key {
        self.key("manifest")
    }

    /// `ManifestKey`.
    pub fn stored_manifest_key(&self) -> Vec<u8> {
        self.stored_key(MANIFEST_CLASS, &self.manifest_key())
    }

    /// The key of the file stored under this name.
    pub fn file_key(&self, id: &str) -> Key {
        self.key(id)
    }

    /// A key as manifests keep it: the class in four bytes, little endian, and the wrapped key.
    pub fn stored_key(&self, class: u8, key: &Key) -> Vec<u8> {
        let mut stored = u32::from(class).to_le_bytes().to_vec();
        stored.extend(wrap(&self.class_key(u32::from(class)), key));
        stored
    }

    fn class_key(&self, class: u32) -> Key {
        self.key(&format!("class {class}"))
    }

    fn salt(&self, label: &str) -> Vec<u8> {
        self.random(label).bytes(20)
    }

    fn key(&self, label: &str) -> Key {
        let mut key = Key::default();
        key.copy_from_slice(&self.random(label).bytes(32));
        key
    }

    fn random(&self, label: &str) -> Random {
        Random::new(self.seed).fork("encryption").fork(label)
    }
}

/// RFC 3394: 32 bytes of key become 40.
fn wrap(by: &Key, key: &Key) -> Vec<u8> {
    let mut wrapped = vec![0; 40];
    KwAes256::new(by.into()).wrap_key(key, &mut wrapped).expect("the room is that of the wrapped key");
    wrapped
}

/// Encrypts bytes held in memory.
pub fn encrypt(key: &Key, bytes: &[u8]) -> Vec<u8> {
    let mut padded = Vec::with_capacity(bytes.len() + BLOCK);
    padded.extend_from_slice(bytes);
    pad(&mut padded);
    encryptor(key).encrypt_blocks(Array::slice_as_chunks_mut(&mut padded).0);
    padded
}

/// Encrypts whole blocks without padding: for files that end in what is no padding.
pub fn encrypt_blocks(key: &Key, bytes: &[u8]) -> Result<Vec<u8>> {
    ensure!(bytes.len().is_multiple_of(BLOCK), "{} bytes are not whole blocks", bytes.len());
    let mut blocks = bytes.to_vec();
    encryptor(key).encrypt_blocks(Array::slice_as_chunks_mut(&mut blocks).0);
    Ok(blocks)
}

/// Encrypts whatever is read, a chunk at a time.
pub fn encrypt_stream(key: &Key, mut from: impl Read, mut to: impl Write) -> Result<()> {
    let mut encryptor = encryptor(key);
    let mut chunk = Vec::with_capacity(CHUNK + BLOCK);
    loop {
        chunk.clear();
        from.by_ref().take(u64::try_from(CHUNK)?).read_to_end(&mut chunk)?;
        let last = chunk.len() < CHUNK;
        if last {
            pad(&mut chunk);
        }
        encryptor.encrypt_blocks(Array::slice_as_chunks_mut(&mut chunk).0);
        to.write_all(&chunk)?;
        if last {
            return Ok(to.flush()?);
        }
    }
}

fn encryptor(key: &Key) -> Encryptor<Aes256> {
    Encryptor::new(key.into(), &[0; BLOCK].into())
}

/// PKCS #7: one byte at least, a block at most.
fn pad(bytes: &mut Vec<u8>) {
    let padding = BLOCK - bytes.len() % BLOCK;
    bytes.resize(bytes.len() + padding, u8::try_from(padding).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, encrypt, encrypt_blocks, encrypt_stream};

    #[test]
    fn a_stream_gives_what_memory_gives() {
        let key = [7; 32];
        for length in [0, 1, 15, 16, 17, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK] {
            let bytes: Vec<u8> = (0..251).cycle().take(length).collect();
            let mut streamed = Vec::new();
            encrypt_stream(&key, bytes.as_slice(), &mut streamed).unwrap();
            assert!(streamed == encrypt(&key, &bytes), "{length}");
            assert_eq!(streamed.len(), length / 16 * 16 + 16);
        }
        assert!(encrypt_blocks(&key, &[0; 17]).is_err());
        // The first vector of AES-256 in NIST SP 800-38A is in ECB mode: with a zero vector the first block agrees.
        let key = hex::decode("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4").unwrap();
        let block = hex::decode("6bc1bee22e409f96e93d7e117393172a").unwrap();
        let sealed = encrypt_blocks(&key.try_into().unwrap(), &block).unwrap();
        assert_eq!(hex::encode(sealed), "f3eed1bdb5d2a03c064b5a7e3db181f8");
    }
}
