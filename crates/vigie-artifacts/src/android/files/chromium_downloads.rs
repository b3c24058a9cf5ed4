//! Downloads of Chrome on Android and of browsers that keep the same database: from where, by way of which addresses, to
//! where.
//!
//! Format: Chromium `History`, tables `downloads` and `downloads_url_chains` (`components/history/core/browser`), times in
//! microseconds since 1601. Other readers: ALEAPP `chromeDownloads`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Meaning, Moment, Observable, Record, Timestamp};

use super::chromium_history::HISTORY;
use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct ChromiumDownloads;

/// One download.
#[derive(Debug, Default, Serialize)]
pub struct ChromiumDownload {
    /// When it began.
    pub began: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// The addresses it went through; the last one gave the file.
    pub urls: Vec<String>,
    /// The page it was asked for on.
    pub referrer: Option<String>,
    /// The page in the tab.
    pub tab_url: Option<String>,
    /// Where the file was to lie.
    pub target_path: Option<String>,
    /// What it is (`application/vnd.android.package-archive`).
    pub mime_type: Option<String>,
    /// Bytes received.
    pub received_bytes: Option<i64>,
    /// 0 in progress, 1 complete, 2 cancelled, 3 and 4 interrupted.
    pub state: Option<i64>,
    /// What the browser thought of it; 0 is not dangerous.
    pub danger_type: Option<i64>,
    /// It was opened from the browser.
    pub opened: Option<bool>,
}

impl Record for ChromiumDownload {
    fn time(&self) -> Option<Timestamp> {
        self.began.or(self.ended)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("began", self.began), ("ended", self.ended)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let pages = [&self.referrer, &self.tab_url].into_iter().flatten();
        for url in self.urls.iter().chain(pages).filter(|url| !url.is_empty()) {
            see(Observable::url(url));
        }
        // A file of the storage framework has no path, but a number.
        if let Some(path) = self.target_path.as_deref().filter(|path| path.starts_with('/')) {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        let from = self.urls.last().map_or("an unknown address", String::as_str);
        format!("download from {from} to {}", self.target_path.as_deref().unwrap_or("an unknown place"))
    }
}

impl Artifact for ChromiumDownloads {
    type Record = ChromiumDownload;
    const SPEC: Spec =
        Spec { id: "android_chromium_downloads", version: 1, paths: HISTORY, meaning: Meaning::Exposure };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ChromiumDownload>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut chains: BTreeMap<i64, Vec<(i64, String)>> = BTreeMap::new();
        if database.has_table("downloads_url_chains") {
            let select = Select::from("downloads_url_chains").columns(&["id", "chain_index", "url"]);
            out.rows(&database, &select, |row, _| {
                if let (Some(id), Some(url)) = (row.int("id"), row.text("url")) {
                    chains.entry(id).or_default().push((row.int("chain_index").unwrap_or(0), url));
                }
            });
        }
        let select = Select::from("downloads").columns(&[
            "start_time",
            "end_time",
            "referrer",
            "tab_url",
            "target_path",
            "mime_type",
            "received_bytes",
            "state",
            "danger_type",
            "opened",
        ]);
        out.rows(&database, &select, |row, out| {
            let mut urls = chains.remove(&row.rowid()).unwrap_or_default();
            urls.sort_unstable();
            let download = ChromiumDownload {
                began: row.webkit("start_time"),
                ended: row.webkit("end_time"),
                urls: urls.into_iter().map(|(_, url)| url).collect(),
                referrer: row.text("referrer"),
                tab_url: row.text("tab_url"),
                target_path: row.text("target_path"),
                mime_type: row.text("mime_type"),
                received_bytes: row.int("received_bytes"),
                state: row.int("state"),
                danger_type: row.int("danger_type"),
                opened: row.bool("opened"),
            };
            out.record(row.place(), download);
        });
        Ok(())
    }
}
