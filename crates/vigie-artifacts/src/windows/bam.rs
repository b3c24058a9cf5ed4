//! When each program last ran, by user, as the service that slows background programs keeps it (BAM and DAM, since
//! Windows 10 1709). Entries are kept for about a week.
//!
//! Format: libyal/winreg-kb "Background Activity Moderator". Other readers: RegRipper `bam`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::bytes::{filetime, u64_at};
use super::hive::{Hive, LOGS, Walk};
use super::paths;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Where the users stand, below a control set.
const USERS: &[&str] = &[
    "Services\\bam\\State\\UserSettings",
    "Services\\bam\\UserSettings",
    "Services\\dam\\State\\UserSettings",
    "Services\\dam\\UserSettings",
];

/// See the module.
pub struct Bam;

/// One program of one user.
#[derive(Debug, Serialize)]
pub struct BamEntry {
    /// The program, as Windows wrote it: a path of the kernel, or the name of a packaged application.
    pub program: String,
    /// The id of the user.
    pub user: String,
    /// When it last ran.
    pub last_run: Option<Timestamp>,
}

impl Record for BamEntry {
    fn time(&self) -> Option<Timestamp> {
        self.last_run
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::executable(paths::full(&self.program)));
    }

    fn summary(&self) -> String {
        format!("{} ran, user {}", self.program, self.user)
    }
}

impl Artifact for Bam {
    type Record = BamEntry;
    const SPEC: Spec =
        Spec { id: "windows_bam", version: 1, paths: &[(Layout::Windows, "**/SYSTEM")], meaning: Meaning::Execution };

    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, BamEntry>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        for set in hive.control_sets(&mut walk) {
            for users in USERS {
                let Some(users) = set.under(users, &mut walk) else { continue };
                for user in users.children(&mut walk) {
                    for value in user.values(&mut walk).iter() {
                        // Numbers are settings of the service itself.
                        if value.number().is_some() {
                            continue;
                        }
                        let at = user.place_of(&value.name);
                        let last_run = match u64_at(&value.data, 0).map(filetime) {
                            Some(Ok(time)) => time,
                            Some(Err(ticks)) => {
                                let detail = format!("{ticks} is not a plausible time");
                                out.problem(ProblemCode::TimeImplausible, at.clone(), detail);
                                None
                            }
                            None => {
                                let detail = format!("{} bytes where a time belongs", value.data.len());
                                out.problem(ProblemCode::BlobNotUnderstood, at.clone(), detail);
                                None
                            }
                        };
                        let program = value.name.clone();
                        out.record(at, BamEntry { program, user: user.name().to_owned(), last_run });
                    }
                }
            }
        }
        walk.tell(out);
        Ok(())
    }
}
