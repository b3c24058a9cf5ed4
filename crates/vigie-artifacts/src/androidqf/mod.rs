//! What only AndroidQF writes, the tool with which helplines acquire Android phones (<https://github.com/mvt-project/androidqf>).
//!
//! Its folder also holds the output of ordinary commands (`getprop.txt`, `settings_*.txt`, `dumpsys.txt`, `logcat.txt`,
//! `ps.txt`, `mounts.json`): the artifacts in [`crate::android`] read those. Its JSON files are arrays, or one object a
//! line, of up to some hundred thousand elements: [`elements`] gives them one by one. A field of another type than it
//! should have costs itself alone ([`field`]).
//!
//! The formats are those of the Go sources, `acquisition/`, `adb/` and `modules/`, from the first version (2021) to the
//! one of 2026 that keeps packages by user; and of what MVT reads (`mvt/android/modules/androidqf`).

pub mod acquisition;
pub mod anr;
pub mod command_log;
mod elements;
pub mod environment;
mod field;
pub mod files;
pub mod hashes;
pub mod log_files;
pub mod log_lines;
pub mod magisk_modules;
pub mod package_users;
pub mod packages;
pub mod processes;
pub mod pulled_files;
pub mod root_binaries;
pub mod selinux;
pub mod services;

pub(crate) use elements::{each_element, is_json};
pub(crate) use field::Field;

use vigie_model::{Place, ProblemCode, Record, Timestamp};

use crate::{Out, Source, byte_order_mark};

/// What AndroidQF says of itself, for the artifacts that need it.
const ACQUISITION: &str = "acquisition.json";

/// A text that says something: Go writes the empty string where there is nothing.
fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// A time as Go writes it; the first of January of the year 1 means "not set".
fn go_time<R: Record>(text: Option<&str>, at: &Place, out: &mut Out<'_, R>) -> Option<Timestamp> {
    let text = text.filter(|text| !text.is_empty() && !text.starts_with("0001-01-01T"))?;
    let time = Timestamp::parse_rfc3339(text);
    if time.is_none() {
        let shown: String = text.chars().take(40).collect();
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a time: {shown:?}"));
    }
    time
}

/// Part of a text, on one line, for the detail of a problem.
fn cut(text: &str) -> String {
    text.trim().chars().map(|c| if c == '\n' { ' ' } else { c }).take(120).collect()
}

/// The folder for temporary files that AndroidQF copied: it takes the one the device names.
fn temporary_folder(file: &Source<'_>) -> String {
    #[derive(serde::Deserialize)]
    struct Told {
        tmp_dir: Option<String>,
    }
    let told = file
        .sibling(ACQUISITION)
        .and_then(|beside| byte_order_mark::json::<Told>(&beside).ok())
        .and_then(|told| told.tmp_dir);
    let folder = told.filter(|folder| folder.starts_with('/')).unwrap_or_else(|| "/data/local/tmp".to_owned());
    folder.trim_end_matches('/').to_owned()
}
