//! Programs, libraries and drivers that Windows took note of, with SHA-1, from Amcache.hve.
//!
//! An entry shows that the file was there when the inventory was made, which mostly follows its first start or an
//! installation; it is no proof that it ran. The SHA-1 covers the first 31 457 280 bytes of a file. Formats: B. Lagny
//! (ANSSI), "Analysis of the AmCache" (2019), for the forms of Windows 8 (`Root\File`) and since Windows 10 1607
//! (`Root\InventoryApplicationFile`). Other readers: AmcacheParser, RegRipper.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use super::bytes::filetime;
use super::hive::{Hive, Key, LOGS, Values, Walk};
use super::paths;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Amcache;

/// What an entry is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AmcacheKind {
    /// A program or library.
    File,
    /// A driver.
    Driver,
    /// An installed application.
    Application,
}

/// One entry.
#[derive(Debug, Serialize)]
pub struct AmcacheEntry {
    /// Of what.
    pub kind: AmcacheKind,
    /// Path of the file, or folder of the application.
    pub path: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// SHA-1 of the file, or of its first 31 457 280 bytes.
    pub sha1: Option<String>,
    /// Who made it, as the file says.
    pub publisher: Option<String>,
    /// The product it belongs to, as the file says.
    pub product: Option<String>,
    /// Its version, as the file says.
    pub version: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// When it was linked, as the file says.
    pub linked: Option<String>,
    /// When its entry was last written.
    pub written: Option<Timestamp>,
    /// When the file was last changed (Windows 8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_modified: Option<Timestamp>,
}

impl Record for AmcacheEntry {
    fn time(&self) -> Option<Timestamp> {
        self.written
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("key_written", self.written), ("file_modified", self.file_modified)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(path) = &self.path {
            see(Observable::file_path(paths::full(path)));
        } else if let Some(name) = &self.name {
            see(Observable::file_name(name));
        }
        if let Some(sha1) = &self.sha1 {
            see(Observable::hash(sha1));
        }
    }

    fn summary(&self) -> String {
        let what = self.path.as_deref().or(self.name.as_deref()).unwrap_or("an entry without a name");
        match &self.sha1 {
            Some(sha1) => format!("{what} (SHA-1 {sha1})"),
            None => what.to_owned(),
        }
    }
}

/// The SHA-1 behind its four zeros. An error when it is none.
fn sha1(id: Option<String>) -> Result<Option<String>, String> {
    let Some(id) = id else { return Ok(None) };
    match id.strip_prefix("0000") {
        Some(hash) if hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Ok(Some(hash.to_ascii_lowercase()))
        }
        _ => Err(id),
    }
}

/// What is wrong with an entry, first of all.
type Wrong = (ProblemCode, String);

fn no_sha1(id: &str) -> Wrong {
    (ProblemCode::ValueUnexpected, format!("{id:?} where a SHA-1 belongs"))
}

/// Windows 10 and later.
fn inventory(kind: AmcacheKind, key: &Key<'_>, values: &Values<'_>) -> (AmcacheEntry, Option<Wrong>) {
    let text = |name| values.text(name);
    let (path, name, id) = match kind {
        AmcacheKind::File => (text("LowerCaseLongPath"), text("Name"), text("FileId")),
        // The key of a driver is called by its path.
        AmcacheKind::Driver => (Some(key.name().replace('/', "\\")), text("DriverName"), text("DriverId")),
        AmcacheKind::Application => (text("RootDirPath"), text("Name"), None),
    };
    let (sha1, wrong) = match sha1(id) {
        Ok(hash) => (hash, None),
        Err(id) => (None, Some(no_sha1(&id))),
    };
    let entry = AmcacheEntry {
        kind,
        path,
        name,
        sha1,
        publisher: text("Publisher").or_else(|| text("DriverCompany")),
        product: text("ProductName").or_else(|| text("Product")),
        version: text("Version").or_else(|| text("DriverVersion")),
        size: values.number("Size").or_else(|| values.number("ImageSize")),
        linked: text("LinkDate"),
        written: key.written,
        file_modified: None,
    };
    (entry, wrong)
}

/// Windows 8: values are named by numbers.
fn numbered(key: &Key<'_>, values: &Values<'_>) -> (AmcacheEntry, Option<Wrong>) {
    let (sha1, no_hash) = match sha1(values.text("101")) {
        Ok(hash) => (hash, None),
        Err(id) => (None, Some(no_sha1(&id))),
    };
    let time = values.number("17").map_or(Ok(None), filetime);
    let no_time = |ticks| (ProblemCode::TimeImplausible, format!("{ticks} is not a plausible time"));
    let wrong = no_hash.or(time.err().map(no_time));
    let entry = AmcacheEntry {
        kind: AmcacheKind::File,
        path: values.text("15"),
        name: None,
        sha1,
        publisher: values.text("1"),
        product: values.text("0"),
        version: values.text("5"),
        size: values.number("6"),
        linked: None,
        written: key.written,
        file_modified: time.ok().flatten(),
    };
    (entry, wrong)
}

impl Artifact for Amcache {
    type Record = AmcacheEntry;
    const SPEC: Spec = Spec {
        id: "windows_amcache",
        version: 2,
        paths: &[(Layout::Windows, "**/*Amcache*.hve")],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, AmcacheEntry>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        let mut take = |key: &Key<'_>, (entry, wrong): (AmcacheEntry, Option<Wrong>)| {
            if let Some((code, detail)) = wrong {
                out.problem(code, key.place(), detail);
            }
            out.record(key.place(), entry);
        };
        for (path, kind) in [
            ("Root\\InventoryApplicationFile", AmcacheKind::File),
            ("Root\\InventoryDriverBinary", AmcacheKind::Driver),
            ("Root\\InventoryApplication", AmcacheKind::Application),
        ] {
            let Some(top) = hive.key(path, &mut walk) else { continue };
            for key in top.children(&mut walk) {
                let values = key.values(&mut walk);
                take(&key, inventory(kind, &key, &values));
            }
        }
        if let Some(top) = hive.key("Root\\File", &mut walk) {
            for volume in top.children(&mut walk) {
                for key in volume.children(&mut walk) {
                    let values = key.values(&mut walk);
                    take(&key, numbered(&key, &values));
                }
            }
        }
        walk.tell(out);
        Ok(())
    }
}
