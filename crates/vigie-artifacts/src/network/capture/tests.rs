//! Captures of the testkit, whole and damaged: every form says the same, memory stays bounded, nothing is silent.

use std::io::{BufReader, Cursor as Bytes, Read};

use vigie_model::ProblemCode;
use vigie_testkit::network::packets::{self, Packet};
use vigie_testkit::network::{Form, smb, speech, stories};

use super::super::{SharingSign, Traffic};
use super::file::Frames;
use super::{Reading, Told};

fn read(bytes: Vec<u8>) -> Reading {
    Reading::read(Frames::new(Box::new(BufReader::new(Bytes::new(bytes)))).unwrap())
}

fn summaries(told: &Told) -> Vec<String> {
    told.records.iter().map(|(_, record)| vigie_model::Record::summary(record)).collect()
}

fn everything(reading: &Reading) -> Vec<String> {
    let parts = [
        &reading.flows,
        &reading.lookups,
        &reading.handshakes,
        &reading.certificates,
        &reading.requests,
        &reading.leases,
        &reading.sharing,
    ];
    parts.into_iter().flat_map(summaries).collect()
}

#[test]
fn every_form_of_file_says_the_same() {
    let packets = stories::phone();
    let usual = read(Form::USUAL.file(&packets));
    assert!(usual.problems.is_empty(), "{:?}", usual.problems);
    let names = usual.handshakes.records.iter().filter_map(|(_, record)| match record {
        Traffic::Handshake(handshake) => Some((handshake.transport.as_str(), handshake.server_name.as_deref()?)),
        _ => None,
    });
    let names: Vec<_> = names.into_iter().collect();
    for expected in
        [("tcp", "www.news.example"), ("quic", "chat.example"), ("tcp", "shop.example"), ("tcp", "urlpush.net")]
    {
        assert!(names.contains(&expected), "{expected:?} in {names:?}");
    }
    for nanos in [false, true] {
        for big_endian in [false, true] {
            let other = read(Form::Pcap { nanos, big_endian }.file(&packets));
            assert_eq!(everything(&other), everything(&usual));
        }
    }
    assert_eq!(everything(&read(Form::Pcapng.file(&packets))), everything(&usual));
}

#[test]
fn the_order_of_segments_does_not_matter() {
    for packets in [stories::worm(), stories::phone()] {
        let mut turned = packets.clone();
        let (mut at, mut swapped) = (0, 0);
        // Neighbours of one direction change places, where both carry something.
        while at + 1 < turned.len() {
            let (one, other) = (&turned[at].bytes, &turned[at + 1].bytes);
            if one[26..38] == other[26..38] && one.len() > 100 && other.len() > 100 {
                turned.swap(at, at + 1);
                at += 1;
                swapped += 1;
            }
            at += 1;
        }
        assert!(swapped > 0);
        let (one, other) = (read(Form::USUAL.file(&packets)), read(Form::USUAL.file(&turned)));
        assert_eq!(everything(&one), everything(&other));
    }
}

#[test]
fn the_shape_of_the_exploits() {
    let server = ("10.0.0.2".parse().unwrap(), 445);
    let signs = |turns: &[(packets::Who, Vec<u8>)]| {
        let client = ("10.0.0.1".parse().unwrap(), 50_000);
        let reading = read(Form::USUAL.file(&packets::conversation(0, client, server, turns)));
        match &reading.sharing.records[0].1 {
            Traffic::Sharing(sharing) => {
                assert_eq!(sharing.shares, [r"\\files\IPC$"]);
                assert_eq!(sharing.native_os.as_deref(), Some("Windows 7 Professional 7601 Service Pack 1"));
                sharing.signs.clone()
            }
            other => panic!("{other:?}"),
        }
    };
    let share = r"\\files\IPC$";
    assert_eq!(signs(&smb::ordinary(share)), []);
    assert_eq!(signs(&smb::test(share)), [SharingSign::PatchMissing]);
    assert_eq!(signs(&smb::overflow(share)), [SharingSign::TransactContinuedAsTransaction2]);
    assert_eq!(signs(&smb::call(share, false)), [SharingSign::Transaction2SessionSetup]);
    assert_eq!(
        signs(&smb::call(share, true)),
        [SharingSign::Transaction2SessionSetup, SharingSign::DoublePulsarAnswered]
    );
}

