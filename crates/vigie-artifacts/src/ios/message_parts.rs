//! The blobs of a message row: the attributed text, the payload of a link preview or message application, and the
//! summary that holds edits.
//!
//! Format: `attributedBody` is a typedstream; `payload_data` a keyed archive (`LPLinkMetadata` for links); in
//! `message_summary_info`, a binary property list, `ec` holds the wordings of edited parts (`d` when, `t` the text as a
//! typedstream) and `rp` the numbers of unsent parts. Other readers: imessage-exporter, iLEAPP `sms`.

use plist::Value;
use serde::Serialize;
use vigie_evidence::date_time;
use vigie_model::{Observable, ProblemCode, Record, Timestamp};

use super::typedstream::{Attributed, attributed_string};
use super::{binary_plist, keyed_archive};
use crate::{Out, Row};

/// Where the problems of a row's blobs go.
pub(super) struct Blobs<'r, 'o, 's, R> {
    row: &'r Row<'r>,
    out: &'o mut Out<'s, R>,
}

impl<'r, 'o, 's, R: Record> Blobs<'r, 'o, 's, R> {
    pub(super) fn of(row: &'r Row<'r>, out: &'o mut Out<'s, R>) -> Self {
        Self { row, out }
    }

    pub(super) fn problem(&mut self, code: ProblemCode, detail: impl Into<String>) {
        self.out.problem(code, self.row.place(), detail);
    }
}

/// What a link preview or the payload of a message application says.
#[derive(Debug, Default, Serialize)]
pub struct LinkPreview {
    /// The address after redirections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_url: Option<String>,
    /// Title of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Name of its site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
    /// Every further address: pictures, videos, icons, data of the application.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// Every further text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
}

impl LinkPreview {
    pub(super) fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for url in [&self.url, &self.original_url].into_iter().flatten() {
            see(Observable::url(url));
        }
        for url in &self.urls {
            see(Observable::url(url));
        }
        let named = [&self.title, &self.summary, &self.site_name];
        for text in named.into_iter().flatten().chain(&self.texts) {
            see(Observable::text(text));
        }
    }
}

/// One wording of an edited message.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// Number of the part.
    pub part: String,
    /// When it was written.
    pub date: Option<Timestamp>,
    /// The wording.
    pub text: String,
    /// Targets of its links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
}

/// What `message_summary_info` says.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub(super) edits: Vec<Edit>,
    pub(super) retracted_parts: Vec<i64>,
    pub(super) texts: Vec<String>,
}

/// The attributed text; `None`, with a problem, when it cannot be read.
pub(super) fn body<R: Record>(bytes: &[u8], at: &mut Blobs<'_, '_, '_, R>) -> Option<Attributed> {
    match attributed_string(bytes) {
        Ok(found) => {
            if found.damaged {
                let detail = "attributedBody: the text is not valid UTF-8";
                at.problem(ProblemCode::TextDamaged, detail);
            }
            Some(found)
        }
        Err(error) => {
            at.problem(ProblemCode::BlobNotUnderstood, format!("attributedBody: {error}"));
            None
        }
    }
}

/// Whether a text is an address with a scheme and nothing else.
pub(super) fn is_url(text: &str) -> bool {
    text.contains("://") && !text.contains(char::is_whitespace)
}

/// The payload; `None` when it is of another format (drawings are; anything else gives a problem).
pub(super) fn payload<R: Record>(bytes: &[u8], at: &mut Blobs<'_, '_, '_, R>) -> Option<LinkPreview> {
    // Digital Touch and handwriting are protocol buffers: strokes, no text.
    if !binary_plist::is(bytes) {
        return None;
    }
    let plist = match binary_plist::read(bytes) {
        Ok(plist) => plist,
        Err(error) => {
            at.problem(ProblemCode::BlobNotUnderstood, format!("payload_data: {error}"));
            return None;
        }
    };
    let found = keyed_archive::unarchive(&plist);
    if found.as_ref().is_some_and(|found| found.cut) {
        let detail = "payload_data: references to itself or too many objects; some were left out";
        at.problem(ProblemCode::LimitReached, detail);
    }
    let value = found.map_or(plist, |found| found.value);
    let mut preview = LinkPreview::default();
    keyed_archive::texts(&value, &mut |name, text| preview.take(name, text));
    Some(preview)
}

