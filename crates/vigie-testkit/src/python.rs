//! A Python with packages of PyPI in it, for tests that give what vigie writes to the programs it is made for.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// Tests of one program run side by side, and each environment is made once.
static MAKING: Mutex<()> = Mutex::new(());

/// The `bin` folder of an environment in which `module` can be imported, made once under `folder` (the caller's
/// `CARGO_TARGET_TMPDIR`) from requirements such as `stix2==3.0.1`. `Err` says why there is none: no Python, no network.
pub fn environment(folder: &str, module: &str, requirements: &[&str]) -> Result<PathBuf, String> {
    let _one = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let venv = Path::new(folder).join(requirements.join("+").replace("==", "-"));
    let bin = venv.join("bin");
    let python = bin.join("python");
    let works = || {
        let tried = Command::new(&python).args(["-c", &format!("import {module}")]).output();
        tried.is_ok_and(|out| out.status.success())
    };
    if works() {
        return Ok(bin);
    }
    run(Path::new("python3"), &["-m", "venv", &venv.to_string_lossy()])?;
    run(&python, &[&["-m", "pip", "install", "-q", "--timeout", "10", "--retries", "1"], requirements].concat())?;
    if works() { Ok(bin) } else { Err(format!("{module} does not load")) }
}

/// Runs a program to its end: what it printed, or why it failed.
pub fn run(program: &Path, args: &[&str]) -> Result<String, String> {
    let out = Command::new(program).args(args).output().map_err(|error| format!("{}: {error}", program.display()))?;
    let printed = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    if out.status.success() { Ok(printed) } else { Err(printed) }
}
