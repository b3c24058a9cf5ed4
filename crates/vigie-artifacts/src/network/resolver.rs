//! What a name server noted of the questions it was asked: dnsmasq and Pi-hole, Unbound, BIND.
//!
//! dnsmasq writes the month and day and no year; such a moment is kept as it is written, and no time is claimed.
//!
//! Formats: dnsmasq(8), `--log-queries`; Pi-hole's documentation of its log; unbound.conf(5), `log-queries` and
//! `log-replies`; BIND 9 Administrator Reference Manual, logging category "queries".

use std::collections::HashMap;
use std::net::IpAddr;

use vigie_evidence::Source;
use vigie_model::{Layout, Meaning, Place, Precision, ProblemCode, Timestamp};

use super::logged::{Logged, address, device_clock, lines, moment};
use super::{Ends, Lookup, Span, Traffic};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Resolver;

impl Artifact for Resolver {
    type Record = Traffic;
    const SPEC: Spec = Spec {
        id: "network_resolver",
        version: 1,
        paths: &[
            (Layout::Network, "**/*{pihole,dnsmasq,unbound,named,bind,queries,query}*.log"),
            (Layout::Network, "**/*{pihole,dnsmasq,unbound,named,bind,queries,query}*.log.[0-9]*"),
            (Layout::Network, "**/*{pihole,dnsmasq,unbound,named,bind,queries,query}*.log.gz"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        let mut logged = Logged::default();
        let mut others: u64 = 0;
        let mut other_at = Place::File;
        let mut asked = Asked::default();
        lines(file, out, &mut |line, out| {
            if line.text.trim().is_empty() {
                return;
            }
            match read(&line.text) {
                Said::Lookup(lookup) => logged.add(line.at, Traffic::Lookup(asked.joined(*lookup))),
                Said::Nothing => {}
                Said::NotUnderstood => {
                    let detail = "a question that is not written as this server writes them";
                    logged.not_understood(ProblemCode::LineNotUnderstood, line.at, detail, out);
                }
                Said::OfAnother => {
                    if others == 0 {
                        other_at = line.at;
                    }
                    others = others.saturating_add(1);
                }
            }
        })?;
        logged.give(out);
        if others > 0 {
            let detail = format!("{others} lines are of no name server that is read");
            out.problem(ProblemCode::LineNotUnderstood, other_at, detail);
        }
        Ok(())
    }
}

/// Names that are remembered until their answer comes.
const MOST_ASKED: usize = 20_000;
/// What stands for the type of record in an answer of dnsmasq, which does not say it.
const ANSWER: &str = "answer";

/// Who asked for which name last, and for which type: an answer of dnsmasq says neither.
#[derive(Default)]
struct Asked(HashMap<String, (Option<IpAddr>, String)>);

impl Asked {
    /// The look-up, joined with the question it answers if that was seen.
    fn joined(&mut self, mut lookup: Lookup) -> Lookup {
        if lookup.record_type != ANSWER {
            if self.0.len() >= MOST_ASKED {
                self.0.clear();
            }
            self.0.insert(lookup.name.clone(), (lookup.ends.client, lookup.record_type.clone()));
        } else if let Some((client, record_type)) = self.0.get(&lookup.name) {
            lookup.ends.client = *client;
            lookup.record_type.clone_from(record_type);
        }
        lookup
    }
}

/// What a line says.
enum Said {
    Lookup(Box<Lookup>),
    /// It is of such a server and no question or answer.
    Nothing,
    NotUnderstood,
    OfAnother,
}

fn read(line: &str) -> Said {
    if let Some((head, text)) = after(line, "dnsmasq") {
        return dnsmasq(head, text);
    }
    // Pi-hole's own resolver names itself in later versions.
    if let Some((head, text)) = after(line, "pihole-FTL") {
        return dnsmasq(head, text);
    }
    if let Some((head, text)) = after(line, "unbound") {
        return unbound(head, text);
    }
    if let Some((head, text)) = line.split_once("client ").filter(|(_, text)| text.contains(": query: ")) {
        return bind(head, text).map_or(Said::NotUnderstood, |lookup| Said::Lookup(Box::new(lookup)));
    }
    // BIND says more, behind the name of a category.
    if ["general: ", "resolver: ", "lame-servers: ", "query-errors: ", "security: ", "network: "]
        .iter()
        .any(|category| line.contains(category))
    {
        return Said::Nothing;
    }
    Said::OfAnother
}

/// What stands before a program's name, and behind its number and colon. A name that was asked for may hold that of a
/// program, and a machine may bear it: what counts is where a program names itself.
fn after<'l>(line: &'l str, program: &str) -> Option<(&'l str, &'l str)> {
    let (head, rest) = line.match_indices(program).find_map(|(at, _)| {
        let rest = line.get(at.checked_add(program.len())?..)?;
        let part = ["-dhcp", "-tftp", "-script"].iter().find_map(|part| rest.strip_prefix(part));
        let rest = part.unwrap_or(rest);
        rest.starts_with(['[', ':']).then_some((line.get(..at)?, rest))
    })?;
    if head.contains(": ") {
        return None;
    }
    let rest = match rest.strip_prefix('[') {
        Some(number) => number.split_once(']')?.1,
        None => rest,
    };
    Some((head.trim(), rest.strip_prefix(':').unwrap_or(rest).trim()))
}

/// The moment at the front of a line: with its year, or as it is written.
fn when(head: &str) -> Span {
    let first = head.split(' ').next().unwrap_or_default();
    // Unbound writes `[1718906402]`.
    let bare = first.trim_start_matches('[').trim_end_matches(']');
    if let Some(at) = moment(bare) {
        return Span::once(Some(at));
    }
    let written: Vec<&str> = head.split_whitespace().take(3).collect();
    let written = (written.len() == 3).then(|| written.join(" "));
    Span { written, ..Span::once(None) }
}

fn lookup(client: Option<&str>, name: &str, record_type: &str, span: Span) -> Lookup {
    let client = client.map(|client| client.split(['#', '/', '@']).next().unwrap_or(client));
    let name = name.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(name);
    Lookup {
        ends: Ends { client: client.and_then(address), ..Ends::default() },
        name: name.to_owned(),
        record_type: record_type.to_owned(),
        answers: Vec::new(),
        status: None,
        span,
        responses: 0,
    }
}

/// `query[A] www.example.org from 192.0.2.1`, `reply www.example.org is 192.0.2.7`, `gravity blocked … is 0.0.0.0`. The answer does
/// not say who had asked.
fn dnsmasq(head: &str, text: &str) -> Said {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    // With `--log-queries=extra` a number and the client stand before.
    if words.first().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit())) && words.len() > 2 {
        words.drain(..2);
    }
    let span = when(head);
    let kind = |word: &str| word.strip_prefix("query[").and_then(|rest| rest.strip_suffix(']')).map(str::to_owned);
    match words.as_slice() {
        [first, rest @ ..] if first.starts_with("query[") => match (kind(first), rest) {
            (Some(kind), [name, "from", client, ..]) if address(client).is_some() => {
                Said::Lookup(Box::new(lookup(Some(client), name, &kind, span)))
            }
            _ => Said::NotUnderstood,
        },
        // `reply error is SERVFAIL` names nothing.
        ["reply", "error", "is", ..] => Said::Nothing,
        ["reply" | "cached", name, "is", answer @ ..] => {
            let answers = answer.first().filter(|answer| address(answer).is_some());
            let status = answer.first().filter(|answer| answer.starts_with("NXDOMAIN") || answer.starts_with("NODATA"));
            let span = Span { count: 0, ..span };
            Said::Lookup(Box::new(Lookup {
                answers: answers.map(|answer| (*answer).to_owned()).into_iter().collect(),
                status: status.map(|status| (*status).to_owned()),
                responses: 1,
                ..lookup(None, name, ANSWER, span)
            }))
        }
        [.., "blocked", name, "is", _] | ["gravity" | "exactly" | "regex", "blocked", name, ..] => {
            let span = Span { count: 0, ..span };
            let status = Some("blocked".to_owned());
            Said::Lookup(Box::new(Lookup { status, responses: 1, ..lookup(None, name, ANSWER, span) }))
        }
        _ => Said::Nothing,
    }
}

