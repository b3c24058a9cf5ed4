//! Applications that go on running while the phone sleeps: those exempt from battery saving, by the system or by the owner.
//!
//! What is to watch a phone without a gap needs this exemption, and has to ask for it or be given it by hand.
//!
//! Format: `dumpsys deviceidle` (AOSP `DeviceIdleController.dump`, since Android 6): lists with the headings `Whitelist (except
//! idle) system apps:`, `Whitelist system apps:` and `Whitelist user apps:`, a package on each line, indented deeper. The
//! lists of user ids that follow say the same again. Other readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::is_package;
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct IdleExempt;

/// By whom it is exempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExemptBy {
    /// The maker of the system, from the saver of the battery alone.
    SystemExceptIdle,
    /// The maker of the system.
    System,
    /// The owner, or an application or computer in the owner's place.
    User,
}

/// One application.
#[derive(Debug, Serialize)]
pub struct Exemption {
    /// Which.
    pub package: String,
    /// By whom.
    pub by: ExemptBy,
}

impl Record for Exemption {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        let by = if self.by == ExemptBy::User { "the owner" } else { "the system" };
        format!("{} is exempt from battery saving, by {by}", self.package)
    }
}

/// The list that a heading begins.
fn heading(text: &str) -> Option<ExemptBy> {
    let rest = text.strip_prefix("Whitelist ").or_else(|| text.strip_prefix("Allowlist "))?;
    match rest {
        "(except idle) system apps:" => Some(ExemptBy::SystemExceptIdle),
        "system apps:" => Some(ExemptBy::System),
        "user apps:" => Some(ExemptBy::User),
        _ => None,
    }
}

impl Artifact for IdleExempt {
    type Record = Exemption;
    const SPEC: Spec = Spec { id: "android_idle_exempt", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Exemption>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("deviceidle")], out, |section, _, out| {
            let mut list = None;
            for line in section.lines() {
                let text = line.trimmed();
                if line.indent() < 4 {
                    list = heading(text);
                } else if let Some(by) = list {
                    if is_package(text) {
                        out.record(line.at.clone(), Exemption { package: text.to_owned(), by });
                    } else {
                        not_understood(&line, out);
                    }
                }
            }
        })
    }
}
