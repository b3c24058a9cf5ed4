//! One event as a flat list of named values: what its template nests says nothing more.
//!
//! Of `System` the children are kept that place the event (provider, number, channel, computer, time, account). Below
//! `EventData` a value is named by the attribute `Name` of its element, or has no name; below `UserData` by the element
//! itself.

use std::collections::BTreeMap;
use std::rc::Rc;

use vigie_model::Timestamp;

use super::binxml::{Budget, Stop, Template, Tokens};
use super::chunk::{Chunk, Raw};
use super::plan::{Act, Goal, Label, Piece, Plan, Room};
use super::text::{Text, key};
use super::value::Value;
use crate::windows::le::filetime;

/// Values of one event.
const MOST: usize = 512;
/// Binary XML inside binary XML.
const DEEPEST: usize = 8;
/// Tokens of binary XML that one chunk may unfold into.
const TOKENS: u32 = 300_000;

/// One event. Its texts stand in its chunk.
#[derive(Debug, Default)]
pub(crate) struct Event<'c> {
    /// Where its record stands in the file.
    pub(crate) offset: u64,
    /// Number of the record in its log.
    pub(crate) record_id: u64,
    /// Who wrote it (`Service Control Manager`).
    pub(crate) provider: Text<'c>,
    /// Which event of the provider.
    pub(crate) id: u32,
    /// The log it was written to.
    pub(crate) channel: Text<'c>,
    /// The computer it happened on.
    computer: Text<'c>,
    /// When.
    pub(crate) time: Option<Timestamp>,
    /// The account in whose name it was written, as a SID.
    user: Text<'c>,
    /// Name and value of each item, in their order; some have no name.
    data: Vec<(Label<'c>, Text<'c>)>,
    /// What was not as it should be, first of all.
    pub(crate) odd: Option<&'static str>,
    /// The event could not be read to its end: where in the file, and why.
    pub(crate) broken: Option<(u64, &'static str)>,
}

impl Event<'_> {
    fn find(&self, name: &str) -> Option<&Text<'_>> {
        let key = key(name.bytes().map(u16::from));
        self.data.iter().find(|(known, _)| known.key == key && known.text.is(name)).map(|(_, value)| value)
    }

    /// Whether there is a value of a name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some_and(Text::says_something)
    }

    /// The value of a name; `None` where it is not there, empty or the dash that Windows writes for nothing.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.find(name)?.trimmed()
    }

    /// The number of a name, decimal or after `0x`.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.find(name)?.number()
    }

    /// `DOMAIN\name` of two names; the domain may be missing.
    pub(crate) fn account(&self, domain: &str, name: &str) -> Option<String> {
        let name = self.text(name)?;
        Some(match self.text(domain) {
            Some(domain) => [domain.as_str(), "\\", name.as_str()].concat(),
            None => name,
        })
    }

    /// The values without a name, in their order.
    pub(crate) fn unnamed(&self) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
        self.data.iter().filter(|(name, _)| name.text.is_empty()).map(|(_, value)| value.written())
    }

    /// The computer it happened on.
    pub(crate) fn computer(&self) -> Option<String> {
        (!self.computer.is_empty()).then(|| self.computer.written().into_owned())
    }

    /// The account in whose name it was written, as a SID.
    pub(crate) fn user(&self) -> Option<String> {
        (!self.user.is_empty()).then(|| self.user.written().into_owned())
    }
}

/// Reads the events of one chunk.
pub(super) struct Reader<'c> {
    bytes: &'c [u8],
    /// Where the chunk stands in the file.
    offset: u64,
    /// Tokens that the chunk may still unfold into.
    left: u32,
    /// What its templates say, by their place and the room they are used in.
    plans: BTreeMap<(usize, Room), Rc<Plan<'c>>>,
    /// The values of the templates that are being read, the innermost last.
    values: Vec<Value<'c>>,
    event: Event<'c>,
    budget: Budget,
    whole: bool,
}

