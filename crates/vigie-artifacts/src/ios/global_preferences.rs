//! Device-wide preferences: languages, region, and whether Lockdown Mode is on (`LDMGlobalEnabled`).
//!
//! Format: property list `.GlobalPreferences.plist`; other reader: MVT `GlobalPreferences`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec, texts};

/// See the module.
pub struct GlobalPreferences;

/// One preference.
#[derive(Debug, Serialize)]
pub struct Preference {
    /// Its key.
    pub key: String,
    /// Its value, as in the property list.
    pub value: Plain,
}

impl Record for Preference {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        texts(&self.value.0, &mut |text| see(Observable::text(text)));
    }

    fn summary(&self) -> String {
        format!("preference {}", self.key)
    }
}

impl Artifact for GlobalPreferences {
    type Record = Preference;
    const SPEC: Spec = Spec {
        id: "ios_global_preferences",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/Preferences/.GlobalPreferences.plist"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Preferences/.GlobalPreferences.plist"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Preference>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        for (name, key) in Key::root(&plist).entries(out) {
            out.record(key.place(), Preference { key: name.to_owned(), value: Plain(key.value().clone()) });
        }
        Ok(())
    }
}
