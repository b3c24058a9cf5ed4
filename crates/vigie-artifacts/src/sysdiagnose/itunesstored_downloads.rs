//! Downloads of the iTunes Store daemon: addresses files came from, and where they were put. A crafted copy of this
//! database makes the daemon write files outside of its folders, so that an address or a path that does not belong here
//! is a trace of an attack with the device unlocked.
//!
//! Format: SQLite database `downloads.28.sqlitedb`: tables `asset` (`url`, `local_path`), `download`, `application_id`. Other
//! readers: EC sysdiagnose `itunesstore`. The attack is described by its finder, Hana Kim (2025, “itunesstored & bookassetd
//! sbx escape”).

use vigie_model::{Layout, Meaning};

use super::store_databases::{StoreRow, rows};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct ItunesStoredDownloads;

impl Artifact for ItunesStoredDownloads {
    type Record = StoreRow;
    const SPEC: Spec = Spec {
        id: "ios_itunesstored_downloads",
        version: 1,
        paths: &[
            (Layout::IosSysdiagnose, "logs/itunesstored/downloads.*.sqlitedb"),
            (Layout::IosFilesystem, "private/var/mobile/Media/Downloads/downloads.*.sqlitedb"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, StoreRow>) -> Result<(), ParseError> {
        // No column is known to hold a time.
        rows(file, out, &|_, _| None)
    }
}
