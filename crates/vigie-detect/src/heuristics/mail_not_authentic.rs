//! The receiving server found that a message does not come from the domain it names.

use vigie_artifacts::mail::messages::MailMessage;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct MailNotAuthentic;

impl Heuristic for MailNotAuthentic {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "mail_not_authentic",
        version: 1,
        artifacts: &["mail_messages"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "RFC 7489 (DMARC); RFC 8601 (Authentication-Results)",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(message) = seen.get::<MailMessage>() else { return };
        let Some(results) = &message.authentication else { return };
        let failed = |method| matches!(results.of(method), Some("fail"));
        // Where the domain has no policy, both methods have to fail.
        let without_policy =
            || results.of("dmarc").is_none_or(|result| result == "none") && failed("spf") && failed("dkim");
        if failed("dmarc") || without_policy() {
            let told = |method| results.of(method).unwrap_or("-");
            let args = [
                ("from", message.writer()),
                ("server", results.server.as_str()),
                ("dmarc", told("dmarc")),
                ("spf", told("spf")),
                ("dkim", told("dkim")),
            ];
            out.add(seen.keep(), message.writer(), &args);
        }
    }
}
