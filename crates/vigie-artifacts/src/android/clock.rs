//! The clock of a bug report: local times, times before the dump, times since boot, all brought to UTC.
//!
//! Services print local time without an offset. The zone is the property `persist.sys.timezone`; without it, the
//! offset at the moment of the dump follows from the alarm service, which prints its time twice
//! (`nowRTC=1565852950619=2019-08-15 15:09:10.619`). Without either, local times stay as they were written. Java writes them in
//! the digits of the device's language.
//! A time that was written as "so long ago" is as exact as the dump is short: it is counted from the dump's beginning.
//! A bare `dumpsys` does not say when it began; the clock of the alarm service, read on the way, stands for it.

use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, ToSpan};
use serde::{Deserialize, Serialize};
use vigie_evidence::is_dumpstate;
use vigie_model::{Layout, Precision, ProblemCode, Timestamp};

use super::digits::in_ascii;
use super::dumpstate::{Dumpstate, Section};
use super::lines::{between, value};
use super::zone_id::zone_of;
use crate::{Source, byte_order_mark};

/// A time as the device wrote it, and in UTC where its zone is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceTime {
    /// In UTC.
    pub utc: Option<Timestamp>,
    /// Verbatim.
    pub written: String,
    /// The offset from UTC that was used (`+08:00`).
    pub offset: Option<String>,
}

impl DeviceTime {
    /// The device had no time to tell: zero, or one counted since it was switched on, reads as a day of 1970 (or the
    /// last of 1969).
    pub(crate) fn is_unset(&self) -> bool {
        let is_first_day = |written: &str| written.starts_with("1970-01-") || written.starts_with("1969-12-31");
        is_first_day(&self.written)
            || (!self.written.is_ascii() && in_ascii(&self.written).is_some_and(|written| is_first_day(&written)))
    }

    /// The moment, if it is known.
    pub fn at(time: Option<&Self>) -> Option<Timestamp> {
        time.and_then(|time| time.utc)
    }
}

/// Where the zone was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneSource {
    /// The property `persist.sys.timezone`.
    Property,
    /// The two clocks of the alarm service; right for the day of the dump.
    AlarmClock,
}

#[derive(Debug, Clone)]
pub(crate) struct Clock {
    /// What `dumpstate` says of when it began; else when the alarm service was asked.
    pub(crate) dumped: Option<DeviceTime>,
    pub(crate) zone: Option<(TimeZone, String, ZoneSource)>,
    /// The zone the device states, where it is not known.
    unknown_zone: Option<String>,
    civil: Option<DateTime>,
    boot: Option<Timestamp>,
    stretches: Arc<[Stretch]>,
}

/// A stretch of local time in which a zone has one offset, so that its rules need not be asked for each of the many times
/// of a report.
#[derive(Debug)]
struct Stretch {
    from: DateTime,
    to: DateTime,
    offset: Offset,
    written: String,
}

impl Clock {
    pub(crate) fn of(file: &Source<'_>, head: &Section, sections: &[Section]) -> Self {
        let began = head.lines().find_map(|line| Some(between(&line.text, "== dumpstate: ", "")?.trim().to_owned()));
        let is =
            |section: &&Section, part: &str, service: bool| section.name == part && section.is_service() == service;
        let named = sections
            .iter()
            .filter(|section| is(section, "SYSTEM PROPERTIES", false))
            .find_map(|section| section.lines().find_map(|line| property(&line.text)))
            .or_else(|| property_beside(file));
        let rtc = sections.iter().filter(|section| is(section, "alarm", true)).find_map(|section| {
            section.lines().find_map(|line| line.text.contains("nowRTC=").then(|| line.text.into_owned()))
        });
        let (millis, asked) = rtc
            .as_deref()
            .and_then(|line| between(line, "nowRTC=", ""))
            .and_then(|rest| rest.split_once('='))
            .map_or((None, None), |(millis, rest)| (millis.parse::<i64>().ok(), rest.split(" now").next()));
        let local = asked.and_then(civil);
        let elapsed = rtc.as_deref().and_then(|line| value(line, "nowELAPSED")).and_then(|text| text.parse().ok());
        let boot = millis
            .zip(elapsed)
            .and_then(|(now, since): (i64, i64)| Timestamp::from_unix_millis(now.checked_sub(since)?));
        let (zone, unknown_zone) = stated(named);
        let zone = zone.or_else(|| {
            let offset = offset_between(millis?, local?.0)?;
            Some((TimeZone::fixed(offset), offset.to_string(), ZoneSource::AlarmClock))
        });
        let mut clock = Self { unknown_zone, boot, ..Self::new(zone, None) };
        clock.civil = began.as_deref().and_then(civil).map(|(at, _)| at).or(local.map(|(at, _)| at));
        clock.dumped = began.and_then(|text| clock.local(&text)).or_else(|| clock.local(asked?));
        clock
    }

