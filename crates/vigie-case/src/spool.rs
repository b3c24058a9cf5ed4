//! The timeline of one artifact while it is read: lines go to a file, only their times stay in memory, so that a
//! million moments cost some megabytes.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::CaseError;

/// One line of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    /// Nanoseconds since 1970.
    at: i64,
    offset: u64,
    length: u32,
}

/// Lines in the order they were met, with their times.
pub(crate) struct Spool {
    folder: PathBuf,
    /// Made with the first line: of many artifacts only some have records.
    file: Option<BufWriter<File>>,
    marks: Vec<Mark>,
    offset: u64,
    failed: Option<std::io::Error>,
}

impl Spool {
    /// A spool in a file without name, in `folder`.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), file: None, marks: Vec::new(), offset: 0, failed: None }
    }

    fn write(&mut self, line: &str) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(&self.folder)?)),
        };
        file.write_all(line.as_bytes())
    }

    /// One line, with its line end. A full disk is told by [`Spool::merge`].
    pub(crate) fn push(&mut self, at: i64, line: &str) {
        if self.failed.is_some() {
            return;
        }
        if let Err(error) = self.write(line) {
            self.failed = Some(error);
            return;
        }
        let length = u32::try_from(line.len()).unwrap_or(u32::MAX);
        self.marks.push(Mark { at, offset: self.offset, length });
        self.offset += line.len() as u64;
    }

    /// Writes the lines of all spools in the order of their times; equal times keep the order of the spools and the
    /// order within one.
    pub(crate) fn merge(spools: Vec<Self>, path: &Path, out: &mut impl Write) -> Result<u64, CaseError> {
        let mut readers = Vec::with_capacity(spools.len());
        let mut sorted = Vec::with_capacity(spools.len());
        for spool in spools {
            if let Some(error) = spool.failed {
                return Err(CaseError::Io { path: path.to_owned(), source: error });
            }
            let Some(file) = spool.file else { continue };
            let file = file
                .into_inner()
                .map_err(|error| CaseError::Io { path: path.to_owned(), source: error.into_error() })?;
            let mut marks = spool.marks;
            marks.sort_unstable();
            readers.push(Lines { file: BufReader::with_capacity(1 << 16, file), position: u64::MAX });
            sorted.push(marks.into_iter().peekable());
        }
        let mut heap = std::collections::BinaryHeap::new();
        for (index, marks) in sorted.iter_mut().enumerate() {
            if let Some(mark) = marks.next() {
                heap.push(std::cmp::Reverse((mark.at, index, mark)));
            }
        }
        let mut count = 0;
        let mut line = Vec::new();
        while let Some(std::cmp::Reverse((_, index, mark))) = heap.pop() {
            readers[index].read(mark, &mut line).map_err(CaseError::io(path))?;
            out.write_all(&line).map_err(CaseError::io(path))?;
            count += 1;
            if let Some(next) = sorted[index].next() {
                heap.push(std::cmp::Reverse((next.at, index, next)));
            }
        }
        Ok(count)
    }
}

struct Lines {
    file: BufReader<File>,
    position: u64,
}

impl Lines {
    fn read(&mut self, mark: Mark, line: &mut Vec<u8>) -> std::io::Result<()> {
        if self.position == u64::MAX {
            self.file.seek(SeekFrom::Start(mark.offset))?;
        } else {
            // Most rows are in time order already: a relative seek keeps the buffer.
            let step = i128::from(mark.offset) - i128::from(self.position);
            self.file.seek_relative(i64::try_from(step).map_err(std::io::Error::other)?)?;
        }
        line.resize(mark.length as usize, 0);
        self.file.read_exact(line)?;
        self.position = mark.offset + u64::from(mark.length);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_in_the_order_of_time() {
        let folder = tempfile::tempdir().unwrap();
        let mut a = Spool::new(folder.path());
        let mut b = Spool::new(folder.path());
        a.push(5, "a5\n");
        a.push(1, "a1\n");
        a.push(5, "a5 again\n");
        b.push(5, "b5\n");
        b.push(3, "b3\n");
        let mut out = Vec::new();
        assert_eq!(
            Spool::merge(vec![a, Spool::new(folder.path()), b], Path::new("timeline.csv"), &mut out).unwrap(),
            5
        );
        assert_eq!(String::from_utf8(out).unwrap(), "a1\nb3\na5\na5 again\nb5\n");
    }
}
