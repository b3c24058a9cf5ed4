//! Preference files that published reports name as left or changed by intrusion tools. What stands in them tells more than
//! that they exist: a developer's iPhone also has `com.apple.CrashReporter.plist`, but with another value.
//!
//! Source: Amnesty International, "Forensic Methodology Report: How to catch NSO Group's Pegasus" (2021) and its published
//! indicators (`roleaccountd.plist`), with the note to `com.apple.CrashReporter.plist` in AmnestyTech/investigations issue 19:
//! `ShouldSubmit` false, which stops the sending of crash reports, is the sign. Paths alone are `ios_manifest` and
//! `ios_filesystem`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec, texts};

/// See the module.
pub struct MarkerPreferences;

/// One file.
#[derive(Debug, Serialize)]
pub struct MarkerPreference {
    /// Its name.
    pub file: String,
    /// Whether crash reports are sent, where the file says so.
    pub should_submit: Option<bool>,
    /// What stands in it.
    pub content: Plain,
}

impl Record for MarkerPreference {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        texts(&self.content.0, &mut |text| see(Observable::text(text)));
    }

    fn summary(&self) -> String {
        match self.should_submit {
            Some(true) => format!("{}: crash reports are sent", self.file),
            Some(false) => format!("{}: crash reports are not sent", self.file),
            None => self.file.clone(),
        }
    }
}

impl Artifact for MarkerPreferences {
    type Record = MarkerPreference;
    const SPEC: Spec = Spec {
        id: "ios_marker_preferences",
        version: 1,
        paths: &[
            (Layout::IosBackup, "{RootDomain,HomeDomain}/Library/Preferences/com.apple.CrashReporter.plist"),
            (
                Layout::IosBackup,
                "{RootDomain,HomeDomain}/Library/Preferences/{roleaccountd,com.apple.xpc.roleaccountd}.plist",
            ),
            (Layout::IosFilesystem, "private/var/{root,mobile}/Library/Preferences/com.apple.CrashReporter.plist"),
            (
                Layout::IosFilesystem,
                "private/var/{root,mobile}/Library/Preferences/{roleaccountd,com.apple.xpc.roleaccountd}.plist",
            ),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, MarkerPreference>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        let should_submit = root.bool("ShouldSubmit", out);
        let record =
            MarkerPreference { file: file.file_name().to_owned(), should_submit, content: Plain(plist.clone()) };
        out.record(root.place(), record);
        Ok(())
    }
}
