//! Binary XML inside a chunk of an event log, token by token.
//!
//! Format: Joachim Metz, "Windows XML Event Log (EVTX) format" (libevtx); [MS-EVEN6], section 2.2.12 "`BinXml`". Other
//! readers: `evtx` (Omer Ben-Amram), `python-evtx` (Willi Ballenthin).
//!
//! An event is a template, which names elements, and values put into it; a value may be binary XML again. All offsets are
//! from the start of the chunk. A template stands where a chunk first uses it, so one small record may unfold into much:
//! what one record and one chunk may cost is bounded by [`Budget`].

use super::value::Value;
use crate::windows::le::{part, u16_at, usize_at};

/// Values of one template.
const VALUES: usize = 4096;

/// Why reading ended before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The event is placed, and no more was asked for.
    Enough,
    /// Something that cannot be binary XML, and where in the chunk.
    Damaged(usize, &'static str),
    /// What one record or chunk may cost is used up.
    Limit,
}

/// How many tokens and bytes of values may still come.
#[derive(Default)]
pub(super) struct Budget {
    tokens: u32,
    bytes: usize,
}

impl Budget {
    /// For one record, out of what is left for its chunk.
    pub(super) fn record(chunk: &mut u32) -> Self {
        let tokens = (*chunk).min(50_000);
        *chunk = chunk.saturating_sub(tokens);
        Self { tokens, bytes: 512 << 10 }
    }

    /// What was not used goes back to the chunk.
    pub(super) fn give_back(self, chunk: &mut u32) {
        *chunk = chunk.saturating_add(self.tokens);
    }

    /// So many tokens.
    #[inline]
    pub(super) fn tokens(&mut self, count: u32) -> Result<(), Stop> {
        self.tokens = self.tokens.checked_sub(count).ok_or(Stop::Limit)?;
        Ok(())
    }

    /// A value of so many bytes.
    #[inline]
    pub(super) fn value(&mut self, bytes: usize) -> Result<(), Stop> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(Stop::Limit)?;
        self.tokens(1)
    }
}

/// The name of an element or attribute: UTF-16, as it stands in the chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'c>(&'c [u8]);

impl<'c> Name<'c> {
    /// Whether it is this name, which is ASCII.
    #[inline]
    pub(super) fn is(self, name: &str) -> bool {
        let (pairs, rest) = self.0.as_chunks::<2>();
        rest.is_empty() && pairs.len() == name.len() && pairs.iter().zip(name.bytes()).all(|(p, b)| *p == [b, 0])
    }

    /// As a text.
    pub(super) fn value(self) -> Value<'c> {
        Value::text(self.0)
    }
}

