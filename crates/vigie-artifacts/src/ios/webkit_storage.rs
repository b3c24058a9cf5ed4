//! Sites that stored data in Safari or inside an application: WebKit names their files after the site.
//!
//! Format: names `scheme_host_port` of `LocalStorage/*.localstorage` files and of folders below `IndexedDB` (WebKit
//! `SecurityOriginData::databaseIdentifier`), of which only the paths are read; and, since iOS 16, files `origin` in
//! folders with salted names (see `webkit_origin.rs`). Other readers: MVT `WebkitLocalStorage`, `WebkitIndexedDB` and
//! `WebkitSafariViewService`, which read names only.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::webkit_origin;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct WebkitStorage;

/// A site with stored data.
#[derive(Debug, Serialize)]
pub struct StoredSite {
    /// `local_storage`, `indexed_db`, `origin` (a folder for all kinds of storage) or `website_data`.
    pub store: &'static str,
    /// The name on disk; for `origin`, of the folder.
    pub name: String,
    /// `https`, `http`, `file`, ….
    pub scheme: String,
    /// The host; empty for local files.
    pub host: String,
    /// The port, 0 for the usual one.
    pub port: u16,
}

impl Record for StoredSite {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if self.host.is_empty() {
            return;
        }
        let port = match self.port {
            0 => String::new(),
            port => format!(":{port}"),
        };
        see(Observable::url(format!("{}://{}{port}/", self.scheme, self.host)));
    }

    fn summary(&self) -> String {
        format!("{}://{} stored data ({})", self.scheme, self.host, self.store)
    }
}

/// `https_www.example.org_0` taken apart. A host may itself hold underscores.
fn site(name: &str) -> Option<(&str, &str, u16)> {
    let (scheme, rest) = name.split_once('_')?;
    let (host, port) = rest.rsplit_once('_')?;
    let is_scheme =
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then_some((scheme, host, port.parse().ok()?))
}

/// A folder with salted names, and the file in it that says whose it is.
fn origin(file: &Source<'_>, out: &mut Out<'_, StoredSite>) -> Result<(), ParseError> {
    let Some(sites) = webkit_origin::sites(&file.bytes()?) else {
        out.problem(ProblemCode::NotTheFormat, Place::File, "the file names no site as WebKit writes it");
        return Ok(());
    };
    let folder = file.path().rsplit('/').nth(1).unwrap_or_default();
    for site in sites {
        let webkit_origin::Site { scheme, host, port } = site;
        out.record(Place::File, StoredSite { store: "origin", name: folder.to_owned(), scheme, host, port });
    }
    Ok(())
}

impl Artifact for WebkitStorage {
    type Record = StoredSite;
    const SPEC: Spec = Spec {
        id: "ios_webkit_storage",
        version: 2,
        paths: &[
            (Layout::IosBackup, "*/Library/WebKit/**/WebsiteData/LocalStorage/*.localstorage"),
            (Layout::IosBackup, "*/Library/WebKit/**/WebsiteData/IndexedDB/**/IndexedDB.sqlite3"),
            (Layout::IosBackup, "*/**/WebKit/**/WebsiteData/Default/*/*/origin"),
            (Layout::IosBackup, "*/**/WebKit/**/WebsiteDataStore/*/Origins/*/*/origin"),
            (Layout::IosFilesystem, "private/var/**/WebKit/**/WebsiteData/Default/*/*/origin"),
            (Layout::IosFilesystem, "private/var/**/WebKit/**/WebsiteDataStore/*/Origins/*/*/origin"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/*/*/Library/WebKit/**/WebsiteData/LocalStorage/*.localstorage",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/*/*/Library/WebKit/**/WebsiteData/IndexedDB/**/IndexedDB.sqlite3",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/*/*/SystemData/com.apple.SafariViewService/Library/WebKit/WebsiteData/LocalStorage/*.localstorage",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/*/*/SystemData/com.apple.SafariViewService/Library/WebKit/WebsiteData/IndexedDB/**/IndexedDB.sqlite3",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/*/*/SystemData/com.apple.SafariViewService/Library/WebKit/WebsiteData/{http,https}_*/**",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, StoredSite>) -> Result<(), ParseError> {
        let path = file.path();
        if file.file_name() == "origin" && !path.contains("/IndexedDB/") {
            return origin(file, out);
        }
        let (store, names): (_, Vec<&str>) = match file.file_name().strip_suffix(".localstorage") {
            Some(name) => ("local_storage", vec![name]),
            None if !path.contains("/IndexedDB/") => {
                let below = path.split_once("/WebsiteData/").and_then(|(_, below)| below.split('/').next());
                ("website_data", below.into_iter().collect())
            }
            // Below a folder for the layout's version: the site, then perhaps the site it was a frame in.
            None => (
                "indexed_db",
                path.split_once("/IndexedDB/")
                    .map(|(_, below)| below)
                    .into_iter()
                    .flat_map(|part| part.split('/'))
                    .filter(|part| site(part).is_some())
                    .collect(),
            ),
        };
        let mut understood = false;
        for name in names {
            let Some((scheme, host, port)) = site(name) else {
                continue;
            };
            understood = true;
            let stored =
                StoredSite { store, name: name.to_owned(), scheme: scheme.to_owned(), host: host.to_owned(), port };
            out.record(Place::File, stored);
        }
        if !understood {
            out.problem(
                ProblemCode::ValueUnexpected,
                Place::File,
                "the path names no site in the form scheme_host_port",
            );
        }
        Ok(())
    }
}
