//! From packet to packet: which connection each belongs to, who began it, and what it carries.
//!
//! Connections that are open at one time are bounded, in number and in bytes; the ones that were silent longest are
//! finished first, which loses at most what they would have said later.

use std::collections::HashMap;
use std::net::IpAddr;

use vigie_model::{Place, ProblemCode};

use super::super::bytes::{u16_at, u32_at};
use super::super::tally::add_known;
use super::super::{Ends, Flow, Span};
use super::file::Frame;
use super::ip::{Datagram, Packet, Reassembly};
use super::link::{Held, held};
use super::sinks::Sinks;
use super::talk::{Conversation, Moment};
use super::{dhcp, quic};

/// Connections that are open at one time.
const MOST_OPEN: usize = 100_000;
/// Bytes kept of all of them.
const MOST_KEPT: usize = 96 << 20;
/// Kinds of links that are not read and told one by one.
const MOST_LINKS: usize = 16;

const TCP: u8 = 6;
const UDP: u8 = 17;
const FIN: u8 = 1;
const SYN: u8 = 2;
const RST: u8 = 4;
const ACK: u8 = 16;

/// Both ends, the lower first, and the protocol.
type Key = (IpAddr, u16, IpAddr, u16, u8);

/// What of a connection is looked at.
enum Content {
    Tcp(Box<Conversation>),
    Quic(Box<quic::Client>),
    Nothing,
}

impl Content {
    fn kept(&self) -> usize {
        match self {
            Self::Tcp(conversation) => conversation.kept(),
            Self::Quic(client) => client.kept(),
            Self::Nothing => 0,
        }
    }
}

struct Connection {
    ends: Ends,
    /// Whether the lower end of the key is the client.
    client_is_low: bool,
    flow: Option<usize>,
    answered: bool,
    /// Number of its last packet.
    last: u64,
    /// First number of the client, to tell a new connection with the same ports.
    began_with: Option<u32>,
    ended: [bool; 2],
    content: Content,
}

/// A packet of TCP or UDP, or of another protocol.
struct Segment<'b> {
    from_port: u16,
    to_port: u16,
    payload: &'b [u8],
    number: u32,
    flags: u8,
}

/// What is known of the connections so far.
#[derive(Default)]
pub(super) struct Watch {
    connections: HashMap<Key, Connection>,
    reassembly: Reassembly,
    pub(super) sinks: Sinks,
    packets: u64,
    kept: usize,
    cut_short: Noted,
    encrypted: Noted,
    damaged: Noted,
    links: Vec<(u32, Noted)>,
    more_links: Noted,
    /// Connections in which more could have been said when room was made for others.
    put_aside: u64,
}

/// How often, and where first.
#[derive(Debug, Default, Clone, Copy)]
struct Noted {
    count: u64,
    at: u64,
}

impl Noted {
    fn note(&mut self, at: u64) {
        if self.count == 0 {
            self.at = at;
        }
        self.count = self.count.saturating_add(1);
    }
}

impl Watch {
    /// One packet as it was captured.
    pub(super) fn frame(&mut self, frame: &Frame<'_>) {
        self.packets = self.packets.saturating_add(1);
        if frame.bytes.len() < usize::try_from(frame.length).unwrap_or(usize::MAX) {
            self.cut_short.note(frame.at);
        }
        match held(frame.link, frame.bytes) {
            Held::Ip(packet) => {
                // Taken out while it lends its bytes.
                let mut reassembly = std::mem::take(&mut self.reassembly);
                match reassembly.packet(packet) {
                    Packet::Whole(datagram) => self.datagram(&datagram, frame),
                    Packet::Piece => {}
                    Packet::Damaged => self.damaged.note(frame.at),
                }
                self.reassembly = reassembly;
            }
            Held::Other => {}
            Held::Encrypted => self.encrypted.note(frame.at),
            Held::Damaged => self.damaged.note(frame.at),
            Held::UnknownLink => {
                if let Some((_, noted)) = self.links.iter_mut().find(|(link, _)| *link == frame.link) {
                    noted.note(frame.at);
                } else if self.links.len() < MOST_LINKS {
                    self.links.push((frame.link, Noted { count: 1, at: frame.at }));
                } else {
                    self.more_links.note(frame.at);
                }
            }
        }
    }

