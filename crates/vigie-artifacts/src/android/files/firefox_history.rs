//! History of Firefox on Android: visits, and pages without visits.
//!
//! Format and reader: [`ios::firefox_history`](crate::ios::firefox_history); the database is that of mozilla/application-services
//! on both systems, here called `places.sqlite`. Other readers: ALEAPP `firefox`.

use vigie_model::{Layout, Meaning};

use crate::ios::firefox_history::{FirefoxEntry, places};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct FirefoxHistory;

impl Artifact for FirefoxHistory {
    type Record = FirefoxEntry;
    const SPEC: Spec = Spec {
        id: "android_firefox_history",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/{data,user/*}/*/files/places.sqlite"),
            (Layout::AndroidBackup, "apps/*/f/places.sqlite"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, FirefoxEntry>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        places(&database, out);
        Ok(())
    }
}
