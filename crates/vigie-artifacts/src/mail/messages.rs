//! Messages: sender, where answers go, what the receiving server found, where links lead, also those that stand only in a QR
//! code, names of attachments.
//!
//! Format: see [`super`]. Headers: RFC 5322, RFC 8601 (`Authentication-Results`), RFC 2919 (`List-Id`). Addresses in
//! `Received` are as each server wrote them; only those of servers one trusts are to be relied on.

use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use serde::Serialize;
use vigie_model::{Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::authentication::{self, Authentication};
use super::codes::Codes;
use super::links::{host, unwrapped};
use super::{pages, pictures, stores};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Links of one message that are kept.
const LINKS: usize = 500;
/// Addresses of one header that are kept.
const ADDRESSES: usize = 200;
/// Servers on the way that are kept.
const RELAYS: usize = 40;
/// Text of one message in which links are looked for, in bytes.
const TEXT_LIMIT: usize = 1 << 20;
/// Messages inside a message are read this deep.
const DEEP: usize = 4;

/// See the module.
pub struct Messages;

/// Somebody, as a header names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name before the address.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
}

impl Person {
    /// The part of the address behind the `@`, in lower case.
    pub fn domain(&self) -> Option<String> {
        let (_, domain) = self.address.as_deref()?.rsplit_once('@')?;
        Some(domain.trim_end_matches(['>', '.']).to_ascii_lowercase())
    }
}

/// How a link stands in a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// In the text.
    #[default]
    Text,
    /// Only as a picture: in a QR code.
    Qr,
}

impl LinkKind {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// A link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// As it stands in the message.
    pub target: String,
    /// Where it leads behind a filter that rewrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
    /// What is shown in its place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub shown: String,
    /// How it stands there.
    #[serde(skip_serializing_if = "LinkKind::is_text")]
    pub kind: LinkKind,
    /// The picture that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

impl Link {
    /// Where it leads as far as the message says.
    pub fn end(&self) -> &str {
        self.leads_to.as_deref().unwrap_or(&self.target)
    }

    /// The host it leads to.
    pub fn host(&self) -> Option<String> {
        host(self.end())
    }

    /// Its values. A code may say anything; what is no address is looked at as a text.
    pub(super) fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if self.kind == LinkKind::Qr && !self.target.contains("://") {
            return see(Observable::text(&self.target));
        }
        see(Observable::url(&self.target));
        if let Some(leads_to) = &self.leads_to {
            see(Observable::url(leads_to));
        }
    }
}

/// One message.
#[derive(Debug, Default, Serialize)]
pub struct MailMessage {
    /// Its id.
    pub message_id: Option<String>,
    /// When it was written, as its sender states.
    pub date: Option<Timestamp>,
    /// When the last server took it, as that server states.
    pub received: Option<Timestamp>,
    /// Who wrote it, as it states.
    pub from: Vec<Person>,
    /// Who sent it, where that is somebody else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sender: Vec<Person>,
    /// Where answers go, where that is elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reply_to: Vec<Person>,
    /// The address that the servers used.
    pub return_path: Option<String>,
    /// To whom.
    pub to: Vec<Person>,
    /// Its title.
    pub subject: Option<String>,
    /// The mailing list it came over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The program it was written with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mailer: Option<String>,
    /// What the receiving server found.
    pub authentication: Option<Authentication>,
    /// Addresses of the servers on the way, the last first.
    pub relays: Vec<String>,
    /// Links in its HTML text, and what QR codes in its pictures say.
    pub links: Vec<Link>,
    /// Names of what is attached.
    pub attachments: Vec<String>,
    /// The texts, as far as they are looked at.
    pub text: Vec<String>,
    /// It is inside another message.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub forwarded: bool,
}

impl MailMessage {
    /// Who wrote it, for a sentence.
    pub fn writer(&self) -> &str {
        let first = self.from.first().or(self.sender.first());
        first.and_then(|person| person.address.as_deref().or(person.name.as_deref())).unwrap_or("?")
    }

    /// When it came, as far as it says: by the last server rather than by the sender.
    pub fn came(&self) -> Option<Timestamp> {
        self.received.or(self.date)
    }
}

impl Record for MailMessage {
    fn time(&self) -> Option<Timestamp> {
        self.came()
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("received", self.received), ("written", self.date)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for person in [&self.from, &self.sender, &self.reply_to, &self.to].into_iter().flatten() {
            if let Some(address) = &person.address {
                see(Observable::email(address));
            }
            // Names hold addresses of others, to be taken for them.
            if let Some(name) = person.name.as_ref().filter(|name| name.contains(['@', '.'])) {
                see(Observable::text(name));
            }
        }
        if let Some(address) = &self.return_path {
            see(Observable::email(address));
        }
        for relay in &self.relays {
            see(Observable::ip(relay));
        }
        for link in &self.links {
            link.observables(see);
            if link.shown.contains('.') {
                see(Observable::text(&link.shown));
            }
        }
        if let Some(subject) = &self.subject {
            see(Observable::text(subject));
        }
        for text in &self.text {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        format!("message from {}: {}", self.writer(), self.subject.as_deref().unwrap_or(""))
    }

    fn summary_without_content(&self) -> String {
        format!("message from {}", self.writer())
    }
}

/// Whom a header names, as many as are kept.
fn persons(address: Option<&Address<'_>>) -> Vec<Person> {
    let owned = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let all = address.into_iter().flat_map(|address| address.iter());
    all.take(ADDRESSES).map(|one| Person { name: owned(one.name()), address: owned(one.address()) }).collect()
}

fn time(date: Option<&mail_parser::DateTime>) -> Option<Timestamp> {
    date.filter(|date| date.is_valid()).and_then(|date| Timestamp::from_unix_seconds(date.to_timestamp()))
}

/// Up to a number of bytes, cut between letters.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(TEXT_LIMIT);
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}

