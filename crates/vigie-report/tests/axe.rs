//! axe-core finds nothing serious on the pages of the site. Needs what `tools/axe/run.sh` installs and a Chromium; where
//! they are missing the test says so and passes.

use std::path::Path;
use std::process::Command;

use vigie_register::{Date, Register};

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn axe_finds_nothing_serious() {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/axe");
    let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let browser = std::env::var_os("CHROMIUM").is_some() || chromium.iter().any(|path| Path::new(path).exists());
    if !tools.join("node_modules/axe-core").exists() || !browser {
        eprintln!("skipped: run tools/axe/run.sh once, with npm and a Chromium, to have this checked");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let register = Register::embedded().unwrap();
    for file in vigie_report::site(&register, "2026-11-25".parse::<Date>().unwrap().last()) {
        let path = folder.path().join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.text).unwrap();
    }
    let run = Command::new("node").arg(tools.join("check.cjs")).arg(folder.path()).env("AXE_PAGES", "1").output();
    let run = match run {
        Ok(run) => run,
        Err(error) => {
            eprintln!("skipped: node cannot be run: {error}");
            return;
        }
    };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    assert!(said.contains("rules passed"), "{said}");
}