    fn new(zone: Option<(TimeZone, String, ZoneSource)>, civil: Option<DateTime>) -> Self {
        let stretches = zone.as_ref().map(|(zone, ..)| stretches(zone)).unwrap_or_default().into();
        Self { dumped: None, zone, unknown_zone: None, civil, boot: None, stretches }
    }

    /// For a log that states no time of day.
    pub(crate) fn unknown() -> Self {
        Self::new(None, None)
    }

    /// The clock for a log that stands in a file of its own. AndroidQF keeps the zone in `getprop.txt`, and the year follows
    /// from when the acquisition began (`acquisition.json`); beside a file of a bug report lies its text.
    pub(crate) fn beside(file: &Source<'_>) -> Self {
        if file.layout() == Layout::AndroidBugreport {
            return file.shared(|| OfDump(of_dump_beside(file))).0.clone();
        }
        let (zone, unknown_zone) = stated(property_beside(file));
        let began = (file.layout() == Layout::AndroidQf).then(|| file.sibling("acquisition.json")).flatten();
        let began =
            began.and_then(|beside| byte_order_mark::json::<Began>(&beside).ok()).and_then(|began| began.started);
        let instant = began.and_then(|text| Timestamp::parse_rfc3339(&text)).map(Timestamp::instant);
        let local = |at: jiff::Timestamp| {
            let zone = zone.as_ref().map_or(TimeZone::UTC, |(zone, ..)| zone.clone());
            at.to_zoned(zone).datetime()
        };
        let civil = instant.map(local);
        Self { unknown_zone, ..Self::new(zone, civil) }
    }

    /// One for tests: a zone, and when the dump began.
    #[cfg(test)]
    pub(crate) fn at(zone: Option<(TimeZone, String, ZoneSource)>, began: &str) -> Self {
        Self::new(zone, civil(began).map(|(at, _)| at))
    }

    /// Whether a line without a year can be placed in one.
    pub(crate) fn knows_the_year(&self) -> bool {
        self.civil.is_some()
    }

    /// What is wrong with the zone, and in words.
    pub(crate) fn zone_trouble(&self) -> Option<(ProblemCode, String)> {
        let why = match &self.unknown_zone {
            Some(name) => {
                let shown: String = name.chars().take(40).collect();
                format!("the device states the zone {shown:?}, which is not known")
            }
            None => "the zone of the device is nowhere stated".to_owned(),
        };
        match &self.zone {
            Some((_, _, ZoneSource::Property)) => None,
            Some((_, offset, ZoneSource::AlarmClock)) => {
                let detail = format!(
                    "{why}: the offset {offset} is that of the moment of the dump, by the two clocks of the alarm service; \
                     where clocks are changed in spring and autumn, times in the other half of the year can be off by an hour"
                );
                Some((ProblemCode::ZoneDerived, detail))
            }
            None => Some((ProblemCode::ZoneUnknown, format!("{why}: local times are kept as written, without UTC"))),
        }
    }

    /// A local time: `2019-08-15 15:08:46`, with a fraction, or with `-` everywhere. `None` when it is not one.
    pub(crate) fn local(&self, text: &str) -> Option<DeviceTime> {
        let text = text.trim();
        let (at, precision) = civil(text)?;
        Some(self.place(at, precision, text))
    }

