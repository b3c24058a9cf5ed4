//! Zip archives, member by member, with everything that can be wrong.
//!
//! Format: PKWARE APPNOTE 6.3.10.

use std::io::Write;

/// A member as the directory will list it.
#[derive(Debug, Clone, Default)]
pub struct ZipMember {
    /// Its name.
    pub path: String,
    /// Kind and rights, as Unix has them; 0 for none, as programs of Windows write it.
    pub mode: u32,
    /// Bit 0 says that it is encrypted.
    pub flags: u16,
    /// Another method than the bytes have.
    pub method: Option<u16>,
    /// Another size than the bytes have.
    pub size: Option<u32>,
    /// Another checksum than the bytes have.
    pub crc: Option<u32>,
    /// The place of an earlier member instead of its own.
    pub at: Option<u32>,
}

/// A zip under construction.
#[derive(Debug, Clone, Default)]
pub struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    members: u16,
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

impl Zip {
    /// An empty archive.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A deflated file.
    #[must_use]
    pub fn file(self, path: &str, bytes: &[u8]) -> Self {
        self.member(&ZipMember { path: path.to_owned(), mode: 0o100_644, ..ZipMember::default() }, bytes, true)
    }

    /// A file that is not compressed.
    #[must_use]
    pub fn stored(self, path: &str, bytes: &[u8]) -> Self {
        self.member(&ZipMember { path: path.to_owned(), mode: 0o100_644, ..ZipMember::default() }, bytes, false)
    }

    /// A folder.
    #[must_use]
    pub fn folder(self, path: &str) -> Self {
        let member = ZipMember { path: format!("{path}/"), mode: 0o040_755, ..ZipMember::default() };
        self.member(&member, &[], false)
    }

    /// A symbolic link.
    #[must_use]
    pub fn link(self, path: &str, target: &str) -> Self {
        let member = ZipMember { path: path.to_owned(), mode: 0o120_777, ..ZipMember::default() };
        self.member(&member, target.as_bytes(), false)
    }

    /// Any member.
    ///
    /// # Panics
    /// When the archive becomes larger than 4 GiB.
    #[must_use]
    pub fn member(mut self, member: &ZipMember, bytes: &[u8], deflate: bool) -> Self {
        let small = |length: usize| u32::try_from(length).expect("a small archive");
        let data = if deflate {
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(bytes).expect("memory can be written");
            encoder.finish().expect("memory can be written")
        } else {
            bytes.to_vec()
        };
        let own = small(self.bytes.len());
        let mut common = Vec::new();
        common.extend(member.flags.to_le_bytes());
        common.extend(member.method.unwrap_or(if deflate { 8 } else { 0 }).to_le_bytes());
        common.extend([0, 0x60, 0x61, 0x5c]);
        common.extend(member.crc.unwrap_or_else(|| crc(bytes)).to_le_bytes());
        common.extend(small(data.len()).to_le_bytes());
        common.extend(member.size.unwrap_or_else(|| small(bytes.len())).to_le_bytes());
        common.extend(u16::try_from(member.path.len()).expect("a short name").to_le_bytes());
        common.extend([0, 0]);
        if member.at.is_none() {
            self.bytes.extend(b"PK\x03\x04\x14\x00");
            self.bytes.extend(&common);
            self.bytes.extend(member.path.as_bytes());
            self.bytes.extend(data);
        }
        // Made on Unix, or, where nothing is said of rights, on MS-DOS.
        let host = if member.mode == 0 { 0 } else { 3 };
        self.directory.extend([b'P', b'K', 1, 2, 0x14, host, 0x14, 0]);
        self.directory.extend(common);
        // No comment, first disk, no internal attributes.
        self.directory.extend([0; 6]);
        self.directory.extend((member.mode << 16).to_le_bytes());
        self.directory.extend(member.at.unwrap_or(own).to_le_bytes());
        self.directory.extend(member.path.as_bytes());
        self.members += 1;
        self
    }

    /// The archive.
    ///
    /// # Panics
    /// When the archive is larger than 4 GiB.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let small = |length: usize| u32::try_from(length).expect("a small archive").to_le_bytes();
        let at = self.bytes.len();
        self.bytes.extend(&self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(self.members.to_le_bytes());
        self.bytes.extend(self.members.to_le_bytes());
        self.bytes.extend(small(self.directory.len()));
        self.bytes.extend(small(at));
        self.bytes.extend([0, 0]);
        self.bytes
    }
}
