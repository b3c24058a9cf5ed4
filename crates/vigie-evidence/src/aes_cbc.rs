//! AES-256 in CBC mode, as encrypted backups of iOS and of Android use it. No decrypted byte is ever written.

use std::io::{self, Read};

use aes::Aes256;
use aes::cipher::{Array, BlockCipherDecrypt, KeyInit};

use crate::unlock::Key;

const BLOCK: usize = 16;
/// Bytes decrypted at once: enough for the widest units (64 blocks per step), small enough to stay in the cache.
pub(crate) const CHUNK: usize = 1 << 17;

/// The bytes of padding in the last block, if they are as PKCS #7 demands.
pub(crate) fn padding(block: [u8; 16]) -> Option<u64> {
    let [.., last] = block;
    let count = usize::from(last);
    let start = block.len().checked_sub(count)?;
    let valid = count > 0 && block.get(start..)?.iter().all(|&byte| byte == last);
    valid.then_some(u64::from(last))
}

/// Cipher block chaining. All blocks of a chunk are decrypted at once, then each is combined with the stored block
/// before it: as fast as the hardware is, and faster than a mode that copies a few blocks at a time.
pub(crate) struct Cbc {
    aes: Aes256,
    /// The stored block before the next one.
    vector: [u8; 16],
}

impl Cbc {
    pub(crate) fn new(key: &Key, vector: [u8; 16]) -> Self {
        Self { aes: Aes256::new((&**key).into()), vector }
    }

    /// Decrypts whole blocks into as much room.
    pub(crate) fn decrypt(&mut self, stored: &[u8], out: &mut [u8]) -> io::Result<()> {
        let blocks = Array::slice_as_chunks(stored).0;
        let room = Array::slice_as_chunks_mut(out).0;
        self.aes.decrypt_blocks_b2b(blocks, room).map_err(io::Error::other)?;
        let combine = |out: &mut [u8], with: &[u8]| {
            for (byte, with) in out.iter_mut().zip(with) {
                *byte ^= with;
            }
        };
        if let Some((first, others)) = out.split_first_chunk_mut::<16>() {
            combine(first, &self.vector);
            combine(others, stored);
        }
        if let Some(last) = stored.last_chunk() {
            self.vector = *last;
        }
        Ok(())
    }
}

/// Decrypts a stream whose end is not known before it is reached. Its last block is held back until then, because only
/// the last one has padding.
pub(crate) struct CbcStream<R> {
    packed: R,
    cipher: Cbc,
    /// Bytes as stored; less than a block of them is left from one read to the next.
    stored: Vec<u8>,
    /// Decrypted bytes, from `at` on not given yet.
    plain: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> CbcStream<R> {
    pub(crate) fn new(packed: R, cipher: Cbc) -> Self {
        Self { packed, cipher, stored: Vec::new(), plain: Vec::new(), at: 0, ended: false }
    }

    /// Decrypts what comes next. An end inside a block, or without padding, is an end that was cut off: told when all
    /// before it was given.
    fn next_chunk(&mut self) -> io::Result<()> {
        let kept = self.plain.len().saturating_sub(self.at);
        self.plain.drain(..self.at.min(self.plain.len()));
        self.at = 0;
        let wanted = CHUNK.saturating_sub(self.stored.len()) as u64;
        let read = self.packed.by_ref().take(wanted).read_to_end(&mut self.stored)? as u64;
        let whole = self.stored.len().saturating_sub(self.stored.len().checked_rem(BLOCK).unwrap_or(0));
        self.plain.resize(kept.saturating_add(whole), 0);
        let blocks = self.stored.get(..whole).unwrap_or_default();
        self.cipher.decrypt(blocks, self.plain.get_mut(kept..).unwrap_or_default())?;
        self.stored.drain(..whole);
        if read < wanted {
            self.ended = true;
            let last = self.plain.last_chunk().copied();
            if let (true, Some(padding)) = (self.stored.is_empty(), last.and_then(padding)) {
                let padding = usize::try_from(padding).unwrap_or(BLOCK);
                self.plain.truncate(self.plain.len().saturating_sub(padding));
                self.stored.clear();
            } else {
                // Kept as the sign of the cut.
                self.stored.resize(1, 0);
            }
        }
        Ok(())
    }

    /// Bytes that may be given: not the last block as long as it may be the one with the padding.
    fn ready(&self) -> usize {
        let held = if self.ended { 0 } else { BLOCK };
        self.plain.len().saturating_sub(self.at).saturating_sub(held)
    }
}

impl<R: Read> Read for CbcStream<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        while self.ready() == 0 {
            if self.ended {
                return if self.stored.is_empty() { Ok(0) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
            self.next_chunk()?;
        }
        let count = self.ready().min(out.len());
        let to = self.at.saturating_add(count);
        if let (Some(out), Some(from)) = (out.get_mut(..count), self.plain.get(self.at..to)) {
            out.copy_from_slice(from);
        }
        self.at = to;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use aes::cipher::{BlockModeEncrypt, KeyIvInit};

    use super::*;

    fn sealed(bytes: &[u8]) -> Vec<u8> {
        let mut room = bytes.to_vec();
        let padding = 16 - bytes.len() % 16;
        room.extend(std::iter::repeat_n(u8::try_from(padding).unwrap(), padding));
        let blocks = Array::slice_as_chunks_mut(&mut room).0;
        cbc::Encryptor::<Aes256>::new(&[7; 32].into(), &[9; 16].into()).encrypt_blocks(blocks);
        room
    }

    fn opened(bytes: &[u8]) -> (Vec<u8>, bool) {
        let cipher = Cbc::new(&Key::new([7; 32]), [9; 16]);
        let mut plain = Vec::new();
        let whole = CbcStream::new(Cursor::new(bytes), cipher).read_to_end(&mut plain).is_ok();
        (plain, whole)
    }

    #[test]
    fn a_stream_of_any_length_comes_out_whole() {
        for length in [0, 1, 15, 16, 17, 4096, CHUNK - 16, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 33] {
            let bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
            assert_eq!(opened(&sealed(&bytes)), (bytes, true), "{length}");
        }
    }

    #[test]
    fn a_cut_stream_gives_what_it_has_and_says_so() {
        let bytes = vec![0xaa; 100];
        let stored = sealed(&bytes);
        for left in [0, 5, 16, 48, 111] {
            let (plain, whole) = opened(&stored[..left]);
            assert_eq!(plain, bytes[..left / 16 * 16], "{left}");
            assert!(!whole, "{left}");
        }
    }

    #[test]
    fn padding_is_whole_or_none() {
        let block = |tail: &[u8]| {
            let mut block = [0xaau8; 16];
            block[16 - tail.len()..].copy_from_slice(tail);
            block
        };
        assert_eq!(padding(block(&[1])), Some(1));
        assert_eq!(padding(block(&[3, 3, 3])), Some(3));
        assert_eq!(padding([16; 16]), Some(16));
        assert_eq!(padding(block(&[2, 3, 3])), None);
        assert_eq!(padding(block(&[0])), None);
        assert_eq!(padding([17; 16]), None);
        assert_eq!(padding([0xff; 16]), None);
    }
}
