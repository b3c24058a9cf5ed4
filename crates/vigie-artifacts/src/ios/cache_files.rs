//! What applications fetched over HTTP: the cache of the system's URL loader, one database for each program that uses
//! it, also for daemons that have no history (`/private/var/root/Library/Caches/…`).
//!
//! Format: `Cache.db`, tables `cfurl_cache_response` (address, time), `cfurl_cache_blob_data` (property lists of the
//! request and the response), `cfurl_cache_receiver_data` (the content, or the name of its file in `fsCachedData`).
//! Other readers: MVT `CacheFiles`, iLEAPP. The content itself is not kept, only how long it is.

use std::collections::BTreeSet;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::plist_blob::plist_of;
use crate::{Artifact, Out, ParseError, Row, Select, Source, Spec, texts};

/// See the module.
pub struct CacheFiles;

/// Further addresses kept of one response: redirections name one or two.
const MOST_ADDRESSES: usize = 20;

/// One cached response.
#[derive(Debug, Serialize)]
pub struct CachedResponse {
    /// The folder of the cache: the bundle id of the program in most.
    pub program: Option<String>,
    /// The address that was asked for.
    pub url: Option<String>,
    /// Other addresses in the request and the response: where it was redirected to, who referred to it.
    pub other_urls: BTreeSet<String>,
    /// When it was stored.
    pub stored: Option<Timestamp>,
    /// Bytes of the content, where it stands in the database.
    pub content_length: Option<usize>,
    /// The content is a file of its own, under this name in `fsCachedData`.
    pub content_file: Option<String>,
    /// Bytes of the description of the request.
    pub request_length: Option<usize>,
}

impl Record for CachedResponse {
    fn time(&self) -> Option<Timestamp> {
        self.stored
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.stored {
            let what = "stored";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for url in self.url.iter().chain(&self.other_urls) {
            see(Observable::url(url));
        }
    }

    fn summary(&self) -> String {
        let program = self.program.as_deref().unwrap_or("an unknown program");
        format!("{program} fetched {}", self.url.as_deref().unwrap_or("an address that is not stated"))
    }
}

/// `2024-03-01 10:20:30`, which SQLite's CURRENT_TIMESTAMP writes in UTC.
fn stored(row: &Row<'_>, out: &mut Out<'_, CachedResponse>) -> Option<Timestamp> {
    let text = row.text("time_stamp").filter(|text| !text.is_empty())?;
    let found = Timestamp::parse_rfc3339(&format!("{text}Z"));
    if found.is_none() {
        out.problem(ProblemCode::TimeImplausible, row.place(), format!("column time_stamp: {text:?} is not a time"));
    }
    found
}

impl Artifact for CacheFiles {
    type Record = CachedResponse;
    const SPEC: Spec = Spec {
        id: "ios_cache_files",
        version: 1,
        paths: &[(Layout::IosBackup, "*/**/Cache.db"), (Layout::IosFilesystem, "private/var/**/Cache.db")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CachedResponse>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        // Applications call databases of their own by this name; without any of the loader's tables it is not its cache.
        let is_cache = database.tables().any(|table| table.starts_with("cfurl_"));
        if !is_cache && database.tables().next().is_some() {
            return Ok(());
        }
        let program = file.path().rsplit('/').nth(1).filter(|folder| folder.contains('.')).map(str::to_owned);
        let select = Select::from("cfurl_cache_response")
            .columns(&["entry_ID", "request_key", "time_stamp"])
            .join(
                "cfurl_cache_blob_data",
                "entry_ID",
                "cfurl_cache_response.entry_ID",
                &["response_object", "request_object"],
            )
            .join(
                "cfurl_cache_receiver_data",
                "entry_ID",
                "cfurl_cache_response.entry_ID",
                &["isDataOnFS", "receiver_data"],
            );
        out.rows(&database, &select, |row, out| {
            let url = row.text("request_key");
            if url.is_none() {
                out.problem(ProblemCode::ValueUnexpected, row.place(), "the row states no address");
            }
            let mut other_urls = BTreeSet::new();
            for column in ["cfurl_cache_blob_data.response_object", "cfurl_cache_blob_data.request_object"] {
                if let Some(list) = plist_of(row, column, out) {
                    texts(&list, &mut |text| {
                        let is_url = text.contains("://") && !text.contains(char::is_whitespace);
                        if is_url && url.as_deref() != Some(text) && other_urls.len() < MOST_ADDRESSES {
                            other_urls.insert(text.to_owned());
                        }
                    });
                }
            }
            let on_disk = row.bool("cfurl_cache_receiver_data.isDataOnFS") == Some(true);
            let content = "cfurl_cache_receiver_data.receiver_data";
            let response = CachedResponse {
                program: program.clone(),
                url,
                other_urls,
                stored: stored(row, out),
                content_length: if on_disk { None } else { row.blob(content).map(<[u8]>::len) },
                content_file: if on_disk { row.text(content) } else { None },
                request_length: row.blob("cfurl_cache_blob_data.request_object").map(<[u8]>::len),
            };
            out.record(row.place(), response);
        });
        Ok(())
    }
}
