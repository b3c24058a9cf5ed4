//! The same thing seen again is counted, not repeated; and however much a hostile capture holds, a bounded number of
//! different things is kept, and what was left out is told.

use std::collections::HashMap;
use std::hash::Hash;

use vigie_model::{Place, ProblemCode};

use super::Traffic;
use super::traffic::{Alert, Certificate, Ends, Flow, Handshake, Lease, Lookup, Request, Sharing, Span, Transfer};
use crate::Out;

/// So many different things of one kind are kept.
const MOST: usize = 100_000;
/// So many bytes of text of one kind.
const MOST_TEXT: usize = 64 << 20;
/// So many answers of one name, shares of one server.
const MOST_PARTS: usize = 128;
/// What one of these takes beside its text.
const PART: usize = 32;

/// Something that can be seen again.
pub(super) trait Counted: Sized {
    /// What makes two the same.
    type Key: Hash + Eq;
    /// In the plural, for the problem.
    const NAME: &'static str;
    /// See [`Counted::Key`].
    fn key(&self) -> Self::Key;
    /// When and how often.
    fn span(&mut self) -> &mut Span;
    /// Bytes of text in it.
    fn weight(&self) -> usize;
    /// What it has more of with each that is joined to it: answers, shares.
    fn parts(&mut self) -> Option<&mut Vec<String>> {
        None
    }
    /// Takes what only the later one tells.
    fn learn(&mut self, later: Self);
    /// As a record.
    fn traffic(self) -> Traffic;
}

/// Different things of one kind, in the order they were first seen.
pub(super) struct Tally<T: Counted> {
    index: HashMap<T::Key, usize>,
    items: Vec<(Place, T)>,
    text: usize,
    left_out: u64,
    parts_left_out: u64,
}

impl<T: Counted> Default for Tally<T> {
    fn default() -> Self {
        Self { index: HashMap::new(), items: Vec::new(), text: 0, left_out: 0, parts_left_out: 0 }
    }
}

impl<T: Counted> Tally<T> {
    /// One more; answers its number, to be changed with [`Tally::get`].
    pub(super) fn add(&mut self, place: Place, mut item: T) -> Option<usize> {
        let key = item.key();
        if let Some(&at) = self.index.get(&key) {
            let (_, known) = self.items.get_mut(at)?;
            let span = item.span().clone();
            known.span().join(&span);
            if let (Some(have), Some(more)) = (known.parts(), item.parts()) {
                more.retain(|part| !have.contains(part));
                let room = if self.text >= MOST_TEXT { 0 } else { MOST_PARTS.saturating_sub(have.len()) };
                let over = more.len().saturating_sub(room);
                self.parts_left_out = self.parts_left_out.saturating_add(over as u64);
                more.truncate(room);
                let grown = lengths(more).saturating_add(more.len().saturating_mul(PART));
                self.text = self.text.saturating_add(grown);
            }
            known.learn(item);
            return Some(at);
        }
        let text = self.text.saturating_add(item.weight());
        if self.items.len() >= MOST || text > MOST_TEXT {
            self.left_out = self.left_out.saturating_add(1);
            return None;
        }
        self.text = text;
        let at = self.items.len();
        self.index.insert(key, at);
        self.items.push((place, item));
        Some(at)
    }

    /// One of them.
    pub(super) fn get(&mut self, at: usize) -> Option<&mut T> {
        self.items.get_mut(at).map(|(_, item)| item)
    }

    /// All of them as records, and the problem if some were left out.
    pub(super) fn told(self) -> Told {
        let mut left_out = Vec::new();
        if self.left_out > 0 {
            left_out.push(format!(
                "{} more {} than the {} that are kept; these were not told apart",
                self.left_out,
                T::NAME,
                self.items.len()
            ));
        }
        if self.parts_left_out > 0 {
            left_out.push(format!("{} further answers or shares of {} were not kept", self.parts_left_out, T::NAME));
        }
        let left_out = (!left_out.is_empty()).then(|| left_out.join("; "));
        Told { records: self.items.into_iter().map(|(place, item)| (place, item.traffic())).collect(), left_out }
    }
}

