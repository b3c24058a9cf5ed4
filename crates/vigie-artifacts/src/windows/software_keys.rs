//! Names of keys below `Software`: who made the programs that left settings here, and when they last wrote them. Tools
//! that leave nothing else keep a key of their own.
//!
//! Two levels are listed, maker and product, of the 64-bit and 32-bit part; classes of documents are left out.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::hive::{Hive, Key, LOGS, Walk};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct SoftwareKeys;

/// One key.
#[derive(Debug, Serialize)]
pub struct SoftwareKey {
    /// Its path.
    pub key: String,
    /// When it was last written.
    pub written: Option<Timestamp>,
}

impl Record for SoftwareKey {
    fn time(&self) -> Option<Timestamp> {
        self.written
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.written {
            see(Moment { what: "key_written", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::registry_key(self.key.replacen("\\Wow6432Node", "", 1)));
    }

    fn summary(&self) -> String {
        self.key.clone()
    }
}

/// `is_top`: the 32-bit part is looked for here, and only here.
fn list(top: &Key<'_>, hive: &str, is_top: bool, walk: &mut Walk, out: &mut Out<'_, SoftwareKey>) {
    for maker in top.children(walk) {
        match maker.name().to_lowercase().as_str() {
            "classes" => continue,
            "wow6432node" if is_top => {
                list(&maker, hive, false, walk, out);
                continue;
            }
            _ => {}
        }
        for key in std::iter::once(maker.clone()).chain(maker.children(walk)) {
            out.record(key.place(), SoftwareKey { key: format!("{hive}\\{}", key.path()), written: key.written });
        }
    }
}

impl Artifact for SoftwareKeys {
    type Record = SoftwareKey;
    const SPEC: Spec = Spec {
        id: "windows_software_keys",
        version: 2,
        paths: &[(Layout::Windows, "**/SOFTWARE"), (Layout::Windows, "**/*NTUSER*.DAT")],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, SoftwareKey>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        // The hive of a user has the software below a key of that name, that of the computer is nothing else.
        if let Some(user) = hive.key("Software", &mut walk) {
            list(&user, "HKCU", true, &mut walk, out);
        } else if let Some(top) = hive.root(&mut walk) {
            list(&top, "HKLM\\SOFTWARE", true, &mut walk, out);
        }
        walk.tell(out);
        Ok(())
    }
}
