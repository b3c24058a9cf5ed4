//! The day on which permissions of an application were last changed by hand, as the controller of permissions keeps it.
//!
//! Format: XML below `files` of the controller (AOSP `packages/modules/Permission`, since Android 13), whose data lie where they
//! can be read before the first unlocking: `permission_changes.xml` (`PermissionChangeStorageImpl`: `<permission-change
//! package-name= event-time=>`, the last day of each package, kept for some months) and, in cars only,
//! `recent_permission_decisions.xml` (`PermissionDecisionStorageImpl`: `<permission-decision package-name=
//! permission-group-name= decision-time= is-granted=>`, of the last week). Days are those of the device's clock.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Precision, ProblemCode, Record, Timestamp};

use super::super::abx::{Element, Event};
use super::super::xml;
use super::user_of;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct PermissionChanges;

/// One change.
#[derive(Debug, Serialize)]
pub struct PermissionChange {
    /// For which user.
    pub user: Option<i64>,
    /// The package.
    pub package: String,
    /// The group of permissions that was decided on (`android.permission-group.CAMERA`), where it is told.
    pub group: Option<String>,
    /// Whether it was allowed, where that is told.
    pub granted: Option<bool>,
    /// The day, by the device's clock.
    pub day: Option<Timestamp>,
}

impl Record for PermissionChange {
    fn time(&self) -> Option<Timestamp> {
        self.day
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        let group = self.group.as_deref().unwrap_or_default();
        match self.granted {
            Some(true) => format!("{} was allowed {group}", self.package),
            Some(false) => format!("{} was refused {group}", self.package),
            None => format!("permissions of {} were changed", self.package),
        }
    }
}

/// `2026-03-01`, in tests of the system also with the time of day.
fn day(text: &str) -> Option<Timestamp> {
    let date: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    let date = [i32::from(date.year()), i32::from(date.month()), i32::from(date.day())];
    Timestamp::from_device_clock(date, [0; 4], Precision::Day)
}

fn change(element: &Element, user: Option<i64>, at: Place, out: &mut Out<'_, PermissionChange>) {
    let Some(package) = element.owned("package-name") else {
        return out.problem(ProblemCode::KeyMissing, at, "a change of permissions without its package");
    };
    let written = element.text("event-time").or_else(|| element.text("decision-time")).unwrap_or_default();
    let day = day(written);
    if day.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a day: {written:?}"));
    }
    let (group, granted) = (element.owned("permission-group-name"), element.truth("is-granted"));
    out.record(at, PermissionChange { user, package, group, granted, day });
}

impl Artifact for PermissionChanges {
    type Record = PermissionChange;
    const SPEC: Spec = Spec {
        id: "android_permission_changes",
        version: 1,
        paths: &[
            (
                Layout::AndroidFilesystem,
                "data/user_de/*/com.*android.permissioncontroller/files/permission_changes.xml",
            ),
            (
                Layout::AndroidFilesystem,
                "data/user_de/*/com.*android.permissioncontroller/files/recent_permission_decisions.xml",
            ),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PermissionChange>) -> Result<(), ParseError> {
        let user = user_of(file.path());
        xml::read(file, out, |at, event, out| {
            if let Event::Start(element) = event
                && ["permission-change", "permission-decision"].contains(&element.name.as_str())
            {
                change(element, user, at, out);
            }
        })
    }
}