/// One token, as far as it says something of an event.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'c> {
    /// An element begins.
    Open(Name<'c>),
    /// Its attributes are complete.
    Inside,
    /// It ends.
    Close,
    /// An attribute begins; its value comes next.
    Attribute(Name<'c>),
    /// Text or another value.
    Value(Value<'c>),
    /// A value of the template.
    Given(u16),
    /// A template begins, with its values; the place behind its token.
    Template(usize),
    /// Something was not as it should be, and was passed over.
    Odd(&'static str),
    /// Nothing that matters.
    Nothing,
    /// The fragment ends.
    End,
}

/// The tokens between two places of a chunk.
pub(super) struct Tokens<'c> {
    chunk: &'c [u8],
    at: usize,
    end: usize,
    in_template: bool,
}

impl<'c> Tokens<'c> {
    /// In a template each element says first on which value it depends.
    pub(super) fn new(chunk: &'c [u8], at: usize, end: usize, in_template: bool) -> Self {
        Self { chunk, at, end, in_template }
    }

    /// Where the next token stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next token; behind the last of them the end.
    pub(super) fn next(&mut self) -> Result<Token<'c>, Stop> {
        if self.at >= self.end {
            return Ok(Token::End);
        }
        let Some(token) = self.chunk.get(self.at).copied() else {
            return Err(Stop::Damaged(self.at, "it ends inside an event"));
        };
        self.skip(1);
        Ok(match token {
            0x00 => Token::End,
            // An element begins; 0x40: it has attributes.
            0x01 | 0x41 => {
                self.skip(if self.in_template { 6 } else { 4 });
                let name = self.name()?;
                self.skip(if token & 0x40 == 0 { 0 } else { 4 });
                Token::Open(name)
            }
            0x02 => Token::Inside,
            // It ends: without content, or behind its content.
            0x03 | 0x04 => Token::Close,
            0x05 | 0x45 => {
                let value = Value::inline(self.chunk, self.at);
                Token::Value(self.behind(value, "a value without a known length")?)
            }
            0x06 | 0x46 => Token::Attribute(self.name()?),
            // CDATA, and the data of a processing instruction, which says nothing of an event.
            0x07 | 0x47 | 0x0b => {
                let text = counted(self.chunk, self.at);
                let text = self.behind(text, "it ends inside a text")?;
                if token == 0x0b { Token::Nothing } else { Token::Value(Value::text(text)) }
            }
            0x08 | 0x48 => {
                let unit = part(self.chunk, self.at, 2).zip(self.at.checked_add(2));
                Token::Value(Value::text(self.behind(unit, "it ends inside a character")?))
            }
            0x09 | 0x49 => entity(self.name()?),
            0x0a => {
                self.name()?;
                Token::Nothing
            }
            0x0c => {
                let at = self.at;
                self.at = Template::at(self.chunk, at)?.values(self.chunk, &mut Vec::new())?;
                Token::Template(at)
            }
            // 0x0e: what has no value is left out.
            0x0d | 0x0e => {
                let number = u16_at(self.chunk, self.at).zip(self.at.checked_add(3));
                Token::Given(self.behind(number, "it ends inside a template")?)
            }
            0x0f => {
                self.skip(3);
                Token::Nothing
            }
            _ => return Err(Stop::Damaged(self.at.saturating_sub(1), "a token that binary XML does not have")),
        })
    }

    fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// Goes on behind what was read, if it was.
    fn behind<T>(&mut self, read: Option<(T, usize)>, what: &'static str) -> Result<T, Stop> {
        let (read, behind) = read.ok_or(Stop::Damaged(self.at, what))?;
        self.at = behind;
        Ok(read)
    }

    /// The name whose offset stands here: a name stands where it is first used, and is only pointed to later.
    fn name(&mut self) -> Result<Name<'c>, Stop> {
        let read = || {
            let offset = usize_at(self.chunk, self.at)?;
            let behind = self.at.checked_add(4)?;
            // Before the text: the next name of the same hash (4), the hash (2), the number of characters (2).
            let length = usize::from(u16_at(self.chunk, offset.checked_add(6)?)?).checked_mul(2)?;
            let text = part(self.chunk, offset.checked_add(8)?, length)?;
            let behind = if offset == behind { offset.checked_add(10)?.checked_add(length)? } else { behind };
            Some((Name(text), behind))
        };
        self.behind(read(), "a name that is not in the chunk")
    }
}

fn entity(name: Name<'_>) -> Token<'_> {
    const ENTITIES: [(&str, &[u8]); 5] =
        [("amp", b"&\0"), ("lt", b"<\0"), ("gt", b">\0"), ("quot", b"\"\0"), ("apos", b"'\0")];
    match ENTITIES.iter().find(|(entity, _)| name.is(entity)) {
        Some((_, text)) => Token::Value(Value::text(text)),
        None => Token::Odd("an entity that XML does not have"),
    }
}

/// A template that is used: where it stands, and where its values do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Template {
    /// Where its tokens begin and end.
    pub(super) body: usize,
    pub(super) end: usize,
    values: usize,
}

impl Template {
    /// From behind its token.
    pub(super) fn at(chunk: &[u8], at: usize) -> Result<Self, Stop> {
        // A byte, the template's number (4) and its offset (4); then the template itself, if it stands here.
        let read = || {
            let offset = usize_at(chunk, at.checked_add(5)?)?;
            let body = offset.checked_add(24)?;
            let length = usize_at(chunk, offset.checked_add(20)?)?;
            let end = body.checked_add(length)?;
            part(chunk, body, length)?;
            let behind = at.checked_add(9)?;
            Some(Self { body, end, values: if offset == behind { end } else { behind } })
        };
        read().ok_or(Stop::Damaged(at, "a template that is not in the chunk"))
    }

    /// Adds its values to others; answers what comes behind.
    pub(super) fn values<'c>(self, chunk: &'c [u8], onto: &mut Vec<Value<'c>>) -> Result<usize, Stop> {
        let mut read = || {
            let count = usize_at(chunk, self.values)?;
            let count = Some(count).filter(|count| *count <= VALUES)?;
            let table = self.values.checked_add(4)?;
            let mut at = table.checked_add(count.checked_mul(4)?)?;
            for entry in chunk.get(table..at)?.as_chunks::<4>().0 {
                let [low, high, kind, _] = *entry;
                let length = usize::from(u16::from_le_bytes([low, high]));
                onto.push(Value::new(kind, at, part(chunk, at, length)?));
                at = at.checked_add(length)?;
            }
            Some(at)
        };
        read().ok_or(Stop::Damaged(self.values, "the values of a template do not fit the chunk"))
    }
}

/// A text with the number of its characters before it, and what comes behind.
pub(super) fn counted(chunk: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let length = usize::from(u16_at(chunk, at)?).checked_mul(2)?;
    let from = at.checked_add(2)?;
    Some((part(chunk, from, length)?, from.checked_add(length)?))
}
