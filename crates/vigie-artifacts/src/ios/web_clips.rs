//! Web pages put on the home screen, by the owner or by a configuration profile.
//!
//! Format: property list `*.webclip/Info.plist` (`URL`, `Title`, `ApplicationBundleIdentifier` …). Other reader: iLEAPP
//! `webClips`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec, texts};

/// See the module.
pub struct WebClips;

/// One page on the home screen.
#[derive(Debug, Serialize)]
pub struct WebClip {
    /// Its address.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Whether its owner may not remove it.
    pub removal_disallowed: Option<bool>,
    /// The whole entry.
    pub entry: Plain,
}

impl Record for WebClip {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(url) = &self.url {
            see(Observable::url(url));
        }
        texts(&self.entry.0, &mut |text| {
            if text.contains("://") && Some(text) != self.url.as_deref() {
                see(Observable::text(text));
            }
        });
    }

    fn summary(&self) -> String {
        format!("page on the home screen: {}", self.url.as_deref().unwrap_or("without an address"))
    }
}

impl Artifact for WebClips {
    type Record = WebClip;
    const SPEC: Spec = Spec {
        id: "ios_web_clips",
        version: 1,
        paths: &[
            (Layout::IosBackup, "HomeDomain/Library/WebClips/*/Info.plist"),
            (Layout::IosFilesystem, "private/var/mobile/Library/WebClips/*/Info.plist"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, WebClip>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        let url = root.text("URL", out);
        if url.is_none() {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key URL");
        }
        let clip = WebClip {
            url,
            title: root.text("Title", out),
            removal_disallowed: root.bool("RemovalDisallowed", out),
            entry: Plain(plist.clone()),
        };
        out.record(root.place(), clip);
        Ok(())
    }
}
