//! What is installed: a folder with one file that says what is in use, and the packs it names.
//!
//! ```text
//! installed.json                what is in use, where from, since when; replaced in one step
//! packs/NAME.HASH.stix2         packs, by name and hash; older versions of each stay for `diff` and `verify --repeat`
//! indexes/HASH                  indexes as they were last seen
//! ```
//!
//! Files are written under their hash before `installed.json` names them, and taken away after it no longer does. So a
//! run that is killed leaves what was there before, whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vigie_model::Timestamp;

use crate::error::PackError;
use crate::fetch::read_file;
use crate::index::MVT_INDEX;
use crate::name::safe_name;
use crate::origin::{Kind, Origin};

/// What the state says it is.
const SCHEMA: &str = "vigie-installed/1";
const STATE: &str = "installed.json";
const LOCK: &str = "lock";
/// Largest state that is read.
const STATE_LIMIT: u64 = 64 << 20;
/// Largest pack and largest index.
pub(crate) const PACK_LIMIT: u64 = 128 << 20;
pub(crate) const INDEX_LIMIT: u64 = 4 << 20;
/// Versions kept of each pack, the one in use included.
const VERSIONS: usize = 5;

/// One version of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Where it came from: an address, or a path below the folder that was given.
    pub place: String,
    /// When it was installed.
    pub at: Timestamp,
    /// What its index calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who found out, as its index says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// The key whose signature was verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// What it was made from, when it was not STIX: `misp`, `csv`, `list`, `taxii`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_from: Option<String>,
    /// SHA-256 of what it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_from_sha256: Option<String>,
    /// `ETag` it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified` it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Indicators in it.
    pub indicators: u64,
}

impl Version {
    /// Of a pack that was made here from something else.
    pub fn made(bytes: &[u8], place: &str, at: Timestamp, from: &str, source: &[u8]) -> Self {
        Self {
            sha256: hash(bytes),
            size: bytes.len() as u64,
            place: place.to_owned(),
            at,
            title: None,
            sources: Vec::new(),
            signed_by: None,
            made_from: Some(from.to_owned()),
            made_from_sha256: Some(hash(source)),
            etag: None,
            modified: None,
            indicators: 0,
        }
    }
}

/// A pack that is installed: its versions, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Installed {
    /// The origin it belongs to.
    pub origin: String,
    /// The first is in use.
    pub versions: Vec<Version>,
}

/// Everything that is installed, and where it is updated from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    schema: String,
    /// Origins by name.
    pub origins: BTreeMap<String, Origin>,
    /// Packs by name.
    pub packs: BTreeMap<String, Installed>,
    /// The highest number seen of each list.
    #[serde(default)]
    pub numbers: BTreeMap<String, u64>,
}

impl Default for State {
    /// Nothing is installed; the public index is what an update would ask.
    fn default() -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            origins: BTreeMap::from([("mvt".to_owned(), Origin::new(Kind::Index, MVT_INDEX))]),
            packs: BTreeMap::new(),
            numbers: BTreeMap::new(),
        }
    }
}

impl State {
    /// The version of a pack that is in use.
    pub fn newest(&self, name: &str) -> Option<&Version> {
        self.packs.get(name)?.versions.first()
    }

    /// Puts a version into use.
    pub fn install(&mut self, name: &str, origin: &str, version: Version) {
        let pack = self
            .packs
            .entry(name.to_owned())
            .or_insert_with(|| Installed { origin: origin.to_owned(), versions: Vec::new() });
        origin.clone_into(&mut pack.origin);
        pack.versions.retain(|of| of.sha256 != version.sha256);
        pack.versions.insert(0, version);
        pack.versions.truncate(VERSIONS);
    }

    /// A pack by its name, or a version of it by `NAME@HASH` or `NAME@previous`.
    ///
    /// # Errors
    /// [`PackError::Unknown`].
    pub fn find(&self, wanted: &str) -> Result<(&str, &Version), PackError> {
        let unknown = || PackError::Unknown(wanted.to_owned());
        let (name, which) = wanted.split_once('@').map_or((wanted, None), |(name, which)| (name, Some(which)));
        let (name, pack) = self.packs.get_key_value(name).ok_or_else(unknown)?;
        let version = match which {
            None => pack.versions.first(),
            Some("previous") => pack.versions.get(1),
            Some(hash) => pack.versions.iter().find(|of| hash.len() >= 6 && of.sha256.starts_with(hash)),
        };
        Ok((name, version.ok_or_else(unknown)?))
    }
}

