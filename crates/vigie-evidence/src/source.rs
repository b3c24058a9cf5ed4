//! One file of the evidence, as a parser sees it: bytes, and the path they had on the device.

use std::any::Any;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sha2::{Digest, Sha256};
use vigie_model::{Layout, Place, ProblemCode};

use crate::archive::held::HeldTree;
use crate::companions::Companions;
use crate::read_ahead::read_ahead;
use crate::{Blob, Companion, ReadError, Sqlite, Tree, device_path, property_list, utf16};

/// Files that are read whole (property lists, small logs) may be this large, in bytes.
pub(crate) const WHOLE_FILE_LIMIT: u64 = 512 << 20;
/// A line longer than this is cut, with a problem, in bytes.
const LINE_LIMIT: usize = 1 << 20;

/// One file inside the evidence.
#[derive(Clone)]
pub struct Source<'t> {
    tree: Beside<'t>,
    path: String,
    stored_as: Option<String>,
    blob: Blob,
    is_nested: bool,
    once: Arc<Once>,
    /// What was read beside it; shared with the companions it gives.
    companions: Companions,
    /// Whether it is itself a companion.
    is_companion: bool,
}

/// What lies beside a source.
#[derive(Clone)]
enum Beside<'t> {
    /// The whole evidence.
    Tree(&'t dyn Tree),
    /// What was kept of a stream for this source.
    Held(Arc<HeldTree>),
}

impl Beside<'_> {
    fn tree(&self) -> &dyn Tree {
        match self {
            Self::Tree(tree) => *tree,
            Self::Held(held) => held.as_ref(),
        }
    }
}

/// What is worked out once for a file, however many artifacts read it.
#[derive(Default)]
struct Once {
    sha256: Hash,
    /// Somebody makes the hash, or made it.
    is_hashed: AtomicBool,
    reading: OnceLock<Arc<dyn Any + Send + Sync>>,
}

/// A file this large is hashed once however often it is opened, in bytes: as a file beside another one it is a source of its own.
const LARGE: u64 = 1 << 20;

type Hash = OnceLock<Result<String, ReadError>>;

/// The hashes of the large files of an acquisition, by where they lie.
#[derive(Default)]
struct LargeHashes(Mutex<BTreeMap<PathBuf, Arc<Hash>>>);

/// One line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub at: Place,
    /// Its text without the line end. Bytes that are not UTF-8 are U+FFFD, and `damaged` is set.
    pub text: String,
    /// Some bytes were not UTF-8, or the line was cut at 1 MiB.
    pub damaged: bool,
}

impl<'t> Source<'t> {
    pub(crate) fn new(tree: &'t dyn Tree, path: String, stored_as: Option<String>, blob: Blob) -> Self {
        Self::beside(Beside::Tree(tree), path, stored_as, blob)
    }

    fn beside(tree: Beside<'t>, path: String, stored_as: Option<String>, blob: Blob) -> Self {
        let is_utf16 = utf16::may_be(tree.tree().layout(), &path) && utf16::begins(&blob);
        let blob = if is_utf16 { Blob::Utf16(Arc::new(blob)) } else { blob };
        Self {
            tree,
            path,
            stored_as,
            blob,
            is_nested: false,
            once: Arc::default(),
            companions: Companions::default(),
            is_companion: false,
        }
    }

    /// A source that came out of a stream, with the companions that were kept for it.
    pub(crate) fn of_stream(tree: Arc<HeldTree>, path: String, stored_as: Option<String>, blob: Blob) -> Self {
        Self::beside(Beside::Held(tree), path, stored_as, blob)
    }

    /// Wanted as evidence in itself.
    pub(crate) fn nested(mut self) -> Self {
        self.is_nested = true;
        self
    }

    /// Whether it was wanted as evidence in itself, to be opened with [`crate::Evidence::inside`].
    pub fn is_nested(&self) -> bool {
        self.is_nested
    }

    /// The bytes, wherever they lie.
    pub(crate) fn blob(&self) -> &Blob {
        &self.blob
    }

    /// Bytes it keeps in memory.
    pub fn resident(&self) -> u64 {
        self.blob.resident()
    }

    /// Whether it begins as an SQLite database does. One with a write-ahead log is held in memory while it is read.
    pub fn is_database(&self) -> bool {
        let mut head = [0; 16];
        self.reader().is_ok_and(|mut reader| reader.read_exact(&mut head).is_ok()) && head == *b"SQLite format 3\0"
    }

