//! SMS and MMS as an `adb backup` holds them: JSON in zlib, at most 1 000 messages a file.
//!
//! Format: AOSP `TelephonyBackupAgent` (files `000000_sms_backup`, `000000_mms_backup`): an array of objects whose values
//! are texts; times of SMS in milliseconds, of MMS in seconds; no attachments. Other readers: MVT `SMS`, which reads the
//! seconds as milliseconds and takes a message with a time of sending for a sent one.

use std::fmt;
use std::io::Read;

use flate2::read::ZlibDecoder;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;
use vigie_model::{Place, ProblemCode, Timestamp};

use super::messages::{AndroidMessage, MessageKind, direction, others};
use crate::{Out, ParseError, Source};

/// Bytes of one file, unpacked.
const UNPACKED: u64 = 512 << 20;

/// A value that is a text or a number.
#[derive(Deserialize)]
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

    fn number(&self) -> Option<i64> {
        match self {
            Self::Text(text) => text.trim().parse().ok(),
            Self::Number(number) => Some(*number),
        }
    }
}

#[derive(Deserialize)]
struct Address {
    #[serde(rename = "type")]
    kind: Option<Either>,
    address: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    address: Option<String>,
    body: Option<String>,
    subject: Option<String>,
    date: Option<Either>,
    date_sent: Option<Either>,
    #[serde(rename = "type")]
    folder: Option<Either>,
    read: Option<Either>,
    #[serde(default)]
    recipients: Vec<String>,
    // Of an MMS.
    mms_body: Option<String>,
    #[serde(default)]
    mms_addresses: Vec<Address>,
    sub: Option<String>,
    msg_box: Option<Either>,
    ct_l: Option<String>,
}

/// A time that is set; zero is none.
fn time(value: Option<Either>, in_seconds: bool, at: &Place, out: &mut Out<'_, AndroidMessage>) -> Option<Timestamp> {
    let value = value?;
    let number = value.number();
    if number == Some(0) {
        return None;
    }
    let make = if in_seconds { Timestamp::from_unix_seconds } else { Timestamp::from_unix_millis };
    let time = number.and_then(make);
    if time.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("{} is not a plausible time", value.text()));
    }
    time
}

fn message(message: Message, is_mms: bool, at: &Place, out: &mut Out<'_, AndroidMessage>) -> AndroidMessage {
    let number = |value: &Option<Either>| value.as_ref().and_then(Either::number);
    let folder = number(&message.msg_box).or_else(|| number(&message.folder));
    let addresses = if is_mms {
        let all = message.mms_addresses.into_iter();
        let all = all.filter_map(|of| Some((number(&of.kind), of.address?)));
        others(all.collect(), folder == Some(1))
    } else {
        let mut all: Vec<String> = message.address.into_iter().collect();
        all.extend(message.recipients);
        all.dedup();
        all.retain(|address| !address.is_empty());
        all
    };
    AndroidMessage {
        kind: if is_mms { MessageKind::Mms } else { MessageKind::Sms },
        date: time(message.date, is_mms, at, out),
        date_sent: time(message.date_sent, is_mms, at, out),
        direction: direction(folder),
        addresses,
        subject: message.sub.or(message.subject),
        body: message.mms_body.or(message.body),
        content_location: message.ct_l.filter(|url| url.contains("://")),
        read: number(&message.read).map(|read| read != 0),
        ..AndroidMessage::default()
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
    let unpacked = ZlibDecoder::new(file.reader()?).take(UNPACKED);
    let mut json = serde_json::Deserializer::from_reader(std::io::BufReader::new(unpacked));
    let mut index = 0_u64;
    let read = Each(|item: &RawValue| {
        let at = Place::key([index.to_string()]);
        index = index.saturating_add(1);
        match serde_json::from_str(item.get()) {
            Ok(each) => {
                let message = message(each, is_mms, &at, out);
                out.record(at, message);
            }
            Err(error) => out.problem(ProblemCode::ValueUnexpected, at, format!("not a message: {error}")),
        }
    })
    .deserialize(&mut json)
    .and_then(|()| json.end());
    read.map_err(|error| {
        let at = Place::key([index.to_string()]);
        ParseError::at(ProblemCode::JsonDamaged, at, format!("not messages in JSON and zlib, or cut off: {error}"))
    })
}
