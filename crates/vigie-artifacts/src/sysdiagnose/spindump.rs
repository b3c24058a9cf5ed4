//! Samples of every process over two seconds while the sysdiagnose was taken: path, user, parent, the process
//! responsible, age, and the libraries each had loaded.
//!
//! Format: `spindump-nosymbols.txt`, report versions 35 (iOS 15) to 67 (iOS 26): a header, then one block for each
//! process that begins with `Process:`; what follows `Spindump binary format` repeats it in another form. Other readers:
//! EC sysdiagnose `spindumpnosymbols`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Precision, ProblemCode, Record, Timestamp};

use super::Process;
use super::ps::{moments, summary};
use super::text::{description_date, each_line, pair};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Spindump;

/// One process.
#[derive(Debug, Serialize)]
pub struct SampledProcess {
    /// The process. Its start is the time of the samples less its age.
    #[serde(flatten)]
    pub process: Process,
    /// UUID of its program.
    pub uuid: Option<String>,
    /// Its bundle id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The version of its bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Name and number of its parent (`launchd [1]`).
    pub parent: Option<String>,
    /// Name and number of the process it works for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    /// Paths of the libraries it had loaded, as far as the report names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<String>,
    /// When the samples were taken.
    pub seen: Option<Timestamp>,
}

impl Record for SampledProcess {
    fn time(&self) -> Option<Timestamp> {
        self.seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        moments(&self.process, self.seen, see);
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        self.process.observables(see);
        if let Some(id) = &self.identifier {
            see(Observable::app_id(id));
        }
        for image in &self.images {
            if self.process.path.as_ref() != Some(image) {
                see(Observable::file_path(image));
            }
        }
    }

    fn summary(&self) -> String {
        summary(&self.process, self.process.called())
    }
}

/// `accessoryd [176] (suspended)`.
fn name_and_pid(text: &str) -> Option<(&str, i64)> {
    let (name, rest) = text.rsplit_once(" [")?;
    Some((name.trim(), rest.split_once(']')?.0.parse().ok()?))
}

/// The path at the end of `0x1000 - ??? name <UUID>  /path`.
fn image_path(line: &str) -> Option<&str> {
    let path = line.split_once('>')?.1.trim();
    path.starts_with('/').then_some(path)
}

/// Where in a block a line stands.
#[derive(PartialEq, Eq)]
enum Part {
    Facts,
    Threads,
    Images,
}

/// A block being read.
struct Block {
    at: Place,
    record: SampledProcess,
    part: Part,
}

impl Block {
    fn line(&mut self, at: &Place, line: &str, out: &mut Out<'_, SampledProcess>) {
        let text = line.trim();
        if text == "Binary Images:" {
            self.part = Part::Images;
        } else if text.starts_with("Thread 0x") {
            self.part = Part::Threads;
        } else if self.part == Part::Images {
            self.record.images.extend(image_path(text).map(str::to_owned));
        } else if self.part == Part::Facts
            && let Some((key, value)) = pair(text)
        {
            self.fact(key, value, at, out);
        }
    }

    fn fact(&mut self, key: &str, value: &str, at: &Place, out: &mut Out<'_, SampledProcess>) {
        let record = &mut self.record;
        let owned = || Some(value.to_owned());
        let mut odd = false;
        match key {
            "Path" => record.process.path = Process::from_path(value).path,
            "UUID" => record.uuid = owned(),
            "Identifier" => record.identifier = owned(),
            "Version" => record.version = owned(),
            "Responsible" => record.responsible = owned(),
            "Parent" => {
                record.parent = owned();
                record.process.ppid = name_and_pid(value).map(|(_, pid)| pid);
                // Question marks stand for a parent that is gone.
                odd = record.process.ppid.is_none() && !value.starts_with("???");
            }
            "UID" => {
                record.process.uid = value.parse().ok();
                odd = record.process.uid.is_none();
            }
            "Time Since Fork" => {
                record.process.started = Some(format!("{value} before"));
                let seconds: Option<i64> = value.strip_suffix('s').and_then(|seconds| seconds.trim().parse().ok());
                odd = seconds.is_none();
                record.process.start = record.seen.zip(seconds).and_then(|(seen, seconds)| {
                    let began = seen.instant().as_second().checked_sub(seconds)?;
                    Some(Timestamp::new(jiff::Timestamp::from_second(began).ok()?, Precision::Second))
                });
            }
            _ => {}
        }
        if odd {
            out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("{key}: `{value}`"));
        }
    }
}

impl Artifact for Spindump {
    type Record = SampledProcess;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_spindump",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "spindump-nosymbols.txt")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SampledProcess>) -> Result<(), ParseError> {
        let mut seen = None;
        let mut open: Option<Block> = None;
        let (mut any, mut over) = (false, false);
        each_line(file, out, |at, line, out| {
            over |= line.trim() == "Spindump binary format";
            if over {
                return;
            }
            let Some(value) = line.strip_prefix("Process:").map(str::trim) else {
                match (&mut open, pair(line)) {
                    (Some(block), _) => block.line(&at, line, out),
                    (None, Some(("Date/Time", value))) => {
                        seen = description_date(value);
                        if seen.is_none() {
                            out.problem(ProblemCode::TimeImplausible, at, format!("Date/Time: `{value}`"));
                        }
                    }
                    (None, _) => {}
                }
                return;
            };
            any = true;
            if let Some(block) = open.take() {
                out.record(block.at, block.record);
            }
            let Some((name, pid)) = name_and_pid(value) else {
                out.problem(ProblemCode::LineNotUnderstood, at, "not a name and a number in brackets");
                return;
            };
            let record = SampledProcess {
                process: Process { pid: Some(pid), name: Some(name.to_owned()), ..Process::default() },
                uuid: None,
                identifier: None,
                version: None,
                parent: None,
                responsible: None,
                images: Vec::new(),
                seen,
            };
            open = Some(Block { at, record, part: Part::Facts });
        })?;
        if let Some(block) = open {
            out.record(block.at, block.record);
        }
        if !any {
            out.problem(ProblemCode::NotTheFormat, Place::File, "no process was sampled, or this is no spindump");
        }
        Ok(())
    }
}
