//! Packets, from the wire up: Ethernet, IPv4 and IPv6 with their check sums, TCP, UDP.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// One packet and when it was captured, in nanoseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// When.
    pub nanos: i64,
    /// Its bytes, from the Ethernet header on.
    pub bytes: Vec<u8>,
}

/// An address and a port.
pub type End = (IpAddr, u16);

/// Bytes of one TCP segment.
const SEGMENT: usize = 1400;
/// What passes between two packets of a conversation.
const STEP: i64 = 2_000_000;

/// The one's complement sum of RFC 1071.
fn sum(parts: &[&[u8]]) -> u16 {
    let mut total = 0_u32;
    for part in parts {
        for pair in part.chunks(2) {
            total += u32::from(pair[0]) << 8 | pair.get(1).copied().map_or(0, u32::from);
        }
    }
    while total > 0xffff {
        total = (total & 0xffff) + (total >> 16);
    }
    !u16::try_from(total).unwrap_or(0)
}

fn pseudo(from: IpAddr, to: IpAddr, protocol: u8, length: usize) -> Vec<u8> {
    let length = u32::try_from(length).unwrap_or(0);
    match (from, to) {
        (IpAddr::V4(from), IpAddr::V4(to)) => {
            let length = u16::try_from(length).unwrap_or(0).to_be_bytes();
            [&from.octets()[..], &to.octets()[..], &[0, protocol], &length[..]].concat()
        }
        _ => [&six(from).octets()[..], &six(to).octets()[..], &length.to_be_bytes()[..], &[0, 0, 0, protocol]].concat(),
    }
}

fn six(address: IpAddr) -> Ipv6Addr {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    }
}

/// An IP packet.
pub fn ip(from: IpAddr, to: IpAddr, protocol: u8, payload: &[u8]) -> Vec<u8> {
    if let (IpAddr::V4(from), IpAddr::V4(to)) = (from, to) {
        return ip4(from, to, protocol, payload, 0, 0x4000);
    }
    let length = u16::try_from(payload.len()).unwrap_or(0).to_be_bytes();
    let head = [0x60, 0, 0, 0, length[0], length[1], protocol, 64];
    [&head[..], &six(from).octets(), &six(to).octets(), payload].concat()
}

fn ip4(from: Ipv4Addr, to: Ipv4Addr, protocol: u8, payload: &[u8], id: u16, fragment: u16) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 20).unwrap_or(0).to_be_bytes();
    let (id, fragment) = (id.to_be_bytes(), fragment.to_be_bytes());
    let mut head = vec![0x45, 0, length[0], length[1], id[0], id[1], fragment[0], fragment[1], 64, protocol, 0, 0];
    head.extend(from.octets());
    head.extend(to.octets());
    let check = sum(&[&head]).to_be_bytes();
    head[10..12].copy_from_slice(&check);
    [head.as_slice(), payload].concat()
}

/// An IPv4 packet in pieces of so many bytes, which must be a multiple of eight; the last first.
pub fn in_pieces(from: Ipv4Addr, to: Ipv4Addr, protocol: u8, payload: &[u8], id: u16, size: usize) -> Vec<Vec<u8>> {
    let count = payload.chunks(size).count();
    let pieces = payload.chunks(size).enumerate().map(|(at, piece)| {
        let more = if at + 1 == count { 0 } else { 0x2000 };
        let offset = u16::try_from(at * size / 8).unwrap_or(0);
        ip4(from, to, protocol, piece, id, offset | more)
    });
    pieces.rev().collect()
}

/// An Ethernet frame.
pub fn ethernet(packet: &[u8]) -> Vec<u8> {
    let kind: [u8; 2] = if packet.first().is_some_and(|first| first >> 4 == 6) { [0x86, 0xdd] } else { [0x08, 0x00] };
    [&[0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2][..], &kind, packet].concat()
}

/// A UDP datagram, without its IP header.
pub fn udp_payload(from: End, to: End, payload: &[u8]) -> Vec<u8> {
    let length = payload.len() + 8;
    let mut head: Vec<u8> =
        [from.1, to.1, u16::try_from(length).unwrap_or(0), 0].iter().flat_map(|n| n.to_be_bytes()).collect();
    let check = match sum(&[&pseudo(from.0, to.0, 17, length), &head, payload]) {
        0 => 0xffff,
        check => check,
    };
    head[6..8].copy_from_slice(&check.to_be_bytes());
    [head.as_slice(), payload].concat()
}

/// A UDP packet.
pub fn udp(nanos: i64, from: End, to: End, payload: &[u8]) -> Packet {
    Packet { nanos, bytes: ethernet(&ip(from.0, to.0, 17, &udp_payload(from, to, payload))) }
}

/// A TCP segment.
pub fn tcp(nanos: i64, from: End, to: End, numbers: (u32, u32), flags: u8, payload: &[u8]) -> Packet {
    let mut head: Vec<u8> = [from.1, to.1].iter().flat_map(|n| n.to_be_bytes()).collect();
    head.extend(numbers.0.to_be_bytes());
    head.extend(numbers.1.to_be_bytes());
    head.extend([0x50, flags, 0xff, 0xff, 0, 0, 0, 0]);
    let check = sum(&[&pseudo(from.0, to.0, 6, head.len() + payload.len()), &head, payload]).to_be_bytes();
    head[16..18].copy_from_slice(&check);
    let segment = [head.as_slice(), payload].concat();
    Packet { nanos, bytes: ethernet(&ip(from.0, to.0, 6, &segment)) }
}

/// Who says something in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The client.
    Client,
    /// The server.
    Server,
}

/// A whole TCP connection: its beginning, what each says in turn, its end.
pub fn conversation(mut nanos: i64, client: End, server: End, turns: &[(Who, Vec<u8>)]) -> Vec<Packet> {
    let mut packets = Vec::new();
    let first = u32::from(client.1) << 16 | 0x1357;
    let mut numbers = (first, first.wrapping_mul(3));
    let mut push = |who: Who, numbers: &mut (u32, u32), flags: u8, payload: &[u8]| {
        let used = u32::try_from(payload.len()).unwrap_or(0) + u32::from(flags & 3 != 0);
        let packet = match who {
            Who::Client => tcp(nanos, client, server, *numbers, flags, payload),
            Who::Server => tcp(nanos, server, client, (numbers.1, numbers.0), flags, payload),
        };
        let number = match who {
            Who::Client => &mut numbers.0,
            Who::Server => &mut numbers.1,
        };
        *number = number.wrapping_add(used);
        packets.push(packet);
        nanos += STEP;
    };
    push(Who::Client, &mut numbers, 0x02, b"");
    push(Who::Server, &mut numbers, 0x12, b"");
    push(Who::Client, &mut numbers, 0x10, b"");
    for (who, bytes) in turns {
        for piece in bytes.chunks(SEGMENT) {
            push(*who, &mut numbers, 0x18, piece);
        }
    }
    push(Who::Client, &mut numbers, 0x11, b"");
    push(Who::Server, &mut numbers, 0x11, b"");
    push(Who::Client, &mut numbers, 0x10, b"");
    packets
}
