//! The data files are written as TOML, which is for people, and compiled in as JSON, which is read more quickly: each
//! examination that met an indicator of a named tool reads them.

use std::path::Path;
use std::{env, fs};

#[expect(clippy::disallowed_methods, reason = "cargo speaks to it this way")]
fn main() {
    println!("cargo::rerun-if-changed=data");
    let out = env::var("OUT_DIR").expect("cargo says where");
    for entry in fs::read_dir("data").expect("the data files") {
        let path = entry.expect("a data file").path();
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a text");
        let table: toml::Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let json = serde_json::to_string(&table).expect("what TOML holds, JSON holds too");
        fs::write(Path::new(&out).join(format!("{name}.json")), json).expect("room for it");
    }
}
