//! Open tabs of Brave, which keeps them in a store of its own; its history is in the form of Chromium (`ios_chrome_history`).
//!
//! Format: Core Data store `Brave.sqlite`: entity `SessionTab` (`url`, `title`, `lastUpdated`, `isPrivate`) and before it
//! `TabMO`, as Brave's sources declare them (`SessionTab.swift`, `TabMO.swift`); Core Data writes them as tables
//! `ZSESSIONTAB` and `ZTABMO`, times in seconds since 2001. The place is that of “iOS 15 Image Forensics Analysis” (Epifani).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct BraveTabs;

/// One tab.
#[derive(Debug, Serialize)]
pub struct BraveTab {
    /// The page.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Whether it is a private tab.
    pub is_private: Option<bool>,
    /// When it last changed.
    pub updated: Option<Timestamp>,
}

impl Record for BraveTab {
    fn time(&self) -> Option<Timestamp> {
        self.updated
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.updated {
            see(Moment { what: "updated", at });
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
        format!("Brave tab {}", self.url.as_deref().unwrap_or("without a page"))
    }
}

impl Artifact for BraveTabs {
    type Record = BraveTab;
    const SPEC: Spec = Spec {
        id: "ios_brave_tabs",
        version: 1,
        paths: &[
            (Layout::IosBackup, "AppDomain-com.brave.ios.browser/Library/Application Support/Brave.sqlite"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Application Support/Brave.sqlite",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BraveTab>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut any = false;
        for table in ["ZSESSIONTAB", "ZTABMO"].into_iter().filter(|table| database.has_table(table)) {
            any = true;
            let select = Select::from(table).columns(&["ZURL", "ZTITLE", "ZISPRIVATE", "ZLASTUPDATED"]);
            out.rows(&database, &select, |row, out| {
                let record = BraveTab {
                    url: row.text("ZURL"),
                    title: row.text("ZTITLE"),
                    is_private: row.bool("ZISPRIVATE"),
                    updated: row.cocoa("ZLASTUPDATED"),
                };
                out.record(row.place(), record);
            });
        }
        if !any {
            out.problem(ProblemCode::TableMissing, Place::File, "there is neither ZSESSIONTAB nor ZTABMO");
        }
        Ok(())
    }
}
