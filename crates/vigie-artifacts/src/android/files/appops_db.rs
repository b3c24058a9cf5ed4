//! Each use of location, camera, microphone and the like of the last days, one by one: which package, when, for how long.
//!
//! Format: SQLite `data/system/appops/app_op_history.db` (AOSP `DiscreteOpsDbHelper` and `DiscreteOpsTable`, since Android
//! 16; before it, files that `dumpsys appops` tells of), table `app_op_accesses`, times in milliseconds, which the system
//! rounds down (`DiscreteOpsRegistry.discretizeTimeStamp`; to the minute, unless it is set otherwise). States and flags are
//! those of `AppOpsManager.getUidStateName` and `getFlagName`.

use vigie_model::{Layout, Meaning};

use super::super::appops::{AppOp, OpEvent};
use super::{device_time, op_names};
use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct AppOpsDb;

/// In which state a package was.
const STATES: &[(i64, &str)] =
    &[(100, "pers"), (200, "top"), (300, "fgsvcl"), (400, "fgsvc"), (500, "fg"), (600, "bg"), (700, "cch")];

/// For whom: for itself, or for or by another package.
const FLAGS: &[(i64, &str)] = &[(1, "s"), (2, "tp"), (4, "up"), (8, "tpd"), (16, "upd")];

/// `fg-s`, as `dumpsys appops` writes it; numbers stay where they mean nothing that is published.
fn state(state: i64, flags: Option<i64>) -> String {
    let name = |names: &[(i64, &str)], number: i64| {
        names
            .iter()
            .find(|(known, _)| *known == number)
            .map_or_else(|| number.to_string(), |(_, name)| (*name).to_owned())
    };
    let state = name(STATES, state);
    flags.map_or_else(|| state.clone(), |flags| format!("{state}-{}", name(FLAGS, flags)))
}

impl Artifact for AppOpsDb {
    type Record = AppOp;
    const SPEC: Spec = Spec {
        id: "android_appops_db",
        version: 3,
        paths: &[(Layout::AndroidFilesystem, "data/system/appops/app_op_history.db")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AppOp>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let columns = [
            "uid",
            "package_name",
            "op_code",
            "attribution_tag",
            "access_time",
            "access_duration",
            "uid_state",
            "op_flags",
        ];
        out.rows(&database, &Select::from("app_op_accesses").columns(&columns), |row, out| {
            let at = row.place();
            let op = row.int("op_code").map_or_else(|| "unknown".to_owned(), op_names::operation);
            let op = AppOp {
                event: OpEvent::Access,
                state: row.int("uid_state").map(|number| state(number, row.int("op_flags"))),
                attribution: row.text("attribution_tag"),
                at: device_time(row.int("access_time"), &at, out),
                // Minus one where it was not told.
                duration: row.int("access_duration").filter(|millis| *millis > 0).map(|millis| format!("{millis}ms")),
                ..AppOp::new(row.int("uid"), row.text("package_name"), op)
            };
            out.record(at, op);
        });
        Ok(())
    }
}
