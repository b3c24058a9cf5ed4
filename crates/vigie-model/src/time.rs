//! Moments as devices write them. Every constructor names its epoch and unit, because mixing them up is the
//! oldest error of this field. Always UTC, except where a log writes the device's own clock without saying in which
//! zone it stands: [`Timestamp::from_device_clock`] keeps that as it is and never claims UTC.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How finely the source stated the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the day is known.
    Day,
    /// Only the hour is known (`ps` for what began days ago).
    Hour,
    /// Whole minutes.
    Minute,
    /// Whole seconds.
    Second,
    /// Milliseconds.
    Milli,
    /// Microseconds.
    Micro,
    /// Nanoseconds.
    Nano,
}

/// A moment in UTC with the precision its source gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    at: jiff::Timestamp,
    precision: Precision,
    /// The source wrote local time without its zone: `at` reads that clock as if it were UTC.
    zone_unknown: bool,
    offset: Offset,
}

/// Seconds by which the clock that wrote a time was ahead of UTC, where that is known. Two times of one moment are the same
/// whatever the clock, so nothing is compared by it.
#[derive(Debug, Clone, Copy)]
struct Offset(Option<i32>);

impl PartialEq for Offset {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Offset {}

impl PartialOrd for Offset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Offset {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl Hash for Offset {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// Seconds from 1970-01-01 to 2001-01-01, the epoch of Cocoa (`NSDate`).
const COCOA_EPOCH: i64 = 978_307_200;
/// Seconds from 1601-01-01 (Windows `FILETIME`, WebKit and Chrome) to 1970-01-01.
const WEBKIT_EPOCH: i64 = 11_644_473_600;
/// Above this a Cocoa integer cannot be seconds (year 5138): iOS 11 and later write nanoseconds.
const COCOA_SECONDS_LIMIT: i64 = 100_000_000_000;

impl Timestamp {
    /// From a [`jiff::Timestamp`].
    pub fn new(at: jiff::Timestamp, precision: Precision) -> Self {
        Self { at, precision, zone_unknown: false, offset: Offset(None) }
    }

    /// The same moment, written by a clock so many seconds ahead of UTC.
    #[must_use]
    pub fn written_at(self, offset: i32) -> Self {
        Self { offset: Offset(Some(offset)), ..self }
    }

    /// Seconds by which the clock that wrote it was ahead of UTC, where the source or its device says.
    pub fn offset(self) -> Option<i32> {
        self.offset.0
    }

    /// As that clock showed it, with its offset (`2019-08-15T15:08:46+08:00`); the reading of a clock in an unknown zone has none.
    /// `None` where the source counted in UTC.
    pub fn local(self) -> Option<String> {
        if self.zone_unknown {
            return Some(self.to_string());
        }
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_seconds(self.offset()?).ok()?);
        let clock = self.at.to_zoned(zone);
        let format = match self.precision {
            Precision::Day => "%Y-%m-%d",
            Precision::Hour => "%Y-%m-%dT%H%:z",
            Precision::Minute => "%Y-%m-%dT%H:%M%:z",
            Precision::Second => "%Y-%m-%dT%H:%M:%S%:z",
            Precision::Milli => "%Y-%m-%dT%H:%M:%S%.3f%:z",
            Precision::Micro => "%Y-%m-%dT%H:%M:%S%.6f%:z",
            Precision::Nano => "%Y-%m-%dT%H:%M:%S%.9f%:z",
        };
        Some(clock.strftime(format).to_string())
    }

    /// A reading of the device's clock in a time zone its source does not state: year, month, day, hour, minute, second
    /// and microsecond. `None` when no calendar holds it. It is written without `Z`, as ISO 8601 writes local time.
    pub fn from_device_clock(date: [i32; 3], time: [i32; 4], precision: Precision) -> Option<Self> {
        let small = |value: i32| i8::try_from(value).ok();
        let [year, month, day] = date;
        let [hour, minute, second, micro] = time;
        let nanos = micro.checked_mul(1000)?;
        let (year, month, day) = (i16::try_from(year).ok()?, small(month)?, small(day)?);
        let clock = jiff::civil::DateTime::new(year, month, day, small(hour)?, small(minute)?, small(second)?, nanos);
        let at = clock.ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
        Some(Self { zone_unknown: true, ..Self::new(at, precision) })
    }

