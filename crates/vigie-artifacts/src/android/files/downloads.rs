//! Downloads that applications left to the system: from where, for whom, to where.
//!
//! Format: SQLite `downloads.db` (AOSP `DownloadProvider`, `Downloads.Impl`), table `downloads`, times in milliseconds.
//! Other readers: plaso `android_downloads`, ALEAPP.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct Downloads;

/// One download.
#[derive(Debug, Serialize)]
pub struct SystemDownload {
    /// When the entry last changed.
    pub changed: Option<Timestamp>,
    /// The address.
    pub uri: Option<String>,
    /// The page it was asked for on.
    pub referer: Option<String>,
    /// Where the file lies.
    pub path: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What it is.
    pub mime_type: Option<String>,
    /// The package that asked for it.
    pub package: Option<String>,
    /// 200 complete; 190 and above waiting; 400 and above failed.
    pub status: Option<i64>,
    /// Bytes.
    pub total_bytes: Option<i64>,
    /// It is marked as deleted.
    pub deleted: Option<bool>,
}

impl Record for SystemDownload {
    fn time(&self) -> Option<Timestamp> {
        self.changed
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for url in [&self.uri, &self.referer].into_iter().flatten().filter(|url| url.contains("://")) {
            see(Observable::url(url));
        }
        if let Some(path) = self.path.as_deref().filter(|path| path.starts_with('/')) {
            see(Observable::file_path(path));
        }
        if let Some(package) = &self.package {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("download from {} by {}", of(&self.uri), of(&self.package))
    }
}

impl Artifact for Downloads {
    type Record = SystemDownload;
    const SPEC: Spec = Spec {
        id: "android_downloads",
        version: 1,
        paths: &[
            (
                Layout::AndroidFilesystem,
                "data/{data,user/*,user_de/*}/{com.android.providers.downloads,com.google.android.providers.media.module}/databases/downloads.db",
            ),
            (Layout::AndroidBackup, "apps/com.android.providers.downloads/{db,d_db}/downloads.db"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SystemDownload>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("downloads").columns(&[
            "lastmod",
            "uri",
            "referer",
            "_data",
            "title",
            "mimetype",
            "notificationpackage",
            "status",
            "total_bytes",
            "deleted",
        ]);
        out.rows(&database, &select, |row, out| {
            let download = SystemDownload {
                changed: row.unix_millis("lastmod"),
                uri: row.text("uri"),
                referer: row.text("referer"),
                path: row.text("_data"),
                title: row.text("title"),
                mime_type: row.text("mimetype"),
                package: row.text("notificationpackage"),
                status: row.int("status"),
                total_bytes: row.int("total_bytes").filter(|bytes| *bytes >= 0),
                deleted: row.bool("deleted"),
            };
            out.record(row.place(), download);
        });
        Ok(())
    }
}
