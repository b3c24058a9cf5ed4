//! What an artifact is, and the erased forms the engine works with.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use vigie_evidence::{Entry, Source};
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Glance, Out, ParseError, Passed, Values};

/// The declaration of an artifact: data for the engine, `vigie artifacts`, the docs and the coverage.
///
/// Its texts are in `vigie-text` under `artifact-ID-name`, `artifact-ID-shows` and `artifact-ID-innocent`.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Snake case, with the platform first (`ios_sms`). Part of the output format.
    pub id: &'static str,
    /// Rises whenever the same source gives other records or problems.
    pub version: u32,
    /// Where it lies: globs in the paths of a layout. `*` stays inside one folder, `**` does not.
    pub paths: &'static [(Layout, &'static str)],
    /// What it says of the device when a value here meets an indicator, unless the observable says otherwise.
    pub meaning: Meaning,
}

/// A known kind of trace: declared paths and a format.
pub trait Artifact: Sync {
    /// What one row of it is.
    type Record: Record;
    /// The declaration.
    const SPEC: Spec;
    /// The files a parser asks its source for beside the source itself ([`Source::sibling`],
    /// [`Source::siblings_under`]), as globs like those of [`Spec::paths`]. The write-ahead log of a database needs no
    /// mention. In a folder every file can be asked for; an archive is read as it comes and keeps only what is
    /// declared, until the sources of this artifact are done.
    const COMPANIONS: &'static [(Layout, &'static str)] = &[];
    /// The layouts of which it takes every entry (path, size, times) instead of the bytes of some.
    const LISTS: &'static [Layout] = &[];

    /// Whether YARA rules are applied to its sources: files as they are, not what a system keeps of itself.
    const MEETS_RULES: bool = false;

    /// Whether its sources hold files that YARA rules are applied to, each by itself; see [`Artifact::files_in`].
    const HOLDS_FILES: bool = false;

    /// Gives every file in a source, for YARA rules. What cannot be read of it is told by [`Artifact::parse`].
    ///
    /// # Errors
    /// When the source cannot be read further.
    fn files_in(_file: &Source<'_>, _see: &mut dyn FnMut(FileIn<'_>)) -> Result<(), ParseError> {
        Ok(())
    }

    /// Takes one entry of a layout in [`Artifact::LISTS`].
    fn list(_layout: Layout, _entry: &Entry<'_>, _out: &mut Out<'_, Self::Record>) {}

    /// Reads one source. Items not understood go to `out` as problems and reading goes on.
    ///
    /// # Errors
    /// When this source cannot be read further. What was recorded stays.
    fn parse(file: &Source<'_>, out: &mut Out<'_, Self::Record>) -> Result<(), ParseError>;
}

/// A file that lies in a source: an attachment, a member of an archive that is attached.
#[derive(Debug)]
pub struct FileIn<'f> {
    /// Its name, behind that of the archive it lies in.
    pub name: &'f str,
    /// Where in the source what holds it begins.
    pub place: Place,
    /// When it came.
    pub time: Option<Timestamp>,
    /// Its bytes.
    pub bytes: &'f [u8],
}

