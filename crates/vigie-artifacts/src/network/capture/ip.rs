//! IP packets, put together again where they were cut: RFC 791, RFC 8200; what lies under TCP and UDP.
//!
//! Fragments may overlap, repeat or never come. What was first stays, as in most systems; a bounded number of
//! unfinished packets is kept, the oldest is given up first, and given-up ones are counted.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::bytes::Cursor;
use super::pieces::Pieces;

/// Unfinished packets that are kept; each is at most 64 KiB.
const MOST_UNFINISHED: usize = 512;
/// Extension headers of IPv6 before what they carry.
const MOST_EXTENSIONS: usize = 16;

/// What a packet carries, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Datagram<'b> {
    pub(super) from: IpAddr,
    pub(super) to: IpAddr,
    pub(super) protocol: u8,
    pub(super) payload: Cow<'b, [u8]>,
}

/// What a packet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Packet<'b> {
    /// Whole, or the last piece made it whole.
    Whole(Datagram<'b>),
    /// A piece; more must come.
    Piece,
    /// Not what it should be.
    Damaged,
}

type Key = (IpAddr, IpAddr, u8, u32);

/// Packets that were cut, until they are whole.
#[derive(Default)]
pub(super) struct Reassembly {
    unfinished: HashMap<Key, Pieces>,
    order: VecDeque<Key>,
    /// Packets of which pieces were missing.
    pub(super) given_up: u64,
}

