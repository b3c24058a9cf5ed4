//! Images of disks and USB sticks: boot records, partitions, FAT and exFAT with a few files. As much of each format as
//! readers of files need; nothing starts from them.

mod exfat;
mod fat;

use flate2::Crc;

pub use exfat::exfat;
pub use fat::fat;

/// A file of an image: its path, its bytes.
pub type File<'f> = (&'f str, &'f [u8]);

/// Bytes of a sector.
pub(crate) const SECTOR: usize = 512;
/// The first sector of the first partition.
const FIRST: usize = 64;
/// Type and own number of a partition of a GPT: basic data.
const BASIC_DATA: [u8; 16] =
    [0xa2, 0xa0, 0xd0, 0xeb, 0xe5, 0xb9, 0x33, 0x44, 0x87, 0xc0, 0x68, 0xb6, 0xb7, 0x26, 0x99, 0xc7];

/// What the first sectors of a disk showed that NotPetya had rewritten, as published: its texts, and no code.
pub const NOTPETYA_SCREENS: &str = "\
Repairing file system on C:\r\n\r\nThe type of the file system is NTFS.\r\nOne of your disks contains errors and needs to \
be repaired. This process\r\nmay take several hours to complete. It is strongly recommended to let it\r\ncomplete.\r\n\r\n\
WARNING: DO NOT TURN OFF YOUR PC! IF YOU ABORT THIS PROCESS, YOU COULD\r\nDESTROY ALL OF YOUR DATA! PLEASE ENSURE THAT \
YOUR POWER CABLE IS PLUGGED\r\nIN!\r\n\0CHKDSK is repairing sector\0Ooops, your important files are encrypted.\r\n\0\
wowsmith123456@posteo.net.\r\n";

/// Puts bytes at a place.
pub(crate) fn put(image: &mut [u8], at: usize, bytes: &[u8]) {
    image[at..at + bytes.len()].copy_from_slice(bytes);
}

fn sectors(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(SECTOR)).expect("an image of a test is small")
}

/// A disk with partitions, each a type and its bytes, and a text in the sectors behind the boot record.
pub fn with_table(text: &str, partitions: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut disk = vec![0; FIRST * SECTOR];
    // It halts: the first byte of an empty boot code that is not empty.
    disk[0] = 0xf4;
    put(&mut disk, 440, &[0x12, 0x34, 0x56, 0x78]);
    put(&mut disk, 510, &[0x55, 0xaa]);
    put(&mut disk, SECTOR, text.as_bytes());
    for (number, (kind, bytes)) in partitions.iter().enumerate() {
        let entry = 446 + 16 * number;
        disk[entry + 4] = *kind;
        let start = sectors(disk.len());
        put(&mut disk, entry + 8, &start.to_le_bytes());
        put(&mut disk, entry + 12, &sectors(bytes.len()).to_le_bytes());
        disk.extend(bytes);
        disk.resize(disk.len().next_multiple_of(SECTOR), 0);
    }
    disk
}

/// A disk with a GPT.
///
/// # Panics
/// When it is larger than that of a test.
pub fn with_gpt(partitions: &[Vec<u8>]) -> Vec<u8> {
    let mut disk = vec![0; FIRST * SECTOR];
    disk[446 + 4] = 0xee;
    put(&mut disk, 446 + 8, &1_u32.to_le_bytes());
    put(&mut disk, 446 + 12, &u32::MAX.to_le_bytes());
    put(&mut disk, 510, &[0x55, 0xaa]);
    for (number, bytes) in partitions.iter().enumerate() {
        let entry = 2 * SECTOR + 128 * number;
        put(&mut disk, entry, &BASIC_DATA);
        disk[entry + 16] = u8::try_from(number + 1).expect("few partitions");
        let start = u64::from(sectors(disk.len()));
        put(&mut disk, entry + 32, &start.to_le_bytes());
        put(&mut disk, entry + 40, &(start + u64::from(sectors(bytes.len())) - 1).to_le_bytes());
        disk.extend(bytes);
        disk.resize(disk.len().next_multiple_of(SECTOR), 0);
    }
    let crc = |bytes: &[u8]| {
        let mut crc = Crc::new();
        crc.update(bytes);
        crc.sum().to_le_bytes()
    };
    let entries = crc(&disk[2 * SECTOR..2 * SECTOR + 128 * 128]);
    let mut header = [0; 92];
    put(&mut header, 0, b"EFI PART\0\0\x01\0\x5c\0\0\0");
    put(&mut header, 24, &1_u64.to_le_bytes());
    put(&mut header, 72, &2_u64.to_le_bytes());
    put(&mut header, 80, &128_u32.to_le_bytes());
    put(&mut header, 84, &128_u32.to_le_bytes());
    put(&mut header, 88, &entries);
    let own = crc(&header);
    put(&mut header, 16, &own);
    put(&mut disk, SECTOR, &header);
    disk
}

/// A USB stick: one partition of FAT32 with a document, a picture in a folder, and a file that was deleted. With
/// NotPetya's screens in its first sectors, if they are wanted.
pub fn usb_stick(is_rewritten: bool) -> Vec<u8> {
    let files: [File<'_>; 3] = [
        ("Report for the editors.txt", b"A report that somebody carried home.\r\n"),
        ("Pictures/Sunset at the harbour.png", b"\x89PNG\r\n\x1a\n and no picture"),
        ("Pictures/~tmp.png", b""),
    ];
    let text = if is_rewritten { NOTPETYA_SCREENS } else { "" };
    with_table(text, &[(0x0c, fat(32, &files, 1))])
}
