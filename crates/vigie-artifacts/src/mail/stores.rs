//! The messages of a file, one after the other, none of them larger than a limit in memory.

use std::io::{BufRead, BufReader, Read};

use vigie_model::{Place, ProblemCode, Record};

use super::{outlook, pst};
use crate::{Out, ParseError, Source};

/// A message larger than this is not read, in bytes; servers refuse far smaller ones.
const MESSAGE_LIMIT: usize = 64 << 20;
/// A message of Outlook is read up to this size, in bytes: its attachments lie in it as they are.
const WHOLE_LIMIT: u64 = 128 << 20;
/// A line of a message may be this long, in bytes; what is longer is cut into several.
const LINE_LIMIT: u64 = 1 << 20;

/// Gives every message of a file, with where it begins.
///
/// # Errors
/// When the file cannot be read to its end; what came before stays.
pub(super) fn each<R: Record>(
    file: &Source<'_>,
    out: &mut Out<'_, R>,
    mut see: impl FnMut(u64, &[u8], &mut Out<'_, R>),
) -> Result<(), ParseError> {
    let mut reader = BufReader::with_capacity(1 << 16, file.reader()?);
    let head = reader.fill_buf().map_err(|error| unread(0, &error))?;
    if head.is_empty() {
        out.absent();
        return Ok(());
    }
    if head.starts_with(pst::MARK) {
        return pst::each(file, out, &mut see);
    }
    if head.starts_with(&outlook::MARK) {
        let mut bytes = Vec::new();
        reader.take(WHOLE_LIMIT).read_to_end(&mut bytes).map_err(|error| unread(0, &error))?;
        let (message, troubles) = outlook::as_mime(bytes)?;
        for trouble in troubles {
            out.problem(ProblemCode::BlobNotUnderstood, Place::File, trouble);
        }
        see(0, &message, out);
        return Ok(());
    }
    if head.starts_with(b"From ") {
        return mailbox(reader, out, &mut see);
    }
    // Indexes and settings of mail programs lie beside the messages, and have no header.
    if !begins_with_header(head) && !is_named_message(file.file_name()) {
        out.absent();
        return Ok(());
    }
    let mut bytes = Vec::new();
    let limit = MESSAGE_LIMIT as u64;
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unread(0, &error))?;
    if bytes.len() > MESSAGE_LIMIT {
        return Err(too_large(0));
    }
    let (from, to) = emlx(&bytes).unwrap_or((0, bytes.len()));
    see(from as u64, bytes.get(from..to).unwrap_or_default(), out);
    Ok(())
}

fn unread(offset: u64, error: &std::io::Error) -> ParseError {
    ParseError::at(ProblemCode::FileUnreadable, Place::Offset { offset }, error.to_string())
}

fn too_large(offset: u64) -> ParseError {
    let detail = format!("a message larger than {MESSAGE_LIMIT} bytes");
    ParseError::at(ProblemCode::FileTooLarge, Place::Offset { offset }, detail)
}

fn is_named_message(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("eml" | "emlx"))
}

/// Whether a file begins with a field of a header: a name, a colon.
fn begins_with_header(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let colon = line.iter().position(|byte| *byte == b':').unwrap_or(0);
    let name = line.get(..colon).unwrap_or_default();
    let is_count = !line.is_empty() && line.trim_ascii().iter().all(u8::is_ascii_digit);
    is_count || !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

/// Where the message lies in an `.emlx`: its first line says how long it is.
fn emlx(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.iter().take(32).position(|byte| *byte == b'\n')?;
    let length: usize = std::str::from_utf8(bytes.get(..end)?).ok()?.trim().parse().ok()?;
    let from = end.checked_add(1)?;
    Some((from, from.checked_add(length)?.min(bytes.len())))
}

fn mailbox<R: Record>(
    mut reader: impl BufRead,
    out: &mut Out<'_, R>,
    see: &mut impl FnMut(u64, &[u8], &mut Out<'_, R>),
) -> Result<(), ParseError> {
    let (mut at, mut begins) = (0u64, 0u64);
    let (mut message, mut line) = (Vec::new(), Vec::new());
    let (mut is_large, mut after_blank, mut is_open) = (false, true, false);
    loop {
        line.clear();
        let read = reader.by_ref().take(LINE_LIMIT).read_until(b'\n', &mut line);
        let read = read.map_err(|error| unread(at, &error))?;
        let starts = after_blank && line.starts_with(b"From ");
        if read == 0 || starts {
            if is_open && is_large {
                let problem = too_large(begins);
                out.problem(problem.code, problem.place, problem.detail);
            } else if is_open {
                see(begins, &message, out);
            }
            message.clear();
            is_large = false;
        }
        if read == 0 {
            return Ok(());
        }
        at = at.saturating_add(read as u64);
        if starts {
            (begins, is_open) = (at, true);
        } else if message.len().saturating_add(line.len()) > MESSAGE_LIMIT {
            is_large = true;
        } else {
            message.extend_from_slice(&line);
        }
        after_blank = matches!(line.as_slice(), b"\n" | b"\r\n");
    }
}
