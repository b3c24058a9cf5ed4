//! What the system put into its drop box, whole: crashes, hangs, notes of its own, kept for some days.
//!
//! Format: `data/system/dropbox/TAG@MILLIS.txt`, `….txt.gz`, `….lost` (AOSP `DropBoxManagerService.EntryFile`); the time is
//! in the name. `.dat` is no text and is told by its tag alone.

use std::io::Read;

use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::super::dropbox::DropBoxEntry;
use super::super::lines::between;
use super::device_time;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one text that are kept.
const TEXT_LIMIT: u64 = 1 << 16;

/// See the module.
pub struct DropBoxFiles;

impl Artifact for DropBoxFiles {
    type Record = DropBoxEntry;
    const SPEC: Spec = Spec {
        id: "android_dropbox_files",
        version: 1,
        paths: &[(Layout::AndroidFilesystem, "data/system/dropbox/*@*")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, DropBoxEntry>) -> Result<(), ParseError> {
        let name = file.file_name();
        let Some((tag, rest)) = name.split_once('@') else {
            return Err(ParseError::file(ProblemCode::NotTheFormat, "the name of the file has no time"));
        };
        let (millis, ending) = rest.split_once('.').unwrap_or((rest, ""));
        let at = device_time(millis.parse().ok(), &Place::File, out);
        if at.is_none() {
            out.problem(ProblemCode::TimeImplausible, Place::File, format!("the name of the file has no time: {name}"));
        }
        let mut text = String::new();
        if ending.starts_with("txt") {
            let unpacked = out.unpacked(file)?;
            let mut bytes = Vec::new();
            let read = unpacked.reader()?.take(TEXT_LIMIT).read_to_end(&mut bytes);
            if let Err(error) = read {
                out.problem(ProblemCode::MemberDamaged, Place::File, error.to_string());
            }
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        let word = |name: &str| {
            let word = between(&text, name, "")?.split(['\n', ' ']).next()?;
            Some(word.to_owned()).filter(|word| !word.is_empty())
        };
        let (process, package) = (word("Process: "), word("Package: "));
        out.record(Place::File, DropBoxEntry { at, tag: tag.to_owned(), process, package, text });
        Ok(())
    }
}
