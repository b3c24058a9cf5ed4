//! Trust agents: programs that may keep a user unlocked without the code (Smart Lock and its like), whether each user is locked,
//! and what the agents did, with times.
//!
//! Format: `dumpsys trust` (AOSP `TrustManagerService.dump`, `TrustArchive.dump`, since Android 5). For each user ` User "Owner"
//! (id=0, flags=0x13) (current): trusted=0, trustManaged=0, deviceLocked=0, strongAuthRequired=0x0` (`trustState=UNTRUSTED` and
//! `isActiveUnlockRunning` since Android 13; of a profile only `(profile with unified challenge): deviceLocked=1`, before Android
//! 8 `(managed profile)`). Below `Enabled agents:` a component, `bound=1, connected=1, managingTrust=1, trusted=0`, and, where it
//! trusts, `message="…"`. Below `Events:` the last fifty, the newest first: `#0  05-12 18:02:11.120 GrantTrust:
//! agent=GoogleTrustAgent, message="…", duration=+4h0m0s0ms, flags=0`. An agent is named by its class alone, unless two share a
//! name; times are local and without a year. Other readers: none.
//!
//! A message is text that an agent chose, and so is the name of a user: with line breaks they can look like entries. A text goes
//! on until what the system writes behind it. Events are numbered, and where numbers or users stand twice all entries of that
//! user are marked as disputed.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::clock::duration;
use super::lines::{TextLine, full_component, package_of, present};
use super::strong_auth::reasons;
use super::{BESIDE, DUMPSTATE, DeviceTime, Dumpstate, Part, each_section, go_on, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Trust;

/// A user.
#[derive(Debug, Default, Serialize)]
pub struct TrustUser {
    /// The number (0 is the owner).
    pub user: Option<i64>,
    /// The name.
    pub name: Option<String>,
    /// The one that is in front.
    pub current: bool,
    /// An agent keeps it unlocked (`trusted`), may do so (`trustable`), or does not (`untrusted`).
    pub state: Option<String>,
    /// An agent decides on trust.
    pub managed: Option<bool>,
    /// The device is locked for it.
    pub locked: Option<bool>,
    /// An agent can unlock it on its own.
    pub active_unlock: Option<bool>,
    /// Why the code is asked for and no agent is believed.
    pub strong_auth: Vec<String>,
    /// See the module.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
}

/// An agent that is switched on.
#[derive(Debug, Default, Serialize)]
pub struct TrustAgent {
    /// For which user.
    pub user: Option<i64>,
    /// The component.
    pub component: String,
    /// It runs.
    pub connected: Option<bool>,
    /// It decides on trust.
    pub managing: Option<bool>,
    /// It keeps the user unlocked.
    pub trusting: Option<bool>,
    /// What it says of why.
    pub message: Option<String>,
    /// See the module; also where it stands behind a message, of which it may be a part.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
}

/// What happened.
#[derive(Debug, Default, Serialize)]
pub struct TrustEvent {
    /// For which user.
    pub user: Option<i64>,
    /// When.
    pub at: Option<DeviceTime>,
    /// What (`GrantTrust`, `RevokeTrust`, `AgentConnected` …).
    pub event: String,
    /// The agent, as it is written.
    pub agent: Option<String>,
    /// Its component, where one of that name is switched on.
    pub component: Option<String>,
    /// What it said of why.
    pub message: Option<String>,
    /// For how many milliseconds trust was given; 0 is without an end.
    pub lasts: Option<i64>,
    /// `INITIATED_BY_USER`, `DISMISS_KEYGUARD` …
    pub flags: Vec<String>,
    /// Whether it decides on trust from then on.
    pub managing: Option<bool>,
    /// See the module.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
}

/// What is told.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum TrustEntry {
    /// A user.
    User(TrustUser),
    /// An agent.
    Agent(TrustAgent),
    /// An event.
    Event(TrustEvent),
}

