//! What a folder or archive holds beside the device: named, not left out in silence.

use std::collections::BTreeSet;

use vigie_model::{Place, Problem, ProblemCode};

use crate::recognise::Recogniser;

/// Names that are told.
const NAMES: usize = 5;

/// Counts the files that lie under no root.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    files: u64,
    /// The first names of their paths.
    names: BTreeSet<String>,
    more: bool,
    recogniser: Recogniser,
}

impl Outside {
    /// One path that lies under no root.
    pub(crate) fn see(&mut self, path: &str, is_folder: bool) {
        if is_folder {
            return;
        }
        self.files = self.files.saturating_add(1);
        let name = path.split('/').next().unwrap_or(path);
        if !self.names.contains(name) {
            if self.names.len() < NAMES {
                self.names.insert(name.to_owned());
            } else {
                self.more = true;
            }
        }
        self.recogniser.see(path, false);
    }

    /// What is to be told. Evidence of its own that was not examined is a part that is missing; what a tool wrote
    /// beside the device is not.
    pub(crate) fn problem(&mut self) -> Option<Problem> {
        if self.files == 0 {
            return None;
        }
        let mut names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        if self.more {
            names.push("…");
        }
        let mut detail =
            format!("{} files lie beside the device and were not examined: {}", self.files, names.join(", "));
        let mut code = ProblemCode::OutsideDevice;
        if let Some(roots) = self.recogniser.finish(&mut |_| None).filter(|roots| !roots.is_loose()) {
            code = ProblemCode::NestedNotExamined;
            detail = format!("{detail}; among them is evidence of its own ({}): give it by itself", roots.kind.name());
        }
        Some(Problem { code, artifact: None, source: None, place: Place::File, detail })
    }
}
