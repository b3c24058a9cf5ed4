//! The state of iCloud Drive: which applications own a library in it, and the systems the device has booted since the
//! database was made.
//!
//! Format: `brctl/brctl-dump.txt`, the output of `brctl dump`: sections with a heading and a line of `-` below it, with
//! colours for a terminal. Of it are read `+ app library: <…>` and the lines of `boot_history`; the rest is the state of
//! synchronisation. Other readers: EC sysdiagnose `brctl`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct BrctlDump;

/// A library of an application, or a boot.
#[derive(Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum CloudState {
    /// The library of an application.
    Library {
        /// Its id.
        id: String,
        /// Bundle ids of its applications.
        apps: Vec<String>,
        /// Bundle ids, as a second list has them.
        bundles: Vec<String>,
    },
    /// A first boot of a version of the system.
    Boot {
        /// When, as written: the zone is not given.
        date: String,
        /// The system (`20F75`).
        os: String,
    },
}

impl Record for CloudState {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Self::Library { id, apps, bundles } = self {
            let own = id.strip_prefix("iCloud.").unwrap_or(id);
            see(Observable::app_id(own));
            for app in apps.iter().chain(bundles.iter().filter(|bundle| !apps.contains(bundle))) {
                if app != own {
                    see(Observable::app_id(app));
                }
            }
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Library { id, apps, .. } => format!("iCloud Drive library {id} of {}", apps.join(", ")),
            Self::Boot { date, os } => format!("iCloud Drive began under system {os} on {date}"),
        }
    }
}

/// The text without the colours.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut parts = line.split('\u{1b}');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    text
}

/// The ids between `key:{` and `}`.
fn ids(text: &str, key: &str) -> Vec<String> {
    let inside = text.split_once(key).and_then(|(_, rest)| rest.split_once('}')).map_or("", |(inside, _)| inside);
    inside.split([';', ',']).map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// `<com.apple.CloudDocs[1] ino:… apps:{a; b} bundles:{a, b}>`.
fn library(text: &str) -> Option<CloudState> {
    let (id, _) = text.split_once('<')?.1.split_once('[')?;
    Some(CloudState::Library { id: id.to_owned(), apps: ids(text, "apps:{"), bundles: ids(text, "bundles:{") })
}

/// `[2025-03-01 10:12:13] OS:20F66 CloudDocs:1 BirdSchema:2 DBSchema:3`.
fn boot(text: &str) -> Option<CloudState> {
    let (date, rest) = text.trim().strip_prefix('[')?.split_once("] OS:")?;
    let (os, _) = rest.split_once(" CloudDocs:")?;
    Some(CloudState::Boot { date: date.to_owned(), os: os.to_owned() })
}

impl Artifact for BrctlDump {
    type Record = CloudState;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_brctl_dump",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "brctl/brctl-dump.txt")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CloudState>) -> Result<(), ParseError> {
        let mut any = false;
        each_line(file, out, |at, line, out| {
            let line = plain(line);
            any |= line.contains("dump taken at") || line.starts_with("-----");
            if let Some((_, text)) = line.split_once("+ app library:") {
                match library(text) {
                    Some(record) => out.record(at, record),
                    None => out.problem(ProblemCode::LineNotUnderstood, at, "an application library without id"),
                }
            } else if line.contains("] OS:") {
                match boot(&line) {
                    Some(record) => out.record(at, record),
                    None => out.problem(ProblemCode::LineNotUnderstood, at, "a boot without date or system"),
                }
            }
        })?;
        if !any {
            out.problem(ProblemCode::NotTheFormat, Place::File, "this is no dump of brctl");
        }
        Ok(())
    }
}
