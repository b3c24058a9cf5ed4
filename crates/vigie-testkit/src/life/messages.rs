//! Ordinary messages: mostly styled text, some with links, one in fifty edited.

use super::people::People;
use super::{Scale, spread, words};
use crate::databases::sms::{Attachment, Body, History, Message, RichLink};
use crate::random::Random;

/// Rows missing in the middle of a life with traces, as after a deletion.
const GAP: u64 = 7;

/// The row of message `at`, counted from 0.
fn row_of(scale: &Scale, at: u64) -> i64 {
    let gap = if scale.traces && at >= scale.messages / 2 { GAP } else { 0 };
    i64::try_from(at + gap + 1).unwrap_or(i64::MAX)
}

/// The first row free after the ordinary messages.
pub(super) fn next_row(scale: &Scale) -> i64 {
    row_of(scale, scale.messages)
}

/// The messages, oldest first.
pub(super) fn messages(scale: &Scale, people: &People) -> impl Iterator<Item = Message> {
    let mut random = Random::new(scale.seed).fork("messages");
    let people = people.count;
    let scale = scale.clone();
    (0..scale.messages).map(move |at| {
        let id = row_of(&scale, at);
        message(&mut random, &scale, people, at, id)
    })
}

fn message(random: &mut Random, scale: &Scale, people: i64, at: u64, id: i64) -> Message {
    let person = random.range(1, people + 1);
    let from_me = random.chance(45);
    let date = spread(random, at, scale.messages);
    let mut text = words::sentence(random);
    let mut rich_link = None;
    if random.chance(12) {
        let host = words::host(random);
        let url = format!("https://{host}/{}", words::page(random));
        text = format!("{text} {url}");
        if random.chance(50) {
            rich_link = Some(RichLink { original_url: url.clone(), url, title: words::title(random, &host) });
        }
    }
    let history = (at % 50 == 20).then(|| History {
        edits: vec![(date, words::sentence(random)), (date.plus_seconds(random.range(20, 600)), text.clone())],
        retracted_parts: Vec::new(),
    });
    let body = match random.range(0, 100) {
        0..10 => Body::Text,
        10..65 => Body::Both,
        _ => Body::Attributed,
    };
    let read = (!from_me && random.chance(90)).then(|| date.plus_seconds(random.range(3, 7200)));
    Message {
        id,
        guid: random.uuid(),
        // Rows without a correspondent exist on every phone, for instance in one's own notes.
        handle: if from_me && random.chance(6) { 0 } else { person },
        chat: person,
        service: People::service(person),
        text,
        body,
        from_me,
        date,
        read,
        rich_link,
        history,
    }
}

/// A picture with every fortieth message.
pub(super) fn attachments(scale: &Scale) -> Vec<Attachment> {
    let mut random = Random::new(scale.seed).fork("attachments");
    (0..scale.messages)
        .step_by(40)
        .zip(1..)
        .map(|(at, id)| {
            let folder = random.range(16, 256);
            let guid = random.uuid();
            Attachment {
                id,
                message: row_of(scale, at),
                filename: format!("~/Library/SMS/Attachments/{folder:02x}/01/{guid}/IMG_{id:04}.HEIC"),
                mime_type: "image/heic",
                uti: "public.heic",
                outgoing: random.chance(50),
                created: spread(&mut random, at, scale.messages),
                bytes: random.range(200_000, 3_000_000),
            }
        })
        .collect()
}
