//! Received attachments recorded under `/var/tmp/` with a name that ends in `-1`.
//!
//! Messages keeps attachments in `Library/SMS/Attachments`. MVT, whose authors examined many attacked phones, has warned
//! of this pattern since 2021 without saying which attack left it; it is a lead for a closer look, not more.

use vigie_artifacts::ios::sms_attachments::Attachment;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct SmsAttachmentVar;

impl Heuristic for SmsAttachmentVar {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "sms_attachment_var",
        version: 1,
        artifacts: &["ios_sms_attachments"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Medium,
        source: "MVT, module SMSAttachments (the pattern only; no report explains it)",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(attachment) = seen.get::<Attachment>() else {
            return;
        };
        let path = attachment.device_path().unwrap_or_default();
        if attachment.outgoing == Some(true) || !path.starts_with("/private/var/tmp/") || !path.ends_with("-1") {
            return;
        }
        let handle = attachment.handle.as_deref().unwrap_or("unknown");
        let args = [("path", path.as_str()), ("sender", handle)];
        out.add(seen.keep(), attachment.filename.clone().unwrap_or_default(), &args);
    }
}
