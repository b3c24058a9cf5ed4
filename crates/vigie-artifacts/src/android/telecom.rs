//! Which applications take part in calls: those that can place or receive them, and, for the last hundred calls, by which each
//! went and which other services were told of it. No numbers.
//!
//! Format: `dumpsys telecom` (AOSP `TelecomServiceImpl.dump`). Below `phoneAccounts:` (`PhoneAccountRegistrar.dump`,
//! `PhoneAccount.toString`) `[[X] PhoneAccount: ComponentInfo{com.android.phone/…}, ***, UserHandle{0} Capabilities: CallProvider
//! MultiUser …  Audio Routes: BESW Schemes: tel voicemail  Extras: … GroupId: ***]`, where `X` says that the owner switched it on;
//! before Android 6 `[PhoneAccount: … Capabilities: 3 Schemes: tel ]`. Below `Analytics:` (`Analytics.CallInfoImpl`, since Android 6; the
//! services since 8) `Call TC@12: {`, lines `startTime: 1715529731120` (milliseconds since 1970), `direction: INCOMING`,
//! `callTerminationReason: DisconnectCause [ Code: (REMOTE) … ]`, `connectionService: com.android.phone/.…`, and behind `inCallServices:
//! [` a line `name: com.example/.Service type: 4 …` for each. The list begins with the last start, and is emptied by whoever
//! collects such statistics. Other readers: none.
//!
//! Schemes, extras and the reasons of an end are texts of applications, and can look like lines of the list. An account behind
//! something else than the end of an account is marked as disputed, and so are all calls where one is listed twice or has a line that
//! does not belong there.

use std::collections::BTreeSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{TextLine, between, full_component, package_of};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Telecom;

/// An application that can place or receive calls.
#[derive(Debug, Serialize)]
pub struct CallAccount {
    /// Its service.
    pub component: String,
    /// The user.
    pub user: Option<i64>,
    /// The owner switched it on; what manages its calls itself needs no consent.
    pub enabled: Option<bool>,
    /// What it can do (`CallProvider`, `SelfManaged`, `SimSub` …); a number in old versions.
    pub capabilities: Vec<String>,
    /// See the module.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
}

/// A service that was told of a call.
#[derive(Debug, Serialize)]
pub struct CallService {
    /// Which.
    pub component: String,
    /// As what: `default_dialer`, `system_dialer`, `car`, `without_screen`, `companion`, `bluetooth`, or a number.
    pub role: String,
}

/// One call.
#[derive(Debug, Default, Serialize)]
pub struct TelecomCall {
    /// The number that the system gave it (`TC@12`).
    pub id: String,
    /// When it began.
    pub began: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// `incoming`, `outgoing`, `unknown`.
    pub direction: Option<String>,
    /// Why it ended (`LOCAL`, `REMOTE`, `MISSED`, `REJECTED` …).
    pub end: Option<String>,
    /// What placed or received it.
    pub connection: Option<String>,
    /// What was told of it, and can show or control it.
    pub services: Vec<CallService>,
    /// See the module.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disputed: bool,
}

/// What is told.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum TelecomEntry {
    /// An account.
    Account(CallAccount),
    /// A call.
    Call(TelecomCall),
}

impl Record for TelecomEntry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Account(_) => None,
            Self::Call(call) => call.began.or(call.ended),
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let Self::Call(call) = self else { return };
        for (what, at) in [("began", call.began), ("ended", call.ended)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self {
            Self::Account(account) => see_component(&account.component, see),
            Self::Call(call) => {
                let services = call.services.iter().map(|service| &service.component);
                for component in call.connection.iter().chain(services) {
                    see_component(component, see);
                }
            }
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Account(account) => format!("{} can place or receive calls", account.component),
            Self::Call(call) => {
                let direction = call.direction.as_deref().unwrap_or("of unknown direction");
                let by = call.connection.as_deref().unwrap_or("unknown");
                format!("call, {direction}, by {by}; services that were told: {}", call.services.len())
            }
        }
    }
}

/// Lists are not read beyond this; the system keeps a hundred calls.
const MOST: usize = 2000;

/// What a service is to a call (AOSP `InCallController`).
const ROLES: &[&str] =
    &["invalid", "default_dialer", "system_dialer", "car", "without_screen", "companion", "bluetooth"];

/// How the line of an account begins, and whether the owner switched it on.
const MARKS: &[(&str, Option<bool>)] =
    &[("[[X] PhoneAccount: ", Some(true)), ("[[ ] PhoneAccount: ", Some(false)), ("[PhoneAccount: ", None)];

/// An account. What applications choose stands behind what is read here.
fn account(text: &str, enabled: Option<bool>, disputed: bool) -> Option<CallAccount> {
    let (_, rest) = text.split_once("PhoneAccount: ComponentInfo{")?;
    let (component, rest) = rest.split_once('}')?;
    package_of(component)?;
    let (handle, rest) = rest.split_once(" Capabilities: ")?;
    let ends = [" Audio Routes:", " Schemes:"].iter().filter_map(|end| rest.find(end)).min()?;
    let capabilities = rest.get(..ends)?.split_ascii_whitespace().map(str::to_owned).collect();
    let user = between(handle, "UserHandle{", "}").and_then(|user| user.parse().ok());
    Some(CallAccount { component: full_component(component), user, enabled, capabilities, disputed })
}

/// A service of a call: `name: com.example/.Service type: 4 is crashed: false service last time in ms: 6012`.
fn service(text: &str) -> Option<CallService> {
    let (component, rest) = text.strip_prefix("name: ")?.split_once(" type: ")?;
    package_of(component)?;
    let number = rest.split(' ').next()?;
    let role = number.parse::<usize>().ok()?;
    let role = ROLES.get(role).map_or_else(|| number.to_owned(), |role| (*role).to_owned());
    Some(CallService { component: full_component(component), role })
}

