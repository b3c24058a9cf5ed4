//! A file of an encrypted backup: AES-256 in CBC mode with a zero initialisation vector and PKCS #7 padding,
//! decrypted as it is read. No decrypted byte is ever written.
//!
//! The length comes from the data and its padding: the size in a backup's metadata is often that of an earlier
//! moment, above all for databases. Whatever disagrees is told, and every byte that can be decrypted is given.

use std::io::{self, Read};

use vigie_model::ProblemCode;

use crate::Blob;
use crate::aes_cbc::{CHUNK, Cbc, padding};
use crate::unlock::Key;

const BLOCK: u64 = 16;

/// One encrypted file and its key.
pub struct EncryptedFile {
    /// Its bytes as stored.
    blob: Blob,
    key: Key,
    /// The size the backup states.
    stated: Option<u64>,
}

impl std::fmt::Debug for EncryptedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EncryptedFile").field("blob", &self.blob).finish_non_exhaustive()
    }
}

/// How far the data of a file reach.
struct Extent {
    /// Stored bytes.
    stored: u64,
    /// Stored bytes that make whole blocks.
    whole: u64,
    /// Bytes of padding at their end, where it is valid.
    padding: Option<u64>,
}

impl Extent {
    fn size(&self) -> u64 {
        self.whole.saturating_sub(self.padding.unwrap_or(0))
    }
}

impl EncryptedFile {
    pub(crate) fn new(blob: Blob, key: Key, stated: Option<u64>) -> Self {
        Self { blob, key, stated }
    }

    fn extent(&self) -> io::Result<Extent> {
        let stored = self.blob.size()?;
        let cut = stored.checked_rem(BLOCK).unwrap_or(0);
        let whole = stored.saturating_sub(cut);
        // A file cut inside a block lost its padding with its end.
        let padding = if cut == 0 && whole > 0 { padding(self.last_block(whole)?) } else { None };
        Ok(Extent { stored, whole, padding })
    }

    /// Decrypts the last block alone; the block before it is its initialisation vector.
    fn last_block(&self, whole: u64) -> io::Result<[u8; 16]> {
        let mut vector = [0u8; 16];
        let mut last = [0u8; 16];
        let mut file = self.blob.reader_at(whole.saturating_sub(BLOCK.saturating_mul(2)))?;
        if whole > BLOCK {
            file.read_exact(&mut vector)?;
        }
        file.read_exact(&mut last)?;
        let mut block = [0u8; 16];
        self.cipher(vector).decrypt(&last, &mut block)?;
        Ok(block)
    }

    fn cipher(&self, vector: [u8; 16]) -> Cbc {
        Cbc::new(&self.key, vector)
    }

    /// Length of the decrypted bytes.
    pub fn size(&self) -> io::Result<u64> {
        Ok(self.extent()?.size())
    }

    /// A reader that decrypts from the first byte.
    pub fn reader(&self) -> io::Result<impl Read + Send + use<>> {
        let extent = self.extent()?;
        Ok(CbcReader {
            file: self.blob.reader()?,
            cipher: self.cipher([0; 16]),
            stored: Vec::new(),
            buffer: Vec::new(),
            ready: 0..0,
            stored_left: extent.whole,
            size_left: extent.size(),
        })
    }

    /// What does not fit together in the file, in words; nothing when it cannot be opened, which reading it tells.
    pub(crate) fn notes(&self) -> Vec<(ProblemCode, String)> {
        let mut notes = self.blob.notes();
        let Ok(extent) = self.extent() else {
            return notes;
        };
        if extent.stored > extent.whole {
            notes.push((
                ProblemCode::CipherDamaged,
                format!("{} stored bytes end inside a block; {} were decrypted", extent.stored, extent.whole),
            ));
        } else if extent.whole > 0 && extent.padding.is_none() {
            notes.push((
                ProblemCode::CipherDamaged,
                format!("the padding is not valid; all {} decrypted bytes were kept", extent.whole),
            ));
        }
        let size = extent.size();
        if let Some(stated) = self.stated.filter(|&stated| stated != size) {
            notes.push((
                ProblemCode::SizeDisagrees,
                format!("the backup states {stated} bytes, its data have {size}; nothing was cut"),
            ));
        }
        notes
    }
}

/// Decrypts a chunk at a time.
struct CbcReader {
    file: Box<dyn Read + Send>,
    cipher: Cbc,
    /// Bytes as stored.
    stored: Vec<u8>,
    /// The same decrypted, for readers that take less than a chunk.
    buffer: Vec<u8>,
    /// Decrypted bytes in the buffer that were not given yet.
    ready: std::ops::Range<usize>,
    /// Stored bytes that were not read yet; a multiple of the block.
    stored_left: u64,
    /// Bytes that were not decrypted yet, without padding.
    size_left: u64,
}

impl CbcReader {
    /// Bytes of the next chunk.
    fn next_chunk(&self) -> usize {
        usize::try_from(self.stored_left).map_or(CHUNK, |left| left.min(CHUNK))
    }

    /// Reads and decrypts the next chunk to the start of `out`; answers how many bytes of it are data.
    fn decrypt_into(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.next_chunk();
        let out = out.get_mut(..length).unwrap_or_default();
        self.stored.resize(length, 0);
        self.file.read_exact(&mut self.stored)?;
        self.cipher.decrypt(&self.stored, out)?;
        self.stored_left = self.stored_left.saturating_sub(length as u64);
        let data = usize::try_from(self.size_left).map_or(length, |left| left.min(length));
        self.size_left = self.size_left.saturating_sub(data as u64);
        Ok(data)
    }
}

impl Read for CbcReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.ready.is_empty() {
            if self.size_left == 0 {
                return Ok(0);
            }
            // Whoever has room for a chunk is spared a copy.
            if out.len() >= CHUNK {
                return self.decrypt_into(out);
            }
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.resize(self.next_chunk(), 0);
            self.ready = 0..self.decrypt_into(&mut buffer)?;
            self.buffer = buffer;
        }
        let ready = self.buffer.get(self.ready.clone()).unwrap_or_default();
        let count = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(from);
        }
        self.ready.start = self.ready.start.saturating_add(count);
        Ok(count)
    }
}
