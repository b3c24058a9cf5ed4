//! Android backups (`.ab`), written: header, compression, encryption. What reads them is elsewhere and shares no line.
//!
//! Source: AOSP, `PerformAdbBackupTask` and `PasswordUtils`; android-backup-extractor. Keys and salts are made from a
//! seed, so that the same description gives the same bytes; that makes them worth nothing as keys.

use std::io::Write;

use aes::Aes256;
use cbc::Encryptor;
use cbc::cipher::array::Array;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use pbkdf2::pbkdf2_hmac;

use crate::random::Random;

/// How a backup is written.
#[derive(Debug, Clone)]
pub struct AndroidBackup {
    version: u32,
    deflated: bool,
    password: Option<String>,
    rounds: u32,
    eight_bit: bool,
}

impl AndroidBackup {
    /// A plain backup of a version of the format, deflated.
    #[must_use]
    pub fn new(version: u32) -> Self {
        Self { version, deflated: true, password: None, rounds: 10, eight_bit: false }
    }

    /// Not deflated.
    #[must_use]
    pub fn stored(self) -> Self {
        Self { deflated: false, ..self }
    }

    /// Encrypted, with few rounds, so that a test does not wait; a phone has 10 000.
    #[must_use]
    pub fn encrypted(self, password: &str) -> Self {
        Self { password: Some(password.to_owned()), ..self }
    }

    /// With that many rounds.
    #[must_use]
    pub fn rounds(self, rounds: u32) -> Self {
        Self { rounds, ..self }
    }

    /// Characters of passwords and keys cut to eight bits, as before Android 4.4.
    #[must_use]
    pub fn eight_bit(self) -> Self {
        Self { eight_bit: true, ..self }
    }

    fn derive(&self, text: &[u16], salt: &[u8]) -> [u8; 32] {
        let bytes = if self.eight_bit {
            text.iter().map(|unit| unit.to_be_bytes()[1]).collect()
        } else {
            String::from_utf16_lossy(text).into_bytes()
        };
        let mut key = [0; 32];
        pbkdf2_hmac::<sha1::Sha1>(&bytes, salt, self.rounds, &mut key);
        key
    }

    /// The backup around a tar.
    ///
    /// # Panics
    /// Never: memory can be written.
    #[must_use]
    pub fn finish(&self, tar: &[u8]) -> Vec<u8> {
        let mut data = tar.to_vec();
        if self.deflated {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(tar).expect("memory can be written");
            data = encoder.finish().expect("memory can be written");
        }
        let head = format!("ANDROID BACKUP\n{}\n{}\n", self.version, u8::from(self.deflated));
        let Some(password) = &self.password else {
            return [head.as_bytes(), b"none\n", &data].concat();
        };
        let mut random = Random::new(7).fork("android backup");
        let mut noise = |length: usize| -> Vec<u8> {
            std::iter::repeat_with(|| random.bits().to_be_bytes()).flatten().take(length).collect()
        };
        let (salt, checksum_salt, user_vector) = (noise(64), noise(64), noise(16));
        let (key, vector) = (noise(32), noise(16));
        let user_key = self.derive(&password.encode_utf16().collect::<Vec<u16>>(), &salt);
        // As Java widens a byte: with its sign.
        let widened: Vec<u16> = key.iter().map(|byte| i16::from(byte.cast_signed()).cast_unsigned()).collect();
        let checksum = self.derive(&widened, &checksum_salt);
        let blob = [&[16][..], &vector, &[32], &key, &[32], &checksum].concat();
        let lines = [
            hex::encode_upper(&salt),
            hex::encode_upper(&checksum_salt),
            self.rounds.to_string(),
            hex::encode_upper(&user_vector),
            hex::encode_upper(seal(&blob, &user_key, &user_vector)),
        ];
        [head.as_bytes(), b"AES-256\n", lines.join("\n").as_bytes(), b"\n", &seal(&data, &key, &vector)].concat()
    }
}

/// AES-256-CBC with PKCS #7 padding.
fn seal(bytes: &[u8], key: &[u8], vector: &[u8]) -> Vec<u8> {
    let padding = 16 - bytes.len() % 16;
    let mut room = bytes.to_vec();
    room.extend(std::iter::repeat_n(u8::try_from(padding).expect("at most 16"), padding));
    let mut encryptor = Encryptor::<Aes256>::new_from_slices(key, vector).expect("32 and 16 bytes");
    encryptor.encrypt_blocks(Array::slice_as_chunks_mut(&mut room).0);
    room
}