impl LinkPreview {
    /// The first text of each well-known field names the link itself: it stands above those of its pictures.
    fn take(&mut self, name: &str, text: &str) {
        let slot = match name {
            "URL" if is_url(text) => Some(&mut self.url),
            "originalURL" if is_url(text) => Some(&mut self.original_url),
            "title" => Some(&mut self.title),
            "summary" => Some(&mut self.summary),
            "siteName" => Some(&mut self.site_name),
            _ => None,
        };
        if let Some(slot @ None) = slot {
            *slot = Some(text.to_owned());
            return;
        }
        let list = if is_url(text) { &mut self.urls } else { &mut self.texts };
        if !text.is_empty() && !list.iter().any(|known| known == text) {
            list.push(text.to_owned());
        }
    }
}

/// Edits, unsent parts and other text; what cannot be read becomes a problem, `None` when that is all of it.
pub(super) fn summary_info<R: Record>(bytes: &[u8], at: &mut Blobs<'_, '_, '_, R>) -> Option<Summary> {
    let mut found = Summary::default();
    let plist = match binary_plist::read(bytes) {
        Ok(Value::Dictionary(dict)) => dict,
        Ok(_) => {
            let detail = "message_summary_info: not a dictionary";
            at.problem(ProblemCode::BlobNotUnderstood, detail);
            return None;
        }
        Err(error) => {
            at.problem(ProblemCode::BlobNotUnderstood, format!("message_summary_info: {error}"));
            return None;
        }
    };
    for (name, value) in &plist {
        match (name.as_str(), value) {
            ("ec", Value::Dictionary(parts)) => {
                for (part, wordings) in parts {
                    for wording in wordings.as_array().into_iter().flatten() {
                        found.edits.extend(edit(part, wording, at));
                    }
                }
            }
            ("rp", Value::Array(parts)) => {
                let parts = parts.iter().filter_map(Value::as_signed_integer);
                found.retracted_parts.extend(parts);
            }
            (_, other) => keyed_archive::texts(other, &mut |_, text| {
                if !text.is_empty() {
                    found.texts.push(text.to_owned());
                }
            }),
        }
    }
    Some(found)
}

fn edit<R: Record>(part: &str, wording: &Value, at: &mut Blobs<'_, '_, '_, R>) -> Option<Edit> {
    let dict = wording.as_dictionary()?;
    let date = match dict.get("d") {
        Some(Value::Real(seconds)) => Timestamp::from_cocoa_seconds(*seconds),
        Some(Value::Integer(n)) => n.as_signed().and_then(Timestamp::from_cocoa_integer),
        Some(Value::Date(date)) => date_time(*date),
        _ => None,
    };
    if date.is_none() && dict.contains_key("d") {
        let detail = format!("message_summary_info: the time of an edit of part {part}");
        at.problem(ProblemCode::TimeImplausible, detail);
    }
    let body = match attributed_string(dict.get("t")?.as_data()?) {
        Ok(body) => body,
        Err(error) => {
            at.problem(
                ProblemCode::BlobNotUnderstood,
                format!("message_summary_info: wording of part {part}: {error}"),
            );
            return None;
        }
    };
    Some(Edit { part: part.to_owned(), date, text: body.text, links: body.links })
}

/// Every text of a property list or keyed archive in a blob column, with the name of its field. What cannot be read becomes a problem.
pub(super) fn blob_texts<R: Record>(
    column: &str,
    bytes: &[u8],
    at: &mut Blobs<'_, '_, '_, R>,
) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    match binary_plist::read(bytes) {
        Err(error) => at.problem(ProblemCode::BlobNotUnderstood, format!("{column}: {error}")),
        Ok(plist) => {
            let found = keyed_archive::unarchive(&plist);
            if found.as_ref().is_some_and(|found| found.cut) {
                at.problem(ProblemCode::LimitReached, format!("{column}: references to itself or too many objects"));
            }
            let value = found.map_or(plist, |found| found.value);
            keyed_archive::texts(&value, &mut |name, text| {
                let pair = (name.to_owned(), text.to_owned());
                if !text.is_empty() && !texts.contains(&pair) {
                    texts.push(pair);
                }
            });
        }
    }
    texts
}
