//! STIX bundles, streamed. STIX 2.1: <https://docs.oasis-open.org/cti/stix/v2.1/>; 2.0 differs in nothing read here.
//!
//! The list of objects is cut at its braces before any JSON is parsed: memory holds one object at a time, one
//! damaged object costs only itself, and a file that ends too early keeps what was read.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read};
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A report that names a million indicators has some 50 MB; nothing honest is larger than this.
const MAX_OBJECT: usize = 256 << 20;
const MAX_OUTER_DEPTH: usize = 32;

/// Why a bundle could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Damage {
    #[error("it could not be read further: {0}")]
    Io(#[from] io::Error),
    #[error("byte {0}: a bracket that closes nothing")]
    Bracket(u64),
    #[error("byte {0}: nested deeper than a bundle is")]
    Deep(u64),
    #[error("it ends in the middle of an object or list")]
    Short,
    #[error("it has no list of STIX objects")]
    NoObjects,
}

/// Hands out each object of each `objects` list (or of a bare list), as bytes. `None` stands for one too large.
pub(crate) fn objects(
    mut input: impl Read,
    see: &mut dyn FnMut(Option<&[u8]>),
    raw: &mut dyn FnMut(&[u8]),
) -> Result<(), Damage> {
    let mut cutter = Cutter::default();
    let mut chunk = vec![0; 256 << 10];
    let mut ended = Ok(());
    loop {
        let len = match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(len) => len,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e.into()),
        };
        raw(&chunk[..len]);
        // After damage the rest is only hashed.
        if ended.is_ok() {
            ended = cutter.feed(&chunk[..len], see);
        }
    }
    ended?;
    if cutter.depth > 0 || !cutter.outer.is_empty() {
        return Err(Damage::Short);
    }
    if cutter.lists == 0 { Err(Damage::NoObjects) } else { Ok(()) }
}

#[derive(Default)]
struct Cutter {
    /// Brackets around the objects; true for a list of objects.
    outer: Vec<(u8, bool)>,
    /// Brackets open inside the current object.
    depth: usize,
    object: Vec<u8>,
    too_large: bool,
    in_string: bool,
    escaped: bool,
    /// The last string outside of objects: the key in front of a list.
    key: Vec<u8>,
    lists: usize,
    at: u64,
}

impl Cutter {
    fn feed(&mut self, chunk: &[u8], see: &mut dyn FnMut(Option<&[u8]>)) -> Result<(), Damage> {
        let mut i = 0;
        let mut kept = 0;
        while i < chunk.len() {
            if self.in_string {
                if self.escaped {
                    self.escaped = false;
                    i += 1;
                    continue;
                }
                let Some(found) = memchr::memchr2(b'"', b'\\', &chunk[i..]) else {
                    self.note_key(&chunk[i..]);
                    break;
                };
                self.note_key(&chunk[i..i + found]);
                i += found;
                if chunk[i] == b'\\' {
                    self.escaped = true;
                } else {
                    self.in_string = false;
                }
                i += 1;
                continue;
            }
            match chunk[i] {
                b'"' => {
                    self.in_string = true;
                    self.key.clear();
                }
                open @ (b'{' | b'[') => {
                    if self.depth > 0 {
                        self.depth += 1;
                    } else if open == b'{' && self.outer.last().is_some_and(|(_, list)| *list) {
                        self.depth = 1;
                        self.object.clear();
                        self.too_large = false;
                        kept = i;
                    } else {
                        let list = open == b'[' && (self.outer.is_empty() || self.key == b"objects");
                        self.lists += usize::from(list);
                        self.outer.push((open, list));
                        if self.outer.len() > MAX_OUTER_DEPTH {
                            return Err(Damage::Deep(self.at + i as u64));
                        }
                    }
                }
                close @ (b'}' | b']') => {
                    if self.depth > 0 {
                        self.depth -= 1;
                        if self.depth == 0 {
                            self.keep(&chunk[kept..=i]);
                            see((!self.too_large).then_some(self.object.as_slice()));
                            self.object.clear();
                        }
                    } else {
                        let open = if close == b'}' { b'{' } else { b'[' };
                        if self.outer.pop().map(|(b, _)| b) != Some(open) {
                            return Err(Damage::Bracket(self.at + i as u64));
                        }
                    }
                }
                _ => {}
            }
            i += 1;
        }
        if self.depth > 0 {
            self.keep(&chunk[kept..]);
        }
        self.at += chunk.len() as u64;
        Ok(())
    }

    fn note_key(&mut self, bytes: &[u8]) {
        if self.depth == 0 && self.key.len() < 16 {
            self.key.extend_from_slice(&bytes[..bytes.len().min(16)]);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.object.len() + bytes.len() > MAX_OBJECT {
            self.too_large = true;
            self.object = Vec::new();
        }
        if !self.too_large {
            self.object.extend_from_slice(bytes);
        }
    }
}

/// What vigie reads of an object; a property of an unexpected type is as if absent.
#[expect(clippy::struct_field_names, reason = "the names are those of the specification")]
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Object<'a> {
    #[serde(borrow, rename = "type")]
    pub(crate) kind: Field<'a>,
    #[serde(borrow)]
    pub(crate) id: Field<'a>,
    #[serde(borrow)]
    pub(crate) name: Field<'a>,
    #[serde(borrow)]
    pub(crate) pattern: Field<'a>,
    #[serde(borrow)]
    pub(crate) pattern_type: Field<'a>,
    #[serde(borrow)]
    pub(crate) valid_from: Field<'a>,
    #[serde(borrow)]
    pub(crate) valid_until: Field<'a>,
    #[serde(borrow)]
    pub(crate) created: Field<'a>,
    #[serde(borrow)]
    pub(crate) modified: Field<'a>,
    #[serde(borrow)]
    pub(crate) revoked: Field<'a>,
    #[serde(borrow)]
    pub(crate) confidence: Field<'a>,
    #[serde(borrow)]
    pub(crate) created_by_ref: Field<'a>,
    #[serde(borrow)]
    pub(crate) source_ref: Field<'a>,
    #[serde(borrow)]
    pub(crate) target_ref: Field<'a>,
    #[serde(borrow)]
    pub(crate) object_refs: List<Field<'a>>,
    #[serde(borrow)]
    pub(crate) external_references: List<Reference<'a>>,
}