/// `info: 192.0.2.1 www.example.org. A IN`, and for an answer `… NOERROR 0.012 0 45` behind it.
fn unbound(head: &str, text: &str) -> Said {
    let Some((_, text)) = text.split_once("info: ") else { return Said::Nothing };
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [client, name, kind, "IN"] if address(client).is_some() => {
            Said::Lookup(Box::new(lookup(Some(client), name, kind, when(head))))
        }
        [client, name, kind, "IN", code, ..] if address(client).is_some() => {
            let span = Span { count: 0, ..when(head) };
            let status = (*code != "NOERROR").then(|| (*code).to_owned());
            Said::Lookup(Box::new(Lookup { status, responses: 1, ..lookup(Some(client), name, kind, span) }))
        }
        _ => Said::Nothing,
    }
}

/// `20-Jun-2024 18:00:02.123 queries: info: client @0x7f 192.0.2.1#4321 (example.org): query: example.org IN A +E (192.0.2.53)`.
fn bind(head: &str, text: &str) -> Option<Lookup> {
    let (who, question) = text.split_once(": query: ")?;
    let client = who.split_whitespace().find(|word| word.contains('#'))?;
    let mut words = question.split_whitespace();
    let (name, _class, kind) = (words.next()?, words.next()?, words.next()?);
    let mut front = head.split_whitespace();
    let (date, time) = (front.next().unwrap_or_default(), front.next().unwrap_or_default());
    let span = match local(date, time) {
        Some(at) => Span::once(Some(at)),
        None => when(head),
    };
    Some(lookup(Some(client), name, kind, span))
}

fn local(date: &str, time: &str) -> Option<Timestamp> {
    let (clock, part) = time.split_once('.').unwrap_or((time, ""));
    let at = jiff::civil::DateTime::strptime("%d-%b-%Y %H:%M:%S", format!("{date} {clock}")).ok()?;
    let millis: i32 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    let at = at.with().subsec_nanosecond(millis.checked_mul(1_000_000)?).build().ok()?;
    device_clock(at, Precision::Milli)
}
