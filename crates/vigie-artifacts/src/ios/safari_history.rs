//! Safari's history: every visit with its redirects, pages whose visits are gone, and what was deleted.
//!
//! Format: `History.db`, tables `history_visits`, `history_items`, `history_tombstones`; other readers: MVT
//! `SafariHistory`, iLEAPP `safariHistory`, plaso. Safari profiles (iOS 17) each have their own database.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec, Sqlite};

/// See the module.
pub struct SafariHistory;

/// One row of the history.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SafariEntry {
    /// A visit.
    Visit(SafariVisit),
    /// A page of which no visit is left.
    Page(SafariPage),
    /// A deletion that other devices of the account are told of.
    Deleted(SafariDeletion),
}

/// A visit.
#[derive(Debug, Serialize)]
pub struct SafariVisit {
    /// Its id, which redirects refer to.
    pub id: i64,
    /// When.
    pub visited: Option<Timestamp>,
    /// The page.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Id of the visit that redirected here.
    pub redirect_source: Option<i64>,
    /// Id of the visit this one was redirected to.
    pub redirect_destination: Option<i64>,
    /// 0 on this device, 1 on another one and synced through iCloud.
    pub origin: Option<i64>,
    /// Whether the page loaded.
    pub load_successful: Option<bool>,
    /// Whether it was asked for with another method than GET (a form was sent).
    pub http_non_get: Option<bool>,
    /// Whether Safari made the visit up for a redirect.
    pub synthesized: Option<bool>,
    /// Attribute bits.
    pub attributes: Option<i64>,
    /// Score for suggestions.
    pub score: Option<i64>,
    /// Sync generation.
    pub generation: Option<i64>,
    /// Id of the page.
    pub history_item: Option<i64>,
    /// Visits counted on the page.
    pub visit_count: Option<i64>,
    /// HTTP status of the page.
    pub status_code: Option<i64>,
}

/// A page of which no visit is left.
#[derive(Debug, Serialize)]
pub struct SafariPage {
    /// Its address.
    pub url: Option<String>,
    /// The part of the host Safari suggests by.
    pub domain_expansion: Option<String>,
    /// Visits counted.
    pub visit_count: Option<i64>,
    /// HTTP status.
    pub status_code: Option<i64>,
}

/// A deletion.
#[derive(Debug, Serialize)]
pub struct SafariDeletion {
    /// Visits from here on were deleted.
    pub start: Option<Timestamp>,
    /// Visits up to here were deleted.
    pub end: Option<Timestamp>,
    /// The page, or a hash of it; none when the whole span was deleted.
    pub url: Option<String>,
    /// Sync generation.
    pub generation: Option<i64>,
    /// Attribute bits.
    pub attributes: Option<i64>,
}

impl Record for SafariEntry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Visit(visit) => visit.visited,
            Self::Page(_) => None,
            Self::Deleted(deleted) => deleted.end.or(deleted.start),
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let mut moment = |what, at: Option<Timestamp>| {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        };
        match self {
            Self::Visit(visit) => moment("visited", visit.visited),
            Self::Page(_) => {}
            Self::Deleted(deleted) => {
                moment("deleted_from", deleted.start);
                moment("deleted_until", deleted.end);
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self {
            Self::Visit(visit) => {
                if let Some(url) = &visit.url {
                    see(Observable::url(url));
                }
                if let Some(title) = visit.title.as_ref().filter(|title| !title.is_empty()) {
                    see(Observable::text(title));
                }
            }
            Self::Page(page) => {
                if let Some(url) = &page.url {
                    see(Observable::url(url));
                }
            }
            Self::Deleted(deleted) => {
                // Recent versions keep a hash instead of the address.
                if let Some(url) = deleted.url.as_ref().filter(|url| url.contains(':')) {
                    see(Observable::url(url));
                }
            }
        }
    }

    fn summary(&self) -> String {
        let line = self.summary_without_content();
        match self {
            Self::Visit(SafariVisit { title: Some(title), .. }) if !title.is_empty() => {
                format!("{line}, titled {title}")
            }
            _ => line,
        }
    }

    fn summary_without_content(&self) -> String {
        let or_unknown = |url: &Option<String>| url.clone().unwrap_or_else(|| "unknown".into());
        match self {
            Self::Visit(visit) => {
                let mut line = format!("Safari visit {} to {}", visit.id, or_unknown(&visit.url));
                if let Some(source) = visit.redirect_source {
                    let _ = write!(line, ", redirected from visit {source}");
                }
                if let Some(destination) = visit.redirect_destination {
                    let _ = write!(line, ", redirected to visit {destination}");
                }
                if visit.load_successful == Some(false) {
                    line.push_str(", not loaded");
                }
                if visit.origin == Some(1) {
                    line.push_str(", on another device of the account");
                }
                line
            }
            Self::Page(page) => {
                format!("Safari page without visits: {}", or_unknown(&page.url))
            }
            Self::Deleted(deleted) => match &deleted.url {
                Some(url) => format!("Safari history deleted for {url}"),
                None => "Safari history deleted for a span of time".to_owned(),
            },
        }
    }
}