    /// Whether this is the device's own clock in an unknown zone, and UTC may be up to 14 hours away.
    pub fn is_zone_unknown(self) -> bool {
        self.zone_unknown
    }

    /// The moment itself; where [`Timestamp::is_zone_unknown`], the reading of the clock as if it were UTC.
    pub fn instant(self) -> jiff::Timestamp {
        self.at
    }

    /// How finely the source stated it.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Nanoseconds since 1970-01-01 UTC, saturating at the ends of `i64` (years 1677 and 2262).
    pub fn unix_nanos(self) -> i64 {
        let nanos = self.at.as_nanosecond();
        i64::try_from(nanos).unwrap_or(if nanos < 0 { i64::MIN } else { i64::MAX })
    }

    /// Whole seconds since 1970-01-01. `None` beyond the years jiff can hold.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        jiff::Timestamp::from_second(seconds).ok().map(|at| Self::new(at, Precision::Second))
    }

    /// Seconds since 1970-01-01 with a fraction (`CFAbsoluteTime` shifted, Python, JavaScript divided by 1000).
    pub fn from_unix_seconds_f64(seconds: f64) -> Option<Self> {
        Self::from_float(seconds, 0)
    }

    /// Milliseconds since 1970-01-01 (Java, JavaScript, Android).
    pub fn from_unix_millis(millis: i64) -> Option<Self> {
        jiff::Timestamp::from_millisecond(millis).ok().map(|at| Self::new(at, Precision::Milli))
    }

    /// Microseconds since 1970-01-01 (Firefox `visits.date`).
    pub fn from_unix_micros(micros: i64) -> Option<Self> {
        jiff::Timestamp::from_microsecond(micros).ok().map(|at| Self::new(at, Precision::Micro))
    }

    /// Nanoseconds since 1970-01-01 (Android SecurityLog).
    pub fn from_unix_nanos(nanos: i64) -> Option<Self> {
        jiff::Timestamp::from_nanosecond(i128::from(nanos)).ok().map(|at| Self::new(at, Precision::Nano))
    }

    /// Seconds since 2001-01-01 as a float (`NSDate` in SQLite and property lists).
    pub fn from_cocoa_seconds(seconds: f64) -> Option<Self> {
        Self::from_float(seconds, COCOA_EPOCH)
    }

    /// A Cocoa integer of either unit: seconds before iOS 11, nanoseconds since (`sms.db message.date`).
    pub fn from_cocoa_integer(value: i64) -> Option<Self> {
        if value.unsigned_abs() < COCOA_SECONDS_LIMIT.unsigned_abs() {
            return Self::from_unix_seconds(value.checked_add(COCOA_EPOCH)?);
        }
        let nanos = i128::from(value) + i128::from(COCOA_EPOCH) * 1_000_000_000;
        jiff::Timestamp::from_nanosecond(nanos).ok().map(|at| Self::new(at, Precision::Nano))
    }

    /// Microseconds since 1601-01-01 (Chrome and WebKit).
    pub fn from_webkit_micros(micros: i64) -> Option<Self> {
        Self::from_unix_micros(micros.checked_sub(WEBKIT_EPOCH * 1_000_000)?)
    }

    /// A `FILETIME`: units of 100 nanoseconds since 1601-01-01 (Windows). Zero and the greatest value mean "not set" and
    /// are for the caller to know.
    pub fn from_filetime(ticks: u64) -> Option<Self> {
        let unix = i128::from(ticks).checked_sub(i128::from(WEBKIT_EPOCH) * 10_000_000)?;
        jiff::Timestamp::from_nanosecond(unix.checked_mul(100)?).ok().map(|at| Self::new(at, Precision::Nano))
    }

