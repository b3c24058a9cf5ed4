//! Package files (APK): what each is called, who signed it, what it asks for, and its hashes.
//!
//! Where they lie: AndroidQF copies them to `apks/`, a file system has them below `data/app` (and a program that
//! installs others keeps some elsewhere), a backup made with `-apk` below `apps/PACKAGE/a`. Signatures are read, not
//! verified. The code is not looked into. Format: [`archive`], [`manifest`], [`signers`]; other readers: MVT reads only
//! the hashes that AndroidQF took.

mod archive;
pub(super) mod der;
mod manifest;
mod signers;

use std::collections::{BTreeMap, BTreeSet};

use md5::{Digest as _, Md5};
use serde::Serialize;
use sha1::Sha1;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use self::archive::Archive;
pub use self::archive::Trick;
use self::manifest::{Event, Tag};
pub use self::signers::Signer;
use super::lines::is_package;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// The file without which a zip is no package.
const MANIFEST: &str = "AndroidManifest.xml";
/// Components, permissions and hosts of one package that are kept.
const MOST: usize = 10_000;

/// See the module.
pub struct Apks;

/// What a service asks to be bound with: far-reaching rights that the owner must grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Reads the screen and acts for the user.
    Accessibility,
    /// Administers the device.
    DeviceAdmin,
    /// Reads every notification.
    NotificationListener,
    /// Is a keyboard.
    InputMethod,
    /// All traffic goes through it.
    Vpn,
}

/// The permission a component demands of whoever binds it, and what that makes of it.
const RIGHTS: &[(&str, Right)] = &[
    ("android.permission.BIND_ACCESSIBILITY_SERVICE", Right::Accessibility),
    ("android.permission.BIND_DEVICE_ADMIN", Right::DeviceAdmin),
    ("android.permission.BIND_NOTIFICATION_LISTENER_SERVICE", Right::NotificationListener),
    ("android.permission.BIND_INPUT_METHOD", Right::InputMethod),
    ("android.permission.BIND_VPN_SERVICE", Right::Vpn),
];

/// A component that holds a right, or is woken by the system.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct ApkComponent {
    /// Its class.
    pub name: String,
    /// The right it is made for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<Right>,
    /// What wakes it (`android.provider.Telephony.SMS_RECEIVED`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
}

/// One package file.
#[derive(Debug, Default, Serialize)]
pub struct Apk {
    /// The name of the package.
    pub package: Option<String>,
    /// It is one part of a package that came in several (`config.arm64_v8a`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<String>,
    /// The number of its version.
    pub version_code: Option<i64>,
    /// Its version in words.
    pub version_name: Option<String>,
    /// What it is called on the screen, where that stands in the manifest itself.
    pub label: Option<String>,
    /// The lowest version of Android it runs on.
    pub min_sdk: Option<i64>,
    /// The version of Android it was made for.
    pub target_sdk: Option<i64>,
    /// The user id it wants to share (`android.uid.system`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_user: Option<String>,
    /// It was built for debugging.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debuggable: Option<bool>,
    /// It was built for tests: a store does not take it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_only: Option<bool>,
    /// It has code of its own.
    pub has_code: bool,
    /// The activities that stand in the list of applications.
    pub launcher: BTreeSet<String>,
    /// Permissions it asks for.
    pub permissions: BTreeSet<String>,
    /// Services and receivers that hold a right or are woken by the system.
    pub components: Vec<ApkComponent>,
    /// Hosts whose links it opens.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub hosts: BTreeSet<String>,
    /// The certificates its signatures name.
    pub signers: Vec<Signer>,
    /// What keeps other readers from it.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub tricks: BTreeSet<Trick>,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// SHA-1 of the file.
    pub sha1: String,
    /// MD5 of the file.
    pub md5: String,
}

impl Apk {
    /// Whether one of its components is made for a right.
    pub fn has_right(&self, right: Right) -> bool {
        self.components.iter().any(|component| component.right == Some(right))
    }