/// A pack that is to be installed.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// Its name.
    pub name: String,
    /// Its bytes: a STIX bundle.
    pub bytes: Vec<u8>,
    /// What is recorded of it.
    pub version: Version,
}

/// The folder of what is installed.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// Held while something is written.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Whether a file has a name that only a store gives, or began to write: a folder that the user named may hold others.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_hash = |text: &str, digits: usize| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hash = name.strip_suffix(".stix2").and_then(|stem| Some(stem.rsplit_once('.')?.1));
    hash.is_some_and(|hash| is_hash(hash, 16)) || is_hash(name, 64) || (name.starts_with(".tmp") && name.len() == 10)
}

impl Store {
    /// In a folder that need not be there yet.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is installed.
    ///
    /// # Errors
    /// [`PackError::Store`] when it is damaged, [`PackError::Io`].
    pub fn read(&self) -> Result<State, PackError> {
        let path = self.folder.join(STATE);
        let bytes = match read_file(&path, STATE_LIMIT) {
            Ok(bytes) => bytes,
            Err(PackError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                return Ok(State::default());
            }
            Err(error) => return Err(error),
        };
        let wrong = |detail: String| PackError::Store { path: path.clone(), detail };
        let state: State = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        if state.schema != SCHEMA {
            return Err(wrong(format!("its schema is `{}`", state.schema)));
        }
        let names = state.packs.keys().chain(state.origins.keys());
        if let Some(name) = names.clone().find(|name| safe_name(name) != **name) {
            return Err(wrong(format!("`{name}` is not a name")));
        }
        let mut hashes = state.packs.values().flat_map(|pack| &pack.versions).map(|version| &version.sha256);
        if let Some(odd) = hashes.find(|hash| hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            return Err(wrong(format!("`{odd}` is not a SHA-256")));
        }
        Ok(state)
    }

    /// Keeps others from writing at the same time.
    ///
    /// # Errors
    /// [`PackError::Busy`], [`PackError::Io`].
    pub fn lock(&self) -> Result<Lock, PackError> {
        fs::create_dir_all(&self.folder).map_err(PackError::io(&self.folder))?;
        let path = self.folder.join(LOCK);
        let file = File::create(&path).map_err(PackError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(PackError::Busy(self.folder.clone())),
            Err(TryLockError::Error(error)) => Err(PackError::io(&path)(error)),
        }
    }

    fn pack_path(&self, name: &str, sha256: &str) -> PathBuf {
        let short = sha256.get(..16).unwrap_or(sha256);
        self.folder.join("packs").join(format!("{name}.{short}.stix2"))
    }

    fn index_path(&self, sha256: &str) -> PathBuf {
        self.folder.join("indexes").join(sha256)
    }

    /// Writes a file that nothing names yet.
    fn put(path: &Path, bytes: &[u8]) -> Result<(), PackError> {
        let folder = path.parent().unwrap_or(path);
        fs::create_dir_all(folder).map_err(PackError::io(folder))?;
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(PackError::io(folder))?;
        file.write_all(bytes).map_err(PackError::io(path))?;
        file.as_file().sync_all().map_err(PackError::io(path))?;
        file.persist(path).map_err(|error| PackError::io(path)(error.error))?;
        Ok(())
    }

    /// Writes a pack. It is in use once a state that names it is committed.
    ///
    /// # Errors
    /// [`PackError::Io`].
    pub fn put_pack(&self, name: &str, bytes: &[u8]) -> Result<(), PackError> {
        Self::put(&self.pack_path(name, &hash(bytes)), bytes)
    }

    /// Writes an index; returns its SHA-256.
    ///
    /// # Errors
    /// [`PackError::Io`].
    pub fn put_index(&self, bytes: &[u8]) -> Result<String, PackError> {
        let sha256 = hash(bytes);
        Self::put(&self.index_path(&sha256), bytes)?;
        Ok(sha256)
    }

    /// The bytes of a version, which are what they were when it was installed.
    ///
    /// # Errors
    /// [`PackError::Store`] when they are not; [`PackError::Io`].
    pub fn pack(&self, name: &str, version: &Version) -> Result<Vec<u8>, PackError> {
        let path = self.pack_path(name, &version.sha256);
        let bytes = read_file(&path, PACK_LIMIT)?;
        let found = hash(&bytes);
        if found != version.sha256 {
            let detail = format!("its SHA-256 is {found}, and was {}", version.sha256);
            return Err(PackError::Store { path, detail });
        }
        Ok(bytes)
    }

