//! DNS messages: RFC 1035, RFC 9460 (HTTPS). Names of other protocols on the local network (mDNS, LLMNR) are not read:
//! they tell of printers, not of servers.
//!
//! A pointer in a name must lead to an earlier place, so that no message can send a reader in circles.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::super::bytes::Cursor;

/// Questions, and answers, of one message that are read.
const MOST_QUESTIONS: u16 = 8;
const MOST_ANSWERS: u16 = 64;
/// Bytes of a name, and labels in it (RFC 1035, 2.3.4).
const MOST_NAME: usize = 255;
const MOST_LABELS: usize = 128;

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) is_answer: bool,
    /// What the server says, if not that all is well.
    pub(super) status: Option<String>,
    /// Name and type.
    pub(super) questions: Vec<(String, String)>,
    /// Addresses and names.
    pub(super) answers: Vec<String>,
}

impl Message {
    /// Reads a message. `None` when it is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor(bytes);
        cursor.u16()?;
        let flags = cursor.u16()?;
        // Only ordinary questions; notifications and updates of zones are not look-ups.
        if flags & 0x7800 != 0 {
            return None;
        }
        let (questions, answers) = (cursor.u16()?, cursor.u16()?);
        cursor.u32()?;
        let is_answer = flags & 0x8000 != 0;
        let status = match flags & 0x000f {
            _ if !is_answer => None,
            0 => None,
            2 => Some("SERVFAIL".to_owned()),
            3 => Some("NXDOMAIN".to_owned()),
            5 => Some("REFUSED".to_owned()),
            code => Some(format!("code {code}")),
        };
        let mut message = Self { is_answer, status, questions: Vec::new(), answers: Vec::new() };
        for _ in 0..questions.min(MOST_QUESTIONS) {
            let name = name(bytes, &mut cursor)?;
            let kind = cursor.u16()?;
            cursor.u16()?;
            message.questions.push((name, type_name(kind)));
        }
        if questions > MOST_QUESTIONS {
            return Some(message);
        }
        for _ in 0..answers.min(MOST_ANSWERS) {
            // What was read stays when an answer is cut off.
            if message.answer(bytes, &mut cursor).is_none() {
                break;
            }
        }
        Some(message)
    }

    fn answer<'b>(&mut self, bytes: &'b [u8], cursor: &mut Cursor<'b>) -> Option<()> {
        name(bytes, cursor)?;
        let kind = cursor.u16()?;
        cursor.u16()?;
        cursor.u32()?;
        let begins = bytes.len().checked_sub(cursor.0.len())?.checked_add(2)?;
        let value = cursor.after_u16()?;
        let found = match kind {
            1 => <[u8; 4]>::try_from(value.0).ok().map(|four| IpAddr::from(four).to_string()),
            28 => <[u8; 16]>::try_from(value.0).ok().map(|sixteen| IpAddr::from(sixteen).to_string()),
            // The name another name stands for. It may point back into the message.
            5 | 39 => name(bytes, &mut Cursor(bytes.get(begins..)?)),
            _ => None,
        };
        self.answers.extend(found.filter(|found| !self.answers.contains(found)));
        Some(())
    }
}

/// A name at the cursor; the cursor ends behind it.
fn name<'b>(message: &'b [u8], cursor: &mut Cursor<'b>) -> Option<String> {
    let mut text = String::new();
    let mut length = 0_usize;
    let mut here = *cursor;
    let mut left = false;
    for _ in 0..MOST_LABELS {
        let at = message.len().checked_sub(here.0.len())?;
        let first = here.u8()?;
        match first {
            0 => {
                if !left {
                    *cursor = here;
                }
                return Some(if text.is_empty() { ".".to_owned() } else { text });
            }
            1..=63 => {
                let label = here.take(usize::from(first))?;
                length = length.checked_add(label.len())?.checked_add(1)?;
                if length > MOST_NAME {
                    return None;
                }
                if !text.is_empty() {
                    text.push('.');
                }
                for byte in label {
                    push(&mut text, *byte);
                }
            }
            0xc0.. => {
                let low = here.u8()?;
                let to = usize::from(u16::from_be_bytes([first & 0x3f, low]));
                if !left {
                    *cursor = here;
                    left = true;
                }
                if to >= at {
                    return None;
                }
                here = Cursor(message.get(to..)?);
            }
            _ => return None,
        }
    }
    None
}

