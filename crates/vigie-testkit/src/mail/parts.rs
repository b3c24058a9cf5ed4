//! A message in parts (RFC 5322, RFC 2045), as the server of the newsroom keeps it.

use std::fmt::Write as _;
use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::mailbox::OWN;
use crate::time::Moment;

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Parts with bytes are in Base64, in which this cannot stand; texts are our own.
const BOUNDARY: &str = "=_part";

/// A part with bytes.
#[derive(Debug)]
pub(super) struct Part {
    kind: String,
    name: String,
    disposition: &'static str,
    bytes: Vec<u8>,
}

impl Part {
    pub(super) fn attached(kind: &str, name: &str, bytes: Vec<u8>) -> Self {
        Self { kind: kind.to_owned(), name: name.to_owned(), disposition: "attachment", bytes }
    }

    pub(super) fn inline(kind: &str, name: &str, bytes: Vec<u8>) -> Self {
        Self { disposition: "inline", ..Self::attached(kind, name, bytes) }
    }
}

/// A message before it has a time.
#[derive(Debug)]
pub(super) struct Draft {
    from: String,
    subject: String,
    headers: Vec<(String, String)>,
    /// The server it came from, and what was found of it.
    way: (String, String),
    body: (&'static str, String),
    parts: Vec<Part>,
}

fn names(at: Moment) -> (&'static str, &'static str) {
    let name = |names: &'static [&'static str], index: i64| {
        usize::try_from(index).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
    };
    (name(&DAYS, (at.unix() / 86_400) % 7), name(&MONTHS, at.civil().1 - 1))
}

/// `Mon, 02 Feb 2026 07:30:00 +0000`.
fn date(at: Moment) -> String {
    let ((weekday, month), (year, _, day, hour, minute, second)) = (names(at), at.civil());
    format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} +0000")
}

/// `Mon Feb  2 07:30:00 2026`, as the line before a message of an mbox has it.
fn mbox_date(at: Moment) -> String {
    let ((weekday, month), (year, _, day, hour, minute, second)) = (names(at), at.civil());
    format!("{weekday} {month} {day:>2} {hour:02}:{minute:02}:{second:02} {year}")
}

impl Draft {
    pub(super) fn new(from: &str, subject: &str) -> Self {
        Self {
            from: from.to_owned(),
            subject: subject.to_owned(),
            headers: Vec::new(),
            way: (String::new(), String::new()),
            body: ("text/plain", String::new()),
            parts: Vec::new(),
        }
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The server of this domain sent it, and every check passed.
    pub(super) fn passed(mut self, domain: &str) -> Self {
        self.way = (
            format!("from mail.{domain} (mail.{domain} [192.0.2.25])"),
            format!("spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"),
        );
        self
    }

    /// Another server sent it in the name of this domain.
    pub(super) fn failed(mut self, domain: &str, address: &str) -> Self {
        self.way = (
            format!("from unknown (unknown [{address}])"),
            format!("spf=fail smtp.mailfrom={domain}; dkim=none; dmarc=fail header.from={domain}"),
        );
        self
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.body = ("text/plain", text.to_owned());
        self
    }

    pub(super) fn html(mut self, html: &str) -> Self {
        self.body = ("text/html", html.to_owned());
        self
    }

    pub(super) fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    fn address(&self) -> &str {
        self.from.rsplit(['<', ' ']).next().unwrap_or_default().trim_end_matches('>')
    }

    /// Writes it as one message of an mbox.
    pub(super) fn write(&self, at: Moment, out: &mut impl Write) -> io::Result<()> {
        write!(out, "From {} {}\r\n", self.address(), mbox_date(at))?;
        out.write_all(&self.message(at))?;
        out.write_all(b"\r\n")
    }

    /// The message.
    pub(super) fn message(&self, at: Moment) -> Vec<u8> {
        let (written, address) = (date(at), self.address());
        let mut text = String::new();
        let mut line = |name: &str, value: &str| _ = write!(text, "{name}: {value}\r\n");
        line("Return-Path", &format!("<{address}>"));
        line("Authentication-Results", &format!("mx.{OWN}; {}", self.way.1));
        line("Received", &format!("{} by mx.{OWN}; {}", self.way.0, date(at.plus_seconds(3))));
        line("Date", &written);
        line("From", &self.from);
        line("To", &format!("newsroom@{OWN}"));
        line("Subject", &self.subject);
        line("Message-ID", &format!("<{}.{}@mail.example>", at.unix(), self.subject.len()));
        for (name, value) in &self.headers {
            line(name, value);
        }
        line("MIME-Version", "1.0");
        let (kind, body) = &self.body;
        if self.parts.is_empty() {
            let _ = write!(text, "Content-Type: {kind}; charset=utf-8\r\n\r\n{body}\r\n");
            return text.into_bytes();
        }
        let _ = write!(
            text,
            "Content-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n--{BOUNDARY}\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n{body}\r\n"
        );
        for Part { kind, name, disposition, bytes } in &self.parts {
            let _ = write!(
                text,
                "--{BOUNDARY}\r\nContent-Type: {kind}\r\nContent-Disposition: {disposition}; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            );
            for line in STANDARD.encode(bytes).as_bytes().chunks(76) {
                text.push_str(std::str::from_utf8(line).unwrap_or_default());
                text.push_str("\r\n");
            }
        }
        let _ = write!(text, "--{BOUNDARY}--\r\n");
        text.into_bytes()
    }
}
