//! The other direction: writes iTunes backups, plain and encrypted, as iOS 4 to 9 (`Manifest.mbdb`) and iOS 10 and
//! later (`Manifest.db`) would. Keys are made from labels, so that the same description gives the same bytes.

use std::collections::BTreeMap;
use std::path::Path;

use aes::Aes256;
use aes_kw::KwAes256;
use cbc::Encryptor;
use cbc::cipher::array::Array;
use cbc::cipher::{BlockModeEncrypt, KeyInit, KeyIvInit};
use pbkdf2::pbkdf2_hmac;
use sha1::Digest;

/// A 256-bit key.
pub type Key = [u8; 32];

/// The classes a real key bag has.
pub const CLASSES: std::ops::RangeInclusive<u32> = 1..=11;
/// The class most files have: after first unlock.
pub const CLASS: u32 = 3;

/// A key that depends on its label alone.
pub fn key(label: &str) -> Key {
    sha2::Sha256::digest(label.as_bytes()).into()
}

/// One field of a key bag.
pub fn tlv(tag: &str, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).unwrap();
    [tag.as_bytes(), &length.to_be_bytes(), value].concat()
}

/// RFC 3394.
pub fn wrap(by: &Key, key: &Key) -> Vec<u8> {
    let mut wrapped = vec![0; 40];
    KwAes256::new(by.into()).wrap_key(key, &mut wrapped).unwrap();
    wrapped
}

/// AES-256-CBC, zero initialisation vector, without padding: `bytes` must be whole blocks.
pub fn encrypt_blocks(key: &Key, bytes: &[u8]) -> Vec<u8> {
    assert_eq!(bytes.len() % 16, 0);
    let mut bytes = bytes.to_vec();
    Encryptor::<Aes256>::new(key.into(), &[0; 16].into()).encrypt_blocks(Array::slice_as_chunks_mut(&mut bytes).0);
    bytes
}

/// AES-256-CBC, zero initialisation vector, PKCS #7 padding.
pub fn encrypt(key: &Key, bytes: &[u8]) -> Vec<u8> {
    let padding = 16 - bytes.len() % 16;
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len() + padding, u8::try_from(padding).unwrap());
    encrypt_blocks(key, &padded)
}

/// How the password of a backup becomes its key.
#[derive(Clone, Copy)]
pub struct Stages {
    /// Rounds of PBKDF2-SHA256, which came with iOS 10.2.
    pub first: Option<u32>,
    /// Rounds of PBKDF2-SHA1.
    pub last: u32,
}

impl Stages {
    /// The key of a password.
    pub fn derive(self, password: &str) -> Key {
        let mut between = password.as_bytes().to_vec();
        if let Some(rounds) = self.first {
            let mut key = Key::default();
            pbkdf2_hmac::<sha2::Sha256>(&between, &key_salt("DPSL"), rounds, &mut key);
            between = key.to_vec();
        }
        let mut key = Key::default();
        pbkdf2_hmac::<sha1::Sha1>(&between, &key_salt("SALT"), self.last, &mut key);
        key
    }
}

fn key_salt(label: &str) -> Vec<u8> {
    key(label)[..20].to_vec()
}

/// The key of a protection class.
pub fn class_key(class: u32) -> Key {
    key(&format!("class {class}"))
}

/// A `BackupKeyBag` whose classes the password opens.
pub fn keybag(password: &str, stages: Stages) -> Vec<u8> {
    let number = |tag, value: u32| tlv(tag, &value.to_be_bytes());
    let by = stages.derive(password);
    let mut bag = [
        number("VERS", 3),
        number("TYPE", 1),
        tlv("UUID", &[0xaa; 16]),
        tlv("HMCK", &[0; 40]),
        number("WRAP", 0),
        tlv("SALT", &key_salt("SALT")),
        number("ITER", stages.last),
    ]
    .concat();
    if let Some(rounds) = stages.first {
        bag.extend(number("DPWT", 0));
        bag.extend(number("DPIC", rounds));
        bag.extend(tlv("DPSL", &key_salt("DPSL")));
    }
    for class in CLASSES {
        bag.extend(tlv("UUID", &[u8::try_from(class).unwrap(); 16]));
        bag.extend(number("CLAS", class));
        bag.extend(number("WRAP", 2));
        bag.extend(number("KTYP", 0));
        bag.extend(tlv("WPKY", &wrap(&by, &class_key(class))));
    }
    bag
}

