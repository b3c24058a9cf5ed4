//! The zone that a device states: one of the time zone database, or a fixed offset.
//!
//! Format: `java.util.TimeZone`, "custom time zone IDs": `GMT+05:30`, `GMT+0530`, `GMT-3`. East of Greenwich is `+`, as the
//! C library of Android reads the property too (bionic, `localtime.c`), and not as POSIX has it.

use jiff::tz::{Offset, TimeZone};

/// The zone of an id, if it is known.
pub(crate) fn zone_of(id: &str) -> Option<TimeZone> {
    TimeZone::get(id).ok().or_else(|| Some(TimeZone::fixed(fixed(id)?)))
}

fn fixed(id: &str) -> Option<Offset> {
    let rest = id.strip_prefix("GMT").or_else(|| id.strip_prefix("UTC"))?;
    let (is_west, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix('+')?),
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() > 2 => rest.split_at_checked(rest.len().checked_sub(2)?)?,
        None => (rest, "00"),
    };
    let number = |digits: &str, below: i32| {
        let number = digits.parse::<i32>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        (number < below).then_some(number)
    };
    if hours.len() > 2 || minutes.len() != 2 {
        return None;
    }
    let east = number(hours, 24)?.checked_mul(3600)?.checked_add(number(minutes, 60)?.checked_mul(60)?)?;
    Offset::from_seconds(if is_west { east.checked_neg()? } else { east }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_east_of_greenwich() {
        let hours = |id: &str| fixed(id).map(|offset| f64::from(offset.seconds()) / 3600.0);
        for (id, expected) in [
            ("GMT+05:30", 5.5),
            ("GMT+0530", 5.5),
            ("GMT+530", 5.5),
            ("GMT-3", -3.0),
            ("GMT-03:30", -3.5),
            ("UTC+10", 10.0),
            ("GMT+00:00", 0.0),
        ] {
            assert_eq!(hours(id), Some(expected), "{id}");
            assert!(zone_of(id).is_some(), "{id}");
        }
        for id in ["GMT+24", "GMT+5:3", "GMT+05:60", "GMT+", "GMT5", "GMT++5", "GMT+05:+3", "GMT+é5", "MEZ+1", ""] {
            assert_eq!(hours(id), None, "{id}");
        }
    }

    #[test]
    fn zones_of_the_database_come_first() {
        assert_eq!(zone_of("Europe/Paris").unwrap().iana_name(), Some("Europe/Paris"));
        assert!(zone_of("GMT").is_some());
        assert!(zone_of("Europe/Atlantis").is_none());
    }
}
