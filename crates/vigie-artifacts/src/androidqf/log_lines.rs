//! Lines of the device's logs that name a link, a package or a file.
//!
//! Files of many makers and forms, of which nothing is known but that they are text: `logs/data/system/uiderrors.txt`,
//! `logs/data/log/` (Samsung), `logs/sdcard/log/`. Other lines are only counted by the length of the file. Other readers:
//! none.

use std::io::Read;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ObservableKind, Place, ProblemCode, Record, Timestamp};

use crate::android::each_line;
use crate::android::logcat::see_words;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct LogLines;

/// One line.
#[derive(Debug, Serialize)]
pub struct NamingLine {
    /// The text, verbatim.
    pub text: String,
}

impl Record for NamingLine {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::text(&self.text).meaning(Meaning::Exposure));
        see_words(&self.text, see);
    }

    fn summary(&self) -> String {
        format!("log line: {}", self.text)
    }

    fn summary_without_content(&self) -> String {
        "log line".to_owned()
    }
}

/// Whether a line names something that can be compared.
fn names_something(text: &str) -> bool {
    let mut any = text.contains("://") || text.contains("www.");
    see_words(text, &mut |seen| any |= matches!(seen.kind(), ObservableKind::AppId | ObservableKind::FilePath));
    any
}

fn is_text(file: &Source<'_>) -> Result<bool, ParseError> {
    let mut start = Vec::new();
    let read = file.reader()?.take(4096).read_to_end(&mut start);
    read.map_err(|error| ParseError::file(ProblemCode::FileUnreadable, error.to_string()))?;
    Ok(!start.contains(&0))
}

impl Artifact for LogLines {
    type Record = NamingLine;
    const SPEC: Spec = Spec {
        id: "androidqf_log_lines",
        version: 2,
        paths: &[
            (Layout::AndroidQf, "logs/data/system/uiderrors.txt"),
            (Layout::AndroidQf, "logs/data/log/**"),
            (Layout::AndroidQf, "logs/sdcard/log/**"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, NamingLine>) -> Result<(), ParseError> {
        let file = out.unpacked(file)?;
        if !is_text(&file)? {
            out.problem(ProblemCode::NotTheFormat, Place::File, "not a text: only its name and size are known");
            return Ok(());
        }
        each_line(&file, out, |line, out| {
            if names_something(&line.text) {
                out.record(line.at.clone(), NamingLine { text: line.text.clone().into_owned() });
            }
        })
    }
}