    /// Whether one of its lists is as long as any is kept.
    fn is_full(&self) -> bool {
        let lists = [self.launcher.len(), self.permissions.len(), self.components.len(), self.hosts.len()];
        let actions = self.components.iter().map(|component| component.actions.len());
        lists.into_iter().chain(actions).any(|length| length >= MOST)
    }
}

impl Record for Apk {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(package) = &self.package {
            see(Observable::app_id(package));
        }
        for hash in [&self.sha256, &self.sha1, &self.md5] {
            see(Observable::hash(hash));
        }
        // Several schemes name the same certificate.
        let distinct: BTreeMap<&str, &Signer> = self.signers.iter().map(|signer| (&*signer.sha256, signer)).collect();
        for signer in distinct.values() {
            for hash in [&signer.sha256, &signer.sha1, &signer.md5] {
                see(Observable::app_certificate(hash));
            }
        }
        for host in &self.hosts {
            see(Observable::domain(host));
        }
    }

    fn summary(&self) -> String {
        let subject = self.signers.first().and_then(|signer| signer.subject.as_deref());
        format!(
            "package file of {} {}, signed by {}",
            self.package.as_deref().unwrap_or("an unknown package"),
            self.version_name.as_deref().unwrap_or("of unknown version"),
            subject.unwrap_or("nobody that could be read")
        )
    }
}

/// Whether a component is an activity.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Activity {
    Enabled,
    Disabled,
    No,
}

/// Where the reader of a manifest is.
#[derive(Default)]
struct State {
    open: Vec<String>,
    /// The component that is open, and whether it is an activity that is switched on.
    component: Option<(Activity, ApkComponent)>,
    main: bool,
    launcher: bool,
}

/// `.Main` and `Main` are classes of the package.
fn class(name: &str, package: Option<&str>) -> String {
    match package {
        Some(package) if name.starts_with('.') => format!("{package}{name}"),
        Some(package) if !name.contains('.') => format!("{package}.{name}"),
        _ => name.to_owned(),
    }
}

impl State {
    fn start(&mut self, tag: &Tag, apk: &mut Apk) {
        let name = tag.get("name");
        match tag.name.as_str() {
            "manifest" => {
                apk.package = tag.owned("package");
                apk.split = tag.owned("split");
                apk.version_code = tag.number("versionCode");
                apk.version_name = tag.owned("versionName");
                apk.shared_user = tag.owned("sharedUserId");
            }
            "uses-sdk" => {
                apk.min_sdk = tag.number("minSdkVersion");
                apk.target_sdk = tag.number("targetSdkVersion");
            }
            "application" => {
                apk.label = tag.owned("label").filter(|label| !label.starts_with('@'));
                apk.debuggable = tag.truth("debuggable");
                apk.test_only = tag.truth("testOnly");
            }
            "uses-permission" | "uses-permission-sdk-23" if apk.permissions.len() < MOST => {
                apk.permissions.extend(name.map(str::to_owned));
            }
            "activity" | "activity-alias" | "service" | "receiver" | "provider" => {
                let right = tag
                    .get("permission")
                    .and_then(|permission| RIGHTS.iter().find(|(of, _)| *of == permission).map(|(_, right)| *right));
                let name = class(name.unwrap_or_default(), apk.package.as_deref());
                let activity = match (tag.name.starts_with("activity"), tag.truth("enabled")) {
                    (false, _) => Activity::No,
                    (true, Some(false)) => Activity::Disabled,
                    (true, _) => Activity::Enabled,
                };
                self.component = Some((activity, ApkComponent { name, right, actions: Vec::new() }));
            }
            "intent-filter" => (self.main, self.launcher) = (false, false),
            "action" => {
                self.main |= name == Some("android.intent.action.MAIN");
                if let Some((Activity::No, component)) = &mut self.component
                    && component.actions.len() < MOST
                {
                    component.actions.extend(name.map(str::to_owned));
                }
            }
            "category" => {
                let shown = ["android.intent.category.LAUNCHER", "android.intent.category.LEANBACK_LAUNCHER"];
                self.launcher |= name.is_some_and(|name| shown.contains(&name));
            }
            "data" if apk.hosts.len() < MOST => {
                let host = tag.get("host").map(|host| host.trim_start_matches("*."));
                apk.hosts.extend(host.filter(|host| host.contains('.') && !host.contains('*')).map(str::to_owned));
            }
            _ => {}
        }
        self.open.push(tag.name.clone());
    }

