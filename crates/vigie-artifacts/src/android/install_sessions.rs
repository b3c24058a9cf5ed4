//! Installations in progress, and those since the last start: what was installed, by whom, from which address.
//!
//! Format: `dumpsys package`, `Active install sessions:` and `Historical install sessions:`, since Android 10 also `Finalized` and
//! `Orphaned` ones (AOSP `PackageInstallerService.dump`, `PackageInstallerSession.dump`, pairs `key=value`). One is headed
//! `Session N:`, in Android 16 and later `Active Session N:` and `Active Child Session N:`. Until Android 10 its lines are broken at
//! column 120, in the middle of a word; such a line is put together again. Other readers: none known.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{between, present, some_value, value};
use super::{BESIDE, DUMPSTATE, Part, each_section, go_on};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Bytes of one session.
const SESSION_LIMIT: usize = 1 << 16;

/// See the module.
pub struct InstallSessions;

/// One installation.
#[derive(Debug, Serialize)]
pub struct InstallSession {
    /// Its number.
    pub session: String,
    /// It is over.
    pub historical: bool,
    /// When it was begun.
    pub created: Option<Timestamp>,
    /// For which user.
    pub user: Option<i64>,
    /// The package, where it was known.
    pub package: Option<String>,
    /// What it calls itself.
    pub label: Option<String>,
    /// Who installed; absent for an installation over a cable.
    pub installer: Option<String>,
    /// The user id of who installed (2000 is a computer's shell).
    pub installer_uid: Option<i64>,
    /// Who had the file.
    pub originating: Option<String>,
    /// Where the file came from.
    pub originating_uri: Option<String>,
    /// The page that led there.
    pub referrer_uri: Option<String>,
    /// 1 means installed; below 0 it failed.
    pub final_status: Option<i64>,
    /// What was said at its end.
    pub final_message: Option<String>,
}

impl Record for InstallSession {
    fn time(&self) -> Option<Timestamp> {
        self.created
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for package in [&self.package, &self.installer, &self.originating].into_iter().flatten() {
            see(Observable::app_id(package));
        }
        for uri in [&self.originating_uri, &self.referrer_uri].into_iter().flatten() {
            see(Observable::url(uri));
        }
        for text in [&self.label, &self.final_message].into_iter().flatten() {
            see(Observable::text(text));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("installation of {} by {}", of(&self.package), of(&self.installer))
    }
}

fn close(open: Option<(Place, String, String)>, historical: bool, out: &mut Out<'_, InstallSession>) {
    let Some((at, session, text)) = open else { return };
    let text = &*text;
    let number = |name: &str| value(text, name).and_then(|text| text.parse::<i64>().ok());
    let first = |names: &[&str]| names.iter().find_map(|name| some_value(text, name));
    let created = number("createdMillis").and_then(Timestamp::from_unix_millis);
    if created.is_none() && text.contains("createdMillis=") {
        out.problem(ProblemCode::TimeImplausible, at.clone(), "createdMillis is no plausible time");
    }
    let message = between(text, "FinalMessage=", "").or_else(|| between(text, "finalMessage=", ""));
    let message = message.map(|rest| rest.split(" params").next().unwrap_or(rest).trim().to_owned());
    out.record(
        at,
        InstallSession {
            session,
            historical,
            created,
            user: number("userId"),
            package: first(&["appPackageName", "mPackageName"]),
            label: between(text, "appLabel=", " originatingUri=").and_then(present),
            installer: first(&["mInstallerPackageName", "installerPackageName"]),
            installer_uid: number("mInstallerUid").or_else(|| number("installerUid")),
            originating: first(&["installOriginatingPackageName", "originatingPackageName"]),
            originating_uri: first(&["originatingUri"]),
            referrer_uri: first(&["referrerUri"]),
            final_status: number("mFinalStatus").or_else(|| number("mSessionErrorCode")),
            final_message: message.filter(|text| !text.is_empty() && text != "null"),
        },
    );
}

/// The number of a session, of the line that heads it.
fn number_of(text: &str) -> Option<&str> {
    let (of_what, number) = text.strip_suffix(':')?.split_once("Session ")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && ["", "Active ", "Active Child ", "Child ", "Historical "].contains(&of_what)).then_some(number)
}

impl Artifact for InstallSessions {
    type Record = InstallSession;
    const SPEC: Spec =
        Spec { id: "android_install_sessions", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, InstallSession>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("package")], out, |section, _, out| {
            let mut historical = None;
            let mut open: Option<(Place, String, String)> = None;
            for line in section.lines() {
                let text = line.trimmed();
                if line.indent() == 0 && !text.is_empty() {
                    close(open.take(), historical.unwrap_or(false), out);
                    historical = match text {
                        "Active install sessions:" | "Orphaned install sessions:" => Some(false),
                        "Finalized install sessions:" | "Historical install sessions:" => Some(true),
                        _ => None,
                    };
                    continue;
                }
                let Some(is_historical) = historical else { continue };
                if let Some(session) = number_of(text).filter(|_| line.indent() <= 8) {
                    close(open.take(), is_historical, out);
                    open = Some((line.at.clone(), session.to_owned(), String::new()));
                } else if let Some((_, _, all)) = open.as_mut() {
                    // A line that was broken goes on two spaces in; the words of the next begin further in.
                    let between = if line.indent() > 2 { " " } else { "" };
                    let more = line.text.trim_start_matches(' ').trim_end_matches('\r');
                    go_on(all, between, more, SESSION_LIMIT, &line.at, out);
                }
            }
            close(open, historical.unwrap_or(false), out);
        })
    }
}
