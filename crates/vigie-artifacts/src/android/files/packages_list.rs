//! Installed packages by user id, as the system writes them for its lower parts: also there when `packages.xml` is lost.
//!
//! Format: `data/system/packages.list` (AOSP `libpackagelistparser`): `NAME UID DEBUGGABLE DATA SEINFO GIDS …`, one a line.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::super::lines::is_package;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct PackagesList;

/// One package.
#[derive(Debug, Serialize)]
pub struct ListedPackage {
    /// Its name.
    pub name: String,
    /// Its user id in the kernel.
    pub uid: i64,
    /// It may be debugged.
    pub debuggable: bool,
    /// Where its data lie.
    pub data_path: Option<String>,
    /// The class that SELinux gives it (`platform`, `default` …).
    pub seinfo: Option<String>,
}

impl Record for ListedPackage {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.name));
    }

    fn summary(&self) -> String {
        format!("package {} with user id {}", self.name, self.uid)
    }
}

fn package(text: &str) -> Option<ListedPackage> {
    let mut words = text.split(' ');
    let name = words.next().filter(|name| is_package(name))?;
    let uid = words.next()?.parse().ok()?;
    let debuggable = words.next()? == "1";
    let [data_path, seinfo] = [words.next(), words.next()].map(|word| word.map(str::to_owned));
    Some(ListedPackage { name: name.to_owned(), uid, debuggable, data_path, seinfo })
}

impl Artifact for PackagesList {
    type Record = ListedPackage;
    const SPEC: Spec = Spec {
        id: "android_packages_list",
        version: 1,
        paths: &[(Layout::AndroidFilesystem, "data/system/packages.list")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ListedPackage>) -> Result<(), ParseError> {
        for line in file.lines()? {
            let line = line?;
            match package(&line.text) {
                Some(package) => out.record(line.at, package),
                // The last line names the whole (`@system`, `@null`).
                None if line.text.is_empty() || line.text.starts_with('@') => {}
                None => out.problem(
                    ProblemCode::LineNotUnderstood,
                    line.at,
                    line.text.chars().take(120).collect::<String>(),
                ),
            }
        }
        Ok(())
    }
}
