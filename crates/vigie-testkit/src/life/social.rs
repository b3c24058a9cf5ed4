//! Calls, contacts, calendar, interactions and WhatsApp.

use anyhow::Result;

use super::people::{People, phone};
use super::traces::Traces;
use super::{Scale, share, spread, words};
use crate::backup::BackupBuilder;
use crate::databases::sqlite::Workshop;
use crate::databases::{address_book, calendar, call_history, interactions, whatsapp, whatsapp_contacts};
use crate::random::Random;

/// Direct conversations on WhatsApp; one more is a group.
const CHATS: i64 = 5;

pub(super) fn add(
    builder: BackupBuilder,
    workshop: &mut Workshop,
    scale: &Scale,
    people: &People,
    traces: Option<&Traces>,
) -> Result<BackupBuilder> {
    let builder = add_calls(builder, workshop, scale, people)?;
    let builder = add_contacts(builder, workshop, scale, people)?;
    let builder = add_calendar(builder, workshop, scale)?;
    let builder = add_interactions(builder, workshop, scale, people)?;
    add_whatsapp(builder, workshop, scale, traces)
}

fn add_calls(builder: BackupBuilder, workshop: &mut Workshop, scale: &Scale, people: &People) -> Result<BackupBuilder> {
    let mut random = Random::new(scale.seed).fork("calls");
    let count = share(scale.messages, 10, 14);
    let calls: Vec<call_history::Call> = (0..count)
        .zip(1..)
        .map(|(at, id)| {
            let address = People::address(random.range(1, people.count + 1));
            let mail = address.contains('@');
            call_history::Call {
                id,
                date: spread(&mut random, at, count),
                seconds: if random.chance(20) { 0.0 } else { seconds(&mut random) },
                address,
                originated: random.chance(50),
                provider: if mail { "com.apple.FaceTime" } else { "com.apple.Telephony" },
                location: if mail { "" } else { "United States" },
            }
        })
        .collect();
    let database = workshop.database(|connection| call_history::create(connection, &calls))?;
    Ok(builder.database(call_history::DOMAIN, call_history::PATH, database))
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn seconds(random: &mut Random) -> f64 {
    random.range(5, 1800) as f64
}

fn add_contacts(
    builder: BackupBuilder,
    workshop: &mut Workshop,
    scale: &Scale,
    people: &People,
) -> Result<BackupBuilder> {
    let mut random = Random::new(scale.seed).fork("contacts");
    let contacts: Vec<address_book::Person> = (1..=people.count)
        .map(|id| address_book::Person {
            id,
            first: People::name(id),
            organization: (id % 6 == 0).then(|| "Example Organisation".to_owned()),
            addresses: vec![People::address(id)],
            created: spread(&mut random, id.unsigned_abs(), 500),
        })
        .collect();
    let database = workshop.database(|connection| address_book::create(connection, &contacts))?;
    Ok(builder.database(address_book::DOMAIN, address_book::PATH, database))
}

fn add_calendar(builder: BackupBuilder, workshop: &mut Workshop, scale: &Scale) -> Result<BackupBuilder> {
    const TITLES: [&str; 6] = ["Dentist", "Team meeting", "Lunch", "Train", "Anniversaire", "Yoga"];
    let mut random = Random::new(scale.seed).fork("calendar");
    let count = share(scale.messages, 50, 10);
    let events: Vec<calendar::Event> = (0..count)
        .zip(1..)
        .map(|(at, id)| calendar::Event {
            id,
            summary: (*random.pick(&TITLES)).to_owned(),
            description: random.chance(40).then(|| words::sentence(&mut random)),
            start: spread(&mut random, at, count),
            minutes: random.range(15, 120),
            url: random.chance(20).then(|| format!("https://{}/meet", words::host(&mut random))),
            organizer: random.chance(30).then(|| format!("contact{id}@example.org")),
        })
        .collect();
    let database = workshop.database(|connection| calendar::create(connection, &events))?;
    Ok(builder.database(calendar::DOMAIN, calendar::PATH, database))
}

fn add_interactions(
    builder: BackupBuilder,
    workshop: &mut Workshop,
    scale: &Scale,
    people: &People,
) -> Result<BackupBuilder> {
    const BUNDLES: [&str; 4] =
        ["com.apple.MobileSMS", "net.whatsapp.WhatsApp", "com.apple.mobilephone", "com.apple.mobilemail"];
    let mut random = Random::new(scale.seed).fork("interactions");
    let contacts: Vec<interactions::Contact> = (1..=people.count)
        .map(|id| {
            let first = spread(&mut random, id.unsigned_abs(), 500);
            interactions::Contact {
                id,
                identifier: People::address(id),
                name: People::name(id),
                first,
                last: first.plus_seconds(random.range(1, 86_400 * 100)),
            }
        })
        .collect();
    let count = share(scale.messages, 5, 20);
    let rows: Vec<interactions::Interaction> = (0..count)
        .zip(1..)
        .map(|(at, id)| interactions::Interaction {
            id,
            bundle: (*random.pick(&BUNDLES)).to_owned(),
            contact: random.range(1, people.count + 1),
            outgoing: random.chance(50),
            date: spread(&mut random, at, count),
            attachment: random.chance(10).then(|| {
                let url = format!("https://{}/{}", words::host(&mut random), words::page(&mut random));
                (words::sentence(&mut random), url)
            }),
        })
        .collect();
    let database = workshop.database(|connection| interactions::create(connection, &contacts, &rows))?;
    Ok(builder.database(interactions::DOMAIN, interactions::PATH, database))
}

fn jid(number: i64) -> String {
    format!("{}@s.whatsapp.net", phone(number).trim_start_matches('+'))
}

fn add_whatsapp(
    builder: BackupBuilder,
    workshop: &mut Workshop,
    scale: &Scale,
    traces: Option<&Traces>,
) -> Result<BackupBuilder> {
    let mut random = Random::new(scale.seed).fork("whatsapp");
    let mut chats: Vec<whatsapp::Chat> = (1..=CHATS)
        .map(|id| whatsapp::Chat {
            id,
            jid: jid(id),
            name: People::name(id),
            members: Vec::new(),
            created: super::BEGIN,
        })
        .collect();
    chats.push(whatsapp::Chat {
        id: CHATS + 1,
        jid: "120363000000000001@g.us".to_owned(),
        name: "Group of the neighbours".to_owned(),
        members: (1..=4).map(jid).collect(),
        created: super::BEGIN.plus_seconds(86_400),
    });
    let pairs: Vec<whatsapp::LidPair> = (1..=CHATS)
        .map(|id| whatsapp::LidPair {
            lid: format!("{}@lid", 200_000_000_000_000 + id),
            phone: phone(id).trim_start_matches('+').to_owned(),
            time: spread(&mut random, id.unsigned_abs(), 10),
        })
        .collect();
    let contacts: Vec<whatsapp_contacts::Contact> = (1..=CHATS)
        .zip(&pairs)
        .map(|(id, pair)| whatsapp_contacts::Contact {
            id,
            name: People::name(id),
            phone: phone(id),
            lid: Some(pair.lid.clone()),
            about: ("Disponible".to_owned(), pair.time),
        })
        .collect();
    let count = share(scale.messages, 2, 24);
    let ordinary = (0..count).zip(1..).map(|(at, id)| whatsapp_message(&mut random, at, count, id));
    let next = i64::try_from(count + 1)?;
    let planted = traces.map(|traces| traces.whatsapp.as_slice()).unwrap_or_default();
    let planted = planted.iter().zip(next..).map(|((date, text), id)| whatsapp::Message {
        id,
        chat: 2,
        member: None,
        jid: jid(2),
        text: Some(text.clone()),
        from_me: false,
        date: *date,
        media_url: None,
        link: None,
    });
    let storage =
        workshop.database(|connection| whatsapp::create(connection, &chats, ordinary.chain(planted), &pairs))?;
    let book = workshop.database(|connection| whatsapp_contacts::create(connection, &contacts))?;
    Ok(builder.database(whatsapp::DOMAIN, whatsapp::PATH, storage).database(
        whatsapp::DOMAIN,
        whatsapp_contacts::PATH,
        book,
    ))
}

fn whatsapp_message(random: &mut Random, at: u64, count: u64, id: i64) -> whatsapp::Message {
    let chat = random.range(1, CHATS + 2);
    let group = chat > CHATS;
    let from_me = random.chance(40);
    let member = (group && !from_me).then(|| random.range(1, 5));
    let sentence = words::sentence(random);
    let (mut text, mut link, mut media_url) = (Some(sentence), None, None);
    match random.range(0, 100) {
        0..8 => {
            let host = words::host(random);
            let url = format!("https://{host}/{}", words::page(random));
            text = Some(format!("{} {url}", words::sentence(random)));
            link = Some((url, words::title(random, &host), "An ordinary page".to_owned()));
        }
        8..14 => {
            text = None;
            media_url = Some(format!("https://mmg.whatsapp.net/v/t62.7118-24/{id}.enc"));
        }
        _ => {}
    }
    whatsapp::Message {
        id,
        chat,
        member,
        jid: if group { "120363000000000001@g.us".to_owned() } else { jid(chat) },
        text,
        from_me,
        date: spread(random, at, count),
        media_url,
        link,
    }
}