#[test]
fn a_name_in_fragments_is_found() {
    let (client, server) = (("10.0.0.1".parse().unwrap(), 5000), ("10.0.0.53".parse().unwrap(), 53));
    let question = speech::dns_question(1, "a-rather-long-name-in-pieces.example", 1);
    let payload = packets::udp_payload(client, server, &question);
    let (std::net::IpAddr::V4(from), std::net::IpAddr::V4(to)) = (client.0, server.0) else { unreachable!() };
    let pieces = packets::in_pieces(from, to, 17, &payload, 7, 24);
    let frames: Vec<Packet> = pieces.iter().map(|piece| Packet { nanos: 0, bytes: packets::ethernet(piece) }).collect();
    let reading = read(Form::USUAL.file(&frames));
    assert_eq!(summaries(&reading.lookups), ["DNS A a-rather-long-name-in-pieces.example x1: "]);
    let lost = read(Form::USUAL.file(&frames[1..]));
    assert!(lost.lookups.records.is_empty());
    assert_eq!(lost.problems.len(), 1, "{:?}", lost.problems);
}

/// Packets made while they are read: a capture that no disk would hold.
struct Endless<F> {
    left: usize,
    make: F,
    buffer: Vec<u8>,
    at: usize,
}

impl<F: FnMut(usize) -> Vec<u8>> Read for Endless<F> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.buffer.len() {
            if self.left == 0 {
                return Ok(0);
            }
            self.left -= 1;
            self.buffer = (self.make)(self.left);
            self.at = 0;
        }
        let count = out.len().min(self.buffer.len() - self.at);
        out[..count].copy_from_slice(&self.buffer[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[test]
fn more_flows_than_are_kept_are_counted() {
    let form = Form::USUAL;
    let make = move |left: usize| {
        let [_, a, b, c] = u32::try_from(left).unwrap().to_be_bytes();
        let client = (std::net::IpAddr::from([10, a, b, c]), 40_000);
        let packet = packets::tcp(0, client, ("192.0.2.1".parse().unwrap(), 80), (1, 0), 2, b"");
        form.packet(&packet, packet.bytes.len())
    };
    let endless = Endless { left: 250_000, make, buffer: form.head(1), at: 0 };
    let reading = Reading::read(Frames::new(Box::new(BufReader::new(endless))).unwrap());
    assert_eq!(reading.flows.records.len(), 100_000);
    assert!(reading.flows.left_out.as_deref().is_some_and(|text| text.starts_with("150000 more flows")));
}

#[test]
fn half_open_conversations_are_bounded_in_bytes() {
    let form = Form::USUAL;
    // Each sends a later piece of a request and never the first.
    let make = move |left: usize| {
        let [_, a, b, c] = u32::try_from(left / 40).unwrap().to_be_bytes();
        let client = (std::net::IpAddr::from([10, a, b, c]), 40_000);
        let number = u32::try_from(40 - left % 40).unwrap() * 1400;
        let flags = if left % 40 == 39 { 2 } else { 16 };
        let bytes = vec![b'x'; if flags == 2 { 0 } else { 1400 }];
        let packet = packets::tcp(0, client, ("192.0.2.1".parse().unwrap(), 80), (number + 10, 0), flags, &bytes);
        form.packet(&packet, packet.bytes.len())
    };
    let endless = Endless { left: 200_000, make, buffer: form.head(1), at: 0 };
    let reading = Reading::read(Frames::new(Box::new(BufReader::new(endless))).unwrap());
    assert_eq!(reading.flows.records.len(), 5000);
}

#[test]
fn damage_and_absurd_sizes_end_in_problems() {
    let whole = Form::USUAL.file(&stories::phone());
    let mut absurd = whole.clone();
    absurd[24 + 8..24 + 12].copy_from_slice(&u32::MAX.to_le_bytes());
    let reading = read(absurd);
    assert!(everything(&reading).is_empty());
    assert_eq!(reading.problems[0].0, ProblemCode::NotTheFormat);
    let reading = read(whole[..whole.len() - 3].to_vec());
    assert_eq!(reading.problems[0].0, ProblemCode::EvidenceIncomplete);
    for length in [0_u32, 11, 13, 4_000_000_000] {
        let mut next = Form::Pcapng.file(&stories::phone());
        next[60 + 4..60 + 8].copy_from_slice(&length.to_le_bytes());
        assert!(!read(next).problems.is_empty(), "a block of {length} bytes");
    }
    for link in [147_u16, 0, 105] {
        let mut other = Form::USUAL.head(link);
        for packet in stories::phone().iter().take(5) {
            other.extend(Form::USUAL.packet(packet, packet.bytes.len() + 10));
        }
        let reading = read(other);
        assert!(!reading.problems.is_empty(), "a link of type {link}");
    }
    assert!(Frames::new(Box::new(BufReader::new(Bytes::new(b"not a capture".to_vec())))).is_err());
}
