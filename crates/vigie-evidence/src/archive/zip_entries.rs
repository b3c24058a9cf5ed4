//! The entries of the directory of a zip archive, one after the other. Where one is damaged, the next is looked for.

use std::io::{self, ErrorKind, Read};

use memchr::memmem;
use sha2::{Digest, Sha256};

use super::zip::CENTRAL;

/// Bytes looked through at once.
const CHUNK: usize = 1 << 12;

/// See the module. The hash is that of all bytes, damaged or not.
pub(super) struct Entries<R> {
    reader: R,
    hasher: Sha256,
    /// What was read while an entry was looked for, and is its own.
    again: Vec<u8>,
}

impl<R: Read> Entries<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, hasher: Sha256::new(), again: Vec::new() }
    }

    /// Some bytes, all of them or an error.
    pub(super) fn read(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let before = self.again.len().min(length);
        let mut bytes: Vec<u8> = self.again.drain(..before).collect();
        bytes.resize(length, 0);
        let new = bytes.get_mut(before..).unwrap_or_default();
        self.reader.read_exact(new)?;
        self.hasher.update(&*new);
        Ok(bytes)
    }

    /// Whether the next entry begins here, or the directory ends.
    pub(super) fn is_at_next(&mut self) -> io::Result<bool> {
        let mut more = Vec::new();
        let room = CENTRAL.len().saturating_sub(self.again.len());
        self.reader.by_ref().take(room as u64).read_to_end(&mut more)?;
        self.hasher.update(&more);
        self.again.append(&mut more);
        // A signature of the whole directory (4.3.13) may stand at its end.
        Ok(self.again.is_empty() || self.again.starts_with(CENTRAL) || self.again.starts_with(b"PK\x05\x05"))
    }

    /// Goes to the next entry behind what was read instead of one. Answers how many bytes were passed over,
    /// and whether an entry follows.
    pub(super) fn resume(&mut self, damaged: Vec<u8>) -> io::Result<(u64, bool)> {
        let mut window = damaged;
        window.append(&mut self.again);
        // What was read is no entry, whatever stands at its first byte.
        let mut passed = 1_u64;
        window.drain(..window.len().min(1));
        loop {
            if let Some(at) = memmem::find(&window, CENTRAL) {
                self.again = window.split_off(at);
                return Ok((passed.saturating_add(at as u64), true));
            }
            // The beginning of an entry may stand at the end.
            let done = window.len().saturating_sub(CENTRAL.len().saturating_sub(1));
            window.drain(..done);
            passed = passed.saturating_add(done as u64);
            let mut more = vec![0; CHUNK];
            let count = loop {
                match self.reader.read(&mut more) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
            if count == 0 {
                return Ok((passed.saturating_add(window.len() as u64), false));
            }
            more.truncate(count);
            self.hasher.update(&more);
            window.append(&mut more);
        }
    }

    /// SHA-256 of what was read, in hexadecimal digits.
    pub(super) fn id(self) -> String {
        hex::encode(self.hasher.finalize())
    }
}