impl Record for TrustEntry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Event(event) => DeviceTime::at(event.at.as_ref()),
            _ => None,
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            see(Moment { what: "happened", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let (component, text) = match self {
            Self::User(user) => (None, user.name.as_deref()),
            Self::Agent(agent) => (Some(agent.component.as_str()), agent.message.as_deref()),
            Self::Event(event) => (event.component.as_deref(), event.message.as_deref()),
        };
        if let Some(component) = component {
            see_component(component, see);
        }
        if let Some(text) = text {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        let number = |user: Option<i64>| user.map_or_else(|| "unknown".to_owned(), |user| user.to_string());
        match self {
            Self::User(user) => {
                let locked = match user.locked {
                    Some(true) => "locked",
                    Some(false) => "unlocked",
                    None => "locked or not, which is not told",
                };
                let state = user.state.as_deref().map(|state| format!(", {state}")).unwrap_or_default();
                format!("user {} of the device: {locked}{state}", number(user.user))
            }
            Self::Agent(agent) => {
                let does = if agent.trusting == Some(true) { "keeps it unlocked" } else { "is switched on" };
                format!("trust agent {} of user {} {does}", agent.component, number(agent.user))
            }
            Self::Event(event) => {
                let agent = event.component.as_deref().or(event.agent.as_deref());
                let of = agent.map(|agent| format!(" ({agent})")).unwrap_or_default();
                format!("trust of user {}: {}{of}", number(event.user), event.event)
            }
        }
    }
}

/// Bytes of a text that goes on over several lines.
const TEXT_LIMIT: usize = 1 << 14;

/// Agents or events of one user; the system lists fifty events.
const MOST: usize = 1000;

/// What stands behind the name of a user, and behind the message of an event.
const BEHIND_NAME: &str = "\" (id=";
const BEHIND_MESSAGE: &str = "\", duration=";

/// A text that is not complete with its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    Name,
    Message,
    EventMessage,
}

impl Text {
    /// Whether a line begins one of which more follows.
    fn begins(line: &str) -> Option<Self> {
        let text = line.trim();
        let (what, rest) = if let Some(rest) = line.strip_prefix(" User \"") {
            (Self::Name, rest)
        } else if let Some(rest) = text.strip_prefix("message=\"") {
            (Self::Message, rest)
        } else {
            (Self::EventMessage, text.strip_prefix('#')?.split_once(" GrantTrust: ")?.1.split_once(", message=\"")?.1)
        };
        (!what.ends(rest)).then_some(what)
    }

    /// Whether it ends in a line.
    fn ends(self, line: &str) -> bool {
        match self {
            Self::Name => line.contains(BEHIND_NAME),
            Self::Message => line.ends_with('"'),
            Self::EventMessage => line.contains(BEHIND_MESSAGE),
        }
    }
}

/// Where the lines of a user are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Outside,
    Head,
    Agents,
    Events,
}

/// A user whose lines are read.
struct Open {
    place: Place,
    user: TrustUser,
    agents: Vec<(Place, TrustAgent)>,
    events: Vec<(Place, TrustEvent)>,
}

/// A section that is being read.
struct Reading<'d> {
    dump: &'d Dumpstate,
    at: At,
    open: Option<Open>,
    users: Vec<i64>,
    /// The system says that no agent runs.
    disabled: bool,
    lacks_the_year: bool,
}

