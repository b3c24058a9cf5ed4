//! typedstream: the NeXT-era archive in which Messages keeps the styled text of a message
//! (`attributedBody`). Since iOS 16 it is often the only place of the text.
//! Source: the format as described by pytypedstream (dgelessus) and read by imessage-exporter.
//!
//! Two tables grow while an archive is written: shared strings (type codes and class names) and objects
//! (with classes and C strings). A second mention is one byte, 0x92 plus the place in its table.

use std::collections::HashMap;

const NEW: u8 = 0x84;
const NIL: u8 = 0x85;
const END: u8 = 0x86;
const TWO_BYTES: u8 = 0x81;
const FOUR_BYTES: u8 = 0x82;
/// References count from here, so that the small values 0x81 to 0x86 stay free for tags.
const FIRST_REFERENCE: i64 = -110;

/// A stretch of text with the attributes Messages gives it.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The text of the run.
    pub text: String,
    /// Where a tap leads, when the run is a link.
    pub link: Option<String>,
    /// The transfer GUID, when the run stands for an attached file.
    pub attachment: Option<String>,
}

impl Run {
    /// Plain text.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// A link that shows its own address.
    pub fn link(url: &str) -> Self {
        Self { text: url.to_owned(), link: Some(url.to_owned()), attachment: None }
    }
}

/// Splits a text at its links, as the data detector of Messages does.
pub fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|p| rest.find(p)).min() {
        let (before, from) = rest.split_at(at);
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let (url, after) = from.split_at(end);
        if !before.is_empty() {
            runs.push(Run::plain(before));
        }
        runs.push(Run::link(url));
        rest = after;
    }
    if !rest.is_empty() || runs.is_empty() {
        runs.push(Run::plain(rest));
    }
    runs
}

/// An `NSAttributedString`, as in most messages.
pub fn attributed_string(runs: &[Run]) -> Vec<u8> {
    Encoder::new().attributed(&["NSAttributedString", "NSObject"], "NSString", runs)
}

/// An `NSMutableAttributedString`, as in messages written on the device itself.
pub fn mutable_attributed_string(runs: &[Run]) -> Vec<u8> {
    let classes = ["NSMutableAttributedString", "NSAttributedString", "NSObject"];
    Encoder::new().attributed(&classes, "NSMutableString", runs)
}

struct Encoder {
    bytes: Vec<u8>,
    strings: HashMap<String, i64>,
    classes: HashMap<String, i64>,
    attribute_names: HashMap<&'static str, i64>,
    objects: i64,
}

impl Encoder {
    fn new() -> Self {
        let mut encoder = Self {
            bytes: vec![4, 11],
            strings: HashMap::new(),
            classes: HashMap::new(),
            attribute_names: HashMap::new(),
            objects: 0,
        };
        encoder.bytes.extend_from_slice(b"streamtyped");
        encoder.integer(1000);
        encoder
    }

    fn attributed(mut self, classes: &[&str], string_class: &str, runs: &[Run]) -> Vec<u8> {
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        self.shared("@");
        self.object(classes);
        self.shared("@");
        if string_class == "NSMutableString" {
            self.string(&["NSMutableString", "NSString", "NSObject"], &text);
        } else {
            self.string(&["NSString", "NSObject"], &text);
        }
        for (number, run) in (1..).zip(runs) {
            let units = i64::try_from(run.text.encode_utf16().count()).unwrap_or(i64::MAX);
            self.shared("iI");
            self.integer(number);
            self.integer(units);
            self.shared("@");
            self.attributes(run);
        }
        self.bytes.push(END);
        self.bytes
    }

    fn attributes(&mut self, run: &Run) {
        self.object(&["NSDictionary", "NSObject"]);
        let count = 1 + i64::from(run.link.is_some()) + i64::from(run.attachment.is_some());
        self.shared("i");
        self.integer(count);
        if let Some(guid) = &run.attachment {
            self.name("__kIMFileTransferGUIDAttributeName");
            self.shared("@");
            self.string(&["NSString", "NSObject"], guid);
        }
        if let Some(url) = &run.link {
            self.name("__kIMLinkAttributeName");
            self.shared("@");
            self.object(&["NSURL", "NSObject"]);
            self.shared("c");
            self.integer(0);
            self.shared("@");
            self.string(&["NSString", "NSObject"], url);
            self.bytes.push(END);
        }
        self.name("__kIMMessagePartAttributeName");
        self.shared("@");
        self.number(0);
        self.bytes.push(END);
    }

