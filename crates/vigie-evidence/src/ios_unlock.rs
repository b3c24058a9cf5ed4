//! Opens the key bag of an encrypted backup with what the examiner gave.

use std::path::Path;

use vigie_model::EvidenceKind;
use zeroize::Zeroizing;

use crate::android_backup;
use crate::identify::Form;
use crate::ios_description::dictionary;
use crate::ios_keybag::{ClassKeys, Keybag};
use crate::ios_mbfile::WrappedKey;
use crate::ios_store::Store;
use crate::unlock::{Key, forms};
use crate::{Blob, Candidate, KeybagError, OpenError, OpenOptions, Unlock};

/// Rounds of key derivation, of both stages together, above which [`OpenOptions::allow_slow`] must be set. Apple asks
/// for about 10 million, a few seconds; a hostile key bag can ask for 8 billion.
pub const ROUNDS_LIMIT: u64 = 50_000_000;

fn keybag(manifest: &plist::Dictionary) -> Result<Keybag, KeybagError> {
    let bytes = manifest.get("BackupKeyBag").and_then(plist::Value::as_data).ok_or(KeybagError::Missing)?;
    Keybag::parse(bytes)
}

/// Tries every form of a password.
fn try_password(root: &Path, bag: &Keybag, password: &str, allow_slow: bool) -> Result<(Key, ClassKeys), OpenError> {
    let rounds = bag.rounds();
    if rounds > ROUNDS_LIMIT && !allow_slow {
        return Err(OpenError::TooSlow { rounds });
    }
    forms(password)
        .iter()
        .find_map(|form| {
            let key = bag.derive(form.as_bytes());
            let classes = bag.unlock(&key)?;
            Some((key, classes))
        })
        .ok_or_else(|| OpenError::WrongPassword(root.to_owned()))
}

/// The class keys of the encrypted backup in `root`, whose `Manifest.plist` is `manifest`.
pub(crate) fn class_keys(
    root: &Path,
    manifest: &plist::Dictionary,
    options: &OpenOptions,
) -> Result<ClassKeys, OpenError> {
    let Some(unlock) = &options.unlock else {
        return Err(OpenError::Encrypted(root.to_owned()));
    };
    let bag = keybag(manifest)?;
    match unlock {
        Unlock::Key(key) => bag.unlock(key).ok_or_else(|| OpenError::WrongPassword(root.to_owned())),
        Unlock::Password(password) => Ok(try_password(root, &bag, password, options.allow_slow)?.1),
    }
}

/// The key of `Manifest.db`; `None` in backups of iOS 10.0 and 10.1, which encrypt files but not their list.
pub(crate) fn manifest_key(manifest: &plist::Dictionary, keys: &ClassKeys) -> Result<Option<Key>, KeybagError> {
    let Some(value) = manifest.get("ManifestKey") else {
        return Ok(None);
    };
    let failed = |detail: &dyn std::fmt::Display| KeybagError::ManifestKey(detail.to_string());
    let stored = value.as_data().ok_or_else(|| failed(&"not data"))?;
    let class = stored
        .first_chunk()
        .map(|class| u32::from_le_bytes(*class))
        .ok_or_else(|| failed(&"shorter than its class"))?;
    keys.open(&WrappedKey::new(class, stored)).map(Some).map_err(|error| failed(&error))
}

/// The key a password makes for an encrypted backup, checked against its key bag. It opens the backup without the
/// password, and without waiting.
///
/// # Errors
/// [`OpenError::NotEncrypted`], [`OpenError::WrongPassword`], [`OpenError::TooSlow`] and [`OpenError::Keybag`].
pub fn derive_key(candidate: &Candidate, password: &str, allow_slow: bool) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let root = &candidate.path;
    if candidate.kind == EvidenceKind::AndroidBackup {
        return android_backup::derive_key(root, password, allow_slow);
    }
    if candidate.kind != EvidenceKind::IosBackup {
        return Err(OpenError::NotEncrypted(root.clone()));
    }
    let store = match &candidate.form {
        Form::Archive(packing, roots) => Store::archive(root, &Blob::File(root.clone()), *packing, roots)?.0,
        _ => Store::Folder(root.clone()),
    };
    let manifest = dictionary(&store, "Manifest.plist")
        .map_err(|detail| OpenError::Damaged { path: root.join("Manifest.plist"), detail })?;
    if manifest.get("IsEncrypted").and_then(plist::Value::as_boolean) != Some(true) {
        return Err(OpenError::NotEncrypted(root.clone()));
    }
    Ok(try_password(root, &keybag(&manifest)?, password, allow_slow)?.0)
}
