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

    /// Year, month, day, hour, minute and second, UTC.
    pub const fn civil(self) -> (i64, i64, i64, i64, i64, i64) {
        let (days, rest) = (self.unix().div_euclid(86_400), self.unix().rem_euclid(86_400));
        // Civil date from days, after the same source.
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day, rest / 3600, rest % 3600 / 60, rest % 60)
    }

    /// `2024-06-20 09:12:30`, UTC.
    pub fn stamp(self) -> String {
        let (year, month, day, hour, minute, second) = self.civil();
        format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
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
        for date in [(2001, 1, 1, 0, 0, 0), (2024, 2, 29, 12, 0, 1), (2026, 12, 31, 23, 59, 59)] {
            let (year, month, day, hour, minute, second) = date;
            assert_eq!(Moment::utc(year, month, day, hour, minute, second).civil(), date);
        }
    }
}
