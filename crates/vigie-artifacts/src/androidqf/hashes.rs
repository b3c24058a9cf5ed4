//! The hashes that AndroidQF took of its own files, and whether the files it wrote still have them.
//!
//! Format: `hashes.csv`, path and SHA-256. Versions until 2025 wrote the path on the computer that made the acquisition
//! (`C:\…\UUID\packages.json`), of which only the part in the acquisition is kept; they hashed `hashes.csv` itself while it
//! was written, and went on with `command.log` afterwards, so those two prove nothing. Files that every acquisition has
//! are compared; copies of applications and of temporary files are hashed by the artifacts that read them. A hash stays
//! here when its file was left out, as copies of applications with a trusted certificate are. Other readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::cut;
use crate::android::{each_line, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Written on after they were hashed.
const NOT_FINAL: &[&str] = &["acquisition.json", "command.log", "hashes.csv"];
/// Folders of an acquisition, in a path on the computer that made it.
const FOLDERS: &[&str] =
    &["apex", "apks", "browser_history", "init_scripts", "intrusion_logs", "logs", "magisk_modules", "tmp"];

/// See the module.
pub struct Hashes;

/// One hash.
#[derive(Debug, Serialize)]
pub struct FileHash {
    /// The file, as a path in the acquisition.
    pub path: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Whether the file has it, where it was compared.
    pub fits: Option<bool>,
}

impl Record for FileHash {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::hash(&self.sha256));
    }

    fn summary(&self) -> String {
        format!("{} has SHA-256 {}", self.path, self.sha256)
    }
}

/// Path and hash of a line; a path with a comma or quote in it is quoted.
fn fields(line: &str) -> Option<(String, &str)> {
    let (path, hash) = line.trim_end().rsplit_once(',')?;
    let path = match path.strip_prefix('"').and_then(|path| path.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => path.to_owned(),
    };
    (hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some((path, hash))
}

/// The part of a path that lies in the acquisition.
fn inside(path: &str) -> String {
    let path = path.replace('\\', "/");
    let is_absolute = path.starts_with('/') || path.get(1..3) == Some(":/");
    if !is_absolute {
        return path;
    }
    let parts: Vec<&str> = path.split('/').collect();
    let folder = parts.iter().rposition(|part| is_uuid(part)).and_then(|at| at.checked_add(1));
    let from = folder.or_else(|| parts.iter().position(|part| FOLDERS.contains(part)));
    let from = from.or_else(|| parts.len().checked_sub(1)).unwrap_or(0);
    parts.get(from..).unwrap_or_default().join("/")
}

/// `8-4-4-4-12` hexadecimal digits.
fn is_uuid(part: &str) -> bool {
    part.len() == 36
        && part.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && part.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

impl Artifact for Hashes {
    type Record = FileHash;
    const SPEC: Spec = Spec {
        id: "androidqf_hashes",
        version: 2,
        paths: &[(Layout::AndroidQf, "hashes.csv")],
        meaning: Meaning::Exposure,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] =
        &[(Layout::AndroidQf, "*.json"), (Layout::AndroidQf, "*.txt"), (Layout::AndroidQf, "adb_host_key.pub")];

    fn parse(file: &Source<'_>, out: &mut Out<'_, FileHash>) -> Result<(), ParseError> {
        each_line(file, out, |line, out| {
            let Some((path, hash)) = fields(&line.text) else {
                if !line.trimmed().is_empty() {
                    not_understood(line, out);
                }
                return;
            };
            let path = inside(&path);
            let comparable = !path.contains('/')
                && !NOT_FINAL.contains(&path.as_str())
                && [".json", ".pub", ".txt"].iter().any(|end| path.ends_with(end));
            let mut fits = None;
            if comparable {
                match file.sibling(&path).map(|beside| beside.sha256()) {
                    Some(Ok(now)) if now.eq_ignore_ascii_case(hash) => fits = Some(true),
                    Some(Ok(now)) => {
                        fits = Some(false);
                        let detail = format!("{} is not what AndroidQF wrote: its SHA-256 is {now}", cut(&path));
                        out.problem(ProblemCode::MemberDamaged, line.at.clone(), detail);
                    }
                    Some(Err(error)) => {
                        let detail = format!("{} could not be compared: {}", cut(&path), error.detail);
                        out.problem(error.code, line.at.clone(), detail);
                    }
                    None => {
                        let detail = format!("{} is listed and not there", cut(&path));
                        out.problem(ProblemCode::FileMissing, line.at.clone(), detail);
                    }
                }
            }
            out.record(line.at.clone(), FileHash { path, sha256: hash.to_ascii_lowercase(), fits });
        })
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn paths_of_the_computer_are_cut_off() {
        assert_eq!(inside("packages.json"), "packages.json");
        assert_eq!(inside("apks/com.example.app.apk"), "apks/com.example.app.apk");
        let uuid = "0f3c1a52-0d5e-4c6b-9f0a-6a2f6f1d7e11";
        assert_eq!(inside(&format!("/home/x/{uuid}/logs/data/anr/trace_00")), "logs/data/anr/trace_00");
        assert_eq!(inside(&format!(r"C:\Users\x\{uuid}\getprop.txt")), "getprop.txt");
        assert_eq!(inside("/media/case7/apks/com.example.app.apk"), "apks/com.example.app.apk");
        assert_eq!(inside("/media/case7/getprop.txt"), "getprop.txt");
    }
}
