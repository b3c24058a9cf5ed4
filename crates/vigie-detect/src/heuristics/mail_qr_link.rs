//! A link that stands only in a QR code: it is opened on a telephone, and filters that read texts do not see it.

use vigie_artifacts::mail::attachments::Attachment;
use vigie_artifacts::mail::messages::{Link, LinkKind, MailMessage};
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct MailQrLink;

impl Heuristic for MailQrLink {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "mail_qr_link",
        version: 1,
        artifacts: &["mail_attachments", "mail_messages"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "MITRE ATT&CK, T1566.002 Spearphishing Link (QR codes); Federal Trade Commission, Scammers hide harmful links in QR codes (December 2023)",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

fn organisation(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

/// `document` is what holds the picture, if it is not the message itself.
fn tell(code: &Link, from: &str, document: Option<&str>, seen: &Seen<'_>, out: &mut Found) {
    let Some(host) = code.host() else { return };
    let picture = code.picture.as_deref().unwrap_or("?");
    let place = if document.is_some() { "document" } else { "message" };
    let args = [
        ("from", from),
        ("host", host.as_str()),
        ("picture", picture),
        ("place", place),
        ("document", document.unwrap_or("-")),
    ];
    out.add(seen.keep(), code.end(), &args);
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        if let Some(message) = seen.get::<MailMessage>() {
            // One is enough to look at the message.
            let only_shown = message.links.iter().filter(|link| link.kind == LinkKind::Qr).find(|code| {
                let Some(host) = code.host() else { return false };
                let same = |link: &Link| {
                    link.kind == LinkKind::Text
                        && link.host().is_some_and(|one| organisation(&one) == organisation(&host))
                };
                let written = |text: &String| text.to_ascii_lowercase().contains(organisation(&host));
                !message.links.iter().any(same) && !message.text.iter().any(written)
            });
            if let Some(code) = only_shown {
                tell(code, message.writer(), None, seen, out);
            }
        } else if let Some(attachment) = seen.get::<Attachment>()
            && let Some(code) = attachment.codes.iter().find(|code| code.host().is_some())
        {
            tell(code, attachment.from.as_deref().unwrap_or("?"), Some(attachment.called()), seen, out);
        }
    }
}
