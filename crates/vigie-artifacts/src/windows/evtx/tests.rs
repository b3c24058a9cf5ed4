//! Binary XML made by hand: what Windows nests and the logs of fixtures do not, and what no event holds.

use super::chunk::{Chunk, Raw};
use super::event::Reader;

/// Binary XML that grows.
struct Bytes(Vec<u8>);

const FRAGMENT: [u8; 4] = [0x0f, 1, 1, 0];

impl Bytes {
    fn put(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend(bytes);
        self
    }

    fn u32(&mut self, number: usize) -> &mut Self {
        self.put(&u32::try_from(number).unwrap().to_le_bytes())
    }

    fn wide(&mut self, text: &str) -> &mut Self {
        self.put(&wide(text))
    }

    /// A name where it is used.
    fn name(&mut self, name: &str) -> &mut Self {
        let here = self.0.len() + 4;
        self.u32(here).u32(0).put(&[0, 0]).put(&[u8::try_from(name.len()).unwrap(), 0]).wide(name).put(&[0, 0])
    }

    /// An element of a template, with an attribute `Name` or none.
    fn element(
        &mut self,
        name: &str,
        attribute: Option<&[u8]>,
        inside: impl FnOnce(&mut Self) -> &mut Self,
    ) -> &mut Self {
        self.put(&[if attribute.is_some() { 0x41 } else { 0x01 }, 0xff, 0xff]).u32(0).name(name);
        if let Some(value) = attribute {
            self.u32(0).put(&[0x06]).name("Name").put(value);
        }
        self.put(&[0x02]);
        inside(self);
        self.put(&[0x04])
    }

    /// A template where it is used, with values: type and bytes.
    fn template(&mut self, body: impl FnOnce(&mut Self), values: &[(u8, &[u8])]) -> &mut Self {
        let here = self.0.len() + 10;
        self.put(&[0x0c, 1]).u32(7).u32(here).u32(0).put(&[0; 16]).u32(0);
        let begins = self.0.len();
        body(self);
        let length = u32::try_from(self.0.len() - begins).unwrap();
        self.0[begins - 4..begins].copy_from_slice(&length.to_le_bytes());
        self.values(values)
    }

