//! The files of a shared case as a tar archive (POSIX.1-1988 `ustar`): what `age -d FILE | tar x` unpacks without vigie.
//!
//! Nothing of the machine is in it: no time, owner or rights. There is one way to write a name and a size, and the reader
//! takes no other: a header is made anew from what it says and compared byte for byte, so links, devices, folders,
//! extensions and every trick with them are refused without being understood.

use std::io::{self, Read, Write};

use thiserror::Error;

const BLOCK: usize = 512;
/// A name is this long at most, in bytes.
const NAME: usize = 100;
/// Eleven octal digits.
const LARGEST: u64 = 0o77_777_777_777;
/// Files in an archive.
pub(super) const MOST: u64 = 10_000;

/// Why an archive is not one that vigie wrote.
#[derive(Debug, Error)]
pub(super) enum TarError {
    /// The operating system, or age, refused.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A name that could lead elsewhere, or is none.
    #[error("a file has a name that is not allowed: {0}")]
    Name(String),
    /// Something else than a plain file.
    #[error("it holds something that is not a plain file as vigie writes it")]
    Header,
    /// There are too many.
    #[error("it holds more than {MOST} files")]
    Many,
    /// More, or less, behind the last file.
    #[error("it does not end where its last file does")]
    End,
}

/// Whether a name stays inside the folder it is unpacked into, on every system: parts of letters, digits, `.`, `_` and
/// `-` that begin with a letter or digit.
fn is_safe(name: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
            && !part.ends_with('.')
    };
    name.len() <= NAME && name.split('/').count() <= 4 && name.split('/').all(is_part)
}