fn visits(database: &Sqlite, out: &mut Out<'_, SafariEntry>) -> HashSet<i64> {
    let mut items = HashSet::new();
    let select = Select::from("history_visits")
        .columns(&[
            "history_item",
            "visit_time",
            "title",
            "redirect_source",
            "redirect_destination",
            "origin",
            "load_successful",
            "http_non_get",
            "synthesized",
            "attributes",
            "score",
            "generation",
        ])
        .join("history_items", "id", "history_visits.history_item", &["url", "visit_count", "status_code"]);
    out.rows(database, &select, |row, out| {
        let item = row.int("history_item");
        items.extend(item);
        let visit = SafariVisit {
            id: row.rowid(),
            visited: row.cocoa("visit_time"),
            url: row.text("history_items.url"),
            title: row.text("title"),
            redirect_source: row.int("redirect_source"),
            redirect_destination: row.int("redirect_destination"),
            origin: row.int("origin"),
            load_successful: row.bool("load_successful"),
            http_non_get: row.bool("http_non_get"),
            synthesized: row.bool("synthesized"),
            attributes: row.int("attributes"),
            score: row.int("score"),
            generation: row.int("generation"),
            history_item: item,
            visit_count: row.int("history_items.visit_count"),
            status_code: row.int("history_items.status_code"),
        };
        if visit.url.is_none() && database.has_table("history_items") {
            out.problem(ProblemCode::ValueUnexpected, row.place(), "the page of this visit is not in history_items");
        }
        out.record(row.place(), SafariEntry::Visit(visit));
    });
    items
}

impl Artifact for SafariHistory {
    type Record = SafariEntry;
    const SPEC: Spec = Spec {
        id: "ios_safari_history",
        version: 1,
        paths: &[
            (Layout::IosBackup, "*/Library/Safari/History.db"),
            (Layout::IosBackup, "*/Library/Safari/Profiles/*/History.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Safari/History.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Safari/Profiles/*/History.db"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Data/Application/*/Library/Safari/History.db"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/*/History.db",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SafariEntry>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let visited = visits(&database, out);

        let select = Select::from("history_items").columns(&["url", "domain_expansion", "visit_count", "status_code"]);
        out.rows(&database, &select, |row, out| {
            if visited.contains(&row.rowid()) {
                return;
            }
            let page = SafariPage {
                url: row.text("url"),
                domain_expansion: row.text("domain_expansion"),
                visit_count: row.int("visit_count"),
                status_code: row.int("status_code"),
            };
            out.record(row.place(), SafariEntry::Page(page));
        });

        // Not in the oldest databases.
        if database.has_table("history_tombstones") {
            let select = Select::from("history_tombstones").columns(&[
                "start_time",
                "end_time",
                "url",
                "generation",
                "attributes",
            ]);
            out.rows(&database, &select, |row, out| {
                let deletion = SafariDeletion {
                    start: row.cocoa("start_time"),
                    end: row.cocoa("end_time"),
                    url: row.text("url"),
                    generation: row.int("generation"),
                    attributes: row.int("attributes"),
                };
                out.record(row.place(), SafariEntry::Deleted(deletion));
            });
        }
        Ok(())
    }
}