fn text_of(value: &HeaderValue<'_>) -> Option<String> {
    value.as_text().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Whether the header names a writer, a reader, a title, a date or a way: bytes of anything else have none of them.
fn is_message(message: &Message<'_>) -> bool {
    let known = ["From", "To", "Subject", "Date", "Received", "Message-ID"];
    message.headers_raw().any(|(name, _)| known.iter().any(|one| name.eq_ignore_ascii_case(one)))
}

/// The codes in the pictures that are shown with a message, attached to it, or in its text.
fn codes(message: &Message<'_>) -> Codes {
    let mut codes = Codes::default();
    for part in &message.parts {
        match &part.body {
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                let is_called = part.content_type().is_some_and(|of| of.ctype().eq_ignore_ascii_case("image"));
                if is_called || pictures::format(bytes).is_some() {
                    codes.look(part.attachment_name().unwrap_or("a picture without a name"), bytes);
                }
            }
            PartType::Html(html) => {
                for (number, picture) in (1_usize..).zip(pages::pictures(html)) {
                    codes.look(&format!("picture {number} in the text"), &picture);
                }
            }
            _ => {}
        }
    }
    codes
}

/// A message as a record, and what could not be kept of it.
fn record(message: &Message<'_>, forwarded: bool) -> (MailMessage, Vec<(ProblemCode, String)>) {
    let mut problems = Vec::new();
    let raw = |name: &str| message.headers_raw().find(|(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    let mut links = Vec::new();
    let mut text = Vec::new();
    for part in &message.parts {
        match &part.body {
            PartType::Html(html) => links.extend(pages::links(html, LINKS.saturating_add(1))),
            PartType::Text(plain) if !part.is_content_type("text", "rtf") => {
                if plain.len() > TEXT_LIMIT {
                    let detail =
                        format!("a text of {} bytes, of which the first {TEXT_LIMIT} were looked at", plain.len());
                    problems.push((ProblemCode::LimitReached, detail));
                }
                text.push(beginning(plain).to_owned());
            }
            _ => {}
        }
    }
    if links.len() > LINKS {
        problems.push((ProblemCode::LimitReached, format!("more than {LINKS} links; the first were kept")));
        links.truncate(LINKS);
    }
    let links = links.into_iter().map(|link| Link {
        leads_to: unwrapped(&link.target),
        target: link.target,
        shown: link.shown,
        ..Link::default()
    });
    let codes = codes(message);
    problems.extend(codes.problems);
    let date = time(message.date());
    if date.is_none() && raw("Date").is_some() {
        problems.push((ProblemCode::TimeImplausible, "the date it states is none".to_owned()));
    }
    let named = |header: Option<&Address<'_>>| header.map_or(0, |header| header.iter().count());
    let readers = named(message.to()).saturating_add(named(message.cc()));
    if [named(message.from()), named(message.reply_to()), readers].into_iter().max() > Some(ADDRESSES) {
        problems.push((ProblemCode::LimitReached, format!("more than {ADDRESSES} addresses; the first were kept")));
    }
    if message.received_all().nth(RELAYS).is_some() {
        problems
            .push((ProblemCode::LimitReached, format!("more than {RELAYS} servers on the way; the last were kept")));
    }
    let record = MailMessage {
        message_id: message.message_id().map(str::to_owned),
        date,
        received: time(message.received().and_then(|received| received.date.as_ref())),
        from: persons(message.from()),
        sender: persons(message.sender()),
        reply_to: persons(message.reply_to()),
        return_path: text_of(message.return_path()).map(|path| path.trim_matches(['<', '>']).to_owned()),
        to: persons(message.to()).into_iter().chain(persons(message.cc())).take(ADDRESSES).collect(),
        subject: message.subject().map(str::to_owned),
        list: text_of(message.list_id()).or_else(|| raw("List-Id").map(|value| value.trim().to_owned())),
        mailer: ["X-Mailer", "User-Agent"].iter().find_map(|name| raw(name)).map(|value| value.trim().to_owned()),
        authentication: raw("Authentication-Results").and_then(authentication::read),
        relays: message
            .received_all()
            .filter_map(|received| received.from_ip.map(|address| address.to_string()))
            .take(RELAYS)
            .collect(),
        links: links.chain(codes.found).collect(),
        attachments: message.attachments().filter_map(|part| part.attachment_name()).map(str::to_owned).collect(),
        text,
        forwarded,
    };
    (record, problems)
}

/// A message and those inside it.
fn tell(message: &Message<'_>, offset: u64, depth: usize, out: &mut Out<'_, MailMessage>) {
    let place = Place::Offset { offset };
    let (one, problems) = record(message, depth > 0);
    for (code, detail) in problems {
        out.problem(code, place.clone(), detail);
    }
    out.record(place.clone(), one);
    for part in &message.parts {
        if let PartType::Message(inside) = &part.body {
            if depth < DEEP {
                tell(inside, offset, depth.saturating_add(1), out);
            } else {
                out.problem(
                    ProblemCode::LimitReached,
                    place.clone(),
                    format!("messages in each other, read {DEEP} deep"),
                );
            }
        }
    }
}

impl Artifact for Messages {
    type Record = MailMessage;
    const SPEC: Spec = Spec { id: "mail_messages", version: 3, paths: super::MESSAGES, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, MailMessage>) -> Result<(), ParseError> {
        let parser = MessageParser::default();
        stores::each(file, out, |offset, bytes, out| match parser.parse(bytes) {
            Some(message) if is_message(&message) => tell(&message, offset, 0, out),
            _ => out.problem(ProblemCode::NotTheFormat, Place::Offset { offset }, "no message begins here"),
        })
    }
}
