//! A message of Outlook as a message of the Internet (RFC 5322, RFC 2045), so that both are read by the same code: its headers
//! as they came, its texts and attachments as parts.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What separates the parts. Parts are in Base64, so it cannot stand in one.
const BOUNDARY: &str = "=_vigie_of_an_outlook_message";

/// What Outlook keeps of a message.
#[derive(Debug, Default)]
pub(super) struct Mail {
    /// Those it came with over the Internet.
    pub(super) headers: Option<String>,
    /// What stands for them in one that never did.
    pub(super) name: String,
    pub(super) address: String,
    pub(super) subject: String,
    pub(super) id: String,
    pub(super) date: String,
    pub(super) body: Option<String>,
    pub(super) html: Option<Vec<u8>>,
    /// Attached files, with their names.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Attached messages, as messages of the Internet.
    pub(super) messages: Vec<Vec<u8>>,
}

/// In one line, so that a value cannot become a header.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn part(out: &mut String, headers: &str, bytes: &[u8]) {
    let _ = write!(out, "--{BOUNDARY}\r\n{headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    // Lines as long as MIME wants them.
    for line in STANDARD.encode(bytes).as_bytes().chunks(76) {
        out.push_str(std::str::from_utf8(line).unwrap_or_default());
        out.push_str("\r\n");
    }
}

/// The headers without those that describe parts, which are written anew.
fn headers(text: &str) -> String {
    let (mut out, mut keeps) = (String::with_capacity(text.len()), true);
    for line in text.lines().take_while(|line| !line.is_empty()) {
        if !line.starts_with([' ', '\t']) {
            let lower = line.to_ascii_lowercase();
            keeps = !lower.starts_with("content-") && !lower.starts_with("mime-version") && line.contains(':');
        }
        if keeps {
            out.push_str(line);
            out.push_str("\r\n");
        }
    }
    out
}

impl Mail {
    /// The message.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = self.headers.as_deref().map(headers).unwrap_or_default();
        if out.is_empty() {
            // A message that was never sent over the Internet has no headers: what Outlook shows stands for them.
            let name = one_line(&self.name).replace(['"', '\\'], " ");
            let address = Some(one_line(&self.address)).filter(|address| address.contains('@')).unwrap_or_default();
            let _ = write!(out, "From: \"{name}\" <{address}>\r\nSubject: {}\r\n", one_line(&self.subject));
            for (header, value) in [("Message-ID", &self.id), ("Date", &self.date)] {
                if !value.is_empty() {
                    let _ = write!(out, "{header}: {}\r\n", one_line(value));
                }
            }
        }
        let _ = write!(out, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n");
        if let Some(body) = &self.body {
            part(&mut out, "Content-Type: text/plain; charset=utf-8", body.as_bytes());
        }
        if let Some(html) = &self.html {
            part(&mut out, "Content-Type: text/html; charset=utf-8", html);
        }
        for (name, bytes) in &self.files {
            let name = one_line(name).replace(['"', '\\'], "_");
            let headers = format!(
                "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\""
            );
            part(&mut out, &headers, bytes);
        }
        for message in &self.messages {
            part(&mut out, "Content-Type: message/rfc822", message);
        }
        let _ = write!(out, "--{BOUNDARY}--\r\n");
        out.into_bytes()
    }
}
