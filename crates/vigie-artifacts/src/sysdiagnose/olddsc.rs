//! The libraries of shared caches that processes still used although the system had another one: after an update, or
//! where a library was replaced.
//!
//! Format: property lists `logs/olddsc/*` with `Cache_UUID_String` and `Binaries`, a list of `Path` and `UUID_String`.
//! Other readers: EC sysdiagnose `olddsc`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::text::brief;
use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct OldDsc;

/// One library.
#[derive(Debug, Serialize)]
pub struct CachedLibrary {
    /// Its path.
    pub path: String,
    /// Its UUID.
    pub uuid: Option<String>,
    /// UUID of the cache it is in.
    pub cache: Option<String>,
}

impl Record for CachedLibrary {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::file_path(&self.path));
    }

    fn summary(&self) -> String {
        format!("library {} of an older shared cache", self.path)
    }
}

impl Artifact for OldDsc {
    type Record = CachedLibrary;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_olddsc",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "logs/olddsc/*")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CachedLibrary>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        let cache = root.text("Cache_UUID_String", out).as_deref().map(brief);
        let Some(binaries) = root.get("Binaries") else {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key Binaries");
            return Ok(());
        };
        for key in binaries.items(out) {
            let (path, uuid) = (key.text("Path", out), key.text("UUID_String", out));
            match path {
                Some(path) => out.record(key.place(), CachedLibrary { path, uuid, cache: cache.clone() }),
                None => out.problem(ProblemCode::KeyMissing, key.place(), "a library without Path"),
            }
        }
        Ok(())
    }
}