    /// A reading of the whole file that several artifacts share, such as where the sections of a bug report stand:
    /// made by whoever asks first, and kept as long as the source and its clones are. A file has one such reading;
    /// asking for another type makes it anew each time.
    pub fn reading<T: Send + Sync + 'static>(&self, make: impl Fn(&Self) -> T) -> Arc<T> {
        let kept = self.once.reading.get_or_init(|| Arc::new(make(self)));
        Arc::clone(kept).downcast().unwrap_or_else(|_| Arc::new(make(self)))
    }

    /// The same file with other bytes: what it holds when unpacked.
    pub(crate) fn with_blob(&self, blob: Blob) -> Self {
        // What was worked out for the file as it is stored holds for that alone.
        Self { blob, once: Arc::default(), ..self.clone() }
    }

    /// Path in the layout of the evidence.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where the bytes lie in the acquisition, when under another name.
    pub fn stored_as(&self) -> Option<&str> {
        self.stored_as.as_deref()
    }

    /// The layout [`Source::path`] is written in.
    pub fn layout(&self) -> Layout {
        self.tree.tree().layout()
    }

    /// The absolute path on the device (`/private/var/mobile/…`), as far as it is known.
    pub fn device_path(&self) -> Option<String> {
        device_path(self.layout(), &self.path)
    }

    /// The last component of the path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Length in bytes.
    pub fn size(&self) -> Result<u64, ReadError> {
        self.blob.size().map_err(|error| ReadError::io(&error))
    }

    /// What does not fit together in the file although it can be read, such as a size that the evidence states
    /// otherwise. The engine records each as a problem of this source.
    pub fn notes(&self) -> Vec<(ProblemCode, String)> {
        self.blob.notes()
    }

    /// A reader from the first byte.
    pub fn reader(&self) -> Result<Box<dyn Read + Send>, ReadError> {
        self.note();
        self.blob.reader().map_err(|error| ReadError::io(&error))
    }

    /// Hands `see` a reader from the first byte, which is read on a thread of its own and makes the hash of the file on its way:
    /// once it was read to its end, [`Source::sha256`] does not read it again.
    pub fn hashing_ahead<T>(&self, see: impl FnOnce(&mut dyn BufRead) -> T) -> Result<T, ReadError> {
        let once = Arc::clone(&self.once);
        let reader = self.reader()?;
        // The hash is that of the bytes as they lie there.
        if matches!(self.blob, Blob::Utf16(_)) {
            return Ok(read_ahead(reader, see));
        }
        Ok(read_ahead(reader, |reader| see(&mut Hashing { reader, hasher: Sha256::new(), once, failed: false })))
    }

    /// A reader from some byte on. Unless the file [`Source::seeks`], all bytes before it are read as well.
    pub fn reader_at(&self, offset: u64) -> Result<Box<dyn Read + Send>, ReadError> {
        self.note();
        self.blob.reader_at(offset).map_err(|error| ReadError::io(&error))
    }

    /// Whether it can be read from any byte on: one that is compressed or encrypted cannot.
    pub fn seeks(&self) -> bool {
        self.blob.seekable().is_ok()
    }

    /// A companion is being read.
    fn note(&self) {
        if self.is_companion {
            self.companions.note(&self.path, self.stored_as.as_deref(), &self.blob);
        }
    }

    /// The files that were read beside this one since this was last asked, sorted by path.
    pub fn take_companions(&self) -> Vec<Companion> {
        self.companions.take()
    }

    /// SHA-256 of the whole file, lower-case hexadecimal.
    pub fn sha256(&self) -> Result<String, ReadError> {
        self.once.is_hashed.store(true, Ordering::Relaxed);
        let make = || self.blob.sha256().map_err(|error| ReadError::io(&error));
        let of_large = || Some(self.large_hash()?.get_or_init(make).clone());
        self.once.sha256.get_or_init(|| of_large().unwrap_or_else(make)).clone()
    }

    /// Where the hash of a large file is kept for all who open it. Only of a plain file of the acquisition: two members of an
    /// archive can have one name.
    fn large_hash(&self) -> Option<Arc<Hash>> {
        let path = self.blob.path()?;
        if self.size().is_ok_and(|size| size < LARGE) {
            return None;
        }
        let hashes = self.shared(LargeHashes::default);
        let mut hashes = hashes.0.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(hashes.entry(path.to_owned()).or_default()))
    }

    /// Makes [`Source::sha256`], unless another thread is at it: who needs it waits for it then.
    pub fn hash_ahead(&self) {
        if !self.once.is_hashed.swap(true, Ordering::Relaxed) {
            let _ = self.sha256();
        }
    }

    /// Whether another thread is making the hash: who needs it may do something else meanwhile.
    pub fn is_being_hashed(&self) -> bool {
        self.once.is_hashed.load(Ordering::Relaxed) && self.once.sha256.get().is_none()
    }

    /// The whole file, up to 512 MiB.
    pub fn bytes(&self) -> Result<Vec<u8>, ReadError> {
        let too_large = |size: u64| {
            let detail = format!("{size} bytes; at most {WHOLE_FILE_LIMIT} are read into memory");
            ReadError::file(ProblemCode::FileTooLarge, detail)
        };
        let size = self.size()?;
        if size > WHOLE_FILE_LIMIT {
            return Err(too_large(size));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        let read = self.reader()?.take(WHOLE_FILE_LIMIT.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| ReadError::io(&error))?;
        // Text that is decoded may be larger than its file.
        match bytes.len() as u64 {
            length if length > WHOLE_FILE_LIMIT => Err(too_large(length)),
            _ => Ok(bytes),
        }
    }

    /// The whole file as a property list, XML or binary.
    pub fn plist(&self) -> Result<plist::Value, ReadError> {
        property_list(&self.bytes()?)
    }

    /// The whole file as one JSON document.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, ReadError> {
        let bytes = self.bytes()?;
        serde_json::from_slice(&bytes).map_err(|error| {
            let at = Place::Line { line: error.line() as u64, offset: 0 };
            ReadError::at(ProblemCode::JsonDamaged, at, error.to_string())
        })
    }

    /// The file line by line, streamed. A line that is not UTF-8 or longer than 1 MiB is marked damaged.
    pub fn lines(&self) -> Result<impl Iterator<Item = Result<Line, ReadError>>, ReadError> {
        Ok(Lines { reader: BufReader::with_capacity(1 << 16, self.reader()?), line: 0, offset: 0, done: false })
    }

    /// The file as an SQLite database, with its write-ahead log applied when the evidence holds one.
    pub fn sqlite(&self) -> Result<Sqlite, ReadError> {
        let mut name = self.path.clone();
        name.push_str("-wal");
        self.note();
        let wal = self.tree.tree().find(&name).map(|(blob, stored_as)| {
            self.companions.note(&name, stored_as.as_deref(), &blob);
            blob
        });
        Sqlite::open(&self.blob, wal.as_ref())
    }

    /// Another file of the same evidence, by its path in the same layout. An archive keeps only what was declared: a
    /// file that is neither a source of some artifact nor one of the `COMPANIONS` of this one may not be there.
    pub fn sibling(&self, path: &str) -> Option<Source<'t>> {
        let (blob, stored_as) = self.tree.tree().find(path)?;
        let beside = Self::beside(self.tree.clone(), path.to_owned(), stored_as, blob);
        Some(Source { companions: self.companions.clone(), is_companion: true, ..beside })
    }

    /// The files of the same evidence below a folder, at any depth, sorted by path. `folder` is a path in the same
    /// layout, without a slash at its end.
    pub fn siblings_under(&self, folder: &str) -> Vec<Source<'t>> {
        self.tree.tree().under(folder).iter().filter_map(|path| self.sibling(path)).collect()
    }

    /// A value that parsers make once and use for all sources of the same evidence, such as tables read from
    /// companions. One value per type: give it a type of the artifact's own.
    pub fn shared<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        self.tree.tree().shared().get(make)
    }
}

