//! Tar archives, member by member.
//!
//! Format: POSIX.1-1988 ustar and POSIX.1-2001 pax; GNU tar manual, "Basic Tar Format".

/// A tar under construction.
#[derive(Debug, Clone, Default)]
pub struct Tar(Vec<u8>);

/// Of every member, so that an archive is the same every time: 2026-03-01T12:00:00Z.
const MODIFIED: u64 = 1_772_366_400;

fn octal(value: u64, width: usize) -> Vec<u8> {
    format!("{value:0width$o}\0", width = width - 1).into_bytes()
}

impl Tar {
    /// An empty archive.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A header and bytes, of any type. Names longer than 100 bytes are cut: use [`Tar::pax`] or [`Tar::gnu_long`].
    #[must_use]
    pub fn member(self, flag: u8, path: &str, link: &str, size: u64, bytes: &[u8]) -> Self {
        let mut header = [0u8; 512];
        let mut put = |at: usize, bytes: &[u8], most: usize| {
            let bytes = &bytes[..bytes.len().min(most)];
            header[at..at + bytes.len()].copy_from_slice(bytes);
        };
        let is_folder = flag == b'5';
        put(0, path.as_bytes(), 100);
        put(100, &octal(if is_folder { 0o755 } else { 0o644 }, 8), 8);
        put(108, &octal(501, 8), 8);
        put(116, &octal(501, 8), 8);
        put(124, &octal(size, 12), 12);
        put(136, &octal(MODIFIED, 12), 12);
        put(148, b"        ", 8);
        put(156, &[flag], 1);
        put(157, link.as_bytes(), 100);
        put(257, b"ustar\x0000", 8);
        self.seal(header, bytes)
    }

    /// A header as it is, with the right checksum, and bytes.
    #[must_use]
    pub fn seal(mut self, mut header: [u8; 512], bytes: &[u8]) -> Self {
        header[148..156].copy_from_slice(b"        ");
        let sum: u64 = header.iter().map(|byte| u64::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        self.0.extend(header);
        self.0.extend(bytes);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }

    /// A file.
    #[must_use]
    pub fn file(self, path: &str, bytes: &[u8]) -> Self {
        self.member(b'0', path, "", bytes.len() as u64, bytes)
    }

    /// A folder.
    #[must_use]
    pub fn folder(self, path: &str) -> Self {
        self.member(b'5', &format!("{path}/"), "", 0, &[])
    }

    /// A symbolic link.
    #[must_use]
    pub fn link(self, path: &str, target: &str) -> Self {
        self.member(b'2', path, target, 0, &[])
    }

    /// A hard link.
    #[must_use]
    pub fn hard_link(self, path: &str, target: &str) -> Self {
        self.member(b'1', path, target, 0, &[])
    }

    /// An extended header for the next member.
    #[must_use]
    pub fn pax(self, records: &[(&str, &str)]) -> Self {
        let mut bytes = Vec::new();
        for (key, value) in records {
            let rest = key.len() + value.len() + 3;
            let mut length = rest + 1;
            while length != rest + length.to_string().len() {
                length = rest + length.to_string().len();
            }
            bytes.extend(format!("{length} {key}={value}\n").into_bytes());
        }
        let size = bytes.len() as u64;
        self.member(b'x', "PaxHeaders/next", "", size, &bytes)
    }

    /// A long name for the next member, as GNU tar writes it.
    #[must_use]
    pub fn gnu_long(self, path: &str) -> Self {
        let bytes = [path.as_bytes(), b"\0"].concat();
        self.member(b'L', "././@LongLink", "", bytes.len() as u64, &bytes)
    }

    /// The archive without its end, as far as it is.
    #[must_use]
    pub fn unfinished(&self) -> &[u8] {
        &self.0
    }

    /// The archive.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.0.extend([0; 1024]);
        self.0
    }
}