/// What a tally leaves.
#[derive(Default)]
pub(super) struct Told {
    /// Records in the order they were first seen.
    pub(super) records: Vec<(Place, Traffic)>,
    /// What was left out, in words.
    pub(super) left_out: Option<String>,
}

impl Told {
    /// Hands out copies, for a reading that several artifacts share.
    pub(super) fn tell(&self, out: &mut Out<'_, Traffic>) {
        for (place, record) in &self.records {
            out.record(place.clone(), record.clone());
        }
        self.tell_limit(out);
    }

    /// Hands out the records themselves.
    pub(super) fn give(mut self, out: &mut Out<'_, Traffic>) {
        for (place, record) in std::mem::take(&mut self.records) {
            out.record(place, record);
        }
        self.tell_limit(out);
    }

    fn tell_limit(&self, out: &mut Out<'_, Traffic>) {
        if let Some(detail) = &self.left_out {
            out.problem(ProblemCode::LimitReached, Place::File, detail.clone());
        }
    }
}

/// Adds what is not there yet, within a bound.
pub(super) fn add_parts<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for part in more {
        if known.len() < MOST_PARTS && !known.contains(&part) {
            known.push(part);
        }
    }
}

/// A sum of what is known.
pub(super) fn add_known(sum: &mut Option<u64>, more: Option<u64>) {
    *sum = match (*sum, more) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    };
}

fn length(text: Option<&String>) -> usize {
    text.map_or(0, String::len)
}

fn lengths(texts: &[String]) -> usize {
    texts.iter().fold(0, |sum, text| sum.saturating_add(text.len()))
}

impl Counted for Flow {
    type Key = (String, Ends, Option<String>, Option<String>);
    const NAME: &'static str = "flows";

    fn key(&self) -> Self::Key {
        (self.protocol.clone(), self.ends.clone(), self.host.clone(), self.action.clone())
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        length(self.host.as_ref()).saturating_add(length(self.action.as_ref()))
    }

    fn learn(&mut self, later: Self) {
        add_known(&mut self.answered, later.answered);
        add_known(&mut self.packets, later.packets);
        add_known(&mut self.bytes_sent, later.bytes_sent);
        add_known(&mut self.bytes_received, later.bytes_received);
    }

    fn traffic(self) -> Traffic {
        Traffic::Flow(self)
    }
}

impl Counted for Lookup {
    type Key = (Option<std::net::IpAddr>, String, String);
    const NAME: &'static str = "names";

    fn key(&self) -> Self::Key {
        (self.ends.client, self.name.clone(), self.record_type.clone())
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        self.name.len().saturating_add(lengths(&self.answers))
    }

    fn parts(&mut self) -> Option<&mut Vec<String>> {
        Some(&mut self.answers)
    }

    fn learn(&mut self, later: Self) {
        add_parts(&mut self.answers, later.answers);
        self.responses = self.responses.saturating_add(later.responses);
        if self.status.is_none() {
            self.status = later.status;
        }
        if self.ends.server.is_none() {
            self.ends = later.ends;
        }
    }

    fn traffic(self) -> Traffic {
        Traffic::Lookup(self)
    }
}

impl Counted for Handshake {
    type Key = (String, Ends, Option<String>, Option<String>, Option<String>, Option<String>);
    const NAME: &'static str = "TLS handshakes";

    fn key(&self) -> Self::Key {
        let name = self.server_name.clone();
        (
            self.transport.clone(),
            self.ends.clone(),
            name,
            self.version.clone(),
            self.ja4.clone(),
            self.certificate.clone(),
        )
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        length(self.server_name.as_ref()).saturating_add(lengths(&self.alpn))
    }