/// A [`Record`] of any type.
pub trait AnyRecord: Send {
    /// See [`Record::time`].
    fn time(&self) -> Option<Timestamp>;
    /// See [`Record::moments`].
    fn moments(&self, see: &mut dyn FnMut(Moment));
    /// See [`Record::counts_as`].
    fn counts_as(&self) -> Option<&'static str>;
    /// See [`Record::same_as`].
    fn same_as(&self) -> Option<String>;
    /// See [`Record::observables`].
    fn observables(&self, see: &mut dyn FnMut(Observable<'_>));
    /// See [`Record::summary`].
    fn summary(&self) -> String;
    /// See [`Record::summary_without_content`].
    fn summary_without_content(&self) -> String;
    /// The record as JSON text.
    fn json(&self) -> String;
    /// For a heuristic that knows the type.
    fn as_any(&self) -> &dyn Any;
}

impl<R: Record> AnyRecord for R {
    fn time(&self) -> Option<Timestamp> {
        Record::time(self)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        Record::moments(self, see);
    }

    fn counts_as(&self) -> Option<&'static str> {
        Record::counts_as(self)
    }

    fn same_as(&self) -> Option<String> {
        Record::same_as(self)
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        Record::observables(self, see);
    }

    fn summary(&self) -> String {
        Record::summary(self)
    }

    fn summary_without_content(&self) -> String {
        Record::summary_without_content(self)
    }

    fn json(&self) -> String {
        // Records hold text, numbers, times, lists and maps with text keys: the only failures serde_json knows are
        // other map keys and errors of the writer.
        serde_json::to_string(self).unwrap_or_else(|error| format!("{{\"not_serialised\":{:?}}}", error.to_string()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Where an artifact's output goes.
pub trait Sink {
    /// One record and its place.
    fn record(&mut self, place: Place, record: &dyn AnyRecord);
    /// Whether it takes records to keep them: then [`Sink::take`] gets them.
    fn takes(&self) -> bool {
        false
    }
    /// One record and its place, to be kept.
    fn take(&mut self, place: Place, record: Box<dyn AnyRecord>) {
        self.record(place, record.as_ref());
    }
    /// Looks at a record before it is made, by its moments and its values. `true` when nobody needs it: it is counted then,
    /// and is not to be told.
    fn passes(&mut self, _moments: &[Timestamp], _values: &Values<'_>) -> bool {
        false
    }
    /// Some glances, one for each thread that reads parts of the source. None when every record is needed.
    fn glances(&mut self, _count: usize) -> Vec<Box<dyn Glance + '_>> {
        Vec::new()
    }
    /// Records that passed a glance of [`Sink::glances`].
    fn passed(&mut self, _passed: &Passed) {}
    /// One problem of the current source.
    fn problem(&mut self, code: ProblemCode, place: Place, detail: String);
    /// The current source could hold this artifact and does not: a bug report without that section.
    fn absent(&mut self) {}
}

/// An [`Artifact`] of any record type.
pub trait AnyArtifact: Sync {
    /// The declaration.
    fn spec(&self) -> &'static Spec;
    /// See [`Artifact::COMPANIONS`].
    fn companions(&self) -> &'static [(Layout, &'static str)];
    /// See [`Artifact::LISTS`].
    fn lists(&self) -> &'static [Layout];
    /// See [`Artifact::MEETS_RULES`].
    fn meets_rules(&self) -> bool;
    /// See [`Artifact::HOLDS_FILES`].
    fn holds_files(&self) -> bool;
    /// See [`Artifact::files_in`]; every failure but a panic is told by [`AnyArtifact::run`], so only that is answered.
    fn files_in(&self, file: &Source<'_>, see: &mut dyn FnMut(FileIn<'_>)) -> Result<(), String>;
    /// Takes one entry; a panic ends in a problem.
    fn list_entry(&self, layout: Layout, entry: &Entry<'_>, sink: &mut dyn Sink);
    /// Reads one source; every failure, a panic included, ends in a problem. Answers whether it was read to its end.
    fn run(&self, file: &Source<'_>, sink: &mut dyn Sink) -> bool;
}

impl<A: Artifact> AnyArtifact for A {
    fn spec(&self) -> &'static Spec {
        const { &A::SPEC }
    }

    fn companions(&self) -> &'static [(Layout, &'static str)] {
        A::COMPANIONS
    }

    fn lists(&self) -> &'static [Layout] {
        A::LISTS
    }

    fn meets_rules(&self) -> bool {
        A::MEETS_RULES
    }

    fn holds_files(&self) -> bool {
        A::HOLDS_FILES
    }

    fn files_in(&self, file: &Source<'_>, see: &mut dyn FnMut(FileIn<'_>)) -> Result<(), String> {
        match catch_unwind(AssertUnwindSafe(|| A::files_in(file, see))) {
            Ok(_) => Ok(()),
            Err(panic) => Err(words(panic.as_ref()).to_owned()),
        }
    }

    fn list_entry(&self, layout: Layout, entry: &Entry<'_>, sink: &mut dyn Sink) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| A::list(layout, entry, &mut Out::new(sink)))) {
            failed(panic.as_ref(), sink);
        }
    }

    fn run(&self, file: &Source<'_>, sink: &mut dyn Sink) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| A::parse(file, &mut Out::new(sink))));
        match outcome {
            Ok(Ok(())) => return true,
            Ok(Err(error)) => sink.problem(error.code, error.place, error.detail),
            Err(panic) => failed(panic.as_ref(), sink),
        }
        false
    }
}

/// A panic is a defect of vigie, told as a problem of the case.
fn failed(panic: &(dyn Any + Send), sink: &mut dyn Sink) {
    let text = words(panic);
    sink.problem(ProblemCode::ParserFailed, Place::File, format!("the parser failed: {text}"));
}

/// What a panic says.
fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}
