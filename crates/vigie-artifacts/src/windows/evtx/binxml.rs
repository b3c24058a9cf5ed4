//! Binary XML inside a chunk of an event log, walked token by token without building a tree.
//!
//! Format: Joachim Metz, "Windows XML Event Log (EVTX) format" (libevtx); [MS-EVEN6], section 2.2.12 "`BinXml`". Other
//! readers: `evtx` (Omer Ben-Amram), `python-evtx` (Willi Ballenthin).
//!
//! An event is a template, which names elements, and values put into it; a value may be binary XML again. All offsets are
//! from the start of the chunk. A template stands where a chunk first uses it, so one small record may unfold into much:
//! what one record and one chunk may cost is bounded by [`Budget`].

use super::value::{Value, render};
use crate::windows::le::{part, u16_at, u32_at, usize_at};

/// Binary XML inside binary XML.
const DEEPEST: usize = 8;
/// Elements inside one another.
const OPEN: usize = 64;
/// Values of one template.
const VALUES: usize = 4096;

/// Why a walk ended before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Whoever listens has heard enough.
    Enough,
    /// Something that cannot be binary XML, and where in the chunk.
    Damaged(usize, &'static str),
    /// What one record or chunk may cost is used up.
    Limit,
}

/// How many tokens and bytes of text may still come.
pub(super) struct Budget {
    tokens: u32,
    text: usize,
}

impl Budget {
    /// For one record, out of what is left for its chunk.
    pub(super) fn record(chunk: &mut u32) -> Self {
        let tokens = (*chunk).min(50_000);
        *chunk = chunk.saturating_sub(tokens);
        Self { tokens, text: 512 << 10 }
    }

    /// What was not used goes back to the chunk.
    pub(super) fn give_back(self, chunk: &mut u32) {
        *chunk = chunk.saturating_add(self.tokens);
    }

    fn token(&mut self) -> Result<(), Stop> {
        self.tokens = self.tokens.checked_sub(1).ok_or(Stop::Limit)?;
        Ok(())
    }
}

/// The name of an element or attribute: UTF-16, as it stands in the chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'c>(&'c [u8]);

impl Name<'_> {
    /// Whether it is this name, which is ASCII.
    pub(super) fn is(self, name: &str) -> bool {
        let (pairs, rest) = self.0.as_chunks::<2>();
        rest.is_empty() && pairs.len() == name.len() && pairs.iter().zip(name.bytes()).all(|(p, b)| *p == [b, 0])
    }

    /// As text.
    pub(super) fn text(self) -> String {
        crate::windows::le::utf16(self.0)
    }
}

