//! Files on the device, as far as the shell may list them: path, size, rights, times, SELinux label, sometimes hashes.
//!
//! Format: `files.json`, an array or one object a line, from AndroidQF's own program, from `find -printf`, or from a plain
//! `find`, which gives paths alone. Names of processes are looked for only where a program can be put and run (see
//! `ios_filesystem`). Times are whole seconds, 0 where they are not known. Other readers: MVT `AQFFiles`.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Moment, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use super::{each_element, said};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Folders a program can be written to and run from over a cable.
const STAGING: &[&str] = &["/data/local/", "/tmp/"];

/// See the module.
pub struct Files;

/// One file.
#[derive(Debug, Serialize)]
pub struct ListedFile {
    /// The path on the device.
    pub path: String,
    /// Bytes.
    pub size: Option<u64>,
    /// Kind and rights (`-rw-rw----`, or as a number).
    pub mode: Option<String>,
    /// The owner's user id.
    pub user: Option<i64>,
    /// The owner's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The group's id.
    pub group: Option<i64>,
    /// The group's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// When its content changed.
    pub modified: Option<Timestamp>,
    /// When its owner, rights or name changed.
    pub changed: Option<Timestamp>,
    /// When it was last read.
    pub accessed: Option<Timestamp>,
    /// The SELinux label.
    pub label: Option<String>,
    /// Hashes of its content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hashes: Vec<String>,
    /// What its content looks like (`application/x-executable`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
}

impl ListedFile {
    /// Whether its rights allow somebody to run it.
    pub fn is_executable(&self) -> bool {
        let Some(mode) = &self.mode else { return false };
        match u32::from_str_radix(mode, 8) {
            Ok(bits) => bits & 0o111 != 0,
            Err(_) => mode.contains('x'),
        }
    }
}

impl Record for ListedFile {
    fn time(&self) -> Option<Timestamp> {
        self.modified.or(self.changed)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("modified", self.modified), ("status_changed", self.changed), ("accessed", self.accessed)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let is_staging = STAGING.iter().any(|folder| self.path.starts_with(folder));
        let kind = if is_staging { ObservableKind::FilePath } else { ObservableKind::StoredPath };
        see(Observable::new(kind, self.path.as_str()));
        self.hashes.iter().for_each(|hash| see(Observable::hash(hash)));
    }

    fn summary(&self) -> String {
        match self.size {
            Some(size) => format!("{} ({size} bytes)", self.path),
            None => self.path.clone(),
        }
    }
}

#[derive(Deserialize)]
struct Raw {
    path: String,
    size: Option<u64>,
    mode: Option<String>,
    user_id: Option<i64>,
    user_name: Option<String>,
    group_id: Option<i64>,
    group_name: Option<String>,
    changed_time: Option<i64>,
    modified_time: Option<i64>,
    access_time: Option<i64>,
    error: Option<String>,
    context: Option<String>,
    md5: Option<String>,
    sha1: Option<String>,
    sha256: Option<String>,
    sha512: Option<String>,
    mime_type: Option<String>,
}

fn time(seconds: Option<i64>, at: &Place, out: &mut Out<'_, ListedFile>) -> Option<Timestamp> {
    let seconds = seconds.filter(|seconds| *seconds != 0)?;
    let time = Timestamp::from_unix_seconds(seconds);
    if time.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a plausible time: {seconds}"));
    }
    time
}

impl Artifact for Files {
    type Record = ListedFile;
    const SPEC: Spec = Spec {
        id: "androidqf_files",
        version: 1,
        paths: &[(Layout::AndroidQf, "files.json")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ListedFile>) -> Result<(), ParseError> {
        let (mut unread, mut first_error) = (0_u64, None);
        let read = each_element(file, out, |raw: Raw, at, out| {
            if let Some(error) = said(raw.error) {
                unread = unread.saturating_add(1);
                first_error.get_or_insert_with(|| (at.clone(), error));
            }
            let modified = time(raw.modified_time, &at, out);
            let (changed, accessed) = (time(raw.changed_time, &at, out), time(raw.access_time, &at, out));
            // A plain `find` knows nothing but the path, and Go writes zeros for the rest.
            let mode = said(raw.mode);
            let known = mode.is_some() || modified.is_some();
            let hashes = [raw.md5, raw.sha1, raw.sha256, raw.sha512];
            let listed = ListedFile {
                path: raw.path,
                size: raw.size.filter(|_| known),
                mode,
                user: raw.user_id.filter(|_| known),
                user_name: said(raw.user_name),
                group: raw.group_id.filter(|_| known),
                group_name: said(raw.group_name),
                modified,
                changed,
                accessed,
                label: said(raw.context),
                hashes: hashes.into_iter().filter_map(said).collect(),
                mime: said(raw.mime_type),
            };
            out.record(at, listed);
        });
        if let Some((at, error)) = first_error {
            let detail =
                format!("files that could not be read on the device: {unread}; the first: {}", super::cut(&error));
            out.problem(ProblemCode::EvidenceIncomplete, at, detail);
        }
        read
    }
}
