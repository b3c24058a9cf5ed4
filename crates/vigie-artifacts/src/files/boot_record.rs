//! The boot record of a disk: its first sector with the boot code and the table of partitions, and the texts in the first
//! 64 sectors. What rewrites them starts before the system does, and can lock a computer before anything of it runs:
//! Petya and NotPetya kept their screens there as plain text.
//!
//! From an image of a disk the engine gives these sectors as `boot_record.bin`; a copy of them alone is known by its
//! table of partitions, and one without a sound table by a name with `mbr` in it. Format: UEFI 2.10, §5.2.1; the order
//! of bytes is that of every reader of MBRs, such as `fdisk`.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::Read;
use vigie_evidence::is_disk_image;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::windows::le::{array, part, u32_at};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of a sector.
const SECTOR: usize = 512;
/// Bytes of boot code: behind them stand the signature of the disk and the table.
const CODE: usize = 440;
/// Bytes that are looked at.
const LOOKED_AT: u64 = 64 * 512;
/// Characters of the shortest text.
const SHORTEST: usize = 8;
/// The name under which the engine gives the first sectors of an image.
const OF_IMAGE: &str = "boot_record.bin";

/// See the module.
pub struct FilesBootRecord;

/// The first sectors of a disk.
#[derive(Debug, Serialize)]
pub struct BootRecord {
    /// Whether the first sector ends in 55 AA, without which no computer starts from it.
    pub is_bootable: bool,
    /// SHA-256 of the first sector.
    pub sha256: String,
    /// SHA-256 of its boot code, 440 bytes, which is the same on many disks.
    pub code_sha256: String,
    /// Whether the boot code is empty.
    pub has_code: bool,
    /// The signature of the disk.
    pub disk_signature: Option<String>,
    /// The partitions of its table, where it has a sound one.
    pub partitions: Vec<TablePartition>,
    /// Whether a GPT follows.
    pub has_gpt: bool,
    /// Texts in the first 64 sectors.
    pub texts: Vec<BootText>,
}

/// A partition as the boot record has it.
#[derive(Debug, Serialize)]
pub struct TablePartition {
    /// 1 to 4.
    pub number: u8,
    /// Its type, hexadecimal.
    pub kind: String,
    /// Whether it is the one to start from.
    pub is_active: bool,
    /// Its first sector.
    pub first_sector: u32,
    /// Its sectors.
    pub sectors: u32,
}

/// A text.
#[derive(Debug, Serialize)]
pub struct BootText {
    /// Bytes from the beginning of the disk.
    pub offset: u64,
    /// The text.
    pub text: String,
}

impl Record for BootRecord {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        // Without code it is the hash of zeros, or of a table that anybody can have.
        if self.has_code {
            see(Observable::hash(&self.sha256));
            see(Observable::hash(&self.code_sha256));
        }
    }

    fn summary(&self) -> String {
        let (partitions, texts) = (self.partitions.len(), self.texts.len());
        format!("boot record, partitions: {partitions}, texts: {texts}, boot code SHA-256 {}", self.code_sha256)
    }
}

impl Artifact for FilesBootRecord {
    type Record = BootRecord;
    const SPEC: Spec = Spec {
        id: "files_boot_record",
        version: 1,
        paths: &[
            (Layout::Files, "**/boot_record.bin"),
            (Layout::Windows, "**/boot_record.bin"),
            (Layout::Linux, "**/boot_record.bin"),
            (Layout::MacOs, "**/boot_record.bin"),
            (Layout::Files, "**/*mbr*.{bin,dd,img,raw,dat}"),
            (Layout::Windows, "**/*mbr*.{bin,dd,img,raw,dat}"),
        ],
        meaning: Meaning::Tampering,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BootRecord>) -> Result<(), ParseError> {
        let mut bytes = Vec::new();
        let read = file.reader()?.take(LOOKED_AT).read_to_end(&mut bytes);
        let Some((sector, _)) = bytes.split_at_checked(SECTOR) else {
            let detail = match read {
                Ok(length) => format!("{length} bytes are no boot record, which has {SECTOR}"),
                Err(error) => error.to_string(),
            };
            return Err(ParseError::at(ProblemCode::NotTheFormat, Place::File, detail));
        };
        if let Err(error) = read {
            let place = Place::Offset { offset: bytes.len() as u64 };
            out.problem(ProblemCode::FileUnreadable, place, error.to_string());
        }
        // Among files the engine opens it as an image, and its first sectors come again under their own name.
        if file.layout() == Layout::Files && file.file_name() != OF_IMAGE && is_disk_image(sector) {
            return Ok(());
        }
        let code = part(sector, 0, CODE).unwrap_or_default();
        let signature: Option<[u8; 4]> = array(sector, CODE).filter(|signature| *signature != [0; 4]);
        let record = BootRecord {
            is_bootable: sector.ends_with(&[0x55, 0xaa]),
            sha256: hex::encode(Sha256::digest(sector)),
            code_sha256: hex::encode(Sha256::digest(code)),
            has_code: code.iter().any(|byte| *byte != 0),
            disk_signature: signature.map(hex::encode),
            partitions: table(sector),
            has_gpt: part(&bytes, SECTOR, 8) == Some(b"EFI PART"),
            texts: texts(&bytes),
        };
        out.record(Place::File, record);
        Ok(())
    }
}

/// The table of partitions; nothing where the bytes are none, as in the boot sector of a file system.
fn table(sector: &[u8]) -> Vec<TablePartition> {
    let entries = part(sector, 446, 64).unwrap_or_default().chunks_exact(16);
    let mut found = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        let [status, _, _, _, kind, ..] = *entry else { return Vec::new() };
        if !matches!(status, 0 | 0x80) {
            return Vec::new();
        }
        let (first_sector, sectors) = (u32_at(entry, 8).unwrap_or(0), u32_at(entry, 12).unwrap_or(0));
        if kind != 0 {
            let kind = format!("{kind:02x}");
            found.push(TablePartition { number, kind, is_active: status == 0x80, first_sector, sectors });
        }
    }
    found
}

/// Runs of printable ASCII.
fn texts(bytes: &[u8]) -> Vec<BootText> {
    let mut found = Vec::new();
    let mut offset = 0usize;
    for run in bytes.split(|byte| !matches!(byte, 0x20..=0x7e)) {
        if run.len() >= SHORTEST {
            let text = String::from_utf8_lossy(run).trim().to_owned();
            if text.len() >= SHORTEST {
                found.push(BootText { offset: offset as u64, text });
            }
        }
        offset = offset.saturating_add(run.len()).saturating_add(1);
    }
    found
}
