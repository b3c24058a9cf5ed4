//! The manifest of a package: Android's binary form of XML.
//!
//! Format: AOSP `frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h` (`ResXMLTree_*`, `ResStringPool_*`).
//! As Android does, attributes are known by their resource number and not by their name, which packers change; unknown
//! parts are passed over; the sizes a start tag states for its attributes are followed. Other readers: androguard,
//! apkInspector.

use super::archive::{u16_at, u32_at, usize_at};

/// Tags of one manifest.
const TAGS: usize = 200_000;
/// Attributes of one tag.
const ATTRIBUTES: usize = 200;
/// Characters of one string that are read: a file may name the same long one a million times.
const STRING_LIMIT: usize = 4096;

const STRING_POOL: u16 = 0x0001;
const XML: u16 = 0x0003;
const START_NAMESPACE: u16 = 0x0100;
const START_ELEMENT: u16 = 0x0102;
const END_ELEMENT: u16 = 0x0103;
const TEXT: u16 = 0x0104;
const RESOURCE_MAP: u16 = 0x0180;

/// Attributes of Android that are read, by their resource number.
const KNOWN: &[(u32, &str)] = &[
    (0x0101_0001, "label"),
    (0x0101_0003, "name"),
    (0x0101_0006, "permission"),
    (0x0101_000b, "sharedUserId"),
    (0x0101_000e, "enabled"),
    (0x0101_000f, "debuggable"),
    (0x0101_0010, "exported"),
    (0x0101_0028, "host"),
    (0x0101_020c, "minSdkVersion"),
    (0x0101_021b, "versionCode"),
    (0x0101_021c, "versionName"),
    (0x0101_0270, "targetSdkVersion"),
    (0x0101_0272, "testOnly"),
];

/// One tag.
pub(super) struct Tag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute, written out; a reference is `@7f…`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }

    pub(super) fn truth(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(|value| value.parse().ok())
    }
}

/// A tag begins or ends.
pub(super) enum Event {
    Start(Tag),
    End,
}

/// What was wrong with a manifest that could still be read.
#[derive(Debug, Default)]
pub(super) struct Oddities {
    pub(super) header: bool,
    pub(super) padding: bool,
    /// It ends before its last tag was closed.
    pub(super) cut_off: bool,
}

struct Strings<'b> {
    pool: &'b [u8],
    header: usize,
    start: usize,
    utf8: bool,
}

impl<'b> Strings<'b> {
    fn new(pool: &'b [u8]) -> Option<Self> {
        let header = u16_at(pool, 2)?.into();
        let utf8 = u32_at(pool, 16)? & 0x100 != 0;
        Some(Self { pool, header, start: usize_at(pool, 20)?, utf8 })
    }

    fn get(&self, index: u32) -> Option<String> {
        let at = usize::try_from(index).ok()?.checked_mul(4)?.checked_add(self.header)?;
        let from = self.start.checked_add(usize_at(self.pool, at)?)?;
        let text = self.pool.get(from..)?;
        if self.utf8 {
            // The length in characters, then that in bytes; each of one byte or two.
            let skip = if text.first()? & 0x80 == 0 { 1 } else { 2 };
            let text = text.get(skip..)?;
            let first = usize::from(*text.first()?);
            let (length, from) = if first & 0x80 == 0 {
                (first, 1)
            } else {
                ((first & 0x7f).checked_mul(256)?.checked_add(usize::from(*text.get(1)?))?, 2)
            };
            let bytes = text.get(from..)?.get(..length.min(STRING_LIMIT))?;
            return Some(String::from_utf8_lossy(bytes).into_owned());
        }
        let first = usize::from(u16_at(text, 0)?);
        let (length, from) = if first & 0x8000 == 0 {
            (first, 2)
        } else {
            ((first & 0x7fff).checked_mul(0x1_0000)?.checked_add(usize::from(u16_at(text, 2)?))?, 4)
        };
        let bytes = text.get(from..)?.get(..length.min(STRING_LIMIT).checked_mul(2)?)?;
        let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
        Some(String::from_utf16_lossy(&units))
    }
}

fn attribute(bytes: &[u8], strings: &Strings<'_>, resources: &[u8]) -> Option<(String, String)> {
    let name = u32_at(bytes, 4)?;
    let resource = usize::try_from(name).ok().and_then(|at| at.checked_mul(4)).and_then(|at| u32_at(resources, at));
    let known = resource.and_then(|number| KNOWN.iter().find(|(known, _)| *known == number));
    let name = known.map_or_else(|| strings.get(name).unwrap_or_default(), |(_, name)| (*name).to_owned());
    let data = u32_at(bytes, 16)?;
    let value = match bytes.get(15)? {
        0x01 => format!("@{data:08x}"),
        0x03 => strings.get(data).or_else(|| strings.get(u32_at(bytes, 8)?)).unwrap_or_default(),
        0x10 => data.cast_signed().to_string(),
        0x11 => format!("0x{data:x}"),
        0x12 => (data != 0).to_string(),
        _ => return None,
    };
    Some((name, value))
}

fn tag(node: &[u8], strings: &Strings<'_>, resources: &[u8]) -> Option<Tag> {
    let extension = node.get(u16_at(node, 2)?.into()..)?;
    let name = strings.get(u32_at(extension, 4)?)?;
    let (start, size) = (usize::from(u16_at(extension, 8)?), usize::from(u16_at(extension, 10)?));
    let count = usize::from(u16_at(extension, 12)?).min(ATTRIBUTES);
    let mut attributes = Vec::new();
    for index in 0..count {
        let at = index.checked_mul(size)?.checked_add(start)?;
        let Some(bytes) = extension.get(at..) else { break };
        attributes.extend(attribute(bytes, strings, resources));
    }
    Some(Tag { name, attributes })
}

/// Calls `see` with each tag. `None` when this is no manifest at all.
pub(super) fn read(bytes: &[u8], mut see: impl FnMut(Event)) -> Option<Oddities> {
    let mut odd = Oddities { header: u16_at(bytes, 0)? != XML || u16_at(bytes, 2)? != 8, ..Oddities::default() };
    let mut at = usize::from(u16_at(bytes, 2)?);
    let mut strings = None;
    let mut resources: &[u8] = &[];
    let (mut open, mut tags) = (0_usize, 0_usize);
    while let (Some(kind), Some(header), Some(size)) = (
        u16_at(bytes, at),
        at.checked_add(2).and_then(|at| u16_at(bytes, at)),
        at.checked_add(4).and_then(|at| usize_at(bytes, at)),
    ) {
        if size < 8 || usize::from(header) > size || tags > TAGS {
            break;
        }
        let end = at.checked_add(size)?;
        let chunk = bytes.get(at..end).or_else(|| bytes.get(at..))?;
        match kind {
            STRING_POOL if strings.is_none() => strings = Strings::new(chunk),
            RESOURCE_MAP => resources = chunk.get(usize::from(header)..).unwrap_or_default(),
            START_ELEMENT => {
                let tag = tag(chunk, strings.as_ref()?, resources);
                tags = tags.saturating_add(1);
                open = open.saturating_add(1);
                // A tag that cannot be read still counts, or the tree would be wrong.
                see(Event::Start(tag.unwrap_or_else(|| Tag { name: String::new(), attributes: Vec::new() })));
            }
            END_ELEMENT => {
                open = open.saturating_sub(1);
                see(Event::End);
            }
            START_NAMESPACE..=TEXT => {}
            _ => odd.padding = true,
        }
        at = end;
    }
    odd.cut_off = open > 0 || tags == 0;
    (strings.is_some() || tags > 0).then_some(odd)
}