/// Hears what an event says.
pub(super) trait Listen<'c> {
    /// An element begins.
    fn open(&mut self, name: Name<'c>) -> Result<(), Stop>;
    /// An attribute of the element that began last.
    fn attribute(&mut self, name: Name<'c>, value: &str);
    /// Text of the element that is open. Items of a list come one by one.
    fn text(&mut self, text: &str);
    /// The text so far was one item of a list, and another follows.
    fn another(&mut self);
    /// The element that is open ends.
    fn close(&mut self) -> Result<(), Stop>;
    /// Something was not as it should be, and was read all the same.
    fn odd(&mut self, what: &'static str);
}

/// A walk through one record.
pub(super) struct Walk<'c, 'l, L> {
    /// The whole chunk.
    pub(super) chunk: &'c [u8],
    /// Who listens.
    pub(super) listener: &'l mut L,
    /// What may still come.
    pub(super) budget: &'l mut Budget,
    /// The attribute that is open; its value so far is in `value_of_it`.
    attribute: Option<Name<'c>>,
    value_of_it: String,
    open: usize,
    scratch: String,
}

impl<'c, 'l, L: Listen<'c>> Walk<'c, 'l, L> {
    /// A walk that has not begun.
    pub(super) fn new(chunk: &'c [u8], listener: &'l mut L, budget: &'l mut Budget) -> Self {
        Self { chunk, listener, budget, attribute: None, value_of_it: String::new(), open: 0, scratch: String::new() }
    }

    /// Everything between two places of the chunk.
    pub(super) fn fragment(&mut self, at: usize, end: usize) -> Result<(), Stop> {
        self.tokens(at, end, false, &[], 0)
    }

    fn tokens(
        &mut self,
        mut at: usize,
        end: usize,
        in_template: bool,
        values: &[Value<'c>],
        depth: usize,
    ) -> Result<(), Stop> {
        if depth > DEEPEST {
            return Err(Stop::Damaged(at, "binary XML too deep in itself"));
        }
        let opened = self.open;
        while at < end {
            self.budget.token()?;
            let Some(token) = self.chunk.get(at).copied() else {
                return Err(Stop::Damaged(at, "it ends inside an event"));
            };
            at = at.saturating_add(1);
            match token {
                // End of the fragment.
                0x00 => break,
                // An element begins; 0x40: it has attributes.
                0x01 | 0x41 => {
                    // Inside templates each element says first on which value it depends.
                    at = at.saturating_add(if in_template { 2 } else { 0 });
                    let (name, behind) = self.name(at.saturating_add(4))?;
                    at = behind.saturating_add(if token & 0x40 == 0 { 0 } else { 4 });
                    if self.open >= OPEN {
                        return Err(Stop::Damaged(at, "elements too deep in each other"));
                    }
                    self.open = self.open.saturating_add(1);
                    self.listener.open(name)?;
                }
                // The start of the element is complete.
                0x02 => self.end_attribute(),
                // It ends: without content, or behind its content.
                0x03 | 0x04 => {
                    self.end_attribute();
                    if self.open <= opened {
                        return Err(Stop::Damaged(at, "an element ends that did not begin"));
                    }
                    self.open = self.open.saturating_sub(1);
                    self.listener.close()?;
                }
                0x05 | 0x45 => {
                    let Some((value, behind)) = Value::inline(self.chunk, at) else {
                        return Err(Stop::Damaged(at, "a value without a known length"));
                    };
                    at = behind;
                    self.value(value)?;
                }
                0x06 | 0x46 => {
                    self.end_attribute();
                    let (name, behind) = self.name(at)?;
                    at = behind;
                    self.attribute = Some(name);
                    self.value_of_it.clear();
                }
                // CDATA, and the data of a processing instruction, which says nothing of an event.
                0x07 | 0x47 | 0x0b => {
                    let Some((text, behind)) = counted(self.chunk, at) else {
                        return Err(Stop::Damaged(at, "it ends inside a text"));
                    };
                    at = behind;
                    if token != 0x0b {
                        self.value(Value::text(text))?;
                    }
                }
                0x08 | 0x48 => {
                    let Some(unit) = part(self.chunk, at, 2) else {
                        return Err(Stop::Damaged(at, "it ends inside a character"));
                    };
                    at = at.saturating_add(2);
                    self.value(Value::text(unit))?;
                }
                0x09 | 0x49 => {
                    let (name, behind) = self.name(at)?;
                    at = behind;
                    self.entity(name)?;
                }
                0x0a => at = self.name(at)?.1,
                0x0c => at = self.template(at, depth)?,
                // A value of the template; 0x0e: what has no value is left out.
                0x0d | 0x0e => {
                    let Some(number) = u16_at(self.chunk, at) else {
                        return Err(Stop::Damaged(at, "it ends inside a template"));
                    };
                    at = at.saturating_add(3);
                    match values.get(usize::from(number)) {
                        Some(value) if value.is_xml() => {
                            let (from, to) = value.range();
                            self.tokens(from, to, false, &[], depth.saturating_add(1))?;
                        }
                        Some(value) => self.value(*value)?,
                        None => self.listener.odd("a template asks for a value that the event does not have"),
                    }
                }
                0x0f => at = at.saturating_add(3),
                _ => return Err(Stop::Damaged(at.saturating_sub(1), "a token that binary XML does not have")),
            }
        }
        // What a damaged fragment left open is closed, so that the rest of the event stands where it belongs.
        while self.open > opened {
            self.open = self.open.saturating_sub(1);
            self.listener.odd("an element does not end");
            self.listener.close()?;
        }
        Ok(())
    }

    fn end_attribute(&mut self) {
        if let Some(name) = self.attribute.take() {
            self.listener.attribute(name, &self.value_of_it);
        }
    }

    fn value(&mut self, value: Value<'c>) -> Result<(), Stop> {
        let mut scratch = std::mem::take(&mut self.scratch);
        for (number, item) in value.items().enumerate() {
            scratch.clear();
            if let Some(odd) = render(item, &mut scratch) {
                self.listener.odd(odd);
            }
            self.budget.token()?;
            self.budget.text = self.budget.text.checked_sub(scratch.len()).ok_or(Stop::Limit)?;
            if self.attribute.is_some() {
                self.value_of_it.push_str(&scratch);
                continue;
            }
            if number > 0 {
                self.listener.another();
            }
            self.listener.text(&scratch);
        }
        self.scratch = scratch;
        Ok(())
    }

    fn entity(&mut self, name: Name<'c>) -> Result<(), Stop> {
        const ENTITIES: [(&str, &[u8]); 5] =
            [("amp", b"&\0"), ("lt", b"<\0"), ("gt", b">\0"), ("quot", b"\"\0"), ("apos", b"'\0")];
        if let Some((_, text)) = ENTITIES.iter().find(|(entity, _)| name.is(entity)) {
            return self.value(Value::text(text));
        }
        self.listener.odd("an entity that XML does not have");
        Ok(())
    }

    /// The name whose offset stands at a place, and what comes behind: a name stands where it is first used, and is only
    /// pointed to later.
    fn name(&self, at: usize) -> Result<(Name<'c>, usize), Stop> {
        let read = || {
            let offset = usize_at(self.chunk, at)?;
            let behind = at.checked_add(4)?;
            // Before the text: the next name of the same hash (4), the hash (2), the number of characters (2).
            let length = usize::from(u16_at(self.chunk, offset.checked_add(6)?)?).checked_mul(2)?;
            let text = part(self.chunk, offset.checked_add(8)?, length)?;
            let behind = if offset == behind { offset.checked_add(10)?.checked_add(length)? } else { behind };
            Some((Name(text), behind))
        };
        read().ok_or(Stop::Damaged(at, "a name that is not in the chunk"))
    }

    /// A template with its values, from behind its token; answers what comes behind.
    fn template(&mut self, at: usize, depth: usize) -> Result<usize, Stop> {
        // A byte, the template's number (4) and its offset (4); then the template itself, if it stands here.
        let read = || {
            let offset = usize_at(self.chunk, at.checked_add(5)?)?;
            let body = offset.checked_add(24)?;
            let length = usize_at(self.chunk, offset.checked_add(20)?)?;
            let end = body.checked_add(length)?;
            part(self.chunk, body, length)?;
            let behind = at.checked_add(9)?;
            Some((body, end, if offset == behind { end } else { behind }))
        };
        let (body, end, at) = read().ok_or(Stop::Damaged(at, "a template that is not in the chunk"))?;
        let values = || {
            let count = usize_at(self.chunk, at)?;
            let count = Some(count).filter(|count| *count <= VALUES)?;
            let table = at.checked_add(4)?;
            let mut at = table.checked_add(count.checked_mul(4)?)?;
            let mut values = Vec::with_capacity(count);
            for number in 0..count {
                let entry = u32_at(self.chunk, table.checked_add(number.checked_mul(4)?)?)?.to_le_bytes();
                let [low, high, kind, _] = entry;
                let length = usize::from(u16::from_le_bytes([low, high]));
                values.push(Value::new(kind, at, part(self.chunk, at, length)?));
                at = at.checked_add(length)?;
            }
            Some((values, at))
        };
        let (values, behind) = values().ok_or(Stop::Damaged(at, "the values of a template do not fit the chunk"))?;
        self.tokens(body, end, true, &values, depth.saturating_add(1))?;
        Ok(behind)
    }
}

/// A text with the number of its characters before it, and what comes behind.
pub(super) fn counted(chunk: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let length = usize::from(u16_at(chunk, at)?).checked_mul(2)?;
    let from = at.checked_add(2)?;
    Some((part(chunk, from, length)?, from.checked_add(length)?))
}