    /// A local time without its year (`08-14 21:22:18.650`): the last one before the dump, a day of grace given.
    pub(crate) fn local_without_year(&self, text: &str) -> Option<DeviceTime> {
        let text = text.trim();
        let now = self.civil?;
        let late = now.checked_add(1.day()).ok()?;
        [0, 1].into_iter().find_map(|back| {
            let (at, precision) = moment(Some(now.year().checked_sub(back)?), text)?;
            (at <= late).then(|| self.place(at, precision, text))
        })
    }

    fn place(&self, at: DateTime, precision: Precision, text: &str) -> DeviceTime {
        let next = self.stretches.partition_point(|stretch| stretch.to <= at);
        if let Some(stretch) = self.stretches.get(next).filter(|stretch| stretch.from <= at)
            && let Ok(instant) = stretch.offset.to_timestamp(at)
        {
            return DeviceTime {
                utc: Some(Timestamp::new(instant, precision).written_at(stretch.offset.seconds())),
                written: text.to_owned(),
                offset: Some(stretch.written.clone()),
            };
        }
        let zoned = self
            .zone
            .as_ref()
            .and_then(|(zone, ..)| zone.to_ambiguous_timestamp(at).compatible().ok().map(|at| (zone, at)));
        DeviceTime {
            utc: zoned.map(|(zone, at)| Timestamp::new(at, precision).written_at(zone.to_offset(at).seconds())),
            written: text.to_owned(),
            offset: zoned.map(|(zone, at)| at.to_zoned(zone.clone()).strftime("%:z").to_string()),
        }
    }

    /// A time that lies so far before (`-3h1m`, `1d2h ago`) or, with `+`, behind the dump.
    pub(crate) fn relative(&self, text: &str) -> Option<Timestamp> {
        let dumped = DeviceTime::at(self.dumped.as_ref())?;
        let at = dumped.instant().checked_add(duration(text)?).ok()?;
        Some(Timestamp::new(at, Precision::Second))
    }

    /// Milliseconds since boot, sleep included.
    pub(crate) fn since_boot(&self, millis: i64) -> Option<Timestamp> {
        let at = self.boot?.instant().checked_add(SignedDuration::from_millis(millis)).ok()?;
        Some(Timestamp::new(at, Precision::Second))
    }
}

/// The clock of the text of a bug report, made once for all files beside it.
struct OfDump(Clock);

/// The clock of the first text that has one.
fn of_dump_beside(file: &Source<'_>) -> Clock {
    let texts =
        file.siblings_under("").into_iter().filter(|text| is_dumpstate(text.path()) && !text.path().contains('/'));
    let mut clocks = texts.map(|text| Dumpstate::of(&text).clock.clone());
    clocks.find(Clock::knows_the_year).unwrap_or_else(Clock::unknown)
}

/// What is needed of `acquisition.json`.
#[derive(Deserialize)]
struct Began {
    started: Option<String>,
}

/// The zone of a property, or the property where no such zone is known.
fn stated(name: Option<String>) -> (Option<(TimeZone, String, ZoneSource)>, Option<String>) {
    match name.map(|name| (zone_of(&name), name)) {
        Some((Some(zone), name)) => (Some((zone, name, ZoneSource::Property)), None),
        Some((None, name)) => (None, Some(name)),
        None => (None, None),
    }
}

fn property(line: &str) -> Option<String> {
    between(line, "[persist.sys.timezone]: [", "]").filter(|zone| !zone.is_empty()).map(str::to_owned)
}

/// AndroidQF keeps the properties beside its other files.
fn property_beside(file: &Source<'_>) -> Option<String> {
    let text = file.sibling("getprop.txt")?.bytes().ok()?;
    String::from_utf8_lossy(&text).lines().find_map(property)
}