    fn values(&mut self, values: &[(u8, &[u8])]) -> &mut Self {
        self.u32(values.len());
        for (kind, bytes) in values {
            self.put(&u16::try_from(bytes.len()).unwrap().to_le_bytes()).put(&[*kind, 0]);
        }
        for (_, bytes) in values {
            self.0.extend(*bytes);
        }
        self
    }
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn text(text: &str) -> Vec<u8> {
    [&[0x05, 0x01, u8::try_from(text.len()).unwrap(), 0], wide(text).as_slice()].concat()
}

fn given(number: u8) -> [u8; 4] {
    [0x0e, number, 0, 0x01]
}

fn raw(from: usize, to: usize) -> Raw {
    Raw { offset: 4096, id: 1, written: 0, from, to }
}

/// An event as Windows writes most: the template of its head has a value that is binary XML, with a template of its own.
fn nested() -> (Chunk, Raw) {
    let mut all = Bytes(vec![0; 512]);
    let from = all.0.len();
    all.put(&FRAGMENT);
    // Its offsets depend on where it stands, its length does not.
    let inner = |at: usize| {
        let mut bytes = Bytes(vec![0; at]);
        bytes.put(&FRAGMENT).template(
            |body| {
                body.put(&FRAGMENT).element("EventData", None, |data| {
                    data.element("Data", Some(&text("first")), |leaf| leaf.put(&given(0)))
                        .element("Data", None, |leaf| leaf.put(&given(1)))
                        .element("Data", Some(&given(2)), |leaf| leaf.put(&text("a-")).put(&given(0)))
                        .element("Data", Some(&text("none")), |leaf| leaf.put(&given(3)))
                        .element("Data", Some(&text("number")), |leaf| leaf.put(&given(4)))
                });
                body.put(&[0]);
            },
            &[
                (0x01, &wide("one")),
                (0x81, &wide("x\0\0y\0")),
                (0x01, &wide("made")),
                (0x00, &[]),
                (0x14, &[0xff, 0, 0, 0]),
            ],
        );
        bytes.put(&[0]).0.split_off(at)
    };
    let length = inner(0).len();
    all.template(
        |body| {
            body.put(&FRAGMENT).element("Event", None, |event| {
                event
                    .element("System", None, |system| {
                        system
                            .element("Provider", Some(&text("Someone")), |leaf| leaf)
                            .element("EventID", None, |leaf| leaf.put(&given(0)))
                            .element("Channel", None, |leaf| leaf.put(&text("Here")))
                    })
                    .put(&given(1))
            });
            body.put(&[0]);
        },
        &[(0x06, &[7, 0]), (0x21, &vec![0; length])],
    );
    let at = all.0.len() - length;
    let inside = inner(at);
    all.0[at..].copy_from_slice(&inside);
    let to = all.put(&[0]).0.len();
    (Chunk { offset: 0, bytes: all.0 }, raw(from, to))
}

#[test]
fn a_template_in_a_value_is_read_with_its_own_values() {
    let (chunk, raw) = nested();
    let mut reader = Reader::new(&chunk);
    // The second time by the plans of the first.
    for _ in 0..2 {
        let event = reader.read(&raw, true);
        assert_eq!((event.broken, event.odd, event.id), (None, None, 7));
        assert!(event.provider.is("Someone") && event.channel.is_like("HERE"));
        assert_eq!(event.text("first").as_deref(), Some("one"));
        assert_eq!(event.text("made").as_deref(), Some("a-one"));
        assert_eq!((event.text("none"), event.has("none"), event.has("first")), (None, false, true));
        assert_eq!((event.number("number"), event.text("number").as_deref()), (Some(255), Some("0xff")));
        assert_eq!(event.account("none", "first").as_deref(), Some("one"));
        assert_eq!(event.account("made", "first").as_deref(), Some("a-one\\one"));
        // An empty item of a list is one.
        assert_eq!(event.unnamed().collect::<Vec<_>>(), ["x", "", "y"]);
    }
    let event = reader.read(&raw, false);
    assert_eq!((event.id, event.unnamed().count()), (7, 0), "only its head");
}

#[test]
fn a_template_in_itself_ends() {
    let mut all = Bytes(vec![0; 512]);
    all.put(&FRAGMENT).template(
        |body| {
            let itself = 512 + 4 + 10;
            body.put(&[0x0c, 1]).u32(7).u32(itself).values(&[]).put(&[0]);
        },
        &[],
    );
    let to = all.put(&[0]).0.len();
    let chunk = Chunk { offset: 0, bytes: all.0 };
    let event = Reader::new(&chunk).read(&raw(512, to), true).broken;
    assert_eq!(event.map(|(_, what)| what), Some("binary XML too deep in itself"));
}

#[test]
fn what_unfolds_too_far_is_not_read_further() {
    // Zeros are a template without anything in it.
    const EMPTY: usize = 100;
    let many: Vec<(u8, &[u8])> = vec![(0x01, &[]); 4000];
    let mut all = Bytes(vec![0; 512]);
    let itself = 512 + 4 + 10;
    all.put(&FRAGMENT).template(
        |body| {
            for _ in 0..3 {
                body.put(&[0x0c, 1]).u32(7).u32(EMPTY).values(&many);
            }
            body.put(&[0]);
        },
        &[],
    );
    for _ in 0..4 {
        all.put(&[0x0c, 1]).u32(7).u32(itself).values(&[]);
    }
    let to = all.put(&[0]).0.len();
    let chunk = Chunk { offset: 0, bytes: all.0 };
    let event = Reader::new(&chunk).read(&raw(512, to), true).broken;
    assert_eq!(event.map(|(_, what)| what), Some("it unfolds into more than any real event"));
}
