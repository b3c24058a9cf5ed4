//! History of Firefox on iOS, in its older and its current database: visits, and pages without visits.
//!
//! Format: `browser.db` (mozilla-mobile/firefox-ios `BrowserSchema`: tables `visits` and `history`, times in
//! microseconds) and `places.db` (mozilla/application-services `places`: tables `moz_historyvisits` and `moz_places`,
//! times in milliseconds); other readers: MVT `FirefoxHistory`, iLEAPP.

use std::collections::HashSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec, Sqlite};

/// See the module.
pub struct FirefoxHistory;

/// A visit, or a page without visits.
#[derive(Debug, Default, Serialize)]
pub struct FirefoxEntry {
    /// When the page was visited.
    pub visited: Option<Timestamp>,
    /// When the page was last visited, where the visit itself is gone.
    pub last_visited: Option<Timestamp>,
    /// The page.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What the page says of itself.
    pub description: Option<String>,
    /// The picture the page names for previews.
    pub preview_image_url: Option<String>,
    /// How the visit came about: 1 link, 2 typed, 5 and 6 redirects, ….
    pub visit_type: Option<i64>,
    /// Whether it was on this device, and not synced from another.
    pub local: Option<bool>,
    /// Id of the visit it came from.
    pub from_visit: Option<i64>,
    /// Whether the page is marked as deleted.
    pub deleted: Option<bool>,
}

impl Record for FirefoxEntry {
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
        for url in [&self.url, &self.preview_image_url].into_iter().flatten() {
            see(Observable::url(url));
        }
        for text in [&self.title, &self.description].into_iter().flatten() {
            if !text.is_empty() {
                see(Observable::text(text));
            }
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
        let url = self.url.as_deref().unwrap_or("unknown");
        match (self.visited, self.local) {
            (Some(_), Some(false)) => {
                format!("Firefox visit to {url}, on another device of the account")
            }
            (Some(_), _) => format!("Firefox visit to {url}"),
            (None, _) => format!("page in Firefox's history: {url}"),
        }
    }
}

/// `places.db`.
pub(crate) fn places(database: &Sqlite, out: &mut Out<'_, FirefoxEntry>) {
    let page = ["url", "title", "description", "preview_image_url"];
    let mut visited = HashSet::new();
    let select = Select::from("moz_historyvisits")
        .columns(&["place_id", "visit_date", "visit_type", "is_local", "from_visit"])
        .join("moz_places", "id", "moz_historyvisits.place_id", &page);
    out.rows(database, &select, |row, out| {
        visited.extend(row.int("place_id"));
        let entry = FirefoxEntry {
            visited: row.unix_millis("visit_date"),
            url: row.text("moz_places.url"),
            title: row.text("moz_places.title"),
            description: row.text("moz_places.description"),
            preview_image_url: row.text("moz_places.preview_image_url"),
            visit_type: row.int("visit_type"),
            local: row.bool("is_local"),
            from_visit: row.int("from_visit").filter(|id| *id != 0),
            ..FirefoxEntry::default()
        };
        if entry.url.is_none() && database.has_table("moz_places") {
            out.problem(ProblemCode::ValueUnexpected, row.place(), "the page of this visit is not in moz_places");
        }
        out.record(row.place(), entry);
    });
    let select =
        Select::from("moz_places").columns(&page).columns(&["last_visit_date_local", "last_visit_date_remote"]);
    out.rows(database, &select, |row, out| {
        if visited.contains(&row.rowid()) {
            return;
        }
        let last = row.unix_millis("last_visit_date_local").max(row.unix_millis("last_visit_date_remote"));
        let entry = FirefoxEntry {
            last_visited: last,
            url: row.text("url"),
            title: row.text("title"),
            description: row.text("description"),
            preview_image_url: row.text("preview_image_url"),
            ..FirefoxEntry::default()
        };
        out.record(row.place(), entry);
    });
}

/// `browser.db`.
fn browser(database: &Sqlite, out: &mut Out<'_, FirefoxEntry>) {
    let mut visited = HashSet::new();
    let select = Select::from("visits").columns(&["siteID", "date", "type", "is_local"]).join(
        "history",
        "id",
        "visits.siteID",
        &["url", "title", "is_deleted"],
    );
    out.rows(database, &select, |row, out| {
        visited.extend(row.int("siteID"));
        let entry = FirefoxEntry {
            visited: row.unix_micros("date"),
            url: row.text("history.url"),
            title: row.text("history.title"),
            visit_type: row.int("type"),
            local: row.bool("is_local"),
            deleted: row.bool("history.is_deleted"),
            ..FirefoxEntry::default()
        };
        if entry.url.is_none() && database.has_table("history") && entry.deleted != Some(true) {
            out.problem(ProblemCode::ValueUnexpected, row.place(), "the page of this visit is not in history");
        }
        out.record(row.place(), entry);
    });
    let select = Select::from("history").columns(&["url", "title", "is_deleted"]);
    out.rows(database, &select, |row, out| {
        if visited.contains(&row.rowid()) {
            return;
        }
        let entry = FirefoxEntry {
            url: row.text("url"),
            title: row.text("title"),
            deleted: row.bool("is_deleted"),
            ..FirefoxEntry::default()
        };
        out.record(row.place(), entry);
    });
}

impl Artifact for FirefoxHistory {
    type Record = FirefoxEntry;
    const SPEC: Spec = Spec {
        id: "ios_firefox_history",
        version: 2,
        paths: &[
            (Layout::IosBackup, "AppDomainGroup-group.org.mozilla.ios.*/*.profile/browser.db"),
            (Layout::IosBackup, "AppDomainGroup-group.org.mozilla.ios.*/*.profile/places.db"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/*.profile/browser.db"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/*.profile/places.db"),
            (Layout::IosFilesystem, "private/var/mobile/profile.profile/browser.db"),
        ],
        meaning: Meaning::Exposure,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = &[
        (Layout::IosBackup, "AppDomainGroup-group.org.mozilla.ios.*/*.profile/places.db"),
        (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/*.profile/places.db"),
        (Layout::IosFilesystem, "private/var/mobile/*.profile/places.db"),
    ];

    fn parse(file: &Source<'_>, out: &mut Out<'_, FirefoxEntry>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        if file.file_name() == "places.db" {
            places(&database, out);
            return Ok(());
        }
        let moved = file
            .path()
            .strip_suffix("browser.db")
            .and_then(|folder| file.sibling(&format!("{folder}places.db")))
            .is_some();
        // Once the history has moved to places.db, browser.db may be without it.
        if !moved || database.has_table("visits") || database.has_table("history") {
            browser(&database, out);
        }
        Ok(())
    }
}