/// A byte of a label, as zone files write it.
fn push(text: &mut String, byte: u8) {
    match byte {
        b'.' | b'\\' => {
            text.push('\\');
            text.push(char::from(byte));
        }
        0x21..=0x7e => text.push(char::from(byte)),
        _ => _ = write!(text, "\\{byte:03}"),
    }
}

/// The name of a type of record.
fn type_name(kind: u16) -> String {
    let name = match kind {
        1 => "A",
        2 => "NS",
        5 => "CNAME",
        6 => "SOA",
        10 => "NULL",
        12 => "PTR",
        15 => "MX",
        16 => "TXT",
        28 => "AAAA",
        33 => "SRV",
        35 => "NAPTR",
        43 => "DS",
        48 => "DNSKEY",
        64 => "SVCB",
        65 => "HTTPS",
        252 => "AXFR",
        255 => "ANY",
        _ => return format!("TYPE{kind}"),
    };
    name.to_owned()
}

/// Messages over TCP, each behind its length.
#[derive(Debug, Default)]
pub(super) struct Messages {
    raw: Vec<u8>,
    lost: bool,
}

impl Messages {
    pub(super) fn kept(&self) -> usize {
        self.raw.len()
    }

    /// Bytes as they came; where some are missing the lengths are lost, and the rest is not read.
    pub(super) fn feed(&mut self, bytes: &[u8], missing: bool, see: &mut dyn FnMut(&[u8])) {
        self.lost |= missing;
        if self.lost {
            self.raw.clear();
            return;
        }
        self.raw.extend_from_slice(bytes);
        loop {
            let mut cursor = Cursor(&self.raw);
            let Some(message) = cursor.after_u16() else { return };
            see(message.0);
            let used = message.0.len().saturating_add(2);
            self.raw.drain(..used.min(self.raw.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(flags: u16, questions: u16, answers: u16) -> Vec<u8> {
        [7, flags, questions, answers, 0, 0].iter().flat_map(|number: &u16| number.to_be_bytes()).collect()
    }

    #[test]
    fn names_answers_and_pointers() {
        let mut bytes = head(0x8180, 1, 2);
        bytes.extend(b"\x03www\x07example\x03org\0\0\x01\0\x01");
        bytes.extend(b"\xc0\x0c\0\x05\0\x01\0\0\0\x3c\0\x06\x03cdn\xc0\x10");
        bytes.extend(b"\xc0\x2d\0\x01\0\x01\0\0\0\x3c\0\x04\xc0\0\x02\x07");
        let message = Message::read(&bytes).unwrap();
        assert_eq!(message.questions, [("www.example.org".to_owned(), "A".to_owned())]);
        assert_eq!(message.answers, ["cdn.example.org", "192.0.2.7"]);
        for end in 0..bytes.len() {
            let cut = Message::read(&bytes[..end]);
            assert!(cut.is_none_or(|cut| cut.answers.len() < 2));
        }
    }

    #[test]
    fn pointers_in_circles_and_absurd_names_end() {
        let mut bytes = head(0x0100, 1, 0);
        bytes.extend(b"\x01a\xc0\x0c\0\x01\0\x01");
        assert_eq!(Message::read(&bytes), None, "a pointer to itself");
        let mut bytes = head(0x0100, 1, 0);
        bytes.extend(b"\xc0\x40\0\x01\0\x01");
        bytes.resize(200, 0);
        assert_eq!(Message::read(&bytes), None, "a pointer forward");
        let mut bytes = head(0x0100, 1, 0);
        bytes.extend(b"\x3f".iter().chain(&[b'a'; 63]).copied().collect::<Vec<u8>>().repeat(5));
        bytes.extend(b"\0\0\x01\0\x01");
        assert_eq!(Message::read(&bytes), None, "more than 255 bytes");
        let mut bytes = head(0x0100, 1, 0);
        bytes.extend(b"\x04a.\\\xff\0\0\x10\0\x01");
        assert_eq!(Message::read(&bytes).unwrap().questions, [("a\\.\\\\\\255".to_owned(), "TXT".to_owned())]);
        assert_eq!(Message::read(&head(0x2800, 0, 0)), None, "an update of a zone");
    }
}