fn header(name: &str, size: u64) -> Result<[u8; BLOCK], TarError> {
    if !is_safe(name) || size > LARGEST {
        return Err(TarError::Name(name.to_owned()));
    }
    let mut block = [0; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| {
        for (into, byte) in block.iter_mut().skip(at).zip(bytes) {
            *into = *byte;
        }
    };
    put(0, name.as_bytes());
    put(100, b"0000600\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{size:011o}\0").as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    for (into, byte) in block.iter_mut().skip(148).zip(format!("{sum:06o}\0 ").as_bytes()) {
        *into = *byte;
    }
    Ok(block)
}

fn padding(size: u64) -> usize {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or(0);
    if over == 0 { 0 } else { BLOCK - over }
}

/// One file; exactly `size` bytes of `from`.
pub(super) fn write(out: &mut impl Write, name: &str, size: u64, from: impl Read) -> Result<(), TarError> {
    out.write_all(&header(name, size)?)?;
    let written = io::copy(&mut from.take(size), out)?;
    if written != size {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{name} became shorter")).into());
    }
    out.write_all(&vec![0; padding(size)])?;
    Ok(())
}

/// The end of an archive.
pub(super) fn finish(out: &mut impl Write) -> Result<(), TarError> {
    out.write_all(&[0; 2 * BLOCK])?;
    Ok(())
}

/// Each file of an archive in its order: `each` is given its name, its size and a reader of its bytes, which it reads to their
/// end.
pub(super) fn read<E: From<TarError>>(
    from: &mut impl Read,
    mut each: impl FnMut(&str, u64, &mut dyn Read) -> Result<(), E>,
) -> Result<(), E> {
    let io = |error: io::Error| E::from(TarError::Io(error));
    for _ in 0..=MOST {
        let mut block = [0; BLOCK];
        from.read_exact(&mut block).map_err(io)?;
        if block == [0; BLOCK] {
            let mut rest = Vec::new();
            from.by_ref().take(2 * BLOCK as u64).read_to_end(&mut rest).map_err(io)?;
            return if rest == [0; BLOCK] { Ok(()) } else { Err(TarError::End.into()) };
        }
        let (name, size) = parsed(&block)?;
        let mut bytes = from.by_ref().take(size);
        each(&name, size, &mut bytes)?;
        if bytes.limit() > 0 {
            return Err(io(io::ErrorKind::UnexpectedEof.into()));
        }
        let mut padded = vec![0; padding(size)];
        from.read_exact(&mut padded).map_err(io)?;
        if padded.iter().any(|byte| *byte != 0) {
            return Err(TarError::End.into());
        }
    }
    Err(TarError::Many.into())
}

fn parsed(block: &[u8; BLOCK]) -> Result<(String, u64), TarError> {
    let field = |at: usize, length: usize| {
        let bytes: Vec<u8> = block.iter().skip(at).take(length).copied().take_while(|byte| *byte != 0).collect();
        String::from_utf8(bytes).map_err(|_| TarError::Header)
    };
    let name = field(0, NAME)?;
    if !is_safe(&name) {
        return Err(TarError::Name(vigie_model::visible(&name).into_owned()));
    }
    let size = u64::from_str_radix(&field(124, 12)?, 8).map_err(|_| TarError::Header)?;
    if header(&name, size)? == *block { Ok((name, size)) } else { Err(TarError::Header) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = Vec::new();
        for (name, bytes) in files {
            write(&mut out, name, bytes.len() as u64, *bytes).unwrap();
        }
        finish(&mut out).unwrap();
        out
    }

    fn unpacked(mut bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, TarError> {
        let mut found = Vec::new();
        read(&mut bytes, |name, _, from| {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes)?;
            found.push((name.to_owned(), bytes));
            Ok::<(), TarError>(())
        })?;
        Ok(found)
    }

    #[test]
    fn what_is_written_is_read_and_tar_reads_it_too() {
        let files: &[(&str, &[u8])] =
            &[("share.json", b"{}"), ("case/records/a_b.parquet", &[7; 512]), ("case/MANIFEST", b"")];
        let bytes = archive(files);
        assert_eq!(bytes.len() % BLOCK, 0);
        let expected: Vec<_> = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
        assert_eq!(unpacked(&bytes).unwrap(), expected);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.tar");
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(listed) = std::process::Command::new("tar").arg("-tf").arg(&path).output() {
            assert_eq!(
                String::from_utf8_lossy(&listed.stdout),
                "share.json\ncase/records/a_b.parquet\ncase/MANIFEST\n"
            );
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused_both_ways() {
        for name in [
            "",
            "/etc/passwd",
            "../x",
            "case/../../x",
            "case//x",
            "a\\b",
            "C:x",
            "case/.hidden",
            "x.",
            "é",
            "a/b/c/d/e",
            "a\u{202e}b",
        ] {
            assert!(write(&mut Vec::new(), name, 0, io::empty()).is_err(), "{name}");
            // As another program would write it: the sum is right.
            let mut bytes = archive(&[("name", b"")]);
            bytes[..4].fill(0);
            bytes[..name.len()].copy_from_slice(name.as_bytes());
            bytes[148..156].copy_from_slice(b"        ");
            let sum: u32 = bytes[..BLOCK].iter().map(|byte| u32::from(*byte)).sum();
            bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
            assert!(unpacked(&bytes).is_err(), "{name}");
        }
    }

    #[test]
    fn any_other_byte_and_any_end_is_refused() {
        let bytes = archive(&[("case/a", b"abc"), ("case/b", b"")]);
        for end in 0..bytes.len() {
            assert!(unpacked(&bytes[..end]).is_err(), "{end}");
        }
        let whole = unpacked(&bytes).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            // The name and the bytes of a file are for whoever knows what they should be.
            if let Ok(read) = unpacked(&other) {
                assert_ne!(read, whole, "byte {at}");
            }
        }
        assert!(unpacked(&[&bytes[..], b"x"].concat()).is_err());
        let mut long = bytes.clone();
        long[124..135].copy_from_slice(b"77777777777");
        assert!(unpacked(&long).is_err(), "a size that is not there");
        assert!(matches!(unpacked(&archive(&vec![("a", &b""[..]); 10_001])), Err(TarError::Many)));
    }
}
