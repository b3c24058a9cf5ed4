//! Whether SELinux stopped programs when the acquisition was made.
//!
//! Format: `selinux.txt`, the answer of `getenforce`: `Enforcing`, `Permissive` or `Disabled`. Other readers: none; MVT's
//! module `SELinuxStatus` asks the device itself.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::cut;
use crate::{Artifact, Out, ParseError, Source, Spec, byte_order_mark};

/// See the module.
pub struct Selinux;

/// The state.
#[derive(Debug, Serialize)]
pub struct SelinuxState {
    /// The answer, verbatim.
    pub state: String,
}

impl Record for SelinuxState {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        format!("SELinux is {}", self.state)
    }
}

impl Artifact for Selinux {
    type Record = SelinuxState;
    const SPEC: Spec = Spec {
        id: "androidqf_selinux",
        version: 2,
        paths: &[(Layout::AndroidQf, "selinux.txt")],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SelinuxState>) -> Result<(), ParseError> {
        let mut any = false;
        for line in byte_order_mark::lines(file)? {
            let line = line?;
            let text = line.text.trim();
            if text.is_empty() {
                continue;
            }
            any = true;
            if ["Disabled", "Enforcing", "Permissive"].iter().any(|state| text.eq_ignore_ascii_case(state)) {
                out.record(line.at, SelinuxState { state: text.to_owned() });
            } else {
                out.problem(ProblemCode::LineNotUnderstood, line.at, cut(text));
            }
        }
        if !any {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, "the device gave no answer");
        }
        Ok(())
    }
}
