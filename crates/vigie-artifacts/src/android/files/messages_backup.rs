//! SMS and MMS as an `adb backup` holds them: JSON in zlib, at most 1 000 messages a file.
//!
//! Format: AOSP `TelephonyBackupAgent` (files `000000_sms_backup`, `000000_mms_backup`): an array of objects whose values
//! are texts; times of SMS in milliseconds, of MMS in seconds; no attachments. Other readers: MVT `SMS`, which reads the
//! seconds as milliseconds and takes a message with a time of sending for a sent one.

use std::fmt;
use std::io::{BufReader, Read};

use flate2::read::ZlibDecoder;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use vigie_model::{Place, ProblemCode, Timestamp};

use super::messages::{AndroidMessage, MessageKind, direction, others};
use crate::androidqf::Field;
use crate::{Out, ParseError, Source};

/// Bytes of one file, unpacked.
const UNPACKED: u64 = 512 << 20;

/// A value that is a text or a number.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Either {
    Text(String),
    Number(i64),
}

impl Either {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Address {
    #[serde(rename = "type")]
    kind: Field<Either>,
    address: Field<Either>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Message {
    address: Field<Either>,
    body: Field<Either>,
    subject: Field<Either>,
    date: Field<Either>,
    date_sent: Field<Either>,
    #[serde(rename = "type")]
    folder: Field<Either>,
    read: Field<Either>,
    recipients: Field<Vec<Field<Either>>>,
    // Of an MMS.
    mms_body: Field<Either>,
    mms_addresses: Field<Vec<Field<Address>>>,
    sub: Field<Either>,
    msg_box: Field<Either>,
    ct_l: Field<Either>,
}

/// One message of a file. A field that is not what belongs there costs itself alone, and is told with the number of its message.
struct Reading<'o, 's> {
    /// Counted from 0, as its place is.
    index: u64,
    out: &'o mut Out<'s, AndroidMessage>,
}

impl Reading<'_, '_> {
    fn at(&self) -> Place {
        Place::key([self.index.to_string()])
    }

    fn name(&self, field: &str) -> String {
        format!("message {}, counted from 0: {field}", self.index)
    }

    fn text(&mut self, field: Field<Either>, name: &str) -> Option<String> {
        field.take(&self.name(name), &self.at(), self.out).map(Either::text)
    }

    fn number(&mut self, field: Field<Either>, name: &str) -> Option<i64> {
        let text = self.text(field, name)?;
        let number = text.trim().parse().ok();
        if number.is_none() {
            let shown: String = text.chars().take(120).collect();
            let detail = format!("{} is no number: {shown:?}", self.name(name));
            self.out.problem(ProblemCode::ValueUnexpected, self.at(), detail);
        }
        number
    }

    /// A time that is set; zero is none.
    fn time(&mut self, field: Field<Either>, name: &str, in_seconds: bool) -> Option<Timestamp> {
        let number = self.number(field, name).filter(|number| *number != 0)?;
        let time = if in_seconds { Timestamp::from_unix_seconds(number) } else { Timestamp::from_unix_millis(number) };
        if time.is_none() {
            let detail = format!("{} is not a plausible time: {number}", self.name(name));
            self.out.problem(ProblemCode::TimeImplausible, self.at(), detail);
        }
        time
    }

    /// The addresses of an SMS.
    fn addresses(&mut self, address: Field<Either>, recipients: Field<Vec<Field<Either>>>) -> Vec<String> {
        let mut all: Vec<String> = self.text(address, "address").into_iter().collect();
        let others = recipients.each(&self.name("recipients"), &self.at(), self.out);
        all.extend(others.into_iter().map(Either::text));
        all.dedup();
        all.retain(|address| !address.is_empty());
        all
    }

    /// Those of an MMS, with what each of them is.
    fn mms_addresses(&mut self, list: Field<Vec<Field<Address>>>) -> Vec<(Option<i64>, String)> {
        let list = list.numbered(&self.name("mms_addresses"), &self.at(), self.out);
        let each = list.into_iter().filter_map(|(number, of)| {
            let kind = self.number(of.kind, &format!("mms_addresses/{number}/type"));
            let address = self.text(of.address, &format!("mms_addresses/{number}/address"))?;
            Some((kind, address))
        });
        each.collect()
    }

    fn message(&mut self, message: Message, is_mms: bool) -> AndroidMessage {
        let folder = self.number(message.msg_box, "msg_box").or(self.number(message.folder, "type"));
        let addresses = if is_mms {
            others(self.mms_addresses(message.mms_addresses), folder == Some(1))
        } else {
            self.addresses(message.address, message.recipients)
        };
        AndroidMessage {
            kind: if is_mms { MessageKind::Mms } else { MessageKind::Sms },
            date: self.time(message.date, "date", is_mms),
            date_sent: self.time(message.date_sent, "date_sent", is_mms),
            direction: direction(folder),
            addresses,
            subject: self.text(message.sub, "sub").or(self.text(message.subject, "subject")),
            body: self.text(message.mms_body, "mms_body").or(self.text(message.body, "body")),
            content_location: self.text(message.ct_l, "ct_l").filter(|url| url.contains("://")),
            read: self.number(message.read, "read").map(|read| read != 0),
            ..AndroidMessage::default()
        }
    }
}

/// Hands out the items of an array one by one, so that what stands before damage is kept.
struct Each<F>(F);

impl<'de, F: FnMut(&RawValue)> DeserializeSeed<'de> for Each<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(&RawValue)> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of messages")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(item) = list.next_element::<Box<RawValue>>()? {
            (self.0)(&item);
        }
        Ok(())
    }
}

/// Reads one file.
pub(super) fn read(file: &Source<'_>, out: &mut Out<'_, AndroidMessage>) -> Result<(), ParseError> {
    let is_mms = file.file_name().ends_with("_mms_backup");
    let mut unpacked = ZlibDecoder::new(file.reader()?).take(UNPACKED);
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(&mut unpacked));
    let mut index = 0_u64;
    let read = Each(|item: &RawValue| {
        let mut reading = Reading { index, out: &mut *out };
        let at = reading.at();
        index = index.saturating_add(1);
        let name = format!("message {}, counted from 0,", reading.index);
        let Ok(field) = serde_json::from_str::<Field<Message>>(item.get()) else {
            // It is JSON; what is nested deeper than anything is not taken apart.
            return reading.out.problem(
                ProblemCode::ValueUnexpected,
                at,
                format!("{name} is nothing that can be a message"),
            );
        };
        if let Some(message) = field.needed(&name, &at, reading.out) {
            let message = reading.message(message, is_mms);
            reading.out.record(at, message);
        }
    })
    .deserialize(&mut json)
    .and_then(|()| json.end());
    drop(json);
    read.map_err(|error| {
        let at = Place::key([index.to_string()]);
        if unpacked.limit() == 0 {
            let detail = format!("more than {UNPACKED} bytes when unpacked: what follows message {index} was not read");
            return ParseError::at(ProblemCode::LimitReached, at, detail);
        }
        let why = match error.classify() {
            Category::Io => "its compressed bytes are damaged or cut",
            Category::Eof => "the list of messages is cut off",
            Category::Syntax | Category::Data if index == 0 => "it is no list of messages",
            Category::Syntax | Category::Data => "what follows is no list of messages any more",
        };
        ParseError::at(ProblemCode::JsonDamaged, at, format!("{why}: {index} messages were read before that"))
    })
}
