//! The environment of the shell that a computer on the cable gets.
//!
//! Format: `env.txt`, `NAME=value` a line; a value may have several lines. Other readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::android::{each_line, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one value.
const VALUE_LIMIT: usize = 1 << 16;

/// See the module.
pub struct Environment;

/// One variable.
#[derive(Debug, Serialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Record for Variable {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::text(&self.value));
        // Lists of folders and files are written with colons.
        for path in self.value.split(':').filter(|path| path.starts_with('/') && path.len() > 1) {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        format!("variable {}={}", self.name, self.value)
    }
}

/// Whether a word can be the name of a variable.
fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl Artifact for Environment {
    type Record = Variable;
    const SPEC: Spec = Spec {
        id: "androidqf_environment",
        version: 2,
        paths: &[(Layout::AndroidQf, "env.txt")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Variable>) -> Result<(), ParseError> {
        let mut open: Option<(Place, Variable)> = None;
        let mut any = false;
        let read = each_line(file, out, |line, out| {
            any = true;
            if let Some((name, value)) = line.text.split_once('=').filter(|(name, _)| is_name(name)) {
                let variable = Variable { name: name.to_owned(), value: value.to_owned() };
                if let Some((at, variable)) = open.replace((line.at.clone(), variable)) {
                    out.record(at, variable);
                }
            } else if let Some((_, variable)) =
                open.as_mut().filter(|(_, variable)| variable.value.len() < VALUE_LIMIT && !line.text.is_empty())
            {
                variable.value.push('\n');
                variable.value.push_str(&line.text);
            } else if !line.trimmed().is_empty() {
                not_understood(line, out);
            }
        });
        if let Some((at, variable)) = open {
            out.record(at, variable);
        }
        if !any {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, "an empty file");
        }
        read
    }
}