/// The offset at which a moment reads so, if it is one that exists.
fn offset_between(millis: i64, local: DateTime) -> Option<Offset> {
    let utc = jiff::Timestamp::from_millisecond(millis).ok()?;
    let as_utc = TimeZone::UTC.to_timestamp(local).ok()?;
    let seconds = as_utc.as_second().checked_sub(utc.as_second())?;
    // A quarter of an hour is the finest offset in use; the two clocks are read a little apart.
    let quarters = seconds.checked_add(450)?.div_euclid(900);
    Offset::from_seconds(i32::try_from(quarters.checked_mul(900)?).ok()?).ok().filter(|_| quarters.abs() <= 64)
}

/// The stretches of a zone in the years of Android. Times that its clocks show twice, or never, are in none.
fn stretches(zone: &TimeZone) -> Vec<Stretch> {
    const YEARS: (i64, i64) = (1_199_145_600, 2_082_758_400);
    let mut found = Vec::new();
    let (Ok(first), Ok(last)) = (jiff::Timestamp::from_second(YEARS.0), jiff::Timestamp::from_second(YEARS.1)) else {
        return found;
    };
    let mut offset = zone.to_offset(first);
    // A day in, where no change shortly before is felt.
    let Ok(mut from) = offset.to_datetime(first).checked_add(1.day()) else { return found };
    let changes = zone.following(first).map(|change| (change.timestamp(), change.offset()));
    for (at, after) in changes.take_while(|(at, _)| *at < last).chain([(last, zone.to_offset(last))]) {
        let (before, behind) = (offset.to_datetime(at), after.to_datetime(at));
        let written = first.to_zoned(TimeZone::fixed(offset)).strftime("%:z").to_string();
        found.push(Stretch { from, to: before.min(behind), offset, written });
        (offset, from) = (after, before.max(behind));
    }
    found
}

/// Year, month, day, hour, minute, second and perhaps a fraction, with any of `-`, space, `:`, `T` between them, in the
/// digits of any script.
pub(crate) fn civil(text: &str) -> Option<(DateTime, Precision)> {
    moment(None, text)
}

/// The same, in a year that is known or written first.
fn moment(year: Option<i16>, text: &str) -> Option<(DateTime, Precision)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut numbers = [0_i16; 6];
    let mut at = 0;
    if let Some(year) = year {
        numbers[0] = year;
        at = 1;
    }
    let mut is_begun = false;
    for byte in whole.bytes() {
        match byte {
            b'0'..=b'9' => {
                let number = numbers.get_mut(at)?;
                *number = number.checked_mul(10)?.checked_add(i16::from(byte.wrapping_sub(b'0')))?;
                is_begun = true;
            }
            b'-' | b' ' | b':' | b'T' if is_begun => {
                at = at.saturating_add(1);
                is_begun = false;
            }
            _ if !byte.is_ascii() => return moment(year, &in_ascii(text)?),
            _ => return None,
        }
    }
    let [year, month, day, hour, minute, second] = numbers;
    if at != 5 || !is_begun || !fraction.bytes().all(|byte| byte.is_ascii_digit()) || !(1969..=2199).contains(&year) {
        return None;
    }
    let digits = fraction.len().min(9);
    let scale = 10_i32.checked_pow(u32::try_from(9_usize.checked_sub(digits)?).ok()?)?;
    let nanos = fraction.get(..digits)?.parse::<i32>().unwrap_or(0).checked_mul(scale)?;
    let precision = match digits {
        0 => Precision::Second,
        1..=3 => Precision::Milli,
        4..=6 => Precision::Micro,
        _ => Precision::Nano,
    };
    let small = |number: i16| i8::try_from(number).ok();
    let (month, day, hour, minute, second) = (small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?);
    Some((DateTime::new(year, month, day, hour, minute, second, nanos).ok()?, precision))
}

