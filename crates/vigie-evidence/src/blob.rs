//! Bytes that lie somewhere: in a file of the acquisition, in an archive, or in memory.

use std::fs::File;
use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use vigie_model::ProblemCode;

use crate::archive::pax::Sparse;
use crate::archive::zip_blob::ZipMember;
use crate::window::Window;
use crate::{AgeFile, EncryptedFile, Extents, Packed, ReadError, utf16};

/// Bytes that can be read from any place.
pub(crate) trait ReadSeek: Read + Seek + Send {}

impl<R: Read + Seek + Send> ReadSeek for R {}

/// A part of other bytes: a member of a tar.
#[derive(Debug)]
pub struct Slice {
    pub(crate) of: Arc<Blob>,
    pub(crate) offset: u64,
    /// Bytes there.
    pub(crate) stored: u64,
    /// Bytes of the file: more than are stored when it is sparse.
    pub(crate) size: u64,
    pub(crate) sparse: Option<Sparse>,
}

/// A member of a zip archive.
#[derive(Debug, Clone)]
pub struct Zipped(pub(crate) Arc<ZipMember>);

/// Where the bytes of a source lie.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Blob {
    /// A file of the acquisition, opened read-only when asked for.
    File(PathBuf),
    /// Bytes already in memory.
    Memory(Arc<[u8]>),
    /// A file of an encrypted backup, decrypted as it is read.
    Encrypted(Arc<EncryptedFile>),
    /// A file encrypted with age, decrypted as it is read.
    Age(Arc<AgeFile>),
    /// A part of other bytes.
    Slice(Arc<Slice>),
    /// A member of a zip archive, inflated as it is read.
    Zip(Zipped),
    /// What a compressed file holds, unpacked as it is read.
    Packed(Arc<Packed>),
    /// A file of a file system in an image, in pieces of the image.
    Extents(Arc<Extents>),
    /// Text in UTF-16, read as UTF-8. Its size and hash are those of the file.
    Utf16(Arc<Blob>),
    /// The evidence lists the file, but its bytes cannot be had: reading it fails with this error.
    Refused(Arc<ReadError>),
}

impl Blob {
    /// Length in bytes.
    pub fn size(&self) -> io::Result<u64> {
        match self {
            Self::File(path) => {
                let meta = std::fs::metadata(path)?;
                if !meta.is_file() {
                    return Err(io::Error::other("not a regular file"));
                }
                Ok(meta.len())
            }
            Self::Memory(bytes) => Ok(bytes.len() as u64),
            Self::Encrypted(file) => file.size(),
            Self::Age(file) => Ok(file.size()),
            Self::Slice(slice) => Ok(slice.size),
            Self::Zip(member) => Ok(member.0.size),
            Self::Packed(packed) => Ok(packed.size()),
            Self::Extents(extents) => Ok(extents.size()),
            Self::Utf16(of) => of.size(),
            Self::Refused(error) => Err(io::Error::other(ReadError::clone(error))),
        }
    }

    /// A reader from the first byte.
    pub fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::File(path) => {
                // A named pipe or device in a hostile folder would block for ever.
                self.size()?;
                Ok(Box::new(File::open(path)?))
            }
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            Self::Encrypted(file) => Ok(Box::new(file.reader()?)),
            Self::Age(file) => Ok(Box::new(file.reader()?)),
            Self::Slice(slice) => {
                let stored = slice.of.reader_at(slice.offset)?.take(slice.stored);
                Ok(match &slice.sparse {
                    Some(map) => Box::new(map.reader(stored, slice.size)),
                    None => Box::new(stored),
                })
            }
            Self::Zip(member) => Ok(Box::new(member.0.reader()?)),
            Self::Packed(packed) => Ok(Box::new(packed.reader()?)),
            Self::Extents(extents) => Ok(Box::new(extents.reader()?)),
            Self::Utf16(of) => Ok(Box::new(utf16::decoded(of.reader()?)?)),
            Self::Refused(error) => Err(io::Error::other(ReadError::clone(error))),
        }
    }

    /// The bytes from any place. An error where they can only be read from the first one.
    pub(crate) fn seekable(&self) -> io::Result<Box<dyn ReadSeek>> {
        match self {
            Self::File(path) => {
                self.size()?;
                Ok(Box::new(File::open(path)?))
            }
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            Self::Age(file) => Ok(Box::new(file.reader()?)),
            Self::Extents(extents) => Ok(Box::new(extents.reader()?)),
            Self::Slice(slice) if slice.sparse.is_none() => {
                Ok(Box::new(Window::new(slice.of.seekable()?, slice.offset, slice.stored)?))
            }
            Self::Zip(member) => match member.0.plain() {
                Some((of, offset, length)) => Ok(Box::new(Window::new(of.seekable()?, offset, length)?)),
                None => Err(ErrorKind::Unsupported.into()),
            },
            _ => Err(ErrorKind::Unsupported.into()),
        }
    }

    /// A reader from some byte on.
    pub(crate) fn reader_at(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        match self.seekable() {
            Ok(mut file) => {
                file.seek(SeekFrom::Start(offset))?;
                Ok(Box::new(file))
            }
            Err(error) if error.kind() == ErrorKind::Unsupported => {
                let mut reader = self.reader()?;
                io::copy(&mut reader.by_ref().take(offset), &mut io::sink())?;
                Ok(reader)
            }
            Err(error) => Err(error),
        }
    }

    /// Bytes this blob keeps in memory.
    pub fn resident(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Utf16(of) => of.resident(),
            _ => 0,
        }
    }

    /// What does not fit together in bytes that can all the same be read.
    pub(crate) fn notes(&self) -> Vec<(ProblemCode, String)> {
        match self {
            Self::Encrypted(file) => file.notes(),
            Self::Zip(member) => member.0.notes(),
            Self::Packed(packed) => packed.trouble().into_iter().collect(),
            Self::Utf16(of) => of.notes(),
            _ => Vec::new(),
        }
    }

    /// SHA-256 of the bytes, lower-case hexadecimal; of text that is decoded, of its bytes as they lie there.
    pub fn sha256(&self) -> io::Result<String> {
        if let Self::Utf16(of) = self {
            return of.sha256();
        }
        let mut reader = self.reader()?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0u8; 1 << 18];
        loop {
            let n = match reader.read(&mut buffer) {
                Ok(0) => return Ok(hex::encode(hasher.finalize())),
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hasher.update(buffer.get(..n).unwrap_or_default());
        }
    }

    /// The file, where the bytes are a plain file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            _ => None,
        }
    }
}
