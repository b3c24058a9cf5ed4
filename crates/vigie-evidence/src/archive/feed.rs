//! A compressed file, unpacked on a thread of its own so that parsing goes on beside it.

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use sha2::{Digest, Sha256};

use super::coat::Coat;
use super::tar::Skip;
use crate::Blob;

/// Bytes handed over at once.
const CHUNK: usize = 1 << 19;
/// Chunks that may wait: with [`CHUNK`], the memory between the two threads.
const WAITING: usize = 8;
/// Above this many unpacked bytes the ratio is looked at.
const RATIO_FROM: u64 = 4 << 30;
/// What no file system compresses to: deflate ends at 1032 to 1, and even a disk of zeros is not all of a device.
const RATIO_LIMIT: u64 = 2000;

/// Why the bytes end, when not at their end.
#[derive(Debug)]
pub(crate) struct Bomb;

impl std::fmt::Display for Bomb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "it unpacks to more than {RATIO_LIMIT} times its size; nothing behind this point was read")
    }
}

impl std::error::Error for Bomb {}

/// The reading end.
pub(crate) struct Feed {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
    failed: bool,
    packed: Arc<AtomicU64>,
    thread: Option<JoinHandle<Option<String>>>,
}

impl Feed {
    /// Starts to unpack. With `hash`, [`Feed::finish`] answers the SHA-256 of the packed file.
    pub(crate) fn start(blob: &Blob, coat: &Coat, hash: bool) -> Self {
        let (sender, chunks) = sync_channel(WAITING);
        let packed = Arc::new(AtomicU64::new(0));
        let (blob, coat, count) = (blob.clone(), coat.clone(), Arc::clone(&packed));
        let thread = std::thread::spawn(move || unpack(&blob, &coat, hash, &count, &sender));
        Self { chunks, chunk: Vec::new(), at: 0, failed: false, packed, thread: Some(thread) }
    }

    /// Bytes of the packed file read so far.
    pub(crate) fn packed(&self) -> u64 {
        self.packed.load(Ordering::Relaxed)
    }

    /// Reads on to the end of the packed file, whose checksum stands there. Answers its hash, if one was asked for, and
    /// what was wrong behind the tar.
    pub(crate) fn finish(mut self) -> (Option<String>, Option<io::Error>) {
        let trouble = loop {
            match self.fill() {
                Ok(true) => self.at = self.chunk.len(),
                Ok(false) => break None,
                Err(error) => break Some(error),
            }
        };
        let thread = self.thread.take();
        drop(self);
        (thread.and_then(|thread| thread.join().ok()).flatten(), trouble)
    }

    fn fill(&mut self) -> io::Result<bool> {
        while self.at >= self.chunk.len() {
            if self.failed {
                return Ok(false);
            }
            match self.chunks.recv() {
                Ok(Ok(chunk)) => {
                    self.chunk = chunk;
                    self.at = 0;
                }
                Ok(Err(error)) => {
                    self.failed = true;
                    return Err(error);
                }
                Err(_) => return Ok(false),
            }
        }
        Ok(true)
    }
}

impl Read for Feed {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if !self.fill()? {
            return Ok(0);
        }
        let ready = self.chunk.get(self.at..).unwrap_or_default();
        let count = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at = self.at.saturating_add(count);
        Ok(count)
    }
}

impl Skip for Feed {
    fn skip(&mut self, bytes: u64) -> io::Result<u64> {
        let mut left = bytes;
        while left > 0 && self.fill()? {
            let ready = self.chunk.len().saturating_sub(self.at);
            let step = usize::try_from(left).unwrap_or(usize::MAX).min(ready);
            self.at = self.at.saturating_add(step);
            left = left.saturating_sub(step as u64);
        }
        Ok(bytes.saturating_sub(left))
    }
}

/// Counts and hashes what passes.
struct Counted<'c, R> {
    inner: R,
    hasher: Option<&'c mut Sha256>,
    count: &'c AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        if let Some(hasher) = &mut self.hasher {
            hasher.update(out.get(..count).unwrap_or_default());
        }
        Ok(count)
    }
}

fn unpack(
    blob: &Blob,
    coat: &Coat,
    hash: bool,
    count: &AtomicU64,
    chunks: &SyncSender<io::Result<Vec<u8>>>,
) -> Option<String> {
    let mut packed = match blob.reader() {
        Ok(packed) => packed,
        Err(error) => {
            let _ = chunks.send(Err(error));
            return None;
        }
    };
    let mut hasher = Sha256::new();
    let counted = Counted { inner: &mut packed, hasher: hash.then_some(&mut hasher), count };
    let sent = send_all(coat.reader(counted), count, chunks);
    if let Err(error) = sent {
        // Nobody listens any more when the tar has ended before its file.
        let _ = chunks.send(Err(error));
    }
    if !hash {
        return None;
    }
    let mut rest = Counted { inner: &mut packed, hasher: Some(&mut hasher), count };
    io::copy(&mut rest, &mut io::sink()).ok()?;
    Some(hex::encode(hasher.finalize()))
}

fn send_all(mut unpacked: impl Read, packed: &AtomicU64, chunks: &SyncSender<io::Result<Vec<u8>>>) -> io::Result<()> {
    let mut total = 0u64;
    loop {
        let mut chunk = vec![0; CHUNK];
        let mut filled = 0usize;
        let mut failed = None;
        while let Some(rest) = chunk.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match unpacked.read(rest) {
                Ok(0) => break,
                Ok(count) => filled = filled.saturating_add(count),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        let is_end = filled < chunk.len();
        chunk.truncate(filled);
        total = total.saturating_add(filled as u64);
        // Everything before the damage is worth reading.
        if filled > 0 && chunks.send(Ok(chunk)).is_err() {
            return Ok(());
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if is_end {
            return Ok(());
        }
        if total > RATIO_FROM && total / RATIO_LIMIT > packed.load(Ordering::Relaxed) {
            return Err(io::Error::other(Bomb));
        }
    }
}
