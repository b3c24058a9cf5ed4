//! Pages and bookmarks of DuckDuckGo on iOS. Its cache, cookies and website data are read with those of every application.
//!
//! Format: Core Data stores `History.sqlite` (`ZBROWSINGHISTORYENTRYMANAGEDOBJECT`, `ZPAGEVISITMANAGEDOBJECT`) and
//! `Bookmarks.sqlite` (`ZBOOKMARKENTITY`); times are seconds since 2001. Other readers: iLEAPP `duckduckgo`; the entities are
//! in DuckDuckGo's sources (`BrowsingHistoryEntryManagedObject.swift`, `BookmarkEntity`). On macOS the same store is encrypted.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec};

/// See the module.
pub struct DuckDuckGo;

/// What the row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// A page, with the last of its visits.
    Page,
    /// One visit.
    Visit,
    /// A bookmark.
    Bookmark,
}

/// A page, a visit or a bookmark.
#[derive(Debug, Serialize)]
pub struct DuckDuckGoPage {
    /// What the row is.
    pub kind: PageKind,
    /// The page.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// When it was visited.
    pub visited: Option<Timestamp>,
    /// Visits counted on the page.
    pub visits: Option<i64>,
    /// Whether it could not be loaded.
    pub failed: Option<bool>,
}

impl Record for DuckDuckGoPage {
    fn time(&self) -> Option<Timestamp> {
        self.visited
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.visited {
            let what = if self.kind == PageKind::Visit { "visited" } else { "last_visited" };
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(url) = self.url.as_deref().filter(|url| !url.is_empty()) {
            see(Observable::url(url));
        }
        if let Some(title) = self.title.as_deref().filter(|title| !title.is_empty()) {
            see(Observable::text(title));
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
        let what = match self.kind {
            PageKind::Page => "page in DuckDuckGo",
            PageKind::Visit => "visit in DuckDuckGo",
            PageKind::Bookmark => "bookmark in DuckDuckGo",
        };
        format!("{what} {}", self.url.as_deref().unwrap_or("without an address"))
    }
}

const ENTRY: &str = "ZBROWSINGHISTORYENTRYMANAGEDOBJECT";

fn page(row: &Row<'_>) -> DuckDuckGoPage {
    DuckDuckGoPage {
        kind: PageKind::Page,
        url: row.text("ZURL"),
        title: row.text("ZTITLE"),
        visited: row.cocoa("ZLASTVISIT"),
        visits: row.int("ZNUMBEROFTOTALVISITS"),
        failed: row.bool("ZFAILEDTOLOAD"),
    }
}

fn visit(row: &Row<'_>) -> DuckDuckGoPage {
    DuckDuckGoPage {
        kind: PageKind::Visit,
        url: row.text("ZBROWSINGHISTORYENTRYMANAGEDOBJECT.ZURL"),
        title: row.text("ZBROWSINGHISTORYENTRYMANAGEDOBJECT.ZTITLE"),
        visited: row.cocoa("ZDATE"),
        visits: None,
        failed: None,
    }
}

impl Artifact for DuckDuckGo {
    type Record = DuckDuckGoPage;
    const SPEC: Spec = Spec {
        id: "ios_duckduckgo",
        version: 1,
        paths: &[
            (Layout::IosBackup, "AppDomain-com.duckduckgo.mobile.ios/Library/Application Support/History.sqlite"),
            (Layout::IosBackup, "AppDomainGroup-group.com.duckduckgo.bookmarks/Bookmarks.sqlite"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Application Support/History.sqlite",
            ),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/Bookmarks.sqlite"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, DuckDuckGoPage>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        if file.file_name() == "Bookmarks.sqlite" {
            // Another application may have a store of this name.
            if file.layout() == Layout::IosFilesystem && !database.has_table("ZBOOKMARKENTITY") {
                out.absent();
                return Ok(());
            }
            let select = Select::from("ZBOOKMARKENTITY").columns(&["ZURL", "ZTITLE", "ZISFOLDER"]);
            out.rows(&database, &select, |row, out| {
                if row.bool("ZISFOLDER") != Some(true) {
                    let (url, title) = (row.text("ZURL"), row.text("ZTITLE"));
                    let kind = PageKind::Bookmark;
                    let bookmark = DuckDuckGoPage { kind, url, title, visited: None, visits: None, failed: None };
                    out.record(row.place(), bookmark);
                }
            });
            return Ok(());
        }
        if file.layout() == Layout::IosFilesystem && !database.has_table(ENTRY) {
            out.absent();
            return Ok(());
        }
        let select =
            Select::from(ENTRY).columns(&["ZURL", "ZTITLE", "ZLASTVISIT", "ZNUMBEROFTOTALVISITS", "ZFAILEDTOLOAD"]);
        out.rows(&database, &select, |row, out| {
            let page = page(row);
            out.record(row.place(), page);
        });
        let select = Select::from("ZPAGEVISITMANAGEDOBJECT").columns(&["ZDATE"]).join(
            ENTRY,
            "Z_PK",
            "ZPAGEVISITMANAGEDOBJECT.ZHISTORYENTRY",
            &["ZURL", "ZTITLE"],
        );
        out.rows(&database, &select, |row, out| {
            let visit = visit(row);
            out.record(row.place(), visit);
        });
        Ok(())
    }
}