    fn datagram(&mut self, datagram: &Datagram<'_>, frame: &Frame<'_>) {
        let payload = datagram.payload.as_ref();
        let segment = match datagram.protocol {
            TCP => tcp(payload),
            UDP => udp(payload),
            _ => Some(Segment { from_port: 0, to_port: 0, payload, number: 0, flags: 0 }),
        };
        let Some(segment) = segment else {
            self.damaged.note(frame.at);
            return;
        };
        let (low, high) = ((datagram.from, segment.from_port), (datagram.to, segment.to_port));
        let from_low = low <= high;
        let (low, high) = if from_low { (low, high) } else { (high, low) };
        let key = (low.0, low.1, high.0, high.1, datagram.protocol);
        let moment = Moment { place: Place::Offset { offset: frame.at }, time: frame.time() };
        self.make_room(&key, &moment);
        let begins = datagram.protocol == TCP && segment.flags & (SYN | ACK) == SYN;
        // The same ports again, after the connection ended or without it.
        let is_new = self
            .connections
            .get(&key)
            .is_some_and(|known| begins && known.began_with != Some(segment.number) && known.client_is_low == from_low);
        if is_new && let Some(known) = self.connections.remove(&key) {
            self.close(known, &moment);
        }
        if !self.connections.contains_key(&key) {
            let connection = self.begin(datagram, &segment, from_low, &moment);
            self.connections.insert(key, connection);
        }
        let packets = self.packets;
        let Some(connection) = self.connections.get_mut(&key) else { return };
        connection.last = packets;
        let is_client = connection.client_is_low == from_low;
        if let Some(flow) = connection.flow.and_then(|flow| self.sinks.flows.get(flow)) {
            let bytes = segment.payload.len() as u64;
            add_known(&mut flow.packets, Some(1));
            let side = if is_client { &mut flow.bytes_sent } else { &mut flow.bytes_received };
            add_known(side, Some(bytes));
            // What a server refuses is no answer.
            if !is_client && !connection.answered && segment.flags & RST == 0 {
                connection.answered = true;
                add_known(&mut flow.answered, Some(1));
            }
            flow.span.last = [flow.span.last, moment.time].into_iter().flatten().max();
        }
        let before = connection.content.kept();
        match (&mut connection.content, datagram.protocol) {
            (Content::Tcp(conversation), _) => {
                let piece = (segment.number, segment.flags & SYN != 0, segment.payload);
                conversation.segment(is_client, piece, &moment, &connection.ends, &mut self.sinks);
            }
            (Content::Quic(client), _) if is_client => {
                if let Some((place, time, hello)) = client.datagram(segment.payload, &moment.place, moment.time) {
                    let handshake = hello.handshake("quic", &connection.ends, Span::once(time), None);
                    self.sinks.handshakes.add(place, handshake);
                }
            }
            (_, UDP) => {
                let ports = [segment.from_port, segment.to_port];
                if ports.contains(&53) {
                    self.sinks.dns(segment.payload, &connection.ends, &moment);
                } else if ports.contains(&67)
                    && let Some(lease) = dhcp::request(segment.payload, moment.time)
                {
                    self.sinks.leases.add(moment.place.clone(), lease);
                }
            }
            _ => {}
        }
        let after = connection.content.kept();
        self.kept = self.kept.saturating_sub(before).saturating_add(after);
        if segment.flags & FIN != 0 {
            let [client, server] = &mut connection.ended;
            *(if is_client { client } else { server }) = true;
        }
        let over = segment.flags & RST != 0 || connection.ended == [true, true];
        let done = match &connection.content {
            Content::Tcp(conversation) => over || conversation.is_done(),
            Content::Quic(client) => client.is_done(),
            Content::Nothing => false,
        };
        if done {
            let ends = connection.ends.clone();
            let content = std::mem::replace(&mut connection.content, Content::Nothing);
            self.kept = self.kept.saturating_sub(after);
            finish(content, &moment, &ends, &mut self.sinks);
        }
    }

    /// A connection that is seen for the first time.
    fn begin(&mut self, datagram: &Datagram<'_>, segment: &Segment<'_>, from_low: bool, moment: &Moment) -> Connection {
        let from_client = sent_by_client(datagram.protocol, segment);
        let (client, server, port) = if from_client {
            (datagram.from, datagram.to, segment.to_port)
        } else {
            (datagram.to, datagram.from, segment.from_port)
        };
        let has_ports = matches!(datagram.protocol, TCP | UDP);
        let ends = Ends { client: Some(client), server: Some(server), port: has_ports.then_some(port) };
        let protocol = match datagram.protocol {
            TCP => "tcp".to_owned(),
            UDP => "udp".to_owned(),
            1 | 58 => "icmp".to_owned(),
            other => format!("ip {other}"),
        };
        let flow = Flow {
            protocol,
            ends: ends.clone(),
            span: Span::once(moment.time),
            answered: Some(0),
            packets: Some(0),
            bytes_sent: Some(0),
            bytes_received: Some(0),
            host: None,
            action: None,
        };
        let content = match datagram.protocol {
            TCP => Content::Tcp(Box::new(Conversation::new(&ends))),
            UDP if from_client && quic::begins(segment.payload) => Content::Quic(Box::default()),
            _ => Content::Nothing,
        };
        Connection {
            client_is_low: from_low == from_client,
            flow: self.sinks.flows.add(moment.place.clone(), flow),
            answered: false,
            last: self.packets,
            began_with: (segment.flags & (SYN | ACK) == SYN).then_some(segment.number),
            ended: [false; 2],
            content,
            ends,
        }
    }

