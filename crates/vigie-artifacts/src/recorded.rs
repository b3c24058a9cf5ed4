//! What reading a source, or a part of one, gave, kept until what stands before it is told: so the sources of one artifact
//! and the parts of a large source are read side by side, and told in their order, whatever the number of threads.

use vigie_evidence::Source;
use vigie_model::{Place, ProblemCode, Timestamp};

use crate::{AnyArtifact, AnyRecord, Glance, Passed, Sink, Values};

/// Records and problems that are kept of one source or part. One with more is read again when its turn comes, and told
/// while it is read: so a hostile one cannot fill the memory.
const MOST: usize = 20_000;

enum Told {
    Record(Place, Box<dyn AnyRecord>),
    Problem(ProblemCode, Place, String),
    Absent,
}

/// See the module.
pub struct Recorded<'g> {
    glance: Option<Box<dyn Glance + 'g>>,
    passed: Passed,
    told: Vec<Told>,
    too_many: bool,
    to_its_end: bool,
}

impl<'g> Recorded<'g> {
    /// Nothing yet. With a glance, records that nobody needs are counted and not kept.
    pub fn new(glance: Option<Box<dyn Glance + 'g>>) -> Self {
        Self { glance, passed: Passed::default(), told: Vec::new(), too_many: false, to_its_end: false }
    }

    /// Reads a source. Its hash is made with it, and kept by the source.
    #[must_use]
    pub fn read(mut self, artifact: &dyn AnyArtifact, source: &Source<'_>) -> Recorded<'static> {
        self.to_its_end = artifact.run(source, &mut self);
        // Whoever tells the source asks for the hash, and for what is wrong with it.
        source.hash_ahead();
        self.finish()
    }

    /// What it looked at records with, for others to look with.
    pub(crate) fn take_glance(&mut self) -> Option<Box<dyn Glance + 'g>> {
        self.glance.take()
    }

    /// Looks at no more records.
    pub(crate) fn finish(self) -> Recorded<'static> {
        let Self { passed, told, too_many, to_its_end, .. } = self;
        Recorded { glance: None, passed, told, too_many, to_its_end }
    }

    /// Tells what was read. Answers whether it was read to its end.
    pub fn tell(self, artifact: &dyn AnyArtifact, source: &Source<'_>, sink: &mut dyn Sink) -> bool {
        if self.too_many {
            return artifact.run(source, sink);
        }
        let to_its_end = self.to_its_end;
        self.replay(sink);
        to_its_end
    }

    /// Whether it was too much to be kept: then it is to be read again.
    pub(crate) fn is_too_much(&self) -> bool {
        self.too_many
    }

    /// Hands on what was kept.
    pub(crate) fn replay(self, sink: &mut dyn Sink) {
        sink.passed(&self.passed);
        for told in self.told {
            match told {
                Told::Record(place, record) if sink.takes() => sink.take(place, record),
                Told::Record(place, record) => sink.record(place, record.as_ref()),
                Told::Problem(code, place, detail) => sink.problem(code, place, detail),
                Told::Absent => sink.absent(),
            }
        }
    }

    fn push(&mut self, told: Told) {
        if self.told.len() >= MOST {
            self.too_many = true;
            self.told = Vec::new();
        }
        if !self.too_many {
            self.told.push(told);
        }
    }
}

impl Sink for Recorded<'_> {
    fn record(&mut self, _place: Place, _record: &dyn AnyRecord) {
        // Not called: records are taken.
        self.too_many = true;
    }

    fn takes(&self) -> bool {
        true
    }

    fn take(&mut self, place: Place, record: Box<dyn AnyRecord>) {
        self.push(Told::Record(place, record));
    }

    fn passes(&mut self, moments: &[Timestamp], values: &Values<'_>) -> bool {
        let passes = self.glance.as_mut().is_some_and(|glance| !glance.matters(values));
        if passes {
            self.passed.note(moments);
        }
        passes
    }

    fn passed(&mut self, passed: &Passed) {
        self.passed.merge(passed);
    }

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        self.push(Told::Problem(code, place, detail));
    }

    fn absent(&mut self) {
        self.push(Told::Absent);
    }
}
