//! What a file of the unified log yields: not its entries, of which a device keeps tens of millions, but who wrote them
//! and what they name.

use std::collections::BTreeSet;

use serde::Serialize;
use vigie_model::{Moment, Observable, Record, Timestamp};

/// One record.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum LogRecord {
    /// A program that wrote entries.
    Process(LogProcess),
    /// Something that messages of a program name.
    Mention(LogMention),
}

/// A program that wrote entries in one file of the log.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LogProcess {
    /// Path of the program; absent when the tables of strings do not hold its UUID.
    pub path: Option<String>,
    /// UUID of its image.
    pub image_uuid: String,
    /// Its process ids.
    pub pids: BTreeSet<u64>,
    /// The users it ran as.
    pub euids: BTreeSet<u32>,
    /// The subsystems its entries belong to.
    pub subsystems: BTreeSet<String>,
    /// Libraries outside of the sealed system that wrote entries in it.
    pub libraries: BTreeSet<String>,
    /// How many entries.
    pub entries: u64,
    /// The first of them.
    pub first: Option<Timestamp>,
    /// The last of them.
    pub last: Option<Timestamp>,
}

/// Something that messages name.
#[derive(Debug, Clone, Serialize)]
pub struct LogMention {
    /// Path of the program that wrote them.
    pub path: Option<String>,
    /// UUID of its image.
    pub image_uuid: String,
    /// What it is.
    pub kind: LogMentionKind,
    /// As it stands in the messages.
    pub value: String,
    /// In how many places.
    pub count: u64,
    /// The first.
    pub first: Option<Timestamp>,
    /// The last.
    pub last: Option<Timestamp>,
}

/// What a message names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogMentionKind {
    /// A path outside of the sealed system.
    Path,
    /// A process with its id (`name[12]`, `name(12)`).
    Process,
    /// A link, an address of e-mail, a host name or an IP address.
    Text,
}

impl Record for LogRecord {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Process(process) => process.last.or(process.first),
            Self::Mention(mention) => mention.last.or(mention.first),
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let (first, last) = match self {
            Self::Process(process) => (process.first, process.last),
            Self::Mention(mention) => (mention.first, mention.last),
        };
        for (what, at) in [("first_entry", first), ("last_entry", last)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self {
            Self::Process(process) => {
                process.path.iter().for_each(|path| see(Observable::executable(path)));
                process.subsystems.iter().for_each(|subsystem| see(Observable::app_id(subsystem)));
                process.libraries.iter().for_each(|library| see(Observable::file_path(library)));
            }
            Self::Mention(mention) => see(match mention.kind {
                LogMentionKind::Path => Observable::file_path(&mention.value),
                LogMentionKind::Process => Observable::process(&mention.value),
                LogMentionKind::Text => Observable::text(&mention.value),
            }),
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Process(process) => {
                let name = process.path.as_deref().unwrap_or(&process.image_uuid);
                format!("process {name} wrote {} log entries", process.entries)
            }
            Self::Mention(mention) => {
                let name = mention.path.as_deref().unwrap_or(&mention.image_uuid);
                format!("process {name} logged {} ({} times)", mention.value, mention.count)
            }
        }
    }

    fn summary_without_content(&self) -> String {
        match self {
            Self::Process(_) => self.summary(),
            Self::Mention(mention) => {
                let name = mention.path.as_deref().unwrap_or(&mention.image_uuid);
                let kind = match mention.kind {
                    LogMentionKind::Path => "a path",
                    LogMentionKind::Process => "a process",
                    LogMentionKind::Text => "an address",
                };
                format!("process {name} logged {kind} ({} times)", mention.count)
            }
        }
    }
}
