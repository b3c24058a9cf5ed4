//! What the first bytes of a file say it is, whatever its name.
//!
//! Marks: the formats' own specifications; `file`'s magic (<https://github.com/file/file>) and PRONOM list most of them.

/// What is known of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Format {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether it holds other files that vigie does not get at.
    pub(crate) is_closed: bool,
}

/// Marks, where they stand, and the formats. The first that fits counts.
const MARKS: &[(usize, &[u8], &str, bool)] = &[
    (0, b"PK\x03\x04", "zip", false),
    (0, b"PK\x05\x06", "zip", false),
    (0, b"\x1f\x8b\x08", "gzip", false),
    (0, b"\xfd7zXZ\0", "xz", false),
    (0, b"\x28\xb5\x2f\xfd", "zstd", false),
    (257, b"ustar", "tar", false),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip", true),
    (0, b"Rar!\x1a\x07", "RAR", true),
    (0, b"MSCF\0\0\0\0", "cabinet", true),
    (0, b"BZh", "bzip2", true),
    (0, b"\x04\x22\x4d\x18", "LZ4", true),
    (0, b"LZIP", "lzip", true),
    (0, b"MSWIM\0\0\0", "WIM image", true),
    (0, b"EVF\x09\x0d\x0a\xff\0", "EnCase image", true),
    (0, b"EVF2\x0d\x0a\x81\0", "EnCase image", true),
    (0, b"AFF4", "AFF4 image", true),
    (0, b"vhdxfile", "VHDX disk", true),
    (0, b"KDMV", "VMDK disk", true),
    (0, b"QFI\xfb", "QCOW disk", true),
    (0x40, b"\x7f\x10\xda\xbe", "VirtualBox disk", true),
    (0x8001, b"CD001", "ISO 9660 image", true),
    (0, b"LUKS\xba\xbe", "LUKS container", true),
    (0, b"-FVE-FS-", "BitLocker volume", true),
    (3, b"-FVE-FS-", "BitLocker volume", true),
    (0, b"age-encryption.org/", "age", true),
    (0, b"-----BEGIN ", "PEM", false),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound file", false),
    (0, b"%PDF", "PDF", false),
    (0, b"{\\rtf", "RTF", false),
    (0, b"\xff\xd8\xff", "JPEG", false),
    (0, b"\x89PNG\r\n\x1a\n", "PNG", false),
    (0, b"GIF8", "GIF", false),
    (0, b"BM", "bitmap", false),
    (0, b"II*\0", "TIFF", false),
    (0, b"MM\0*", "TIFF", false),
    (0, b"RIFF", "RIFF", false),
    (4, b"ftyp", "ISO media", false),
    (0, b"ID3", "MP3", false),
    (0, b"OggS", "Ogg", false),
    (0, b"fLaC", "FLAC", false),
    (0, b"\x1a\x45\xdf\xa3", "Matroska", false),
    (0, b"SQLite format 3\0", "SQLite", false),
    (0, b"bplist", "property list", false),
    (0, b"MZ", "program", false),
    (0, b"\x7fELF", "program", false),
    (0, b"\xfe\xed\xfa", "program", false),
    (0, b"\xcf\xfa\xed\xfe", "program", false),
    (0, b"regf", "registry hive", false),
    (0, b"ElfFile\0", "event log", false),
    (0, b"!BDN", "Outlook store", false),
    (0, b"L\0\0\0\x01\x14\x02\0", "shortcut", false),
];

/// How much of the beginning tells every format.
pub(crate) const HEAD: usize = 64 << 10;

impl Format {
    /// What a file begins as. `None` for texts, which have no mark, and for what is not in the list.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let fits = |at: usize, mark: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(mark));
        let (_, _, name, is_closed) = MARKS.iter().find(|(at, mark, ..)| fits(*at, mark))?;
        Some(Self { name, is_closed: *is_closed })
    }
}

/// How evenly the values of bytes are spread: Shannon's entropy in bits for each byte, to two digits. Of few bytes it
/// says nothing.
pub(crate) fn entropy(bytes: &[u8]) -> Option<f64> {
    /// What is shorter cannot come near eight bits, whatever it is.
    const LEAST: usize = 4096;
    if bytes.len() < LEAST {
        return None;
    }
    let mut counts = [0u32; 256];
    for byte in bytes {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count = count.saturating_add(1);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "at most HEAD bytes")]
    let total = bytes.len() as f64;
    let part = |count: &u32| {
        let share = f64::from(*count) / total;
        share * share.log2()
    };
    let bits: f64 = -counts.iter().filter(|count| **count > 0).map(part).sum::<f64>();
    Some((bits * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_and_texts_have_none() {
        assert_eq!(Format::of(b"PK\x03\x04rest").map(|format| (format.name, format.is_closed)), Some(("zip", false)));
        assert!(Format::of(b"Rar!\x1a\x07\x01\0").unwrap().is_closed);
        let mut image = vec![0; 0x8001];
        image.extend(b"CD001");
        assert_eq!(Format::of(&image).unwrap().name, "ISO 9660 image");
        assert_eq!(Format::of(b"Dear all,"), None);
        assert_eq!(Format::of(b""), None);
    }

    #[test]
    fn entropy_tells_text_from_noise() {
        let even: Vec<u8> = (0..=255).cycle().take(1 << 16).collect();
        assert_eq!(entropy(&even), Some(8.0));
        assert_eq!(entropy(&vec![7; 5000]), Some(0.0));
        assert!(entropy(&b"An ordinary sentence, said again and again. ".repeat(200)).unwrap() < 5.0);
        assert_eq!(entropy(&[1; 4095]), None);
    }
}
