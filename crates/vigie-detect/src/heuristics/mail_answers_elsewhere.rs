//! Answers to a message go to another organisation than the one it names as its writer.

use vigie_artifacts::mail::messages::{MailMessage, Person};
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct MailAnswersElsewhere;

impl Heuristic for MailAnswersElsewhere {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "mail_answers_elsewhere",
        version: 1,
        artifacts: &["mail_messages"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "CISA, Phishing Guidance: Stopping the Attack Cycle at Phase One (2023); RFC 5322, section 3.6.2",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

fn organisation(person: &Person) -> Option<String> {
    let domain = person.domain()?;
    Some(psl::domain_str(&domain).unwrap_or(&domain).to_owned())
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(message) = seen.get::<MailMessage>() else { return };
        // Lists and newsletters take answers elsewhere as a rule.
        if message.list.is_some() {
            return;
        }
        let from: Vec<String> = message.from.iter().chain(&message.sender).filter_map(organisation).collect();
        let elsewhere =
            message.reply_to.iter().find(|person| organisation(person).is_some_and(|one| !from.contains(&one)));
        if let (Some(elsewhere), false) = (elsewhere.and_then(|person| person.address.as_deref()), from.is_empty()) {
            out.add(seen.keep(), elsewhere, &[("from", message.writer()), ("to", elsewhere)]);
        }
    }
}
