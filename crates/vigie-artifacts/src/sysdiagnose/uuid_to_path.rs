//! Paths of programs and libraries that samples of the system met, by their UUID: a memory of what ran, which outlives
//! the files.
//!
//! Format: property list `UUIDToBinaryLocations` of spindump and tailspin (`logs/tailspindb` in a sysdiagnose of iOS 12 to
//! 14, `/var/db/spindump` on a device): UUID to path. Other readers: EC sysdiagnose `uuid2path`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::Process;
use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct UuidToPath;

/// One program or library.
#[derive(Debug, Serialize)]
pub struct SampledBinary {
    /// Its UUID.
    pub uuid: String,
    /// Its path and name.
    #[serde(flatten)]
    pub process: Process,
    /// It is a library, not a program of its own.
    pub library: bool,
}

impl Record for SampledBinary {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match &self.process.path {
            Some(path) if self.library => see(Observable::file_path(path)),
            _ => self.process.observables(see),
        }
    }

    fn summary(&self) -> String {
        format!("samples met {}", self.process.called())
    }
}

/// Libraries, and the binary a framework is named after.
fn is_library(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let framework = |part: &str| part.strip_suffix(".framework") == Some(name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "dylib") || parts.take(3).any(framework)
}

impl Artifact for UuidToPath {
    type Record = SampledBinary;
    const SPEC: Spec = Spec {
        id: "ios_uuid_to_path",
        version: 1,
        paths: &[
            (Layout::IosSysdiagnose, "logs/tailspindb/UUIDToBinaryLocations"),
            (Layout::IosFilesystem, "private/var/db/spindump/UUIDToBinaryLocations"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SampledBinary>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        for (uuid, key) in Key::root(&plist).entries(out) {
            let Some(path) = key.value().as_string() else {
                key.complain(out, "a path");
                continue;
            };
            // Stands where several files have one UUID.
            if path == "MULTIPLE PATHS" {
                continue;
            }
            let record =
                SampledBinary { uuid: uuid.to_owned(), process: Process::from_path(path), library: is_library(path) };
            out.record(key.place(), record);
        }
        Ok(())
    }
}
