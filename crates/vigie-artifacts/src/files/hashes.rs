//! Hashes of files: MD5, SHA-1, SHA-256 and TLSH, each file read once, in pieces.
//!
//! Of any files, all are read; of a computer with Windows those whose names end as programs and scripts do, and the data
//! files beside the system, where NotPetya lay. An archive is hashed as it is, and what lies in it by the engine, which
//! looks into those it can open; of the others this artifact says that they were not looked into. On the way it is told
//! what a file begins as, and how evenly its first bytes are spread, which encryption cannot hide.
//!
//! Of programs and of documents that can carry code there is a TLSH as well, which is the same for files that hardly differ
//! (Oliver, Cheng, Chen, "TLSH: a locality sensitive hash", 2013). It is four times slower than the others together, so
//! pictures, films and archives have none.

use std::io::Read;

use md5::{Digest as _, Md5};
use serde::Serialize;
use sha1::Sha1;
use sha2::Sha256;
use vigie_model::{Layout, Meaning, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use tlsh2::TlshDefaultBuilder;

use super::format::{Format, HEAD, entropy};
use crate::windows::{fill, path_on_computer};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes that are read at once.
const PART: usize = 1 << 18;
/// Bytes of one file that are read. What is larger is an image of a disk, and no published hash is of one.
const MOST: u64 = 64 << 30;

/// Endings of archives that are opened, or told as closed, by their first bytes.
const ARCHIVES: &[&str] = &["7z", "bz2", "cab", "gz", "rar", "tgz", "txz", "xz", "zip", "zst"];

/// What has a TLSH, by what it begins as, and the bytes of the largest.
const LOCAL: &[&str] = &["program", "compound file", "PDF", "RTF"];
const LOCAL_MOST: u64 = 64 << 20;

/// See the module.
pub struct Hashes;

/// One file.
#[derive(Debug, Serialize)]
pub struct FileHashes {
    /// Its path: on the computer where that is known, else in the evidence.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// MD5.
    pub md5: String,
    /// SHA-1.
    pub sha1: String,
    /// SHA-256.
    pub sha256: String,
    /// TLSH with its version (`T1…`), of programs and documents up to 64 MiB; nothing where it is too short or too even for
    /// one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tlsh: Option<String>,
    /// What its first bytes say it is; nothing for texts, which have no mark, and for what is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'static str>,
    /// Shannon's entropy of its first 64 KiB, in bits for each byte; nothing below 4 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entropy: Option<f64>,
}

impl FileHashes {
    /// The last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }
}

impl Record for FileHashes {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::new(ObservableKind::StoredPath, &self.path));
        for hash in [&self.sha256, &self.sha1, &self.md5] {
            see(Observable::hash(hash));
        }
        self.tlsh.iter().for_each(|hash| see(Observable::hash(hash)));
    }

    fn summary(&self) -> String {
        format!("{} ({} bytes, SHA-256 {})", self.path, self.size, self.sha256)
    }
}

impl Artifact for Hashes {
    type Record = FileHashes;
    const SPEC: Spec = Spec {
        id: "files_hashes",
        version: 2,
        paths: &[
            (Layout::Files, "**/*"),
            (Layout::Windows, "**/*.{exe,dll,sys,scr,com,bat,cmd,ps1,vbs,js,hta}"),
            (Layout::Windows, "**/Windows/{*.dat,perfc}"),
        ],
        meaning: Meaning::Exposure,
    };
    const MEETS_RULES: bool = true;

    fn parse(file: &Source<'_>, out: &mut Out<'_, FileHashes>) -> Result<(), ParseError> {
        let mut reader = file.reader()?.take(MOST);
        let (mut md5, mut sha1, mut sha256) = (Md5::new(), Sha1::new(), Sha256::new());
        let (mut size, mut buffer, mut head) = (0_u64, Vec::new(), Vec::new());
        let mut local: Option<TlshDefaultBuilder> = None;
        loop {
            // Whole parts, however little a reader gives at once: what begins a file is told by the first.
            buffer.clear();
            if let Err(error) = fill(&mut reader, &mut buffer, PART) {
                let place = Place::Offset { offset: size.saturating_add(buffer.len() as u64) };
                return Err(ParseError::at(ProblemCode::FileUnreadable, place, error.to_string()));
            }
            let part = buffer.as_slice();
            if part.is_empty() {
                break;
            }
            md5.update(part);
            sha1.update(part);
            sha256.update(part);
            let is_local = || Format::of(part).is_some_and(|format| LOCAL.contains(&format.name));
            if size == 0 && is_local() && file.size().is_ok_and(|size| size <= LOCAL_MOST) {
                local = Some(TlshDefaultBuilder::new());
            }
            if let Some(local) = &mut local {
                local.update(part);
            }
            head.extend(part.iter().take(HEAD.saturating_sub(head.len())));
            size = size.saturating_add(part.len() as u64);
        }
        if size == MOST {
            out.problem(ProblemCode::LimitReached, Place::File, format!("no hash: only {MOST} bytes are read"));
            return Ok(());
        }
        let format = Format::of(&head);
        if let Some(format) = format.filter(|format| format.is_closed) {
            let detail = format!(
                "{} ({size} bytes): it has a hash, and what lies in it was not examined; open it with its own program and \
                 give what was in it",
                format.name
            );
            out.problem(ProblemCode::NestedNotExamined, Place::File, detail);
        }
        let is_archive = |ending: &str| ARCHIVES.iter().any(|known| known.eq_ignore_ascii_case(ending));
        if format.is_none() && file.file_name().rsplit_once('.').is_some_and(|(_, ending)| is_archive(ending)) {
            let detail = format!("{size} bytes: named as an archive, and does not begin as one; it was only hashed");
            out.problem(ProblemCode::NotTheFormat, Place::File, detail);
        }
        let on_computer = Some(file.path()).filter(|_| file.layout() == Layout::Windows).and_then(path_on_computer);
        out.record(
            Place::File,
            FileHashes {
                path: on_computer.unwrap_or_else(|| file.path().to_owned()),
                size,
                md5: hex::encode(md5.finalize()),
                sha1: hex::encode(sha1.finalize()),
                sha256: hex::encode(sha256.finalize()),
                tlsh: local
                    .and_then(|local| local.build())
                    .and_then(|tlsh| std::str::from_utf8(&tlsh.hash()).ok().map(str::to_owned)),
                format: format.map(|format| format.name),
                entropy: entropy(&head),
            },
        );
        Ok(())
    }
}
