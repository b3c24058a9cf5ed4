//! A part of a file as a file.

use std::io::{self, Read, Seek, SeekFrom};

use crate::blob::ReadSeek;

/// Reads between two places.
pub(crate) struct Window {
    inner: Box<dyn ReadSeek>,
    start: u64,
    length: u64,
    at: u64,
}

impl Window {
    pub(crate) fn new(mut inner: Box<dyn ReadSeek>, start: u64, length: u64) -> io::Result<Self> {
        inner.seek(SeekFrom::Start(start))?;
        Ok(Self { inner, start, length, at: 0 })
    }
}

impl Read for Window {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.at);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(out.len());
        let count = self.inner.read(out.get_mut(..most).unwrap_or_default())?;
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(step) => self.length.checked_add_signed(step),
            SeekFrom::Current(step) => self.at.checked_add_signed(step),
        };
        let at = at.ok_or(io::ErrorKind::InvalidInput)?;
        let place = self.start.checked_add(at).ok_or(io::ErrorKind::InvalidInput)?;
        self.inner.seek(SeekFrom::Start(place))?;
        self.at = at;
        Ok(at)
    }
}