    /// The name of an attribute: one constant of the framework, so each is written once and then referred to.
    fn name(&mut self, name: &'static str) {
        self.shared("@");
        if let Some(&at) = self.attribute_names.get(name) {
            self.reference(at);
        } else {
            self.attribute_names.insert(name, self.objects);
            self.string(&["NSString", "NSObject"], name);
        }
    }

    fn string(&mut self, classes: &[&str], text: &str) {
        self.object(classes);
        self.shared("+");
        self.integer(i64::try_from(text.len()).unwrap_or(i64::MAX));
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(END);
    }

    fn number(&mut self, value: i64) {
        self.object(&["NSNumber", "NSValue", "NSObject"]);
        self.shared("*");
        // The type of the number is a C string, which takes a place among the objects.
        self.bytes.push(NEW);
        self.objects += 1;
        self.shared("i");
        self.shared("i");
        self.integer(value);
        self.bytes.push(END);
    }

    /// Opens an object: its class, then each ancestor up to one already written or to the root.
    fn object(&mut self, classes: &[&str]) {
        self.bytes.push(NEW);
        self.objects += 1;
        for class in classes {
            if let Some(&at) = self.classes.get(*class) {
                self.reference(at);
                return;
            }
            self.bytes.push(NEW);
            self.classes.insert((*class).to_owned(), self.objects);
            self.objects += 1;
            self.shared(class);
            // The strings have class version 1, everything else here version 0.
            self.integer(i64::from(class.ends_with("String") && !class.contains("Attributed")));
        }
        self.bytes.push(NIL);
    }

    fn shared(&mut self, text: &str) {
        if let Some(&at) = self.strings.get(text) {
            self.reference(at);
            return;
        }
        let at = i64::try_from(self.strings.len()).unwrap_or(i64::MAX);
        self.strings.insert(text.to_owned(), at);
        self.bytes.push(NEW);
        self.integer(i64::try_from(text.len()).unwrap_or(i64::MAX));
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn reference(&mut self, at: i64) {
        self.integer(FIRST_REFERENCE + at);
    }

    fn integer(&mut self, value: i64) {
        if let Ok(small) = i8::try_from(value)
            && i64::from(small) >= FIRST_REFERENCE
        {
            self.bytes.extend_from_slice(&small.to_le_bytes());
        } else if let Ok(middle) = u16::try_from(value) {
            self.bytes.push(TWO_BYTES);
            self.bytes.extend_from_slice(&middle.to_le_bytes());
        } else {
            let large = u32::try_from(value).unwrap_or(u32::MAX);
            self.bytes.push(FOUR_BYTES);
            self.bytes.extend_from_slice(&large.to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Run, attributed_string, mutable_attributed_string, runs};

    #[test]
    fn the_first_bytes_are_those_messages_writes() {
        let bytes = attributed_string(&[Run::plain("Noter test")]);
        // The head of the sample that imessage-exporter documents, up to the text.
        let mut head = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\0".to_vec();
        head.extend_from_slice(
            b"\x84\x84\x08NSObject\0\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+\x0aNoter test",
        );
        head.extend_from_slice(
            b"\x86\x84\x02iI\x01\x0a\x92\x84\x84\x84\x0cNSDictionary\0\x94\x84\x01i\x01\x92\x84\x96\x96",
        );
        head.extend_from_slice(
            b"\x1d__kIMMessagePartAttributeName\x86\x92\x84\x84\x84\x08NSNumber\0\x84\x84\x07NSValue\0\x94",
        );
        head.extend_from_slice(b"\x84\x01*\x84\x99\x99\0\x86\x86\x86");
        assert_eq!(bytes, head);
    }

    #[test]
    fn long_texts_and_links_are_whole() {
        let text = "é".repeat(300) + " https://example.org/a b";
        let bytes = mutable_attributed_string(&runs(&text));
        assert!(bytes.starts_with(b"\x04\x0bstreamtyped"));
        assert!(bytes.windows(text.len()).any(|w| w == text.as_bytes()));
        assert_eq!(runs(&text).len(), 3);
    }
}
