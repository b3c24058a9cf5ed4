//! Attachments: name, size, hashes, and what is in them: files of a zip, macros, links of a PDF or page, a page that builds
//! a file, QR codes in the pictures of a document. Nothing is run or opened; see [`contents`](super::contents).

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use serde::Serialize;
use vigie_model::{Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::contents::{self, Hashes, Inside, Sort};
use super::links::unwrapped;
use super::messages::Link;
use super::stores;
use crate::{AnyRecord, Artifact, FileIn, Out, ParseError, Sink, Source, Spec};

/// Messages inside a message are read this deep.
const DEEP: usize = 4;

/// See the module.
pub struct Attachments;

/// One attachment.
#[derive(Debug, Serialize)]
pub struct Attachment {
    /// The id of the message.
    pub message_id: Option<String>,
    /// Who wrote the message, as it states.
    pub from: Option<String>,
    /// When the message came, or when it was written.
    pub date: Option<Timestamp>,
    /// Its name.
    pub name: Option<String>,
    /// What the message says it is.
    pub content_type: Option<String>,
    /// Its size, in bytes.
    pub size: u64,
    /// What it is.
    pub sort: Sort,
    /// Its hashes.
    #[serde(flatten)]
    pub hashes: Hashes,
    /// The files in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<Inside>,
    /// Its files are locked with a password.
    pub locked: bool,
    /// It has macros.
    pub macros: bool,
    /// Links in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// What QR codes say in the pictures in it. Those of a picture that is itself attached stand with its message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Link>,
    /// A page that builds a file by script.
    pub builds_a_file: bool,
}

impl Attachment {
    /// Its name, for a sentence.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or("?")
    }
}

impl Record for Attachment {
    fn time(&self) -> Option<Timestamp> {
        self.date
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.date {
            see(Moment { what: "received", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let mut all = |hashes: &Hashes| {
            for hash in [&hashes.md5, &hashes.sha1, &hashes.sha256] {
                see(Observable::hash(hash));
            }
        };
        all(&self.hashes);
        self.inside.iter().filter_map(|inside| inside.hashes.as_ref()).for_each(all);
        if let Some(name) = &self.name {
            see(Observable::file_name(name));
        }
        for inside in &self.inside {
            see(Observable::file_name(inside.path.rsplit('/').next().unwrap_or(&inside.path)));
        }
        for link in &self.links {
            see(Observable::url(link));
            if let Some(leads_to) = unwrapped(link) {
                see(Observable::url(leads_to));
            }
        }
        for code in &self.codes {
            code.observables(see);
        }
    }

    fn summary(&self) -> String {
        format!("attachment {} of a message from {}", self.called(), self.from.as_deref().unwrap_or("?"))
    }

    fn summary_without_content(&self) -> String {
        format!("attachment of {} bytes", self.size)
    }
}

/// When a message came, or when it was written.
fn date(message: &Message<'_>) -> Option<Timestamp> {
    let came = message.received().and_then(|received| received.date.as_ref()).filter(|date| date.is_valid());
    let date = came.or(message.date()).filter(|date| date.is_valid());
    date.and_then(|date| Timestamp::from_unix_seconds(date.to_timestamp()))
}

/// Every attached file, and those in attached archives.
fn files(message: &Message<'_>, offset: u64, depth: usize, see: &mut dyn FnMut(FileIn<'_>)) {
    let (place, time) = (Place::Offset { offset }, date(message));
    for part in message.attachments() {
        match &part.body {
            PartType::Message(inside) if depth < DEEP => files(inside, offset, depth.saturating_add(1), see),
            // That it was not read is told when the records are made.
            PartType::Message(_) => {}
            _ => {
                let (name, bytes) = (part.attachment_name().unwrap_or("?"), part.contents());
                see(FileIn { name, place: place.clone(), time, bytes });
                if contents::is_zip(bytes) {
                    contents::members(bytes, &mut Vec::new(), &mut |member| {
                        let name = format!("{name}!{}", member.path);
                        see(FileIn { name: &name, place: place.clone(), time, bytes: &member.content });
                    });
                }
            }
        }
    }
}

/// Takes nothing: what is told was told already.
struct Silence;

impl Sink for Silence {
    fn record(&mut self, _place: Place, _record: &dyn AnyRecord) {}

    fn problem(&mut self, _code: ProblemCode, _place: Place, _detail: String) {}
}

fn tell(message: &Message<'_>, offset: u64, depth: usize, out: &mut Out<'_, Attachment>) {
    let place = Place::Offset { offset };
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.address()).map(str::to_owned);
    let date = date(message);
    for part in message.attachments() {
        let bytes = match &part.body {
            PartType::Message(inside) if depth < DEEP => {
                tell(inside, offset, depth.saturating_add(1), out);
                continue;
            }
            PartType::Message(_) => {
                out.problem(
                    ProblemCode::LimitReached,
                    place.clone(),
                    format!("messages in each other, read {DEEP} deep"),
                );
                continue;
            }
            _ => part.contents(),
        };
        let name = part.attachment_name().map(str::to_owned);
        let sort = contents::sort(name.as_deref().unwrap_or_default(), bytes);
        let seen = contents::of(sort, bytes);
        for (code, detail) in seen.problems {
            let of = name.as_deref().unwrap_or("?");
            out.problem(code, place.clone(), format!("attachment {of:?}: {detail}"));
        }
        let content_type = part.content_type().map(|of| match of.subtype() {
            Some(subtype) => format!("{}/{subtype}", of.ctype()),
            None => of.ctype().to_owned(),
        });
        let one = Attachment {
            message_id: message.message_id().map(str::to_owned),
            from: from.clone(),
            date,
            name,
            content_type,
            size: bytes.len() as u64,
            sort,
            hashes: contents::hashes(bytes),
            inside: seen.inside,
            locked: seen.locked,
            macros: seen.macros,
            links: seen.links,
            codes: seen.codes.found,
            builds_a_file: seen.builds_a_file,
        };
        out.record(place.clone(), one);
    }
}

impl Artifact for Attachments {
    type Record = Attachment;
    const SPEC: Spec = Spec { id: "mail_attachments", version: 3, paths: super::MESSAGES, meaning: Meaning::Exposure };
    const HOLDS_FILES: bool = true;

    fn files_in(file: &Source<'_>, see: &mut dyn FnMut(FileIn<'_>)) -> Result<(), ParseError> {
        let parser = MessageParser::default();
        let mut silence = Silence;
        stores::each(file, &mut Out::<Attachment>::new(&mut silence), |offset, bytes, _| {
            if let Some(message) = parser.parse(bytes) {
                files(&message, offset, 0, see);
            }
        })
    }

    fn parse(file: &Source<'_>, out: &mut Out<'_, Attachment>) -> Result<(), ParseError> {
        let parser = MessageParser::default();
        // What is no message is a problem of the artifact of messages.
        stores::each(file, out, |offset, bytes, out| {
            if let Some(message) = parser.parse(bytes) {
                tell(&message, offset, 0, out);
            }
        })
    }
}
