//! Stores of Outlook (`.pst`, `.ost`): every message in them, as a message of the Internet.
//!
//! Format: MS-PST; numbers of properties: MS-OXPROPS. Other readers: libpst, libpff, `outlook-pst` of Microsoft, which was not
//! taken: it is made to write as well, allocates by what a file claims, and needs a file of its own to be opened.
//! Messages are found by the list of nodes, not by folders: so those of a damaged folder, and those that no folder lists any
//! more, are read too, and so are appointments. Persons of the address book and what is kept for programs are left out.

mod bytes;
mod cipher;
mod file;
mod node;

use file::{File, Node};
use node::Properties;
use vigie_model::{Place, ProblemCode, Record};

use super::mime::{Mail, one_line};
use crate::{Out, ParseError, Source};

/// How a store begins.
pub(super) const MARK: &[u8] = b"!BDN";
/// Attachments of one message that are read.
const ATTACHMENTS: usize = 200;
/// What they may have together, in bytes.
const ATTACHED: usize = 128 << 20;
/// Messages in each other are read this deep.
const DEEP: usize = 4;
/// Classes of what is no mail.
const OTHERS: &[&str] = &["IPM.Contact", "IPM.DistList", "IPM.Configuration", "IPM.Microsoft."];
/// What kind of node an id names: its last five bits.
const KIND: u32 = 0x1f;
const MESSAGE: u32 = 0x04;
const ATTACHMENT: u32 = 0x05;

/// Gives every message of a store, with where its data begins.
pub(super) fn each<R: Record>(
    source: &Source<'_>,
    out: &mut Out<'_, R>,
    see: &mut impl FnMut(u64, &[u8], &mut Out<'_, R>),
) -> Result<(), ParseError> {
    let mut file = File::open(source)?;
    tell(&mut file, out);
    let messages: Vec<Node> = file.nodes.iter().filter(|node| node.id & KIND == MESSAGE).copied().collect();
    for node in messages {
        let at = file.place(node.data).unwrap_or(0);
        match message(&mut file, node, 0) {
            Some(Item::Mail(bytes)) => see(at, &bytes, out),
            Some(Item::Other) => {}
            None => {
                let detail = format!("message {:#x} of the store has no properties that can be read", node.id);
                out.problem(ProblemCode::NotTheFormat, Place::Offset { offset: at }, detail);
            }
        }
        tell(&mut file, out);
    }
    Ok(())
}

fn tell<R: Record>(file: &mut File<'_>, out: &mut Out<'_, R>) {
    for (code, offset, detail) in std::mem::take(&mut file.troubles) {
        out.problem(code, Place::Offset { offset }, detail);
    }
}

/// 100 nanoseconds since 1601 as mail writes a time.
fn written(bytes: &[u8]) -> Option<String> {
    let ticks = i64::try_from(bytes::u64_at(bytes, 0)?).ok()?;
    let seconds = ticks.checked_div(10_000_000)?.checked_sub(11_644_473_600)?;
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_string(&time).ok()
}

/// What a node is.
enum Item {
    /// A message or an appointment, as a message of the Internet.
    Mail(Vec<u8>),
    /// A person in the address book, or what a program keeps for itself.
    Other,
}

fn message(file: &mut File<'_>, node: Node, depth: usize) -> Option<Item> {
    let at = file.place(node.data).unwrap_or(0);
    let of = Properties::read(file, node)?;
    let class = of.text(file, 0x001a).unwrap_or_default();
    if OTHERS.iter().any(|other| class.starts_with(other)) {
        return Some(Item::Other);
    }
    let mut mail = Mail { headers: of.text(file, 0x007d), ..Mail::default() };
    for (field, properties) in [
        (&mut mail.name, &[0x0c1a_u16, 0x0042][..]),
        (&mut mail.address, &[0x5d01, 0x0c1f, 0x0065][..]),
        (&mut mail.subject, &[0x0037][..]),
        (&mut mail.id, &[0x1035][..]),
    ] {
        let found = properties.iter().find_map(|property| of.text(file, *property).filter(|text| !text.is_empty()));
        *field = found.unwrap_or_default();
    }
    // Two letters before a subject say how long its prefix (`Re: `) is.
    if let Some(rest) = mail.subject.strip_prefix('\u{1}') {
        mail.subject = rest.chars().skip(1).collect();
    }
    let time = [0x0e06, 0x0039].into_iter().find_map(|property| of.bytes(file, property).as_deref().and_then(written));
    mail.date = time.unwrap_or_default();
    mail.body = of.text(file, 0x1000);
    mail.html = match of.kind(0x1013) {
        Some(0x102) => of.bytes(file, 0x1013),
        _ => of.text(file, 0x1013).map(String::into_bytes),
    };
    if mail.body.is_none() && mail.html.is_none() && of.kind(0x1009).is_some() {
        let detail = "a text that is kept only as packed RTF, which is not read".to_owned();
        file.trouble(ProblemCode::CompressionUnsupported, at, detail);
    }
    let attached: Vec<Node> = of.below.values().filter(|node| node.id & KIND == ATTACHMENT).copied().collect();
    if attached.len() > ATTACHMENTS {
        let detail = format!("{} attachments, of which {ATTACHMENTS} were read", attached.len());
        file.trouble(ProblemCode::LimitReached, at, detail);
    }
    let mut total = 0_usize;
    for node in attached.into_iter().take(ATTACHMENTS) {
        let Some(of) = Properties::read(file, node) else {
            file.trouble(ProblemCode::BlobNotUnderstood, at, "an attachment that cannot be read".to_owned());
            continue;
        };
        let title = [0x3707, 0x3704, 0x3001].into_iter().find_map(|property| of.text(file, property));
        let title = one_line(&title.unwrap_or_default());
        // 5: a message; 6: an object of another program.
        let inner = (of.kind(0x3701) == Some(0x0d)).then(|| of.bytes(file, 0x3701)).flatten();
        let inner = inner.and_then(|object| of.below.get(&bytes::u32_at(&object, 0)?).copied());
        if let Some(inner) = inner.filter(|_| of.number(0x3705) == Some(5)) {
            match (depth < DEEP).then(|| message(file, inner, depth.saturating_add(1))) {
                Some(Some(Item::Mail(bytes))) => mail.messages.push(bytes),
                Some(Some(Item::Other)) => {}
                Some(None) => {
                    let detail = format!("the attached message {title:?} cannot be read");
                    file.trouble(ProblemCode::BlobNotUnderstood, at, detail);
                }
                None => {
                    let detail = format!("messages in each other, read {DEEP} deep");
                    file.trouble(ProblemCode::LimitReached, at, detail);
                }
            }
            continue;
        }
        let content = (of.kind(0x3701) == Some(0x102)).then(|| of.bytes(file, 0x3701)).flatten();
        let Some(content) = content else {
            let detail = format!("the attachment {title:?} is not kept as a file and was not read");
            file.trouble(ProblemCode::BlobNotUnderstood, at, detail);
            continue;
        };
        total = total.saturating_add(content.len());
        if total > ATTACHED {
            let detail = format!("attachments of more than {ATTACHED} bytes; the first were read");
            file.trouble(ProblemCode::LimitReached, at, detail);
            break;
        }
        mail.files.push((title, content));
    }
    Some(Item::Mail(mail.bytes()))
}
