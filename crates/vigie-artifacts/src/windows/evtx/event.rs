//! One event as a flat list of named values: what its template nests says nothing more.
//!
//! Of `System` the children are kept that place the event (provider, number, channel, computer, time, process, account).
//! Below `EventData` a value is named by the attribute `Name` of its element, or has no name; below `UserData` by the
//! element itself.

use vigie_model::Timestamp;

use super::binxml::{Budget, Listen, Name, Stop, Walk};
use super::chunk::Raw;
use crate::windows::le::filetime;

/// Values of one event.
const MOST: usize = 512;

/// One event.
#[derive(Debug, Default)]
pub(crate) struct Event {
    /// Where its record stands in the file.
    pub(crate) offset: u64,
    /// Number of the record in its log.
    pub(crate) record_id: u64,
    /// Who wrote it (`Service Control Manager`).
    pub(crate) provider: String,
    /// Which event of the provider.
    pub(crate) id: u32,
    /// The log it was written to.
    pub(crate) channel: String,
    /// The computer it happened on.
    pub(crate) computer: Option<String>,
    /// When.
    pub(crate) time: Option<Timestamp>,
    /// The account in whose name it was written, as a SID.
    pub(crate) user: Option<String>,
    /// The process that wrote it.
    pub(crate) process: Option<u32>,
    /// Name and value of each item, in their order; without a name `""`.
    pub(crate) data: Vec<(String, String)>,
    /// What was not as it should be, first of all.
    pub(crate) odd: Option<&'static str>,
    /// The event could not be read to its end: where in the file, and why.
    pub(crate) broken: Option<(u64, &'static str)>,
}

impl Event {
    /// The value of a name; `None` where it is not there, empty or the dash that Windows writes for nothing.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.data.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty() && *value != "-")
    }

    /// The same as an owned text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// The number of a name, decimal or after `0x`.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        let text = self.get(name)?;
        match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        }
    }

    /// `DOMAIN\name` of two names; the domain may be missing.
    pub(crate) fn account(&self, domain: &str, name: &str) -> Option<String> {
        let name = self.get(name)?;
        Some(match self.get(domain) {
            Some(domain) => format!("{domain}\\{name}"),
            None => name.to_owned(),
        })
    }

    /// The values without a name, in their order.
    pub(crate) fn unnamed(&self) -> impl Iterator<Item = &str> {
        self.data.iter().filter(|(name, _)| name.is_empty()).map(|(_, value)| value.as_str())
    }
}

/// Reads one record, whole or only until the event is placed: then it comes without data. What is damaged is told in the
/// event.
pub(super) fn read(chunk: &[u8], raw: &Raw, left: &mut u32, whole: bool) -> Event {
    let event = Event { offset: raw.offset, record_id: raw.id, time: filetime(raw.written), ..Event::default() };
    let mut flat = Flat { event, whole, open: Vec::new(), text: String::new(), label: String::new(), has_label: false };
    let mut budget = Budget::record(left);
    let outcome = Walk::new(chunk, &mut flat, &mut budget).fragment(raw.from, raw.to);
    budget.give_back(left);
    let mut event = flat.event;
    let chunk_offset = raw.offset.saturating_sub(raw.at as u64);
    match outcome {
        Ok(()) | Err(Stop::Enough) => {}
        Err(Stop::Damaged(at, what)) => event.broken = Some((chunk_offset.saturating_add(at as u64), what)),
        Err(Stop::Limit) => event.broken = Some((raw.offset, "it unfolds into more than any real event")),
    }
    event
}

/// Where an element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Event,
    System,
    Data,
    Elsewhere,
}

struct Element<'c> {
    name: Name<'c>,
    room: Room,
    /// Whether elements stood in it.
    parent: bool,
}

struct Flat<'c> {
    event: Event,
    whole: bool,
    open: Vec<Element<'c>>,
    text: String,
    /// The attribute `Name` of the element that is open.
    label: String,
    has_label: bool,
}

impl Flat<'_> {
    fn item(&mut self) {
        let Some(element) = self.open.last() else { return };
        // A copy is as long as its text; the buffer goes on.
        let text = self.text.clone();
        self.text.clear();
        match element.room {
            Room::System => self.system(element.name, text),
            Room::Data if self.event.data.len() < MOST => {
                let name = if self.has_label {
                    self.label.clone()
                } else if element.name.is("Data") {
                    String::new()
                } else {
                    element.name.text()
                };
                self.event.data.push((name, text));
            }
            Room::Data => self.odd("more values than any real event has"),
            Room::Event | Room::Elsewhere => {}
        }
    }

    fn system(&mut self, name: Name<'_>, text: String) {
        if name.is("EventID") {
            match text.trim().parse() {
                Ok(id) => self.event.id = id,
                Err(_) => self.odd("the number of the event is none"),
            }
        } else if name.is("Channel") {
            self.event.channel = text;
        } else if name.is("Computer") {
            self.event.computer = Some(text).filter(|text| !text.is_empty());
        }
    }
}

impl<'c> Listen<'c> for Flat<'c> {
    fn open(&mut self, name: Name<'c>) -> Result<(), Stop> {
        let room = match self.open.last_mut() {
            None if name.is("Event") => Room::Event,
            None => Room::Elsewhere,
            Some(above) => {
                above.parent = true;
                match above.room {
                    Room::Event if name.is("System") => Room::System,
                    Room::Event if name.is("RenderingInfo") => Room::Elsewhere,
                    Room::Event => Room::Data,
                    other => other,
                }
            }
        };
        self.text.clear();
        self.has_label = false;
        self.open.push(Element { name, room, parent: false });
        Ok(())
    }

    fn attribute(&mut self, name: Name<'c>, value: &str) {
        let Some(element) = self.open.last() else { return };
        match element.room {
            Room::Data if name.is("Name") => {
                value.clone_into(&mut self.label);
                self.has_label = true;
            }
            Room::System if element.name.is("Provider") && name.is("Name") => {
                value.clone_into(&mut self.event.provider);
            }
            // Older programs register under another name: that is the one people know.
            Room::System if element.name.is("Provider") && name.is("EventSourceName") && !value.is_empty() => {
                value.clone_into(&mut self.event.provider);
            }
            Room::System if element.name.is("TimeCreated") && name.is("SystemTime") => {
                self.event.time = Timestamp::parse_rfc3339(value).or(self.event.time);
            }
            Room::System if element.name.is("Execution") && name.is("ProcessID") => {
                self.event.process = value.parse().ok();
            }
            Room::System if element.name.is("Security") && name.is("UserID") && !value.is_empty() => {
                self.event.user = Some(value.to_owned());
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn another(&mut self) {
        self.item();
    }

    fn close(&mut self) -> Result<(), Stop> {
        let is_leaf = self.open.last().is_some_and(|element| !element.parent);
        if is_leaf && !self.text.is_empty() {
            self.item();
        }
        self.text.clear();
        self.has_label = false;
        let ended = self.open.pop();
        let placed = ended.is_some_and(|ended| ended.room == Room::System && ended.name.is("System"));
        if placed && !self.whole { Err(Stop::Enough) } else { Ok(()) }
    }

    fn odd(&mut self, what: &'static str) {
        self.event.odd.get_or_insert(what);
    }
}
