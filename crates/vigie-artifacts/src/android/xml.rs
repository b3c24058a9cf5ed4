//! The system's own XML files: text, or since Android 12 binary ([`abx`](super::abx)); both read the same.
//!
//! Text is read by `quick-xml`, which expands no entities of the document's own.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event as Xml};
use vigie_model::{Place, ProblemCode, Record};

use super::abx::{self, Element, Event, Value};
use crate::{Out, ParseError, Source};

/// Elements inside one another.
const DEEPEST: usize = 256;
/// Attributes of one element.
const ATTRIBUTES: usize = 1000;

fn element(start: &BytesStart<'_>) -> Option<Element> {
    let mut element = Element { name: start.name().0.to_owned(), attributes: Vec::new() };
    for attribute in start.attributes().take(ATTRIBUTES) {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        element.attributes.push((attribute.key.0.to_owned(), Value::Text(value.into_owned())));
    }
    Some(element)
}

/// Calls `see` with everything that happens in a text document; `Err` with where it cannot be read on.
fn text(document: &str, see: &mut dyn FnMut(u64, Event<'_>)) -> Result<(), u64> {
    let mut reader = Reader::from_str(document);
    let mut open = 0_usize;
    let mut any = false;
    loop {
        let at = reader.buffer_position();
        match reader.read_event() {
            Ok(Xml::Start(start)) => {
                open = open.saturating_add(1);
                any = true;
                if open > DEEPEST {
                    return Err(at);
                }
                see(at, Event::Start(&element(&start).ok_or(at)?));
            }
            Ok(Xml::Empty(start)) => {
                any = true;
                see(at, Event::Start(&element(&start).ok_or(at)?));
                see(at, Event::End);
            }
            Ok(Xml::End(_)) => {
                open = open.saturating_sub(1);
                see(at, Event::End);
            }
            Ok(Xml::Text(text)) => see(at, Event::Text(&text.xml10_content())),
            // The five entities of XML, and characters by their number.
            Ok(Xml::GeneralRef(name)) => {
                let number = name.resolve_char_ref().ok().flatten().map(String::from);
                let text = number.or_else(|| resolve_predefined_entity(&name).map(str::to_owned));
                see(at, Event::Text(&text.ok_or(at)?));
            }
            Ok(Xml::CData(_) | Xml::Comment(_) | Xml::Decl(_) | Xml::PI(_) | Xml::DocType(_)) => {}
            Ok(Xml::Eof) if any && open == 0 => return Ok(()),
            Ok(Xml::Eof) | Err(_) => return Err(at),
        }
    }
}

/// Why a document could not be read, or not to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Neither of the two forms.
    NotXml,
    /// It cannot be read on from this offset.
    EndsAt(u64),
}

/// Calls `see` with everything that happens in a document of either form.
pub(crate) fn walk(bytes: &[u8], see: &mut dyn FnMut(u64, Event<'_>)) -> Result<(), Trouble> {
    if bytes.starts_with(b"ABX\0") {
        let mut last = 0;
        let whole = abx::events(bytes, |offset, event| {
            last = offset;
            see(offset, event);
        });
        return if whole { Ok(()) } else { Err(Trouble::EndsAt(last)) };
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
    if start.and_then(|at| bytes.get(at)) != Some(&b'<') {
        return Err(Trouble::NotXml);
    }
    // Bytes that are not UTF-8 become U+FFFD; the place of what follows moves by as much.
    text(&String::from_utf8_lossy(bytes), see).map_err(Trouble::EndsAt)
}

/// Calls `see` with everything that happens in a file. A document that ends too early is a problem; what is no document
/// at all is an error.
pub(crate) fn read<R: Record>(
    file: &Source<'_>,
    out: &mut Out<'_, R>,
    mut see: impl FnMut(Place, Event<'_>, &mut Out<'_, R>),
) -> Result<(), ParseError> {
    match walk(&file.bytes()?, &mut |offset, event| see(Place::Offset { offset }, event, out)) {
        Ok(()) => {}
        Err(Trouble::NotXml) => {
            return Err(ParseError::file(ProblemCode::NotTheFormat, "neither XML nor Android's binary XML"));
        }
        Err(Trouble::EndsAt(offset)) => {
            let detail = "the XML is damaged or cut off: it cannot be read on from here";
            out.problem(ProblemCode::EvidenceIncomplete, Place::Offset { offset }, detail);
        }
    }
    Ok(())
}
