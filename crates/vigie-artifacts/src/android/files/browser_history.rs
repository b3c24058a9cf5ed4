//! History of the browser that came with Android before Chrome did, and of those that makers built on it (Xiaomi, old ones of
//! Samsung and HTC): pages, bookmarks, searches. It keeps one row for each page, with the time of the last visit.
//!
//! Format: SQLite `browser2.db` of Android 3 and later (AOSP `BrowserProvider2`: tables `history`, `bookmarks`, `searches`) and
//! `browser.db` before (`BrowserProvider`: one table `bookmarks` for both); times in milliseconds. Other readers: Autopsy.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::package_of_path;
use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec};

/// See the module.
pub struct BrowserHistory;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A page that was visited.
    Page,
    /// A page that was kept.
    Bookmark,
    /// What was searched for.
    Search,
}

/// One page, bookmark or search.
#[derive(Debug, Serialize)]
pub struct BrowserEntry {
    /// What it is.
    pub kind: EntryKind,
    /// The package of the browser.
    pub browser: Option<String>,
    /// The page.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What was searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// When the page was last visited, or the search made.
    pub last_visited: Option<Timestamp>,
    /// When the entry was made.
    pub created: Option<Timestamp>,
    /// Visits counted.
    pub visits: Option<i64>,
    /// Whether the address was typed.
    pub typed: Option<bool>,
    /// Whether the bookmark is marked as deleted.
    pub deleted: Option<bool>,
}

impl Record for BrowserEntry {
    fn time(&self) -> Option<Timestamp> {
        self.last_visited.or(self.created)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let last = if self.kind == EntryKind::Search { "searched" } else { "last_visited" };
        for (what, at) in [(last, self.last_visited), ("created", self.created)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(url) = self.url.as_deref().filter(|url| !url.is_empty()) {
            see(Observable::url(url));
        }
        for text in [&self.title, &self.search].into_iter().flatten().filter(|text| !text.is_empty()) {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        let line = self.summary_without_content();
        match (self.search.as_deref(), self.title.as_deref()) {
            (Some(search), _) => format!("{line} for {search}"),
            (None, Some(title)) if !title.is_empty() => format!("{line}, titled {title}"),
            _ => line,
        }
    }

    fn summary_without_content(&self) -> String {
        let browser = self.browser.as_deref().unwrap_or("a browser");
        let url = self.url.as_deref().unwrap_or("unknown");
        match (self.kind, self.deleted) {
            (EntryKind::Search, _) => format!("search in {browser}"),
            (EntryKind::Page, _) => format!("page in the history of {browser}: {url}"),
            (EntryKind::Bookmark, Some(true)) => format!("deleted bookmark in {browser}: {url}"),
            (EntryKind::Bookmark, _) => format!("bookmark in {browser}: {url}"),
        }
    }
}

fn page(row: &Row<'_>, kind: EntryKind, browser: Option<&str>) -> BrowserEntry {
    BrowserEntry {
        kind,
        browser: browser.map(str::to_owned),
        url: row.text("url"),
        title: row.text("title"),
        search: None,
        last_visited: row.unix_millis("date"),
        created: row.unix_millis("created"),
        visits: row.int("visits"),
        typed: row.bool("user_entered"),
        deleted: row.bool("deleted"),
    }
}

impl Artifact for BrowserHistory {
    type Record = BrowserEntry;
    const SPEC: Spec = Spec {
        id: "android_browser_history",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/{data,user/*}/*/databases/browser2.db"),
            (Layout::AndroidFilesystem, "data/{data,user/*}/com.android.browser/databases/browser.db"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BrowserEntry>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let browser = package_of_path(file.path());
        let is_old = file.file_name() == "browser.db";
        if !is_old {
            let select =
                Select::from("history").columns(&["url", "title", "date", "created", "visits", "user_entered"]);
            out.rows(&database, &select, |row, out| out.record(row.place(), page(row, EntryKind::Page, browser)));
        }
        let select = Select::from("bookmarks").columns(&[
            "url",
            "title",
            "date",
            "created",
            "visits",
            "user_entered",
            "deleted",
            "folder",
            "bookmark",
        ]);
        out.rows(&database, &select, |row, out| {
            // A folder of bookmarks leads nowhere.
            if row.bool("folder") == Some(true) {
                return;
            }
            let is_page = is_old && row.bool("bookmark") != Some(true);
            let kind = if is_page { EntryKind::Page } else { EntryKind::Bookmark };
            out.record(row.place(), page(row, kind, browser));
        });
        if database.has_table("searches") {
            out.rows(&database, &Select::from("searches").columns(&["search", "date"]), |row, out| {
                let search = BrowserEntry { search: row.text("search"), ..page(row, EntryKind::Search, browser) };
                out.record(row.place(), search);
            });
        }
        Ok(())
    }
}
