//! Files that Safari downloaded: from where, to where, when.
//!
//! Format: property list `Downloads.plist`, key `DownloadHistory`: dictionaries with `DownloadEntryURL`, `DownloadEntryPath`,
//! `DownloadEntryDateAddedKey`, `DownloadEntryDateFinishedKey`. Other readers: iLEAPP, mac_apt, artemis.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct SafariDownloads;

/// One download.
#[derive(Debug, Serialize)]
pub struct Download {
    /// Where from.
    pub url: Option<String>,
    /// Where to.
    pub path: Option<String>,
    /// When it was begun.
    pub added: Option<Timestamp>,
    /// When it was finished.
    pub finished: Option<Timestamp>,
    /// Bytes of the whole.
    pub length: Option<i64>,
}

impl Record for Download {
    fn time(&self) -> Option<Timestamp> {
        self.added.or(self.finished)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("added", self.added), ("finished", self.finished)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(url) = &self.url {
            see(Observable::url(url));
        }
        if let Some(path) = &self.path {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        format!("Safari downloaded {}", self.url.as_deref().unwrap_or("from an address that is not stated"))
    }
}

impl Artifact for SafariDownloads {
    type Record = Download;
    const SPEC: Spec = Spec {
        id: "ios_safari_downloads",
        version: 1,
        paths: &[
            (Layout::IosBackup, "*/Library/Safari/**/Downloads.plist"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Safari/**/Downloads.plist"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Safari/**/Downloads.plist",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Download>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        let Some(history) = root.get("DownloadHistory") else {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key DownloadHistory");
            return Ok(());
        };
        for item in history.items(out) {
            if item.dictionary(out).is_none() {
                continue;
            }
            let download = Download {
                url: item.text("DownloadEntryURL", out),
                path: item.text("DownloadEntryPath", out),
                added: item.cocoa("DownloadEntryDateAddedKey", out),
                finished: item.cocoa("DownloadEntryDateFinishedKey", out),
                length: item.int("DownloadEntryProgressTotalToLoad", out),
            };
            if download.url.is_none() {
                out.problem(ProblemCode::KeyMissing, item.place(), "there is no key DownloadEntryURL");
            }
            out.record(item.place(), download);
        }
        Ok(())
    }
}
