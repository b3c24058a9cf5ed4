//! Counts what one file of the log holds, in bounded memory: what is full is given out and begun anew.

use std::collections::BTreeMap;

use vigie_model::{Place, Timestamp};

use super::Sealed;
use super::record::{LogMention, LogMentionKind, LogProcess, LogRecord};
use crate::Out;

/// Different processes and mentions held at once.
const MOST_PROCESSES: usize = 20_000;
const MOST_MENTIONS: usize = 100_000;
/// Names held in one set of a process.
const MOST_IN_SET: usize = 256;

/// One entry of the log, as far as it is counted.
pub(super) struct Entry<'e> {
    pub(super) path: Option<&'e str>,
    pub(super) image_uuid: &'e str,
    pub(super) pid: u64,
    pub(super) euid: Option<u32>,
    pub(super) subsystem: &'e str,
    /// A library outside of the system.
    pub(super) library: Option<&'e str>,
    pub(super) time: Option<Timestamp>,
}

struct Mentioned {
    count: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    at: Place,
}

struct Writer {
    process: LogProcess,
    at: Place,
    mentions: BTreeMap<LogMentionKind, BTreeMap<String, Mentioned>>,
}

/// See the module.
pub(super) struct Tally {
    sealed: Sealed,
    /// By UUID of the image and path: the same program at two paths is two.
    writers: BTreeMap<String, BTreeMap<Option<String>, Writer>>,
    processes: usize,
    mentions: usize,
}

fn widen(first: &mut Option<Timestamp>, last: &mut Option<Timestamp>, time: Option<Timestamp>) {
    if let Some(time) = time {
        *first = Some(first.map_or(time, |known| known.min(time)));
        *last = Some(last.map_or(time, |known| known.max(time)));
    }
}

impl Tally {
    pub(super) fn new(sealed: Sealed) -> Self {
        Self { sealed, writers: BTreeMap::new(), processes: 0, mentions: 0 }
    }

    /// Counts an entry and what its message names.
    pub(super) fn entry(&mut self, entry: &Entry<'_>, message: &str, at: &Place, out: &mut Out<'_, LogRecord>) {
        if self.processes >= MOST_PROCESSES || self.mentions >= MOST_MENTIONS {
            std::mem::replace(self, Self::new(self.sealed)).tell(out);
        }
        let sealed = self.sealed;
        let writer = self.writer(entry, at);
        let process = &mut writer.process;
        let full = [process.pids.len(), process.euids.len(), process.subsystems.len(), process.libraries.len()];
        if full.iter().any(|length| *length >= MOST_IN_SET) {
            let next = LogProcess {
                path: process.path.clone(),
                image_uuid: process.image_uuid.clone(),
                ..LogProcess::default()
            };
            let full = std::mem::replace(process, next);
            out.record(writer.at.clone(), LogRecord::Process(full));
            writer.at = at.clone();
        }
        let process = &mut writer.process;
        process.entries = process.entries.saturating_add(1);
        process.pids.insert(entry.pid);
        process.euids.extend(entry.euid);
        if !entry.subsystem.is_empty() && !process.subsystems.contains(entry.subsystem) {
            process.subsystems.insert(entry.subsystem.to_owned());
        }
        if let Some(library) = entry.library.filter(|library| !process.libraries.contains(*library)) {
            process.libraries.insert(library.to_owned());
        }
        widen(&mut process.first, &mut process.last, entry.time);
        let mut added = 0usize;
        super::candidates::each(message, sealed, &mut |kind, value| {
            let known = writer.mentions.entry(kind).or_default();
            if !known.contains_key(value) {
                added = added.saturating_add(1);
                let new = Mentioned { count: 0, first: None, last: None, at: at.clone() };
                known.insert(value.to_owned(), new);
            }
            let Some(mentioned) = known.get_mut(value) else { return };
            mentioned.count = mentioned.count.saturating_add(1);
            widen(&mut mentioned.first, &mut mentioned.last, entry.time);
        });
        self.mentions = self.mentions.saturating_add(added);
    }

    fn writer(&mut self, entry: &Entry<'_>, at: &Place) -> &mut Writer {
        if !self.writers.contains_key(entry.image_uuid) {
            self.writers.insert(entry.image_uuid.to_owned(), BTreeMap::new());
        }
        let paths = self.writers.entry(entry.image_uuid.to_owned()).or_default();
        let path = entry.path.map(str::to_owned);
        if !paths.contains_key(&path) {
            self.processes = self.processes.saturating_add(1);
        }
        paths.entry(path).or_insert_with_key(|path| Writer {
            process: LogProcess {
                path: path.clone(),
                image_uuid: entry.image_uuid.to_owned(),
                ..LogProcess::default()
            },
            at: at.clone(),
            mentions: BTreeMap::new(),
        })
    }

    /// Gives out everything.
    pub(super) fn tell(self, out: &mut Out<'_, LogRecord>) {
        for writer in self.writers.into_values().flat_map(BTreeMap::into_values) {
            let LogProcess { path, image_uuid, .. } = &writer.process;
            for (kind, values) in writer.mentions {
                for (value, Mentioned { count, first, last, at }) in values {
                    let (path, image_uuid) = (path.clone(), image_uuid.clone());
                    let mention = LogMention { path, image_uuid, kind, value, count, first, last };
                    out.record(at, LogRecord::Mention(mention));
                }
            }
            out.record(writer.at, LogRecord::Process(writer.process));
        }
    }
}