    /// Finishes connections that were silent longest, when there are too many.
    fn make_room(&mut self, key: &Key, moment: &Moment) {
        let full = self.connections.len() >= MOST_OPEN && !self.connections.contains_key(key);
        if !full && self.kept < MOST_KEPT {
            return;
        }
        let mut order: Vec<(u64, Key)> = self.connections.iter().map(|(key, known)| (known.last, *key)).collect();
        order.sort_unstable_by_key(|(last, _)| *last);
        let half = order.len().div_ceil(2);
        for (_, key) in order.into_iter().take(half) {
            if let Some(known) = self.connections.remove(&key) {
                if !matches!(known.content, Content::Nothing) {
                    self.put_aside = self.put_aside.saturating_add(1);
                }
                self.close(known, moment);
            }
        }
    }

    fn close(&mut self, known: Connection, moment: &Moment) {
        self.kept = self.kept.saturating_sub(known.content.kept());
        finish(known.content, moment, &known.ends, &mut self.sinks);
    }

    /// The end of the capture: everything that is open is told, in the order of its last packet.
    pub(super) fn finish(&mut self, end: u64) {
        let mut open: Vec<Connection> = std::mem::take(&mut self.connections).into_values().collect();
        open.sort_unstable_by_key(|known| known.last);
        let moment = Moment { place: Place::Offset { offset: end }, time: None };
        for known in open {
            self.close(known, &moment);
        }
    }

    /// What could not be read, in words.
    pub(super) fn problems(&mut self) -> Vec<(ProblemCode, Place, String)> {
        let at = |noted: Noted| Place::Offset { offset: noted.at };
        let mut found = Vec::new();
        for (link, noted) in &self.links {
            let detail = format!("{} packets of a link of type {link}, which is not read", noted.count);
            found.push((ProblemCode::ValueUnexpected, at(*noted), detail));
        }
        let noted = [
            (ProblemCode::ValueUnexpected, self.more_links, "packets of links of yet other types, which are not read"),
            (
                ProblemCode::Encrypted,
                self.encrypted,
                "frames of a Wi-Fi network are encrypted: what was in them is unknown",
            ),
            (ProblemCode::BlobNotUnderstood, self.damaged, "packets are damaged or cut inside their headers"),
            (
                ProblemCode::EvidenceIncomplete,
                self.cut_short,
                "packets were captured only in part: names behind the cut are missing",
            ),
        ];
        for (code, noted, what) in noted {
            if noted.count > 0 {
                found.push((code, at(noted), format!("{} {what}", noted.count)));
            }
        }
        let mut whole = |code, count: u64, what: &str| {
            if count > 0 {
                found.push((code, Place::File, format!("{count} {what}")));
            }
        };
        whole(
            ProblemCode::BlobNotUnderstood,
            self.reassembly.finish(),
            "packets came in pieces of which some are missing",
        );
        let what = "directions of TCP connections miss bytes in the capture: what stood there was not read";
        whole(ProblemCode::BlobNotUnderstood, self.sinks.streams_with_gaps, what);
        let what = "connections were put aside to make room for others: what came in them later may be missing, and counts as another connection";
        whole(ProblemCode::LimitReached, self.put_aside, what);
        found
    }
}

fn finish(content: Content, moment: &Moment, ends: &Ends, sinks: &mut Sinks) {
    match content {
        Content::Tcp(conversation) => conversation.finish(moment, ends, sinks),
        Content::Quic(client) if client.failed() => {
            sinks.quic_not_opened = sinks.quic_not_opened.saturating_add(1);
        }
        Content::Quic(_) | Content::Nothing => {}
    }
}

/// Whether the first packet of a connection was the client's. Where the capture began in the middle, the lower port below
/// 1024 is the server's.
fn sent_by_client(protocol: u8, segment: &Segment<'_>) -> bool {
    if protocol == TCP && segment.flags & SYN != 0 {
        return segment.flags & ACK == 0;
    }
    // Devices that ask for an address use port 68, as lowly as the server's.
    !(segment.from_port < 1024 && segment.to_port >= 1024 || (segment.from_port, segment.to_port) == (67, 68))
}

fn tcp(bytes: &[u8]) -> Option<Segment<'_>> {
    let head = usize::from(bytes.get(12)? >> 4).checked_mul(4).filter(|head| *head >= 20)?;
    Some(Segment {
        from_port: u16_at(bytes, 0)?,
        to_port: u16_at(bytes, 2)?,
        number: u32_at(bytes, 4)?,
        flags: *bytes.get(13)?,
        payload: bytes.get(head..)?,
    })
}

fn udp(bytes: &[u8]) -> Option<Segment<'_>> {
    let length = usize::from(u16_at(bytes, 4)?);
    // Zero in jumbograms; longer than what is there where a packet was captured in part.
    let end = if length < 8 { bytes.len() } else { length.min(bytes.len()) };
    Some(Segment {
        from_port: u16_at(bytes, 0)?,
        to_port: u16_at(bytes, 2)?,
        number: 0,
        flags: 0,
        payload: bytes.get(8..end)?,
    })
}