/// A key as manifests keep it: the class in four bytes, little endian, and the wrapped key.
pub fn stored_key(class: u32, key: &Key) -> Vec<u8> {
    [class.to_le_bytes().as_slice(), &wrap(&class_key(class), key)].concat()
}

/// A file in a backup.
#[derive(Clone)]
pub struct File {
    pub domain: String,
    pub path: String,
    pub bytes: Vec<u8>,
    /// What the manifest states instead of the true size.
    pub stated: Option<u64>,
    pub class: u32,
    /// Encrypted bytes to store instead of the true ones.
    pub stored: Option<Vec<u8>>,
    /// The file has a key (in an encrypted backup).
    pub keyed: bool,
}

impl File {
    pub fn new(domain: &str, path: &str, bytes: &[u8]) -> Self {
        Self {
            domain: domain.to_owned(),
            path: path.to_owned(),
            bytes: bytes.to_vec(),
            stated: None,
            class: CLASS,
            stored: None,
            keyed: true,
        }
    }

    /// The name it is stored under.
    pub fn id(&self) -> String {
        hex::encode(sha1::Sha1::digest(format!("{}-{}", self.domain, self.path)))
    }

    /// Its own key.
    pub fn key(&self) -> Key {
        key(&self.id())
    }

    fn size(&self) -> u64 {
        self.stated.unwrap_or(self.bytes.len() as u64)
    }

    /// Its archived description (`MBFile`).
    pub fn archived(&self, encrypted: bool) -> Vec<u8> {
        use plist::{Dictionary, Uid, Value};
        let uid = |number| Value::Uid(Uid::new(number));
        let class = |name: &str| {
            let mut class = Dictionary::new();
            class.insert("$classname".into(), name.into());
            class.insert("$classes".into(), Value::Array(vec![name.into(), "NSObject".into()]));
            Value::Dictionary(class)
        };
        let mut file = Dictionary::new();
        file.insert("$class".into(), uid(3));
        file.insert("Birth".into(), 1_700_000_000.into());
        file.insert("LastModified".into(), 1_700_000_000.into());
        file.insert("Mode".into(), 0o100_644.into());
        file.insert("ProtectionClass".into(), i64::from(self.class).into());
        file.insert("RelativePath".into(), uid(2));
        file.insert("Size".into(), self.size().into());
        let mut objects = vec!["$null".into(), Value::Boolean(false), self.path.as_str().into(), class("MBFile")];
        if encrypted && self.keyed {
            file.insert("EncryptionKey".into(), uid(4));
            let mut data = Dictionary::new();
            data.insert("$class".into(), uid(5));
            data.insert("NS.data".into(), Value::Data(stored_key(self.class, &self.key())));
            objects.push(Value::Dictionary(data));
            objects.push(class("NSMutableData"));
        }
        objects[1] = Value::Dictionary(file);
        let mut top = Dictionary::new();
        top.insert("root".into(), uid(1));
        let mut archive = Dictionary::new();
        archive.insert("$version".into(), 100_000.into());
        archive.insert("$archiver".into(), "NSKeyedArchiver".into());
        archive.insert("$top".into(), Value::Dictionary(top));
        archive.insert("$objects".into(), Value::Array(objects));
        binary(&Value::Dictionary(archive))
    }

    /// Its record in a `Manifest.mbdb`.
    pub fn mbdb_record(&self, encrypted: bool) -> Vec<u8> {
        let string = |value: Option<&[u8]>| match value {
            None => vec![0xff, 0xff],
            Some(value) => {
                let length = u16::try_from(value.len()).unwrap();
                [length.to_be_bytes().as_slice(), value].concat()
            }
        };
        let key = (encrypted && self.keyed).then(|| stored_key(self.class, &self.key()));
        [
            string(Some(self.domain.as_bytes())),
            string(Some(self.path.as_bytes())),
            string(None),
            string(None),
            string(key.as_deref()),
            0o100_644u16.to_be_bytes().to_vec(),
            vec![0; 28],
            self.size().to_be_bytes().to_vec(),
            vec![u8::try_from(self.class).unwrap(), 1],
            string(Some(b"com.example.attribute")),
            string(Some(b"value")),
        ]
        .concat()
    }

