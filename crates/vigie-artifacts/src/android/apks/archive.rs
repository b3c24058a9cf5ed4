//! A package file as a zip, read the way Android reads it and not the way desktop tools do.
//!
//! Android's own reader (AOSP `libziparchive`, `zip_archive.cc`) goes by the central directory, takes from the header
//! before a member only the lengths of its name and extra field, and knows two ways of storing. Packages made to be
//! installed but not to be examined lean on that difference: an impossible method, a flag for encryption, names that
//! stand twice. What was met of it is a [`Trick`] of the record. Described by: Palo Alto Unit 42 on BadPack (2024),
//! Zimperium on unsupported compression (2023); other reader: apkInspector.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::DeflateDecoder;
use serde::Serialize;

/// Members of one package; the largest real ones have some ten thousand.
const MEMBERS: usize = 1_000_000;
/// Bytes of one member that are read: a manifest or a signature, of which large ones have some hundred thousand.
const MEMBER_LIMIT: u64 = 16 << 20;
/// Members whose headers are compared with the directory.
const COMPARED: &[&str] = &["AndroidManifest.xml", "classes.dex", "resources.arsc"];

/// A property that Android does not mind and that keeps other readers from a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trick {
    /// The directory names a way of compression that is neither stored nor deflated.
    UnknownMethod,
    /// The header before a member names another way of compression than the directory.
    MethodDisagrees,
    /// A member is marked as encrypted and is not.
    MarkedEncrypted,
    /// Two members have one name.
    NameTwice,
    /// A folder has the name of a file that Android needs.
    FolderForFile,
    /// The manifest does not begin as a manifest does, and Android reads it all the same.
    ManifestHeader,
    /// The manifest has parts of unknown kinds between its own.
    ManifestPadding,
}

impl Trick {
    /// For a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownMethod => "unknown_method",
            Self::MethodDisagrees => "method_disagrees",
            Self::MarkedEncrypted => "marked_encrypted",
            Self::NameTwice => "name_twice",
            Self::FolderForFile => "folder_for_file",
            Self::ManifestHeader => "manifest_header",
            Self::ManifestPadding => "manifest_padding",
        }
    }
}

/// Little-endian numbers at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

pub(super) fn usize_at(bytes: &[u8], at: usize) -> Option<usize> {
    u32_at(bytes, at).and_then(|number| usize::try_from(number).ok())
}

/// One member, as the central directory has it.
struct Member {
    name: String,
    flags: u16,
    method: u16,
    packed: usize,
    size: usize,
    header: usize,
}

/// The members of a package.
pub(super) struct Archive<'b> {
    bytes: &'b [u8],
    members: Vec<Member>,
    /// Where the central directory begins: the signing block stands before it.
    pub(super) directory: usize,
    /// The directory ends before it has all the members it promises.
    pub(super) cut_off: bool,
    pub(super) tricks: BTreeSet<Trick>,
}

/// The place of the last record that ends a directory.
fn end_of_directory(bytes: &[u8]) -> Option<usize> {
    let least = bytes.len().checked_sub(22)?;
    let first = least.saturating_sub(0xffff);
    memchr::memmem::rfind(bytes.get(first..)?, b"PK\x05\x06").and_then(|at| at.checked_add(first))
}

fn member(bytes: &[u8], at: usize) -> Option<(Member, usize)> {
    if bytes.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
        return None;
    }
    let short = |from: usize| u16_at(bytes, at.checked_add(from)?);
    let long = |from: usize| usize_at(bytes, at.checked_add(from)?);
    let name_from = at.checked_add(46)?;
    let name_to = name_from.checked_add(short(28)?.into())?;
    let next = name_to.checked_add(short(30)?.into())?.checked_add(short(32)?.into())?;
    let member = Member {
        name: String::from_utf8_lossy(bytes.get(name_from..name_to)?).into_owned(),
        flags: short(8)?,
        method: short(10)?,
        packed: long(20)?,
        size: long(24)?,
        header: long(42)?,
    };
    Some((member, next))
}

impl<'b> Archive<'b> {
    /// `None` when this is no zip.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let end = end_of_directory(bytes)?;
        let count = usize::from(u16_at(bytes, end.checked_add(10)?)?).min(MEMBERS);
        let directory = usize_at(bytes, end.checked_add(16)?)?;
        let mut archive = Self { bytes, members: Vec::new(), directory, cut_off: false, tricks: BTreeSet::new() };
        let mut at = directory;
        for _ in 0..count {
            let Some((member, next)) = member(bytes, at) else {
                archive.cut_off = true;
                break;
            };
            archive.members.push(member);
            at = next;
        }
        archive.look_for_tricks();
        Some(archive)
    }

    fn look_for_tricks(&mut self) {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        let mut tricks = BTreeSet::new();
        for member in &self.members {
            let seen = names.entry(&member.name).or_default();
            *seen = seen.saturating_add(1);
            if *seen > 1 {
                tricks.insert(Trick::NameTwice);
            }
            if !matches!(member.method, 0 | 8) {
                tricks.insert(Trick::UnknownMethod);
            }
            if member.flags & 1 != 0 {
                tricks.insert(Trick::MarkedEncrypted);
            }
            if COMPARED.contains(&member.name.as_str())
                && let Some(here) = member.header.checked_add(8).and_then(|at| u16_at(self.bytes, at))
                && here != member.method
            {
                tricks.insert(Trick::MethodDisagrees);
            }
            if COMPARED.iter().any(|file| member.name.strip_prefix(file).is_some_and(|rest| rest.starts_with('/'))) {
                tricks.insert(Trick::FolderForFile);
            }
        }
        self.tricks.append(&mut tricks);
    }

    /// The names of all members.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.name.as_str())
    }

    /// Whether there is a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.name == name)
    }

    /// The bytes of the first member of this name, as Android unpacks it.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        let member = self.members.iter().find(|member| member.name == name)?;
        let header = self.bytes.get(member.header..)?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let from = 30_usize.checked_add(u16_at(header, 26)?.into())?.checked_add(u16_at(header, 28)?.into())?;
        let rest = header.get(from..)?;
        let stored = || rest.get(..member.size).map(<[u8]>::to_vec);
        let inflated = || {
            let packed = rest.get(..member.packed).unwrap_or(rest);
            let mut bytes = Vec::new();
            DeflateDecoder::new(packed).take(MEMBER_LIMIT).read_to_end(&mut bytes).ok()?;
            (!bytes.is_empty()).then_some(bytes)
        };
        match member.method {
            0 => stored(),
            8 => inflated(),
            // Neither: what the bytes themselves say.
            _ => inflated().filter(|bytes| bytes.len() == member.size).or_else(stored),
        }
    }
}
