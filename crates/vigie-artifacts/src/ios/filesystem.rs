//! Every path of an iOS file system. The system volume is left out of where programs can be put, because it is sealed and
//! signed since iOS 15. Other readers: MVT `Filesystem`.

use vigie_evidence::device_path;
use vigie_model::{Layout, Meaning};

use crate::listed_path::ListedPath;
use crate::{Artifact, Entry, Out, ParseError, Source, Spec};

/// See the module.
pub struct Filesystem;

/// Folders a program can be written to and run from.
const STAGING: &[&str] = &[
    "private/tmp/",
    "private/var/containers/Bundle/",
    "private/var/db/",
    "private/var/logs/",
    "private/var/root/",
    "private/var/run/",
    "private/var/tmp/",
];

impl Artifact for Filesystem {
    type Record = ListedPath;
    const SPEC: Spec = Spec { id: "ios_filesystem", version: 1, paths: &[], meaning: Meaning::Persistence };
    const LISTS: &'static [Layout] = &[Layout::IosFilesystem];

    fn list(layout: Layout, entry: &Entry<'_>, out: &mut Out<'_, ListedPath>) {
        if let Some(path) = device_path(layout, entry.path) {
            ListedPath::record(entry, path, None, STAGING, out);
        }
    }

    fn parse(_file: &Source<'_>, _out: &mut Out<'_, ListedPath>) -> Result<(), ParseError> {
        Ok(())
    }
}
