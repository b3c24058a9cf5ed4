//! Logs, line by line: they are nearly all of a large bug report, so they are read in pieces, side by side, and not held in
//! memory where the file can be read again.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use vigie_model::{Place, ProblemCode, Record};

use super::lines::LINE_LIMIT;
use super::pieces::Pieces;
use super::stamps::Stamps;
use super::{Clock, Part, TextLine, each_section};
use crate::{Out, ParseError, Source};

/// Calls `read` with every line of the logs of a bug report that an artifact asks for, after telling what is wrong with
/// their sections. Lines of different pieces come on different threads.
pub(super) fn each_log_line<R: Record>(
    file: &Source<'_>,
    logs: &'static [Part],
    out: &mut Out<'_, R>,
    read: impl Fn(&TextLine<'_>, &mut Stamps<'_>, &mut Out<'_, R>) + Sync,
) -> Result<(), ParseError> {
    let mut failed = None;
    let lacks_the_year = AtomicBool::new(false);
    each_section(file, logs, out, |section, dump, out| match section.pieces(file) {
        Ok(pieces) => {
            let error = each_piece(pieces, &dump.clock, &lacks_the_year, out, &read);
            failed = failed.take().or(error.err());
        }
        Err(error) => failed = failed.take().or(Some(error)),
    })?;
    if lacks_the_year.into_inner() {
        let detail = "nothing in this text says when it was made: the lines of its logs, which have no year, stay without a time";
        out.problem(ProblemCode::DescriptionMissing, Place::File, detail);
    }
    failed.map_or(Ok(()), Err)
}

/// The same for a file that holds a log alone; who calls it tells what its clock does not know. What was given before the file could not be read on stays.
pub(super) fn each_log_line_of_file<R: Record>(
    file: &Source<'_>,
    clock: &Clock,
    out: &mut Out<'_, R>,
    read: impl Fn(&TextLine<'_>, &mut Stamps<'_>, &mut Out<'_, R>) + Sync,
) -> Result<(), ParseError> {
    each_piece(Pieces::of(file)?, clock, &AtomicBool::new(false), out, |line, stamps, out| {
        if matches!(line.text, Cow::Owned(_)) || line.text.len() >= LINE_LIMIT {
            out.problem(ProblemCode::TextDamaged, line.at.clone(), "not UTF-8, or too long");
        }
        read(line, stamps, out);
    })
}

fn each_piece<R: Record>(
    mut pieces: Pieces<'_>,
    clock: &Clock,
    lacks_the_year: &AtomicBool,
    out: &mut Out<'_, R>,
    read: impl Fn(&TextLine<'_>, &mut Stamps<'_>, &mut Out<'_, R>) + Sync,
) -> Result<(), ParseError> {
    out.side_by_side(pieces.by_ref(), |piece, out| {
        let mut stamps = Stamps::of(clock);
        for line in piece.lines() {
            read(&line, &mut stamps, out);
        }
        if stamps.lacks_the_year {
            lacks_the_year.store(true, Ordering::Relaxed);
        }
    });
    pieces.failed.map_or(Ok(()), Err)
}
