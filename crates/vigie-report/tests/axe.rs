//! axe-core finds nothing serious on the pages of the site and of the report. Needs what `tools/axe/run.sh` installs and a
//! Chromium; where they are missing the tests say so and pass.

mod support;

use std::path::Path;
use std::process::Command;

use vigie_case::{Difference, Verification, What};
use vigie_register::{Date, Register};
use vigie_report::ReportFormat;
use vigie_text::{Lang, Texts};

/// Looks at every page below a folder.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn nothing_serious(folder: &Path) {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/axe");
    let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let browser = std::env::var_os("CHROMIUM").is_some() || chromium.iter().any(|path| Path::new(path).exists());
    if !tools.join("node_modules/axe-core").exists() || !browser {
        eprintln!("skipped: run tools/axe/run.sh once, with npm and a Chromium, to have this checked");
        return;
    }
    let run = Command::new("node").arg(tools.join("check.cjs")).arg(folder).env("AXE_PAGES", "1").output();
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

#[test]
fn axe_finds_nothing_serious() {
    let folder = tempfile::tempdir().unwrap();
    let register = Register::embedded().unwrap();
    for file in vigie_report::site(&register, "2026-11-25".parse::<Date>().unwrap().last()) {
        let path = folder.path().join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.text).unwrap();
    }
    nothing_serious(folder.path());
}

#[test]
fn axe_finds_nothing_serious_in_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let differs =
        Difference { file: "custody.jsonl".to_owned(), line: Some(3), what: What::EntryChanged, detail: None };
    let found = Verification {
        differences: vec![differs],
        files: 11,
        manifest: Some("ab".repeat(32)),
        signature: None,
        timestamp: None,
        custody: Vec::new(),
    };
    let malware = |name: &str| support::finding(serde_json::json!({ "indicator": { "malware": [name] } }));
    let with_context = support::case(&[malware("Pegasus"), support::process("low", "2024-05-13T02:11:09Z")], "x", "y");
    for (name, case) in [("rich", support::rich()), ("context", with_context), ("none", support::case(&[], "x", "y"))] {
        for format in [ReportFormat::Html, ReportFormat::PdfReady] {
            for lang in [Lang::En, Lang::Fr] {
                let page = vigie_report::report(&case, &found, format, &Texts::new(lang)).unwrap();
                std::fs::write(folder.path().join(format!("{name}-{format}-{}.html", lang.code())), page).unwrap();
            }
        }
    }
    nothing_serious(folder.path());
}
