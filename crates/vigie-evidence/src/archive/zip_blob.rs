//! The bytes of one member of a zip archive, inflated while they are read.
//!
//! Damage does not make a member unreadable: what comes before it is read, and a note says what is wrong.

use std::io::{self, ErrorKind, Read};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::DeflateDecoder;
use vigie_model::ProblemCode;

use super::zip::{u16_at, u32_at};
use crate::Blob;

/// Where a member lies.
#[derive(Debug)]
pub(crate) struct ZipMember {
    pub(crate) archive: Arc<Blob>,
    /// Of its local header.
    pub(crate) offset: u64,
    /// Bytes in the archive.
    pub(crate) stored: u64,
    /// Bytes of the file.
    pub(crate) size: u64,
    pub(crate) crc: u32,
    pub(crate) deflated: bool,
    /// What reading met last.
    pub(crate) trouble: Mutex<Option<String>>,
}

impl ZipMember {
    /// Where the data begins: behind the local header, whose extra field may have another length than the directory's.
    fn data(&self) -> io::Result<u64> {
        let mut header = [0; 30];
        self.archive.reader_at(self.offset)?.read_exact(&mut header)?;
        if u32_at(&header, 0) != Some(u32::from_le_bytes(*b"PK\x03\x04")) {
            return Err(io::Error::new(ErrorKind::InvalidData, "no member of the zip archive begins at its place"));
        }
        let lengths = [26, 28].map(|at| u64::from(u16_at(&header, at).unwrap_or(0)));
        Ok(lengths.into_iter().fold(self.offset.saturating_add(30), u64::saturating_add))
    }

    /// A member that is not compressed, as a place in the archive.
    pub(crate) fn plain(&self) -> Option<(Arc<Blob>, u64, u64)> {
        let at = self.data().ok()?;
        (!self.deflated && self.stored == self.size).then(|| (Arc::clone(&self.archive), at, self.size))
    }

    pub(crate) fn reader(self: &Arc<Self>) -> io::Result<Inflated> {
        let stored = self.archive.reader_at(self.data()?)?.take(self.stored);
        let inner: Box<dyn Read + Send> =
            if self.deflated { Box::new(DeflateDecoder::new(stored)) } else { Box::new(stored) };
        Ok(Inflated { member: Arc::clone(self), inner, crc: crc32fast::Hasher::new(), left: self.size, done: false })
    }

    pub(crate) fn notes(&self) -> Vec<(ProblemCode, String)> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone();
        trouble.into_iter().map(|detail| (ProblemCode::MemberDamaged, detail)).collect()
    }
}

/// Reads a member, never more than the directory promises.
pub(crate) struct Inflated {
    member: Arc<ZipMember>,
    inner: Box<dyn Read + Send>,
    crc: crc32fast::Hasher,
    left: u64,
    done: bool,
}

impl Inflated {
    fn end(&mut self, trouble: Option<String>) {
        self.done = true;
        if let Some(trouble) = trouble {
            *self.member.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
        }
    }
}

impl Read for Inflated {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.done || out.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            let more = matches!(self.inner.read(&mut [0]), Ok(1..));
            let sum = self.crc.clone().finalize();
            self.end(if more {
                Some(format!("more bytes than the {} the directory of the archive states", self.member.size))
            } else {
                (sum != self.member.crc).then(|| "its checksum (CRC-32) is wrong".to_owned())
            });
            return Ok(0);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(out.len());
        let out = out.get_mut(..most).unwrap_or_default();
        match self.inner.read(out) {
            Ok(0) => {
                let read = self.member.size.saturating_sub(self.left);
                self.end(Some(format!("it ends after {read} of {} bytes", self.member.size)));
                Ok(0)
            }
            Ok(count) => {
                self.crc.update(out.get(..count).unwrap_or_default());
                self.left = self.left.saturating_sub(count as u64);
                Ok(count)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let read = self.member.size.saturating_sub(self.left);
                self.end(Some(format!(
                    "its compressed bytes are damaged after {read} of {}: {error}",
                    self.member.size
                )));
                Ok(0)
            }
        }
    }
}
