//! Files as a folder, or as a tar compressed with gzip: written one after the other, never held together.
//!
//! The form of the archive is POSIX ustar with GNU long names, as the tar of macOS and iOS writes it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::time::Moment;

const BLOCK: usize = 512;

/// Where files go.
pub enum Target {
    /// Below a folder.
    Folder {
        /// It.
        root: PathBuf,
        /// Bytes so far.
        written: u64,
    },
    /// Into one compressed archive.
    TarGz {
        /// The archive.
        gzip: Box<GzEncoder<Counted>>,
        /// The folder in it.
        top: String,
    },
}

/// A file that knows how much was written to it.
#[derive(Debug)]
pub struct Counted {
    file: BufWriter<File>,
    written: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target").field("written", &self.written()).finish_non_exhaustive()
    }
}

impl Target {
    /// A folder, or an archive if the name ends in `.tar.gz`; files in an archive lie in the folder `top`.
    pub fn create(out: &Path, top: &str) -> Result<Self> {
        if !out.to_string_lossy().ends_with(".tar.gz") {
            return Ok(Self::Folder { root: out.to_owned(), written: 0 });
        }
        let file = File::create_new(out).with_context(|| format!("cannot make {}", out.display()))?;
        let counted = Counted { file: BufWriter::with_capacity(1 << 18, file), written: 0 };
        Ok(Self::TarGz { gzip: Box::new(GzEncoder::new(counted, Compression::new(6))), top: top.to_owned() })
    }

    /// One file.
    pub fn put(&mut self, path: &str, bytes: &[u8], modified: Moment) -> Result<()> {
        match self {
            Self::Folder { root, written } => {
                let file = root.join(path);
                let folder = file.parent().unwrap_or(root);
                fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
                fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
                *written += bytes.len() as u64;
                Ok(())
            }
            Self::TarGz { gzip, top } => {
                let path = if top.is_empty() { path.to_owned() } else { format!("{top}/{path}") };
                Ok(member(gzip, &path, bytes, modified)?)
            }
        }
    }

    /// Bytes on the disk so far; of an archive, what left the compressor.
    pub fn written(&self) -> u64 {
        match self {
            Self::Folder { written, .. } => *written,
            Self::TarGz { gzip, .. } => gzip.get_ref().written,
        }
    }

    /// Ends the archive.
    pub fn finish(self) -> Result<()> {
        if let Self::TarGz { mut gzip, .. } = self {
            gzip.write_all(&[0; 2 * BLOCK])?;
            gzip.finish()?.file.flush()?;
        }
        Ok(())
    }
}

fn member(out: &mut impl Write, path: &str, bytes: &[u8], modified: Moment) -> io::Result<()> {
    if path.len() > 100 {
        let mut name = path.as_bytes().to_vec();
        name.push(0);
        out.write_all(&header("././@LongLink", b'L', name.len(), Moment::utc(1970, 1, 1, 0, 0, 0)))?;
        padded(out, &name)?;
    }
    out.write_all(&header(path, b'0', bytes.len(), modified))?;
    padded(out, bytes)
}

fn padded(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(bytes)?;
    out.write_all(&[0; BLOCK][..bytes.len().next_multiple_of(BLOCK) - bytes.len()])
}

fn header(path: &str, kind: u8, size: usize, modified: Moment) -> [u8; BLOCK] {
    let mut header = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| header[at..at + text.len()].copy_from_slice(text);
    put(0, &path.as_bytes()[..path.len().min(100)]);
    put(100, b"0000644\0");
    put(108, b"0000765\0"); // 501
    put(116, b"0000765\0");
    put(124, format!("{size:011o}\0").as_bytes());
    put(136, format!("{:011o}\0", modified.unix().max(0)).as_bytes());
    put(148, b"        ");
    put(156, &[kind]);
    put(257, b"ustar\x0000");
    put(265, b"mobile");
    put(297, b"mobile");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}
