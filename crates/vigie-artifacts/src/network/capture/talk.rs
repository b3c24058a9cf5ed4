//! What is spoken over one TCP connection, told from its first bytes, not from its port.

use vigie_model::{Place, Timestamp};

use super::super::{Ends, Span};
use super::sinks::Sinks;
use super::stream::Stream;
use super::{dns, http, smb, tls};

/// Bytes of the client before it is clear what it speaks.
const ENOUGH: usize = 16;
const DNS: u16 = 53;

/// Where and when some bytes came.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) place: Place,
    pub(super) time: Option<Timestamp>,
}

/// A protocol, as far as it is known.
#[derive(Debug)]
enum Talk {
    Unknown(Vec<u8>),
    Tls(Box<tls::Session>),
    Http(Box<http::Client>),
    Smb(Box<smb::Session>),
    Dns(Box<[dns::Messages; 2]>),
    /// Something nothing is looked for in.
    Other,
}

/// One TCP connection.
#[derive(Debug)]
pub(super) struct Conversation {
    streams: [Stream; 2],
    talk: Talk,
}

impl Conversation {
    pub(super) fn new(ends: &Ends) -> Self {
        let talk = if ends.port == Some(DNS) { Talk::Dns(Box::default()) } else { Talk::Unknown(Vec::new()) };
        Self { streams: Default::default(), talk }
    }

    /// Bytes it keeps.
    pub(super) fn kept(&self) -> usize {
        let [client, server] = &self.streams;
        let talk = match &self.talk {
            Talk::Unknown(bytes) => bytes.len(),
            Talk::Tls(session) => session.kept(),
            Talk::Http(client) => client.kept(),
            Talk::Smb(session) => session.kept(),
            Talk::Dns(sides) => sides.iter().fold(0, |sum: usize, side| sum.saturating_add(side.kept())),
            Talk::Other => 0,
        };
        client.kept().saturating_add(server.kept()).saturating_add(talk)
    }

    /// Whether nothing more is wanted of it.
    pub(super) fn is_done(&self) -> bool {
        match &self.talk {
            Talk::Other => true,
            Talk::Tls(session) => session.is_done(),
            _ => false,
        }
    }

    /// A segment of one of them.
    pub(super) fn segment(
        &mut self,
        is_client: bool,
        (number, syn, bytes): (u32, bool, &[u8]),
        moment: &Moment,
        ends: &Ends,
        sinks: &mut Sinks,
    ) {
        let [client, server] = &mut self.streams;
        let stream = if is_client { client } else { server };
        let talk = &mut self.talk;
        stream.segment(number, syn, bytes, &mut |bytes, missing| {
            talk.bytes(is_client, bytes, missing, moment, ends, sinks);
        });
    }

    /// The connection ended, or is given up: what was seen of it is told.
    pub(super) fn finish(mut self, moment: &Moment, ends: &Ends, sinks: &mut Sinks) {
        let talk = &mut self.talk;
        for (is_client, stream) in [true, false].into_iter().zip(&mut self.streams) {
            stream.finish(&mut |bytes, missing| talk.bytes(is_client, bytes, missing, moment, ends, sinks));
            if stream.has_gap {
                sinks.streams_with_gaps = sinks.streams_with_gaps.saturating_add(1);
            }
        }
        self.talk.finish(ends, sinks);
    }
}

impl Talk {
    fn bytes(&mut self, is_client: bool, bytes: &[u8], missing: bool, moment: &Moment, ends: &Ends, sinks: &mut Sinks) {
        let Moment { place, time } = moment;
        match self {
            Self::Unknown(first) => {
                if !is_client {
                    // A server that speaks first: nothing that is looked for, unless the capture began in the middle.
                    let known = first.is_empty().then(|| Self::of(bytes)).flatten();
                    if let Some(known) = known.filter(|known| matches!(known, Self::Tls(_) | Self::Smb(_))) {
                        *self = known;
                        self.bytes(is_client, bytes, missing, moment, ends, sinks);
                    } else if first.is_empty() {
                        *self = Self::Other;
                    }
                    return;
                }
                first.extend_from_slice(bytes.get(..ENOUGH.saturating_mul(128)).unwrap_or(bytes));
                let whole = if first.len() > bytes.len() { std::mem::take(first) } else { bytes.to_vec() };
                match Self::of(&whole) {
                    Some(known) => {
                        *self = known;
                        self.bytes(is_client, &whole, missing, moment, ends, sinks);
                    }
                    None if whole.len() < ENOUGH => *first = whole,
                    None => *self = Self::Other,
                }
            }
            Self::Tls(session) if is_client => session.client(bytes, missing, place, *time),
            Self::Tls(session) => session.server(bytes, missing, place, *time),
            Self::Http(client) if is_client => {
                let mut tunnel = false;
                client.feed(bytes, missing, (place, *time), ends, &mut |seen| match seen {
                    http::Seen::Request(place, request) => _ = sinks.requests.add(place, *request),
                    http::Seen::Tunnel => tunnel = true,
                });
                if tunnel {
                    *self = Self::Unknown(Vec::new());
                }
            }
            Self::Http(_) | Self::Other => {}
            Self::Smb(session) if is_client => session.client(bytes, missing, place, *time),
            Self::Smb(session) => session.server(bytes, missing, place, *time),
            Self::Dns(sides) => {
                let [client, server] = sides.as_mut();
                let side = if is_client { client } else { server };
                side.feed(bytes, missing, &mut |message| sinks.dns(message, ends, moment));
            }
        }
    }

    /// The protocol that begins so.
    fn of(bytes: &[u8]) -> Option<Self> {
        if tls::begins(bytes) {
            Some(Self::Tls(Box::default()))
        } else if http::begins(bytes) {
            Some(Self::Http(Box::default()))
        } else if smb::begins(bytes) {
            Some(Self::Smb(Box::default()))
        } else {
            None
        }
    }

    fn finish(self, ends: &Ends, sinks: &mut Sinks) {
        match self {
            Self::Tls(session) => {
                sinks.tls_not_understood = sinks.tls_not_understood.saturating_add(session.not_understood);
                if let Some((place, handshake, certificates)) = session.told(ends) {
                    for certificate in certificates {
                        sinks.certificates.add(place.clone(), certificate);
                    }
                    sinks.handshakes.add(place, handshake);
                }
            }
            Self::Smb(session) => {
                if let Some((place, sharing)) = session.told(ends) {
                    sinks.sharing.add(place, sharing);
                }
            }
            _ => {}
        }
    }
}

/// A look-up, from what a message says.
pub(super) fn lookups(message: dns::Message, ends: &Ends, moment: &Moment) -> Vec<super::super::Lookup> {
    let dns::Message { is_answer, status, questions, answers } = message;
    let span = if is_answer { Span::beside(moment.time) } else { Span::once(moment.time) };
    let one = |(name, record_type): (String, String)| super::super::Lookup {
        ends: ends.clone(),
        name,
        record_type,
        answers: answers.clone(),
        status: status.clone(),
        span: span.clone(),
        responses: u64::from(is_answer),
    };
    questions.into_iter().map(one).collect()
}
