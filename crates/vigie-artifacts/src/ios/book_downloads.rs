//! Downloads of the books daemon: addresses books came from, and where they were to be put. A crafted copy of this database
//! is the second half of a published way out of a sandbox, the first half of which is in the downloads of the iTunes Store.
//!
//! Format: Core Data store `BLDatabaseManager.sqlite`, table `ZBLDOWNLOADINFO`; times are seconds since 2001. The columns and
//! the misuse are described by Hana Kim (2025, “itunesstored & bookassetd sbx escape”), and in the tools built on it
//! (`bl_sbx`, Nugget).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct BookDownloads;

/// One download.
#[derive(Debug, Serialize)]
pub struct BookDownload {
    /// `ZDOWNLOADID`: a number of the store; in crafted rows a path.
    pub download_id: Option<String>,
    /// Where the book came from.
    pub url: Option<String>,
    /// Where its cover came from.
    pub thumbnail_url: Option<String>,
    /// The file it became.
    pub asset_path: Option<String>,
    /// The file that describes it.
    pub plist_path: Option<String>,
    /// The application that asked for it, with its team id.
    pub client: Option<String>,
    /// `ebook`, `audiobook`.
    pub kind: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// A number for how far it came.
    pub state: Option<i64>,
    /// When it began.
    pub started: Option<Timestamp>,
    /// When it was bought.
    pub purchased: Option<Timestamp>,
    /// When it last changed.
    pub changed: Option<Timestamp>,
}

impl Record for BookDownload {
    fn time(&self) -> Option<Timestamp> {
        self.changed.or(self.started).or(self.purchased)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("purchased", self.purchased), ("started", self.started), ("changed", self.changed)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for url in [&self.url, &self.thumbnail_url].into_iter().flatten().filter(|url| !url.is_empty()) {
            see(Observable::url(url));
        }
        for path in [&self.asset_path, &self.plist_path].into_iter().flatten().filter(|path| path.starts_with('/')) {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        let line = self.summary_without_content();
        match self.title.as_deref() {
            Some(title) if !title.is_empty() => format!("{line}, titled {title}"),
            _ => line,
        }
    }

    fn summary_without_content(&self) -> String {
        format!("book download from {}", self.url.as_deref().unwrap_or("an address not stated"))
    }
}

impl Artifact for BookDownloads {
    type Record = BookDownload;
    const SPEC: Spec = Spec {
        id: "ios_book_downloads",
        version: 1,
        paths: &[
            (
                Layout::IosBackup,
                "SysSharedContainerDomain-systemgroup.com.apple.media.shared.books/Documents/BLDatabaseManager/BLDatabaseManager.sqlite",
            ),
            (
                Layout::IosFilesystem,
                "private/var/containers/Shared/SystemGroup/*/Documents/BLDatabaseManager/BLDatabaseManager.sqlite",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BookDownload>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("ZBLDOWNLOADINFO").columns(&[
            "ZDOWNLOADID",
            "ZURL",
            "ZTHUMBNAILIMAGEURL",
            "ZASSETPATH",
            "ZPLISTPATH",
            "ZCLIENTIDENTIFIER",
            "ZKIND",
            "ZTITLE",
            "ZSTATE",
            "ZSTARTTIME",
            "ZPURCHASEDATE",
            "ZLASTSTATECHANGETIME",
        ]);
        out.rows(&database, &select, |row, out| {
            let record = BookDownload {
                download_id: row.text("ZDOWNLOADID"),
                url: row.text("ZURL"),
                thumbnail_url: row.text("ZTHUMBNAILIMAGEURL"),
                asset_path: row.text("ZASSETPATH"),
                plist_path: row.text("ZPLISTPATH"),
                client: row.text("ZCLIENTIDENTIFIER"),
                kind: row.text("ZKIND"),
                title: row.text("ZTITLE"),
                state: row.int("ZSTATE"),
                started: row.cocoa("ZSTARTTIME"),
                purchased: row.cocoa("ZPURCHASEDATE"),
                changed: row.cocoa("ZLASTSTATECHANGETIME"),
            };
            out.record(row.place(), record);
        });
        Ok(())
    }
}
