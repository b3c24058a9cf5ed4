//! Every path of an Android file system. The partitions of the system are left out of where programs can be put: they are
//! verified at every start. Other readers: MVT `Files`.

use vigie_model::{Layout, Meaning};

use crate::listed_path::ListedPath;
use crate::{Artifact, Entry, EntryKind, Out, ParseError, Source, Spec};

/// Folders a program can be written to and run from.
const STAGING: &[&str] = &["data/local/", "data/tmp/", "cache/", "dev/", "tmp/"];

/// See the module.
pub struct Filesystem;

/// The package whose own folder this is: `data/data/PACKAGE`, `data/user/0/PACKAGE`.
fn package_of(folder: &str) -> Option<&str> {
    let rest = ["data/data/", "data/user/", "data/user_de/"].iter().find_map(|root| folder.strip_prefix(root))?;
    let mut parts = rest.split('/');
    let first = parts.next()?;
    let package = if first.bytes().all(|byte| byte.is_ascii_digit()) { parts.next()? } else { first };
    folder.ends_with(package).then_some(package)
}

impl Artifact for Filesystem {
    type Record = ListedPath;
    const SPEC: Spec = Spec { id: "android_filesystem", version: 2, paths: &[], meaning: Meaning::Persistence };
    const LISTS: &'static [Layout] = &[Layout::AndroidFilesystem];

    fn list(_layout: Layout, entry: &Entry<'_>, out: &mut Out<'_, ListedPath>) {
        let package = package_of(entry.path).filter(|_| matches!(entry.kind, EntryKind::Folder));
        ListedPath::record(entry, format!("/{}", entry.path), package.map(str::to_owned), STAGING, out);
    }

    fn parse(_file: &Source<'_>, _out: &mut Out<'_, ListedPath>) -> Result<(), ParseError> {
        Ok(())
    }
}