    fn learn(&mut self, _later: Self) {}

    fn traffic(self) -> Traffic {
        Traffic::Handshake(self)
    }
}

impl Counted for Certificate {
    type Key = (Option<std::net::IpAddr>, Option<u16>, Option<String>, Option<String>, String);
    const NAME: &'static str = "certificates";

    fn key(&self) -> Self::Key {
        let hash = self.sha256.clone().or_else(|| self.sha1.clone()).or_else(|| self.serial.clone());
        (self.ends.server, self.ends.port, self.server_name.clone(), hash, self.subject.clone())
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        self.subject.len().saturating_add(self.issuer.len()).saturating_add(lengths(&self.names))
    }

    fn learn(&mut self, _later: Self) {}

    fn traffic(self) -> Traffic {
        Traffic::Certificate(self)
    }
}

impl Counted for Request {
    type Key = (Ends, String, String, Option<String>);
    const NAME: &'static str = "HTTP requests";

    fn key(&self) -> Self::Key {
        (self.ends.clone(), self.method.clone(), self.url.clone(), self.user_agent.clone())
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        let texts = [self.host.as_ref(), self.user_agent.as_ref(), self.referrer.as_ref()];
        texts.into_iter().fold(self.url.len(), |sum, text| sum.saturating_add(length(text)))
    }

    fn learn(&mut self, later: Self) {
        if self.status.is_none() {
            self.status = later.status;
        }
    }

    fn traffic(self) -> Traffic {
        Traffic::Request(self)
    }
}

impl Counted for Lease {
    type Key = (String, Option<String>, Option<std::net::IpAddr>);
    const NAME: &'static str = "leases";

    fn key(&self) -> Self::Key {
        (self.hardware.clone(), self.host_name.clone(), self.address)
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        length(self.host_name.as_ref()).saturating_add(length(self.vendor_class.as_ref()))
    }

    fn learn(&mut self, later: Self) {
        if self.vendor_class.is_none() {
            self.vendor_class = later.vendor_class;
        }
    }

    fn traffic(self) -> Traffic {
        Traffic::Lease(self)
    }
}

impl Counted for Sharing {
    type Key = (Ends, String);
    const NAME: &'static str = "file-sharing sessions";

    fn key(&self) -> Self::Key {
        (self.ends.clone(), self.version.clone())
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        lengths(&self.shares)
    }

    fn parts(&mut self) -> Option<&mut Vec<String>> {
        Some(&mut self.shares)
    }

    fn learn(&mut self, later: Self) {
        add_parts(&mut self.shares, later.shares);
        add_parts(&mut self.signs, later.signs);
        self.signs.sort_unstable();
        if self.native_os.is_none() {
            self.native_os = later.native_os;
        }
    }

    fn traffic(self) -> Traffic {
        Traffic::Sharing(self)
    }
}

impl Counted for Alert {
    type Key = (Ends, String, Option<String>);
    const NAME: &'static str = "alerts";

    fn key(&self) -> Self::Key {
        (self.ends.clone(), self.signature.clone(), self.rule.clone())
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        self.signature.len().saturating_add(length(self.category.as_ref()))
    }

    fn learn(&mut self, _later: Self) {}

    fn traffic(self) -> Traffic {
        Traffic::Alert(self)
    }
}

impl Counted for Transfer {
    type Key = (Ends, Option<String>, Vec<String>);
    const NAME: &'static str = "files";

    fn key(&self) -> Self::Key {
        (self.ends.clone(), self.name.clone(), self.hashes.clone())
    }

    fn span(&mut self) -> &mut Span {
        &mut self.span
    }

    fn weight(&self) -> usize {
        length(self.name.as_ref()).saturating_add(lengths(&self.hashes))
    }

    fn learn(&mut self, _later: Self) {}

    fn traffic(self) -> Traffic {
        Traffic::Transfer(self)
    }
}
