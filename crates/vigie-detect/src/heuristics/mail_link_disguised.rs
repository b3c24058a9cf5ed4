//! A link that shows one address and leads to another organisation's.

use vigie_artifacts::mail::messages::MailMessage;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct MailLinkDisguised;

impl Heuristic for MailLinkDisguised {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "mail_link_disguised",
        version: 1,
        artifacts: &["mail_messages"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "MITRE ATT&CK, T1566.002 Spearphishing Link; CISA, Phishing Guidance (2023)",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

/// The organisation of an address that is shown: the whole text is one.
fn shown(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) || text.contains('@') || text.contains('…') {
        return None;
    }
    let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = url::Url::parse(&with_scheme).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    // A word with a dot in it is not yet a name: its ending must be a known one.
    let suffix = psl::suffix(host.as_bytes()).filter(psl::Suffix::is_known);
    suffix.and_then(|_| psl::domain_str(host)).map(str::to_owned)
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(message) = seen.get::<MailMessage>() else { return };
        for link in &message.links {
            let (Some(shown), Some(host)) = (shown(&link.shown), link.host()) else { continue };
            if psl::domain_str(&host).unwrap_or(&host) == shown {
                continue;
            }
            // One is enough to look at the message.
            let args = [("from", message.writer()), ("shown", shown.as_str()), ("host", host.as_str())];
            out.add(seen.keep(), link.target.as_str(), &args);
            return;
        }
    }
}
