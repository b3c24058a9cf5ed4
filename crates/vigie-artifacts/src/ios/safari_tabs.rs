//! Safari's open tabs up to iOS 15, each with its back and forward list, and lists whose tab is gone.
//!
//! Format: `BrowserState.db`, tables `tabs` and `tab_sessions` (before iOS 12 the session stood in `tabs`); other
//! readers: MVT `SafariBrowserState`, iLEAPP `safariTabs`.

use std::collections::HashSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use super::safari_session::{SessionPage, observables, pages};
use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec};

/// See the module.
pub struct SafariTabs;

/// A tab, or the list of a tab that is gone.
#[derive(Debug, Serialize)]
pub struct SafariTab {
    /// Its UUID.
    pub uuid: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The address as Safari showed it.
    pub user_visible_url: Option<String>,
    /// When it was last looked at.
    pub last_viewed: Option<Timestamp>,
    /// Whether a link opened it.
    pub opened_from_link: Option<bool>,
    /// Whether it was a private tab.
    pub private: Option<bool>,
    /// Its back and forward list.
    pub session: Vec<SessionPage>,
}

impl Record for SafariTab {
    fn time(&self) -> Option<Timestamp> {
        self.last_viewed
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.last_viewed {
            see(Moment { what: "last_viewed", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        observables(&[&self.url, &self.user_visible_url], &[&self.title], &self.session, see);
    }

    fn summary(&self) -> String {
        let line = self.summary_without_content();
        match self.title.as_deref() {
            Some(title) if !title.is_empty() => format!("{line}, titled {title}"),
            _ => line,
        }
    }

    fn summary_without_content(&self) -> String {
        let last = self.session.last().and_then(|page| page.url.as_deref());
        let url = self.url.as_deref().or(last).unwrap_or("unknown");
        let kind = if self.private == Some(true) { "private Safari tab" } else { "Safari tab" };
        format!("{kind} at {url}, {} pages in its list", self.session.len())
    }
}

fn session(row: &Row<'_>, column: &str, out: &mut Out<'_, SafariTab>) -> Vec<SessionPage> {
    row.blob(column).map(|bytes| pages(bytes, &row.place(), out)).unwrap_or_default()
}

impl Artifact for SafariTabs {
    type Record = SafariTab;
    const SPEC: Spec = Spec {
        id: "ios_safari_tabs",
        version: 1,
        paths: &[
            (Layout::IosBackup, "*/Library/Safari/BrowserState.db"),
            (Layout::IosBackup, "*/Library/Safari/Profiles/*/BrowserState.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Safari/BrowserState.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Safari/Profiles/*/BrowserState.db"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Data/Application/*/Library/Safari/BrowserState.db"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/*/BrowserState.db",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SafariTab>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut open = HashSet::new();
        let select = Select::from("tabs")
            .columns(&[
                "uuid",
                "title",
                "url",
                "user_visible_url",
                "last_viewed_time",
                "opened_from_link",
                "private_browsing",
                "session_data",
            ])
            .join("tab_sessions", "tab_uuid", "tabs.uuid", &["session_data"]);
        out.rows(&database, &select, |row, out| {
            let uuid = row.text("uuid");
            open.extend(uuid.clone());
            let mut list = session(row, "tab_sessions.session_data", out);
            list.extend(session(row, "session_data", out));
            let tab = SafariTab {
                uuid,
                title: row.text("title"),
                url: row.text("url"),
                user_visible_url: row.text("user_visible_url"),
                last_viewed: row.cocoa("last_viewed_time"),
                opened_from_link: row.bool("opened_from_link"),
                private: row.bool("private_browsing"),
                session: list,
            };
            if tab.url.is_none() && tab.uuid.is_none() {
                out.problem(ProblemCode::ValueUnexpected, row.place(), "the tab has neither address nor UUID");
            }
            out.record(row.place(), tab);
        });
        // Lists whose tab was closed. The table is not there before iOS 12.
        if database.has_table("tab_sessions") {
            let select = Select::from("tab_sessions").columns(&["tab_uuid", "session_data"]);
            out.rows(&database, &select, |row, out| {
                let uuid = row.text("tab_uuid");
                if uuid.as_ref().is_some_and(|uuid| open.contains(uuid)) {
                    return;
                }
                let tab = SafariTab {
                    uuid,
                    title: None,
                    url: None,
                    user_visible_url: None,
                    last_viewed: None,
                    opened_from_link: None,
                    private: None,
                    session: session(row, "session_data", out),
                };
                out.record(row.place(), tab);
            });
        }
        Ok(())
    }
}
