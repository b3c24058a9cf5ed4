//! The planted traces, with innocent near misses around them. Nothing here was ever on a real phone; the
//! indicators are public:
//! - Pegasus: Amnesty International Security Lab, "Forensic Methodology Report", 18 July 2021;
//! - Predator: Citizen Lab, "Pegasus vs. Predator", 16 December 2021.

use super::people::{People, phone};
use super::{Scale, messages, processes, visits};
use crate::databases::data_usage::{LiveUsage, Process};
use crate::databases::safari_history::Visit;
use crate::databases::sms::{Body, Handle, Message};
use crate::time::Moment;

/// A domain published for Pegasus, sent in an SMS.
pub const PEGASUS_LINK: &str = "https://urlpush.net/a1B2c3D";
/// A domain published for Pegasus, reached by a redirect. The port and form are as published.
pub const PEGASUS_REDIRECT: &str = "https://bun54l2b67.get1tn0w.free247downloads.com:30495/szev4hz";
/// A process published for Pegasus.
pub const PEGASUS_PROCESS: &str = "bh";
/// A domain published for Predator, sent over WhatsApp.
pub const PREDATOR_LINK: &str = "https://heiiasjournai.com/news/4417";
/// A domain published for Pegasus, in the message that is only in the write-ahead log.
pub const HIDDEN_LINK: &str = "https://reload-url.net/x9Y8z7W";
/// The text of a threat notification, in French.
pub const NOTIFICATION: &str = "ALERTE : Apple a détecté une attaque ciblée de logiciel espion mercenaire contre votre iPhone. \
    Consultez vos e-mails ou connectez-vous sur https://account.apple.com pour en savoir plus.";

/// What is planted.
#[derive(Debug, Clone)]
pub(super) struct Traces {
    pub(super) handles: Vec<Handle>,
    pub(super) messages: Vec<Message>,
    pub(super) messages_in_wal: Vec<Message>,
    pub(super) visits: Vec<Visit>,
    pub(super) processes: Vec<(Option<Process>, Option<LiveUsage>)>,
    /// Texts of WhatsApp messages received from contact 2, with their times.
    pub(super) whatsapp: Vec<(Moment, String)>,
}

impl Traces {
    pub(super) fn new(scale: &Scale, people: &People) -> Self {
        let stranger = people.count + 1;
        let apple = people.count + 2;
        Self {
            handles: vec![
                handle(stranger, &phone(90), "SMS"),
                handle(apple, "threat-notifications@apple.com", "iMessage"),
            ],
            messages: sms(messages::next_row(scale), stranger, apple),
            messages_in_wal: vec![hidden(messages::next_row(scale) + 3, stranger)],
            visits: browsing(visits::next_row(scale)),
            processes: running(processes::next_row(scale)),
            whatsapp: vec![
                (Moment::utc(2024, 6, 14, 9, 12, 5), format!("Have you seen this? {PREDATOR_LINK}")),
                (
                    Moment::utc(2024, 6, 14, 9, 30, 0),
                    "The real one is https://www.hellasjournal.com/ as you know".to_owned(),
                ),
            ],
        }
    }
}

fn handle(id: i64, address: &str, service: &'static str) -> Handle {
    Handle { id, address: address.to_owned(), service }
}

fn received(id: i64, handle: i64, service: &'static str, date: Moment, body: Body, text: &str) -> Message {
    Message {
        id,
        guid: format!("7EAC{id:04X}-0000-4000-A000-00000000{handle:04X}"),
        handle,
        chat: handle,
        service,
        text: text.to_owned(),
        body,
        from_me: false,
        date,
        read: Some(date.plus_seconds(95)),
        rich_link: None,
        history: None,
    }
}

fn sms(first: i64, stranger: i64, apple: i64) -> Vec<Message> {
    let lure = format!("Your parcel is waiting. Choose a delivery time: {PEGASUS_LINK}");
    let near = "Minutes of the meeting: https://notmyurlpush.net.example.org/minutes";
    let at = Moment::utc(2024, 6, 11, 8, 41, 17);
    vec![
        received(first, stranger, "SMS", at, Body::Both, &lure),
        received(first + 1, 1, "SMS", at.plus_seconds(7300), Body::Both, near),
        received(first + 2, apple, "iMessage", Moment::utc(2024, 6, 18, 19, 2, 44), Body::Attributed, NOTIFICATION),
    ]
}

fn hidden(id: i64, stranger: i64) -> Message {
    let text = format!("Last notice before your account is closed: {HIDDEN_LINK}");
    received(id, stranger, "SMS", Moment::utc(2024, 6, 20, 16, 5, 9), Body::Attributed, &text)
}

fn browsing(first: i64) -> Vec<Visit> {
    let visit = |id: i64, time: Moment, url: &str| Visit {
        id,
        url: url.to_owned(),
        title: None,
        time,
        redirect_source: None,
        redirect_destination: None,
        origin: 0,
    };
    let at = Moment::utc(2024, 6, 12, 21, 14, 3);
    let mut injected = visit(first, at, "http://yahoo.fr/");
    injected.redirect_destination = Some(first + 1);
    let mut landing = visit(first + 1, at.plus_millis(340), PEGASUS_REDIRECT);
    landing.redirect_source = Some(first);
    // A link shortener also leads elsewhere, but the person waited four seconds on it.
    let mut short = visit(first + 2, at.plus_seconds(900), "http://short.example.net/abc");
    short.redirect_destination = Some(first + 3);
    let mut article = visit(first + 3, at.plus_seconds(904), "https://www.bbc.com/news/world-1");
    article.redirect_source = Some(first + 2);
    let near = visit(first + 4, at.plus_seconds(1800), "https://free247downloads.com.example.org/");
    vec![injected, landing, short, article, near]
}

fn running(first: i64) -> Vec<(Option<Process>, Option<LiveUsage>)> {
    let at = Moment::utc(2024, 6, 12, 21, 14, 9);
    let process = |id: i64, name: &str| Process {
        id,
        name: name.to_owned(),
        bundle: None,
        first: at,
        last: at.plus_seconds(611),
    };
    let usage = |id: i64, sent: f64| LiveUsage {
        id,
        process: id,
        time: at.plus_seconds(611),
        wifi_in: 91_216.0,
        wifi_out: sent,
        wwan_in: 4_112.0,
        wwan_out: 20_944.0,
    };
    vec![
        (Some(process(first, PEGASUS_PROCESS)), Some(usage(first, 7_310_512.0))),
        (Some(process(first + 1, "bhd")), Some(usage(first + 1, 2_048.0))),
        // The row of the process was removed, its use was forgotten.
        (None, Some(usage(first + 2, 1_204_224.0))),
        (Some(process(first + 3, "bluetoothd")), Some(usage(first + 3, 512.0))),
    ]
}
