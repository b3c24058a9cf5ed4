//! Roles, from the file of the system: which application is the default for calls, messages, browsing and the like.
//!
//! Format: `roles.xml`, text (AOSP `RoleUserState`, Android 10: `data/system/users/N`; `RolesPersistenceImpl`, since 11:
//! `data/misc_de/N/apexdata/com.android.permission`): `<roles version=>`, `<role name=>`, `<holder name=>`. When a role was
//! given is not kept.

use vigie_model::{Layout, Meaning, ProblemCode};

use super::super::abx::Event;
use super::super::roles::RoleHolder;
use super::super::xml;
use super::user_of;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct RolesXml;

impl Artifact for RolesXml {
    type Record = RoleHolder;
    const SPEC: Spec = Spec {
        id: "android_roles_xml",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/system/users/*/roles.xml"),
            (Layout::AndroidFilesystem, "data/misc_de/*/apexdata/com.android.permission/roles.xml"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, RoleHolder>) -> Result<(), ParseError> {
        let user = user_of(file.path());
        let mut role: Option<String> = None;
        xml::read(file, out, |at, event, out| {
            let Event::Start(element) = event else { return };
            match (element.name.as_str(), element.owned("name")) {
                ("role", name) => role = name,
                ("holder", Some(package)) => match &role {
                    Some(role) => out.record(at, RoleHolder { user, role: role.clone(), package }),
                    None => out.problem(ProblemCode::KeyMissing, at, format!("{package} holds a role without a name")),
                },
                ("holder", None) => out.problem(ProblemCode::KeyMissing, at, "a holder of a role without a name"),
                _ => {}
            }
        })
    }
}
