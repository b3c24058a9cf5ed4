//! The back and forward list of a Safari tab, as `BrowserState.db` and `SafariTabs.db` store it: four bytes of
//! version, then a property list with `SessionHistory`/`SessionHistoryEntries`.
//!
//! Format: WebKit `SessionState`; other reader: MVT `SafariBrowserState`.

use std::collections::BTreeSet;
use vigie_evidence::property_list;

use plist::{Dictionary, Value};
use serde::Serialize;
use vigie_model::{Observable, Place, ProblemCode, Record};

use crate::Out;

/// Pages read of one tab; WebKit itself keeps a hundred.
const PAGES: usize = 5_000;
/// Bytes before the property list.
const HEADER: usize = 4;

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionPage {
    /// Its address.
    pub url: Option<String>,
    /// The address asked for, before redirects.
    pub original_url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The page that led to it.
    pub referrer: Option<String>,
    /// Bytes of its stored state.
    pub data_length: usize,
}

impl SessionPage {
    fn read(entry: &Dictionary) -> Self {
        let text = |key: &str| {
            let text = entry.get(key)?.as_string()?;
            Some(text.to_owned()).filter(|text| !text.is_empty())
        };
        Self {
            url: text("SessionHistoryEntryURL"),
            original_url: text("SessionHistoryEntryOriginalURL"),
            title: text("SessionHistoryEntryTitle"),
            referrer: text("SessionHistoryEntryReferrer"),
            data_length: entry.get("SessionHistoryEntryData").and_then(Value::as_data).map_or(0, <[u8]>::len),
        }
    }
}

/// The comparable values of a tab and its pages, each once: a page often repeats the tab, and the next its referrer.
pub(crate) fn observables(
    urls: &[&Option<String>],
    titles: &[&Option<String>],
    pages: &[SessionPage],
    see: &mut dyn FnMut(Observable<'_>),
) {
    let mut told = BTreeSet::new();
    let page_urls = pages.iter().flat_map(|page| [&page.url, &page.original_url, &page.referrer]);
    for url in urls.iter().copied().chain(page_urls).flatten() {
        if !url.is_empty() && told.insert(url) {
            see(Observable::url(url));
        }
    }
    told.clear();
    let page_titles = pages.iter().map(|page| &page.title);
    for title in titles.iter().copied().chain(page_titles).flatten() {
        if !title.is_empty() && told.insert(title) {
            see(Observable::text(title));
        }
    }
}

/// The pages of a tab. What is not understood becomes a problem at `place`.
pub(crate) fn pages<R: Record>(bytes: &[u8], place: &Place, out: &mut Out<'_, R>) -> Vec<SessionPage> {
    let mut complain = |code: ProblemCode, detail: String| out.problem(code, place.clone(), detail);
    if bytes.is_empty() {
        return Vec::new();
    }
    let is_plist = |bytes: &[u8]| bytes.starts_with(b"bplist") || bytes.starts_with(b"<?xml");
    let after_header = bytes.get(HEADER..).unwrap_or_default();
    let list = if is_plist(bytes) { bytes } else { after_header };
    let value = match property_list(list) {
        Ok(value) => value,
        Err(error) => {
            complain(ProblemCode::BlobNotUnderstood, format!("session, after its header: {}", error.detail));
            return Vec::new();
        }
    };
    let Some(history) = value.as_dictionary().and_then(|session| session.get("SessionHistory")) else {
        // A tab that never loaded a page has none.
        return Vec::new();
    };
    let entries = history.as_dictionary().and_then(|history| history.get("SessionHistoryEntries"));
    let Some(entries) = entries else {
        return Vec::new();
    };
    let Some(entries) = entries.as_array() else {
        complain(ProblemCode::ValueUnexpected, "session: SessionHistoryEntries is not an array".to_owned());
        return Vec::new();
    };
    let mut pages = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if at >= PAGES {
            complain(
                ProblemCode::LimitReached,
                format!("session: {} pages, of which {PAGES} were read", entries.len()),
            );
            break;
        }
        match entry.as_dictionary() {
            Some(entry) => pages.push(SessionPage::read(entry)),
            None => complain(ProblemCode::ValueUnexpected, format!("session: page {at} is not a dictionary")),
        }
    }
    pages
}