/// What the lines belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Before,
    Calls,
    /// The services of a call.
    Services,
}

use At::{Before, Calls, Services};

/// A section that is being read.
struct Reading {
    at: At,
    /// The line before ended an account, or began their list.
    follows_account: bool,
    open: Option<(Place, TelecomCall)>,
    calls: Vec<(Place, TelecomCall)>,
    /// The names of lines of the open call.
    met: BTreeSet<String>,
    ids: BTreeSet<String>,
    /// The calls are not what the system alone wrote.
    disputed: bool,
}

impl Reading {
    fn line(&mut self, line: &TextLine<'_>, out: &mut Out<'_, TelecomEntry>) {
        let text = line.trimmed();
        if text.is_empty() {
            return;
        }
        let understood = match self.at {
            Before if text == "Analytics:" => {
                self.at = Calls;
                Some(())
            }
            Before => self.of_accounts(text, &line.at, out),
            Calls => self.of_calls(text, &line.at, out),
            Services if text == "]" => {
                self.at = Calls;
                Some(())
            }
            Services => self.of_services(text),
        };
        if understood.is_none() {
            self.disputed |= self.at != Before;
            not_understood(line, out);
        }
    }

    fn of_accounts(&mut self, text: &str, at: &Place, out: &mut Out<'_, TelecomEntry>) -> Option<()> {
        let Some((_, enabled)) = MARKS.iter().find(|(mark, _)| text.starts_with(mark)) else {
            self.follows_account = text == "phoneAccounts:";
            return Some(());
        };
        let account = account(text, *enabled, !self.follows_account);
        self.follows_account = text.ends_with(']');
        out.record(at.clone(), TelecomEntry::Account(account?));
        self.follows_account.then_some(())
    }

    fn of_calls(&mut self, text: &str, at: &Place, out: &mut Out<'_, TelecomEntry>) -> Option<()> {
        if let Some(id) = text.strip_prefix("Call ").and_then(|rest| rest.strip_suffix(": {")) {
            // The one before has no end.
            let understood = self.open.is_none().then_some(());
            if self.ids.contains(id) {
                self.disputed = true;
                let detail =
                    format!("call {id} is listed twice: a text that an application chose can look like a line");
                out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
            }
            self.close();
            if self.calls.len() >= MOST {
                return None;
            }
            self.ids.insert(id.to_owned());
            self.open = Some((at.clone(), TelecomCall { id: id.to_owned(), ..TelecomCall::default() }));
            return understood;
        }
        if text == "}" {
            self.close();
            return Some(());
        }
        // Behind the calls stand statistics.
        let Some((_, call)) = &mut self.open else { return Some(()) };
        let (name, value) = text.split_once(": ").or_else(|| Some((text.strip_suffix(':')?, "")))?;
        if self.met.len() >= MOST || !self.met.insert(name.to_owned()) {
            return None;
        }
        let mut time = |value: &str| -> Option<Option<Timestamp>> {
            let millis: i64 = value.parse().ok()?;
            let time = Timestamp::from_unix_millis(millis).filter(|_| millis > 0);
            if time.is_none() && millis != 0 {
                out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a time: {value}"));
            }
            Some(time)
        };
        match name {
            "startTime" => call.began = time(value)?,
            "endTime" => call.ended = time(value)?,
            "direction" => call.direction = Some(value.to_ascii_lowercase()),
            "callTerminationReason" => {
                call.end = between(value, "Code: (", ")").map(str::to_owned);
                return (value == "NOT SET" || value.ends_with(']')).then_some(());
            }
            "connectionService" if value != "null" && !value.is_empty() => {
                package_of(value)?;
                call.connection = Some(full_component(value));
            }
            "inCallServices" if value == "[" => self.at = Services,
            _ => {}
        }
        Some(())
    }

    fn of_services(&mut self, text: &str) -> Option<()> {
        let (_, call) = self.open.as_mut()?;
        let service = service(text).filter(|_| call.services.len() < MOST)?;
        call.services.push(service);
        Some(())
    }

    /// Ends the call that is open.
    fn close(&mut self) {
        self.met.clear();
        self.at = Calls;
        self.calls.extend(self.open.take());
    }

    fn finish(mut self, out: &mut Out<'_, TelecomEntry>) {
        if let Some((at, call)) = &self.open {
            self.disputed = true;
            out.problem(ProblemCode::LineNotUnderstood, at.clone(), format!("call {} has no end", call.id));
        }
        self.close();
        for (at, call) in self.calls {
            out.record(at, TelecomEntry::Call(TelecomCall { disputed: self.disputed, ..call }));
        }
    }
}

impl Artifact for Telecom {
    type Record = TelecomEntry;
    const SPEC: Spec = Spec { id: "android_telecom", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, TelecomEntry>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("telecom")], out, |section, _, out| {
            let mut reading = Reading {
                at: Before,
                follows_account: false,
                open: None,
                calls: Vec::new(),
                met: BTreeSet::new(),
                ids: BTreeSet::new(),
                disputed: false,
            };
            let (mut any, mut has_heading) = (false, false);
            for line in section.lines() {
                any |= !line.trimmed().is_empty();
                has_heading |= line.trimmed() == "phoneAccounts:";
                // Where the list of calls ends, a history without a form of its own begins.
                if reading.open.is_none() && line.trimmed() == "Historical Events:" {
                    break;
                }
                reading.line(&line, out);
            }
            if any && !has_heading {
                out.problem(ProblemCode::NotTheFormat, section.place(), "no list of accounts");
            }
            reading.finish(out);
        })
    }
}
