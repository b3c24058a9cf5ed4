//! The security patch level was older than six months when the report was made: a statement of posture that does not
//! depend on the day of the examination.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, Unit};
use vigie_artifacts::android::DeviceTime;
use vigie_artifacts::android::bugreport::BugreportHead;
use vigie_artifacts::android::getprop::Property;
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
        version: 1,
        artifacts: &["android_bugreport", "android_getprop"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Info,
        source: "Android Open Source Project, Android Security Bulletins (security patch level); Mobile Verification Toolkit, warn_android_patch_level",
    };
}

/// `2023-01-05`, or `2023-01` as some makers write it. Anything else is no date.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.trim().get(..text.trim().len().min(10))?.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next().map_or(Some(1), |day| day.parse().ok())?;
    Date::new(year, month, day).ok().filter(|_| parts.next().is_none())
}

/// The day the device wrote, in its own zone: the same wherever the report is examined.
fn day(time: &DeviceTime) -> Option<Date> {
    date(&time.written)
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
        let patch = seen.get::<Property>().filter(|property| property.name == "ro.build.version.security_patch");
        let made = seen.get::<BugreportHead>().and_then(|head| head.made.as_ref()).and_then(day);
        if (patch.is_none() && made.is_none()) || self.by_source.len() >= MOST {
            return;
        }
        let report = self.by_source.entry(seen.source.to_owned()).or_default();
        if let Some(patch) = patch {
            let written = patch.value.trim().to_owned();
            report.patch = date(&written).map(|level| Patch { level, written, kept: seen.keep() });
        }
        report.made = made.or(report.made);
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

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn odd_patch_levels_are_no_dates() {
        assert_eq!(date("2023-01").map(|date| date.to_string()).as_deref(), Some("2023-01-01"));
        assert_eq!(date("2019-08-15 15:08:46").map(|date| date.to_string()).as_deref(), Some("2019-08-15"));
        for odd in ["", "unknown", "2023", "2023-13", "2023-02-30", "202301", "2023-01-é1", "éééé-01", "-1-1"] {
            assert_eq!(date(odd), None, "{odd}");
        }
    }
}
