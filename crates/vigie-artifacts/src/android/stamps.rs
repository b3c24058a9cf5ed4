//! The times of a log, of which thousands stand in the same minute: the minute is brought to UTC once.

use vigie_model::{Precision, Timestamp};

use super::DeviceTime;
use super::clock::Clock;

/// A minute as the log writes it.
struct Minute {
    /// `08-14 21:22`, or with the year before it.
    written: String,
    /// Its beginning in UTC, where the zone is known.
    utc: Option<Timestamp>,
    offset: Option<String>,
}

/// See the module. One for each thread.
pub(crate) struct Stamps<'c> {
    clock: &'c Clock,
    minute: Option<Minute>,
    /// A line without a year had no time, because it is not known in which one it was written.
    pub(crate) lacks_the_year: bool,
}

impl<'c> Stamps<'c> {
    pub(crate) fn of(clock: &'c Clock) -> Self {
        Self { clock, minute: None, lacks_the_year: false }
    }

    /// A time of a log: `08-14 21:22:26.684`, or `2019-08-14 21:22:26.684`. `None` when it is none.
    pub(crate) fn time(&mut self, stamp: &str) -> Option<DeviceTime> {
        let Some((nanos, precision)) = self.in_minute(stamp) else { return self.slowly(stamp) };
        let minute = self.minute.as_ref()?;
        let utc = minute.utc.and_then(|utc| moment(utc, nanos, precision));
        Some(DeviceTime { utc, written: stamp.to_owned(), offset: minute.offset.clone() })
    }

    /// The same in UTC, without a copy of what was written.
    pub(crate) fn utc(&mut self, stamp: &str) -> Option<Timestamp> {
        let Some((nanos, precision)) = self.in_minute(stamp) else { return self.slowly(stamp)?.utc };
        moment(self.minute.as_ref()?.utc?, nanos, precision)
    }

    fn slowly(&mut self, stamp: &str) -> Option<DeviceTime> {
        self.lacks_the_year |= !self.clock.knows_the_year() && !has_year(stamp);
        slowly(self.clock, stamp)
    }

    /// The nanoseconds since the minute, which is known then. `None` where this way does not lead to a time.
    fn in_minute(&mut self, stamp: &str) -> Option<(i64, Precision)> {
        let colon = stamp.bytes().rposition(|byte| byte == b':')?;
        let (written, seconds) = stamp.split_at_checked(colon)?;
        let inside = inside(seconds.as_bytes().get(1..)?)?;
        if self.minute.as_ref().is_none_or(|minute| minute.written != written) {
            self.minute = minute(self.clock, written);
        }
        self.minute.is_some().then_some(inside)
    }
}

/// `26.684` in nanoseconds.
fn inside(text: &[u8]) -> Option<(i64, Precision)> {
    let (whole, fraction) = text.split_at_checked(2)?;
    let seconds = number(whole).filter(|seconds| *seconds < 60)?;
    let (nanos, precision) = match fraction {
        [] => (0, Precision::Second),
        [b'.', digits @ ..] => {
            let precision = match digits.len() {
                1..=3 => Precision::Milli,
                4..=6 => Precision::Micro,
                7..=9 => Precision::Nano,
                _ => return None,
            };
            let missing = 9_usize.checked_sub(digits.len())?;
            let scale = 10_i64.checked_pow(u32::try_from(missing).ok()?)?;
            (number(digits)?.checked_mul(scale)?, precision)
        }
        _ => return None,
    };
    Some((seconds.checked_mul(1_000_000_000)?.checked_add(nanos)?, precision))
}

/// Up to nine digits.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |number, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        number.checked_mul(10)?.checked_add(i64::from(digit))
    })
}

fn moment(minute: Timestamp, nanos: i64, precision: Precision) -> Option<Timestamp> {
    const SECOND: i64 = 1_000_000_000;
    // The minute begins with a whole second.
    let second = minute.instant().as_second().checked_add(nanos.div_euclid(SECOND))?;
    let at = jiff::Timestamp::new(second, i32::try_from(nanos.rem_euclid(SECOND)).ok()?).ok()?;
    let at = Timestamp::new(at, precision);
    Some(minute.offset().map_or(at, |offset| at.written_at(offset)))
}

/// A minute in which time runs as it does elsewhere: no clock is changed in it.
fn minute(clock: &Clock, written: &str) -> Option<Minute> {
    let first = slowly(clock, &format!("{written}:00"))?;
    let last = slowly(clock, &format!("{written}:59.999999999"))?;
    let even = match (first.utc, last.utc) {
        (Some(utc), Some(end)) => end.instant().duration_since(utc.instant()).as_nanos() == 59_999_999_999,
        (None, None) => true,
        _ => false,
    };
    (even && first.offset == last.offset).then(|| Minute {
        written: written.to_owned(),
        utc: first.utc,
        offset: first.offset,
    })
}

fn has_year(stamp: &str) -> bool {
    stamp.split(' ').next().unwrap_or_default().len() > 5
}

fn slowly(clock: &Clock, stamp: &str) -> Option<DeviceTime> {
    if has_year(stamp) { clock.local(stamp) } else { clock.local_without_year(stamp) }
}

#[cfg(test)]
mod tests {
    use super::super::clock::ZoneSource;
    use super::*;
    use jiff::tz::TimeZone;

    fn clock(zone: Option<&str>, began: &str) -> Clock {
        let zone = zone.map(|name| (TimeZone::get(name).unwrap(), name.to_owned(), ZoneSource::Property));
        Clock::at(zone, began)
    }

    #[test]
    fn a_time_is_the_same_by_both_ways() {
        // Paris turned its clocks on 31 March and 27 October 2024; the dump was made the day after the second.
        for zone in [Some("Europe/Paris"), Some("Asia/Kathmandu"), None] {
            let clock = clock(zone, "2024-10-28 12:00:00");
            let mut stamps = Stamps::of(&clock);
            let mut count = 0;
            for day in
                ["03-31", "10-27", "10-28", "10-29", "10-30", "12-31", "02-29", "02-30", "2024-03-31", "2024-10-27"]
            {
                for hour in [0, 1, 2, 3, 12, 23, 24] {
                    for rest in [
                        "00:00",
                        "29:59.999",
                        "30:00.000001",
                        "59:59.999999999",
                        "59:60",
                        "7:5",
                        "07:5.1",
                        "07:05.",
                        "07:05.1x",
                        "07:05.1234567890",
                        "x",
                    ] {
                        let stamp = format!("{day} {hour:02}:{rest}");
                        let slow = slowly(&clock, &stamp);
                        assert_eq!(stamps.time(&stamp), slow, "{stamp} {zone:?}");
                        assert_eq!(stamps.utc(&stamp), slow.as_ref().and_then(|time| time.utc), "{stamp} {zone:?}");
                        count += usize::from(slow.is_some());
                    }
                }
            }
            assert!(count > 200, "{count}");
        }
    }
}
