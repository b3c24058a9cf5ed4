//! The security patch level was older than six months when the report was made: a statement of posture that does not
//! depend on the day of the examination. A level that is no date is a problem of the artifact.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Unit};
use vigie_artifacts::android::DeviceTime;
use vigie_artifacts::android::bugreport::BugreportHead;
use vigie_artifacts::android::getprop::{Property, SECURITY_PATCH, patch_level};
use vigie_artifacts::androidqf::acquisition::AcquisitionInfo;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Months from which on a patch level is old.
const MONTHS: i64 = 6;
/// Reports that are compared.
const MOST: usize = 1_000;

/// See the module.
pub struct AndroidOutdated;

impl Heuristic for AndroidOutdated {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_outdated",
        version: 2,
        artifacts: &["android_bugreport", "android_getprop", "androidqf_acquisition"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Info,
        source: "Android Open Source Project, Android Security Bulletins (security patch level); Mobile Verification Toolkit, warn_android_patch_level",
    };
}

/// The day the device wrote, in its own zone: the same wherever the report is examined.
fn day(time: &DeviceTime) -> Option<Date> {
    patch_level(time.written.get(..10)?)
}

/// The report a source belongs to: itself, or, for files that AndroidQF keeps apart, their folder.
fn report_of(source: &str) -> &str {
    const APART: &[&str] = &["acquisition.json", "dumpsys.txt", "getprop.txt"];
    APART.iter().find_map(|name| source.strip_suffix(name)).unwrap_or(source)
}

/// What one report says.
#[derive(Default)]
struct Report {
    patch: Option<Patch>,
    made: Option<Date>,
}

struct Patch {
    level: Date,
    written: String,
    kept: Kept,
}

/// Patch level and day of each report.
#[derive(Default)]
pub struct State {
    by_source: BTreeMap<String, Report>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let patch = seen.get::<Property>().filter(|property| property.name == SECURITY_PATCH);
        let made = seen.get::<BugreportHead>().and_then(|head| head.made.as_ref()).and_then(day);
        let begun = seen.get::<AcquisitionInfo>().and_then(|info| info.started);
        let made = made.or(begun.map(|at| at.instant().to_zoned(TimeZone::UTC).date()));
        if patch.is_none() && made.is_none() {
            return;
        }
        let report = report_of(seen.source);
        if self.by_source.len() >= MOST && !self.by_source.contains_key(report) {
            return seen.forget();
        }
        let report = self.by_source.entry(report.to_owned()).or_default();
        if let Some(patch) = patch {
            let written = patch.value.trim().to_owned();
            report.patch = patch_level(&written).map(|level| Patch { level, written, kept: seen.keep() });
        }
        // AndroidQF's own clock and that of the device may name different days around midnight.
        report.made = made.into_iter().chain(report.made).min();
    }

    fn finish(&mut self, out: &mut Found) {
        for report in std::mem::take(&mut self.by_source).into_values() {
            let (Some(Patch { level, written, kept }), Some(made)) = (report.patch, report.made) else { continue };
            if level.checked_add(Span::new().months(MONTHS)).is_ok_and(|limit| limit < made) {
                let months = level.until((Unit::Month, made)).map_or(0, |span| span.get_months()).to_string();
                let made = made.to_string();
                let args = [("patch", written.as_str()), ("made", &made), ("months", &months)];
                out.add(kept, written.as_str(), &args);
            }
        }
    }
}
