//! The fixtures of the unified log are what the testkit makes.

use std::path::Path;

use vigie_testkit::unified_log;

/// `VIGIE_WRITE_FIXTURES=1 cargo test -p vigie-testkit --test unified_log` writes them anew.
#[test]
fn the_fixtures_are_what_the_testkit_makes() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let phone = unified_log::fixtures().into_iter().map(|fixture| ("ios_unified_logs", fixture));
    let mac = unified_log::mac_fixtures().into_iter().map(|fixture| ("macos_unified_logs", fixture));
    for (artifact, (case, name, bytes)) in phone.chain(mac) {
        let path = fixtures.join(artifact).join(case).join(format!("{name}.hex"));
        let lines: Vec<_> = bytes.chunks(48).map(hex::encode).collect();
        let text = lines.join("\n") + "\n";
        if std::env::var_os("VIGIE_WRITE_FIXTURES").is_some() {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("can be made");
            std::fs::write(&path, &text).expect("can be written");
        }
        let stored = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(stored == text, "{}: run with VIGIE_WRITE_FIXTURES=1", path.display());
    }
}

#[test]
fn the_same_arguments_give_the_same_archive() {
    let archive = unified_log::archive(2, 300, 7);
    assert_eq!(archive, unified_log::archive(2, 300, 7));
    assert_eq!(archive.keys().filter(|name| name.ends_with(".tracev3")).count(), 2);
}
