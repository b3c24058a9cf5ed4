//! An invented, ordinary life on a phone, at any size, and the backup of that phone.
//!
//! The small sample of the repository and the large backups of the benches come from the same code: only
//! the numbers differ. The same numbers and seed give the same bytes.

mod browsers;
mod files;
mod messages;
mod people;
mod processes;
mod social;
mod system;
pub mod traces;
mod visits;
mod words;

use std::path::Path;

use anyhow::Result;

use crate::backup::{BackupBuilder, Device};
use crate::databases::sqlite::{PageSize, Workshop};
use crate::databases::{data_usage, safari_history, sms};
use crate::random::Random;
use crate::time::Moment;

use traces::Traces;

/// How much there is of each thing.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Tiny files: pictures and documents.
    pub files: u64,
    /// Messages in `sms.db`; other databases of conversations grow in proportion.
    pub messages: u64,
    /// Visits in Safari; other browsers grow in proportion.
    pub visits: u64,
    /// Processes in `DataUsage.sqlite`.
    pub processes: u64,
    /// Seed of the generator.
    pub seed: u64,
    /// Whether the traces of the sample are planted.
    pub traces: bool,
    /// Page size of the databases.
    pub page_size: PageSize,
}

impl Scale {
    /// The sample of the repository.
    pub const fn sample() -> Self {
        Self { files: 8, messages: 48, visits: 50, processes: 60, seed: 13, traces: true, page_size: PageSize::Small }
    }
}

/// The ordinary days of the life. Planted traces come after them, so that rows stay in the order of time.
const BEGIN: Moment = Moment::utc(2023, 1, 2, 7, 0, 0);
const END: Moment = Moment::utc(2024, 6, 10, 22, 0, 0);

/// The time of event `at` of `count`, spread over the life.
fn spread(random: &mut Random, at: u64, count: u64) -> Moment {
    let span = END.unix().abs_diff(BEGIN.unix());
    let step = (span / count.max(1)).max(1);
    let offset = i64::try_from(at * span / count.max(1)).unwrap_or(0);
    let jitter = random.range(0, i64::try_from(step).unwrap_or(1));
    BEGIN.plus_seconds(offset + jitter).plus_millis(random.range(0, 1000))
}

/// A part of a number, but not less than a few.
fn share(count: u64, part: u64, least: u64) -> u64 {
    (count / part).max(least)
}

/// Writes the backup of a life of this scale.
pub fn write(scale: &Scale, directory: &Path) -> Result<()> {
    // Large databases stay in the workshop until they are copied: it must live until the end.
    let mut workshop = Workshop::new(scale.page_size)?;
    backup(scale, &mut workshop)?.write(directory)
}

/// The backup of a life of this scale, to be written while the workshop lives.
pub fn backup(scale: &Scale, workshop: &mut Workshop) -> Result<BackupBuilder> {
    backup_of(Device::default(), scale, workshop)
}

/// Ordinary processes of a life of this scale, with their use of the network.
pub fn processes(scale: &Scale) -> impl Iterator<Item = (Option<data_usage::Process>, Option<data_usage::LiveUsage>)> {
    processes::processes(scale)
}

/// The backup of another device with a life of this scale.
pub fn backup_of(device: Device, scale: &Scale, workshop: &mut Workshop) -> Result<BackupBuilder> {
    let mut builder = BackupBuilder::new(device).page_size(scale.page_size);
    let random = Random::new(scale.seed);
    let people = people::People::new(scale);
    let traces = scale.traces.then(|| Traces::new(scale, &people));
    builder = add_messages(builder, workshop, scale, &people, traces.as_ref())?;
    builder = add_visits(builder, workshop, scale, traces.as_ref())?;
    builder = add_processes(builder, workshop, scale, traces.as_ref())?;
    builder = social::add(builder, workshop, scale, &people, traces.as_ref())?;
    builder = browsers::add(builder, workshop, scale)?;
    builder = system::add(builder, workshop, scale)?;
    Ok(builder.stream(files::files(&random, scale.files)))
}

fn add_messages(
    builder: BackupBuilder,
    workshop: &mut Workshop,
    scale: &Scale,
    people: &people::People,
    traces: Option<&Traces>,
) -> Result<BackupBuilder> {
    let fill = |connection: &rusqlite::Connection| {
        let handles = people.handles(traces);
        sms::create(connection, &handles)?;
        sms::messages(connection, messages::messages(scale, people))?;
        sms::attachments(connection, &messages::attachments(scale))?;
        if let Some(traces) = traces {
            sms::messages(connection, traces.messages.iter().cloned())?;
        }
        Ok(())
    };
    let database = match traces {
        Some(traces) => workshop
            .database_with_wal(fill, |connection| sms::messages(connection, traces.messages_in_wal.iter().cloned()))?,
        None => workshop.database(fill)?,
    };
    Ok(builder.database(sms::DOMAIN, sms::PATH, database))
}

fn add_visits(
    builder: BackupBuilder,
    workshop: &mut Workshop,
    scale: &Scale,
    traces: Option<&Traces>,
) -> Result<BackupBuilder> {
    let planted = traces.map(|traces| traces.visits.clone()).unwrap_or_default();
    let database =
        workshop.database(|connection| safari_history::create(connection, visits::visits(scale).chain(planted)))?;
    Ok(builder.database(safari_history::DOMAIN, safari_history::PATH, database))
}

fn add_processes(
    builder: BackupBuilder,
    workshop: &mut Workshop,
    scale: &Scale,
    traces: Option<&Traces>,
) -> Result<BackupBuilder> {
    let planted = traces.map(|traces| traces.processes.clone()).unwrap_or_default();
    let database =
        workshop.database(|connection| data_usage::create(connection, processes::processes(scale).chain(planted)))?;
    Ok(builder.database(data_usage::DOMAIN, data_usage::PATH, database))
}
