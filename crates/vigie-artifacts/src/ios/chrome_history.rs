//! History of Chrome on iOS, and of browsers that keep the same database (Brave, Edge, Opera): visits, pages whose visits have
//! expired, and what was searched for.
//!
//! Format: Chromium `History`, tables `visits`, `urls`, `keyword_search_terms`; other readers: MVT `ChromeHistory`,
//! iLEAPP `chrome`.

use std::collections::HashSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct ChromeHistory;

/// A visit, a page without visits, or a search.
#[derive(Debug, Default, Serialize)]
pub struct ChromeEntry {
    /// The package of the browser, where that is known (Android).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// When the page was visited.
    pub visited: Option<Timestamp>,
    /// When the page was last visited, where the visit itself is gone.
    pub last_visited: Option<Timestamp>,
    /// The page.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What was searched for.
    pub search: Option<String>,
    /// Id of the visit it came from.
    pub from_visit: Option<i64>,
    /// Id of the visit of the tab that opened this one.
    pub opener_visit: Option<i64>,
    /// The page another application opened it from.
    pub external_referrer_url: Option<String>,
    /// How it came about: Chromium's `PageTransition`.
    pub transition: Option<i64>,
    /// Microseconds it was shown.
    pub visit_duration: Option<i64>,
    /// The device of a synced visit.
    pub originator_cache_guid: Option<String>,
    /// Visits counted on the page.
    pub visit_count: Option<i64>,
    /// How often its address was typed.
    pub typed_count: Option<i64>,
    /// Whether Chrome hides it (frames, redirects).
    pub hidden: Option<bool>,
}

impl Record for ChromeEntry {
    fn time(&self) -> Option<Timestamp> {
        self.visited.or(self.last_visited)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("visited", self.visited), ("last_visited", self.last_visited)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for url in [&self.url, &self.external_referrer_url].into_iter().flatten().filter(|url| !url.is_empty()) {
            see(Observable::url(url));
        }
        for text in [&self.title, &self.search].into_iter().flatten() {
            if !text.is_empty() {
                see(Observable::text(text));
            }
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
        let url = self.url.as_deref().unwrap_or("unknown");
        if let Some(browser) = &self.browser {
            return match (&self.search, self.last_visited) {
                (Some(_), _) => format!("search in {browser}"),
                (None, Some(_)) => format!("page in the history of {browser}: {url}"),
                (None, None) => format!("visit in {browser} to {url}"),
            };
        }
        if self.search.is_some() {
            // The address of a search repeats what was searched for.
            "search in Chrome".to_owned()
        } else if self.last_visited.is_some() {
            format!("page in Chrome's history: {url}")
        } else {
            format!("Chrome visit to {url}")
        }
    }
}

impl Artifact for ChromeHistory {
    type Record = ChromeEntry;
    const SPEC: Spec = Spec {
        id: "ios_chrome_history",
        version: 2,
        paths: &[
            (Layout::IosBackup, "AppDomain-*/Library/Application Support/Google/Chrome/*/History"),
            (Layout::IosBackup, "AppDomain-*/Library/Application Support/Chromium/*/History"),
            (Layout::IosBackup, "AppDomain-*/Library/Application Support/**/{Default,Profile *}/History"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Application Support/{Google/Chrome,Chromium}/*/History",
            ),
            // Browsers built on Chromium keep its folders of profiles below a folder of their own.
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Application Support/**/{Default,Profile *}/History",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ChromeEntry>) -> Result<(), ParseError> {
        history(file, None, out)
    }
}

/// Reads the database, which is the same on every system.
pub(crate) fn history(
    file: &Source<'_>,
    browser: Option<&str>,
    out: &mut Out<'_, ChromeEntry>,
) -> Result<(), ParseError> {
    let of_browser = || ChromeEntry { browser: browser.map(str::to_owned), ..ChromeEntry::default() };
    let database = out.sqlite(file)?;
    let mut visited = HashSet::new();
    let select = Select::from("visits")
        .columns(&[
            "url",
            "visit_time",
            "from_visit",
            "opener_visit",
            "external_referrer_url",
            "transition",
            "visit_duration",
            "originator_cache_guid",
        ])
        .join("urls", "id", "visits.url", &["url", "title", "visit_count", "typed_count", "hidden"]);
    out.rows(&database, &select, |row, out| {
        visited.extend(row.int("url"));
        let url = row.text("urls.url");
        if url.is_none() && database.has_table("urls") {
            out.problem(ProblemCode::ValueUnexpected, row.place(), "the page of this visit is not in urls");
        }
        let entry = ChromeEntry {
            visited: row.webkit("visit_time"),
            url,
            title: row.text("urls.title"),
            from_visit: row.int("from_visit").filter(|id| *id != 0),
            opener_visit: row.int("opener_visit").filter(|id| *id != 0),
            external_referrer_url: row.text("external_referrer_url"),
            transition: row.int("transition"),
            visit_duration: row.int("visit_duration"),
            originator_cache_guid: row.text("originator_cache_guid"),
            visit_count: row.int("urls.visit_count"),
            typed_count: row.int("urls.typed_count"),
            hidden: row.bool("urls.hidden"),
            ..of_browser()
        };
        out.record(row.place(), entry);
    });

    let page = ["url", "title", "visit_count", "typed_count", "hidden", "last_visit_time"];
    let select = Select::from("urls").columns(&page);
    out.rows(&database, &select, |row, out| {
        if visited.contains(&row.rowid()) {
            return;
        }
        let entry = ChromeEntry {
            last_visited: row.webkit("last_visit_time"),
            url: row.text("url"),
            title: row.text("title"),
            visit_count: row.int("visit_count"),
            typed_count: row.int("typed_count"),
            hidden: row.bool("hidden"),
            ..of_browser()
        };
        out.record(row.place(), entry);
    });

    if database.has_table("keyword_search_terms") {
        let select = Select::from("keyword_search_terms").columns(&["term"]).join(
            "urls",
            "id",
            "keyword_search_terms.url_id",
            &["url", "title", "last_visit_time"],
        );
        out.rows(&database, &select, |row, out| {
            let entry = ChromeEntry {
                last_visited: row.webkit("urls.last_visit_time"),
                url: row.text("urls.url"),
                title: row.text("urls.title"),
                search: row.text("term"),
                ..of_browser()
            };
            out.record(row.place(), entry);
        });
    }
    Ok(())
}
