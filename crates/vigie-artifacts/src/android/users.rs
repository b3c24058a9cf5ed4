//! Users and profiles of the device.
//!
//! Format: `dumpsys user` (AOSP `UserManagerService.dump`): `UserInfo{0:Owner:13} serialNo=0`, below it lines of its own; times
//! are written as `+17h46m36s512ms ago`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Record, Timestamp};

use super::lines::between;
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Users;

/// One user.
#[derive(Debug, Default, Serialize)]
pub struct DeviceUser {
    /// The number (0 is the owner).
    pub id: Option<i64>,
    /// The name.
    pub name: Option<String>,
    /// Flags, as a number in hexadecimal.
    pub flags: Option<String>,
    /// The kind (`android.os.usertype.profile.MANAGED`).
    pub kind: Option<String>,
    /// The state (`RUNNING_UNLOCKED`).
    pub state: Option<String>,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// When it last logged in.
    pub last_login: Option<Timestamp>,
    /// An organisation owns the profile.
    pub has_profile_owner: Option<bool>,
}

impl Record for DeviceUser {
    fn time(&self) -> Option<Timestamp> {
        self.created.or(self.last_login)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("created", self.created), ("last_login", self.last_login)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.name {
            see(Observable::text(name));
        }
    }

    fn summary(&self) -> String {
        let id = self.id.map_or("unknown".to_owned(), |id| id.to_string());
        format!("user {id} of the device")
    }
}

impl Artifact for Users {
    type Record = DeviceUser;
    const SPEC: Spec = Spec { id: "android_users", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, DeviceUser>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("user")], out, |section, dump, out| {
            let mut open: Option<(Place, usize, DeviceUser)> = None;
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if let Some((at, _, user)) = open.take_if(|(_, of, _)| indent <= *of && !text.is_empty()) {
                    out.record(at, user);
                }
                if let Some(inside) = text.strip_prefix("UserInfo{") {
                    // The name may hold colons: the number is before the first, the flags behind the last.
                    let parts = inside.split_once('}').and_then(|(inside, _)| {
                        let (id, rest) = inside.split_once(':')?;
                        let (name, flags) = rest.rsplit_once(':')?;
                        Some((id.parse().ok()?, name, flags))
                    });
                    let Some((id, name, flags)) = parts else {
                        not_understood(&line, out);
                        continue;
                    };
                    let user = DeviceUser {
                        id: Some(id),
                        name: Some(name.to_owned()).filter(|name| name != "null"),
                        flags: Some(flags.to_owned()),
                        kind: between(text, "type=", " ").map(str::to_owned),
                        ..DeviceUser::default()
                    };
                    open = Some((line.at.clone(), indent, user));
                    continue;
                }
                let Some((_, _, user)) = open.as_mut() else { continue };
                match text.split_once(": ") {
                    Some(("Type", kind)) => user.kind = Some(kind.to_owned()),
                    Some(("State", state)) => user.state = Some(state.to_owned()),
                    Some(("Created", age)) => user.created = dump.clock.relative(age),
                    Some(("Last logged in", age)) => user.last_login = dump.clock.relative(age),
                    Some(("Has profile owner", word)) => user.has_profile_owner = Some(word == "true"),
                    _ => {}
                }
            }
            if let Some((at, _, user)) = open {
                out.record(at, user);
            }
        })
    }
}