/// A duration as `TimeUtils.formatDuration` writes it: `+1d2h3m4s567ms`, `-23s192ms`, `1m05s728ms`. What is written
/// with `ago` lies before.
pub(crate) fn duration(text: &str) -> Option<SignedDuration> {
    let text = text.trim();
    let (text, ago) = text.strip_suffix("ago").map_or((text, false), |text| (text.trim(), true));
    let (text, back) = match text.strip_prefix('-') {
        Some(text) => (text, true),
        None => (text.strip_prefix('+').unwrap_or(text), ago),
    };
    if text == "0" {
        return Some(SignedDuration::ZERO);
    }
    let mut millis = 0_i64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        let (unit, after) = [("ms", 1), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
            .into_iter()
            .find_map(|(name, unit)| Some((unit, rest.get(digits..)?.strip_prefix(name)?)))?;
        millis = millis.checked_add(number.checked_mul(unit)?)?;
        rest = after.trim_start();
    }
    (!text.is_empty())
        .then(|| SignedDuration::from_millis(if back { millis.checked_neg().unwrap_or(0) } else { millis }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration("-23s192ms"), Some(SignedDuration::from_millis(-23_192)));
        assert_eq!(duration("+1d2h3m4s567ms"), Some(SignedDuration::from_millis(93_784_567)));
        assert_eq!(duration("1m05s728ms"), Some(SignedDuration::from_millis(65_728)));
        assert_eq!(duration("+2h0m0s0ms ago"), Some(SignedDuration::from_millis(-7_200_000)));
        assert_eq!(duration("soon"), None);
        assert_eq!(duration(""), None);
        assert_eq!(duration("99999999999999999999d"), None);
    }

    #[test]
    fn civil_times() {
        assert_eq!(civil("2019-08-15 15:08:47.444").unwrap().0.to_string(), "2019-08-15T15:08:47.444");
        assert_eq!(civil("2019-08-14-21-22-26").unwrap().0.to_string(), "2019-08-14T21:22:26");
        assert_eq!(civil("٢٠٢٤-١٢-٣١ ٢٣:٥٩:٥٩.١٢٣").unwrap().0.to_string(), "2024-12-31T23:59:59.123");
        assert_eq!(moment(Some(2024), "१२-३१ २३:५९:५९").unwrap().0.to_string(), "2024-12-31T23:59:59");
        assert!(civil("٢٠٢٤-١٣-٣١ ٢٣:٥٩:٥٩").is_none());
        assert!(civil("2024-12-31 23:59:½9").is_none());
        assert!(civil("2019-13-14-21-22-26").is_none());
        assert!(civil("yesterday").is_none());
    }

    #[test]
    fn a_time_that_was_never_set_is_told_in_any_script() {
        for (text, is_unset) in
            [("1970-01-01 00:00:00", true), ("۱۹۷۰-۰۱-۰۱ ۰۳:۳۰:۰۰", true), ("٢٠٢٤-١٢-٣١ ٢٣:٥٩:٥٩", false)]
        {
            let time = Clock::unknown().local(text).unwrap();
            assert_eq!((time.is_unset(), time.written.as_str()), (is_unset, text));
        }
    }

    #[test]
    fn stretches_say_what_the_rules_say() {
        // One hour twice and never each year, half an hour, and rules that were given up.
        for name in ["Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "America/Sao_Paulo"]
        {
            let zone = TimeZone::get(name).unwrap();
            let with = Clock::new(Some((zone.clone(), name.to_owned(), ZoneSource::Property)), None);
            let without = Clock { stretches: Arc::default(), ..with.clone() };
            let (mut at, mut placed) = (jiff::civil::date(2007, 12, 30).at(0, 7, 0, 0), 0);
            while at.year() < 2037 {
                let text = at.strftime("%Y-%m-%d %H:%M:%S").to_string();
                assert_eq!(with.local(&text), without.local(&text), "{name} {text}");
                let next = with.stretches.partition_point(|stretch| stretch.to <= at);
                placed += usize::from(with.stretches.get(next).is_some_and(|stretch| stretch.from <= at));
                at = at.checked_add(29.minutes()).unwrap();
            }
            assert!(placed > 500_000, "{name}: {placed}");
        }
    }

    #[test]
    fn the_offset_of_two_clocks() {
        let local = civil("2019-08-15 15:09:10.619").unwrap().0;
        assert_eq!(offset_between(1_565_852_950_619, local).unwrap().to_string(), "+08");
        assert!(offset_between(0, local).is_none());
    }
}
