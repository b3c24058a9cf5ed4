//! A template, or other binary XML of a chunk, read once into what it says of each event that uses it.
//!
//! Names are looked at here, and what says nothing of an event is left out. So an event costs its values alone: a chunk has
//! some hundred events and a few templates. What is damaged stands in the steps at its place.

use super::binxml::{Budget, Name, Stop, Token, Tokens};
use super::text::Text;
use super::value::Value;

/// Elements inside one another.
const OPEN: usize = 64;

/// Where an element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Room {
    /// Outside of all elements.
    Outside,
    Event,
    System,
    Data,
    Elsewhere,
}

impl Room {
    /// Where an element in it stands.
    fn of(self, name: Name<'_>) -> Self {
        match self {
            Self::Outside if name.is("Event") => Self::Event,
            Self::Outside => Self::Elsewhere,
            Self::Event if name.is("System") => Self::System,
            Self::Event if name.is("RenderingInfo") => Self::Elsewhere,
            Self::Event => Self::Data,
            other => other,
        }
    }
}

/// What a text is of an event.
#[derive(Debug)]
pub(super) enum Goal<'c> {
    /// Part of the text of the element that what is read stands in.
    Around,
    /// Nothing.
    Nothing,
    Provider,
    /// The other name of the provider.
    SourceName,
    Id,
    Time,
    User,
    Channel,
    Computer,
    /// The name of the next value.
    Label,
    /// A value of this name, if it has one.
    Named(Label<'c>),
    /// A value of the name that was given before it.
    Labelled,
}

/// The name of a value.
#[derive(Debug, Clone, Default)]
pub(super) struct Label<'c> {
    pub(super) text: Text<'c>,
    /// What it is found by.
    pub(super) key: u64,
}

impl<'c> From<Text<'c>> for Label<'c> {
    fn from(text: Text<'c>) -> Self {
        Self { key: text.key(), text }
    }
}

/// Part of a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'c> {
    /// It is the same for all events.
    Value(Value<'c>),
    /// A value of the event, by its number.
    Given(u16),
    /// A template in the template, from behind its token.
    Template(usize),
}

/// What is to be done.
#[derive(Debug)]
pub(super) enum Act<'c> {
    /// Put so many pieces together.
    Put(Goal<'c>, usize),
    /// All that places an event was said.
    Placed,
    /// Tell that something is not as it should be.
    Odd(&'static str),
    /// Read no further.
    Stop(Stop),
}

/// One step.
#[derive(Debug)]
pub(super) struct Step<'c> {
    pub(super) act: Act<'c>,
    /// Where its element stands.
    pub(super) room: Room,
    /// Tokens since the step before.
    pub(super) tokens: u32,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Plan<'c> {
    pub(super) steps: Vec<Step<'c>>,
    /// Those of all steps, in their order.
    pub(super) pieces: Vec<Piece<'c>>,
    /// Whether it has elements.
    pub(super) has_elements: bool,
    /// Whether it was read as far as it goes.
    pub(super) is_whole: bool,
}

impl<'c> Plan<'c> {
    /// Reads tokens that stand in some room.
    pub(super) fn of(mut tokens: Tokens<'c>, room: Room, budget: &mut Budget) -> Self {
        let plan = Self { is_whole: true, ..Self::default() };
        let mut maker = Maker { plan, around: room, open: Vec::new(), attribute: None, begun: 0, tokens: 0 };
        if let Err(stop) = maker.read(&mut tokens, budget) {
            maker.plan.is_whole = stop != Stop::Limit;
            maker.step(Act::Stop(stop));
        }
        maker.plan
    }
}

struct Element<'c> {
    name: Name<'c>,
    room: Room,
    /// Whether elements stand in it.
    parent: bool,
    /// Its attribute `Name`.
    label: Option<Goal<'c>>,
}

struct Maker<'c> {
    plan: Plan<'c>,
    around: Room,
    open: Vec<Element<'c>>,
    /// The attribute that is open.
    attribute: Option<Name<'c>>,
    /// The first piece that no step has.
    begun: usize,
    tokens: u32,
}

