//! Installed applications: where each came from, when it was bought, on which account.
//!
//! Format: `iTunesMetadata.plist`, in a backup as data inside `Info.plist` (`Applications`, beside the plain list
//! `Installed Applications`), in a file system in each bundle's container beside `BundleMetadata.plist`. Other readers: MVT
//! `Applications`, iLEAPP.

use std::collections::BTreeSet;

use plist::Value;
use serde::Serialize;
use sha2::{Digest, Sha256};
use vigie_evidence::property_list;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec, texts};

/// See the module.
pub struct Applications;

/// The dictionary of the purchase.
const DOWNLOAD: &str = "com.apple.iTunesStore.downloadInfo";

/// One application.
#[derive(Debug, Default, Serialize)]
pub struct Application {
    /// Bundle id under which the backup lists it.
    pub listed_as: Option<String>,
    /// Bundle id its metadata states (`softwareVersionBundleId`).
    pub bundle_id: Option<String>,
    /// `itemName`.
    pub name: Option<String>,
    /// `artistName`: the seller.
    pub artist: Option<String>,
    /// `bundleShortVersionString`.
    pub version: Option<String>,
    /// `bundleVersion`.
    pub build: Option<String>,
    /// `sourceApp`: the program that installed it.
    pub source_app: Option<String>,
    /// `itemId`: its number in the App Store.
    pub item_id: Option<i64>,
    /// `s`: the country's App Store.
    pub store_front: Option<i64>,
    /// The account it was bought on.
    pub apple_id: Option<String>,
    /// `purchaseDate`.
    pub purchased: Option<Timestamp>,
    /// When it was installed, from `BundleMetadata.plist`.
    pub installed: Option<Timestamp>,
    /// SHA-256 of the icon in the backup.
    pub icon_sha256: Option<String>,
    /// The whole metadata. Without it only the bundle id is known.
    pub metadata: Option<Plain>,
}

impl Record for Application {
    fn time(&self) -> Option<Timestamp> {
        self.installed.or(self.purchased)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("purchased", self.purchased), ("installed", self.installed)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let ids: BTreeSet<_> = [&self.listed_as, &self.bundle_id].into_iter().flatten().collect();
        for id in ids {
            see(Observable::app_id(id));
            see(Observable::process(id));
        }
        if let Some(account) = &self.apple_id {
            see(Observable::user_account(account));
        }
        if let Some(hash) = &self.icon_sha256 {
            see(Observable::hash(hash));
        }
        if let Some(metadata) = &self.metadata {
            texts(&metadata.0, &mut |text| {
                if text.contains("://") {
                    see(Observable::text(text));
                }
            });
        }
    }

    fn summary(&self) -> String {
        let of = |text: Option<&String>| text.map_or("unknown", String::as_str).to_owned();
        format!(
            "application {} ({}) version {}, installed by {}",
            of(self.bundle_id.as_ref().or(self.listed_as.as_ref())),
            of(self.name.as_ref()),
            of(self.version.as_ref()),
            of(self.source_app.as_ref())
        )
    }
}

/// The time of a purchase: text with `Z`, which is UTC, or a date.
fn purchased(key: &Key<'_>, out: &mut Out<'_, Application>) -> Option<Timestamp> {
    let key = key.get("purchaseDate")?;
    let Value::String(text) = key.value() else {
        return key.as_cocoa(out);
    };
    let found = Timestamp::parse_rfc3339(text);
    if found.is_none() {
        out.problem(ProblemCode::TimeImplausible, key.place(), "purchaseDate is not a time with its offset from UTC");
    }
    found
}

/// Fills a record from an `iTunesMetadata.plist`.
fn fill(record: &mut Application, key: &Key<'_>, out: &mut Out<'_, Application>) {
    record.bundle_id = key.text("softwareVersionBundleId", out);
    record.name = key.text("itemName", out);
    record.artist = key.text("artistName", out);
    record.version = key.text("bundleShortVersionString", out);
    record.build = key.text("bundleVersion", out);
    record.source_app = key.text("sourceApp", out);
    record.item_id = key.int("itemId", out);
    record.store_front = key.int("s", out);
    let download = key.get(DOWNLOAD);
    record.purchased = match &download {
        Some(download) if download.get("purchaseDate").is_some() => purchased(download, out),
        _ => purchased(key, out),
    };
    let account = download.and_then(|download| download.get("accountInfo"));
    record.apple_id = account.and_then(|account| account.text("AppleID", out)).or_else(|| key.text("appleId", out));
    record.metadata = Some(Plain(key.value().clone()));
}

/// `Info.plist` of a backup.
fn backup(root: &Key<'_>, out: &mut Out<'_, Application>) {
    let mut told = BTreeSet::new();
    let (applications, installed) = (root.get("Applications"), root.get("Installed Applications"));
    if applications.is_none() && installed.is_none() {
        out.problem(ProblemCode::KeyMissing, root.place(), "there is neither Applications nor Installed Applications");
    }
    for (id, key) in applications.map_or_else(Vec::new, |key| key.entries(out)) {
        told.insert(id);
        let mut record = Application { listed_as: Some(id.to_owned()), ..Application::default() };
        if key.dictionary(out).is_some() {
            record.icon_sha256 = key.data("PlaceholderIcon", out).map(|icon| hex::encode(Sha256::digest(icon)));
            match key.data("iTunesMetadata", out).map(property_list) {
                Some(Ok(metadata)) => {
                    let metadata = Key::root(&metadata);
                    if metadata.dictionary(out).is_some() {
                        fill(&mut record, &metadata, out);
                    }
                }
                Some(Err(error)) => out.problem(error.code, key.place(), format!("iTunesMetadata: {}", error.detail)),
                None => {}
            }
        }
        out.record(key.place(), record);
    }
    for item in installed.map_or_else(Vec::new, |key| key.items(out)) {
        let Value::String(id) = item.value() else {
            item.complain(out, "text");
            continue;
        };
        if told.insert(id) {
            let record = Application { listed_as: Some(id.clone()), ..Application::default() };
            out.record(item.place(), record);
        }
    }
}

impl Artifact for Applications {
    type Record = Application;
    const SPEC: Spec = Spec {
        id: "ios_applications",
        version: 1,
        paths: &[
            (Layout::IosBackup, "Info.plist"),
            (Layout::IosFilesystem, "private/var/containers/Bundle/Application/*/iTunesMetadata.plist"),
        ],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] =
        &[(Layout::IosFilesystem, "private/var/containers/Bundle/Application/*/BundleMetadata.plist")];

    fn parse(file: &Source<'_>, out: &mut Out<'_, Application>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        if file.layout() == Layout::IosBackup {
            backup(&root, out);
            return Ok(());
        }
        let mut record = Application::default();
        fill(&mut record, &root, out);
        let beside = file.path().replace("iTunesMetadata.plist", "BundleMetadata.plist");
        if let Some(beside) = file.sibling(&beside) {
            let bundle = beside.plist();
            match &bundle {
                Ok(bundle) => record.installed = Key::root(bundle).cocoa("installDate", out),
                Err(error) => out.problem(error.code, root.place(), format!("BundleMetadata.plist: {}", error.detail)),
            }
        }
        out.record(root.place(), record);
        Ok(())
    }
}