impl<'c> Reader<'c> {
    /// Of a chunk.
    pub(super) fn new(chunk: &'c Chunk) -> Self {
        Self {
            bytes: &chunk.bytes,
            offset: chunk.offset,
            left: TOKENS,
            plans: BTreeMap::new(),
            values: Vec::new(),
            event: Event::default(),
            budget: Budget::default(),
            whole: true,
        }
    }

    /// Reads one record, whole or only until the event is placed: then it comes without data. What is damaged is told in
    /// the event.
    pub(super) fn read(&mut self, raw: &Raw, whole: bool) -> &Event<'c> {
        let mut data = std::mem::take(&mut self.event.data);
        data.clear();
        self.event = Event { offset: raw.offset, record_id: raw.id, data, ..Event::default() };
        self.whole = whole;
        self.values.clear();
        self.budget = Budget::record(&mut self.left);
        let outcome = self.fragment(raw.from, raw.to, Room::Outside, &mut Text::Nothing, 0);
        std::mem::take(&mut self.budget).give_back(&mut self.left);
        match outcome {
            Ok(_) | Err(Stop::Enough) => {}
            Err(Stop::Damaged(at, what)) => {
                self.event.broken = Some((self.offset.saturating_add(at as u64), what));
            }
            Err(Stop::Limit) => {
                self.event.broken = Some((raw.offset, "it unfolds into more than any real event"));
            }
        }
        self.event.time = self.event.time.or_else(|| filetime(raw.written));
        &self.event
    }

    /// Everything between two places; answers whether elements stand there. Text outside of them belongs to what is
    /// around it.
    fn fragment(
        &mut self,
        mut at: usize,
        end: usize,
        room: Room,
        around: &mut Text<'c>,
        depth: usize,
    ) -> Result<bool, Stop> {
        if depth > DEEPEST {
            return Err(Stop::Damaged(at, "binary XML too deep in itself"));
        }
        // Nearly always it is one template.
        if let Some([0x0f, _, _, _, 0x0c, ..]) = self.bytes.get(at..end) {
            self.budget.tokens(2)?;
            at = at.saturating_add(5);
            let (has_elements, behind) = self.template(at, room, around, depth)?;
            if behind >= end || self.bytes.get(behind) == Some(&0) {
                self.budget.tokens(1)?;
                return Ok(has_elements);
            }
            let rest = Plan::of(Tokens::new(self.bytes, behind, end, false), room, &mut self.budget);
            return Ok(self.follow(&rest, self.values.len(), around, depth)? || has_elements);
        }
        let plan = Plan::of(Tokens::new(self.bytes, at, end, false), room, &mut self.budget);
        self.follow(&plan, self.values.len(), around, depth)
    }

    /// A template, from behind its token; answers whether it has elements, and what comes behind its values.
    fn template(&mut self, at: usize, room: Room, around: &mut Text<'c>, depth: usize) -> Result<(bool, usize), Stop> {
        let depth = depth.saturating_add(1);
        if depth > DEEPEST {
            return Err(Stop::Damaged(at, "binary XML too deep in itself"));
        }
        let template = Template::at(self.bytes, at)?;
        let first = self.values.len();
        let behind = template.values(self.bytes, &mut self.values)?;
        let count = self.values.len().saturating_sub(first);
        self.budget.tokens(u32::try_from(count).unwrap_or(u32::MAX))?;
        let plan = self.plan(template, room);
        let has_elements = self.follow(&plan, first, around, depth)?;
        self.values.truncate(first);
        Ok((has_elements, behind))
    }

    fn plan(&mut self, template: Template, room: Room) -> Rc<Plan<'c>> {
        let place = (template.body, room);
        if let Some(plan) = self.plans.get(&place) {
            return Rc::clone(plan);
        }
        let tokens = Tokens::new(self.bytes, template.body, template.end, true);
        let plan = Rc::new(Plan::of(tokens, room, &mut self.budget));
        if plan.is_whole {
            self.plans.insert(place, Rc::clone(&plan));
        }
        plan
    }

    /// Does what a plan says, with the values from some number on; answers whether it has elements.
    fn follow(&mut self, plan: &Plan<'c>, first: usize, around: &mut Text<'c>, depth: usize) -> Result<bool, Stop> {
        let mut pieces = plan.pieces.iter();
        let mut label = Label::default();
        let mut has_elements = plan.has_elements;
        for step in &plan.steps {
            self.budget.tokens(step.tokens)?;
            match &step.act {
                Act::Placed if self.whole => {}
                Act::Placed => return Err(Stop::Enough),
                Act::Odd(what) => self.odd(what),
                Act::Stop(stop) => return Err(*stop),
                Act::Put(Goal::Around, count) => {
                    for piece in pieces.by_ref().take(*count) {
                        has_elements |= self.piece(piece, &Goal::Around, first, step.room, around, &label, depth)?;
                    }
                }
                Act::Put(goal, count) => {
                    let mut text = Text::Nothing;
                    let mut parent = false;
                    for piece in pieces.by_ref().take(*count) {
                        parent |= self.piece(piece, goal, first, step.room, &mut text, &label, depth)?;
                    }
                    if let Goal::Label = goal {
                        label = text.into();
                    } else if !parent && (!goal.is_element() || !text.is_empty()) {
                        self.put(goal, text, &label);
                    }
                }
            }
        }
        Ok(has_elements)
    }

    /// Adds a piece to a text; answers whether it has elements.
    #[expect(clippy::too_many_arguments, reason = "one step of a loop")]
    fn piece(
        &mut self,
        piece: &Piece<'c>,
        goal: &Goal<'c>,
        first: usize,
        room: Room,
        text: &mut Text<'c>,
        label: &Label<'c>,
        depth: usize,
    ) -> Result<bool, Stop> {
        let value = match piece {
            Piece::Value(value) => *value,
            Piece::Template(at) => return Ok(self.template(*at, room, text, depth)?.0),
            Piece::Given(number) => {
                let Some(value) = self.values.get(first.saturating_add(usize::from(*number))) else {
                    self.odd("a template asks for a value that the event does not have");
                    return Ok(false);
                };
                *value
            }
        };
        if value.is_xml() {
            let (from, to) = value.range();
            return self.fragment(from, to, room, text, depth.saturating_add(1));
        }
        if !value.is_list() {
            return if value.is_nothing() { Ok(false) } else { self.item(value, text) };
        }
        for (number, item) in value.items().enumerate() {
            if number > 0 && goal.is_element() {
                self.put(goal, std::mem::take(text), label);
            }
            self.item(item, text)?;
        }
        Ok(false)
    }

    /// Adds one value, which has no elements.
    fn item(&mut self, item: Value<'c>, text: &mut Text<'c>) -> Result<bool, Stop> {
        self.budget.value(item.length())?;
        if let Some(odd) = item.odd() {
            self.odd(odd);
        }
        text.add(item);
        Ok(false)
    }

    fn put(&mut self, goal: &Goal<'c>, text: Text<'c>, label: &Label<'c>) {
        let event = &mut self.event;
        match goal {
            Goal::Provider => event.provider = text,
            Goal::SourceName if !text.is_empty() => event.provider = text,
            Goal::User if !text.is_empty() => event.user = text,
            Goal::Time => event.time = text.time().or(event.time),
            Goal::Channel => event.channel = text,
            Goal::Computer => event.computer = text,
            Goal::Id => match text.decimal() {
                Some(id) => event.id = id,
                None => self.odd("the number of the event is none"),
            },
            Goal::Named(label) if event.data.len() < MOST => event.data.push((label.clone(), text)),
            Goal::Labelled if event.data.len() < MOST => event.data.push((label.clone(), text)),
            Goal::Named(_) | Goal::Labelled => self.odd("more values than any real event has"),
            Goal::Around | Goal::Nothing | Goal::Label | Goal::SourceName | Goal::User => {}
        }
    }

    fn odd(&mut self, what: &'static str) {
        self.event.odd.get_or_insert(what);
    }
}
