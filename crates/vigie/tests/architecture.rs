//! What ARCHITECTURE.md says of the rooms is what cargo and the files say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The import table: importer -> imported.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = read("ARCHITECTURE.md");
    let mut rows =
        text.lines().skip_while(|line| !line.starts_with("| importer |")).take_while(|line| line.starts_with('|'));
    let cells =
        |line: &str| -> Vec<String> { line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect() };
    let head = cells(rows.next().expect("ARCHITECTURE.md has the import table"));
    rows.skip(1)
        .map(|line| {
            let row = cells(line);
            let imports =
                head.iter().zip(&row).skip(1).filter(|(_, mark)| *mark == "x").map(|(name, _)| name.clone()).collect();
            (row[0].clone(), imports)
        })
        .collect()
}

#[test]
fn imports_follow_the_table() {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&out.stdout).expect("cargo metadata is JSON");
    let table = table();
    let mut seen = 0;
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        let short = name.strip_prefix("vigie-").unwrap_or(name);
        let Some(allowed) = table.get(short) else {
            assert_eq!(short, "model", "{name} is not in the table");
            continue;
        };
        let imports: BTreeSet<String> = package["dependencies"]
            .as_array()
            .expect("dependencies")
            .iter()
            // Tests may import more: they compare rooms.
            .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
            .filter_map(|dependency| dependency["name"].as_str()?.strip_prefix("vigie-").map(str::to_owned))
            .collect();
        assert_eq!(&imports, allowed, "{name} (left: Cargo.toml, right: ARCHITECTURE.md)");
        seen += 1;
    }
    assert_eq!(seen, table.len(), "every row of the table is a crate");
}

#[test]
fn nothing_in_the_tree_can_call_out() {
    let lock = read("Cargo.lock");
    let names: BTreeSet<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains("rusqlite"), "the lock file was read");
    for name in
        ["reqwest", "hyper", "ureq", "curl", "isahc", "attohttpc", "hickory-resolver", "trust-dns-resolver", "tokio"]
    {
        assert!(!names.contains(name), "{name} is in Cargo.lock");
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn house_rules_hold() {
    let mut files = Vec::new();
    rust_files(&root().join("crates"), &mut files);
    assert!(files.len() > 40, "the sources were found");
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let name = file.display();
        assert!(text.lines().count() <= 800, "{name} is longer than 800 lines");
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start();
            let bare = line.starts_with("#[allow(") || line.starts_with("#![allow(");
            assert!(!bare, "{name}:{}: use #[expect(lint, reason = …)]", number + 1);
        }
        let is_source = file.components().any(|part| part.as_os_str() == "src");
        assert!(!is_source || text.starts_with("//!"), "{name} does not say what it is");
    }
}
