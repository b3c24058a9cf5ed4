//! A name that the mailbox knows from one address, later used with another of another organisation.

use std::collections::BTreeMap;

use vigie_artifacts::mail::messages::MailMessage;
use vigie_model::{Level, Meaning, Timestamp};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Names that are remembered.
const MOST: usize = 50_000;

/// See the module.
pub struct MailKnownName;

impl Heuristic for MailKnownName {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "mail_known_name",
        version: 1,
        artifacts: &["mail_messages"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "MITRE ATT&CK, T1656 Impersonation; CISA, Phishing Guidance (2023)",
    };
}

/// The messages of one name from one organisation.
struct Sender {
    first: Option<Timestamp>,
    /// The one after it: whoever wrote once is not yet known.
    second: Option<Timestamp>,
    address: String,
    kept: Kept,
}

/// By name and organisation.
#[derive(Default)]
pub struct State {
    names: BTreeMap<String, BTreeMap<String, Sender>>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(message) = seen.get::<MailMessage>() else { return };
        // Lists and services write in the names of many.
        if message.list.is_some() || message.forwarded {
            return;
        }
        let Some(person) = message.from.first() else { return };
        let (Some(name), Some(address), Some(domain)) = (&person.name, &person.address, person.domain()) else {
            return;
        };
        // One word may be anybody's.
        let name = name.to_lowercase();
        if !name.trim().contains(' ') {
            return;
        }
        let organisation = psl::domain_str(&domain).unwrap_or(&domain).to_owned();
        if self.names.len() >= MOST && !self.names.contains_key(&name) {
            return seen.forget();
        }
        let of_name = self.names.entry(name).or_default();
        let came = message.came();
        if let Some(known) = of_name.get_mut(&organisation) {
            let is_earlier = |than: Option<Timestamp>| came.is_some() && (than.is_none() || came < than);
            if is_earlier(known.first) {
                known.second = known.first;
                (known.first, known.kept) = (came, seen.keep());
                known.address.clone_from(address);
            } else if is_earlier(known.second) {
                known.second = came;
            }
        } else {
            let one = Sender { first: came, second: None, address: address.clone(), kept: seen.keep() };
            of_name.insert(organisation, one);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (_, of_name) in std::mem::take(&mut self.names) {
            let dated = of_name.values().filter(|one| one.first.is_some());
            let Some(known) = dated.min_by_key(|one| one.first) else { continue };
            let others = of_name.values().filter(|one| known.second.is_some() && one.first > known.second);
            for other in others {
                let args = [("address", other.address.as_str()), ("known", known.address.as_str())];
                out.add(other.kept.clone(), other.address.as_str(), &args);
            }
        }
    }
}
