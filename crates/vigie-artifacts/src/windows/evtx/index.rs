//! What stands in an event log, found once and shared by all artifacts that read it: which chunks hold events of which
//! family. Only the head of each event is read, so this is quick; memory grows by a byte for each record.

use std::collections::BTreeMap;

use vigie_evidence::{ReadError, Source};
use vigie_model::{ProblemCode, Timestamp};

use super::chunk::{Chunk, Chunks, Damage};
use super::event::{Event, Reader};
use super::family::Family;

/// Logs that one file may hold: a collector of events holds some dozens.
const CHANNELS: usize = 1000;
/// Damaged places told one by one.
const DAMAGES: usize = 200;
/// Gaps told one by one.
const GAPS: usize = 16;

/// One chunk with records.
pub(super) struct ChunkNote {
    /// Where it stands in the file.
    pub(super) offset: u64,
    /// The families of its events, a bit each.
    pub(super) families: u32,
    /// The family of each of its records, in their order.
    of: Box<[Option<Family>]>,
}

/// What a file holds of one log.
#[derive(Debug, Default, Clone)]
pub(crate) struct Channel {
    /// Records.
    pub(crate) records: u64,
    /// The earliest event.
    pub(crate) first: Option<Timestamp>,
    /// The latest event.
    pub(crate) last: Option<Timestamp>,
    /// Where the first of them stands.
    pub(crate) offset: u64,
    /// The computer of the first of them.
    pub(crate) computer: Option<String>,
}

/// Numbers that are missing between two records that follow each other in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap {
    /// The last number before it.
    pub(crate) after: u64,
    /// How many are missing.
    pub(crate) missing: u64,
    /// Where the record behind it stands.
    pub(crate) offset: u64,
    /// When the record before it was written.
    pub(crate) from: Option<Timestamp>,
    /// When the record behind it was written.
    pub(crate) to: Option<Timestamp>,
}

/// What stands in a file.
#[derive(Default)]
pub(crate) struct Index {
    pub(super) chunks: Vec<ChunkNote>,
    /// By name.
    pub(crate) channels: BTreeMap<String, Channel>,
    /// The first of them.
    pub(crate) gaps: Vec<Gap>,
    /// The lowest and highest number of a record.
    pub(crate) numbers: Option<(u64, u64)>,
    /// The file says of itself that it was not closed.
    pub(crate) open: bool,
    damages: Vec<Damage>,
    /// How many places could not be read as they should be.
    pub(crate) damaged: u64,
    error: Option<ReadError>,
}

impl Index {
    /// Of a file.
    pub(super) fn of(file: &Source<'_>) -> Self {
        let mut index = Self::default();
        if let Err(error) = index.fill(file) {
            index.error = Some(error);
        }
        index
    }

    /// Why it could not be read further.
    pub(crate) fn failure(&self) -> Option<&ReadError> {
        self.error.as_ref()
    }

    /// Whether it holds an event of a family, in a log that is listed or not.
    pub(super) fn holds(&self, family: Family) -> bool {
        self.chunks.iter().any(|note| note.families & family.bit() != 0)
    }

    /// Everything that could not be read as it should be.
    pub(crate) fn tell(&self, tell: &mut dyn FnMut(ProblemCode, u64, String)) {
        for damage in &self.damages {
            tell(damage.code, damage.offset, damage.what.clone());
        }
        let more = self.damaged.saturating_sub(self.damages.len() as u64);
        if more > 0 {
            tell(ProblemCode::LimitReached, 0, format!("{more} more damaged places are not told one by one"));
        }
    }

    fn fill(&mut self, file: &Source<'_>) -> Result<(), ReadError> {
        let mut chunks = Chunks::of(file)?;
        self.open = chunks.open;
        let mut last: Option<(u64, Option<Timestamp>)> = None;
        loop {
            let next = chunks.next(&mut |damage| self.damage(damage))?;
            let Some(chunk) = next else { return Ok(()) };
            chunk.check(self.open, &mut |damage| self.damage(damage));
            self.chunk(&chunk, &mut last);
        }
    }

    fn chunk(&mut self, chunk: &Chunk, last: &mut Option<(u64, Option<Timestamp>)>) {
        let mut reader = Reader::new(chunk);
        let mut families = 0;
        let mut of = Vec::new();
        let mut found = Vec::new();
        chunk.records(
            &mut |raw| {
                let event = reader.read(raw, false);
                let family = Family::of(event);
                families |= family.map_or(0, Family::bit);
                of.push(family);
                self.record(event, last);
            },
            &mut |damage| found.push(damage),
        );
        for damage in found {
            self.damage(damage);
        }
        self.chunks.push(ChunkNote { offset: chunk.offset, families, of: of.into() });
    }

    fn record(&mut self, event: &Event<'_>, last: &mut Option<(u64, Option<Timestamp>)>) {
        if let Some((offset, what)) = event.broken {
            let what = format!("record {}: {what}", event.record_id);
            self.damage(Damage::new(ProblemCode::LogDamaged, offset, what));
            if event.channel.is_empty() {
                return;
            }
        }
        let id = event.record_id;
        if let Some((before, from)) = *last
            && let Some(missing) = id.checked_sub(before).and_then(|step| step.checked_sub(1))
            && missing > 0
            && self.gaps.len() < GAPS
        {
            self.gaps.push(Gap { after: before, missing, offset: event.offset, from, to: event.time });
        }
        *last = Some((id, event.time));
        let (lowest, highest) = self.numbers.unwrap_or((id, id));
        self.numbers = Some((lowest.min(id), highest.max(id)));
        let name = event.channel.written();
        let known = self.channels.len();
        let channel = match self.channels.get_mut(&*name) {
            Some(channel) => channel,
            None if known >= CHANNELS => {
                let what = format!("record {id}: more than {CHANNELS} logs in one file; this one is not listed");
                self.damage(Damage::new(ProblemCode::LimitReached, event.offset, what));
                return;
            }
            None => self.channels.entry(name.into_owned()).or_insert_with(|| Channel {
                offset: event.offset,
                computer: event.computer(),
                ..Channel::default()
            }),
        };
        channel.records = channel.records.saturating_add(1);
        channel.first = [channel.first, event.time].into_iter().flatten().min();
        channel.last = channel.last.max(event.time);
    }

    fn damage(&mut self, damage: Damage) {
        self.damaged = self.damaged.saturating_add(1);
        if self.damages.len() < DAMAGES {
            self.damages.push(damage);
        }
    }

    /// Reads the events of one family, chunk by chunk, skipping chunks without any.
    pub(super) fn read(
        &self,
        file: &Source<'_>,
        family: Family,
        see: &mut dyn FnMut(&Event<'_>),
    ) -> Result<(), ReadError> {
        let mut chunks = Chunks::of(file)?;
        let mut notes = self.chunks.iter();
        while let Some(chunk) = chunks.next(&mut |_| {})? {
            let Some(note) = notes.find(|note| note.offset == chunk.offset) else { continue };
            if note.families & family.bit() == 0 {
                continue;
            }
            let mut reader = Reader::new(&chunk);
            let mut of = note.of.iter();
            chunk.records(
                &mut |raw| {
                    if of.next() == Some(&Some(family)) {
                        see(reader.read(raw, true));
                    }
                },
                &mut |_| {},
            );
        }
        Ok(())
    }
}
