//! Which application was given the screen, to record it or to show it elsewhere, while the report was made.
//!
//! Format: `dumpsys media_projection` (AOSP `MediaProjectionManagerService.dump`, since Android 5): behind `Media Projection:`
//! a line `(com.example, uid=10301): TYPE_SCREEN_CAPTURE`, or `null`. The type is `TYPE_SCREEN_CAPTURE`, `TYPE_MIRRORING` or
//! `TYPE_PRESENTATION`. What was shown before is not kept. Other readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{between, is_package};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct ScreenProjection;

/// One application that has the screen.
#[derive(Debug, Serialize)]
pub struct Projection {
    /// Which.
    pub package: String,
    /// Its user id in the kernel.
    pub uid: Option<i64>,
    /// What for (`TYPE_SCREEN_CAPTURE`).
    pub kind: String,
}

impl Record for Projection {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        format!("{} has the screen: {}", self.package, self.kind)
    }
}

/// `(com.example, uid=10301): TYPE_SCREEN_CAPTURE`
fn projection(text: &str) -> Option<Projection> {
    let (who, kind) = text.strip_prefix('(')?.split_once("): ")?;
    let (package, uid) = who.split_once(", uid=")?;
    let projection = Projection { package: package.to_owned(), uid: uid.parse().ok(), kind: kind.to_owned() };
    is_package(package).then_some(projection)
}

impl Artifact for ScreenProjection {
    type Record = Projection;
    const SPEC: Spec =
        Spec { id: "android_screen_projection", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Projection>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("media_projection")], out, |section, _, out| {
            let mut follows = false;
            for line in section.lines() {
                let text = line.trimmed();
                if let Some(rest) = between(text, "Media Projection:", "") {
                    follows = rest.trim().is_empty();
                } else if std::mem::take(&mut follows) && text != "null" {
                    let projection = projection(text);
                    if projection.as_ref().is_none_or(|projection| projection.uid.is_none()) {
                        not_understood(&line, out);
                    }
                    if let Some(projection) = projection {
                        out.record(line.at.clone(), projection);
                    }
                }
            }
        })
    }
}
