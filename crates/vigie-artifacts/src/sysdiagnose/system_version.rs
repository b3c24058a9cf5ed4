//! The version of the system, as the system says it and as the installer last saw it.
//!
//! Format: property lists `SystemVersion.plist` and, with the same keys, the installer's `LastBuildInfo.plist`. Other readers:
//! EC sysdiagnose `sys`, iLEAPP `lastBuild`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct SystemVersion;

/// The system.
#[derive(Debug, Serialize)]
pub struct System {
    /// Its name (`iPhone OS`).
    pub product: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its build.
    pub build: Option<String>,
    /// The rapid security response on top of it (`(a)`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<String>,
    /// `Beta` or `Internal`, where it is not an ordinary release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release_type: Option<String>,
}

impl Record for System {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, _: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("system {} {} ({})", word(&self.product), word(&self.version), word(&self.build))
    }
}

impl Artifact for SystemVersion {
    type Record = System;
    const SPEC: Spec = Spec {
        id: "ios_system_version",
        version: 2,
        paths: &[
            (Layout::IosSysdiagnose, "logs/SystemVersion/SystemVersion.plist"),
            (Layout::IosFilesystem, "System/Library/CoreServices/SystemVersion.plist"),
            (Layout::IosFilesystem, "private/var/installd/Library/MobileInstallation/LastBuildInfo.plist"),
        ],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, System>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        let record = System {
            product: root.text("ProductName", out),
            version: root.text("ProductVersion", out),
            build: root.text("ProductBuildVersion", out),
            extra: root.text("ProductVersionExtra", out),
            release_type: root.text("ReleaseType", out),
        };
        if record.version.is_none() && record.build.is_none() {
            out.problem(ProblemCode::KeyMissing, root.place(), "neither ProductVersion nor ProductBuildVersion");
            return Ok(());
        }
        out.record(root.place(), record);
        Ok(())
    }
}
