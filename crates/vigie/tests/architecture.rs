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

/// What can ask a server.
const CLIENTS: &[&str] = &[
    "attohttpc",
    "curl",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "tokio",
    "trust-dns-resolver",
    "ureq",
    "ureq-proto",
];

/// Cargo.lock: a crate by name, and the crates it needs, those of its tests included.
fn needs() -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for block in read("Cargo.lock").split("[[package]]").skip(1) {
        let name = block.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).expect("a name");
        let list = block.split_once("dependencies = [").map_or("", |(_, list)| list);
        let needed = list.lines().filter_map(|line| line.trim().strip_prefix('"')?.split(['"', ' ']).next());
        all.entry(name.to_owned()).or_default().extend(needed.map(str::to_owned));
    }
    all
}

/// Everything a crate leads to, with one crate taken out.
fn leads_to(needs: &BTreeMap<String, BTreeSet<String>>, from: &str, without: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut pending = vec![from.to_owned()];
    while let Some(name) = pending.pop() {
        if name != without && found.insert(name.clone()) {
            pending.extend(needs.get(&name).into_iter().flatten().cloned());
        }
    }
    found
}

#[test]
fn only_one_room_has_a_way_out_and_only_the_command_line_reaches_it() {
    let needs = needs();
    let clients = |found: &BTreeSet<String>| -> Vec<String> {
        CLIENTS.iter().filter(|name| found.contains(**name)).map(|name| (*name).to_owned()).collect()
    };
    // That the file was read, and what the room is for.
    assert!(clients(&leads_to(&needs, "vigie-fetch", "")).contains(&"ureq".to_owned()));
    let rooms: Vec<&String> = needs.keys().filter(|name| name.starts_with("vigie")).collect();
    assert!(rooms.len() > 10, "{rooms:?}");
    for room in rooms.into_iter().filter(|name| *name != "vigie-fetch") {
        let found = leads_to(&needs, room, "vigie-fetch");
        assert_eq!(clients(&found), Vec::<String>::new(), "{room} can call out past vigie-fetch");
        let reaches = leads_to(&needs, room, "").contains("vigie-fetch");
        assert_eq!(reaches, room == "vigie", "{room} reaches vigie-fetch");
    }
}

/// Within the command line, one file asks; and no file anywhere else opens a connection by itself.
#[test]
fn one_file_asks_servers() {
    let mut files = Vec::new();
    rust_files(&root().join("crates"), &mut files);
    let mut asking = Vec::new();
    for file in files {
        let name = file.strip_prefix(root()).unwrap_or(&file).display().to_string().replace('\\', "/");
        let text = std::fs::read_to_string(&file).expect("readable");
        if !name.contains("/src/") || name.contains("vigie-fetch/") || name.contains("vigie-testkit/") {
            continue;
        }
        for word in ["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs", "UnixStream"] {
            assert!(!text.contains(word), "{name} names {word}");
        }
        if text.contains("vigie_fetch") {
            asking.push(name);
        }
    }
    assert_eq!(asking, ["crates/vigie/src/packs/net.rs"]);
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
