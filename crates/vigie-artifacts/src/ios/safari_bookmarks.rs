//! Safari's bookmarks and the Reading List.
//!
//! Format: `Bookmarks.db`, table `bookmarks` with a property list in `extra_attributes`; other reader: iLEAPP
//! `safariBookmarks`.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::plist_blob::{plist_of, text_of, time_of};
use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec};

/// See the module.
pub struct SafariBookmarks;

/// A bookmark, a folder, or an article of the Reading List.
#[derive(Debug, Serialize)]
pub struct Bookmark {
    /// Its title.
    pub title: Option<String>,
    /// Its address; a folder has none.
    pub url: Option<String>,
    /// Row of its folder.
    pub parent: Option<i64>,
    /// Whether Safari hides it.
    pub hidden: Option<bool>,
    /// Whether it is marked as deleted.
    pub deleted: Option<bool>,
    /// Whether it is in the Reading List.
    pub reading_list: bool,
    /// The first lines of the article.
    pub preview: Option<String>,
    /// When it was made.
    pub added: Option<Timestamp>,
    /// When it was changed.
    pub modified: Option<Timestamp>,
    /// When the article was last opened.
    pub last_viewed: Option<Timestamp>,
    /// When the article was fetched.
    pub fetched: Option<Timestamp>,
}

impl Record for Bookmark {
    fn time(&self) -> Option<Timestamp> {
        self.added.or(self.modified).or(self.last_viewed).or(self.fetched)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [
            ("added", self.added),
            ("modified", self.modified),
            ("last_viewed", self.last_viewed),
            ("fetched", self.fetched),
        ];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(url) = &self.url {
            see(Observable::url(url));
        }
        for text in [&self.title, &self.preview].into_iter().flatten() {
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
        match &self.url {
            Some(url) if self.reading_list => format!("Reading List article {url}"),
            Some(url) => format!("Safari bookmark {url}"),
            None => "folder of Safari bookmarks".to_owned(),
        }
    }
}

fn bookmark(row: &Row<'_>, out: &mut Out<'_, Bookmark>) -> Bookmark {
    let empty = Value::Dictionary(plist::Dictionary::new());
    let extra = plist_of(row, "extra_attributes", out).unwrap_or_else(|| empty.clone());
    let part = |key: &str| extra.as_dictionary().and_then(|extra| extra.get(key));
    let general = part("com.apple.Bookmark").unwrap_or(&empty);
    let reading = part("com.apple.ReadingList");
    let article = reading.unwrap_or(&empty);
    Bookmark {
        title: row.text("title"),
        url: row.text("url").filter(|url| !url.is_empty()),
        parent: row.int("parent"),
        hidden: row.bool("hidden"),
        deleted: row.bool("deleted"),
        reading_list: reading.is_some(),
        preview: text_of(article, "PreviewText"),
        added: time_of(general, "DateAdded", row, out).or_else(|| time_of(article, "DateAdded", row, out)),
        modified: row.cocoa("last_modified"),
        last_viewed: time_of(article, "DateLastViewed", row, out),
        fetched: time_of(article, "DateLastFetched", row, out),
    }
}

impl Artifact for SafariBookmarks {
    type Record = Bookmark;
    const SPEC: Spec = Spec {
        id: "ios_safari_bookmarks",
        version: 1,
        paths: &[
            (Layout::IosBackup, "*/Library/Safari/Bookmarks.db"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Safari/Bookmarks.db"),
            (Layout::IosFilesystem, "private/var/mobile/Containers/Data/Application/*/Library/Safari/Bookmarks.db"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Bookmark>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("bookmarks").columns(&[
            "title",
            "url",
            "parent",
            "hidden",
            "deleted",
            "last_modified",
            "extra_attributes",
        ]);
        out.rows(&database, &select, |row, out| {
            let bookmark = bookmark(row, out);
            out.record(row.place(), bookmark);
        });
        Ok(())
    }
}
