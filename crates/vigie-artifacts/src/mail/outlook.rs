//! A message of Outlook (`.msg`) as a message of the Internet; see [`mime`](super::mime).
//!
//! Format: MS-OXMSG (streams `__substg1.0_PPPPTTTT` in a compound file, one per property) and MS-OXPROPS (numbers of
//! properties). Compound files through the crate `cfb`. Other readers: msgconvert, extract-msg.

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use vigie_model::ProblemCode;

use super::mime::{Mail, one_line};
use crate::ParseError;

/// How a compound file begins.
pub(super) const MARK: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// A property is read up to this size, in bytes.
const PROPERTY_LIMIT: u64 = 32 << 20;
/// Attachments that are read.
const ATTACHMENTS: usize = 200;

type File = CompoundFile<Cursor<Vec<u8>>>;

fn stream(file: &mut File, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(PROPERTY_LIMIT).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A text property, as UTF-16 or in the code page of the writer, of which only ASCII is certain.
fn text(file: &mut File, folder: &str, property: &str) -> Option<String> {
    if let Some(bytes) = stream(file, &format!("{folder}/__substg1.0_{property}001F")) {
        let units: Vec<u16> =
            bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes)).collect();
        return Some(String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned());
    }
    let bytes = stream(file, &format!("{folder}/__substg1.0_{property}001E"))?;
    Some(String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned())
}

/// The message, and what could not be read of it.
///
/// # Errors
/// When this is no compound file, or not one with a message.
pub(super) fn as_mime(bytes: Vec<u8>) -> Result<(Vec<u8>, Vec<String>), ParseError> {
    let damaged = |detail: String| ParseError::file(ProblemCode::NotTheFormat, detail);
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    if !file.is_stream("/__properties_version1.0") {
        return Err(damaged("a compound file that is no message of Outlook".to_owned()));
    }
    let mut troubles = Vec::new();
    let mut of = |property| text(&mut file, "", property).unwrap_or_default();
    let (name, subject, id) = (of("0C1A"), of("0037"), of("1035"));
    let address = [of("5D01"), of("0C1F")].into_iter().find(|one| one.contains('@')).unwrap_or_default();
    let mut mail = Mail { name, address, subject, id, ..Mail::default() };
    mail.headers = text(&mut file, "", "007D");
    mail.body = text(&mut file, "", "1000");
    mail.html =
        stream(&mut file, "/__substg1.0_10130102").or_else(|| text(&mut file, "", "1013").map(String::into_bytes));
    let names: Vec<String> = match file.read_storage("/") {
        Ok(entries) => entries
            .map(|entry| entry.name().to_owned())
            .filter(|name| name.starts_with("__attach_version1.0_"))
            .collect(),
        Err(error) => return Err(damaged(error.to_string())),
    };
    if names.len() > ATTACHMENTS {
        troubles.push(format!("{} attachments, of which {ATTACHMENTS} were read", names.len()));
    }
    for name in names.iter().take(ATTACHMENTS) {
        let folder = format!("/{name}");
        let title = ["3707", "3704", "3001"].iter().find_map(|property| text(&mut file, &folder, property));
        let title = one_line(&title.unwrap_or_default());
        match stream(&mut file, &format!("{folder}/__substg1.0_37010102")) {
            Some(bytes) => mail.files.push((title, bytes)),
            // A message or an object inside is kept as a folder of its own.
            None => troubles.push(format!("the attachment {title:?} is not kept as a file and was not read")),
        }
    }
    Ok((mail.bytes(), troubles))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_message_of_outlook_becomes_one_of_the_internet() {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut put = |path: &str, bytes: &[u8]| file.create_stream(path).unwrap().write_all(bytes).unwrap();
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        put("/__properties_version1.0", &[0; 32]);
        put("/__substg1.0_007D001F", &wide("From: a@example.org\r\nSubject: x\r\nContent-Type: text/plain\r\n\r\n"));
        put("/__substg1.0_1000001F", &wide("hello"));
        let folder = "/__attach_version1.0_#00000000";
        file.create_storage(folder).unwrap();
        let mut put = |path: &str, bytes: &[u8]| {
            file.create_stream(format!("{folder}/{path}")).unwrap().write_all(bytes).unwrap();
        };
        put("__substg1.0_3707001F", &wide("a\"\r\nX: y.pdf"));
        put("__substg1.0_37010102", b"%PDF-");
        let bytes = file.into_inner().into_inner();
        let (mime, troubles) = as_mime(bytes).unwrap();
        assert!(troubles.is_empty());
        let read = mail_parser::MessageParser::default().parse(&mime).unwrap();
        assert_eq!(read.subject(), Some("x"));
        assert_eq!(read.body_text(0).unwrap().trim(), "hello");
        let attached = read.attachment(0).unwrap();
        assert_eq!(attached.contents(), b"%PDF-");
        assert_eq!(mail_parser::MimeHeaders::attachment_name(attached), Some("a_  X: y.pdf"));
        assert!(as_mime(MARK.to_vec()).is_err());
    }
}