    fn end(&mut self, apk: &mut Apk) {
        match self.open.pop().as_deref() {
            Some("intent-filter") => {
                if let Some((Activity::Enabled, component)) = &self.component
                    && self.main
                    && self.launcher
                    && apk.launcher.len() < MOST
                {
                    apk.launcher.insert(component.name.clone());
                }
            }
            Some("activity" | "activity-alias" | "service" | "receiver" | "provider") => {
                if let Some((_, component)) = self.component.take()
                    && (component.right.is_some() || !component.actions.is_empty())
                    && apk.components.len() < MOST
                {
                    apk.components.push(component);
                }
            }
            _ => {}
        }
    }
}

impl Artifact for Apks {
    type Record = Apk;
    const SPEC: Spec = Spec {
        id: "android_apks",
        version: 1,
        paths: &[
            (Layout::AndroidQf, "apks/**/*.apk"),
            (Layout::AndroidFilesystem, "data/**/*.apk"),
            (Layout::AndroidFilesystem, "{sdcard,storage}/**/*.apk"),
            (Layout::AndroidBackup, "{apps,shared}/**/*.apk"),
        ],
        meaning: Meaning::Persistence,
    };
    const MEETS_RULES: bool = true;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Apk>) -> Result<(), ParseError> {
        let bytes = file.bytes()?;
        let mut apk = Apk {
            size: bytes.len() as u64,
            sha256: file.sha256()?,
            sha1: hex::encode(Sha1::digest(&bytes)),
            md5: hex::encode(Md5::digest(&bytes)),
            ..Apk::default()
        };
        let Some(archive) = Archive::open(&bytes) else {
            // Its hash may be known all the same.
            out.record(Place::File, apk);
            return Err(ParseError::file(
                ProblemCode::NotTheFormat,
                "not a package file: it has no directory of a zip",
            ));
        };
        if archive.cut_off {
            out.problem(ProblemCode::ArchiveDamaged, Place::File, "the directory of the package ends too early");
        }
        apk.tricks.clone_from(&archive.tricks);
        apk.has_code = archive.has("classes.dex");
        let mut state = State::default();
        let odd = archive.read(MANIFEST).and_then(|manifest| {
            manifest::read(&manifest, |event| match event {
                Event::Start(tag) => state.start(&tag, &mut apk),
                Event::End => state.end(&mut apk),
            })
        });
        match odd {
            None => {
                let detail = format!("{MANIFEST} is missing or cannot be read");
                out.problem(ProblemCode::NotTheFormat, Place::Key { key: MANIFEST.to_owned() }, detail);
            }
            Some(odd) => {
                if odd.header {
                    apk.tricks.insert(Trick::ManifestHeader);
                }
                if odd.padding {
                    apk.tricks.insert(Trick::ManifestPadding);
                }
                if odd.cut_off || apk.package.as_deref().is_none_or(|package| !is_package(package)) {
                    let detail = "the manifest names no package, or ends before its last part is closed";
                    out.problem(ProblemCode::ValueUnexpected, Place::Key { key: MANIFEST.to_owned() }, detail);
                }
            }
        }
        if apk.is_full() {
            let detail = format!("{MOST} permissions, components, actions or hosts: what may follow is not looked at");
            out.problem(ProblemCode::LimitReached, Place::Key { key: MANIFEST.to_owned() }, detail);
        }
        let (signers, troubles) = signers::read(&archive, &bytes);
        apk.signers = signers;
        for trouble in troubles {
            out.problem(ProblemCode::BlobNotUnderstood, Place::File, trouble);
        }
        out.record(Place::File, apk);
        Ok(())
    }
}