impl<'c> Maker<'c> {
    fn read(&mut self, tokens: &mut Tokens<'c>, budget: &mut Budget) -> Result<(), Stop> {
        loop {
            budget.tokens(1)?;
            self.tokens = self.tokens.saturating_add(1);
            match tokens.next()? {
                Token::Open(name) => self.element(name, tokens.at())?,
                Token::Inside => self.end_attribute(),
                Token::Close => self.close(tokens.at())?,
                Token::Attribute(name) => {
                    self.end_attribute();
                    self.end_text();
                    self.attribute = Some(name);
                }
                Token::Value(value) => self.plan.pieces.push(Piece::Value(value)),
                Token::Given(number) => self.plan.pieces.push(Piece::Given(number)),
                Token::Template(at) => self.plan.pieces.push(Piece::Template(at)),
                Token::Odd(what) => self.step(Act::Odd(what)),
                Token::Nothing => {}
                Token::End => break,
            }
        }
        // What a damaged fragment left open is closed, so that the rest of the event stands where it belongs.
        while !self.open.is_empty() {
            self.step(Act::Odd("an element does not end"));
            self.close(tokens.at())?;
        }
        self.end_text();
        Ok(())
    }

    fn room(&self) -> Room {
        self.open.last().map_or(self.around, |element| element.room)
    }

    fn step(&mut self, act: Act<'c>) {
        self.plan.steps.push(Step { act, room: self.room(), tokens: std::mem::take(&mut self.tokens) });
    }

    fn element(&mut self, name: Name<'c>, at: usize) -> Result<(), Stop> {
        self.end_attribute();
        self.end_text();
        if self.open.len() >= OPEN {
            return Err(Stop::Damaged(at, "elements too deep in each other"));
        }
        if let Some(above) = self.open.last_mut() {
            above.parent = true;
        }
        let room = self.room().of(name);
        self.plan.has_elements = true;
        self.open.push(Element { name, room, parent: false, label: None });
        Ok(())
    }

    fn close(&mut self, at: usize) -> Result<(), Stop> {
        self.end_attribute();
        let Some(element) = self.open.last_mut() else {
            return Err(Stop::Damaged(at, "an element ends that did not begin"));
        };
        let name = element.name;
        let goal = match element.room {
            _ if element.parent => Goal::Nothing,
            Room::System if name.is("EventID") => Goal::Id,
            Room::System if name.is("Channel") => Goal::Channel,
            Room::System if name.is("Computer") => Goal::Computer,
            Room::Data => element.label.take().unwrap_or_else(|| {
                if name.is("Data") { Goal::Named(Label::default()) } else { Goal::named(name.value()) }
            }),
            _ => Goal::Nothing,
        };
        let placed = element.room == Room::System && name.is("System");
        self.put(goal);
        if placed {
            self.step(Act::Placed);
        }
        self.open.pop();
        Ok(())
    }

    fn end_attribute(&mut self) {
        let Some(name) = self.attribute.take() else { return };
        let Some(element) = self.open.last_mut() else { return self.put(Goal::Nothing) };
        let of = |known: &str| element.room == Room::System && element.name.is(known);
        let goal = match element.room {
            Room::Data if name.is("Name") => {
                if let Some([Piece::Value(text)]) = self.plan.pieces.get(self.begun..)
                    && text.units().is_some()
                    && text.odd().is_none()
                {
                    element.label = Some(Goal::named(*text));
                    self.plan.pieces.truncate(self.begun);
                    return;
                }
                element.label = Some(Goal::Labelled);
                Goal::Label
            }
            _ if of("Provider") && name.is("Name") => Goal::Provider,
            // Older programs register under another name: that is the one people know.
            _ if of("Provider") && name.is("EventSourceName") => Goal::SourceName,
            _ if of("TimeCreated") && name.is("SystemTime") => Goal::Time,
            _ if of("Security") && name.is("UserID") => Goal::User,
            _ => Goal::Nothing,
        };
        self.put(goal);
    }

    /// Text before an element is no value of the element around it.
    fn end_text(&mut self) {
        self.put(if self.open.is_empty() { Goal::Around } else { Goal::Nothing });
    }

    fn put(&mut self, goal: Goal<'c>) {
        let pieces = self.plan.pieces.get(self.begun..).unwrap_or_default();
        let says_nothing = |piece: &Piece<'_>| matches!(piece, Piece::Value(value) if value.odd().is_none());
        if matches!(goal, Goal::Nothing) && pieces.iter().all(says_nothing) {
            self.plan.pieces.truncate(self.begun);
            return;
        }
        // An empty attribute is one, an empty element is none.
        let count = pieces.len();
        if count > 0 || matches!(goal, Goal::Provider | Goal::Label) {
            self.begun = self.plan.pieces.len();
            self.step(Act::Put(goal, count));
        }
    }
}

impl<'c> Goal<'c> {
    fn named(name: Value<'c>) -> Self {
        let mut text = Text::Nothing;
        text.add(name);
        Self::Named(text.into())
    }

    /// Whether it is the text of an element: each item of a list is one of its own then.
    pub(super) fn is_element(&self) -> bool {
        matches!(self, Self::Id | Self::Channel | Self::Computer | Self::Named(_) | Self::Labelled)
    }
}
