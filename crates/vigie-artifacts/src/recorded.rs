//! What reading one source gave, kept until the sources before it are told: so the sources of one artifact are read
//! side by side, and told in their order, whatever the number of threads.

use vigie_artifacts::{AnyArtifact, AnyRecord, Sink, Source};
use vigie_model::{Place, ProblemCode};

/// Records and problems that are kept of one source. One with more is read again when its turn comes, and told while
/// it is read: so a hostile one cannot fill the memory.
const MOST: usize = 20_000;

enum Told {
    Record(Place, Box<dyn AnyRecord>),
    Problem(ProblemCode, Place, String),
    Absent,
}

/// See the module.
pub(crate) struct Recorded {
    told: Vec<Told>,
    too_many: bool,
    to_its_end: bool,
}

impl Recorded {
    /// Reads a source. Its hash is made with it, and kept by the source.
    pub(crate) fn read(artifact: &dyn AnyArtifact, source: &Source<'_>) -> Self {
        // Whoever tells the source asks for it again, and for what is wrong with it.
        let _ = source.sha256();
        let mut recorded = Self { told: Vec::new(), too_many: false, to_its_end: false };
        recorded.to_its_end = artifact.run(source, &mut recorded);
        recorded
    }

    /// Tells what was read. Answers whether it was read to its end.
    pub(crate) fn tell(self, artifact: &dyn AnyArtifact, source: &Source<'_>, sink: &mut dyn Sink) -> bool {
        if self.too_many {
            return artifact.run(source, sink);
        }
        for told in self.told {
            match told {
                Told::Record(place, record) => sink.record(place, record.as_ref()),
                Told::Problem(code, place, detail) => sink.problem(code, place, detail),
                Told::Absent => sink.absent(),
            }
        }
        self.to_its_end
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

impl Sink for Recorded {
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

    fn problem(&mut self, code: ProblemCode, place: Place, detail: String) {
        self.push(Told::Problem(code, place, detail));
    }

    fn absent(&mut self) {
        self.push(Told::Absent);
    }
}
