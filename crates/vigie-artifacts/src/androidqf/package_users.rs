//! Users of the device, and whether the packages of each could be listed.
//!
//! Format: `package_users.json` of versions since 2026, from `pm list users`. A user whose packages could not be listed is
//! a part of the device that was not examined.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::{Field, cut, said};
use crate::{Artifact, Out, ParseError, Source, Spec, byte_order_mark};

/// See the module.
pub struct PackageUsers;

/// One user of the device.
#[derive(Debug, Serialize)]
pub struct ListedUser {
    /// The number of the user; 0 is the first.
    pub id: Option<i64>,
    /// The name the owner gave.
    pub name: Option<String>,
    /// Flags, in hexadecimal.
    pub flags: Option<String>,
    /// Was running.
    pub running: bool,
    /// Whether the packages were listed (`collected`, `partial`, `failed`).
    pub status: Option<String>,
}

impl Record for ListedUser {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.name {
            see(Observable::text(name));
        }
    }

    fn summary(&self) -> String {
        let id = number(self.id);
        let name = self.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("user {id}{name}, packages {}", self.status.as_deref().unwrap_or("not told"))
    }

    fn summary_without_content(&self) -> String {
        format!("user {}, packages {}", number(self.id), self.status.as_deref().unwrap_or("not told"))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Report {
    users: Field<Vec<Field<RawUser>>>,
    enumeration_error: Field<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawUser {
    id: Field<i64>,
    name: Field<String>,
    flags: Field<String>,
    running: Field<bool>,
    inventory_status: Field<String>,
    error: Field<String>,
}

fn number(id: Option<i64>) -> String {
    id.map_or_else(|| "of unknown number".to_owned(), |id| id.to_string())
}

impl Artifact for PackageUsers {
    type Record = ListedUser;
    const SPEC: Spec = Spec {
        id: "androidqf_package_users",
        version: 3,
        paths: &[(Layout::AndroidQf, "package_users.json")],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ListedUser>) -> Result<(), ParseError> {
        let report: Report = byte_order_mark::json(file)?;
        let at = Place::key(["enumeration_error"]);
        if let Some(error) = said(report.enumeration_error.take("enumeration_error", &at, out)) {
            let detail = format!("the users of the device could not be listed: {}", cut(&error));
            out.problem(ProblemCode::EvidenceIncomplete, at, detail);
        }
        for (index, raw) in report.users.numbered("users", &Place::key(["users"]), out) {
            let at = Place::key(["users", &index.to_string()]);
            let id = raw.id.needed("id", &at, out);
            let status = said(raw.inventory_status.take("inventory_status", &at, out));
            let error = said(raw.error.take("error", &at, out));
            if status.as_deref() != Some("collected") {
                let why = error.map(|error| format!(": {}", cut(&error))).unwrap_or_default();
                let detail = format!("the packages of user {} were not all listed{why}", number(id));
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            let user = ListedUser {
                id,
                name: said(raw.name.take("name", &at, out)),
                flags: said(raw.flags.take("flags", &at, out)),
                running: raw.running.take("running", &at, out).unwrap_or_default(),
                status,
            };
            out.record(at, user);
        }
        Ok(())
    }
}