/// `1` or `0`.
fn flag(text: &str) -> Option<bool> {
    match text.trim() {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// The name of a class without its package.
fn simple_name(component: &str) -> &str {
    component.rsplit(['.', '/']).next().unwrap_or(component)
}

/// `trusted=0, trustManaged=0, deviceLocked=0, strongAuthRequired=0x0`
fn state(user: &mut TrustUser, text: &str) -> Option<()> {
    for pair in text.split(", ") {
        let (name, value) = pair.split_once('=')?;
        match name {
            "trusted" => user.state = Some(if flag(value)? { "trusted" } else { "untrusted" }.to_owned()),
            "trustState" => user.state = Some(value.to_ascii_lowercase()),
            "trustManaged" => user.managed = Some(flag(value)?),
            "deviceLocked" => user.locked = Some(flag(value)?),
            "isActiveUnlockRunning" => user.active_unlock = Some(flag(value)?),
            "strongAuthRequired" => user.strong_auth = reasons(value)?,
            _ => {}
        }
    }
    Some(())
}

impl Reading<'_> {
    /// The user whose lines these are; what was read of the one before is told.
    fn begin(&mut self, text: &str, at: &Place, out: &mut Out<'_, TrustEntry>) -> Option<()> {
        self.flush(out);
        self.at = At::Outside;
        // What stands behind the name is the system's.
        let (name, rest) = text.rsplit_once(BEHIND_NAME)?;
        let (id, rest) = rest.split_once(", flags=")?;
        let (_, rest) = rest.split_once(')')?;
        let id: i64 = id.parse().ok()?;
        let mut user = TrustUser { user: Some(id), name: present(name), ..TrustUser::default() };
        user.current = rest.trim_start().starts_with("(current)");
        user.disputed = self.users.contains(&id);
        if user.disputed {
            let detail = format!("user {id} is listed twice: a text that an application chose can look like a line");
            out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
        } else if self.users.len() < MOST {
            self.users.push(id);
        }
        let understood = rest.split_once(": ").map_or(Some(()), |(_, told)| state(&mut user, told));
        self.open = Some(Open { place: at.clone(), user, agents: Vec::new(), events: Vec::new() });
        self.at = At::Head;
        understood
    }

    /// Reads a line, or several that are one.
    fn entry(&mut self, text: &str, at: &Place, out: &mut Out<'_, TrustEntry>) -> Option<()> {
        if let Some(rest) = text.strip_prefix(" User \"") {
            return self.begin(rest, at, out);
        }
        let indent = text.bytes().take_while(|byte| *byte == b' ').count();
        let text = text.trim();
        match (self.at, text) {
            (At::Events, "") => self.at = At::Outside,
            (_, "") | (At::Outside, "Trust manager state:") => {}
            (At::Head | At::Agents, "Enabled agents:") => self.at = At::Agents,
            (At::Head | At::Agents, "Events:") => self.at = At::Events,
            (At::Head, _) if text.contains("disabled because") => self.at = At::Outside,
            // Behind a user that cannot be switched to, its state has a line of its own.
            (At::Head, _) => state(&mut self.open.as_mut()?.user, text.strip_prefix(": ")?)?,
            (At::Agents, _) => self.of_agent(text, indent, at)?,
            (At::Events, _) => self.of_event(text, at, out)?,
            (At::Outside, _) => {
                self.disabled |= text.starts_with("disabled because");
                // What follows the users is the state of other parts; an event does not belong there.
                if text.starts_with('#') || text.contains(BEHIND_MESSAGE) {
                    return None;
                }
            }
        }
        Some(())
    }

    fn of_agent(&mut self, text: &str, indent: usize, at: &Place) -> Option<()> {
        let open = self.open.as_mut()?;
        if indent == 4 {
            package_of(text).filter(|_| open.agents.len() < MOST)?;
            let disputed = open.agents.iter().any(|(_, agent)| agent.message.is_some());
            let component = full_component(text);
            let agent = TrustAgent { user: open.user.user, component, disputed, ..TrustAgent::default() };
            open.agents.push((at.clone(), agent));
            return Some(());
        }
        let (_, agent) = open.agents.last_mut()?;
        if let Some(message) = text.strip_prefix("message=\"") {
            agent.message = present(message.strip_suffix('"').unwrap_or(message));
            return Some(());
        }
        for pair in text.split(", ") {
            match pair.split_once('=')? {
                ("connected", value) => agent.connected = Some(flag(value)?),
                ("managingTrust", value) => agent.managing = Some(flag(value)?),
                ("trusted", value) => agent.trusting = Some(flag(value)?),
                _ => {}
            }
        }
        Some(())
    }

    fn of_event(&mut self, text: &str, at: &Place, out: &mut Out<'_, TrustEntry>) -> Option<()> {
        let clock = &self.dump.clock;
        let open = self.open.as_mut()?;
        let (number, rest) = text.strip_prefix('#')?.split_once(' ')?;
        let (date, rest) = rest.trim_start().split_once(' ')?;
        let (time, rest) = rest.split_once(' ')?;
        let (event, rest) = rest.split_once(':')?;
        let number: usize = number.parse().ok()?;
        if number != open.events.len() && !open.user.disputed {
            open.user.disputed = true;
            let detail = format!(
                "event {number} stands where event {} is due: a text that an application chose can look like an event",
                open.events.len()
            );
            out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
        }
        if open.events.len() >= MOST {
            return None;
        }
        let written = format!("{date} {time}");
        let when = clock.local_without_year(&written);
        self.lacks_the_year |= !clock.knows_the_year();
        if when.is_none() && clock.knows_the_year() {
            out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a time: {written}"));
        }
        let mut found = TrustEvent { user: open.user.user, at: when, event: event.to_owned(), ..TrustEvent::default() };
        let (mut told, mut understood) = (rest.to_owned(), Some(()));
        if let Some((before, behind)) = rest.split_once(", message=\"") {
            // No other event has a message: this one was in the one before.
            if event != "GrantTrust" {
                return None;
            }
            let parts = behind.rsplit_once(BEHIND_MESSAGE);
            understood = parts.map(drop);
            found.message = parts.and_then(|(message, _)| present(message));
            told = parts.map_or_else(|| before.to_owned(), |(_, behind)| format!("{before}, duration={behind}"));
        }
        for (name, value) in told.split(", ").filter_map(|pair| pair.trim().split_once('=')) {
            match name {
                "agent" => found.agent = present(value),
                "duration" => {
                    let lasts = duration(value).and_then(|lasts| i64::try_from(lasts.as_millis()).ok());
                    understood = understood.filter(|()| lasts.is_some());
                    found.lasts = lasts;
                }
                "flags" => found.flags = value.split('|').filter(|flag| *flag != "0").map(str::to_owned).collect(),
                "managingTrust" => found.managing = flag(value),
                _ => {}
            }
        }
        open.events.push((at.clone(), found));
        understood
    }

    /// Tells what was read of a user.
    fn flush(&mut self, out: &mut Out<'_, TrustEntry>) {
        let Some(Open { place, user, agents, events }) = self.open.take() else { return };
        let disputed = user.disputed;
        let component_of = |name: &str| {
            let mut named = agents.iter().map(|(_, agent)| agent.component.as_str());
            match package_of(name) {
                Some(_) => Some(full_component(name)),
                None => named.find(|component| simple_name(component) == name).map(str::to_owned),
            }
        };
        let events: Vec<_> = events
            .into_iter()
            .map(|(at, event)| {
                let component = event.agent.as_deref().and_then(component_of);
                (at, TrustEvent { component, disputed, ..event })
            })
            .collect();
        out.record(place, TrustEntry::User(user));
        for (at, agent) in agents {
            out.record(at, TrustEntry::Agent(TrustAgent { disputed: disputed || agent.disputed, ..agent }));
        }
        for (at, event) in events {
            out.record(at, TrustEntry::Event(event));
        }
    }

    /// A line that is not what belongs here makes doubtful what stands around it.
    fn odd(&mut self, text: &str, at: &Place, out: &mut Out<'_, TrustEntry>) {
        if let Some(open) = &mut self.open {
            open.user.disputed = true;
        }
        // Names of users and messages stand in quotes: those are of persons, and problems do not quote them.
        let (before, quoted) = text.split_once('"').unwrap_or((text, ""));
        let behind = quoted.rsplit_once('"').map_or("", |(_, behind)| behind);
        let text = if quoted.is_empty() { before.to_owned() } else { format!("{before}\"…\"{behind}") };
        not_understood(&TextLine { at: at.clone(), text: text.into() }, out);
    }
}

impl Artifact for Trust {
    type Record = TrustEntry;
    const SPEC: Spec = Spec { id: "android_trust", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, TrustEntry>) -> Result<(), ParseError> {
        let mut lacks_the_year = false;
        let read = each_section(file, &[Part::Service("trust")], out, |section, dump, out| {
            let mut reading = Reading {
                dump,
                at: At::Outside,
                open: None,
                users: Vec::new(),
                disabled: false,
                lacks_the_year: false,
            };
            let mut goes_on: Option<(Text, Place, String)> = None;
            for line in section.lines() {
                let (at, text) = match goes_on.take() {
                    Some((what, at, mut text)) if what.ends(&line.text) => {
                        text.push('\n');
                        text.push_str(&line.text);
                        (at, text)
                    }
                    Some((what, at, mut text)) => {
                        go_on(&mut text, "\n", &line.text, TEXT_LIMIT, &at, out);
                        goes_on = Some((what, at, text));
                        continue;
                    }
                    None => match Text::begins(&line.text) {
                        Some(what) => {
                            goes_on = Some((what, line.at, line.text.into_owned()));
                            continue;
                        }
                        None => (line.at, line.text.into_owned()),
                    },
                };
                if reading.entry(&text, &at, out).is_none() {
                    reading.odd(&text, &at, out);
                }
            }
            if let Some((_, at, text)) = goes_on {
                // What followed its beginning was taken for a part of it.
                let first = text.lines().next().unwrap_or_default();
                _ = reading.entry(first, &at, out);
                let before = first.split('"').next().unwrap_or_default();
                reading.odd(&format!("a text without an end: {}", before.trim()), &at, out);
            }
            lacks_the_year |= reading.lacks_the_year;
            let none = reading.users.is_empty() && !reading.disabled;
            reading.flush(out);
            if none {
                out.problem(ProblemCode::NotTheFormat, section.place(), "no user is told of");
            }
        });
        if lacks_the_year {
            let detail =
                "nothing in this text says when it was made: these events, which have no year, stay without a time";
            out.problem(ProblemCode::DescriptionMissing, Place::File, detail);
        }
        read
    }
}
