//! Programs for rooting that the shell of the device finds.
//!
//! Format: `root_binaries.json`, an array of what `which -a NAME` answered for `su`, `busybox`, `magisk` and the like; one
//! answer may have several lines. Other readers: MVT `RootBinaries`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::{cut, each_element};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct RootBinaries;

/// One program.
#[derive(Debug, Serialize)]
pub struct RootBinary {
    /// Where it lies.
    pub path: String,
}

impl Record for RootBinary {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::file_path(&self.path));
    }

    fn summary(&self) -> String {
        format!("program for rooting {}", self.path)
    }
}

impl Artifact for RootBinaries {
    type Record = RootBinary;
    const SPEC: Spec = Spec {
        id: "androidqf_root_binaries",
        version: 2,
        paths: &[(Layout::AndroidQf, "root_binaries.json")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, RootBinary>) -> Result<(), ParseError> {
        each_element(file, out, |answer: String, at, out| {
            for line in answer.lines().map(str::trim).filter(|line| !line.is_empty()) {
                if line.starts_with('/') {
                    out.record(at.clone(), RootBinary { path: line.to_owned() });
                } else {
                    out.problem(ProblemCode::LineNotUnderstood, at.clone(), cut(line));
                }
            }
        })
    }
}
