//! Icons of the sites Safari showed; they may outlive the history.
//!
//! Format: `Favicons.db`, tables `page_url`, `icon_info`, `rejected_resources`; other readers: MVT `SafariFavicon`,
//! iLEAPP `safariFavicons`. It is not part of backups.

use std::collections::HashSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct SafariFavicons;

/// An icon and the page it was for.
#[derive(Debug, Serialize)]
pub struct SafariIcon {
    /// The page.
    pub page_url: Option<String>,
    /// The icon.
    pub icon_url: Option<String>,
    /// When it was stored or refused.
    pub stored: Option<Timestamp>,
    /// Whether Safari refused it.
    pub rejected: bool,
}

impl Record for SafariIcon {
    fn time(&self) -> Option<Timestamp> {
        self.stored
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.stored {
            let what = if self.rejected { "rejected" } else { "stored" };
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for url in [&self.page_url, &self.icon_url].into_iter().flatten() {
            see(Observable::url(url));
        }
    }

    fn summary(&self) -> String {
        format!(
            "{} icon {} of {}",
            if self.rejected { "refused" } else { "stored" },
            self.icon_url.as_deref().unwrap_or("unknown"),
            self.page_url.as_deref().unwrap_or("no known page")
        )
    }
}

impl Artifact for SafariFavicons {
    type Record = SafariIcon;
    const SPEC: Spec = Spec {
        id: "ios_safari_favicons",
        version: 1,
        paths: &[
            (Layout::IosFilesystem, "private/var/mobile/Library/Image Cache/Favicons/Favicons.db"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Image Cache/Favicons/Favicons.db",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SafariIcon>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut with_page = HashSet::new();
        let select = Select::from("page_url").columns(&["url", "uuid"]).join(
            "icon_info",
            "uuid",
            "page_url.uuid",
            &["url", "timestamp"],
        );
        out.rows(&database, &select, |row, out| {
            with_page.extend(row.text("uuid"));
            let icon = SafariIcon {
                page_url: row.text("url"),
                icon_url: row.text("icon_info.url"),
                stored: row.cocoa("icon_info.timestamp"),
                rejected: false,
            };
            if icon.page_url.is_none() {
                out.problem(ProblemCode::ValueUnexpected, row.place(), "the row names no page");
            }
            out.record(row.place(), icon);
        });
        let select = Select::from("icon_info").columns(&["uuid", "url", "timestamp"]);
        out.rows(&database, &select, |row, out| {
            if row.text("uuid").is_some_and(|uuid| with_page.contains(&uuid)) {
                return;
            }
            let icon = SafariIcon {
                page_url: None,
                icon_url: row.text("url"),
                stored: row.cocoa("timestamp"),
                rejected: false,
            };
            out.record(row.place(), icon);
        });
        if database.has_table("rejected_resources") {
            let select = Select::from("rejected_resources").columns(&["page_url", "icon_url", "timestamp"]);
            out.rows(&database, &select, |row, out| {
                let icon = SafariIcon {
                    page_url: row.text("page_url"),
                    icon_url: row.text("icon_url"),
                    stored: row.cocoa("timestamp"),
                    rejected: true,
                };
                out.record(row.place(), icon);
            });
        }
        Ok(())
    }
}
