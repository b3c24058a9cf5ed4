//! What AndroidQF did, and what it says went wrong: each trouble is a part of the device that was not acquired.
//!
//! Format: `command.log`, `2024-05-12T18:30:00+02:00 [LEVEL] message`; a message may have several lines, and the first
//! versions copied their screen without time and level. Some troubles are written at a low level, with `ERROR:` before
//! them. What was asked and pulled (`DEBUG`) is in the other files and not told again.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::cut;
use crate::android::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one message.
const MESSAGE_LIMIT: usize = 1 << 16;
/// Troubles that are told one by one.
const TOLD: u64 = 200;

/// See the module.
pub struct CommandLog;

/// One message.
#[derive(Debug, Serialize)]
pub struct CommandMessage {
    /// When, by the computer's clock.
    pub at: Option<Timestamp>,
    /// How grave.
    pub level: Option<String>,
    /// The message.
    pub message: String,
}

impl CommandMessage {
    fn is_trouble(&self) -> bool {
        let grave = |level: &str| ["CRITICAL", "ERROR", "WARNING"].contains(&level);
        self.level.as_deref().is_some_and(grave)
            || ["ERROR:", "Failed to ", "failed to ", "Impossible to "]
                .iter()
                .any(|start| self.message.starts_with(start))
    }

    fn is_debug(&self) -> bool {
        self.level.as_deref() == Some("DEBUG")
    }
}

impl Record for CommandMessage {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::text(&self.message));
    }

    fn summary(&self) -> String {
        format!("AndroidQF: {}", self.message)
    }
}

/// A line that begins a message.
fn begin(text: &str) -> Option<CommandMessage> {
    let (time, rest) = text.split_once(" [")?;
    let (level, message) = rest.split_once("] ").or_else(|| Some((rest.strip_suffix(']')?, "")))?;
    let at = Timestamp::parse_rfc3339(time)?;
    let level = level.bytes().all(|byte| byte.is_ascii_uppercase()).then(|| level.to_owned())?;
    Some(CommandMessage { at: Some(at), level: Some(level), message: message.to_owned() })
}

#[derive(Default)]
struct Reader {
    open: Option<(Place, CommandMessage)>,
    troubles: u64,
}

impl Reader {
    fn close(&mut self, out: &mut Out<'_, CommandMessage>) {
        let Some((at, message)) = self.open.take() else { return };
        let trouble = message.is_trouble();
        if trouble {
            self.troubles = self.troubles.saturating_add(1);
            if self.troubles <= TOLD {
                let detail = format!("AndroidQF says: {}", cut(&message.message));
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
        }
        if trouble || !message.is_debug() {
            out.record(at, message);
        }
    }
}

impl Artifact for CommandLog {
    type Record = CommandMessage;
    const SPEC: Spec = Spec {
        id: "androidqf_command_log",
        version: 2,
        paths: &[(Layout::AndroidQf, "command.log")],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CommandMessage>) -> Result<(), ParseError> {
        let mut reader = Reader::default();
        let read = each_line(file, out, |line, out| {
            if let Some(message) = begin(&line.text) {
                reader.close(out);
                reader.open = Some((line.at.clone(), message));
            } else if let Some((_, message)) = reader
                .open
                .as_mut()
                .filter(|(_, message)| message.level.is_some() && message.message.len() < MESSAGE_LIMIT)
            {
                message.message.push('\n');
                message.message.push_str(&line.text);
            } else if !line.trimmed().is_empty() {
                reader.close(out);
                let message = CommandMessage { at: None, level: None, message: line.trimmed().to_owned() };
                reader.open = Some((line.at.clone(), message));
            }
        });
        reader.close(out);
        if reader.troubles > TOLD {
            let detail = format!("AndroidQF tells {} troubles; the first {TOLD} are told here", reader.troubles);
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        read
    }
}
