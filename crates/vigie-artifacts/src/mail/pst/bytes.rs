//! Numbers in bytes, the smallest part first.

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The CRC of the format (MS-PST 5.3): the polynomial of zip, begun with nothing and not turned over at the end.
pub(super) fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    // What flate2 begins with is taken out by four bytes that undo it; what it ends with is turned back.
    crc.update(&UNDOES);
    crc.update(bytes);
    !crc.sum()
}

/// Four bytes after which a CRC of zip stands at nothing: its own start.
const UNDOES: [u8; 4] = [0xff; 4];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_format() {
        let slow = |bytes: &[u8]| {
            bytes.iter().fold(0_u32, |crc, byte| {
                (0..8).fold(
                    crc ^ u32::from(*byte),
                    |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 },
                )
            })
        };
        for text in [b"".as_slice(), b"a", b"123456789", &[0; 100], &[0xff; 7]] {
            assert_eq!(crc(text), slow(text));
        }
    }
}