    /// An RFC 3339 text with an offset (`2024-05-12T10:03:22Z`). `None` when it is not one.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(Self::as_written)
    }

    /// With as many digits as it takes to write it.
    pub fn as_written(at: jiff::Timestamp) -> Self {
        let precision = match at.subsec_nanosecond() {
            0 => Precision::Second,
            n if n % 1_000_000 == 0 => Precision::Milli,
            n if n % 1_000 == 0 => Precision::Micro,
            _ => Precision::Nano,
        };
        Self::new(at, precision)
    }

    fn from_float(seconds: f64, epoch: i64) -> Option<Self> {
        // Beyond ±1e11 seconds a float is not a date; the check also keeps the casts below exact in range.
        if !seconds.is_finite() || seconds.abs() > 1e11 {
            return None;
        }
        let whole = seconds.floor();
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
        let (whole_i, micros) = (whole as i64, ((seconds - whole) * 1e6).round() as i64);
        let precision = if micros == 0 { Precision::Second } else { Precision::Micro };
        let total = whole_i.checked_add(epoch)?.checked_mul(1_000_000)?.checked_add(micros)?;
        jiff::Timestamp::from_microsecond(total).ok().map(|at| Self::new(at, precision))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, with as many digits as the precision has; what is coarser than seconds ends earlier, as in
    /// ISO 8601; without `Z` where the zone is unknown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.zone_unknown && self.precision != Precision::Day {
            let seconds = self.at.strftime("%Y-%m-%dT%H:%M:%S");
            return match self.precision {
                Precision::Milli => write!(f, "{seconds}{}", self.at.strftime("%.3f")),
                Precision::Micro | Precision::Nano => write!(f, "{seconds}{}", self.at.strftime("%.6f")),
                _ => write!(f, "{seconds}"),
            };
        }
        match self.precision {
            Precision::Day => write!(f, "{}", self.at.strftime("%Y-%m-%d")),
            Precision::Hour => write!(f, "{}", self.at.strftime("%Y-%m-%dT%HZ")),
            Precision::Minute => write!(f, "{}", self.at.strftime("%Y-%m-%dT%H:%MZ")),
            Precision::Second => write!(f, "{:.0}", self.at),
            Precision::Milli => write!(f, "{:.3}", self.at),
            Precision::Micro => write!(f, "{:.6}", self.at),
            Precision::Nano => write!(f, "{:.9}", self.at),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        // Coarser than seconds: the missing digits are put back to read it.
        let coarse = match text.len() {
            10 => Some((format!("{text}T00:00:00Z"), Precision::Day)),
            14 => Some((text.replace('Z', ":00:00Z"), Precision::Hour)),
            17 => Some((text.replace('Z', ":00Z"), Precision::Minute)),
            _ => None,
        };
        if let Some((text, precision)) = coarse {
            return Ok(Self::new(text.parse().map_err(serde::de::Error::custom)?, precision));
        }
        // Local time without a zone is the same text without its `Z`.
        let clock = || Self::parse_rfc3339(&format!("{text}Z")).filter(|_| text.contains('T'));
        let found = Self::parse_rfc3339(&text).map(|found| (found, false)).or_else(|| Some((clock()?, true)));
        if let Some((found, zone_unknown)) = found {
            // The number of digits written is the precision; a round fraction must not lower it.
            let end = text.len().saturating_sub(usize::from(!zone_unknown));
            let digits = text.find('.').map_or(0, |dot| end.saturating_sub(dot).saturating_sub(1));
            let precision = match digits {
                0 => Precision::Second,
                1..=3 => Precision::Milli,
                4..=6 => Precision::Micro,
                _ => Precision::Nano,
            };
            return Ok(Self { zone_unknown, ..Self::new(found.at, precision) });
        }
        Err(serde::de::Error::custom(format_args!("`{text}` is not a time")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_that_wrote_a_time_is_kept_beside_it() {
        let at = Timestamp::parse_rfc3339("2024-12-31T22:59:59.250Z").unwrap();
        let local = at.written_at(3600);
        assert_eq!((local.local().as_deref(), at.local()), (Some("2024-12-31T23:59:59.250+01:00"), None));
        assert_eq!((local, local.to_string()), (at, at.to_string()), "the moment is the same");
        let clock = Timestamp::from_device_clock([2024, 12, 31], [23, 59, 59, 0], Precision::Second).unwrap();
        assert_eq!(clock.local().as_deref(), Some("2024-12-31T23:59:59"));
    }

    #[test]
    fn each_epoch_meets_the_same_moment() {
        let expected = "2023-11-14T22:13:20Z";
        let unix = 1_700_000_000_i64;
        assert_eq!(Timestamp::from_unix_seconds(unix).unwrap().to_string(), expected);
        assert_eq!(Timestamp::from_cocoa_integer(unix - COCOA_EPOCH).unwrap().to_string(), expected);
        assert_eq!(
            Timestamp::from_cocoa_integer((unix - COCOA_EPOCH) * 1_000_000_000).unwrap().to_string(),
            "2023-11-14T22:13:20.000000000Z"
        );
        assert_eq!(
            Timestamp::from_webkit_micros((unix + WEBKIT_EPOCH) * 1_000_000).unwrap().to_string(),
            "2023-11-14T22:13:20.000000Z"
        );
        let ticks = u64::try_from((unix + WEBKIT_EPOCH) * 10_000_000).unwrap();
        assert_eq!(Timestamp::from_filetime(ticks + 1).unwrap().to_string(), "2023-11-14T22:13:20.000000100Z");
        assert_eq!(Timestamp::from_filetime(u64::MAX), None);
        assert_eq!(Timestamp::from_unix_millis(unix * 1000 + 7).unwrap().to_string(), "2023-11-14T22:13:20.007Z");
    }

    #[test]
    fn absurd_values_are_none() {
        assert_eq!(Timestamp::from_cocoa_seconds(f64::NAN), None);
        assert_eq!(Timestamp::from_cocoa_seconds(1e300), None);
        assert_eq!(Timestamp::from_unix_seconds(i64::MAX), None);
        assert_eq!(Timestamp::from_webkit_micros(i64::MIN), None);
    }

    #[test]
    fn text_form_round_trips_with_precision() {
        for at in [
            Timestamp::from_unix_seconds(1).unwrap(),
            Timestamp::from_unix_millis(1000).unwrap(),
            Timestamp::from_unix_micros(5).unwrap(),
            Timestamp::from_unix_nanos(1_700_000_000_000_000_000).unwrap(),
            Timestamp::new("2024-05-06T07:08:00Z".parse().unwrap(), Precision::Minute),
            Timestamp::new("2024-05-06T07:00:00Z".parse().unwrap(), Precision::Hour),
            Timestamp::new("2024-05-06T00:00:00Z".parse().unwrap(), Precision::Day),
            Timestamp::from_device_clock([2025, 4, 7], [6, 13, 34, 0], Precision::Second).unwrap(),
            Timestamp::from_device_clock([2025, 4, 7], [6, 13, 34, 120_000], Precision::Micro).unwrap(),
        ] {
            let json = serde_json::to_string(&at).unwrap();
            assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), at, "{json}");
        }
    }

    #[test]
    fn a_clock_without_a_zone_never_claims_utc() {
        let clock = Timestamp::from_device_clock([2025, 4, 7], [6, 13, 34, 5], Precision::Micro).unwrap();
        assert_eq!(clock.to_string(), "2025-04-07T06:13:34.000005");
        assert!(clock.is_zone_unknown());
        assert_eq!(Timestamp::from_device_clock([2025, 2, 30], [0, 0, 0, 0], Precision::Second), None);
        assert_eq!(Timestamp::from_device_clock([2025, 2, 3], [24, 0, 0, 0], Precision::Second), None);
    }
}
