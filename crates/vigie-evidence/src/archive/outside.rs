//! What a folder or archive holds beside the device: named, not left out in silence.

use std::collections::BTreeSet;

use vigie_model::{Layout, Place, Problem, ProblemCode};

use crate::nested::is_packed;
use crate::recognise::Recogniser;
use crate::recognise_android::Android;

/// Names that are told.
const NAMES: usize = 5;

/// Counts the files that lie under no root.
#[derive(Debug)]
pub(crate) struct Outside {
    layout: Layout,
    files: u64,
    /// The first names of their paths.
    names: BTreeSet<String>,
    more: bool,
    /// The first archive.
    archive: Option<String>,
    recogniser: Recogniser,
    /// What lies under the root of evidence of which a file system is no part.
    under: Android,
}

impl Outside {
    /// Nothing yet, beside evidence of a layout.
    pub(crate) fn of(layout: Layout) -> Self {
        let (files, names, more, archive) = (0, BTreeSet::new(), false, None);
        let (recogniser, under) = (Recogniser::default(), Android::default());
        Self { layout, files, names, more, archive, recogniser, under }
    }

    /// One path that lies under a root.
    pub(crate) fn see_under(&mut self, path: &str, is_folder: bool) {
        if matches!(self.layout, Layout::AndroidBugreport | Layout::AndroidQf) {
            self.under.see(path, is_folder);
        }
    }

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
        // What Android writes is handed over as archives, one beside the other.
        if self.archive.is_none()
            && is_packed(path)
            && matches!(self.layout, Layout::AndroidBugreport | Layout::AndroidIntrusionLogs | Layout::AndroidQf)
        {
            self.archive = Some(path.to_owned());
        }
        self.recogniser.see(path, false);
    }

    /// What is to be told. Evidence of its own that was not examined is a part that is missing; what a tool wrote
    /// beside the device is not.
    pub(crate) fn problems(&mut self) -> impl Iterator<Item = Problem> {
        let told = |(code, detail)| Problem { code, artifact: None, source: None, place: Place::File, detail };
        let device = self.under.device().map(|_| {
            let detail = "a file system of Android lies beside it and was not examined: give it by itself, in a folder of its own";
            (ProblemCode::NestedNotExamined, detail.to_owned())
        });
        self.beside().into_iter().chain(device).map(told)
    }

    fn beside(&mut self) -> Option<(ProblemCode, String)> {
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
        } else if let Some(archive) = &self.archive {
            code = ProblemCode::NestedNotExamined;
            detail = format!("{detail}; among them is an archive that was not opened ({archive}): give it by itself");
        }
        Some((code, detail))
    }
}
