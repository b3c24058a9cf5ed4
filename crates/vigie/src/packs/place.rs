//! Where installed packs live: `--dir`, else `VIGIE_INDICATORS` (empty: nowhere), else the data folder of the user.

use std::path::{Path, PathBuf};

use vigie_model::Message;
use vigie_packs::Store;

use crate::failure::Failure;

/// The folder of installed packs, if there is one to be.
pub(crate) fn folder() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("VIGIE_INDICATORS") {
        return Some(PathBuf::from(given)).filter(|path| !path.as_os_str().is_empty());
    }
    let of = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = if cfg!(windows) {
        of("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        of("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        of("XDG_DATA_HOME").or_else(|| Some(of("HOME")?.join(".local/share")))
    };
    Some(data?.join("vigie").join("indicators"))
}

/// The store to work on.
pub(crate) fn store(dir: Option<&Path>) -> anyhow::Result<Store> {
    match dir.map(Path::to_owned).or_else(folder) {
        Some(folder) => Ok(Store::new(&folder)),
        None => Err(Failure::new(Message::new("err-packs-nowhere"), "todo-packs-nowhere").into()),
    }
}
