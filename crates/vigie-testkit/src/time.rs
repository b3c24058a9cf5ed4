//! One moment, in each of the clocks that databases on a phone use.

use std::time::{Duration, SystemTime};

use plist::Date;

/// Seconds between 1970-01-01 (Unix) and 2001-01-01 (Cocoa).
const COCOA_EPOCH: i64 = 978_307_200;
/// Seconds between 1601-01-01 (WebKit in Chromium) and 1970-01-01.
const WEBKIT_EPOCH: i64 = 11_644_473_600;
const MICROS: i64 = 1_000_000;

/// A UTC moment with microseconds, after 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    micros: i64,
}

impl Moment {
    /// The moment of a Gregorian date and time of day, UTC.
    pub const fn utc(year: i64, month: i64, day: i64, hour: i64, minute: i64, second: i64) -> Self {
        // Days from civil date, after Howard Hinnant's "chrono-compatible low-level date algorithms".
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted / 400;
        let year_of_era = shifted - era * 400;
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        Self { micros: (days * 86_400 + hour * 3600 + minute * 60 + second) * MICROS }
    }

    /// This moment moved by some seconds; negative goes back.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self { micros: self.micros + seconds * MICROS }
    }

    /// This moment moved by some milliseconds.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self { micros: self.micros + millis * 1000 }
    }

    /// This moment without the fraction of its second.
    #[must_use]
    pub const fn whole_seconds(self) -> Self {
        Self { micros: self.unix() * MICROS }
    }

    /// Seconds since 1970.
    pub const fn unix(self) -> i64 {
        self.micros / MICROS
    }

    /// Microseconds since 1970, as Firefox writes.
    pub const fn unix_micros(self) -> i64 {
        self.micros
    }

    /// Seconds since 1970 with a fraction, as WebKit's `observations.db` writes.
    #[expect(clippy::cast_precision_loss, reason = "microseconds of this century fit 53 bits")]
    pub const fn unix_real(self) -> f64 {
        self.micros as f64 / MICROS as f64
    }

    /// Seconds since 2001 with a fraction, as Core Data writes.
    #[expect(clippy::cast_precision_loss, reason = "microseconds of this century fit 53 bits")]
    pub const fn cocoa(self) -> f64 {
        (self.micros - COCOA_EPOCH * MICROS) as f64 / MICROS as f64
    }

    /// Nanoseconds since 2001, as `sms.db` writes since iOS 11.
    pub const fn cocoa_nanos(self) -> i64 {
        (self.micros - COCOA_EPOCH * MICROS) * 1000
    }

    /// Microseconds since 1601, as Chrome writes.
    pub const fn webkit(self) -> i64 {
        self.micros + WEBKIT_EPOCH * MICROS
    }

    /// The same as a property-list date.
    pub fn plist(self) -> Date {
        Date::from(SystemTime::UNIX_EPOCH + Duration::from_micros(self.micros.unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn known_dates() {
        assert_eq!(Moment::utc(2001, 1, 1, 0, 0, 0).unix(), 978_307_200);
        assert_eq!(Moment::utc(2024, 2, 29, 12, 0, 1).unix(), 1_709_208_001);
    }
}
