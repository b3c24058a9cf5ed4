//! What a parser writes to.

use std::marker::PhantomData;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use vigie_evidence::{ReadError, Row, Select, Source, Sqlite};
use vigie_model::{Place, ProblemCode, Record, Timestamp};

use crate::{Recorded, Sink, Values};

/// Parts for each thread that are read before those that were fetched meanwhile: some have more work in them than others.
const PARTS_OF_A_THREAD: usize = 4;

/// Why a source could not be read further.
pub type ParseError = ReadError;

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the records and problems of one source.
pub struct Out<'s, R> {
    sink: &'s mut dyn Sink,
    kind: PhantomData<fn(R)>,
}

impl<'s, R: Record> Out<'s, R> {
    pub(crate) fn new(sink: &'s mut dyn Sink) -> Self {
        Self { sink, kind: PhantomData }
    }

    /// One record. It cannot exist without its place.
    pub fn record(&mut self, at: Place, record: R) {
        if self.sink.takes() {
            self.sink.take(at, Box::new(record));
        } else {
            self.sink.record(at, &record);
        }
    }

    /// One record that the parser goes on to use for the next.
    pub(crate) fn record_copied(&mut self, at: Place, record: &R)
    where
        R: Clone,
    {
        if self.sink.takes() {
            self.sink.take(at, Box::new(record.clone()));
        } else {
            self.sink.record(at, record);
        }
    }

    /// One record of very many: it is made only when somebody needs it. `moments` and `values` are those of the record,
    /// which counts as nothing special.
    pub fn record_if_needed(
        &mut self,
        at: &Place,
        moments: &[Timestamp],
        values: &Values<'_>,
        make: impl FnOnce() -> R,
    ) {
        if !self.sink.passes(moments, values) {
            self.record(at.clone(), make());
        }
    }

    /// Reads the parts of a source side by side, and tells what they give in their order. While some are read, the next are
    /// fetched.
    pub(crate) fn side_by_side<P: Send + Sync>(
        &mut self,
        mut parts: impl Iterator<Item = P> + Send,
        read: impl Fn(&P, &mut Out<'_, R>) + Sync,
    ) {
        let threads = rayon::current_num_threads();
        // Who keeps what is told reads several sources side by side already.
        if threads == 1 || self.sink.takes() {
            return parts.for_each(|part| read(&part, self));
        }
        let mut fetch = || parts.by_ref().take(threads.saturating_mul(PARTS_OF_A_THREAD)).collect::<Vec<P>>();
        let mut some = fetch();
        while !some.is_empty() {
            let glances = Mutex::new(self.sink.glances(threads));
            let one = |part: &P| {
                // One for each thread: no other thread has it meanwhile.
                let mut recorded = Recorded::new(held(&glances).pop());
                read(part, &mut Out::new(&mut recorded));
                held(&glances).extend(recorded.take_glance());
                recorded.finish()
            };
            let (next, told) = rayon::join(&mut fetch, || {
                some.par_iter().with_max_len(1).map(one).collect::<Vec<Recorded<'static>>>()
            });
            drop(glances);
            for (part, recorded) in some.iter().zip(told) {
                if recorded.is_too_much() {
                    read(part, self);
                } else {
                    recorded.replay(self.sink);
                }
            }
            some = next;
        }
    }

    /// One item that was not understood; reading goes on.
    pub fn problem(&mut self, code: ProblemCode, at: Place, detail: impl Into<String>) {
        self.sink.problem(code, at, detail.into());
    }

    /// The content of a gzip file, or the source itself when it is none; what is missing of it becomes a problem.
    ///
    /// # Errors
    /// When nothing of it can be read.
    pub fn unpacked<'t>(&mut self, file: &Source<'t>) -> Result<Source<'t>, ParseError> {
        let unpacked = file.unpacked()?;
        if let Some((code, detail)) = unpacked.trouble {
            self.problem(code, Place::File, detail);
        }
        Ok(unpacked.source)
    }

    /// The source could hold this artifact and does not: it is not read, and that is no problem.
    pub fn absent(&mut self) {
        self.sink.absent();
    }

    /// The source as a database; trouble with its write-ahead log, a missing end and tables
    /// that cannot be named become problems.
    ///
    /// # Errors
    /// When it cannot be opened as a database.
    pub fn sqlite(&mut self, file: &Source<'_>) -> Result<Sqlite, ParseError> {
        let database = file.sqlite()?;
        if let Some(trouble) = &database.wal_trouble {
            self.problem(ProblemCode::WalDamaged, Place::File, trouble.clone());
        }
        for damage in [&database.cut_off, &database.lost_tables].into_iter().flatten() {
            self.problem(ProblemCode::DatabaseDamaged, Place::File, damage.clone());
        }
        Ok(database)
    }

    /// Every row of a selection. Values that do not fit become problems at their row; damage inside the table
    /// becomes one problem, and the parser goes on with its next table.
    pub fn rows(&mut self, database: &Sqlite, select: &Select<'_>, mut see: impl FnMut(&Row<'_>, &mut Self)) {
        let read = database.each(select, &mut |row| {
            see(row, self);
            for (code, detail) in row.take_complaints() {
                self.problem(code, row.place(), detail);
            }
        });
        if let Err(error) = read {
            self.problem(error.code, error.place, error.detail);
        }
    }
}
