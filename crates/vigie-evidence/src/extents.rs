//! A file whose bytes lie in pieces of other bytes, as a file system keeps it.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use crate::Blob;
use crate::blob::ReadSeek;

/// One piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) offset: u64,
    pub(crate) length: u64,
}

/// See the module.
#[derive(Debug)]
pub struct Extents {
    of: Arc<Blob>,
    runs: Vec<Run>,
    /// Where each piece begins in the file.
    starts: Vec<u64>,
    size: u64,
}

impl Extents {
    pub(crate) fn new(of: Arc<Blob>, runs: Vec<Run>) -> Self {
        let mut size = 0u64;
        let starts = runs
            .iter()
            .map(|run| {
                let start = size;
                size = size.saturating_add(run.length);
                start
            })
            .collect();
        Self { of, runs, starts, size }
    }

    /// Bytes of the file.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The same with fewer bytes, or with zeros behind them.
    pub(crate) fn sized(mut self, size: u64) -> Self {
        self.size = size;
        self
    }

    pub(crate) fn reader(self: &Arc<Self>) -> io::Result<ExtentsReader> {
        Ok(ExtentsReader { file: self.of.seekable()?, extents: Arc::clone(self), at: 0 })
    }
}

/// Reads from any place.
pub(crate) struct ExtentsReader {
    file: Box<dyn ReadSeek>,
    extents: Arc<Extents>,
    at: u64,
}

impl Read for ExtentsReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.extents.size.saturating_sub(self.at);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(out.len());
        if most == 0 {
            return Ok(0);
        }
        let out = out.get_mut(..most).unwrap_or_default();
        let index = self.extents.starts.partition_point(|start| *start <= self.at).saturating_sub(1);
        let piece = self.extents.runs.get(index).zip(self.extents.starts.get(index)).and_then(|(run, start)| {
            let into = self.at.saturating_sub(*start);
            Some((run.offset.saturating_add(into), run.length.checked_sub(into).filter(|left| *left > 0)?))
        });
        let count = if let Some((offset, there)) = piece {
            self.file.seek(SeekFrom::Start(offset))?;
            let most = usize::try_from(there).unwrap_or(usize::MAX).min(out.len());
            self.file.read(out.get_mut(..most).unwrap_or_default())?
        } else {
            // What was never written reads as zeros.
            out.fill(0);
            out.len()
        };
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}

impl Seek for ExtentsReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(step) => self.extents.size.checked_add_signed(step),
            SeekFrom::Current(step) => self.at.checked_add_signed(step),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_one_file_from_any_place() {
        let of = Arc::new(Blob::Memory((*b"0123456789").into()));
        let runs = vec![Run { offset: 7, length: 3 }, Run { offset: 0, length: 2 }];
        let extents = Arc::new(Extents::new(of, runs).sized(7));
        let mut reader = extents.reader().unwrap();
        let mut text = Vec::new();
        reader.read_to_end(&mut text).unwrap();
        assert_eq!(text, b"78901\0\0");
        reader.seek(SeekFrom::Start(4)).unwrap();
        text.clear();
        reader.read_to_end(&mut text).unwrap();
        assert_eq!(text, b"1\0\0");
        reader.seek(SeekFrom::End(5)).unwrap();
        assert_eq!(reader.read(&mut [0; 4]).unwrap(), 0);
    }
}