/// See [`Source::hashing_ahead`].
struct Hashing<'r> {
    reader: &'r mut dyn BufRead,
    hasher: Sha256,
    once: Arc<Once>,
    /// What follows an error is not the end of the file.
    failed: bool,
}

impl BufRead for Hashing<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        let bytes = self.reader.fill_buf().inspect_err(|_| self.failed = true)?;
        if bytes.is_empty() && !self.failed {
            let hash = hex::encode(std::mem::take(&mut self.hasher).finalize());
            // Whoever made it before made the same.
            let _ = self.once.sha256.set(Ok(hash));
        }
        Ok(bytes)
    }

    fn consume(&mut self, count: usize) {
        // What is there was filled: this reads nothing.
        let bytes = self.reader.fill_buf().unwrap_or_default();
        self.hasher.update(bytes.get(..count).unwrap_or_default());
        self.reader.consume(count);
    }
}

impl Read for Hashing<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

struct Lines<R> {
    reader: R,
    line: u64,
    offset: u64,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads up to a newline, keeping at most [`LINE_LIMIT`] bytes; answers the bytes consumed.
    fn read_line(&mut self, keep: &mut Vec<u8>) -> std::io::Result<u64> {
        let mut consumed = 0u64;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(consumed);
            }
            let (part, ended) = match buffer.iter().position(|&b| b == b'\n') {
                Some(at) => (buffer.get(..at).unwrap_or(buffer), true),
                None => (buffer, false),
            };
            let room = LINE_LIMIT.saturating_sub(keep.len());
            keep.extend(part.iter().take(room.saturating_add(1)));
            let used = part.len().saturating_add(usize::from(ended));
            self.reader.consume(used);
            consumed = consumed.saturating_add(used as u64);
            if ended {
                return Ok(consumed);
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Line, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.line = self.line.saturating_add(1);
        let at = Place::Line { line: self.line, offset: self.offset };
        let mut bytes = Vec::new();
        match self.read_line(&mut bytes) {
            Ok(0) => {
                self.done = true;
                None
            }
            Ok(consumed) => {
                self.offset = self.offset.saturating_add(consumed);
                if bytes.last() == Some(&b'\r') {
                    bytes.pop();
                }
                let cut = bytes.len() > LINE_LIMIT;
                bytes.truncate(LINE_LIMIT);
                let text = String::from_utf8_lossy(&bytes);
                let damaged = cut || matches!(text, std::borrow::Cow::Owned(_));
                Some(Ok(Line { at, text: text.into_owned(), damaged }))
            }
            Err(error) => {
                self.done = true;
                Some(Err(ReadError::at(ProblemCode::FileUnreadable, at, error.to_string())))
            }
        }
    }
}
