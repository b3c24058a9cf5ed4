//! Safari's tabs and tab groups since iOS 15: address, title, when viewed and closed, and the back and forward list.
//!
//! Format: `SafariTabs.db`, where tabs are rows of a `bookmarks` table with property lists in `extra_attributes`
//! (synced) and `local_attributes` (this device), sessions sometimes in `session_state`, and private tabs under the
//! `private_tab_group_id` of `windows`. Other reader: SafariPrivateHistoryParser.

use std::collections::HashSet;

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use super::safari_session::{SessionPage, observables, pages};
use crate::plist_blob::{plist_of, text_of, time_of};
use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec, Sqlite};

/// See the module.
pub struct SafariTabsDb;

/// A tab, a tab group, or the list of a tab that is gone.
#[derive(Debug, Serialize)]
pub struct SafariGroupedTab {
    /// Its UUID.
    pub uuid: Option<String>,
    /// Title of the tab, or name of the group.
    pub title: Option<String>,
    /// Address; a group has none.
    pub url: Option<String>,
    /// The address this device loaded.
    pub local_url: Option<String>,
    /// The title this device saw.
    pub local_title: Option<String>,
    /// Row of the group it is in.
    pub parent: Option<i64>,
    /// Whether that is the group of private tabs.
    pub private: Option<bool>,
    /// Whether it is marked as deleted.
    pub deleted: Option<bool>,
    /// When it was made.
    pub added: Option<Timestamp>,
    /// When the row was changed.
    pub modified: Option<Timestamp>,
    /// When it was last viewed on a device of the account.
    pub last_viewed: Option<Timestamp>,
    /// When it was last viewed on this device.
    pub last_visited: Option<Timestamp>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// The device that viewed it last.
    pub device: Option<String>,
    /// Whether a link opened it.
    pub opened_from_link: Option<bool>,
    /// Its back and forward list.
    pub session: Vec<SessionPage>,
}

impl Record for SafariGroupedTab {
    fn time(&self) -> Option<Timestamp> {
        self.last_visited.or(self.last_viewed).or(self.modified).or(self.added).or(self.closed)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [
            ("added", self.added),
            ("modified", self.modified),
            ("last_viewed", self.last_viewed),
            ("last_visited", self.last_visited),
            ("closed", self.closed),
        ];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        observables(&[&self.url, &self.local_url], &[&self.title, &self.local_title], &self.session, see);
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
        let url = self.url.as_deref().or(self.local_url.as_deref()).or(last);
        let Some(url) = url else {
            return "Safari tab group".to_owned();
        };
        let kind = match (self.private, self.closed) {
            (Some(true), _) => "private Safari tab",
            (_, Some(_)) => "closed Safari tab",
            _ => "Safari tab",
        };
        format!("{kind} at {url}, {} pages in its list", self.session.len())
    }
}

/// Rows of the groups that hold private tabs.
fn private_groups(database: &Sqlite, out: &mut Out<'_, SafariGroupedTab>) -> HashSet<i64> {
    let mut groups = HashSet::new();
    if database.has_table("windows") {
        let select = Select::from("windows").columns(&["private_tab_group_id"]);
        out.rows(database, &select, |row, _| {
            groups.extend(row.int("private_tab_group_id"));
        });
    }
    groups
}

fn tab(row: &Row<'_>, private: &HashSet<i64>, out: &mut Out<'_, SafariGroupedTab>) -> SafariGroupedTab {
    let empty = Value::Dictionary(plist::Dictionary::new());
    let extra = plist_of(row, "extra_attributes", out).unwrap_or_else(|| empty.clone());
    let local = plist_of(row, "local_attributes", out).unwrap_or_else(|| empty.clone());
    let bookmark = extra.as_dictionary().and_then(|extra| extra.get("com.apple.Bookmark")).unwrap_or(&empty);
    let state = |bytes: Option<&[u8]>, out: &mut Out<'_, SafariGroupedTab>| {
        bytes.map(|bytes| pages(bytes, &row.place(), out)).unwrap_or_default()
    };
    let mut session = state(local.as_dictionary().and_then(|local| local.get("SessionState")?.as_data()), out);
    session.extend(state(row.blob("session_state.data"), out));
    let parent = row.int("parent");
    SafariGroupedTab {
        uuid: row.text("external_uuid"),
        title: row.text("title"),
        url: row.text("url").filter(|url| !url.is_empty()),
        local_url: text_of(&extra, "LocalURL"),
        local_title: text_of(&extra, "LocalTitle"),
        private: parent.map(|parent| private.contains(&parent)),
        parent,
        deleted: row.bool("deleted"),
        added: time_of(bookmark, "DateAdded", row, out),
        modified: row.cocoa("last_modified"),
        last_viewed: time_of(&extra, "DateLastViewed", row, out),
        last_visited: time_of(&local, "LastVisitTime", row, out),
        closed: row.cocoa("date_closed").or_else(|| time_of(&local, "DateClosed", row, out)),
        device: text_of(&extra, "DeviceIdentifier"),
        opened_from_link: local.as_dictionary().and_then(|local| local.get("OpenedFromLink")?.as_boolean()),
        session,
    }
}

impl Artifact for SafariTabsDb {
    type Record = SafariGroupedTab;
    const SPEC: Spec = Spec {
        id: "ios_safari_tabs_db",
        version: 1,
        paths: &[
            (Layout::IosBackup, "*/Library/Safari/SafariTabs.db"),
            (Layout::IosBackup, "*/Library/Safari/Profiles/*/SafariTabs.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Safari/SafariTabs.db"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Data/Application/*/Library/Safari/SafariTabs.db"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/*/SafariTabs.db",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SafariGroupedTab>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let private = private_groups(&database, out);
        let mut open = HashSet::new();
        let select = Select::from("bookmarks")
            .columns(&[
                "external_uuid",
                "title",
                "url",
                "parent",
                "deleted",
                "last_modified",
                "date_closed",
                "extra_attributes",
                "local_attributes",
            ])
            .join("session_state", "uuid", "bookmarks.external_uuid", &["data"]);
        out.rows(&database, &select, |row, out| {
            let tab = tab(row, &private, out);
            open.extend(tab.uuid.clone());
            if tab.url.is_none() && tab.title.is_none() && tab.uuid.is_none() {
                out.problem(ProblemCode::ValueUnexpected, row.place(), "the row has neither address, title nor UUID");
            }
            out.record(row.place(), tab);
        });
        // Lists whose tab is gone. Only some versions have the table.
        if database.has_table("session_state") {
            let select = Select::from("session_state").columns(&["uuid", "data"]);
            out.rows(&database, &select, |row, out| {
                let uuid = row.text("uuid");
                if uuid.as_ref().is_some_and(|uuid| open.contains(uuid)) {
                    return;
                }
                let session = row.blob("data").map(|bytes| pages(bytes, &row.place(), out)).unwrap_or_default();
                let gone = SafariGroupedTab {
                    uuid,
                    title: None,
                    url: None,
                    local_url: None,
                    local_title: None,
                    parent: None,
                    private: None,
                    deleted: None,
                    added: None,
                    modified: None,
                    last_viewed: None,
                    last_visited: None,
                    closed: None,
                    device: None,
                    opened_from_link: None,
                    session,
                };
                out.record(row.place(), gone);
            });
        }
        Ok(())
    }
}