/// Where something was published.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Reference<'a> {
    #[serde(borrow)]
    pub(crate) source_name: Field<'a>,
    #[serde(borrow)]
    pub(crate) url: Field<'a>,
    #[serde(borrow)]
    pub(crate) external_id: Field<'a>,
}

/// A scalar of whatever type the publisher used.
#[derive(Debug, Default)]
pub(crate) enum Field<'a> {
    #[default]
    Other,
    Text(Cow<'a, str>),
    Integer(u64),
    Bool(bool),
}

impl Field<'_> {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    pub(crate) fn percent(&self) -> Option<u8> {
        match self {
            Self::Integer(n) => u8::try_from(*n).ok().filter(|n| *n <= 100),
            _ => None,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Field<'a> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct V<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for V<'a> {
            type Value = Field<'a>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Field<'a>, E> {
                Ok(Field::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Field<'a>, E> {
                Ok(Field::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Field<'a>, E> {
                Ok(Field::Bool(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Field<'a>, E> {
                Ok(Field::Integer(value))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Field<'a>, E> {
                Ok(Field::Other)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Field<'a>, E> {
                Ok(Field::Other)
            }
            fn visit_unit<E>(self) -> Result<Field<'a>, E> {
                Ok(Field::Other)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Field<'a>, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Field::Other)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field<'a>, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Field::Other)
            }
        }
        d.deserialize_any(V(PhantomData))
    }
}

/// A list, or nothing when the publisher wrote something else.
#[derive(Debug)]
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct V<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for V<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                }
                Ok(List(all))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<List<T>, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(List::default())
            }
            fn visit_borrowed_str<E>(self, _: &'de str) -> Result<List<T>, E> {
                Ok(List::default())
            }
            fn visit_str<E>(self, _: &str) -> Result<List<T>, E> {
                Ok(List::default())
            }
            fn visit_bool<E>(self, _: bool) -> Result<List<T>, E> {
                Ok(List::default())
            }
            fn visit_u64<E>(self, _: u64) -> Result<List<T>, E> {
                Ok(List::default())
            }
            fn visit_i64<E>(self, _: i64) -> Result<List<T>, E> {
                Ok(List::default())
            }
            fn visit_f64<E>(self, _: f64) -> Result<List<T>, E> {
                Ok(List::default())
            }
            fn visit_unit<E>(self) -> Result<List<T>, E> {
                Ok(List::default())
            }
        }
        d.deserialize_any(V(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> (Vec<String>, Result<(), Damage>) {
        let mut all = Vec::new();
        let ended = objects(
            text.as_bytes(),
            &mut |o| all.push(String::from_utf8_lossy(o.unwrap_or_default()).into_owned()),
            &mut |_| {},
        );
        (all, ended)
    }

    #[test]
    fn objects_are_cut_at_their_braces() {
        let (all, ended) =
            cut(r#"{"type":"bundle","x":{"a":[1]},"objects":[{"a":"}]\"{"},{"b":{"c":[]}}],"y":[{"no":1}]}"#);
        ended.unwrap();
        assert_eq!(all, [r#"{"a":"}]\"{"}"#, r#"{"b":{"c":[]}}"#]);
        assert_eq!(cut(r#"[{"a":1}]"#).0.len(), 1);
        assert!(matches!(cut("not json").1, Err(Damage::NoObjects)));
        assert!(matches!(cut(r#"{"objects":[{"a":1},{"b""#), (all, Err(Damage::Short)) if all.len() == 1));
        assert!(matches!(cut(r#"{"objects":[{"a":1}]]"#), (all, Err(Damage::Bracket(_))) if all.len() == 1));
        assert!(matches!(cut(&"[".repeat(100)).1, Err(Damage::Deep(_))));
    }

    #[test]
    fn one_byte_at_a_time_is_the_same() {
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
                let Some((first, rest)) = self.0.split_first() else {
                    return Ok(0);
                };
                buf[0] = *first;
                self.0 = rest;
                Ok(1)
            }
        }
        let text = r#"{"objects":[{"a":"}]\"{"},{"b":{"c":[]}}]}"#;
        let mut all = Vec::new();
        objects(Slow(text.as_bytes()), &mut |o| all.push(o.unwrap().to_vec()), &mut |_| {}).unwrap();
        assert_eq!(all, [br#"{"a":"}]\"{"}"#.to_vec(), br#"{"b":{"c":[]}}"#.to_vec()]);
    }

    #[test]
    fn fields_of_odd_types_are_as_if_absent() {
        let object: Object<'_> = serde_json::from_str(
            r#"{"type":"indicator","id":7,"confidence":"high","revoked":"yes","object_refs":"x","external_references":[{"url":1}]}"#,
        )
        .unwrap();
        assert_eq!(object.kind.text(), "indicator");
        assert_eq!(object.confidence.percent(), None);
        assert!(!object.revoked.is_true() && object.object_refs.0.is_empty());
    }
}
