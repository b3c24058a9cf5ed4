//! Users of the device, and whether the packages of each could be listed.
//!
//! Format: `package_users.json` of versions since 2026, from `pm list users`. A user whose packages could not be listed is
//! a part of the device that was not examined.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::{cut, said};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct PackageUsers;

/// One user of the device.
#[derive(Debug, Serialize)]
pub struct ListedUser {
    /// The number of the user; 0 is the first.
    pub id: i64,
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
        let name = self.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("user {}{name}, packages {}", self.id, self.status.as_deref().unwrap_or("not told"))
    }

    fn summary_without_content(&self) -> String {
        format!("user {}, packages {}", self.id, self.status.as_deref().unwrap_or("not told"))
    }
}

#[derive(Deserialize)]
struct Report {
    users: Option<Vec<RawUser>>,
    enumeration_error: Option<String>,
}

#[derive(Deserialize)]
struct RawUser {
    id: i64,
    name: Option<String>,
    flags: Option<String>,
    #[serde(default)]
    running: bool,
    inventory_status: Option<String>,
    error: Option<String>,
}

impl Artifact for PackageUsers {
    type Record = ListedUser;
    const SPEC: Spec = Spec {
        id: "androidqf_package_users",
        version: 1,
        paths: &[(Layout::AndroidQf, "package_users.json")],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ListedUser>) -> Result<(), ParseError> {
        let report: Report = file.json()?;
        if let Some(error) = said(report.enumeration_error) {
            let detail = format!("the users of the device could not be listed: {}", cut(&error));
            out.problem(ProblemCode::EvidenceIncomplete, Place::key(["enumeration_error"]), detail);
        }
        for (index, raw) in report.users.unwrap_or_default().into_iter().enumerate() {
            let at = Place::key(["users", &index.to_string()]);
            let status = said(raw.inventory_status);
            if status.as_deref() != Some("collected") {
                let why = said(raw.error).map(|error| format!(": {}", cut(&error))).unwrap_or_default();
                let detail = format!("the packages of user {} were not all listed{why}", raw.id);
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            let user =
                ListedUser { id: raw.id, name: said(raw.name), flags: said(raw.flags), running: raw.running, status };
            out.record(at, user);
        }
        Ok(())
    }
}
