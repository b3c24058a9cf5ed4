//! Icons of the sites Chrome showed on iOS, with the pages they were for.
//!
//! Format: Chromium `Favicons`, tables `icon_mapping`, `favicons`, `favicon_bitmaps`; other reader: MVT
//! `ChromeFavicon`.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct ChromeFavicons;

/// An icon and the page it was for.
#[derive(Debug, Serialize)]
pub struct ChromeIcon {
    /// The page.
    pub page_url: Option<String>,
    /// The icon.
    pub icon_url: Option<String>,
    /// When its picture was last fetched.
    pub updated: Option<Timestamp>,
    /// When its picture was last asked for.
    pub requested: Option<Timestamp>,
}

impl Record for ChromeIcon {
    fn time(&self) -> Option<Timestamp> {
        self.updated.or(self.requested)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("updated", self.updated), ("requested", self.requested)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for url in [&self.page_url, &self.icon_url].into_iter().flatten() {
            see(Observable::url(url));
        }
    }

    fn summary(&self) -> String {
        format!(
            "Chrome icon {} of {}",
            self.icon_url.as_deref().unwrap_or("unknown"),
            self.page_url.as_deref().unwrap_or("no known page")
        )
    }
}

/// Newest times of the pictures of an icon.
#[derive(Default, Clone, Copy)]
struct Times {
    updated: Option<Timestamp>,
    requested: Option<Timestamp>,
}

impl Artifact for ChromeFavicons {
    type Record = ChromeIcon;
    const SPEC: Spec = Spec {
        id: "ios_chrome_favicons",
        version: 2,
        paths: &[
            (Layout::IosBackup, "AppDomain-*/Library/Application Support/Google/Chrome/*/Favicons"),
            (Layout::IosBackup, "AppDomain-*/Library/Application Support/Chromium/*/Favicons"),
            (Layout::IosBackup, "AppDomain-*/Library/Application Support/**/{Default,Profile *}/Favicons"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Application Support/{Google/Chrome,Chromium}/*/Favicons",
            ),
            // Browsers built on Chromium keep its folders of profiles below a folder of their own.
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Application Support/**/{Default,Profile *}/Favicons",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ChromeIcon>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        // One icon has a picture per size: a join would give one record per size.
        let mut times: HashMap<i64, Times> = HashMap::new();
        if database.has_table("favicon_bitmaps") {
            let select = Select::from("favicon_bitmaps").columns(&["icon_id", "last_updated", "last_requested"]);
            out.rows(&database, &select, |row, _| {
                let Some(icon) = row.int("icon_id") else {
                    return;
                };
                let times = times.entry(icon).or_default();
                times.updated = times.updated.max(row.webkit("last_updated"));
                times.requested = times.requested.max(row.webkit("last_requested"));
            });
        }
        let mut with_page = HashSet::new();
        let select = Select::from("icon_mapping").columns(&["page_url", "icon_id"]).join(
            "favicons",
            "id",
            "icon_mapping.icon_id",
            &["url"],
        );
        out.rows(&database, &select, |row, out| {
            let icon = row.int("icon_id");
            with_page.extend(icon);
            let times = icon.and_then(|icon| times.get(&icon).copied()).unwrap_or_default();
            let icon = ChromeIcon {
                page_url: row.text("page_url"),
                icon_url: row.text("favicons.url"),
                updated: times.updated,
                requested: times.requested,
            };
            let lost = icon.icon_url.is_none() && database.has_table("favicons");
            if icon.page_url.is_none() || lost {
                out.problem(
                    ProblemCode::ValueUnexpected,
                    row.place(),
                    "the mapping names no page, or an icon that is not there",
                );
            }
            out.record(row.place(), icon);
        });
        let select = Select::from("favicons").columns(&["url"]);
        out.rows(&database, &select, |row, out| {
            if with_page.contains(&row.rowid()) {
                return;
            }
            let times = times.get(&row.rowid()).copied().unwrap_or_default();
            let icon = ChromeIcon {
                page_url: None,
                icon_url: row.text("url"),
                updated: times.updated,
                requested: times.requested,
            };
            out.record(row.place(), icon);
        });
        Ok(())
    }
}
