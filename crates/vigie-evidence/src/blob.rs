//! Bytes that lie somewhere: in a file of the acquisition or in memory.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use vigie_model::ProblemCode;

use crate::{EncryptedFile, ReadError};

/// Where the bytes of a source lie. Decompression becomes a further kind of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Blob {
    /// A file of the acquisition, opened read-only when asked for.
    File(PathBuf),
    /// Bytes already in memory.
    Memory(Arc<[u8]>),
    /// A file of an encrypted backup, decrypted as it is read.
    Encrypted(Arc<EncryptedFile>),
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
            Self::Refused(error) => Err(io::Error::other(ReadError::clone(error))),
        }
    }

    /// What does not fit together in bytes that can all the same be read.
    pub(crate) fn notes(&self) -> Vec<(ProblemCode, String)> {
        match self {
            Self::Encrypted(file) => file.notes(),
            _ => Vec::new(),
        }
    }

    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub fn sha256(&self) -> io::Result<String> {
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