    fn to_store(&self, encrypted: bool) -> Vec<u8> {
        match &self.stored {
            Some(stored) => stored.clone(),
            None if encrypted && self.keyed => encrypt(&self.key(), &self.bytes),
            None => self.bytes.clone(),
        }
    }
}

fn binary(value: &plist::Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.to_writer_binary(&mut bytes).unwrap();
    bytes
}

/// A directory in a `Manifest.mbdb`.
pub fn mbdb_folder(domain: &str, path: &str) -> Vec<u8> {
    let mut record = File::new(domain, path, b"").mbdb_record(false);
    let mode = 2 + domain.len() + 2 + path.len() + 6;
    record[mode..mode + 2].copy_from_slice(&0o040_755u16.to_be_bytes());
    record
}

/// A backup to write.
#[derive(Clone)]
pub struct Backup {
    /// Encrypted with this password, through these stages.
    pub encrypted: Option<(String, Stages)>,
    /// `Manifest.mbdb` and a flat folder instead of `Manifest.db`.
    pub mbdb: bool,
    pub files: Vec<File>,
}

impl Backup {
    /// Writes the backup into an empty folder.
    pub fn write(&self, root: &Path) {
        let encrypted = self.encrypted.is_some();
        let mut description = plist::Dictionary::new();
        description.insert("IsEncrypted".into(), encrypted.into());
        description.insert("Version".into(), "10.0".into());
        if let Some((password, stages)) = &self.encrypted {
            let bag = plist::Value::Data(keybag(password, *stages));
            description.insert("BackupKeyBag".into(), bag);
            if !self.mbdb {
                let stored = plist::Value::Data(stored_key(4, &key("manifest")));
                description.insert("ManifestKey".into(), stored);
            }
        }
        if self.mbdb {
            let mut list = b"mbdb\x05\x00".to_vec();
            list.extend(mbdb_folder("HomeDomain", "Library"));
            for file in &self.files {
                list.extend(file.mbdb_record(encrypted));
            }
            std::fs::write(root.join("Manifest.mbdb"), list).unwrap();
        } else {
            let mut bytes = self.database(root, encrypted);
            if encrypted {
                bytes = encrypt(&key("manifest"), &bytes);
            }
            std::fs::write(root.join("Manifest.db"), bytes).unwrap();
        }
        let mut info = plist::Dictionary::new();
        info.insert("Device Name".into(), "Phone 1".into());
        info.insert("Product Type".into(), "iPhone14,5".into());
        info.insert("Product Version".into(), "17.5.1".into());
        let mut status = plist::Dictionary::new();
        status.insert("SnapshotState".into(), "finished".into());
        for (name, dict) in [("Manifest", description), ("Info", info), ("Status", status)] {
            let bytes = binary(&plist::Value::Dictionary(dict));
            std::fs::write(root.join(format!("{name}.plist")), bytes).unwrap();
        }
        for file in &self.files {
            let id = file.id();
            let folder = if self.mbdb { root.to_owned() } else { root.join(&id[..2]) };
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(id), file.to_store(encrypted)).unwrap();
        }
    }

    fn database(&self, root: &Path, encrypted: bool) -> Vec<u8> {
        let path = root.join("Manifest.tmp");
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute_batch(
            "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB);
             CREATE TABLE Properties (key TEXT PRIMARY KEY, value BLOB);
             BEGIN;",
        )
        .unwrap();
        for file in &self.files {
            conn.execute(
                "INSERT INTO Files VALUES (?1, ?2, ?3, 1, ?4)",
                (file.id(), &file.domain, &file.path, file.archived(encrypted)),
            )
            .unwrap();
        }
        conn.execute_batch("COMMIT").unwrap();
        drop(conn);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        bytes
    }

    /// `domain/path` and the true bytes.
    pub fn truth(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.iter().map(|file| (format!("{}/{}", file.domain, file.path), file.bytes.clone())).collect()
    }
}