impl Reassembly {
    /// Looks into a packet.
    pub(super) fn packet<'b>(&mut self, bytes: &'b [u8]) -> Packet<'b> {
        let read = match bytes.first().map(|first| first >> 4) {
            Some(4) => self.version_4(bytes),
            Some(6) => self.version_6(bytes),
            _ => None,
        };
        read.unwrap_or(Packet::Damaged)
    }

    /// What is still unfinished counts as given up.
    pub(super) fn finish(&mut self) -> u64 {
        let left = std::mem::take(&mut self.unfinished).len() as u64;
        self.order.clear();
        self.given_up.saturating_add(left)
    }

    fn version_4<'b>(&mut self, bytes: &'b [u8]) -> Option<Packet<'b>> {
        let head = usize::from(bytes.first()? & 0x0f).checked_mul(4).filter(|head| *head >= 20)?;
        let mut cursor = Cursor(bytes);
        cursor.u16()?;
        let total = usize::from(cursor.u16()?);
        let id = cursor.u16()?;
        let fragment = cursor.u16()?;
        cursor.u8()?;
        let protocol = cursor.u8()?;
        cursor.u16()?;
        let from = IpAddr::V4(Ipv4Addr::from(cursor.u32()?));
        let to = IpAddr::V4(Ipv4Addr::from(cursor.u32()?));
        // Zero where the network card cuts the packet later; then it goes to the end of the frame. What a snapshot
        // length left out is missing.
        let end = if total == 0 { bytes.len() } else { total.min(bytes.len()) };
        let payload = bytes.get(head..end)?;
        let (more, at) = (fragment & 0x2000 != 0, usize::from(fragment & 0x1fff).checked_mul(8)?);
        if !more && at == 0 {
            return Some(Packet::Whole(Datagram { from, to, protocol, payload: Cow::Borrowed(payload) }));
        }
        self.piece((from, to, protocol, u32::from(id)), at, payload, !more)
    }

    fn version_6<'b>(&mut self, bytes: &'b [u8]) -> Option<Packet<'b>> {
        let mut cursor = Cursor(bytes);
        cursor.u32()?;
        let length = usize::from(cursor.u16()?);
        let mut next = cursor.u8()?;
        cursor.u8()?;
        let mut address = || {
            let sixteen: [u8; 16] = cursor.take(16)?.try_into().ok()?;
            Some(IpAddr::V6(Ipv6Addr::from(sixteen)))
        };
        let (from, to) = (address()?, address()?);
        let mut rest = if length == 0 { cursor } else { Cursor(cursor.0.get(..length).unwrap_or(cursor.0)) };
        for _ in 0..MOST_EXTENSIONS {
            match next {
                // Hop-by-hop, routing, destination, mobility, HIP, shim6: their length is in units of eight bytes.
                0 | 43 | 60 | 135 | 139 | 140 => {
                    next = rest.u8()?;
                    let units = usize::from(rest.u8()?);
                    rest.take(units.checked_mul(8)?.checked_add(6)?)?;
                }
                // Authentication: in units of four.
                51 => {
                    next = rest.u8()?;
                    let units = usize::from(rest.u8()?);
                    rest.take(units.checked_mul(4)?.checked_add(6)?)?;
                }
                44 => {
                    let protocol = rest.u8()?;
                    rest.u8()?;
                    let fragment = rest.u16()?;
                    let id = rest.u32()?;
                    let (more, at) = (fragment & 1 != 0, usize::from(fragment & 0xfff8));
                    if more || at > 0 {
                        return self.piece((from, to, protocol, id), at, rest.0, !more);
                    }
                    next = protocol;
                }
                _ => break,
            }
        }
        Some(Packet::Whole(Datagram { from, to, protocol: next, payload: Cow::Borrowed(rest.0) }))
    }

    fn piece<'b>(&mut self, key: Key, at: usize, piece: &[u8], last: bool) -> Option<Packet<'b>> {
        if !self.unfinished.contains_key(&key) {
            if self.unfinished.len() >= MOST_UNFINISHED {
                self.give_up_oldest();
            }
            self.order.push_back(key);
        }
        let unfinished = self.unfinished.entry(key).or_default();
        if unfinished.put(at, piece, last).is_none() {
            self.unfinished.remove(&key);
            self.given_up = self.given_up.saturating_add(1);
            return None;
        }
        let Some(total) = unfinished.whole() else { return Some(Packet::Piece) };
        let bytes = self.unfinished.remove(&key)?.take(total);
        let (from, to, protocol, _) = key;
        Some(Packet::Whole(Datagram { from, to, protocol, payload: Cow::Owned(bytes) }))
    }

    fn give_up_oldest(&mut self) {
        while let Some(key) = self.order.pop_front() {
            if self.unfinished.remove(&key).is_some() {
                self.given_up = self.given_up.saturating_add(1);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragment(id: u16, at: usize, more: bool, payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x45, 0];
        bytes.extend(u16::try_from(20 + payload.len()).unwrap().to_be_bytes());
        bytes.extend(id.to_be_bytes());
        bytes.extend((u16::try_from(at / 8).unwrap() | if more { 0x2000 } else { 0 }).to_be_bytes());
        bytes.extend([64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]);
        bytes.extend(payload);
        bytes
    }

    fn payload(packet: Packet<'_>) -> Option<Vec<u8>> {
        match packet {
            Packet::Whole(datagram) => Some(datagram.payload.into_owned()),
            _ => None,
        }
    }

    #[test]
    fn pieces_in_any_order_and_what_was_first_stays() {
        let mut all = Reassembly::default();
        assert_eq!(payload(all.packet(&fragment(1, 16, false, b"end"))), None);
        assert_eq!(payload(all.packet(&fragment(1, 8, true, b"middle--"))), None);
        // Overlaps the middle; its first half is new, its second must not replace.
        assert_eq!(payload(all.packet(&fragment(1, 0, true, b"begin---xxxxxxxx"))).unwrap(), b"begin---middle--end");
        assert_eq!(all.finish(), 0);
    }

    #[test]
    fn version_6_with_extensions_and_pieces() {
        let packet = |next: u8, payload: &[u8]| {
            let mut bytes = vec![0x60, 0, 0, 0];
            bytes.extend(u16::try_from(payload.len()).unwrap().to_be_bytes());
            bytes.extend([next, 64]);
            bytes.extend([0x20; 16]);
            bytes.extend([0x30; 16]);
            bytes.extend(payload);
            bytes
        };
        let mut all = Reassembly::default();
        let options = [17, 0, 1, 4, 0, 0, 0, 0, b'h', b'i'];
        assert_eq!(payload(all.packet(&packet(0, &options))).unwrap(), b"hi");
        let first = [17, 0, 0, 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8];
        let second = [17, 0, 0, 8, 0, 0, 0, 9, 9];
        assert_eq!(payload(all.packet(&packet(44, &first))), None);
        assert_eq!(payload(all.packet(&packet(44, &second))).unwrap(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        // Extensions without an end.
        let chain: Vec<u8> = [0, 0, 1, 4, 0, 0, 0, 0].repeat(40);
        assert!(matches!(all.packet(&packet(0, &chain)), Packet::Whole(_)));
    }

    #[test]
    fn unfinished_packets_are_bounded_and_counted() {
        let mut all = Reassembly::default();
        for id in 0..2000 {
            all.packet(&fragment(id, 8, true, b"lost----"));
        }
        assert!(all.unfinished.len() <= MOST_UNFINISHED);
        assert_eq!(all.finish(), 2000);
        let mut all = Reassembly::default();
        // Pieces of one packet, apart from each other, without end; and one that would lie behind 64 KiB.
        for at in 0..4000 {
            all.packet(&fragment(7, at * 16, true, b"x"));
        }
        assert_eq!(all.packet(&fragment(8, 65_528, false, &[0; 100])), Packet::Damaged);
        assert!(all.unfinished.values().map(Pieces::kept).sum::<usize>() < 70_000);
    }

    #[test]
    fn damage_is_told() {
        let mut all = Reassembly::default();
        let whole = fragment(0, 0, false, b"abc");
        for end in 0..20 {
            assert_eq!(all.packet(&whole[..end]), Packet::Damaged);
        }
        assert_eq!(all.packet(&[0x42; 40]), Packet::Damaged);
        assert_eq!(all.packet(&[0x95; 40]), Packet::Damaged);
    }
}
