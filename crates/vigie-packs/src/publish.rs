//! A folder of packs made into a list that others can verify: `vigie-packs.toml` and its signature.

use std::fmt::Write as _;
use std::path::Path;

use vigie_case::signature::{SecretKey, sign};

use crate::compare::matcher_of;
use crate::error::PackError;
use crate::fetch::{Fetch, Folder, read_file};
use crate::index::{LIST, LIST_SCHEMA, List};
use crate::name::safe_name;
use crate::store::{INDEX_LIMIT, PACK_LIMIT, hash};

/// Text in TOML; JSON writes the same, but for a character that both allow to be escaped.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// Writes the list of all packs below a folder, with a number above that of the list that is there, and signs it.
/// Returns the number and how many packs it lists.
///
/// # Errors
/// [`PackError`]: a pack that is damaged is not published, and nothing is written.
pub fn publish(folder: &Path, name: &str, key: Option<&SecretKey>) -> Result<(u64, usize), PackError> {
    let path = folder.join(LIST);
    let signature = folder.join(format!("{LIST}.minisig"));
    let number = match read_file(&path, INDEX_LIMIT) {
        Ok(bytes) => {
            let place = path.display().to_string();
            let wrong = |detail: String| PackError::Index { place: place.clone(), detail };
            let text = String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
            toml::from_str::<List>(&text).map_err(|error| wrong(error.to_string()))?.number.saturating_add(1)
        }
        Err(PackError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => 1,
        Err(error) => return Err(error),
    };
    let packs = Folder::new(folder)?;
    let mut text = format!("schema = \"{LIST_SCHEMA}\"\nname = {}\nnumber = {number}\n", quoted(&safe_name(name)));
    let list = packs.list()?;
    if list.is_empty() {
        return Err(PackError::NotThere(folder.display().to_string()));
    }
    for path in &list {
        let bytes = packs.bytes(path, PACK_LIMIT)?.bytes;
        matcher_of(path, path, &bytes)?;
        // Writing to a text does not fail.
        let _ = write!(
            text,
            "\n[[pack]]\npath = {}\nsize = {}\nsha256 = \"{}\"\n",
            quoted(path),
            bytes.len(),
            hash(&bytes)
        );
    }
    let signed =
        match key {
            Some(key) => Some(sign(text.as_bytes(), key, &format!("{LIST} {number}")).map_err(|error| {
                PackError::Signature { place: path.display().to_string(), detail: error.to_string() }
            })?),
            None => None,
        };
    std::fs::write(&path, &text).map_err(PackError::io(&path))?;
    match signed {
        Some(signed) => std::fs::write(&signature, signed).map_err(PackError::io(&signature))?,
        // The signature of the list before would be a bad one.
        None if signature.exists() => std::fs::remove_file(&signature).map_err(PackError::io(&signature))?,
        None => {}
    }
    Ok((number, list.len()))
}