    /// An index as it was last seen, if it is still there unchanged.
    pub(crate) fn index(&self, sha256: &str) -> Option<Vec<u8>> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bytes = is_hash.then(|| read_file(&self.index_path(sha256), INDEX_LIMIT).ok())??;
        (hash(&bytes) == sha256).then_some(bytes)
    }

    /// Puts a state into use, in one step, and takes away what nothing names any more.
    ///
    /// # Errors
    /// [`PackError::Io`].
    pub fn commit(&self, state: &State) -> Result<(), PackError> {
        let path = self.folder.join(STATE);
        let mut bytes = serde_json::to_vec_pretty(state)
            .map_err(|error| PackError::Store { path: path.clone(), detail: error.to_string() })?;
        bytes.push(b'\n');
        Self::put(&path, &bytes)?;
        let mut kept: BTreeSet<PathBuf> = BTreeSet::new();
        for (name, pack) in &state.packs {
            kept.extend(pack.versions.iter().map(|version| self.pack_path(name, &version.sha256)));
        }
        kept.extend(state.origins.values().filter_map(|origin| Some(self.index_path(origin.index.as_deref()?))));
        for folder in ["packs", "indexes"] {
            let Ok(entries) = fs::read_dir(self.folder.join(folder)) else { continue };
            let paths = entries.flatten().map(|entry| entry.path());
            for path in paths.filter(|path| is_ours(path) && !kept.contains(path)) {
                // What cannot be taken away now is taken away next time; nothing reads it.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(bytes: &[u8]) -> Version {
        Version {
            sha256: hash(bytes),
            size: bytes.len() as u64,
            place: "https://lab.example/a.stix2".to_owned(),
            at: Timestamp::parse_rfc3339("2026-01-02T03:04:05Z").unwrap(),
            title: None,
            sources: Vec::new(),
            signed_by: None,
            made_from: None,
            made_from_sha256: None,
            etag: None,
            modified: None,
            indicators: 1,
        }
    }

    #[test]
    fn versions_are_kept_found_and_swept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let mut state = store.read().unwrap();
        assert_eq!(state, State::default());
        for number in 0..8_u8 {
            let bytes = [number; 20];
            store.put_pack("a", &bytes).unwrap();
            state.install("a", "mvt", version(&bytes));
        }
        // Written and never committed: taken away.
        store.put_pack("left", b"over").unwrap();
        // Not of the store: left alone.
        let other = folder.path().join("packs").join("mine.stix2");
        fs::write(&other, b"of the user").unwrap();
        store.commit(&state).unwrap();
        let state = store.read().unwrap();
        assert_eq!(state.packs["a"].versions.len(), VERSIONS);
        assert_eq!(fs::read_dir(folder.path().join("packs")).unwrap().count(), VERSIONS + 1);
        assert!(other.exists());
        let (name, newest) = state.find("a").unwrap();
        assert_eq!(store.pack(name, newest).unwrap(), [7; 20]);
        let previous = state.find("a@previous").unwrap().1;
        assert_eq!(store.pack("a", previous).unwrap(), [6; 20]);
        assert_eq!(state.find(&format!("a@{}", &previous.sha256[..8])).unwrap().1, previous);
        assert!(state.find("b").is_err() && state.find("a@ffffffffff").is_err());
    }

    #[test]
    fn a_changed_pack_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        store.put_pack("a", b"what was installed").unwrap();
        let version = version(b"what was installed");
        assert!(store.pack("a", &version).is_ok());
        fs::write(store.pack_path("a", &version.sha256), b"what was put there").unwrap();
        assert!(matches!(store.pack("a", &version), Err(PackError::Store { .. })));
    }

    #[test]
    fn only_one_writes() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let held = store.lock().unwrap();
        assert!(matches!(store.lock(), Err(PackError::Busy(_))));
        drop(held);
        assert!(store.lock().is_ok());
    }

    #[test]
    fn a_hostile_state_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let text = serde_json::to_string(&State::default()).unwrap();
        for (wrong, right) in [("vigie-installed/9", SCHEMA), ("../mvt", "mvt"), ("{", "\"packs\":{")] {
            fs::write(folder.path().join(STATE), text.replacen(right, wrong, 1)).unwrap();
            assert!(matches!(store.read(), Err(PackError::Store { .. })), "{wrong}");
        }
    }
}
