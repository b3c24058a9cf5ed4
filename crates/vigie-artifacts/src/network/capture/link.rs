//! From a frame to the IP packet in it.
//!
//! Types of links: the list of `LINKTYPE_` values of the tcpdump group. VLAN tags: IEEE 802.1Q; PPPoE: RFC 2516; the
//! cooked form of Linux: `LINKTYPE_LINUX_SLL`, `LINKTYPE_LINUX_SLL2`; Wi-Fi: IEEE 802.11 data frames, with radiotap or not.

use super::super::bytes::{Cursor, u16_at};

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held<'b> {
    /// An IP packet, of either version.
    Ip(&'b [u8]),
    /// Something that is not IP (ARP, a beacon): nothing is looked for in it.
    Other,
    /// Data of a Wi-Fi network, still encrypted.
    Encrypted,
    /// Shorter than its own headers.
    Damaged,
    /// A link of a type that is not read.
    UnknownLink,
}

const NULL: u32 = 0;
const ETHERNET: u32 = 1;
const RAW_OLD: &[u32] = &[12, 14, 101, 228, 229];
const LOOP: u32 = 108;
const WIFI: u32 = 105;
const LINUX_COOKED: u32 = 113;
const WIFI_RADIOTAP: u32 = 127;
const LINUX_COOKED_2: u32 = 276;

/// So many tags before the packet.
const MOST_TAGS: usize = 4;

/// Looks into a frame.
pub(super) fn held(link: u32, bytes: &[u8]) -> Held<'_> {
    let found = match link {
        ETHERNET => bytes.get(12..).and_then(ethernet),
        NULL | LOOP => bytes.get(4..).map(|packet| loopback(bytes, packet)),
        LINUX_COOKED => u16_at(bytes, 14).and_then(|kind| Some(by_type(kind, bytes.get(16..)?))),
        LINUX_COOKED_2 => u16_at(bytes, 0).and_then(|kind| Some(by_type(kind, bytes.get(20..)?))),
        WIFI => wifi(bytes),
        WIFI_RADIOTAP => match bytes {
            [_, _, low, high, ..] => bytes.get(usize::from(u16::from_le_bytes([*low, *high]))..).and_then(wifi),
            _ => None,
        },
        raw if RAW_OLD.contains(&raw) => Some(Held::Ip(bytes)),
        _ => Some(Held::UnknownLink),
    };
    found.unwrap_or(Held::Damaged)
}

/// From the type on, behind the addresses.
fn ethernet(bytes: &[u8]) -> Option<Held<'_>> {
    let mut cursor = Cursor(bytes);
    let mut kind = cursor.u16()?;
    for _ in 0..MOST_TAGS {
        if !matches!(kind, 0x8100 | 0x88a8 | 0x9100) {
            break;
        }
        cursor.u16()?;
        kind = cursor.u16()?;
    }
    Some(by_type(kind, cursor.0))
}

fn by_type(kind: u16, packet: &[u8]) -> Held<'_> {
    match kind {
        0x0800 | 0x86dd => Held::Ip(packet),
        // PPPoE: six bytes, then the protocol of PPP.
        0x8864 => match (u16_at(packet, 6), packet.get(8..)) {
            (Some(0x0021 | 0x0057), Some(inner)) => Held::Ip(inner),
            (Some(_), _) => Held::Other,
            (None, _) => Held::Damaged,
        },
        _ => Held::Other,
    }
}

/// The family is a number of the system that captured, in its own byte order: 2 is IPv4 everywhere, IPv6 differs.
fn loopback<'b>(bytes: &[u8], packet: &'b [u8]) -> Held<'b> {
    let family = match bytes {
        [0, 0, 0, family, ..] | [family, 0, 0, 0, ..] => *family,
        _ => 0,
    };
    if matches!(family, 2 | 10 | 24 | 28 | 30) { Held::Ip(packet) } else { Held::Other }
}

fn wifi(bytes: &[u8]) -> Option<Held<'_>> {
    let [control, flags] = *bytes.get(..2)? else { return None };
    // Only data frames (type 2) that carry something (subtype without the bit "no data").
    if control & 0x0c != 0x08 || control & 0x40 != 0 {
        return Some(Held::Other);
    }
    if flags & 0x40 != 0 {
        return Some(Held::Encrypted);
    }
    let mut head = 24_usize;
    if flags & 0x03 == 0x03 {
        head = head.checked_add(6)?;
    }
    if control & 0x80 != 0 {
        head = head.checked_add(if flags & 0x80 == 0 { 2 } else { 6 })?;
    }
    let mut logical = Cursor(bytes.get(head..)?);
    if logical.take(6)? != [0xaa, 0xaa, 3, 0, 0, 0] {
        return Some(Held::Other);
    }
    let kind = logical.u16()?;
    Some(by_type(kind, logical.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKET: &[u8] = &[0x45, 0, 0, 20];

    fn framed(head: &[u8]) -> Vec<u8> {
        [head, PACKET].concat()
    }

    #[test]
    fn every_link_gives_its_packet() {
        let addresses = [2u8; 12];
        let cases: &[(u32, Vec<u8>)] = &[
            (1, [&addresses[..], &[8, 0]].concat()),
            (1, [&addresses[..], &[0x81, 0, 0, 7, 8, 0]].concat()),
            (1, [&addresses[..], &[0x88, 0xa8, 0, 7, 0x81, 0, 0, 9, 8, 0]].concat()),
            (1, [&addresses[..], &[0x88, 0x64, 0x11, 0, 0, 1, 0, 6, 0, 0x21]].concat()),
            (0, vec![2, 0, 0, 0]),
            (108, vec![0, 0, 0, 2]),
            (101, vec![]),
            (113, [&[0u8; 14][..], &[8, 0]].concat()),
            (276, [&[8, 0][..], &[0u8; 18]].concat()),
            (105, [&[0x88, 1][..], &[0u8; 24], &[0xaa, 0xaa, 3, 0, 0, 0, 8, 0]].concat()),
            (127, [&[0, 0, 8, 0, 0, 0, 0, 0, 0x08, 2][..], &[0u8; 22], &[0xaa, 0xaa, 3, 0, 0, 0, 8, 0]].concat()),
        ];
        for (link, head) in cases {
            let frame = framed(head);
            assert_eq!(held(*link, &frame), Held::Ip(PACKET), "link {link}, {head:02x?}");
            for end in 0..head.len() {
                assert!(!matches!(held(*link, &frame[..end]), Held::Ip(packet) if packet == PACKET));
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_apart() {
        assert_eq!(held(147, PACKET), Held::UnknownLink);
        assert_eq!(held(1, &[0; 13]), Held::Damaged);
        assert_eq!(held(1, &[&[0u8; 12][..], &[8, 6]].concat()), Held::Other);
        assert_eq!(held(105, &[&[0x88, 0x41][..], &[0u8; 40]].concat()), Held::Encrypted);
        assert_eq!(held(105, &[0x80, 0, 0, 0]), Held::Other);
    }
}
