//! A sender or a link whose name resembles one that the examined organisation protects (`--protect`).

use std::collections::BTreeSet;

use vigie_artifacts::mail::attachments::Attachment;
use vigie_artifacts::mail::messages::{Link, MailMessage, Person};
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Asked, Found, Heuristic, HeuristicSpec, Seen, Watch};
use crate::lookalike::Protected;

/// See the module.
pub struct MailLookalike;

impl Heuristic for MailLookalike {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "mail_lookalike",
        version: 2,
        artifacts: &["mail_attachments", "mail_messages"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Medium,
        source: "MITRE ATT&CK, T1583.001 Acquire Infrastructure: Domains; Unicode Technical Standard 39",
    };
}

/// The names asked for, and what resembles them.
#[derive(Default)]
pub struct State {
    protected: Vec<Protected>,
    /// By host, protected name, likeness and place in the message, joined by spaces: no host holds one.
    found: Sightings,
}

impl State {
    fn see(&mut self, host: &str, place: &str, seen: &Seen<'_>) {
        for protected in &self.protected {
            if let Some(likeness) = protected.likeness(host) {
                let host: String = host.split_whitespace().collect();
                self.found.note(&format!("{host} {} {} {place}", protected.host(), likeness.name()), seen);
            }
        }
    }
}

fn host_of(link: &str) -> Option<String> {
    url::Url::parse(link).ok()?.host_str().map(str::to_owned)
}

impl Watch for State {
    fn prepare(&mut self, asked: &Asked) {
        self.protected.clone_from(&asked.protect);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if self.protected.is_empty() {
            return;
        }
        if let Some(message) = seen.get::<MailMessage>() {
            let people = [&message.from, &message.sender, &message.reply_to].into_iter().flatten();
            // Each once, however often the message has it: messages are counted.
            let senders: BTreeSet<String> = people.filter_map(Person::domain).collect();
            let links: BTreeSet<String> = message.links.iter().filter_map(Link::host).collect();
            for host in &senders {
                self.see(host, "sender", seen);
            }
            for host in &links {
                self.see(host, "link", seen);
            }
        } else if let Some(attachment) = seen.get::<Attachment>() {
            let links = attachment.links.iter().filter_map(|link| host_of(link));
            let links: BTreeSet<String> = links.chain(attachment.codes.iter().filter_map(Link::host)).collect();
            for host in &links {
                self.see(host, "attachment", seen);
            }
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (key, sighting) in self.found.take() {
            let mut parts = key.split(' ');
            let mut part = || parts.next().unwrap_or_default();
            let (host, protected, likeness, place) = (part(), part(), part(), part());
            let count = sighting.records.to_string();
            let args =
                [("host", host), ("protected", protected), ("likeness", likeness), ("place", place), ("count", &count)];
            out.add(sighting.first, host, &args);
        }
    }
}
