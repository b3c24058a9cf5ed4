//! Dates as precise as their source: a year, a month or a day (ISO 8601 of reduced precision). A question about one day
//! then has three honest answers: yes, no, and "the source is not precise enough to say".

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

/// `2024`, `2024-03` or `2024-03-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// The first day it can be.
    pub fn first(self) -> Day {
        Day { year: self.year, month: self.month.unwrap_or(1), of_month: self.day.unwrap_or(1) }
    }

    /// The last day it can be.
    pub fn last(self) -> Day {
        let month = self.month.unwrap_or(12);
        Day { year: self.year, month, of_month: self.day.unwrap_or_else(|| days_in(self.year, month)) }
    }

    /// Year, and month and day where the source gives them.
    pub fn parts(self) -> (u16, Option<u8>, Option<u8>) {
        (self.year, self.month, self.day)
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }
}

impl Day {
    /// The day as a date.
    pub fn date(self) -> Date {
        Date { year: self.year, month: Some(self.month), day: Some(self.of_month) }
    }
}

/// The day of a moment, in UTC.
impl TryFrom<vigie_model::Timestamp> for Day {
    type Error = NotADate;

    fn try_from(at: vigie_model::Timestamp) -> Result<Self, Self::Error> {
        let text = at.to_string();
        let day = text.split('T').next().unwrap_or(&text);
        day.parse::<Date>().map(Date::last)
    }
}

/// By first day, then the more precise one first: the order of a timeline.
impl Ord for Date {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.first(), self.last()).cmp(&(other.first(), other.last()))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

/// Not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; write a year, a month or a day: 2024, 2024-03, 2024-03-05")]
pub struct NotADate(String);

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || NotADate(text.to_owned());
        let mut parts = text.split('-');
        let mut number = |digits: usize| -> Result<Option<u16>, NotADate> {
            let Some(part) = parts.next() else { return Ok(None) };
            if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(refuse());
            }
            part.parse().map(Some).map_err(|_| refuse())
        };
        let year = number(4)?.filter(|year| (1900..=2200).contains(year)).ok_or_else(refuse)?;
        let small = |number: Option<u16>| number.map(u8::try_from).transpose().map_err(|_| refuse());
        let month = small(number(2)?)?;
        let day = small(number(2)?)?;
        let sound = month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| month.is_some_and(|month| (1..=days_in(year, month)).contains(&day)));
        if !sound || parts.next().is_some() {
            return Err(refuse());
        }
        Ok(Self { year, month, day })
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Whether something holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// It holds.
    Holds,
    /// The sources do not say precisely enough.
    Perhaps,
    /// It ended before.
    Ended,
    /// It comes later.
    Later,
}

impl Hold {
    /// Between a start and an end, either of which may not be stated. The end is the first day on which it no longer
    /// holds.
    pub fn between(from: Option<Date>, to: Option<Date>, day: Day) -> Self {
        let begun = from.map_or(Self::Holds, |from| Self::since(from, day));
        if begun == Self::Later {
            return Self::Later;
        }
        match to {
            Some(to) if day >= to.last() => Self::Ended,
            Some(to) if day >= to.first() => Self::Perhaps,
            _ => begun,
        }
    }

    /// From a date on.
    pub fn since(from: Date, day: Day) -> Self {
        if day < from.first() {
            Self::Later
        } else if day < from.last() {
            Self::Perhaps
        } else {
            Self::Holds
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Day {
        date(text).last()
    }

    #[test]
    fn dates_keep_their_precision() {
        for text in ["2024", "2024-02", "2024-02-29"] {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date("2024-02").last(), day("2024-02-29"));
        assert_eq!(date("2023").last(), day("2023-12-31"));
        assert_eq!(date("1900-02").last().to_string(), "1900-02-28");
        for text in
            ["", "24", "2024-2", "2024-13", "2024-00", "2023-02-29", "2024-02-30", "2024-02-01-01", "2024--01", "20é4"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!(date("2024-03-01") < date("2024-03") && date("2023") < date("2024-01"));
    }

    #[test]
    fn a_moment_has_its_day() {
        let at = vigie_model::Timestamp::parse_rfc3339("2024-06-01T09:30:00Z").unwrap();
        assert_eq!(Day::try_from(at), Ok(day("2024-06-01")));
    }

    #[test]
    fn a_day_inside_an_imprecise_date_is_not_a_yes() {
        let from = Some(date("2024-09"));
        assert_eq!(Hold::between(from, None, day("2024-08-31")), Hold::Later);
        assert_eq!(Hold::between(from, None, day("2024-09-10")), Hold::Perhaps);
        assert_eq!(Hold::between(from, None, day("2024-09-30")), Hold::Holds);
        let to = Some(date("2024-10-23"));
        assert_eq!(Hold::between(from, to, day("2024-10-22")), Hold::Holds);
        assert_eq!(Hold::between(from, to, day("2024-10-23")), Hold::Ended);
        assert_eq!(Hold::between(None, Some(date("2019")), day("2019-06-01")), Hold::Perhaps);
        assert_eq!(Hold::between(None, None, day("2019-06-01")), Hold::Holds);
    }
}
