//! Copies of files that a computer on the cable put, or somebody with control of the system left: the folder for
//! temporary files, and scripts that run at the start of a rooted device.
//!
//! Folders `tmp/` (below the device's folder for temporary files, mostly `/data/local/tmp`) and `init_scripts/` (below
//! `/system/etc/init.d`, since 2026). Each copy is hashed, and told by its first bytes. Other readers: none.

use std::io::Read;

use md5::Md5;
use serde::Serialize;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::{ACQUISITION, temporary_folder};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes that tell what a file is.
const START: usize = 64;

/// See the module.
pub struct PulledFiles;

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A program or library of Linux.
    Elf,
    /// Code of Android's runtime.
    Dex,
    /// An application, an archive of Java, or another zip file.
    Zip,
    /// A script that names its interpreter.
    Script,
    /// Something else.
    Other,
}

/// One copy.
#[derive(Debug, Serialize)]
pub struct PulledFile {
    /// The path on the device.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// What it is.
    pub kind: FileKind,
    /// MD5.
    pub md5: String,
    /// SHA-1.
    pub sha1: String,
    /// SHA-256.
    pub sha256: String,
}

impl Record for PulledFile {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::file_path(&self.path));
        // Every empty file has the same hash.
        if self.size > 0 {
            for hash in [&self.md5, &self.sha1, &self.sha256] {
                see(Observable::hash(hash));
            }
        }
    }

    fn summary(&self) -> String {
        let kind = match self.kind {
            FileKind::Elf => "program",
            FileKind::Dex => "Android code",
            FileKind::Zip => "application or archive",
            FileKind::Script => "script",
            FileKind::Other => "file",
        };
        format!("{kind} {} ({} bytes)", self.path, self.size)
    }
}

fn kind(start: &[u8]) -> FileKind {
    match start {
        [0x7f, b'E', b'L', b'F', ..] => FileKind::Elf,
        [b'd', b'e', b'x', b'\n', ..] => FileKind::Dex,
        [b'P', b'K', 3, 4, ..] => FileKind::Zip,
        [b'#', b'!', ..] => FileKind::Script,
        _ => FileKind::Other,
    }
}

impl Artifact for PulledFiles {
    type Record = PulledFile;
    const SPEC: Spec = Spec {
        id: "androidqf_pulled_files",
        version: 1,
        paths: &[(Layout::AndroidQf, "tmp/**"), (Layout::AndroidQf, "init_scripts/**")],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = &[(Layout::AndroidQf, ACQUISITION)];

    fn parse(file: &Source<'_>, out: &mut Out<'_, PulledFile>) -> Result<(), ParseError> {
        let (folder, rest) = file.path().split_once('/').unwrap_or(("", file.path()));
        let path = match folder {
            "tmp" => format!("{}/{rest}", temporary_folder(file)),
            _ => format!("/system/etc/init.d/{rest}"),
        };
        let mut reader = file.reader()?;
        let (mut md5, mut sha1, mut sha256) = (Md5::new(), Sha1::new(), Sha256::new());
        let (mut size, mut start) = (0_u64, Vec::new());
        let mut buffer = vec![0_u8; 1 << 16];
        loop {
            let read = match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => buffer.get(..read).unwrap_or_default(),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    let at = Place::Offset { offset: size };
                    return Err(ParseError::at(ProblemCode::FileUnreadable, at, error.to_string()));
                }
            };
            md5.update(read);
            sha1.update(read);
            sha256.update(read);
            size = size.saturating_add(read.len() as u64);
            if start.len() < START {
                start.extend(read.iter().take(START));
            }
        }
        if size == 0 {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, "an empty copy: the file may have had content");
        }
        let pulled = PulledFile {
            path,
            size,
            kind: kind(&start),
            md5: hex::encode(md5.finalize()),
            sha1: hex::encode(sha1.finalize()),
            sha256: hex::encode(sha256.finalize()),
        };
        out.record(Place::File, pulled);
        Ok(())
    }
}
