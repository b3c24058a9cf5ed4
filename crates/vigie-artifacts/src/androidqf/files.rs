//! Files on the device, as far as the shell may list them: path, size, rights, times, SELinux label, sometimes hashes.
//!
//! Format: `files.json`, an array or one object a line, from AndroidQF's own program, from `find -printf`, or from a plain
//! `find`, which gives paths alone. Names of processes are looked for only where a program can be put and run (see
//! `ios_filesystem`). Times are whole seconds, 0 where they are not known. Other readers: MVT `AQFFiles`.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Moment, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use super::{Field, each_element, said};
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

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    path: Field<String>,
    size: Field<u64>,
    mode: Field<String>,
    user_id: Field<i64>,
    user_name: Field<String>,
    group_id: Field<i64>,
    group_name: Field<String>,
    changed_time: Field<i64>,
    modified_time: Field<i64>,
    access_time: Field<i64>,
    error: Field<String>,
    context: Field<String>,
    md5: Field<String>,
    sha1: Field<String>,
    sha256: Field<String>,
    sha512: Field<String>,
    mime_type: Field<String>,
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
        version: 3,
        paths: &[(Layout::AndroidQf, "files.json")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ListedFile>) -> Result<(), ParseError> {
        let (mut unread, mut first_error) = (0_u64, None);
        let read = each_element(file, out, |raw: Raw, at, out| {
            let Some(path) = raw.path.needed("path", &at, out) else { return };
            let mut text = |field: Field<String>, name| said(field.take(name, &at, out));
            let (error, mode, label) = (text(raw.error, "error"), text(raw.mode, "mode"), text(raw.context, "context"));
            let (user_name, group_name) = (text(raw.user_name, "user_name"), text(raw.group_name, "group_name"));
            let (md5, sha1) = (text(raw.md5, "md5"), text(raw.sha1, "sha1"));
            let hashes = [md5, sha1, text(raw.sha256, "sha256"), text(raw.sha512, "sha512")];
            let mime = text(raw.mime_type, "mime_type");
            if let Some(error) = error {
                unread = unread.saturating_add(1);
                first_error.get_or_insert_with(|| (at.clone(), error));
            }
            let mut when = |field: Field<i64>, name| {
                let seconds = field.take(name, &at, out);
                time(seconds, &at, out)
            };
            let modified = when(raw.modified_time, "modified_time");
            let (changed, accessed) = (when(raw.changed_time, "changed_time"), when(raw.access_time, "access_time"));
            // A plain `find` knows nothing but the path, and Go writes zeros for the rest.
            let known = mode.is_some() || modified.is_some();
            let listed = ListedFile {
                path,
                size: raw.size.take("size", &at, out).filter(|_| known),
                mode,
                user: raw.user_id.take("user_id", &at, out).filter(|_| known),
                user_name,
                group: raw.group_id.take("group_id", &at, out).filter(|_| known),
                group_name,
                modified,
                changed,
                accessed,
                label,
                hashes: hashes.into_iter().flatten().collect(),
                mime,
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
