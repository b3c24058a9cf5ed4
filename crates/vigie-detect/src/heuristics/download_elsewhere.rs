//! Downloads of the store and of books that were to be written where such downloads do not go. Crafted rows in the databases
//! of both make their daemons write files of somebody's choice, on a device that is unlocked and connected.
//!
//! What is published is the way out of the media folder: a path of the books' database in the store's, and a path that climbs
//! in the books'. That an address which is not Apple's is worth a remark of its own is vigie's own rule.

use vigie_artifacts::ios::book_downloads::BookDownload;
use vigie_artifacts::sysdiagnose::store_databases::StoreRow;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};
use crate::processes::device_path;

/// See the module.
pub struct DownloadElsewhere;

impl Heuristic for DownloadElsewhere {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "download_elsewhere",
        version: 1,
        artifacts: &["ios_itunesstored_downloads", "ios_book_downloads"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Hana Kim, itunesstored & bookassetd sbx escape (2025)",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

/// Hosts, and all below them, from which Apple delivers what it sells.
const APPLE: &[&str] = &[
    "aaplimg.com",
    "apple.com",
    "apple-cloudkit.com",
    "cdn-apple.com",
    "icloud.com",
    "icloud-content.com",
    "mzstatic.com",
];

/// Where downloads of the store go.
const MEDIA: &str = "/private/var/mobile/Media/";

/// The host of an address, unless it is Apple's.
fn foreign(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    let own = |apple: &&str| host == **apple || host.strip_suffix(*apple).is_some_and(|rest| rest.ends_with('.'));
    (!APPLE.iter().any(own)).then_some(host)
}

fn climbs(path: &str) -> bool {
    path.split('/').any(|part| part == "..")
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let (url, path) = if let Some(row) = seen.get::<StoreRow>() {
            (row.text("url"), row.text("local_path"))
        } else if let Some(book) = seen.get::<BookDownload>() {
            let path = book.download_id.as_deref().filter(|id| climbs(id)).or(book.asset_path.as_deref());
            (book.url.as_deref(), path)
        } else {
            return;
        };
        let host = url.and_then(foreign);
        let path = path.filter(|path| {
            let whole = device_path(path);
            climbs(path) || (whole.starts_with('/') && !whole.starts_with(MEDIA))
        });
        // The published trace: out of the folder by climbing, or into the other daemon's database.
        let published = path.is_some_and(|path| climbs(path) || path.contains("/BLDatabaseManager/"));
        let (level, kind) = match (published, path, &host) {
            (true, ..) => (Level::Medium, "published"),
            (false, Some(_), Some(_)) => (Level::Medium, "both"),
            (false, Some(_), None) => (Level::Low, "path"),
            (false, None, Some(_)) => (Level::Low, "host"),
            (false, None, None) => return,
        };
        let host = host.as_deref().or(url).unwrap_or("?");
        let args = [("kind", kind), ("path", path.unwrap_or("-")), ("host", host)];
        out.add_at(level, seen.keep(), path.unwrap_or(host), &args);
    }
}
