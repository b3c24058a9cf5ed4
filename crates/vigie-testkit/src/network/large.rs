//! Conversations without end, of the mix a busy network has: look-ups, TLS, QUIC, requests in clear, and bulk.

use std::net::{IpAddr, Ipv4Addr};

use super::packets::{Packet, Who, conversation, udp};
use super::{quic, speech};
use crate::random::Random;

/// Packets until so many bytes are made.
pub fn packets(bytes: u64, seed: u64) -> impl Iterator<Item = Packet> {
    let mut random = Random::new(seed);
    let mut made = 0_u64;
    let mut nanos = 1_718_906_400_000_000_000_i64;
    let mut waiting = Vec::new().into_iter();
    std::iter::from_fn(move || {
        loop {
            if let Some(packet) = waiting.next() {
                let packet: Packet = packet;
                made += packet.bytes.len() as u64 + 16;
                return Some(packet);
            }
            if made >= bytes {
                return None;
            }
            nanos += random.range(1_000_000, 30_000_000);
            waiting = one(&mut random, nanos).into_iter();
        }
    })
}

/// One conversation.
fn one(random: &mut Random, nanos: i64) -> Vec<Packet> {
    let byte = |random: &mut Random| u8::try_from(random.range(1, 255)).unwrap_or(1);
    let client = IpAddr::V4(Ipv4Addr::new(10, 0, byte(random) % 4, byte(random)));
    let number = random.range(0, 5000);
    let [_, _, high, low] = u32::try_from(number).unwrap_or(0).to_be_bytes();
    let server = IpAddr::V4(Ipv4Addr::new(198, 18, high, low));
    let port = u16::try_from(random.range(20_000, 60_000)).unwrap_or(20_000);
    let host = format!("host{number}.example");
    match random.range(0, 10) {
        0..=3 => {
            let resolver = (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)), 53);
            let answer = speech::dns_answer(port, &host, 1, None, &[server]);
            vec![
                udp(nanos, (client, port), resolver, &speech::dns_question(port, &host, 1)),
                udp(nanos + 9_000_000, resolver, (client, port), &answer),
            ]
        }
        4 | 5 => {
            let message = speech::client_hello(Some(&host), &["h3"], true);
            let first = quic::hello(1, random.bits().to_be_bytes(), &message, 1).remove(0);
            let mut packets = vec![udp(nanos, (client, port), (server, 443), &first)];
            for turn in 1..40 {
                packets.push(udp(nanos + turn * 500_000, (server, 443), (client, port), &[0x41; 1200]));
            }
            packets
        }
        6 => {
            let request =
                speech::http_request("GET", &host, &format!("/page/{}", random.range(0, 50)), "Test/1.0", b"");
            let turns = [(Who::Client, request), (Who::Server, speech::http_answer(&vec![b'x'; 20_000]))];
            conversation(nanos, (client, port), (server, 80), &turns)
        }
        _ => {
            let hello = speech::tls_record(&speech::client_hello(Some(&host), &["h2"], false));
            let bulk = usize::try_from(random.range(2_000, 120_000)).unwrap_or(2000);
            let turns = [
                (Who::Client, hello),
                (Who::Server, speech::server_hello(0x0304, &[])),
                (Who::Server, vec![0xaa; bulk]),
            ];
            conversation(nanos, (client, port), (server, 443), &turns)
        }
    }
}
