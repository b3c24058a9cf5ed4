//! History of Chrome on Android, and of browsers that keep the same database (Samsung Internet, Brave, Edge, Opera,
//! Vivaldi …): visits, pages whose visits have expired, and what was searched for.
//!
//! Format and reader: [`ios::chrome_history`](crate::ios::chrome_history), the database is the same. Other readers: MVT
//! (not in a release), ALEAPP `chrome`.

use vigie_model::{Layout, Meaning};

use super::package_of_path;
use crate::ios::chrome_history::{ChromeEntry, history};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Where browsers built on Chromium keep the database of a profile, and where AndroidQF puts its copy on a rooted device.
pub(super) const HISTORY: &[(Layout, &str)] = &[
    (Layout::AndroidFilesystem, "data/{data,user/*}/*/app_*/{Default,Profile *}/History"),
    (Layout::AndroidFilesystem, "data/{data,user/*}/*/app_opera/History"),
    (Layout::AndroidBackup, "apps/*/r/app_*/{Default,Profile *}/History"),
    (Layout::AndroidBackup, "apps/*/r/app_opera/History"),
    (Layout::AndroidQf, "browser_history/*/*/History"),
];

/// See the module.
pub struct ChromiumHistory;

impl Artifact for ChromiumHistory {
    type Record = ChromeEntry;
    const SPEC: Spec = Spec { id: "android_chromium_history", version: 1, paths: HISTORY, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ChromeEntry>) -> Result<(), ParseError> {
        history(file, package_of_path(file.path()), out)
    }
}
