//! An attachment that runs, or brings something that runs: a program, a script, a shortcut, an image of a disk, macros, a
//! page that builds a file.

use vigie_artifacts::mail::Sort;
use vigie_artifacts::mail::attachments::Attachment;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct MailAttachmentRuns;

impl Heuristic for MailAttachmentRuns {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "mail_attachment_runs",
        version: 1,
        artifacts: &["mail_attachments"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Medium,
        source: "MITRE ATT&CK, T1566.001 Spearphishing Attachment, T1027.006 HTML Smuggling, T1553.005 Mark-of-the-Web Bypass; Microsoft, HTML smuggling surges (11 November 2021)",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

fn name(sort: Sort) -> Option<&'static str> {
    Some(match sort {
        Sort::Program => "program",
        Sort::Script => "script",
        Sort::Shortcut => "shortcut",
        Sort::DiskImage => "image",
        _ => return None,
    })
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(attachment) = seen.get::<Attachment>() else { return };
        let called = attachment.called();
        let inside =
            attachment.inside.iter().find_map(|inside| name(inside.sort).map(|what| (what, inside.path.as_str())));
        let (what, file) = if attachment.builds_a_file {
            ("smuggling", called)
        } else if let Some(what) = name(attachment.sort) {
            (what, called)
        } else if let Some(found) = inside {
            found
        } else if attachment.macros {
            ("macros", called)
        } else {
            return;
        };
        // Macros are ordinary in many offices.
        let level = if what == "macros" { Level::Low } else { Level::Medium };
        let from = attachment.from.as_deref().unwrap_or("?");
        let locked = if attachment.locked { "yes" } else { "no" };
        out.add_at(
            level,
            seen.keep(),
            file,
            &[("what", what), ("file", file), ("name", called), ("from", from), ("locked", locked)],
        );
    }
}
