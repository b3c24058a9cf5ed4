//! Icons of the sites older versions of Firefox showed on iOS, with the pages they were for.
//!
//! Format: `browser.db` (mozilla-mobile/firefox-ios `BrowserSchema`), tables `favicons`, `favicon_sites` (joined to
//! `history`) and `favicon_site_urls`; other reader: MVT `FirefoxFavicon`.

use std::collections::HashSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec};

/// See the module.
pub struct FirefoxFavicons;

/// An icon and the page it was for.
#[derive(Debug, Serialize)]
pub struct FirefoxIcon {
    /// The page.
    pub page_url: Option<String>,
    /// The icon.
    pub icon_url: Option<String>,
    /// When it was stored.
    pub stored: Option<Timestamp>,
    /// Width in pixels.
    pub width: Option<i64>,
    /// Height in pixels.
    pub height: Option<i64>,
    /// Where the page named it.
    pub icon_type: Option<i64>,
}

impl Record for FirefoxIcon {
    fn time(&self) -> Option<Timestamp> {
        self.stored
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.stored {
            see(Moment { what: "stored", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for url in [&self.page_url, &self.icon_url].into_iter().flatten() {
            see(Observable::url(url));
        }
    }

    fn summary(&self) -> String {
        format!(
            "Firefox icon {} of {}",
            self.icon_url.as_deref().unwrap_or("unknown"),
            self.page_url.as_deref().unwrap_or("no known page")
        )
    }
}

const ICON: [&str; 5] = ["url", "date", "width", "height", "type"];

/// An icon whose columns are named with this prefix.
fn icon(row: &Row<'_>, page_url: Option<String>, prefix: &str) -> FirefoxIcon {
    let column = |name: &str| format!("{prefix}{name}");
    FirefoxIcon {
        page_url,
        icon_url: row.text(&column("url")),
        stored: row.unix(&column("date")),
        width: row.int(&column("width")),
        height: row.int(&column("height")),
        icon_type: row.int(&column("type")),
    }
}

/// A row that ties an icon to a page.
fn link(row: &Row<'_>, page_url: Option<String>, out: &mut Out<'_, FirefoxIcon>) {
    let icon = icon(row, page_url, "favicons.");
    if icon.page_url.is_none() || icon.icon_url.is_none() {
        out.problem(ProblemCode::ValueUnexpected, row.place(), "the row names an icon or page that is not there");
    }
    out.record(row.place(), icon);
}

impl Artifact for FirefoxFavicons {
    type Record = FirefoxIcon;
    const SPEC: Spec = Spec {
        id: "ios_firefox_favicons",
        version: 2,
        paths: &[
            (Layout::IosBackup, "AppDomainGroup-group.org.mozilla.ios.*/*.profile/browser.db"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Shared/AppGroup/*/*.profile/browser.db"),
            (Layout::IosFilesystem, "private/var/mobile/profile.profile/browser.db"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, FirefoxIcon>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        // Current versions keep icons as plain files.
        if !database.has_table("favicons") {
            return Ok(());
        }
        let mut with_page = HashSet::new();
        if database.has_table("favicon_sites") {
            let select = Select::from("favicon_sites")
                .columns(&["faviconID"])
                .join("favicons", "id", "favicon_sites.faviconID", &ICON)
                .join("history", "id", "favicon_sites.siteID", &["url"]);
            out.rows(&database, &select, |row, out| {
                with_page.extend(row.int("faviconID"));
                link(row, row.text("history.url"), out);
            });
        }
        if database.has_table("favicon_site_urls") {
            let select = Select::from("favicon_site_urls").columns(&["faviconID", "site_url"]).join(
                "favicons",
                "id",
                "favicon_site_urls.faviconID",
                &ICON,
            );
            out.rows(&database, &select, |row, out| {
                with_page.extend(row.int("faviconID"));
                link(row, row.text("site_url"), out);
            });
        }
        let select = Select::from("favicons").columns(&ICON);
        out.rows(&database, &select, |row, out| {
            if !with_page.contains(&row.rowid()) {
                out.record(row.place(), icon(row, None, ""));
            }
        });
        Ok(())
    }
}
