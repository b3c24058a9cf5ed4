//! The change journal of an NTFS volume (`$Extend\$UsnJrnl:$J`): which names came to be, went, or were given to files.
//!
//! Format: Microsoft, `USN_RECORD_V2` and `USN_RECORD_V3`. The start of the stream is sparse, and how a collector fills it
//! differs, so zeros are passed over. Names stand without their folders: those are in the master file table. Only
//! creations, removals and new names are told. Other readers: usnjrnl, MFTECmd.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use super::bytes::{filetime, fill, part, u16_at, u32_at, u64_at, utf16};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes read at once. Records end before every 4 096.
const PAGE: usize = 1 << 16;
/// The longest record: a name has 255 letters.
const LONGEST: usize = 640;
/// Problems that are told one by one.
const TOLD: u64 = 20;

const CREATED: u32 = 0x100;
const DELETED: u32 = 0x200;
const NEW_NAME: u32 = 0x2000;

/// See the module.
pub struct Usn;

/// What became of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameChange {
    /// A file came to be.
    Created,
    /// A file was removed.
    Deleted,
    /// A file was given this name.
    Renamed,
}

/// One change.
#[derive(Debug, Serialize)]
pub struct JournalChange {
    /// The name, without its folder.
    pub name: String,
    /// What became of it.
    pub change: NameChange,
    /// When.
    pub at: Option<Timestamp>,
    /// The number of the file in the master file table.
    pub file: u64,
    /// That of its folder.
    pub folder: u64,
}

impl Record for JournalChange {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::new(ObservableKind::StoredPath, &self.name));
    }

    fn summary(&self) -> String {
        let what = match self.change {
            NameChange::Created => "created",
            NameChange::Deleted => "deleted",
            NameChange::Renamed => "renamed",
        };
        format!("{} {what}", self.name)
    }
}

/// The change a record tells, if it is one of those that are told; `None` when it is no record.
fn read(record: &[u8]) -> Option<(Option<JournalChange>, Result<(), u64>)> {
    // The third version has numbers of 16 bytes, whose first eight are those of NTFS.
    let (file, folder, rest) = match u16_at(record, 4)? {
        2 => (u64_at(record, 8)?, u64_at(record, 16)?, record.get(24..)?),
        3 => (u64_at(record, 8)?, u64_at(record, 24)?, record.get(40..)?),
        _ => return None,
    };
    let time = filetime(u64_at(rest, 8)?);
    let reason = u32_at(rest, 16)?;
    let name = utf16(part(record, u16_at(rest, 34)?.into(), u16_at(rest, 32)?.into())?);
    let change = match reason {
        _ if reason & DELETED != 0 => NameChange::Deleted,
        _ if reason & NEW_NAME != 0 => NameChange::Renamed,
        _ if reason & CREATED != 0 => NameChange::Created,
        _ => return Some((None, Ok(()))),
    };
    // A change is written as it grows, and once more when the file is closed: that one is told.
    if reason & 0x8000_0000 == 0 {
        return Some((None, Ok(())));
    }
    let number = |of: u64| of & 0xffff_ffff_ffff;
    let at = time.ok().flatten();
    let change = JournalChange { name, change, at, file: number(file), folder: number(folder) };
    Some((Some(change), time.map(|_| ())))
}

fn unreadable(error: &std::io::Error, offset: u64) -> ParseError {
    ParseError::at(ProblemCode::FileUnreadable, Place::Offset { offset }, error.to_string())
}

impl Artifact for Usn {
    type Record = JournalChange;
    const SPEC: Spec = Spec {
        id: "windows_usn",
        version: 1,
        paths: &[
            (Layout::Windows, "**/*$J"),
            (Layout::Windows, "**/*UsnJrnl*"),
            (Layout::Windows, "**/$J.{bin,raw,dat}"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, JournalChange>) -> Result<(), ParseError> {
        let mut reader = file.reader()?;
        let (mut buffer, mut offset, mut strange) = (Vec::new(), 0_u64, 0_u64);
        loop {
            fill(reader.as_mut(), &mut buffer, PAGE).map_err(|error| unreadable(&error, offset))?;
            if buffer.is_empty() {
                break;
            }
            let at_end = buffer.len() < PAGE;
            let mut at = 0_usize;
            // The sparse start can have many gigabytes.
            if buffer.iter().all(|byte| *byte == 0) {
                at = buffer.len();
            }
            // What may go on in the next page waits for it.
            while at < buffer.len() && (at_end || at.saturating_add(LONGEST) <= buffer.len()) {
                let rest = buffer.get(at..).unwrap_or_default();
                let length = usize::try_from(u32_at(rest, 0).unwrap_or(0)).unwrap_or(usize::MAX);
                if length == 0 {
                    at = at.saturating_add(8);
                    continue;
                }
                let place = Place::Offset { offset: offset.saturating_add(at as u64) };
                let record = rest.get(..length).filter(|_| length <= LONGEST && length.is_multiple_of(8));
                if let Some((change, time)) = record.and_then(read) {
                    if let Err(ticks) = time {
                        out.problem(
                            ProblemCode::TimeImplausible,
                            place.clone(),
                            format!("{ticks} is not a plausible time"),
                        );
                    }
                    if let Some(change) = change {
                        out.record(place, change);
                    }
                    at = at.saturating_add(length);
                    continue;
                }
                strange = strange.saturating_add(1);
                if strange <= TOLD {
                    out.problem(ProblemCode::BlobNotUnderstood, place, "no record of the journal, or a part of one");
                }
                // Records begin anew with each block.
                let here = offset.saturating_add(at as u64);
                let next = here.saturating_add(1).next_multiple_of(4096).saturating_sub(offset);
                at = usize::try_from(next).unwrap_or(usize::MAX);
            }
            let done = at.min(buffer.len());
            buffer.drain(..done);
            offset = offset.saturating_add(done as u64);
            // A step over the end of the page is made in the next one.
            let mut over = at.saturating_sub(done);
            while over > 0 && !at_end {
                let mut skipped = Vec::new();
                fill(reader.as_mut(), &mut skipped, over.min(PAGE)).map_err(|error| unreadable(&error, offset))?;
                if skipped.is_empty() {
                    break;
                }
                over = over.saturating_sub(skipped.len());
                offset = offset.saturating_add(skipped.len() as u64);
            }
            if at_end {
                break;
            }
        }
        if strange > TOLD {
            let detail = format!("{} more places hold no record", strange.saturating_sub(TOLD));
            out.problem(ProblemCode::BlobNotUnderstood, Place::File, detail);
        }
        Ok(())
    }
}
