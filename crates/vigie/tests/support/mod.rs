//! Runs the binary on copies of the sample.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The sample of the repository.
pub(crate) fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/iphone-backup")
}

/// Runs vigie, in English.
pub(crate) fn vigie(args: &[&str]) -> Output {
    vigie_at("120", args)
}

/// Runs vigie, in English, on a screen of so many columns.
pub(crate) fn vigie_at(columns: &str, args: &[&str]) -> Output {
    let mut vigie = Command::new(env!("CARGO_BIN_EXE_vigie"));
    vigie
        .args(args)
        .env("LC_ALL", "C")
        .env("VIGIE_INDICATORS", "")
        .env("COLUMNS", columns)
        .output()
        .expect("vigie starts")
}

/// A path as an argument.
pub(crate) fn arg(path: &Path) -> &str {
    path.to_str().expect("test paths are UTF-8")
}

/// Every file below a folder, by its relative path.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(at) = pending.pop() {
        for entry in std::fs::read_dir(&at).expect("readable").flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").display().to_string();
                found.insert(name, std::fs::read(&path).expect("readable"));
            }
        }
    }
    found
}
