//! Roles: which application is the default for calls, messages, browsing, assistance and the like.
//!
//! Format: `dumpsys role` (AOSP `RoleService.dump`, since Android 10): nested `user_id=0`, `name=android.app.role.SMS`,
//! `holders=com.example`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::is_package;
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Roles;

/// One holder of one role.
#[derive(Debug, Serialize)]
pub struct RoleHolder {
    /// For which user.
    pub user: Option<i64>,
    /// The role (`android.app.role.SMS`).
    pub role: String,
    /// The package that holds it.
    pub package: String,
}

impl Record for RoleHolder {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        format!("{} holds the role {}", self.package, self.role)
    }
}

impl Artifact for Roles {
    type Record = RoleHolder;
    const SPEC: Spec = Spec { id: "android_roles", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, RoleHolder>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("role")], out, |section, _, out| {
            let (mut user, mut role) = (None, None);
            for line in section.lines() {
                match line.trimmed().split_once('=') {
                    Some(("user_id", id)) => (user, role) = (id.parse().ok(), None),
                    Some(("name", name)) => role = Some(name.to_owned()),
                    Some(("holders", package)) if is_package(package) => {
                        let Some(role) = role.clone() else {
                            not_understood(&line, out);
                            continue;
                        };
                        out.record(line.at.clone(), RoleHolder { user, role, package: package.to_owned() });
                    }
                    Some(("holders", other)) if other != "[" && !other.is_empty() => not_understood(&line, out),
                    _ => {}
                }
            }
        })
    }
}
