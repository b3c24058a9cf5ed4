//! `vigie register site`: writes the site aside and moves it into place whole. A folder that holds something else is
//! never replaced.

use std::path::{Path, PathBuf};

use vigie_model::{Message, visible};
use vigie_register::{Day, Register};
use vigie_report::SITE_MARK;

use super::teller::Teller;
use crate::failure::Failure;

pub(super) fn site(
    out: &Path,
    force: bool,
    register: &Register,
    day: Day,
    mut teller: Teller<'_>,
) -> anyhow::Result<u8> {
    let failed = |path: &Path, error: std::io::Error| {
        let what = Message::new("err-site-io").arg("path", path.display().to_string());
        Failure::new(what.arg("detail", error.to_string()), "todo-site-io")
    };
    let full = is_full(out).map_err(|error| failed(out, error))?;
    if full && !force {
        let what = Message::new("err-site-exists").arg("path", out.display().to_string());
        return Err(Failure::new(what, "todo-site-exists").into());
    }
    if full && !is_site(out) {
        let what = Message::new("err-site-foreign").arg("path", out.display().to_string());
        return Err(Failure::new(what, "todo-site-foreign").into());
    }
    let parent = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let files = vigie_report::site(register, day);
    write(&parent, out, &files).map_err(|error| failed(out, error))?;
    let values = [("files", files.len().to_string()), ("path", visible(&out.display().to_string()).into_owned())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let text = teller.fill("site-written", &values);
    teller.screen.paragraph("", 0, &text);
    teller.finish()?;
    Ok(0)
}

fn is_full(out: &Path) -> std::io::Result<bool> {
    match std::fs::read_dir(out) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn is_site(out: &Path) -> bool {
    std::fs::read_to_string(out.join("index.html")).is_ok_and(|door| door.contains(SITE_MARK))
}

fn write(parent: &Path, out: &Path, files: &[vigie_report::SiteFile]) -> std::io::Result<()> {
    std::fs::create_dir_all(parent)?;
    let aside = tempfile::Builder::new().prefix(".vigie-site-").tempdir_in(parent)?;
    let fresh = aside.path().join("site");
    for file in files {
        let path = fresh.join(&file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, &file.text)?;
    }
    if !out.exists() {
        return std::fs::rename(&fresh, out);
    }
    // The earlier site goes aside first, comes back if the new one cannot take its place, and ends with the rest.
    let earlier = aside.path().join("earlier");
    std::fs::rename(out, &earlier)?;
    std::fs::rename(&fresh, out).inspect_err(|_| {
        if std::fs::rename(&earlier, out).is_err() {
            let _ = aside.keep();
        }
    })
}
